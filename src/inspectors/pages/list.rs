//! The pool: who is in it, narrowed.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};

use super::{Choice, Tag, specialities};
use crate::access::{AccountId, AuthorityId, Power, Viewer};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::inspectors::check::{Typed, joined};
use crate::inspectors::ground::{Ground, hospitals_of};
use crate::inspectors::keep::people::login_of;
use crate::inspectors::model::{Inspector, Loan};
use crate::inspectors::store;
use crate::inspectors::workbook::{self, PersonLine};
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// People on a page.
const SIZE: u64 = 50;

/// What the list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ListQuery {
    /// A part of a name, code or employer.
    q: String,
    /// A speciality.
    speciality: String,
    /// Whose pool: empty for all, `own`, `below`, `lent`.
    whose: String,
    /// `active` unless said otherwise, `inactive`, `all`.
    status: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

impl ListQuery {
    fn text(&self) -> String {
        let part = |key: &str, value: &str| format!("{key}={}", form_encoded(value));
        [
            part("q", &self.q),
            part("speciality", &self.speciality),
            part("whose", &self.whose),
            part("status", &self.status),
        ]
        .join("&")
    }

    fn narrowed(&self) -> bool {
        [&self.q, &self.speciality, &self.whose, &self.status].into_iter().any(|text| !text.trim().is_empty())
    }

    fn takes(&self, person: &Inspector, own: Option<AuthorityId>, ground: &Ground<'_>) -> bool {
        let q = self.q.trim();
        let employer = ground.employer(&person.facts.employer);
        let named = q.is_empty()
            || person.facts.name.contains(q)
            || person.code.contains(&q.to_ascii_uppercase())
            || employer.contains(q);
        let skilled = self.speciality.is_empty() || person.facts.specialities.contains(&self.speciality);
        let whose = match self.whose.as_str() {
            "own" => Some(person.authority) == own,
            "below" => Some(person.authority) != own && !lent(person, own, ground),
            "lent" => lent(person, own, ground),
            _ => true,
        };
        let active = match self.status.as_str() {
            "inactive" => !person.active,
            "all" => true,
            _ => person.active,
        };
        named && skilled && whose && active
    }
}

/// Whether somebody is here only for some days.
fn lent(person: &Inspector, own: Option<AuthorityId>, ground: &Ground<'_>) -> bool {
    own.is_some_and(|own| !ground.tree.is_under(own, person.authority))
}

/// What `templates/inspectors/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    asked: ListQuery,
    narrowed: bool,
    specialities: Vec<Choice>,
    whoses: Vec<Choice>,
    statuses: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    active: usize,
    certified: usize,
    lent: usize,
    keeps: bool,
    xlsx: String,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    employer: String,
    region: String,
    specialities: String,
    certificate: String,
    whose: String,
    tag: Tag,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "inspectors/list.html";

    fn head(&self) -> Head {
        Head::titled("督查员").crumb(Crumb::here("督查员"))
    }
}

/// GET `/inspectors`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let today = china_date(app.clock.now());
    let (all, ground) = pool(&app, &viewer, &catalogue).await?;
    let own = viewer.authority();
    let chosen: Vec<&Inspector> = all.iter().filter(|person| asked.takes(person, own, &ground)).collect();
    let link = format!("/inspectors?{}", asked.text());
    let total = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
    let skip = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let loans = match own {
        Some(own) => store::loans_of(&app.db, own).await?,
        None => Vec::new(),
    };
    let tagged = |person: &Inspector| tag(person, own, &ground, &loans, today);
    let active: Vec<Inspector> = all.iter().filter(|person| person.active).cloned().collect();
    let shown = chosen.into_iter().skip(skip).take(usize::try_from(SIZE).unwrap_or(usize::MAX));
    Ok(Page(ListPage {
        rows: shown.map(|person| row(person, &ground, tagged(person))).collect(),
        narrowed: asked.narrowed(),
        specialities: specialities(&catalogue, "所有专业"),
        whoses: [("", "本辖区和借入"), ("own", "本机构的"), ("below", "下级的"), ("lent", "借入的")]
            .map(|(value, label)| Choice::of(value, label))
            .into(),
        statuses: [("", "在用"), ("inactive", "停用"), ("all", "在用和停用")]
            .map(|(value, label)| Choice::of(value, label))
            .into(),
        active: active.len(),
        certified: active.iter().filter(|person| person.certified()).count(),
        lent: active.iter().filter(|person| lent(person, own, &ground)).count(),
        keeps: viewer.may(Power::KeepInspectors) && own.is_some(),
        xlsx: format!("/inspectors.xlsx?{}", asked.text()),
        asked,
        paging,
    }))
}

