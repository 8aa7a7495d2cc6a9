//! Where a return stands, and how many of a territory stand where.

use std::str::FromStr;

use chrono::NaiveDate;

/// How the hospital came to have the next word on a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closing {
    /// 退回: its reviewer sent it back.
    SentBack,
    /// 重新打开: the level above asked for a correction of what counts.
    Reopened,
    /// 撤回: the hospital took it back before anybody accepted it.
    Withdrawn,
}

impl Closing {
    /// Its name in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::SentBack => "sent_back",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// What happened to the round.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::SentBack => "已退回",
            Self::Reopened => "已由上级重新打开",
            Self::Withdrawn => "已由医院撤回",
        }
    }
}

impl FromStr for Closing {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::SentBack, Self::Reopened, Self::Withdrawn].into_iter().find(|how| how.key() == text).ok_or(())
    }
}

/// That the hospital has the next word on its latest round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// How it came to that.
    pub how: Closing,
    /// The day by which a new round is awaited; none where the hospital took it back itself.
    pub answer_by: Option<NaiveDate>,
}

/// How far a return has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// 待报: nothing has come in.
    Awaited,
    /// 待审: the latest round awaits the reviewer.
    Submitted,
    /// 已接收: the latest round counts.
    Accepted,
    /// 更正中: an accepted round counts, a newer one that says something else awaits the reviewer.
    Correcting,
    /// 退回: the latest round was sent back, and none counts.
    SentBack,
    /// 待更正: an accepted round counts, and the hospital was asked for another one.
    Reopened,
}

impl Standing {
    /// From the latest round's number, the accepted round's, whether the one says what the other says, and how the
    /// latest came to be the hospital's again.
    #[must_use]
    pub fn of(latest: i32, accepted: Option<i32>, repeats: bool, closed: Option<Closing>) -> Self {
        match (accepted, closed) {
            _ if latest == 0 => Self::Awaited,
            // A round that the hospital took back waits for nobody.
            (None, Some(Closing::Withdrawn)) => Self::Awaited,
            (Some(_), Some(Closing::Withdrawn)) => Self::Accepted,
            (None, Some(Closing::SentBack | Closing::Reopened)) => Self::SentBack,
            (Some(_), Some(Closing::SentBack | Closing::Reopened)) => Self::Reopened,
            (None, None) => Self::Submitted,
            (Some(number), None) if number == latest || repeats => Self::Accepted,
            (Some(_), None) => Self::Correcting,
        }
    }

    /// Its name in URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::Correcting => "correcting",
            Self::SentBack => "sent-back",
            Self::Reopened => "reopened",
        }
    }

    /// Its one name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Awaited => "未上报",
            Self::Submitted => "待审",
            Self::Accepted => "已接收",
            Self::Correcting => "更正中",
            Self::SentBack => "退回",
            Self::Reopened => "待更正",
        }
    }

    /// Whether a round waits that would change something if it were accepted.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::Correcting)
    }

    /// Whether the hospital is to hand in a further round.
    #[must_use]
    pub fn asks_hospital(self) -> bool {
        matches!(self, Self::SentBack | Self::Reopened)
    }

    /// Whether an accepted round counts.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Accepted | Self::Correcting | Self::Reopened)
    }

    /// Whether a list of this state shows a return of the other: 更正中 and 待更正 are parts of 已接收.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self == other || (self == Self::Accepted && other.counts())
    }

    /// Kind of its tag in the style sheet.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Awaited => "unsure",
            Self::Submitted | Self::Correcting | Self::Reopened => "wait",
            Self::SentBack => "bad",
            Self::Accepted => "ok",
        }
    }
}

/// How many hospitals' returns of a quarter stand where. Each is in one of 已接收, 待审, 退回 and 未上报; 更正中 and 待更正
/// are parts of 已接收, so that nobody is counted twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// In the register on the quarter's last day.
    pub expected: i64,
    /// With an accepted round, whether or not a newer one waits.
    pub accepted: i64,
    /// Of these, those with a newer round that waits.
    pub correcting: i64,
    /// Of these, those asked for another round.
    pub reopened: i64,
    /// Waiting for their first acceptance.
    pub submitted: i64,
    /// Sent back, with no accepted round.
    pub sent_back: i64,
    /// Nothing has come in.
    pub awaited: i64,
}

