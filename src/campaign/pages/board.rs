//! 任务看板: bearer × duty. Commissions and QC centres stand one a row; hospitals are added up under whoever reviews them, down to
//! single hospitals.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Look, Tab};
use crate::access::{AuthorityId, Viewer};
use crate::authorities::Authority;
use crate::campaign::due::kind_of;
use crate::campaign::store::{self, Counts, Sum};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{BearerKind, Duty};
use crate::documents::Invented;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// What the board shows, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Key of a kind of bearers.
    kind: String,
    /// Code of an authority: what stands below it.
    under: String,
    /// `late`: only those with something late; `late-below`: of those right below.
    only: String,
    /// The day asked.
    pub(super) on: String,
}

/// What `templates/campaign/board.html` shows.
#[derive(Serialize)]
pub struct BoardPage {
    id: String,
    title: String,
    tabs: Vec<Tab>,
    kinds: Vec<Tab>,
    kind: &'static str,
    key: &'static str,
    on: NaiveDate,
    under: Option<String>,
    under_name: String,
    heads: Vec<(String, String)>,
    pub(super) rows: Vec<BoardRow>,
    late: i64,
    all: i64,
    /// Which rows are shown, and the others to choose.
    only: String,
    others: Vec<Tab>,
    xlsx: String,
    #[serde(skip)]
    pub(super) duties: Vec<Duty>,
    #[serde(skip)]
    pub(super) of: Late,
}

/// Whose late duties belong to the board.
pub(super) struct Late {
    pub kind: BearerKind,
    /// None for everything the reader sees.
    pub under: Option<Vec<AuthorityId>>,
    /// In words.
    pub said: String,
}

#[derive(Serialize)]
pub(super) struct BoardRow {
    pub name: String,
    href: String,
    /// One for each duty; none where nothing is owed.
    pub cells: Vec<Option<Cell>>,
    late: i64,
    /// Whether the authority whose board it is reviews it itself.
    #[serde(skip)]
    below: bool,
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Late,
    LateBelow,
}

impl Only {
    const ALL: [Self; 3] = [Self::All, Self::Late, Self::LateBelow];

    fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Late => "late",
            Self::LateBelow => "late-below",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::All => "看全部承担者",
            Self::Late => "只看有逾期的",
            Self::LateBelow => "只看直接下级里有逾期的",
        }
    }

    /// Whose tasks they are, before the kind of bearers.
    fn said(self) -> &'static str {
        if self == Self::LateBelow { "直接下级的" } else { "" }
    }

    fn shows(self, row: &BoardRow) -> bool {
        self == Self::All || row.late > 0 && (self == Self::Late || row.below)
    }
}

#[derive(Serialize)]
pub(super) struct Cell {
    #[serde(skip)]
    pub counts: Counts,
    href: String,
    /// Complete, of all that are not exempt.
    done: i64,
    of: i64,
    late: i64,
    ahead: bool,
    says: String,
}

impl View for BoardPage {
    const TEMPLATE: &'static str = "campaign/board.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　任务看板", self.title))
            .crumb(Crumb::to("活动总览", format!("/campaigns/{}", self.id)))
            .crumb(Crumb::here("任务看板"))
    }
}

/// GET `/campaigns/{id}/board?kind=&under=&on=`
pub async fn board(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path(id): Path<String>,
    Query(asked): Query<BoardQuery>,
) -> Result<Page<BoardPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    Ok(Page(BoardPage::load(&app, &viewer, &look, &asked).await?))
}

