//! A quarter that is published, and corrected afterwards: so that a publication shows what has changed since.

use chrono::Duration;

use crate::access::{Place, Viewer};
use crate::authorities;
use crate::calendar::Period;
use crate::catalogue::model::Edition;
use crate::demo::planted::Planted;
use crate::demo::season::{NotMade, Order, Season, corrected, named, noon};
use crate::progress;
use crate::publications::model::Audience;
use crate::publications::{self, Ground, Publishing};
use crate::returns::accept_many;

/// Days after the quarter on which it is published, on which the correction comes in, and on which it is accepted.
const DAYS: [i64; 3] = [30, 40, 41];

impl Season<'_> {
    /// Publishes the quarter as the top of the tree would, then takes in a correction of one hospital and accepts it.
    pub(super) async fn publish_and_correct(
        &mut self,
        order: Order,
        edition: &Edition,
        period: Period,
    ) -> Result<(), NotMade> {
        let after = |days: i64| noon(period.last_day()) + Duration::days(days);
        self.desk.clock.set(after(DAYS[0]));
        self.publish(period).await?;
        let code = order.invented.code.clone();
        let numbers = corrected(&self.desk.catalogue, &order.numbers);
        self.last.insert(code.clone(), numbers.clone());
        self.desk.clock.set(after(DAYS[1]));
        self.hand_in(vec![Order { numbers, ..order }], edition, period).await?;
        self.desk.clock.set(after(DAYS[2]));
        let only = [code.clone()];
        accept_many(self.desk, &named("演示审核"), period, Some(&only)).await.map_err(NotMade::because)?;
        self.planted.push(Planted::of("corrected_after_publication", &code, period));
        Ok(())
    }

    async fn publish(&self, period: Period) -> Result<(), NotMade> {
        let desk = self.desk;
        let top = authorities::store::top(&desk.db).await.map_err(NotMade::because)?;
        let Some(top) = top else { return Ok(()) };
        let ground = Ground::of(&desk.db, &desk.catalogue, top).await.map_err(NotMade::because)?;
        let Some(ground) = ground else { return Ok(()) };
        let looking = progress::Desk::new(desk.db.clone(), desk.clock.clone(), desk.catalogue.clone());
        let viewer = Viewer { place: Place::Authority(top), ..named("省级演示账号") };
        let at = Publishing { desk: &looking, data_dir: &desk.data_dir };
        for audience in [Audience::Public, Audience::Internal] {
            let order = publications::Order {
                period,
                title: format!("演示：{}{}医疗质量安全改进目标进展通报", ground.name, period.label()),
                audience,
                seen: None,
            };
            at.publish(&viewer, &ground, &order).await.map_err(NotMade::because)?;
        }
        Ok(())
    }
}
