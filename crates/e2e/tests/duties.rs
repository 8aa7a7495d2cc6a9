//! What a commission owes is opened, handed in, seen done and taken back; what a hospital hands in in a wrong form is refused.

use std::path::PathBuf;

use e2e::{Browser, Stand, Width, with_browser};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

struct Walk {
    stand: Stand,
    browser: Browser,
    wrong: Vec<String>,
}

impl Walk {
    /// Somebody else sits down.
    async fn now(&self, login: &str) {
        self.browser.forget().await;
        self.browser.sign_in(self.stand.account(login)).await;
    }

    /// Looks at the station at both widths.
    async fn look(&mut self, name: &str) {
        for width in [Width::Desk, Width::Phone] {
            self.browser.resize(width).await;
            let found = self.browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422"));
            self.wrong.extend(found.map(|line| format!("{name} at {width:?}: {line}")));
            if self.browser.overhang().await > 0 {
                self.wrong.push(format!("{name} at {width:?} lies beyond the right edge"));
            }
            self.browser.picture(&format!("duty-{name}"), width).await;
        }
    }

    /// The page says all of this.
    async fn reads(&self, said: &[&str]) {
        let text = self.browser.text("main").await;
        for one in said {
            assert!(text.contains(one), "{one} is not on {}:\n{text}", self.browser.place().await);
        }
    }

    /// Opens the duty of a period from the list on the page.
    async fn opens(&self, duty: &str, period: &str) {
        let script = "return [...document.querySelectorAll('main tbody tr')]
            .find(row => row.textContent.includes(arguments[0]) && row.textContent.includes(arguments[1]))
            ?.querySelector('a').getAttribute('href') ?? ''";
        let href = self.browser.ask(script, vec![duty.into(), period.into()]).await;
        let href = href.as_str().filter(|href| !href.is_empty());
        self.browser.open(href.unwrap_or_else(|| panic!("no {duty} {period} on the page"))).await;
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.stand.path(name);
        std::fs::write(&path, bytes).expect("write a file");
        path
    }
}

#[tokio::test]
async fn a_duty_is_handed_in_seen_done_and_taken_back_and_a_wrong_file_is_refused() {
    with_browser(|stand, browser| async move {
        let mut walk = Walk { stand, browser, wrong: Vec::new() };

        // A city comes from its list of what is to be done to its own late duties, on a telephone.
        walk.now("shi").await;
        walk.browser.resize(Width::Phone).await;
        walk.browser.open("/home").await;
        walk.reads(&["项活动任务逾期", "直接下级有"]).await;
        walk.look("1-todo").await;
        walk.browser.open("/duties?campaign=demo-2024").await;
        walk.reads(&["我的任务"]).await;
        walk.look("2-own").await;
        walk.opens("护理质量培训", "2024 年第四季度").await;
        walk.reads(&["逾期", "还没有交"]).await;
        let duty = walk.browser.place().await;

        // Without a file it is not taken, and what was typed stays.
        walk.browser.click("#f-kind-file").await;
        walk.browser.fill("title", "演示：护理质量培训签到表").await;
        walk.browser.choose_day("day", "2024-11-11").await;
        walk.browser.press("交这一份").await;
        walk.reads(&["没有存", "没有选文件"]).await;
        let kept = walk.browser.ask("return document.getElementById('f-title').value", vec![]).await;
        assert_eq!(kept, "演示：护理质量培训签到表");
        walk.look("3-refused").await;
        let paper = walk.file("qiandao.pdf", PDF);
        walk.browser.choose_file("file", &paper).await;
        walk.browser.press("交这一份").await;
        assert_eq!(walk.browser.place().await, duty);
        walk.reads(&["已完成", "2024-11-11 完成", "qiandao.pdf", "撤回这一份"]).await;
        walk.look("4-done").await;

        // Taken back with a reason, it is late again, and stays to be read.
        walk.browser.click(".zk-why summary").await;
        walk.browser.fill("reason", "演示：交错了季度").await;
        walk.browser.click(".zk-why form button").await;
        walk.reads(&["逾期", "撤回：演示：交错了季度", "qiandao.pdf"]).await;
        walk.look("5-taken-back").await;

        // A page of a browser is no photograph, whatever its name says; a number that is nobody's is not found.
        walk.now("tianbao1").await;
        walk.browser.open("/duties?campaign=henan-2021-2025").await;
        walk.opens("十项目标按季度、分科室分析反馈", "2025 年第一季度").await;
        walk.browser.fill("title", "演示：分析").await;
        walk.browser.choose_day("day", "2025-04-11").await;
        let page = walk.file("fenxi.pdf", b"<html><body>hello</body></html>");
        walk.browser.choose_file("file", &page).await;
        walk.browser.press("交这一份").await;
        walk.reads(&["没有存", "fenxi.pdf"]).await;
        walk.look("6-wrong-type").await;
        walk.browser.fill("record", "2025Q1-000").await;
        walk.browser.press("引用这条记录").await;
        walk.reads(&["没有找到报表“2025Q1-000”"]).await;
        walk.look("7-no-record").await;
        assert_eq!(walk.wrong, Vec::<String>::new());
    })
    .await;
}
