//! A large upload on its way: how far it is, how long it will take, and that one may leave.

use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::HeaderMap;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_minute;
use crate::db::StoreError;
use crate::jobs::{self, Job, JobState};
use crate::returns::desk::Desk;
use crate::web::{Crumb, Head, Page, View};

/// What `templates/returns/working.html` shows.
#[derive(Serialize)]
pub struct WorkingPage {
    title: String,
    lede: String,
    open: bool,
    here: String,
    done: i64,
    total: i64,
    /// How long it will take, in words; none before anything is done.
    left: Option<String>,
    since: String,
    /// Where what is stored already stands; none before anything is.
    stored: Option<String>,
    cancel: Option<String>,
}

impl View for WorkingPage {
    const TEMPLATE: &'static str = "returns/working.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone()).crumb(Crumb::to("季度报表", "/returns")).crumb(Crumb::here("上传进度"))
    }
}

impl WorkingPage {
    fn new(job: &Job, now: DateTime<Utc>) -> Self {
        let here = format!("/returns/uploads/{}", job.subject);
        let (done, total) = (job.done, job.total);
        let (title, lede) = match job.state {
            JobState::Waiting | JobState::Running => (
                format!("正在核对：{done} / {total} 本"),
                "可以离开这一页，核对会继续；回来还在这个网址，也可以从上传页进来。".to_owned(),
            ),
            JobState::Cancelled => (
                format!("已取消：处理了 {done} 本，其余没有收"),
                "已经处理的都在，入库的不会撤销。其余的要收，请再传一次。".to_owned(),
            ),
            JobState::Done | JobState::Failed => {
                (format!("没有传完：处理了 {done} 本，共 {total} 本"), job.said.clone())
            }
        };
        let open = job.state.is_open();
        Self {
            title,
            lede,
            open,
            done,
            total,
            left: job.remaining_seconds(now).filter(|_| open).map(said),
            since: china_minute(job.created_at),
            stored: (done > 0).then(|| format!("{here}?stored=1")),
            cancel: open.then(|| format!("{here}/cancel")),
            here,
        }
    }
}

/// `大约还要 2 分钟`
fn said(seconds: i64) -> String {
    match seconds {
        ..=9 => "马上就好".to_owned(),
        10..=59 => format!("大约还要 {} 秒", seconds.div_euclid(10) * 10),
        _ => format!("大约还要 {} 分钟", (seconds + 59).div_euclid(60)),
    }
}

/// The page of an upload that is worked off, for whoever sent it; none where there is nothing to wait for, or the reader
/// asked for what is stored. A page that asks again by itself is led on when everything is done.
///
/// # Errors
/// Of the database.
pub async fn working(
    desk: &Desk,
    viewer: &Viewer,
    batch: &str,
    headers: &HeaderMap,
    stored: bool,
) -> Result<Option<Response>, StoreError> {
    let job = jobs::store::about(&desk.db, batch).await?.filter(|job| job.by == viewer.account);
    let Some(job) = job else { return Ok(None) };
    let asks_again = headers.contains_key("hx-request");
    if asks_again && !job.state.is_open() {
        let here = format!("/returns/uploads/{batch}");
        return Ok(Some(([("hx-redirect", here)], ()).into_response()));
    }
    if job.state == JobState::Done || stored {
        return Ok(None);
    }
    Ok(Some(Page(WorkingPage::new(&job, desk.clock.now())).into_response()))
}

/// What the reader sent that is not over: words and address.
///
/// # Errors
/// Of the database.
pub async fn open_uploads(desk: &Desk, viewer: &Viewer) -> Result<Vec<(String, String)>, StoreError> {
    let Some(account) = viewer.account else { return Ok(Vec::new()) };
    let jobs = jobs::store::open_of(&desk.db, account).await?;
    let told = |job: Job| {
        let words = format!("{} 传的 {} 本，已核对 {} 本", china_minute(job.created_at), job.total, job.done);
        (words, format!("/returns/uploads/{}", job.subject))
    };
    Ok(jobs.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_said_as_a_person_would() {
        for (seconds, words) in
            [(3, "马上就好"), (25, "大约还要 20 秒"), (60, "大约还要 1 分钟"), (130, "大约还要 3 分钟")]
        {
            assert_eq!(said(seconds), words);
        }
    }
}
