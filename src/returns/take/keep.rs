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
        let upload = self.upload(txn, part, original, decision).await?;
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
        let asked = report.problems.iter().filter(|problem| problem.severity == Severity::Explain).count();
        let round = NewRound {
            upload,
            edition,
            revision: &decision.revision,
            sheet: &decision.sheet,
            receipt: report.receipt.as_deref().unwrap_or_default(),
            at: self.at,
            by: self.viewer.account,
            explanations: i32::try_from(asked).unwrap_or(i32::MAX),
            values: &decision.values,
            units: &decision.units,
        };
        let round = store::insert_round(txn, &of, &round).await?;
        store::set_round_of_upload(txn, upload, round).await?;
        if self.options.accept {
            of.latest += 1;
            of.version += 1;
            of.latest_round = Some(round);
            accept::count(txn, &self.desk.catalogue, hospital, &of, edition, &decision.values).await?;
            store::set_accepted(txn, &of, round, self.at, self.viewer.account).await?;
        }
        known.forget(hospital.id, quarter);
        Ok(())
    }

    async fn upload(
        &self,
        txn: &DatabaseTransaction,
        part: &Part<'_>,
        original: FileId,
        decision: &Decision,
    ) -> Result<i64, StoreError> {
        let report = &decision.report;
        let upload = NewUpload {
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
        };
        store::insert_upload(txn, &upload).await
    }
}
