//! 分科室: what the departments or campuses of a round say, beside the hospital, element by element.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Element, OverTime};
use crate::figures::{ElementValues, Entry, quarter_value};
use crate::returns::model::{Slot, UnitValue, Value};
use crate::returns::pages::shown::columns;
use crate::returns::pages::{hospital_of, in_quarter, quarter_of};
use crate::returns::store::{self, RoundRow};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View, format};

/// `?element=discharges`
#[derive(Deserialize)]
pub struct DepartmentsQuery {
    element: Option<String>,
}

/// What `templates/returns/departments.html` shows.
#[derive(Serialize)]
pub struct DepartmentsPage {
    title: String,
    lede: String,
    hospital: String,
    code: String,
    period: Period,
    /// What stands over the numbers: the three months, then the quarter.
    columns: Vec<String>,
    elements: Vec<ElementRow>,
    chosen: Option<String>,
    units: Vec<UnitRow>,
    /// Which round said it, and what came since without departments.
    #[serde(skip)]
    round: String,
    template: String,
    /// 科室名单
    list: String,
    upload: Option<String>,
}

#[derive(Serialize)]
struct ElementRow {
    name: String,
    unit: String,
    href: String,
    current: bool,
    whole: String,
    sum: String,
    units: usize,
    /// What the departments say together is not what the hospital says.
    differs: bool,
}

#[derive(Serialize)]
struct UnitRow {
    name: String,
    /// The three months, then the quarter.
    cells: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    text: String,
    cell: Option<String>,
}

impl View for DepartmentsPage {
    const TEMPLATE: &'static str = "returns/departments.html";

    fn head(&self) -> Head {
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::here("分科室"))
    }
}

