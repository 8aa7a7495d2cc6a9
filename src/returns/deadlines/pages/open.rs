//! The requests that wait for a decision.

use std::collections::HashMap;

use axum::extract::State;
use serde::Serialize;

use crate::access::{HospitalId, Viewer};
use crate::calendar::china_minute;
use crate::hospitals;
use crate::returns::deadlines::model::Extension;
use crate::returns::deadlines::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View};

/// Requests on a page; the longest waiting come first.
const SIZE: u64 = 50;

/// What `templates/returns/deadlines/open.html` shows.
#[derive(Serialize)]
pub struct OpenPage {
    rows: Vec<Row>,
    paging: Paging,
}

#[derive(Serialize)]
struct Row {
    hospital: String,
    code: String,
    period: String,
    wanted: String,
    reason: String,
    asked: String,
    href: String,
}

/// GET `/returns/extensions`
pub async fn open(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(asked): Query<PagingQuery>,
) -> Result<Page<OpenPage>, PageError> {
    let total = store::open_count(&app.db, &viewer.scope()).await?;
    let paging = Paging::new(asked.number(), SIZE, total, |page| format!("/returns/extensions?page={page}"));
    let found = store::open_in(&app.db, &viewer.scope(), (paging.offset(), SIZE)).await?;
    let ids: Vec<HospitalId> = found.iter().map(|one| one.hospital).collect();
    let codes = hospitals::store::codes_of(&app.db, &viewer.scope(), &ids).await?;
    let names = hospitals::store::list::names(&app.db, &viewer.scope(), &ids).await?;
    let names: HashMap<HospitalId, String> = names.into_iter().collect();
    let row = |one: &Extension| Some(row(one, codes.get(&one.hospital)?, names.get(&one.hospital)?));
    let rows = found.iter().filter_map(row).collect();
    Ok(Page(OpenPage { rows, paging }))
}

fn row(one: &Extension, code: &str, name: &str) -> Row {
    Row {
        hospital: name.to_owned(),
        code: code.to_owned(),
        period: one.period.label(),
        wanted: one.wanted.to_string(),
        reason: one.reason.clone(),
        asked: format!("{}　{}", china_minute(one.asked_at), one.asked_name),
        href: format!("/returns/{}/{code}/extension", one.period),
    }
}

impl View for OpenPage {
    const TEMPLATE: &'static str = "returns/deadlines/open.html";

    fn head(&self) -> Head {
        Head::titled("延期申请").crumb(Crumb::to("季度报表", "/returns")).crumb(Crumb::here("延期申请"))
    }
}
