//! What the top does about a summary: writes beside its figures, and freezes it. One transaction each, with its row in the journal.

use crate::access::{Power, Viewer};
use crate::calendar::china_date;
use crate::campaign::{self, model::Linked};
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::progress::Desk;
use crate::reports::check::{self, Typed};
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Content, Texts};
use crate::reports::{sections, store};
use crate::state::AppState;
use crate::web::PageError;

/// Whether the viewer writes summaries and sees those that are not frozen: the top.
#[must_use]
pub fn may_write(viewer: &Viewer) -> bool {
    viewer.may(Power::KeepDuties) && viewer.top
}

/// The summary with these ids as of today; none that is invented where not everything is.
///
/// # Errors
/// [`PageError::NotFound`].
pub fn ground<'a>(
    app: &AppState,
    catalogue: &'a Catalogue,
    invented: bool,
    (campaign, summary): (&str, &str),
) -> Result<Ground<'a>, PageError> {
    let campaign = catalogue.campaign(campaign).filter(|one| invented || !one.demo).ok_or(PageError::NotFound)?;
    let plan = campaign.summary(summary).ok_or(PageError::NotFound)?;
    Ok(Ground::new((catalogue, invented), campaign, plan, china_date(app.clock.now())))
}

/// What it says now, with the words that were saved last.
///
/// # Errors
/// Of the database.
pub async fn live(desk: &Desk, viewer: &Viewer, ground: &Ground<'_>) -> Result<(Content, Texts), StoreError> {
    let texts = store::texts(&desk.db, key(ground)).await?;
    let gathered = Gathered::load(desk, viewer, ground).await?;
    Ok((sections::content(ground, &gathered, &texts), texts))
}

/// What names a summary in the database.
fn key<'a>(ground: &Ground<'a>) -> (&'a str, &'a str) {
    (&ground.campaign.id, &ground.plan.id)
}

/// Saves the words of people; `typed` holds a field for each section, and `version`.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn write(
    app: &AppState,
    viewer: &Viewer,
    (ground, content): (&Ground<'_>, &Content),
    typed: &Typed,
) -> Result<(), NotKept> {
    must(viewer)?;
    let at = app.clock.now();
    let words = check::words(typed, content).map_err(NotKept::Faulty)?;
    let txn = db::write(&app.db).await?;
    let seen = fresh(&store::texts(&*txn, key(ground)).await?, typed)?;
    store::save(&*txn, (viewer, at), key(ground), (seen, &words)).await?;
    let sections: Vec<&str> = words.keys().map(String::as_str).collect();
    let event = event("summary.written", ground).detail("summary_sections", sections.join(" "));
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Freezes it as the next edition; `typed` holds `version` of the words, `edition` as whichever it was meant, and from the second edition on `reason`. Gives the edition.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn freeze(
    app: &AppState,
    desk: &Desk,
    viewer: &Viewer,
    ground: &Ground<'_>,
    typed: &Typed,
) -> Result<i32, NotKept> {
    must(viewer)?;
    if ground.on < ground.plan.to {
        return Err(NotKept::NotNow(
            "这段时间还没有结束，现在不能定稿。",
            "到最后一天当天起可以定稿；在那以前可以先写评述。",
        ));
    }
    let at = app.clock.now();
    // What is owed is kept up by a job; what is frozen is as of now.
    campaign::refresh::refresh(&app.db, ground.catalogue, at, ground.invented).await?;
    let txn = db::write(&app.db).await?;
    // Read in many statements, and yet of one moment: nobody else ends a write meanwhile.
    journal::hold(&txn).await?;
    let (content, texts) = live(desk, viewer, ground).await?;
    fresh(&texts, typed)?;
    let number = store::lines(&*txn, Some(key(ground))).await?.first().map_or(1, |line| line.edition + 1);
    if typed.get("edition").and_then(|edition| edition.parse().ok()) != Some(number) {
        return Err(NotKept::NotNow(
            "刚有人定过一版，这次没有再定。",
            "先看刚定的那一版；还要再定，请重新打开编写页面。",
        ));
    }
    let reason = check::reason(typed, number).map_err(NotKept::Faulty)?;
    let (id, seal) = store::freeze(&*txn, (viewer, at), key(ground), (number, &content, &reason)).await?;
    if let Some((duty, by)) = &ground.plan.duty {
        let (campaign, summary) = key(ground);
        let record = Linked { key: id, number: format!("{campaign}/{summary}/{number}") };
        let title = format!("{}第 {number} 版", ground.plan.title);
        campaign::summary::frozen(&txn, (viewer, at), (campaign, duty, *by), (&record, &title)).await?;
    }
    let event = event("summary.frozen", ground)
        .detail("summary_edition", number)
        .detail("summary_as_of", &content.as_of)
        .detail("summary_seal", seal)
        .detail("summary_reason", reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(number)
}

fn must(viewer: &Viewer) -> Result<(), NotKept> {
    viewer.must(Power::KeepDuties)?;
    if may_write(viewer) { Ok(()) } else { Err(NotKept::Unknown) }
}

/// The version of the words that was seen, where it is still the last.
fn fresh(texts: &Texts, typed: &Typed) -> Result<i32, NotKept> {
    let seen = typed.get("version").and_then(|version| version.parse().ok());
    if seen == Some(texts.version) { Ok(texts.version) } else { Err(StoreError::Stale.into()) }
}

fn event(action: &'static str, ground: &Ground<'_>) -> Event {
    let (campaign, summary) = key(ground);
    let named = [campaign, summary].join("/");
    Event::new(action, "summary", named)
}