/// GET `/returns/{period}/{code}/departments`
pub async fn departments(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Query(query): Query<DepartmentsQuery>,
) -> Result<Page<DepartmentsPage>, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let of = store::find(&app.db, &viewer.scope(), hospital.id, quarter).await?;
    let rounds = match &of {
        Some(of) => store::rounds(&app.db, of).await?,
        None => Vec::new(),
    };
    let with = store::latest_with_units(&app.db, &rounds).await?;
    let (values, units) = match &with {
        Some(round) => (store::of_round(&app.db, round.id).await?, store::units_of_round(&app.db, round.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    let mut page = DepartmentsPage {
        title: format!("{}　{}　分科室", hospital.name, quarter.label()),
        lede: String::new(),
        round: with.map(|with| of_round(&with, &rounds)).unwrap_or_default(),
        list: format!("/hospitals/{}/departments", hospital.code),
        upload: viewer.may(Power::SubmitReturns).then(|| format!("/returns/upload?period={quarter}")),
        template: format!("/returns/{quarter}/{}/department-table", hospital.code),
        hospital: hospital.name,
        code: hospital.code,
        period: quarter,
        columns: columns(quarter),
        elements: Vec::new(),
        chosen: None,
        units: Vec::new(),
    };
    page.fill(&catalogue, &values, &units, query.element.as_deref());
    Ok(Page(page))
}

impl DepartmentsPage {
    fn fill(&mut self, catalogue: &Catalogue, values: &[Value], units: &[UnitValue], asked: Option<&str>) {
        let said =
            catalogue.elements().iter().filter(|element| units.iter().any(|unit| unit.value.element == element.id));
        let said: Vec<&Element> = said.collect();
        let chosen = said.iter().find(|element| Some(element.id.as_str()) == asked).or(said.first()).copied();
        self.elements = said.iter().map(|element| self.row(element, chosen, values, units)).collect();
        self.chosen = chosen.map(|element| element.name.clone());
        self.units = chosen.map(|element| unit_rows(element, units)).unwrap_or_default();
        let differ = self.elements.iter().filter(|row| row.differs).count();
        self.lede = match (self.elements.len(), differ) {
            (0, _) => "这一季还没有分科室的数字。".to_owned(),
            (all, 0) => format!("{all} 个数据元有科室或院区的数字，相加都与全院一致。{}", self.round),
            (all, differ) => {
                format!("{all} 个数据元有科室或院区的数字，其中 {differ} 个相加与全院不同。{}", self.round)
            }
        };
    }

    fn row(&self, element: &Element, chosen: Option<&Element>, values: &[Value], units: &[UnitValue]) -> ElementRow {
        let mine: Vec<Value> = values.iter().filter(|value| value.element == element.id).cloned().collect();
        let whole = quarter_of_values(element, &mine);
        let quarters = by_place(element, units).into_iter().map(|(_, values)| quarter_of_values(element, &values));
        let numbers: Vec<i64> = quarters.filter_map(Entry::number).collect();
        let sum = numbers.iter().try_fold(0_i64, |sum, number| sum.checked_add(*number));
        let adds_up = element.over_time == OverTime::Sum && element.choices.is_empty();
        let sum = sum.filter(|_| adds_up && !numbers.is_empty());
        let shown = |number: i64| format::scaled(number, element.decimals);
        ElementRow {
            name: element.name.clone(),
            unit: element.unit.clone(),
            href: format!("/returns/{}/{}/departments?element={}", self.period, self.code, element.id),
            current: chosen.is_some_and(|chosen| chosen.id == element.id),
            whole: whole.number().map_or_else(|| "缺报".to_owned(), shown),
            sum: sum.map_or_else(|| "不能相加".to_owned(), shown),
            units: numbers.len(),
            differs: sum.zip(whole.number()).is_some_and(|(sum, whole)| sum != whole),
        }
    }
}

/// The round whose departments are shown, and the later ones, which came without any: what counts may have moved on.
fn of_round(with: &RoundRow, rounds: &[RoundRow]) -> String {
    let said = format!("这是第 {} 轮（{} 收到）说的。", with.number, china_minute(with.received_at));
    let later = rounds.iter().filter(|round| round.number > with.number).count();
    match (rounds.first(), later) {
        (Some(latest), 1..) => format!(
            "{said}此后又入库 {later} 轮，都没有带科室；最近的第 {} 轮 {} 收到，全院数以那一轮为准。",
            latest.number,
            china_minute(latest.received_at)
        ),
        _ => said,
    }
}

/// What each unit says of an element, by its place.
fn by_place(element: &Element, units: &[UnitValue]) -> Vec<(String, Vec<Value>)> {
    let mut found: Vec<(i32, String, Vec<Value>)> = Vec::new();
    for unit in units.iter().filter(|unit| unit.value.element == element.id) {
        match found.iter_mut().find(|(place, ..)| *place == unit.place) {
            Some((.., values)) => values.push(unit.value.clone()),
            None => found.push((unit.place, unit.unit.clone(), vec![unit.value.clone()])),
        }
    }
    found.into_iter().map(|(_, name, values)| (name, values)).collect()
}

/// A unit that says only some months says no quarter.
fn quarter_of_values(element: &Element, values: &[Value]) -> Entry {
    let grouped = store::by_element(values);
    let found: Option<&ElementValues> = grouped.get(&element.id);
    found.map_or(Entry::Missing, |values| quarter_value(element.over_time, values))
}

fn unit_rows(element: &Element, units: &[UnitValue]) -> Vec<UnitRow> {
    let row = |(name, values): (String, Vec<Value>)| {
        let at = |slot: Slot| values.iter().find(|value| value.slot == slot);
        let cell = |slot: Slot| Shown {
            text: at(slot).map(|value| said(element, value.entry)).unwrap_or_default(),
            cell: at(slot).and_then(|value| value.cell.clone()),
        };
        let months = (0..3).map(|index| cell(Slot::Month(index)));
        let quarter = match at(Slot::Quarter) {
            Some(_) => cell(Slot::Quarter),
            None => Shown { text: said(element, quarter_of_values(element, &values)), cell: None },
        };
        UnitRow { name, cells: months.chain([quarter]).collect() }
    };
    by_place(element, units).into_iter().map(row).collect()
}

fn said(element: &Element, entry: Entry) -> String {
    match entry {
        Entry::Number(number) => format::scaled(number, element.decimals),
        Entry::NotApplicable(_) => "不适用".to_owned(),
        Entry::Missing => String::new(),
    }
}
