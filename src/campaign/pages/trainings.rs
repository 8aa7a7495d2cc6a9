//! 培训台账: what trainings were held within the reader's scope in a year, and who still owes how many.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Choice, Look, Names};
use crate::access::{AuthorityId, Scope, Viewer};
use crate::campaign::model::{Bearer, Occurrence};
use crate::campaign::store::{self, Filter, TrainingLine, Trainings};
use crate::campaign::workbook::{self, Cell, Table};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Duty, EvidenceKind};
use crate::documents::Invented;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Paging, PagingQuery, Path, Query, View, form_encoded};

/// Rows on a page.
const SIZE: u64 = 50;
/// Bearers on the page of those who still owe some; the workbook holds all.
const SHORT_MAX: usize = 30;
/// Trainings in a workbook.
const LINES_MAX: u64 = 20_000;
/// Things owed of a duty that are looked at; more than a province has bearers.
const OWED_MAX: u64 = 20_000;

/// What is asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct TrainingsQuery {
    /// The year.
    year: String,
    /// Code of an authority: it and what stands below it.
    under: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// What `templates/campaign/trainings.html` shows.
#[derive(Serialize)]
pub struct TrainingsPage {
    id: String,
    campaign: String,
    duties: Vec<(String, String)>,
    year: String,
    years: Vec<Choice>,
    under: String,
    unders: Vec<Choice>,
    /// Address of the workbook.
    xlsx: String,
    said: String,
    sum: Sum,
    lines: Vec<Line>,
    paging: Paging,
    short: Vec<Short>,
    /// Of those who still owe some, how many are not on the page.
    short_left: usize,
}

#[derive(Clone, Copy, Serialize)]
struct Sum {
    trainings: i64,
    attendance: i64,
    authorities: i64,
    /// Bearers of whom some are asked, and those who held as many.
    asked: usize,
    enough: usize,
    /// How many are missing.
    missing: i64,
}

#[derive(Serialize)]
struct Line {
    day: NaiveDate,
    name: String,
    href: String,
    topic: String,
    lecturer: String,
    audience: String,
    attendance: i64,
    withdrawn: bool,
}

#[derive(Clone, Serialize)]
struct Short {
    name: String,
    code: String,
    href: String,
    asked: i64,
    held: i64,
    missing: i64,
}

impl View for TrainingsPage {
    const TEMPLATE: &'static str = "campaign/trainings.html";

    fn head(&self) -> Head {
        Head::titled("培训台账")
            .crumb(Crumb::to("活动总览", format!("/campaigns/{}", self.id)))
            .crumb(Crumb::here("培训台账"))
    }
}

/// What a ledger is of.
struct Ground {
    scope: Scope,
    under: Option<(String, String)>,
    year: i32,
    days: (NaiveDate, NaiveDate),
}

impl Ground {
    fn of(look: &Look<'_>, viewer: &Viewer, asked: &TrainingsQuery) -> Result<Self, PageError> {
        let (first, last) = (look.campaign.from.year(), look.today.min(look.campaign.to()).year());
        let year = asked.year.parse().ok().filter(|year| (first..=last).contains(year)).unwrap_or(last.max(first));
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).ok_or(PageError::NotFound);
        let tree = &look.tree;
        let under = match (asked.under.as_str(), viewer.authority()) {
            ("", _) => None,
            (code, Some(own)) => {
                Some(tree.coded(code).filter(|one| tree.is_under(own, one.id)).ok_or(PageError::NotFound)?)
            }
            _ => return Err(PageError::NotFound),
        };
        Ok(Self {
            scope: under.map_or_else(|| look.scope, |one| Scope::Authority(one.id)),
            under: under.map(|one| (one.code.clone(), one.name.clone())),
            year,
            days: (day(1, 1)?, day(12, 31)?),
        })
    }

    /// Trainings are of one's own territory: what those above hold stands in their own ledger.
    fn who(&self) -> (&Scope, &[AuthorityId]) {
        (&self.scope, &[])
    }

    async fn sum(&self, app: &AppState, look: &Look<'_>) -> Result<(Sum, Vec<Short>), PageError> {
        let held = store::trainings_between(&app.db, self.who(), &look.campaign.id, self.days).await?;
        let mut owed: Vec<Occurrence> = Vec::new();
        for duty in duties(look) {
            let filter = Filter {
                campaign: look.campaign.id.clone(),
                duty: Some(duty.id.clone()),
                opens: Some(self.days),
                ..Filter::default()
            };
            owed.extend(store::list(&app.db, self.who(), &filter, (0, OWED_MAX)).await?);
        }
        let names = Names::load(&app.db, &look.tree, &owed).await?;
        Ok(sums(held, &owed, |bearer| {
            let (name, code) = names.of(bearer);
            (format!("/campaigns/{}/bearers/{code}", look.campaign.id), name, code)
        }))
    }
}

