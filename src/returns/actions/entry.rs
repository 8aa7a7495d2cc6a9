//! POST: looking at what is typed in the browser, saving it as a draft, handing it in.

use axum::Json;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use crate::access::{Power, Viewer};
use crate::returns::actions::{IngestDocument, not_taken};
use crate::returns::desk::Desk;
use crate::returns::entry::{NotHandedIn, Saved, Sheet, Typed};
use crate::returns::model::{FileReport, Outcome};
use crate::returns::pages::entry::{Clash, EntryPage, Findings, Looked, Said, moment};
use crate::returns::pages::quarter_of;
use crate::returns::store;
use crate::returns::take::Taken;
use crate::web::{Form, Page, PageError, Path, wants_json};

/// The fields of a form as they come, names and texts.
type Pairs = Vec<(String, String)>;

/// A form that was posted: what was typed, over which draft.
struct Posted {
    sheet: Sheet,
    typed: Typed,
    version: i32,
    /// The latest round that it was begun on, as far as the form says.
    seen: i32,
    /// The button that goes on with a draft although rounds came in since.
    stays: bool,
}

/// What a program or the page's script learns of a save.
#[derive(Serialize)]
struct SavedDocument {
    saved: String,
    version: i32,
}

#[derive(Serialize)]
struct ClashDocument {
    clash: Clash,
}

impl Posted {
    async fn read(desk: &Desk, viewer: &Viewer, at: (String, String), pairs: Pairs) -> Result<Self, PageError> {
        viewer.must(Power::SubmitReturns)?;
        let sheet = Sheet::load(desk, viewer, &at.1, quarter_of(&at.0)?).await?.ok_or(PageError::NotFound)?;
        // `over` is the button that replaces somebody else's draft of this version.
        let number = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, text)| text.parse::<i32>());
        let version = number("over").or_else(|| number("version")).transpose();
        let version = version.map_err(|_| PageError::BadRequest("草稿的版本没有读懂。".into()))?.unwrap_or(0);
        let stays = number("stay").is_some();
        let seen = number("stay").or_else(|| number("seen")).transpose();
        let seen = seen.map_err(|_| PageError::BadRequest("轮次的号没有读懂。".into()))?.unwrap_or(sheet.latest());
        let typed = sheet.typed(pairs);
        Ok(Self { sheet, typed, version, seen, stays })
    }

    /// What is answered where rounds came in that the writer has not seen: nothing is saved or sent over them unasked.
    async fn refuse_older(&self, desk: &Desk, json: bool) -> Result<Option<Response>, PageError> {
        let Some(newer) = self.sheet.newer(desk, self.seen).await? else { return Ok(None) };
        if json {
            let message = format!("开始填以后又入库了第 {} 轮。", self.sheet.latest());
            return Err(PageError::refused(message, "按“存草稿”看两边哪里不同，再选接着填还是重新开始。"));
        }
        let found = Findings { newer: Some(newer), ..Findings::default() };
        let page = self.page(desk, "没有存，也没有上传：你填的都在，先选用哪一份。", found);
        Ok(Some((StatusCode::CONFLICT, page).into_response()))
    }

    /// Saves what was typed; from then on the form shows that draft.
    async fn save(&mut self, desk: &Desk, viewer: &Viewer) -> Result<Saved, PageError> {
        let saved = self.sheet.save(desk, viewer, &self.typed, self.version, self.stays).await?;
        if let Saved::Done { version, at } = saved {
            self.version = version;
            self.sheet.draft = Some(store::Draft {
                typed: Some(self.typed.clone()),
                version,
                saved_at: at,
                saved_by: viewer.account,
                name: viewer.name.clone(),
            });
        }
        Ok(saved)
    }

    /// Texts that are too long, in words.
    fn too_long(&self) -> Vec<Said> {
        self.typed.too_long().iter().map(|long| Said::too_long(long, &self.sheet.plan)).collect()
    }

    /// What the checks said, each at its field.
    fn said(&self, reports: &[FileReport]) -> Vec<Said> {
        let problems = reports.iter().flat_map(|report| &report.problems);
        problems.map(|problem| Said::of(problem, &self.sheet.plan)).collect()
    }

    /// The form again, with everything that was typed.
    fn page(&self, desk: &Desk, lede: &str, found: Findings) -> Page<EntryPage> {
        Page(EntryPage::new(&self.sheet, &self.typed, self.version, lede.to_owned(), found, desk.clock.now()))
    }

    fn clash(&self, desk: &Desk, draft: store::Draft) -> Response {
        let found = Findings { clash: Some(draft), ..Findings::default() };
        let page = self.page(desk, "没有存上：别人也在填这张表。", found);
        (StatusCode::CONFLICT, page).into_response()
    }

    /// What is answered where something is too long, so that nothing is cut; none where all fits.
    fn refuse_long(&self, desk: &Desk, json: bool) -> Option<Result<Response, PageError>> {
        let said = self.too_long();
        let first = said.first()?;
        if json {
            return Some(Err(PageError::refused(first.told(), first.remedy().to_owned())));
        }
        let found = Findings { said, looked: true, ..Findings::default() };
        let page = self.page(desk, "没有存上：有的地方太长。", found);
        Some(Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response()))
    }
}

