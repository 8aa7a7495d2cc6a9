//! The form of one hospital and quarter as it lies before a clerk: its rows, its draft, what it begins with; saving the
//! draft, looking at what was typed through the checks of an upload, and handing it in as one.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::XlsxError;

use crate::access::Viewer;
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::entry::fields::fields_of;
use crate::returns::entry::lay;
use crate::returns::entry::model::Typed;
use crate::returns::model::Return;
use crate::returns::outgoing;
use crate::returns::store::{self, Draft, RoundRow};
use crate::returns::take::{Incoming, NotTaken, Options, Taken, take_in};
use crate::returns::template::{self, Plan};

/// The form of a hospital and quarter.
pub struct Sheet {
    /// Whose.
    pub hospital: HospitalAt,
    /// Which quarter's.
    pub quarter: Period,
    /// Its rows.
    pub plan: Plan,
    /// The draft as it stands; none before the first save.
    pub draft: Option<Draft>,
    /// The return, once anything came in.
    pub of: Option<Return>,
    /// Its rounds, the latest first.
    pub rounds: Vec<RoundRow>,
}

/// Rounds that came in after what is typed was begun.
#[derive(Debug)]
pub struct Newer {
    /// The latest round when it was begun; 0 before the first.
    pub begun: i32,
    /// Those since, the latest first.
    pub rounds: Vec<RoundRow>,
    /// What the latest says.
    pub says: Typed,
}

/// What a form was filled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The draft.
    Draft,
    /// The latest round.
    Round,
    /// Nothing.
    Blank,
}

/// What became of a save.
#[derive(Debug)]
pub enum Saved {
    /// It stands as typed.
    Done {
        /// The draft's version now.
        version: i32,
        /// When it was saved.
        at: DateTime<Utc>,
    },
    /// Somebody saved something else meanwhile; nothing was changed.
    Clash(Draft),
}

/// Why what was typed could not be looked at or handed in.
#[derive(Debug, thiserror::Error)]
pub enum NotHandedIn {
    /// The workbook was not written.
    #[error(transparent)]
    Workbook(#[from] XlsxError),
    /// It was not taken in.
    #[error(transparent)]
    Taking(#[from] NotTaken),
}

impl Sheet {
    /// The form of a hospital in scope; `None` where there is no such hospital or no edition for the quarter.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, viewer: &Viewer, code: &str, quarter: Period) -> Result<Option<Self>, StoreError> {
        let (db, scope) = (&desk.db, viewer.scope());
        let Some(hospital) = hospitals::store::by_code(db, &scope, code, quarter.last_day()).await? else {
            return Ok(None);
        };
        let Some(plan) = outgoing::plan(db, &scope, &desk.catalogue, &hospital, quarter).await? else {
            return Ok(None);
        };
        let draft = store::draft(db, &scope, hospital.id, quarter).await?;
        let of = store::find(db, &scope, hospital.id, quarter).await?;
        let rounds = match &of {
            Some(of) => store::rounds(db, of).await?,
            None => Vec::new(),
        };
        Ok(Some(Self { hospital, quarter, plan, draft, of, rounds }))
    }

    /// Number of the latest round; 0 before the first.
    #[must_use]
    pub fn latest(&self) -> i32 {
        self.rounds.first().map_or(0, |round| round.number)
    }

    /// Number of the latest round that had come in when the form was last saved; without a draft, of the latest of all.
    #[must_use]
    pub fn begun(&self) -> i32 {
        let Some(draft) = self.draft.as_ref().filter(|draft| draft.typed.is_some()) else { return self.latest() };
        let before = self.rounds.iter().find(|round| round.received_at <= draft.saved_at);
        before.map_or(0, |round| round.number)
    }

    /// What came in after the round `begun`; none where nothing did.
    ///
    /// # Errors
    /// Of the database.
    pub async fn newer(&self, desk: &Desk, begun: i32) -> Result<Option<Newer>, StoreError> {
        let rounds: Vec<RoundRow> = self.rounds.iter().filter(|round| round.number > begun).cloned().collect();
        let Some(latest) = rounds.first() else { return Ok(None) };
        let says = lay::of_round(&store::of_round(&desk.db, latest.id).await?, &self.plan);
        Ok(Some(Newer { begun, rounds, says }))
    }

    /// The version that a save now replaces.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.draft.as_ref().map_or(0, |draft| draft.version)
    }

    /// What the form begins with: the draft, else the latest round, else nothing.
    ///
    /// # Errors
    /// Of the database.
    pub async fn begins_with(&self, desk: &Desk) -> Result<(Typed, Origin), StoreError> {
        if let Some(typed) = self.draft.as_ref().and_then(|draft| draft.typed.clone()) {
            return Ok((typed, Origin::Draft));
        }
        let Some(round) = self.of.as_ref().and_then(|of| of.latest_round) else {
            return Ok((Typed::default(), Origin::Blank));
        };
        let values = store::of_round(&desk.db, round).await?;
        Ok((lay::of_round(&values, &self.plan), Origin::Round))
    }

    /// The posted texts of this form's fields.
    #[must_use]
    pub fn typed(&self, pairs: Vec<(String, String)>) -> Typed {
        let known: std::collections::HashSet<String> = fields_of(&self.plan).iter().map(ToString::to_string).collect();
        Typed::of(pairs, |name| known.contains(name))
    }

