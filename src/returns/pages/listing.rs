//! What stands in 接收进度: filtered, put in order, and looked at closely as far as it is shown.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::access::{AuthorityId, HospitalId, Power, RoundId, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_minute};
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::returns::compare::{Correcting, changed};
use crate::returns::desk::Desk;
use crate::returns::model::{Received, Return, Standing};
use crate::returns::pages::list::ListQuery;
use crate::returns::progress_list;
use crate::returns::review::judge::{Terms, may_accept, reviews};
use crate::returns::review::waiting::{self, Waiting};
use crate::returns::store::{self, RoundRow};
use crate::settings;
use crate::settings::store::Demands;
use crate::web::Paging;

/// The lists by state, as they stand in a row: a part right after its whole.
pub(super) const TABS: [(Standing, &str); 6] = [
    (Standing::Submitted, ""),
    (Standing::SentBack, ""),
    (Standing::Awaited, ""),
    (Standing::Accepted, ""),
    (Standing::Correcting, "其中"),
    (Standing::Reopened, "其中"),
];

/// The state of an address.
pub(super) fn known(key: &str) -> Option<Standing> {
    TABS.into_iter().map(|(standing, _)| standing).find(|standing| standing.key() == key)
}

/// In which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// What needs a person first, then what has waited longest; what does not wait by code.
    Queue,
    /// The latest received first.
    Received,
    Name,
    Level,
    Authority,
    Code,
}

impl Sort {
    pub(super) const ALL: [Self; 6] =
        [Self::Queue, Self::Received, Self::Name, Self::Level, Self::Authority, Self::Code];

    pub(super) fn of(key: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|sort| Some(sort.key()) == key).unwrap_or(Self::Queue)
    }

    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Queue => "",
            Self::Received => "received",
            Self::Name => "name",
            Self::Level => "level",
            Self::Authority => "authority",
            Self::Code => "code",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Queue => "要人看的在前",
            Self::Received => "按收到时间，新的在前",
            Self::Name => "按名称",
            Self::Level => "按级别",
            Self::Authority => "按审核机构",
            Self::Code => "按编码",
        }
    }
}

/// The hospitals of a list.
pub(super) struct Listing<'a> {
    pub desk: &'a Desk,
    pub viewer: &'a Viewer,
    pub quarter: Period,
    pub query: &'a ListQuery,
    /// Everybody in the territory asked for.
    pub inside: Vec<HospitalAt>,
    /// Places in `inside` of those that pass the filter, in order.
    pub shown: Vec<usize>,
    returns: HashMap<HospitalId, Return>,
    rounds: HashMap<RoundId, RoundRow>,
    tree: Tree,
}

/// A hospital of the list, looked at closely.
pub(super) struct Line {
    pub code: String,
    pub name: String,
    pub level: String,
    pub authority: String,
    pub standing: Standing,
    pub text: String,
    pub href: String,
    pub clean: bool,
    pub ticked: bool,
    pub why: Option<String>,
    pub open: String,
    pub correcting: Option<Correcting>,
}

/// What is shown of a list.
pub(super) struct Told {
    pub rows: Vec<Line>,
    /// Name, address and reason of what was ticked and could not be accepted.
    pub left: Vec<(String, String, String)>,
    /// Key and name of the authorities to choose from.
    pub authorities: Vec<(String, String)>,
}

impl<'a> Listing<'a> {
    /// Loads a territory; with `whole` the rounds of all its returns, not only where the order asks for them.
    pub(super) async fn load(
        desk: &'a Desk,
        viewer: &'a Viewer,
        quarter: Period,
        query: &'a ListQuery,
        whole: bool,
    ) -> Result<Self, StoreError> {
        let scope = viewer.scope();
        let hospitals = hospitals::store::on_day(&desk.db, &scope, quarter.last_day()).await?;
        let returns = store::of_period(&desk.db, &scope, quarter).await?;
        let tree = authorities::store::tree(&desk.db).await?;
        let asked = query.under();
        let under = |hospital: &HospitalAt| asked.is_none_or(|id| tree.is_under(id, hospital.reports_to));
        let inside: Vec<HospitalAt> = hospitals.into_iter().filter(under).collect();
        let all = whole || Sort::of(query.sort.as_deref()) == Sort::Received;
        let wanted = returns.values().filter(|of| all || of.standing().waits()).filter_map(|of| of.latest_round);
        let rounds = store::rounds_of(&desk.db, &wanted.collect::<Vec<_>>()).await?;
        let mut listing = Self { desk, viewer, quarter, query, inside, shown: Vec::new(), returns, rounds, tree };
        listing.shown = listing.in_order();
        Ok(listing)
    }

