//! The deeds: commit, write down, reveal. Each is one transaction with its row of the journal.

use rand::TryRng;
use rand::rngs::SysRng;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::draws::canonical;
use crate::draws::course::Misfit;
use crate::draws::ground::Ground;
use crate::draws::kept::Draw;
use crate::draws::model::{Number, Record};
use crate::draws::order::{Moment, Order};
use crate::draws::store::{self, NewDraw};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::{FieldErrors, PageError};

/// Why nothing was written.
#[derive(Debug)]
pub enum NotKept {
    /// The form says what cannot be.
    Faults(FieldErrors),
    /// The record does not fit.
    Misfit(Misfit),
    /// Somebody else was faster, the database, or the asker may not.
    Page(PageError),
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        Self::Page(error.into())
    }
}

impl From<PageError> for NotKept {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

/// Freezes a list under the next number of the authority's year.
///
/// # Errors
/// [`NotKept`]; then nothing was.
pub async fn commit(app: &AppState, catalogue: &Catalogue, viewer: &Viewer, order: &Order) -> Result<Number, NotKept> {
    let txn = db::write(&app.db).await?;
    let at = app.clock.now();
    let ground = Ground::own(app, &*txn, viewer).await?;
    let round = store::next(&*txn, ground.authority.id, order.year).await?;
    let list = order.freeze(&ground, catalogue, Moment { round, at }).map_err(NotKept::Faults)?;
    let text = canonical::write(&list);
    let mut salt = [0; 32];
    SysRng.try_fill_bytes(&mut salt).map_err(PageError::internal)?;
    let commitment = canonical::commitment(&text, &salt);
    let new = NewDraw {
        authority: ground.authority.id,
        list: &list,
        canonical: &text,
        salt: &salt,
        commitment: &commitment,
        at,
        due: list.due,
    };
    store::add(&*txn, viewer, new).await?;
    let event = Event::new("draws.committed", "draw", &list.number)
        .detail("commitment", &commitment)
        .detail("seed_kind", list.kind.key())
        .detail("hospitals", list.units.len());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(list.number)
}

/// Writes a record down after those that are there.
///
/// # Errors
/// [`NotKept`]; then nothing was.
pub async fn write_down(app: &AppState, viewer: &Viewer, draw: &Draw, record: Record) -> Result<(), NotKept> {
    if draw.revealed.is_some() {
        return Err(PageError::refused(
            "没有记下：这次抽取已经揭示，记录不能再加。",
            "揭示以后的变动请在那次督导里写明，或另作一次抽取。",
        )
        .into());
    }
    let head = draw.tried(record.clone()).map_err(NotKept::Misfit)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    store::append(&*txn, viewer, draw, (&record, &head), at).await?;
    // What was struck out stays inside the authority until it is revealed; the journal names the draw and the link.
    let event = Event::new(action(&record), "draw", &draw.list.number).detail("link", &head);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

fn action(record: &Record) -> &'static str {
    match record {
        Record::Seed { .. } | Record::Witnesses { .. } => "draws.seeded",
        Record::Strike { .. } => "draws.struck",
        Record::Recusal { .. } => "draws.recused",
    }
}

/// Publishes list, salt and records.
///
/// # Errors
/// [`NotKept`]; then nothing was.
pub async fn reveal(app: &AppState, viewer: &Viewer, draw: &Draw, reason: &str) -> Result<(), NotKept> {
    if !draw.seeded() {
        return Err(PageError::refused(
            "没有揭示：还没有种子，什么也没有抽。",
            "先填种子；两个来源都作废的，到期后会列为失败，另作一次抽取并写明原因。",
        )
        .into());
    }
    if draw.revealed.is_some() {
        return Err(StoreError::Stale.into());
    }
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    store::reveal(&*txn, viewer, draw, reason, at).await?;
    let event =
        Event::new("draws.revealed", "draw", &draw.list.number).detail("link", &draw.head).detail("reason", reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
