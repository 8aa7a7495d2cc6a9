//! One return with its rounds and values.

use std::collections::HashMap;

use axum::extract::State;
use sea_orm::DatabaseConnection;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::hospitals::HospitalAt;
use crate::returns::compare::{Correcting, changed};
use crate::returns::deadlines;
use crate::returns::explain::{Ask, Faulty};
use crate::returns::model::{Counts, Outcome, Return, Slot, Standing, Value};
use crate::returns::pages::asks::{self, Asks, Reader};
use crate::returns::pages::shown::{ShownValue, blank, columns, edition_of, group_title, shown, sum_of};
use crate::returns::pages::{Tag, hospital_of, in_quarter, quarter_of};
use crate::returns::review::{Reviewed, Reviewing};
use crate::returns::store::{self, RoundRow, Upload};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// Uploads shown under 本季经过.
const STEPS: u64 = 20;

/// What `templates/returns/show.html` shows.
#[derive(Serialize)]
pub struct ReturnPage {
    title: String,
    period: Period,
    period_label: String,
    code: String,
    hospital: String,
    tag: Tag,
    lede: String,
    groups: Vec<Group>,
    steps: Vec<Step>,
    asks: Option<Asks>,
    correcting: Option<Correcting>,
    /// Where rounds and quarters stand side by side.
    compare: Option<String>,
    /// What a withdrawal of the round that counts would change.
    withdrawal: Option<String>,
    round: Option<String>,
    receipt: Option<String>,
    /// The form it came on: year and revision.
    form: Option<String>,
    may_accept: bool,
    /// Why the viewer, who reviews it, cannot accept it yet.
    hindrance: Option<String>,
    /// Where it is sent back, and where what counts is opened again.
    send_back: Option<String>,
    reopen: Option<String>,
    /// Where the hospital takes its round back, and where its own reviewer checks it.
    withdraw: Option<String>,
    check: Option<String>,
    /// Who in the hospital checked the round, and when.
    checked: Option<String>,
    /// What was said when rounds were given back, the latest first.
    reviews: Vec<Reviewed>,
    may_upload: bool,
    /// 分科室, and 分科室表 to be filled.
    departments: String,
    department_table: String,
    /// What stands over the numbers: the three months, then the quarter.
    columns: Vec<String>,
    version: i32,
    /// By when it is due; only on the page as first shown.
    deadline: Option<deadlines::Line>,
    /// Why what was just asked for was not done.
    errors: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
pub(super) struct Group {
    title: String,
    rows: Vec<ElementRow>,
}

#[derive(Serialize)]
struct ElementRow {
    code: String,
    name: String,
    unit: String,
    cells: Vec<ShownValue>,
    note: Option<String>,
    /// What is asked about it: number and state.
    asks: Vec<(usize, Tag)>,
    /// What the reviewer said of its cells in what holds now: cell and words.
    remarks: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    title: String,
    when: String,
    who: String,
    text: String,
    href: String,
}

impl View for ReturnPage {
    const TEMPLATE: &'static str = "returns/show.html";