    /// The key of the state asked for; empty for all.
    pub(super) fn asked(&self) -> String {
        self.query.standing.clone().unwrap_or_default()
    }

    fn standing(&self, hospital: &HospitalAt) -> Standing {
        self.returns.get(&hospital.id).map_or(Standing::Awaited, Return::standing)
    }

    fn round(&self, hospital: &HospitalAt) -> Option<&RoundRow> {
        self.rounds.get(&self.returns.get(&hospital.id)?.latest_round?)
    }

    /// How many of the territory stand where.
    pub(super) fn received(&self) -> Received {
        let standings = self.inside.iter().map(|hospital| self.standing(hospital));
        standings.fold(Received::default(), |sum, standing| sum.and(standing, 1))
    }

    fn in_order(&self) -> Vec<usize> {
        let asked = self.asked();
        let text = self.query.q.clone().unwrap_or_default();
        let text = text.trim();
        let passes = |hospital: &HospitalAt| {
            let standing = asked.is_empty() || known(&asked).is_some_and(|list| list.holds(self.standing(hospital)));
            standing && (text.is_empty() || hospital.name.contains(text) || hospital.code.contains(text))
        };
        let mut shown: Vec<usize> = (0..self.inside.len()).filter(|at| passes(&self.inside[*at])).collect();
        let of = |at: &usize| &self.inside[*at];
        // Hospitals come by code, and every sort here keeps that order among equals.
        match Sort::of(self.query.sort.as_deref()) {
            Sort::Code => (),
            Sort::Queue => shown.sort_by_key(|at| self.turn(of(at))),
            Sort::Received => shown.sort_by_key(|at| Reverse(self.round(of(at)).map(|round| round.received_at))),
            Sort::Name => shown.sort_by(|a, b| of(a).name.cmp(&of(b).name)),
            Sort::Level => {
                let terms = self.desk.catalogue.register();
                shown.sort_by_key(|at| terms.level_place(&of(at).level));
            }
            Sort::Authority => {
                let places: HashMap<AuthorityId, usize> =
                    self.tree.walk().into_iter().enumerate().map(|(at, (_, authority))| (authority.id, at)).collect();
                shown.sort_by_key(|at| places.get(&of(at).reports_to).copied());
            }
        }
        shown
    }

    /// What a reviewer sees to first: what waits before what does not, what needs a person before what can be accepted
    /// with others, then what has waited longest.
    fn turn(&self, hospital: &HospitalAt) -> (bool, bool, Option<DateTime<Utc>>) {
        let standing = self.standing(hospital);
        let round = self.round(hospital).filter(|_| standing.waits());
        let person = standing == Standing::Correcting || round.is_some_and(|round| round.explanations > 0);
        (round.is_none(), !person, round.map(|round| round.received_at))
    }

    /// What is filtered, in words.
    pub(super) fn said(&self) -> String {
        let mut parts = Vec::new();
        if let Some(standing) = known(&self.asked()) {
            parts.push(format!("“{}”", standing.label()));
        }
        if let Some(text) = self.query.q.as_deref().filter(|text| !text.is_empty()) {
            parts.push(format!("名称或编码含“{text}”"));
        }
        if parts.is_empty() { String::new() } else { format!("只看{}的医院", parts.join("、")) }
    }

    /// The rows of a page and what was left out of an acceptance, with what their rounds say in detail: read for these
    /// alone, not for all of a territory.
    pub(super) async fn look_closer(&mut self, paging: &Paging) -> Result<Told, StoreError> {
        let skip = usize::try_from(paging.offset()).unwrap_or(0);
        let size = usize::try_from(super::list::SIZE).unwrap_or(usize::MAX);
        let page: Vec<&HospitalAt> = self.shown.iter().skip(skip).take(size).map(|at| &self.inside[*at]).collect();
        let left: Vec<&str> = self.query.left.as_deref().unwrap_or_default().split(',').collect();
        let left: Vec<&HospitalAt> =
            self.inside.iter().filter(|hospital| left.contains(&hospital.code.as_str())).collect();
        let wanted = || page.iter().chain(&left).filter_map(|hospital| self.returns.get(&hospital.id));
        let db = &self.desk.db;
        let waiting = waiting::load(db, wanted()).await?;
        let both: Vec<RoundId> = wanted()
            .filter_map(|of| of.overtaken().zip(of.latest_round))
            .flat_map(|((accepted, _), latest)| [accepted, latest])
            .collect();
        let values = store::of_rounds(db, &both).await?;
        let demands = settings::store::all_demands(db).await?;
        let closer = Closer { listing: self, waiting: &waiting, demands: &demands, values: &values };
        Ok(Told {
            rows: page.iter().map(|hospital| closer.line(hospital)).collect(),
            left: left.iter().filter_map(|hospital| closer.left(hospital)).collect(),
            authorities: self.choices(),
        })
    }

