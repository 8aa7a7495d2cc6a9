//! What can be wrong with a return: every problem at once, each with its cell and the catalogue's words. Pure.
//!
//! What is compared, how and from which size on is data: the rules of the catalogue. Of several rules that speak of
//! the same place the first in the file is heard.

mod arithmetic;
mod faults;
mod history;
mod limits;
mod peers;
mod refusals;
mod typed;

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, ElementId};
use crate::figures::model::ValueMap;
use crate::returns::model::Slot;

pub use arithmetic::arithmetic;
pub use faults::{ElementsAt, Faults, RULES_SPOKEN};
pub use history::{Past, history, quarters_needed};
pub use peers::{Peers, peers_needed};
pub use refusals::{rule_of, words};
pub use typed::{TypedRate, typed_rates};

/// Where an element's value of a slot stands, 0-based.
pub type Places = HashMap<(ElementId, Slot), (u32, u32)>;

/// A return as read: what every check of its numbers looks at.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The rules and what they speak of.
    pub catalogue: &'a Catalogue,
    /// The form.
    pub edition: &'a Edition,
    /// The quarter.
    pub quarter: Period,
    /// What the cells say.
    pub values: &'a ValueMap,
    /// Where they stand.
    pub places: &'a Places,
}

impl Given<'_> {
    /// The cell a problem of an element's quarter is shown at: the quarter's own, else the first month's.
    fn place_of(&self, element: &ElementId) -> Option<(u32, u32)> {
        let place = |slot| self.places.get(&(element.clone(), slot)).copied();
        place(Slot::Quarter).or_else(|| place(Slot::Month(0)))
    }
}
