//! What may be said of hospitals that were compared, and what may not; why others were not. Pure.

use crate::catalogue::model::{Indicator, Kind};
use crate::progress::comparison::{Against, Comparison, Terms};
use crate::progress::crowd::{Crowd, MOST_RANKED, Place, Unable, Verdict};
use crate::progress::pages::sentence::Sentence;
use crate::progress::words;
use crate::statistics::Ranks;
use crate::statistics::funnel::{self, Basis};
use crate::web::format;

/// What hospitals are held against: all there are, those of the reader's territory, or those of the group.
#[must_use]
pub fn noun(whole: bool, comparison: &Comparison) -> &'static str {
    match (comparison.terms.against, comparison.standard) {
        (Against::All, Some(_)) => "全省",
        _ if !comparison.terms.filter.is_everybody() => "同组",
        _ if whole => "全省",
        _ => "辖区",
    }
}

/// The finding: how many stand where, how many would by chance, and what it does not mean.
#[must_use]
pub fn found(crowd: &Crowd, verdict: &Verdict, noun: &str) -> Sentence {
    let count = |place| crowd.count(place);
    let few = if verdict.units < 5 { "可比的不足 5 家，限很不稳。" } else { "" };
    Sentence::default()
        .say(format!("可比的 {} 家里，", verdict.units))
        .find(format!(
            "{} 家高于{noun}、{} 家与{noun}无法区分、{} 家低于{noun}",
            count(Place::Above),
            count(Place::Alike),
            count(Place::Below)
        ))
        .say(format!(
            "（按 99.8\u{202F}% 限）。单凭偶然，预期{}。{few}出限只说明差别大过偶然和平常的院间差别，",
            expected(verdict.expected998())
        ))
        .find("不能说诊疗好坏，也不能给限内的医院排先后")
        .say("：先核数据，再看收治的病人。")
}

/// The reading on top of the page: the pool, and how many stand where, or why nobody does.
#[must_use]
pub fn lede(indicator: &Indicator, comparison: &Comparison, noun: &str) -> Sentence {
    let crowd = &comparison.crowd;
    let verdict = match crowd.verdict {
        Ok(verdict) => verdict,
        Err(unable) => return Sentence::default().find(why_not(indicator, crowd, &comparison.terms, unable).0),
    };
    let centre = words::with_unit(indicator, verdict.centre * indicator.multiplier as f64);
    let count = |place| crowd.count(place);
    Sentence::default()
        .say(format!("与{noun}合计 {centre} 相比："))
        .find(format!(
            "{} 家高于、{} 家低于、{} 家无法区分",
            count(Place::Above),
            count(Place::Below),
            count(Place::Alike)
        ))
        .say("。")
        .say(if comparison.terms.against == Against::All && comparison.standard.is_none() {
            "全部医院合起来不足 5 家有数，改与本组合计比。"
        } else {
            ""
        })
}

/// What ranks may be taken for; none where none are asked for.
#[must_use]
pub fn ranks_said(asked: bool, comparison: &Comparison, ranks: Option<&Ranks>) -> Option<String> {
    let verdict = comparison.crowd.verdict.ok().filter(|_| asked)?;
    let Some(ranks) = ranks else {
        return Some(format!(
            "可比的有 {} 家，多于 {MOST_RANKED} 家时不排名次。用筛选缩小范围再看名次区间。",
            verdict.units
        ));
    };
    let how = "名次从数值最高的数起，区间为 95\u{202F}%（按各家的分子分母模拟 1\u{202F}000 次，种子固定）";
    Some(if ranks.noise {
        format!("名次不可靠：至少一半医院的名次区间盖住半张表以上，谁先谁后主要是偶然。{how}。")
    } else {
        format!("{how}。区间重叠的两家不能说谁在前。")
    })
}

/// `约有 2.7 家出限`
fn expected(number: f64) -> String {
    if number < 0.05 {
        "不到 0.1 家出限".to_owned()
    } else {
        format!("约有 {} 家出限", format::fixed(number, 1))
    }
}

/// The method with its figures: limits, φ, τ², how many are compared, how many would lie beyond by chance.
#[must_use]
pub fn method(verdict: &Verdict) -> String {
    let exact = match verdict.kind {
        funnel::Kind::Proportion => "精确二项",
        funnel::Kind::Density => "精确泊松",
    };
    let root = match verdict.kind {
        funnel::Kind::Proportion => "反正弦尺度",
        funnel::Kind::Density => "平方根尺度",
    };
    let figures = verdict.dispersion.map(|found| (format::fixed(found.phi, 2), tau(found.tau2)));
    let limits = match (verdict.basis, figures) {
        (Basis::OverDispersed, Some((phi, tau2))) => format!("加性过离散（{root}），φ = {phi}，τ² = {tau2}"),
        (Basis::Exact, Some((phi, tau2))) => format!("{exact}，φ = {phi} 不大于 1，τ² = {tau2}，限不放宽"),
        (_, None) => format!("{exact}，只有 1 家，没有 φ"),
    };
    format!(
        "漏斗限：{limits}；{} 家中单凭偶然预期{}（99.8\u{202F}% 限）、{}（95\u{202F}% 限）。",
        verdict.units,
        expected(verdict.expected998()),
        expected(verdict.expected95())
    )
}

/// τ² with two digits that count.
fn tau(tau2: f64) -> String {
    let decimals = if tau2 > 0.0 { (1.0 - tau2.log10().floor()).clamp(2.0, 7.0) as u8 } else { 0 };
    format::fixed(tau2, decimals)
}

