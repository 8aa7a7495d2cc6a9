//! 这一轮若撤回，会改变什么: the round that would count again, and every figure before and after. Nothing is written.

use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Grain, Period, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Indicator, IndicatorId, Rhythm};
use crate::figures::{self, Fact};
use crate::hospitals::{self, HospitalAt};
use crate::progress::desk::Desk;
use crate::progress::levels::Levels;
use crate::progress::model::Row;
use crate::progress::territory::{LEAST, Territory};
use crate::progress::withdrawal::{Both, adds, withdrawn};
use crate::progress::words;
use crate::returns::compare::changed;
use crate::returns::model::Standing;
use crate::returns::store::{self, RoundRow};
use crate::web::{Crumb, Head, PageError, View, format};

/// What `templates/progress/withdrawal.html` shows.
#[derive(Serialize)]
pub struct WithdrawalPage {
    title: String,
    period: Period,
    code: String,
    lede: String,
    level: String,
    territory: &'static str,
    /// Empty where nothing would change.
    rows: Vec<IndicatorRow>,
    unchanged: usize,
    /// Where the two rounds stand side by side.
    compare: Option<String>,
    least: Option<i64>,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct IndicatorRow {
    numeral: String,
    name: String,
    unit: String,
    value_href: String,
    pooled_href: String,
    own: [Shown; 2],
    level: [Shown; 2],
    all: [Shown; 2],
    /// Difference of the hospital, of its level, of all.
    changes: [String; 3],
}

/// A figure with what stands behind it.
#[derive(Serialize)]
struct Shown {
    value: String,
    base: String,
}

impl View for WithdrawalPage {
    const TEMPLATE: &'static str = "progress/withdrawal.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// What a withdrawal is computed from.
pub struct Preview {
    hospital: HospitalAt,
    quarter: Period,
    round: RoundRow,
    /// Whether the round counts at all.
    counts: bool,
    /// The round that would count again.
    again: Option<RoundRow>,
    /// Where the return would stand.
    back_to: Standing,
    /// Input cells of which the two rounds say different things.
    cells: usize,
    now: Vec<Fact>,
    then: Vec<Fact>,
    territory: Territory,
    levels: Levels,
}

impl Preview {
    /// Loads it for a round of a hospital in scope; not found otherwise.
    ///
    /// # Errors
    /// [`PageError::NotFound`], and of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        quarter: Period,
        code: &str,
        number: i32,
    ) -> Result<Self, PageError> {
        let (db, scope) = (&desk.db, viewer.scope());
        let found = hospitals::store::by_code(db, &scope, code, quarter.last_day()).await?;
        let hospital = found.ok_or(PageError::NotFound)?;
        let of = store::find(db, &scope, hospital.id, quarter).await?.ok_or(PageError::NotFound)?;
        let rounds = store::rounds(db, &of).await?;
        let round = rounds.iter().find(|round| round.number == number).cloned().ok_or(PageError::NotFound)?;
        let counts = of.accepted.is_some_and(|(_, accepted)| accepted == number);
        // Rounds are accepted in their order: the one that counted before is the latest accepted one below this.
        let again = rounds.into_iter().filter(|_| counts).find(|r| r.number < number && r.accepted.is_some());
        let held = figures::store::of_hospital(db, &scope, hospital.id, &[quarter]).await?;
        let fact = |held: figures::HospitalFigure| Fact {
            indicator: held.indicator,
            period: held.period,
            state: held.state,
            numerator: held.numerator,
            denominator: held.denominator,
        };
        let (then, cells) = match &again {
            Some(again) => {
                let (old, new) = (store::of_round(db, again.id).await?, store::of_round(db, round.id).await?);
                let (values, edition) = (store::by_element(&old), desk.catalogue.edition(again.edition));
                let facts = edition.map(|edition| figures::measure(&desk.catalogue, edition, quarter, &values));
                (facts.unwrap_or_default(), changed(&new, &old))
            }
            None => (Vec::new(), 0),
        };
        let back_to = Standing::of(of.latest, again.as_ref().map(|again| again.number), false, None);
        let territory = Territory::of(viewer);
        let levels = Levels::load(desk, &territory, vec![quarter]).await?;
        let now = held.into_iter().map(fact).collect();
        Ok(Self { hospital, quarter, round, counts, again, back_to, cells, now, then, territory, levels })
    }
}

impl WithdrawalPage {
    /// The page of a preview.
    #[must_use]
    pub fn new(desk: &Desk, preview: &Preview) -> Self {
        let (quarter, number) = (preview.quarter, preview.round.number);
        let (hospital, catalogue) = (&preview.hospital, &desk.catalogue);
        let indicators = if preview.counts { counted(catalogue, quarter) } else { Vec::new() };
        let all = indicators.len();
        let rows: Vec<IndicatorRow> = indicators.into_iter().filter_map(|id| row(catalogue, preview, id)).collect();
        let return_href = format!("/returns/{quarter}/{}", hospital.code);
        let title = format!("第 {number} 轮若撤回，会改变什么");
        Self {
            lede: lede(preview, rows.len()),
            level: catalogue.register().level_name(&hospital.level).to_owned(),
            territory: if preview.territory.is_whole() { "全部医院" } else { "本辖区医院" },
            unchanged: all - rows.len(),
            compare: preview
                .again
                .as_ref()
                .map(|again| format!("{return_href}/compare?round={number}&with={}&changed=1", again.number)),
            rows,
            least: (preview.territory.least > 0).then_some(LEAST),
            head: Head::titled(title.clone())
                .crumb(Crumb::to("季度报表", format!("/returns?period={quarter}")))
                .crumb(Crumb::to(hospital.name.clone(), return_href))
                .crumb(Crumb::here(title.clone())),
            title: format!("{}　{}　{title}", hospital.name, quarter.label()),
            period: quarter,
            code: hospital.code.clone(),
        }
    }
}

fn lede(preview: &Preview, changed: usize) -> String {
    let number = preview.round.number;
    if !preview.counts {
        return format!("第 {number} 轮现在不计入进展，撤回它什么也不会改变。");
    }
    match &preview.again {
        Some(again) => {
            let since = again.accepted.as_ref().map(|accepted| china_minute(accepted.at)).unwrap_or_default();
            let number = again.number;
            let cells = preview.cells;
            format!(
                "第 {number} 轮（{since} 接收过）会重新计入进展：两轮有 {cells} 格不同，{changed} 个指标会变。这里只是算一遍，什么也没有改。"
            )
        }
        None => format!(
            "此前没有接收过的轮次：{}的报表会回到{}，重新接收以前 {changed} 个指标不再算上它。这里只是算一遍，什么也没有改。",
            preview.quarter.label(),
            preview.back_to.label()
        ),
    }
}

/// The indicators of the quarter's edition that have a figure of a quarter, each once.
fn counted(catalogue: &Catalogue, quarter: Period) -> Vec<IndicatorId> {
    let mut found: Vec<IndicatorId> = Vec::new();
    for id in catalogue.edition_for(quarter).into_iter().flat_map(|edition| edition.indicators()) {
        let shown = catalogue.indicator(id).is_some_and(|i| i.defined && i.rhythm != Rhythm::Yearly);
        if shown && !found.contains(id) {
            found.push(id.clone());
        }
    }
    found
}

/// The row of an indicator; none where nothing of it changes.
fn row(catalogue: &Catalogue, preview: &Preview, id: IndicatorId) -> Option<IndicatorRow> {
    let (quarter, code) = (preview.quarter, &preview.hospital.code);
    let indicator = catalogue.indicator(&id)?;
    let edition = catalogue.edition_for(quarter)?;
    let target = edition.all_targets().find(|target| target.indicators.contains(&id))?;
    let of = |facts: &[Fact]| adds(facts.iter().find(|fact| fact.indicator == id && fact.period == quarter));
    let (now, then) = (of(&preview.now), of(&preview.then));
    let series = preview.levels.series(catalogue, indicator);
    let found = withdrawn(indicator, &series, &preview.hospital.level, now, then, preview.territory.least);
    if !found.is_change() {
        return None;
    }
    let level = found.level.unwrap_or_default();
    Some(IndicatorRow {
        numeral: target.numeral.clone(),
        name: indicator.short_name.clone(),
        unit: indicator.unit.clone(),
        value_href: format!("/values/{code}/{quarter}/{id}"),
        pooled_href: format!("/targets/{}/{}?period={quarter}&indicator={id}", edition.year, target.ordinal),
        changes: [found.own, level, found.all].map(|both| change(indicator, both)),
        own: found.own.map(|row| own(indicator, row)),
        level: level.map(|row| pooled(indicator, row)),
        all: found.all.map(|row| pooled(indicator, row)),
    })
}

/// The hospital's own figure.
fn own(indicator: &Indicator, row: Row) -> Shown {
    let none = match row.pooled {
        pooled if pooled.not_applicable > 0 => "不适用",
        pooled if pooled.reported == 0 => "没有数字",
        _ => "没有病例",
    };
    shown(indicator, row, none)
}

/// A pooled figure.
fn pooled(indicator: &Indicator, row: Row) -> Shown {
    if row.withheld {
        return Shown { value: format!("不足 {LEAST} 家，不显示"), base: String::new() };
    }
    let shown = shown(indicator, row, "没有数字");
    Shown {
        base: format!("{}，{} 家", shown.base, row.pooled.reported).trim_start_matches('，').to_owned(), ..shown
    }
}

fn shown(indicator: &Indicator, row: Row, none: &str) -> Shown {
    Shown {
        value: row.figure.value.map_or_else(|| none.to_owned(), |value| words::plain(indicator, value)),
        base: if row.pooled.reported > 0 { words::fraction(row.pooled) } else { String::new() },
    }
}

/// After minus before, in the digits shown; a reading where one of them is no figure.
fn change(indicator: &Indicator, [before, after]: Both) -> String {
    match (before.figure.value, after.figure.value) {
        (Some(before), Some(after)) => {
            let unit = if words::is_percent(indicator) { "个百分点" } else { indicator.unit.as_str() };
            let by = format::apart(after, before, indicator.decimals);
            format!("差 {} {unit}", format::signed(by, indicator.decimals))
        }
        (Some(_), None) => "不再有数字".to_owned(),
        (None, Some(_)) => "开始有数字".to_owned(),
        (None, None) => String::new(),
    }
}

/// A quarter of an address.
///
/// # Errors
/// [`PageError::NotFound`] for anything else.
pub fn quarter_of(text: &str) -> Result<Period, PageError> {
    let period: Period = text.parse().map_err(|_| PageError::NotFound)?;
    if period.grain() == Grain::Quarter { Ok(period) } else { Err(PageError::NotFound) }
}
