use super::*;
use crate::access::VisitId;
use crate::catalogue::Catalogue;
use crate::inspections::model::Kind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn owed(kind: BearerKind, bearer: Bearer, period: &str) -> Owed {
    Owed {
        duty: "演示".to_owned(),
        bearer,
        kind,
        under: AuthorityId(1),
        period: period.to_owned(),
        opens: day("2024-01-01"),
        due: None,
        times: 1,
    }
}

fn visit(number: i64, hospital: i64, (authority, kind): (i64, Kind), on: &str) -> Done {
    Done {
        visit: VisitId(number),
        hospital: HospitalId(hospital),
        authority: Some(AuthorityId(authority)),
        kind,
        on: day(on),
    }
}

/// Ten hospitals of one commission, five of them due for a QC centre.
fn records(done: Vec<Done>) -> Records {
    let all: BTreeSet<HospitalId> = (1..=10).map(HospitalId).collect();
    let due: BTreeSet<HospitalId> = (1..=5).map(HospitalId).collect();
    let years = |set: &BTreeSet<HospitalId>| (2021..=2024).map(|year| (year, set.clone())).collect();
    let governed = Governed { now: all.clone(), years: years(&all), ..Governed::default() };
    Records {
        governed: HashMap::from([(AuthorityId(1), governed), (AuthorityId(9), Governed::default())]),
        due: BTreeMap::from([(AuthorityId(2), years(&due))]),
        done,
        ..Records::default()
    }
}

fn say(proof: Proof, owed: &Owed, records: &Records) -> Proven {
    let catalogue = Catalogue::load(None).unwrap();
    proven(catalogue.campaign("henan-2021-2025").unwrap(), proof, owed, records, day("2024-12-31"))
}

#[test]
fn a_share_is_proved_by_visits_and_by_nothing_else() {
    let commission = owed(BearerKind::City, Bearer::Authority(AuthorityId(1)), "2024");
    let one = visit(1, 1, (1, Kind::Commission), "2024-03-01");
    let short = say(Proof::Visits, &commission, &records(vec![one]));
    assert_eq!((short.done_on, short.said.as_str()), (None, "范围内 10 家，应督导 2 家，已督导 1 家"));
    let named = visit(2, 2, (1, Kind::Named), "2024-04-01");
    assert_eq!(say(Proof::Visits, &commission, &records(vec![one, named])).done_on, None, "指定督导 counts apart");
    let other = visit(3, 2, (1, Kind::Commission), "2024-05-01");
    assert_eq!(say(Proof::Visits, &commission, &records(vec![one, named, other])).done_on, Some(day("2024-05-01")));
    let before = owed(BearerKind::City, Bearer::Authority(AuthorityId(1)), "2023");
    assert_eq!(say(Proof::Visits, &before, &records(vec![one, other])).done_on, None, "of another year");
    let ahead = owed(BearerKind::City, Bearer::Authority(AuthorityId(1)), "2025");
    assert_eq!(say(Proof::Visits, &ahead, &records(vec![one, other])), Proven::default());
}

#[test]
fn a_centre_counts_its_own_visits_to_its_list() {
    let centre = owed(BearerKind::QcCentre, Bearer::Authority(AuthorityId(2)), "2024");
    let outside = visit(1, 9, (2, Kind::QcCentre), "2024-03-01");
    let anothers = visit(2, 1, (1, Kind::QcCentre), "2024-03-02");
    let none = say(Proof::Visits, &centre, &records(vec![outside, anothers]));
    assert_eq!((none.done_on, none.said.as_str()), (None, "名单上 5 家，应去 1 家，已去 0 家"));
    let own = visit(3, 4, (2, Kind::QcCentre), "2024-06-01");
    assert_eq!(say(Proof::Visits, &centre, &records(vec![outside, own])).done_on, Some(day("2024-06-01")));
}

#[test]
fn everybody_was_visited_only_when_everybody_was() {
    let commission = owed(BearerKind::City, Bearer::Authority(AuthorityId(1)), "");
    let all = |many: i64| (1..=many).map(|id| visit(id, id, (1, Kind::Commission), "2022-05-01")).collect::<Vec<_>>();
    assert_eq!(say(Proof::Coverage, &commission, &records(all(9))).done_on, None);
    let whole = say(Proof::Coverage, &commission, &records(all(10)));
    assert_eq!((whole.done_on, whole.said.as_str()), (Some(day("2022-05-01")), "范围内 10 家，已督导 10 家"));
}

#[test]
fn a_return_is_there_when_it_was_accepted_and_a_sample_without_a_share_is_not_judged() {
    let hospital = owed(BearerKind::Hospital, Bearer::Hospital(HospitalId(1)), "2024Q1");
    let mut found = records(Vec::new());
    assert_eq!(say(Proof::Returns, &hospital, &found).done_on, None);
    found.returns.insert((HospitalId(1), "2024Q1".to_owned()), day("2024-04-12"));
    assert_eq!(say(Proof::Returns, &hospital, &found).done_on, Some(day("2024-04-12")));
    let top = owed(BearerKind::Province, Bearer::Authority(AuthorityId(1)), "2024");
    let sample = say(Proof::Sample, &top, &found);
    assert!(sample.done_on.is_none() && sample.said.contains("还没有设"));
}

#[test]
fn a_year_of_goals_is_proved_by_its_table_alone() {
    let of = |period| owed(BearerKind::QcCentre, Bearer::Authority(AuthorityId(2)), period);
    let mut found = records(Vec::new());
    let none = say(Proof::SpecialtyGoals, &of("2024"), &found);
    assert_eq!((none.done_on, none.said.as_str()), (None, "还没有报本年的改进目标"));
    let standing = Standing { since: day("2024-02-01"), goals: 5, national: 2 };
    found.specialty_goals.insert((AuthorityId(2), 2024), standing);
    let done = say(Proof::SpecialtyGoals, &of("2024"), &found);
    assert_eq!((done.done_on, done.said.as_str()), (Some(day("2024-02-01")), "已报 5 项目标（2024-02-01 首次报送）"));
    assert_eq!(say(Proof::SpecialtyGoals, &of("2023"), &found).done_on, None, "of another year");
    let other = owed(BearerKind::QcCentre, Bearer::Authority(AuthorityId(3)), "2024");
    assert_eq!(say(Proof::SpecialtyGoals, &other, &found).done_on, None, "of another centre");
    assert!(!is_moot(Proof::SpecialtyGoals, &of("2024"), &found));
}

#[test]
fn who_has_nobody_to_visit_owes_no_visits() {
    let found = records(Vec::new());
    let of = |id, kind| owed(kind, Bearer::Authority(AuthorityId(id)), "2024");
    assert!(is_moot(Proof::Visits, &of(9, BearerKind::County), &found));
    assert!(is_moot(Proof::Coverage, &of(9, BearerKind::County), &found));
    assert!(!is_moot(Proof::Visits, &of(1, BearerKind::County), &found));
    assert!(!is_moot(Proof::Visits, &of(2, BearerKind::QcCentre), &found));
}
