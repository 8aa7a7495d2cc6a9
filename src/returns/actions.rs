//! POST: uploads and acceptances; what is typed in the browser, stamped pages and explanations have files of their own.

mod entry;
mod explain;
mod stamps;

pub use entry::{check, discard, save_draft, submit};
pub use explain::{explain, judge};
pub use stamps::add_stamps;

use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals;
use crate::inbox;
use crate::jobs;
use crate::journal::{self, Event};
use crate::returns::accept::{AcceptedMany, NotAccepted, accept, accept_clean};
use crate::returns::desk::Desk;
use crate::returns::model::{CannotAccept, FileReport};
use crate::returns::pages::{ListQuery, Refused, list_page, return_page};
use crate::returns::review::judge::Terms;
use crate::returns::review::letters::{self, About};
use crate::returns::review::waiting;
use crate::returns::store;
use crate::returns::take::{BATCH, Incoming, NotTaken, Options, count_of, take_in};
use crate::returns::work;
use crate::settings;
use crate::web::{Flash, Form, Multipart, PageError, Path, Query, Uploaded, read_uploads, wants_json};

/// `?period=2024Q3`
#[derive(Deserialize)]
pub struct UploadQuery {
    period: Option<Period>,
}

#[derive(Serialize)]
struct IngestDocument {
    dry_run: bool,
    files: Vec<FileReport>,
}

