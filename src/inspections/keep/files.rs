//! Photographs and documents: kept byte by byte, then named in the transaction.

use crate::access::{Power, Viewer};
use crate::db;
use crate::files::{self, Evidence, NewFile};
use crate::inspections::keep::{NotKept, held};
use crate::inspections::model::Number;
use crate::inspections::store;
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::{FieldErrors, Uploaded};

/// Most files of a visit.
const FILES_MAX: u64 = 200;

/// Adds files to a point of a visit that is being carried out, all of them or none.
///
/// # Errors
/// [`NotKept::Faulty`] names each file that is not a photograph or PDF, whatever its name says.
pub async fn add_file(
    app: &AppState,
    viewer: &Viewer,
    number: &Number,
    point: &str,
    uploads: &[Uploaded],
) -> Result<(), NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let mut faults = FieldErrors::default();
    let mut kinds = Vec::new();
    for upload in uploads {
        match Evidence::of(&upload.bytes) {
            Ok(kind) => kinds.push(kind),
            Err(fault) => faults.add("file", format!("“{}”{}。{}", upload.name, fault.message, fault.remedy)),
        }
    }
    if !faults.is_empty() {
        return Err(NotKept::Faulty(faults));
    }
    let kept = app.files.put_many(uploads.iter().map(|upload| upload.bytes.clone()).collect()).await?;
    let txn = db::write(&app.db).await?;
    let visit = held(&txn, viewer, number).await?;
    let edition = store::edition(&*txn, visit.edition.ok_or(NotKept::Unknown)?).await?;
    let (_, point) = edition.point(point).ok_or(NotKept::Unknown)?;
    if store::count_files(&*txn, visit.id).await? + uploads.len() as u64 > FILES_MAX {
        let text = format!("一次督导最多附 {FILES_MAX} 个文件，这几个没有存。请只留说明问题的照片。");
        return Err(NotKept::Faulty(FieldErrors::one("file", text)));
    }
    for ((upload, kind), kept) in uploads.iter().zip(kinds).zip(kept) {
        let row = NewFile {
            kept,
            name: upload.name.clone(),
            kind: "visit_file",
            received_at: at,
            received_by: viewer.account,
        };
        let id = files::store::insert(&txn, &row).await?;
        store::insert_file(&*txn, viewer, at, (visit.id, Some(&point.id)), (id, kind)).await?;
    }
    let event = Event::new("visit.file-added", "visit", number)
        .detail("visit_point", &point.id)
        .detail("visit_files", uploads.len());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
