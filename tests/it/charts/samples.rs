//! Invented series that look like those of a province: 三级 ahead of 二级 ahead of 一级, with gaps and breaks.

use zhikong::charts::{
    Across, Annotation, Bar, BarChart, Break, Caption, CompositeBars, CompositeValue, ControlChart, ControlMark,
    ControlNumbers, ControlPoint, ControlSlot, ControlStretch, DistributionChart, DistributionRow, Estimate,
    FunnelChart, FunnelLimits, FunnelMark, Goal, Heat, HeatCell, HeatRow, IntervalStrip, LineChart, LineSeries, Mark,
    MiniBar, MiniBars, Movement, Part, PartState, PeriodTick, Point, Reach, SeriesStyle, Slot, Spark, Spread, Stacked,
    Stand, Tile, Tiles, Timeline, TimelineRow,
};

pub const HIGH: [f64; 11] = [55.8, 57.2, 59.9, 61.5, 64.0, 65.2, 67.9, 69.1, 71.2, 72.8, 74.3];
pub const MIDDLE: [f64; 11] = [44.9, 46.8, 49.0, 51.3, 53.1, 55.2, 56.8, 57.9, 59.6, 61.2, 62.4];
pub const LOW: [f64; 11] = [31.5, 33.0, 35.2, 37.6, f64::NAN, f64::NAN, 41.0, 42.3, 44.4, 46.1, 47.9];

/// Quarters from the first of 2022 on.
pub fn quarters(count: usize) -> Vec<PeriodTick> {
    let tick =
        |index: usize| PeriodTick { label: format!("Q{}", index % 4 + 1), year: format!("{} 年", 2022 + index / 4) };
    (0..count).map(tick).collect()
}

/// A series of these values; what is not a number is a gap with a reason.
pub fn series(nth: usize, name: &str, values: &[f64]) -> LineSeries {
    let slot = |(index, value): (usize, &f64)| {
        if value.is_nan() {
            return Slot::Gap(Some("接收不足 5 家不画".to_owned()));
        }
        let title = format!("{name}　{} 年第 {} 季度　{value:.1} %", 2022 + index / 4, index % 4 + 1);
        Slot::Point(Point { estimate: Estimate { value: *value, interval: Some((value - 1.2, value + 1.2)) }, title })
    };
    let last =
        values.iter().rev().find(|value| !value.is_nan()).map_or_else(String::new, |value| format!("{value:.1}"));
    LineSeries {
        name: name.to_owned(),
        style: SeriesStyle::nth(nth),
        slots: values.iter().enumerate().map(slot).collect(),
        last,
    }
}

/// Three levels over eleven quarters, a goal, a gap and a change of definition.
pub fn levels() -> LineChart {
    LineChart {
        caption: Caption::new(
            "vte",
            "静脉血栓栓塞症规范预防率，按级别，2022 年第一季度至 2024 年第三季度",
            "三级、二级、一级三条线，2024 年第一季度改口径处断开；一级 2023 年上半年接收不足 5 家，留空",
        ),
        unit: "%".to_owned(),
        periods: quarters(11),
        series: vec![series(0, "三级", &HIGH), series(1, "二级", &MIDDLE), series(2, "一级", &LOW)],
        breaks: vec![Break { before: 8, label: "2024 年起改口径：\n加入出院后与基础预防".to_owned() }],
        goal: Some(Goal { value: 70.0, label: "目标值 70".to_owned() }),
        reach: Reach::PERCENT,
        intervals: false,
    }
}

/// The same levels in one quarter.
pub fn bars() -> BarChart {
    let bar = |(nth, (name, value, half)): (usize, (&str, f64, f64))| Bar {
        name: name.to_owned(),
        style: SeriesStyle::nth(nth),
        estimate: Some(Estimate { value, interval: Some((value - half, value + half)) }),
        label: format!("{value:.1}"),
        title: format!("{name} {value:.1} %"),
    };
    BarChart {
        caption: Caption::new("bars", "2024 年第三季度按级别", "三级 74.3，二级 62.4，一级 47.9，须为 95 % 区间"),
        unit: "%".to_owned(),
        bars: [("三级", 74.3, 0.3), ("二级", 62.4, 0.8), ("一级", 47.9, 1.3)]
            .into_iter()
            .enumerate()
            .map(bar)
            .collect(),
        goal: Some(Goal { value: 70.0, label: "目标值 70".to_owned() }),
        greatest: Some(100.0),
    }
}

