//! Whether one's own authority wants a stamped sign-off before it accepts a return.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::authorities::{self, Authority};
use crate::settings::form::{Faults, StampForm};
use crate::settings::pages::Step;
use crate::settings::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, View};

/// What `templates/settings/stamp.html` shows.
#[derive(Serialize)]
pub struct StampPage {
    authority: String,
    /// What holds now.
    required: bool,
    /// What is chosen in the form.
    chosen: String,
    chosen_error: Option<String>,
    reason: String,
    reason_error: Option<String>,
    version: i32,
    faults: Faults,
    history: Vec<Step>,
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

impl StampPage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(app: &AppState, own: &Authority, posted: Option<(StampForm, Faults)>) -> Result<Self, PageError> {
        let history = store::history_of_stamp(&app.db, own.id).await?;
        let now = history.first();
        let required = now.is_some_and(|set| set.value == Some(1));
        let fresh = || StampForm { required: if required { "yes" } else { "no" }.to_owned(), ..StampForm::default() };
        let (form, faults) = posted.unwrap_or_else(|| (fresh(), Faults::default()));
        let what = |value: Option<i64>| if value == Some(1) { "改为要签章件" } else { "改为不要签章件" };
        Ok(Self {
            authority: own.name.clone(),
            required,
            chosen: form.required,
            chosen_error: faults.of("required"),
            reason: form.reason,
            reason_error: faults.of("reason"),
            version: now.map_or(0, |set| set.version),
            faults,
            history: history.iter().map(|set| Step::of(set, what(set.value).to_owned())).collect(),
        })
    }
}

/// GET `/settings/stamp`
pub async fn stamp(State(app): State<AppState>, viewer: Viewer) -> Result<Page<StampPage>, PageError> {
    let own = own_commission(&app, &viewer).await?;
    Ok(Page(StampPage::load(&app, &own, None).await?))
}

impl View for StampPage {
    const TEMPLATE: &'static str = "settings/stamp.html";

    fn head(&self) -> Head {
        Head::titled("签章件").crumb(Crumb::to("本省设置", "/settings")).crumb(Crumb::here("签章件"))
    }
}