impl Received {
    /// With so many more hospitals that stand so.
    #[must_use]
    pub fn and(mut self, standing: Standing, hospitals: i64) -> Self {
        self.expected += hospitals;
        match standing {
            Standing::Awaited => self.awaited += hospitals,
            Standing::Submitted => self.submitted += hospitals,
            Standing::Accepted => self.accepted += hospitals,
            Standing::Correcting => {
                self.accepted += hospitals;
                self.correcting += hospitals;
            }
            Standing::SentBack => self.sent_back += hospitals,
            Standing::Reopened => {
                self.accepted += hospitals;
                self.reopened += hospitals;
            }
        }
        self
    }

    /// How many a list of this state shows.
    #[must_use]
    pub fn count(self, standing: Standing) -> i64 {
        match standing {
            Standing::Awaited => self.awaited,
            Standing::Submitted => self.submitted,
            Standing::Accepted => self.accepted,
            Standing::Correcting => self.correcting,
            Standing::SentBack => self.sent_back,
            Standing::Reopened => self.reopened,
        }
    }

    /// Those with an accepted round, nothing newer that waits and nothing more asked for.
    #[must_use]
    pub fn settled(self) -> i64 {
        self.accepted - self.correcting - self.reopened
    }

    /// Those with a round that waits for a reviewer.
    #[must_use]
    pub fn waiting(self) -> i64 {
        self.submitted + self.correcting
    }

    /// `其中更正中 1 家、待更正 2 家`; none where nothing is corrected.
    #[must_use]
    pub fn corrections(self) -> Option<String> {
        let parts = [(Standing::Correcting, self.correcting), (Standing::Reopened, self.reopened)];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts.map(|(standing, count)| format!("{} {count} 家", standing.label())).collect();
        (!parts.is_empty()).then(|| format!("其中{}", parts.join("、")))
    }

    /// `已接收 5 家（其中更正中 1 家），待审 0 家，退回 1 家，未上报 0 家`; 退回 only where there is some.
    #[must_use]
    pub fn told(self) -> String {
        let part = self.corrections().map(|part| format!("（{part}）")).unwrap_or_default();
        let back = if self.sent_back > 0 { format!("，退回 {} 家", self.sent_back) } else { String::new() };
        format!("已接收 {} 家{part}，待审 {} 家{back}，未上报 {} 家", self.accepted, self.submitted, self.awaited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_stands_where_its_rounds_say() {
        assert_eq!(Standing::of(0, None, false, None), Standing::Awaited);
        assert_eq!(Standing::of(2, None, false, None), Standing::Submitted);
        assert_eq!(Standing::of(2, Some(2), false, None), Standing::Accepted);
        assert_eq!(Standing::of(3, Some(2), false, None), Standing::Correcting);
        assert_eq!(Standing::of(3, Some(2), true, None), Standing::Accepted);
        for (how, first, correction) in [
            (Closing::SentBack, Standing::SentBack, Standing::Reopened),
            (Closing::Reopened, Standing::SentBack, Standing::Reopened),
            (Closing::Withdrawn, Standing::Awaited, Standing::Accepted),
        ] {
            assert_eq!(how.key().parse(), Ok(how));
            assert_eq!(Standing::of(2, None, false, Some(how)), first, "{how:?}");
            assert_eq!(Standing::of(3, Some(2), false, Some(how)), correction, "{how:?}");
            assert_eq!(Standing::of(2, Some(2), false, Some(how)), correction, "{how:?}");
        }
    }

    #[test]
    fn nobody_is_counted_twice() {
        let all = [
            (Standing::Awaited, 10),
            (Standing::Submitted, 20),
            (Standing::Accepted, 258),
            (Standing::Correcting, 7),
            (Standing::SentBack, 3),
            (Standing::Reopened, 2),
        ];
        let sum = all.into_iter().fold(Received::default(), |sum, (standing, hospitals)| sum.and(standing, hospitals));
        assert_eq!(sum.accepted + sum.submitted + sum.sent_back + sum.awaited, sum.expected);
        assert_eq!((sum.expected, sum.settled(), sum.waiting()), (300, 258, 27));
        assert_eq!(sum.told(), "已接收 267 家（其中更正中 7 家、待更正 2 家），待审 20 家，退回 3 家，未上报 10 家");
        let one = Received::default().and(Standing::Accepted, 1);
        assert_eq!(one.told(), "已接收 1 家，待审 0 家，未上报 0 家");
        for (list, _) in all {
            let shown: i64 = all.iter().filter(|(standing, _)| list.holds(*standing)).map(|(_, count)| count).sum();
            assert_eq!(sum.count(list), shown, "{list:?}: the list shows as many as are counted");
        }
    }
}
