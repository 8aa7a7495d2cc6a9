use chrono::NaiveDate;

use super::*;
use crate::access::{AuthorityId, HospitalId};
use crate::campaign::model::{Linked, Owed, Piece};
use crate::catalogue::model::BearerKind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn occurrence(bearer: Bearer, period: &str) -> Occurrence {
    Occurrence {
        id: 1,
        campaign: String::new(),
        owed: Owed {
            duty: String::new(),
            bearer,
            kind: BearerKind::City,
            under: AuthorityId(1),
            period: period.to_owned(),
            opens: day("2024-07-01"),
            due: Some(day("2024-10-30")),
            times: 1,
        },
        have: 0,
        done_on: None,
        said: String::new(),
        stands: true,
        exempt: None,
        version: 1,
    }
}

fn record(on: &str) -> Record {
    Record {
        linked: Linked { key: 7, number: "410105-2024-001".to_owned() },
        own: true,
        unfinished: None,
        day: Some(day(on)),
        about: None,
    }
}

fn piece_of(record: &Record, number: i32) -> Piece {
    Piece {
        id: 1,
        number,
        kind: EvidenceKind::Visit,
        day: day("2024-08-01"),
        title: String::new(),
        training: None,
        file: None,
        record: Some(record.linked.clone()),
        at: chrono::DateTime::UNIX_EPOCH,
        by_name: String::new(),
        by_place: String::new(),
        withdrawn: None,
    }
}

fn ask(kind: EvidenceKind, occurrence: &Occurrence, brought: Brought<'_>) -> Result<Wanted, FieldErrors> {
    let typed = Typed::from([("record".to_owned(), "410105-2024-001".to_owned())]);
    piece(&typed, (kind, kind.number_label().unwrap()), occurrence, brought)
}

fn of(record: &Record) -> Brought<'_> {
    Brought { record: Some(record), ..Brought::default() }
}

fn told(record: &Record, occurrence: &Occurrence) -> String {
    ask(EvidenceKind::Visit, occurrence, of(record)).unwrap_err().of("record").unwrap()
}

#[test]
fn what_is_typed_by_hand_on_a_chinese_keyboard_is_a_number() {
    assert_eq!(normal(" ４１０１０５—2024－０１７ "), "410105-2024-017");
}

#[test]
fn every_reason_against_a_record_is_named_at_once() {
    let quarter = occurrence(Bearer::Authority(AuthorityId(1)), "2024Q3");
    let sound = record("2024-08-01");
    let kept = ask(EvidenceKind::Visit, &quarter, of(&sound)).unwrap();
    assert_eq!(
        (kept.day, kept.title.as_str(), kept.record),
        (day("2024-08-01"), "督导记录", Some(sound.linked.clone()))
    );
    let bad = Record { own: false, unfinished: Some("督导中".to_owned()), ..record("2024-10-01") };
    let said = told(&bad, &quarter);
    for part in
        ["不是本机构或下级机构做的", "还没有结束（督导中）", "日期是 2024-10-01，不在这一期（2024 年第三季度）内"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    let ours = occurrence(Bearer::Hospital(HospitalId(1)), "2024Q3");
    assert!(told(&bad, &ours).contains("不是本院的"));
    let none = ask(EvidenceKind::Visit, &quarter, Brought::default()).unwrap_err().of("record").unwrap();
    assert!(none.contains("没有找到督导“410105-2024-001”"), "{none}");
    let file = Brought { files: 1, ..of(&sound) };
    assert!(ask(EvidenceKind::Visit, &quarter, file).unwrap_err().of("file").is_some());
}

#[test]
fn a_period_holds_its_first_and_last_day_and_a_return_belongs_by_its_quarter() {
    let quarter = occurrence(Bearer::Authority(AuthorityId(1)), "2024Q3");
    for on in ["2024-07-01", "2024-09-30"] {
        assert!(ask(EvidenceKind::Visit, &quarter, of(&record(on))).is_ok(), "{on}");
    }
    for on in ["2024-06-30", "2024-10-01"] {
        assert!(told(&record(on), &quarter).contains("不在这一期"), "{on}");
    }
    let about = |quarter: &str| Record { about: Some(quarter.parse().unwrap()), ..record("2024-10-08") };
    let returned = |record: &Record, of_what: &Occurrence| ask(EvidenceKind::Return, of_what, of(record));
    assert!(returned(&about("2024Q3"), &quarter).is_ok(), "it comes in after its quarter");
    assert!(returned(&about("2024Q2"), &quarter).is_err());
    let year = occurrence(Bearer::Authority(AuthorityId(1)), "2024");
    assert!(returned(&about("2024Q3"), &year).is_ok() && returned(&about("2023Q4"), &year).is_err());
    // Owed once: what is done after the last day is done late, what was done before it began is something else.
    let once = occurrence(Bearer::Authority(AuthorityId(1)), "");
    assert!(ask(EvidenceKind::Visit, &once, of(&record("2024-12-01"))).is_ok());
    assert!(told(&record("2024-06-30"), &once).contains("开始（2024-07-01）以前"));
}

#[test]
fn a_record_counts_once_unless_it_was_taken_back() {
    let quarter = occurrence(Bearer::Authority(AuthorityId(1)), "2024Q3");
    let sound = record("2024-08-01");
    let mut before = vec![piece_of(&sound, 3)];
    let twice = |pieces: &[Piece]| ask(EvidenceKind::Visit, &quarter, Brought { pieces, ..of(&sound) });
    assert!(twice(&before).unwrap_err().of("record").unwrap().contains("第 3 份佐证已经是它"));
    // The key of another kind is another table's.
    assert!(ask(EvidenceKind::Draw, &quarter, Brought { pieces: &before, ..of(&sound) }).is_ok());
    before[0].withdrawn = Some((String::new(), String::new()));
    assert!(twice(&before).is_ok());
}
