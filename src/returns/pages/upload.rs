//! The upload page, and what became of the files.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use crate::access::{HospitalId, Power, Viewer};
use crate::calendar::{Period, china_second};
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::Original;
use crate::returns::desk::Desk;
use crate::returns::explain::Ask;
use crate::returns::model::{Counts, Outcome, Problem};
use crate::returns::pages::excerpt::{Excerpt, excerpt};
use crate::returns::pages::instead::Instead;
use crate::returns::pages::many::{ManyPage, ManyQuery};
use crate::returns::pages::working::{open_uploads, working};
use crate::returns::pages::{ProblemRow, Tag, in_order, problem_rows, short_print, size_label};
use crate::returns::store::{self, Upload};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// `?period=2024Q3`
#[derive(Deserialize)]
pub struct FormQuery {
    period: Option<Period>,
}

/// What `templates/returns/upload.html` shows.
#[derive(Serialize)]
pub struct UploadForm {
    action: String,
    label: String,
    /// The only quarter it takes; none where each workbook says its own.
    only: Option<String>,
    template: Option<String>,
    /// 分科室 of the sender's own hospital, with 分科室表.
    departments: Option<String>,
    /// What the reader sent that is not over yet: words and address.
    open: Vec<(String, String)>,
}

impl View for UploadForm {
    const TEMPLATE: &'static str = "returns/upload.html";

    fn head(&self) -> Head {
        Head::titled(self.label.clone()).crumb(Crumb::to("季度报表", "/returns")).crumb(Crumb::here("上传"))
    }
}

/// GET `/returns/upload`
pub async fn form(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<FormQuery>,
) -> Result<Page<UploadForm>, PageError> {
    let (action, label) = match query.period {
        Some(period) => (format!("/returns/upload?period={period}"), format!("上传 {}报表", period.label())),
        None => ("/returns/upload".to_owned(), "上传季度报表".to_owned()),
    };
    let departments = own_departments(&app, &viewer, query.period).await?;
    let only = query.period.map(Period::label);
    let template = query.period.map(|period| format!("/returns/{period}/template"));
    let open = open_uploads(&desk, &viewer).await?;
    Ok(Page(UploadForm { action, label, only, template, departments, open }))
}

/// Where 分科室 of the viewer's own hospital is in a quarter.
async fn own_departments(
    app: &AppState,
    viewer: &Viewer,
    period: Option<Period>,
) -> Result<Option<String>, StoreError> {
    let Some((id, quarter)) = viewer.hospital().zip(period.map(Period::quarter)) else { return Ok(None) };
    let own = hospitals::store::one_on_day(&app.db, &viewer.scope(), id, quarter.last_day()).await?;
    Ok(own.map(|own| format!("/returns/{quarter}/{}/departments", own.code)))
}

/// What `templates/returns/uploads.html` shows.
#[derive(Serialize)]
pub struct BatchPage {
    title: String,
    lede: String,
    files: Vec<FilePart>,
    again: String,
    /// Of the only file.
    annotated: Option<String>,
    /// Where what the only file asks is explained, where nothing else is to be done.
    explain: Option<String>,
    /// The receipt of the only file, where nothing is left to be done to it.
    receipt: Option<String>,
    /// Whether all of it was taken and nothing is asked.
    done: bool,
    /// Whether anything is asked.
    asks: bool,
    /// Whether these are rows of a table, as opposed to workbooks.
    table: bool,
    /// The way up, where it is one of many, and what it is there.
    #[serde(skip)]
    inside: Option<(Crumb, String)>,
    /// The ways on where no workbook was sent.
    instead: Option<Instead>,
}

#[derive(Serialize)]
struct FilePart {
    name: String,
    size: String,
    tag: Tag,
    hospital: Option<String>,
    period: Option<String>,
    edition: Option<i32>,
    received: String,
    fingerprint: String,
    counts: Counts,
    blocks: Vec<ProblemRow>,
    /// What still waits for words.
    asks: Vec<ProblemRow>,
    /// How many were explained already.
    answered: usize,
    problems: Vec<ProblemRow>,
    excerpt: Option<Excerpt>,
    receipt: Option<String>,
    link: Option<String>,
    /// Where what is asked can be explained without another upload.
    explain: Option<String>,
    original: Original,
    /// Where the workbook with every problem at its cell is.
    annotated: Option<String>,
}