/// The duties that trainings are handed in for.
fn duties<'a>(look: &Look<'a>) -> impl Iterator<Item = &'a Duty> {
    look.campaign.duties.iter().filter(|duty| duty.evidence.contains(&EvidenceKind::Training))
}

/// Adds up by bearer: what is exempt is not asked, what is more than was asked does not make up for another period.
fn sums(held: Trainings, owed: &[Occurrence], named: impl Fn(Bearer) -> (String, String, String)) -> (Sum, Vec<Short>) {
    let mut of: BTreeMap<Bearer, (i64, i64, i64)> = BTreeMap::new();
    for one in owed.iter().filter(|one| one.exempt.is_none()) {
        let (asked, have, missing) = of.entry(one.owed.bearer).or_default();
        *asked += i64::from(one.owed.times);
        *have += i64::from(one.have);
        *missing += i64::from((one.owed.times - one.have).max(0));
    }
    let sum = Sum {
        trainings: held.trainings,
        attendance: held.attendance,
        authorities: held.authorities,
        asked: of.len(),
        enough: of.values().filter(|(.., missing)| *missing == 0).count(),
        missing: of.values().map(|(.., missing)| missing).sum(),
    };
    let short = of.into_iter().filter(|(_, (.., missing))| *missing > 0).map(|(bearer, (asked, have, missing))| {
        let (href, name, code) = named(bearer);
        Short { name, code, href, asked, held: have, missing }
    });
    let mut short: Vec<Short> = short.collect();
    // Who misses most comes first.
    short.sort_by(|a, b| b.missing.cmp(&a.missing).then_with(|| a.code.cmp(&b.code)));
    (sum, short)
}

fn said(ground: &Ground, look: &Look<'_>) -> String {
    let whose = ground.under.as_ref().map_or("本辖区", |(_, name)| name);
    format!("{}，{whose}，{} 年，截至 {}", look.campaign.title, ground.year, look.today)
}

async fn lines(app: &AppState, look: &Look<'_>, ground: &Ground, part: (u64, u64)) -> Result<Vec<Line>, PageError> {
    let found = store::trainings(&app.db, ground.who(), &look.campaign.id, ground.days, part).await?;
    let names = Names::of_bearers(&app.db, &look.tree, found.iter().map(|line| line.bearer)).await?;
    let line = |line: TrainingLine| Line {
        day: line.day,
        name: names.of(line.bearer).0,
        href: format!("/duties/{}", line.occurrence),
        topic: line.topic,
        lecturer: line.training.lecturer,
        audience: line.training.audience,
        attendance: line.training.attendance,
        withdrawn: line.withdrawn,
    };
    Ok(found.into_iter().map(line).collect())
}

/// GET `/campaigns/{id}/trainings?year=&under=&page=`
pub async fn trainings(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path(id): Path<String>,
    Query(asked): Query<TrainingsQuery>,
) -> Result<Page<TrainingsPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), "")).await?;
    Ok(Page(TrainingsPage::load(&app, &viewer, &look, asked).await?))
}

impl TrainingsPage {
    async fn load(app: &AppState, viewer: &Viewer, look: &Look<'_>, asked: TrainingsQuery) -> Result<Self, PageError> {
        let ground = Ground::of(look, viewer, &asked)?;
        let (sum, mut short) = ground.sum(app, look).await?;
        let total = store::count_trainings(&app.db, ground.who(), &look.campaign.id, ground.days).await?;
        let under = ground.under.as_ref().map(|(code, _)| code.clone()).unwrap_or_default();
        let query = format!("year={}&under={}", ground.year, form_encoded(&under));
        let here = format!("/campaigns/{}/trainings", look.campaign.id);
        let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{here}?{query}&page={page}"));
        let lines = lines(app, look, &ground, (paging.offset(), SIZE)).await?;
        let short_left = short.len().saturating_sub(SHORT_MAX);
        short.truncate(SHORT_MAX);
        let (first, last) = (look.campaign.from.year(), look.today.min(look.campaign.to()).year());
        let years = (first..=last.max(first)).rev();
        let below = viewer.authority().into_iter().flat_map(|own| look.tree.children(own));
        let all = Choice { value: String::new(), label: "全部承担者".to_owned() };
        let below = below.map(|one| Choice { value: one.code.clone(), label: one.name.clone() });
        let duty = |duty: &Duty| (duty.title.clone(), format!("/campaigns/{}/duties/{}", look.campaign.id, duty.id));
        Ok(Self {
            id: look.campaign.id.clone(),
            campaign: look.campaign.title.clone(),
            duties: duties(look).map(duty).collect(),
            year: ground.year.to_string(),
            years: years.map(|year| Choice { value: year.to_string(), label: format!("{year} 年") }).collect(),
            unders: std::iter::once(all).chain(below).collect(),
            under,
            xlsx: format!("{here}.xlsx?{query}"),
            said: said(&ground, look),
            sum,
            lines,
            paging,
            short,
            short_left,
        })
    }
}

