//! The loop of a server that reminds: what is due since the last look that worked, again and again.

use std::time::Duration;

use chrono::NaiveDate;

use crate::calendar::china_date;
use crate::clock::Clock;
use crate::db::StoreError;

/// How often is looked.
const LOOK_AGAIN: Duration = Duration::from_secs(600);

/// Looks for as long as the server runs. `remind` is given the day of the last look that worked, none since the start, and says how
/// many messages it posted; `about` tells them apart in the log.
pub async fn keep_reminding<Made>(clock: Clock, about: &'static str, remind: impl Fn(Option<NaiveDate>) -> Made)
where
    Made: Future<Output = Result<u64, StoreError>>,
{
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    let mut looked = None;
    loop {
        ticks.tick().await;
        let today = china_date(clock.now());
        match remind(looked).await {
            Ok(made) => {
                looked = Some(today);
                if made > 0 {
                    tracing::info!(about, messages = made, "reminders were posted");
                }
            }
            Err(error) => tracing::warn!(about, %error, "reminders were not posted"),
        }
    }
}
