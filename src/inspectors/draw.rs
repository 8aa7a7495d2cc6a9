//! The pool as a draw of teams takes it: a line a person.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, InspectorId};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::inspectors::ground::{Ground, hospitals_of};
use crate::inspectors::model::{Employer, Inspector, Tie};
use crate::inspectors::store;

/// Visits of people in the year, counted by whoever knows visits; who is not named has none.
pub type Loads = BTreeMap<InspectorId, i64>;

/// A line for the form of a draw (`docs/draws.md`): `编号，单位，区划代码，执证，本年次数，专业，回避`.
fn line(person: &Inspector, ground: &Ground<'_>, loads: &Loads) -> String {
    // What is between the fields may not be in them.
    let plain = |text: &str| text.replace(['，', ',', '\t', '；', ';', '、', '\n'], " ");
    let facts = &person.facts;
    let employer = match &facts.employer {
        Employer::Hospital(id) => ground.hospital(*id).code,
        other => ground.employer(other),
    };
    let relations = facts.relations.iter().map(|one| {
        let code = ground.hospital(one.hospital).code;
        let year = match one.tie {
            Tie::Left => one.until.map(|day| format!("@{}", chrono::Datelike::year(&day))).unwrap_or_default(),
            _ => String::new(),
        };
        format!("{}:{code}{year}", one.tie.rule())
    });
    let specialities = facts.specialities.iter().map(|word| plain(word));
    [
        person.code.clone(),
        plain(&employer),
        facts.region.clone(),
        if person.certified() { "是" } else { "否" }.to_owned(),
        loads.get(&person.id).copied().unwrap_or(0).to_string(),
        specialities.collect::<Vec<_>>().join("；"),
        relations.collect::<Vec<_>>().join("；"),
    ]
    .join("，")
}

/// Who an authority can send on a day, a line each, as the form of a draw takes them.
///
/// # Errors
/// Of the database.
pub async fn lines(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (authority, day): (AuthorityId, NaiveDate),
    loads: &Loads,
) -> Result<String, StoreError> {
    let pool = store::pool(db, &[authority], day).await?;
    let ground = Ground::of(db, catalogue, day, &hospitals_of(&pool)).await?;
    Ok(pool.iter().map(|person| line(person, &ground, loads)).collect::<Vec<_>>().join("\n"))
}