/// A sparkline with a gap and a break.
pub fn spark(id: &str, movement: Movement) -> Spark {
    let mut values: Vec<Option<f64>> = HIGH.iter().map(|value| Some(*value)).collect();
    values[3] = None;
    Spark { caption: Caption::new(id, "近 11 季走势", "末点 74.3"), values, breaks: vec![8], movement }
}

/// The levels as small bars.
pub fn mini() -> MiniBars {
    let bar = |(nth, (name, value)): (usize, (&str, f64))| MiniBar {
        name: name.to_owned(),
        style: SeriesStyle::nth(nth),
        value: Some(value),
        label: format!("{value:.1}"),
    };
    let bars = [("三级", 74.3), ("二级", 62.4), ("一级", 47.9)].into_iter().enumerate().map(bar).collect();
    MiniBars { caption: Caption::new("mini", "按级别", "三级 74.3，二级 62.4，一级 47.9"), bars }
}

/// Eleven percentages, one of them missing.
pub fn composite() -> CompositeBars {
    let values = [90.2, 81.0, 52.5, 71.7, 60.5, 75.7, f64::NAN, 29.7, 87.0, 66.2, 55.5];
    let one = |(index, value): (usize, f64)| CompositeValue {
        value: (!value.is_nan()).then_some(value),
        title: format!("记录 {}", index + 1),
    };
    CompositeBars {
        caption: Caption::new("composite", "11 项记录符合率", "最低 29.7，最高 90.2，1 项未上报"),
        values: values.into_iter().enumerate().map(one).collect(),
    }
}

/// One hospital against the province.
pub fn strip(id: &str, value: f64, half: f64) -> IntervalStrip {
    IntervalStrip {
        caption: Caption::new(id, "区间", format!("{value:.1}，全省 68.9")),
        scale: (0.0, 100.0),
        estimate: Some(Estimate { value, interval: Some((value - half, value + half)) }),
        reference: Some(68.9),
    }
}

/// 300 expected returns by state.
pub fn stacked() -> Stacked {
    let part =
        |(state, count, name): (PartState, u32, &str)| Part { state, count, title: format!("{name} {count} 家") };
    let parts = [
        (PartState::Done, 271, "已接收"),
        (PartState::Waiting, 14, "待审"),
        (PartState::Common, 6, "退回"),
        (PartState::Bad, 1, "逾期未报"),
        (PartState::Rest, 0, "未到期"),
    ];
    Stacked {
        caption: Caption::new("stacked", "报表接收", "已接收 271，待审 14，退回 6，逾期 1"),
        parts: parts.into_iter().map(part).collect(),
    }
}

/// Every mark in turn.
pub const MARKS: [Mark; 6] = [Mark::Better, Mark::Worse, Mark::Apart, Mark::Common, Mark::Unsure, Mark::Blank];

/// Eighteen cities on a map of five by seven, and one without a place.
pub fn tiles() -> Tiles {
    let tile = |at: u8| Tile {
        place: (at < 18).then_some((at % 5 + 1, at / 5 + 1)),
        name: ["演示", "三个字", "甲"][usize::from(at % 3)].to_owned(),
        label: if at % 6 == 5 { String::new() } else { format!("{}.{}", 60 + at, at % 10) },
        mark: MARKS[usize::from(at % 6)],
        title: format!("演示{at}市：{}.{} %（916 / 1204），与合计无法区分", 60 + at, at % 10),
    };
    Tiles { caption: Caption::new("tiles", "各地市", "十九个地市"), tiles: (0..19).map(tile).collect() }
}

