//! One finding: what was found, every step, and the next one.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::{Tag, left, tag};
use crate::access::{FindingId, Viewer};
use crate::authorities;
use crate::calendar::{china_date, china_minute};
use crate::files::Evidence;
use crate::inspections::model::Standing;
use crate::rectifications::check::{TEXT_MAX, Typed};
use crate::rectifications::keep::Ground;
use crate::rectifications::model::{KeptFile, Kind, Step};
use crate::rectifications::store;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/rectifications/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    id: i64,
    hospital: String,
    visit: String,
    visit_number: String,
    goer: String,
    number: i32,
    system: String,
    text: String,
    clause: String,
    department: String,
    due: NaiveDate,
    last_due: NaiveDate,
    left: String,
    tag: Tag,
    steps: Vec<StepRow>,
    seen: i32,
    may_reply: bool,
    may_check: bool,
    may_prolong: bool,
    follow: String,
    typed: Typed,
    /// The form the faults are of: key of a step's kind, or empty.
    which: &'static str,
    faults: FieldErrors,
    errors: std::collections::BTreeMap<&'static str, Option<String>>,
    text_most: usize,
    today: NaiveDate,
}

#[derive(Serialize)]
struct StepRow {
    kind: &'static str,
    label: &'static str,
    text: String,
    who: Option<String>,
    day: Option<String>,
    at: String,
    by: String,
    /// Address, name, whether a picture.
    files: Vec<(String, String, bool)>,
}

/// The fields of the forms.
const FIELDS: [&str; 7] = ["measures", "department", "person", "done_on", "reason", "until", "file"];

impl OnePage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// [`PageError::NotFound`] outside the scope.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        id: FindingId,
        posted: Option<(Kind, Typed, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let ground = Ground::find(&app.db, &viewer.scope(), id).await?.ok_or(PageError::NotFound)?;
        let steps = store::steps(&app.db, &ground.finding).await?;
        let files = store::files(&app.db, &ground.finding).await?;
        let today = china_date(app.clock.now());
        let goer = match ground.visit.authority {
            Some(id) => authorities::store::by_id(&app.db, id).await?.map(|one| one.name).unwrap_or_default(),
            None => "医院自查".to_owned(),
        };
        let (which, typed, faults) = match posted {
            Some((kind, typed, faults)) => (kind.key(), typed, faults),
            None => ("", Typed::new(), FieldErrors::default()),
        };
        let (finding, standing) = (&ground.finding, ground.finding.standing);
        let checks = ground.may_check(viewer);
        Ok(Self {
            id: id.0,
            visit: ground.visit.href(),
            visit_number: ground.visit.number.to_string(),
            goer,
            number: finding.number,
            system: finding.system_name.clone(),
            text: finding.text.clone(),
            clause: finding.clause.clone(),
            department: finding.department.clone(),
            due: finding.due,
            last_due: finding.last_due,
            left: left(finding, today),
            tag: tag(finding, today),
            steps: steps.into_iter().rev().map(|step| step_row(step, &files, id)).collect(),
            seen: finding.steps,
            may_reply: ground.may_reply(viewer) && standing == Standing::Open,
            may_check: checks && standing == Standing::Replied,
            may_prolong: checks && standing != Standing::Closed,
            follow: format!("/visits/new?kind=follow_up&hospital={}&follows={}", ground.code, ground.visit.number),
            hospital: ground.hospital.clone(),
            errors: FIELDS.into_iter().map(|field| (field, faults.of(field))).collect(),
            typed,
            which,
            faults,
            text_most: TEXT_MAX,
            today,
        })
    }
}

fn step_row(step: Step, files: &[KeptFile], finding: FindingId) -> StepRow {
    let own = files.iter().filter(|file| file.step == step.id);
    let file = |file: &KeptFile| {
        (format!("/rectifications/{finding}/files/{}", file.id), file.name.clone(), file.kind != Evidence::Pdf)
    };
    let word = if step.kind == Kind::Prolonged { "新的时限" } else { "完成日期" };
    StepRow {
        kind: step.kind.key(),
        label: step.kind.label(),
        who: step.department.map(|department| format!("{department}，{}", step.person.unwrap_or_default())),
        day: step.day.map(|day| format!("{word} {day}")),
        text: step.text,
        at: china_minute(step.at),
        by: format!("{} {}", step.by_place, step.by_name),
        files: own.map(file).collect(),
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "rectifications/one.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　整改", self.hospital))
            .crumb(Crumb::to("整改台账", "/rectifications"))
            .crumb(Crumb::here(format!("{}-{}", self.visit_number, self.number)))
    }
}

/// GET `/rectifications/{id}`
pub async fn one(State(app): State<AppState>, viewer: Viewer, Path(id): Path<i64>) -> Result<Page<OnePage>, PageError> {
    Ok(Page(OnePage::load(&app, &viewer, FindingId(id), None).await?))
}