    fn head(&self) -> Head {
        let code = self.code.clone();
        in_quarter(&self.title, self.period)
            .crumb(Crumb::here(self.hospital.clone()))
            .period(self.period, move |period| format!("/returns/{period}/{code}"))
    }
}

/// GET `/returns/{period}/{code}`
pub async fn show(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<ReturnPage>, PageError> {
    let quarter = quarter_of(&period)?;
    let mut page = return_page(&app.db, &catalogue, &viewer, quarter, &code, None).await?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    page.deadline = Some(deadlines::line(&app.db, &catalogue, &viewer, &hospital, quarter, app.clock.now()).await?);
    Ok(Page(page))
}

/// The page of a return; `typed` is what the clerk wrote and could not be taken.
///
/// # Errors
/// [`PageError::NotFound`] outside the scope, and of the database.
pub async fn return_page(
    db: &DatabaseConnection,
    catalogue: &Catalogue,
    viewer: &Viewer,
    quarter: Period,
    code: &str,
    typed: Option<&Faulty>,
) -> Result<ReturnPage, PageError> {
    let hospital = hospital_of(db, viewer, code, quarter).await?;
    let scope = viewer.scope();
    let uploads = store::uploads_of(db, &scope, hospital.id, quarter, STEPS).await?;
    let Some(of) = store::find(db, &scope, hospital.id, quarter).await? else {
        return Ok(ReturnPage::empty(viewer, &hospital, quarter, &uploads));
    };
    let round = match of.latest_round {
        Some(id) => store::round(db, id).await?,
        None => None,
    };
    let Some(round) = round else { return Ok(ReturnPage::empty(viewer, &hospital, quarter, &uploads)) };
    let values = store::of_round(db, round.id).await?;
    let upload = store::upload(db, round.upload).await?;
    let asks = store::asks_of(db, &[round.id]).await?.remove(&round.id).unwrap_or_default();
    let changed = match of.overtaken() {
        Some((accepted, _)) => changed(&values, &store::of_round(db, accepted).await?),
        None => 0,
    };
    let latest = Latest { catalogue, round: &round, values: &values, upload: upload.as_ref(), asks: &asks, changed };
    let desk = Reviewing::load(db, catalogue, viewer, (&hospital, &of)).await?;
    Ok(ReturnPage::new(viewer, &hospital, &of, &latest, &uploads, typed).reviewed(desk))
}

/// The latest round with what belongs to it.
struct Latest<'a> {
    catalogue: &'a Catalogue,
    round: &'a RoundRow,
    values: &'a [Value],
    upload: Option<&'a Upload>,
    asks: &'a [Ask],
    /// Cells that differ from the round that counts.
    changed: usize,
}

impl ReturnPage {
    fn empty(viewer: &Viewer, hospital: &HospitalAt, quarter: Period, uploads: &[Upload]) -> Self {
        Self {
            title: format!("{}　{}报表", hospital.name, quarter.label()),
            period: quarter,
            period_label: quarter.label(),
            code: hospital.code.clone(),
            hospital: hospital.name.clone(),
            tag: Tag::of(Standing::Awaited),
            lede: "还没有入库的轮次。".to_owned(),
            groups: Vec::new(),
            steps: steps(uploads),
            asks: None,
            correcting: None,
            compare: None,
            withdrawal: None,
            round: None,
            receipt: None,
            form: None,
            may_accept: false,
            hindrance: None,
            send_back: None,
            reopen: None,
            withdraw: None,
            check: None,
            checked: None,
            reviews: Vec::new(),
            may_upload: viewer.may(Power::SubmitReturns),
            departments: format!("/returns/{quarter}/{}/departments", hospital.code),
            department_table: format!("/returns/{quarter}/{}/department-table", hospital.code),
            columns: columns(quarter),
            version: 0,
            deadline: None,
            errors: Vec::new(),
        }
    }

    /// The same page, saying why what was just asked for was not done.
    pub fn refusing(mut self, words: String) -> Self {
        self.errors.push(("", words));
        self
    }

    fn new(
        viewer: &Viewer,
        hospital: &HospitalAt,
        of: &Return,
        latest: &Latest<'_>,
        uploads: &[Upload],
        typed: Option<&Faulty>,
    ) -> Self {
        let (round, sender) = (latest.round, latest.round.received_from);
        let here = format!("/returns/{}/{}", of.period, hospital.code);
        let reader = Reader { viewer, period: of.period, code: &hospital.code, sender };
        let asks = (!latest.asks.is_empty()).then(|| Asks::new(&reader, round.number, latest.asks, typed));
        Self {
            tag: Tag::of(of.standing()),
            lede: lede(of, round, latest.upload.map(|upload| upload.counts)),
            groups: groups(latest.catalogue, latest.round, latest.values, latest.asks),
            asks,
            correcting: Correcting::of(of, &hospital.code, latest.changed),
            compare: Some(format!("{here}/compare")),
            withdrawal: of.accepted.map(|(_, number)| format!("{here}/rounds/{number}/withdrawal")),
            round: Some(format!("{here}/rounds/{}", round.number)),
            receipt: Some(round.receipt.clone()),
            form: Some(format!("用 {} 年版的表填报，修订 {}", round.edition, round.revision)),
            version: of.version,
            ..Self::empty(viewer, hospital, of.period, uploads)
        }
    }

