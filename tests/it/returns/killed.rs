//! kill -9 at any moment of an ingest: what was said to be stored is stored, nothing is stored in half, the journal
//! holds, and the same command finishes the work.

use std::collections::HashSet;
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query};
use zhikong::journal;

use crate::returns::command::{command, zhikong};
use crate::returns::scene::{CELLS, Scene, hospital_line};

const HOSPITALS: usize = 20;
/// Files that share a transaction: an ingest is five of them.
const BATCH: usize = 4;
const KILLS: u32 = 20;
/// Kills that may be added until some fell before the first commit, some between two and some after the last.
const MORE: u32 = 20;

/// Two versions of each hospital's workbook, so that there is always something to store.
async fn workbooks(scene: &Scene, folder: &std::path::Path) -> [Vec<String>; 2] {
    let mut versions = [Vec::new(), Vec::new()];
    for index in 0..HOSPITALS {
        let code = code(index);
        let mut paper = scene.paper(&code).await;
        for (version, names) in versions.iter_mut().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "0 or 1")]
            let bytes = paper.put("F33", 15.0 + version as f64).bytes();
            let path = folder.join(format!("{code}-{version}.xlsx"));
            std::fs::write(&path, bytes).unwrap();
            names.push(path.to_str().unwrap().to_owned());
        }
    }
    versions
}

fn code(index: usize) -> String {
    format!("K{index:02}")
}

fn arguments(files: &[String]) -> Vec<&str> {
    ["returns", "ingest", "--batch", "4"].into_iter().chain(files.iter().map(String::as_str)).collect()
}

/// Starts an ingest, kills it after a while, and gives the receipts that stood on its stdout by then.
fn ingest_and_kill(scene: &Scene, files: &[String], after: Duration) -> Vec<String> {
    let mut child = command(scene, &arguments(files)).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    receipts(&said)
}

/// The receipts of whole lines.
fn receipts(said: &str) -> Vec<String> {
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    let of = |line: &str| Some(line.split_once("已入库 ")?.1.split('；').next()?.to_owned());
    whole.lines().filter_map(of).collect()
}

#[derive(FromQueryResult)]
struct RoundRow {
    receipt: String,
    values: i64,
}

/// Every round with the number of its values.
async fn rounds(scene: &Scene) -> Vec<RoundRow> {
    let query = Query::select()
        .column(("return_round", "receipt"))
        .expr_as(Func::count(Expr::col(("return_value", "round_id"))), "values")
        .from("return_round")
        .left_join("return_value", Expr::col(("return_value", "round_id")).equals(("return_round", "id")))
        .group_by_col(("return_round", "id"))
        .group_by_col(("return_round", "receipt"))
        .to_owned();
    RoundRow::find_by_statement(scene.desk.db.get_database_backend().build(&query)).all(&scene.desk.db).await.unwrap()
}

#[derive(FromQueryResult)]
struct UploadRow {
    outcome: String,
    files: i64,
}

/// Uploads by what became of them.
async fn uploads(scene: &Scene) -> Vec<UploadRow> {
    let query = Query::select()
        .column("outcome")
        .expr_as(Func::count(Expr::col("id")), "files")
        .from("return_upload")
        .group_by_col("outcome")
        .to_owned();
    UploadRow::find_by_statement(scene.desk.db.get_database_backend().build(&query)).all(&scene.desk.db).await.unwrap()
}