impl View for BatchPage {
    const TEMPLATE: &'static str = "returns/uploads.html";

    fn head(&self) -> Head {
        let head = Head::titled(self.title.clone()).crumb(Crumb::to("季度报表", "/returns"));
        match &self.inside {
            Some((whole, label)) => head.crumb(whole.clone()).crumb(Crumb::here(label.clone())),
            None => head.crumb(Crumb::here("上传结果")),
        }
    }
}

/// From so many returns on they stand in a list, each with a page of its own.
const MANY: usize = 5;

/// GET `/returns/uploads/{batch}`
pub async fn batch(
    desk: Desk,
    viewer: Viewer,
    Path(batch): Path<String>,
    headers: HeaderMap,
    Query(query): Query<ManyQuery>,
) -> Result<Response, PageError> {
    if let Some(page) = working(&desk, &viewer, &batch, &headers, query.stored.is_some()).await? {
        return Ok(page);
    }
    let uploads = store::upload_batch(&desk.db, &viewer, &batch).await?;
    if uploads.is_empty() {
        return Err(PageError::NotFound);
    }
    let (blank, uploads): (Vec<Upload>, Vec<Upload>) = uploads.into_iter().partition(Upload::is_blank);
    if uploads.len() > MANY {
        return Ok(Page(ManyPage::load(&desk, &viewer, &uploads, &blank, &query).await?).into_response());
    }
    let instead = Instead::of(&desk, &viewer, &uploads, query.period).await?;
    let mut page = BatchPage::load(&desk, &viewer, &uploads, query.period).await?;
    page.lede.push_str(&untouched(&blank));
    Ok(Page(BatchPage { instead, ..page }).into_response())
}

/// `?problem=3`: the problem whose cell is shown.
#[derive(Deserialize)]
pub struct SingleQuery {
    problem: Option<usize>,
}

/// GET `/returns/uploads/{batch}/{id}`: one return of many that were sent together.
pub async fn single(
    desk: Desk,
    viewer: Viewer,
    Path((batch, id)): Path<(String, i64)>,
    Query(query): Query<SingleQuery>,
) -> Result<Page<BatchPage>, PageError> {
    let upload = store::upload_in(&desk.db, &viewer, &batch, id).await?.ok_or(PageError::NotFound)?;
    let whole = Crumb::to("上传结果", format!("/returns/uploads/{batch}"));
    let label = upload.part.clone().unwrap_or_else(|| upload.name.clone());
    let files = vec![part(&desk, &viewer, &upload, query.problem).await?];
    Ok(Page(BatchPage::new(&[upload], files, None, Some((whole, label)))))
}

