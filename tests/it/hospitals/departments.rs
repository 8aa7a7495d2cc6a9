//! 科室名单: who sees it, who changes it, and what it refuses.

use zhikong::access::{HospitalId, Role, Scope};
use zhikong::hospitals::departments::store;

use crate::support::bench::{Bench, Hospital};
use crate::support::client::{Answer, Client};
use crate::support::register::{day, scope_of};

/// 甲 in 金水区 with its clerk at the browser; 乙 beside it in the same county. It is 2024-10-21.
struct Scene {
    bench: Bench,
    jia: Hospital,
    yi: Hospital,
    clerk: Client,
    path: String,
}

async fn scene() -> Scene {
    let bench = Bench::new().await;
    let jia = bench.hospital("演示甲医院").code("JS-1").store().await;
    let yi = bench.hospital("演示乙医院").code("JS-2").store().await;
    bench.account("wang").role(Role::Clerk).at_hospital(&jia).store().await;
    let clerk = bench.sign_in("wang").await;
    Scene { path: format!("/hospitals/{}/departments", jia.code), bench, jia, yi, clerk }
}

impl Scene {
    /// Somebody with this role at the hospital 乙, or at the authority of a code.
    async fn other(&self, login: &str, role: Role, at: Option<&str>) -> Client {
        let account = self.bench.account(login).role(role);
        match at {
            None => account.at_hospital(&self.yi).store().await,
            Some(code) => account.at_authority(self.bench.authority(code).await).store().await,
        };
        self.bench.sign_in(login).await
    }

    async fn open(&self, lines: &str, from: &str) -> Answer {
        self.clerk.post(&self.path, &[("lines", lines), ("from", from)]).await
    }

    /// The same, where it has to work.
    async fn opened(&self, lines: &str, from: &str) {
        let answer = self.open(lines, from).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, self.path.as_str()), "{}", answer.body);
    }

    /// Closes the department of this name and first day, as its row in the list is now.
    async fn close(&self, name: &str, to: &str) -> Answer {
        let held = store::departments(self.bench.db(), &Scope::Everything, self.jia.id).await.unwrap();
        let open = held.iter().find(|department| department.name == name && department.to.is_none()).unwrap();
        let version = open.version.to_string();
        self.clerk.post(&self.closing(open.id.0), &[("version", &version), ("to", to)]).await
    }

    fn closing(&self, id: i64) -> String {
        format!("{}/{id}/close", self.path)
    }

    /// Name, first and last day of all there ever were.
    async fn all(&self) -> Vec<String> {
        let held = store::departments(self.bench.db(), &Scope::Everything, self.jia.id).await.unwrap();
        let to = |to: Option<chrono::NaiveDate>| to.map(|to| to.to_string()).unwrap_or_default();
        held.iter().map(|department| format!("{} {}~{}", department.name, department.from, to(department.to))).collect()
    }
}

#[tokio::test]
async fn a_clerk_adds_several_at_once_and_they_stand_in_order() {
    let scene = scene().await;
    let empty = scene.clerk.get(&scene.path).await;
    assert!(empty.status == 200 && empty.body.contains("名单还是空的") && empty.body.contains("<b>0 个</b>"));
    scene.opened("门诊部\n外科，04\n心血管内科，03.01\r\n\n呼吸内科\t03.02", "2024-07-01").await;
    let page = scene.clerk.get(&scene.path).await.body;
    assert!(page.contains("科室已加进名单") && page.contains("<b>4 个</b>"), "{page}");
    let places: Vec<_> =
        ["心血管内科", "呼吸内科", "外科</th>", "门诊部"].map(|name| page.find(name).unwrap()).to_vec();
    assert!(places.is_sorted(), "by code, those without one last: {places:?}");
    assert!(page.contains("03.01") && page.contains("2024-07-01") && page.contains("至今"));

    let on = |text: &str| {
        let on = day(text);
        async move { store::departments_on(scene.bench.db(), &Scope::Everything, scene.jia.id, on).await.unwrap() }
    };
    assert_eq!(on("2024-09-30").await.len(), 4);
}

