use super::*;
use crate::catalogue::Catalogue;
use crate::returns::deadlines::due::Due;

fn fields(faults: &FieldErrors) -> Vec<&str> {
    faults.0.iter().map(|(field, _)| field.as_ref()).collect()
}

fn form() -> TermForm {
    TermForm {
        days: "15".to_owned(),
        reason: "演示通知".to_owned(),
        version: "0".to_owned(),
        ..TermForm::fresh("2024Q3".parse().unwrap())
    }
}

#[test]
fn a_term_says_all_its_faults_at_once() {
    let catalogue = Catalogue::load(None).unwrap();
    let check = |form: &TermForm| form.check(catalogue.register(), &[]);
    assert!(check(&form()).is_ok());
    let wrong = TermForm {
        days: "0".to_owned(),
        level: "level9".to_owned(),
        period: "2024".to_owned(),
        moves: String::new(),
        reason: " ".to_owned(),
        ..form()
    };
    assert_eq!(fields(&check(&wrong).unwrap_err()), ["period", "level", "days", "moves", "reason"]);
    for (days, fits) in
        [("1", true), ("180", true), ("１５", true), ("181", false), ("-3", false), ("1.5", false), ("", false)]
    {
        assert_eq!(check(&TermForm { days: days.to_owned(), ..form() }).is_ok(), fits, "{days}");
    }
    for (on, fits) in [
        ("2024-09-30", false),
        ("2024-10-01", true),
        ("2025-03-29", true),
        ("2025-03-30", false),
        ("10月1日", false),
        ("", false),
    ] {
        let only = TermForm { reach: "only".to_owned(), on: on.to_owned(), days: String::new(), ..form() };
        assert_eq!(check(&only).is_ok(), fits, "{on}");
    }
    assert_eq!(fields(&check(&TermForm { reason: "字".repeat(201), ..form() }).unwrap_err()), ["reason"]);
    assert_eq!(fields(&check(&TermForm { reach: String::new(), ..form() }).unwrap_err()), ["reach"]);
    assert_eq!(fields(&check(&TermForm { back: "from:2024Q3:".to_owned(), ..form() }).unwrap_err()), ["back"]);
}

#[test]
fn a_request_says_all_its_faults_at_once() {
    let now = "2024-10-12T04:00:00Z".parse().unwrap();
    let due = Some(Due { on: "2024-10-15".parse().unwrap(), extended: false });
    let ask = |wanted: &str, reason: &str, asked: Asked| {
        AskForm { wanted: wanted.to_owned(), reason: reason.to_owned() }.check(asked, now)
    };
    let plain = Asked { due, open: false, accepted: false };
    assert!(ask("2024-10-16", "演示", plain).is_ok() && ask("2025-01-13", "演示", plain).is_ok());
    for (wanted, field) in [("2024-10-15", "wanted"), ("2025-01-14", "wanted"), ("", "wanted")] {
        assert_eq!(fields(&ask(wanted, "演示", plain).unwrap_err()), [field], "{wanted}");
    }
    let past = ask("2024-10-11", "", plain).unwrap_err();
    assert_eq!(fields(&past), ["wanted", "wanted", "reason"]);
    assert!(past.0[1].1.contains("已经过去"), "{past:?}");
    let late = Asked { due: Some(Due { on: "2024-10-01".parse().unwrap(), extended: false }), ..plain };
    assert!(ask("2024-10-11", "演示", late).unwrap_err().0[0].1.contains("已经过去"));
    for asked in [Asked { open: true, ..plain }, Asked { accepted: true, ..plain }, Asked { due: None, ..plain }] {
        assert_eq!(fields(&ask("2024-10-20", "演示", asked).unwrap_err()), [""], "{asked:?}");
    }
    assert_eq!(fields(&ask("2024-10-20", &"字".repeat(501), plain).unwrap_err()), ["reason"]);
}

#[test]
fn a_decision_is_a_later_day_or_words() {
    let due = Some(Due { on: "2024-10-15".parse().unwrap(), extended: false });
    let decide = |verdict: &str, until: &str, words: &str| {
        let typed = |text: &str| text.to_owned();
        DecideForm { verdict: typed(verdict), until: typed(until), words: typed(words), version: typed("1") }.check(due)
    };
    assert!(decide("grant", "2024-10-16", "").is_ok() && decide("refuse", "", "演示").is_ok());
    assert_eq!(fields(&decide("grant", "2024-10-15", "").unwrap_err()), ["until"]);
    assert_eq!(fields(&decide("refuse", "2024-10-20", " ").unwrap_err()), ["words"]);
    assert_eq!(fields(&decide("", "2024-10-20", "演示").unwrap_err()), ["verdict"]);
    assert_eq!(fields(&decide("grant", "2024-10-20", &"字".repeat(501)).unwrap_err()), ["words"]);
}
