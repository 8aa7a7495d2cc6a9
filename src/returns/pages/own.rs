//! 季度报表 of one hospital: what is due, what came of it.

use chrono::NaiveDate;
use serde::Serialize;

use crate::access::{HospitalId, Power, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::deadlines;
use crate::returns::desk::Desk;
use crate::returns::model::{Return, Standing};
use crate::returns::pages::Tag;
use crate::returns::store::{self, Drafted};
use crate::web::{Crumb, Head, View};

/// Quarters shown: three years.
const QUARTERS: i32 = 12;

/// What `templates/returns/own.html` shows.
#[derive(Serialize)]
pub struct OwnPage {
    lede: String,
    rows: Vec<Row>,
    due: Option<Due>,
    may_upload: bool,
}

#[derive(Serialize)]
struct Due {
    period: Period,
    label: String,
    entry: String,
    /// Whether a round came in already and another is asked for.
    again: bool,
}

#[derive(Serialize)]
struct Row {
    period: Period,
    label: String,
    tag: Tag,
    text: String,
    href: String,
    template: String,
    upload: String,
    entry: String,
    draft: Option<String>,
}

impl View for OwnPage {
    const TEMPLATE: &'static str = "returns/own.html";

    fn head(&self) -> Head {
        Head::titled("季度报表").crumb(Crumb::here("季度报表"))
    }
}

impl OwnPage {
    /// The quarters that are over, the latest first, with what stands there.
    pub(super) async fn load(
        desk: &Desk,
        viewer: &Viewer,
        hospital: HospitalId,
        today: NaiveDate,
    ) -> Result<Option<Self>, StoreError> {
        let latest = Period::quarter_containing(today).previous();
        let scope = viewer.scope();
        let at = crate::hospitals::store::one_on_day(&desk.db, &scope, hospital, latest.last_day()).await?;
        let Some(at) = at else { return Ok(None) };
        let returns = store::of_hospital(&desk.db, &scope, hospital).await?;
        let drafts = store::drafts_of(&desk.db, &scope, hospital).await?;
        let quarters = (0..QUARTERS).map(|back| latest.shifted(-back));
        let rows: Vec<Row> = quarters
            .filter(|quarter| desk.catalogue.edition_for(*quarter).is_some())
            .map(|quarter| row(&at.code, quarter, returns.iter().find(|of| of.period == quarter), &drafts))
            .collect();
        let owed = [Standing::Awaited, Standing::SentBack, Standing::Reopened].map(Standing::label);
        let waits = |row: &&Row| owed.contains(&row.tag.label);
        let due = rows.first().filter(waits).map(|row| Due {
            period: row.period,
            label: row.label.clone(),
            entry: row.entry.clone(),
            again: row.tag.label != Standing::Awaited.label(),
        });
        let lede = match &due {
            Some(due) if due.again => format!("{}要重新上传：原因和每一格的意见在报表页里。", due.label),
            Some(due) => {
                let now = desk.clock.now();
                let by = deadlines::due_beside(&desk.db, &desk.catalogue, viewer, &at, due.period, now).await?;
                format!(
                    "{}还没有上报{by}。下载已经填好单位和上季度数的工作簿，填完上传；也可以直接在网上填。",
                    due.label
                )
            }
            None => "最近一个季度已经上报。要更正，改好工作簿再传一次，会成为新的一轮。".to_owned(),
        };
        Ok(Some(Self { lede, rows, due, may_upload: viewer.may(Power::SubmitReturns) }))
    }
}

fn row(code: &str, quarter: Period, of: Option<&Return>, drafts: &[Drafted]) -> Row {
    let standing = of.map_or(Standing::Awaited, Return::standing);
    let text = of.map(Return::course).unwrap_or_default();
    Row {
        period: quarter,
        label: quarter.label(),
        tag: Tag::of(standing),
        text,
        href: format!("/returns/{quarter}/{code}"),
        template: format!("/returns/{quarter}/{code}/template"),
        upload: format!("/returns/upload?period={quarter}"),
        entry: format!("/returns/{quarter}/{code}/entry"),
        draft: drafts.iter().find(|draft| draft.period == quarter).map(Drafted::said),
    }
}
