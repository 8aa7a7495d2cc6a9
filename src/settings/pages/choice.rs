//! What one's own authority decides about the returns it reviews.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::authorities::{self, Authority};
use crate::settings::choice::Choice;
use crate::settings::form::{ChoiceForm, Faults};
use crate::settings::pages::Step;
use crate::settings::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/settings/choice.html` shows.
#[derive(Serialize)]
pub struct ChoicePage {
    key: &'static str,
    title: &'static str,
    question: &'static str,
    hint: &'static str,
    authority: String,
    /// What holds now.
    said: &'static str,
    answers: Vec<Answered>,
    answer_error: Option<String>,
    reason: String,
    reason_error: Option<String>,
    version: i32,
    faults: Faults,
    history: Vec<Step>,
}

#[derive(Serialize)]
struct Answered {
    key: &'static str,
    label: &'static str,
    chosen: bool,
}

/// The viewer's own authority, where it accepts returns; a QC centre does not.
///
/// # Errors
/// [`PageError::NotFound`].
pub async fn own_commission(app: &AppState, viewer: &Viewer) -> Result<Authority, PageError> {
    let id = viewer.authority().ok_or(PageError::NotFound)?;
    let own = authorities::store::by_id(&app.db, id).await?;
    own.filter(Authority::is_commission).ok_or(PageError::NotFound)
}

impl ChoicePage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(
        app: &AppState,
        own: &Authority,
        choice: Choice,
        posted: Option<(ChoiceForm, Faults)>,
    ) -> Result<Self, PageError> {
        let history = store::history_of_choice(&app.db, own.id, choice).await?;
        let now = history.first();
        let holds = choice.answer(now.and_then(|set| set.value));
        let fresh = || ChoiceForm { answer: holds.key.to_owned(), ..ChoiceForm::default() };
        let (form, faults) = posted.unwrap_or_else(|| (fresh(), Faults::default()));
        let answers = choice.answers().iter();
        let answered =
            answers.map(|answer| Answered { key: answer.key, label: answer.label, chosen: answer.key == form.answer });
        Ok(Self {
            key: choice.key(),
            title: choice.title(),
            question: choice.question(),
            hint: choice.hint(),
            authority: own.name.clone(),
            said: holds.said,
            answers: answered.collect(),
            answer_error: faults.of("answer"),
            reason: form.reason,
            reason_error: faults.of("reason"),
            version: now.map_or(0, |set| set.version),
            faults,
            history: history
                .iter()
                .map(|set| Step::of(set, format!("改为{}", choice.answer(set.value).said)))
                .collect(),
        })
    }
}

/// GET `/settings/choices/{choice}`
pub async fn choice(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(key): Path<String>,
) -> Result<Page<ChoicePage>, PageError> {
    let choice = Choice::of_key(&key).ok_or(PageError::NotFound)?;
    let own = own_commission(&app, &viewer).await?;
    Ok(Page(ChoicePage::load(&app, &own, choice, None).await?))
}

impl View for ChoicePage {
    const TEMPLATE: &'static str = "settings/choice.html";

    fn head(&self) -> Head {
        Head::titled(self.title).crumb(Crumb::to("本省设置", "/settings")).crumb(Crumb::here(self.title))
    }
}
