//! Two processes on one PostgreSQL: the one that works off a large upload dies, the other takes it up.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tokio::time::sleep;
use zip::write::SimpleFileOptions;

use crate::client::{Browser, Request};
use crate::ground::Ground;
use crate::load::sign_in;
use crate::province::{self, Book, CHEAP, STAFF};
use crate::runs::judge;
use crate::server::{Server, free_port, load, ran_well};
use crate::times::Verdict;
use crate::{Options, proof, quarter};

/// Longest a lease may keep the other waiting, and the work itself.
const PATIENCE: Duration = Duration::from_secs(180);

/// kill -9 of the process at work, some times over; each time every workbook must be stored once.
pub async fn pair(options: &Options, verdict: &mut Verdict) {
    let options = Options { postgres: true, ..options.clone() };
    let ground = Ground::new(&options);
    let (hospitals, times) = (options.hospitals.unwrap_or(150), options.times.unwrap_or(3));
    let province = province::make(&ground, hospitals, &[quarter("2024Q3")], CHEAP).await;
    println!("\n{}: two processes, one killed at work, {times} times; load before {}", ground.name(), load());
    for number in 1..=times {
        let of = ground.copy(&province.made, &format!("pair{number}")).await;
        let (first, second) = (Server::start(&of, free_port()).await, Server::start(&of, free_port()).await);
        let cookie = sign_in(first.address, STAFF).await.expect("the staff signs in");
        let upload = Request::upload("/returns/upload?period=2024Q3", "演示.zip", &archive(&province.books));
        let answer = Browser::new(first.address, &cookie).send(&upload).await.expect("an answer");
        verdict.promise(format!("the upload is taken ({})", answer.status), answer.status == 303);
        let db = of.open().await;
        let at = wait(&db, "done > 0").await;
        first.kill();
        let killed = Instant::now();
        let done = wait(&db, "state = 'done'").await;
        println!("killed with {at:?} of {hospitals} done; {done:?} done {:.1} s later", killed.elapsed().as_secs_f64());
        verdict.promise("the other process finished it", done == Some(hospitals as i64));
        let page = Browser::new(second.address, &cookie).send(&Request::get(&answer.location)).await;
        verdict.promise("its page says so", page.is_ok_and(|page| page.status == 200));
        db.close().await.expect("closes");
        second.stop().await;
        let proof = proof::look(&of, true).await;
        judge(&proof, &[], &province.books, verdict);
        verdict.promise("zhikong journal verify passes", ran_well(of.command().args(["journal", "verify"])));
    }
}

/// The workbooks as one file.
fn archive(books: &[Book]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for book in books {
        writer
            .start_file(format!("{}-{}", book.receipt, book.file.name), SimpleFileOptions::default())
            .expect("a file");
        writer.write_all(&book.file.bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// How much of the only job is done once `holds`; none when it never does.
async fn wait(db: &DatabaseConnection, holds: &str) -> Option<i64> {
    let asked = Instant::now();
    let text = format!("SELECT done FROM job WHERE {holds}");
    while asked.elapsed() < PATIENCE {
        let statement = Statement::from_string(db.get_database_backend(), text.clone());
        if let Some(row) = db.query_one_raw(statement).await.expect("the job is read") {
            return row.try_get_by_index(0).ok();
        }
        sleep(Duration::from_millis(10)).await;
    }
    None
}
