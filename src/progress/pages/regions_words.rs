//! The sentences of 各地对照: how many differ by evidence, by what method, and what may not be concluded.

use crate::catalogue::model::Indicator;
use crate::charts::Mark;
use crate::progress::board::{Board, Limits, Line, Measure};
use crate::progress::model::by_noun;
use crate::progress::pages::regions::Look;
use crate::progress::pages::sentence::Sentence;
use crate::progress::words;
use crate::statistics::funnel::Basis;
use crate::web::format;

/// `18 个地市中 3 个好于合计、2 个差于合计`
#[must_use]
pub fn counted(measure: Measure, count: impl Fn(Mark) -> usize, unit: &str) -> (String, String) {
    let (better, worse, apart) = (count(Mark::Better), count(Mark::Worse), count(Mark::Apart));
    let rest = [(Mark::Common, ""), (Mark::Unsure, ""), (Mark::Blank, "")];
    let words = measure.key_words();
    let word = |mark: Mark| words.iter().find(|(own, _)| *own == mark).map_or("", |(_, word)| *word);
    let found = match measure {
        Measure::Reporting => format!("{apart} {unit}有医院缺报"),
        _ if apart > 0 => format!(
            "{better} {unit}{}、{worse} {unit}{}、{apart} {unit}{}",
            word(Mark::Better),
            word(Mark::Worse),
            word(Mark::Apart)
        ),
        _ => format!("{better} {unit}{}、{worse} {unit}{}", word(Mark::Better), word(Mark::Worse)),
    };
    let rest: Vec<String> = rest
        .into_iter()
        .filter(|(mark, _)| count(*mark) > 0)
        .map(|(mark, _)| format!("{} {unit}{}", count(mark), word(mark)))
        .collect();
    (found, rest.join("、"))
}

/// What the map shows: the whole, who differs by evidence, what may not be concluded.
#[must_use]
pub fn said(look: &Look<'_>, board: &Board<'_>, line: &Line<'_>, indicator: &Indicator) -> Sentence {
    let whole = line.whole;
    let interval = whole.figure.interval.map(|of| format!("，95 % 区间 {}", words::interval(indicator, of)));
    let figure = match whole.figure.value {
        Some(_) => format!(
            "{}合计 {}（{}{}）。",
            look.place,
            words::figure(indicator, whole.figure),
            words::fraction(whole.pooled),
            interval.unwrap_or_default()
        ),
        None if whole.pooled.reported > 0 => "各地分母都是 0，没有病例，没有可比的数。".to_owned(),
        None => "还没有接收的数。".to_owned(),
    };
    let (found, rest) = counted(look.measure, |mark| line.count(mark), "个");
    let sentence = Sentence::default()
        .say(format!("{}，{figure}{} 个{}中 ", indicator.name, line.cells.len(), by_noun(board.by)))
        .find(found);
    let sentence = if rest.is_empty() { sentence } else { sentence.say(format!("，{rest}")) };
    sentence.say(format!("。{}", caution(look.measure)))
}

/// What may not be concluded.
fn caution(measure: Measure) -> &'static str {
    match measure {
        Measure::Standing => "病人构成和上报范围不同，差别不等于做得好坏；没有区分开的不能排先后。",
        Measure::Movement => "各地只与自己的过去比，不能用来相互比较，也不说明原因。",
        Measure::Goal => "达到与否只看这一季的数，不说明以后能不能稳住。",
        Measure::Reporting => "缺报不当作 0，也不说明做得好坏。",
    }
}

/// The method, and how many are missing.
#[must_use]
pub fn small(look: &Look<'_>, line: &Line<'_>) -> String {
    let pooled = line.whole.pooled;
    let missing = if line.whole.withheld { 0 } else { pooled.missing() };
    let who = format!(
        "应报 {} 家，计入 {} 家，不适用 {} 家，未上报或缺报 {missing} 家。",
        pooled.expected, pooled.reported, pooled.not_applicable
    );
    let how = match look.measure {
        Measure::Standing => line.limits.map_or_else(|| "没有可比的。".to_owned(), |limits| method(&limits)),
        Measure::Movement => "按各自的控制图判断：有月度数的按月，近 36 个月；否则按季，近 12 季。".to_owned(),
        Measure::Goal => "按精确检验（95 %）与本省目标值比。".to_owned(),
        Measure::Reporting => "数的是这一指标有数或不适用的医院。".to_owned(),
    };
    format!("{how}{who}")
}

/// How groups were held against the whole, in words.
#[must_use]
pub fn method(limits: &Limits) -> String {
    let chance =
        format!("光凭偶然，{} 个里约有 {} 个会被误判", limits.units, format::fixed(limits.expected_false(), 2));
    match (limits.basis, limits.dispersion) {
        (Basis::OverDispersed, Some(found)) => format!(
            "彼此之间比抽样误差散得开（φ = {}），按过度离散放宽的 99.8 % 界限比；{chance}。",
            format::fixed(found.phi, 1)
        ),
        (Basis::Exact, None) => {
            format!("只有 {} 个，估不出彼此之间平常差多少，只按抽样误差的精确 99.8 % 界限比；{chance}。", limits.units)
        }
        _ => format!("彼此之间的差别不超过抽样误差，按精确 99.8 % 界限比；{chance}。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::board::MEASURES;

    proptest::proptest! {
        /// Every cell is counted once, whatever it is marked by.
        #[test]
        fn the_numbers_of_a_sentence_add_up_to_the_cells(
            counts in proptest::collection::vec(0_usize..40, 6),
            at in 0_usize..4,
        ) {
            let measure = MEASURES[at];
            let marks = measure.key_words();
            let of = |mark: Mark| marks.iter().position(|(own, _)| *own == mark).map_or(0, |at| counts[at]);
            let (found, rest) = counted(measure, of, "个");
            let text = format!("{found}、{rest}");
            let told: usize = text.split('、').filter_map(|part| part.split(' ').next()?.parse::<usize>().ok()).sum();
            let all: usize = marks.iter().map(|(mark, _)| of(*mark)).sum();
            proptest::prop_assert_eq!(told, all, "{}", text);
            proptest::prop_assert!(measure == Measure::Movement || !text.contains("改善"));
        }
    }
}
