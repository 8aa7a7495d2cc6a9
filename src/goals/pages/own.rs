//! 本院目标值: what a hospital set itself, beside what the province set for its level.

use axum::extract::State;
use serde::Serialize;

use super::{Step, Tab, edition_of, found, steps, tabs};
use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_date};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, Target};
use crate::goals::form::{GoalForm, YearQuery};
use crate::goals::judge::{is_looser, may_have};
use crate::goals::model::{Goals, Stated, Subject};
use crate::goals::store;
use crate::goals::words::{goal_words, hint};
use crate::hospitals::{self, HospitalAt};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, Query, View};

/// What `templates/goals/own.html` shows.
#[derive(Serialize)]
pub struct OwnPage {
    year: i32,
    years: Vec<Tab>,
    hospital: String,
    level: String,
    /// Whether the reader is the hospital, which is then spoken to as 本院.
    ours: bool,
    keeps: bool,
    targets: Vec<TargetRows>,
    own: usize,
    province: usize,
    /// Indicators that do not apply, with the service that is not offered.
    not_offered: Vec<(String, String)>,
    /// How many have no published formula or no single figure.
    cannot: usize,
}

#[derive(Serialize)]
struct TargetRows {
    numeral: String,
    title: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    province: String,
    own: String,
    /// Whether its own goal asks less than the province's.
    looser: bool,
    source: String,
}

/// The hospital of a hospital's account, as it is in a year: on its last day, or today where that is still to come.
///
/// # Errors
/// [`PageError::NotFound`] for whoever is no hospital, and where it was not open.
pub async fn own_hospital(app: &AppState, viewer: &Viewer, year: i32) -> Result<HospitalAt, PageError> {
    let id = viewer.hospital().ok_or(PageError::NotFound)?;
    let (scope, day) = (viewer.scope(), day_in(app, year)?);
    hospitals::store::one_on_day(&app.db, &scope, id, day).await?.ok_or(PageError::NotFound)
}

/// The last day of a year, or today where that is still to come.
fn day_in(app: &AppState, year: i32) -> Result<chrono::NaiveDate, PageError> {
    let last = Period::year_of(year).map_err(|_| PageError::NotFound)?.last_day();
    Ok(last.min(china_date(app.clock.now())))
}

/// GET `/goals/own?year=2024`, for a hospital's accounts
pub async fn own(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<YearQuery>,
) -> Result<Page<OwnPage>, PageError> {
    let edition = edition_of(&app, &catalogue, query.year)?;
    let hospital = own_hospital(&app, &viewer, edition.year).await?;
    Ok(Page(OwnPage::load(&app, &viewer, &catalogue, edition, &hospital).await?))
}

/// GET `/hospitals/{code}/goals?year=2024`, for whoever sees the hospital
pub async fn in_scope(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(query): Query<YearQuery>,
) -> Result<Page<OwnPage>, PageError> {
    let edition = edition_of(&app, &catalogue, query.year)?;
    let day = day_in(&app, edition.year)?;
    let hospital = hospitals::store::by_code(&app.db, &viewer.scope(), &code, day).await?.ok_or(PageError::NotFound)?;
    Ok(Page(OwnPage::load(&app, &viewer, &catalogue, edition, &hospital).await?))
}

impl OwnPage {
    async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        edition: &Edition,
        hospital: &HospitalAt,
    ) -> Result<Self, PageError> {
        let goals = store::in_force(&app.db, edition.year).await?;
        let own = store::own_of(&app.db, &viewer.scope(), hospital.id, edition.year).await?;
        let ours = viewer.hospital() == Some(hospital.id);
        let address = if ours { "/goals/own".to_owned() } else { format!("/hospitals/{}/goals", hospital.code) };
        let list = Listing { catalogue, year: edition.year, hospital, goals: &goals, own: &own };
        let targets: Vec<TargetRows> = edition.all_targets().map(|target| list.target(target)).collect();
        let rows = || targets.iter().flat_map(|target| &target.rows);
        let (own, province) =
            (rows().filter(|row| !row.own.is_empty()).count(), rows().filter(|row| !row.province.is_empty()).count());
        let indicators = || edition.indicators().filter_map(|id| catalogue.indicator(id));
        let not_offered = indicators().filter(|one| may_have(one).is_ok()).filter_map(|one| list.not_offered(one));
        Ok(Self {
            year: edition.year,
            years: tabs(catalogue, &address, edition.year),
            hospital: hospital.name.clone(),
            level: catalogue.register().level_name(&hospital.level).to_owned(),
            ours,
            keeps: ours && viewer.may(Power::ActForHospital),
            own,
            province,
            not_offered: not_offered.collect(),
            cannot: indicators().filter(|one| may_have(one).is_err()).count(),
            targets: targets.into_iter().filter(|target| !target.rows.is_empty()).collect(),
        })
    }
}

/// A service that an indicator needs and the hospital does not offer.
#[must_use]
pub fn lacking<'c>(catalogue: &'c Catalogue, hospital: &HospitalAt, indicator: &Indicator) -> Option<&'c str> {
    let mut services = catalogue.elements_of(&indicator.id).into_iter().filter_map(|one| one.service.as_deref());
    services.find(|service| !hospital.services.contains(*service))
}

struct Listing<'a> {
    catalogue: &'a Catalogue,
    year: i32,
    hospital: &'a HospitalAt,
    goals: &'a Goals,
    own: &'a Goals,
}

