use super::*;
use crate::access::HospitalId;
use crate::hospitals::HospitalAt;
use crate::returns::deadlines::measure::{Seen, course};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quarter() -> Period {
    "2024Q3".parse().unwrap()
}

fn row(id: i64, authority: i64, due: Option<&str>, reported: bool) -> Row {
    let at = "2024-10-01T04:00:00Z".parse().unwrap();
    let rounds = [Seen { number: 1, received: at, accepted: None, closed: None }];
    let due = due.map(|on| Due { on: day(on), extended: on != "2024-10-15" });
    Row {
        course: course(if reported { &rounds } else { &[] }, due, at),
        hospital: HospitalAt {
            id: HospitalId(id),
            code: format!("H{id}"),
            name: format!("演示{id}医院"),
            level: "a".to_owned(),
            grade: String::new(),
            category: String::new(),
            ownership: String::new(),
            affiliation: String::new(),
            region: String::new(),
            statistical_city: String::new(),
            county: None,
            beds: None,
            services: std::collections::BTreeSet::new(),
            reports_to: AuthorityId(authority),
            supervised_by: AuthorityId(authority),
        },
    }
}

fn on_day(text: &str) -> Days {
    Days::since(Some(day(text)), day(text))
}

#[test]
fn what_a_machine_that_was_off_missed_is_told_as_it_is_today() {
    let rows = [row(1, 7, Some("2024-10-18"), false)];
    let told = |on: &str| {
        let letters = letters(quarter(), Days::since(None, day(on)), &rows);
        letters.into_iter().map(|one| (one.once.unwrap(), one.title)).collect::<Vec<_>>()
    };
    // Due on a Friday, off over the weekend: the day after is made up for on Monday, and on every Monday of the weeks after.
    for (monday, of, over) in [("2024-10-21", "2024-10-19", 3), ("2024-10-28", "2024-10-26", 10)] {
        let told = told(monday);
        assert_eq!(told[0], (format!("overdue:2024Q3:{of}"), format!("2024 年第三季度报表已逾期 {over} 天")));
        assert_eq!(told[1].0, format!("reminded:2024Q3:{of}"));
    }
    // Of three reminders before it that were missed one is made up for; after it none.
    assert_eq!(
        told("2024-10-18")[0],
        ("due-soon:2024Q3:2024-10-17".to_owned(), "2024 年第三季度报表今天截止".to_owned())
    );
    assert_eq!(told("2024-10-18").len(), 2);
    assert!(told("2024-10-19")[0].0.starts_with("overdue:2024Q3:2024-10-19"));
}

#[test]
fn letters_go_out_on_their_days_and_on_no_other() {
    let rows = [row(1, 7, Some("2024-10-15"), false)];
    let days = day("2024-10-01").iter_days().take(130);
    let sent: Vec<String> = days
        .flat_map(|day| letters(quarter(), Days::since(Some(day), day), &rows))
        .filter(|one| one.to == Recipient::Hospital(HospitalId(1)))
        .filter_map(|one| one.once)
        .collect();
    let mut expected: Vec<String> =
        ["10-08", "10-12", "10-14"].map(|day| format!("due-soon:2024Q3:2024-{day}")).into_iter().collect();
    let overdue = day("2024-10-16").iter_days().step_by(7).take(13);
    expected.extend(overdue.map(|day| format!("overdue:2024Q3:{day}")));
    assert_eq!(sent, expected);
}

#[test]
fn an_authority_gets_one_letter_for_all_its_hospitals() {
    let rows = [
        row(1, 7, Some("2024-10-15"), false),
        row(2, 7, Some("2024-10-05"), false),
        row(3, 8, Some("2024-10-15"), true),
        row(4, 9, None, false),
        row(5, 7, Some("2024-10-19"), false),
    ];
    let sent = letters(quarter(), on_day("2024-10-12"), &rows);
    let to: Vec<Recipient> = sent.iter().map(|letter| letter.to).collect();
    use Recipient::{Authority, Hospital};
    assert_eq!(to, [Hospital(HospitalId(1)), Hospital(HospitalId(5)), Authority(AuthorityId(7))]);
    assert_eq!(sent[2].once.as_deref(), Some("reminded:2024Q3:2024-10-12"));
    assert!(sent[2].title.contains("2 家"), "{:?}", sent[2]);
    assert!(sent[0].text.contains("还有 3 天") && sent[0].href == "/returns/2024Q3/H1", "{:?}", sent[0]);
    let mixed = letters(
        quarter(),
        on_day("2024-10-12"),
        &[row(1, 7, Some("2024-10-15"), false), row(2, 7, Some("2024-10-04"), false)],
    );
    assert!(mixed[2].text.contains("1 家快到期，1 家已逾期"), "{:?}", mixed[2]);
}

#[test]
fn the_words_for_a_group_name_who_is_missing_and_until_when() {
    let now = "2024-10-11T04:00:00Z".parse().unwrap();
    let rows = [
        row(1, 7, Some("2024-10-15"), false),
        row(2, 7, Some("2024-10-25"), false),
        row(3, 7, Some("2024-10-15"), true),
    ];
    let all: Vec<&Row> = rows.iter().collect();
    let text = chat(quarter(), &all, &Tree::default(), now, "https://zhikong.test").unwrap();
    assert!(text.contains("还有 2 家没有报") && text.contains("期限 10 月 15 日（还有 4 天）"), "{text}");
    assert!(text.contains("演示1医院、演示2医院（延至 10 月 25 日）") && !text.contains("演示3医院"), "{text}");
    assert_eq!(chat(quarter(), &all[2..], &Tree::default(), now, ""), None);
    let many: Vec<Row> = (0..500).map(|id| row(id, 7 + id / 300, Some("2024-10-15"), false)).collect();
    let text = chat(quarter(), &many.iter().collect::<Vec<_>>(), &Tree::default(), now, "").unwrap();
    assert_eq!(text.matches("医院").count(), NAMED);
    assert!(text.contains("还有 500 家") && text.contains("300 家") && text.contains("200 家"), "the counts are whole");
}
