//! POST: stamped pages of a round.

use axum::response::{IntoResponse, Redirect, Response};

use crate::access::{Power, RoundId, Viewer};
use crate::files::{Evidence, Kept, NewFile};
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::pages::{FoundRound, ReceiptPage, found_round, quarter_of};
use crate::returns::stamp::{STAMPS_MAX, kind_of};
use crate::returns::store::{self, NewStamp};
use crate::web::{Multipart, PageError, Path, Uploaded, read_uploads};

/// POST `/returns/{period}/{code}/rounds/{number}/stamps`
pub async fn add_stamps(
    desk: Desk,
    viewer: Viewer,
    Path((period, code, number)): Path<(String, String, i32)>,
    form: Multipart,
) -> Result<Response, PageError> {
    viewer.must(Power::SubmitReturns)?;
    let found = found_round(&desk.db, &viewer, quarter_of(&period)?, &code, number).await?;
    match stamp(&desk, &viewer, &found, form).await {
        Ok(()) => Ok(Redirect::to(&format!("{}#stamps", found.base())).into_response()),
        Err(refused @ PageError::Refused { .. }) => {
            let page = ReceiptPage::load(&desk.db, &viewer, found, None, Some(refused.words())).await?;
            Ok(refused.on(page))
        }
        Err(error) => Err(error),
    }
}

async fn stamp(desk: &Desk, viewer: &Viewer, found: &FoundRound, form: Multipart) -> Result<(), PageError> {
    let pages = pages_of(read_uploads(form, "file").await.map_err(too_much)?)?;
    let bytes = pages.iter().map(|(page, _)| page.bytes.clone()).collect();
    let kept = desk.files.put_many(bytes).await?;
    let event = Event::new("returns.stamped", "return_round", found.round.id)
        .detail("period", found.quarter)
        .detail("hospital", &found.hospital.code)
        .detail("round", found.round.number);
    keep(desk, viewer, found.round.id, &pages, &kept, event).await
}

/// All of them are pages, or none is taken.
fn pages_of(files: Vec<Uploaded>) -> Result<Vec<(Uploaded, Evidence)>, PageError> {
    let (mut pages, mut wrong, mut remedies) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        match kind_of(&file.bytes) {
            Ok(kind) => pages.push((file, kind)),
            Err(not) => {
                wrong.push(format!("“{}”{}", file.name, not.message));
                if !remedies.contains(&not.remedy) {
                    remedies.push(not.remedy);
                }
            }
        }
    }
    if wrong.is_empty() {
        return Ok(pages);
    }
    Err(PageError::refused(format!("签章件没有收：{}。", wrong.join("；")), remedies.concat()))
}

async fn keep(
    desk: &Desk,
    viewer: &Viewer,
    round: RoundId,
    pages: &[(Uploaded, Evidence)],
    kept: &[Kept],
    event: Event,
) -> Result<(), PageError> {
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let before = usize::try_from(store::stamp_count(&*txn, round).await?).unwrap_or(usize::MAX);
    if before.saturating_add(pages.len()) > STAMPS_MAX {
        return Err(PageError::refused(
            format!("签章件没有收：这一轮已有 {before} 件，最多 {STAMPS_MAX} 件。"),
            "请把几页合成一个 PDF，或在新的一轮里传。",
        ));
    }
    for ((page, kind), kept) in pages.iter().zip(kept) {
        let file = NewFile {
            kept: *kept,
            name: page.name.clone(),
            kind: "return_stamp",
            received_at: at,
            received_by: viewer.account,
        };
        let file = crate::files::store::insert(&txn, &file).await?;
        let new = NewStamp { file, name: &page.name, kind: kind.key(), size: kept.size };
        store::insert_stamp(&*txn, round, &new, at, viewer).await?;
    }
    let prints: Vec<String> = kept.iter().map(|kept| kept.sha256.to_string()).collect();
    let recorded = journal::record(&txn, viewer, at, event.detail("files", prints.join(" "))).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(())
}

fn too_much(error: PageError) -> PageError {
    match error {
        PageError::TooLarge => PageError::refused(
            "签章件没有收：一次传的超过 64 MB。",
            "每件最多 10 MB。请在手机相册里选较小的尺寸，或扫描时选 200 dpi 灰度，几页分开传。",
        ),
        other => other,
    }
}
