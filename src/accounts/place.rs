//! Finding the authority or hospital that a keeper means by what was typed.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{Place, Scope};
use crate::accounts::model::Keeping;
use crate::db::StoreError;
use crate::{authorities, hospitals};

/// So many names are offered when several fit.
const OFFERED: usize = 5;

/// A place where roles can be held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// Which.
    pub place: Place,
    /// Its code in the register.
    pub code: String,
    /// Its name today.
    pub name: String,
}

/// Every place inside what somebody keeps: authorities from the top down, then hospitals by code.
///
/// # Errors
/// Of the database.
pub async fn places(
    db: &impl ConnectionTrait,
    keeping: Keeping,
    today: NaiveDate,
) -> Result<Vec<NamedPlace>, StoreError> {
    let scope = match keeping {
        Keeping::Everything => Scope::Everything,
        Keeping::Territory(id) => Scope::Authority(id),
        Keeping::Administrators => return Ok(Vec::new()),
    };
    let tree = authorities::store::tree(db).await?;
    let kept = |id| match scope {
        Scope::Authority(top) => tree.is_under(top, id),
        _ => true,
    };
    let mut places: Vec<NamedPlace> = tree
        .walk()
        .into_iter()
        .filter(|(_, authority)| kept(authority.id))
        .map(|(_, authority)| NamedPlace {
            place: Place::Authority(authority.id),
            code: authority.code.clone(),
            name: authority.name.clone(),
        })
        .collect();
    let register = hospitals::store::on_day(db, &scope, today).await?;
    places.extend(register.into_iter().map(|hospital| NamedPlace {
        place: Place::Hospital(hospital.id),
        code: hospital.code,
        name: hospital.name,
    }));
    Ok(places)
}

/// Picks the place that was typed: by code, by full name, or by a part of the name that only one has.
///
/// # Errors
/// What to type instead, in the reader's words.
pub fn pick<'a>(places: &'a [NamedPlace], typed: &str) -> Result<&'a NamedPlace, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("填机构或医院的编码，或名录里的名称".to_owned());
    }
    if let Some(found) = places.iter().find(|place| place.code == typed || place.name == typed) {
        return Ok(found);
    }
    let near: Vec<_> = places.iter().filter(|place| place.name.contains(typed)).collect();
    match near.as_slice() {
        [only] => Ok(only),
        [] => Err(format!("本辖区内没有“{typed}”。填机构或医院的编码，或名录里的名称")),
        several => {
            let names: Vec<_> = several.iter().take(OFFERED).map(|place| place.name.as_str()).collect();
            let more = if several.len() > OFFERED { "等" } else { "" };
            Err(format!("“{typed}”可以是 {}{more} {} 家，请填全称或编码", names.join("、"), several.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::HospitalId;

    #[test]
    fn a_place_is_found_by_code_name_or_part_of_it() {
        let place = |id, code: &str, name: &str| NamedPlace {
            place: Place::Hospital(HospitalId(id)),
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let places =
            [place(1, "H001", "演示甲医院"), place(2, "H002", "演示乙医院"), place(3, "H003", "演示乙医院东院")];
        let picked = |typed: &str| pick(&places, typed).map(|place| place.code.as_str());
        assert_eq!(picked(" H002 "), Ok("H002"));
        assert_eq!(picked("演示乙医院"), Ok("H002"));
        assert_eq!(picked("甲"), Ok("H001"));
        assert!(picked("医院").unwrap_err().contains("演示甲医院、演示乙医院、演示乙医院东院 3 家"));
        assert!(picked("丙").unwrap_err().contains("没有“丙”"));
    }
}
