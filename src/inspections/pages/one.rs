//! One visit: how far it has come, what is known of the hospital, what is to be done next.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::hospitals::Listed;
use crate::inspections::form::BeginForm;
use crate::inspections::keep::{self, may_drop, may_work};
use crate::inspections::measure::{Tally, Totals};
use crate::inspections::model::{Duty, Finding, Number, State as Standing, Visit};
use crate::inspections::pages::pack::{Reported, reported};
use crate::inspections::pages::{Looking, Tag, found, goer, hospital_of, score_text, verdict_tag};
use crate::inspections::store;
use crate::inspectors::{Inspector, tied};
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Path, View};

/// Earlier findings a page lists at most.
const EARLIER: usize = 20;

/// What `templates/inspections/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    number: String,
    href: String,
    hospital: String,
    code: String,
    /// 级别、类别、床位, in words.
    facts: Vec<(&'static str, String)>,
    goer: String,
    kind: &'static str,
    state: Tag,
    stage: &'static str,
    reason: Option<String>,
    draw: Option<String>,
    purposes: String,
    planned_for: Option<NaiveDate>,
    begun_on: Option<NaiveDate>,
    closing: Option<Ended>,
    dropped: Option<String>,
    checklist: String,
    team: Vec<(String, &'static str)>,
    systems: Vec<SystemRow>,
    tally: Option<Counts>,
    /// The score and of how many systems it is the mean.
    score: Option<(String, usize)>,
    findings: Vec<FindingRow>,
    earlier: Vec<FindingRow>,
    earlier_more: usize,
    visits: Vec<(String, String, &'static str)>,
    may_work: bool,
    may_drop: bool,
    next: Option<String>,
    begin: BeginFields,
    /// Whom the authority can send.
    pool: Vec<PoolRow>,
    /// What was reported of late; the hospital itself needs no telling.
    reported: Vec<Reported>,
    reason_field: Field,
    version: i32,
    faults: FieldErrors,
}

/// A tally as a page shows it.
#[derive(Clone, Copy, Serialize)]
struct Counts {
    met: usize,
    partly: usize,
    not_met: usize,
    not_applicable: usize,
    open: usize,
    answered: usize,
    all: usize,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        Self {
            met: tally.met,
            partly: tally.partly,
            not_met: tally.not_met,
            not_applicable: tally.not_applicable,
            open: tally.open,
            answered: tally.answered(),
            all: tally.all(),
        }
    }
}

#[derive(Serialize)]
struct SystemRow {
    ordinal: u8,
    name: String,
    href: String,
    counts: Counts,
}

#[derive(Serialize)]
struct FindingRow {
    id: i64,
    number: i32,
    system: String,
    text: String,
    clause: String,
    department: String,
    due: NaiveDate,
    verdict: Tag,
}

#[derive(Serialize)]
struct Ended {
    on: NaiveDate,
    at: String,
    by: String,
    signer: Option<String>,
    witness: Option<String>,
    objection: Option<String>,
}

/// Somebody of the pool.
#[derive(Serialize)]
struct PoolRow {
    code: String,
    name: String,
    about: String,
    /// Visits this year.
    load: i64,
    /// Why the person does not go there.
    tied: Option<&'static str>,
    chosen: bool,
}

#[derive(Default, Serialize)]
struct BeginFields {
    on: Field,
    campus: Field,
    leader: Field,
    members: Field,
}

fn finding_row(finding: Finding) -> FindingRow {
    FindingRow {
        id: finding.id.0,
        number: finding.number,
        system: finding.system_name,
        text: finding.text,
        clause: finding.clause,
        department: finding.department,
        due: finding.due,
        verdict: verdict_tag(finding.verdict),
    }
}

impl OnePage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// [`PageError::NotFound`] outside the scope.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        number: &Number,
        (posted, faults): (Option<BeginForm>, FieldErrors),
    ) -> Result<Self, PageError> {
        let visit = found(app, viewer, number).await?;
        let scope = viewer.scope();
        let hospital = hospital_of(app, &visit).await?;
        let looking = match visit.edition {
            Some(_) => Some(Looking::begun(app, viewer, number).await?),
            None => None,
        };
        let totals = looking.as_ref().map(|looking| Totals::of(&looking.edition.checklist, &looking.answers));
        let team = store::members(&app.db, &scope, visit.id).await?;
        let mut earlier = store::findings_of_hospital(&app.db, &scope, visit.hospital).await?;
        earlier.retain(|finding| finding.visit < visit.id);
        let others = store::of_hospital(&app.db, &scope, visit.hospital).await?;
        let listed = catalogue.checklist(visit.checklist.as_str());
        let today = china_date(app.clock.now());
        Ok(Self {
            number: visit.number.to_string(),
            href: visit.href(),
            hospital: hospital.facts.name.clone(),
            code: hospital.code.clone(),
            facts: facts(&hospital, catalogue),
            goer: goer(app, &visit, &hospital).await?,
            kind: visit.kind.label(),
            state: visit.state().into(),
            stage: visit.state().key(),
            checklist: looking.as_ref().map_or_else(
                || listed.map(|one| one.title.clone()).unwrap_or_default(),
                |looking| {
                    format!("{}（{}）", looking.edition.checklist.title, looking.edition.checklist.revision_label())
                },
            ),
            reported: match viewer.hospital() {
                None => reported(app, &scope, (visit.hospital, &hospital.code), today).await?,
                Some(_) => Vec::new(),
            },
            pool: pool_rows(app, viewer, &visit, posted.as_ref(), today).await?,
            begin: begin_fields(posted, &team, &visit, today, &faults),
            team: team.into_iter().map(|one| (one.name, one.duty.label())).collect(),
            systems: systems(looking.as_ref(), totals.as_ref()),
            tally: totals.as_ref().map(|totals| totals.all.into()),
            score: totals.and_then(|totals| Some((score_text(totals.score?), totals.scored))),
            next: looking.as_ref().and_then(next_open),
            findings: store::findings_of(&app.db, &scope, visit.id).await?.into_iter().map(finding_row).collect(),
            earlier_more: earlier.len().saturating_sub(EARLIER),
            earlier: earlier.into_iter().rev().take(EARLIER).map(finding_row).collect(),
            visits: others
                .into_iter()
                .filter(|other| other.id != visit.id)
                .map(|other| {
                    let on = other.begun_on.map(|on| on.to_string()).unwrap_or_default();
                    (other.href(), format!("{on} {}", other.kind.label()), other.state().label())
                })
                .collect(),
            may_work: may_work(viewer, &visit),
            may_drop: may_drop(viewer, &visit),
            reason_field: Field { value: String::new(), error: faults.of("reason") },
            closing: visit.closing.clone().map(|ended| Ended {
                on: ended.on,
                at: china_minute(ended.at),
                by: ended.by_name,
                signer: ended.signer,
                witness: ended.witness,
                objection: ended.objection,
            }),
            reason: visit.reason,
            draw: visit.draw,
            purposes: visit.purposes,
            planned_for: visit.planned_for,
            begun_on: visit.begun_on,
            dropped: visit.dropped,
            version: visit.version,
            faults,
        })
    }
}

