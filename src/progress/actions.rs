//! POST: something is said of a series, or taken back.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::annotations::{self, AddForm, Kind, WithdrawForm};
use crate::kept::NotKept;
use crate::progress::desk::Desk;
use crate::progress::look::TargetQuery;
use crate::progress::pages::{ControlPage, sight};
use crate::progress::pick::PickQuery;
use crate::progress::sight::Sight;
use crate::state::AppState;
use crate::web::{Flash, Form, Page, PageError, Path};

/// What every form of a control chart posts beside its own fields: which chart it stands under.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Under {
    period: Option<String>,
    indicator: Option<String>,
    by: Option<String>,
    group: Option<String>,
    quarters: Option<String>,
    grain: Option<String>,
    kind: String,
    day: String,
    start: String,
    text: String,
    reason: String,
    version: i32,
}

impl Under {
    fn asked(&self) -> (TargetQuery, PickQuery) {
        let target = TargetQuery {
            period: self.period.clone(),
            indicator: self.indicator.clone(),
            quarters: self.quarters.clone(),
            ..TargetQuery::default()
        };
        let (by, group, grain) = (self.by.clone(), self.group.clone(), self.grain.clone());
        (target, PickQuery { by, group, grain, ..PickQuery::default() })
    }

    fn add(&self) -> AddForm {
        AddForm { kind: self.kind.clone(), day: self.day.clone(), start: self.start.clone(), text: self.text.clone() }
    }
}

/// POST `/targets/{year}/{ordinal}/annotations`
pub async fn annotate(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Form(posted): Form<Under>,
) -> Result<Response, PageError> {
    viewer.must(Power::Annotate)?;
    let (sight, form) = (sight(&desk, &viewer, place, posted.asked()).await?, posted.add());
    match annotations::add(&app, &viewer, &sight.subject(), &sight.ground(), &form).await {
        Err(NotKept::Faulty(faults)) => {
            Ok(again(ControlPage::load(&desk, &viewer, &sight).await?.refusing(&form, faults)))
        }
        done => Ok(done.map(|()| {
            back(&sight, if form.kind == Kind::Rebase.key() { "limits-restarted" } else { "annotation-added" })
        })?),
    }
}

/// POST `/targets/{year}/{ordinal}/annotations/{id}/withdraw`
pub async fn withdraw(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Path((year, ordinal, id)): Path<(i32, u8, i64)>,
    Form(posted): Form<Under>,
) -> Result<Response, PageError> {
    viewer.must(Power::Annotate)?;
    let sight = sight(&desk, &viewer, (year, ordinal), posted.asked()).await?;
    let form = WithdrawForm { version: posted.version, reason: posted.reason.clone() };
    // Of the chart it stands under, or it is none of this page.
    if !sight.notes.iter().any(|note| note.id == id) {
        return Err(PageError::NotFound);
    }
    match annotations::withdraw(&app, &viewer, id, &form).await {
        Err(NotKept::Faulty(faults)) => {
            Ok(again(ControlPage::load(&desk, &viewer, &sight).await?.not_withdrawing(id, &form, faults)))
        }
        done => Ok(done.map(|_| back(&sight, "annotation-withdrawn"))?),
    }
}

fn again(page: ControlPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}

fn back(sight: &Sight<'_>, said: &'static str) -> Response {
    let to = format!("{}#notes", sight.address("/control").text());
    ([Flash::cookie(said)], Redirect::to(&to)).into_response()
}
