//! Holding a job: taken up by one process, kept alive while it works, given up when the process ends.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::db::{self, StoreError};
use crate::jobs::model::{Job, JobState};
use crate::jobs::store;

/// How often a holder says that it lives: well before its lease of thirty seconds runs out.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// A job that this process holds.
pub struct Held {
    /// As it was when it was taken up.
    pub job: Job,
    db: DatabaseConnection,
    clock: Clock,
    holder: Arc<str>,
    alive: JoinHandle<()>,
}

/// Takes a job up that was found free; none where somebody else was faster, or it was tried too often.
///
/// # Errors
/// Of the database.
pub async fn hold(db: &DatabaseConnection, clock: &Clock, job: Job) -> Result<Option<Held>, StoreError> {
    let holder: Arc<str> = hex::encode(rand::random::<[u8; 8]>()).into();
    let now = clock.now();
    let txn = db::write(db).await?;
    let taken = store::take(&*txn, &job, &holder, now).await;
    // A job that was tried too often is failed by what `take` wrote.
    txn.commit().await?;
    match taken {
        Ok(()) => (),
        Err(StoreError::Stale) => return Ok(None),
        Err(error) => return Err(error),
    }
    let alive = tokio::spawn(live(db.clone(), clock.clone(), job.clone(), Arc::clone(&holder)));
    Ok(Some(Held { job, db: db.clone(), clock: clock.clone(), holder, alive }))
}

/// Says every ten seconds that the holder lives, until it is the holder no longer.
async fn live(db: DatabaseConnection, clock: Clock, job: Job, holder: Arc<str>) {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        let said: Result<(), StoreError> = async {
            let txn = db::write(&db).await?;
            store::keep_alive(&*txn, job.id, &holder, clock.now()).await?;
            txn.commit().await
        }
        .await;
        match said {
            Ok(()) => (),
            Err(StoreError::Stale) => return,
            Err(error) => tracing::warn!(%error, job = %job.id, "the lease of a job was not kept alive"),
        }
    }
}

impl Held {
    /// Counts a step as done, in the transaction that does it.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the job was cancelled or somebody else took it up: then the step must not be stored.
    pub async fn advance(&self, txn: &impl ConnectionTrait, step: i64, things: i64) -> Result<(), StoreError> {
        store::advance(txn, self.job.id, &self.holder, step, things, self.clock.now()).await
    }

    /// Ends the job: every step is done, or it cannot be done and `said` is why.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it was cancelled or somebody else took it up.
    pub async fn finish(&self, state: JobState, said: &str) -> Result<(), StoreError> {
        let txn = db::write(&self.db).await?;
        store::finish(&*txn, self.job.id, &self.holder, state, said, self.clock.now()).await?;
        txn.commit().await
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.alive.abort();
    }
}
