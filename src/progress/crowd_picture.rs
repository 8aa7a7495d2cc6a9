//! Hospitals as charts: a funnel, and their distribution by level. Pure.

use crate::access::HospitalId;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Better, Indicator, Kind};
use crate::charts::{
    Across, Caption, DistributionChart, DistributionRow, FunnelChart, FunnelLimits, FunnelMark, Reach, SeriesStyle,
    Spread, Stand,
};
use crate::progress::benchmark::Found;
use crate::progress::crowd::{Crowd, Place, Verdict};
use crate::progress::words;
use crate::statistics::{funnel, quantile};
use crate::web::format;

/// Points of a curve of limits.
const CURVE: usize = 64;

/// More marks than this are drawn without words; a chart shows no more of them by themselves.
const TOLD: usize = 40;

/// Fewer hospitals than this have no quartiles: each is drawn.
const SHARES: usize = 5;

/// What the funnel's centre is called, and of when it is.
pub struct Titles<'a> {
    /// 全省, 辖区, 同组.
    pub noun: &'a str,
    /// `2024 年第三季度`
    pub when: &'a str,
}

/// The funnel of hospitals that were judged: those beyond the limits by name, the rest as dots.
#[must_use]
pub fn funnel(indicator: &Indicator, verdict: &Verdict, found: &[Found<'_>], titles: &Titles<'_>) -> FunnelChart {
    let size = |found: &Found<'_>| found.candidate.now.denominator as f64;
    let dot = |found: &Found<'_>| Some((size(found), found.candidate.value(indicator)?));
    let dots: Vec<(f64, f64)> = found.iter().filter(|found| found.place == Place::Alike).filter_map(dot).collect();
    let mut beyond: Vec<(f64, &Found<'_>)> = found
        .iter()
        .filter(|found| matches!(found.place, Place::Above | Place::Below))
        .map(|found| (verdict.distance(found.candidate.now), found))
        .collect();
    beyond.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.candidate.code.cmp(b.candidate.code)));
    let mark = |(at, (_, found)): (usize, &(f64, &Found<'_>))| {
        Some(FunnelMark {
            size: size(found),
            value: found.candidate.value(indicator)?,
            stand: stand(indicator.better, found.place),
            name: if at < TOLD { found.candidate.facts.name.clone() } else { String::new() },
            title: if at < TOLD { told(indicator, found, titles.noun) } else { String::new() },
        })
    };
    let marks: Vec<FunnelMark> = beyond.iter().enumerate().filter_map(mark).collect();
    let sizes: Vec<f64> = dots.iter().map(|(size, _)| *size).chain(marks.iter().map(|mark| mark.size)).collect();
    let desc = format!(
        "{} 家医院：{} 家高于、{} 家低于 99.8 % 限，其余在限内。横轴为分母，纵轴为{}。",
        sizes.len(),
        found.iter().filter(|found| found.place == Place::Above).count(),
        found.iter().filter(|found| found.place == Place::Below).count(),
        indicator.short_name,
    );
    chart(indicator, verdict, titles, (desc, &sizes), dots, marks)
}

/// The funnel as one hospital sees it: the limits, and itself; nothing of any other.
#[must_use]
pub fn own_funnel(
    indicator: &Indicator,
    verdict: &Verdict,
    (own, found): (HospitalId, &[Found<'_>]),
    titles: &Titles<'_>,
) -> Option<FunnelChart> {
    let found = found.iter().find(|found| found.candidate.id == own)?;
    let size = found.candidate.now.denominator as f64;
    let mark = FunnelMark {
        size,
        value: found.candidate.value(indicator)?,
        stand: Stand::Own,
        name: "本院".to_owned(),
        title: told(indicator, found, titles.noun),
    };
    // Round its own size, so that the ends of the curves tell nothing of how large others are.
    let sizes = [size / 8.0, size, size * 8.0];
    let desc = format!("{}。图中只画本院，其他医院不画。", mark.title);
    Some(chart(indicator, verdict, titles, (desc, &sizes), Vec::new(), vec![mark]))
}

fn chart(
    indicator: &Indicator,
    verdict: &Verdict,
    titles: &Titles<'_>,
    (desc, sizes): (String, &[f64]),
    dots: Vec<(f64, f64)>,
    marks: Vec<FunnelMark>,
) -> FunnelChart {
    let across = Across::of(sizes.iter().copied());
    let multiplier = indicator.multiplier as f64;
    let ends = sizes.iter().fold((f64::INFINITY, 1.0_f64), |(low, high), size| (low.min(*size), high.max(*size)));
    let mut curve: Vec<i64> =
        across.between(ends, CURVE).into_iter().map(|size| (size.round() as i64).max(1)).collect();
    curve.dedup();
    let limits = funnel::curve(&curve, verdict.kind, verdict.centre, verdict.basis, verdict.dispersion);
    let shown = |interval: crate::statistics::Interval| (interval.lower * multiplier, interval.upper * multiplier);
    let limits = limits.into_iter().map(|limits| FunnelLimits {
        size: limits.size as f64,
        inner: shown(limits.at95),
        outer: shown(limits.at998),
    });
    let centre = verdict.centre * multiplier;
    FunnelChart {
        caption: Caption::new("funnel", format!("{}，{}，漏斗图", indicator.name, titles.when), desc),
        unit: indicator.unit.clone(),
        size_label: "分母".to_owned(),
        across,
        centre: Some((centre, format!("{} {}", titles.noun, words::plain(indicator, centre)))),
        limits: limits.collect(),
        dots,
        marks,
        reach: reach(indicator),
    }
}

fn reach(indicator: &Indicator) -> Reach {
    let whole = indicator.multiplier as f64;
    Reach { least: Some(0.0), greatest: (indicator.kind == Kind::Proportion).then_some(whole), whole: false }
}

/// Whether it is good to stand there.
fn stand(better: Better, place: Place) -> Stand {
    match (better, place) {
        (Better::Higher, Place::Above) | (Better::Lower, Place::Below) => Stand::Better,
        (Better::Higher, Place::Below) | (Better::Lower, Place::Above) => Stand::Worse,
        _ => Stand::Beyond,
    }
}

/// `演示医院　41.3 %（418 / 1 012），95 % 区间 38.3–44.4，低于全省`
fn told(indicator: &Indicator, found: &Found<'_>, noun: &str) -> String {
    let row = found.candidate.row(indicator);
    let interval = row
        .figure
        .interval
        .map_or_else(String::new, |interval| format!("，95\u{202F}% 区间 {}", words::interval(indicator, interval)));
    format!(
        "{}　{}（{}）{interval}，{}",
        found.candidate.facts.name,
        words::figure(indicator, row.figure),
        words::fraction(row.pooled),
        crate::progress::hospital_sheet::label(found.place, noun),
    )
}

/// How the hospitals of each level are distributed, those with a large enough denominator; none where none has one.
#[must_use]
pub fn distribution(
    catalogue: &Catalogue,
    indicator: &Indicator,
    found: &[Found<'_>],
    (centre, titles): (Option<f64>, &Titles<'_>),
) -> Option<DistributionChart> {
    found.iter().find(|found| Crowd::takes_part(found.place))?;
    let level = |level: &crate::catalogue::model::Level| {
        let of = |found: &&Found<'_>| found.candidate.facts.level == level.word.key;
        let all = found.iter().filter(of).count();
        let part = found.iter().filter(of).filter(|found| Crowd::takes_part(found.place));
        let values: Vec<f64> = part.filter_map(|found| found.candidate.value(indicator)).collect();
        // What takes no part in a chart of levels is drawn only where there is something.
        let style = level.chart_order.map(|order| usize::from(order.saturating_sub(1)));
        (all > 0 && (style.is_some() || !values.is_empty()))
            .then(|| row(indicator, &level.word.name, style.unwrap_or(3), (values, all)))
    };
    let rows: Vec<DistributionRow> = catalogue.register().levels.iter().filter_map(level).collect();
    let told: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    let title = format!("{}，{}，各级医院的分布", indicator.name, titles.when);
    Some(DistributionChart {
        caption: Caption::new("distribution", title, told.join("；")),
        unit: indicator.unit.clone(),
        rows,
        reference: centre.map(|centre| (centre, format!("{} {}", titles.noun, words::plain(indicator, centre)))),
        reach: reach(indicator),
    })
}

fn row(indicator: &Indicator, name: &str, style: usize, (mut values, all): (Vec<f64>, usize)) -> DistributionRow {
    values.sort_unstable_by(f64::total_cmp);
    let count = if values.len() == all { format!("{all} 家") } else { format!("{} / {all} 家", values.len()) };
    let at = [0.1, 0.25, 0.5, 0.75, 0.9].map(|share| quantile(&values, share).unwrap_or_default());
    let plain = |value: f64| words::plain(indicator, value);
    let (spread, label, title) = if values.is_empty() {
        (Spread::None("没有可比的数".to_owned()), "无".to_owned(), format!("{name}没有可比的数"))
    } else if values.len() < SHARES {
        let each: Vec<String> = values.iter().map(|value| plain(*value)).collect();
        let title = format!("{name} {} 家，不足 {SHARES} 家，逐家画点：{}", values.len(), each.join("、"));
        (Spread::Each(values), "逐家".to_owned(), title)
    } else {
        let beyond = values.iter().copied().filter(|value| *value < at[0] || *value > at[4]).collect();
        let title = format!(
            "{name} {} 家：中位 {}，中间一半 {}–{}，中间八成 {}–{}",
            values.len(),
            plain(at[2]),
            plain(at[1]),
            plain(at[3]),
            plain(at[0]),
            plain(at[4])
        );
        (Spread::Shares { at, beyond }, format::fixed(at[2], indicator.decimals), title)
    };
    DistributionRow { name: name.to_owned(), count, style: SeriesStyle::nth(style), spread, label, title }
}