/// Who is not compared, in numbers.
#[must_use]
pub fn others(crowd: &Crowd, least: i64) -> String {
    let parts = [
        (Place::Small, format!("分母不到 {least}，另列，不比较，也不计入合计")),
        (Place::Odd, "分子大于分母，不比较".to_owned()),
        (Place::NoCases, "没有病例".to_owned()),
        (Place::NotApplicable, "不适用".to_owned()),
        (Place::Missing, "未报、未接收或缺报".to_owned()),
    ];
    let told = |(place, why): (Place, String)| match crowd.count(place) {
        0 => None,
        count => Some(format!("{count} 家{why}")),
    };
    let told: Vec<String> = parts.into_iter().filter_map(told).collect();
    if told.is_empty() { "每家都可比。".to_owned() } else { format!("不在其中：{}。", told.join("；")) }
}

/// Why hospitals are not put into groups, and what can be done.
#[must_use]
pub fn why_not(indicator: &Indicator, crowd: &Crowd, terms: &Terms, unable: Unable) -> (String, String) {
    let loosen = "放宽筛选条件，或把“与谁比”改成“全部医院”。";
    let (title, text) = match unable {
        Unable::Never(why) => (why.to_owned(), String::new()),
        Unable::NoMethod(Kind::Composite) => ("综合指标没有自己的分子分母，不能逐家比。".to_owned(), String::new()),
        Unable::NoMethod(_) => (
            format!("{}是均值，没有公认的漏斗限：不分高于、低于。", indicator.short_name),
            "只画分布，列出各家的数；差别里有多少是偶然，从这些数里看不出。".to_owned(),
        ),
        Unable::Nobody => ("没有同时满足这些条件的医院。".to_owned(), "去掉一个条件再看。".to_owned()),
        Unable::Nothing => {
            ("这些医院本季还没有接收的数。".to_owned(), "报表由审核机构接收后，数字才计入这里。".to_owned())
        }
        Unable::NoCases => (
            format!("报了数的 {} 家分母都是 0：没有病例，也就没有比率可比。", crowd.count(Place::NoCases)),
            "没有病例不是 0 %。".to_owned(),
        ),
        Unable::AllSmall => (
            format!("报了数的医院分母都不到 {}，单看一家几乎全凭偶然，不比较。", terms.least),
            "可以把最小分母改小，但不要据此下结论。".to_owned(),
        ),
        Unable::Few(1) => ("只有 1 家可比：合计就是它自己，不能与自己比。".to_owned(), loosen.to_owned()),
        Unable::Few(count) => {
            (format!("只有 {count} 家可比：合计就是这几家，一家高，另一家必定低，不能说哪家异常。"), loosen.to_owned())
        }
        Unable::Uniform { all } => {
            let figure = words::with_unit(indicator, if all { indicator.multiplier as f64 } else { 0.0 });
            (format!("可比的医院都是 {figure}：没有差别可比。"), "先核对是不是真的如此。".to_owned())
        }
    };
    (title, text)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::progress::model::Pooled;

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    #[test]
    fn tau_keeps_two_digits_that_count() {
        assert_eq!(tau(0.003_04), "0.0030");
        assert_eq!(tau(0.25), "0.25");
        assert_eq!(tau(0.0), "0");
    }

    #[test]
    fn few_by_chance_are_not_called_none() {
        assert_eq!(expected(0.018), "不到 0.1 家出限");
        assert_eq!(expected(2.74), "约有 2.7 家出限");
    }

    /// The numbers in a text, in order.
    fn numbers(text: &str) -> Vec<f64> {
        let kept = |c: char| if c.is_ascii_digit() || c == '.' { c } else { ' ' };
        let plain: String = text.replace('\u{202F}', "").chars().map(kept).collect();
        plain.split_whitespace().filter_map(|number| number.parse().ok()).collect()
    }

    proptest::proptest! {
        #[test]
        fn every_number_in_the_sentence_is_that_of_the_figures(
            counted in proptest::collection::vec((0i64..3_000, 1i64..3_000), 3..400),
        ) {
            let indicator = CATALOGUE.indicator_coded("iv_use_rate").unwrap();
            let counted: Vec<Pooled> = counted
                .into_iter()
                .map(|(x, n)| Pooled { numerator: x.min(n), denominator: n, expected: 1, reported: 1, not_applicable: 0 })
                .collect();
            let crowd = Crowd::of(indicator, &counted, 10, None);
            let Ok(verdict) = crowd.verdict else { return Ok(()) };
            let large = counted.iter().filter(|pooled| pooled.denominator >= 10).count();
            let said = numbers(&found(&crowd, &verdict, "全省").text());
            let count = |place| crowd.count(place) as f64;
            let stand = [count(Place::Above), count(Place::Alike), count(Place::Below)];
            proptest::prop_assert_eq!(&said[..5], &[large as f64, stand[0], stand[1], stand[2], 99.8]);
            proptest::prop_assert_eq!(stand.iter().sum::<f64>(), large as f64);
            proptest::prop_assert!((said[5] - large as f64 * 0.002).abs() <= 0.1 + 1e-9, "{:?}", said);
            let how = numbers(&method(&verdict));
            let phi = verdict.dispersion.unwrap().phi;
            proptest::prop_assert!(how.iter().any(|number| (number - phi).abs() <= 0.005 + 1e-9), "{:?}", how);
            proptest::prop_assert!(how.contains(&(large as f64)), "{:?}", how);
        }
    }
}