/// Ten targets against so many groups; the eighth has no single figure.
pub fn heat(columns: usize) -> Heat {
    let cell = |at: usize| HeatCell {
        label: if at % 6 == 5 { String::new() } else { format!("{}.{}", 60 + at % 40, at % 10) },
        mark: MARKS[at % 6],
        title: format!("驻马店市 Ⅷ {}.{} %，与合计无法区分", 60 + at % 40, at % 10),
    };
    let row = |row: usize| HeatRow {
        name: format!("{} 静脉输液使用率", ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ"][row]),
        short: ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ"][row].to_owned(),
        cells: if row == 7 { Vec::new() } else { (0..columns).map(|column| cell(row * 7 + column)).collect() },
        without: if row == 7 { "11 项分列，没有单一的主指标".to_owned() } else { String::new() },
    };
    Heat {
        caption: Caption::new("heat", "十项目标 × 地市", "逐格的数见数据表"),
        columns: (0..columns).map(|at| if at % 5 == 0 { "驻马店".to_owned() } else { "郑州".to_owned() }).collect(),
        rows: (0..10).map(row).collect(),
    }
}

/// Shades of shares, some of them blank.
pub fn shades(columns: usize) -> Heat {
    let mut chart = heat(columns);
    for cell in chart.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let step = cell.title.len() as u8 % (zhikong::charts::STEPS + 1);
        cell.mark = if cell.label.is_empty() { Mark::Blank } else { Mark::Step(step) };
    }
    chart
}

/// Three phases of which one comes twice, milestones, and a day in between.
pub fn timeline() -> Timeline {
    let row = |name: &str, stretches: &[(f64, f64)], milestones: &[f64]| TimelineRow {
        name: name.to_owned(),
        stretches: stretches.iter().map(|(from, to)| (*from, *to, format!("{name}阶段"))).collect(),
        milestones: milestones.iter().map(|at| (*at, format!("{name}期限"))).collect(),
    };
    Timeline {
        caption: Caption::new("timeline", "演示活动的阶段", "三个阶段和两个期限"),
        ticks: (0..5).map(|year| (f64::from(year) / 5.0, format!("{} 年", 2021 + year))).collect(),
        rows: vec![
            row("动员部署", &[(0.1, 0.13)], &[]),
            row("组织实施", &[(0.13, 0.88)], &[]),
            row("总结交流", &[(0.48, 0.5), (0.88, 0.9)], &[]),
            row("期限", &[], &[0.13, 1.0]),
        ],
        now: Some(0.95),
    }
}

/// A control chart with an old stretch, a gap, a rebase, two signals, a goal and four annotations.
pub fn control() -> ControlChart {
    let slot = |(at, value): (usize, f64)| {
        if value.is_nan() {
            return ControlSlot::Gap(Some("没有接收的数".to_owned()));
        }
        let centre = if at < 8 { 60.0 } else { 71.0 };
        let half = 2.0 + (at % 3) as f64 * 0.3;
        let mark = match at {
            3 => ControlMark::Worse,
            13 => ControlMark::Better,
            _ => ControlMark::Common,
        };
        ControlSlot::Point(ControlPoint {
            value,
            limits: Some((centre - half, centre + half)),
            interval: Some((value - 0.8, value + 0.8)),
            mark,
            title: format!("三级　第 {at} 期　{value:.1} %"),
        })
    };
    let values = [60.2, 59.4, 60.8, 56.9, 60.1, f64::NAN, 60.4, 59.9, 70.8, 71.4, 70.2, 71.9, 71.1, 74.6];
    let note = |at: usize, day: &str, text: &str| Annotation { at, day: day.to_owned(), text: text.to_owned() };
    ControlChart {
        caption: Caption::new("control", "静脉血栓栓塞症规范预防率控制图，三级", "14 期，末点改善"),
        unit: "%".to_owned(),
        periods: quarters(14),
        slots: values.into_iter().enumerate().map(slot).collect(),
        stretches: vec![
            ControlStretch { from: 0, label: String::new(), centre: Some(60.0) },
            ControlStretch { from: 8, label: "2024Q1 起重算限而且很长很长".to_owned(), centre: Some(71.0) },
        ],
        numbers: Some(ControlNumbers {
            upper: (73.3, "73.3".to_owned()),
            centre: (71.0, "71.0".to_owned()),
            lower: (68.7, "68.7".to_owned()),
        }),
        last: "74.6".to_owned(),
        goal: Some(Goal { value: 66.0, label: "目标值 66".to_owned() }),
        reach: Reach::PERCENT,
        annotations: vec![
            note(1, "04-02", "最早的一条不画"),
            note(4, "02-11", "全省培训"),
            note(9, "05-20", "一二三四五六七八九十一二三四五"),
            note(13, "04-08", "信息系统改造上线"),
        ],
    }
}

