//! Who keeps a table and who reads it; a correction needs its reason and keeps what was.

use zhikong::access::Role;

use super::{HOME, Scene, book, confirm, rehearsed, set_up};
use crate::inspectors::{hidden, read};

const ONE: [&str; 9] = ["演示：甲", "国家", "演示文件", "演示：执行率", "72.5", "85", "%", "越高越好", "演示：措施"];
const TWO: [&str; 9] = ["演示：乙", "省定", "", "", "", "", "", "", ""];

#[tokio::test]
async fn nothing_is_there_before_a_centre_imports_it() {
    let scene = Scene::new().await;
    let page = read(&scene.sheng, "/specialty-goals").await;
    assert!(page.contains("都还没有报送") && page.contains("未报送") && page.contains("QC-01"), "{page}");
    let page = read(&scene.centre, HOME).await;
    assert!(page.contains("还没有报送 2024 年的目标") && page.contains("导入目标"), "{page}");
    scene.imported(&[ONE, TWO], "").await;
    let page = read(&scene.sheng, "/specialty-goals").await;
    assert!(page.contains("已报 1 个") && page.contains("共 2 项目标：国家 1 项，省定 1 项"), "{page}");
    let page = read(&scene.sheng, HOME).await;
    for said in ["演示：甲", "72.5", "≥\u{A0}85\u{202F}%", "演示文件", "未设目标值", "第 1 版", "演示护理质控中心"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(read(&scene.sheng, "/specialty-goals?year=2023").await.contains("都还没有报送"), "of another year");
    for beyond in ["2020", "2026"] {
        assert_eq!(scene.sheng.get(&format!("/specialty-goals?year={beyond}")).await.status, 404);
        assert_eq!(scene.centre.get(&format!("{HOME}/{beyond}/import")).await.status, 404);
    }
    assert_eq!(scene.centre.get(&format!("{HOME}/2025/import")).await.status, 200, "next year is prepared ahead");
}

#[tokio::test]
async fn the_centre_and_the_commission_above_keep_a_table_and_nobody_else() {
    let scene = Scene::new().await;
    let (bench, bytes) = (&scene.bench, book(&[ONE]));
    let ours = bench.hospital("演示甲医院").in_region("410105").store().await;
    bench.account("clerk").role(Role::Clerk).at_hospital(&ours).store().await;
    bench.staff("county", "410105").await;
    set_up(&scene.sheng, "QC-02", "演示药事质控中心").await;
    bench.staff("other", "QC-02").await;
    let (address, page) = rehearsed(&scene.centre, 2024, &bytes).await;
    for (login, status) in [("county", 404), ("other", 404), ("clerk", 403)] {
        let client = bench.sign_in(login).await;
        assert_eq!(client.get(&format!("{HOME}/2024/import")).await.status, status, "{login}");
        let sent = client.upload(&format!("{HOME}/2024/import"), &[("演示.xlsx", bytes.as_slice())]).await;
        assert_eq!(sent.status, status, "{login}");
        assert_eq!(client.get(&address).await.status, status, "{login}");
        assert_eq!(confirm(&client, &address, &page, "").await.status, status, "{login}");
        assert_eq!(client.get(HOME).await.status, 200, "everybody reads");
        assert_eq!(client.get(&format!("{HOME}/2024.xlsx")).await.status, 200);
        assert!(!read(&client, HOME).await.contains("导入目标"), "{login}");
    }
    assert!(scene.editions(2024).await.is_empty());
    let (address, page) = rehearsed(&scene.sheng, 2024, &bytes).await;
    assert_eq!(confirm(&scene.sheng, &address, &page, "").await.status, 303, "the commission it works under may");
    assert_eq!(scene.goals(2024).await.len(), 1);
    // Persons are named to authorities only.
    let name = scene.editions(2024).await[0].by_name.clone();
    assert!(!name.is_empty() && read(&bench.sign_in("county").await, HOME).await.contains(&name));
    assert!(!read(&bench.sign_in("clerk").await, HOME).await.contains(&name));
    assert_eq!(scene.sheng.get("/specialty-goals/410105").await.status, 404, "a commission is no centre");
    // A centre under a city is kept by the city and not by the province above it.
    let version = hidden(&read(&scene.sheng, "/qc-centres/QC-01/edit").await, "version");
    let under = [("version", &*version), ("name", "演示护理质控中心"), ("speciality", "护理"), ("under", "410100")];
    assert_eq!(scene.sheng.post("/qc-centres/QC-01", &under).await.status, 303);
    assert_eq!(scene.sheng.get(&format!("{HOME}/2024/import")).await.status, 404);
    bench.staff("zhengzhou", "410100").await;
    assert_eq!(bench.sign_in("zhengzhou").await.get(&format!("{HOME}/2024/import")).await.status, 200);
}

#[tokio::test]
async fn the_rehearsal_says_of_each_goal_what_becomes_of_it() {
    let scene = Scene::new().await;
    let gone = ["演示：丁", "省定", "", "", "3", "2", "天", "≤", ""];
    scene.imported(&[ONE, TWO, gone], "").await;
    let mut changed = ONE;
    (changed[1], changed[4], changed[8]) = ("省定", "", "演示：换一种做法");
    let fresh = ["演示：丙", "国家", "演示文件二", "", "1", "2", "‰", "≥", "演示：一\n演示：二"];
    let (_, page) = rehearsed(&scene.centre, 2024, &book(&[TWO, changed, fresh])).await;
    let part = |from: &str, to: &str| {
        let start = page.find(from).unwrap_or_else(|| panic!("no {from}: {page}"));
        page[start..start + page[start..].find(to).unwrap()].to_owned()
    };
    let told = |part: &str, all: &[&str]| {
        for said in all {
            assert!(part.contains(said), "{said}: {part}");
        }
    };
    let new = part("<h2>新增 1 项</h2>", "</section>");
    told(&new, &["Sheet1 A4", "演示：丙", "<dd>国家</dd>", "演示文件二", "<dd>1\u{202F}‰</dd>", "演示：一；演示：二"]);
    assert!(!new.contains("→") && !new.contains("<dt>单位</dt>"), "{new}");
    let otherwise = part("<h2>改 1 项</h2>", "</section>");
    told(&otherwise, &["Sheet1 A3", "国家 → <b>省定</b>", "72.5\u{202F}% → <b>未设</b>"]);
    told(&otherwise, &["演示：措施 → <b>演示：换一种做法</b>"]);
    assert!(!otherwise.contains("<dt>目标值</dt>"), "what stays is not repeated: {otherwise}");
    let dropped = part("<h2>删去 1 项</h2>", "</section>");
    told(&dropped, &["文件里没有这一项", "演示：丁", "原来是 2\u{A0}天"]);
    let same = part("<summary>不变 1 项</summary>", "</details>");
    told(&same, &["演示：乙", "Sheet1 A2"]);
}

#[tokio::test]
async fn a_correction_needs_a_reason_and_keeps_what_was() {
    let scene = Scene::new().await;
    scene.imported(&[ONE, TWO], "演示：第一版不看原因").await;
    assert_eq!(scene.editions(2024).await[0].reason, "", "the first is no correction");
    let mut other = ONE;
    other[5] = "90";
    let bytes = book(&[["演示：丙", "省定", "", "", "", "0", "天", "≤", ""], other]);
    let (address, page) = rehearsed(&scene.centre, 2024, &bytes).await;
    for said in [
        "新增 1 项，改 1 项，删去 1 项",
        "<dt>目标值</dt><dd>85\u{202F}% → <b>90\u{202F}%</b></dd>",
        "<dt>目标值</dt><dd>0\u{A0}天</dd>",
        "演示：乙",
        "文件里没有这一项",
        "Sheet1 A2",
        "更正的原因",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for (reason, said) in [("", "没有写更正的原因"), ("补录", "至少写 4 个字")] {
        let refused = confirm(&scene.centre, &address, &page, reason).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{said}: {}", refused.body);
        assert!(refused.body.contains(&format!(">{reason}</textarea>")), "what was typed stays: {}", refused.body);
        assert!(refused.body.contains("删去 1 项"), "the rehearsal stays: {}", refused.body);
    }
    let stale = scene.centre.post(&address, &[("name", "演示.xlsx"), ("seen", "0")]).await;
    assert_eq!(stale.status, 409, "another edition was kept since: {}", stale.body);
    assert_eq!(scene.editions(2024).await.len(), 1);
    assert_eq!(confirm(&scene.centre, &address, &page, "演示：漏报一项").await.status, 303);
    assert_eq!(confirm(&scene.centre, &address, &page, "演示：再来一次").await.status, 409, "nobody does it twice");
    let editions = scene.editions(2024).await;
    assert_eq!(
        editions.iter().map(|one| (one.number, one.goals, one.national)).collect::<Vec<_>>(),
        [(1, 2, 1), (2, 2, 1)]
    );
    assert_eq!(editions[1].reason, "演示：漏报一项");
    let page = read(&scene.sheng, HOME).await;
    assert!(page.contains("更正的原因：演示：漏报一项") && page.contains("删去：演示：乙"), "{page}");
    assert!(page.contains("≥\u{A0}90\u{202F}%") && page.contains("≤\u{A0}0\u{A0}天"), "0 is a goal: {page}");
    let first = read(&scene.sheng, &format!("{HOME}?year=2024&edition=1")).await;
    assert!(
        first.contains("已经更正过") && first.contains("≥\u{A0}85\u{202F}%") && first.contains("演示：乙"),
        "{first}"
    );
    assert_eq!(scene.sheng.get(&format!("{HOME}?year=2024&edition=3")).await.status, 404);
    // Nothing changes: nothing is kept.
    let exported = scene.centre.get(&format!("{HOME}/2024.xlsx")).await;
    let (address, page) = rehearsed(&scene.centre, 2024, &exported.bytes).await;
    assert!(page.contains("没有变化：表已经是这样") && !page.contains("更正为这"), "{page}");
    let same = scene.centre.post(&address, &[("seen", "2"), ("reason", "演示：没有变化")]).await;
    assert!(same.headers["set-cookie"].to_str().unwrap().contains("nothing-changed"));
    assert_eq!(scene.editions(2024).await.len(), 2);
    // The order alone is a change, and emptying is one too.
    let (_, page) =
        rehearsed(&scene.centre, 2024, &book(&[other, ["演示：丙", "省定", "", "", "", "0", "天", "≤", ""]])).await;
    assert!(page.contains("先后顺序与现在不同") && page.contains("更正为这"), "{page}");
    scene.imported(&[], "演示：传错了年份").await;
    assert!(read(&scene.sheng, HOME).await.contains("原来的目标已全部删去"));
    assert!(read(&scene.sheng, "/specialty-goals").await.contains("都还没有报送"), "a table without goals is none");
}
