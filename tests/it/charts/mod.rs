//! Charts as their readers get them: SVG text.

mod crowd;
mod samples;

use proptest::prelude::{ProptestConfig, Strategy, prop_assert, proptest};
use quick_xml::events::Event;
use zhikong::charts::{
    self, Caption, ControlChart, ControlMark, ControlSlot, LineChart, Mark, Movement, Reach, SeriesStyle, Size, Slot,
    Stand,
};

/// Values of an attribute, in the order they stand.
fn values<'a>(svg: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    svg.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn both(chart: &LineChart) -> [String; 2] {
    [Size::Wide, Size::Narrow].map(|size| charts::lines(chart, size))
}

const MARKS: [ControlMark; 4] = [ControlMark::Common, ControlMark::Better, ControlMark::Worse, ControlMark::Changed];

/// A control chart in every size, and as a small multiple.
fn control(chart: &ControlChart) -> [String; 3] {
    [charts::control(chart, Size::Wide), charts::control(chart, Size::Narrow), charts::multiple(chart)]
}

/// Everything the room can draw, once.
fn all() -> Vec<String> {
    let mut all = both(&samples::levels()).to_vec();
    let mut short = samples::levels();
    short.intervals = true;
    short.series.push(samples::series(3, "未定级", &[20.0]));
    all.extend(both(&short));
    all.extend(control(&samples::control()));
    let mut bare = samples::control();
    bare.numbers = None;
    for slot in &mut bare.slots {
        if let ControlSlot::Point(point) = slot {
            (point.limits, point.mark) = (None, ControlMark::Changed);
        }
    }
    all.extend(control(&bare));
    all.extend(MARKS.map(charts::key_control));
    all.extend([charts::key_band(), charts::key_centre()]);
    all.push(charts::bars(&samples::bars()));
    let movements = [Movement::Better, Movement::Worse, Movement::Common];
    all.extend(movements.map(|movement| charts::spark(&samples::spark("spark", movement))));
    all.push(charts::mini_bars(&samples::mini()));
    all.push(charts::composite_bars(&samples::composite()));
    all.push(charts::interval_strip(&samples::strip("strip", 71.3, 1.7)));
    all.push(charts::stacked(&samples::stacked()));
    all.push(charts::key_mark(SeriesStyle::nth(3)));
    all.push(charts::key_goal());
    all.extend(grids());
    all.extend(samples::MARKS.map(charts::key_grid));
    let mut funnel = samples::funnel(60, 9);
    funnel.marks[4].stand = Stand::Beyond;
    funnel.marks[5].stand = Stand::Own;
    for size in [Size::Wide, Size::Narrow] {
        all.push(charts::funnel(&funnel, size));
        all.push(charts::funnel(&samples::funnel(3_000, 200), size));
        all.push(charts::distribution(&samples::distribution(), size));
    }
    all.extend([charts::key_dot(), charts::key_limit(true), charts::key_limit(false), charts::key_stand(Stand::Own)]);
    all
}

/// The map of squares and tables of marks, wide and narrow.
fn grids() -> Vec<String> {
    let sizes = [Size::Wide, Size::Narrow];
    let maps = sizes.map(|size| charts::tiles(&samples::tiles(), size));
    let tables = [4, 18].into_iter().flat_map(|columns| sizes.map(|size| charts::heat(&samples::heat(columns), size)));
    let shades = sizes.map(|size| charts::heat(&samples::shades(18), size));
    let times = sizes.map(|size| charts::timeline(&samples::timeline(), size));
    maps.into_iter().chain(tables).chain(shades).chain(times).collect()
}