/// POST `/returns/{period}/{code}/entry/check`
pub async fn check(
    desk: Desk,
    viewer: Viewer,
    Path(at): Path<(String, String)>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let posted = Posted::read(&desk, &viewer, at, pairs).await?;
    let mut said = posted.too_long();
    if said.is_empty() {
        let looked = posted.sheet.look(&desk, &viewer, &posted.typed).await.map_err(not_handed_in)?;
        if wants_json(&headers) {
            return Ok(Json(IngestDocument { dry_run: true, files: looked.reports }).into_response());
        }
        said = posted.said(&looked.reports);
    }
    if headers.contains_key("hx-request") {
        return Ok(Page(Looked::of(&posted.sheet.plan, &said)).into_response());
    }
    let found = Findings { said, looked: true, ..Findings::default() };
    Ok(posted.page(&desk, "核对过了，还没有上传。", found).into_response())
}

/// POST `/returns/{period}/{code}/entry/draft`
pub async fn save_draft(
    desk: Desk,
    viewer: Viewer,
    Path(at): Path<(String, String)>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let (back, json) = (format!("/returns/{}/{}/entry", at.0, at.1), wants_json(&headers));
    let mut posted = Posted::read(&desk, &viewer, at, pairs).await?;
    if let Some(refusal) = posted.refuse_long(&desk, json) {
        return refusal;
    }
    if let Some(refusal) = posted.refuse_older(&desk, json).await? {
        return Ok(refusal);
    }
    let now = desk.clock.now();
    match posted.save(&desk, &viewer).await? {
        Saved::Done { version, at } if json => {
            Ok(Json(SavedDocument { saved: moment(at, now), version }).into_response())
        }
        Saved::Done { .. } => Ok(Redirect::to(&back).into_response()),
        Saved::Clash(draft) if json => {
            let clash = Clash::of(&draft, &posted.typed, &posted.sheet.plan, now);
            Ok((StatusCode::CONFLICT, Json(ClashDocument { clash })).into_response())
        }
        Saved::Clash(draft) => Ok(posted.clash(&desk, draft)),
    }
}

/// POST `/returns/{period}/{code}/entry`
pub async fn submit(
    desk: Desk,
    viewer: Viewer,
    Path(at): Path<(String, String)>,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let mut posted = Posted::read(&desk, &viewer, at, pairs).await?;
    if let Some(refusal) = posted.refuse_long(&desk, wants_json(&headers)) {
        return refusal;
    }
    if let Some(refusal) = posted.refuse_older(&desk, wants_json(&headers)).await? {
        return Ok(refusal);
    }
    // Saved first, so that whatever happens then nothing that was typed is lost.
    if let Saved::Clash(draft) = posted.save(&desk, &viewer).await? {
        return Ok(posted.clash(&desk, draft));
    }
    let taken = posted.sheet.hand_in(&desk, &viewer, &posted.typed).await.map_err(not_handed_in)?;
    if taken.reports.iter().any(|report| report.status != Outcome::Refused) {
        posted.sheet.empty(&desk, &viewer, posted.version).await?;
    }
    answer(&desk, &viewer, &posted, taken, wants_json(&headers)).await
}

/// The way on after handing in: what became of it, or the form with its problems.
async fn answer(
    desk: &Desk,
    viewer: &Viewer,
    posted: &Posted,
    taken: Taken,
    json: bool,
) -> Result<Response, PageError> {
    if json {
        return Ok(Json(IngestDocument { dry_run: false, files: taken.reports }).into_response());
    }
    let batch = taken.batch.unwrap_or_default();
    if taken.reports.iter().all(|report| report.status != Outcome::Refused) {
        return Ok(Redirect::to(&format!("/returns/uploads/{batch}")).into_response());
    }
    let kept = store::upload_batch(&desk.db, viewer, &batch).await?.into_iter().next();
    let found = Findings {
        said: posted.said(&taken.reports),
        looked: true,
        annotated: kept.map(|upload| format!("/returns/uploads/{batch}/{}/annotated", upload.id)),
        ..Findings::default()
    };
    let lede = "没有入库：一处必须改，整张都不收。填的都在，照着下面改好，再按“上传并核对”。";
    Ok((StatusCode::UNPROCESSABLE_ENTITY, posted.page(desk, lede, found)).into_response())
}

/// What the button 丢弃草稿 posts.
#[derive(Deserialize)]
pub struct DiscardForm {
    version: i32,
}

/// POST `/returns/{period}/{code}/entry/discard`
pub async fn discard(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Form(form): Form<DiscardForm>,
) -> Result<Redirect, PageError> {
    viewer.must(Power::SubmitReturns)?;
    let sheet = Sheet::load(&desk, &viewer, &code, quarter_of(&period)?).await?.ok_or(PageError::NotFound)?;
    sheet.discard(&desk, &viewer, form.version).await?;
    Ok(Redirect::to(&format!("/returns/{period}/{code}/entry")))
}

fn not_handed_in(error: NotHandedIn) -> PageError {
    match error {
        NotHandedIn::Workbook(error) => PageError::internal(error),
        NotHandedIn::Taking(error) => not_taken(error),
    }
}
