//! What is to be looked at first: its order, its sentences.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::access::{AuthorityId, HospitalId};
use crate::catalogue::Catalogue;
use crate::catalogue::model::IndicatorId;
use crate::figures::{FactState, HospitalFigure};
use crate::goals::{Goals, Subject, Value};
use crate::home::benchmark::reading::{Sources, lines, shown_of};
use crate::hospitals::Facts;
use crate::progress::among::Among;
use crate::progress::peers::Peers;
use crate::progress::placing::Placing;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

fn facts() -> Facts {
    Facts {
        name: "演示医院".to_owned(),
        level: "level2".to_owned(),
        grade: String::new(),
        category: String::new(),
        ownership: "public".to_owned(),
        affiliation: String::new(),
        region: String::new(),
        beds: Some(300),
        services: BTreeSet::new(),
        reports_to: AuthorityId(1),
        supervised_by: AuthorityId(1),
        statistical_city: String::new(),
        county: None,
        registration_no: None,
        credit_code: None,
    }
}

fn q3() -> Period {
    "2024Q3".parse().unwrap()
}

fn id(code: &str) -> IndicatorId {
    code.parse().unwrap()
}

/// A hospital to which nothing applies but what a test gives it.
struct Scene {
    catalogue: Catalogue,
    own: Vec<HospitalFigure>,
    placings: HashMap<IndicatorId, Placing>,
    goals: Goals,
}

impl Scene {
    fn new() -> Self {
        let catalogue = CATALOGUE.clone();
        let edition = catalogue.edition_for(q3()).unwrap();
        let own = edition.all_targets().flat_map(shown_of).map(|indicator| HospitalFigure {
            hospital: HospitalId(1),
            indicator: indicator.clone(),
            period: q3(),
            state: FactState::NotApplicable,
            numerator: 0,
            denominator: 0,
        });
        let own = own.collect();
        Self { catalogue, own, placings: HashMap::new(), goals: Goals::default() }
    }

    fn lacks(&mut self, code: &str) {
        self.own.retain(|figure| figure.indicator.as_str() != code);
    }

    /// Counts of successive quarters up to the third of 2024.
    fn gives(&mut self, code: &str, counts: &[(i64, i64)]) {
        self.lacks(code);
        let first = q3().shifted(1 - i32::try_from(counts.len()).unwrap());
        let quarters = first.through(q3());
        self.own.extend(quarters.iter().zip(counts).map(|(period, (numerator, denominator))| HospitalFigure {
            hospital: HospitalId(1),
            indicator: id(code),
            period: *period,
            state: FactState::Counted,
            numerator: *numerator,
            denominator: *denominator,
        }));
    }

    fn beside(&mut self, code: &str, peers: &[(i64, i64)]) {
        let own = self.own.iter().find(|figure| figure.indicator.as_str() == code && figure.period == q3());
        let own = own.map(|figure| (figure.numerator, figure.denominator));
        let indicator = self.catalogue.indicator_coded(code).unwrap();
        self.placings.insert(id(code), Placing::of(indicator, own, peers));
    }

    fn wants(&mut self, code: &str, percent: i64) {
        self.goals.0.push(Goal {
            indicator: id(code),
            year: 2024,
            subject: Subject::All,
            value: Value(percent * 10_000),
            source: "演示".to_owned(),
        });
    }

    fn points(&self) -> (Vec<Point>, usize) {
        let facts = facts();
        let peers = Peers::choose((HospitalId(1), &facts), std::iter::empty());
        let among = Among::new(peers, 0, self.placings.clone());
        let reasons = HashMap::new();
        let sources = Sources {
            own: &self.own,
            among: &among,
            goals: &self.goals,
            reasons: &reasons,
            rebases: &[],
            hospital: (HospitalId(1), &facts),
        };
        let edition = self.catalogue.edition_for(q3()).unwrap();
        points(&lines(&self.catalogue, edition, q3(), &sources), edition.year, q3(), "A1")
    }
}

#[test]
fn what_is_urgent_comes_first_and_an_indicator_stands_once() {
    let mut scene = Scene::new();
    scene.lacks("stroke_reperfusion_rate");
    scene.gives("tumor_tnm_staging_rate", &[(50, 100)]);
    scene.wants("tumor_tnm_staging_rate", 70);
    scene.gives("iv_use_rate", &[(950, 1_000)]);
    scene.beside("iv_use_rate", &[(700, 1_000); 12]);
    scene.wants("iv_use_rate", 60);
    let mut steady: Vec<(i64, i64)> = [20, 22, 19, 21].into_iter().cycle().map(|n| (n, 1_000)).take(12).collect();
    steady[11] = (90, 1_000);
    scene.gives("vaginal_delivery_complication_rate", &steady);
    let (points, more) = scene.points();
    let classes: Vec<(Class, &str)> = points.iter().map(|point| (point.class, point.numeral.as_str())).collect();
    let wanted = [(Class::Worse, "Ⅹ"), (Class::Beyond, "Ⅴ"), (Class::Missed, "Ⅱ"), (Class::Missing, "Ⅰ")];
    assert_eq!((classes.as_slice(), more), (&wanted[..], 0));
    assert!(points[0].finding.contains("超出控制限，变差") && points[0].href.contains("/control?"), "{points:?}");
    assert!(points[1].finding.contains("高于同类 12 家合计的 70.0"), "{points:?}");
    assert!(points[1].finding.contains("；未达到省定目标值"), "everything found of it in one sentence");
    assert_eq!(points[1].href, "/values/A1/2024Q3/iv_use_rate");
    assert!(points[3].finding.contains("1 项没有计入的数字：Ⅰ"), "{points:?}");
    assert!(Scene::new().points().0.is_empty(), "what does not apply is nothing to look at");
}

