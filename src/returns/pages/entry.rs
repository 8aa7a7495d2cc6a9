//! 网上填报: the form of a return as a page, and the small answer while somebody types.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_date, china_minute};
use crate::catalogue::model::Severity;
use crate::returns::desk::Desk;
use crate::returns::entry::{Difference, Newer, Origin, Sheet, TooLong, Typed, field_of, with_presets};
use crate::returns::model::Problem;
use crate::returns::pages::entry_rows::{Group, groups, label_of, labels_of};
use crate::returns::pages::{in_quarter, quarter_of};
use crate::returns::store::{Draft, RoundRow};
use crate::returns::template::Plan;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/returns/entry.html` shows.
#[derive(Serialize)]
pub struct EntryPage {
    title: String,
    hospital: String,
    period: Period,
    period_label: String,
    code: String,
    /// The address of the form; the others stand below it.
    base: String,
    lede: String,
    months: Vec<String>,
    groups: Vec<Group>,
    panel: Panel,
    version: i32,
    /// The latest round that what is typed was begun on; what is sent over a later one is asked about first.
    seen: i32,
    newer: Option<Since>,
    /// When the draft was saved; none where there is none.
    saved: Option<String>,
    clash: Option<Clash>,
    /// The workbook with every problem at its cell, after a refusal.
    annotated: Option<String>,
    receipts: String,
}

/// The problems above the form.
#[derive(Serialize, Default)]
pub struct Panel {
    /// Whether anybody has looked yet.
    looked: bool,
    /// Whether the reader starts there.
    loud: bool,
    sentence: String,
    blocks: Vec<Said>,
    asks: Vec<Said>,
    /// Of those that block or ask, the ones about what is still blank.
    blanks: Vec<Said>,
}

/// One problem, in the panel and at its field.
#[derive(Clone, Serialize)]
pub struct Said {
    /// The field's name; none for one of the whole form.
    pub field: Option<String>,
    /// The row's code.
    pub row: Option<String>,
    /// The row and the column in words.
    place: String,
    /// The column in words.
    part: String,
    blocks: bool,
    /// Whether it is about a field in which nothing stands.
    blank: bool,
    message: String,
    remedy: String,
}

/// Somebody else saved meanwhile.
#[derive(Serialize)]
pub struct Clash {
    version: i32,
    by: String,
    at: String,
    /// Whether the draft was handed in or thrown away rather than changed.
    emptied: bool,
    differences: Vec<Apart>,
}

/// Rounds came in after the draft was begun.
#[derive(Serialize)]
pub struct Since {
    latest: i32,
    /// On which round it was begun, and which came since.
    told: String,
    differences: Vec<Apart>,
}

/// A field in which two say different things, in words.
#[derive(Serialize)]
pub struct Apart {
    place: String,
    mine: String,
    theirs: String,
}

/// What was found about the form that is shown.
#[derive(Default)]
pub struct Findings {
    /// Every problem.
    pub said: Vec<Said>,
    /// Whether anybody has looked.
    pub looked: bool,
    /// Somebody else's draft.
    pub clash: Option<Draft>,
    /// Rounds since what is typed was begun.
    pub newer: Option<Newer>,
    /// Where the annotated workbook is.
    pub annotated: Option<String>,
}

impl View for EntryPage {
    const TEMPLATE: &'static str = "returns/entry.html";

    fn head(&self) -> Head {
        let home = format!("/returns/{}/{}", self.period, self.code);
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), home))
            .crumb(Crumb::here("在网上填"))
    }
}

/// What `templates/returns/entry_check.html` shows: the panel, and the marks of every row.
#[derive(Serialize)]
pub struct Looked {
    panel: Panel,
    rows: Vec<(String, Vec<Said>)>,
}

impl View for Looked {
    const TEMPLATE: &'static str = "returns/entry_check.html";

    fn head(&self) -> Head {
        Head::titled("核对")
    }
}

/// GET `/returns/{period}/{code}/entry`
pub async fn entry(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<EntryPage>, PageError> {
    let sheet = Sheet::load(&desk, &viewer, &code, quarter_of(&period)?).await?.ok_or(PageError::NotFound)?;
    let (typed, origin) = sheet.begins_with(&desk).await?;
    let lede = begins(&sheet, origin, desk.clock.now());
    let found = Findings { newer: sheet.newer(&desk, sheet.begun()).await?, ..Findings::default() };
    Ok(Page(EntryPage::new(&sheet, &typed, sheet.version(), lede, found, desk.clock.now())))
}

/// The sentence that says what stands in the fields.
fn begins(sheet: &Sheet, origin: Origin, now: DateTime<Utc>) -> String {
    let latest = sheet.of.as_ref().map_or(0, |of| of.latest);
    let first = match (origin, &sheet.draft) {
        (Origin::Draft, Some(draft)) => format!("接着填：{}的草稿，{} 存的。", draft.name, moment(draft.saved_at, now)),
        (Origin::Round, _) => format!("已填好第 {latest} 轮的数字，改了哪里就报哪里，上传后成为新的一轮。"),
        _ => "和工作簿是同一张表，填哪种都行。".to_owned(),
    };
    let over = sheet.quarter.last_day() < china_date(now);
    let wait =
        if over { "" } else { "这一季还没有结束，现在可以先填、存草稿，结束后再上传。" };
    format!("{first}{wait}")
}

/// `10:32` of today, else the day too.
pub fn moment(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let whole = china_minute(at);
    match whole.split_once(' ') {
        Some((_, clock)) if china_date(at) == china_date(now) => clock.to_owned(),
        _ => whole,
    }
}

impl EntryPage {
    /// The form with these texts in it.
    pub fn new(sheet: &Sheet, typed: &Typed, version: i32, lede: String, found: Findings, now: DateTime<Utc>) -> Self {
        let (quarter, hospital) = (sheet.quarter, &sheet.hospital);
        let draft = sheet.draft.as_ref().filter(|draft| draft.typed.is_some());
        Self {
            title: format!("在网上填 {}报表", quarter.label()),
            hospital: hospital.name.clone(),
            period: quarter,
            period_label: quarter.label(),
            code: hospital.code.clone(),
            base: format!("/returns/{quarter}/{}/entry", hospital.code),
            lede,
            months: quarter.months().iter().map(|month| format!("{} 月", month.number())).collect(),
            groups: groups(&sheet.plan, typed, &found.said),
            panel: Panel::of(&found.said, found.looked, true),
            version,
            seen: found.newer.as_ref().map_or(sheet.latest(), |newer| newer.begun),
            newer: found.newer.map(|newer| Since::of(&newer, typed, &sheet.plan)),
            saved: draft.map(|draft| moment(draft.saved_at, now)),
            clash: found.clash.map(|draft| Clash::of(&draft, typed, &sheet.plan, now)),
            annotated: found.annotated,
            receipts: format!("/returns/{quarter}/{}", hospital.code),
        }
    }
}

impl Looked {
    /// The answer while somebody types.
    pub fn of(plan: &Plan, said: &[Said]) -> Self {
        let mine = |code: &str| said.iter().filter(|one| one.row.as_deref() == Some(code)).cloned().collect();
        let rows = plan.elements().map(|(_, element)| (element.id.to_string(), mine(element.id.as_str()))).collect();
        Self { panel: Panel::of(said, true, false), rows }
    }
}

impl Panel {
    fn of(said: &[Said], looked: bool, loud: bool) -> Self {
        let (blanks, others): (Vec<&Said>, Vec<&Said>) = said.iter().partition(|one| one.blank);
        let pick = |blocks: bool| others.iter().filter(|one| one.blocks == blocks).map(|one| (*one).clone()).collect();
        let count = |blocks: bool| said.iter().filter(|one| one.blocks == blocks).count();
        let sentence = match (count(true), count(false)) {
            (0, 0) => "核对过了，没有问题，可以上传。".to_owned(),
            (0, asks) => format!("没有必须改的；{asks} 处请说明，写在同一行的“说明”里，不写也能上传。"),
            (blocks, 0) => format!("{blocks} 处必须改，改好才能入库。"),
            (blocks, asks) => format!("{blocks} 处必须改，改好才能入库；{asks} 处请说明。"),
        };
        Self {
            looked,
            loud: loud && looked && !said.is_empty(),
            sentence,
            blocks: pick(true),
            asks: pick(false),
            blanks: blanks.into_iter().cloned().collect(),
        }
    }
}

impl Said {
    /// A problem of the form's own workbook, shown at its field.
    pub fn of(problem: &Problem, plan: &Plan) -> Self {
        let field = field_of(problem, plan);
        let (place, part) = field.as_ref().map(|field| labels_of(plan, field)).unwrap_or_default();
        // Most messages name row and column themselves; neither is said twice.
        let unsaid = |place: String| {
            let words: Vec<&str> = place.split('　').filter(|word| !problem.message.contains(word)).collect();
            words.join("　")
        };
        Self {
            row: field.as_ref().map(|field| field.element.to_string()),
            field: field.map(|field| field.to_string()),
            place: unsaid(place),
            part: unsaid(part),
            blocks: problem.severity == Severity::Block,
            blank: problem.cell.is_some() && problem.found.is_none(),
            message: problem.message.clone(),
            remedy: problem.remedy.clone(),
        }
    }

    /// Where and what, in one sentence.
    pub fn told(&self) -> String {
        format!("{}：{}", self.place, self.message).trim_start_matches('：').to_owned()
    }

    /// How to mend it.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// A text that is too long.
    pub fn too_long(long: &TooLong, plan: &Plan) -> Self {
        let row = long.field.as_ref().and_then(|field| field.rsplit_once('-')).map(|(row, _)| row.to_owned());
        Self {
            place: long.field.as_ref().map(|field| label_of(plan, field)).unwrap_or_default(),
            field: long.field.clone(),
            row,
            part: String::new(),
            blocks: true,
            blank: false,
            message: long.message.clone(),
            remedy: long.remedy.clone(),
        }
    }
}

/// Differences in words.
fn apart(differences: Vec<Difference>, plan: &Plan) -> Vec<Apart> {
    let apart = |one: Difference| Apart { place: label_of(plan, &one.field), mine: one.mine, theirs: one.theirs };
    differences.into_iter().map(apart).collect()
}

impl Since {
    /// The rounds since, and where the latest says otherwise than what is typed.
    pub fn of(newer: &Newer, mine: &Typed, plan: &Plan) -> Self {
        let begun = match newer.begun {
            0 => "还没有入库的轮次".to_owned(),
            number => format!("最近的是第 {number} 轮"),
        };
        let round = |round: &RoundRow| format!("第 {} 轮（{} 收到）", round.number, china_minute(round.received_at));
        let since: Vec<String> = newer.rounds.iter().rev().map(round).collect();
        // Neither a blank that the form fills in by itself is a difference, nor 6100 beside 6100.0.
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let same = |one: &Difference| number(&one.mine).is_some_and(|mine| Some(mine) == number(&one.theirs));
        let mut differences = with_presets(mine, plan).differences(&with_presets(&newer.says, plan));
        differences.retain(|one| !same(one));
        Self {
            latest: newer.rounds.first().map_or(0, |round| round.number),
            told: format!("存这份草稿时{begun}；此后又入库了{}。", since.join("、")),
            differences: apart(differences, plan),
        }
    }
}

impl Clash {
    /// What the other saved, beside what is typed here.
    pub fn of(draft: &Draft, mine: &Typed, plan: &Plan, now: DateTime<Utc>) -> Self {
        let theirs = draft.typed.clone();
        Self {
            version: draft.version,
            by: draft.name.clone(),
            at: moment(draft.saved_at, now),
            emptied: theirs.is_none(),
            differences: apart(theirs.map(|theirs| mine.differences(&theirs)).unwrap_or_default(), plan),
        }
    }
}