    /// Saves what was typed over the draft of `version`; with `anew` also where it says the same, so that it is younger
    /// than the rounds that came in before. The journal notes where a draft begins and where it changes
    /// hands, not each save.
    ///
    /// # Errors
    /// Of the database; a clash is none.
    pub async fn save(
        &self,
        desk: &Desk,
        viewer: &Viewer,
        typed: &Typed,
        version: i32,
        anew: bool,
    ) -> Result<Saved, StoreError> {
        let at = desk.clock.now();
        let txn = crate::db::write(&desk.db).await?;
        let before = store::draft(&*txn, &viewer.scope(), self.hospital.id, self.quarter).await?;
        let stands = before.as_ref().map_or(0, |draft| draft.version);
        let same = before.as_ref().is_some_and(|draft| draft.typed.as_ref() == Some(typed));
        match before {
            // Two windows that say the same do not disagree.
            Some(draft) if same && !anew => return Ok(Saved::Done { version: draft.version, at: draft.saved_at }),
            Some(draft) if stands != version => return Ok(Saved::Clash(draft)),
            _ => {}
        }
        let put = store::put_draft(&*txn, self.hospital.id, self.quarter, stands, Some(typed), at, viewer).await;
        let version = match put {
            Ok(version) => version,
            // Another process saved between our look and our write.
            Err(StoreError::Duplicate | StoreError::Stale) => {
                txn.rollback().await?;
                let draft = store::draft(&desk.db, &viewer.scope(), self.hospital.id, self.quarter).await?;
                return draft.map(Saved::Clash).ok_or(StoreError::Stale);
            }
            Err(error) => return Err(error),
        };
        let hand = before.as_ref().filter(|draft| draft.typed.is_some()).map(|draft| draft.saved_by);
        if hand == Some(viewer.account) {
            txn.commit().await?;
            return Ok(Saved::Done { version, at });
        }
        let recorded = journal::record(&txn, viewer, at, self.event("returns.draft_saved")).await?;
        txn.commit().await?;
        journal::publish_head(&desk.data_dir, &recorded);
        Ok(Saved::Done { version, at })
    }

    /// Throws the draft of `version` away.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it was saved meanwhile; else of the database.
    pub async fn discard(&self, desk: &Desk, viewer: &Viewer, version: i32) -> Result<(), StoreError> {
        if self.draft.as_ref().is_none_or(|draft| draft.typed.is_none()) {
            return Ok(());
        }
        let at = desk.clock.now();
        let txn = crate::db::write(&desk.db).await?;
        store::put_draft(&*txn, self.hospital.id, self.quarter, version, None, at, viewer).await?;
        let recorded = journal::record(&txn, viewer, at, self.event("returns.draft_discarded")).await?;
        txn.commit().await?;
        journal::publish_head(&desk.data_dir, &recorded);
        Ok(())
    }

    fn event(&self, action: &'static str) -> Event {
        let subject = format!("{}-{}", self.quarter, self.hospital.code);
        Event::new(action, "return_draft", subject)
            .detail("period", self.quarter)
            .detail("hospital", &self.hospital.code)
    }

    /// Empties the draft of `version`, which has just been handed in and is kept as a workbook. What somebody saved
    /// meanwhile stays. The journal has the upload.
    ///
    /// # Errors
    /// Of the database; the draft then stays, and says what was handed in.
    pub async fn empty(&self, desk: &Desk, viewer: &Viewer, version: i32) -> Result<(), StoreError> {
        let at = desk.clock.now();
        let txn = crate::db::write(&desk.db).await?;
        match store::put_draft(&*txn, self.hospital.id, self.quarter, version, None, at, viewer).await {
            Ok(_) => txn.commit().await,
            Err(StoreError::Stale) => txn.rollback().await,
            Err(error) => Err(error),
        }
    }

    /// What the checks of an upload say of what was typed; nothing is kept.
    ///
    /// # Errors
    /// [`NotHandedIn`].
    pub async fn look(&self, desk: &Desk, viewer: &Viewer, typed: &Typed) -> Result<Taken, NotHandedIn> {
        let options = Options { dry_run: true, period: Some(self.quarter), ..Options::default() };
        Ok(take_in(desk, viewer, &[self.workbook(desk, typed)?], options).await?)
    }

    /// Hands in what was typed as an upload of its workbook.
    ///
    /// # Errors
    /// [`NotHandedIn`].
    pub async fn hand_in(&self, desk: &Desk, viewer: &Viewer, typed: &Typed) -> Result<Taken, NotHandedIn> {
        let options = Options { period: Some(self.quarter), ..Options::default() };
        Ok(take_in(desk, viewer, &[self.workbook(desk, typed)?], options).await?)
    }

    fn workbook(&self, desk: &Desk, typed: &Typed) -> Result<Incoming, XlsxError> {
        let fills = lay::fills(typed, &self.plan);
        let bytes = template::write(&desk.catalogue, &self.plan, &fills)?;
        Ok(Incoming { name: format!("网上填报-{}", self.plan.file_name()), bytes: bytes.into() })
    }
}
