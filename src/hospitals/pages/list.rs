//! 医院名录: the list in scope, and the same as a workbook.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::words::Words;
use crate::access::{Power, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::hospitals::export;
use crate::hospitals::form::ListQuery;
use crate::hospitals::model::Listed;
use crate::hospitals::store::list as found;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Paging, Query, View, format};

/// Hospitals on a page of the list.
const SIZE: u64 = 50;

/// The list.
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let (scope, today) = (viewer.scope(), china_date(app.clock.now()));
    let tree = authorities::store::tree(&app.db).await?;
    let filter = query.filter(catalogue.register(), query.authority(&tree, &viewer), today);
    let levels = found::count_by_level(&app.db, &scope, &filter).await?;
    let total = u64::try_from(levels.values().sum::<i64>()).unwrap_or_default();
    let paging = Paging::new(query.paging.number(), SIZE, total, |page| query.link(&query.sort, page));
    let order: Vec<_> = catalogue.register().levels.iter().map(|level| level.word.key.as_str()).collect();
    let rows = found::page(&app.db, &scope, &filter, (query.sort(), &order), (paging.offset(), SIZE)).await?;
    let counted = levels_in_words(&levels, &catalogue);
    let seen = Seen { viewer: &viewer, catalogue: &catalogue, tree: &tree, today };
    Ok(Page(ListPage::new(&query, &seen, counted, &rows, paging)))
}

/// The list as a roster.
pub async fn xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<ListQuery>,
) -> Result<Download, PageError> {
    let today = china_date(app.clock.now());
    let tree = authorities::store::tree(&app.db).await?;
    let filter = query.filter(catalogue.register(), query.authority(&tree, &viewer), today);
    let bytes = export(&app.db, &catalogue, &viewer.scope(), &filter).await.map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("医院名录 {today}.xlsx"), bytes))
}

/// Who looks, and what the words need.
struct Seen<'a> {
    viewer: &'a Viewer,
    catalogue: &'a Catalogue,
    tree: &'a Tree,
    today: NaiveDate,
}

/// What `templates/hospitals/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    /// Whose hospitals.
    place: String,
    may_import: bool,
    filtered: bool,
    /// Name of the authority it is narrowed to.
    narrowed: Option<String>,
    q: String,
    level: String,
    authority: String,
    status: String,
    sort: String,
    levels: Vec<Choice>,
    authorities: Vec<Choice>,
    statuses: Vec<Choice>,
    counted: Vec<Counted>,
    columns: Vec<Heading>,
    rows: Vec<Row>,
    paging: Paging,
    export: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Counted {
    label: String,
    count: String,
}

/// A column one can sort by.
#[derive(Serialize)]
struct Heading {
    label: &'static str,
    href: Option<String>,
    /// What `aria-sort` says; none for a column that is not sorted by.
    sorted: Option<&'static str>,
    numeric: bool,
}

#[derive(Serialize)]
struct Row {
    code: String,
    #[serde(flatten)]
    words: Words,
    closed: Option<String>,
    not_yet: bool,
}

impl ListPage {
    fn new(query: &ListQuery, seen: &Seen<'_>, counted: Vec<Counted>, rows: &[Listed], paging: Paging) -> Self {
        let narrowed = query.authority(seen.tree, seen.viewer);
        let filtered = [&query.q, &query.level, &query.authority].iter().any(|text| !text.trim().is_empty());
        Self {
            place: seen.viewer.place_name.clone(),
            may_import: seen.viewer.may(Power::KeepRegister),
            filtered,
            narrowed: narrowed.map(|authority| authority.name.clone()),
            q: query.q.trim().to_owned(),
            level: query.level.clone(),
            authority: narrowed.map_or_else(String::new, |authority| authority.code.clone()),
            status: query.status.clone(),
            sort: query.sort.clone(),
            levels: level_choices(seen.catalogue),
            authorities: authority_choices(seen),
            statuses: vec![choice("", "在业"), choice("all", "全部，含停业")],
            counted,
            columns: columns(query),
            rows: rows.iter().map(|hospital| row(hospital, seen)).collect(),
            paging,
            export: query.export(),
        }
    }
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

fn level_choices(catalogue: &Catalogue) -> Vec<Choice> {
    let levels = catalogue.register().levels.iter().map(|level| choice(&level.word.key, &level.word.name));
    std::iter::once(choice("", "全部级别")).chain(levels).collect()
}

/// The viewer's own branch; nothing for who has none below it.
fn authority_choices(seen: &Seen<'_>) -> Vec<Choice> {
    let Some(own) = seen.viewer.authority() else { return Vec::new() };
    let below = seen.tree.walk().into_iter().map(|(_, authority)| authority);
    let below: Vec<_> =
        below.filter(|authority| authority.id != own && seen.tree.is_under(own, authority.id)).collect();
    if below.is_empty() {
        return Vec::new();
    }
    let named = below.into_iter().map(|authority| choice(&authority.code, &authority.name));
    std::iter::once(choice("", "全部审核机构")).chain(named).collect()
}

fn levels_in_words(levels: &std::collections::HashMap<String, i64>, catalogue: &Catalogue) -> Vec<Counted> {
    let known = catalogue.register().levels.iter();
    let counted = known.filter_map(|level| {
        let count = levels.get(&level.word.key)?;
        Some(Counted { label: level.word.name.clone(), count: format::count(*count) })
    });
    counted.collect()
}

fn columns(query: &ListQuery) -> Vec<Heading> {
    const COLUMNS: [(&str, Option<&str>, &str); 8] = [
        ("医院", Some("name"), "ascending"),
        ("编码", Some(""), "ascending"),
        ("级别", Some("level"), "descending"),
        ("类别", None, ""),
        ("性质", None, ""),
        ("所在地", None, ""),
        ("审核机构", None, ""),
        ("床位", Some("beds"), "descending"),
    ];
    let heading = |(label, sort, direction): &(&'static str, Option<&'static str>, &'static str)| Heading {
        label,
        href: sort.map(|sort| query.link(sort, 1)),
        sorted: sort.filter(|sort| *sort == query.sort).map(|_| *direction),
        numeric: *label == "床位",
    };
    COLUMNS.iter().map(heading).collect()
}

fn row(hospital: &Listed, seen: &Seen<'_>) -> Row {
    Row {
        code: hospital.code.clone(),
        words: Words::of(&hospital.facts, seen.catalogue, seen.tree),
        closed: hospital.closed.filter(|closed| *closed < seen.today).map(|closed| closed.to_string()),
        not_yet: hospital.opened.is_some_and(|opened| opened > seen.today),
    }
}

impl View for ListPage {
    const TEMPLATE: &'static str = "hospitals/list.html";

    fn head(&self) -> Head {
        Head::titled("医院名录").crumb(Crumb::here("医院名录"))
    }
}
