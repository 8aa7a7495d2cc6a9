//! What was typed about a duty: every fault at once, each beside its field.

mod link;

pub use link::{may_link, normal};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::campaign::model::{Linked, Occurrence, Piece, Record, Training};
use crate::catalogue::model::{Duty, EvidenceKind};
use crate::web::FieldErrors;

/// The longest title or topic, characters.
const TITLE_MAX: usize = 200;
/// The longest function or audience.
const NAME_MAX: usize = 50;
/// The longest reason.
const REASON_MAX: usize = 500;
/// The shortest.
const REASON_MIN: usize = 4;
/// Most people at a training.
const MOST: i64 = 100_000;

/// A form as typed: field → text.
pub type Typed = BTreeMap<String, String>;

/// A piece of evidence that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it is.
    pub kind: EvidenceKind,
    /// The day of what it shows.
    pub day: NaiveDate,
    /// What it shows.
    pub title: String,
    /// Of a training.
    pub training: Option<Training>,
    /// The record it links to.
    pub record: Option<Linked>,
}

fn line(typed: &Typed, field: &'static str, what: &str, most: usize, faults: &mut FieldErrors) -> String {
    let text = typed.get(field).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let length = text.chars().count();
    if text.is_empty() {
        faults.add(field, format!("没有写{what}。"));
    } else if length > most {
        faults.add(field, format!("{what}写了 {length} 字，最多 {most} 字。"));
    }
    text
}

/// What comes with a form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought<'a> {
    /// How many files.
    pub files: usize,
    /// The record whose number was typed, where there is one that the viewer sees.
    pub record: Option<&'a Record>,
    /// What was handed in before.
    pub pieces: &'a [Piece],
}

/// Which kind of evidence was chosen, of those the duty takes.
///
/// # Errors
/// Which ones it takes.
pub fn kind(typed: &Typed, duty: &Duty) -> Result<EvidenceKind, FieldErrors> {
    let kind = typed
        .get("kind")
        .and_then(|kind| EvidenceKind::of_key(kind))
        .filter(|kind| duty.handed_in().any(|one| one == *kind));
    kind.ok_or_else(|| {
        let can: Vec<&str> = duty.handed_in().map(EvidenceKind::label).collect();
        let why = match can.is_empty() {
            true => "这项任务由系统里的记录证明，不收佐证。".to_owned(),
            false => format!("这项任务收的佐证是{}，请按这个交。", can.join("、")),
        };
        FieldErrors::one("kind", why)
    })
}

/// A piece for what is owed: fields `kind`, `day`, `title`, of a training `lecturer`, `audience`, `attendance`, of a link `record`
/// and `note`.
///
/// # Errors
/// Every fault.
pub fn piece(
    typed: &Typed,
    (duty, occurrence): (&Duty, &Occurrence),
    brought: Brought<'_>,
    today: NaiveDate,
) -> Result<Wanted, FieldErrors> {
    let kind = kind(typed, duty)?;
    if let Some(number) = kind.number_label() {
        return link::piece(typed, (kind, number), occurrence, brought);
    }
    let mut faults = FieldErrors::default();
    let title = line(
        typed,
        "title",
        if kind == EvidenceKind::Training { "培训主题" } else { "材料说明" },
        TITLE_MAX,
        &mut faults,
    );
    let day = day(typed, (kind, occurrence), today, &mut faults);
    let training = (kind == EvidenceKind::Training).then(|| training(typed, &mut faults));
    if kind == EvidenceKind::File && brought.files == 0 {
        faults.add("file", "没有选文件。");
    }
    match day.filter(|_| faults.is_empty()) {
        Some(day) => Ok(Wanted { kind, day, title, training: training.flatten(), record: None }),
        None => Err(faults),
    }
}

/// The day of what is shown: not before the period begins, not in the future; a training takes place within its period.
fn day(
    typed: &Typed,
    (kind, occurrence): (EvidenceKind, &Occurrence),
    today: NaiveDate,
    faults: &mut FieldErrors,
) -> Option<NaiveDate> {
    let text = typed.get("day").map(|text| text.trim()).unwrap_or_default();
    let Ok(day) = text.parse::<NaiveDate>() else {
        faults.add(
            "day",
            if text.is_empty() {
                "没有填日期。".to_owned()
            } else {
                format!("“{text}”不是日期，例如 {today}。")
            },
        );
        return None;
    };
    let owed = &occurrence.owed;
    let end = owed.due.filter(|_| kind == EvidenceKind::Training);
    if day > today {
        faults.add("day", format!("日期 {day} 还没有到，今天是 {today}。"));
    } else if day < owed.opens {
        faults.add("day", format!("日期 {day} 在这项任务开始（{}）以前，不属于这一期。", owed.opens));
    } else if end.is_some_and(|end| day > end) {
        faults.add("day", format!("培训日期 {day} 已过这一期的末日 {}，不算这一期的培训。", end.unwrap_or(day)));
    }
    Some(day)
}

