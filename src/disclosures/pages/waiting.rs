//! 督导公开: the closed visits of the viewer's own commission, which of them are published and which are late.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, Viewer};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::disclosures::issue::MOST;
use crate::disclosures::model::{Disclosure, Mending};
use crate::disclosures::store;
use crate::hospitals;
use crate::inspections;
use crate::inspections::model::{Kind, State as Standing, Visit};
use crate::inspections::store::Filter;
use crate::publications::model::{AUDIENCES, Audience};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Visits on a page: what one form may publish.
const SIZE: u64 = MOST as u64 / 2;
/// Closed visits of a commission and year that are looked through.
const LOOKED: u64 = 5_000;

/// `?year=2024&state=late`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DueQuery {
    year: String,
    state: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// How far a result has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// 待公开
    Waits,
    /// 逾期: the working days are over.
    Late,
    /// 已公开
    Out,
    /// 已公开, and mending went on since.
    Moved,
}

const STANDS: [Stand; 4] = [Stand::Late, Stand::Waits, Stand::Moved, Stand::Out];

impl Stand {
    fn key(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Late => "late",
            Self::Out => "out",
            Self::Moved => "moved",
        }
    }

    /// Label and kind of tag.
    fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Waits => ("待公开", "wait"),
            Self::Late => ("逾期未公开", "bad"),
            Self::Out => ("已公开", "ok"),
            Self::Moved => ("整改有进展", "info"),
        }
    }
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
    number: String,
    href: String,
    hospital: String,
    code: String,
    kind: &'static str,
    closed: String,
    due: String,
    tag: &'static str,
    label: &'static str,
    /// Where it is published, to whom and when.
    published: Option<(String, &'static str, String)>,
    mending: String,
    /// Whether publishing it would say something new.
    chosen: bool,
}

/// What `templates/disclosures/due.html` shows.
#[derive(Serialize)]
pub struct DuePage {
    asked: DueQuery,
    years: Vec<Choice>,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    paging: Paging,
    audiences: Vec<Choice>,
    /// Whether anything on the page can be published.
    tickable: bool,
    /// Working days there are; none where nobody said.
    within: Option<u16>,
    waits: usize,
    late: usize,
    most: usize,
}

impl View for DuePage {
    const TEMPLATE: &'static str = "disclosures/due.html";

    fn head(&self) -> Head {
        Head::titled("督导公开").crumb(Crumb::here("督导公开"))
    }
}

/// One visit with what was published of it.
struct Line {
    visit: Visit,
    closed: NaiveDate,
    due: Option<NaiveDate>,
    latest: Option<Disclosure>,
    mending: Mending,
    stand: Stand,
}

/// GET `/disclosures`
pub async fn due(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<DueQuery>,
) -> Result<Page<DuePage>, PageError> {
    let today = china_date(app.clock.now());
    let own = viewer.authority().ok_or(PageError::NotFound)?;
    let year = asked.year.parse().unwrap_or(today.year());
    let lines = lines(&app, &viewer, &catalogue, (own, year, today)).await?;
    let count = |stand| lines.iter().filter(|line| line.stand == stand).count();
    let link = |state: &str| format!("/disclosures?year={year}&state={}", form_encoded(state));
    let chosen = STANDS.into_iter().find(|stand| stand.key() == asked.state);
    let mut tabs = vec![Tab { label: "全部".to_owned(), href: link(""), current: chosen.is_none() }];
    tabs.extend(STANDS.map(|stand| Tab {
        label: format!("{} {}", stand.label().0, count(stand)),
        href: link(stand.key()),
        current: chosen == Some(stand),
    }));
    let (waits, late) = (count(Stand::Waits), count(Stand::Late));
    let shown: Vec<&Line> = lines.iter().filter(|line| chosen.is_none_or(|stand| line.stand == stand)).collect();
    let base = link(&asked.state);
    let paging = Paging::new(asked.paging.number(), SIZE, shown.len() as u64, |page| format!("{base}&page={page}"));
    let (from, many) = (usize::try_from(paging.offset()).unwrap_or(0), usize::try_from(SIZE).unwrap_or(0));
    let part: Vec<&Line> = shown.into_iter().skip(from).take(many).collect();
    let audience = |audience: Audience| Choice { value: audience.key().to_owned(), label: audience.label().to_owned() };
    Ok(Page(DuePage {
        rows: rows(&app, &part).await?,
        years: (0..6).map(|back| today.year() - back).map(year_choice).collect(),
        asked: DueQuery { year: year.to_string(), ..asked },
        tabs,
        paging,
        audiences: AUDIENCES.map(audience).into(),
        tickable: part.iter().any(|line| line.stand != Stand::Out),
        within: within(&catalogue, today),
        waits,
        late,
        most: MOST,
    }))
}

