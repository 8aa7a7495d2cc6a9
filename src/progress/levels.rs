//! Every indicator by level over some quarters, from the sums kept in the process: what pages of many indicators read.

use std::sync::Arc;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::{self, By};
use crate::progress::desk::Desk;
use crate::progress::load::{Asked, grouped, pooled};
use crate::progress::measure::Sums;
use crate::progress::model::Series;
use crate::progress::register::Register;
use crate::progress::territory::Territory;

/// Sums by level of every indicator, and the register they are held against.
pub struct Levels {
    /// Oldest first.
    pub periods: Vec<Period>,
    /// The register of the territory.
    pub register: Arc<Register>,
    sums: Vec<Arc<figures::Sums>>,
}

impl Levels {
    /// Loads them for a territory. Two or three small queries while nothing has changed, whatever the size of the register.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, territory: &Territory, periods: Vec<Period>) -> Result<Self, StoreError> {
        let register = desk.registers.within(&desk.db, &territory.pooled).await?;
        let sums = match territory.pooled {
            Scope::Everything => desk.pooled.pooled(&desk.db, &periods, By::Level).await?,
            scope => desk.pooled.pooled_within(&desk.db, &scope, register.version(), &periods, By::Level).await?,
        };
        Ok(Self { periods, register, sums })
    }

    /// Sums that are at hand already, one for each period.
    #[must_use]
    pub fn new(periods: Vec<Period>, register: Arc<Register>, sums: Vec<Arc<figures::Sums>>) -> Self {
        Self { periods, register, sums }
    }

    /// Whether anything was accepted in the last period.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.sums.last().is_some_and(|sums| !sums.is_empty())
    }

    /// The series of an indicator by level; nothing is withheld yet.
    #[must_use]
    pub fn series(&self, catalogue: &Catalogue, indicator: &Indicator) -> Series {
        let mut found = Sums::new();
        for (period, sums) in self.periods.iter().zip(&self.sums) {
            let cells = sums.values().filter(|cell| cell.indicator == indicator.id);
            found.extend(cells.map(|cell| ((*period, cell.group.clone()), pooled(cell))));
        }
        let asked = Asked { indicator, by: By::Level, periods: self.periods.clone() };
        grouped(catalogue, asked, &self.register, &found)
    }
}
