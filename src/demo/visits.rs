//! Visits of the invented commissions: planned, carried out and closed through the doors inspectors have.
//!
//! Each commission goes to a fifth of its hospitals a year, spread over the quarters; some fall behind, so that coverage has
//! something to say. Of the last quarter a few are left open.

use std::collections::BTreeMap;

use chrono::Duration;

use crate::access::{AuthorityId, Place, Role, Viewer};
use crate::authorities::Tree;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{CheckPoint, Checklist, System};
use crate::demo::chance::Chance;
use crate::hospitals::HospitalAt;
use crate::inspections::model::{Kind, Number, Verdict};
use crate::inspections::{BeginForm, NotKept, PlanForm, Typed, keep, store};
use crate::inspectors;
use crate::state::AppState;

/// In how many years each hospital is visited once.
const YEARS: usize = 5;
/// The days of a quarter on which visits take place: what is done for the quarter before comes first.
const FIRST_DAY: i64 = 26;
const DAYS: i64 = 60;
/// One commission in this many goes only every other time.
const LAGGARDS: usize = 4;
/// Share of points that are met, partly met and not met; the rest does not apply.
const SHARES: [(Verdict, f64); 4] =
    [(Verdict::Met, 0.87), (Verdict::Partly, 0.06), (Verdict::NotMet, 0.045), (Verdict::NotApplicable, 0.025)];
/// 责任科室 of what is found.
const DEPARTMENTS: [&str; 6] = ["医务科", "护理部", "质控科", "药学部", "检验科", "信息科"];

/// Day of the quarter, where, by whom, as what.
type Due<'a> = (i64, &'a HospitalAt, Viewer, Kind);

/// The season's visits.
pub struct Visits<'a> {
    /// Where they are kept.
    pub app: &'a AppState,
    /// The checklists.
    pub catalogue: &'a Catalogue,
    /// Who governs whom.
    pub tree: &'a Tree,
    /// The hospitals.
    pub hospitals: &'a [HospitalAt],
    /// Of the province.
    pub seed: u64,
}

