//! Plans of years: committed every January through the door commissions have; a few that fall behind commit none.

use chrono::{Datelike, Duration};

use crate::calendar::{Period, china_date};
use crate::coverage::{self, PlanForm};
use crate::demo::chance::Chance;
use crate::demo::visits::Visits;
use crate::kept::NotKept;

/// The day of the year on which plans are committed, from 0.
const DAY: i64 = 19;
/// One commission below the top in this many commits none.
const SILENT: usize = 9;
/// Most hospitals by which a commission can do more than it plans.
const MORE: usize = 4;

impl Visits<'_> {
    /// Commits the plans of a year at the beginning of its first quarter.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn plan(&self, period: Period) -> Result<(), NotKept> {
        let moment = period.first_day().and_hms_opt(1, 30, 0).unwrap_or_default().and_utc() + Duration::days(DAY);
        self.app.clock.set(self.app.clock.now().max(moment));
        let year = china_date(self.app.clock.now()).year();
        for (_, one) in self.tree.walk().into_iter().filter(|(_, one)| one.is_commission()) {
            let silent = one.reviewed_by.is_some() && Chance::of(self.seed, &["silent", &one.code]).index(SILENT) == 0;
            let viewer = self.staff_of(one.id);
            let usual = coverage::usual(self.app, self.catalogue, &viewer, year).await?;
            let Some(form) = usual.filter(|_| !silent) else { continue };
            let planned: usize = form.planned.parse().unwrap_or_default();
            let can = planned + Chance::of(self.seed, &["can", &one.code]).index(MORE);
            let form = PlanForm { capacity: can.to_string(), ahead: can.to_string(), ..form };
            coverage::commit(self.app, self.catalogue, &viewer, &form).await?;
        }
        Ok(())
    }
}