/// So many hospitals with sizes from ten to ten thousand round 70 %, `beyond` of them marked; nothing of it is chance.
pub fn funnel(hospitals: usize, beyond: usize) -> FunnelChart {
    let size = |at: usize| 10.0 * 1_000f64.powf((at * 7_919 % 10_007) as f64 / 10_007.0);
    let lift = |at: usize| (at * 104_729 % 10_009) as f64 / 10_009.0 - 0.5;
    let dot = |at: usize| {
        let size = size(at).round();
        (size, (70.0 + lift(at) * 240.0 / size.sqrt()).clamp(0.0, 100.0))
    };
    let mark = |at: usize| {
        let (above, size) = (at.is_multiple_of(2), size(at * 31 + 7).round());
        FunnelMark {
            size,
            value: 70.0 + if above { 1.0 } else { -1.0 } * (8.0 + (at % 7) as f64 * 3.0),
            stand: if above { Stand::Better } else { Stand::Worse },
            name: format!("演示第{at}人民医院"),
            title: format!("演示第{at}人民医院　41.3 %（418 / 1 012），95 % 区间 38.3–44.4，低于全省"),
        }
    };
    let limit = |size: f64| FunnelLimits {
        size,
        inner: (70.0 - 90.0 / size.sqrt(), 70.0 + 90.0 / size.sqrt()),
        outer: (70.0 - 140.0 / size.sqrt(), 70.0 + 140.0 / size.sqrt()),
    };
    FunnelChart {
        caption: Caption::new("funnel", "静脉输液使用率，2024 年第三季度，漏斗图", "医院的漏斗图"),
        unit: "%".to_owned(),
        size_label: "分母".to_owned(),
        across: Across::Log,
        centre: Some((70.0, "全省 70.0".to_owned())),
        limits: Across::Log.between((10.0, 10_000.0), 64).into_iter().map(limit).collect(),
        dots: (beyond..hospitals).map(dot).collect(),
        marks: (0..beyond.min(hospitals)).map(mark).collect(),
        reach: Reach::PERCENT,
    }
}

/// Three levels, one of them small, and one without figures.
pub fn distribution() -> DistributionChart {
    let row = |nth: usize, name: &str, spread: Spread, label: &str| DistributionRow {
        name: name.to_owned(),
        count: "120 家".to_owned(),
        style: SeriesStyle::nth(nth),
        spread,
        label: label.to_owned(),
        title: format!("{name} {label}"),
    };
    let shares = Spread::Shares { at: [51.0, 60.0, 68.0, 74.0, 83.0], beyond: vec![31.0, 44.0, 48.0, 90.0, 97.0] };
    DistributionChart {
        caption: Caption::new("distribution", "各级医院的分布", "三级 中位 68.0"),
        unit: "%".to_owned(),
        rows: vec![
            row(0, "三级", shares.clone(), "68.0"),
            row(1, "二级", Spread::Each(vec![50.0, 61.0, 71.0]), "逐家"),
            row(2, "一级", Spread::None("没有可比的数".to_owned()), "无"),
            row(3, "未定级", shares, "68.0"),
        ],
        reference: Some((66.0, "全省 66.0".to_owned())),
        reach: Reach::PERCENT,
    }
}