const LINE_COLUMNS: [(&str, f64); 7] = [
    ("日期", 12.0),
    ("举办机构", 34.0),
    ("主题", 44.0),
    ("授课人职务", 22.0),
    ("培训对象", 26.0),
    ("参加人数", 10.0),
    ("状态", 10.0),
];
const SHORT_COLUMNS: [(&str, f64); 5] =
    [("承担者", 34.0), ("编码", 14.0), ("应办次数", 10.0), ("已办次数", 10.0), ("还差", 8.0)];

/// GET `/campaigns/{id}/trainings.xlsx?year=&under=`
pub async fn trainings_xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path(id): Path<String>,
    Query(asked): Query<TrainingsQuery>,
) -> Result<impl IntoResponse, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), "")).await?;
    let ground = Ground::of(&look, &viewer, &asked)?;
    let bytes = book(&app, &look, &ground).await?;
    Ok(Download::xlsx(format!("培训台账{}.xlsx", ground.year), bytes))
}

async fn book(app: &AppState, look: &Look<'_>, ground: &Ground) -> Result<Vec<u8>, PageError> {
    let (sum, short) = ground.sum(app, look).await?;
    let total = store::count_trainings(&app.db, ground.who(), &look.campaign.id, ground.days).await?;
    let lines = lines(app, look, ground, (0, LINES_MAX)).await?;
    let left = total.saturating_sub(LINES_MAX);
    let cut = if left > 0 { format!("；只列最近 {LINES_MAX} 次，略去 {left} 次") } else { String::new() };
    let held = format!("；{} 次，{} 人次，撤回的不计{cut}。", sum.trainings, sum.attendance);
    let row = |line: Line| -> Vec<Cell> {
        let state = if line.withdrawn { "已撤回" } else { "有效" };
        let day = line.day.to_string();
        vec![
            day.into(),
            line.name.into(),
            line.topic.into(),
            line.lecturer.into(),
            line.audience.into(),
            line.attendance.into(),
            state.into(),
        ]
    };
    let owes = |one: Short| -> Vec<Cell> {
        vec![one.name.into(), one.code.into(), one.asked.into(), one.held.into(), one.missing.into()]
    };
    let tables = [
        Table {
            name: "培训台账",
            said: said(ground, look) + &held,
            columns: &LINE_COLUMNS,
            rows: lines.into_iter().map(row).collect(),
        },
        Table {
            name: "还差的",
            said: format!("{}；应办的 {} 家，够数的 {} 家。", said(ground, look), sum.asked, sum.enough),
            columns: &SHORT_COLUMNS,
            rows: short.into_iter().map(owes).collect(),
        },
    ];
    workbook::write("培训台账", &tables).map_err(PageError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::model::Owed;
    use crate::catalogue::model::BearerKind;

    fn owed(bearer: i64, (times, have): (i32, i32), exempt: bool) -> Occurrence {
        let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        Occurrence {
            id: 1,
            campaign: String::new(),
            owed: Owed {
                duty: String::new(),
                bearer: Bearer::Authority(AuthorityId(bearer)),
                kind: BearerKind::City,
                under: AuthorityId(bearer),
                period: String::new(),
                opens: day,
                due: None,
                times,
            },
            have,
            done_on: None,
            said: String::new(),
            stands: true,
            exempt: exempt.then(|| (day, String::new(), String::new())),
            version: 1,
        }
    }

    #[test]
    fn what_is_more_in_one_period_does_not_fill_another() {
        let all = [owed(1, (1, 3), false), owed(1, (1, 0), false), owed(2, (2, 2), false), owed(3, (2, 0), true)];
        let (sum, short) = sums(Trainings::default(), &all, |bearer| (String::new(), bearer.key(), String::new()));
        assert_eq!((sum.asked, sum.enough, sum.missing), (2, 1, 1), "the exempt one is not asked");
        let told: Vec<_> = short.iter().map(|one| (one.name.as_str(), one.asked, one.held, one.missing)).collect();
        assert_eq!(told, [("a1", 2, 3, 1)]);
    }
}
