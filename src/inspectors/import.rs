//! What a workbook would do: read, rehearsed against what holds, taken whole or not at all.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{AccountId, HospitalId, Scope};
use crate::authorities::Authority;
use crate::db::StoreError;
use crate::files::{FileError, Files, Fingerprint};
use crate::hospitals;
use crate::inspectors::check::{self, Typed};
use crate::inspectors::ground::{self, Ground};
use crate::inspectors::keep::people::{account_of, differences};
use crate::inspectors::model::{Due, Facts, Inspector};
use crate::inspectors::store::{self, NewDue};
use crate::inspectors::workbook::{self, Problem, Row, Shape, Table};
use crate::spreadsheets::{Reader, Refusal};
use crate::web::PageError;

/// What a workbook would do.
#[derive(Clone, Debug)]
pub struct Plan<T> {
    /// What is new.
    pub fresh: Vec<Step<T>>,
    /// What becomes otherwise.
    pub changed: Vec<Step<T>>,
    /// Rows that say what holds already.
    pub unchanged: usize,
    /// Everything that keeps the file out; then nothing is planned.
    pub problems: Vec<Problem>,
    /// Of what it was rehearsed against; another text once that changed.
    pub seen: String,
}

/// One row that does something.
#[derive(Clone, Debug)]
pub struct Step<T> {
    /// Where it stands.
    pub cell: String,
    /// Whom it is about.
    pub who: String,
    /// What it does, in words.
    pub said: String,
    /// What is wanted.
    pub wanted: T,
}

/// A person a row wants.
#[derive(Clone, Debug)]
pub struct Person {
    /// As it is; none of somebody new.
    pub held: Option<Inspector>,
    /// The code.
    pub code: String,
    /// As it shall be.
    pub facts: Facts,
}

/// A span a row wants.
#[derive(Clone, Debug)]
pub struct Span {
    /// As it is; none of a new one.
    pub held: Option<Due>,
    /// As it shall be.
    pub new: NewDue,
}

impl<T> Plan<T> {
    fn of(seen: String) -> Self {
        Self { fresh: Vec::new(), changed: Vec::new(), unchanged: 0, problems: Vec::new(), seen }
    }

    /// A file that is not taken.
    #[must_use]
    pub fn refused(problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::of(String::new()) }
    }

    fn whole(self) -> Self {
        if self.problems.is_empty() { self } else { Self::refused(self.problems) }
    }
}

/// Reads the bytes in a child process.
///
/// # Errors
/// What to tell the sender.
pub async fn read(shape: &Shape, reader: &Reader, bytes: &Bytes) -> Result<Table, Vec<Problem>> {
    let book = reader.read(bytes).await.map_err(|refusal| vec![Problem::of_file(told(&refusal))])?;
    workbook::read(shape, &book)
}

fn told(refusal: &Refusal) -> String {
    let remedy = match refusal {
        Refusal::PasswordProtected | Refusal::Macros | Refusal::ReaderUnavailable => refusal.remedy(),
        // The others speak of returns.
        _ => "请上传名单工作簿（.xlsx、.xls 或 .ods）；可以先导出，在里面改好再传。".to_owned(),
    };
    format!("{}{remedy}", refusal.message())
}

/// Reads a workbook that was kept under its fingerprint.
///
/// # Errors
/// [`PageError::NotFound`] where nothing is kept there.
pub async fn read_kept(
    shape: &Shape,
    (files, reader): (&Files, &Reader),
    sha256: Fingerprint,
) -> Result<(Bytes, Result<Table, Vec<Problem>>), PageError> {
    let bytes = match files.get(sha256).await {
        Ok(bytes) => bytes,
        Err(FileError::Missing(_)) => return Err(PageError::NotFound),
        Err(error) => return Err(error.into()),
    };
    let table = read(shape, reader, &bytes).await;
    Ok((bytes, table))
}

/// How many rows, and how often they changed: rises with every change, as none is ever deleted.
fn seen(versions: impl Iterator<Item = i32>) -> String {
    let (rows, sum) = versions.fold((0_i64, 0_i64), |(rows, sum), version| (rows + 1, sum + i64::from(version)));
    format!("{rows}-{sum}")
}

