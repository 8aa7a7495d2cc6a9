//! Workbooks to take away: the pre-filled form, and the kept original of an upload.

use axum::extract::State;
use axum::response::Redirect;
use bytes::Bytes;
use serde::Deserialize;

use crate::access::{HospitalId, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::hospitals;
use crate::returns::desk::Desk;
use crate::returns::pages::{hospital_of, quarter_of};
use crate::returns::store::Upload;
use crate::returns::template::{self, Fills};
use crate::returns::{Part, Rows, outgoing, store};
use crate::state::AppState;
use crate::web::{Download, PageError, Path, Query};

/// GET `/returns/{period}/{code}/template`
pub async fn template(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Download, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let plan = outgoing::plan(&app.db, &viewer.scope(), &catalogue, &hospital, quarter).await?;
    let plan = plan.ok_or(PageError::NotFound)?;
    let bytes = template::write(&catalogue, &plan, &Fills::default()).map_err(PageError::internal)?;
    Ok(Download::xlsx(plan.file_name(), bytes))
}

/// GET `/returns/{period}/template`: the viewer's own hospital's.
pub async fn own_template(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(period): Path<String>,
) -> Result<Redirect, PageError> {
    let quarter = quarter_of(&period)?;
    let id = viewer.hospital().ok_or(PageError::NotFound)?;
    let hospital = hospitals::store::one_on_day(&app.db, &viewer.scope(), id, quarter.last_day()).await?;
    let hospital = hospital.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/returns/{quarter}/{}/template", hospital.code)))
}

/// `?period=2024Q3`
#[derive(Deserialize)]
pub struct TableQuery {
    period: Period,
}

/// GET `/returns/table?period=`: 汇总表 of the hospitals in scope.
pub async fn table(
    catalogue: Catalogue,
    State(app): State<AppState>,
    viewer: Viewer,
    Query(query): Query<TableQuery>,
) -> Result<Download, PageError> {
    let plan = outgoing::table(&app.db, &viewer.scope(), &catalogue, query.period.quarter()).await?;
    let plan = plan.ok_or(PageError::NotFound)?;
    let bytes = template::write_table(&plan, &[]).map_err(PageError::internal)?;
    Ok(Download::xlsx(plan.file_name(), bytes))
}

/// GET `/returns/{period}/{code}/department-table`: 分科室表 with the departments of the hospital's list.
pub async fn department_table(
    catalogue: Catalogue,
    State(app): State<AppState>,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Download, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let plan = outgoing::departments(&app.db, &viewer.scope(), &catalogue, &hospital, quarter).await?;
    let plan = plan.ok_or(PageError::NotFound)?;
    let bytes = template::write_table(&plan, &[]).map_err(PageError::internal)?;
    Ok(Download::xlsx(plan.file_name(), bytes))
}

/// GET `/returns/uploads/{batch}/{id}/original`
pub async fn original(
    desk: Desk,
    viewer: Viewer,
    Path((batch, id)): Path<(String, i64)>,
) -> Result<Download, PageError> {
    let (upload, bytes) = kept(&desk, &viewer, &batch, id).await?;
    if !store::sees_whole(&desk.db, &viewer, &upload).await? {
        return Err(withheld(&upload));
    }
    // Never shown in the browser: what came from outside is only taken away.
    Ok(Download { name: upload.name, kind: "application/octet-stream", bytes: bytes.to_vec() })
}

/// GET `/returns/uploads/{batch}/{id}/annotated`: what was sent, in our form, with every problem at its cell.
pub async fn annotated(
    desk: Desk,
    viewer: Viewer,
    Path((batch, id)): Path<(String, i64)>,
) -> Result<Download, PageError> {
    let (upload, bytes) = kept(&desk, &viewer, &batch, id).await?;
    let seen = seen_with(&desk, &viewer, &upload).await?;
    let rows = match store::sees_whole(&desk.db, &viewer, &upload).await? {
        true => Rows::All,
        false => Rows::Only(seen.iter().filter_map(|upload| upload.part_row).collect()),
    };
    let parts = parts_of(&desk, &viewer, seen).await?;
    let made = crate::returns::annotated(&desk, &viewer.scope(), bytes, upload.period, &parts, &rows).await?;
    let made = made.ok_or(PageError::NotFound)?;
    Ok(Download::xlsx(made.name, made.bytes))
}

/// Every return of the same file that was sent with an upload, as far as the viewer may see it.
async fn seen_with(desk: &Desk, viewer: &Viewer, of: &Upload) -> Result<Vec<Upload>, PageError> {
    match of.part_row {
        Some(_) => Ok(store::uploads_of_file(&desk.db, viewer, &of.batch, of.file).await?),
        None => Ok(vec![of.clone()]),
    }
}

/// What was found in each of these returns.
async fn parts_of(desk: &Desk, viewer: &Viewer, uploads: Vec<Upload>) -> Result<Vec<Part>, PageError> {
    let ids: Vec<HospitalId> = uploads.iter().filter_map(|upload| upload.hospital).collect();
    let codes = hospitals::store::codes_of(&desk.db, &viewer.scope(), &ids).await?;
    let code = |id: HospitalId| codes.get(&id).cloned();
    let part = |upload: Upload| Part { hospital: upload.hospital.and_then(code), problems: upload.problems };
    Ok(uploads.into_iter().map(part).collect())
}

/// The row is the viewer's to see, the file is not.
fn withheld(upload: &Upload) -> PageError {
    PageError::withheld(
        "这份原件不能下载：它是一张汇总表，里面还有其他医院的数。",
        format!(
            "它由“{}”于 {} 上传，要看原件请找上传人。表里你看得到的医院，可以在上传结果里下载“标好问题的工作簿”，里面只有这些医院。",
            upload.by_name,
            china_minute(upload.at)
        ),
    )
}

/// An upload that the viewer may see, with its original.
async fn kept(desk: &Desk, viewer: &Viewer, batch: &str, id: i64) -> Result<(Upload, Bytes), PageError> {
    let upload = store::upload_in(&desk.db, viewer, batch, id).await?.ok_or(PageError::NotFound)?;
    let fingerprint = upload.sha256.parse().map_err(PageError::internal)?;
    let bytes = desk.files.get(fingerprint).await.map_err(PageError::internal)?;
    Ok((upload, bytes))
}
