//! 整改台账: the findings of a territory or a hospital.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Tag, left, tag};
use crate::access::{HospitalId, Viewer};
use crate::authorities;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::RegionKind;
use crate::hospitals::{self, Listed};
use crate::inspections::model::{Finding, Standing, Visit};
use crate::inspections::store::{self as inspections, FindingFilter};
use crate::rectifications::model::{Kind, Step};
use crate::rectifications::store;
use crate::rectifications::workbook::{self, Line};
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Findings on a page of the list.
const SIZE: u64 = 50;
/// The word of the filter for what is overdue.
const OVERDUE: &str = "overdue";

/// What the list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ListQuery {
    /// Key of a standing, or `overdue`.
    standing: String,
    /// Name of a system.
    system: String,
    /// Key of a level.
    level: String,
    /// Code of a city.
    city: String,
    /// A part of a hospital's name or code.
    q: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

impl ListQuery {
    fn query(&self, standing: &str) -> String {
        let part = |key: &str, value: &str| format!("{key}={}", form_encoded(value));
        [
            part("standing", standing),
            part("system", &self.system),
            part("level", &self.level),
            part("city", &self.city),
            part("q", &self.q),
        ]
        .join("&")
    }

    fn narrowed(&self) -> bool {
        [&self.system, &self.level, &self.city, &self.q].into_iter().any(|text| !text.trim().is_empty())
    }
}

/// What `templates/rectifications/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    asked: ListQuery,
    tabs: Vec<Tab>,
    systems: Vec<Choice>,
    levels: Vec<Choice>,
    cities: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    own: bool,
    open: u64,
    overdue: u64,
    replied: u64,
    closed: u64,
    all: u64,
    xlsx: String,
}

#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    href: String,
    hospital: String,
    system: String,
    text: String,
    department: String,
    due: NaiveDate,
    left: String,
    tag: Tag,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "rectifications/list.html";

    fn head(&self) -> Head {
        Head::titled("整改台账").crumb(Crumb::here("整改台账"))
    }
}

/// GET `/rectifications`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let today = china_date(app.clock.now());
    let scope = viewer.scope();
    let base = base(&app, &viewer, &asked, today).await?;
    let count = async |filter: FindingFilter| inspections::count_findings(&app.db, &scope, &filter).await;
    let of = |standing| FindingFilter { standing: Some(standing), ..base.clone() };
    let (open, replied) = (count(of(Standing::Open)).await?, count(of(Standing::Replied)).await?);
    let closed = count(of(Standing::Closed)).await?;
    let overdue = count(FindingFilter { overdue_on: Some(today), ..base.clone() }).await?;
    let filter = chosen(&asked, &base, today);
    let total = count(filter.clone()).await?;
    let link = format!("/rectifications?{}", asked.query(&asked.standing));
    let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
    let findings = inspections::list_findings(&app.db, &scope, &filter, (paging.offset(), SIZE)).await?;
    let known = named(&app, &findings).await?;
    let tab = |label: String, standing: &str| Tab {
        label,
        href: format!("/rectifications?{}", asked.query(standing)),
        current: asked.standing == standing,
    };
    let all = open + replied + closed;
    let tabs = vec![
        tab(format!("全部 {all}"), ""),
        tab(format!("逾期 {overdue}"), OVERDUE),
        tab(format!("待整改 {open}"), Standing::Open.key()),
        tab(format!("待复核 {replied}"), Standing::Replied.key()),
        tab(format!("已销号 {closed}"), Standing::Closed.key()),
    ];
    Ok(Page(ListPage {
        rows: findings.iter().map(|finding| row(finding, &known, today)).collect(),
        systems: systems(&catalogue),
        levels: levels(&catalogue),
        cities: cities(&catalogue),
        own: viewer.hospital().is_some(),
        xlsx: format!("/rectifications.xlsx?{}", asked.query(&asked.standing)),
        asked,
        tabs,
        paging,
        open,
        overdue,
        replied,
        closed,
        all,
    }))
}

fn chosen(asked: &ListQuery, base: &FindingFilter, today: NaiveDate) -> FindingFilter {
    let overdue_on = (asked.standing == OVERDUE).then_some(today);
    FindingFilter { standing: Standing::of_key(&asked.standing), overdue_on, ..base.clone() }
}

/// The filter without the standing.
async fn base(
    app: &AppState,
    viewer: &Viewer,
    asked: &ListQuery,
    today: NaiveDate,
) -> Result<FindingFilter, PageError> {
    let system = Some(asked.system.clone()).filter(|name| !name.is_empty());
    let filter = FindingFilter { system, ..FindingFilter::default() };
    if [&asked.level, &asked.city, &asked.q].into_iter().all(|text| text.trim().is_empty()) {
        return Ok(filter);
    }
    let known = hospitals::store::visitable_on(&app.db, &viewer.scope(), today).await?;
    let wanted = known.into_iter().filter(|one| {
        (asked.level.is_empty() || one.level == asked.level)
            && (asked.city.is_empty() || one.statistical_city == asked.city)
            && (one.name.contains(asked.q.trim()) || one.code.contains(asked.q.trim()))
    });
    Ok(FindingFilter { hospitals: Some(wanted.map(|one| one.id).collect()), ..filter })
}

