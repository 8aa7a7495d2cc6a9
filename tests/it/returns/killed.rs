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
use crate::returns::scene::{CELLS, Scene, hospital_line, rows_of};

const HOSPITALS: usize = 20;
const KILLS: u32 = 20;

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

/// Starts an ingest, kills it after a while, and gives the receipts that stood on its stdout by then.
fn ingest_and_kill(scene: &Scene, files: &[String], after: Duration) -> Vec<String> {
    let mut arguments = vec!["returns", "ingest"];
    arguments.extend(files.iter().map(String::as_str));
    let mut child = command(scene, &arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
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

/// What must hold after any crash; gives how many rounds there are.
async fn holds(scene: &Scene, said: &HashSet<String>) -> usize {
    let rounds = rounds(scene).await;
    let there: HashSet<&str> = rounds.iter().map(|round| round.receipt.as_str()).collect();
    for receipt in said {
        assert!(there.contains(receipt.as_str()), "{receipt} was said to be stored and is not");
    }
    assert!(rounds.iter().all(|round| round.values == CELLS), "a round without all its values");
    let uploads = rows_of(&scene.desk.db, "return_upload").await;
    assert_eq!(i64::try_from(rounds.len()).unwrap(), uploads, "a round an upload, an upload a round");
    let heads = journal::heads_file(scene.bench.test.folder.path());
    let report = journal::verify(&scene.desk.db, Some(&heads), None).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    rounds.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_said_to_be_stored_is_lost_and_nothing_is_stored_in_half() {
    let lines: Vec<_> = (0..HOSPITALS).map(|index| hospital_line(&code(index))).collect();
    let scene = Scene::with(&lines).await;
    let folder = tempfile::tempdir().unwrap();
    let versions = workbooks(&scene, folder.path()).await;
    let arguments: Vec<&str> =
        ["returns", "ingest"].into_iter().chain(versions[0].iter().map(String::as_str)).collect();
    let started = Instant::now();
    let (code, out) = zhikong(&scene, &arguments);
    let whole = started.elapsed();
    assert_eq!((code, receipts(&(out.clone() + "\n")).len()), (Some(0), HOSPITALS), "{out}");
    let mut said: HashSet<String> = receipts(&(out + "\n")).into_iter().collect();
    let mut count = holds(&scene, &said).await;
    let mut next = 1;
    let (mut lost, mut kept) = (0, 0);
    for _ in 0..KILLS {
        // From the start of the process to a little past its usual end.
        let after = whole.mul_f64(rand::random_range(0.05..1.15));
        said.extend(ingest_and_kill(&scene, &versions[next], after));
        let now = holds(&scene, &said).await;
        assert!(now == count || now == count + HOSPITALS, "a batch is stored whole or not at all: {count} then {now}");
        if now > count {
            kept += 1;
            next = 1 - next;
        } else {
            lost += 1;
        }
        count = now;
    }
    println!("whole ingest {whole:?}; killed before the commit {lost}, after it {kept}");
    let arguments: Vec<&str> =
        ["returns", "ingest"].into_iter().chain(versions[next].iter().map(String::as_str)).collect();
    let (code, _) = zhikong(&scene, &arguments);
    assert_eq!((code, holds(&scene, &said).await), (Some(0), count + HOSPITALS), "the same command finishes");
}
