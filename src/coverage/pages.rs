//! GET: how far an authority has come, who was never visited, and the same as a workbook.

mod centre;
mod chart;
mod never;
mod one;
mod plan;

pub use never::never;
pub use one::{one, own, xlsx};
pub use plan::{PlanPage, own_plan, plan};

use chrono::{Datelike, NaiveDate};

use crate::access::{AuthorityId, Viewer};
use crate::authorities::Authority;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Campaign;
use crate::coverage::quota::Why;
use crate::coverage::store::{Sources, sources};
use crate::state::AppState;
use crate::web::PageError;

/// What every page of coverage stands on.
struct Ground<'a> {
    campaign: &'a Campaign,
    sources: Sources,
    authority: Authority,
    today: NaiveDate,
}

impl<'a> Ground<'a> {
    /// Of the authority with this code, or of the viewer's own; `on` is the day asked, today where none is.
    async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &'a Catalogue,
        (code, on): (Option<&str>, &str),
    ) -> Result<Self, PageError> {
        let now = china_date(app.clock.now());
        let today = on.parse().ok().filter(|day: &NaiveDate| *day <= now).unwrap_or(now);
        let campaign = catalogue.campaign_on(today).ok_or_else(|| {
            PageError::refused("目录里没有活动，配额没有依据。", "在 targets/campaigns/ 里写一份活动，再看覆盖。")
        })?;
        let sources = sources(&app.db, &viewer.scope(), campaign, today).await?;
        let own: AuthorityId = viewer.authority().ok_or(PageError::NotFound)?;
        let found = match code {
            Some(code) => sources.tree.coded(code).filter(|found| sources.tree.is_under(own, found.id)),
            None => sources.tree.get(own),
        };
        let authority = found.cloned().ok_or(PageError::NotFound)?;
        Ok(Self { campaign, sources, authority, today })
    }

    /// The same where it is a commission: what is asked for has no meaning for a QC centre.
    async fn commission(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &'a Catalogue,
        asked: (Option<&str>, &str),
    ) -> Result<Self, PageError> {
        let ground = Self::load(app, viewer, catalogue, asked).await?;
        if ground.authority.is_commission() { Ok(ground) } else { Err(PageError::NotFound) }
    }

    /// Whether the campaign's last day is over on the day asked.
    fn over(&self) -> bool {
        self.today > self.campaign.to()
    }

    /// Why a promise can no longer be kept, in words; of a campaign that is over only what was missed: how it ended is said in its
    /// own words.
    fn told(&self, why: Option<(i32, Why)>) -> Option<String> {
        let past = |(_, why): &(i32, Why)| matches!(why, Why::YearlyMissed { .. });
        why.filter(|why| !self.over() || past(why)).map(why_label)
    }

    /// The year that is asked about.
    fn year(&self) -> i32 {
        self.today.min(self.campaign.to()).year()
    }
}

/// Why a promise can no longer be kept, and since when.
fn why_label((year, why): (i32, Why)) -> String {
    match why {
        Why::YearlyShare { needed, possible } => {
            format!("{year} 年起做不到：当年要督导 {needed} 家，最多能去 {possible} 家")
        }
        Why::YearlyMissed { needed, visited } => format!("{year} 年没有完成：应督导 {needed} 家，督导了 {visited} 家"),
        Why::Coverage { left, possible } => {
            format!("{year} 年起做不到：还有 {left} 家没去，期末前最多能去 {possible} 家")
        }
    }
}
