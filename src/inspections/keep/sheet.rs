//! 补录: a checklist filled on paper, keyed in at a desk – many answers in one transaction, all of them or none.

use std::collections::BTreeMap;

use crate::access::{Power, Viewer};
use crate::db::{self, StoreError};
use crate::inspections::check::{self, Typed};
use crate::inspections::keep::{NotKept, held};
use crate::inspections::model::{Number, Said};
use crate::inspections::store::{self, NewAnswer};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::FieldErrors;

/// Between the name of a field and the point it belongs to.
const OF: char = '.';

/// The fields of each point: `verdict.POINT` and so on become `verdict` of `POINT`. Points without a verdict are left out,
/// unless something else was typed for them.
#[must_use]
pub fn by_point(typed: &Typed) -> BTreeMap<String, Typed> {
    let mut points: BTreeMap<String, Typed> = BTreeMap::new();
    for (name, value) in typed {
        if let Some((field, point)) = name.split_once(OF) {
            points.entry(point.to_owned()).or_default().insert(field.to_owned(), value.clone());
        }
    }
    points.retain(|_, fields| fields.iter().any(|(field, value)| field != "seen" && !value.trim().is_empty()));
    points
}

/// Keeps every answer of a sheet that says something new; gives how many. `seen.POINT` is the number of the answer that
/// stood there.
///
/// # Errors
/// [`NotKept::Faulty`] with every fault of every point, an answer that somebody else gave meanwhile among them;
/// [`NotKept::Unknown`] for a point that this visit's checklist does not hold.
pub async fn answer_sheet(app: &AppState, viewer: &Viewer, number: &Number, typed: &Typed) -> Result<usize, NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let visit = held(&txn, viewer, number).await?;
    let edition = store::edition(&*txn, visit.edition.ok_or(NotKept::Unknown)?).await?;
    let standing = store::answers(&*txn, &viewer.scope(), visit.id).await?;
    let mut faults = FieldErrors::default();
    let mut fresh: Vec<(&crate::catalogue::model::CheckPointId, i32, Said)> = Vec::new();
    for (id, fields) in by_point(typed) {
        let (_, point) = edition.point(&id).ok_or(NotKept::Unknown)?;
        let stands = standing.get(&point.id);
        let last = stands.map_or(0, |answer| answer.number);
        match check::answer(&edition.checklist, point, &fields) {
            Err(wrong) => {
                for (field, text) in wrong {
                    faults.add(format!("{field}{OF}{id}"), text);
                }
            }
            Ok(said) if stands.is_some_and(|answer| answer.said == said) => {}
            Ok(_) if fields.get("seen").and_then(|seen| seen.parse().ok()) != Some(last) => {
                let who = stands.map_or("", |answer| answer.by_name.as_str());
                let text = format!("这一条{who}刚记过，没有用你填的盖掉。请看一眼现在的结论，要改再存一次。");
                faults.add(format!("verdict{OF}{id}"), text);
            }
            Ok(said) => fresh.push((&point.id, last + 1, said)),
        }
    }
    if !faults.is_empty() {
        return Err(NotKept::Faulty(faults));
    }
    let rows: Vec<NewAnswer<'_>> =
        fresh.iter().map(|(point, number, said)| NewAnswer { visit: visit.id, point, number: *number, said }).collect();
    if rows.is_empty() {
        return Ok(0);
    }
    match store::insert_answers(&*txn, viewer, at, &rows).await {
        Err(StoreError::Duplicate) => return Err(NotKept::Clash),
        stored => stored?,
    }
    let event = Event::new("visit.sheet", "visit", number).detail("visit_answers", rows.len());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(fresh.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_points_of_which_something_is_said_are_taken() {
        let typed: Typed =
            [("verdict.a", "met"), ("seen.a", "0"), ("seen.b", "0"), ("note.b", " "), ("note.c", "演示")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into();
        let points = by_point(&typed);
        assert_eq!(points.keys().map(String::as_str).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(points["a"]["verdict"], "met");
    }
}
