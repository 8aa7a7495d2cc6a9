//! What somebody does about a duty: hands in evidence, takes it back, exempts whoever owes it. One transaction each, with its row
//! in the journal.

use bytes::Bytes;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, Missing, Power, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::campaign::check::{self, Brought, Typed};
use crate::campaign::model::{Bearer, Occurrence, Piece, complete_on};
use crate::campaign::record;
use crate::campaign::store::{self, New};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Duty, EvidenceKind};
use crate::db::{self, StoreError};
use crate::files::{self, Evidence, NewFile};
use crate::hospitals;
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{FieldErrors, Uploaded};

/// What to do where something cannot be done now.
const SEE: &str = "请回到这项任务的页面，看它现在怎样。";

/// Most files of one piece of evidence.
const FILES_MAX: usize = 1;

/// The authorities above a reader's own: what they owe is open to it.
#[must_use]
pub fn above(tree: &Tree, viewer: &Viewer) -> Vec<AuthorityId> {
    let up = |id: &AuthorityId| tree.get(*id).and_then(|one| one.reviewed_by);
    std::iter::successors(viewer.authority().and_then(|id| up(&id)), up).collect()
}

/// What is owed, with its duty and its campaign, and whoever stands above whom.
pub struct Ground<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The duty.
    pub duty: &'a Duty,
    /// What is owed.
    pub occurrence: Occurrence,
    /// Who stands above whom.
    pub tree: Tree,
}

impl<'a> Ground<'a> {
    /// The one with this key; none that the reader does not see, and none of a duty the catalogue no longer knows.
    ///
    /// # Errors
    /// Of the database.
    pub async fn find(
        db: &impl ConnectionTrait,
        catalogue: &'a Catalogue,
        viewer: &Viewer,
        id: i64,
    ) -> Result<Option<Self>, StoreError> {
        let tree = authorities::store::tree(db).await?;
        let found = store::find(db, (&viewer.scope(), &above(&tree, viewer)), id).await?;
        let Some(occurrence) = found else { return Ok(None) };
        let campaign = catalogue.campaign(&occurrence.campaign);
        let known = campaign.and_then(|campaign| Some((campaign, campaign.duty(&occurrence.owed.duty)?)));
        Ok(known.map(|(campaign, duty)| Self { campaign, duty, occurrence, tree }))
    }

    /// Whether the viewer hands in for whoever owes it.
    #[must_use]
    pub fn may_hand_in(&self, viewer: &Viewer) -> bool {
        match self.occurrence.owed.bearer {
            Bearer::Authority(id) => viewer.may(Power::KeepDuties) && viewer.authority() == Some(id),
            Bearer::Hospital(id) => viewer.may(Power::ActForHospital) && viewer.hospital() == Some(id),
        }
    }

    /// Whether the viewer decides that it is not asked for: whoever stands above; the topmost for itself, which everybody sees.
    #[must_use]
    pub fn may_exempt(&self, viewer: &Viewer) -> bool {
        let own = viewer.authority().filter(|_| viewer.may(Power::KeepDuties)).and_then(|id| self.tree.get(id));
        let Some(own) = own.filter(|own| own.is_commission()) else { return false };
        match self.occurrence.owed.bearer {
            Bearer::Authority(id) if id == own.id => own.reviewed_by.is_none(),
            _ => self.tree.is_under(own.id, self.occurrence.owed.under),
        }
    }

    /// Whether the viewer stands where whoever owes it stands, or above: what it links to is in the viewer's sight then.
    #[must_use]
    pub fn looks_down(&self, viewer: &Viewer) -> bool {
        match self.occurrence.owed.bearer {
            Bearer::Hospital(_) => true,
            Bearer::Authority(id) => viewer.authority().is_none_or(|own| self.tree.is_under(own, id)),
        }
    }

    /// What the bearer is called.
    ///
    /// # Errors
    /// Of the database.
    pub async fn name(&self, db: &impl ConnectionTrait) -> Result<String, StoreError> {
        match self.occurrence.owed.bearer {
            Bearer::Authority(id) => Ok(self.tree.name(id).to_owned()),
            Bearer::Hospital(id) => {
                let known = hospitals::store::named_everywhere(db, &[id]).await?;
                Ok(known.get(&id).map(|one| one.facts.name.clone()).unwrap_or_default())
            }
        }
    }

