//! What cannot be committed to is refused in words, with everything that was typed.

use crate::draws::scene::{Scene, form};

#[tokio::test]
async fn a_commitment_says_everything_that_is_wrong_with_it() {
    let scene = Scene::new().await;
    let one = "D1，演示监督所，410102，是，0，护理";
    let two = "D1，演示监督所，410102，是，0，护理\nD2，演示监督所，410102，否，0，护理";
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("visited", "P03\nP77")], "第 2 行：本机构所辖的医院里今天没有编码 P77"),
        (&[("visited", "Q01")], "没有编码 Q01"),
        (&[("excluded", "P10 演示\nP10 演示")], "P10 已经排除过一次"),
        (&[("excluded", "P10")], "P10 没有写排除的原因"),
        (&[("quotas", "二级 10")], "“二级”只有 9 家，配额 10 多于它"),
        (&[("quotas", "四级 1")], "没有叫“四级”的层"),
        (&[("quotas", "二级")], "写成“层名 家数”"),
        (&[("numerator", "6")], "比例大于 1"),
        (&[("denominator", "0")], "比例的分母要填 1 到 1000 的整数"),
        (&[("sources", " ")], "没有写种子的来源"),
        (&[("kind", "")], "没有选种子从哪里来"),
        (&[("due", "2024-10-20")], "揭示期限早于今天"),
        (&[("due", "年底")], "揭示期限没有读懂"),
        (&[("levels", "level3")], "没有一家可抽的医院"),
        (&[("team", "1"), ("inspectors", "")], "没有督查员"),
        (&[("team", "1"), ("size", "1"), ("inspectors", two)], "一组人数要填 2 到 20"),
        (&[("team", "1"), ("inspectors", one)], "规则 10 名单人数少于一组的人数"),
        (&[("team", "1"), ("inspectors", two), ("needs", "院感")], "规则 6 选了就凑不齐所需专业"),
        (
            &[("team", "1"), ("inspectors", two), ("load_cap", "3")],
            "要派 8 人次，名单上的人本年只能再去 6 次（规则 5）",
        ),
        (
            &[("team", "1"), ("other_region", "1"), ("inspectors", "D1，x，410105，是\nD2，x，410102，是")],
            "规则 7 与医院同一区划",
        ),
        (
            &[("team", "1"), ("certificate", "1"), ("inspectors", "D1，x，410102，否\nD2，x，410102，否")],
            "规则 8 选了就没有执法证持有人",
        ),
        (
            &[("team", "1"), ("inspectors", "D1，x，410102，否，0，，3:P05\nD2，x，410102，否")],
            "1 家医院组不成督导组，例如 演示P05医院（P05）：规则 3",
        ),
    ];
    for (changes, told) in cases {
        let answer = scene.xian.post("/draws", &form(changes)).await;
        assert_eq!(answer.status, 422, "{changes:?}");
        assert!(answer.body.contains(told), "{changes:?} {told}: {}", answer.body);
        assert!(answer.body.contains("演示彩票第 2024123 期") || changes[0].0 == "sources", "what was typed is kept");
    }
    assert!(scene.visitor.get("/published/draws").await.body.contains("还没有承诺过抽取"), "nothing was committed to");
}

#[tokio::test]
async fn nothing_is_revealed_before_it_is_drawn() {
    let scene = Scene::new().await;
    scene.xian.post("/draws", &form(&[])).await;
    let form = [("version", "1"), ("reason", "演示")];
    let answer = scene.xian.post("/draws/410105-2024-1/reveal", &form).await;
    assert!(answer.status == 422 && answer.body.contains("还没有种子"), "{}", answer.body);
    for number in ["410105-2024-2", "410105-2024-01", "x", "410105-2024"] {
        for path in [format!("/draws/{number}"), format!("/published/draws/{number}")] {
            let client = if path.starts_with("/draws") { &scene.xian } else { &scene.visitor };
            assert_eq!(client.get(&path).await.status, 404, "{path}");
        }
    }
}