    /// With what the viewer may do to the round, and what was said of it.
    fn reviewed(mut self, desk: Reviewing) -> Self {
        let here = format!("/returns/{}/{}", self.period, self.code);
        let at = |may: bool, way: &str| may.then(|| format!("{here}/{way}"));
        self.may_accept = desk.accept.is_ok();
        self.hindrance = desk.accept.err().flatten();
        self.send_back = at(desk.send_back, "send-back");
        self.reopen = at(desk.reopen, "reopen");
        self.withdraw = at(desk.withdraw, "withdraw");
        self.check = at(desk.check, "check");
        self.checked = desk.checked;
        for said in desk.reviews.iter().filter(|review| review.holds()).flat_map(Reviewed::remarks) {
            let rows = self.groups.iter_mut().flat_map(|group| &mut group.rows);
            rows.filter(|row| row.code == said.0).for_each(|row| row.remarks.push((said.1.clone(), said.2.clone())));
        }
        self.reviews = desk.reviews;
        self
    }
}

fn lede(of: &Return, round: &RoundRow, counts: Option<Counts>) -> String {
    let counts =
        counts.map_or_else(String::new, |counts| format!("应填 {} 格，缺报 {} 格。", counts.expected, counts.missing));
    let accepted = match (of.standing(), of.accepted_at) {
        (Standing::Accepted, _) if of.repeats => "数字与计入进展的一轮相同。".to_owned(),
        (Standing::Accepted, Some(at)) => format!("{} 接收，已计入进展。", china_minute(at)),
        (Standing::Correcting, _) => "进展里仍是上一次接收的轮次，接收这一轮后更新。".to_owned(),
        (Standing::SentBack, _) => "已退回，不计入进展；医院重新上传后再审。".to_owned(),
        (Standing::Reopened, _) => "医院要重新上传；新的一轮接收之前，进展里仍是已接收的数字。".to_owned(),
        _ => "还没有接收，不计入进展。".to_owned(),
    };
    format!("第 {} 轮，{} 收到。{counts}{accepted}", round.number, china_minute(round.received_at))
}

fn steps(uploads: &[Upload]) -> Vec<Step> {
    let step = |upload: &Upload| {
        let (kind, text) = match upload.outcome {
            Outcome::Stored => ("ok", format!("{} 格", upload.counts.stored + upload.counts.unchanged)),
            Outcome::Refused => ("bad", format!("{} 处问题", upload.problems.len())),
            Outcome::Unchanged => ("", String::new()),
        };
        Step {
            kind,
            title: upload.outcome.label().to_owned(),
            when: china_minute(upload.at),
            who: upload.by_name.clone(),
            text,
            href: format!("/returns/uploads/{}", upload.batch),
        }
    };
    uploads.iter().map(step).collect()
}

/// The values of a round by target, as the form lists them.
pub(super) fn groups(catalogue: &Catalogue, round: &RoundRow, values: &[Value], all_asks: &[Ask]) -> Vec<Group> {
    let Some(edition) = edition_of(catalogue, round) else { return Vec::new() };
    let mut groups: Vec<Group> = Vec::new();
    let mut by_element: HashMap<&str, Vec<&Value>> = HashMap::new();
    for value in values {
        by_element.entry(value.element.as_str()).or_default().push(value);
    }
    for element in edition.elements.iter().filter_map(|id| catalogue.element(id)) {
        let title = group_title(&edition, element);
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Group { title, rows: Vec::new() });
        }
        let mine = by_element.remove(element.id.as_str()).unwrap_or_default();
        let asked = all_asks.iter().filter(|ask| ask.element.as_deref() == Some(element.id.as_str()));
        let at = |slot| {
            let value = mine.iter().find(|value| value.slot == slot);
            value.map(|value| shown(element, value))
        };
        let total = at(Slot::Quarter).unwrap_or_else(|| sum_of(element, &mine));
        let months = (0..3).map(|index| at(Slot::Month(index)).unwrap_or_else(blank));
        let row = ElementRow {
            code: element.id.to_string(),
            name: element.name.clone(),
            unit: element.unit.clone(),
            cells: months.chain([total]).collect(),
            note: mine.iter().find_map(|value| value.note.clone()),
            asks: asked.map(|ask| (ask.number, asks::tag(ask))).collect(),
            remarks: Vec::new(),
        };
        if let Some(group) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    groups
}
