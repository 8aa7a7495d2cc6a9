//! A hundred thousand messages in one inbox: every page still says what is so. The times are printed, not judged.

use std::time::Instant;

use zhikong::inbox::{Letter, Recipient, Topic};

use crate::inbox::{Scene, letter, posted, scene, unread};

const MANY: usize = 100_000;

#[tokio::test]
async fn a_hundred_thousand_messages_are_paged_and_counted() {
    let Scene { bench, clerk, reviewer, .. } = scene().await;
    let before = Instant::now();
    for part in (1..=MANY).collect::<Vec<_>>().chunks(5_000) {
        let one = |n: &usize| {
            let topic = if n.is_multiple_of(1_000) { Topic::Remark } else { Topic::DueSoon };
            let once = Some(format!("weight:{n}"));
            Letter { once, ..letter(Recipient::Account(clerk), topic, &format!("第{n}号")) }
        };
        let letters: Vec<Letter> = part.iter().map(one).collect();
        assert_eq!(posted(&bench, &letters).await, 5_000);
    }
    println!("posting {MANY}: {:?}", before.elapsed());
    posted(&bench, &[letter(Recipient::Account(reviewer), Topic::Remark, "别人的")]).await;
    let reader = bench.sign_in("clerk").await;
    for (address, first, said) in [
        ("/inbox", "第100000号", "未读 100\u{202F}000"),
        ("/inbox?show=all&page=1000", "第50050号", "共 100000 条"),
        ("/inbox?show=unread&page=2000", "第50号", "第 99951–100000 条"),
        ("/inbox?show=all&page=2000", "第50号", "第 99951–100000 条"),
        ("/inbox?topic=remark&show=unread&page=2", "第50000号", "未读 100"),
        ("/inbox?topic=remark&show=all", "第100000号", "全部 100"),
    ] {
        let before = Instant::now();
        let page = reader.get(address).await.body;
        println!("{address}: {:?}", before.elapsed());
        assert!(page.contains(&format!(">{first}<")) && page.contains(said), "{address}: {page}");
        assert!(page.contains("<span class=\"zk-count\">99+</span>") && !page.contains("别人的"), "{address}");
    }
    let before = Instant::now();
    assert_eq!(reader.get("/menu").await.status, 200);
    println!("/menu, with its count: {:?}", before.elapsed());
    let before = Instant::now();
    assert_eq!(reader.post("/inbox/read", &[("topic", "remark")]).await.status, 303);
    println!("100 of a topic read: {:?}", before.elapsed());
    assert_eq!(unread(&bench, clerk).await, 99_900);
    let before = Instant::now();
    assert_eq!(reader.post("/inbox/read", &[]).await.status, 303);
    println!("99,900 read: {:?}", before.elapsed());
    assert_eq!((unread(&bench, clerk).await, unread(&bench, reviewer).await), (0, 1));
    let before = Instant::now();
    assert!(reader.get("/inbox").await.body.contains("没有未读的消息"));
    println!("/inbox, all read: {:?}", before.elapsed());
}
