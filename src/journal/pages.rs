//! 操作日志: the list for the audit administrator.

use axum::Extension;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::{china_midnight, china_second};
use crate::journal::labels::Labels;
use crate::journal::model::{Entry, Outcome};
use crate::journal::store::{self, Wanted};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Rows a page.
const SIZE: u64 = 50;

/// What the reader filters by.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    login: String,
    #[serde(default)]
    action: String,
    /// A day in 北京时间, `2024-10-08`.
    #[serde(default)]
    day: String,
    #[serde(flatten)]
    paging: PagingQuery,
}

impl ListQuery {
    fn day(&self) -> Option<NaiveDate> {
        self.day.trim().parse().ok()
    }

    /// A day that cannot be read filters nothing; the page says so.
    fn wanted(&self) -> Wanted {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let day =
            self.day().and_then(|day| Some((china_midnight(day), china_midnight(day.checked_add_days(Days::new(1))?))));
        Wanted { login: some(&self.login), action: some(&self.action), between: day }
    }

    fn link(&self, page: u64) -> String {
        let [login, action, day] = [&self.login, &self.action, &self.day].map(|text| form_encoded(text.trim()));
        format!("/journal?login={login}&action={action}&day={day}&page={page}")
    }
}

/// The list, newest first.
pub async fn list(
    State(app): State<AppState>,
    Query(query): Query<ListQuery>,
    labels: Option<Extension<Labels>>,
) -> Result<Page<ListPage>, PageError> {
    let wanted = query.wanted();
    let total = store::count(&app.db, &wanted).await?;
    let paging = Paging::new(query.paging.number(), SIZE, total, |page| query.link(page));
    let rows = store::newest(&app.db, &wanted, paging.offset(), SIZE).await?;
    let head = store::head(&app.db).await?.map(|head| head.head);
    Ok(Page(ListPage::new(&query, &labels.unwrap_or_default().0, &rows, paging, head)))
}

/// What `templates/journal/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    rows: Vec<Row>,
    paging: Paging,
    head: Option<String>,
    filtered: bool,
    login: String,
    day: String,
    bad_day: bool,
    action: String,
    actions: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct Row {
    seq: i64,
    at: String,
    login: String,
    address: String,
    action: String,
    subject: String,
    facts: Vec<String>,
    refused: bool,
}

impl ListPage {
    fn new(query: &ListQuery, labels: &Labels, rows: &[Entry], paging: Paging, head: Option<String>) -> Self {
        let mut actions = vec![Choice { value: "", label: "全部操作" }];
        actions.extend(labels.actions().map(|(value, label)| Choice { value, label }));
        let bad_day = !query.day.trim().is_empty() && query.day().is_none();
        let filtered = [&query.login, &query.action, &query.day].iter().any(|text| !text.trim().is_empty()) && !bad_day;
        Self {
            rows: rows.iter().map(|entry| Row::new(entry, labels)).collect(),
            paging,
            head,
            filtered,
            login: query.login.clone(),
            day: query.day.clone(),
            bad_day,
            action: query.action.clone(),
            actions,
        }
    }
}

impl Row {
    fn new(entry: &Entry, labels: &Labels) -> Self {
        let kind = labels.label(&entry.subject_kind);
        Self {
            seq: entry.seq,
            at: china_second(entry.at),
            login: entry.login.clone(),
            address: entry.address.clone(),
            action: labels.label(&entry.action),
            subject: format!("{kind} {}", entry.subject_id).trim_end().to_owned(),
            facts: labels.facts(&entry.detail),
            refused: entry.result == Outcome::Refused.key(),
        }
    }
}

impl View for ListPage {
    const TEMPLATE: &'static str = "journal/list.html";

    fn head(&self) -> Head {
        Head::titled("操作日志").crumb(Crumb::here("操作日志"))
    }
}
