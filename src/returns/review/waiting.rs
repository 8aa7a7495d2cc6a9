//! What is known of rounds that wait: read in a few statements for all of them, for an acceptance and for the queue alike.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use crate::access::{AccountId, RoundId};
use crate::accounts;
use crate::db::StoreError;
use crate::returns::explain::{Ask, State, Tally};
use crate::returns::model::Return;
use crate::returns::store::{self, RoundRow};

/// A round that waits, with what is asked of it before it counts.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The round.
    pub round: RoundRow,
    /// It has a stamped page.
    pub stamped: bool,
    /// The hospital itself sent it, not somebody for it.
    pub by_hospital: bool,
    /// What is asked about it.
    pub asks: Vec<Ask>,
}

impl Waiting {
    /// Problems to be explained whose explanation the reviewer has not accepted.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.asks.iter().filter(|ask| ask.state() != Some(State::Accepted)).count()
    }

    /// What waits for words, in words; empty where nothing does.
    #[must_use]
    pub fn open_words(&self) -> String {
        Tally::of(&self.asks).open_words()
    }
}

/// What is known of the latest rounds of these returns, which were found in scope; a return without a round is left out.
///
/// # Errors
/// Of the database.
pub async fn load(
    db: &impl ConnectionTrait,
    returns: impl Iterator<Item = &Return>,
) -> Result<HashMap<RoundId, Waiting>, StoreError> {
    let of: HashMap<RoundId, &Return> = returns.filter_map(|of| Some((of.latest_round?, of))).collect();
    let ids: Vec<RoundId> = of.keys().copied().collect();
    let rounds = store::rounds_of(db, &ids).await?;
    let mut asks = store::asks_of(db, &ids).await?;
    let stamped = store::stamped(db, &ids).await?;
    let senders: Vec<AccountId> = rounds.values().filter_map(|round| round.received_from).collect();
    let hospitals = accounts::store::accounts::hospitals_of(db, &senders).await?;
    let waiting = |(id, round): (RoundId, RoundRow)| {
        let whose = of.get(&id).map(|of| of.hospital);
        let sender = round.received_from.and_then(|account| hospitals.get(&account).copied());
        let by_hospital = sender.is_some() && sender == whose;
        let asks = asks.remove(&id).unwrap_or_default();
        (id, Waiting { round, stamped: stamped.contains(&id), by_hospital, asks })
    };
    Ok(rounds.into_iter().map(waiting).collect())
}
