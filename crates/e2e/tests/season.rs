//! One quarter, walked by four roles: the province says by when, the hospital asks for more time and hands in, the county
//! grants, sends back and accepts, the city opens again, and everybody is told.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::{Account, Browser, Stand, Width, in_excel, with_browser};

/// The four, and the quarter they walk through.
struct Season {
    stand: Stand,
    browser: Browser,
    /// Code of the hospital.
    hospital: String,
    wrong: Vec<String>,
}

impl Season {
    fn account(&self, login: &str) -> Account {
        self.stand.account(login).clone()
    }

    /// Somebody else sits down.
    async fn now(&self, login: &str) {
        self.browser.forget().await;
        self.browser.sign_in(&self.account(login)).await;
    }

    /// Looks at the station at both widths, and goes on at a desk.
    async fn look(&mut self, name: &str) {
        for width in [Width::Desk, Width::Phone] {
            self.browser.resize(width).await;
            let found = self.browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422"));
            self.wrong.extend(found.map(|line| format!("{name} at {width:?}: {line}")));
            if self.browser.overhang().await > 0 {
                self.wrong.push(format!("{name} at {width:?} lies beyond the right edge"));
            }
            self.browser.picture(&format!("season-{name}"), width).await;
        }
        self.browser.resize(Width::Desk).await;
    }

    /// The page says all of this.
    async fn reads(&self, said: &[&str]) {
        let text = self.browser.text("main").await;
        for one in said {
            assert!(text.contains(one), "{one} is not on {}:\n{text}", self.browser.place().await);
        }
    }

    async fn blank_form(&self) -> PathBuf {
        let folder = self.stand.path("desk");
        std::fs::create_dir_all(&folder).expect("make a folder");
        self.browser.downloads_to(&folder).await;
        self.browser.press("下载").await;
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let mut files = std::fs::read_dir(&folder).expect("read a folder").flatten().map(|entry| entry.path());
            if let Some(file) = files.find(|path| path.extension().is_some_and(|kind| kind == "xlsx")) {
                return file;
            }
            assert!(Instant::now() < until, "no workbook came");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The clerk fills the form, with what is typed on top, and hands it in.
    async fn hands_in(&self, blank: &Path, name: &str, typed: &str) {
        let filled = self.stand.path("desk").join(name).with_extension("filled.xlsx");
        in_excel("clerk.py", blank, typed, &filled);
        self.browser.open("/home").await;
        self.browser.press("上传").await;
        self.browser.choose_file("file", &filled).await;
        self.browser.press("上传并核对").await;
        self.browser.find("main .zk-facts").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.reads(&["受理编号"]).await;
    }

    fn here(&self, period: &str) -> String {
        format!("/returns/{period}/{}", self.hospital)
    }
}

/// A day so many days from today.
fn day(from_now: u64) -> String {
    let today = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock").as_secs();
    // Noon in China is morning in UTC, so the day is the same a few hours around it; days are far enough apart here.
    let days = today / 86_400 + from_now;
    civil(i64::try_from(days).expect("a day"))
}

/// Days since 1970-01-01 as a date of the calendar.
fn civil(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn days_are_counted_as_the_calendar_does() {
    for (days, date) in [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_089, "2025-01-01")] {
        assert_eq!(civil(days), date);
    }
}

#[tokio::test]
async fn four_roles_walk_through_a_quarter() {
    with_browser(|stand, browser| async move {
        let hospital = stand.account("tianbao1").scope.clone();
        let mut season = Season { stand, browser, hospital, wrong: Vec::new() };

        season.now("tianbao1").await;
        season.browser.press("上传").await;
        let place = season.browser.place().await;
        let period = place.rsplit_once('=').expect("the upload page of a quarter").1.to_owned();
        season.browser.open("/home").await;
        let blank = season.blank_form().await;

        season.now("sheng").await;
        season.browser.open("/settings/deadlines").await;
        season.browser.click("#f-reach-only").await;
        season.browser.click(&format!("#f-period option[value='{period}']")).await;
        season.browser.choose_day("on", &day(3)).await;
        season.browser.fill("reason", "演示：本季度放宽").await;
        season.browser.press("保存这条期限").await;
        season.look("1-deadline").await;

        season.now("tianbao1").await;
        season.browser.open(&season.here(&period)).await;
        season.reads(&["期限", "还有"]).await;
        season.browser.open(&format!("{}/extension", season.here(&period))).await;
        season.browser.choose_day("wanted", &day(8)).await;
        season.browser.fill("reason", "演示：系统升级").await;
        season.browser.press("交延期申请").await;
        season.look("2-asked").await;

        season.now("xian").await;
        season.browser.open("/inbox").await;
        season.reads(&["申请把"]).await;
        season.browser.open("/returns/extensions").await;
        season.look("3-extensions").await;
        season.browser.open(&format!("{}/extension", season.here(&period))).await;
        season.browser.click("#f-verdict-grant").await;
        season.browser.choose_day("until", &day(8)).await;
        season.browser.press("保存决定").await;
        season.look("4-granted").await;

        season.now("tianbao1").await;
        season.hands_in(&blank, "first", "[]").await;

        season.now("xian").await;
        season.reads(&["审核 1 家医院的报表"]).await;
        season.look("5-todo").await;
        season.browser.open(&format!("{}/send-back", season.here(&period))).await;
        season.browser.fill("reason", "演示：8 月出院人次请核对").await;
        season.browser.press("退回并写原因").await;
        season.reads(&["第 1 轮已退回"]).await;
        season.look("6-sent-back").await;

        season.now("tianbao1").await;
        season.reads(&["要重新上传"]).await;
        season.look("7-home").await;
        season.browser.open("/inbox").await;
        season.reads(&["退回", "演示：8 月出院人次请核对", "可以延到"]).await;
        season.look("8-inbox").await;
        season.hands_in(&blank, "second", r#"[["discharges", "m2", 655]]"#).await;

        season.now("xian").await;
        season.browser.open(&season.here(&period)).await;
        season.browser.press("接收这一轮").await;
        season.reads(&["已接收"]).await;
        season.look("9-accepted").await;

        season.now("shi").await;
        season.browser.open(&format!("/returns/timeliness?period={period}")).await;
        season.look("10-timeliness").await;
        season.browser.open(&format!("/returns/reminders?period={period}")).await;
        season.look("11-reminders").await;
        season.browser.open(&format!("{}/reopen", season.here(&period))).await;
        season.browser.fill("reason", "演示：与市级质控数据不符").await;
        season.browser.press("重新打开并写原因").await;
        season.reads(&["已重新打开"]).await;

        season.now("tianbao1").await;
        season.hands_in(&blank, "third", r#"[["discharges", "m2", 656]]"#).await;
        season.now("xian").await;
        season.reads(&["审核 1 家医院的更正"]).await;
        season.browser.open(&season.here(&period)).await;
        season.browser.press("接收这一轮").await;

        season.now("sheng").await;
        season.browser.open(&format!("/returns?period={period}&standing=accepted")).await;
        season.reads(&["第 3 轮"]).await;
        season.look("12-province").await;
        assert!(season.wrong.is_empty(), "{}", season.wrong.join("\n"));
    })
    .await;
}
