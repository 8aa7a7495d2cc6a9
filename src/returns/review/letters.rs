//! What is told to whom when a return changes hands: letters for the inbox, posted in the transaction of the deed.

use crate::access::{AuthorityId, HospitalId};
use crate::calendar::Period;
use crate::hospitals::HospitalAt;
use crate::inbox::{Letter, Recipient, Topic};
use crate::returns::model::Closing;
use crate::returns::review::form::Wanted;

/// A return that letters are about.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// Whose.
    pub hospital: HospitalId,
    /// Its code and its name.
    pub called: (&'a str, &'a str),
    /// Who reviews it.
    pub reviewer: AuthorityId,
    /// Which quarter's.
    pub period: Period,
    /// The round.
    pub number: i32,
}

impl<'a> About<'a> {
    /// A return of a hospital of the register.
    #[must_use]
    pub fn of(hospital: &'a HospitalAt, period: Period, number: i32) -> Self {
        let called = (hospital.code.as_str(), hospital.name.as_str());
        Self { hospital: hospital.id, called, reviewer: hospital.reports_to, period, number }
    }

    fn href(self) -> String {
        format!("/returns/{}/{}", self.period, self.called.0)
    }

    /// 本院对照, which answers as soon as the round counts.
    fn benchmark(self) -> String {
        format!("/benchmark/{}?period={}", self.called.0, self.period)
    }

    fn to_hospital(self, topic: Topic, title: String, text: String) -> Letter {
        Letter { to: Recipient::Hospital(self.hospital), topic, title, text, href: self.href(), once: None }
    }
}

/// A round goes back: its hospital is told why and by when, and of a reopening its reviewer too.
#[must_use]
pub fn given_back(about: About<'_>, how: Closing, by: &str, wanted: &Wanted) -> Vec<Letter> {
    let (period, number) = (about.period.label(), about.number);
    let text = told(by, wanted);
    match how {
        Closing::SentBack => {
            let title = format!("{period}报表第 {number} 轮退回，{} 前重新上传", wanted.answer_by);
            vec![about.to_hospital(Topic::Returned, title, text)]
        }
        Closing::Reopened => {
            let title = format!("{period}报表要更正，{} 前重新上传", wanted.answer_by);
            let reviewer = Letter {
                to: Recipient::Authority(about.reviewer),
                topic: Topic::Reopened,
                title: format!("{}的{period}报表由上级重新打开", about.called.1),
                text: text.clone(),
                href: about.href(),
                once: None,
            };
            vec![about.to_hospital(Topic::Reopened, title, text), reviewer]
        }
        Closing::Withdrawn => Vec::new(),
    }
}

/// Who says it, why, and what was said of which cell.
fn told(by: &str, wanted: &Wanted) -> String {
    let mut text = format!("{by}：{}", wanted.reason);
    for remark in &wanted.remarks {
        text.push_str(&format!("\n{}：{}", remark.cell, remark.words));
    }
    text
}

/// A round counts from now on.
#[must_use]
pub fn accepted(about: About<'_>) -> Letter {
    let title = format!("{}报表第 {} 轮已接收", about.period.label(), about.number);
    let text = "数字已计入进展。打开“本院对照”，看先看什么、与同类医院相比和本院的走势。".to_owned();
    Letter { href: about.benchmark(), ..about.to_hospital(Topic::Accepted, title, text) }
}

/// The reviewer asks further about an explanation.
#[must_use]
pub fn asked(about: About<'_>, cell: Option<&str>, question: &str) -> Letter {
    let place = cell.map(|cell| format!(" {cell} ")).unwrap_or_default();
    let title = format!("{}报表{place}的说明再问", about.period.label());
    about.to_hospital(Topic::Remark, title, question.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::model::Slot;
    use crate::returns::review::model::Remark;

    #[test]
    fn whoever_is_concerned_is_told_why_and_by_when() {
        let period = "2024Q3".parse().expect("a quarter");
        let (hospital, reviewer) = (HospitalId(4), AuthorityId(9));
        let about = About { hospital, called: ("A1", "演示甲医院"), reviewer, period, number: 2 };
        let remark = Remark {
            element: "discharges".parse().expect("an element"),
            slot: Slot::Month(1),
            cell: "G6".to_owned(),
            words: "比病案首页少一半".to_owned(),
        };
        let wanted = Wanted {
            reason: "请核对".to_owned(),
            answer_by: "2024-10-28".parse().expect("a day"),
            remarks: vec![remark],
        };
        let back = given_back(about, Closing::SentBack, "演示县卫生健康委", &wanted);
        assert_eq!(back.len(), 1);
        assert_eq!(back[0].title, "2024 年第三季度报表第 2 轮退回，2024-10-28 前重新上传");
        assert_eq!(back[0].text, "演示县卫生健康委：请核对\nG6：比病案首页少一半");
        assert_eq!((back[0].to, back[0].href.as_str()), (Recipient::Hospital(HospitalId(4)), "/returns/2024Q3/A1"));
        let opened = given_back(about, Closing::Reopened, "演示市卫生健康委", &wanted);
        let to: Vec<Recipient> = opened.iter().map(|letter| letter.to).collect();
        assert_eq!(to, [Recipient::Hospital(HospitalId(4)), Recipient::Authority(AuthorityId(9))]);
        assert!(given_back(about, Closing::Withdrawn, "", &wanted).is_empty());
        assert_eq!(asked(about, Some("G6"), "哪两天？").title, "2024 年第三季度报表 G6 的说明再问");
        let letter = accepted(about);
        assert_eq!((letter.topic, letter.href.as_str()), (Topic::Accepted, "/benchmark/A1?period=2024Q3"));
        assert!(letter.text.contains("“本院对照”"), "{}", letter.text);
    }
}