impl Visits<'_> {
    /// Carries out the visits of a quarter; `last` leaves some of them open. Gives how many were closed.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn of_quarter(&self, period: Period, last: bool) -> Result<usize, NotKept> {
        let commission = |(day, hospital)| (day, hospital, self.staff(hospital), Kind::Commission);
        let mut due: Vec<Due<'_>> = self.due(period).into_iter().map(commission).collect();
        due.extend(self.due_for_centres(period).await?);
        due.sort_by_key(|(day, hospital, ..)| (*day, hospital.code.clone()));
        let many = due.len();
        let mut closed = 0;
        for (at, (day, hospital, viewer, kind)) in due.into_iter().enumerate() {
            let noon = period.first_day().and_hms_opt(4, 0, 0).unwrap_or_default().and_utc() + Duration::days(day);
            self.app.clock.set(self.app.clock.now().max(noon));
            // Of the last quarter the last fifth is planned only, and one in three of the fifth before it is under way.
            let open = last && (at + 1) * YEARS > many * (YEARS - 1);
            let stays = (open, last && !open && at % 5 == 0);
            closed += usize::from(self.visit((viewer, kind), hospital, stays).await?);
        }
        Ok(closed)
    }

    /// Whom the commissions visit in a quarter, and on which of its days.
    fn due(&self, period: Period) -> Vec<(i64, &HospitalAt)> {
        let mut of: BTreeMap<&str, Vec<&HospitalAt>> = BTreeMap::new();
        for hospital in self.hospitals.iter().filter(|hospital| self.in_scope(hospital)) {
            if let Some(authority) = self.tree.get(hospital.supervised_by) {
                of.entry(&authority.code).or_default().push(hospital);
            }
        }
        let (year, quarter) = (usize::try_from(period.year()).unwrap_or_default(), usize::from(period.number()) - 1);
        let mut due = Vec::new();
        for (code, hospitals) in of {
            let slow = Chance::of(self.seed, &["laggard", code]).index(LAGGARDS) == 0;
            let offset = Chance::of(self.seed, &["offset", code]).index(YEARS);
            for (at, hospital) in hospitals.iter().enumerate() {
                let this_year = (at + offset) % YEARS == year % YEARS && (at / YEARS + at) % 4 == quarter;
                if this_year && !(slow && at % 2 == 0) {
                    let day = Chance::of(self.seed, &["day", &hospital.code]).index(usize::try_from(DAYS).unwrap_or(1));
                    due.push((FIRST_DAY + i64::try_from(day).unwrap_or_default(), *hospital));
                }
            }
        }
        due
    }

    /// Whom the QC centres visit in a quarter: a fifth of their lists a year.
    async fn due_for_centres(&self, period: Period) -> Result<Vec<Due<'_>>, NotKept> {
        let (year, quarter) = (usize::try_from(period.year()).unwrap_or_default(), usize::from(period.number()) - 1);
        let mut due = Vec::new();
        let centres = self.tree.walk().into_iter().map(|(_, one)| one).filter(|one| !one.is_commission());
        for centre in centres {
            let listed = inspectors::store::due_on(&self.app.db, centre.id, period.last_day()).await?;
            let turn = |at: usize| at % YEARS == year % YEARS && (at / YEARS) % 4 == quarter;
            for (_, id) in listed.into_iter().enumerate().filter(|(at, _)| turn(*at)) {
                let Some(hospital) = self.hospitals.iter().find(|one| one.id == id) else { continue };
                let name = format!("{}演示专家", centre.name);
                let viewer = Viewer {
                    place: Place::Authority(centre.id),
                    roles: vec![Role::AuthorityStaff],
                    name,
                    place_name: centre.name.clone(),
                    ..Viewer::stranger("")
                };
                let day = Chance::of(self.seed, &["qc-day", &hospital.code]).index(usize::try_from(DAYS).unwrap_or(1));
                due.push((FIRST_DAY + i64::try_from(day).unwrap_or_default(), hospital, viewer, Kind::QcCentre));
            }
        }
        Ok(due)
    }

    /// A hospital with a level of its own: the last of the register's levels is that of those without.
    fn in_scope(&self, hospital: &HospitalAt) -> bool {
        let levels = &self.catalogue.register().levels;
        levels.last().is_none_or(|last| last.word.key != hospital.level)
    }

    /// Plans one visit and, unless it stays `open`, begins it and – unless it is `under_way` – closes it.
    async fn visit(
        &self,
        (viewer, kind): (Viewer, Kind),
        hospital: &HospitalAt,
        (open, under_way): (bool, bool),
    ) -> Result<bool, NotKept> {
        let Some(checklist) = self.catalogue.checklists().first() else { return Ok(false) };
        let plan = PlanForm {
            hospital: hospital.code.clone(),
            kind: kind.key().to_owned(),
            reason: "演示：年度督导计划".to_owned(),
            checklist: checklist.id.to_string(),
            ..PlanForm::default()
        };
        let number = keep::plan(self.app, self.catalogue, &viewer, &plan).await?;
        if open {
            return Ok(false);
        }
        let today = crate::calendar::china_date(self.app.clock.now());
        let begin = BeginForm {
            on: today.to_string(),
            campus: String::new(),
            leader: "组长演示".to_owned(),
            members: "成员演示".to_owned(),
            pool: Vec::new(),
            version: 1,
        };
        keep::begin(self.app, self.catalogue, &viewer, &number, &begin).await?;
        let mut sheet = self.sheet(checklist, hospital);
        if under_way {
            // Whole points: a count of records without its verdict is refused.
            let points: Vec<String> = keep::by_point(&sheet).into_keys().collect();
            let done = &points[..points.len() / 2];
            sheet
                .retain(|field, _| field.split_once('.').is_some_and(|(_, point)| done.iter().any(|one| one == point)));
        }
        keep::answer_sheet(self.app, &viewer, &number, &self.seen(&viewer, &number, sheet).await?).await?;
        if under_way {
            return Ok(false);
        }
        self.close(&viewer, &number, hospital).await?;
        Ok(true)
    }

    /// Somebody of the commission that supervises a hospital.
    pub(super) fn staff(&self, hospital: &HospitalAt) -> Viewer {
        self.staff_of(hospital.supervised_by)
    }

    /// Somebody of an authority.
    pub(super) fn staff_of(&self, id: AuthorityId) -> Viewer {
        let authority = self.tree.get(id);
        Viewer {
            place: Place::Authority(id),
            roles: vec![Role::AuthorityStaff],
            top: authority.is_some_and(|authority| authority.reviewed_by.is_none()),
            name: "督查员演示".to_owned(),
            place_name: authority.map(|authority| authority.name.clone()).unwrap_or_default(),
            ..Viewer::stranger("")
        }
    }

    /// What is found, as a paper form says it.
    fn sheet(&self, checklist: &Checklist, hospital: &HospitalAt) -> Typed {
        let mut sheet = Typed::new();
        for (system, point) in
            checklist.systems.iter().flat_map(|system| system.check_points.iter().map(move |p| (system, p)))
        {
            let mut chance = Chance::of(self.seed, &["point", &hospital.code, point.id.as_str()]);
            let verdict = self.verdict(&mut chance, system, point, hospital);
            let mut say = |field: &str, text: String| drop(sheet.insert(format!("{field}.{}", point.id), text));
            say("verdict", verdict.key().to_owned());
            if point.sampled() && verdict != Verdict::NotApplicable {
                let of = i64::from(checklist.sample.least) + i64::try_from(chance.index(4)).unwrap_or_default();
                let met = match verdict {
                    Verdict::Met => of,
                    Verdict::Partly => of - 2,
                    _ => of / 3,
                };
                say("sample_of", of.to_string());
                say("sample_met", met.to_string());
            }
            if verdict.failed() {
                say("note", "演示：现场查看与抽查所见".to_owned());
            }
        }
        sheet
    }

    /// Some systems are weaker than others everywhere, and a hospital may be weaker than others.
    fn verdict(&self, chance: &mut Chance, system: &System, point: &CheckPoint, hospital: &HospitalAt) -> Verdict {
        let weak = |names: &[&str]| Chance::of(self.seed, names).even();
        let trouble = weak(&["system", system.id.as_str()]) * weak(&["weak", point.id.as_str()])
            + 0.5 * weak(&["hospital", &hospital.code]);
        let scaled =
            SHARES.map(|(verdict, share)| (verdict, if verdict.failed() { share * 1.4 * trouble } else { share }));
        chance.one_of(&scaled).copied().unwrap_or(Verdict::Met)
    }

    /// The sheet with the numbers of the answers that stand there.
    async fn seen(&self, viewer: &Viewer, number: &Number, mut sheet: Typed) -> Result<Typed, NotKept> {
        let scope = viewer.scope();
        let visit = store::find(&self.app.db, &scope, number).await?.ok_or(NotKept::Unknown)?;
        let standing = store::answers(&self.app.db, &scope, visit.id).await?;
        for (point, answer) in &standing {
            sheet.insert(format!("seen.{point}"), answer.number.to_string());
        }
        let points: Vec<String> = keep::by_point(&sheet).into_keys().collect();
        for point in points {
            sheet.entry(format!("seen.{point}")).or_insert_with(|| "0".to_owned());
        }
        Ok(sheet)
    }

    /// Closes a visit with a department and the usual date for each finding.
    async fn close(&self, viewer: &Viewer, number: &Number, hospital: &HospitalAt) -> Result<(), NotKept> {
        let mut typed = keep::usual_closing(self.app, viewer, number).await?;
        let points: Vec<String> =
            typed.keys().filter_map(|field| field.strip_prefix("text-")).map(str::to_owned).collect();
        for point in points {
            let department = DEPARTMENTS[Chance::of(self.seed, &["department", &point]).index(DEPARTMENTS.len())];
            typed.insert(format!("department-{point}"), department.to_owned());
        }
        let refused = Chance::of(self.seed, &["refused", &hospital.code]).happens(0.03);
        if refused {
            typed.insert("refused".to_owned(), "1".to_owned());
            typed.insert("witness".to_owned(), "见证人演示".to_owned());
        } else {
            typed.insert("signer".to_owned(), "医院负责人演示".to_owned());
        }
        keep::close(self.app, viewer, number, &typed).await
    }
}