/// Well-formed XML, and no number in it is none.
fn is_sound(svg: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(svg);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.attributes().any(|attribute| attribute.is_err()) => {
                return false;
            }
            Ok(Event::Eof) => return !svg.contains("NaN") && !svg.contains("inf"),
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// The picture, a shape a line: what changed is then one line of a difference.
fn by_line(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn small_charts_stay_as_they_were_looked_at() {
    insta::assert_snapshot!("bars", by_line(&charts::bars(&samples::bars())));
    insta::assert_snapshot!("spark", by_line(&charts::spark(&samples::spark("spark", Movement::Worse))));
    insta::assert_snapshot!("mini", by_line(&charts::mini_bars(&samples::mini())));
    insta::assert_snapshot!("composite", by_line(&charts::composite_bars(&samples::composite())));
    insta::assert_snapshot!("strip", by_line(&charts::interval_strip(&samples::strip("strip", 71.3, 1.7))));
    insta::assert_snapshot!("stacked", by_line(&charts::stacked(&samples::stacked())));
}

#[test]
fn lines_stay_as_they_were_looked_at() {
    insta::assert_snapshot!("lines", by_line(&charts::lines(&samples::levels(), Size::Wide)));
}

#[test]
fn control_charts_stay_as_they_were_looked_at() {
    insta::assert_snapshot!("control", by_line(&charts::control(&samples::control(), Size::Wide)));
    insta::assert_snapshot!("multiple", by_line(&charts::multiple(&samples::control())));
}

#[test]
fn limits_are_a_band_with_dashed_edges_three_numbers_and_a_solid_centre() {
    let [wide, narrow, small] = control(&samples::control());
    for svg in [&wide, &narrow] {
        for number in [">73.3<", ">71.0<", ">68.7<", ">74.6<", ">目标值 66<"] {
            assert!(svg.contains(number), "{number} is missing");
        }
        // Thirteen points, each with its own piece of band.
        assert_eq!(svg.matches("fill=\"#DDE3E9\"").count(), 13);
        // Two edges for each of the three runs: before the gap, after it, after the rebase.
        assert_eq!(svg.matches("stroke-dasharray=\"5 3\"").count(), 6);
        // One rule where limits start anew, its ground tinted, its reason cut to twelve characters.
        assert_eq!(svg.matches("stroke-dasharray=\"4 3\"").count(), 1);
        assert_eq!(svg.matches("fill=\"#F0F3F6\"").count(), 1);
        assert!(svg.replace("</text>", "").contains("2024Q1") && !svg.contains("很长很长"), "{svg}");
        assert!(svg.contains("没有接"), "a gap says why");
    }
    for number in [">73.3<", ">71.0<", ">68.7<"] {
        assert!(small.contains(number), "{number} is missing");
    }
    assert_eq!(small.matches("stroke-dasharray=\"4 3\"").count(), 6);
}

#[test]
fn signals_differ_in_form_as_well_as_in_colour() {
    for svg in control(&samples::control()) {
        let worse = svg.split('<').find(|tag| tag.contains("fill=\"#C65A00\"")).unwrap();
        let better = svg.split('<').find(|tag| tag.contains("fill=\"#0F76C9\"")).unwrap();
        assert!(worse.starts_with("polygon") && better.starts_with("circle"), "{worse} {better}");
        assert_eq!(svg.matches("opacity=\"0\"><title>").count(), 13, "every point can be pointed at");
    }
    let quiet = ControlChart { slots: samples::control().slots.into_iter().take(3).collect(), ..samples::control() };
    for svg in control(&quiet) {
        assert!(!svg.contains("#C65A00") && !svg.contains("#0F76C9"), "grey unless a rule fires");
    }
}

#[test]
fn three_annotations_at_most_stand_in_fourteen_characters() {
    let [wide, narrow, _] = control(&samples::control());
    for svg in [wide, narrow] {
        assert!(svg.contains(">02-11 全省培训<") && svg.contains(">04-08 信息系统改造上线<"), "{svg}");
        assert!(svg.contains(">05-20 一二三四五六七八九十一二三…<"), "{svg}");
        assert!(!svg.contains("最早的一条"), "the oldest of four is left to the table");
    }
}

#[test]
fn points_without_limits_have_their_intervals_and_no_line() {
    let mut chart = samples::control();
    for slot in &mut chart.slots {
        if let ControlSlot::Point(point) = slot {
            point.limits = None;
        }
    }
    let [wide, ..] = control(&chart);
    assert_eq!(wide.matches("stroke=\"#66737F\" stroke-width=\"1.4\"").count(), 13, "{wide}");
    assert!(!wide.contains("<polyline fill=\"none\" points=\""), "dots are not joined: {wide}");
}

#[test]
fn a_control_chart_is_small_enough_for_a_page() {
    let mut chart = samples::control();
    chart.periods = samples::quarters(60);
    chart.slots = chart.slots.iter().cloned().cycle().take(60).collect();
    for svg in control(&chart) {
        assert!(svg.len() <= 40_000, "{} bytes", svg.len());
    }
}

#[test]
fn every_name_figure_and_unit_is_in_the_text() {
    for svg in both(&samples::levels()) {
        for words in
            [">三级 74.3<", ">二级 62.4<", ">一级 47.9<", ">%<", ">目标值 70<", ">2024 年<", "静脉血栓栓塞症规范预防率"]
        {
            assert!(svg.contains(words), "{words} is missing");
        }
    }
    let bars = charts::bars(&samples::bars());
    for words in [">三级<", ">74.3<", ">%<", ">目标值 70<"] {
        assert!(bars.contains(words), "{words} is missing");
    }
}

#[test]
fn every_point_can_be_pointed_at() {
    let svg = charts::lines(&samples::levels(), Size::Wide);
    assert_eq!(svg.matches("r=\"9\" opacity=\"0\"><title>").count(), 11 + 11 + 9);
    assert!(svg.contains("<title>一级　2023 年第 3 季度　41.0 %</title>"));
}

#[test]
fn a_gap_is_not_joined_and_says_why() {
    let svg = charts::lines(&samples::levels(), Size::Wide);
    let third: Vec<_> = svg.split('<').filter(|tag| tag.contains("stroke=\"#A67C12\"")).collect();
    // Before the gap, after it, and after the break: the middle piece has two points and is a plain line.
    assert_eq!(third.len(), 3, "{third:?}");
    assert!(svg.contains("接收不足 5 家不画"));
    let first = svg.split('<').filter(|tag| tag.starts_with("polyline") && tag.contains("stroke=\"#2B2F77\"")).count();
    assert_eq!(first, 2, "the break alone cuts a line without gaps");
}

#[test]
fn a_break_is_ruled_tinted_and_named() {
    let mut chart = samples::levels();
    let svg = charts::lines(&chart, Size::Wide);
    assert_eq!(svg.matches("stroke-dasharray=\"4 3\"").count(), 1);
    assert_eq!(svg.matches("fill=\"#F0F3F6\"").count(), 1);
    assert!(svg.contains("加入出院后与基础预防"));
    // At the first period, or beyond the last, nothing lies on the other side.
    for before in [0, 11, 99] {
        chart.breaks[0].before = before;
        let svg = charts::lines(&chart, Size::Wide);
        assert!(!svg.contains("stroke-dasharray=\"4 3\"") && !svg.contains("#F0F3F6"), "{before}");
    }
}

#[test]
fn odd_series_still_make_a_chart() {
    let series = |values: &[f64]| vec![samples::series(0, "三级", values)];
    let odd = [
        (0, vec![]),
        (11, vec![]),
        (0, series(&[1.0, 2.0])),
        (1, series(&[50.0])),
        (4, series(&[7.0; 4])),
        (4, series(&[0.0; 4])),
        (4, series(&[100.0; 4])),
        (4, series(&[0.0, 100.0, 0.0, 100.0])),
        (4, series(&[f64::NAN; 4])),
        (4, series(&[f64::INFINITY, f64::MAX, f64::MIN_POSITIVE, -3.0])),
        (4, series(&[1.0; 9])),
        (4, series(&[1.0])),
        (12, (0..9).map(|nth| samples::series(nth, "级别名称很长很长的一组", &[50.0; 12])).collect()),
    ];
    for (case, (periods, series)) in odd.into_iter().enumerate() {
        for reach in [Reach::PERCENT, Reach::FROM_ZERO, Reach::default()] {
            let chart =
                LineChart { periods: samples::quarters(periods), series: series.clone(), reach, ..samples::levels() };
            for svg in both(&chart) {
                assert!(is_sound(&svg), "case {case}: {svg}");
            }
        }
    }
}

#[test]
fn an_empty_chart_says_so() {
    let mut chart = samples::levels();
    chart.series.clear();
    assert!(both(&chart).iter().all(|svg| svg.contains("没有可画的数值")));
    assert!(!charts::lines(&samples::levels(), Size::Wide).contains("没有可画的数值"));
}

#[test]
fn percent_axes_end_at_0_and_100() {
    let mut chart = samples::levels();
    chart.series = vec![samples::series(0, "三级", &[0.0, 100.0, 0.0, 100.0])];
    for svg in both(&chart) {
        assert!(svg.contains(">0<") && svg.contains(">100<") && !svg.contains(">120<") && !svg.contains("−"));
    }
}

/// The style sheet shows wide lines from 604 px on, narrow ones and bars from 302 px on (a phone of 360 px), small
/// charts as they are; nowhere may text come out below 11.5 px.
#[test]
fn no_text_is_too_small_to_read() {
    for svg in all() {
        let shrunk = match svg.as_str() {
            _ if svg.contains("zk-mini") => 1.0,
            _ if svg.contains("zk-multi") => 270.0 / 300.0,
            _ if svg.contains("zk-wide") => 604.0 / 690.0,
            _ => 302.0 / 340.0,
        };
        for size in values(&svg, "font-size") {
            assert!(size.parse::<f64>().unwrap() * shrunk >= 11.5, "{size} in {svg}");
        }
    }
}

#[test]
fn text_from_people_stays_text() {
    let hostile = "</text><script>alert('x')</script>&\"\u{0}";
    let mut chart = samples::levels();
    chart.caption = Caption::new("a\" onload=\"x", hostile, hostile);
    chart.unit = hostile.to_owned();
    chart.series[0].name = hostile.to_owned();
    chart.series[0].slots[0] = Slot::Gap(Some(hostile.to_owned()));
    chart.breaks[0].label = hostile.to_owned();
    chart.periods[0].label = hostile.to_owned();
    let mut bars = samples::bars();
    bars.bars[0].name = hostile.to_owned();
    bars.bars[0].title = hostile.to_owned();
    let mut stacked = samples::stacked();
    let (mut tiles, mut heat) = (samples::tiles(), samples::heat(4));
    tiles.tiles[0].name = hostile.to_owned();
    tiles.tiles[18].title = hostile.to_owned();
    tiles.tiles[18].label = hostile.to_owned();
    heat.rows[0].name = hostile.to_owned();
    heat.rows[0].cells[0].title = hostile.to_owned();
    heat.columns[0] = hostile.to_owned();
    let grids = [charts::tiles(&tiles, Size::Wide), charts::heat(&heat, Size::Narrow)];
    stacked.parts[0].title = hostile.to_owned();
    let mut followed = samples::control();
    followed.caption = chart.caption.clone();
    followed.stretches[1].label = hostile.to_owned();
    followed.annotations[3].text = hostile.to_owned();
    let more = control(&followed).into_iter().chain([charts::bars(&bars), charts::stacked(&stacked)]);
    for svg in both(&chart).into_iter().chain(more).chain(grids) {
        assert!(is_sound(&svg) && !svg.contains("<script") && !svg.contains("onload=\""), "{svg}");
    }
}

#[test]
fn ids_differ_between_sizes_and_come_from_the_caller() {
    let [wide, narrow] = both(&samples::levels());
    assert_eq!(values(&wide, "aria-labelledby"), ["vte-wide-t vte-wide-d"]);
    assert_eq!(values(&wide, "id"), ["vte-wide-t", "vte-wide-d"]);
    assert_eq!(values(&narrow, "id"), ["vte-narrow-t", "vte-narrow-d"]);
}

/// Dark pages swap the literals of charts by attribute; a literal the style sheet does not know would stay light.
#[test]
fn the_style_sheet_knows_every_colour_drawn() {
    let sheet = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/css/app.css")).unwrap();
    let mut seen = 0;
    for svg in all() {
        for attribute in ["fill", "stroke"] {
            for colour in values(&svg, attribute).into_iter().filter(|colour| *colour != "none") {
                let rule = format!("[data-bs-theme=dark] .zk-chart [{attribute}=\"{colour}\"]");
                assert!(sheet.contains(&rule), "the style sheet has no {rule}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "hardly anything was drawn: {seen}");
}

#[test]
fn maps_and_tables_stay_as_they_were_looked_at() {
    insta::assert_snapshot!("tiles", by_line(&charts::tiles(&samples::tiles(), Size::Wide)));
    insta::assert_snapshot!("heat", by_line(&charts::heat(&samples::heat(4), Size::Narrow)));
}

#[test]
fn a_map_and_a_table_are_sound_and_small() {
    for svg in grids() {
        assert!(is_sound(&svg), "{svg}");
        assert!(svg.len() <= 40_000, "{} bytes", svg.len());
    }
}

#[test]
fn nobody_is_dropped_from_a_map() {
    let mut chart = samples::tiles();
    for size in [Size::Wide, Size::Narrow] {
        let svg = charts::tiles(&chart, size);
        assert_eq!(svg.matches("<title>").count(), 19);
        assert!(
            svg.contains("没有方块位置的：") && svg.contains(">演示　78.8<"),
            "what has no place stands below: {svg}"
        );
    }
    chart.tiles.iter_mut().for_each(|tile| tile.place = None);
    assert_eq!(charts::tiles(&chart, Size::Wide).matches("<title>").count(), 19);
    chart.tiles.clear();
    assert!(is_sound(&charts::tiles(&chart, Size::Narrow)));
}

#[test]
fn a_mark_is_a_shape_and_not_a_colour_alone() {
    let keys: Vec<String> = samples::MARKS.map(charts::key_grid).into();
    let shape = |svg: &String| svg.chars().filter(|c| !c.is_ascii_hexdigit()).collect::<String>();
    let shapes: std::collections::BTreeSet<String> = keys.iter().map(shape).collect();
    assert_eq!(shapes.len(), keys.len(), "{keys:#?}");
}

#[test]
fn a_wide_table_turns_on_a_phone_and_keeps_every_cell() {
    let chart = samples::heat(18);
    let (wide, narrow) = (charts::heat(&chart, Size::Wide), charts::heat(&chart, Size::Narrow));
    assert_eq!(wide.matches("<title>").count(), 9 * 18);
    assert_eq!(narrow.matches("<title>").count(), 9 * 18);
    assert!(wide.contains("11 项分列，没有单一的主指标") && wide.contains(">静<") == narrow.contains(">静<"));
    assert!(narrow.contains(">驻马店<") && !wide.contains(">驻马店<"), "names stand on end where columns are narrow");
}

#[test]
fn shares_are_shades_without_a_shape_and_never_run_into_each_other() {
    let (marks, shades) = (samples::heat(18), samples::shades(18));
    let wide = charts::heat(&shades, Size::Wide);
    assert!(wide.contains("fill-opacity=") && !wide.contains("<circle"), "a share says nothing of chance");
    assert!(wide.len() < charts::heat(&marks, Size::Wide).len(), "lower rows, no shapes");
    let mut long = shades.clone();
    long.rows[0].cells[0].label = "1234567".to_owned();
    assert!(!charts::heat(&long, Size::Wide).contains("1234567<"), "what does not fit is left to pointing");
    let keys: std::collections::BTreeSet<String> =
        (0..=charts::STEPS).map(|step| charts::key_grid(Mark::Step(step))).collect();
    assert_eq!(keys.len(), usize::from(charts::STEPS) + 1);
}

#[test]
fn a_timeline_keeps_every_stretch_and_milestone_inside() {
    for size in [Size::Wide, Size::Narrow] {
        let mut chart = samples::timeline();
        chart.rows[0].stretches.push((-3.0, 9.0, "超出".to_owned()));
        let svg = charts::timeline(&chart, size);
        assert!(is_sound(&svg) && svg.contains("这一天") && svg.contains(">组织实施<"));
        assert_eq!(svg.matches("<title>").count(), 5 + 2, "every one can be pointed at");
        let far = values(&svg, "x").iter().filter_map(|x| x.parse::<f64>().ok()).fold(0.0, f64::max);
        assert!(far <= 690.0, "{far}");
        chart.now = None;
        assert!(!charts::timeline(&chart, size).contains("这一天"));
    }
}

#[test]
fn a_sheet_carries_title_key_and_source() {
    let key = [(Mark::Better, "好于合计"), (Mark::Blank, "没有数")];
    let said = "三级高于全省，".repeat(20);
    let sheet = charts::Sheet {
        title: "十项目标 × 地市".to_owned(),
        said: vec![said.clone(), "<b>".to_owned()],
        key: key.map(|(mark, words)| (charts::key_grid(mark), words.to_owned())).into(),
        chart: charts::heat(&samples::heat(18), Size::Wide),
        foot: vec!["演示省，数据截至 2024-10-21 09:00".to_owned()],
    };
    let svg = charts::sheet(&sheet);
    assert!(is_sound(&svg) && svg.len() <= 40_000, "{}", svg.len());
    for words in [">十项目标 × 地市<", ">好于合计<", ">没有数<", "数据截至 2024-10-21", "&lt;b&gt;"] {
        assert!(svg.contains(words), "{words}");
    }
    assert!(!svg.contains(&format!(">{said}<")), "what is said stands in lines");
    let ground = format!("fill=\"{}\"", charts::Colour::Surface);
    assert!(svg.find(&ground).unwrap() < svg.find(">十项目标 × 地市</text>").unwrap(), "on white");
    // Each line lower than the one before, and the picture as high as what stands on it.
    let tall: f64 = svg.split(" height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    let chart = charts::sheet(&charts::Sheet { chart: sheet.chart.clone(), ..charts::Sheet::default() });
    let bare: f64 = chart.split(" height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert_eq!(tall - bare, 20.0 * (1.0 + 3.0 + 1.0 + 1.0 + 1.0), "a title, three and one lines said, a key, a foot");
    let named = charts::in_font(&svg, "演示\"黑体");
    assert!(named.contains("font-family=\"演示&quot;黑体\"") && !named.contains("PingFang") && is_sound(&named));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_series_make_a_sound_chart(
        values in proptest::collection::vec(proptest::collection::vec(proptest::option::of(-1e6f64..1e6), 0..20), 0..5),
        periods in 0usize..20,
        before in 0usize..20,
        goal in (-1e6f64..1e6).prop_map(|value| (value * 10.0).round() / 10.0),
    ) {
        let mut chart = samples::levels();
        chart.periods = samples::quarters(periods);
        chart.reach = Reach::default();
        chart.intervals = true;
        chart.breaks[0].before = before;
        chart.goal.iter_mut().for_each(|own| own.value = goal);
        let filled = |values: &Vec<Option<f64>>| values.iter().map(|value| value.unwrap_or(f64::NAN)).collect::<Vec<_>>();
        chart.series = values.iter().enumerate().map(|(nth, values)| samples::series(nth, "级", &filled(values))).collect();
        for (svg, (width, height)) in both(&chart).iter().zip([(690.0, 330.0), (340.0, 312.0)]) {
            prop_assert!(is_sound(svg));
            for (attributes, end) in [(["x", "cx", "x1", "x2"], width), (["y", "cy", "y1", "y2"], height)] {
                for value in attributes.iter().flat_map(|attribute| self::values(svg, attribute)) {
                    let value: f64 = value.parse().unwrap();
                    prop_assert!((-5.0..=end + 5.0).contains(&value), "{value} lies outside {width} × {height}");
                }
            }
        }
    }

    #[test]
    fn any_series_make_a_sound_control_chart(
        values in proptest::collection::vec(proptest::option::of((-1e6f64..1e6, 0f64..1e5)), 0..20),
        periods in 0usize..20,
        from in 0usize..20,
        limited in proptest::bool::ANY,
    ) {
        let mut chart = samples::control();
        chart.periods = samples::quarters(periods);
        chart.reach = Reach::default();
        chart.stretches[1].from = from;
        chart.slots = values.iter().map(|value| match value {
            Some((value, half)) => ControlSlot::Point(charts::ControlPoint {
                value: *value,
                limits: limited.then_some((value - half, value + half / 2.0)),
                interval: Some((value - half, value + half)),
                mark: ControlMark::Changed,
                title: String::new(),
            }),
            None => ControlSlot::Gap(None),
        }).collect();
        for (svg, (width, height)) in control(&chart).iter().zip([(690.0, 390.0), (340.0, 370.0), (300.0, 150.0)]) {
            prop_assert!(is_sound(svg));
            for (attributes, end) in [(["x", "cx", "x1", "x2"], width), (["y", "cy", "y1", "y2"], height)] {
                for value in attributes.iter().flat_map(|attribute| self::values(svg, attribute)) {
                    let value: f64 = value.parse().unwrap();
                    prop_assert!((-5.0..=end + 5.0).contains(&value), "{value} lies outside {width} × {height}");
                }
            }
        }
    }
}
