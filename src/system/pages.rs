//! The one page.

use axum::Extension;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::calendar::{china_minute, china_second};
use crate::catalogue::Shelf;
use crate::journal;
use crate::state::AppState;
use crate::system::store;
use crate::web::format::fixed;
use crate::web::{Crumb, Head, Page, PageError, View};

/// When this process began to serve.
#[derive(Clone, Copy, Debug)]
pub struct Started(pub DateTime<Utc>);

/// What `templates/system/status.html` shows.
#[derive(Serialize)]
pub struct StatusPage {
    version: &'static str,
    database: &'static str,
    size: String,
    data_dir: String,
    started: String,
    uptime: String,
    journal: Option<JournalHead>,
    catalogue: CatalogueInUse,
    now: String,
}

#[derive(Serialize)]
struct JournalHead {
    seq: i64,
    head: String,
    at: String,
}

/// Which files of targets are in use, and what is wrong with those that are not.
#[derive(Serialize)]
struct CatalogueInUse {
    folder: Option<String>,
    years: String,
    faults: Vec<String>,
}

impl CatalogueInUse {
    fn of(shelf: &Shelf) -> Self {
        let years: Vec<String> = shelf.current().editions().iter().map(|edition| edition.year.to_string()).collect();
        Self {
            folder: shelf.folder().map(|folder| folder.display().to_string()),
            years: years.join("、"),
            faults: shelf.refused().iter().map(ToString::to_string).collect(),
        }
    }
}

impl View for StatusPage {
    const TEMPLATE: &'static str = "system/status.html";

    fn head(&self) -> Head {
        Head::titled("运行状态").crumb(Crumb::here("运行状态"))
    }
}

/// Shows how the system runs.
pub async fn status(
    State(app): State<AppState>,
    Extension(started): Extension<Started>,
    Extension(shelf): Extension<Shelf>,
) -> Result<Page<StatusPage>, PageError> {
    let now = app.clock.now();
    let head = journal::head(&app.db).await?;
    Ok(Page(StatusPage {
        version: env!("CARGO_PKG_VERSION"),
        database: store::kind(&app.db),
        size: size_label(store::size(&app.db).await?),
        data_dir: app.data_dir.display().to_string(),
        started: china_minute(started.0),
        uptime: uptime_label(now - started.0),
        journal: head.map(|head| JournalHead { seq: head.seq, head: head.head, at: china_second(head.at) }),
        catalogue: CatalogueInUse::of(&shelf),
        now: china_second(now),
    }))
}

fn size_label(bytes: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let megabytes = bytes as f64 / (1024.0 * 1024.0);
    format!("{} MB", fixed(megabytes, 1))
}

fn uptime_label(time: TimeDelta) -> String {
    match (time.num_days(), time.num_hours(), time.num_minutes()) {
        (0, 0, minutes) => format!("{minutes} 分钟"),
        (0, hours, minutes) => format!("{hours} 小时 {} 分钟", minutes - hours * 60),
        (days, hours, _) => format!("{days} 天 {} 小时", hours - days * 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_said_in_the_unit_that_matters() {
        assert_eq!(uptime_label(TimeDelta::seconds(59)), "0 分钟");
        assert_eq!(uptime_label(TimeDelta::minutes(125)), "2 小时 5 分钟");
        assert_eq!(uptime_label(TimeDelta::hours(49)), "2 天 1 小时");
        assert_eq!(size_label(1_572_864), "1.5 MB");
    }
}