/// What became of a file; `problem` is the number of the one whose cell is shown.
async fn part(desk: &Desk, viewer: &Viewer, upload: &Upload, problem: Option<usize>) -> Result<FilePart, PageError> {
    let hospital = match (upload.hospital, upload.period) {
        (Some(HospitalId(id)), Some(period)) => {
            hospitals::store::one_on_day(&desk.db, &viewer.scope(), HospitalId(id), period.last_day()).await?
        }
        _ => None,
    };
    let round = match upload.round {
        Some(id) => store::find_round(&desk.db, &viewer.scope(), id).await?.map(|(_, round)| round),
        None => None,
    };
    let link = round.as_ref().zip(hospital.as_ref()).zip(upload.period);
    let explain = link.filter(|_| upload.problems.iter().any(|problem| problem.severity == Severity::Explain));
    let explain = explain.map(|((_, hospital), period)| format!("/returns/{period}/{}#asks", hospital.code));
    let link =
        link.map(|((round, hospital), period)| format!("/returns/{period}/{}/rounds/{}", hospital.code, round.number));
    let ours = upload.period.and_then(|period| desk.catalogue.edition_for(period)).map(|edition| edition.year);
    let annotated = hospital.is_some() && !upload.problems.is_empty() && ours == upload.edition;
    let said = said_of(desk, viewer, upload).await?;
    let problems = problem_rows(&upload.problems, &said, &format!("/returns/uploads/{}/{}", upload.batch, upload.id));
    let (open, answered): (Vec<_>, Vec<_>) = problems.iter().cloned().partition(|row| row.open);
    let (blocks, asks): (Vec<_>, Vec<_>) = open.into_iter().partition(|row| row.blocks);
    let explain = explain.filter(|_| !asks.is_empty() && viewer.may(Power::ActForHospital));
    let shown = problem.and_then(|number| in_order(&upload.problems).nth(number.checked_sub(1)?));
    Ok(FilePart {
        name: upload.source(),
        size: size_label(upload.size),
        tag: outcome_tag(upload.outcome),
        hospital: hospital.map(|hospital| hospital.name),
        period: upload.period.map(Period::label),
        edition: upload.edition,
        received: china_second(upload.at),
        fingerprint: short_print(&upload.sha256),
        counts: upload.counts,
        blocks,
        asks,
        answered: answered.len(),
        problems,
        excerpt: excerpt_of(desk, upload, shown).await,
        receipt: round.map(|round| round.receipt),
        link,
        explain,
        original: Original::of(&desk.db, viewer, upload).await?,
        annotated: annotated.then(|| format!("/returns/uploads/{}/{}/annotated", upload.batch, upload.id)),
    })
}

/// The rows that nobody filled, in a sentence.
pub(super) fn untouched(blank: &[Upload]) -> String {
    let rows: Vec<&str> = blank.iter().filter_map(|upload| upload.part.as_deref()).collect();
    if rows.is_empty() {
        String::new()
    } else {
        format!("汇总表{}，这些医院的数没有动。", rows.join("、"))
    }
}

/// The tag of what became of a file.
pub(super) fn outcome_tag(outcome: Outcome) -> Tag {
    let kind = match outcome {
        Outcome::Stored => "info",
        Outcome::Refused => "bad",
        Outcome::Unchanged => "plain",
    };
    Tag { kind, label: outcome.label() }
}

/// What was said of the problems of an upload: of its own round, or of the latest where it changed nothing.
async fn said_of(desk: &Desk, viewer: &Viewer, upload: &Upload) -> Result<Vec<Ask>, PageError> {
    let round = match (upload.round, upload.outcome, upload.hospital.zip(upload.period)) {
        (Some(round), _, _) => Some(round),
        (None, Outcome::Unchanged, Some((hospital, period))) => {
            store::find(&desk.db, &viewer.scope(), hospital, period).await?.and_then(|of| of.latest_round)
        }
        _ => None,
    };
    let Some(round) = round else { return Ok(Vec::new()) };
    let found = store::find_round(&desk.db, &viewer.scope(), round).await?;
    let asks = store::asks_of(&desk.db, &[round]).await?.remove(&round).filter(|_| found.is_some());
    Ok(asks.unwrap_or_default())
}

/// The rows around the cell of a problem: the chosen one, else the first that names a cell. Missing is no error: the
/// table of problems says it all.
async fn excerpt_of(desk: &Desk, upload: &Upload, chosen: Option<&Problem>) -> Option<Excerpt> {
    let problem = chosen.or_else(|| in_order(&upload.problems).find(|problem| problem.cell.is_some()))?;
    let bytes = desk.files.get(upload.sha256.parse().ok()?).await.ok()?;
    let book = desk.reader.read(bytes).await.ok()?;
    excerpt(&book, problem, upload.part_row.is_some())
}

/// Where to send it again.
pub(super) fn again(uploads: &[Upload], asked: Option<Period>) -> String {
    let period = uploads.iter().find_map(|upload| upload.period).or(asked);
    period.map_or_else(|| "/returns/upload".to_owned(), |period| format!("/returns/upload?period={period}"))
}

