//! 后台任务: held by one at a time, taken up when the holder is gone, each step counted once.

use chrono::TimeDelta;
use zhikong::db::{self, StoreError};
use zhikong::jobs::model::TRIES;
use zhikong::jobs::{Job, JobState, NewJob, hold, store};

use crate::support::bench::Bench;

async fn queued(bench: &Bench, subject: &str) -> Job {
    let new = NewJob { kind: "demo", subject, payload: "{}".to_owned(), total: 120, by: None };
    let txn = db::write(bench.db()).await.unwrap();
    store::insert(&*txn, &new, bench.clock.now()).await.unwrap();
    txn.commit().await.unwrap();
    store::about(bench.db(), subject).await.unwrap().unwrap()
}

async fn free(bench: &Bench) -> Option<Job> {
    store::free(bench.db(), "demo", bench.clock.now()).await.unwrap()
}

#[tokio::test]
async fn a_job_is_held_by_one_until_its_lease_runs_out_and_no_step_is_done_twice() {
    let bench = Bench::new().await;
    let job = queued(&bench, "b1").await;
    // Two processes found it free at the same moment.
    let both = tokio::join!(hold(bench.db(), &bench.clock, job.clone()), hold(bench.db(), &bench.clock, job.clone()));
    let mut held: Vec<_> = [both.0.unwrap(), both.1.unwrap()].into_iter().flatten().collect();
    assert_eq!(held.len(), 1, "one of them holds it");
    let first = held.remove(0);
    assert!(free(&bench).await.is_none());
    // Whoever reads it now sees who holds it, and does not take it away.
    let read = store::about(bench.db(), "b1").await.unwrap().unwrap();
    assert!(hold(bench.db(), &bench.clock, read).await.unwrap().is_none());
    let step = async |of: &zhikong::jobs::Held, step| {
        let txn = db::write(bench.db()).await.unwrap();
        let counted = of.advance(&*txn, step, 50).await;
        txn.commit().await.unwrap();
        counted
    };
    assert!(step(&first, 0).await.is_ok());
    assert!(matches!(step(&first, 0).await, Err(StoreError::Stale)), "a step is counted once");

    // The holder is gone without a word; after its lease another takes the job up where it was left.
    bench.advance(TimeDelta::seconds(31));
    let left = free(&bench).await.expect("free again");
    assert_eq!((left.step, left.done, left.tries), (1, 50, 1));
    let second = hold(bench.db(), &bench.clock, left).await.unwrap().expect("taken up");
    assert!(matches!(step(&first, 1).await, Err(StoreError::Stale)), "the first holder has lost it");
    assert!(step(&second, 1).await.is_ok());
    second.finish(JobState::Done, "").await.unwrap();
    let job = store::about(bench.db(), "b1").await.unwrap().unwrap();
    assert!(hold(bench.db(), &bench.clock, job.clone()).await.unwrap().is_none(), "what is over is not begun anew");
    assert_eq!((job.state, job.step, job.done), (JobState::Done, 2, 100));
    assert!(free(&bench).await.is_none());
}

#[tokio::test]
async fn what_was_cancelled_is_stored_no_further() {
    let bench = Bench::new().await;
    let job = queued(&bench, "b2").await;
    let id = job.id;
    let held = hold(bench.db(), &bench.clock, job).await.unwrap().unwrap();
    let cancel = async || {
        let txn = db::write(bench.db()).await.unwrap();
        let done = store::cancel(&*txn, id, bench.clock.now()).await;
        txn.commit().await.unwrap();
        done
    };
    cancel().await.unwrap();
    let txn = db::write(bench.db()).await.unwrap();
    assert!(matches!(held.advance(&*txn, 0, 1).await, Err(StoreError::Stale)));
    txn.rollback().await.unwrap();
    assert!(matches!(held.finish(JobState::Done, "").await, Err(StoreError::Stale)));
    assert!(matches!(cancel().await, Err(StoreError::Stale)), "it is over");
}

#[tokio::test]
async fn a_job_that_ends_its_holders_is_given_up() {
    let bench = Bench::new().await;
    queued(&bench, "b3").await;
    for _ in 0..TRIES {
        let held = hold(bench.db(), &bench.clock, free(&bench).await.unwrap()).await.unwrap();
        assert!(held.is_some());
        bench.advance(TimeDelta::seconds(31));
    }
    let spent = free(&bench).await.expect("its lease ran out once more");
    assert!(hold(bench.db(), &bench.clock, spent).await.unwrap().is_none());
    let job = store::about(bench.db(), "b3").await.unwrap().unwrap();
    assert_eq!(job.state, JobState::Failed);
    assert!(job.said.contains("再传一次"), "{}", job.said);
}
