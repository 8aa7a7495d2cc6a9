//! 借调: neighbours and those above are asked; who is lent is in the borrower's pool on the days agreed and no other.

use chrono::TimeDelta;
use zhikong::calendar::china_date;
use zhikong::inspectors::store;

use super::{add, county, hidden, read};
use crate::support::bench::Bench;
use crate::support::client::Client;

const ASK: [(&str, &str); 5] = [
    ("lender", "410102"),
    ("speciality", "护理管理"),
    ("from", "2024-10-22"),
    ("to", "2024-10-23"),
    ("reason", "演示：本县护理督查员都要回避"),
];

/// A neighbour with somebody who knows nursing, and the county.
async fn neighbours(bench: &Bench) -> (Client, Client) {
    bench.staff("zhongyuan", "410102").await;
    let zhongyuan = bench.sign_in("zhongyuan").await;
    add(&zhongyuan, &[("name", "督查员演示"), ("code", "ZY-1"), ("specialities", "护理")]).await;
    add(&zhongyuan, &[("name", "督查员演示乙"), ("code", "ZY-2")]).await;
    (zhongyuan, county(bench).await)
}

async fn ids(bench: &Bench, code: &str) -> Vec<String> {
    let id = bench.authority(code).await;
    let pool = store::pool(bench.db(), &[id], china_date(bench.clock.now())).await.unwrap();
    pool.into_iter().map(|one| one.code).collect()
}

#[tokio::test]
async fn somebody_is_lent_for_the_days_agreed() {
    let bench = Bench::new().await;
    let (zhongyuan, jinshui) = neighbours(&bench).await;
    assert_eq!(jinshui.post("/inspectors/loans", &ASK).await.status, 303);
    let page = read(&zhongyuan, "/inspectors/loans").await;
    assert!(page.contains("1 件申请等本机构答复") && page.contains("都要回避"), "{page}");
    assert!(page.contains("督查员演示 ZY-1") && !page.contains("ZY-2"), "only who knows what is asked: {page}");
    let answer = "/inspectors/loans/1/answer";
    let version = hidden(&page, "version");
    for (fields, said) in [
        (vec![("answer", "agree")], "请选一位"),
        (vec![("answer", "agree"), ("inspector", "ZY-2")], "没有“护理管理”专业"),
        (vec![("answer", "decline")], "没有填不同意的原因"),
        (vec![], "请选同意或不同意"),
    ] {
        let fields: Vec<_> = fields.into_iter().chain([("version", &*version)]).collect();
        let refused = zhongyuan.post(answer, &fields).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{said}: {}", refused.body);
    }
    let agree = [("version", &*version), ("answer", "agree"), ("inspector", "ZY-1")];
    assert_eq!(jinshui.post(answer, &agree).await.status, 404, "nobody answers for the lender");
    assert_eq!(zhongyuan.post(answer, &agree).await.status, 303);
    assert_eq!(zhongyuan.post(answer, &agree).await.status, 409);
    assert_eq!(jinshui.post("/inspectors/loans/1/withdraw", &[("version", "2")]).await.status, 409, "too late");
    for (days, here) in [(0, false), (1, true), (1, true), (1, false)] {
        bench.advance(TimeDelta::days(days));
        let day = china_date(bench.clock.now());
        assert_eq!(ids(&bench, "410105").await.contains(&"ZY-1".to_owned()), here, "{day}");
        let jinshui = bench.sign_in("jinshui").await;
        assert_eq!(read(&jinshui, "/inspectors").await.contains("ZY-1"), here, "{day}");
        assert_eq!(jinshui.get("/inspectors/ZY-1").await.status, if here { 200 } else { 404 }, "{day}");
        assert!(ids(&bench, "410102").await.contains(&"ZY-1".to_owned()), "it stays in the lender's pool");
    }
}

#[tokio::test]
async fn what_is_borrowed_is_looked_at_and_not_changed() {
    let bench = Bench::new().await;
    let (zhongyuan, jinshui) = neighbours(&bench).await;
    jinshui.post("/inspectors/loans", &ASK).await;
    let agree = [("version", "1"), ("answer", "agree"), ("inspector", "ZY-1")];
    assert_eq!(zhongyuan.post("/inspectors/loans/1/answer", &agree).await.status, 303);
    bench.advance(TimeDelta::days(1));
    let jinshui = bench.sign_in("jinshui").await;
    let page = read(&jinshui, "/inspectors/ZY-1").await;
    assert!(page.contains("借入") && !page.contains("入库"), "the history is the lender's: {page}");
    assert_eq!(jinshui.get("/inspectors/ZY-1/edit").await.status, 404);
    assert_eq!(jinshui.post("/inspectors/ZY-1", &[("version", "1"), ("name", "改了演示")]).await.status, 404);
}

#[tokio::test]
async fn nobody_is_lent_twice_for_a_day() {
    let bench = Bench::new().await;
    let (zhongyuan, jinshui) = neighbours(&bench).await;
    let agree = |id: i64| format!("/inspectors/loans/{id}/answer");
    let with = [("version", "1"), ("answer", "agree"), ("inspector", "ZY-1")];
    for (from, to, status) in
        [("2024-10-22", "2024-10-23", 303), ("2024-10-23", "2024-10-30", 422), ("2024-10-24", "2024-10-30", 303)]
    {
        let mut ask = ASK;
        (ask[2].1, ask[3].1) = (from, to);
        assert_eq!(jinshui.post("/inspectors/loans", &ask).await.status, 303);
        let page = read(&zhongyuan, "/inspectors/loans").await;
        let at = page.find("/inspectors/loans/").unwrap();
        let id: i64 = page[at + 18..].split('/').next().unwrap().parse().unwrap();
        let answer = zhongyuan.post(&agree(id), &with).await;
        assert_eq!(answer.status, status, "{from}: {}", answer.body);
        if status == 422 {
            assert!(answer.body.contains("已经借出"), "{}", answer.body);
            let no = [("version", "1"), ("answer", "decline"), ("said", "演示：已借出")];
            assert_eq!(zhongyuan.post(&agree(id), &no).await.status, 303);
            assert!(read(&jinshui, "/inspectors/loans").await.contains("演示：已借出"));
        }
    }
}

#[tokio::test]
async fn only_neighbours_and_those_above_are_asked() {
    let bench = Bench::new().await;
    let jinshui = county(&bench).await;
    // A county of another city, the own one, and a hospital's code.
    for lender in ["410202", "410105", "410200", "NOSUCH", ""] {
        let mut ask = ASK;
        ask[0].1 = lender;
        let refused = jinshui.post("/inspectors/loans", &ask).await;
        assert!(refused.status == 422 && refused.body.contains("只能向同一上级"), "{lender}: {}", refused.body);
    }
    for lender in ["410100", "410000", "410102"] {
        let mut ask = ASK;
        ask[0].1 = lender;
        assert_eq!(jinshui.post("/inspectors/loans", &ask).await.status, 303, "{lender}");
    }
    let page = read(&jinshui, "/inspectors/loans").await;
    let version = hidden(&page, "version");
    assert_eq!(jinshui.post("/inspectors/loans/1/withdraw", &[("version", &version)]).await.status, 303);
    assert!(read(&jinshui, "/inspectors/loans").await.contains("已撤回"));
    bench.staff("kaifeng", "410200").await;
    let kaifeng = bench.sign_in("kaifeng").await;
    assert_eq!(kaifeng.post("/inspectors/loans/2/withdraw", &[("version", "1")]).await.status, 404);
    assert!(!read(&kaifeng, "/inspectors/loans").await.contains("护理督查员都要回避"));
}
