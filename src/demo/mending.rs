//! What the invented hospitals reply to findings, and what their commissions say of it, through the doors both have.

use chrono::Duration;

use crate::access::{Place, Role, Scope, Viewer};
use crate::calendar::Period;
use crate::demo::chance::Chance;
use crate::demo::visits::Visits;
use crate::inspections::model::{Finding, Standing};
use crate::inspections::store::{self, FindingFilter};
use crate::kept::NotKept;
use crate::rectifications::check::Typed;
use crate::rectifications::{Deed, step};

/// Share of open findings that a hospital replies to in a quarter, and of replies that are accepted, sent back; the rest waits.
const REPLIED: f64 = 0.7;
const ACCEPTED: f64 = 0.8;
const SENT_BACK: f64 = 0.08;
/// The day of a quarter on which replies come in: before its visits.
const DAY: i64 = 22;

fn typed(fields: &[(&str, &str)], steps: i32) -> Typed {
    let mut typed: Typed = fields.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect();
    typed.insert("steps".to_owned(), steps.to_string());
    typed
}

impl Visits<'_> {
    /// Hospitals reply to what was found in the quarters before, and most of it is closed.
    ///
    /// # Errors
    /// [`NotKept`].
    pub async fn mend(&self, period: Period) -> Result<(), NotKept> {
        let noon = period.first_day().and_hms_opt(4, 0, 0).unwrap_or_default().and_utc() + Duration::days(DAY);
        self.app.clock.set(self.app.clock.now().max(noon));
        let open = FindingFilter { standing: Some(Standing::Open), ..FindingFilter::default() };
        let findings = store::list_findings(&self.app.db, &Scope::Everything, &open, (0, u64::from(u32::MAX))).await?;
        for finding in findings {
            self.reply(&finding, period).await?;
        }
        Ok(())
    }

    async fn reply(&self, finding: &Finding, period: Period) -> Result<(), NotKept> {
        let name = period.to_string();
        let mut chance = Chance::of(self.seed, &["mend", &name, &finding.id.to_string()]);
        let Some(hospital) = self.hospitals.iter().find(|one| one.id == finding.hospital) else { return Ok(()) };
        if !chance.happens(REPLIED) {
            return Ok(());
        }
        let clerk = Viewer {
            place: Place::Hospital(hospital.id),
            roles: vec![Role::Clerk],
            name: "填报人演示".to_owned(),
            place_name: hospital.name.clone(),
            ..Viewer::stranger("")
        };
        let today = crate::calendar::china_date(self.app.clock.now()).to_string();
        let said = [
            ("measures", "演示：修订制度，组织培训，每月抽查一次并通报"),
            ("department", finding.department.as_str()),
            ("person", "科室负责人"),
            ("done_on", today.as_str()),
        ];
        step(self.app, &clerk, finding.id, Deed::Reply(&[]), &typed(&said, finding.steps)).await?;
        // Whoever reviews a hospital looks at what it replies, whoever went there.
        let staff = self.staff_of(hospital.reports_to);
        if chance.happens(ACCEPTED) {
            let said = typed(&[("reason", "演示：已看制度和抽查记录")], finding.steps + 1);
            step(self.app, &staff, finding.id, Deed::Verify, &said).await?;
        } else if chance.happens(SENT_BACK) {
            let said = typed(&[("reason", "演示：没有附抽查记录")], finding.steps + 1);
            step(self.app, &staff, finding.id, Deed::SendBack, &said).await?;
        }
        Ok(())
    }
}
