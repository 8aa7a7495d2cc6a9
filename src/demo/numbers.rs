//! The invented numbers of one hospital and quarter. Pure.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, ElementId, Rhythm};
use crate::demo::chance::Chance;
use crate::demo::planted::Stands;
use crate::demo::profile::{ElementProfile, Profile};
use crate::demo::province::DemoHospital;

/// Stored numbers by element: three months, or one for the quarter.
pub type Numbers = HashMap<ElementId, Vec<i64>>;

/// What the numbers of one quarter come from.
pub struct Quarter<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The edition of the form.
    pub edition: &'a Edition,
    /// The profile.
    pub profile: &'a Profile,
    /// Seed of the province.
    pub seed: u64,
    /// The quarter.
    pub period: Period,
    /// How many quarters have passed since the first.
    pub since: i32,
}

impl Quarter<'_> {
    /// Every element that the edition asks and the hospital offers.
    pub fn numbers(&self, hospital: &DemoHospital, stands: &Stands) -> Numbers {
        let mut all: HashMap<&str, Vec<i64>> = HashMap::new();
        for profile in &self.profile.elements {
            let Some(element) = self.catalogue.element_coded(&profile.id) else { continue };
            let values = self.element(hospital, element, profile, &all, stands);
            all.insert(&profile.id, values);
        }
        let asked = self.edition.elements.iter().filter(|id| {
            let service = self.catalogue.element(id).and_then(|element| element.service.as_ref());
            service.is_none_or(|service| hospital.services.contains(service))
        });
        asked.filter_map(|id| all.get(id.as_str()).map(|values| (id.clone(), values.clone()))).collect()
    }

    fn element(
        &self,
        hospital: &DemoHospital,
        element: &Element,
        profile: &ElementProfile,
        made: &HashMap<&str, Vec<i64>>,
        stands: &Stands,
    ) -> Vec<i64> {
        let quarter = self.period.to_string();
        let mut own = Chance::of(self.seed, &["level", &hospital.code, &profile.id]);
        let mut chance = Chance::of(self.seed, &["value", &hospital.code, &profile.id, &quarter]);
        // Half of what makes hospitals differ is the hospital, half the element.
        let differs = (hospital.quality * 0.7 + own.normal() * 0.7) * profile.spread;
        let (differs, shift) = match stands {
            Stands::Anyhow => (differs, 0.0),
            Stands::Out(out) => (differs, if out.element == profile.id { out.shift } else { 0.0 }),
            Stands::Ordinary => (0.0, 0.0),
        };
        let rate = profile.rate.get(&hospital.level).copied().unwrap_or(0.0);
        let trend = profile.trend * f64::from(self.since);
        let slots = if element.rhythm == Rhythm::Monthly { 3 } else { 1 };
        (0..slots)
            .map(|slot| {
                let base = match profile.of.as_str() {
                    "beds" => hospital.beds,
                    "choice" => 1,
                    other => basis(made.get(other).map(Vec::as_slice), slot, slots),
                };
                if profile.exact {
                    (base as f64 * rate).round() as i64
                } else if profile.part {
                    chance.binomial(base, (rate + differs + trend + shift).clamp(0.0, 0.995))
                } else {
                    chance.poisson(base as f64 * rate * (1.0 + trend) * (differs + shift).exp())
                }
            })
            .collect()
    }
}

/// The basis of a month is the month, of a quarter the sum of its months.
fn basis(values: Option<&[i64]>, slot: usize, slots: usize) -> i64 {
    match values {
        Some(values) if values.len() == slots => values[slot],
        Some(values) if slots == 1 => values.iter().sum(),
        Some([quarter]) => quarter / 3,
        _ => 0,
    }
}
