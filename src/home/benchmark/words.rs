//! Where the return stands that a benchmark speaks of, in words. Pure.

use crate::calendar::Period;
use crate::returns::model::Standing;

/// The return of the quarter asked for, and which quarter is shown in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The quarter asked for.
    pub asked: Period,
    /// The quarter shown; none where nothing was accepted.
    pub shown: Option<Period>,
    /// Where the return of the quarter asked for stands.
    pub standing: Standing,
}

impl Stand {
    /// What a reader must know before the figures; none where the figures are those of the latest round.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let asked = self.asked.label();
        if self.shown == Some(self.asked) {
            return match self.standing {
                Standing::Correcting => {
                    Some(format!("{asked}有一份更正在等待审核；接收之前，下面仍是上一次接收的数字。"))
                }
                Standing::Reopened => Some(format!("{asked}的报表要更正；新的一轮接收之前，下面仍是已经接收的数字。")),
                _ => None,
            };
        }
        let rest = match self.shown {
            Some(shown) => format!("下面是最近一次接收的{}的数字。", shown.label()),
            None => "还没有接收的数字，暂时没有可以对照的。".to_owned(),
        };
        Some(format!("{}{rest}", self.waits()))
    }

    /// What the return of the quarter asked for waits for.
    fn waits(&self) -> String {
        let asked = self.asked.label();
        match self.standing {
            Standing::Awaited => format!("{asked}还没有上报。"),
            Standing::Submitted | Standing::Correcting => {
                format!("{asked}的报表在等待审核，审核机构接收后才计入。")
            }
            Standing::SentBack | Standing::Reopened => format!("{asked}的报表已退回，改好重传、接收后才计入。"),
            // An accepted round without a single figure: every cell of it was left blank or does not apply.
            Standing::Accepted => format!("{asked}的报表已经接收，但没有一个指标能算出数字。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_return_that_does_not_count_is_named() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let note = |shown: Option<&str>, standing| {
            Stand { asked: period("2024Q3"), shown: shown.map(period), standing }.note()
        };
        assert_eq!(note(Some("2024Q3"), Standing::Accepted), None);
        assert!(note(Some("2024Q3"), Standing::Correcting).unwrap().contains("更正在等待审核"));
        let waits = note(Some("2024Q2"), Standing::Submitted).unwrap();
        assert_eq!(
            waits,
            "2024 年第三季度的报表在等待审核，审核机构接收后才计入。下面是最近一次接收的2024 年第二季度的数字。"
        );
        assert!(note(Some("2024Q2"), Standing::SentBack).unwrap().contains("已退回"));
        assert!(note(None, Standing::Awaited).unwrap().contains("还没有接收的数字"));
    }
}
