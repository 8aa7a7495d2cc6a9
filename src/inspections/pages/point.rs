//! The points of one system, one of them open: what an inspector holds in one hand.

use axum::extract::State;
use serde::Serialize;

use super::{Looking, Tag, verdict_tag};
use crate::access::Viewer;
use crate::calendar::china_minute;
use crate::catalogue::model::{Bound, CheckPoint, ExceptionKind, Limit, Means, System};
use crate::inspections::check::{NOTE_MAX, Typed, field_of, unit};
use crate::inspections::judge;
use crate::inspections::keep::may_work;
use crate::inspections::measure::Tally;
use crate::inspections::model::{Answer, Number, State as Standing, VERDICTS};
use crate::inspections::store;
use crate::state::AppState;
use crate::statistics::{Confidence, wilson};
use crate::web::{FieldErrors, Head, Page, PageError, Path, View};

/// What was posted and not kept.
pub struct Said {
    /// As typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: FieldErrors,
    /// Whether somebody answered meanwhile.
    pub clash: bool,
}

/// What `templates/inspections/point.html` shows.
#[derive(Serialize)]
pub struct PointPage {
    visit: String,
    hospital: String,
    system: String,
    numeral: u8,
    /// Answered points of this system, and of all: done, of how many.
    here: (usize, usize),
    whole: (usize, usize),
    points: Vec<PointRow>,
    open: Open,
    may_work: bool,
    previous: Option<String>,
    next: Option<String>,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct PointRow {
    number: usize,
    id: String,
    text: String,
    href: String,
    open: bool,
    tag: Option<Tag>,
}

/// The open point.
#[derive(Serialize)]
struct Open {
    id: String,
    number: usize,
    text: String,
    clause: String,
    document: String,
    requirements: Vec<(String, String)>,
    look_at: String,
    note: Option<String>,
    applies: Option<String>,
    earlier: Option<String>,
    sampled: Option<(u16, u16)>,
    verdicts: Vec<VerdictChoice>,
    limits: Vec<LimitField>,
    typed: Typed,
    sample_says: Option<String>,
    seen: i32,
    by: Option<String>,
    history: Vec<(String, String, &'static str)>,
    stands: Option<String>,
    clash: bool,
    files: Vec<(String, String, bool)>,
    note_most: usize,
    faults: FieldErrors,
    verdict_fault: Option<String>,
    note_fault: Option<String>,
    sample_fault: Option<String>,
    file_fault: Option<String>,
}

#[derive(Serialize)]
struct VerdictChoice {
    key: &'static str,
    label: &'static str,
    icon: &'static str,
    class: &'static str,
    chosen: bool,
}

#[derive(Serialize)]
struct LimitField {
    name: String,
    subject: String,
    unit: &'static str,
    /// 不超过 10 分钟
    rule: String,
    exception: Option<String>,
    /// The limit itself, for the script that judges while one types.
    bound: Bound,
    limit: u32,
    value: String,
    /// What the measured value says.
    says: Option<Tag>,
    fault: Option<String>,
}

impl PointPage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// [`PageError::NotFound`] outside the scope, before the visit has begun, and for a point its checklist does not hold.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        number: &Number,
        point: &str,
        said: Option<Said>,
    ) -> Result<Self, PageError> {
        let looking = Looking::begun(app, viewer, number).await?;
        let (system, point) = looking.edition.point(point).ok_or(PageError::NotFound)?;
        let scope = viewer.scope();
        let earlier = store::earlier(&app.db, &scope, looking.visit.hospital, looking.visit.id).await?;
        let history = store::said_before(&app.db, &scope, looking.visit.id, &point.id).await?;
        let kept = store::files(&app.db, &scope, looking.visit.id).await?;
        let files = kept.into_iter().filter(|file| file.point.as_ref() == Some(&point.id));
        let files = files.map(|file| {
            let href = format!("{}/files/{}", looking.visit.href(), file.id);
            (href, china_minute(file.at), file.kind != crate::files::Evidence::Pdf)
        });
        let mut open = open_point(&looking, system, point, history, said);
        open.files = files.collect();
        open.earlier = earlier.get(&point.id).map(|(on, verdict)| format!("上次督导（{on}）：{}", verdict.label()));
        Ok(Self::new(&looking, system, point, open, may_work(viewer, &looking.visit)))
    }