/// What must hold after any crash; gives how many files were ever decided on.
async fn holds(scene: &Scene, said: &HashSet<String>) -> usize {
    let rounds = rounds(scene).await;
    let there: HashSet<&str> = rounds.iter().map(|round| round.receipt.as_str()).collect();
    for receipt in said {
        assert!(there.contains(receipt.as_str()), "{receipt} was said to be stored and is not");
    }
    assert!(rounds.iter().all(|round| round.values == CELLS), "a round without all its values");
    let uploads = uploads(scene).await;
    let stored = uploads.iter().find(|row| row.outcome == "stored").map_or(0, |row| row.files);
    assert_eq!(i64::try_from(rounds.len()).unwrap(), stored, "a round a stored upload, a stored upload a round");
    assert!(uploads.iter().all(|row| row.outcome != "refused"), "nothing is wrong with the files");
    let heads = journal::heads_file(scene.bench.test.folder.path());
    let report = journal::verify(&scene.desk.db, Some(&heads), None).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    usize::try_from(uploads.iter().map(|row| row.files).sum::<i64>()).unwrap()
}

/// Where kills fell among the commits, and the moments that came next to them.
struct Fallen {
    /// Before the first commit, between two, after the last.
    counts: [u32; 3],
    /// The latest moment known to lie before the first commit.
    before: Duration,
    /// The earliest known to lie after the last.
    after: Duration,
}

impl Fallen {
    fn note(&mut self, moment: Duration, decided: usize) {
        let place = match decided {
            0 => 0,
            HOSPITALS => 2,
            _ => 1,
        };
        self.counts[place] += 1;
        match place {
            0 => self.before = self.before.max(moment),
            2 => self.after = self.after.min(moment),
            _ => {}
        }
    }

    fn everywhere(&self) -> bool {
        self.counts.iter().all(|count| *count > 0)
    }

    /// A moment that is likely to fall where none has fallen yet.
    fn aim(&self, whole: Duration) -> Duration {
        match self.counts {
            [0, ..] => whole.mul_f64(0.2),
            [.., 0] => whole.mul_f64(2.0),
            // Load moves the commits about: anywhere between the two.
            _ => {
                let between = self.after.saturating_sub(self.before);
                self.before.min(self.after) + between.mul_f64(rand::random_range(0.0..1.0))
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_to_be_stored_is_lost_and_nothing_is_stored_in_half() {
    let lines: Vec<_> = (0..HOSPITALS).map(|index| hospital_line(&code(index))).collect();
    let scene = Scene::with(&lines).await;
    let folder = tempfile::tempdir().unwrap();
    let versions = workbooks(&scene, folder.path()).await;
    let started = Instant::now();
    let (code, out) = zhikong(&scene, &arguments(&versions[0]));
    let whole = started.elapsed();
    assert_eq!((code, receipts(&(out.clone() + "\n")).len()), (Some(0), HOSPITALS), "{out}");
    let mut said: HashSet<String> = receipts(&(out + "\n")).into_iter().collect();
    let mut count = holds(&scene, &said).await;
    let mut next = 1;
    let mut fallen = Fallen { counts: [0; 3], before: Duration::ZERO, after: whole.mul_f64(1.3) };
    for kill in 0..KILLS + MORE {
        let moment = if kill < KILLS {
            // Spread from the start of the process to past its usual end.
            whole.mul_f64(1.3 * (f64::from(kill) + rand::random_range(0.0..1.0)) / f64::from(KILLS))
        } else if fallen.everywhere() {
            break;
        } else {
            fallen.aim(whole)
        };
        said.extend(ingest_and_kill(&scene, &versions[next], moment));
        let now = holds(&scene, &said).await;
        let decided = now - count;
        assert!(decided <= HOSPITALS && decided % BATCH == 0, "a batch is stored whole or not at all: {decided}");
        fallen.note(moment, decided);
        if decided > 0 {
            next = 1 - next;
        }
        count = now;
    }
    let [before, between, after] = fallen.counts;
    println!(
        "whole ingest {whole:?}; killed before the first commit {before}, between {between}, after the last {after}"
    );
    assert!(fallen.everywhere(), "no kill before the first commit, between two or after the last: {:?}", fallen.counts);
    let (code, out) = zhikong(&scene, &arguments(&versions[next]));
    assert_eq!((code, holds(&scene, &said).await), (Some(0), count + HOSPITALS), "the same command finishes: {out}");
}
