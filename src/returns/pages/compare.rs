//! 并排对比: one round beside the round before, the accepted one, last quarter and the same quarter last year.

use std::collections::BTreeSet;

use axum::extract::State;
use sea_orm::DatabaseConnection;
use serde::{Deserialize, Serialize};

use crate::access::{HospitalId, Scope, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::Element;
use crate::returns::compare::changed;
use crate::returns::model::{Return, Slot, Standing};
use crate::returns::pages::beside::{Line, Other, Side, Values, line, side};
use crate::returns::pages::shown::{edition_of, group_title};
use crate::returns::pages::{hospital_of, in_quarter, quarter_of};
use crate::returns::store::{self, RoundRow};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// `?round=3&with=2&changed=1&months=1`
#[derive(Deserialize)]
pub struct CompareQuery {
    round: Option<String>,
    with: Option<String>,
    changed: Option<String>,
    months: Option<String>,
}

/// What `templates/returns/compare.html` shows.
#[derive(Serialize)]
pub struct ComparePage {
    title: String,
    period: Period,
    code: String,
    hospital: String,
    lede: String,
    rounds: Vec<Choice>,
    with: Vec<Choice>,
    only_changed: bool,
    all_months: bool,
    said: String,
    now: Option<String>,
    others: Vec<OtherHead>,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Serialize)]
struct OtherHead {
    what: Option<&'static str>,
    label: String,
    /// Why nothing stands in the column.
    why: Option<String>,
}

#[derive(Serialize)]
struct Group {
    title: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    unit: String,
    href: String,
    quarter: Line,
    /// The months, where they were given.
    months: Vec<Line>,
    /// Whether a month differs from another round.
    months_changed: bool,
}

impl View for ComparePage {
    const TEMPLATE: &'static str = "returns/compare.html";

    fn head(&self) -> Head {
        let code = self.code.clone();
        in_quarter(&self.title, self.period)
            .crumb(Crumb::to(self.hospital.clone(), format!("/returns/{}/{}", self.period, self.code)))
            .crumb(Crumb::here("并排对比"))
            .period(self.period, move |period| format!("/returns/{period}/{code}/compare"))
    }
}

/// GET `/returns/{period}/{code}/compare`
pub async fn compare(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Query(query): Query<CompareQuery>,
) -> Result<Page<ComparePage>, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let scope = viewer.scope();
    let of = store::find(&app.db, &scope, hospital.id, quarter).await?;
    let rounds = match &of {
        Some(of) => store::rounds(&app.db, of).await?,
        None => Vec::new(),
    };
    let asked = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(str::parse::<i32>);
    let number = |asked: Option<Result<i32, _>>| asked.transpose().map_err(|_| PageError::NotFound);
    let chosen = number(asked(&query.round))?.or(rounds.first().map(|round| round.number));
    let with = number(asked(&query.with))?;
    let held = |number: i32| rounds.iter().any(|round| round.number == number);
    if [chosen, with].into_iter().flatten().any(|number| !held(number)) {
        return Err(PageError::NotFound);
    }
    let looked = Looked { catalogue: &catalogue, quarter, code: &hospital.code, of: of.as_ref(), rounds: &rounds };
    let base = rounds.iter().find(|round| Some(round.number) == chosen);
    let (now, others) = match base {
        Some(base) => (
            Values::new(store::of_round(&app.db, base.id).await?),
            looked.others(&app.db, &scope, hospital.id, base, with).await?,
        ),
        None => (Values::default(), Vec::new()),
    };
    let ticked = |value: &Option<String>| value.as_deref().is_some_and(|text| !text.is_empty());
    let ticked = (ticked(&query.changed), ticked(&query.months));
    Ok(Page(looked.page(&hospital.name, base, with, &now, &others, ticked)))
}

/// The return that is looked at.
struct Looked<'a> {
    catalogue: &'a Catalogue,
    quarter: Period,
    code: &'a str,
    of: Option<&'a Return>,
    /// The latest first.
    rounds: &'a [RoundRow],
}

