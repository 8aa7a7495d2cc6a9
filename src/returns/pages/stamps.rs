//! A stamped page to take away.

use crate::access::Viewer;
use crate::returns::desk::Desk;
use crate::returns::pages::{found_round, quarter_of};
use crate::returns::store;
use crate::web::{Download, PageError, Path};

/// GET `/returns/{period}/{code}/rounds/{number}/stamps/{id}`
pub async fn stamped(
    desk: Desk,
    viewer: Viewer,
    Path((period, code, number, id)): Path<(String, String, i32, i64)>,
) -> Result<Download, PageError> {
    let round = found_round(&desk.db, &viewer, quarter_of(&period)?, &code, number).await?.round;
    let stamps = store::stamps_of(&desk.db, round.id).await?;
    let stamp = stamps.into_iter().find(|stamp| stamp.id == id).ok_or(PageError::NotFound)?;
    let file = crate::files::store::find_everywhere(&desk.db, stamp.file).await?.ok_or(PageError::NotFound)?;
    let bytes = desk.files.get(file.kept.sha256).await.map_err(PageError::internal)?;
    // Never shown in the browser: what came from outside is only taken away, under an ending that is its content's.
    let ending = format!(".{}", stamp.kind);
    let name =
        if stamp.name.to_lowercase().ends_with(&ending) { stamp.name } else { format!("{}{ending}", stamp.name) };
    Ok(Download { name, kind: "application/octet-stream", bytes: bytes.to_vec() })
}
