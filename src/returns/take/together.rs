//! Uploads that come at the same moment share one transaction: a commit waits for the disk, and on the last evening there
//! would be one for each hospital.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::{DatabaseBackend, DbErr};
use tokio::sync::{Semaphore, oneshot};

use crate::db::StoreError;
use crate::journal;
use crate::returns::model::FileReport;
use crate::returns::take::{BATCH, NotTaken, Taking};

/// Transactions side by side on PostgreSQL, where each statement is a journey: while one waits others work. SQLite has
/// one writer.
const SIDE_BY_SIDE: u32 = 4;

/// How often an upload that met another is tried again: as often as several processes at once can be in its way.
const AGAIN: usize = 8;

/// Most files in one of several transactions side by side, so that the first does not take what the others could.
const SHARE: usize = 8;

/// Uploads that wait to be stored; cheap to clone, and clones share them.
#[derive(Clone, Default)]
pub struct Together {
    shared: Arc<Shared>,
}

struct Shared {
    waiting: Mutex<VecDeque<Waiting>>,
    /// Who has one stores what waits; the others wait in the order they came.
    turns: Semaphore,
}

impl Default for Shared {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turns: Semaphore::new(SIDE_BY_SIDE as usize) }
    }
}

/// An upload with the one who waits for its answer.
struct Waiting {
    taking: Taking,
    answer: oneshot::Sender<Result<Vec<FileReport>, NotTaken>>,
}

impl Together {
    /// Stores an upload together with those that wait at the same moment; answers after the commit.
    ///
    /// # Errors
    /// [`NotTaken`]; then nothing of this upload is stored, whatever became of the others.
    pub(super) async fn store(&self, taking: Taking) -> Result<Vec<FileReport>, NotTaken> {
        let (answer, answered) = oneshot::channel();
        let sqlite = taking.desk.db.get_database_backend() == DatabaseBackend::Sqlite;
        let (turns, most) = if sqlite { (SIDE_BY_SIDE, BATCH) } else { (1, SHARE) };
        self.shared.waiting().push_back(Waiting { taking, answer });
        let shared = self.shared.clone();
        // A task of its own: somebody who closes the browser must not undo what others have in the same transaction.
        tokio::spawn(async move { shared.take_turn(turns, most).await });
        let stopped = |_| StoreError::Db(DbErr::Custom("the storing of uploads ended early".to_owned()));
        answered.await.map_err(stopped)?
    }
}

impl Shared {
    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores what waits when the turn comes; often somebody before has taken it along.
    async fn take_turn(&self, turns: u32, most: usize) {
        // It is never closed.
        let Ok(_turn) = self.turns.acquire_many(turns).await else { return };
        let (takings, answers): (Vec<_>, Vec<_>) =
            self.group(most).into_iter().map(|waiting| (waiting.taking, waiting.answer)).unzip();
        let Some(alone) = takings.first().filter(|_| takings.len() == 1) else {
            return store_many(&takings, answers).await;
        };
        for answer in answers {
            // Nobody may be there any more to hear it.
            let _ = answer.send(store_alone(alone).await);
        }
    }

    /// What goes into one transaction: at most so many files, and one upload at least.
    fn group(&self, most: usize) -> Vec<Waiting> {
        let mut waiting = self.waiting();
        let mut files = 0;
        let fits = waiting.iter().take_while(|next| {
            let first = files == 0;
            files += next.taking.opened.len();
            first || files <= most
        });
        let count = fits.count();
        waiting.drain(..count).collect()
    }
}

async fn store_many(takings: &[Taking], answers: Vec<oneshot::Sender<Result<Vec<FileReport>, NotTaken>>>) {
    match store_all(takings).await {
        Ok(reports) => {
            for (answer, reports) in answers.into_iter().zip(reports) {
                let _ = answer.send(Ok(reports));
            }
        }
        // One that cannot be stored ends the transaction for all: each alone gets the answer that is its own.
        Err(_) => {
            for (answer, taking) in answers.into_iter().zip(takings) {
                let _ = answer.send(store_alone(taking).await);
            }
        }
    }
}

async fn store_alone(taking: &Taking) -> Result<Vec<FileReport>, NotTaken> {
    let alone = std::slice::from_ref(taking);
    let mut stored = store_all(alone).await;
    for _ in 0..AGAIN {
        // Another process stored a round of the same return between our look and our write, or both waited for each other:
        // look again.
        let Err(NotTaken::Store(StoreError::Duplicate | StoreError::Stale)) = stored else { break };
        stored = store_all(alone).await;
    }
    Ok(stored?.into_iter().flatten().collect())
}

/// Each upload after the other, as if alone, so that a second one of the same hospital sees the first; then one commit.
async fn store_all(takings: &[Taking]) -> Result<Vec<Vec<FileReport>>, NotTaken> {
    let Some(first) = takings.first() else { return Ok(Vec::new()) };
    let txn = crate::db::write(&first.desk.db).await?;
    let mut stored = Vec::with_capacity(takings.len());
    for taking in takings {
        stored.push(taking.store(&txn).await?);
    }
    // The journal last: from here on every other writer waits for our commit.
    let mut head = None;
    for (taking, reports) in takings.iter().zip(&stored) {
        head = Some(taking.record(&txn, reports).await?);
    }
    txn.commit().await?;
    if let Some(recorded) = head {
        journal::publish_head(&first.desk.data_dir, &recorded);
    }
    Ok(stored)
}