#[tokio::test]
async fn what_has_always_been_there_needs_no_day() {
    let scene = scene().await;
    scene.opened("内科", "").await;
    scene.opened("发热门诊", "2024-12-01").await;
    let page = scene.clerk.get(&scene.path).await.body;
    assert!(page.contains("一直就有") && page.contains("未开始"), "{page}");
    assert!(page.contains("<b>1 个</b>"), "what begins later is not open today");
    let on = store::departments_on(scene.bench.db(), &Scope::Everything, scene.jia.id, day("1985-07-01")).await;
    assert_eq!(on.unwrap().len(), 1);
}

#[tokio::test]
async fn one_faulty_line_keeps_all_out_and_everything_typed_is_kept() {
    let scene = scene().await;
    scene.opened("外科，04", "").await;
    let typed = "内科\n外科\n，07\n内 科";
    let answer = scene.open(typed, "2024-13-01").await;
    assert_eq!(answer.status, 422);
    for words in
        ["一个也没有加", "第 3 行", "第 4 行“内 科”与第 1 行重复", "不是一个日子", "id=\"e-lines\"", "id=\"e-from\""]
    {
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }
    assert!(answer.body.contains(&format!(">{typed}</textarea>")) && answer.body.contains("value=\"2024-13-01\""));
    assert_eq!(scene.all().await, ["外科 1900-01-01~"]);

    let answer = scene.open(typed, "2024-07-01").await;
    assert!(answer.body.contains("第 2 行“外科”已在名单里，还在用"), "{}", answer.body);
    assert!(!answer.body.contains("id=\"e-from\""));
    for (from, words) in [("2025-10-23", "最远可以填到 2025-10-22"), ("1899-12-31", "起始日期太早")] {
        let answer = scene.open("内科", from).await;
        assert!(answer.status == 422 && answer.body.contains(words), "{from}: {}", answer.body);
    }
    let nothing = scene.open(" \n\n", "").await;
    assert!(nothing.status == 422 && nothing.body.contains("还没有填科室"));
    assert_eq!(scene.all().await, ["外科 1900-01-01~"]);
}

#[tokio::test]
async fn a_department_is_closed_with_its_last_day_and_may_come_again_after_it() {
    let scene = scene().await;
    scene.opened("内科\n外科", "2020-01-01").await;
    let asked = scene.clerk.get(&format!("{}?close=1", scene.path)).await.body;
    assert!(asked.contains("停用“内科”") && asked.contains("name=\"version\" value=\"1\""), "{asked}");
    for (to, words) in [
        ("2019-12-31", "停用日期早于起始日期 2020-01-01"),
        ("2025-10-23", "最远可以填到 2025-10-22"),
        ("去年底", "“去年底”不是一个日子"),
        ("", "请填最后一天"),
    ] {
        let answer = scene.close("内科", to).await;
        assert_eq!(answer.status, 422, "{to}");
        for words in [words, "没有停用", "id=\"e-to\"", "停用“内科”", &format!("value=\"{to}\"")] {
            // An empty field has no value.
            assert!(answer.body.contains(words) || (to.is_empty() && words.starts_with("value")), "{to}: {words}");
        }
    }
    assert_eq!(scene.all().await, ["内科 2020-01-01~", "外科 2020-01-01~"]);

    let done = scene.close("内科", "2024-06-30").await;
    assert_eq!((done.status.as_u16(), done.location()), (303, scene.path.as_str()), "{}", done.body);
    let page = scene.clerk.get(&scene.path).await.body;
    assert!(page.contains("停用日期已记下") && page.contains("已停用") && page.contains("<b>1 个</b>"), "{page}");
    assert!(page.find(">外科<").unwrap() < page.find(">内科<").unwrap(), "the closed one stands last");
    assert!(!scene.clerk.get(&format!("{}?close=1", scene.path)).await.body.contains("name=\"version\""));

    for from in ["", "2019-01-01", "2024-06-30"] {
        let overlapping = scene.open("内 科", from).await;
        assert!(overlapping.status == 422 && overlapping.body.contains("用到 2024-06-30"), "{from}");
    }
    scene.opened("内科", "2024-07-01").await;
    assert_eq!(
        scene.all().await,
        ["内科 2024-07-01~", "外科 2020-01-01~", "内科 2020-01-01~2024-06-30"],
        "nothing was deleted"
    );
    for (on, names) in [("2019-12-31", 0), ("2024-06-30", 2), ("2024-07-01", 2)] {
        let found = store::departments_on(scene.bench.db(), &Scope::Everything, scene.jia.id, day(on)).await.unwrap();
        assert_eq!(found.len(), names, "{on}");
    }
}