/// Everybody the viewer sees today, and what their words mean.
async fn pool<'a>(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &'a Catalogue,
) -> Result<(Vec<Inspector>, Ground<'a>), PageError> {
    let today = china_date(app.clock.now());
    let all = store::list(&app.db, &viewer.scope(), today).await?;
    let ground = Ground::of(&app.db, catalogue, today, &hospitals_of(&all)).await?;
    Ok((all, ground))
}

fn row(person: &Inspector, ground: &Ground<'_>, tag: Tag) -> Row {
    Row {
        code: person.code.clone(),
        name: person.facts.name.clone(),
        employer: ground.employer(&person.facts.employer),
        region: ground.region(&person.facts.region),
        specialities: joined(&person.facts.specialities),
        certificate: person.facts.certificate.clone(),
        whose: ground.tree.name(person.authority).to_owned(),
        tag,
    }
}

/// How somebody stands today.
fn tag(
    person: &Inspector,
    own: Option<AuthorityId>,
    ground: &Ground<'_>,
    loans: &[Loan],
    today: chrono::NaiveDate,
) -> Tag {
    let away = loans.iter().any(|loan| loan.inspector == Some(person.id) && loan.holds_on(today));
    match (person.active, lent(person, own, ground), away && Some(person.authority) == own) {
        (false, ..) => Tag { kind: "plain", label: "停用" },
        (_, true, _) => Tag { kind: "info", label: "借入" },
        (_, _, true) => Tag { kind: "wait", label: "借出" },
        _ => Tag { kind: "ok", label: "在用" },
    }
}

/// GET `/inspectors.xlsx`: everybody of the same query.
pub async fn xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<ListQuery>,
) -> Result<impl IntoResponse, PageError> {
    let (all, ground) = pool(&app, &viewer, &catalogue).await?;
    let own = viewer.authority();
    let logins = logins(&app, own, &all).await?;
    let chosen = all.iter().filter(|person| asked.takes(person, own, &ground));
    let lines: Vec<PersonLine> = chosen.map(|person| line(person, &ground, &logins)).collect();
    let bytes = workbook::people(&lines).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("督查员{}.xlsx", ground.today), bytes))
}

/// The logins of one's own people; those of others are theirs.
async fn logins(
    app: &AppState,
    own: Option<AuthorityId>,
    all: &[Inspector],
) -> Result<HashMap<AccountId, String>, PageError> {
    let mut found = HashMap::new();
    let Some(own) = own else { return Ok(found) };
    for id in all.iter().filter(|person| person.authority == own).filter_map(|person| person.facts.account) {
        if let Some(login) = login_of(&app.db, own, Some(id)).await? {
            found.insert(id, login);
        }
    }
    Ok(found)
}

fn line(person: &Inspector, ground: &Ground<'_>, logins: &HashMap<AccountId, String>) -> PersonLine {
    let login = person.facts.account.and_then(|id| logins.get(&id).cloned());
    let typed = Typed::of(person, ground, login);
    PersonLine {
        cells: [
            typed.code,
            typed.name,
            typed.employer,
            typed.region,
            typed.specialities,
            typed.certificate,
            typed.relations.replace('\n', "；"),
            typed.account,
        ],
        notes: [ground.tree.name(person.authority).to_owned(), if person.active { "在用" } else { "停用" }.to_owned()],
    }
}
