//! GET: the form that gives a round back, and what a return's page says of it.

use axum::extract::State;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::Viewer;
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date, china_minute};
use crate::hospitals::{self, HospitalAt};
use crate::returns::explain::LONGEST;
use crate::returns::model::{Closing, Return, Value};
use crate::returns::pages::quarter_of;
use crate::returns::review::form::ReviewForm;
use crate::returns::review::judge::{may_reopen, may_send_back};
use crate::returns::review::model::CannotReview;
use crate::returns::store::{self, RoundRow};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// Rows of the form that stand ready for further cells.
const SPARE: usize = 3;

/// Most cells that stand in the form because something is asked about them.
const ASKED: usize = 10;

/// A return whose latest round may be given back, with what the form needs.
pub(super) struct Open {
    pub hospital: HospitalAt,
    pub of: Return,
    pub round: RoundRow,
    pub values: Vec<Value>,
    pub tree: Tree,
}

impl Open {
    /// Loads it in scope, or not found.
    pub(super) async fn load(
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        period: Period,
        code: &str,
    ) -> Result<Self, PageError> {
        let scope = viewer.scope();
        let found = hospitals::store::by_code(db, &scope, code, period.last_day()).await?;
        let hospital = found.ok_or(PageError::NotFound)?;
        let of = store::find(db, &scope, hospital.id, period).await?.ok_or(PageError::NotFound)?;
        let round = match of.latest_round {
            Some(id) => store::round(db, id).await?,
            None => None,
        };
        let round = round.ok_or(PageError::NotFound)?;
        let values = store::of_round(db, round.id).await?;
        let tree = authorities::store::tree(db).await?;
        Ok(Self { hospital, of, round, values, tree })
    }

    /// Whether the viewer may give the round back this way.
    pub(super) fn may(&self, viewer: &Viewer, how: Closing) -> Result<(), CannotReview> {
        match how {
            Closing::Reopened => may_reopen(viewer, &self.tree, &self.hospital, &self.of),
            Closing::SentBack | Closing::Withdrawn => may_send_back(viewer, &self.tree, &self.hospital, &self.of),
        }
    }
}

/// What `templates/returns/review.html` shows.
#[derive(Serialize)]
pub struct ReviewPage {
    title: String,
    lede: String,
    action: String,
    button: &'static str,
    period: Period,
    code: String,
    hospital: String,
    version: i32,
    reason: String,
    reason_error: Option<String>,
    answer_by: String,
    answer_by_error: Option<String>,
    rows: Vec<RemarkRow>,
    longest: usize,
    faults: FieldErrors,
}

#[derive(Serialize)]
struct RemarkRow {
    number: usize,
    cell: String,
    cell_error: Option<String>,
    words: String,
    words_error: Option<String>,
}

impl ReviewPage {
    /// The form as typed, with what is wrong.
    pub(super) fn new(open: &Open, how: Closing, form: ReviewForm, faults: FieldErrors) -> Self {
        let (period, code) = (open.of.period, open.hospital.code.clone());
        let (verb, way, button) = match how {
            Closing::Reopened => ("重新打开", "reopen", "重新打开并写原因"),
            Closing::SentBack | Closing::Withdrawn => ("退回", "send-back", "退回并写原因"),
        };
        let counts = match open.of.accepted {
            Some(_) => "已经接收的数字在更正接收之前仍计入进展。",
            None => "这一轮不计入进展。",
        };
        let spare = std::iter::repeat_n((String::new(), String::new()), SPARE);
        let rows = form.remarks.into_iter().chain(spare).zip(1..).map(|((cell, words), number)| RemarkRow {
            number,
            cell,
            cell_error: faults.of(&format!("cell-{number}")),
            words,
            words_error: faults.of(&format!("words-{number}")),
        });
        Self {
            title: format!("{verb}{}的 {}报表", open.hospital.name, period.label()),
            lede: format!(
                "第 {} 轮，{} 收到。医院会收到原因、每一格的意见和重新上传的期限；{counts}",
                open.round.number,
                china_minute(open.round.received_at)
            ),
            action: format!("/returns/{period}/{code}/{way}"),
            button,
            period,
            hospital: open.hospital.name.clone(),
            code,
            version: form.version,
            reason: form.reason,
            reason_error: faults.of("reason"),
            answer_by: form.answer_by,
            answer_by_error: faults.of("answer_by"),
            rows: rows.collect(),
            longest: LONGEST,
            faults,
        }
    }
}

impl View for ReviewPage {
    const TEMPLATE: &'static str = "returns/review.html";

    fn head(&self) -> Head {
        let back = format!("/returns/{}/{}", self.period, self.code);
        Head::titled(&self.title)
            .crumb(Crumb::to("季度报表", "/returns"))
            .crumb(Crumb::to(self.period.label(), format!("/returns?period={}", self.period)))
            .crumb(Crumb::to(self.hospital.clone(), back))
            .crumb(Crumb::here(self.button))
    }
}

/// GET `/returns/{period}/{code}/send-back`
pub async fn send_back(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<ReviewPage>, PageError> {
    fresh(&app, &viewer, &period, &code, Closing::SentBack).await
}

/// GET `/returns/{period}/{code}/reopen`
pub async fn reopen(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<ReviewPage>, PageError> {
    fresh(&app, &viewer, &period, &code, Closing::Reopened).await
}

async fn fresh(
    app: &AppState,
    viewer: &Viewer,
    period: &str,
    code: &str,
    how: Closing,
) -> Result<Page<ReviewPage>, PageError> {
    let open = Open::load(&app.db, viewer, quarter_of(period)?, code).await?;
    open.may(viewer, how).map_err(|reason| {
        PageError::refused(format!("现在不能{}：{reason}。", verb(how)), "请回到报表页，看清现在的状态。")
    })?;
    let asks = store::asks_of(&app.db, &[open.round.id]).await?.remove(&open.round.id).unwrap_or_default();
    let there = |cell: &String| open.values.iter().any(|value| value.cell.as_ref() == Some(cell));
    let mut cells: Vec<String> = asks.into_iter().filter_map(|ask| ask.cell).filter(there).take(ASKED).collect();
    cells.dedup();
    let form = ReviewForm::fresh(china_date(app.clock.now()), open.of.version, cells);
    Ok(Page(ReviewPage::new(&open, how, form, FieldErrors::default())))
}

/// What is done to a round, in the words of buttons.
pub(super) fn verb(how: Closing) -> &'static str {
    match how {
        Closing::SentBack => "退回",
        Closing::Reopened => "重新打开",
        Closing::Withdrawn => "撤回",
    }
}