/// What taking a workbook of people into an authority's pool would do; nothing is written.
///
/// # Errors
/// Of the database.
pub async fn rehearse_people(
    db: &impl ConnectionTrait,
    ground: &mut Ground<'_>,
    own: &Authority,
    table: &Table,
) -> Result<Plan<Person>, StoreError> {
    let scope = Scope::Authority(own.id);
    let held: Vec<Inspector> = store::list(db, &scope, ground.today).await?;
    let held: BTreeMap<String, Inspector> =
        held.into_iter().filter(|one| one.authority == own.id).map(|one| (one.code.clone(), one)).collect();
    ground.know(db, &ground::hospitals_of(held.values())).await?;
    let mut plan = Plan::of(seen(held.values().map(|one| one.version)));
    let codes: Vec<String> = table.rows.iter().filter_map(|row| check::code(&row.text("编号")).ok()).collect();
    let taken = store::codes_taken(db, &codes).await?;
    let (mut firsts, mut accounts) = (HashMap::new(), HashMap::new());
    for row in &table.rows {
        let code = match check::code(&row.text("编号")) {
            Ok(code) => code,
            Err(fault) => {
                plan.problems.push(row.problem("编号", fault));
                continue;
            }
        };
        if let Some(first) = firsts.insert(code.clone(), row.address("编号")) {
            plan.problems.push(row.problem("编号", format!("这个编号在 {first} 已经写过一次。请只留一行。")));
            continue;
        }
        let before = held.get(&code);
        if before.is_none() && taken.contains(&code) {
            let message = "这个编号已经是别的机构的督查员。请换一个编号，或删去这一行。";
            plan.problems.push(row.problem("编号", message));
            continue;
        }
        if let Some(facts) = person(db, ground, own, (row, before), &mut accounts, &mut plan.problems).await? {
            step(&mut plan, ground, row, Person { held: before.cloned(), code, facts });
        }
    }
    Ok(plan.whole())
}

fn step(plan: &mut Plan<Person>, ground: &Ground<'_>, row: &Row, wanted: Person) {
    let said = differences(wanted.held.as_ref().map(|held| &held.facts), &wanted.facts, ground).join("；");
    let who = format!("{} {}", wanted.code, wanted.facts.name);
    let into = match &wanted.held {
        None => &mut plan.fresh,
        Some(held) if held.facts == wanted.facts => {
            plan.unchanged += 1;
            return;
        }
        Some(_) => &mut plan.changed,
    };
    into.push(Step { cell: row.address("编号"), who, said, wanted });
}

/// The columns beside the code, and the fields of a form they are.
const FIELDS: [(&str, &str); 7] = [
    ("name", "姓名"),
    ("employer", "单位"),
    ("region", "区划"),
    ("specialities", "专业"),
    ("certificate", "执法证"),
    ("relations", "回避关系"),
    ("account", "账号"),
];

async fn person(
    db: &impl ConnectionTrait,
    ground: &Ground<'_>,
    own: &Authority,
    (row, held): (&Row, Option<&Inspector>),
    accounts: &mut HashMap<AccountId, String>,
    problems: &mut Vec<Problem>,
) -> Result<Option<Facts>, StoreError> {
    // A column that is not there says nothing; an empty cell says that there is none.
    let mut typed = held.map(|held| Typed::of(held, ground, None)).unwrap_or_default();
    let into = [
        &mut typed.name,
        &mut typed.employer,
        &mut typed.region,
        &mut typed.specialities,
        &mut typed.certificate,
        &mut typed.relations,
        &mut typed.account,
    ];
    for ((_, column), field) in FIELDS.into_iter().zip(into) {
        if row.has(column) {
            *field = row.text(column);
        }
    }
    let column = |field: &str| FIELDS.iter().find(|(name, _)| *name == field).map_or("编号", |(_, column)| *column);
    let mut facts = match typed.check(ground, own) {
        Ok(facts) => facts,
        Err(faults) => {
            problems.extend(faults.0.into_iter().map(|(field, fault)| row.problem(column(&field), fault)));
            return Ok(None);
        }
    };
    if !row.has("账号") {
        facts.account = held.and_then(|held| held.facts.account);
        return Ok(Some(facts));
    }
    match account_of(db, own.id, &typed.account, held.map(|held| held.code.as_str())).await? {
        Ok(account) => facts.account = account,
        Err(fault) => {
            problems.push(row.problem("账号", fault));
            return Ok(None);
        }
    }
    if let Some(first) = facts.account.and_then(|id| accounts.insert(id, row.address("账号"))) {
        problems.push(row.problem("账号", format!("这个账号在 {first} 已经写给别人。一个账号只能是一个人的。")));
        return Ok(None);
    }
    Ok(Some(facts))
}

