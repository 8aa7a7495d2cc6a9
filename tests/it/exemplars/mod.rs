//! 典型: submitted by commissions and QC centres, seen by those above, chosen by the top with a reason, then read by everybody it is
//! meant for; the duty to submit is complete from these records alone.

mod campaigns;

use zhikong::campaign::refresh::refresh;

use crate::inspections::scene::Scene;
use crate::support::client::{Answer, Client};

const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0IDAT\0\0\0\0IEND\xAEB`\x82";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const TEXT: &str =
    "演示：科室每周对照指标开一次短会，逐例找原因。\n三个月后送检率从 40 % 升到 62 %，做法写成一页纸，别的科室照着做。";

struct People {
    scene: Scene,
    top: Client,
}

impl People {
    async fn new() -> Self {
        let scene = Scene::new().await;
        scene.bench.staff("top", "410000").await;
        let top = scene.bench.sign_in("top").await;
        Self { scene, top }
    }

    fn staff(&self) -> &Client {
        &self.scene.staff
    }
}

const FORM: [(&str, &str); 6] = [
    ("quarter", "2024Q3"),
    ("kind", "department"),
    ("target", ""),
    ("hospital", ""),
    ("title", "演示：<b>送检</b>短会"),
    ("text", TEXT),
];

async fn submit(client: &Client, fields: &[(&str, &str)], pictures: &[(&str, &[u8])]) -> Answer {
    let mut form: Vec<(&str, &str)> =
        FORM.into_iter().filter(|(name, _)| fields.iter().all(|(n, _)| n != name)).collect();
    form.extend(fields);
    client.send_form("/exemplars", &form, pictures).await
}

async fn decide(client: &Client, number: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("/exemplars/{number}/decide"), fields).await
}

const CHOSEN: [(&str, &str); 4] =
    [("version", "1"), ("decision", "chosen"), ("audience", "public"), ("reason", "演示：做法能推广")];

#[tokio::test]
async fn what_is_chosen_is_read_by_everybody_and_what_is_submitted_by_those_above() {
    let people = People::new().await;
    let made = submit(people.staff(), &[("hospital", &people.scene.ours.code)], &[("演示.png", PNG)]).await;
    assert!(made.status == 303, "{}", made.body);
    assert_eq!(made.location(), "/exemplars/2024Q3-1");
    let page = people.staff().get("/exemplars/2024Q3-1").await.body;
    assert!(page.contains("待选") && page.contains("演示甲医院") && page.contains("&lt;b&gt;送检"), "{page}");
    // Those above see it, others do not: neither its page nor its picture.
    for (client, status) in
        [(&people.scene.city, 200), (&people.top, 200), (&people.scene.neighbour, 404), (&people.scene.clerk, 404)]
    {
        assert_eq!(client.get("/exemplars/2024Q3-1").await.status, status);
        assert_eq!(client.get("/exemplars/2024Q3-1/pictures/1").await.status, status);
    }
    assert!(people.scene.city.get("/exemplars/submitted").await.body.contains("送检"));
    assert!(!people.scene.neighbour.get("/exemplars/submitted").await.body.contains("送检"));
    // Only the top chooses, and is told that something waits.
    assert!(people.top.get("/home").await.body.contains("1 份典型材料等待选用"));
    assert!(!people.scene.city.get("/home").await.body.contains("等待选用"));
    for client in [people.staff(), &people.scene.city] {
        assert_eq!(decide(client, "2024Q3-1", &CHOSEN).await.status, 404);
    }
    let visitor = people.scene.bench.visitor();
    assert_eq!(visitor.get("/published/exemplars/2024Q3-1").await.status, 404);
    let bare = decide(&people.top, "2024Q3-1", &[("version", "1"), ("decision", "chosen")]).await;
    assert!(
        bare.status == 422 && bare.body.contains("没有写理由") && bare.body.contains("没有选发布范围"),
        "{}",
        bare.body
    );
    assert_eq!(decide(&people.top, "2024Q3-1", &CHOSEN).await.status, 303);
    assert!(!people.top.get("/home").await.body.contains("等待选用"));
    // Whoever submitted it is told; everybody reads it, and why it was chosen.
    assert!(people.staff().get("/inbox").await.body.contains("典型材料已选用"));
    for client in [&people.scene.neighbour, &people.scene.clerk] {
        let page = client.get("/exemplars/2024Q3-1").await.body;
        assert!(page.contains("做法能推广") && !page.contains("经过"), "how it was decided is not theirs: {page}");
    }
    let public = visitor.get("/published/exemplars/2024Q3-1").await;
    assert!(public.status == 200 && public.body.contains("做法能推广"), "{}", public.body);
    assert!(visitor.get("/published/exemplars").await.body.contains("送检"));
    let picture = visitor.get("/published/exemplars/2024Q3-1/pictures/1").await;
    assert!(picture.status == 200 && picture.bytes == PNG);
    let file = visitor.get("/published/exemplars/2024Q3-1/export.html").await;
    assert!(file.status == 200 && file.body.contains("data:image/png;base64,iVBORw0KGgo"), "{}", file.body);
    // For the trade alone it is no longer public; no longer chosen, others do not see it.
    let trade = [("version", "2"), ("decision", "chosen"), ("audience", "internal"), ("reason", "演示：先在行业内")];
    assert_eq!(decide(&people.top, "2024Q3-1", &trade).await.status, 303);
    assert_eq!(visitor.get("/published/exemplars/2024Q3-1").await.status, 404);
    assert_eq!(people.scene.clerk.get("/exemplars/2024Q3-1").await.status, 200);
    let stale = [("version", "2"), ("decision", "declined"), ("reason", "演示：不够具体")];
    assert_eq!(decide(&people.top, "2024Q3-1", &stale).await.status, 409);
    let declined = [("version", "3"), ("decision", "declined"), ("reason", "演示：不够具体")];
    assert_eq!(decide(&people.top, "2024Q3-1", &declined).await.status, 303);
    assert_eq!(people.scene.clerk.get("/exemplars/2024Q3-1").await.status, 404);
    let page = people.staff().get("/exemplars/2024Q3-1").await.body;
    for step in ["做法能推广", "先在行业内", "不够具体"] {
        assert!(page.contains(step), "every step stays: {page}");
    }
}

#[tokio::test]
async fn what_cannot_be_an_exemplar_is_refused_with_every_reason_and_nothing_is_stored() {
    let people = People::new().await;
    let theirs = people.scene.bench.hospital("演示丁医院").in_region("410102").store().await;
    let faulty = submit(
        people.staff(),
        &[("quarter", "2025Q1"), ("kind", "x"), ("text", "短"), ("hospital", "YS404")],
        &[("a.png", PNG)],
    )
    .await;
    assert_eq!(faulty.status, 422);
    for said in ["没有选季度", "没有选类别", "至少 30 字", "图片要重新选", "不是本单位范围内医院"]
    {
        assert!(faulty.body.contains(said), "{said}: {}", faulty.body);
    }
    let foreign = submit(people.staff(), &[("hospital", &theirs.code)], &[]).await;
    assert!(foreign.status == 422 && foreign.body.contains("不是本单位范围内医院"), "{}", foreign.body);
    let pdf = submit(people.staff(), &[], &[("a.pdf", PDF)]).await;
    assert!(pdf.status == 422 && pdf.body.contains("a.pdf") && pdf.body.contains("是 PDF"), "{}", pdf.body);
    let large = vec![0xFF; 3 * 1024 * 1024 + 1];
    let large = submit(people.staff(), &[], &[("大.jpg", &large)]).await;
    assert!(large.status == 422 && large.body.contains("大.jpg”超过 3 MB"), "{}", large.body);
    let many = vec![("b.png", PNG); 7];
    let many = submit(people.staff(), &[], &many).await;
    assert!(many.status == 422 && many.body.contains("选了 7 张"), "{}", many.body);
    assert!(people.staff().get("/exemplars/submitted").await.body.contains("还没有报送的材料"));
}

#[tokio::test]
async fn what_is_not_chosen_can_be_taken_back_by_whoever_submitted_it() {
    let people = People::new().await;
    assert_eq!(submit(people.staff(), &[], &[]).await.status, 303);
    let back = [("version", "1"), ("reason", "演示：数字有误")];
    assert_eq!(people.scene.city.post("/exemplars/2024Q3-1/withdraw", &back).await.status, 404);
    let chosen = decide(&people.top, "2024Q3-1", &CHOSEN).await;
    assert_eq!(chosen.status, 303);
    let late = people.staff().post("/exemplars/2024Q3-1/withdraw", &[("version", "2"), back[1]]).await;
    assert!(late.status == 422 && late.body.contains("已选用的材料不能撤回"), "{} {}", late.status, late.body);
    let declined = [("version", "2"), ("decision", "declined"), ("reason", "演示：数字有误")];
    assert_eq!(decide(&people.top, "2024Q3-1", &declined).await.status, 303);
    let taken = people.staff().post("/exemplars/2024Q3-1/withdraw", &[("version", "3"), back[1]]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let again = decide(&people.top, "2024Q3-1", &[("version", "4"), CHOSEN[1], CHOSEN[2], CHOSEN[3]]).await;
    assert_eq!(again.status, 422, "what was taken back stays so: {}", again.body);
}

#[tokio::test]
async fn the_duty_to_submit_is_complete_from_what_was_submitted_and_from_nothing_else() {
    let people = People::new().await;
    let bench = &people.scene.bench;
    let run = async || refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap();
    run().await;
    let county = "/campaigns/henan-2021-2025/bearers/410105";
    let province = "/campaigns/henan-2021-2025/bearers/410000";
    let row = async |client: &Client, path: &str, said: &str| client.get(path).await.body.contains(said);
    assert!(!row(people.staff(), county, "2024-10-21 报送了典型材料").await);
    submit(people.staff(), &[], &[]).await;
    run().await;
    assert!(row(people.staff(), county, "2024-10-21 报送了典型材料，逾期完成").await, "its quarter was over");
    assert!(!row(&people.top, province, "选用了典型").await || !row(&people.top, province, "2024-10-21 从").await);
    decide(&people.top, "2024Q3-1", &CHOSEN).await;
    run().await;
    assert!(row(&people.top, province, "2024-10-21 从这一季的材料里选用了典型").await);
    // Taken back, neither is done.
    let declined = [("version", "2"), ("decision", "declined"), ("reason", "演示：数字有误")];
    decide(&people.top, "2024Q3-1", &declined).await;
    people.staff().post("/exemplars/2024Q3-1/withdraw", &[("version", "3"), ("reason", "演示：数字有误")]).await;
    run().await;
    assert!(!row(people.staff(), county, "2024-10-21 报送了").await);
    assert!(!row(&people.top, province, "2024-10-21 从").await);
}

#[tokio::test]
async fn an_exemplar_stands_beside_the_chart_of_its_target() {
    let people = People::new().await;
    let catalogue = &people.scene.bench.parts.catalogue;
    let target = catalogue.edition(2024).unwrap().target(3).unwrap().id.to_string();
    assert_eq!(submit(people.staff(), &[("target", &target)], &[]).await.status, 303);
    let box_of =
        async |ordinal: u8| people.scene.clerk.get(&format!("/exemplars/of?year=2024&ordinal={ordinal}")).await.body;
    assert!(!box_of(3).await.contains("送检"), "not chosen yet");
    decide(&people.top, "2024Q3-1", &CHOSEN).await;
    assert!(box_of(3).await.contains("送检") && !box_of(4).await.contains("送检"));
    let page = people.top.get("/targets/2024/3?period=2024Q3").await.body;
    assert!(page.contains("/exemplars/of?year=2024&amp;ordinal=3"), "{page}");
    let unknown = submit(people.staff(), &[("target", "no-such")], &[]).await;
    assert_eq!(unknown.status, 422);
}

#[tokio::test]
async fn a_nul_is_refused_before_any_database_sees_it() {
    let people = People::new().await;
    let visitor = people.scene.bench.visitor();
    for asked in ["target=%00", "kind=a%00b"] {
        assert_eq!(visitor.get(&format!("/published/exemplars?{asked}")).await.status, 400, "{asked}");
    }
    assert_eq!(people.top.get("/hospitals/%00").await.status, 404);
    let typed = people.top.post("/exemplars/2024Q3-1/withdraw", &[("version", "1"), ("reason", "演示\0撤回")]).await;
    let sent = submit(people.staff(), &[("title", "演示\0标题")], &[]).await;
    for refused in [typed, sent] {
        assert!(refused.status == 422 && refused.body.contains("空字符（NUL）"), "{}", refused.body);
    }
}