/// POST `/returns/upload`
pub async fn upload(
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, PageError> {
    viewer.must(Power::SubmitReturns)?;
    let files = incoming(read_uploads(form, "file").await?)?;
    let options = Options { period: query.period, ..Options::default() };
    let total = if wants_json(&headers) { 0 } else { count_of(&desk, &files) };
    if total > work::LARGE {
        let batch = work::queue(&desk, &viewer, &files, total, query.period).await.map_err(not_taken)?;
        return Ok(Redirect::to(&format!("/returns/uploads/{batch}")).into_response());
    }
    let taken = take_in(&desk, &viewer, &files, options).await.map_err(not_taken)?;
    if wants_json(&headers) {
        return Ok(axum::Json(IngestDocument { dry_run: false, files: taken.reports }).into_response());
    }
    let batch = taken.batch.unwrap_or_default();
    // What no file says, the page it was sent from does: the way back leads there.
    let asked = options.period.filter(|_| taken.reports.iter().all(|report| report.period.is_none()));
    let asked = asked.map(|period| format!("?period={period}")).unwrap_or_default();
    Ok(Redirect::to(&format!("/returns/uploads/{batch}{asked}")).into_response())
}

/// POST `/returns/uploads/{batch}/cancel`: the rest of a large upload is not wanted; what is stored stays.
pub async fn cancel(desk: Desk, viewer: Viewer, Path(batch): Path<String>) -> Result<Response, PageError> {
    viewer.must(Power::SubmitReturns)?;
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let job = jobs::store::about(&*txn, &batch).await?.filter(|job| job.by == viewer.account);
    let job = job.ok_or(PageError::NotFound)?;
    jobs::store::cancel(&*txn, job.id, at).await?;
    let event = Event::new("returns.upload_cancelled", "return_upload", &batch).detail("count_files", job.done);
    let recorded = journal::record(&txn, &viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(Redirect::to(&format!("/returns/uploads/{batch}")).into_response())
}

fn incoming(files: Vec<Uploaded>) -> Result<Vec<Incoming>, PageError> {
    if files.len() > BATCH {
        return Err(PageError::refused(
            format!("一次最多上传 {BATCH} 本，这次选了 {} 本，一本都没有收。", files.len()),
            "请分几次上传。",
        ));
    }
    Ok(files.into_iter().map(|file| Incoming { name: file.name, bytes: file.bytes }).collect())
}

fn not_taken(error: NotTaken) -> PageError {
    match error {
        NotTaken::Store(error) => error.into(),
        NotTaken::File(error) => error.into(),
    }
}

/// What the form of an acceptance holds.
#[derive(Deserialize)]
pub struct AcceptForm {
    version: i32,
}

/// POST `/returns/{period}/{code}/accept`
pub async fn accept_one(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(Period, String)>,
    Form(form): Form<AcceptForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    match accept_this(&desk, &viewer, (period, &code), form.version).await {
        Ok(()) => Ok(([Flash::cookie("accepted")], Redirect::to(&format!("/returns/{period}/{code}"))).into_response()),
        Err(why) => refused_on_return(&desk, &viewer, (period, &code), why).await,
    }
}

async fn accept_this(
    desk: &Desk,
    viewer: &Viewer,
    (period, code): (Period, &str),
    version: i32,
) -> Result<(), PageError> {
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let found = hospitals::store::by_code(&*txn, &viewer.scope(), code, period.last_day()).await?;
    let hospital = found.ok_or(PageError::NotFound)?;
    let of = store::find(&*txn, &viewer.scope(), hospital.id, period).await?.ok_or(PageError::NotFound)?;
    if of.version != version {
        return Err(StoreError::Stale.into());
    }
    let demands = settings::store::demands(&*txn, hospital.reports_to).await?;
    let tree = authorities::store::tree(&*txn).await?;
    let terms = Terms { tree: &tree, demands, unread_wait: false };
    let waiting = waiting::load(&*txn, std::iter::once(&of)).await?;
    let taken = accept(&*txn, &desk.catalogue, viewer, at, (&hospital, &of), &waiting, terms).await;
    let round = taken.map_err(not_accepted)?;
    inbox::post(&*txn, at, &[letters::accepted(About::of(&hospital, period, of.latest))]).await?;
    let event = Event::new("returns.accepted", "quarterly_return", of.id).detail("round", round);
    let recorded = journal::record(&txn, viewer, at, event.detail("period", period).detail("hospital", code)).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(())
}

/// A refusal on the page of the return it was asked for; any other error as it is.
pub(super) async fn refused_on_return(
    desk: &Desk,
    viewer: &Viewer,
    (period, code): (Period, &str),
    why: PageError,
) -> Result<Response, PageError> {
    if !matches!(why, PageError::Refused { .. }) {
        return Err(why);
    }
    let page = return_page(&desk.db, &desk.catalogue, viewer, period, code, None).await?.refusing(why.words());
    Ok(why.on(page))
}

fn not_accepted(error: NotAccepted) -> PageError {
    match error {
        NotAccepted::Cannot(CannotAccept::NoStamp) => PageError::refused(
            format!("没有接收：{}。", CannotAccept::NoStamp),
            "请医院打印这一轮的纸质表盖章，拍照或扫描后在回执页传到“签章件”，再来接收。",
        ),
        NotAccepted::Cannot(CannotAccept::NotChecked) => PageError::refused(
            format!("没有接收：{}。", CannotAccept::NotChecked),
            "请医院审核人登录，在“本院任务”里打开这份报表审核。",
        ),
        NotAccepted::Cannot(reason) => {
            PageError::refused(format!("没有接收：{reason}。"), "请刷新页面，看清现在的状态。")
        }
        NotAccepted::Store(error) => error.into(),
    }
}

/// What the form of a bulk acceptance holds.
#[derive(Deserialize)]
pub struct AcceptManyForm {
    period: Period,
    #[serde(default)]
    hospital: Vec<String>,
}

/// POST `/returns/accept`; the query is that of the list the hospitals were chosen in. What could not be accepted
/// is listed with its reason on the page that comes then.
pub async fn accept_chosen(
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
    Form(form): Form<AcceptManyForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    let done = accept_all(&desk, &viewer, &form).await?;
    if !done.accepted.is_empty() {
        let left: Vec<&str> = done.skipped.iter().map(|skipped| skipped.hospital.as_str()).collect();
        let to = query.after(form.period.quarter(), done.accepted.len(), &left);
        return Ok(([Flash::cookie("accepted")], Redirect::to(&to)).into_response());
    }
    let why = refused_many(&form, &done);
    let refused = Refused { words: why.words(), chosen: &form.hospital };
    Ok(why.on(list_page(&desk, &viewer, form.period.quarter(), &query, refused).await?))
}

async fn accept_all(desk: &Desk, viewer: &Viewer, form: &AcceptManyForm) -> Result<AcceptedMany, PageError> {
    if form.hospital.is_empty() {
        return Ok(AcceptedMany { period: form.period, accepted: Vec::new(), skipped: Vec::new() });
    }
    Ok(accept_clean(desk, viewer, form.period, &form.hospital).await?)
}

/// Nothing was accepted; each with its reason.
fn refused_many(form: &AcceptManyForm, done: &AcceptedMany) -> PageError {
    if form.hospital.is_empty() {
        return PageError::refused("没有选中医院，什么也没有接收。", "勾选待审的医院，再按“接收选中的”。");
    }
    let reasons: Vec<String> = done.skipped.iter().map(|s| format!("{}：{}", s.hospital, s.reason)).collect();
    PageError::refused(format!("没有接收。{}。", reasons.join("；")), "下面是现在的状态。")
}
