//! A hospital's own goals: set by its clerk, seen by itself and by whoever sees its figures, and by nobody else.

use zhikong::access::{HospitalId, Role, Scope};
use zhikong::goals::store;
use zhikong::goals::{Goals, Value};
use zhikong::hospitals::roster::Line;

use super::{keeper, read, set};
use crate::support::bench::{Bench, Hospital};
use crate::support::client::{Answer, Client};

struct Scene {
    bench: Bench,
    ours: Hospital,
    theirs: Hospital,
    wang: Client,
    li: Client,
}

/// Two hospitals of level 2 in two counties, each with a clerk.
async fn scene() -> Scene {
    let bench = Bench::new().await;
    let without = |line: &mut Line| line.services = "手术".to_owned();
    let ours = bench.hospital("演示甲医院").in_region("410105").store().await;
    let theirs = bench.hospital("演示乙医院").in_region("410102").with(without).store().await;
    bench.account("wang").role(Role::Clerk).at_hospital(&ours).store().await;
    bench.account("lili").role(Role::Clerk).at_hospital(&theirs).store().await;
    let (wang, li) = (bench.sign_in("wang").await, bench.sign_in("lili").await);
    Scene { bench, ours, theirs, wang, li }
}

async fn set_own(client: &Client, value: &str, seen: &str) -> Answer {
    let form = [("own", value), ("source", "演示：院办公会"), ("seen", seen)];
    client.post("/goals/own/2024/iv_use_rate", &form).await
}

impl Scene {
    async fn own(&self, scope: &Scope, hospital: HospitalId) -> Option<Value> {
        let goals: Goals = store::own_of(self.bench.db(), scope, hospital, 2024).await.unwrap();
        goals.own(&"iv_use_rate".parse().unwrap(), 2024, hospital).map(|goal| goal.value)
    }
}

#[tokio::test]
async fn a_hospital_sets_changes_and_takes_back_its_own_goal() {
    let scene = scene().await;
    let (scope, ours) = (Scope::Hospital(scene.ours.id), scene.ours.id);
    assert_eq!(set_own(&scene.wang, "78", "0").await.status, 303);
    assert_eq!(scene.own(&scope, ours).await, Some(Value(780_000)));
    assert_eq!(set_own(&scene.wang, "77.5", "0").await.status, 409, "it has been set meanwhile");
    assert_eq!(set_own(&scene.wang, "77.5", "1").await.status, 303);
    let page = read(&scene.wang, "/goals/own?year=2024").await;
    assert!(page.contains("自己设了 1 个目标值") && page.contains("≤ 77.5 %"), "{page}");
    assert_eq!(set_own(&scene.wang, "", "2").await.status, 303);
    assert_eq!(scene.own(&scope, ours).await, None);
    let page = read(&scene.wang, "/goals/own/2024/iv_use_rate").await;
    for said in ["本院撤销", "本院 ≤ 77.5 %", "本院 ≤ 78 %", "演示：院办公会", "演示wang"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let answer = set_own(&scene.wang, "130", "3").await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("本院：填了“130”") && answer.body.contains("本院目标值没有改"), "{}", answer.body);
}

#[tokio::test]
async fn nobody_else_sees_what_a_hospital_set_for_itself() {
    let scene = scene().await;
    assert_eq!(set_own(&scene.wang, "78.25", "0").await.status, 303);
    let (ours, theirs) = (scene.ours.id, scene.theirs.id);
    assert_eq!(scene.own(&Scope::Hospital(theirs), ours).await, None, "outside the scope there is nothing");
    assert_eq!(scene.own(&Scope::Nothing, ours).await, None);
    let county = scene.bench.authority("410102").await;
    assert_eq!(scene.own(&Scope::Authority(county), ours).await, None);
    let of = "iv_use_rate".parse().unwrap();
    let history = store::own_history(scene.bench.db(), &Scope::Hospital(theirs), ours, 2024, &of).await.unwrap();
    assert!(history.is_empty());
    assert!(store::in_force(scene.bench.db(), 2024).await.unwrap().is_empty(), "it is no goal of the province");
    assert!(store::history(scene.bench.db(), 2024, &of).await.unwrap().is_empty());

    let sheng = keeper(&scene.bench).await;
    for (client, path) in [
        (&scene.li, "/goals/own?year=2024".to_owned()),
        (&scene.li, "/goals/own/2024/iv_use_rate".to_owned()),
        (&scene.li, "/goals?year=2024".to_owned()),
        (&sheng, "/goals?year=2024".to_owned()),
        (&sheng, "/goals/2024/iv_use_rate".to_owned()),
        (&scene.li, format!("/hospitals/{}/goals?year=2024", scene.theirs.code)),
    ] {
        assert!(!read(client, &path).await.contains("78.25"), "{path}");
    }
    let path = format!("/hospitals/{}/goals?year=2024", scene.ours.code);
    assert_eq!(scene.li.get(&path).await.status, 404);
    assert!(read(&sheng, &path).await.contains("≤ 78.25 %"), "whoever sees its figures sees its goal");
    let exported = sheng.get("/goals.xlsx?year=2024").await;
    assert_eq!(exported.status, 200);
}

#[tokio::test]
async fn the_page_has_the_provinces_goal_for_the_level_beside_and_leaves_out_what_does_not_apply() {
    let scene = scene().await;
    let sheng = keeper(&scene.bench).await;
    set(&sheng, "iv_use_rate", &[("all", "85"), ("level-level3", "80"), ("level-level2", "83")], "0").await;
    set(&sheng, "ae_per_100_discharges", &[("all", "2")], "0").await;
    let page = read(&scene.wang, "/goals/own?year=2024").await;
    for said in ["省里给二级设的有 2 个", "≤ 83 %", "≥ 2 例次/百出院人次"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("≤ 80 %") && !page.contains("≤ 85 %"), "only the goal for its own level");
    assert!(page.contains("/goals/own/2024/vaginal_delivery_complication_rate"), "it offers obstetrics");
    let page = read(&scene.li, "/goals/own?year=2024").await;
    assert!(!page.contains("/goals/own/2024/vaginal_delivery_complication_rate"), "{page}");
    assert!(page.contains("阴道分娩并发症发生率：要有“产科”"), "{page}");
    let form = [("own", "3"), ("source", "演示"), ("seen", "0")];
    let answer = scene.li.post("/goals/own/2024/vaginal_delivery_complication_rate", &form).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("没有“产科”这项服务"), "{}", answer.body);
    assert!(!page.contains("比省里的松"));
    assert_eq!(set_own(&scene.wang, "83", "0").await.status, 303);
    assert!(!read(&scene.wang, "/goals/own?year=2024").await.contains("比省里的松"));
    assert_eq!(set_own(&scene.wang, "83.1", "1").await.status, 303);
    assert!(read(&scene.wang, "/goals/own?year=2024").await.contains("比省里的松"), "lower is better");
    let one = read(&scene.wang, "/goals/own/2024/iv_use_rate").await;
    assert!(one.contains("省里给二级设的是 <b class=\"nw\">≤ 83 %</b>"), "{one}");
}
