//! What the database says afterwards: nothing lost, nothing doubled, nothing in half, the journal whole.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{DatabaseConnection, FromQueryResult, Statement};
use zhikong::files::Files;
use zhikong::journal;

use crate::ground::Installation;

/// What stands there, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Proof {
    /// Receipts with the batch they came in.
    pub receipts: HashMap<String, String>,
    /// Receipts of rounds that were accepted.
    pub accepted: HashSet<String>,
    /// Rounds by hospital and quarter (the receipt without its number).
    pub rounds: BTreeMap<String, usize>,
    /// Uploads by what became of them.
    pub uploads: HashMap<String, i64>,
    pub faults: Vec<String>,
}

#[derive(FromQueryResult)]
struct RoundRow {
    id: i64,
    receipt: String,
    number: i32,
    latest: i32,
    latest_round_id: Option<i64>,
    accepted: Option<i32>,
    batch: String,
    outcome: String,
    upload_round: Option<i64>,
    given: i64,
    held: i64,
    facts: i64,
}

const ROUNDS: &str = "SELECT r.id, r.receipt, r.number, q.latest, q.latest_round_id, q.accepted, u.batch, u.outcome, \
    u.round_id AS upload_round, u.expected - u.missing AS given, \
    (SELECT COUNT(*) FROM return_value v WHERE v.round_id = r.id AND v.state <> 1) AS held, \
    (SELECT COUNT(*) FROM indicator_fact f WHERE f.hospital_id = q.hospital_id AND f.period = q.period) AS facts \
    FROM return_round r LEFT JOIN quarterly_return q ON q.id = r.return_id LEFT JOIN return_upload u ON u.id = r.upload_id \
    ORDER BY r.id";

#[derive(FromQueryResult)]
struct Counted {
    name: String,
    count: i64,
}

/// Looks at everything; the files themselves only where asked, since each is read.
pub async fn look(of: &Installation, with_files: bool) -> Proof {
    let db = of.open().await;
    let mut proof = Proof::default();
    rounds(&db, &mut proof).await;
    let halves = "SELECT 'uploads stored without a round' AS name, COUNT(*) AS count FROM return_upload \
        WHERE outcome = 'stored' AND round_id IS NULL UNION ALL \
        SELECT 'returns without a round', COUNT(*) FROM quarterly_return WHERE latest_round_id IS NULL UNION ALL \
        SELECT 'uploads without their file', COUNT(*) FROM return_upload u \
        WHERE NOT EXISTS (SELECT 1 FROM stored_file f WHERE f.id = u.file_id) UNION ALL \
        SELECT 'values without a round', COUNT(*) FROM return_value v \
        WHERE NOT EXISTS (SELECT 1 FROM return_round r WHERE r.id = v.round_id)";
    for half in all::<Counted>(&db, halves).await.into_iter().filter(|half| half.count > 0) {
        proof.faults.push(format!("{} {}", half.count, half.name));
    }
    let outcomes = "SELECT outcome AS name, COUNT(*) AS count FROM return_upload GROUP BY outcome";
    proof.uploads = all::<Counted>(&db, outcomes).await.into_iter().map(|row| (row.name, row.count)).collect();
    if with_files {
        files(&db, of, &mut proof).await;
    }
    let heads = journal::heads_file(&of.data_dir);
    let report = journal::verify(&db, Some(&heads), None).await.expect("the journal can be read");
    proof.faults.extend(report.faults.iter().map(|fault| format!("journal: {fault:?}")));
    db.close().await.expect("closes");
    proof
}

async fn rounds(db: &DatabaseConnection, proof: &mut Proof) {
    let mut numbers: HashMap<String, Vec<i32>> = HashMap::new();
    for row in all::<RoundRow>(db, ROUNDS).await {
        let receipt = row.receipt;
        let whose = receipt.rsplit_once('-').map_or(receipt.clone(), |(whose, _)| whose.to_owned());
        let mut fault = |what: &str| proof.faults.push(format!("{receipt}: {what}"));
        if row.outcome != "stored" || row.upload_round != Some(row.id) {
            fault("its upload does not say so");
        }
        if row.held != row.given {
            fault(&format!("{} values of {}", row.held, row.given));
        }
        if row.number == row.latest && row.latest_round_id != Some(row.id) || row.number > row.latest {
            fault("its return does not say so");
        }
        if row.accepted.is_some() != (row.facts > 0) {
            fault("facts and acceptance do not agree");
        }
        if row.accepted == Some(row.number) {
            proof.accepted.insert(receipt.clone());
        }
        *proof.rounds.entry(whose.clone()).or_default() += 1;
        numbers.entry(whose).or_default().push(row.number);
        if proof.receipts.insert(receipt.clone(), row.batch).is_some() {
            proof.faults.push(format!("{receipt}: given twice"));
        }
    }
    for (whose, mut numbers) in numbers {
        numbers.sort_unstable();
        if !numbers.iter().zip(1..).all(|(number, wanted)| *number == wanted) {
            proof.faults.push(format!("{whose}: rounds {numbers:?}"));
        }
    }
}

#[derive(FromQueryResult)]
struct Print {
    sha256: String,
}

async fn files(db: &DatabaseConnection, of: &Installation, proof: &mut Proof) {
    let files = Files::open(&of.data_dir).expect("a folder of files");
    for print in all::<Print>(db, "SELECT DISTINCT sha256 FROM stored_file").await {
        if let Err(error) = files.get(print.sha256.parse().expect("a fingerprint")).await {
            proof.faults.push(error.to_string());
        }
    }
}

async fn all<T: FromQueryResult>(db: &DatabaseConnection, question: &str) -> Vec<T> {
    let statement = Statement::from_string(db.get_database_backend(), question);
    T::find_by_statement(statement).all(db).await.expect("the database answers")
}
