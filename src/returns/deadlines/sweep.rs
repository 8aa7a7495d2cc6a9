//! Every day once: who is reminded. Any process may look, as often as it likes: nobody gets the same message twice.

use chrono::NaiveDate;

use crate::access::Scope;
use crate::calendar::{Period, china_date};
use crate::db::StoreError;
use crate::inbox::{self, Days};
use crate::returns::deadlines::board::Board;
use crate::returns::deadlines::remind::letters;
use crate::returns::deadlines::store;
use crate::returns::desk::Desk;

/// Quarters that are looked at, from the last one that is over back: a year later nobody is reminded any more.
const QUARTERS: i32 = 2;

/// Posts what is due since somebody looked last, about the last quarters that are over; how many messages were made.
///
/// # Errors
/// Of the database; then nothing was posted.
pub async fn remind(desk: &Desk, looked: Option<NaiveDate>) -> Result<u64, StoreError> {
    let now = desk.clock.now();
    if store::stated(&desk.db).await?.is_empty() {
        return Ok(0);
    }
    let today = china_date(now);
    let latest = Period::quarter_containing(today).previous();
    let mut due = Vec::new();
    for back in 0..QUARTERS {
        let quarter = latest.shifted(-back);
        if desk.catalogue.edition_for(quarter).is_some() {
            let board = Board::load(&desk.db, &desk.catalogue, &Scope::Everything, quarter, now).await?;
            due.extend(letters(quarter, Days::since(looked, today), &board.rows));
        }
    }
    if due.is_empty() {
        return Ok(0);
    }
    let txn = crate::db::write(&desk.db).await?;
    let made = inbox::post(&*txn, now, &due).await?;
    txn.commit().await?;
    Ok(made)
}

/// Reminds, for as long as the server runs.
pub async fn keep_reminding(desk: Desk) {
    inbox::keep_reminding(desk.clock.clone(), "returns", |looked| remind(&desk, looked)).await;
}