impl Looked<'_> {
    fn accepted(&self) -> Option<i32> {
        self.of.and_then(|of| of.accepted).map(|(_, number)| number)
    }

    /// `第 2 轮（已接收）`
    fn label(&self, number: i32) -> String {
        let accepted = if self.accepted() == Some(number) { "（计入进展）" } else { "" };
        format!("第 {number} 轮{accepted}")
    }

    async fn others(
        &self,
        db: &DatabaseConnection,
        scope: &Scope,
        hospital: HospitalId,
        base: &RoundRow,
        with: Option<i32>,
    ) -> Result<Vec<Other>, PageError> {
        if let Some(number) = with {
            return Ok(vec![self.round(db, number, None).await?]);
        }
        let mut others = Vec::new();
        if base.number > 1 {
            let number = base.number - 1;
            others.push(self.round(db, number, Some("上一轮")).await?);
        } else {
            let why = "这是第一轮，没有更早的一轮".to_owned();
            others.push(Other {
                what: None,
                label: "上一轮".to_owned(),
                period: self.quarter,
                same_return: true,
                values: Err(why),
            });
        }
        if let Some(number) = self.accepted().filter(|number| *number != base.number && *number != base.number - 1) {
            others.push(self.round(db, number, Some("已接收的一轮")).await?);
        }
        for (back, what) in [(1, "上季度"), (4, "去年同季")] {
            let period = self.quarter.shifted(-back);
            others.push(self.quarter(db, scope, hospital, period, what).await?);
        }
        Ok(others)
    }

    async fn round(
        &self,
        db: &DatabaseConnection,
        number: i32,
        what: Option<&'static str>,
    ) -> Result<Other, PageError> {
        let round = self.rounds.iter().find(|round| round.number == number).ok_or(PageError::NotFound)?;
        let values = Ok(Values::new(store::of_round(db, round.id).await?));
        Ok(Other { what, label: self.label(number), period: self.quarter, same_return: true, values })
    }

    /// What was accepted of another quarter, or why there is nothing.
    async fn quarter(
        &self,
        db: &DatabaseConnection,
        scope: &Scope,
        hospital: HospitalId,
        period: Period,
        what: &'static str,
    ) -> Result<Other, PageError> {
        let of = store::find(db, scope, hospital, period).await?;
        let standing = of.as_ref().map_or(Standing::Awaited, Return::standing);
        let values = match of.and_then(|of| of.accepted) {
            Some((id, _)) => Ok(Values::new(store::of_round(db, id).await?)),
            None => Err(match standing {
                Standing::Awaited => format!("{}未上报", period.label()),
                _ => format!("{}还没有接收", period.label()),
            }),
        };
        Ok(Other { what: Some(what), label: period.label(), period, same_return: false, values })
    }

    fn page(
        &self,
        hospital: &str,
        base: Option<&RoundRow>,
        with: Option<i32>,
        now: &Values,
        others: &[Other],
        (only_changed, all_months): (bool, bool),
    ) -> ComparePage {
        let choice = |round: &RoundRow, chosen: Option<i32>| Choice {
            value: round.number.to_string(),
            label: format!("{}，{} 收到", self.label(round.number), china_minute(round.received_at)),
            chosen: chosen == Some(round.number),
        };
        let all = Choice {
            value: String::new(),
            label: "上一轮、已接收、上季度、去年同季".to_owned(),
            chosen: with.is_none(),
        };
        let with_rounds = self.rounds.iter().map(|round| choice(round, with));
        ComparePage {
            title: format!("{hospital}　{}并排对比", self.quarter.label()),
            period: self.quarter,
            code: self.code.to_owned(),
            hospital: hospital.to_owned(),
            lede: base.map_or_else(|| "还没有入库的轮次，没有可以对比的数字。".to_owned(), |_| lede(now, others)),
            rounds: self.rounds.iter().map(|round| choice(round, base.map(|base| base.number))).collect(),
            with: std::iter::once(all).chain(with_rounds).collect(),
            only_changed,
            all_months,
            said: if only_changed { "只看有变化的行。".to_owned() } else { String::new() },
            now: base.map(|base| self.label(base.number)),
            others: others
                .iter()
                .map(|other| OtherHead {
                    what: other.what,
                    label: other.label.clone(),
                    why: other.values.as_ref().err().cloned(),
                })
                .collect(),
            groups: base.map(|base| self.groups(base, now, others, only_changed)).unwrap_or_default(),
        }
    }

    fn groups(&self, base: &RoundRow, now: &Values, others: &[Other], only_changed: bool) -> Vec<Group> {
        let Some(edition) = edition_of(self.catalogue, base) else { return Vec::new() };
        let mut groups: Vec<Group> = Vec::new();
        for element in edition.elements.iter().filter_map(|id| self.catalogue.element(id)) {
            let (row, changed) = self.row(element, now, others);
            if only_changed && !changed {
                continue;
            }
            let title = group_title(&edition, element);
            if groups.last().is_none_or(|group| group.title != title) {
                groups.push(Group { title, rows: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.rows.push(row);
            }
        }
        groups
    }

    /// The row of an element, and whether anything changed in it: against the other rounds, or, where there are none,
    /// against the other quarters.
    fn row(&self, element: &Element, now: &Values, others: &[Other]) -> (Row, bool) {
        let sides: Vec<Side<'_>> =
            others.iter().map(|other| side(self.catalogue, self.quarter, element, other)).collect();
        let slots = [Slot::Month(0), Slot::Month(1), Slot::Month(2)];
        let given = |slot: &Slot| {
            let then = |side: &Side<'_>| side.values.is_some_and(|values| values.cell(element, *slot).is_some());
            now.cell(element, *slot).is_some() || sides.iter().any(then)
        };
        let months: Vec<Line> = slots
            .into_iter()
            .filter(given)
            .map(|slot| {
                let value = now.cell(element, slot);
                let entry = |values: &Values| values.cell(element, slot).map(|value| value.entry);
                let label = slot.label(self.quarter);
                line(element, label, value.map(|v| v.entry), value.and_then(|v| v.cell.clone()), &sides, entry)
            })
            .collect();
        let cell = now.cell(element, Slot::Quarter).and_then(|value| value.cell.clone());
        let quarter = line(element, "季度".to_owned(), now.quarter(element), cell, &sides, |v| v.quarter(element));
        let rounds: BTreeSet<usize> = sides
            .iter()
            .enumerate()
            .filter(|(_, side)| side.same_return && side.values.is_some())
            .map(|(at, _)| at)
            .collect();
        let differs = |line: &Line, at: usize| line.others.get(at).is_some_and(|beside| beside.difference.is_some());
        let lines = || months.iter().chain([&quarter]);
        let changed = match rounds.is_empty() {
            true => lines().any(|line| line.others.iter().any(|beside| beside.difference.is_some())),
            false => lines().any(|line| rounds.iter().any(|at| differs(line, *at))),
        };
        let months_changed = months.iter().any(|line| line.others.iter().any(|beside| beside.changed));
        let row = Row {
            name: element.name.clone(),
            unit: element.unit.clone(),
            href: format!("/returns/{}/{}/elements/{}", self.quarter, self.code, element.id),
            quarter,
            months,
            months_changed,
        };
        (row, changed)
    }
}

fn lede(now: &Values, others: &[Other]) -> String {
    let one = |other: &Other| match &other.values {
        Ok(values) if other.same_return => {
            Some(format!("与{}相比改了 {} 格", other.label, changed(&now.all, &values.all)))
        }
        _ => None,
    };
    let said: Vec<String> = others.iter().filter_map(one).collect();
    if said.is_empty() {
        "这是第一轮；下面与别的季度并排。".to_owned()
    } else {
        format!("{}。", said.join("；"))
    }
}
