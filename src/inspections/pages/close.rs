//! The end of a visit: findings with department and date, signatures.

use axum::extract::State;
use serde::Serialize;

use super::{Looking, Tag, verdict_tag};
use crate::access::Viewer;
use crate::calendar::china_date;
use crate::inspections::check::Typed;
use crate::inspections::closing::{DAYS_TO_MEND, Proposed, proposed, stamp, usual};
use crate::inspections::measure::Totals;
use crate::inspections::model::{Number, Verdict};
use crate::state::AppState;
use crate::web::{Field, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/inspections/close.html` shows.
#[derive(Serialize)]
pub struct ClosePage {
    href: String,
    hospital: String,
    own: bool,
    answered: usize,
    all: usize,
    open: usize,
    open_href: Option<String>,
    not_met: usize,
    partly: usize,
    rows: Vec<Row>,
    days: u64,
    on: Field,
    signer: Field,
    refused: bool,
    witness: Field,
    objection: Field,
    unanswered: bool,
    unanswered_fault: Option<String>,
    version: i32,
    answers: i32,
    faults: FieldErrors,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct Row {
    point: String,
    system: String,
    question: String,
    clause: String,
    verdict: Tag,
    /// 部分符合 may be left to the list of what is to be improved.
    may_leave: bool,
    take: bool,
    text: Field,
    department: Field,
    due: Field,
}

impl ClosePage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// [`PageError::NotFound`] for whoever does not carry the visit out, and when it is not being carried out.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        number: &Number,
        posted: Option<(Typed, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let looking = Looking::working(app, viewer, number).await?;
        let totals = Totals::of(&looking.edition.checklist, &looking.answers);
        let today = china_date(app.clock.now());
        let (typed, faults) = posted.unwrap_or_else(|| {
            (usual(&looking.visit, &looking.edition, &looking.answers, today), FieldErrors::default())
        });
        let field = |name: &str| Field { value: typed.get(name).cloned().unwrap_or_default(), error: faults.of(name) };
        let ticked = |name: &str| typed.contains_key(name);
        let row = |one: Proposed<'_>| {
            let named = |part: &str| format!("{part}-{}", one.point.id);
            Row {
                point: one.point.id.to_string(),
                system: one.system.name.clone(),
                question: one.point.text.clone(),
                clause: one.clause.clone(),
                verdict: verdict_tag(one.answer.said.verdict),
                may_leave: one.answer.said.verdict == Verdict::Partly,
                take: ticked(&named("take")),
                text: field(&named("text")),
                department: field(&named("department")),
                due: field(&named("due")),
            }
        };
        let open = looking.edition.points().find(|(_, point)| !looking.answers.contains_key(&point.id));
        Ok(Self {
            href: looking.visit.href(),
            hospital: looking.hospital.facts.name.clone(),
            own: looking.visit.authority.is_none(),
            answered: totals.all.answered(),
            all: totals.all.all(),
            open: totals.all.open,
            open_href: open.map(|(_, point)| format!("{}/points/{}", looking.visit.href(), point.id)),
            not_met: totals.all.not_met,
            partly: totals.all.partly,
            rows: proposed(&looking.edition, &looking.answers).into_iter().map(row).collect(),
            days: DAYS_TO_MEND,
            on: field("on"),
            signer: field("signer"),
            refused: ticked("refused"),
            witness: field("witness"),
            objection: field("objection"),
            unanswered: ticked("unanswered"),
            unanswered_fault: faults.of("unanswered"),
            version: looking.visit.version,
            answers: stamp(&looking.answers),
            head: looking.head("结束督导", "结束"),
            faults,
        })
    }
}

impl View for ClosePage {
    const TEMPLATE: &'static str = "inspections/close.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/visits/{number}/close`
pub async fn close(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
) -> Result<Page<ClosePage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    Ok(Page(ClosePage::load(&app, &viewer, &number, None).await?))
}
