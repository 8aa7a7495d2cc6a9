//! What somebody does about exemplars: submits one, takes it back, chooses. One transaction each, with its row in the journal.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{HospitalId, Power, Viewer};
use crate::calendar::{Period, china_date};
use crate::catalogue::Catalogue;
use crate::catalogue::model::Campaign;
use crate::db::{self, StoreError, WriteTxn};
use crate::exemplars::check::{self, Typed};
use crate::exemplars::model::{Decision, Exemplar, Number, Picture, State};
use crate::exemplars::store::{self, New, Reach};
use crate::files::{self, Evidence, NewFile};
use crate::hospitals;
use crate::inbox::{self, Letter, Recipient, Topic};
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{FieldErrors, Uploaded};

/// Most bytes of one picture: all of them go into one file that people pass on.
const PICTURE_MAX: usize = 3 * 1024 * 1024;

/// Whether the viewer submits: staff of a commission or a QC centre.
#[must_use]
pub fn may_submit(viewer: &Viewer) -> bool {
    viewer.may(Power::KeepDuties) && viewer.authority().is_some()
}

/// Whether the viewer chooses: the top.
#[must_use]
pub fn may_decide(viewer: &Viewer) -> bool {
    viewer.may(Power::KeepDuties) && viewer.top
}

/// Whether the viewer takes back what was submitted.
#[must_use]
pub fn may_take_back(viewer: &Viewer, one: &Exemplar) -> bool {
    may_submit(viewer) && viewer.authority() == Some(one.authority)
}

/// Submits one for the campaign that was chosen of those that call for some; gives its number.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn submit(
    app: &AppState,
    (catalogue, calling): (&Catalogue, &[&Campaign]),
    viewer: &Viewer,
    (typed, uploads): (&Typed, &[Uploaded]),
) -> Result<Number, NotKept> {
    viewer.must(Power::KeepDuties)?;
    let authority = viewer.authority().ok_or(NotKept::Unknown)?;
    let at = app.clock.now();
    let today = Period::quarter_containing(china_date(at));
    let (kinds, mut faults) = pictures(uploads);
    let code = typed.get("hospital").map(|code| code.trim()).unwrap_or_default();
    let hospital = hospital(app, viewer, (code, china_date(at)), &mut faults).await?;
    let wanted = match check::submission(typed, (catalogue, calling), uploads.len(), today) {
        Ok(wanted) if faults.is_empty() => wanted,
        Ok(_) => return Err(NotKept::Faulty(faults)),
        Err(more) => {
            faults.0.extend(more.0);
            return Err(NotKept::Faulty(faults));
        }
    };
    let kept = app.files.put_many(uploads.iter().map(|upload| upload.bytes.clone()).collect::<Vec<Bytes>>()).await?;
    let txn = db::write(&app.db).await?;
    let number = Number { quarter: wanted.quarter, serial: store::next_serial(&*txn, wanted.quarter).await? };
    let new = New { number, authority, hospital, wanted: &wanted };
    let id = match store::insert(&*txn, (viewer, at), new).await {
        Err(StoreError::Duplicate) => return Err(StoreError::Stale.into()),
        other => other?,
    };
    for (place, ((upload, kind), kept)) in (1..).zip(uploads.iter().zip(kinds).zip(kept)) {
        let name = upload.name.clone();
        let row = NewFile { kept, name, kind: "exemplar", received_at: at, received_by: viewer.account };
        let file = files::store::insert(&txn, &row).await?;
        store::insert_picture(&*txn, id, &Picture { number: place, file, kind }).await?;
    }
    let event = Event::new("exemplar.submitted", "exemplar", id)
        .detail("exemplar_number", number)
        .detail("exemplar_campaign", &wanted.campaign)
        .detail("exemplar_title", &wanted.title)
        .detail("exemplar_pictures", uploads.len());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(number)
}

/// The hospital with this code, in the scope of whoever submits; none where no code was typed.
async fn hospital(
    app: &AppState,
    viewer: &Viewer,
    (code, day): (&str, NaiveDate),
    faults: &mut FieldErrors,
) -> Result<Option<HospitalId>, NotKept> {
    if code.is_empty() {
        return Ok(None);
    }
    let found = hospitals::store::by_code(&app.db, &viewer.scope(), code, day).await?;
    if found.is_none() {
        let why = format!("“{code}”不是本单位范围内医院的名录编码。请到“医院名录”查编码，或者不填。");
        faults.add("hospital", why);
    }
    Ok(found.map(|found| found.id))
}

