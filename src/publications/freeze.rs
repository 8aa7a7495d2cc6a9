//! The figures of a territory and quarter at this moment, as a publication keeps them.

use std::sync::Arc;

use sea_orm::ConnectionTrait;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::{self, Kind};
use crate::db::StoreError;
use crate::figures::{self, By};
use crate::hospitals;
use crate::progress::judge::better_label;
use crate::progress::levels::Levels;
use crate::progress::measure::{Sums, together, withhold};
use crate::progress::model::{GroupName, Row, Series};
use crate::progress::picture::why_none;
use crate::progress::territory::LEAST;
use crate::progress::{Asked, Desk, Register, grouped, pooled, words};
use crate::publications::ground::Ground;
use crate::publications::model::{Cell, Indicator, Target};
use crate::publications::words::sentence;

/// Quarters before the one frozen, for the comparisons of the sentence.
const BEFORE: i32 = 4;

/// What was frozen.
pub struct Frozen {
    /// The targets with their figures.
    pub targets: Vec<Target>,
    /// Whether anything of the quarter is accepted.
    pub any: bool,
    /// Names the state of figures and register they were read from: the same stamp, the same figures.
    pub stamp: String,
}

/// Reads the figures as they are now. Whoever keeps them makes sure that the stamp, which is read first, still holds then:
/// so they are those of one moment.
///
/// # Errors
/// Of the database.
pub async fn freeze(desk: &Desk, ground: &Ground, period: Period) -> Result<Frozen, StoreError> {
    let stamp = stamp(&desk.db, period).await?;
    let (targets, any) = read(desk, ground, period).await?;
    Ok(Frozen { targets, any, stamp })
}

/// The versions of everything the figures of a quarter are read from.
///
/// # Errors
/// Of the database.
pub async fn stamp(db: &impl ConnectionTrait, period: Period) -> Result<String, StoreError> {
    let versions = figures::store::versions(db).await?;
    let register = hospitals::store::version(db).await?;
    let quarters = period.shifted(-BEFORE).through(period);
    let of_quarters = quarters.iter().map(|quarter| versions.get(quarter).copied().unwrap_or(0));
    let parts: Vec<String> = of_quarters.chain([register]).map(|version| version.to_string()).collect();
    Ok(parts.join("."))
}

async fn read(desk: &Desk, ground: &Ground, period: Period) -> Result<(Vec<Target>, bool), StoreError> {
    let periods = period.shifted(-BEFORE).through(period);
    let levels = Levels::load(desk, &ground.territory(), periods).await?;
    let cities = if ground.whole { Some(Cities::load(desk, period).await?) } else { None };
    let reader = Reader { desk, levels: &levels, cities: cities.as_ref(), period };
    let edition = desk.catalogue.edition_for(period);
    let targets = edition.into_iter().flat_map(|edition| edition.all_targets());
    Ok((targets.map(|target| reader.target(target)).collect(), levels.has_figures()))
}

/// The sums by city of one quarter, and the register.
struct Cities {
    sums: Arc<figures::Sums>,
    register: Arc<Register>,
}

impl Cities {
    async fn load(desk: &Desk, period: Period) -> Result<Self, StoreError> {
        let register = desk.registers.within(&desk.db, &Scope::Everything).await?;
        let sums = desk.pooled.pooled(&desk.db, &[period], By::City).await?;
        Ok(Self { sums: sums.into_iter().next().unwrap_or_default(), register })
    }
}

struct Reader<'a> {
    desk: &'a Desk,
    levels: &'a Levels,
    cities: Option<&'a Cities>,
    period: Period,
}

