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

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Comparison, Edition, Element, ElementId, TargetId};
use crate::figures::model::ValueMap;
use crate::returns::model::Slot;

pub use arithmetic::arithmetic;
pub use faults::{ElementsAt, Faults};
pub use history::{Past, history, quarters_needed};
pub use peers::{Peers, peers_needed};
pub use refusals::unreadable;
pub use typed::{TypedRate, typed_rates};

/// What the returns of an edition are checked for, made out once for all of them.
#[derive(Debug)]
pub struct Checks<'c> {
    /// The rules and what they speak of.
    pub catalogue: &'c Catalogue,
    /// The form.
    pub edition: Arc<Edition>,
    /// The elements it asks for, in its order.
    pub elements: Vec<&'c Element>,
    comparisons: Vec<Comparison<'c>>,
    /// The same elements by the target under which they stand, what several share first.
    groups: Vec<(Option<TargetId>, Vec<&'c Element>)>,
}

impl<'c> Checks<'c> {
    /// Of an edition, perhaps in an earlier revision, and a catalogue, perhaps with a province's thresholds.
    #[must_use]
    pub fn new(catalogue: &'c Catalogue, edition: Arc<Edition>) -> Self {
        let elements: Vec<&Element> = edition.elements.iter().filter_map(|id| catalogue.element(id)).collect();
        let mut groups: Vec<(Option<TargetId>, Vec<&Element>)> = Vec::new();
        for element in &elements {
            match groups.iter_mut().find(|(target, _)| *target == element.target) {
                Some((_, group)) => group.push(element),
                None => groups.push((element.target.clone(), vec![element])),
            }
        }
        let comparisons = catalogue.comparisons(&edition);
        Self { catalogue, edition, elements, comparisons, groups }
    }
}

/// Where the values of elements stand, 0-based.
#[derive(Clone, Debug, Default)]
pub struct Places(FxHashMap<ElementId, [Option<(u32, u32)>; 4]>);

impl Places {
    /// Notes where an element's value of a slot stands.
    pub fn insert(&mut self, element: &ElementId, slot: Slot, at: (u32, u32)) {
        let place = match self.0.get_mut(element) {
            Some(place) => place,
            None => self.0.entry(element.clone()).or_default(),
        };
        place[index(slot)] = Some(at);
    }

    /// Where it stands.
    #[must_use]
    pub fn of(&self, element: &ElementId, slot: Slot) -> Option<(u32, u32)> {
        self.0.get(element)?[index(slot)]
    }

    /// Every place with its element, in any order.
    pub fn iter(&self) -> impl Iterator<Item = ((u32, u32), &ElementId)> {
        self.0.iter().flat_map(|(element, places)| places.iter().flatten().map(move |at| (*at, element)))
    }
}

fn index(slot: Slot) -> usize {
    match slot {
        Slot::Quarter => 3,
        Slot::Month(index) => usize::from(index.min(2)),
    }
}

/// A return as read: what every check of its numbers looks at.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What it is checked for.
    pub checks: &'a Checks<'a>,
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
        self.places.of(element, Slot::Quarter).or_else(|| self.places.of(element, Slot::Month(0)))
    }
}