/// What the pictures are; every one that is none is named.
fn pictures(uploads: &[Uploaded]) -> (Vec<Evidence>, FieldErrors) {
    let (mut kinds, mut faults) = (Vec::new(), FieldErrors::default());
    for upload in uploads {
        if upload.bytes.len() > PICTURE_MAX {
            let why = format!("“{}”超过 3 MB。请在手机相册里选较小的尺寸，或截图再传。", upload.name);
            faults.add("file", why);
            continue;
        }
        match Evidence::of(&upload.bytes) {
            Ok(Evidence::Pdf) => faults.add("file", format!("“{}”是 PDF。这里放 JPG 或 PNG 图片。", upload.name)),
            Ok(kind) => kinds.push(kind),
            Err(fault) => faults.add("file", format!("“{}”{}。{}", upload.name, fault.message, fault.remedy)),
        }
    }
    (kinds, faults)
}

/// Chooses one or not, with a reason; `typed` also holds `version`.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn decide(app: &AppState, viewer: &Viewer, number: Number, typed: &Typed) -> Result<(), NotKept> {
    viewer.must(Power::KeepDuties)?;
    if !may_decide(viewer) {
        return Err(NotKept::Unknown);
    }
    let (state, audience, reason) = check::decision(typed).map_err(NotKept::Faulty)?;
    let (txn, one, at) = seen(app, viewer, number, typed).await?;
    if !one.state.may_become(state) {
        return Err(NotKept::NotNow("这份材料已经撤回，或者已经这样决定过了。", "回到这份材料的页面，看它现在怎样。"));
    }
    let decided = decision(viewer, at, (state, audience, reason));
    store::decide(&*txn, &one, &decided).await?;
    if viewer.authority() != Some(one.authority) {
        let text = decided.reason.clone();
        let range = audience.map(|audience| format!("（{}）", audience.label())).unwrap_or_default();
        let title = format!("典型材料{}{range}：{}", state.label(), one.title);
        let href = format!("/exemplars/{number}");
        let letter =
            Letter { to: Recipient::Authority(one.authority), topic: Topic::Duty, title, text, href, once: None };
        inbox::post(&*txn, at, &[letter]).await?;
    }
    let action = if state == State::Chosen { "exemplar.chosen" } else { "exemplar.declined" };
    conclude(app, viewer, (txn, at), (action, &one, &decided)).await
}

/// Takes one back, with a reason; `typed` also holds `version`.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn take_back(app: &AppState, viewer: &Viewer, number: Number, typed: &Typed) -> Result<(), NotKept> {
    viewer.must(Power::KeepDuties)?;
    let reason = check::taken_back(typed).map_err(NotKept::Faulty)?;
    let (txn, one, at) = seen(app, viewer, number, typed).await?;
    if !may_take_back(viewer, &one) {
        return Err(NotKept::Unknown);
    }
    if !one.state.may_become(State::Withdrawn) {
        return Err(NotKept::NotNow(
            "已选用的材料不能撤回，撤回过的不用再撤。",
            "选用以后要撤下来，请省级改为“不选用”。",
        ));
    }
    let decided = decision(viewer, at, (State::Withdrawn, None, reason));
    store::decide(&*txn, &one, &decided).await?;
    conclude(app, viewer, (txn, at), ("exemplar.withdrawn", &one, &decided)).await
}

/// The transaction, and the one with this number as the reader saw it.
async fn seen(
    app: &AppState,
    viewer: &Viewer,
    number: Number,
    typed: &Typed,
) -> Result<(WriteTxn, Exemplar, DateTime<Utc>), NotKept> {
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let one = store::find(&*txn, Reach::of(viewer), number).await?.ok_or(NotKept::Unknown)?;
    if typed.get("version").and_then(|version| version.parse().ok()) != Some(one.version) {
        return Err(StoreError::Stale.into());
    }
    Ok((txn, one, at))
}

fn decision(
    viewer: &Viewer,
    at: DateTime<Utc>,
    (state, audience, reason): (State, Option<crate::publications::model::Audience>, String),
) -> Decision {
    Decision { state, audience, reason, at, by_name: viewer.name.clone(), by_place: viewer.place_name.clone() }
}

async fn conclude(
    app: &AppState,
    viewer: &Viewer,
    (txn, at): (WriteTxn, DateTime<Utc>),
    (action, one, decided): (&'static str, &Exemplar, &Decision),
) -> Result<(), NotKept> {
    let event = Event::new(action, "exemplar", one.id)
        .detail("exemplar_number", one.number)
        .detail("exemplar_title", &one.title)
        .detail("exemplar_audience", decided.audience.map(|audience| audience.label()).unwrap_or_default())
        .detail("exemplar_reason", &decided.reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