fn year_choice(year: i32) -> Choice {
    Choice { value: year.to_string(), label: format!("{year} 年安排") }
}

/// Working days within which a result is published.
fn within(catalogue: &Catalogue, day: NaiveDate) -> Option<u16> {
    catalogue.campaign_on(day)?.disclose_within
}

/// The closed visits of an authority that were planned in a year, the late ones first.
async fn lines(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (own, year, today): (AuthorityId, i32, NaiveDate),
) -> Result<Vec<Line>, PageError> {
    let scope = viewer.scope();
    let filter = Filter { year: Some(year), authority: Some(own), state: Some(Standing::Closed), ..Filter::default() };
    let mut visits = inspections::store::list(&app.db, &scope, &filter, (0, LOOKED)).await?;
    visits.retain(|visit| visit.kind != Kind::SelfExam);
    let ids: Vec<_> = visits.iter().map(|visit| visit.id).collect();
    let mut latest = store::latest_of(&app.db, &ids).await?;
    let counts = inspections::store::mending(&app.db, &scope, &ids).await?;
    let mut lines: Vec<Line> = Vec::with_capacity(visits.len());
    for visit in visits {
        let Some(closed) = visit.closing.as_ref().map(|closing| closing.on) else { continue };
        let (findings, mended) = counts.get(&visit.id).copied().unwrap_or_default();
        let mending = Mending { findings, mended, on: today };
        let due = within(catalogue, closed).map(|days| catalogue.holidays().working_days_after(closed, days));
        let latest = latest.remove(&visit.id);
        let stand = stand(latest.as_ref(), mending, due, today);
        lines.push(Line { visit, closed, due, latest, mending, stand });
    }
    lines.sort_by_key(|line| (line.latest.is_some(), line.closed, line.visit.number.clone()));
    Ok(lines)
}

fn stand(latest: Option<&Disclosure>, now: Mending, due: Option<NaiveDate>, today: NaiveDate) -> Stand {
    match latest.map(|one| one.content.mending) {
        Some(then) if (then.findings, then.mended) != (now.findings, now.mended) => Stand::Moved,
        Some(_) => Stand::Out,
        None if due.is_some_and(|due| due < today) => Stand::Late,
        None => Stand::Waits,
    }
}

async fn rows(app: &AppState, lines: &[&Line]) -> Result<Vec<Row>, PageError> {
    let ids: Vec<_> = lines.iter().map(|line| line.visit.hospital).collect();
    let known = hospitals::store::named_everywhere(&app.db, &ids).await?;
    let row = |line: &&Line| {
        let hospital = known.get(&line.visit.hospital);
        let (label, tag) = line.stand.label();
        Row {
            number: line.visit.number.to_string(),
            href: line.visit.href(),
            hospital: hospital.map(|one| one.facts.name.clone()).unwrap_or_default(),
            code: hospital.map(|one| one.code.clone()).unwrap_or_default(),
            kind: line.visit.kind.label(),
            closed: line.closed.to_string(),
            due: line.due.map(|due| due.to_string()).unwrap_or_default(),
            tag,
            label,
            published: line.latest.as_ref().map(|one| {
                (format!("/disclosures/{}", line.visit.number), one.audience.label(), china_date(one.at).to_string())
            }),
            mending: line.mending.told(),
            chosen: line.stand != Stand::Out,
        }
    };
    Ok(lines.iter().map(row).collect())
}