    fn new(looking: &Looking, system: &System, point: &CheckPoint, open: Open, mine: bool) -> Self {
        let href = |point: &CheckPoint| format!("{}/points/{}", looking.visit.href(), point.id);
        let row = |(at, one): (usize, &CheckPoint)| PointRow {
            number: at + 1,
            id: one.id.to_string(),
            text: one.text.clone(),
            href: href(one),
            open: one.id == point.id,
            tag: looking.answers.get(&one.id).map(|answer| verdict_tag(answer.said.verdict)),
        };
        let tally = Tally::of(system, &looking.answers);
        let all: Vec<&CheckPoint> = looking.edition.points().map(|(_, point)| point).collect();
        let place = looking.edition.place(&point.id).unwrap_or_default();
        let next = all.get(place + 1).map(|one| href(one));
        Self {
            visit: looking.visit.href(),
            hospital: looking.hospital.facts.name.clone(),
            system: system.name.clone(),
            numeral: system.ordinal,
            here: (tally.answered(), tally.all()),
            whole: (looking.answers.len(), all.len()),
            points: system.check_points.iter().enumerate().map(row).collect(),
            may_work: mine && looking.visit.state() == Standing::Begun,
            previous: place.checked_sub(1).and_then(|before| all.get(before)).map(|one| href(one)),
            next,
            head: looking.head(format!("{}　{}", system.name, looking.hospital.facts.name), system.name.clone()),
            open,
        }
    }
}

fn open_point(
    looking: &Looking,
    system: &System,
    point: &CheckPoint,
    history: Vec<Answer>,
    said: Option<Said>,
) -> Open {
    let checklist = &looking.edition.checklist;
    let latest = history.last();
    let (typed, faults, clash) = match said {
        Some(said) if !said.typed.is_empty() => (said.typed, said.faults, said.clash),
        Some(said) => (as_typed(latest), said.faults, said.clash),
        None => (as_typed(latest), FieldErrors::default(), false),
    };
    let limits = judge::limits(checklist, point).map(|limit| limit_field(limit, &typed, &faults)).collect();
    let required = system.requirements.iter().filter(|one| point.requirement_refs.contains(&one.clause));
    Open {
        id: point.id.to_string(),
        number: system.check_points.iter().position(|one| one.id == point.id).unwrap_or_default() + 1,
        text: point.text.clone(),
        clause: point.clause.clone(),
        document: checklist.document.clone(),
        requirements: required.map(|one| (one.clause.clone(), one.text.clone())).collect(),
        look_at: format!(
            "{}：{}",
            point.judged_by.iter().map(|means| means_of(*means)).collect::<Vec<_>>().join("、"),
            point.look_at
        ),
        note: point.note.clone(),
        applies: point.applies.clone(),
        earlier: None,
        sampled: point.sampled().then_some((checklist.sample.least, checklist.sample.most)),
        verdicts: verdicts(&typed),
        limits,
        sample_says: sample_says(&typed),
        seen: latest.map_or(0, |answer| answer.number),
        by: latest.map(|answer| format!("{} {}", china_minute(answer.at), answer.by_name)),
        stands: latest.filter(|_| clash).map(in_words),
        history: history
            .iter()
            .rev()
            .skip(1)
            .map(|answer| (china_minute(answer.at), answer.by_name.clone(), answer.said.verdict.label()))
            .collect(),
        clash,
        files: Vec::new(),
        note_most: NOTE_MAX,
        verdict_fault: faults.of("verdict"),
        note_fault: faults.of("note"),
        sample_fault: faults.of("sample_met").or_else(|| faults.of("sample_of")),
        file_fault: faults.of("file"),
        typed,
        faults,
    }
}

/// What stands there, in one line.
fn in_words(answer: &Answer) -> String {
    let note = if answer.said.note.is_empty() { String::new() } else { format!("，记录：{}", answer.said.note) };
    format!("{} {}记的是“{}”{note}", china_minute(answer.at), answer.by_name, answer.said.verdict.label())
}

pub(super) fn as_typed(answer: Option<&Answer>) -> Typed {
    let mut typed = Typed::new();
    let Some(said) = answer.map(|answer| &answer.said) else { return typed };
    typed.insert("verdict".to_owned(), said.verdict.key().to_owned());
    typed.insert("note".to_owned(), said.note.clone());
    if let Some(sample) = said.sample {
        typed.insert("sample_met".to_owned(), sample.met.to_string());
        typed.insert("sample_of".to_owned(), sample.of.to_string());
    }
    for (limit, value) in &said.measured {
        typed.insert(field_of(limit.as_str()), value.to_string());
    }
    typed
}

