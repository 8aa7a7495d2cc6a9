//! 得分怎么算的: the sum, system by system.

use axum::extract::State;
use serde::Serialize;

use super::{Looking, score_text};
use crate::access::Viewer;
use crate::inspections::measure::Totals;
use crate::state::AppState;
use crate::web::{Head, Page, PageError, Path, View};

/// What `templates/inspections/score.html` shows.
#[derive(Serialize)]
pub struct ScorePage {
    rows: Vec<Row>,
    score: Option<String>,
    scored: usize,
    /// What 符合, 部分符合 and 不符合 are worth.
    worth: [u8; 3],
    source: String,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    met: usize,
    partly: usize,
    not_met: usize,
    left_out: usize,
    open: usize,
    sum: String,
    score: Option<String>,
}

impl View for ScorePage {
    const TEMPLATE: &'static str = "inspections/score.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/visits/{number}/score`
pub async fn score(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
) -> Result<Page<ScorePage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let looking = Looking::begun(&app, &viewer, &number).await?;
    let checklist = &looking.edition.checklist;
    let totals = Totals::of(checklist, &looking.answers);
    let scores = &checklist.scores;
    let row = |(system, tally): (&crate::catalogue::model::System, &crate::inspections::measure::Tally)| Row {
        name: system.name.clone(),
        href: format!("{}/systems/{}", looking.visit.href(), system.ordinal),
        met: tally.met,
        partly: tally.partly,
        not_met: tally.not_met,
        left_out: tally.not_applicable,
        open: tally.open,
        sum: format!(
            "({}×{} + {}×{} + {}×{}) ÷ {}",
            tally.met,
            scores.met,
            tally.partly,
            scores.partly,
            tally.not_met,
            scores.not_met,
            tally.scored()
        ),
        score: tally.score(scores).map(score_text),
    };
    Ok(Page(ScorePage {
        rows: checklist.systems.iter().zip(&totals.systems).map(row).collect(),
        score: totals.score.map(score_text),
        scored: totals.scored,
        worth: [scores.met, scores.partly, scores.not_met],
        source: scores.source.clone(),
        head: looking.head("得分怎么算的", "得分"),
    }))
}
