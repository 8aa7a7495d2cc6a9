//! Large uploads, taken in behind the request: queued with their originals, worked off lot by lot, each counted in the
//! transaction that stores it – so that a restart, or another process, goes on where the last one stopped.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};

use crate::access::{FileId, Viewer};
use crate::accounts;
use crate::calendar::Period;
use crate::db::{self, StoreError};
use crate::files::{self, NewFile};
use crate::jobs::{self, Held, Job, JobState, NewJob};
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::take::{self, Incoming, NotTaken, Options, Step};

/// The kind of job.
pub const KIND: &str = "returns.upload";

/// From so many workbooks on an upload is worked off behind the request.
pub const LARGE: usize = 20;

/// How long the request waits all the same: what is done by then needs no page of progress.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often a process looks for work that somebody left.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What is needed to go on with an upload.
#[derive(Serialize, Deserialize)]
struct Payload {
    files: Vec<Queued>,
    period: Option<Period>,
}

#[derive(Serialize, Deserialize)]
struct Queued {
    file: FileId,
    name: String,
}

/// Queues an upload of `total` workbooks and begins with it; gives the name of the batch after the commit, and after two
/// seconds at the latest whatever was done by then.
///
/// The caller has checked the power.
///
/// # Errors
/// [`NotTaken`]; then nothing is queued.
pub async fn queue(
    desk: &Desk,
    viewer: &Viewer,
    files: &[Incoming],
    total: usize,
    period: Option<Period>,
) -> Result<String, NotTaken> {
    let batch = take::batch_name();
    let kept = desk.files.put_many(files.iter().map(|file| file.bytes.clone()).collect()).await?;
    let at = desk.clock.now();
    let txn = db::write(&desk.db).await?;
    let mut queued = Vec::with_capacity(files.len());
    for (file, kept) in files.iter().zip(kept) {
        let row = NewFile {
            kept,
            name: file.name.clone(),
            kind: "return_queued",
            received_at: at,
            received_by: viewer.account,
        };
        queued.push(Queued { file: files::store::insert(&txn, &row).await?, name: file.name.clone() });
    }
    let payload = serde_json::to_string(&Payload { files: queued, period }).unwrap_or_default();
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    let new = NewJob { kind: KIND, subject: &batch, payload, total, by: viewer.account };
    jobs::store::insert(&*txn, &new, at).await?;
    let event = Event::new("returns.upload_queued", "return_upload", &batch).detail("count_files", total);
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    let working = tokio::spawn(begin(desk.clone(), batch.clone()));
    let _ = tokio::time::timeout(PATIENCE, working).await;
    Ok(batch)
}

/// Begins with a job at once, in the process that was asked for it.
async fn begin(desk: Desk, batch: String) {
    match jobs::store::about(&desk.db, &batch).await {
        Ok(Some(job)) => work(&desk, job).await,
        Ok(None) => (),
        Err(error) => tracing::warn!(%error, "a large upload waits for whoever looks next"),
    }
}

/// Takes a job up, unless somebody else has, and works it off as far as possible. What stops it leaves the job to its
/// lease: whoever finds it then goes on.
async fn work(desk: &Desk, job: Job) {
    let id = job.id;
    let held = match jobs::hold(&desk.db, &desk.clock, job).await {
        Ok(Some(held)) => held,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, job = %id, "a large upload could not be taken up");
            return;
        }
    };
    match run(desk, held).await {
        Ok(()) => (),
        Err(NotTaken::Store(StoreError::Stale)) => {
            tracing::info!(job = %id, "a large upload was cancelled or taken over")
        }
        Err(error) => tracing::warn!(%error, job = %id, "a large upload stopped; it is taken up again"),
    }
}

async fn run(desk: &Desk, held: Held) -> Result<(), NotTaken> {
    let Ok(payload) = serde_json::from_str::<Payload>(&held.job.payload) else {
        return Ok(held.finish(JobState::Failed, "这次上传的记录读不出来，请再传一次。").await?);
    };
    let viewer = match held.job.by {
        Some(account) => accounts::store::sessions::viewer_of(&desk.db, account).await?,
        None => Some(Viewer::operator()),
    };
    let Some(viewer) = viewer else {
        return Ok(held.finish(JobState::Failed, "上传的账号已停用，没有传完的不再收。").await?);
    };
    let incoming = originals(desk, &payload).await?;
    let options = Options { period: payload.period, ..Options::default() };
    let held = Arc::new(held);
    let from = usize::try_from(held.job.step).unwrap_or(usize::MAX);
    take::take_steps(desk, &viewer, &incoming, options, &held.job.subject, from, |number| {
        Some(Arc::new(Counted { held: Arc::clone(&held), number }))
    })
    .await?;
    Ok(held.finish(JobState::Done, "").await?)
}

/// The kept bytes of what was sent.
async fn originals(desk: &Desk, payload: &Payload) -> Result<Vec<Incoming>, NotTaken> {
    let ids: Vec<FileId> = payload.files.iter().map(|queued| queued.file).collect();
    let rows = files::store::find_all_everywhere(&desk.db, &ids).await?;
    let mut incoming = Vec::with_capacity(ids.len());
    for queued in &payload.files {
        let row = rows.iter().find(|row| row.id == queued.file).ok_or(StoreError::Stale)?;
        incoming.push(Incoming { name: queued.name.clone(), bytes: desk.files.get(row.kept.sha256).await? });
    }
    Ok(incoming)
}

/// A lot of a job.
struct Counted {
    held: Arc<Held>,
    number: i64,
}

impl Step for Counted {
    fn count<'a>(
        &'a self,
        txn: &'a DatabaseTransaction,
        files: i64,
    ) -> futures_util::future::BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(self.held.advance(txn, self.number, files))
    }
}

/// Takes up the oldest upload that somebody left, if there is one, and works it off.
///
/// # Errors
/// Of the database.
pub async fn look(desk: &Desk) -> Result<(), StoreError> {
    if let Some(job) = jobs::store::free(&desk.db, KIND, desk.clock.now()).await? {
        work(desk, job).await;
    }
    Ok(())
}

/// Looks again and again, for as long as the server runs.
pub async fn keep_working(desk: Desk) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    loop {
        ticks.tick().await;
        if let Err(error) = look(&desk).await {
            tracing::warn!(%error, "no look at the large uploads");
        }
    }
}