    fn event(&self, action: &'static str) -> Event {
        Event::new(action, "duty", self.occurrence.id)
            .detail("duty_title", &self.duty.title)
            .detail("duty_bearer", self.occurrence.owed.bearer.key())
            .detail("duty_period", &self.occurrence.owed.period)
    }
}

/// Hands in a piece of evidence; `typed` also holds `version` of the occurrence.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn hand_in(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    id: i64,
    (typed, uploads): (&Typed, &[Uploaded]),
) -> Result<(), NotKept> {
    must(viewer)?;
    let at = app.clock.now();
    let kinds = evidence(uploads)?;
    let kept = app.files.put_many(uploads.iter().map(|upload| upload.bytes.clone()).collect::<Vec<Bytes>>()).await?;
    let txn = db::write(&app.db).await?;
    let ground = Ground::find(&*txn, catalogue, viewer, id).await?.ok_or(NotKept::Unknown)?;
    if !ground.may_hand_in(viewer) {
        return Err(NotKept::Unknown);
    }
    let occurrence = &ground.occurrence;
    fresh(occurrence, typed)?;
    if occurrence.exempt.is_some() {
        return Err(NotKept::NotNow("这项任务已经免除，不用再交佐证。", SEE));
    }
    if !occurrence.stands {
        return Err(NotKept::NotNow("按现在的名录，这项任务不再由这里承担。", SEE));
    }
    let today = china_date(at);
    let pieces = store::pieces(&*txn, occurrence).await?;
    let kind = check::kind(typed, ground.duty).map_err(NotKept::Faulty)?;
    let of = (occurrence.owed.bearer, kind);
    let record = record::find(&*txn, (viewer, &ground.tree), of, (typed, today)).await?;
    let brought = Brought { files: uploads.len(), record: record.as_ref(), pieces: &pieces };
    let wanted = check::piece(typed, (ground.duty, occurrence), brought, today).map_err(NotKept::Faulty)?;
    let mut file = None;
    for ((upload, kind), kept) in uploads.iter().zip(kinds).zip(kept) {
        let row = NewFile {
            kept,
            name: upload.name.clone(),
            kind: "duty_evidence",
            received_at: at,
            received_by: viewer.account,
        };
        file = Some((files::store::insert(&txn, &row).await?, kind, upload.name.as_str()));
    }
    let number = pieces.last().map_or(0, |piece| piece.number) + 1;
    let new = New {
        occurrence,
        number,
        kind: wanted.kind,
        day: wanted.day,
        title: &wanted.title,
        training: wanted.training.as_ref(),
        file,
        record: wanted.record.as_ref(),
    };
    match store::insert(&*txn, (viewer, at), new).await {
        Err(StoreError::Duplicate) => return Err(StoreError::Stale.into()),
        other => other?,
    }
    let complete = recount(&*txn, occurrence, counting(&pieces).chain([wanted.day])).await?;
    let event = ground
        .event("duty.evidence")
        .detail("duty_evidence", format!("{number}　{}", wanted.title))
        .detail("duty_day", wanted.day)
        .detail("duty_complete", complete.map(|day| day.to_string()).unwrap_or_default());
    let event = match wanted.record {
        Some(record) => event.detail("duty_record", record.number),
        None => event,
    };
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Takes a piece of evidence back, with a reason.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn withdraw(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    (id, number): (i64, i32),
    typed: &Typed,
) -> Result<(), NotKept> {
    must(viewer)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let ground = Ground::find(&*txn, catalogue, viewer, id).await?.ok_or(NotKept::Unknown)?;
    if !ground.may_hand_in(viewer) {
        return Err(NotKept::Unknown);
    }
    fresh(&ground.occurrence, typed)?;
    let pieces = store::pieces(&*txn, &ground.occurrence).await?;
    let piece = pieces.iter().find(|piece| piece.number == number && piece.withdrawn.is_none());
    let piece = piece.ok_or(NotKept::Unknown)?;
    if piece.kind == EvidenceKind::Summary {
        return Err(NotKept::NotNow("定稿的总结不能撤回。", "要更正，请在活动总结里写明原因再定一版。"));
    }
    let reason = check::reason(typed, "撤回的原因").map_err(NotKept::Faulty)?;
    store::withdraw(&*txn, (viewer, at), piece, &reason).await?;
    let rest = pieces.iter().filter(|other| other.withdrawn.is_none() && other.number != number).map(|other| other.day);
    recount(&*txn, &ground.occurrence, rest).await?;
    let event = ground
        .event("duty.withdrawn")
        .detail("duty_evidence", format!("{number}　{}", piece.title))
        .detail("duty_reason", &reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Says that a duty is not asked of a bearer, or that it is again; `typed` holds `reason` and `version`.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn exempt(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    (id, exempt): (i64, bool),
    typed: &Typed,
) -> Result<(), NotKept> {
    viewer.must(Power::KeepDuties)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let ground = Ground::find(&*txn, catalogue, viewer, id).await?.ok_or(NotKept::Unknown)?;
    if !ground.may_exempt(viewer) {
        return Err(NotKept::Unknown);
    }
    fresh(&ground.occurrence, typed)?;
    if ground.occurrence.exempt.is_some() == exempt {
        let why = if exempt { "这项任务已经免除了。" } else { "这项任务没有免除，不用恢复。" };
        return Err(NotKept::NotNow(why, SEE));
    }
    let reason = check::reason(typed, if exempt { "免除的原因" } else { "恢复的原因" }).map_err(NotKept::Faulty)?;
    let name = format!("{}　{}", viewer.place_name, viewer.name);
    let why = exempt.then_some((china_date(at), reason.as_str(), name.as_str()));
    store::exempt(&*txn, &ground.occurrence, why).await?;
    let action = if exempt { "duty.exempted" } else { "duty.asked_again" };
    let event = ground.event(action).detail("duty_reason", &reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

fn must(viewer: &Viewer) -> Result<(), Missing> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::KeepDuties })
}

fn fresh(occurrence: &Occurrence, typed: &Typed) -> Result<(), NotKept> {
    let seen = typed.get("version").and_then(|version| version.parse().ok());
    if seen == Some(occurrence.version) { Ok(()) } else { Err(StoreError::Stale.into()) }
}

/// The days of the pieces that count.
pub(super) fn counting(pieces: &[Piece]) -> impl Iterator<Item = NaiveDate> + Clone {
    pieces.iter().filter(|piece| piece.withdrawn.is_none()).map(|piece| piece.day)
}

/// Writes how many pieces count, and since when they are enough.
pub(super) async fn recount(
    txn: &impl ConnectionTrait,
    occurrence: &Occurrence,
    days: impl Iterator<Item = NaiveDate>,
) -> Result<Option<NaiveDate>, StoreError> {
    let days: Vec<NaiveDate> = days.collect();
    let have = i32::try_from(days.len()).unwrap_or(i32::MAX);
    let done_on = complete_on(days, occurrence.owed.times);
    store::set_done(txn, occurrence, (have, done_on)).await?;
    Ok(done_on)
}

/// What the files are; all of them or none are taken.
fn evidence(uploads: &[Uploaded]) -> Result<Vec<Evidence>, NotKept> {
    if uploads.len() > FILES_MAX {
        let why = format!("一份佐证附 1 个文件，选了 {} 个；多份材料分几次交，或并成一个文件。", uploads.len());
        return Err(NotKept::Faulty(FieldErrors::one("file", why)));
    }
    let mut kinds = Vec::new();
    for upload in uploads {
        match Evidence::of(&upload.bytes) {
            Ok(kind) => kinds.push(kind),
            Err(fault) => {
                let why = format!("“{}”{}。{}", upload.name, fault.message, fault.remedy);
                return Err(NotKept::Faulty(FieldErrors::one("file", why)));
            }
        }
    }
    Ok(kinds)
}
