//! What is said of a control chart: its figure, what the rules give, the year before, and what cannot be said. Pure.

use crate::calendar::{Grain, Period};
use crate::catalogue::model::Indicator;
use crate::progress::control::{Control, Start, Stretch, Verdict, rule_label};
use crate::progress::judge::Change;
use crate::progress::model::Row;
use crate::progress::pages::sentence::Sentence;
use crate::progress::picture::why_none;
use crate::progress::words;
use crate::statistics::control::{Method, PointType, Side};
use crate::statistics::guards::{Footing, WithoutLimits};

/// What is spoken of.
pub struct Told<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Oldest first.
    pub periods: &'a [Period],
    /// One a period.
    pub rows: &'a [Row],
    /// Limits and signals.
    pub control: &'a Control,
    /// The quarter the last period lies in.
    pub quarter: Period,
    /// The quarter against the same quarter of the year before.
    pub to_year: Change,
}

/// What a reader calls the periods of a chart.
#[must_use]
pub fn grain_noun(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => "月",
        Grain::Quarter => "季",
        Grain::Year => "年",
    }
}

/// How limits are computed, in a few characters.
#[must_use]
pub fn method_name(method: Option<Method>) -> &'static str {
    match method {
        Some(Method::P) => "p",
        Some(Method::PPrime) => "p′",
        Some(Method::U) => "u",
        Some(Method::UPrime) => "u′",
        Some(Method::Xmr) => "XmR",
        None => "",
    }
}

