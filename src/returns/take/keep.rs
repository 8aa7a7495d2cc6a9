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
use crate::returns::take::decide::Decision;
use crate::returns::take::{Opened, Options, explain};

/// Stores one decided file.
#[expect(clippy::too_many_arguments, reason = "all of them differ by file or by batch; a struct would be used once")]
pub(super) async fn keep(
    desk: &Desk,
    txn: &DatabaseTransaction,
    viewer: &Viewer,
    file: &Opened<'_>,
    original: FileId,
    batch: &str,
    at: DateTime<Utc>,
    options: Options,
    decision: &mut Decision,
) -> Result<(), StoreError> {
    let report = &decision.report;
    let upload = NewUpload {
        batch,
        file: original,
        name: &file.incoming.name,
        sha256: &report.sha256,
        size: file.kept.size,
        outcome: report.status,
        hospital: decision.hospital.as_ref().map(|hospital| hospital.id),
        period: report.period,
        edition: report.edition,
        counts: report.values,
        problems: &report.problems,
        at,
        by: viewer.account,
        by_name: &viewer.name,
    };
    let upload = store::insert_upload(txn, &upload).await?;
    let (Some(hospital), Some(quarter), Some(edition)) = (&decision.hospital, report.period, report.edition) else {
        return Ok(());
    };
    if report.status != Outcome::Stored {
        return Ok(());
    }
    let mut of = store::return_for(txn, hospital.id, quarter).await?;
    let asked = report.problems.iter().filter(|problem| problem.severity == Severity::Explain).count();
    let round = NewRound {
        upload,
        edition,
        revision: &decision.revision,
        sheet: &decision.sheet,
        receipt: report.receipt.as_deref().unwrap_or_default(),
        at,
        by: viewer.account,
        explanations: i32::try_from(asked).unwrap_or(i32::MAX),
        values: &decision.values,
    };
    let round = store::insert_round(txn, &of, &round).await?;
    store::set_round_of_upload(txn, upload, round).await?;
    explain::keep(txn, viewer, file, decision, &of, (round, at)).await?;
    if options.accept {
        of.latest += 1;
        of.version += 1;
        of.latest_round = Some(round);
        accept::count(txn, &desk.catalogue, hospital, &of, edition, &decision.values).await?;
        store::set_accepted(txn, &of, round, at, viewer).await?;
    }
    Ok(())
}
