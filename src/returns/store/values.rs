//! Values of rounds.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::RoundId;
use crate::catalogue::model::ElementId;
use crate::db::StoreError;
use crate::figures::model::ValueMap;
use crate::figures::{ElementValues, Entry, Reason};
use crate::returns::entity::{return_unit_value, return_value};
use crate::returns::model::{Slot, UnitValue, Value};
use crate::returns::store::RoundRow;

/// A value as it is stored.
pub type ValueRow = Value;

/// The column `state`.
pub(super) fn state_of(entry: Entry) -> i16 {
    match entry {
        Entry::Number(_) => 0,
        Entry::Missing => 1,
        Entry::NotApplicable(Reason::Service) => 2,
        Entry::NotApplicable(Reason::NotOffered) => 3,
        Entry::NotApplicable(Reason::Stated) => 4,
    }
}

fn entry_of(state: i16, number: Option<i64>) -> Option<Entry> {
    match (state, number) {
        (0, Some(number)) => Some(Entry::Number(number)),
        (1, None) => Some(Entry::Missing),
        (2, None) => Some(Entry::NotApplicable(Reason::Service)),
        (3, None) => Some(Entry::NotApplicable(Reason::NotOffered)),
        (4, None) => Some(Entry::NotApplicable(Reason::Stated)),
        _ => None,
    }
}

fn value(row: return_value::Model) -> Result<Value, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_value", id: row.round_id, column };
    Ok(Value {
        element: row.element.parse().map_err(|_| bad("element"))?,
        slot: Slot::of_number(row.month).ok_or_else(|| bad("month"))?,
        entry: entry_of(row.state, row.number).ok_or_else(|| bad("state"))?,
        raw: row.raw,
        note: row.note,
        cell: row.cell,
    })
}

/// Every value of a round; the caller holds a round that it found in scope.
///
/// # Errors
/// Of the database.
pub async fn of_round(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Value>, StoreError> {
    let rows = return_value::Entity::find().filter(return_value::Column::RoundId.eq(round.0)).all(db).await?;
    rows.into_iter().map(value).collect()
}

/// The values of several rounds; the caller holds rounds that it found in scope.
///
/// # Errors
/// Of the database.
pub async fn of_rounds(
    db: &impl ConnectionTrait,
    rounds: &[RoundId],
) -> Result<HashMap<RoundId, Vec<Value>>, StoreError> {
    let mut found: HashMap<RoundId, Vec<Value>> = HashMap::with_capacity(rounds.len());
    // Databases limit the parameters of a statement.
    for part in rounds.chunks(1_000) {
        let ids = part.iter().map(|id| id.0);
        let rows = return_value::Entity::find().filter(return_value::Column::RoundId.is_in(ids)).all(db).await?;
        for row in rows {
            found.entry(RoundId(row.round_id)).or_default().push(value(row)?);
        }
    }
    Ok(found)
}

/// What the departments or campuses of a round say, by their place; the caller holds a round that it found in scope.
///
/// # Errors
/// Of the database.
pub async fn units_of_round(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<UnitValue>, StoreError> {
    let rows = return_unit_value::Entity::find()
        .filter(return_unit_value::Column::RoundId.eq(round.0))
        .order_by_asc(return_unit_value::Column::Place)
        .order_by_asc(return_unit_value::Column::Month)
        .all(db)
        .await?;
    rows.into_iter().map(unit).collect()
}

/// The same of several rounds; a round without departments is left out. The caller holds rounds that it found in scope.
///
/// # Errors
/// Of the database.
pub async fn units_of_rounds(
    db: &impl ConnectionTrait,
    rounds: &[RoundId],
) -> Result<HashMap<RoundId, Vec<UnitValue>>, StoreError> {
    let mut found: HashMap<RoundId, Vec<UnitValue>> = HashMap::new();
    // Databases limit the parameters of a statement.
    for part in rounds.chunks(1_000) {
        let ids = part.iter().map(|id| id.0);
        let rows = return_unit_value::Entity::find().filter(return_unit_value::Column::RoundId.is_in(ids));
        for row in rows.all(db).await? {
            found.entry(RoundId(row.round_id)).or_default().push(unit(row)?);
        }
    }
    Ok(found)
}

/// The latest of these rounds that has departments or campuses; none where none has. The caller holds rounds that it
/// found in scope.
///
/// # Errors
/// Of the database.
pub async fn latest_with_units(db: &impl ConnectionTrait, rounds: &[RoundRow]) -> Result<Option<RoundRow>, StoreError> {
    let with: Vec<i64> = return_unit_value::Entity::find()
        .select_only()
        .column(return_unit_value::Column::RoundId)
        .distinct()
        .filter(return_unit_value::Column::RoundId.is_in(rounds.iter().map(|round| round.id.0)))
        .into_tuple()
        .all(db)
        .await?;
    let with = rounds.iter().filter(|round| with.contains(&round.id.0));
    Ok(with.max_by_key(|round| round.number).cloned())
}

fn unit(row: return_unit_value::Model) -> Result<UnitValue, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_unit_value", id: row.round_id, column };
    let value = Value {
        element: row.element.parse().map_err(|_| bad("element"))?,
        slot: Slot::of_number(row.month).ok_or_else(|| bad("month"))?,
        entry: entry_of(row.state, row.number).ok_or_else(|| bad("state"))?,
        raw: None,
        note: None,
        cell: row.cell,
    };
    Ok(UnitValue { place: row.place, unit: row.unit, value })
}

/// The values of one element in a round, by slot.
///
/// # Errors
/// Of the database.
pub async fn value_of(
    db: &impl ConnectionTrait,
    round: RoundId,
    element: &ElementId,
) -> Result<Vec<Value>, StoreError> {
    let mut values: Vec<Value> = return_value::Entity::find()
        .filter(return_value::Column::RoundId.eq(round.0))
        .filter(return_value::Column::Element.eq(element.as_str()))
        .all(db)
        .await?
        .into_iter()
        .map(value)
        .collect::<Result<_, _>>()?;
    values.sort_by_key(|value| value.slot);
    Ok(values)
}

/// The same values by element, months together.
#[must_use]
pub fn by_element(values: &[Value]) -> ValueMap {
    let mut all = ValueMap::default();
    for value in values {
        match value.slot {
            Slot::Quarter => {
                all.insert(value.element.clone(), ElementValues::Quarter(value.entry));
            }
            Slot::Month(index) => {
                let months = all.entry(value.element.clone()).or_insert(ElementValues::Monthly([Entry::Missing; 3]));
                if let ElementValues::Monthly(months) = months {
                    months[usize::from(index)] = value.entry;
                }
            }
        }
    }
    all
}
