//! The paper form of a round: what was stored, to be printed, signed and stamped.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::returns::form;
use crate::returns::pages::round::{Group, groups};
use crate::returns::pages::{found_round, in_quarter, quarter_of};
use crate::returns::short_code::ShortCode;
use crate::returns::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/returns/paper.html` shows.
#[derive(Serialize)]
pub struct PaperPage {
    title: String,
    period: Period,
    period_label: String,
    code: String,
    hospital: String,
    number: i32,
    edition: i32,
    receipt: String,
    short_code: String,
    received: String,
    months: Vec<String>,
    groups: Vec<Group>,
    base: String,
}

impl View for PaperPage {
    const TEMPLATE: &'static str = "returns/paper.html";

    fn head(&self) -> Head {
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::to(format!("第 {} 轮回执", self.number), self.base.clone()))
            .crumb(Crumb::here("纸质表"))
    }
}

/// GET `/returns/{period}/{code}/rounds/{number}/paper`
pub async fn paper(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code, number)): Path<(String, String, i32)>,
) -> Result<Page<PaperPage>, PageError> {
    let found = found_round(&app.db, &viewer, quarter_of(&period)?, &code, number).await?;
    let values = store::of_round(&app.db, found.round.id).await?;
    let short_code = ShortCode::of(&found.hospital.code, found.quarter, number, &values);
    Ok(Page(PaperPage {
        title: format!("{}国家医疗质量安全改进目标数据填报表", found.quarter.label()),
        period: found.quarter,
        period_label: found.quarter.label(),
        number,
        edition: found.round.edition,
        receipt: found.round.receipt.clone(),
        short_code: short_code.to_string(),
        received: china_minute(found.round.received_at),
        months: form::month_heads(found.quarter),
        groups: groups(&catalogue, &found.round, &values, &[]),
        base: found.base(),
        code: found.hospital.code,
        hospital: found.hospital.name,
    }))
}
