//! 消息: letters before they are posted, messages after, and the texts that fit.

use std::str::FromStr;

use chrono::{DateTime, Utc};

use crate::access::{AccountId, AuthorityId, HospitalId};
use crate::web::stays_here;

/// Longest title, characters.
pub const TITLE_MAX: usize = 120;

/// Longest text, characters.
pub const TEXT_MAX: usize = 1_000;

/// Longest address a message leads to, characters; longer ones are none of ours.
const HREF_MAX: usize = 1_000;

/// The page of messages: where a message leads that names no page of ours.
pub const INBOX: &str = "/inbox";

/// Something to tell; everybody whom the recipient stands for gets a message of their own.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Recipient,
    /// What it is about.
    pub topic: Topic,
    /// One line; cut at [`TITLE_MAX`] characters. It also stands in mails, so it names no patient and no person.
    pub title: String,
    /// More, if there is more to say; cut at [`TEXT_MAX`] characters.
    pub text: String,
    /// The page it leads to: a path of ours with its query.
    pub href: String,
    /// An account gets at most one message with this text, ever; none where each letter is to be told.
    pub once: Option<String>,
}

/// Whom a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// The clerks and reviewers of a hospital.
    Hospital(HospitalId),
    /// The staff of an authority.
    Authority(AuthorityId),
    /// One account.
    Account(AccountId),
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// 退回: a round was sent back.
    Returned,
    /// 重新打开: an accepted return is open again.
    Reopened,
    /// 再问: the reviewer asks again.
    Remark,
    /// 接收: a round counts.
    Accepted,
    /// 待审: a round waits for its reviewer.
    Submitted,
    /// 快到期: a return is due soon.
    DueSoon,
    /// 逾期: a return is overdue.
    Overdue,
    /// 延期: a day was moved, or is asked to be.
    Extension,
    /// 整改: a finding is to be mended, was replied to, sent back or closed.
    Rectification,
    /// 活动任务: something is due soon, or late.
    Duty,
}

/// Every topic, in the order of the filter.
pub const TOPICS: [Topic; 10] = [
    Topic::Returned,
    Topic::Reopened,
    Topic::Remark,
    Topic::Accepted,
    Topic::Submitted,
    Topic::DueSoon,
    Topic::Overdue,
    Topic::Extension,
    Topic::Rectification,
    Topic::Duty,
];

impl Topic {
    /// Its name in the column and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::Reopened => "reopened",
            Self::Remark => "remark",
            Self::Accepted => "accepted",
            Self::Submitted => "submitted",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::Extension => "extension",
            Self::Rectification => "rectify",
            Self::Duty => "duty",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Returned => "退回",
            Self::Reopened => "重新打开",
            Self::Remark => "再问",
            Self::Accepted => "接收",
            Self::Submitted => "待审",
            Self::DueSoon => "快到期",
            Self::Overdue => "逾期",
            Self::Extension => "延期",
            Self::Rectification => "整改",
            Self::Duty => "活动任务",
        }
    }

    /// The kind of its tag, as `ui.tag` knows them.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Returned | Self::Overdue => "bad",
            Self::Reopened | Self::Remark | Self::Submitted | Self::DueSoon => "wait",
            Self::Accepted => "ok",
            Self::Extension | Self::Rectification | Self::Duty => "info",
        }
    }

    /// The glyph of its tag; empty where that of the kind will do.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Returned | Self::Reopened => "back",
            Self::Remark => "ask",
            Self::Overdue => "late",
            Self::Extension | Self::Rectification | Self::Duty => "clock",
            Self::Accepted | Self::Submitted | Self::DueSoon => "",
        }
    }
}

impl FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        TOPICS.into_iter().find(|topic| topic.key() == text).ok_or(())
    }
}

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its key; later ones are larger.
    pub id: i64,
    /// What it is about.
    pub topic: Topic,
    /// One line.
    pub title: String,
    /// More, or empty.
    pub text: String,
    /// Where it leads; see [`way`].
    pub href: String,
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// Whether its reader has opened it or called it read.
    pub read: bool,
}

impl Letter {
    /// The title as it is stored: one line, never empty, so that there is something to press.
    #[must_use]
    pub fn stored_title(&self) -> String {
        let title = fitted(&plain(&self.title, false), TITLE_MAX);
        if title.is_empty() { self.topic.label().to_owned() } else { title }
    }

    /// The text as it is stored.
    #[must_use]
    pub fn stored_text(&self) -> String {
        fitted(&plain(&self.text, true), TEXT_MAX)
    }
}

/// Where a message leads: a page of ours, or the list itself.
#[must_use]
pub fn way(href: &str) -> &str {
    if stays_here(href) && href.chars().count() <= HREF_MAX { href } else { INBOX }
}

/// Text without control characters: no database refuses it, and no line of a mail can be ended by it.
#[must_use]
pub fn plain(text: &str, lines: bool) -> String {
    let text: String = text.chars().map(|c| if c.is_control() && !(lines && c == '\n') { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// At most `most` characters; what is longer ends in `…`.
fn fitted(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(title: &str, text: &str) -> Letter {
        let to = Recipient::Account(AccountId(1));
        let (title, text) = (title.to_owned(), text.to_owned());
        Letter { to, topic: Topic::Accepted, title, text, href: "/returns".to_owned(), once: None }
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let long = letter(&"演".repeat(121), &"示🏥".repeat(501));
        assert_eq!(long.stored_title(), format!("{}…", "演".repeat(119)));
        assert_eq!(long.stored_text().chars().count(), TEXT_MAX);
        assert!(long.stored_text().ends_with('…'));
        let fits = letter(&"演".repeat(120), &"示".repeat(1_000));
        assert_eq!((fits.stored_title(), fits.stored_text()), ("演".repeat(120), "示".repeat(1_000)));
    }

    #[test]
    fn a_title_is_one_line_and_can_be_pressed() {
        assert_eq!(letter("演示\r\nBcc: a@b.cn\0", "一\n二\u{7}").stored_title(), "演示  Bcc: a@b.cn");
        assert_eq!(letter("x", "一\n二\u{7}").stored_text(), "一\n二");
        assert_eq!(letter(" \n", "").stored_title(), "接收");
    }

    #[test]
    fn a_message_leads_to_a_page_of_ours() {
        assert_eq!(way("/returns?period=2024Q3#asks"), "/returns?period=2024Q3#asks");
        let long = format!("/{}", "x".repeat(HREF_MAX));
        for elsewhere in ["", "//evil.example", "https://evil.example", "/\\evil.example", "/\n/x", "returns", &long] {
            assert_eq!(way(elsewhere), INBOX, "{elsewhere:?}");
        }
    }

    #[test]
    fn a_topic_is_read_back_and_fits_its_column() {
        for topic in TOPICS {
            assert_eq!(topic.key().parse(), Ok(topic));
            assert!(topic.key().len() <= 12);
        }
        assert_eq!("spam".parse::<Topic>(), Err(()));
    }
}
