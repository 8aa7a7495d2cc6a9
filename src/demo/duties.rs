//! What the invented commissions, QC centres and a few hospitals hand in for the campaign, through the door they have; the rest
//! stays owed, so that boards have something to say.

use chrono::{Duration, NaiveDate};

use crate::access::{HospitalId, Place, Role, Scope, Viewer};
use crate::calendar::{Period, china_date};
use crate::campaign::check::Typed;
use crate::campaign::keep::hand_in;
use crate::campaign::model::{Bearer, Occurrence, State};
use crate::campaign::refresh::refresh;
use crate::campaign::store::{self, Filter};
use crate::catalogue::model::{Campaign, Duty, EvidenceKind};
use crate::db::StoreError;
use crate::demo::accounts::busiest;
use crate::demo::chance::Chance;
use crate::demo::planted::{Planted, PlantedDuty};
use crate::demo::visits::Visits;
use crate::inspections::model::State::Closed;
use crate::inspections::store as visits;
use crate::kept::NotKept;
use crate::returns::Desk;
use crate::web::Uploaded;

/// The day of a quarter on which things are handed in, from 0.
const DAY: i64 = 80;
/// One thing in this many is not handed in.
const LEFT: usize = 6;
/// Hospitals that hand in what is asked of them.
const HOSPITALS: usize = 12;
/// Of the commissions below a city one in this many takes part at all.
const COUNTIES: usize = 4;

/// What trainings are about.
const TOPICS: [&str; 5] = ["核心制度落实", "病案质量", "不良事件报告和分析", "质量管理工具应用", "医疗质量管理办法"];

/// Brings what everybody owes of campaigns up to date.
///
/// # Errors
/// Of the database.
pub async fn refreshed(desk: &Desk) -> Result<(), StoreError> {
    refresh(&desk.db, &desk.catalogue, desk.clock.now(), true).await.map(|_| ())
}

/// What a bearer deliberately lets lie.
pub struct Left {
    /// Its key.
    occurrence: i64,
    /// As it is told.
    pub planted: Planted,
}

impl Visits<'_> {
    /// Lists what everybody owes, and chooses what is never handed in: the last thing that is due by `until` of the province, and
    /// of a city, a county, a QC centre and a hospital of its best watched branch.
    ///
    /// # Errors
    /// Of the database.
    pub async fn plant(&self, desk: &Desk, until: NaiveDate) -> Result<Vec<Left>, StoreError> {
        refreshed(desk).await?;
        let mut left = Vec::new();
        for (bearer, code) in self.planted_bearers() {
            let mut last: Option<Occurrence> = None;
            for campaign in self.catalogue.campaigns().iter().filter(|one| !one.demo) {
                let filter = Filter { campaign: campaign.id.clone(), bearer: Some(bearer), ..Filter::default() };
                let owed = store::list(&self.app.db, (&Scope::Everything, &[]), &filter, (0, 1_000)).await?;
                let ends = owed.into_iter().filter(|one| {
                    let by_hand = campaign.duty(&one.owed.duty).is_some_and(|duty| !duty.evidence.is_empty());
                    by_hand && one.owed.due.is_some_and(|due| due <= until)
                });
                last = ends.chain(last).max_by_key(|one| (one.owed.due, one.owed.duty.clone()));
            }
            left.extend(last.and_then(|one| Left::of(one, &code)));
        }
        Ok(left)
    }

    /// The province, a city, a county, a QC centre, a hospital, with their codes.
    fn planted_bearers(&self) -> Vec<(Bearer, String)> {
        let tree = self.tree;
        let county = busiest(tree, self.hospitals);
        let city = county.and_then(|one| tree.get(one.reviewed_by?));
        let centre = tree.walk().into_iter().map(|(_, one)| one).find(|one| !one.is_commission());
        let authorities = [tree.roots().next(), city, county, centre].into_iter().flatten();
        let hospital = self.hospitals.iter().find(|one| county.is_some_and(|county| one.reports_to == county.id));
        authorities
            .map(|one| (Bearer::Authority(one.id), one.code.clone()))
            .chain(hospital.map(|one| (Bearer::Hospital(one.id), one.code.clone())))
            .collect()
    }

    /// Hands in what can be handed in in a quarter, but not what is to be left.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn hand_in(&self, period: Period, left: &[Left]) -> Result<(), NotKept> {
        let moment = period.first_day().and_hms_opt(2, 0, 0).unwrap_or_default().and_utc() + Duration::days(DAY);
        self.app.clock.set(self.app.clock.now().max(moment));
        let today = china_date(self.app.clock.now());
        let file = Uploaded { name: "演示佐证.pdf".to_owned(), bytes: paper().into() };
        for campaign in self.catalogue.campaigns().iter().filter(|one| one.from <= today) {
            for (viewer, bearer) in self.bearers() {
                let filter = Filter { campaign: campaign.id.clone(), bearer: Some(bearer), ..Filter::default() };
                let owed = store::list(&self.app.db, (&viewer.scope(), &[]), &filter, (0, 1_000)).await?;
                let stays = |one: &Occurrence| left.iter().any(|left| left.occurrence == one.id);
                let open = |one: &&Occurrence| matches!(one.state(today), State::Running | State::Late);
                for one in owed.iter().filter(open).filter(|one| !stays(one)) {
                    self.piece(&viewer, (campaign, one), (period, today), &file).await?;
                }
            }
        }
        Ok(())
    }

    /// Commissions, QC centres and hospitals that hand things in.
    fn bearers(&self) -> Vec<(Viewer, Bearer)> {
        let takes_part = |code: &str, one_in: usize| Chance::of(self.seed, &["duties", code]).index(one_in) == 0;
        let tree = self.tree;
        let authorities = tree
            .walk()
            .into_iter()
            .filter(|(depth, one)| *depth < 2 || !one.is_commission() || takes_part(&one.code, COUNTIES));
        let authority = authorities.map(|(_, one)| (self.staff_of(one.id), Bearer::Authority(one.id)));
        let hospitals =
            self.hospitals.iter().take(HOSPITALS).map(|one| (clerk(one.id, &one.name), Bearer::Hospital(one.id)));
        authority.chain(hospitals).collect()
    }

    /// One piece for one thing, unless chance leaves it.
    async fn piece(
        &self,
        viewer: &Viewer,
        (campaign, owed): (&Campaign, &Occurrence),
        (period, today): (Period, NaiveDate),
        file: &Uploaded,
    ) -> Result<(), NotKept> {
        let Some(duty) = campaign.duty(&owed.owed.duty) else { return Ok(()) };
        let names = [duty.id.as_str(), &owed.owed.bearer.key(), &owed.owed.period, &period.to_string()];
        // What was left lying stays so: it is late for good.
        let late = owed.state(today) == State::Late && !owed.owed.period.is_empty();
        let left = Chance::of(self.seed, &names[..3]).index(LEFT) == 0;
        let first = duty.handed_in().find(|kind| kind.number_label().is_none());
        let Some(kind) = first.filter(|_| !late && !left) else { return Ok(()) };
        if let Some(number) = self.visit_for(viewer, (duty, owed)).await? {
            let Some(number) = number else { return Ok(()) };
            let typed = linked(EvidenceKind::Visit, &number, owed.version);
            return hand_in(self.app, self.catalogue, viewer, owed.id, (&typed, &[])).await;
        }
        let typed = typed(duty, kind, owed, (Chance::of(self.seed, &names), today));
        let files = if kind == EvidenceKind::File { std::slice::from_ref(file) } else { &[] };
        hand_in(self.app, self.catalogue, viewer, owed.id, (&typed, files)).await
    }
}

