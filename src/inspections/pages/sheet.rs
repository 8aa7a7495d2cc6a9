//! 补录: every point of a checklist in one form, for what was written on paper.

use axum::extract::State;
use serde::Serialize;

use super::Looking;
use super::point::as_typed;
use crate::access::Viewer;
use crate::catalogue::model::CheckPoint;
use crate::inspections::check::{Typed, field_of, unit};
use crate::inspections::judge;
use crate::inspections::keep::by_point;
use crate::inspections::model::{Number, VERDICTS};
use crate::state::AppState;
use crate::web::{FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/inspections/sheet.html` shows.
#[derive(Serialize)]
pub struct SheetPage {
    href: String,
    systems: Vec<(u8, String, Vec<Row>)>,
    verdicts: Vec<(&'static str, &'static str)>,
    answered: usize,
    all: usize,
    faults: FieldErrors,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct Row {
    id: String,
    text: String,
    clause: String,
    seen: i32,
    verdict: String,
    note: String,
    sampled: bool,
    sample_met: String,
    sample_of: String,
    /// Field, subject, unit, value.
    limits: Vec<(String, String, &'static str, String)>,
    faults: Vec<String>,
}

impl SheetPage {
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
        let (typed, faults) = posted.unwrap_or_default();
        let typed = by_point(&typed);
        let row = |point: &CheckPoint| {
            let stands = looking.answers.get(&point.id);
            let fields = typed.get(point.id.as_str()).cloned().unwrap_or_else(|| as_typed(stands));
            let text = |field: &str| fields.get(field).cloned().unwrap_or_default();
            let limits = judge::limits(&looking.edition.checklist, point).map(|limit| {
                let field = field_of(limit.id.as_str());
                (format!("{field}.{}", point.id), limit.subject.clone(), unit(limit.unit), text(&field))
            });
            let ending = format!(".{}", point.id);
            let wrong = faults.0.iter().filter(|(field, _)| field.ends_with(&ending)).map(|(_, text)| text.clone());
            Row {
                id: point.id.to_string(),
                text: point.text.clone(),
                clause: point.clause.clone(),
                seen: stands.map_or(0, |answer| answer.number),
                verdict: text("verdict"),
                note: text("note"),
                sampled: point.sampled(),
                sample_met: text("sample_met"),
                sample_of: text("sample_of"),
                limits: limits.collect(),
                faults: wrong.collect(),
            }
        };
        let systems = looking.edition.checklist.systems.iter();
        Ok(Self {
            href: looking.visit.href(),
            systems: systems
                .map(|system| (system.ordinal, system.name.clone(), system.check_points.iter().map(row).collect()))
                .collect(),
            verdicts: VERDICTS.into_iter().map(|verdict| (verdict.key(), verdict.label())).collect(),
            answered: looking.answers.len(),
            all: looking.edition.size(),
            head: looking.head("从纸上补录", "补录"),
            faults,
        })
    }
}

impl View for SheetPage {
    const TEMPLATE: &'static str = "inspections/sheet.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/visits/{number}/sheet`
pub async fn sheet(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
) -> Result<Page<SheetPage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    Ok(Page(SheetPage::load(&app, &viewer, &number, None).await?))
}
