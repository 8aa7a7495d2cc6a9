//! The kept original of an upload: where it is, or why the viewer does not get it.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::Viewer;
use crate::db::StoreError;
use crate::returns::store::{self, Upload};

/// A link to an original, or the words in its place.
#[derive(Clone, Debug, Serialize)]
pub struct Original {
    /// Where it is; none where it holds what the viewer does not see.
    pub href: Option<String>,
    /// Why there is no link; none where there is one.
    pub withheld: Option<String>,
}

impl Original {
    /// That of an upload which the viewer may see.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(db: &impl ConnectionTrait, viewer: &Viewer, upload: &Upload) -> Result<Self, StoreError> {
        if store::sees_whole(db, viewer, upload).await? {
            let href = format!("/returns/uploads/{}/{}/original", upload.batch, upload.id);
            return Ok(Self { href: Some(href), withheld: None });
        }
        let withheld = format!("原件里还有其他医院的数，不能下载；要看请找上传人“{}”", upload.by_name);
        Ok(Self { href: None, withheld: Some(withheld) })
    }
}
