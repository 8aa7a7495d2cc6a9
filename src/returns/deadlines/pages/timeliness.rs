//! 上报情况 of a territory: who handed in by the due date, by the authorities right below, as known on a day.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, Viewer};
use crate::calendar::{Period, china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::returns::deadlines::board::{Board, Row, sums};
use crate::returns::deadlines::due::moment_of;
use crate::returns::deadlines::measure::{Sums, Timing};
use crate::returns::deadlines::pages::hospitals::Listed;
use crate::returns::deadlines::sheets;
use crate::returns::store as returns;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, PagingQuery, Query, View, form_encoded, format};

/// `?period=2024Q3&authority=12&as_of=2024-10-20&state=late&sort=due&page=2`
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TimelinessQuery {
    period: Option<Period>,
    authority: Option<String>,
    as_of: Option<String>,
    pub(super) state: Option<String>,
    pub(super) sort: Option<String>,
    #[serde(flatten)]
    pub(super) paging: PagingQuery,
}

impl TimelinessQuery {
    /// A quarter of an authority, as known now.
    #[must_use]
    pub fn of(period: Option<Period>, authority: Option<String>) -> Self {
        Self { period, authority, ..Self::default() }
    }
}

/// A board with what was asked of it.
pub struct Look {
    /// The hospitals.
    pub board: Board,
    /// Who looks.
    pub base: AuthorityId,
    /// The authority whose hospitals are listed.
    pub asked: Option<AuthorityId>,
    /// The day it is seen from; none for now.
    pub day: Option<NaiveDate>,
    pub(super) query: TimelinessQuery,
}

impl Look {
    /// Reads it in the viewer's scope.
    ///
    /// # Errors
    /// [`PageError::NotFound`] for an authority that is not the viewer's or below it; [`PageError::BadRequest`] for a day
    /// that is none; and of the database.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        query: TimelinessQuery,
    ) -> Result<Self, PageError> {
        let now = app.clock.now();
        let base = viewer.authority().ok_or(PageError::NotFound)?;
        let typed = query.as_of.as_deref().filter(|text| !text.is_empty());
        let day = match typed.map(str::parse::<NaiveDate>) {
            Some(Err(_)) => return Err(PageError::BadRequest("日期没有读懂：请写成 2024-10-20 这样。".into())),
            Some(Ok(day)) => Some(day).filter(|day| *day < china_date(now)),
            None => None,
        };
        let quarter = match query.period {
            Some(period) => period.quarter(),
            None => latest(app, viewer, now).await?,
        };
        let at = moment_of(day, now);
        let board = Board::load(&app.db, catalogue, &viewer.scope(), quarter, at).await?;
        let asked = match query.authority.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => Some(AuthorityId(text.parse().map_err(|_| PageError::NotFound)?)),
            None => None,
        };
        if asked.is_some_and(|id| !board.tree.is_under(base, id)) {
            return Err(PageError::NotFound);
        }
        Ok(Self { board, base, asked, day, query })
    }

    /// The authorities right below the one that looks, and itself for hospitals that report to it, by code; each with its
    /// hospitals.
    #[must_use]
    pub fn branches(&self) -> Vec<(AuthorityId, Vec<&Row>)> {
        let tree = &self.board.tree;
        let mut order: Vec<AuthorityId> = vec![self.base];
        order.extend(tree.children(self.base).map(|authority| authority.id));
        let mut found: Vec<(AuthorityId, Vec<&Row>)> = order.into_iter().map(|id| (id, Vec::new())).collect();
        for row in &self.board.rows {
            // A hospital that reported elsewhere on the quarter's last day is seen by today's tree: it is counted here.
            let branch = tree.branch(self.base, row.hospital.reports_to).unwrap_or(self.base);
            if let Some((_, rows)) = found.iter_mut().find(|(id, _)| *id == branch) {
                rows.push(row);
            }
        }
        found.retain(|(_, rows)| !rows.is_empty());
        found
    }

    /// The hospitals of the authority that is asked for: those that report to it or below it; of the one that looks, those
    /// that report to itself, as its row counts them.
    #[must_use]
    pub fn listed(&self) -> Vec<&Row> {
        let Some(asked) = self.asked else { return self.board.rows.iter().collect() };
        if asked == self.base {
            let own = self.branches().into_iter().find(|(id, _)| *id == asked);
            return own.map(|(_, rows)| rows).unwrap_or_default();
        }
        self.board.rows.iter().filter(|row| self.board.tree.is_under(asked, row.hospital.reports_to)).collect()
    }

    /// The hospitals that report to the authority that is asked for or below it; of the one that looks, all.
    #[must_use]
    pub fn under(&self) -> Vec<&Row> {
        match self.asked {
            Some(asked) if asked != self.base => self.listed(),
            _ => self.board.rows.iter().collect(),
        }
    }

    /// The same look at another quarter, authority, state, order or page.
    #[must_use]
    pub fn link(&self, path: &str, authority: &str, more: &[(&str, &str)]) -> String {
        let mut link = format!("{path}?period={}", self.board.quarter);
        let day = self.day.map(|day| day.to_string()).unwrap_or_default();
        for (key, value) in [("authority", authority), ("as_of", day.as_str())].iter().chain(more) {
            if !value.is_empty() {
                link.push_str(&format!("&{key}={}", form_encoded(value)));
            }
        }
        link
    }
}

/// The latest quarter of which anything came in, or the one that was over last.
async fn latest(app: &AppState, viewer: &Viewer, now: DateTime<Utc>) -> Result<Period, PageError> {
    let found = returns::latest_period(&app.db, &viewer.scope()).await?;
    Ok(found.unwrap_or_else(|| Period::quarter_containing(china_date(now)).previous()))
}

