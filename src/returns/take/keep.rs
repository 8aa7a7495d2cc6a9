//! Storing what was decided: the upload always, a round when it is to be stored, its acceptance when asked.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::access::{FileId, HospitalId, RoundId, Viewer};
use crate::calendar::Period;
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::hospitals::HospitalAt;
use crate::returns::accept;
use crate::returns::desk::Desk;
use crate::returns::model::{Outcome, Return};
use crate::returns::store::{self, NewRound, NewUpload};
use crate::returns::take::Options;
use crate::returns::take::decide::Decision;
use crate::returns::take::explain;
use crate::returns::take::known::Known;
use crate::returns::take::parts::Part;

/// What is the same for everything that is kept together.
pub(super) struct Keeping<'a> {
    pub desk: &'a Desk,
    pub viewer: &'a Viewer,
    pub batch: &'a str,
    pub at: DateTime<Utc>,
    pub options: Options,
}

/// A return that was decided, with the file it came in.
pub(super) struct Decided<'a> {
    pub part: Part<'a>,
    pub original: FileId,
    pub decision: Decision,
}

/// One that becomes a round.
struct Stored<'a> {
    item: &'a Decided<'a>,
    hospital: &'a HospitalAt,
    quarter: Period,
    round: NewRound<'a>,
    /// The return it is a round of; none before it is made.
    of: Option<Return>,
}

impl Stored<'_> {
    fn key(&self) -> (HospitalId, Period) {
        (self.hospital.id, self.quarter)
    }
}

impl Keeping<'_> {
    /// Stores decided returns, each of another hospital or quarter, in a handful of statements for all of them.
    pub(super) async fn keep(
        &self,
        txn: &DatabaseTransaction,
        decided: &[Decided<'_>],
        known: &mut Known<'_>,
    ) -> Result<(), StoreError> {
        let uploads: Vec<NewUpload<'_>> = decided.iter().map(|item| self.upload(item)).collect();
        let uploads = store::insert_uploads(txn, &uploads).await?;
        let mut stored = Vec::new();
        for (item, upload) in decided.iter().zip(uploads) {
            let report = &item.decision.report;
            let whose = item.decision.hospital.as_ref().zip(report.period).zip(report.edition);
            let whose = whose.filter(|_| report.status == Outcome::Stored);
            if let Some(((hospital, quarter), edition)) = whose {
                let of = known.take_return(hospital.id, quarter);
                stored.push(Stored { item, hospital, quarter, round: self.round(upload, edition, &item.decision), of });
            }
        }
        let first: Vec<_> = stored.iter().filter(|new| new.of.is_none()).map(Stored::key).collect();
        let mut made = store::insert_returns(txn, &first).await?;
        for new in &mut stored {
            new.of = new.of.take().or_else(|| made.remove(&new.key()));
        }
        let rounds: Vec<(&Return, &NewRound<'_>)> =
            stored.iter().filter_map(|new| Some((new.of.as_ref()?, &new.round))).collect();
        let ids = store::insert_rounds(txn, &rounds).await?;
        for new in stored {
            let of = new.of.as_ref().ok_or(StoreError::Stale)?;
            let round = ids.get(&of.id).copied().ok_or(StoreError::Stale)?;
            explain::keep(txn, self.viewer, &new.item.part, &new.item.decision, of, (round, self.at)).await?;
            self.accept(txn, &new, of, round).await?;
            known.forget(new.hospital.id, self.options.accept.then_some(new.quarter));
        }
        Ok(())
    }

    /// Makes a round count at once, where that was asked.
    async fn accept(
        &self,
        txn: &DatabaseTransaction,
        new: &Stored<'_>,
        before: &Return,
        round: RoundId,
    ) -> Result<(), StoreError> {
        if !self.options.accept {
            return Ok(());
        }
        let latest = before.latest + 1;
        let of = Return { latest, latest_round: Some(round), version: before.version + 1, ..before.clone() };
        let values = &new.item.decision.values;
        accept::count(txn, &self.desk.catalogue, new.hospital, &of, new.round.edition, values).await?;
        store::set_accepted(txn, &of, round, self.at, self.viewer).await
    }

    fn round<'d>(&self, upload: i64, edition: i32, decision: &'d Decision) -> NewRound<'d> {
        let problems = &decision.report.problems;
        let asked = problems.iter().filter(|problem| problem.severity == Severity::Explain).count();
        NewRound {
            upload,
            edition,
            revision: &decision.revision,
            sheet: &decision.sheet,
            receipt: decision.report.receipt.as_deref().unwrap_or_default(),
            at: self.at,
            by: self.viewer.account,
            explanations: i32::try_from(asked).unwrap_or(i32::MAX),
            values: &decision.values,
            units: &decision.units,
        }
    }

    fn upload<'d>(&'d self, item: &'d Decided<'_>) -> NewUpload<'d> {
        let Decided { part, original, decision } = item;
        let report = &decision.report;
        NewUpload {
            batch: self.batch,
            file: *original,
            name: &report.file,
            part: report.part.as_deref(),
            part_row: part.row(),
            sha256: &report.sha256,
            size: part.file.kept.size,
            outcome: report.status,
            hospital: decision.hospital.as_ref().map(|hospital| hospital.id),
            period: report.period,
            edition: report.edition,
            counts: report.values,
            problems: &report.problems,
            at: self.at,
            by: self.viewer.account,
            by_name: &self.viewer.name,
        }
    }
}