#[tokio::test]
async fn a_department_is_not_closed_twice() {
    let scene = scene().await;
    scene.opened("内科", "2020-01-01").await;
    let close = |to: &'static str| {
        let (clerk, path) = (scene.clerk.clone(), scene.closing(1));
        async move { clerk.post(&path, &[("version", "1"), ("to", to)]).await }
    };
    let (one, other) = tokio::join!(close("2024-06-30"), close("2024-08-31"));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409], "{}{}", one.body, other.body);
    let kept = scene.all().await;
    assert_eq!(close("2024-09-30").await.status, 409);
    let again = scene.clerk.post(&scene.closing(1), &[("version", "2"), ("to", "2024-09-30")]).await;
    assert!(again.status == 422 && again.body.contains("这个科室已经停用"), "{}", again.body);
    assert!(again.body.contains("没有停用") && !again.body.contains("#f-to"), "there is no field to lead to");
    assert_eq!(scene.all().await, kept);
}

#[tokio::test]
async fn two_who_add_one_name_at_once_make_one_department() {
    let scene = scene().await;
    // Widths differ, so that no key of the table could tell.
    for (at, (a, b)) in [("内科（一）", "内科(一)"), ("外科", "外 科"), ("ICU", "ｉｃｕ")].into_iter().enumerate()
    {
        let (one, other) = tokio::join!(scene.open(a, "2024-07-01"), scene.open(b, ""));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422], "{}{}", one.body, other.body);
        assert_eq!(scene.all().await.len(), at + 1);
    }
}

#[tokio::test]
async fn three_hundred_are_open_at_once_and_no_more() {
    let scene = scene().await;
    let many = |from: usize, to: usize| (from..to).map(|at| format!("科室{at}")).collect::<Vec<_>>().join("\n");
    let much = scene.open(&many(0, 301), "2024-07-01").await;
    assert!(much.status == 422 && much.body.contains("最多 300 个"), "{}", much.status);
    scene.opened(&many(0, 299), "2024-07-01").await;
    let two = scene.open("甲科\n乙科", "2024-07-01").await;
    assert!(two.status == 422 && two.body.contains("加上这 2 个是 301 个"), "{}", two.body);
    scene.opened("甲科", "2024-07-01").await;
    assert_eq!(scene.open("乙科", "").await.status, 422, "from before the others on, too");
    assert_eq!(scene.close("甲科", "2024-09-30").await.status, 303);
    assert_eq!(scene.open("乙科", "2024-09-30").await.status, 422, "甲科 is still open on that day");
    scene.opened("乙科", "2024-10-01").await;
    assert_eq!(scene.all().await.len(), 301);
}

#[tokio::test]
async fn hostile_text_is_shown_as_text_or_refused() {
    let scene = scene().await;
    scene.opened("<script>alert(1)</script>，\"><b>\n{{ page.code }}", "").await;
    let page = scene.clerk.get(&format!("{}?close=1", scene.path)).await.body;
    assert!(!page.contains("<script>alert") && !page.contains("\"><b>"), "{page}");
    assert!(page.contains("{{ page.code }}"));
    let long = "科".repeat(61);
    for bad in
        ["=HYPERLINK(0)", "＋内科", "-1", "@内科", "内科，=1", "内\u{202E}科", "内\u{1}科", "a,b,c", long.as_str()]
    {
        let answer = scene.open(bad, "").await;
        assert!(answer.status == 422 && answer.body.contains("第 1 行"), "{bad:?}: {}", answer.status);
    }
    let typed = scene.open("</textarea><script>alert(2)</script>，1，2", "\"><i>").await.body;
    assert!(!typed.contains("<script>alert(2)") && !typed.contains("\"><i>"), "{typed}");
    assert_eq!(scene.all().await.len(), 2);
    assert_eq!(scene.clerk.post(&scene.closing(1), &[("to", "2024-07-01")]).await.status, 400, "no version");
    assert_eq!(scene.clerk.get(&format!("{}?close=x", scene.path)).await.status, 400);
}