/// What `templates/returns/deadlines/timeliness.html` shows.
#[derive(Serialize)]
pub struct TimelinessPage {
    period: Period,
    period_label: String,
    as_of: String,
    seen: String,
    /// Whether any hospital has a due date.
    set: bool,
    total: SumRow,
    parts: Vec<Part>,
    rows: Vec<SumRow>,
    list: Option<Listed>,
    authority: String,
    authority_name: String,
    workbook: String,
    reminders: String,
    /// How it is counted.
    definition: [&'static str; 5],
}

/// How many stand alike, for the bar.
#[derive(Serialize)]
struct Part {
    kind: &'static str,
    label: &'static str,
    count: i64,
}

/// One authority, or all together.
#[derive(Serialize)]
pub struct SumRow {
    name: String,
    href: String,
    expected: i64,
    received: i64,
    accepted: i64,
    extended: i64,
    on_time: i64,
    late: i64,
    pending: i64,
    missing: i64,
    not_due: i64,
    unset: i64,
    rate: Option<String>,
    base: String,
}

impl SumRow {
    fn of(name: &str, href: String, sums: &Sums) -> Self {
        Self {
            name: name.to_owned(),
            href,
            expected: sums.expected,
            received: sums.received,
            accepted: sums.accepted,
            extended: sums.extended,
            on_time: sums.of(Timing::OnTime),
            late: sums.of(Timing::Late),
            pending: sums.of(Timing::Pending),
            missing: sums.of(Timing::Missing),
            not_due: sums.of(Timing::NotDue),
            unset: sums.of(Timing::Unset),
            rate: sums.rate().map(|(kept, decided)| format::fixed(kept as f64 / decided as f64 * 100.0, 1)),
            base: sums.rate().map(|(kept, decided)| format!("{kept} / {decided}")).unwrap_or_default(),
        }
    }
}

const HERE: &str = "/returns/timeliness";

impl TimelinessPage {
    fn new(look: &Look, catalogue: &Catalogue) -> Self {
        let board = &look.board;
        let rows = look.branches();
        let row = |(id, rows): &(AuthorityId, Vec<&Row>)| {
            let name = board.tree.name(*id);
            let name = if *id == look.base { format!("{name}（直接审核）") } else { name.to_owned() };
            SumRow::of(&name, look.link(HERE, &id.to_string(), &[]), &sums(rows.iter().copied()))
        };
        let listed = look.asked.map(|id| (id, look.listed()));
        let of = match &listed {
            Some((_, rows)) => sums(rows.iter().copied()),
            None => board.sums(),
        };
        let authority = look.asked.map(|id| id.to_string()).unwrap_or_default();
        Self {
            period: board.quarter,
            period_label: board.quarter.label(),
            as_of: look.day.map(|day| day.to_string()).unwrap_or_default(),
            seen: china_minute(board.at),
            set: of.of(Timing::Unset) < of.expected,
            total: SumRow::of("合计", String::new(), &of),
            parts: parts(&of),
            rows: rows.iter().map(row).collect(),
            list: listed.map(|(_, rows)| Listed::new(look, catalogue, rows)),
            authority_name: look.asked.map(|id| board.tree.name(id).to_owned()).unwrap_or_default(),
            workbook: look.link("/returns/timeliness.xlsx", &authority, &[]),
            reminders: format!("/returns/reminders?period={}&authority={authority}", board.quarter),
            authority,
            definition: sheets::DEFINITION,
        }
    }
}

fn parts(of: &Sums) -> Vec<Part> {
    let part = |kind, timing: Timing| Part { kind, label: timing.label(), count: of.of(timing) };
    vec![
        part("brand", Timing::OnTime),
        part("worse", Timing::Late),
        part("wait", Timing::Pending),
        part("bad", Timing::Missing),
        part("none", Timing::NotDue),
        part("common", Timing::Unset),
    ]
}

/// GET `/returns/timeliness`
pub async fn timeliness(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<TimelinessQuery>,
) -> Result<Page<TimelinessPage>, PageError> {
    let look = Look::load(&app, &viewer, &catalogue, query).await?;
    Ok(Page(TimelinessPage::new(&look, &catalogue)))
}

/// GET `/returns/timeliness.xlsx`: the authorities and the hospitals, a sheet each.
pub async fn workbook(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<TimelinessQuery>,
) -> Result<Download, PageError> {
    let look = Look::load(&app, &viewer, &catalogue, query).await?;
    let bytes = sheets::workbook(&look, &catalogue).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("上报情况_{}_{}.xlsx", look.board.quarter, china_date(look.board.at)), bytes))
}

impl View for TimelinessPage {
    const TEMPLATE: &'static str = "returns/deadlines/timeliness.html";

    fn head(&self) -> Head {
        let (authority, as_of) = (self.authority.clone(), self.as_of.clone());
        let head = Head::titled(format!("{}上报情况", self.period_label)).as_of(self.seen.clone());
        let head = head.period(self.period, move |period| {
            let more =
                [("authority", &authority), ("as_of", &as_of)].into_iter().filter(|(_, value)| !value.is_empty());
            more.fold(format!("{HERE}?period={period}"), |link, (key, value)| format!("{link}&{key}={value}"))
        });
        if self.authority.is_empty() {
            return head.crumb(Crumb::here("上报情况"));
        }
        let up = format!("{HERE}?period={}", self.period);
        let up = if self.as_of.is_empty() { up } else { format!("{up}&as_of={}", self.as_of) };
        head.crumb(Crumb::to("上报情况", up)).crumb(Crumb::here(self.authority_name.clone()))
    }
}