impl Reader<'_> {
    fn target(&self, target: &model::Target) -> Target {
        let indicators = target.indicators.iter().filter_map(|id| self.desk.catalogue.indicator(id));
        Target {
            numeral: target.numeral.clone(),
            title: target.title.clone(),
            short_title: target.short_title.clone(),
            note: target.note.clone(),
            has_headline: target.headline.is_some(),
            indicators: indicators.map(|indicator| self.indicator(indicator)).collect(),
        }
    }

    fn indicator(&self, indicator: &model::Indicator) -> Indicator {
        let never = words::never(indicator);
        let figures = if never.is_none() { self.figures(indicator) } else { Figures::default() };
        let version = indicator.version_at(self.period);
        Indicator {
            id: indicator.id.to_string(),
            name: indicator.name.clone(),
            short_name: indicator.short_name.clone(),
            unit: indicator.unit.clone(),
            decimals: indicator.decimals,
            better: better_label(indicator.better).to_owned(),
            formula: indicator.formula_in_words(&self.desk.catalogue),
            version: version.map_or_else(String::new, |held| format!("{}起：{}", held.valid_from.label(), held.note)),
            greatest: (indicator.kind == Kind::Proportion).then_some(indicator.multiplier as f64),
            sentence: never.map_or(figures.sentence, str::to_owned),
            never: never.map(str::to_owned),
            total: figures.total,
            levels: figures.levels,
            cities: figures.cities,
        }
    }

    fn figures(&self, indicator: &model::Indicator) -> Figures {
        let series = self.levels.series(&self.desk.catalogue, indicator);
        let total = together(indicator, &series, LEAST);
        let everybody = GroupName { key: "all".to_owned(), name: "合计".to_owned(), style: None };
        Figures {
            sentence: sentence(indicator, self.period, &total),
            total: total.last().map(|row| cell(indicator, &everybody, *row)),
            levels: cells(indicator, withhold(series, LEAST)),
            cities: self.by_city(indicator).map(|series| cells(indicator, series)).unwrap_or_default(),
        }
    }

    fn by_city(&self, indicator: &model::Indicator) -> Option<Series> {
        let cities = self.cities?;
        let of_indicator = cities.sums.values().filter(|sum| sum.indicator == indicator.id);
        let sums: Sums = of_indicator.map(|sum| ((self.period, sum.group.clone()), pooled(sum))).collect();
        let asked = Asked { indicator, by: By::City, periods: vec![self.period] };
        Some(withhold(grouped(&self.desk.catalogue, asked, &cities.register, &sums), LEAST))
    }
}

/// The figures of an indicator.
#[derive(Default)]
struct Figures {
    sentence: String,
    total: Option<Cell>,
    levels: Vec<Cell>,
    cities: Vec<Cell>,
}

/// The groups of the last period in which there is a hospital or a figure.
fn cells(indicator: &model::Indicator, series: Series) -> Vec<Cell> {
    let Some(last) = series.periods.len().checked_sub(1) else { return Vec::new() };
    let there = |(_, row): &(&GroupName, Row)| {
        row.pooled.expected > 0 || row.pooled.reported > 0 || row.pooled.not_applicable > 0
    };
    series.of_period(last).filter(there).map(|(group, row)| cell(indicator, group, row)).collect()
}

fn cell(indicator: &model::Indicator, group: &GroupName, row: Row) -> Cell {
    let (value, interval) = (row.figure.value, row.figure.interval);
    Cell {
        key: group.key.clone(),
        name: group.name.clone(),
        style: group.style,
        withheld: row.withheld,
        numerator: row.pooled.numerator,
        denominator: row.pooled.denominator,
        base: value.map_or_else(String::new, |_| words::fraction(row.pooled)),
        value: value.map(|value| words::plain(indicator, value)),
        amount: value,
        bounds: interval.map(|interval| (interval.lower, interval.upper)),
        interval: interval.map(|interval| words::interval(indicator, interval)),
        why_none: value.is_none().then(|| why_none(row).to_owned()),
        expected: row.pooled.expected,
        reported: row.pooled.reported,
        not_applicable: row.pooled.not_applicable,
        missing: row.pooled.missing(),
    }
}