impl BatchPage {
    async fn load(desk: &Desk, viewer: &Viewer, uploads: &[Upload], asked: Option<Period>) -> Result<Self, PageError> {
        let mut files = Vec::with_capacity(uploads.len());
        for upload in uploads {
            files.push(part(desk, viewer, upload, None).await?);
        }
        Ok(Self::new(uploads, files, asked, None))
    }

    fn new(uploads: &[Upload], files: Vec<FilePart>, asked: Option<Period>, inside: Option<(Crumb, String)>) -> Self {
        let count = |outcome| uploads.iter().filter(|upload| upload.outcome == outcome).count();
        let (stored, refused) = (count(Outcome::Stored), count(Outcome::Refused));
        // Rows of a table are no workbooks.
        let table = uploads.iter().any(|upload| upload.part_row.is_some());
        let (title, lede) = match files.as_slice() {
            [file] => one(uploads.first(), file),
            _ => {
                let (unit, what) = if table { ("份", "报表") } else { ("本", "工作簿") };
                let all = uploads.len();
                (
                    format!("{all} {unit}{what}：{stored} {unit}入库，{refused} {unit}没有入库"),
                    format!("每一{unit}单独收，一{unit}没有入库不影响别的。{}", todo(refused)),
                )
            }
        };
        let (annotated, explain) = match files.as_slice() {
            [file] => (file.annotated.clone(), file.explain.clone().filter(|_| file.blocks.is_empty())),
            _ => (None, None),
        };
        let receipt = match files.as_slice() {
            [file] if file.blocks.is_empty() && file.asks.is_empty() => file.link.clone(),
            _ => None,
        };
        Self {
            title,
            lede,
            again: again(uploads, asked),
            annotated,
            explain,
            receipt,
            asks: files.iter().any(|file| !file.asks.is_empty()),
            done: refused == 0 && files.iter().all(|file| file.asks.is_empty()),
            files,
            table,
            inside,
            instead: None,
        }
    }
}

fn todo(refused: usize) -> &'static str {
    if refused > 0 { "没有入库的，照下面的说明改好再传。" } else { "" }
}

fn one(upload: Option<&Upload>, file: &FilePart) -> (String, String) {
    let (blocks, asks) = (file.blocks.len(), file.asks.len());
    // A row of a table is refused alone.
    let (whole, what) = match upload.and_then(|upload| upload.part_row) {
        Some(_) => ("这家医院的都不收，别的医院不受影响", "这一行"),
        None => ("整本都不收，已填的数不会丢", "这本工作簿"),
    };
    match upload.map(|upload| upload.outcome) {
        Some(Outcome::Stored) if asks > 0 => (
            format!("已入库，{asks} 处请说明"),
            "数字已收下，等主管卫生健康委审核。下面几处请写明原因：在网页上写，或写进工作簿的“说明”列再传一次。"
                .to_owned(),
        ),
        Some(Outcome::Stored) if file.answered > 0 => (
            format!("已入库，{} 处都已说明", file.answered),
            "数字和说明已收下，等主管卫生健康委审核。回执可以打印留底。".to_owned(),
        ),
        Some(Outcome::Stored) if file.counts.stored == 0 => (
            "已入库，全院的数字没有变".to_owned(),
            "每一格都和上一轮相同；这一轮新收下的是说明，或者各科室、院区的数字。".to_owned(),
        ),
        Some(Outcome::Stored) => {
            ("已入库，没有问题".to_owned(), "数字已收下，等主管卫生健康委审核。回执可以打印留底。".to_owned())
        }
        Some(Outcome::Unchanged) => (
            "没有变化".to_owned(),
            format!(
                "{what}的数字和说明与最近一轮完全相同，没有生成新的一轮，最近一轮和它的受理编号不变。{}",
                if asks > 0 { "下面几处仍然请说明。" } else { "要更正，改了数字再传。" }
            ),
        ),
        _ if asks > 0 => (
            format!("没有入库：{blocks} 处必须改，{asks} 处请说明"),
            format!("一处必须改，{whole}。下载标好问题的工作簿，照着改完再传。"),
        ),
        _ => (format!("没有入库：{blocks} 处必须改"), format!("一处必须改，{whole}。照着下面改完，再传一次。")),
    }
}
