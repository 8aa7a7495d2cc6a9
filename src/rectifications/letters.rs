//! What is told to whom when a finding changes hands: letters for the inbox, posted in the transaction of the deed.

use chrono::NaiveDate;

use crate::access::AuthorityId;
use crate::inbox::{Letter, Recipient, Topic};
use crate::inspections::model::Finding;
use crate::rectifications::model::Kind;

/// The letter of a step: to whoever has the next word; `checker` is who looks at replies.
#[must_use]
pub fn after(
    kind: Kind,
    finding: &Finding,
    hospital: &str,
    checker: Option<AuthorityId>,
    (text, day): (&str, Option<NaiveDate>),
) -> Option<Letter> {
    let what = format!("{}：{}", finding.system_name, short(&finding.text));
    let (to, title) = match kind {
        Kind::Reply => (Recipient::Authority(checker?), format!("{hospital}回复了整改：{what}")),
        Kind::SentBack => (Recipient::Hospital(finding.hospital), format!("整改退回，请再回复：{what}")),
        Kind::Verified => (Recipient::Hospital(finding.hospital), format!("整改复核通过，已销号：{what}")),
        Kind::Prolonged => {
            let until = day.map(|day| day.to_string()).unwrap_or_default();
            (Recipient::Hospital(finding.hospital), format!("整改时限延长到 {until}：{what}"))
        }
    };
    let href = format!("/rectifications/{}", finding.id);
    Some(Letter { to, topic: Topic::Rectification, title, text: text.to_owned(), href, once: None })
}

/// The beginning of a text, for a title.
fn short(text: &str) -> String {
    const MOST: usize = 30;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain("……".chars()).collect()
    }
}
