//! What is known of the hospitals of a lot before anything is decided, read in a few statements for all of them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, HospitalId, RoundId, Scope, Viewer};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Edition;
use crate::db::StoreError;
use crate::figures;
use crate::hospitals::departments::store::departments_on;
use crate::hospitals::{self, Department, HospitalAt};
use crate::returns::check::{Checks, Past, quarters_needed};
use crate::returns::desk::Desk;
use crate::returns::model::{Return, UnitValue, Value};
use crate::returns::store;
use crate::returns::take::parts::Part;
use crate::returns::take::peers::Levels;
use crate::settings;

/// One hospital and quarter.
#[derive(Default)]
pub(super) struct Held {
    /// Its return, if it has one.
    pub of: Option<Return>,
    /// What its latest round says.
    pub before: Vec<Value>,
    /// What its departments or campuses say there.
    pub units: Vec<UnitValue>,
    /// What was accepted before the quarter.
    pub past: Past,
    /// Its departments on the quarter's last day; asked for only where departments were sent.
    pub departments: Option<Vec<Department>>,
    /// Whether it was looked up which peers the past asks for.
    with_peers: bool,
}

/// What a lot needs to know.
#[derive(Default)]
pub(super) struct Known<'c> {
    hospitals: HashMap<(String, Period), HospitalAt>,
    held: HashMap<(HospitalId, Period), Held>,
    levels: Levels,
    /// Authorities that let nobody hand in for their hospitals.
    without_on_behalf: HashSet<AuthorityId>,
    /// Editions in the revisions that forms were made with; none of those the files do not know.
    forms: HashMap<(i32, String), Option<Checks<'c>>>,
}