impl BoardPage {
    pub(super) async fn load(
        app: &AppState,
        viewer: &Viewer,
        look: &Look<'_>,
        asked: &BoardQuery,
    ) -> Result<Self, PageError> {
        let own = viewer.authority().ok_or(PageError::NotFound)?;
        let tree = &look.tree;
        let under = match asked.under.as_str() {
            "" => tree.get(own),
            code => tree.coded(code).filter(|one| tree.is_under(own, one.id)),
        };
        let under = under.ok_or(PageError::NotFound)?;
        let owing = |kind: &BearerKind| look.campaign.duties.iter().any(|duty| duty.bearers.contains(kind));
        let kinds: Vec<BearerKind> = BearerKind::ALL.into_iter().filter(owing).collect();
        let kind = BearerKind::of_key(&asked.kind).filter(|kind| kinds.contains(kind));
        let kind = kind.or(kinds.iter().copied().find(|kind| *kind == usual(under, tree))).or(kinds.first().copied());
        let kind = kind.ok_or(PageError::NotFound)?;
        let duties: Vec<&Duty> = look.campaign.duties.iter().filter(|duty| duty.bearers.contains(&kind)).collect();
        let sums = store::counts(&app.db, look.who(), &look.campaign.id, Some(kind), look.on).await?;
        let mut rows = if kind == BearerKind::Hospital {
            of_hospitals(look, under, &duties, &sums)
        } else {
            of_authorities(look, (own, under, kind), &duties, &sums)
        };
        let only = Only::ALL.into_iter().find(|one| one.key() == asked.only).unwrap_or(Only::All);
        let query = |kind: BearerKind, only: Only| {
            let under = if asked.under.is_empty() { String::new() } else { format!("&under={}", under.code) };
            let only = if only == Only::All { String::new() } else { format!("&only={}", only.key()) };
            format!("?kind={}{under}{only}{}", kind.key(), look.asked_day('&'))
        };
        let cells = || rows.iter().flat_map(|row| row.cells.iter().flatten());
        let (late, all) = (cells().map(|cell| cell.late).sum(), cells().map(|cell| cell.of).sum());
        rows.retain(|row| only.shows(row));
        let here = format!("/campaigns/{}/board", look.campaign.id);
        let inside = || tree.walk().into_iter().map(|(_, one)| one.id).filter(|id| tree.is_under(under.id, *id));
        Ok(Self {
            id: look.campaign.id.clone(),
            title: look.campaign.title.clone(),
            tabs: look.tabs("/board"),
            kinds: kinds
                .iter()
                .map(|one| Tab {
                    label: one.label().to_owned(),
                    href: format!("{here}{}", query(*one, only)),
                    current: *one == kind,
                })
                .collect(),
            kind: kind.label(),
            key: kind.key(),
            on: look.on,
            under: Some(under.code.clone()).filter(|_| under.id != own),
            under_name: under.name.clone(),
            heads: duties.iter().map(|duty| (duty.title.clone(), duty.clause.clone())).collect(),
            late,
            all,
            rows,
            only: only.key().to_owned(),
            others: Only::ALL
                .into_iter()
                .filter(|other| *other != only)
                .map(|other| Tab {
                    label: other.label().to_owned(),
                    href: format!("{here}{}", query(kind, other)),
                    current: false,
                })
                .collect(),
            xlsx: format!("{here}.xlsx{}", query(kind, only)),
            of: Late {
                kind,
                under: match (only, kind) {
                    (Only::LateBelow, BearerKind::Hospital) => Some(vec![under.id]),
                    (Only::LateBelow, _) => Some(tree.children(under.id).map(|one| one.id).collect()),
                    _ => (under.id != own).then(|| inside().collect()),
                },
                said: format!("{}，{}{}承担的任务，截至 {}", under.name, only.said(), kind.label(), look.on),
            },
            duties: duties.into_iter().cloned().collect(),
        })
    }
}

/// The kind of bearers somebody looks at first: those right below.
fn usual(under: &Authority, tree: &crate::authorities::Tree) -> BearerKind {
    match kind_of(under, tree) {
        BearerKind::Province => BearerKind::City,
        BearerKind::City => BearerKind::County,
        BearerKind::QcCentre => BearerKind::QcCentre,
        BearerKind::LocalQcCentre => BearerKind::LocalQcCentre,
        _ => BearerKind::Hospital,
    }
}

