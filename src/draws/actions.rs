//! POST: commit, seed, strike out, recuse, reveal.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::draws::canonical::clean;
use crate::draws::course::Misfit;
use crate::draws::form::{CommitForm, RecordForm};
use crate::draws::judge::misfit_label;
use crate::draws::keep::{self, NotKept};
use crate::draws::kept::Draw;
use crate::draws::model::{Kind, Record};
use crate::draws::order::spelled;
use crate::draws::pages::{NewPage, OnePage, found};
use crate::draws::plan::{self, PlanForm};
use crate::state::AppState;
use crate::web::{Checked, FieldErrors, Flash, Form, Page, PageError, Path};

/// POST `/draws`
pub async fn commit(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(form): Form<CommitForm>,
) -> Result<Response, PageError> {
    let kept = match form.check(crate::calendar::china_date(app.clock.now())) {
        Ok(order) => keep::commit(&app, &catalogue, &viewer, &order).await,
        Err(faults) => Err(NotKept::Faults(faults)),
    };
    let faults = match kept {
        Ok(number) => return Ok(Redirect::to(&format!("/draws/{number}")).into_response()),
        Err(why) => told(why)?,
    };
    let page = NewPage::load(&app, &catalogue, &viewer, Some((form, faults))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

/// POST `/draws/{number}/seed`
pub async fn seed(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<RecordForm>,
) -> Result<Response, PageError> {
    let draw = own(&app, &viewer, &number, &form).await?;
    let now = app.clock.now();
    let record = match draw.list.kind {
        Kind::Public => {
            form.seed(now).map(|(time, source, value, note)| Record::Seed { time: spelled(time), source, value, note })
        }
        Kind::Witnessed => {
            form.witnesses().map(|(first, second, note)| Record::Witnesses { time: spelled(now), first, second, note })
        }
    };
    write_down(&app, &viewer, &draw, ("seed", form), record).await
}

/// POST `/draws/{number}/plan`
pub async fn plan(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(number): Path<String>,
    Form(form): Form<PlanForm>,
) -> Result<Response, PageError> {
    let draw = found(&app, &viewer, &number).await?;
    match plan::plan(&app, &catalogue, &viewer, &draw.list.number, &form).await {
        Ok(done) if done == plan::Done::default() => {
            Ok(([Flash::cookie("nothing-changed")], Redirect::to(&format!("/draws/{number}"))).into_response())
        }
        Ok(_) => Ok(([Flash::cookie("draw-planned")], Redirect::to("/visits?state=planned")).into_response()),
        Err(why) => Err(PageError::refused(
            told(why)?.0.into_iter().map(|(_, text)| text).collect::<String>(),
            "请返回上一页改过再交。",
        )),
    }
}

/// POST `/draws/{number}/strike`
pub async fn strike(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<RecordForm>,
) -> Result<Response, PageError> {
    let draw = own(&app, &viewer, &number, &form).await?;
    let (time, code) = (spelled(app.clock.now()), clean(&form.code));
    let record = form.reason(true).map(|reason| Record::Strike { time, code, reason });
    write_down(&app, &viewer, &draw, ("strike", form), record).await
}

/// POST `/draws/{number}/recuse`
pub async fn recuse(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<RecordForm>,
) -> Result<Response, PageError> {
    let draw = own(&app, &viewer, &number, &form).await?;
    let (time, hospital, inspector) = (spelled(app.clock.now()), clean(&form.code), clean(&form.inspector));
    let record = form.reason(true).map(|reason| Record::Recusal { time, hospital, inspector, reason });
    write_down(&app, &viewer, &draw, ("recuse", form), record).await
}

/// POST `/draws/{number}/reveal`
pub async fn reveal(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<RecordForm>,
) -> Result<Response, PageError> {
    let draw = own(&app, &viewer, &number, &form).await?;
    let early = crate::calendar::china_date(app.clock.now()) < draw.list.due;
    let kept = match form.reason(early) {
        Ok(reason) => keep::reveal(&app, &viewer, &draw, if early { &reason } else { "" }).await,
        Err(_) => Err(NotKept::Faults(FieldErrors::one(
            "early",
            format!("还没到揭示期限 {}。提前揭示要写原因，例如都已查完。", draw.list.due),
        ))),
    };
    after(&app, &viewer, &draw, ("reveal", form), kept)
}

/// A draw of the viewer's own authority, as it was looked at; another's, though readable, is not found here.
async fn own(app: &AppState, viewer: &Viewer, number: &str, form: &RecordForm) -> Result<Draw, PageError> {
    viewer.must(Power::PlanVisits)?;
    let draw = found(app, viewer, number).await?;
    if viewer.authority() != Some(draw.authority) {
        return Err(PageError::NotFound);
    }
    if form.version == draw.version { Ok(draw) } else { Err(PageError::Stale) }
}

async fn write_down(
    app: &AppState,
    viewer: &Viewer,
    draw: &Draw,
    form: (&'static str, RecordForm),
    record: Checked<Record>,
) -> Result<Response, PageError> {
    let kept = match record {
        Ok(record) => keep::write_down(app, viewer, draw, record).await,
        Err(faults) => Err(NotKept::Faults(faults)),
    };
    after(app, viewer, draw, form, kept)
}

fn after(
    app: &AppState,
    viewer: &Viewer,
    draw: &Draw,
    (which, form): (&'static str, RecordForm),
    kept: Result<(), NotKept>,
) -> Result<Response, PageError> {
    let faults = match kept {
        Ok(()) => return Ok(Redirect::to(&format!("/draws/{}", draw.list.number)).into_response()),
        Err(why) => told(why)?,
    };
    let page = OnePage::of(app, viewer, draw, Some((which, form, faults)))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

/// A refusal beside its field; what is nobody's fault goes on as an error.
fn told(why: NotKept) -> Result<FieldErrors, PageError> {
    let misfit = match why {
        NotKept::Faults(faults) => return Ok(faults),
        NotKept::Page(error) => return Err(error),
        NotKept::Misfit(misfit) => misfit,
    };
    let field = match &misfit {
        Misfit::SeedTooOld | Misfit::BadTime(_) => "time",
        Misfit::UnknownSource => "source",
        Misfit::NoNote => "note",
        Misfit::Witnesses => "second",
        Misfit::UnknownUnit(_) | Misfit::StruckTwice(_) => "code",
        Misfit::NotInTeam(..) => "inspector",
        Misfit::NoReason => "reason",
        Misfit::NoSeed | Misfit::SecondSeed | Misfit::OtherKind => "",
    };
    Ok(FieldErrors::one(field, format!("{}。", misfit_label(&misfit))))
}
