//! An invented province on its last evening: hospitals, a clerk for each, some staff above them, and the filled workbooks.

use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm_migration::MigratorTrait;
use zhikong::access::{Place, Role, Scope, Viewer};
use zhikong::accounts::keep::{self, Order};
use zhikong::accounts::model::Grants;
use zhikong::accounts::{Cost, Passwords};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::config::Transport;
use zhikong::files::Files;
use zhikong::hospitals::{self, HospitalAt};
use zhikong::returns::Desk;
use zhikong::returns::take::{Incoming, Together};
use zhikong::spreadsheets::{Limits, Reader};
use zhikong::state::AppState;
use zhikong::{authorities, demo};

use crate::ground::{Ground, Installation};
use crate::server::binary;

/// The password of every account.
pub const PASSWORD: &str = "Yanshi-rush-1";

/// The account above all hospitals.
pub const STAFF: &str = "sheng";

/// The same seed makes the same hospitals and numbers.
const SEED: u64 = 1;

/// Hashes that cost next to nothing: making and signing in accounts is not what most runs measure.
pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

/// A filled workbook.
#[derive(Clone, Debug)]
pub struct Book {
    /// Which hospital, counted from 0.
    pub hospital: usize,
    pub period: Period,
    /// What the receipt of its first round says.
    pub receipt: String,
    pub file: Incoming,
}

pub struct Province {
    /// Nobody has it open; runs work on copies.
    pub made: Installation,
    /// Codes of the hospitals.
    pub codes: Vec<String>,
    pub books: Vec<Book>,
}

/// The account that sends for a hospital.
pub fn clerk(hospital: usize) -> String {
    format!("clerk{hospital:04}")
}

/// Makes it with the workbooks of these quarters in order. Accounts are made by the keeper's function at `cost`.
pub async fn make(ground: &Ground, hospitals: usize, periods: &[Period], cost: Cost) -> Province {
    let made = ground.fresh("made").await;
    let mut books = Vec::new();
    let (first, others) = periods.split_first().expect("a quarter");
    let desk = open(&made).await;
    let files = demo::workbooks(&desk, hospitals, *first, SEED).await.expect("workbooks");
    let held = hospitals::store::on_day(&desk.db, &Scope::Everything, first.last_day()).await.expect("the register");
    let held = in_order(held, &files, *first);
    let codes: Vec<String> = held.iter().map(|hospital| hospital.code.clone()).collect();
    let add = |books: &mut Vec<Book>, files: Vec<Incoming>, period: Period| {
        books.extend(files.into_iter().enumerate().map(|(hospital, file)| {
            let receipt = format!("{period}-{}-01", codes[hospital]);
            Book { hospital, period, receipt, file }
        }));
    };
    add(&mut books, files, *first);
    for period in others {
        // The same hospitals in a register of their own: only the workbooks are wanted.
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("scratch.db").display());
        let log = folder.path().join("scratch.log");
        let desk = open(&Installation { data_dir: folder.path().into(), url, log }).await;
        let files = demo::workbooks(&desk, hospitals, *period, SEED).await.expect("workbooks");
        desk.db.close().await.expect("closes");
        add(&mut books, files, *period);
    }
    accounts(&desk, &held, cost).await;
    desk.db.close().await.expect("closes");
    Province { made, codes, books }
}

/// Writes workbooks into a folder and gives their paths.
pub fn write(books: &[Book], folder: &Path) -> Vec<std::path::PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder");
    let write = |book: &Book| {
        let path = folder.join(&book.file.name);
        std::fs::write(&path, &book.file.bytes).expect("writes");
        path
    };
    books.iter().map(write).collect()
}

/// The hospitals in the order of their workbooks.
fn in_order(held: Vec<HospitalAt>, files: &[Incoming], period: Period) -> Vec<HospitalAt> {
    assert_eq!(held.len(), files.len(), "a workbook for each hospital");
    let mut by_name: std::collections::HashMap<String, HospitalAt> =
        held.into_iter().map(|at| (format!("{period}-{}-{}.xlsx", at.code, at.name), at)).collect();
    files.iter().map(|file| by_name.remove(&file.name).expect("the hospital of a workbook")).collect()
}

async fn open(of: &Installation) -> Desk {
    let db = of.open().await;
    zhikong::migrations::Migrator::up(&db, None).await.expect("migrates");
    Desk {
        db,
        files: Files::open(&of.data_dir).expect("a folder of files"),
        data_dir: of.data_dir.as_path().into(),
        clock: Clock::fixed("2024-10-08T04:00:00Z".parse::<DateTime<Utc>>().expect("a time")),
        catalogue: Catalogue::load(None).expect("the catalogue is sound"),
        reader: Reader::new(binary(), Limits::default(), 2),
        together: Together::default(),
    }
}

async fn accounts(desk: &Desk, hospitals: &[HospitalAt], cost: Cost) {
    let app = AppState {
        db: desk.db.clone(),
        files: desk.files.clone(),
        data_dir: desk.data_dir.clone(),
        clock: desk.clock.clone(),
        transport: Transport { secure_cookies: true, insecure_banner: false, proxy: None },
    };
    let passwords = Passwords::new(cost).expect("argon2 takes it");
    let top = authorities::store::top(&desk.db).await.expect("the tree").expect("a province");
    let staff = std::iter::once((STAFF.to_owned(), Role::AuthorityStaff, Place::Authority(top)));
    let clerks =
        hospitals.iter().enumerate().map(|(at, hospital)| (clerk(at), Role::Clerk, Place::Hospital(hospital.id)));
    for (login, role, place) in staff.chain(clerks) {
        let order = Order {
            name: format!("演示{login}"),
            login: login.parse().expect("a login"),
            grants: Grants::new(place, vec![role]).expect("one role"),
            password: Some(PASSWORD.to_owned()),
            must_change: false,
        };
        keep::create(&app, &passwords, &Viewer::operator(), order).await.expect("the account is made");
    }
}