fn cell(look: &Look<'_>, duty: &Duty, counts: Counts, query: &str) -> Option<Cell> {
    if counts.all == 0 {
        return None;
    }
    let of = counts.all - counts.exempt;
    let says = format!(
        "{}：{} 项，已完成 {}，逾期 {}，进行中 {}，未到期 {}，免除 {}",
        duty.title,
        counts.all,
        counts.done,
        counts.late,
        counts.running(),
        counts.ahead,
        counts.exempt
    );
    Some(Cell {
        counts,
        href: format!("/campaigns/{}/duties/{}?{query}{}", look.campaign.id, duty.id, look.asked_day('&')),
        done: counts.done,
        of,
        late: counts.late,
        ahead: counts.ahead == of,
        says,
    })
}

/// One row a commission or QC centre of the kind: those below, and those above whose duties are open to all.
fn of_authorities(
    look: &Look<'_>,
    (own, under, kind): (AuthorityId, &Authority, BearerKind),
    duties: &[&Duty],
    sums: &[Sum],
) -> Vec<BoardRow> {
    let found: BTreeMap<(AuthorityId, &str), Counts> =
        sums.iter().map(|sum| ((sum.under, sum.duty.as_str()), sum.counts)).collect();
    let tree = &look.tree;
    let inside =
        |one: &&Authority| tree.is_under(under.id, one.id) || (under.id == own && look.above.contains(&one.id));
    let of_kind = tree.walk().into_iter().map(|(_, one)| one).filter(|one| kind_of(one, tree) == kind);
    let row = |one: &Authority| {
        let counts = |duty: &&Duty| found.get(&(one.id, duty.id.as_str())).copied().unwrap_or_default();
        let query = format!("bearer={}", one.code);
        let cells = duties.iter().map(|duty| cell(look, duty, counts(duty), &query)).collect();
        BoardRow {
            name: one.name.clone(),
            href: format!("/campaigns/{}/bearers/{}{}", look.campaign.id, one.code, look.asked_day('?')),
            cells,
            late: duties.iter().map(|duty| counts(duty).late).sum(),
            below: one.reviewed_by == Some(under.id),
        }
    };
    of_kind.filter(inside).map(row).filter(|row| row.cells.iter().any(Option::is_some)).collect()
}

/// Hospitals added up: a row for each authority right below, and one for those it reviews itself.
fn of_hospitals(look: &Look<'_>, under: &Authority, duties: &[&Duty], sums: &[Sum]) -> Vec<BoardRow> {
    let tree = &look.tree;
    let mut found: BTreeMap<(AuthorityId, &str), Counts> = BTreeMap::new();
    for sum in sums {
        // Down from the authority asked to the one right below it that leads there.
        let branch = if sum.under == under.id { Some(under.id) } else { tree.branch(under.id, sum.under) };
        if let Some(branch) = branch {
            let all = found.entry((branch, &sum.duty)).or_default();
            *all = all.and(sum.counts);
        }
    }
    let row = |one: &Authority, own: bool| {
        let counts = |duty: &&Duty| found.get(&(one.id, duty.id.as_str())).copied().unwrap_or_default();
        let query = format!("under={}{}", one.code, if own { "&only=1" } else { "" });
        let cells = duties.iter().map(|duty| cell(look, duty, counts(duty), &query)).collect();
        let href =
            format!("/campaigns/{}/board?kind=hospital&under={}{}", look.campaign.id, one.code, look.asked_day('&'));
        BoardRow {
            name: if own { format!("{}直接审核的", one.name) } else { one.name.clone() },
            href,
            cells,
            late: duties.iter().map(|duty| counts(duty).late).sum(),
            below: own,
        }
    };
    let below = tree.children(under.id).map(|one| row(one, false));
    let rows = std::iter::once(row(under, true)).chain(below);
    rows.filter(|row| row.cells.iter().any(Option::is_some)).collect()
}
