//! One return with its rounds and values.

use axum::extract::{Path, State};
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element};
use crate::figures::{Entry, Reason};
use crate::hospitals::HospitalAt;
use crate::returns::model::{Counts, Outcome, Return, Slot, Standing, Value};
use crate::returns::pages::{ProblemRow, Tag, hospital_of, problem_rows, quarter_of};
use crate::returns::store::{self, RoundRow, Upload};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, View, format};

/// Uploads shown under 本季经过.
const STEPS: u64 = 20;

/// What `templates/returns/show.html` shows.
#[derive(Serialize)]
pub struct ReturnPage {
    title: String,
    period: Period,
    period_label: String,
    code: String,
    hospital: String,
    tag: Tag,
    lede: String,
    groups: Vec<Group>,
    steps: Vec<Step>,
    asks: Vec<ProblemRow>,
    round: Option<String>,
    receipt: Option<String>,
    /// The form it came on: year and revision.
    form: Option<String>,
    may_accept: bool,
    may_upload: bool,
    months: Vec<String>,
    version: i32,
}

#[derive(Serialize)]
pub(super) struct Group {
    title: String,
    rows: Vec<ElementRow>,
}

#[derive(Serialize)]
struct ElementRow {
    code: String,
    name: String,
    unit: String,
    cells: Vec<ShownValue>,
    note: Option<String>,
}

/// A value and the cell it stands in.
#[derive(Serialize, Clone)]
struct ShownValue {
    text: String,
    cell: Option<String>,
    missing: bool,
    raw: Option<String>,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    title: String,
    when: String,
    who: String,
    text: String,
    href: String,
}

impl View for ReturnPage {
    const TEMPLATE: &'static str = "returns/show.html";

    fn head(&self) -> Head {
        let code = self.code.clone();
        Head::titled(self.title.clone())
            .crumb(Crumb::to("季度报表", format!("/returns?period={}", self.period)))
            .crumb(Crumb::here(self.hospital.clone()))
            .period(self.period, move |period| format!("/returns/{period}/{code}"))
    }
}

/// GET `/returns/{period}/{code}`
pub async fn show(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Page<ReturnPage>, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let scope = viewer.scope();
    let uploads = store::uploads_of(&app.db, &scope, hospital.id, quarter, STEPS).await?;
    let Some(of) = store::find(&app.db, &scope, hospital.id, quarter).await? else {
        return Ok(Page(ReturnPage::empty(&viewer, &hospital, quarter, &uploads)));
    };
    let round = match of.latest_round {
        Some(id) => store::round(&app.db, id).await?,
        None => None,
    };
    let values = match &round {
        Some(round) => store::of_round(&app.db, round.id).await?,
        None => Vec::new(),
    };
    Ok(Page(ReturnPage::new(&viewer, &catalogue, &hospital, &of, round.as_ref(), &values, &uploads)))
}

impl ReturnPage {
    fn empty(viewer: &Viewer, hospital: &HospitalAt, quarter: Period, uploads: &[Upload]) -> Self {
        Self {
            title: format!("{}　{}报表", hospital.name, quarter.label()),
            period: quarter,
            period_label: quarter.label(),
            code: hospital.code.clone(),
            hospital: hospital.name.clone(),
            tag: Tag::of(Standing::Awaited),
            lede: "还没有入库的轮次。".to_owned(),
            groups: Vec::new(),
            steps: steps(uploads),
            asks: Vec::new(),
            round: None,
            receipt: None,
            form: None,
            may_accept: false,
            may_upload: viewer.may(Power::SubmitReturns),
            months: (0..3).map(|index| Slot::Month(index).label(quarter)).collect(),
            version: 0,
        }
    }

    fn new(
        viewer: &Viewer,
        catalogue: &Catalogue,
        hospital: &HospitalAt,
        of: &Return,
        round: Option<&RoundRow>,
        values: &[Value],
        uploads: &[Upload],
    ) -> Self {
        let upload = round.and_then(|round| uploads.iter().find(|upload| upload.id == round.upload));
        let problems = upload.map(|upload| problem_rows(&upload.problems)).unwrap_or_default();
        let own = round.is_some_and(|round| viewer.account.is_some() && round.received_from == viewer.account);
        Self {
            tag: Tag::of(of.standing()),
            lede: lede(of, round, upload.map(|upload| upload.counts)),
            groups: round.map(|round| groups(catalogue, round, values)).unwrap_or_default(),
            asks: problems.into_iter().filter(|row| !row.blocks).collect(),
            round: round.map(|round| format!("/returns/{}/{}/rounds/{}", of.period, hospital.code, round.number)),
            receipt: round.map(|round| round.receipt.clone()),
            form: round.map(|round| format!("用 {} 年版的表填报，修订 {}", round.edition, round.revision)),
            may_accept: of.waiting().is_ok() && viewer.may(Power::AcceptReturns) && !own,
            version: of.version,
            ..Self::empty(viewer, hospital, of.period, uploads)
        }
    }
}