async fn named(app: &AppState, findings: &[Finding]) -> Result<HashMap<HospitalId, Listed>, PageError> {
    let ids: Vec<HospitalId> = findings.iter().map(|finding| finding.hospital).collect();
    Ok(hospitals::store::named_everywhere(&app.db, &ids).await?)
}

fn row(finding: &Finding, known: &HashMap<HospitalId, Listed>, today: NaiveDate) -> Row {
    Row {
        href: format!("/rectifications/{}", finding.id),
        hospital: known.get(&finding.hospital).map(|one| one.facts.name.clone()).unwrap_or_default(),
        system: finding.system_name.clone(),
        text: finding.text.clone(),
        department: finding.department.clone(),
        due: finding.last_due,
        left: left(finding, today),
        tag: tag(finding, today),
    }
}

fn with_all(label: &str, others: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let all = Choice { value: String::new(), label: label.to_owned() };
    std::iter::once(all).chain(others).collect()
}

fn systems(catalogue: &Catalogue) -> Vec<Choice> {
    let names = catalogue.checklists().iter().flat_map(|list| list.systems.iter().map(|system| system.name.clone()));
    with_all("所有制度和目标", names.map(|name| Choice { value: name.clone(), label: name }))
}

fn levels(catalogue: &Catalogue) -> Vec<Choice> {
    let levels = catalogue.register().levels.iter();
    with_all("所有级别", levels.map(|level| Choice { value: level.word.key.clone(), label: level.word.name.clone() }))
}

fn cities(catalogue: &Catalogue) -> Vec<Choice> {
    let cities = catalogue.regions().iter().filter(|region| region.kind == RegionKind::City);
    with_all("所有地市", cities.map(|city| Choice { value: city.code.to_string(), label: city.name.clone() }))
}

/// GET `/rectifications.xlsx`: every finding of the same query.
pub async fn xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<ListQuery>,
) -> Result<impl IntoResponse, PageError> {
    let today = china_date(app.clock.now());
    let base = base(&app, &viewer, &asked, today).await?;
    let filter = chosen(&asked, &base, today);
    let findings = inspections::list_findings(&app.db, &viewer.scope(), &filter, (0, u64::from(u32::MAX))).await?;
    let lines = lines(&app, &viewer, &catalogue, &findings, today).await?;
    let narrowed = if asked.narrowed() || !asked.standing.is_empty() { "按页面上的条件筛选，" } else { "" };
    let said = format!("{narrowed}共 {} 条，截至 {today}。", lines.len());
    let bytes = workbook::write(&said, &lines).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("整改台账{today}.xlsx"), bytes))
}

async fn lines(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    findings: &[Finding],
    today: NaiveDate,
) -> Result<Vec<Line>, PageError> {
    let known = named(app, findings).await?;
    let tree = authorities::store::tree(&app.db).await?;
    let mut steps: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for (finding, step) in store::steps_of(&app.db, findings).await? {
        steps.entry(finding).or_default().push(step);
    }
    let ids: Vec<_> = findings.iter().map(|finding| finding.visit).collect();
    let visits: HashMap<_, Visit> = inspections::by_ids(&app.db, &viewer.scope(), &ids).await?;
    let line = |finding: &Finding| {
        let hospital = known.get(&finding.hospital);
        let steps = steps.get(&finding.id.0).map_or(&[][..], Vec::as_slice);
        let last = |kind| steps.iter().rev().find(|step| step.kind == kind);
        let (reply, verified) = (last(Kind::Reply), last(Kind::Verified));
        let visit = visits.get(&finding.visit);
        Line {
            number: visit.map(|visit| format!("{}-{}", visit.number, finding.number)).unwrap_or_default(),
            hospital: hospital.map(|one| one.facts.name.clone()).unwrap_or_default(),
            code: hospital.map(|one| one.code.clone()).unwrap_or_default(),
            level: hospital.map(|one| catalogue.register().level_name(&one.facts.level).to_owned()).unwrap_or_default(),
            authority: visit
                .map(|visit| visit.authority.map_or("医院自查", |id| tree.name(id)).to_owned())
                .unwrap_or_default(),
            system: finding.system_name.clone(),
            finding: finding.text.clone(),
            clause: finding.clause.clone(),
            department: reply.and_then(|step| step.department.clone()).unwrap_or_else(|| finding.department.clone()),
            person: reply.and_then(|step| step.person.clone()).unwrap_or_default(),
            due: finding.last_due,
            measures: reply.map(|step| step.text.clone()).unwrap_or_default(),
            standing: tag(finding, today).label.to_owned(),
            checker: verified.map(|step| step.by_name.clone()).unwrap_or_default(),
            mended_on: finding.mended_on,
        }
    };
    Ok(findings.iter().map(line).collect())
}