#[test]
fn limits_on_trial_accuse_nobody() {
    let series = |points: usize| -> Vec<(i64, i64)> {
        let mut series: Vec<(i64, i64)> =
            [20, 22, 19, 21].into_iter().cycle().map(|n| (n, 1_000)).take(points).collect();
        series[points - 1] = (90, 1_000);
        series
    };
    for (points, worse) in [(12, true), (8, false)] {
        let mut scene = Scene::new();
        scene.gives("vaginal_delivery_complication_rate", &series(points));
        let found = scene.points().0.iter().any(|point| point.class == Class::Worse);
        assert_eq!(found, worse, "{points} points");
    }
}

#[test]
fn no_more_than_five_and_the_rest_is_counted() {
    let mut scene = Scene::new();
    let edition = scene.catalogue.edition_for(q3()).unwrap();
    let ids: Vec<IndicatorId> = edition.all_targets().flat_map(shown_of).cloned().collect();
    for id in ids.iter().take(7) {
        scene.lacks(id.as_str());
    }
    let (points, more) = scene.points();
    assert_eq!((points.len(), more), (1, 0), "all that is missing is one entry");
    assert!(points[0].finding.starts_with("7 项") && points[0].finding.ends_with(" 等。"), "{points:?}");
    for code in ["iv_use_rate", "vaginal_delivery_complication_rate", "unplanned_reop_rate"] {
        scene.gives(code, &[(500, 1_000)]);
        scene.beside(code, &[(50, 1_000); 12]);
    }
    for code in ["rec_surgery_complete_rate", "level4_mdt_rate", "rec_rescue_complete_rate"] {
        if scene.catalogue.indicator_coded(code).is_some() {
            scene.gives(code, &[(50, 1_000)]);
            scene.beside(code, &[(500, 1_000); 12]);
        }
    }
    for id in ids.iter().filter(|id| id.as_str().starts_with("rec")) {
        scene.gives(id.as_str(), &[(50, 1_000)]);
        scene.beside(id.as_str(), &[(500, 1_000); 12]);
    }
    let (points, more) = scene.points();
    assert_eq!(points.len(), MOST);
    assert!(more > 0 && points.iter().all(|point| point.class == Class::Beyond), "{points:?}");
}

#[test]
fn one_month_outside_its_limits_is_not_lost_when_the_next_are_inside() {
    let mut scene = Scene::new();
    let code = "iv_use_rate";
    scene.gives(code, &[(700, 1_000)]);
    let months = "2021-10".parse::<Period>().unwrap().through("2024-09".parse().unwrap());
    scene.own.extend(months.iter().enumerate().map(|(at, period)| HospitalFigure {
        hospital: HospitalId(1),
        indicator: id(code),
        period: *period,
        state: FactState::Counted,
        numerator: if period.to_string() == "2024-07" { 950 } else { 700 + (at as i64 * 7) % 11 },
        denominator: 1_000,
    }));
    let (points, _) = scene.points();
    assert_eq!(points.first().map(|point| point.class), Some(Class::Worse), "{points:?}");
    assert!(points[0].finding.contains("2024 年 7 月超出控制限，变差；以后的月份没有再出界"), "{points:?}");
}

proptest! {
    #[test]
    fn a_sentence_holds_the_figures_and_claims_no_more(
        above in 0i64..2_000, below in 1i64..2_000, rate in 0i64..=100, goal in 0i64..=100, size in 10usize..40
    ) {
        let above = above.min(below);
        let mut scene = Scene::new();
        scene.gives("iv_use_rate", &[(above, below)]);
        scene.beside("iv_use_rate", &vec![(rate * 10, 1_000); size]);
        scene.wants("iv_use_rate", goal);
        let indicator = scene.catalogue.indicator_coded("iv_use_rate").unwrap().clone();
        let (points, _) = scene.points();
        for point in &points {
            let value = above as f64 / below as f64 * 100.0;
            prop_assert!(point.finding.contains(&words::with_unit(&indicator, value)), "{:?}", point);
            let counts = [above, below].map(crate::web::format::count).join(" / ");
            prop_assert!(point.finding.contains(&counts) && point.finding.contains("95 % 区间"));
            prop_assert!(!point.caution.is_empty() && point.caution.contains('不'));
            prop_assert!(!point.finding.contains("改善"));
            if point.finding.contains("高于同类") {
                prop_assert!(value > rate as f64, "{} is not above {rate}", value);
                let told = format!("{size} 家合计的 {}", words::with_unit(&indicator, rate as f64));
                prop_assert!(point.finding.contains(&told));
            }
            // A lower figure is the better one here: standing below is nothing to look at.
            prop_assert!(!point.finding.contains("低于同类"));
            if point.finding.contains("未达到") {
                prop_assert!(value > goal as f64, "{} misses {goal}", value);
            }
        }
        if value_is_plainly_high(above, below, rate) {
            prop_assert_eq!(points.first().map(|point| point.class), Some(Class::Beyond));
        }
    }
}

/// So far above that no method could miss it.
fn value_is_plainly_high(above: i64, below: i64, rate: i64) -> bool {
    below > 500 && above * 100 > below * 95 && rate < 50
}