fn lede(of: &Return, round: Option<&RoundRow>, counts: Option<Counts>) -> String {
    let Some(round) = round else { return "还没有入库的轮次。".to_owned() };
    let counts =
        counts.map_or_else(String::new, |counts| format!("应填 {} 格，缺报 {} 格。", counts.expected, counts.missing));
    let accepted = match (of.standing(), of.accepted_at) {
        (Standing::Accepted, Some(at)) => format!("{} 接收，已计入进展。", china_minute(at)),
        (Standing::Correcting, _) => "进展里仍是上一次接收的轮次，接收这一轮后更新。".to_owned(),
        _ => "还没有接收，不计入进展。".to_owned(),
    };
    format!("第 {} 轮，{} 收到。{counts}{accepted}", round.number, china_minute(round.received_at))
}

fn steps(uploads: &[Upload]) -> Vec<Step> {
    let step = |upload: &Upload| {
        let (kind, title) = match upload.outcome {
            Outcome::Stored => ("ok", "已入库"),
            Outcome::Refused => ("bad", "未入库"),
            Outcome::Unchanged => ("", "没有变化"),
        };
        let text = match upload.outcome {
            Outcome::Stored => format!("{} 格", upload.counts.stored + upload.counts.unchanged),
            Outcome::Refused => format!("{} 处问题", upload.problems.len()),
            Outcome::Unchanged => String::new(),
        };
        Step {
            kind,
            title: title.to_owned(),
            when: china_minute(upload.at),
            who: upload.by_name.clone(),
            text,
            href: format!("/returns/uploads/{}", upload.batch),
        }
    };
    uploads.iter().map(step).collect()
}

fn shared_title(edition: &Edition, element: &Element) -> String {
    let own = edition.province_elements.contains(&element.id);
    if own { "省定" } else { "基础数据" }.to_owned()
}

/// The values of a round by target, as the form lists them.
pub(super) fn groups(catalogue: &Catalogue, round: &RoundRow, values: &[Value]) -> Vec<Group> {
    let Some(edition) = catalogue.edition(round.edition) else { return Vec::new() };
    let pinned = edition.as_of(&round.revision);
    let edition = pinned.as_ref().unwrap_or(edition);
    let mut groups: Vec<Group> = Vec::new();
    for element in edition.elements.iter().filter_map(|id| catalogue.element(id)) {
        let target = element.target.as_ref().and_then(|id| edition.target_of(id));
        let title = target.map_or_else(|| shared_title(edition, element), |t| format!("{}　{}", t.numeral, t.title));
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Group { title, rows: Vec::new() });
        }
        let mine: Vec<&Value> = values.iter().filter(|value| value.element == element.id).collect();
        let at = |slot| {
            let value = mine.iter().find(|value| value.slot == slot);
            value.map(|value| shown(element, value))
        };
        let total = at(Slot::Quarter).unwrap_or_else(|| sum_of(element, &mine));
        let months = (0..3).map(|index| at(Slot::Month(index)).unwrap_or_else(blank));
        let row = ElementRow {
            code: element.id.to_string(),
            name: element.name.clone(),
            unit: element.unit.clone(),
            cells: months.chain([total]).collect(),
            note: mine.iter().find_map(|value| value.note.clone()),
        };
        if let Some(group) = groups.last_mut() {
            group.rows.push(row);
        }
    }
    groups
}

/// A number as readers see it, a choice in its words.
fn figure(element: &Element, number: i64) -> String {
    match element.choice(number) {
        Some(word) => word.to_owned(),
        None => format::scaled(number, element.decimals),
    }
}

fn blank() -> ShownValue {
    ShownValue { text: String::new(), cell: None, missing: false, raw: None }
}

fn sum_of(element: &Element, mine: &[&Value]) -> ShownValue {
    let values = store::by_element(&mine.iter().map(|value| (*value).clone()).collect::<Vec<_>>());
    let entry = values.get(&element.id).map(|values| crate::figures::quarter_value(element.over_time, values));
    let text = match entry {
        Some(Entry::Number(number)) => figure(element, number),
        Some(Entry::NotApplicable(_)) => "不适用".to_owned(),
        _ => String::new(),
    };
    ShownValue { text, ..blank() }
}

fn shown(element: &Element, value: &Value) -> ShownValue {
    let (text, missing) = match value.entry {
        Entry::Number(number) => (figure(element, number), false),
        Entry::NotApplicable(Reason::Stated) => ("不适用".to_owned(), false),
        Entry::NotApplicable(Reason::NotOffered | Reason::Service) => ("未开展".to_owned(), false),
        Entry::Missing => ("缺报".to_owned(), true),
    };
    ShownValue { text, cell: value.cell.clone(), missing, raw: value.raw.clone() }
}
