//! A published result as every page and file shows it.

use serde::Serialize;

use crate::calendar::china_minute;
use crate::disclosures::model::{Content, Disclosure, Mending};
use crate::publications::seal_shown;

/// One edition with how mending stands today.
#[derive(Serialize)]
pub struct Sheet {
    content: Content,
    first: String,
    last: String,
    audience: &'static str,
    edition: i32,
    published_at: String,
    published_by: String,
    /// The beginning of its fingerprint.
    seal: String,
    hash: String,
    sound: bool,
    /// How mending stood when it was published, and the day.
    then: String,
    then_on: String,
    /// How it stands today, and the day; none in a file, which does not change.
    now: Option<String>,
    now_on: String,
    /// Earlier editions: what they said of mending, and when.
    before: Vec<(String, String)>,
}

impl Sheet {
    /// Of the editions, the latest first; `now` where the reader is told of today. None of none.
    #[must_use]
    pub fn of(editions: &[Disclosure], now: Option<Mending>) -> Option<Self> {
        let (latest, before) = editions.split_first()?;
        let content = latest.content.clone();
        Some(Self {
            first: content.days.0.to_string(),
            last: content.days.1.to_string(),
            audience: latest.audience.label(),
            edition: latest.edition,
            published_at: china_minute(latest.at),
            published_by: content.authority.clone(),
            seal: seal_shown(&latest.hash),
            hash: latest.hash.clone(),
            sound: latest.sound,
            then: content.mending.told(),
            then_on: content.mending.on.to_string(),
            now: now.map(Mending::told),
            now_on: now.map(|now| now.on.to_string()).unwrap_or_default(),
            before: before.iter().map(|one| (china_minute(one.at), one.content.mending.told())).collect(),
            content,
        })
    }

    /// Whether it is what its fingerprint was taken of.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.sound
    }

    /// The result in lines, for a picture.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let content = &self.content;
        let days =
            if self.first == self.last { self.first.clone() } else { format!("{} 至 {}", self.first, self.last) };
        let mut lines = vec![
            format!("{}　{}　{days}", content.authority, content.kind),
            format!("依据 {}，{}", content.document, content.checklist),
            format!(
                "查 {} 项：符合 {}，部分符合 {}，不符合 {}；不适用 {} 项",
                content.asked, content.met, content.partly, content.not_met, content.not_applicable
            ),
        ];
        lines.extend(content.failed.iter().map(|one| format!("{}　{}：{}", one.verdict, one.system, one.point)));
        lines.push(format!("整改情况（{}）：{}", self.then_on, self.then));
        lines.push(format!("督导编号 {}　公开于 {}　指纹 {}", content.number, self.published_at, self.seal));
        lines
    }

    /// The heading.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}：督导结果", self.content.hospital)
    }

    /// 督导编号
    #[must_use]
    pub fn number(&self) -> &str {
        &self.content.number
    }
}