impl Told<'_> {
    fn grain(&self) -> Grain {
        self.periods.last().map_or(Grain::Quarter, |period| period.grain())
    }

    /// The whole reading.
    #[must_use]
    pub fn said(&self) -> Sentence {
        let Some((period, row)) = self.periods.last().zip(self.rows.last()) else { return Sentence::default() };
        let sentence = match row.figure.value {
            Some(value) => {
                let interval = row.figure.interval.map_or_else(String::new, |interval| {
                    format!("，95\u{202F}% 区间 {}", words::interval(self.indicator, interval))
                });
                Sentence::default()
                    .say(format!("{} ", period.label()))
                    .find(words::with_unit(self.indicator, value))
                    .say(format!("（{}{interval}）。", words::fraction(row.pooled)))
            }
            None => Sentence::default().say(period.label()).find("没有数字").say(format!("：{}。", why_none(*row))),
        };
        let sentence = self.judged(sentence).say(self.compared());
        let missing = row.pooled.missing();
        if missing > 0 && row.figure.value.is_some() {
            return sentence.say(format!("还有 {missing} 家未上报、未接收或缺报，不在其中。"));
        }
        sentence
    }

    /// What the rules give, and what follows from it or does not.
    #[must_use]
    pub fn judged(&self, sentence: Sentence) -> Sentence {
        let noun = if self.grain() == Grain::Month { "月" } else { "季度" };
        match self.control.verdict() {
            Verdict::Nothing => sentence.find("没有末点，不作判断").say("。"),
            Verdict::NoMethod => sentence.find("这一指标没有单一数字，不画控制图，不作判断").say("。"),
            Verdict::TooFew(points) => sentence
                .find(format!("{}只有 {points} 个{noun}的点，点数不足，暂不判断", self.since_start()))
                .say("；满 6 点才试算控制限，满 12 点才下结论。"),
            Verdict::Without(why) => sentence.find(without_words(why)).say("，不能说已经改善或变差。"),
            Verdict::Steady { trial } => {
                sentence.find("在平常波动之内，未见变化").say(format!("{}，不能说已经改善或变差。", self.trial(trial)))
            }
            Verdict::Signal { kind, rule, side, since, trial, season } => {
                let last = self.periods.len().saturating_sub(1);
                let from = self.periods.get(since).copied().unwrap_or(self.quarter);
                let way = if side == Side::High { "偏高或上升" } else { "偏低或下降" };
                let since = if since == last { "仅末点".to_owned() } else { format!("{}起", from.label()) };
                let by = format!("（{}，{way}，{since}）", rule_label(rule));
                if season {
                    return sentence
                        .find(format!("有变化的信号{by}"))
                        .say(self.trial(trial))
                        .say("，但只出现在第一季度，可能是季节波动，应与去年同期比，不能据此说好坏。");
                }
                if trial {
                    let points = self.control.last().map_or(0, points);
                    return sentence
                        .find(format!("试算的控制限下有信号{by}"))
                        .say(format!("，但只有 {points} 点，满 12 点才判断，不能说已经改善或变差。"));
                }
                let word = match kind {
                    PointType::Improvement => "改善",
                    PointType::Concern => "变差",
                    PointType::SpecialCause | PointType::CommonCause => "变化",
                };
                sentence.find(format!("有{word}的信号{by}")).say("；信号只说明不像偶然，不说明原因。")
            }
        }
    }

    /// The year before, in words.
    fn compared(&self) -> String {
        let said = self.to_year.told(self.indicator, "去年同期");
        match (self.to_year, self.grain()) {
            (Change::NothingNow, _) => String::new(),
            (_, Grain::Month) => format!("{}合计{said}。", self.quarter.label()),
            _ => format!("本季{said}。"),
        }
    }

    fn trial(&self, trial: bool) -> String {
        if !trial {
            return String::new();
        }
        let points = self.control.last().map_or(0, points);
        format!("（试算：{points} 点，满 12 点才下结论）")
    }

    fn since_start(&self) -> &'static str {
        match self.control.last().map(|stretch| stretch.start) {
            Some(Start::Rebased) => "重算控制限以来",
            Some(Start::Redefined) => "现口径下",
            _ => "到现在",
        }
    }

    /// How the chart was computed: method, centre, how far limits are widened, of how many points.
    #[must_use]
    pub fn method(&self) -> String {
        let Some(stretch) = self.control.last() else { return String::new() };
        let (name, count) = (method_name(self.control.method), points(stretch));
        let Some(centre) = stretch.centre else {
            return match self.control.method {
                Some(_) => format!("方法：{name} 控制图；这一段 {count} 点，没有画控制限。"),
                None => "综合指标没有控制图。".to_owned(),
            };
        };
        let spread = match (self.control.method, stretch.sigma_z) {
            (Some(Method::Xmr), _) => "限为均值 ± 2.66 × 平均移动极差".to_owned(),
            (_, Some(sigma)) => {
                format!("限为 3σ，按各期分母逐点计算，再乘 σz {sigma:.2}（各期差异相当于偶然的倍数，不足 1 按 1）")
            }
            (_, None) => "限为 3σ，按各期分母逐点计算".to_owned(),
        };
        let firm = if stretch.footing == Footing::Trial { "，点数不满 12，为试算" } else { "" };
        format!(
            "方法：{name} 控制图；中心线 {} 由这一段 {count} 点算出；{spread}{firm}。信号规则：超出控制限、连续 7 点在一侧、连续 7 点同向、3 点中 2 点靠近控制限。",
            words::with_unit(self.indicator, centre)
        )
    }

    /// `试算：9 点，满 12 点才判断`; none where nothing is on trial.
    #[must_use]
    pub fn tag(&self) -> Option<String> {
        self.control.last().and_then(tag)
    }
}

/// How many points a stretch has.
#[must_use]
pub fn points(stretch: &Stretch) -> usize {
    stretch.spots.iter().flatten().count()
}

/// What a stretch is marked with that does not bear a conclusion yet.
#[must_use]
pub fn tag(stretch: &Stretch) -> Option<String> {
    let count = points(stretch);
    match (stretch.footing, stretch.without) {
        (Footing::Dots, Some(WithoutLimits::TooFewPoints)) => Some(format!("{count} 点，满 6 点才试算")),
        (Footing::Trial, None) => Some(format!("试算：{count} 点，满 12 点才判断")),
        _ => None,
    }
}

/// Why there are no limits though there are points.
#[must_use]
pub fn without_words(why: WithoutLimits) -> &'static str {
    match why {
        WithoutLimits::TooFewPoints => "点数不足，不画控制限",
        WithoutLimits::SmallNumbers => "例数太少，不画控制限",
        WithoutLimits::NothingMoves => "各期数值完全相同或不相连，没有波动可算，不画控制限",
        WithoutLimits::NotApplicable => "这组数字算不出控制限",
    }
}

#[cfg(test)]
#[path = "control_words_tests.rs"]
mod tests;