impl Listing<'_> {
    fn target(&self, target: &Target) -> TargetRows {
        let indicators = target.indicators.iter().filter_map(|id| self.catalogue.indicator(id));
        let applies = |one: &&Indicator| may_have(one).is_ok() && self.not_offered(one).is_none();
        TargetRows {
            numeral: target.numeral.clone(),
            title: target.title.clone(),
            rows: indicators.filter(applies).map(|indicator| self.row(indicator)).collect(),
        }
    }

    fn row(&self, indicator: &Indicator) -> Row {
        let province = self.goals.of_level(&indicator.id, self.year, &self.hospital.level);
        let own = self.own.own(&indicator.id, self.year, self.hospital.id);
        Row {
            name: indicator.name.clone(),
            href: format!("/goals/own/{}/{}", self.year, indicator.id),
            province: province.map(|goal| goal_words(indicator, goal.value)).unwrap_or_default(),
            own: own.map(|goal| goal_words(indicator, goal.value)).unwrap_or_default(),
            looser: own.zip(province).is_some_and(|(own, province)| is_looser(indicator, own.value, province.value)),
            source: own.map(|goal| goal.source.clone()).unwrap_or_default(),
        }
    }

    /// The indicator's name and the service it needs, where the hospital does not offer that.
    fn not_offered(&self, indicator: &Indicator) -> Option<(String, String)> {
        let service = lacking(self.catalogue, self.hospital, indicator)?;
        Some((indicator.name.clone(), service.to_owned()))
    }
}

impl View for OwnPage {
    const TEMPLATE: &'static str = "goals/own.html";

    fn head(&self) -> Head {
        let whose = if self.ours { "本院" } else { self.hospital.as_str() };
        let head = Head::titled(format!("{whose} {} 年目标值", self.year));
        if self.ours {
            head.crumb(Crumb::here("本院目标值"))
        } else {
            head.crumb(Crumb::to("医院名录", "/hospitals")).crumb(Crumb::here("目标值"))
        }
    }
}

/// Why a hospital can set no goal of its own for an indicator; none where it can.
#[must_use]
pub fn why_not(catalogue: &Catalogue, hospital: &HospitalAt, indicator: &Indicator) -> Option<String> {
    if let Err(why) = may_have(indicator) {
        return Some(why.said().to_owned());
    }
    let service = lacking(catalogue, hospital, indicator)?;
    Some(format!("名录里{}没有“{service}”这项服务，这个指标不适用；已经开展的，请审核机构改名录。", hospital.name))
}

/// What `templates/goals/own_goal.html` shows.
#[derive(Serialize)]
pub struct OwnGoalPage {
    year: i32,
    code: String,
    name: String,
    formula: String,
    hint: String,
    level: String,
    /// The province's goal for the hospital's level, and where it comes from; none where it set none.
    province: Option<(String, String)>,
    /// What holds of the hospital's own.
    held: Option<String>,
    keeps: bool,
    cannot: Option<String>,
    typed: String,
    error: Option<String>,
    source: String,
    source_error: Option<String>,
    seen: usize,
    faults: FieldErrors,
    history: Vec<Step>,
}

/// GET `/goals/own/{year}/{indicator}`
pub async fn own_goal(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((year, code)): Path<(i32, String)>,
) -> Result<Page<OwnGoalPage>, PageError> {
    Ok(Page(OwnGoalPage::load(&app, &viewer, &catalogue, (year, &code), None).await?))
}

impl OwnGoalPage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        (year, code): (i32, &str),
        posted: Option<(GoalForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let (_, indicator) = found(catalogue, year, code)?;
        let hospital = own_hospital(app, viewer, year).await?;
        let history = store::own_history(&app.db, &viewer.scope(), hospital.id, year, &indicator.id).await?;
        let goals = store::in_force(&app.db, year).await?;
        let latest: &[Stated] = history.get(..1).unwrap_or_default();
        let (form, faults) = posted.unwrap_or_else(|| (GoalForm::fresh(latest, 0), FieldErrors::default()));
        let province = goals.of_level(&indicator.id, year, &hospital.level);
        let words = |stated: &Stated| Some(goal_words(indicator, stated.value?));
        Ok(Self {
            year,
            code: indicator.id.to_string(),
            name: indicator.name.clone(),
            formula: indicator.formula_in_words(catalogue),
            hint: hint(indicator),
            level: catalogue.register().level_name(&hospital.level).to_owned(),
            province: province.map(|goal| (goal_words(indicator, goal.value), goal.source.clone())),
            held: latest.first().and_then(words),
            keeps: viewer.may(Power::ActForHospital),
            cannot: why_not(catalogue, &hospital, indicator),
            typed: form.field(&Subject::Hospital(hospital.id)).to_owned(),
            error: faults.of("own"),
            source: form.source,
            source_error: faults.of("source"),
            seen: history.len(),
            faults,
            history: steps(catalogue, indicator, &history, true),
        })
    }
}

impl View for OwnGoalPage {
    const TEMPLATE: &'static str = "goals/own_goal.html";

    fn head(&self) -> Head {
        Head::titled(format!("本院 {} 年目标值：{}", self.year, self.name))
            .crumb(Crumb::to("本院目标值", format!("/goals/own?year={}", self.year)))
            .crumb(Crumb::here(self.name.clone()))
    }
}