fn facts(hospital: &Listed, catalogue: &Catalogue) -> Vec<(&'static str, String)> {
    let level = catalogue.register().level_name(&hospital.facts.level).to_owned();
    let beds = hospital.facts.beds.map_or_else(|| "未填".to_owned(), |beds| format!("{beds} 张"));
    let services: Vec<&str> = hospital.facts.services.iter().map(String::as_str).collect();
    let services = if services.is_empty() { "都没有登记".to_owned() } else { services.join("、") };
    vec![("级别", level), ("床位", beds), ("开展服务", services)]
}

fn systems(looking: Option<&Looking>, totals: Option<&Totals>) -> Vec<SystemRow> {
    let Some((looking, totals)) = looking.zip(totals) else { return Vec::new() };
    let systems = looking.edition.checklist.systems.iter().zip(&totals.systems);
    systems
        .map(|(system, tally)| SystemRow {
            ordinal: system.ordinal,
            name: system.name.clone(),
            href: format!("{}/systems/{}", looking.visit.href(), system.ordinal),
            counts: (*tally).into(),
        })
        .collect()
}

/// Whom the authority of a planned visit can send, for those who begin it.
async fn pool_rows(
    app: &AppState,
    viewer: &Viewer,
    visit: &Visit,
    posted: Option<&BeginForm>,
    today: NaiveDate,
) -> Result<Vec<PoolRow>, PageError> {
    if visit.state() != Standing::Planned || !may_work(viewer, visit) {
        return Ok(Vec::new());
    }
    let pool = keep::pool(&app.db, visit, today).await?;
    let year = (today.with_ordinal(1).unwrap_or(today), today);
    let loads = store::loads_everywhere(&app.db, year).await?;
    let row = |one: Inspector| PoolRow {
        load: loads.get(&one.id).copied().unwrap_or(0),
        tied: tied(&one, visit.hospital, today),
        chosen: posted.is_some_and(|form| form.pool.contains(&one.code)),
        about: one.facts.specialities.iter().cloned().collect::<Vec<_>>().join("、"),
        code: one.code,
        name: one.facts.name,
    };
    Ok(pool.into_iter().map(row).collect())
}

/// Where the first point without an answer is.
fn next_open(looking: &Looking) -> Option<String> {
    let open = looking.edition.points().find(|(_, point)| !looking.answers.contains_key(&point.id));
    open.map(|(_, point)| format!("{}/points/{}", looking.visit.href(), point.id))
}

fn begin_fields(
    posted: Option<BeginForm>,
    team: &[crate::inspections::model::Member],
    visit: &Visit,
    today: NaiveDate,
    faults: &FieldErrors,
) -> BeginFields {
    if visit.state() != Standing::Planned {
        return BeginFields::default();
    }
    let form = posted.unwrap_or_else(|| {
        let of = |duty| team.iter().filter(move |one| one.duty == duty).map(|one| one.name.clone());
        BeginForm {
            on: today.to_string(),
            campus: visit.campus.clone().unwrap_or_default(),
            leader: of(Duty::Leader).next().unwrap_or_default(),
            members: of(Duty::Member).collect::<Vec<_>>().join("\n"),
            pool: Vec::new(),
            version: visit.version,
        }
    });
    let field = |value: String, name: &str| Field { value, error: faults.of(name) };
    BeginFields {
        on: field(form.on, "on"),
        campus: field(form.campus, "campus"),
        leader: field(form.leader, "leader"),
        members: field(form.members, "members"),
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "inspections/one.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　现场督导", self.hospital))
            .crumb(Crumb::to("现场督导", "/visits"))
            .crumb(Crumb::here(self.number.clone()))
    }
}

/// GET `/visits/{number}`
pub async fn one(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path(number): Path<String>,
) -> Result<Page<OnePage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    Ok(Page(OnePage::load(&app, &catalogue, &viewer, &number, (None, FieldErrors::default())).await?))
}
