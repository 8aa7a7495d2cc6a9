//! The pool: added, changed, out of use, by workbook; seen above and not beside.

use zhikong::access::{AuthorityId, Role, Scope};
use zhikong::authorities;
use zhikong::calendar::china_date;
use zhikong::inspectors::{Employer, Tie, store};

use super::{add, confirm, county, hidden, read, rehearsed, workbook};
use crate::support::bench::Bench;

#[tokio::test]
async fn a_person_is_added_changed_and_taken_out_of_use_with_a_history() {
    let bench = Bench::new().await;
    let hospital = bench.hospital("演示甲医院").store().await;
    let jinshui = county(&bench).await;
    let relations = format!("{0} 曾任职 2022-06-30\r\n{0}，近亲属", hospital.code);
    let fields = [("name", "督查员演示"), ("specialities", "护理；院感"), ("relations", &*relations)];
    let home = add(&jinshui, &fields).await;
    assert_eq!(home, "/inspectors/410105-01", "a code is made up");
    let page = read(&jinshui, &home).await;
    for said in [
        "督查员演示",
        "医院感染管理；护理管理",
        "演示甲医院",
        "2022-06-30 离职",
        "近亲属",
        "金水区卫生健康委员会",
        "入库",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let form = read(&jinshui, &format!("{home}/edit")).await;
    let version = hidden(&form, "version");
    let sent =
        [("version", &*version), ("name", "督查员演示"), ("employer", &hospital.code), ("certificate", "行政执法证")];
    assert_eq!(jinshui.post(&home, &sent).await.status, 303);
    assert_eq!(jinshui.post(&home, &sent).await.status, 409, "seen before the change");
    let page = read(&jinshui, &home).await;
    for said in
        ["执法证：无 → 行政执法证", "单位：金水区卫生健康委员会 → 演示甲医院", "专业：医院感染管理；护理管理 → 无"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let version = hidden(&page, "version");
    let off = [("version", &*version), ("active", "0"), ("reason", "")];
    let active = format!("{home}/active");
    let refused = jinshui.post(&active, &off).await;
    assert!(refused.status == 422 && refused.body.contains("没有填原因"), "{}", refused.body);
    assert_eq!(pool(&bench, "410105").await.len(), 1);
    assert_eq!(
        jinshui.post(&active, &[("version", &*version), ("active", "0"), ("reason", "演示：调离")]).await.status,
        303
    );
    assert!(pool(&bench, "410105").await.is_empty(), "who is out of use is sent nowhere");
    let page = read(&jinshui, &home).await;
    assert!(page.contains("演示：调离") && page.contains("恢复督查员演示"), "{page}");
    assert!(!read(&jinshui, "/inspectors").await.contains("督查员演示"));
    assert!(read(&jinshui, "/inspectors?status=all").await.contains("督查员演示"));
}

async fn pool(bench: &Bench, code: &str) -> Vec<zhikong::inspectors::Inspector> {
    let id: AuthorityId = bench.authority(code).await;
    store::pool(bench.db(), &[id], china_date(bench.clock.now())).await.unwrap()
}

#[tokio::test]
async fn every_fault_of_the_form_is_told_beside_its_field() {
    let bench = Bench::new().await;
    let hospital = bench.hospital("演示甲医院").store().await;
    let jinshui = county(&bench).await;
    add(&jinshui, &[("name", "督查员演示"), ("code", "dc-1")]).await;
    let relations = format!("{} 曾任职", hospital.code);
    let wrong = [
        ("code", "DC-1"),
        ("name", " "),
        ("employer", "410199-999"),
        ("region", "某地"),
        ("specialities", "占星"),
        ("relations", &*relations),
        ("account", "nobody"),
    ];
    let answer = jinshui.post("/inspectors", &wrong).await;
    assert_eq!(answer.status, 422);
    let told = [
        "编号 DC-1 已经有人用了",
        "没有填姓名",
        "名录里没有编码为",
        "不认识的区划",
        "不认识的专业",
        "曾任职要写离职日期",
        "没有督查员或工作人员账号",
    ];
    for said in told {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    for (relations, said) in [
        ("NOSUCH 近亲属", "名录里没有这家医院"),
        (&*format!("{} 曾任职 2030-01-01", hospital.code), "在将来"),
        (&*format!("{} 近亲属 2020-01-01", hospital.code), "只有曾任职写日期"),
        ("乱写", "没有读懂"),
    ] {
        let answer = jinshui.post("/inspectors", &[("name", "督查员演示"), ("relations", relations)]).await;
        assert!(answer.status == 422 && answer.body.contains(said), "{said}: {}", answer.body);
    }
}

#[tokio::test]
async fn an_account_is_one_persons() {
    let bench = Bench::new().await;
    let jinshui = county(&bench).await;
    let id = bench.authority("410105").await;
    bench.account("ducha").role(Role::Inspector).at_authority(id).store().await;
    add(&jinshui, &[("name", "督查员演示"), ("account", "ducha")]).await;
    let second = jinshui.post("/inspectors", &[("name", "督查员演示乙"), ("account", "ducha")]).await;
    assert!(second.status == 422 && second.body.contains("已经是督查员 410105-01 的"), "{}", second.body);
    let other = bench.authority("410102").await;
    bench.account("linju").role(Role::Inspector).at_authority(other).store().await;
    let foreign = jinshui.post("/inspectors", &[("name", "督查员演示乙"), ("account", "linju")]).await;
    assert_eq!(foreign.status, 422, "an account of elsewhere is not told apart from none");
    let ducha = bench.sign_in("ducha").await;
    assert!(read(&ducha, "/inspectors").await.contains("督查员演示"));
    assert_eq!(ducha.get("/inspectors/new").await.status, 403);
}

#[tokio::test]
async fn those_above_see_the_pool_and_only_its_own_authority_changes_it() {
    let bench = Bench::new().await;
    let jinshui = county(&bench).await;
    let home = add(&jinshui, &[("name", "督查员演示")]).await;
    for (login, code) in [("zhengzhou", "410100"), ("zhongyuan", "410102"), ("sheng", "410000")] {
        bench.staff(login, code).await;
    }
    let version = hidden(&read(&jinshui, &home).await, "version");
    for (login, sees) in [("zhengzhou", true), ("sheng", true), ("zhongyuan", false)] {
        let client = bench.sign_in(login).await;
        assert_eq!(client.get(&home).await.status, if sees { 200 } else { 404 }, "{login}");
        assert_eq!(read(&client, "/inspectors").await.contains("督查员演示"), sees, "{login}");
        assert_eq!(client.get(&format!("{home}/edit")).await.status, 404, "{login}");
        let sent = [("version", &*version), ("name", "改了演示")];
        assert_eq!(client.post(&home, &sent).await.status, 404, "{login}");
        let off = [("version", &*version), ("active", "0"), ("reason", "演示")];
        assert_eq!(client.post(&format!("{home}/active"), &off).await.status, 404, "{login}");
    }
    assert_eq!(pool(&bench, "410105").await[0].facts.name, "督查员演示");
}

#[tokio::test]
async fn a_workbook_is_rehearsed_taken_whole_and_comes_back_unchanged() {
    let bench = Bench::new().await;
    let hospital = bench.hospital("演示甲医院").store().await;
    let jinshui = county(&bench).await;
    add(&jinshui, &[("name", "督查员演示"), ("code", "DC-1"), ("specialities", "护理")]).await;
    let relations = format!("{0} 曾任职 2022-06-30；{0} 争议", hospital.code);
    let bytes = workbook(&[
        &["编号", "姓名", "单位", "专业", "回避关系", "备注"],
        &["DC-1", "督查员演示", "演示监督所", "护理管理", "", "不读"],
        &["dc-2", "督查员演示乙", &hospital.code, "病案、药学", &relations, ""],
    ]);
    let (address, page) = rehearsed(&jinshui, "/inspectors", &bytes).await;
    for said in ["可以导入：新增 1 条，变更 1 条", "单位：金水区卫生健康委员会 → 演示监督所", "DC-2 督查员演示乙", "A3"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(pool(&bench, "410105").await.len(), 1, "a rehearsal writes nothing");
    let stale = jinshui.post(&address, &[("name", "演示.xlsx"), ("seen", "9-9")]).await;
    assert_eq!(stale.status, 409, "somebody changed the pool since");
    assert_eq!(confirm(&jinshui, &address, &page).await.status, 303);
    let pool = pool(&bench, "410105").await;
    assert_eq!(pool.len(), 2);
    assert_eq!(pool[0].facts.employer, Employer::Other("演示监督所".to_owned()));
    assert_eq!(pool[1].facts.employer, Employer::Hospital(hospital.id));
    let ties: Vec<Tie> = pool[1].facts.relations.iter().map(|one| one.tie).collect();
    assert_eq!(ties, [Tie::Left, Tie::Dispute]);
    let exported = jinshui.get("/inspectors.xlsx?whose=own&status=all").await;
    let (_, page) = rehearsed(&jinshui, "/inspectors", &exported.bytes).await;
    assert!(page.contains("没有变化") && page.contains("有 2 行与现在一样"), "{page}");
    // What a draw of teams takes: the hospital employs, so that rule 1 holds; each tie by its rule.
    let list = read(&jinshui, "/draws/new").await;
    let line = format!("DC-2，{0}，410105，否，0，病案管理；药事管理，2:{0}@2022；4:{0}", hospital.code);
    assert!(list.contains(&line), "{line}: {list}");
}

#[tokio::test]
async fn one_fault_keeps_a_workbook_out_and_each_is_named_with_its_cell() {
    let bench = Bench::new().await;
    bench.staff("zhongyuan", "410102").await;
    add(&bench.sign_in("zhongyuan").await, &[("name", "督查员演示"), ("code", "ZY-1")]).await;
    let jinshui = county(&bench).await;
    let bytes = workbook(&[
        &["演示名单"],
        &["编号", "姓名", "专业"],
        &["DC-1", "督查员演示", "护理"],
        &["DC-1", "督查员演示", ""],
        &["ZY-1", "督查员演示", ""],
        &["没有数字", "督查员演示", ""],
        &["DC-3", "", "占星"],
    ]);
    let (address, page) = rehearsed(&jinshui, "/inspectors", &bytes).await;
    for said in ["5 处要改", "A4", "在 A3 已经写过一次", "A5", "已经是别的机构的督查员", "A6", "B7", "没有填姓名", "C7"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(jinshui.post(&address, &[("seen", "0-0")]).await.status, 422);
    assert!(pool(&bench, "410105").await.is_empty());
    let no_table = jinshui.upload("/inspectors/import", &[("a.xlsx", &workbook(&[&["姓名"], &["演示"]]))]).await;
    assert!(no_table.status == 422 && no_table.body.contains("没有找到督查员名单"), "{}", no_table.body);
    let no_name =
        jinshui.upload("/inspectors/import", &[("a.xlsx", &workbook(&[&["编号", "专业"], &["D1", ""]]))]).await;
    assert!(no_name.status == 422 && no_name.body.contains("缺少“姓名”一列"), "{}", no_name.body);
    let text = jinshui.upload("/inspectors/import", &[("a.xlsx", b"hello")]).await;
    assert_eq!(text.status, 422);
}

#[tokio::test]
async fn a_scope_without_an_authority_has_no_pool() {
    let bench = Bench::new().await;
    let jinshui = county(&bench).await;
    add(&jinshui, &[("name", "督查员演示")]).await;
    let today = china_date(bench.clock.now());
    let seen = async |scope| store::list(bench.db(), &scope, today).await.unwrap().len();
    let top = authorities::store::top(bench.db()).await.unwrap().unwrap();
    assert_eq!(
        [seen(Scope::Nothing).await, seen(Scope::Authority(top)).await, seen(Scope::Everything).await],
        [0, 1, 1]
    );
    let hospital = bench.hospital("演示甲医院").store().await;
    assert_eq!(seen(Scope::Hospital(hospital.id)).await, 0);
}