fn training(typed: &Typed, faults: &mut FieldErrors) -> Option<Training> {
    let lecturer = line(typed, "lecturer", "授课人职务", NAME_MAX, faults);
    let audience = line(typed, "audience", "培训对象", NAME_MAX, faults);
    let text = typed.get("attendance").map(|text| text.trim()).unwrap_or_default();
    let attendance = text.parse::<i64>().ok().filter(|many| (1..=MOST).contains(many));
    if text.is_empty() {
        faults.add("attendance", "没有填参加人数。");
    } else if attendance.is_none() {
        faults.add("attendance", format!("“{text}”不是参加人数，请填 1 以上的整数。"));
    }
    Some(Training { lecturer, audience, attendance: attendance? })
}

/// Why: field `reason`.
///
/// # Errors
/// What is wrong with it.
pub fn reason(typed: &Typed, what: &str) -> Result<String, FieldErrors> {
    let mut faults = FieldErrors::default();
    let reason = line(typed, "reason", what, REASON_MAX, &mut faults);
    if faults.is_empty() && reason.chars().count() < REASON_MIN {
        faults.add("reason", format!("{what}至少写 {REASON_MIN} 个字，让人看得明白。"));
    }
    if faults.is_empty() { Ok(reason) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::AuthorityId;
    use crate::campaign::model::{Bearer, Owed};
    use crate::catalogue::Catalogue;
    use crate::catalogue::model::BearerKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The first duty of the catalogue that takes such evidence, owed in a year.
    fn scene(kind: Option<EvidenceKind>) -> (Duty, Occurrence) {
        let catalogue = Catalogue::load(None).unwrap();
        let mut duties = catalogue.campaigns().iter().flat_map(|campaign| &campaign.duties);
        let duty = duties.find(|duty| duty.evidence.first().copied() == kind).unwrap().clone();
        let owed = Owed {
            duty: duty.id.clone(),
            bearer: Bearer::Authority(AuthorityId(1)),
            kind: BearerKind::City,
            under: AuthorityId(1),
            period: "2024".to_owned(),
            opens: day("2024-01-01"),
            due: Some(day("2024-12-31")),
            times: 2,
        };
        let occurrence = Occurrence {
            id: 1,
            campaign: String::new(),
            owed,
            have: 0,
            done_on: None,
            said: String::new(),
            stands: true,
            exempt: None,
            version: 1,
        };
        (duty, occurrence)
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn faulty(fields: &[(&str, &str)], kind: EvidenceKind, files: usize) -> Vec<String> {
        let (duty, occurrence) = scene(Some(kind));
        let brought = Brought { files, ..Brought::default() };
        let faults = piece(&typed(fields), (&duty, &occurrence), brought, day("2025-03-01")).unwrap_err();
        faults.0.into_iter().map(|(field, _)| field.into_owned()).collect()
    }

    const TRAINING: [(&str, &str); 6] = [
        ("kind", "training"),
        ("day", "2024-05-06"),
        ("title", "演示：核心制度"),
        ("lecturer", "演示专家"),
        ("audience", "医务科主任"),
        ("attendance", "45"),
    ];

    fn but(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
        TRAINING.into_iter().map(|(name, was)| (name, if name == field { value } else { was })).collect()
    }

    #[test]
    fn a_training_has_a_day_in_its_period_a_topic_and_people() {
        let (duty, occurrence) = scene(Some(EvidenceKind::Training));
        let kept = piece(&typed(&TRAINING), (&duty, &occurrence), Brought::default(), day("2025-03-01")).unwrap();
        assert_eq!((kept.day, kept.training.unwrap().attendance), (day("2024-05-06"), 45));
        let of = |field, value| faulty(&but(field, value), EvidenceKind::Training, 0);
        assert_eq!(of("day", "2023-12-31"), ["day"]);
        assert_eq!(of("day", "2025-01-02"), ["day"], "after its year it is another year's");
        assert_eq!(of("day", "2025-03-02"), ["day"]);
        assert_eq!(of("day", ""), ["day"]);
        assert_eq!(of("attendance", "0"), ["attendance"]);
        assert_eq!(of("title", " "), ["title"]);
        assert_eq!(
            faulty(&[("kind", "training")], EvidenceKind::Training, 0),
            ["title", "day", "lecturer", "audience", "attendance"]
        );
    }

    #[test]
    fn only_what_the_duty_takes_is_taken() {
        assert_eq!(faulty(&TRAINING, EvidenceKind::File, 0), ["kind"]);
        let file = [("kind", "file"), ("day", "2025-02-01"), ("title", "演示：实施方案")];
        assert_eq!(faulty(&file, EvidenceKind::File, 0), ["file"]);
        let (duty, occurrence) = scene(Some(EvidenceKind::File));
        let with_file = Brought { files: 1, ..Brought::default() };
        let late = piece(&typed(&file), (&duty, &occurrence), with_file, day("2025-03-01"));
        assert!(late.is_ok(), "what is handed in late is handed in");
        let (proved, occurrence) = scene(None);
        let refused = piece(&typed(&file), (&proved, &occurrence), with_file, day("2025-03-01")).unwrap_err();
        assert!(refused.of("kind").unwrap().contains("由系统里的记录证明"));
    }

    #[test]
    fn a_reason_can_be_understood() {
        assert!(reason(&typed(&[("reason", "演示：没有 相应专业")]), "免除的原因").is_ok());
        for bad in ["", "无", &"长".repeat(REASON_MAX + 1)] {
            assert!(reason(&typed(&[("reason", bad)]), "免除的原因").is_err());
        }
    }
}
