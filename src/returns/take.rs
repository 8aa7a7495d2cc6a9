//! Taking in uploaded workbooks: keep the original, read it in a child, decide inside one write transaction, answer
//! only after the commit. Up to a batch of files shares the transaction; each is taken whole or not at all.

mod decide;
mod explain;
mod keep;
mod past;

use bytes::Bytes;
use futures_util::future::join_all;
use sea_orm::DatabaseTransaction;

use crate::access::Viewer;
use crate::calendar::Period;
use crate::db::StoreError;
use crate::files::{FileError, Fingerprint, Kept, NewFile};
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::model::{FileReport, Outcome};
use crate::spreadsheets::{Book, Refusal};

/// Most files that share a transaction: one fsync for fifty, and a crash loses at most these, unanswered.
pub const BATCH: usize = 50;

/// A file that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The sender's name for it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// How files are to be taken in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Decide, but store nothing.
    pub dry_run: bool,
    /// Accept at once what was stored (the operator's word).
    pub accept: bool,
    /// The quarter whose page it was sent to; a workbook of another is refused.
    pub period: Option<Period>,
}

/// Why files could not be taken in at all; nothing was stored then.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The kept files.
    #[error(transparent)]
    File(#[from] FileError),
}

/// A file before anything is decided: kept, and read or refused.
struct Opened<'a> {
    incoming: &'a Incoming,
    kept: Kept,
    book: Result<Book, Refusal>,
}

/// What became of files taken in together.
#[derive(Debug)]
pub struct Taken {
    /// One report a file, in order.
    pub reports: Vec<FileReport>,
    /// Names the batch in addresses; none in a dry run.
    pub batch: Option<String>,
}

/// Takes in up to [`BATCH`] files in one transaction, and answers after the commit.
///
/// The viewer's scope decides whose workbooks it may send; the caller has checked the power.
///
/// # Errors
/// [`NotTaken`]; then nothing is stored but perhaps the bytes of the originals.
pub async fn take_in(desk: &Desk, viewer: &Viewer, files: &[Incoming], options: Options) -> Result<Taken, NotTaken> {
    let kept = if options.dry_run {
        files.iter().map(|file| fingerprint(&file.bytes)).collect()
    } else {
        desk.files.put_many(files.iter().map(|file| file.bytes.clone()).collect()).await?
    };
    let books = join_all(files.iter().map(|file| desk.reader.read(file.bytes.clone()))).await;
    let opened: Vec<Opened<'_>> =
        files.iter().zip(kept).zip(books).map(|((incoming, kept), book)| Opened { incoming, kept, book }).collect();
    if options.dry_run {
        let (mut reports, mut pasts) = (Vec::new(), past::Pasts::default());
        for file in &opened {
            reports.push(decide::decide(desk, &desk.db, viewer, file, options, &mut pasts).await?.report);
        }
        return Ok(Taken { reports, batch: None });
    }
    match store_all(desk, viewer, &opened, options).await {
        // Another process stored a round of the same return between our look and our write: look again, once.
        Err(NotTaken::Store(StoreError::Duplicate | StoreError::Stale)) => {
            store_all(desk, viewer, &opened, options).await
        }
        done => done,
    }
}

async fn store_all(desk: &Desk, viewer: &Viewer, opened: &[Opened<'_>], options: Options) -> Result<Taken, NotTaken> {
    let at = desk.clock.now();
    let batch = batch_name();
    let txn = crate::db::write(&desk.db).await?;
    let (mut reports, mut pasts) = (Vec::with_capacity(opened.len()), past::Pasts::default());
    for file in opened {
        let mut decision = decide::decide(desk, &*txn, viewer, file, options, &mut pasts).await?;
        let row = NewFile {
            kept: file.kept,
            name: file.incoming.name.clone(),
            kind: "return_workbook",
            received_at: at,
            received_by: viewer.account,
        };
        let original = crate::files::store::insert(&txn, &row).await?;
        keep::keep(desk, &txn, viewer, file, original, &batch, at, options, &mut decision).await?;
        if let Some(hospital) = decision.hospital.as_ref().filter(|_| options.accept) {
            pasts.forget(hospital.id);
        }
        reports.push(decision.report);
    }
    let recorded = record(&txn, viewer, at, &batch, &reports, options).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(Taken { reports, batch: Some(batch) })
}

/// What keeping would say, without keeping.
fn fingerprint(bytes: &Bytes) -> Kept {
    Kept { sha256: Fingerprint::of(bytes), size: i64::try_from(bytes.len()).unwrap_or(i64::MAX) }
}

/// A name that cannot be guessed, though seeing a batch also asks for the scope.
fn batch_name() -> String {
    let bytes: [u8; 12] = rand::random();
    hex::encode(bytes)
}

async fn record(
    txn: &DatabaseTransaction,
    viewer: &Viewer,
    at: chrono::DateTime<chrono::Utc>,
    batch: &str,
    reports: &[FileReport],
    options: Options,
) -> Result<journal::Recorded, StoreError> {
    let count = |outcome| reports.iter().filter(|report| report.status == outcome).count();
    let receipts: Vec<&str> = reports.iter().filter_map(|report| report.receipt.as_deref()).collect();
    let files: Vec<&str> = reports.iter().map(|report| report.sha256.as_str()).collect();
    let action = if options.accept { "returns.uploaded_and_accepted" } else { "returns.uploaded" };
    let mut event = Event::new(action, "return_upload", batch)
        .detail("stored", count(Outcome::Stored))
        .detail("unchanged", count(Outcome::Unchanged))
        .detail("refused", count(Outcome::Refused))
        .detail("receipts", receipts.join(" "))
        .detail("files", files.join(" "));
    if receipts.is_empty() && count(Outcome::Unchanged) == 0 {
        event = event.refused();
    }
    journal::record(txn, viewer, at, event).await
}
