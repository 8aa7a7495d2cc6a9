//! A draw as it is kept, and how far it has come.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AuthorityId, DrawId};
use crate::draws::canonical::FORMAT;
use crate::draws::course::{self, Misfit};
use crate::draws::model::{ALGORITHM, FrozenList, Outcome, Record, Revealed};
use crate::draws::{canonical, ticket};

/// A record with who wrote it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// What.
    pub record: Record,
}

/// When and by whom a draw was revealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why before it was due; empty otherwise.
    pub reason: String,
}

/// A draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Its key.
    pub id: DrawId,
    /// Whose.
    pub authority: AuthorityId,
    /// The frozen list.
    pub list: FrozenList,
    /// When it was committed to.
    pub committed_at: DateTime<Utc>,
    /// By whom.
    pub committed_by: String,
    /// SHA-256 of list and salt.
    pub commitment: String,
    /// The salt, secret until the draw is revealed.
    pub(super) salt: [u8; 32],
    /// The last link of the records.
    pub head: String,
    /// What was written down since, in order.
    pub written: Vec<Written>,
    /// Whether and when it was revealed.
    pub revealed: Option<Reveal>,
    /// Rises with every change.
    pub version: i32,
}

/// How far a draw has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waits for its seed.
    Committed,
    /// Drawn, and not yet revealed.
    Drawn,
    /// Revealed by the day it named.
    Revealed,
    /// Revealed after it.
    RevealedLate,
    /// Not revealed by the day it named.
    Failed,
}

impl Standing {
    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Committed => "已承诺，等种子",
            Self::Drawn => "已抽取，未揭示",
            Self::Revealed => "已揭示",
            Self::RevealedLate => "逾期才揭示",
            Self::Failed => "失败：到期没有揭示",
        }
    }

    /// The kind of its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Committed => "wait",
            Self::Drawn => "info",
            Self::Revealed => "ok",
            Self::RevealedLate => "unsure",
            Self::Failed => "bad",
        }
    }
}

/// How far a draw has come by a day in 北京时间.
#[must_use]
pub fn standing(seeded: bool, due: NaiveDate, revealed: Option<NaiveDate>, today: NaiveDate) -> Standing {
    match revealed {
        Some(day) if day > due => Standing::RevealedLate,
        Some(_) => Standing::Revealed,
        None if today > due => Standing::Failed,
        None if seeded => Standing::Drawn,
        None => Standing::Committed,
    }
}

impl Draw {
    /// The records alone.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        self.written.iter().map(|written| written.record.clone()).collect()
    }

    /// Whether the seed is there.
    #[must_use]
    pub fn seeded(&self) -> bool {
        self.written.iter().any(|written| written.record.is_seed())
    }

    /// How far it has come.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> Standing {
        let revealed = self.revealed.as_ref().map(|reveal| crate::calendar::china_date(reveal.at));
        standing(self.seeded(), self.list.due, revealed, today)
    }

    /// What came out; none before the seed is there.
    ///
    /// # Errors
    /// A record does not fit, which those that were written down by the doors always do.
    pub fn outcome(&self) -> Result<Option<Outcome>, Misfit> {
        if !self.seeded() {
            return Ok(None);
        }
        course::run(&self.list, &self.salt, &self.records()).map(Some).map_err(|(_, misfit)| misfit)
    }

    /// What would come out with another record; before the seed is there only whether it fits.
    ///
    /// # Errors
    /// Why it does not fit.
    pub fn tried(&self, record: Record) -> Result<String, Misfit> {
        let link = ticket::link(&self.salt, &self.head, &record);
        let mut records = self.records();
        records.push(record);
        match course::run(&self.list, &self.salt, &records) {
            Ok(_) | Err((_, Misfit::NoSeed)) => {}
            Err((_, misfit)) => return Err(misfit),
        }
        if !records.iter().any(Record::is_seed) {
            course::without_seed(&self.list, &records)?;
        }
        Ok(link)
    }

    /// The file for everybody; none before the draw is revealed.
    ///
    /// # Errors
    /// A record does not fit.
    pub fn file(&self) -> Result<Option<Revealed>, Misfit> {
        let (Some(_), Some(result)) = (&self.revealed, self.outcome()?) else { return Ok(None) };
        Ok(Some(Revealed {
            format: FORMAT.to_owned(),
            version: ALGORITHM,
            number: self.list.number.to_string(),
            commitment: self.commitment.clone(),
            salt: hex::encode(self.salt),
            canonical: canonical::write(&self.list),
            records: self.records(),
            head: self.head.clone(),
            result,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_fails_on_the_day_after_it_was_due() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = day("2025-12-31");
        assert_eq!(standing(false, due, None, due), Standing::Committed);
        assert_eq!(standing(true, due, None, due), Standing::Drawn);
        assert_eq!(standing(true, due, None, day("2026-01-01")), Standing::Failed);
        assert_eq!(standing(false, due, None, day("2026-01-01")), Standing::Failed);
        assert_eq!(standing(true, due, Some(due), day("2026-01-01")), Standing::Revealed);
        assert_eq!(standing(true, due, Some(day("2026-01-01")), day("2026-01-01")), Standing::RevealedLate);
    }
}
