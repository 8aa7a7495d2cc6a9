//! Where somebody is led who sent a picture or a document in place of the workbook.

use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_date};
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::desk::Desk;
use crate::returns::store::{self, Upload};

/// Links for the viewer's own hospital.
#[derive(Serialize)]
pub struct Instead {
    label: String,
    template: String,
    entry: String,
    /// The receipt of the latest round, where stamped pages go.
    stamps: Option<String>,
}

impl Instead {
    /// The ways on, where one of the uploads was no workbook and the viewer fills for a hospital. `asked` is the quarter
    /// of the page they were sent to, where none of them says one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(
        desk: &Desk,
        viewer: &Viewer,
        uploads: &[Upload],
        asked: Option<Period>,
    ) -> Result<Option<Self>, StoreError> {
        let whole = |upload: &Upload| {
            upload.problems.iter().any(|p| p.severity == Severity::Block && p.rule == "not-a-spreadsheet")
        };
        let Some(own) = viewer.hospital().filter(|_| uploads.iter().any(whole) && viewer.may(Power::SubmitReturns))
        else {
            return Ok(None);
        };
        let over = Period::quarter_containing(china_date(desk.clock.now())).previous();
        let quarter = uploads.iter().find_map(|upload| upload.period).or(asked).map_or(over, Period::quarter);
        let scope = viewer.scope();
        let hospital = hospitals::store::one_on_day(&desk.db, &scope, own, quarter.last_day()).await?;
        let Some(hospital) = hospital else { return Ok(None) };
        let base = format!("/returns/{quarter}/{}", hospital.code);
        let latest = store::find(&desk.db, &scope, own, quarter).await?.map_or(0, |of| of.latest);
        Ok(Some(Self {
            label: quarter.label(),
            template: format!("{base}/template"),
            entry: format!("{base}/entry"),
            stamps: (latest > 0).then(|| format!("{base}/rounds/{latest}#stamps")),
        }))
    }
}
