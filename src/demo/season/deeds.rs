//! What commissions, QC centres and hospitals do in a quarter besides their returns, in the order of its days.

use crate::calendar::Period;
use crate::demo::duties::Left;
use crate::demo::goals;
use crate::demo::season::{NotMade, Wish};
use crate::demo::visits::Visits;
use crate::progress;
use crate::returns::Desk;

impl Visits<'_> {
    /// What the quarter begins with: the last one's findings are mended and results published; a year begins with its plans.
    ///
    /// # Errors
    /// [`NotMade`].
    pub async fn begin(&self, desk: &Desk, wish: Wish, period: Period) -> Result<(), NotMade> {
        self.mend(period).await.map_err(NotMade::because)?;
        self.disclose(period).await.map_err(NotMade::because)?;
        if goals::are_due(period, wish.from) {
            self.plan(period).await.map_err(NotMade::because)?;
            self.aim(desk, period).await?;
        }
        Ok(())
    }

    /// What is handed in and submitted, what is summed up, who is visited; `left` is not handed in on purpose.
    ///
    /// # Errors
    /// [`NotMade`].
    pub async fn go_on(&self, desk: &Desk, wish: Wish, period: Period, left: &[Left]) -> Result<(), NotMade> {
        self.hand_in(period, left).await.map_err(NotMade::because)?;
        self.exemplars(period).await.map_err(NotMade::because)?;
        self.sum_up(desk).await?;
        self.of_quarter(period, period == wish.to).await.map_err(NotMade::because)?;
        Ok(())
    }

    /// Writes the summaries whose stretch is over.
    ///
    /// # Errors
    /// [`NotMade`].
    pub async fn sum_up(&self, desk: &Desk) -> Result<(), NotMade> {
        let looking = progress::Desk::new(desk.db.clone(), desk.clock.clone(), desk.catalogue.clone());
        self.summaries(&looking).await.map_err(NotMade::because)
    }
}