impl<'c> Known<'c> {
    /// Reads it for the returns of these parts, in place of those before.
    pub(super) async fn load(
        &mut self,
        desk: &Desk,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        parts: &[Part<'_>],
    ) -> Result<(), StoreError> {
        self.hospitals.clear();
        self.held.clear();
        let scope = viewer.scope();
        if viewer.authority().is_some() {
            self.without_on_behalf = settings::store::without_on_behalf(db).await?;
        }
        let wanted = parts.iter().filter_map(|part| part.quarter().zip(part.code()));
        let mut codes: HashMap<Period, BTreeSet<String>> = HashMap::new();
        for (quarter, code) in wanted {
            codes.entry(quarter).or_default().insert(code.to_owned());
        }
        for (quarter, codes) in codes {
            let codes: Vec<String> = codes.into_iter().collect();
            let found = hospitals::store::by_codes(db, &scope, &codes, quarter.last_day()).await?;
            let ids: Vec<HospitalId> = found.iter().map(|hospital| hospital.id).collect();
            self.held.extend(read(desk, db, &scope, &ids, quarter).await?);
            self.levels.learn(db, &scope, &ids, quarter).await?;
            self.hospitals.extend(found.into_iter().map(|hospital| ((hospital.code.clone(), quarter), hospital)));
        }
        Ok(())
    }

    /// The hospital with this code on the quarter's last day, in the viewer's scope.
    pub(super) fn hospital(&self, code: &str, quarter: Period) -> Option<&HospitalAt> {
        self.hospitals.get(&(code.to_owned(), quarter))
    }

    /// Whether nobody may hand in for a hospital but itself.
    pub(super) fn refuses_on_behalf(&self, hospital: &HospitalAt) -> bool {
        self.without_on_behalf.contains(&hospital.reports_to)
    }

    /// What is known of a hospital found in scope.
    pub(super) fn of(&self, hospital: HospitalId, quarter: Period) -> Option<&Held> {
        self.held.get(&(hospital, quarter))
    }

    /// Looks up what is still wanting before these parts are decided: what was stored meanwhile, peers, departments,
    /// and the forms they were made with.
    pub(super) async fn prepare(
        &mut self,
        desk: &'c Desk,
        db: &impl ConnectionTrait,
        viewer: &Viewer,
        parts: &[Part<'_>],
    ) -> Result<(), StoreError> {
        for part in parts {
            let Some((quarter, code)) = part.quarter().zip(part.code()) else { continue };
            self.learn_form(&desk.catalogue, quarter, part.revision());
            let Some(hospital) = self.hospitals.get(&(code.to_owned(), quarter)) else { continue };
            let key = (hospital.id, quarter);
            if !self.held.contains_key(&key) {
                self.held.extend(read(desk, db, &viewer.scope(), &[hospital.id], quarter).await?);
                self.levels.learn(db, &viewer.scope(), &[hospital.id], quarter).await?;
            }
            let held = self.held.entry(key).or_default();
            if !held.with_peers {
                let own = (quarter, held.past.figures.as_slice());
                held.past.peers = self.levels.peers_of(&desk.catalogue, db, hospital, own).await?;
                held.with_peers = true;
            }
            if part.by_department() && held.departments.is_none() {
                let open = departments_on(db, &viewer.scope(), hospital.id, quarter.last_day()).await?;
                held.departments = Some(open);
            }
        }
        Ok(())
    }

    fn learn_form(&mut self, catalogue: &'c Catalogue, quarter: Period, revision: Option<&str>) {
        let Some(edition) = catalogue.edition_for(quarter) else { return };
        let checks = |edition: Edition| Checks::new(catalogue, Arc::new(edition));
        let mut learn = |revision: &str, form: &dyn Fn() -> Option<Edition>| {
            self.forms.entry((edition.year, revision.to_owned())).or_insert_with(|| form().map(checks));
        };
        learn(&edition.revision, &|| Some(edition.clone()));
        if let Some(revision) = revision {
            learn(revision, &|| edition.as_of(revision));
        }
    }

    /// An edition in a revision, so that nobody is asked for rows that were added since; none where the files do not
    /// know the revision.
    pub(super) fn form(&self, edition: &Edition, revision: &str) -> Option<&Checks<'c>> {
        self.forms.get(&(edition.year, revision.to_owned()))?.as_ref()
    }

    /// Gives the return that was known, to be written on.
    pub(super) fn take_return(&mut self, hospital: HospitalId, quarter: Period) -> Option<Return> {
        self.held.get_mut(&(hospital, quarter)).and_then(|held| held.of.take())
    }

    /// Forgets a hospital: something of it has just been stored; where it counts, its peers of the quarter too.
    pub(super) fn forget(&mut self, hospital: HospitalId, accepted: Option<Period>) {
        self.held.retain(|(of, _), _| *of != hospital);
        if let Some(quarter) = accepted {
            self.levels.forget(quarter);
        }
    }
}

async fn read(
    desk: &Desk,
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospitals: &[HospitalId],
    quarter: Period,
) -> Result<HashMap<(HospitalId, Period), Held>, StoreError> {
    let mut held: HashMap<HospitalId, Held> = hospitals.iter().map(|id| (*id, Held::default())).collect();
    let returns = store::of_hospitals(db, scope, quarter, hospitals).await?;
    let latest: Vec<RoundId> = returns.values().filter_map(|of| of.latest_round).collect();
    let mut values = store::of_rounds(db, &latest).await?;
    let mut units = store::units_of_rounds(db, &latest).await?;
    for (hospital, of) in returns {
        let entry = held.entry(hospital).or_default();
        entry.before = of.latest_round.and_then(|round| values.remove(&round)).unwrap_or_default();
        entry.units = of.latest_round.and_then(|round| units.remove(&round)).unwrap_or_default();
        entry.of = Some(of);
    }
    pasts(desk, db, scope, hospitals, quarter, &mut held).await?;
    Ok(held.into_iter().map(|(hospital, held)| ((hospital, quarter), held)).collect())
}

/// What was accepted before; the quarter right before with its values, which only copied or cumulated quarters need.
async fn pasts(
    desk: &Desk,
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospitals: &[HospitalId],
    quarter: Period,
    held: &mut HashMap<HospitalId, Held>,
) -> Result<(), StoreError> {
    let needed = quarters_needed(&desk.catalogue);
    if needed == 0 {
        return Ok(());
    }
    let quarters: Vec<Period> = (1..=needed).map(|back| quarter.shifted(-back)).collect();
    for figure in figures::store::of_hospitals(db, scope, hospitals, &quarters).await? {
        held.entry(figure.hospital).or_default().past.figures.push(figure);
    }
    let last = store::of_hospitals(db, scope, quarter.previous(), hospitals).await?;
    let accepted: HashMap<RoundId, HospitalId> =
        last.values().filter_map(|of| Some((of.accepted?.0, of.hospital))).collect();
    let rounds: Vec<RoundId> = accepted.keys().copied().collect();
    for (round, values) in store::of_rounds(db, &rounds).await? {
        if let Some(hospital) = accepted.get(&round) {
            held.entry(*hospital).or_default().past.last = store::by_element(&values);
        }
    }
    Ok(())
}
