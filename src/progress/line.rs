//! The rows of one group through some months or quarters.

use crate::calendar::{Grain, Period};
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::{self, By};
use crate::progress::benchmark::row_of;
use crate::progress::desk::Desk;
use crate::progress::levels::Levels;
use crate::progress::load::{Asked, grouped, pooled};
use crate::progress::measure::{together, withhold};
use crate::progress::model::{Pooled, Row, Series};
use crate::progress::pick::Pick;
use crate::progress::territory::Territory;

/// The series of an indicator by a grouping over a territory, from sums kept in the process; nothing is withheld yet.
///
/// # Errors
/// Of the database.
pub async fn kept(
    desk: &Desk,
    territory: &Territory,
    indicator: &Indicator,
    by: By,
    periods: Vec<Period>,
) -> Result<Series, StoreError> {
    if by == By::Level && periods.iter().all(|period| period.grain() == Grain::Quarter) {
        let levels = Levels::load(desk, territory, periods).await?;
        return Ok(levels.series(&desk.catalogue, indicator));
    }
    let register = desk.registers.within(&desk.db, &territory.pooled).await?;
    let scope = (&territory.pooled, register.version());
    let cells = desk.lines.sums(&desk.db, scope, &indicator.id, by, &periods).await?;
    let sums = cells.iter().map(|(period, cell)| ((*period, cell.group.clone()), pooled(cell))).collect();
    Ok(grouped(&desk.catalogue, Asked { indicator, by, periods }, &register, &sums))
}

/// The rows of the picked group, one a period; withheld where the reader may not see so few hospitals.
///
/// # Errors
/// Of the database.
pub async fn rows(
    desk: &Desk,
    territory: &Territory,
    indicator: &Indicator,
    pick: &Pick,
    periods: &[Period],
) -> Result<Vec<Row>, StoreError> {
    if let Some(id) = pick.hospital {
        // Only a hospital among those that may be seen one by one can be picked.
        let register = desk.registers.within(&desk.db, &territory.singles).await?;
        let found = figures::store::of_one(&desk.db, &territory.singles, id, &indicator.id, periods).await?;
        let open =
            |period: &Period| register.coded(&pick.key).is_some_and(|entry| entry.on(period.last_day()).is_some());
        let row = |period: &Period| match found.iter().find(|figure| figure.period == *period) {
            Some(figure) => row_of(indicator, figure),
            None => Row { pooled: Pooled { expected: i64::from(open(period)), ..Pooled::default() }, ..Row::default() },
        };
        return Ok(periods.iter().map(row).collect());
    }
    let by = if pick.by == By::All { By::Level } else { pick.by };
    let found = kept(desk, territory, indicator, by, periods.to_vec()).await?;
    if pick.by == By::All {
        return Ok(together(indicator, &found, territory.least));
    }
    Ok(group_rows(&withhold(found, territory.least), &pick.key))
}

fn group_rows(series: &Series, key: &str) -> Vec<Row> {
    match series.groups.iter().position(|group| group.key == key) {
        Some(at) => series.of_group(at).collect(),
        None => vec![Row::default(); series.periods.len()],
    }
}

/// The months of some quarters, oldest first.
#[must_use]
pub fn months(quarters: &[Period]) -> Vec<Period> {
    quarters.iter().flat_map(|quarter| quarter.months()).collect()
}

/// The rows from the first that anybody reported, with their periods.
#[must_use]
pub fn begun(periods: Vec<Period>, rows: Vec<Row>) -> (Vec<Period>, Vec<Row>) {
    let last = rows.len().saturating_sub(1);
    let first = rows.iter().position(|row| row.pooled.reported > 0).unwrap_or(last);
    (periods.into_iter().skip(first).collect(), rows.into_iter().skip(first).collect())
}