impl Visits<'_> {
    /// Half of the commissions link to a visit where a duty takes one; none for the others, and no number while nothing of
    /// their own is closed.
    async fn visit_for(
        &self,
        viewer: &Viewer,
        (duty, owed): (&Duty, &Occurrence),
    ) -> Result<Option<Option<String>>, NotKept> {
        let Bearer::Authority(id) = owed.owed.bearer else { return Ok(None) };
        let links = duty.evidence.contains(&EvidenceKind::Visit) && owed.owed.period.is_empty();
        if !links || Chance::of(self.seed, &["linked", &owed.owed.bearer.key()]).index(2) == 0 {
            return Ok(None);
        }
        let closed = visits::Filter { authority: Some(id), state: Some(Closed), ..visits::Filter::default() };
        let found = visits::list(&self.app.db, &viewer.scope(), &closed, (0, 1)).await?;
        Ok(Some(found.first().map(|visit| visit.number.to_string())))
    }
}

fn linked(kind: EvidenceKind, number: &str, version: i32) -> Typed {
    let fields = [("kind", kind.key()), ("record", number), ("note", "演示：本年督导")];
    let typed = fields.into_iter().map(|(field, text)| (field.to_owned(), text.to_owned()));
    typed.chain([("version".to_owned(), version.to_string())]).collect()
}

impl Left {
    fn of(one: Occurrence, code: &str) -> Option<Self> {
        let due = one.owed.due?;
        let duty = PlantedDuty {
            campaign: one.campaign,
            duty: one.owed.duty,
            bearer: one.owed.kind.key(),
            period: one.owed.period,
            due,
        };
        let planted = Planted::of("late_duty", code, Period::quarter_containing(due));
        Some(Self { occurrence: one.id, planted: Planted { duty: Some(duty), ..planted } })
    }
}

fn typed(duty: &Duty, kind: EvidenceKind, owed: &Occurrence, (mut chance, today): (Chance, NaiveDate)) -> Typed {
    let day = today.max(owed.owed.opens);
    let mut typed = Typed::new();
    let mut say = |field: &str, text: String| drop(typed.insert(field.to_owned(), text));
    say("kind", kind.key().to_owned());
    say("day", day.to_string());
    say("title", format!("演示：{}", duty.title));
    say("version", owed.version.to_string());
    if kind == EvidenceKind::Training {
        say("title", format!("演示：{}", TOPICS[chance.index(TOPICS.len())]));
        say("lecturer", "演示：质控中心专家".to_owned());
        say("audience", "演示：医务、质控人员".to_owned());
        say("attendance", (30 + chance.index(90)).to_string());
    }
    typed
}

fn clerk(hospital: HospitalId, name: &str) -> Viewer {
    Viewer {
        place: Place::Hospital(hospital),
        roles: vec![Role::Clerk],
        name: "填报人演示".to_owned(),
        place_name: name.to_owned(),
        ..Viewer::stranger("")
    }
}

/// The one-page PDF that stands for every paper; Latin, so that no font has to be in it.
fn paper() -> Vec<u8> {
    let words = "BT /F1 24 Tf 72 720 Td (Demo evidence: invented, without content) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{words}\nendstream", words.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    pdf += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| pdf += &format!("{place:010} 00000 n \n"));
    pdf += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}
