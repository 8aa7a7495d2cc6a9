//! Storing what was decided: the upload always, a round when it is to be stored, its acceptance when asked.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::access::{FileId, Viewer};
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::returns::accept;
use crate::returns::desk::Desk;
use crate::returns::model::Outcome;
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

impl Keeping<'_> {
    /// Stores one decided return.
    pub(super) async fn keep(
        &self,
        txn: &DatabaseTransaction,
        part: &Part<'_>,
        original: FileId,
        decision: &mut Decision,
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let upload = store::insert_upload(txn, &self.upload(part, original, decision)).await?;
        let report = &decision.report;
        let (Some(hospital), Some(quarter), Some(edition)) = (&decision.hospital, report.period, report.edition) else {
            return Ok(());
        };
        if report.status != Outcome::Stored {
            return Ok(());
        }
        let mut of = match known.take_return(hospital.id, quarter) {
            Some(of) => of,
            None => store::return_for(txn, hospital.id, quarter).await?,
        };
        let round = self.round(upload, edition, decision);
        let round = store::insert_round(txn, &of, &round).await?;
        store::set_round_of_upload(txn, upload, round).await?;
        explain::keep(txn, self.viewer, part, decision, &of, (round, self.at)).await?;
        if self.options.accept {
            of.latest += 1;
            of.version += 1;
            of.latest_round = Some(round);
            accept::count(txn, &self.desk.catalogue, hospital, &of, edition, &decision.values).await?;
            store::set_accepted(txn, &of, round, self.at, self.viewer).await?;
        }
        known.forget(hospital.id, self.options.accept.then_some(quarter));
        Ok(())
    }

    /// Stores several decided returns, each of another hospital or quarter, in a handful of statements.
    pub(super) async fn keep_many(
        &self,
        txn: &DatabaseTransaction,
        decided: &[(&Part<'_>, FileId, Decision)],
        known: &mut Known,
    ) -> Result<(), StoreError> {
        let uploads: Vec<NewUpload<'_>> =
            decided.iter().map(|(part, original, decision)| self.upload(part, *original, decision)).collect();
        let uploads = store::insert_uploads(txn, &uploads).await?;
        let stored = |(of, upload): (&(&Part<'_>, FileId, Decision), i64)| {
            let report = &of.2.report;
            let key = (of.2.hospital.as_ref()?.id, report.period?);
            (report.status == Outcome::Stored).then_some((key, upload, report.edition?))
        };
        let mut found = Vec::new();
        for (item, upload) in decided.iter().zip(uploads) {
            if let Some((key, upload, edition)) = stored((item, upload)) {
                found.push((key, upload, edition, item, known.take_return(key.0, key.1)));
            }
        }
        let first: Vec<_> = found.iter().filter(|(.., of)| of.is_none()).map(|(key, ..)| *key).collect();
        let made = store::insert_returns(txn, &first).await?;
        let mut rounds = Vec::with_capacity(found.len());
        for (key, upload, edition, item, of) in &found {
            let of = of.as_ref().or_else(|| made.get(key)).ok_or(StoreError::Stale)?;
            rounds.push((of, self.round(*upload, *edition, &item.2)));
        }
        let ids = store::insert_rounds(txn, &rounds).await?;
        for ((.., item, _), (of, _)) in found.iter().zip(&rounds) {
            let round = ids.get(&of.id).copied().ok_or(StoreError::Stale)?;
            explain::keep(txn, self.viewer, item.0, &item.2, of, (round, self.at)).await?;
        }
        Ok(())
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

    fn upload<'d>(&'d self, part: &Part<'_>, original: FileId, decision: &'d Decision) -> NewUpload<'d> {
        let report = &decision.report;
        NewUpload {
            batch: self.batch,
            file: original,
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
