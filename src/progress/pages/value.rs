//! Where a hospital's figure comes from, in five steps: indicator, elements, cells, file and round, person and time.

use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Grain, Period, china_minute, china_second};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Element, ElementId, Indicator, Term};
use crate::figures::{self, Entry, HospitalFigure, Reason};
use crate::hospitals::{self, HospitalAt};
use crate::progress::benchmark::row_of;
use crate::progress::desk::Desk;
use crate::progress::picture::why_none;
use crate::progress::words;
use crate::returns::Original;
use crate::returns::compare::{Correcting, cells_changed};
use crate::returns::explain::{Ask, State, Words};
use crate::returns::model::{Return, Slot, Standing, Value};
use crate::returns::store::{self, RoundRow, Upload};
use crate::web::{Crumb, Head, PageError, View, format};

/// What `templates/progress/value.html` shows.
#[derive(Serialize)]
pub struct ValuePage {
    title: String,
    hospital: String,
    code: String,
    hospital_href: String,
    period: Period,
    period_label: String,
    indicator: String,
    formula: String,
    /// The figure with its unit, or why there is none.
    value: String,
    fraction: Option<String>,
    interval: Option<String>,
    standing: (&'static str, &'static str),
    months: Vec<String>,
    elements: Vec<ElementRow>,
    round: Option<RoundFacts>,
    correcting: Option<Correcting>,
    /// Cells of this figure's elements among those corrected.
    corrected_here: usize,
    /// What a withdrawal of the round that counts would change.
    withdrawal: Option<String>,
    back: String,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct ElementRow {
    side: &'static str,
    code: String,
    name: String,
    unit: String,
    definition: String,
    /// The three months, then the quarter as given.
    cells: Vec<Option<ShownValue>>,
    /// The quarter as it is counted.
    total: String,
    note: Option<String>,
    /// Where its cells, its rounds and the other figures it feeds are.
    href: String,
    explained: Vec<Explained>,
}

/// What was asked about an element, with every word that was said.
#[derive(Serialize)]
struct Explained {
    cell: Option<String>,
    told: Vec<(String, String)>,
    tag: (&'static str, &'static str),
    words: Vec<Words>,
}

#[derive(Serialize)]
struct ShownValue {
    text: String,
    cell: Option<String>,
    raw: Option<String>,
}

#[derive(Serialize)]
struct RoundFacts {
    number: i32,
    sheet: String,
    edition: i32,
    receipt: String,
    receipt_href: String,
    file: String,
    size: String,
    sha256: String,
    original: Original,
    by: String,
    received: String,
    accepted: String,
    accepted_by: String,
}

impl View for ValuePage {
    const TEMPLATE: &'static str = "progress/value.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// What stands behind one figure.
pub struct Trail {
    hospital: HospitalAt,
    figure: Option<HospitalFigure>,
    of: Option<Return>,
    round: Option<RoundRow>,
    values: Vec<Value>,
    /// Its file, and where that is.
    upload: Option<(Original, Upload)>,
    /// What was asked about the round.
    asks: Vec<Ask>,
    /// What a newer round says that awaits the reviewer.
    newer: Option<Vec<Value>>,
}

impl Trail {
    /// Follows a figure of a hospital in scope to its file; not found outside the scope.
    ///
    /// # Errors
    /// [`PageError::NotFound`], and of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        code: &str,
        period: Period,
        indicator: &Indicator,
    ) -> Result<Self, PageError> {
        let (db, scope) = (&desk.db, &viewer.scope());
        let found = hospitals::store::by_code(db, scope, code, period.quarter().last_day()).await?;
        let hospital = found.ok_or(PageError::NotFound)?;
        let figures = figures::store::of_hospital(db, scope, hospital.id, &[period]).await?;
        let figure = figures.into_iter().find(|figure| figure.indicator == indicator.id);
        let of = store::find(db, scope, hospital.id, period.quarter()).await?;
        let round = match of.as_ref().and_then(|of| of.accepted) {
            Some((id, _)) => store::round(db, id).await?,
            None => None,
        };
        let (values, upload) = match &round {
            Some(round) => (store::of_round(db, round.id).await?, store::upload(db, round.upload).await?),
            None => (Vec::new(), None),
        };
        let upload = match upload {
            Some(upload) => Some((Original::of(db, viewer, &upload).await?, upload)),
            None => None,
        };
        let asks = match &round {
            Some(round) => store::asks_of(db, &[round.id]).await?.remove(&round.id).unwrap_or_default(),
            None => Vec::new(),
        };
        let correcting = of.as_ref().filter(|of| of.standing() == Standing::Correcting);
        let newer = match correcting.and_then(|of| of.latest_round) {
            Some(latest) => Some(store::of_round(db, latest).await?),
            None => None,
        };
        Ok(Self { hospital, figure, of, round, values, upload, asks, newer })
    }
}

impl ValuePage {
    /// The page of a trail.
    #[must_use]
    pub fn new(desk: &Desk, trail: &Trail, period: Period, indicator: &Indicator) -> Self {
        let row = trail.figure.as_ref().map(|figure| row_of(indicator, figure)).unwrap_or_default();
        let standing = trail.of.as_ref().map_or(Standing::Awaited, Return::standing);
        let hospital = &trail.hospital;
        let quarter = period.quarter();
        let title = format!("{}　{}", hospital.name, indicator.short_name);
        let hospital_href = format!("/hospitals/{}?period={quarter}", hospital.code);
        let corrected = trail.newer.as_ref().map(|newer| cells_changed(newer, &trail.values)).unwrap_or_default();
        let mine = |element: &ElementId| indicator.elements().any(|id| id == element);
        let here = format!("/returns/{quarter}/{}", hospital.code);
        let accepted = trail.round.as_ref().map(|round| round.number);
        Self {
            correcting: trail.of.as_ref().and_then(|of| Correcting::of(of, &hospital.code, corrected.len())),
            corrected_here: corrected.iter().filter(|(element, _)| mine(element)).count(),
            withdrawal: accepted.map(|number| format!("{here}/rounds/{number}/withdrawal")),
            value: match row.figure.value {
                Some(value) => words::with_unit(indicator, value),
                None if row.pooled.not_applicable > 0 => "不适用".to_owned(),
                None if row.pooled.reported > 0 => why_none(row).to_owned(),
                None => words::never(indicator).map_or("没有计入的数字", |why| why.trim_end_matches('。')).to_owned(),
            },
            fraction: (row.pooled.reported > 0).then(|| words::fraction(row.pooled)),
            interval: row.figure.interval.map(|interval| words::interval(indicator, interval)),
            standing: (standing.tag(), standing.label()),
            months: (0..3).map(|index| Slot::Month(index).label(quarter)).collect(),
            elements: elements(&desk.catalogue, indicator, trail, &here),
            round: trail.round.as_ref().and_then(|round| round_facts(trail, round, quarter)),
            back: back(&desk.catalogue, indicator, quarter),
            head: Head::titled(title.clone())
                .crumb(Crumb::to("总览", format!("/overview?period={quarter}")))
                .crumb(Crumb::to(hospital.name.clone(), hospital_href.clone()))
                .crumb(Crumb::here(format!("{}的来源", indicator.short_name))),
            formula: indicator.formula_in_words(&desk.catalogue),
            indicator: indicator.name.clone(),
            hospital: hospital.name.clone(),
            code: hospital.code.clone(),
            period_label: period.label(),
            hospital_href,
            title,
            period,
        }
    }
}

/// The target's page on which this indicator stands in the year of a quarter.
fn back(catalogue: &Catalogue, indicator: &Indicator, quarter: Period) -> String {
    let edition = catalogue.edition_for(quarter);
    let mut targets = edition.into_iter().flat_map(|edition| edition.all_targets());
    let held = targets.find(|target| target.indicators.contains(&indicator.id));
    let year = edition.map_or(quarter.year(), |edition| edition.year);
    held.map_or_else(
        || format!("/overview?period={quarter}"),
        |target| format!("/targets/{year}/{}?period={quarter}&indicator={}", target.ordinal, indicator.id),
    )
}

fn elements(catalogue: &Catalogue, indicator: &Indicator, trail: &Trail, here: &str) -> Vec<ElementRow> {
    let above = indicator.numerator.iter().map(|term| ("分子", term));
    let below = indicator.denominator.iter().map(|term| ("分母", term));
    above.chain(below).filter_map(|(side, term)| element_row(catalogue, side, term, trail, here)).collect()
}

fn element_row(
    catalogue: &Catalogue,
    side: &'static str,
    term: &Term,
    trail: &Trail,
    here: &str,
) -> Option<ElementRow> {
    let element = catalogue.element(&term.element)?;
    let values = &trail.values;
    let mine: Vec<Value> = values.iter().filter(|value| value.element == element.id).cloned().collect();
    let at = |slot| mine.iter().find(|value| value.slot == slot).map(|value| shown(element, value));
    let slots = [Slot::Month(0), Slot::Month(1), Slot::Month(2), Slot::Quarter];
    let counted = store::by_element(&mine);
    let counted = counted.get(&element.id).map(|values| figures::quarter_value(element.over_time, values));
    Some(ElementRow {
        side,
        code: element.id.to_string(),
        name: element.name.clone(),
        unit: element.unit.clone(),
        definition: element.definition.clone(),
        cells: slots.map(at).into(),
        total: counted.map_or_else(|| "缺报".to_owned(), |entry| said(element, entry)),
        note: mine.iter().find_map(|value| value.note.clone()),
        href: format!("{here}/elements/{}", element.id),
        explained: trail
            .asks
            .iter()
            .filter(|ask| ask.element.as_deref() == Some(element.id.as_str()))
            .map(explained)
            .collect(),
    })
}

fn explained(ask: &Ask) -> Explained {
    Explained {
        cell: ask.cell.clone(),
        told: ask.told.clone(),
        tag: ask.state().map_or(("wait", "待说明"), State::tag),
        words: ask.explanations.iter().map(Words::of).collect(),
    }
}

fn shown(element: &Element, value: &Value) -> ShownValue {
    ShownValue { text: said(element, value.entry), cell: value.cell.clone(), raw: value.raw.clone() }
}

fn said(element: &Element, entry: Entry) -> String {
    match entry {
        Entry::Number(number) if element.choices.is_empty() => format::scaled(number, element.decimals),
        Entry::Number(number) => element.shown(number),
        Entry::NotApplicable(Reason::Stated) => "不适用".to_owned(),
        Entry::NotApplicable(Reason::NotOffered | Reason::Service) => "未开展".to_owned(),
        Entry::Missing => "缺报".to_owned(),
    }
}

fn round_facts(trail: &Trail, round: &RoundRow, quarter: Period) -> Option<RoundFacts> {
    let ((original, upload), code) = (trail.upload.as_ref()?, &trail.hospital.code);
    let accepted = round.accepted.as_ref();
    Some(RoundFacts {
        number: round.number,
        sheet: round.sheet.clone(),
        edition: round.edition,
        receipt: round.receipt.clone(),
        receipt_href: format!("/returns/{quarter}/{code}/rounds/{}", round.number),
        file: upload.name.clone(),
        size: format!("{} 字节", format::count(upload.size)),
        sha256: upload.sha256.clone(),
        original: original.clone(),
        by: upload.by_name.clone(),
        received: china_second(round.received_at),
        accepted: china_minute(accepted?.at),
        accepted_by: accepted?.by_name.clone(),
    })
}

/// A quarter or month of an address.
///
/// # Errors
/// [`PageError::NotFound`] for anything else.
pub fn period_of(text: &str) -> Result<Period, PageError> {
    let period: Period = text.parse().map_err(|_| PageError::NotFound)?;
    if period.grain() == Grain::Year { Err(PageError::NotFound) } else { Ok(period) }
}