    fn choices(&self) -> Vec<(String, String)> {
        let own = self.viewer.authority();
        let walk = self.tree.walk().into_iter().map(|(_, authority)| authority);
        let mine = walk.filter(|authority| own.is_none_or(|id| self.tree.is_under(id, authority.id)));
        mine.map(|authority| (authority.id.to_string(), authority.name.clone())).collect()
    }

    /// Every line of the list for the workbook, in its order.
    pub(super) fn lines(&self) -> Vec<progress_list::Line> {
        let line = |at: &usize| {
            let hospital = &self.inside[*at];
            let round = self.round(hospital);
            let of = self.returns.get(&hospital.id);
            let minute = |at: Option<DateTime<Utc>>| at.map(china_minute).unwrap_or_default();
            progress_list::Line {
                code: hospital.code.clone(),
                name: hospital.name.clone(),
                level: self.level(hospital),
                authority: self.tree.name(hospital.reports_to).to_owned(),
                standing: self.standing(hospital).label(),
                round: of.map_or(0, |of| of.latest),
                received: minute(round.map(|round| round.received_at)),
                accepted: minute(of.and_then(|of| of.accepted_at)),
                course: of.map(Return::course).unwrap_or_default(),
            }
        };
        self.shown.iter().map(line).collect()
    }

    fn level(&self, hospital: &HospitalAt) -> String {
        self.desk.catalogue.register().level_name(&hospital.level).to_owned()
    }
}

/// What is read of the rows that are shown.
struct Closer<'a> {
    listing: &'a Listing<'a>,
    waiting: &'a HashMap<RoundId, Waiting>,
    demands: &'a HashMap<AuthorityId, Demands>,
    values: &'a HashMap<RoundId, Vec<crate::returns::model::Value>>,
}

impl Closer<'_> {
    fn waiting(&self, of: &Return) -> Option<&Waiting> {
        self.waiting.get(&of.latest_round?)
    }

    /// Why it cannot be accepted together with others; none where it can.
    fn why(&self, hospital: &HospitalAt, of: &Return) -> Option<String> {
        let demands = self.demands.get(&hospital.reports_to).copied().unwrap_or_default();
        let terms = Terms { tree: &self.listing.tree, demands, unread_wait: true };
        may_accept(self.listing.viewer, (hospital, of), self.waiting(of), terms).err().map(|why| why.to_string())
    }

    fn line(&self, hospital: &HospitalAt) -> Line {
        let Listing { viewer, quarter, returns, tree, .. } = self.listing;
        let of = returns.get(&hospital.id);
        let standing = of.map_or(Standing::Awaited, Return::standing);
        let mine = viewer.may(Power::AcceptReturns) && standing.waits() && reviews(viewer, hospital);
        let why = of.filter(|_| mine).and_then(|of| self.why(hospital, of));
        let clean = mine && why.is_none();
        // In the queue of a reviewer everything clean is ticked; elsewhere nothing is done by accident.
        let queue = known(&self.listing.asked()).is_some_and(|list| list == Standing::Submitted);
        let cells = of.and_then(|of| of.overtaken().zip(of.latest_round)).map_or(0, |((accepted, _), latest)| {
            let values = |round: RoundId| self.values.get(&round).map(Vec::as_slice).unwrap_or_default();
            changed(values(latest), values(accepted))
        });
        Line {
            code: hospital.code.clone(),
            name: hospital.name.clone(),
            level: self.listing.level(hospital),
            authority: tree.name(hospital.reports_to).to_owned(),
            standing,
            text: self.text(of),
            href: format!("/returns/{quarter}/{}", hospital.code),
            clean,
            ticked: clean && queue,
            why,
            open: of.and_then(|of| self.waiting(of)).map(Waiting::open_words).unwrap_or_default(),
            correcting: of.and_then(|of| Correcting::of(of, &hospital.code, cells)),
        }
    }

    fn text(&self, of: Option<&Return>) -> String {
        let Some(of) = of else { return String::new() };
        let received = self.waiting(of).map(|waiting| china_minute(waiting.round.received_at));
        match received.filter(|_| of.standing().waits()) {
            Some(received) => format!("{}；{received} 收到", of.course()),
            None => of.course(),
        }
    }

    fn left(&self, hospital: &HospitalAt) -> Option<(String, String, String)> {
        let of = self.listing.returns.get(&hospital.id)?;
        let href = format!("/returns/{}/{}", self.listing.quarter, hospital.code);
        Some((hospital.name.clone(), href, self.why(hospital, of)?))
    }
}
