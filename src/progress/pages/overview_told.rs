//! The ten targets sorted by what their control charts say.

use crate::progress::control::Verdict;
use crate::progress::reading::Reading;
use crate::statistics::control::PointType;

/// The numerals of the targets, by what may be said of their headlines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// 改善
    pub better: Vec<&'a str>,
    /// 变差
    pub worse: Vec<&'a str>,
    /// A signal where neither way is better.
    pub other: Vec<&'a str>,
    /// 未见变化
    pub steady: Vec<&'a str>,
    /// Why nothing is said, and of which, in the order met.
    pub without: Vec<(&'static str, Vec<&'a str>)>,
    /// Without a headline.
    pub apart: Vec<&'a str>,
    /// Judged on limits that are on trial.
    pub trial: Vec<&'a str>,
}

impl<'a> Told<'a> {
    /// Sorts them.
    #[must_use]
    pub fn of(readings: &'a [Reading<'_>]) -> Self {
        let mut told = Self::default();
        for reading in readings {
            let numeral = reading.target.numeral.as_str();
            let Some(verdict) = reading.verdict() else {
                told.apart.push(numeral);
                continue;
            };
            if verdict.trial() {
                told.trial.push(numeral);
            }
            told.sort(verdict, numeral);
        }
        told
    }

    fn sort(&mut self, verdict: Verdict, numeral: &'a str) {
        match (verdict, verdict.kind()) {
            (_, Some(PointType::Improvement)) => self.better.push(numeral),
            (_, Some(PointType::Concern)) => self.worse.push(numeral),
            (_, Some(_)) => self.other.push(numeral),
            (Verdict::Steady { .. }, None) => self.steady.push(numeral),
            (verdict, None) => {
                let word = verdict.shown().1;
                match self.without.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, numerals)) => numerals.push(numeral),
                    None => self.without.push((word, vec![numeral])),
                }
            }
        }
    }

    /// How many are not judged.
    #[must_use]
    pub fn unjudged(&self) -> usize {
        self.without.iter().map(|(_, numerals)| numerals.len()).sum::<usize>() + self.apart.len()
    }

    /// `4 项有证据显示改善、1 项变差、2 项未见变化`
    #[must_use]
    pub fn counted(&self) -> String {
        let other = if self.other.is_empty() {
            String::new()
        } else {
            format!("、{} 项有变化（不分好坏）", self.other.len())
        };
        let (better, worse, steady) = (self.better.len(), self.worse.len(), self.steady.len());
        format!("{better} 项有证据显示改善、{worse} 项变差{other}、{steady} 项未见变化")
    }

    /// `；Ⅲ、Ⅳ 点数不足，Ⅷ 没有单一的主指标，暂不判断`; empty where all are judged.
    #[must_use]
    pub fn rest(&self) -> String {
        let why = self.without.iter().map(|(word, numerals)| format!("{} {word}", numerals.join("、")));
        let apart = (!self.apart.is_empty()).then(|| format!("{} 没有单一的主指标", self.apart.join("、")));
        let all: Vec<String> = why.chain(apart).collect();
        let trial = if self.trial.is_empty() {
            String::new()
        } else {
            format!("；{} 不足 12 点，按试算的控制限", self.trial.join("、"))
        };
        if all.is_empty() { trial } else { format!("；{}，暂不判断{trial}", all.join("，")) }
    }
}