fn verdicts(typed: &Typed) -> Vec<VerdictChoice> {
    let marks = [("check", "yes"), ("ask", "part"), ("cross", "no"), ("dots", "na")];
    let chosen = typed.get("verdict").map(String::as_str);
    let choice = |(verdict, (icon, class)): (crate::inspections::model::Verdict, (&'static str, &'static str))| {
        VerdictChoice { key: verdict.key(), label: verdict.label(), icon, class, chosen: chosen == Some(verdict.key()) }
    };
    VERDICTS.into_iter().zip(marks).map(choice).collect()
}

/// The share of records in order, with what chance alone leaves open (Wilson, 95 %).
fn sample_says(typed: &Typed) -> Option<String> {
    let count = |field: &str| typed.get(field)?.parse::<i64>().ok();
    let (met, of) =
        count("sample_met").zip(count("sample_of")).filter(|(met, of)| *of > 0 && (0..=*of).contains(met))?;
    let between = wilson(met, of, Confidence::P95)?;
    let percent = |share: f64| crate::web::format::fixed(share * 100.0, 0);
    Some(format!("{met} / {of}，95 % 区间 {}–{} %，样本少，只作线索", percent(between.lower), percent(between.upper)))
}

fn limit_field(limit: &Limit, typed: &Typed, faults: &FieldErrors) -> LimitField {
    let name = field_of(limit.id.as_str());
    let value = typed.get(&name).cloned().unwrap_or_default();
    let unit = unit(limit.unit);
    let word = match limit.comparison {
        Bound::AtMost => "不超过",
        Bound::AtLeast => "不少于",
        Bound::Exactly => "应为",
        Bound::ToThe => "精确到",
    };
    let says = value.parse().ok().map(|value: i64| {
        if judge::keeps(limit, value) {
            Tag { kind: "ok", label: "合限值" }
        } else {
            Tag { kind: "bad", label: "不合限值" }
        }
    });
    let anchor = limit.anchor.as_ref().map(|anchor| format!("，自{anchor}起")).unwrap_or_default();
    LimitField {
        rule: format!("{word} {} {unit}{anchor}", limit.value),
        exception: limit.exception.as_ref().map(|exception| match exception.kind {
            ExceptionKind::InPrinciple => "文件写的是“原则上”".to_owned(),
            ExceptionKind::WherePossible => "文件写的是“尽可能”".to_owned(),
            ExceptionKind::Except => format!("{}除外", exception.when.clone().unwrap_or_default()),
            ExceptionKind::Instead => format!(
                "{}：{}",
                exception.when.clone().unwrap_or_default(),
                exception.instead.clone().unwrap_or_default()
            ),
        }),
        subject: limit.subject.clone(),
        bound: limit.comparison,
        limit: limit.value,
        fault: faults.of(&name),
        unit,
        value,
        says,
        name,
    }
}

fn means_of(means: Means) -> &'static str {
    match means {
        Means::Documents => "查文件资料",
        Means::Records => "抽查病历",
        Means::Site => "现场查看",
        Means::Interview => "询问人员",
    }
}

/// Where one goes after answering `point`: on, back, or to the visit's page after the last.
#[must_use]
pub fn next_href(looking: &Looking, point: &str, go: Option<&str>) -> String {
    let href = looking.visit.href();
    let all: Vec<&str> = looking.edition.points().map(|(_, point)| point.id.as_str()).collect();
    let Some(place) = all.iter().position(|id| *id == point) else { return href };
    let there = match go {
        Some("previous") => place.checked_sub(1),
        Some("stay") => Some(place),
        _ => Some(place + 1),
    };
    there.and_then(|at| all.get(at)).map_or_else(|| href.clone(), |id| format!("{href}/points/{id}"))
}

impl View for PointPage {
    const TEMPLATE: &'static str = "inspections/point.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/visits/{number}/points/{point}`
pub async fn point(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((number, point)): Path<(String, String)>,
) -> Result<Page<PointPage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    Ok(Page(PointPage::load(&app, &viewer, &number, &point, None).await?))
}

/// GET `/visits/{number}/systems/{ordinal}`: the first point of a system that nobody has answered, else its first.
pub async fn system(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((number, ordinal)): Path<(String, u8)>,
) -> Result<Page<PointPage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let looking = Looking::begun(&app, &viewer, &number).await?;
    let system = looking.edition.checklist.system(ordinal).ok_or(PageError::NotFound)?;
    let open = system.check_points.iter().find(|point| !looking.answers.contains_key(&point.id));
    let point = open.or(system.check_points.first()).ok_or(PageError::NotFound)?;
    Ok(Page(PointPage::load(&app, &viewer, &number, point.id.as_str(), None).await?))
}
