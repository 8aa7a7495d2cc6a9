//! A visit from plan to end: commit, draw, public page, a visit on a telephone, 意见书, reply, verify, close.

use e2e::{Account, Browser, Stand, Width, with_browser};
use serde_json::Value;

/// The smallest picture.
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0IDAT\0\0\0\0IEND\xAEB`\x82";

/// A day far ahead.
fn far() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock").as_secs();
    format!("{}-12-31", 1970 + seconds / 31_556_952 + 1)
}

struct Walk {
    stand: Stand,
    browser: Browser,
    wrong: Vec<String>,
}

impl Walk {
    fn account(&self, login: &str) -> Account {
        self.stand.account(login).clone()
    }

    /// Somebody else sits down.
    async fn now(&self, login: &str) {
        self.browser.forget().await;
        self.browser.sign_in(&self.account(login)).await;
    }

    /// Looks at the station at both widths, and goes on at `width`.
    async fn look(&mut self, name: &str, width: Width) {
        for shown in [Width::Desk, Width::Phone] {
            self.browser.resize(shown).await;
            let found = self.browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422"));
            self.wrong.extend(found.map(|line| format!("{name} at {shown:?}: {line}")));
            if self.browser.overhang().await > 0 {
                self.wrong.push(format!("{name} at {shown:?} lies beyond the right edge"));
            }
            self.browser.picture(&format!("visit-{name}"), shown).await;
        }
        self.browser.resize(width).await;
    }

    /// The page says all of this.
    async fn reads(&self, said: &[&str]) {
        let text = self.browser.text("main").await;
        for one in said {
            assert!(text.contains(one), "{one} is not on {}:\n{text}", self.browser.place().await);
        }
    }

    /// Without a net nothing is sent and nothing is lost; a photograph that goes up leaves the words where they are.
    async fn stays_typed(&self) {
        let net = async |on: bool| {
            let script =
                format!("Object.defineProperty(navigator, 'onLine', {{ get: () => {on}, configurable: true }})");
            self.browser.ask(&script, Vec::new()).await;
        };
        net(false).await;
        self.browser.press("存，下一条").await;
        self.reads(&["没有网络，没有交上去"]).await;
        net(true).await;
        let photograph = self.stand.path("照片.png");
        std::fs::write(&photograph, PNG).expect("a photograph is written");
        self.browser.choose_file("file", &photograph).await;
        // The dock of the answer covers the lower edge of the page.
        let above = "document.querySelector('.zk-shots button').scrollIntoView({ block: 'center' })";
        self.browser.ask(above, Vec::new()).await;
        self.browser.press("上传").await;
        self.reads(&["已补回上次没有交的内容"]).await;
        let typed = "return [document.querySelector('#f-note').value, document.querySelector('#v-not_met').checked]";
        let typed = self.browser.ask(typed, Vec::new()).await;
        assert!(typed[0].as_str().is_some_and(|note| note.contains("3 份超过")) && typed[1] == true, "{typed}");
    }

    /// Whatever is touched on the page is large enough for a thumb.
    async fn fits_a_thumb(&mut self, name: &str) {
        let script = "return [...document.querySelectorAll('.zk-visit a, .zk-visit button, .zk-visit label, .zk-visit input, .zk-visit summary, .zk-visit textarea')]
            .filter(one => one.type !== 'radio' && one.type !== 'hidden' && !one.classList.contains('visually-hidden'))
            .filter(one => one.tagName !== 'LABEL' || one.closest('.zk-ans'))
            .map(one => [one.textContent.trim().slice(0, 20) || one.name, one.getBoundingClientRect().height])
            .filter(([, height]) => height > 0 && height < 44).map(([what, height]) => what + ' ' + height)";
        let small = self.browser.ask(script, Vec::new()).await;
        let small = small.as_array().cloned().unwrap_or_default();
        self.wrong.extend(small.iter().map(|one: &Value| format!("{name}: too small for a thumb: {one}")));
    }
}

#[tokio::test]
async fn a_visit_is_walked_from_plan_to_end() {
    with_browser(|stand, browser| async move {
        let hospital = stand.account("tianbao1").scope.clone();
        let mut walk = Walk { stand, browser, wrong: Vec::new() };

        // Plan: how far it has come, and a named visit that lacks its reason.
        walk.now("xian").await;
        walk.browser.open("/coverage").await;
        walk.reads(&["范围内 1 家医院", "质控中心的现场质控另计"]).await;
        walk.browser.open(&format!("/visits/new?kind=named&hospital={hospital}")).await;
        walk.browser.press("安排一次督导").await;
        walk.reads(&["没有安排", "指定督导和复查要写理由"]).await;
        walk.look("1-refused", Width::Desk).await;

        // Commit, two witnesses' values, draw.
        walk.browser.open("/draws/new").await;
        walk.browser.click("#f-kind-witnessed").await;
        walk.browser.choose_day("due", &far()).await;
        walk.browser.press("冻结名单并公示承诺值").await;
        let draw = walk.browser.place().await;
        walk.look("2-committed", Width::Desk).await;
        // A seed is later than its commitment by the second; no people are as fast as a browser that is driven.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        for (field, text) in [
            ("first", "见证人甲演示"),
            ("first_value", "31415"),
            ("second", "见证人乙演示"),
            ("second_value", "27182"),
            ("note", "演示：没有合适的公开种子"),
        ] {
            walk.browser.fill(field, text).await;
        }
        walk.browser.press("用这个种子抽取").await;
        walk.reads(&["现在抽中 1 家", &hospital]).await;
        walk.look("3-drawn", Width::Desk).await;
        walk.browser.press("安排抽中的 1 家").await;
        walk.reads(&["待督导"]).await;
        walk.browser.click("main tbody th a").await;
        walk.reads(&["还没有开始，医院看不到"]).await;
        let visit = walk.browser.place().await;
        walk.look("4-planned", Width::Phone).await;

        // The public sees that there was a draw, and nobody's name.
        walk.browser.forget().await;
        let number = draw.rsplit_once('/').expect("the address of a draw").1;
        walk.browser.open(&format!("/published/draws/{number}")).await;
        let public = walk.browser.text("main").await;
        assert!(!public.contains(&hospital), "nobody is named before the reveal:\n{public}");
        walk.look("5-public", Width::Desk).await;

        walk.now("tianbao1").await;
        walk.browser.open("/visits").await;
        let listed = walk.browser.text("main").await;
        let number = visit.rsplit_once('/').expect("the address of a visit").1;
        assert!(!listed.contains(number), "the hospital is not told beforehand:\n{listed}");

        walk.now("xian").await;
        walk.browser.open(&format!("/visits/{number}")).await;
        walk.browser.fill("leader", "组长演示").await;
        walk.browser.fill("members", "成员演示").await;
        walk.browser.press("开始督导").await;
        walk.reads(&["已记"]).await;
        walk.look("6-begun", Width::Phone).await;

        walk.browser.open(&format!("/visits/{number}/systems/3")).await;
        walk.fits_a_thumb("point").await;
        walk.look("7-point", Width::Phone).await;
        let point = walk.browser.ask("return document.querySelector('#answer').action", Vec::new()).await;
        assert!(point.as_str().is_some_and(|action| action.contains("/points/")), "{point}");
        walk.browser.click("label[for=v-not_met]").await;
        walk.browser.fill("note", "演示：抽 8 份急会诊单，3 份超过 10 分钟").await;
        walk.stays_typed().await;
        walk.browser.press("存，下一条").await;
        walk.browser.press("存，下一条").await;
        walk.reads(&["没有选结论"]).await;
        walk.look("7-fault", Width::Phone).await;
        walk.browser.click("label[for=v-partly]").await;
        walk.browser.press("存，上一条").await;
        let kept = walk.browser.ask("return document.querySelector('[name=note]').value", Vec::new()).await;
        assert!(kept.as_str().is_some_and(|note| note.contains("3 份超过 10 分钟")), "{kept}");

        walk.browser.open(&format!("/visits/{number}/sheet")).await;
        walk.look("7-sheet", Width::Desk).await;
        walk.browser.open(&format!("/visits/{number}/close")).await;
        walk.look("8-close", Width::Desk).await;
        walk.browser.press("结束督导").await;
        walk.reads(&["没有结束", "没有写责任科室", "没有写医院谁签字"]).await;
        walk.look("8-close-faults", Width::Desk).await;
        walk.browser
            .ask(
                "document.querySelectorAll('[name^=department-]').forEach(one => { one.value = '医务科' });
                 document.querySelector('[name=unanswered]').checked = true",
                Vec::new(),
            )
            .await;
        walk.browser.fill("signer", "医院演示").await;
        walk.browser.press("结束督导").await;
        walk.reads(&["列入整改 2 项", "医务科"]).await;
        walk.look("8-closed", Width::Desk).await;
        walk.browser.open(&format!("/visits/{number}/score")).await;
        walk.look("9-score", Width::Desk).await;

        walk.browser.open(&format!("/visits/{number}/papers/opinion")).await;
        let paper = walk.browser.text("body").await;
        assert!(paper.contains("现场督导意见书") && paper.contains("医务科"), "{paper}");
        walk.browser.picture("visit-opinion", Width::Desk).await;

        // Reply, verify, close.
        walk.now("tianbao1").await;
        walk.browser.open(&format!("/visits/{number}")).await;
        walk.reads(&["医务科", "3 份超过 10 分钟"]).await;
        walk.browser.press("1　看整改").await;
        walk.browser.press("回复，请求复核").await;
        walk.reads(&["没有存", "没有写整改措施"]).await;
        walk.look("10-reply", Width::Phone).await;
        walk.browser.fill("measures", "演示：重新培训并抽考").await;
        walk.browser.fill("person", "科主任").await;
        walk.browser.press("回复，请求复核").await;
        walk.reads(&["已回复，等复核"]).await;
        let finding = walk.browser.place().await;
        walk.now("xian").await;
        walk.browser.open(&finding).await;
        walk.browser.fill("reason", "演示：已看抽考成绩").await;
        walk.browser.press("复核通过，销号").await;
        walk.reads(&["已销号", "演示：重新培训并抽考"]).await;
        walk.look("11-closed", Width::Desk).await;
        assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    })
    .await;
}