/// What taking a workbook into a centre's list would do; nothing is written.
///
/// # Errors
/// Of the database.
pub async fn rehearse_due(
    db: &impl ConnectionTrait,
    ground: &mut Ground<'_>,
    centre: &Authority,
    table: &Table,
) -> Result<Plan<Span>, StoreError> {
    let held = store::due_of(db, centre.id).await?;
    ground.know(db, &ground::hospitals_due(&held)).await?;
    let within = within(db, ground, centre).await?;
    let mut plan = Plan::of(seen(held.iter().map(|due| due.version)));
    // Every span as it shall be, and where it is written.
    let mut spans: BTreeMap<(HospitalId, NaiveDate), (Due, Option<String>)> =
        held.iter().map(|due| ((due.hospital, due.from), (due.clone(), None))).collect();
    let mut rows = Vec::new();
    for row in &table.rows {
        let Some(new) = span(row, ground, &within, &mut plan.problems) else { continue };
        let key = (new.hospital, new.from);
        let before = held.iter().find(|due| (due.hospital, due.from) == key).cloned();
        let (id, version) = before.as_ref().map_or((0, 0), |due| (due.id, due.version));
        let due = Due { id, hospital: new.hospital, from: new.from, to: new.to, source: new.source.clone(), version };
        match spans.insert(key, (due, Some(row.address("起")))) {
            Some((_, Some(first))) => {
                let message = format!("这家医院的这个起始日期在 {first} 已经写过一次。请只留一行。");
                plan.problems.push(row.problem("起", message));
            }
            _ => rows.push((row, before, new)),
        }
    }
    for (row, before, new) in rows {
        let other = spans
            .values()
            .find(|(due, _)| due.hospital == new.hospital && due.from != new.from && due.meets(new.from, new.to));
        if let Some((other, cell)) = other {
            let place = cell.as_ref().map_or_else(|| "现在的名单里".to_owned(), |cell| format!("{cell} "));
            let message = format!("与{place}自 {} 起的一段重叠。先写上那一段的“止”，再写新的一段。", other.from);
            plan.problems.push(row.problem("起", message));
            continue;
        }
        due_step(&mut plan, ground, row, Span { held: before, new });
    }
    Ok(plan.whole())
}

fn due_step(plan: &mut Plan<Span>, ground: &Ground<'_>, row: &Row, wanted: Span) {
    let new = &wanted.new;
    let until = new.to.map_or_else(|| "起".to_owned(), |to| format!("至 {to}"));
    let said = format!("{} {until}（{}）", new.from, new.source);
    let named = ground.hospital(new.hospital);
    let who = format!("{} {}", named.code, named.name);
    let into = match &wanted.held {
        None => &mut plan.fresh,
        Some(held) if held.to == new.to && held.source == new.source => {
            plan.unchanged += 1;
            return;
        }
        Some(_) => &mut plan.changed,
    };
    into.push(Step { cell: row.address("医院编码"), who, said, wanted });
}

/// The hospitals a centre can have due: those under the commission it works under.
async fn within(
    db: &impl ConnectionTrait,
    ground: &Ground<'_>,
    centre: &Authority,
) -> Result<HashSet<HospitalId>, StoreError> {
    let scope = Scope::Authority(centre.reviewed_by.unwrap_or(centre.id));
    let open = hospitals::store::visitable_on(db, &scope, ground.today).await?;
    Ok(open.into_iter().map(|hospital| hospital.id).collect())
}

fn span(row: &Row, ground: &Ground<'_>, within: &HashSet<HospitalId>, problems: &mut Vec<Problem>) -> Option<NewDue> {
    let before = problems.len();
    let hospital = ground.coded(&row.text("医院编码"));
    if hospital.is_none() {
        problems.push(row.problem("医院编码", "名录里没有这个编码。请从医院名录里复制。"));
    }
    if let Some(id) = hospital {
        let named = ground.hospital(id);
        let typed = row.text("医院名称");
        if !typed.is_empty() && typed != named.name {
            let message = format!("与编码 {} 对不上：名录里它叫“{}”。请核对是不是抄错了行。", named.code, named.name);
            problems.push(row.problem("医院名称", message));
        } else if !within.contains(&id) && row.text("止").is_empty() {
            let message = "这家医院不在本中心所属主管机构的辖区，或已停业。请删去这一行，已停业的写上“止”。";
            problems.push(row.problem("医院编码", message));
        }
    }
    let mut day = |column| row.day(column).map_err(|problem| problems.push(problem)).ok();
    let (from, to) = (day("起"), day("止"));
    if from == Some(None) {
        problems.push(row.problem("起", "没有填起始日期：从哪一天起应质控。"));
    }
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && to.succ_opt().is_none_or(|after| after < from)
    {
        problems.push(row.problem("止", "止早于起。登记错了、从来不该质控的，写起的前一天。"));
    }
    let source = check::reason(&row.text("依据"), "依据").map_err(|fault| problems.push(row.problem("依据", fault)));
    if problems.len() > before {
        return None;
    }
    Some(NewDue { hospital: hospital?, from: from??, to: to?, source: source.ok()? })
}
