//! The receipt of a round: what was counted, its short code, its stamped pages.

use axum::extract::State;
use sea_orm::DatabaseConnection;
use serde::{Deserialize, Serialize};

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute, china_second};
use crate::hospitals::HospitalAt;
use crate::journal;
use crate::returns::Original;
use crate::returns::model::Counts;
use crate::returns::pages::{hospital_of, in_quarter, quarter_of, short_print, size_label};
use crate::returns::short_code::{Read, ShortCode};
use crate::returns::store::{self, RoundRow, Stamp};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// A round of an address, in scope.
pub struct FoundRound {
    /// Whose.
    pub hospital: HospitalAt,
    /// Which quarter's.
    pub quarter: Period,
    /// The round.
    pub round: RoundRow,
    /// Every round of the return, the latest first.
    pub rounds: Vec<RoundRow>,
}

/// The round of an address, or not found.
pub async fn found_round(
    db: &DatabaseConnection,
    viewer: &Viewer,
    quarter: Period,
    code: &str,
    number: i32,
) -> Result<FoundRound, PageError> {
    let hospital = hospital_of(db, viewer, code, quarter).await?;
    let of = store::find(db, &viewer.scope(), hospital.id, quarter).await?.ok_or(PageError::NotFound)?;
    let rounds = store::rounds(db, &of).await?;
    let round = rounds.iter().find(|round| round.number == number).cloned().ok_or(PageError::NotFound)?;
    Ok(FoundRound { hospital, quarter, round, rounds })
}

impl FoundRound {
    /// The round's address.
    pub fn base(&self) -> String {
        format!("/returns/{}/{}/rounds/{}", self.quarter, self.hospital.code, self.round.number)
    }

    /// The short code of a round of this return.
    pub async fn code_of(&self, db: &DatabaseConnection, round: &RoundRow) -> Result<ShortCode, PageError> {
        let values = store::of_round(db, round.id).await?;
        Ok(ShortCode::of(&self.hospital.code, self.quarter, round.number, &values))
    }
}

/// What `templates/returns/receipt.html` shows.
#[derive(Serialize)]
pub struct ReceiptPage {
    title: String,
    period: Period,
    period_label: String,
    code: String,
    hospital: String,
    number: i32,
    receipt: String,
    short_code: String,
    counts: Counts,
    fingerprint: String,
    file: String,
    received: String,
    by: String,
    journal_head: String,
    original: Original,
    base: String,
    stamps: Vec<StampRow>,
    may_stamp: bool,
    /// Why stamped pages were not taken, for the top of the page and for the field.
    errors: Vec<(&'static str, String)>,
    refused: Option<String>,
    /// What was read off a sheet, and what it is.
    read: Option<ReadOff>,
}

#[derive(Serialize)]
struct StampRow {
    name: String,
    kind: String,
    size: String,
    at: String,
    by: String,
    href: String,
}

#[derive(Serialize)]
struct ReadOff {
    typed: String,
    kind: &'static str,
    text: String,
}

impl View for ReceiptPage {
    const TEMPLATE: &'static str = "returns/receipt.html";

    fn head(&self) -> Head {
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::here(format!("第 {} 轮回执", self.number)))
    }
}

/// `?paper=KTR-MWQ-XPHD`: a code read off a stamped sheet.
#[derive(Deserialize)]
pub struct PaperQuery {
    paper: Option<String>,
}

/// GET `/returns/{period}/{code}/rounds/{number}`
pub async fn receipt(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((period, code, number)): Path<(String, String, i32)>,
    Query(query): Query<PaperQuery>,
) -> Result<Page<ReceiptPage>, PageError> {
    let found = found_round(&app.db, &viewer, quarter_of(&period)?, &code, number).await?;
    Ok(Page(ReceiptPage::load(&app.db, &viewer, found, query.paper, None).await?))
}

impl ReceiptPage {
    /// The page of a round; `paper` is what was read off a sheet, `refused` why stamped pages were not taken.
    pub async fn load(
        db: &DatabaseConnection,
        viewer: &Viewer,
        found: FoundRound,
        paper: Option<String>,
        refused: Option<String>,
    ) -> Result<Self, PageError> {
        let upload = store::upload(db, found.round.upload).await?.ok_or(PageError::NotFound)?;
        let head = journal::head(db).await?.map(|recorded| recorded.head).unwrap_or_default();
        let short_code = found.code_of(db, &found.round).await?;
        let read = match paper.filter(|paper| !paper.trim().is_empty()) {
            Some(paper) => Some(read_off(db, &found, &short_code, &paper).await?),
            None => None,
        };
        let (stamps, original) =
            (store::stamps_of(db, found.round.id).await?, Original::of(db, viewer, &upload).await?);
        let (base, number) = (found.base(), found.round.number);
        Ok(Self {
            title: format!("第 {number} 轮回执"),
            period: found.quarter,
            period_label: found.quarter.label(),
            number,
            receipt: found.round.receipt.clone(),
            short_code: short_code.to_string(),
            counts: upload.counts,
            fingerprint: short_print(&upload.sha256),
            file: upload.name,
            received: china_second(found.round.received_at),
            by: upload.by_name,
            journal_head: short_print(&head),
            original,
            stamps: stamps.iter().map(|stamp| row(stamp, &base)).collect(),
            may_stamp: viewer.may(Power::SubmitReturns),
            errors: refused.iter().map(|text| ("file", text.clone())).collect(),
            refused,
            read,
            base,
            code: found.hospital.code,
            hospital: found.hospital.name,
        })
    }
}

fn row(stamp: &Stamp, base: &str) -> StampRow {
    StampRow {
        name: stamp.name.clone(),
        kind: stamp.kind.to_uppercase(),
        size: size_label(stamp.size),
        at: china_minute(stamp.at),
        by: stamp.by_name.clone(),
        href: format!("{base}/stamps/{}", stamp.id),
    }
}

/// Whether a sheet is of this round, of another of the same return, of something else, or misread.
async fn read_off(
    db: &DatabaseConnection,
    found: &FoundRound,
    own: &ShortCode,
    paper: &str,
) -> Result<ReadOff, PageError> {
    let said = |kind, text| ReadOff { typed: paper.chars().take(40).collect(), kind, text };
    match own.compare(paper) {
        Read::Same => return Ok(said("ok", "相符：纸上的短码就是这一轮的，盖章页和入库的数字对得上。".to_owned())),
        Read::Misread => {
            return Ok(said(
                "bad",
                "抄错了：这不是一个完整的短码。短码是 10 个字母，没有 I、L、O，请对着纸再抄一遍。".to_owned(),
            ));
        }
        Read::Other => {}
    }
    for round in found.rounds.iter().filter(|round| round.number != found.round.number) {
        if found.code_of(db, round).await?.compare(paper) == Read::Same {
            return Ok(said("bad", format!("不符：这张纸是第 {} 轮的，不是这一轮的。", round.number)));
        }
    }
    Ok(said(
        "bad",
        "不符：这张纸不是这份报表任何一轮的。可能是别的医院、别的季度，或入库后又改过数字再打印的。".to_owned(),
    ))
}
