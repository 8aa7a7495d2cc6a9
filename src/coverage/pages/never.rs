//! 从未督导: the hospitals nobody has visited since the campaign began.

use std::collections::BTreeSet;

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Ground;
use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::coverage::measure::{counts_for_coverage, governed};
use crate::hospitals;
use crate::inspections::model::Done;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Path, Query, View, form_encoded};

/// Hospitals on a page of the list.
const SIZE: usize = 50;

/// What the list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct NeverQuery {
    /// The day asked.
    on: String,
    /// Key of a level.
    level: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// What `templates/coverage/never.html` shows.
#[derive(Serialize)]
pub struct NeverPage {
    name: String,
    code: String,
    asked: NeverQuery,
    levels: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    from: NaiveDate,
    open: usize,
    may_plan: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    level: String,
    supervisor: String,
}

impl View for NeverPage {
    const TEMPLATE: &'static str = "coverage/never.html";

    fn head(&self) -> Head {
        Head::titled("没有被卫生健康委督导过的医院")
            .crumb(Crumb::to("督导覆盖", "/coverage"))
            .crumb(Crumb::to(self.name.clone(), format!("/coverage/{}", self.code)))
            .crumb(Crumb::here("没有督导过的医院"))
    }
}

/// GET `/coverage/{code}/never`
pub async fn never(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<NeverQuery>,
) -> Result<Page<NeverPage>, PageError> {
    let ground = Ground::commission(&app, &viewer, &catalogue, (Some(&code), &asked.on)).await?;
    let own: BTreeSet<_> =
        governed(ground.campaign, &ground.sources.tree, ground.authority.id, &ground.sources.hospitals).collect();
    let mut all = hospitals::store::visitable_on(&app.db, &viewer.scope(), ground.today).await?;
    all.retain(|one| own.contains(&one.id));
    let last = ground.today.min(ground.campaign.to());
    let counted = |one: &&Done| counts_for_coverage(ground.campaign, one.kind) && one.on <= last;
    let visited: BTreeSet<_> = ground.sources.done.iter().filter(counted).map(|one| one.hospital).collect();
    let terms = catalogue.register();
    let left: Vec<_> = all
        .iter()
        .filter(|one| !visited.contains(&one.id) && (asked.level.is_empty() || one.level == asked.level))
        .collect();
    let link = format!("/coverage/{code}/never?on={}&level={}", form_encoded(&asked.on), form_encoded(&asked.level));
    let total = u64::try_from(left.len()).unwrap_or_default();
    let paging = Paging::new(asked.paging.number(), SIZE as u64, total, |page| format!("{link}&page={page}"));
    let skip = usize::try_from(paging.offset()).unwrap_or_default();
    let rows = left.iter().skip(skip).take(SIZE).map(|one| Row {
        code: one.code.clone(),
        name: one.name.clone(),
        level: terms.level_name(&one.level).to_owned(),
        supervisor: ground.sources.tree.name(one.supervised_by).to_owned(),
    });
    let levels = ground.campaign.levels.iter();
    let all_levels = Choice { value: String::new(), label: "所有级别".to_owned() };
    let named = levels.map(|key| Choice { value: key.clone(), label: terms.level_name(key).to_owned() });
    Ok(Page(NeverPage {
        name: ground.authority.name.clone(),
        rows: rows.collect(),
        levels: std::iter::once(all_levels).chain(named).collect(),
        from: ground.campaign.from,
        open: all.len(),
        may_plan: viewer.may(crate::access::Power::PlanVisits),
        code,
        asked,
        paging,
    }))
}
