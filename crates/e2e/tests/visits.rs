//! A visit from plan to end, in one hand: the county plans, an inspector answers on a telephone, the hospital sees what was found.

use e2e::{Account, Browser, Stand, Width, with_browser};
use serde_json::Value;

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

        walk.now("xian").await;
        walk.browser.open(&format!("/visits/new?kind=named&hospital={hospital}")).await;
        walk.browser.press("安排一次督导").await;
        walk.reads(&["没有安排", "指定督导和复查要写理由"]).await;
        walk.browser.fill("reason", "演示：群众反映急会诊不到位").await;
        walk.browser.press("安排一次督导").await;
        walk.reads(&["还没有开始，医院看不到"]).await;
        let visit = walk.browser.place().await;
        walk.look("1-planned", Width::Phone).await;

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
        walk.look("2-begun", Width::Phone).await;

        walk.browser.open(&format!("/visits/{number}/systems/3")).await;
        walk.fits_a_thumb("3-point").await;
        walk.look("3-point", Width::Phone).await;
        let point = walk.browser.ask("return document.querySelector('#answer').action", Vec::new()).await;
        assert!(point.as_str().is_some_and(|action| action.contains("/points/")), "{point}");
        walk.browser.click("label[for=v-not_met]").await;
        walk.browser.fill("note", "演示：抽 8 份急会诊单，3 份超过 10 分钟").await;
        walk.browser.press("存，下一条").await;
        walk.browser.press("存，下一条").await;
        walk.reads(&["没有选结论"]).await;
        walk.look("4-fault", Width::Phone).await;
        walk.browser.click("label[for=v-partly]").await;
        walk.browser.press("存，上一条").await;
        let kept = walk.browser.ask("return document.querySelector('[name=note]').value", Vec::new()).await;
        assert!(kept.as_str().is_some_and(|note| note.contains("3 份超过 10 分钟")), "{kept}");

        walk.browser.open(&format!("/visits/{number}/sheet")).await;
        walk.look("5-sheet", Width::Desk).await;
        walk.browser.open(&format!("/visits/{number}/close")).await;
        walk.look("6-close", Width::Desk).await;
        walk.browser.press("结束督导").await;
        walk.reads(&["没有结束", "没有写责任科室", "没有写医院谁签字"]).await;
        walk.look("7-close-faults", Width::Desk).await;
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

        walk.now("tianbao1").await;
        walk.browser.open(&format!("/visits/{number}")).await;
        walk.reads(&["医务科", "3 份超过 10 分钟"]).await;
        assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
    })
    .await;
}
