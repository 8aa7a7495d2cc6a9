//! 发布: freezing what is there now under a number, and later as another edition.

use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::db::{self, StoreError, WriteTxn};
use crate::journal::{self, Event};
use crate::progress::Desk;
use crate::publications::freeze::{Frozen, freeze, stamp};
use crate::publications::ground::Ground;
use crate::publications::measure::differences;
use crate::publications::model::{Audience, Content, Correction, FORMAT, Number, Publication, Standing};
use crate::publications::seal::shown;
use crate::publications::store::{self, NewEdition};
use crate::returns;
use crate::returns::model::Received;

/// How often it is tried again when somebody takes the number, or accepts a return, meanwhile.
const TRIES: usize = 5;

/// Where it is published.
#[derive(Clone, Copy)]
pub struct Publishing<'a> {
    /// Figures, register, clock.
    pub desk: &'a Desk,
    /// Where the journal's head goes besides.
    pub data_dir: &'a Path,
}

/// What is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The quarter.
    pub period: Period,
    /// The title.
    pub title: String,
    /// For whom.
    pub audience: Audience,
    /// The stamp of the figures that were looked at; none for whoever takes them as they are.
    pub seen: Option<String>,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum NotPublished {
    /// Nothing of the quarter is accepted.
    #[error("no accepted figures")]
    NoFigures,
    /// The territory has published the quarter for this audience.
    #[error("published as {0}")]
    Already(Number),
    /// The figures are not those that were looked at.
    #[error("the figures moved")]
    Moved,
    /// Nothing differs from the latest edition.
    #[error("nothing differs")]
    NoDifference,
    /// It is not the latest edition.
    #[error("superseded by {0}")]
    Superseded(Number),
    /// The content has not the fingerprint it was published with.
    #[error("the content was altered")]
    Altered,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where the returns of a quarter stand.
///
/// # Errors
/// Of the database.
pub async fn standing(db: &impl ConnectionTrait, ground: &Ground, period: Period) -> Result<Standing, StoreError> {
    let board = returns::store::board(db, &ground.territory().pooled, period).await?;
    let received = board.iter().fold(Received::default(), |sum, row| sum.and(row.standing, row.hospitals));
    Ok(Standing {
        expected: received.expected,
        accepted: received.accepted,
        waiting: received.waiting(),
        missing: received.expected - received.accepted,
    })
}

impl Publishing<'_> {
    /// Publishes a quarter of a territory for the first time.
    ///
    /// The caller has checked the power and whose territory it is.
    ///
    /// # Errors
    /// [`NotPublished`]; then nothing was.
    pub async fn publish(self, viewer: &Viewer, ground: &Ground, order: &Order) -> Result<Number, NotPublished> {
        for _ in 0..TRIES {
            match self.first(viewer, ground, order).await {
                Err(NotPublished::Store(StoreError::Duplicate | StoreError::Stale)) => {}
                done => return done,
            }
        }
        Err(StoreError::Stale.into())
    }

    async fn first(self, viewer: &Viewer, ground: &Ground, order: &Order) -> Result<Number, NotPublished> {
        let at = self.desk.clock.now();
        let frozen = freeze(self.desk, ground, order.period).await?;
        if !frozen.any {
            return Err(NotPublished::NoFigures);
        }
        let own = store::own(&self.desk.db, ground.authority, order.period, order.audience).await?;
        if let Some(number) = own {
            return Err(NotPublished::Already(number));
        }
        // Who publishes the same meanwhile is met by the table's own rule, and we come back here.
        let txn = self.unmoved(&frozen, order.period, order.seen.as_deref()).await?;
        let number = store::next(&*txn, order.period).await?;
        let standing = standing(&*txn, ground, order.period).await?;
        let content = Content {
            title: order.title.clone(),
            audience: order.audience,
            standing,
            ..self.content(ground, number, at, frozen)
        };
        self.keep(txn, viewer, ground, at, number, &content).await?;
        Ok(number)
    }

    /// Publishes another edition of what was published, with what is there now.
    ///
    /// The caller has checked the power and that it is the territory's own.
    ///
    /// # Errors
    /// [`NotPublished`]; then nothing was.
    pub async fn correct(
        self,
        viewer: &Viewer,
        ground: &Ground,
        before: &Publication,
        (reason, seen): (&str, &str),
    ) -> Result<Number, NotPublished> {
        let period = before.line.number.period;
        let at = self.desk.clock.now();
        if !before.sound {
            return Err(NotPublished::Altered);
        }
        let latest = store::latest(&self.desk.db, before.line.number).await?.ok_or(StoreError::Stale)?;
        if latest != before.line.number {
            return Err(NotPublished::Superseded(latest));
        }
        let frozen = freeze(self.desk, ground, period).await?;
        let differences = differences(&before.content.targets, &frozen.targets);
        if differences.is_empty() {
            return Err(NotPublished::NoDifference);
        }
        let txn = self.unmoved(&frozen, period, Some(seen)).await?;
        let number = latest.edition(latest.edition + 1);
        let standing = standing(&*txn, ground, period).await?;
        let corrects = before.line.number.to_string();
        let content = Content {
            title: before.content.title.clone(),
            audience: before.line.audience,
            standing,
            correction: Some(Correction { corrects, reason: reason.to_owned(), differences }),
            ..self.content(ground, number, at, frozen)
        };
        self.keep(txn, viewer, ground, at, number, &content).await.map_err(|error| match error {
            StoreError::Duplicate => NotPublished::Superseded(number),
            error => error.into(),
        })?;
        Ok(number)
    }

    /// A transaction in which the figures are still those that were frozen, and those that were looked at.
    async fn unmoved(self, frozen: &Frozen, period: Period, seen: Option<&str>) -> Result<WriteTxn, NotPublished> {
        if seen.is_some_and(|seen| seen != frozen.stamp) {
            return Err(NotPublished::Moved);
        }
        let txn = db::write(&self.desk.db).await?;
        if stamp(&*txn, period).await? != frozen.stamp {
            return Err(StoreError::Stale.into());
        }
        Ok(txn)
    }

    /// The content but for what the order or the edition before says.
    fn content(self, ground: &Ground, number: Number, at: DateTime<Utc>, frozen: Frozen) -> Content {
        let edition = self.desk.catalogue.edition_for(number.period);
        Content {
            format: FORMAT,
            number: number.to_string(),
            period: number.period.to_string(),
            period_label: number.period.label(),
            publisher: ground.publisher.clone(),
            territory: ground.name.clone(),
            audience: Audience::Internal,
            title: String::new(),
            as_of: china_minute(at),
            published_at: china_minute(at),
            targets_of: edition.map_or_else(String::new, |of| format!("{} 年，{}", of.year, of.document)),
            least: ground.territory().least,
            standing: Standing::default(),
            targets: frozen.targets,
            correction: None,
        }
    }

    async fn keep(
        self,
        txn: WriteTxn,
        viewer: &Viewer,
        ground: &Ground,
        at: DateTime<Utc>,
        number: Number,
        content: &Content,
    ) -> Result<(), StoreError> {
        let new = NewEdition { number, authority: ground.authority, as_of: at, at, content };
        let hash = store::add(&*txn, viewer, new).await?;
        let action = if number.edition > 1 { "publications.corrected" } else { "publications.published" };
        let mut event = Event::new(action, "publication", number)
            .detail("audience", content.audience.key())
            .detail("fingerprint", &hash);
        if let Some(correction) = &content.correction {
            event = event.detail("differences", correction.differences.len()).detail("reason", &correction.reason);
        }
        journal::conclude(txn, viewer, at, event, self.data_dir).await?;
        tracing::info!(number = %number, fingerprint = shown(&hash), "published");
        Ok(())
    }
}
