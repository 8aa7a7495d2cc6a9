//! The clerk's walk, as somebody who knows only Excel takes it: download, fill, upload, see what is wrong, mend it in
//! the workbook that comes back, upload again, hold the receipt. Every click and every choice of a file is counted.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use e2e::{Account, Browser, Width, in_excel, with_browser};

/// From signing in to the verdict at most: sign in, open the upload, choose the file, send it.
const TO_VERDICT: usize = 4;

/// A clerk, counted.
struct Clerk {
    browser: Browser,
    /// Clicks and choices of files.
    actions: usize,
    /// Fields typed into.
    typed: usize,
    said: Vec<String>,
    wrong: Vec<String>,
}

impl Clerk {
    async fn press(&mut self, label: &str) {
        self.browser.press(label).await;
        self.actions += 1;
        self.said.push(format!("click {label}"));
    }

    async fn choose(&mut self, file: &Path) {
        self.browser.choose_file("file", file).await;
        self.actions += 1;
        self.said.push(format!("choose {}", file.file_name().unwrap_or_default().to_string_lossy()));
    }

    async fn fill(&mut self, name: &str, text: &str) {
        self.browser.fill(name, text).await;
        self.typed += 1;
    }

    async fn sign_in(&mut self, account: &Account) {
        self.browser.open("/sign-in").await;
        self.fill("account", &account.account).await;
        self.fill("password", &account.password).await;
        self.browser.click("main form button").await;
        self.actions += 1;
        self.said.push("click sign in".to_owned());
    }

    /// Presses what downloads and gives the file that came.
    async fn download(&mut self, label: &str, folder: &Path) -> PathBuf {
        std::fs::create_dir_all(folder).expect("make a folder");
        self.browser.downloads_to(folder).await;
        self.press(label).await;
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let files = std::fs::read_dir(folder).expect("read a folder").flatten().map(|entry| entry.path());
            if let Some(file) = files.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "xlsx")) {
                return file;
            }
            assert!(Instant::now() < until, "“{label}” gave no workbook");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Uploads a workbook from the page that is shown and waits for the verdict.
    async fn upload(&mut self, file: &Path) {
        self.choose(file).await;
        self.press("上传并核对").await;
        self.browser.find("main .zk-facts").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }

    /// Looks at the station at both widths, and goes on at a desk.
    async fn look(&mut self, name: &str) {
        for width in [Width::Desk, Width::Phone] {
            self.browser.resize(width).await;
            let found = self.browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422"));
            self.wrong.extend(found.map(|line| format!("{name} at {width:?}: {line}")));
            let overhang = self.browser.overhang().await;
            if overhang > 0 {
                self.wrong.push(format!("{name} at {width:?}: {overhang} px lie beyond the right edge"));
            }
            self.browser.picture(&format!("walk-{name}"), width).await;
        }
        self.browser.resize(Width::Desk).await;
    }
}

/// The figures that are wrong at first, and the right ones by their cell.
const FAULTY: &str = r#"[["discharges", "m1", "98.5%"], ["ae_reports", "m2", "无"], ["iv_patients", "m3", 99999],
    ["iv_bags", "m1", -3]]"#;

#[tokio::test]
async fn the_clerk_gets_from_signing_in_to_the_verdict_in_four_actions_and_on_to_the_receipt() {
    with_browser(|stand, browser| async move {
        let account = stand.account("tianbao1").clone();
        let folder = stand.path("desk");
        let mut clerk = Clerk { browser, actions: 0, typed: 0, said: Vec::new(), wrong: Vec::new() };

        // One day: the form.
        clerk.browser.open("/sign-in").await;
        clerk.look("1-sign-in").await;
        clerk.sign_in(&account).await;
        clerk.look("2-home").await;
        let blank = clerk.download("下载", &folder.join("blank")).await;
        let to_form = clerk.actions;
        let filled = folder.join("三季度.xlsx");
        in_excel("clerk.py", &blank, FAULTY, &filled);
        clerk.browser.forget().await;

        // Another day: the form is filled.
        let (began, typed) = (clerk.actions, clerk.typed);
        clerk.sign_in(&account).await;
        clerk.press("上传").await;
        clerk.look("3-upload").await;
        clerk.upload(&filled).await;
        let to_verdict = clerk.actions - began;
        let typed = clerk.typed - typed;
        clerk.look("4-verdict").await;
        let said = clerk.browser.text("main").await;
        assert!(said.contains("有 4 处问题") && said.contains("没有入库"), "{said}");

        let marked = clerk.download("下载标好问题的工作簿", &folder.join("marked")).await;
        let mended = folder.join("改好.xlsx");
        let cells = cells_of(&said);
        assert_eq!(cells.len(), 4, "{said}");
        let right = [("98.5%", 620), ("-3", 5400), ("99999", 380), ("无", 9)];
        let typed_in_excel: Vec<String> = cells
            .iter()
            .map(|(cell, line)| {
                let (_, number) = right.iter().find(|(found, _)| line.contains(found)).expect("one of what was typed");
                format!("{cell:?}: {number}")
            })
            .collect();
        in_excel("filled.py", &marked, &format!("{{{}}}", typed_in_excel.join(",")), &mended);

        clerk.press("改好了，再传一次").await;
        clerk.upload(&mended).await;
        clerk.look("5-stored").await;
        let said = clerk.browser.text("main").await;
        assert!(said.contains("受理编号") && !said.contains("处问题"), "{said}");
        clerk.press("打印").await;
        clerk.look("6-receipt").await;
        assert!(clerk.browser.text("h1").await.contains("第 1 轮回执"), "{}", clerk.browser.text("h1").await);

        println!("{}", clerk.said.join("\n"));
        println!(
            "to the blank form {to_form} actions; from signing in to the verdict {to_verdict} actions and {typed} \
             typed fields; to the receipt {} actions in all",
            clerk.actions
        );
        assert_eq!((to_form, typed), (2, 2));
        assert!(to_verdict <= TO_VERDICT, "{to_verdict} actions: {:#?}", clerk.said);
        assert!(clerk.actions <= 11, "{:#?}", clerk.said);
        assert!(clerk.wrong.is_empty(), "{}", clerk.wrong.join("\n"));
    })
    .await;
}

/// The cells the verdict's list names, each with its line.
fn cells_of(said: &str) -> Vec<(String, String)> {
    let list = said.split("这本工作簿").next().unwrap_or_default();
    let cell = |line: &str| {
        let (cell, rest) = line.trim().split_once('\u{3000}')?;
        let known = cell.len() <= 4 && cell.starts_with(|c: char| c.is_ascii_uppercase());
        known.then(|| (cell.to_owned(), rest.to_owned()))
    };
    list.lines().filter_map(cell).collect()
}
