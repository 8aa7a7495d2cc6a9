//! Where a return stands, and how many of a territory stand where.

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
}

impl Standing {
    /// From the latest round's number, the accepted round's, and whether the one says what the other says.
    #[must_use]
    pub fn of(latest: i32, accepted: Option<i32>, repeats: bool) -> Self {
        match accepted {
            _ if latest == 0 => Self::Awaited,
            None => Self::Submitted,
            Some(number) if number == latest || repeats => Self::Accepted,
            Some(_) => Self::Correcting,
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
        }
    }

    /// Whether a round waits that would change something if it were accepted.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::Correcting)
    }

    /// Whether a list of this state shows a return of the other: 更正中 is a part of 已接收.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self == other || (self == Self::Accepted && other == Self::Correcting)
    }

    /// Kind of its tag in the style sheet.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Awaited => "unsure",
            Self::Submitted | Self::Correcting => "wait",
            Self::Accepted => "ok",
        }
    }
}

/// How many hospitals' returns of a quarter stand where. Each is in one of 已接收, 待审 and 未上报; 更正中 is a part of
/// 已接收, so that nobody is counted twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// In the register on the quarter's last day.
    pub expected: i64,
    /// With an accepted round, whether or not a newer one waits.
    pub accepted: i64,
    /// Of these, those with a newer round that waits.
    pub correcting: i64,
    /// Waiting for their first acceptance.
    pub submitted: i64,
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
        }
    }

    /// Those with an accepted round and nothing newer that waits.
    #[must_use]
    pub fn settled(self) -> i64 {
        self.accepted - self.correcting
    }

    /// Those with a round that waits for a reviewer.
    #[must_use]
    pub fn waiting(self) -> i64 {
        self.submitted + self.correcting
    }

    /// `其中更正中 1 家`; none where nothing is corrected.
    #[must_use]
    pub fn corrections(self) -> Option<String> {
        (self.correcting > 0).then(|| format!("其中更正中 {} 家", self.correcting))
    }

    /// `已接收 5 家（其中更正中 1 家），待审 0 家，未上报 0 家`
    #[must_use]
    pub fn told(self) -> String {
        let part = self.corrections().map(|part| format!("（{part}）")).unwrap_or_default();
        format!("已接收 {} 家{part}，待审 {} 家，未上报 {} 家", self.accepted, self.submitted, self.awaited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_stands_where_its_rounds_say() {
        assert_eq!(Standing::of(0, None, false), Standing::Awaited);
        assert_eq!(Standing::of(2, None, false), Standing::Submitted);
        assert_eq!(Standing::of(2, Some(2), false), Standing::Accepted);
        assert_eq!(Standing::of(3, Some(2), false), Standing::Correcting);
        assert_eq!(Standing::of(3, Some(2), true), Standing::Accepted);
    }

    #[test]
    fn nobody_is_counted_twice() {
        let all =
            [(Standing::Awaited, 13), (Standing::Submitted, 20), (Standing::Accepted, 260), (Standing::Correcting, 7)];
        let sum = all.into_iter().fold(Received::default(), |sum, (standing, hospitals)| sum.and(standing, hospitals));
        assert_eq!(sum.accepted + sum.submitted + sum.awaited, sum.expected);
        assert_eq!((sum.expected, sum.settled(), sum.waiting()), (300, 260, 27));
        assert_eq!(sum.told(), "已接收 267 家（其中更正中 7 家），待审 20 家，未上报 13 家");
        let one = Received::default().and(Standing::Accepted, 1);
        assert_eq!(one.told(), "已接收 1 家，待审 0 家，未上报 0 家");
        for (list, _) in all {
            let shown: i64 = all.iter().filter(|(standing, _)| list.holds(*standing)).map(|(_, count)| count).sum();
            assert_eq!(sum.count(list), shown, "{list:?}: the list shows as many as are counted");
        }
    }
}