#[tokio::test]
async fn a_list_is_seen_in_scope_and_changed_by_its_own_clerk_only() {
    let scene = scene().await;
    scene.opened("内科", "2020-01-01").await;
    let form = [("version", "1"), ("to", "2024-06-30")];
    let county = scene.other("county", Role::AuthorityStaff, Some("410105")).await;
    let page = county.get(&scene.path).await;
    assert!(page.status == 200 && page.body.contains("内科") && !page.body.contains("<textarea"), "{}", page.body);
    assert!(!county.get(&format!("{}?close=1", scene.path)).await.body.contains("name=\"version\""));
    let reviewer = scene.bench.account("shen").role(Role::HospitalReviewer).at_hospital(&scene.jia);
    reviewer.store().await;
    let reviewer = scene.bench.sign_in("shen").await;
    assert!(!reviewer.get(&scene.path).await.body.contains("<textarea"));
    for reader in [&county, &reviewer] {
        assert_eq!(reader.post(&scene.path, &[("lines", "外科")]).await.status, 403);
        assert_eq!(reader.post(&scene.closing(1), &form).await.status, 403);
    }

    let elsewhere = scene.other("elsewhere", Role::AuthorityStaff, Some("410102")).await;
    let neighbour = scene.other("neighbour", Role::Clerk, None).await;
    for outsider in [&elsewhere, &neighbour] {
        let answer = outsider.get(&scene.path).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body, outsider.get("/hospitals/NONE/departments").await.body);
    }
    assert_eq!(neighbour.post(&scene.path, &[("lines", "外科")]).await.status, 404);
    assert_eq!(neighbour.post(&scene.path, &[("lines", "=")]).await.status, 404, "nor is it said what is wrong");
    assert_eq!(neighbour.post(&scene.closing(1), &form).await.status, 404);
    // Another hospital's department under one's own address.
    let own = format!("/hospitals/{}/departments", scene.yi.code);
    assert_eq!(neighbour.post(&format!("{own}/1/close"), &form).await.status, 404);
    assert_eq!(neighbour.post(&format!("{own}/x/close"), &form).await.status, 404);
    assert_eq!(neighbour.post(&own, &[("lines", "内科")]).await.status, 303, "a name is one hospital's");
    assert_eq!(scene.all().await, ["内科 2020-01-01~"]);
}

#[tokio::test]
async fn the_store_keeps_to_the_scope() {
    let scene = scene().await;
    scene.opened("内科", "").await;
    let (db, on) = (scene.bench.db(), day("2024-09-30"));
    let inside = [Scope::Everything, Scope::Hospital(scene.jia.id), scope_of(&scene.bench.test, "410105").await];
    let other = Scope::Hospital(HospitalId(scene.yi.id.0));
    let outside = [Scope::Nothing, other, scope_of(&scene.bench.test, "410102").await];
    for (scopes, count) in [(inside, 1), (outside, 0)] {
        for scope in scopes {
            assert_eq!(store::departments(db, &scope, scene.jia.id).await.unwrap().len(), count, "{scope:?}");
            assert_eq!(store::departments_on(db, &scope, scene.jia.id, on).await.unwrap().len(), count, "{scope:?}");
        }
    }
}

#[tokio::test]
async fn the_journal_says_what_was_opened_and_closed() {
    let scene = scene().await;
    scene.opened("内科\n外科", "2024-07-01").await;
    assert_eq!(scene.open("内科", "").await.status, 422);
    assert_eq!(scene.close("外科", "2024-09-30").await.status, 303);
    scene.bench.account("audit").role(Role::AuditAdmin).store().await;
    let audit = scene.bench.sign_in("audit").await;
    let opened = audit.get("/journal?action=departments.opened").await.body;
    for words in ["增加科室", "JS-1", "科室：内科、外科", "增加：2", "起始日期：2024-07-01"] {
        assert!(opened.contains(words), "{words}: {opened}");
    }
    assert_eq!(opened.matches("科室：").count(), 1, "what was refused changed nothing");
    let closed = audit.get("/journal?action=departments.closed").await.body;
    for words in ["停用科室", "科室：外科", "最后一天：2024-09-30"] {
        assert!(closed.contains(words), "{words}: {closed}");
    }
}

#[tokio::test]
async fn the_register_and_the_profile_lead_to_the_list() {
    let scene = scene().await;
    let link = format!("href=\"{}\"", scene.path);
    for page in ["/hospitals/JS-1/register", "/hospitals/JS-1"] {
        let answer = scene.clerk.get(page).await;
        assert!(answer.status == 200 && answer.body.contains(&link), "{page}");
    }
}
