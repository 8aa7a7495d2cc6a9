//! The list: newest first, each reader's own, opened by a press and never by looking.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Query;
use zhikong::access::{AccountId, Role};
use zhikong::inbox::store::{self, Wanted};
use zhikong::inbox::{Letter, Recipient, Topic};

use crate::inbox::{Scene, letter, posted, scene, unread};
use crate::returns::scene::rows_of;
use crate::support::bench::Bench;

/// The keys of an account's messages, newest first.
async fn keys(bench: &Bench, account: AccountId) -> Vec<i64> {
    let all = store::page(bench.db(), account, Wanted::default(), 0, 1_000).await.unwrap();
    all.into_iter().map(|message| message.id).collect()
}

#[tokio::test]
async fn a_message_is_read_once_and_by_its_reader_only() {
    let Scene { bench, clerk, staff, .. } = scene().await;
    let text = "请改第 3 行。\n<script>alert(1)</script>".to_owned();
    let href = "/returns?period=2024Q3".to_owned();
    let returned =
        Letter { text, href, ..letter(Recipient::Account(clerk), Topic::Returned, "演示甲医院 <b>退回</b>") };
    let accepted = letter(Recipient::Account(clerk), Topic::Accepted, "已接收的一条");
    posted(&bench, &[returned, accepted, letter(Recipient::Account(staff), Topic::Submitted, "县里的一条")]).await;
    let (reader, other) = (bench.sign_in("clerk").await, bench.sign_in("staff").await);
    let key = keys(&bench, clerk).await[1];

    let journalled = rows_of(bench.db(), "journal_event").await;
    let page = reader.get("/inbox").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("未读 2") && page.body.contains("全部 2"), "{}", page.body);
    assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>退回"), "{}", page.body);
    assert!(page.body.contains("演示甲医院 &lt;b&gt;退回"), "{}", page.body);
    assert!(page.body.contains("2024-10-21 12:00") && !page.body.contains("县里的一条"), "{}", page.body);
    assert!(page.body.find("已接收的一条") < page.body.find("演示甲医院 &lt;b"), "newest first");
    assert_eq!(unread(&bench, clerk).await, 2, "looking reads nothing");

    let open = format!("/inbox/{key}/open");
    let foreign = other.post(&open, &[]).await;
    let nowhere = other.post("/inbox/987654321/open", &[]).await;
    assert_eq!((foreign.status.as_u16(), &foreign.body), (404, &nowhere.body), "another's is nobody's");
    assert_eq!(unread(&bench, clerk).await, 2);
    assert_eq!(reader.get(&open).await.status, 405, "a GET never writes");

    let answer = reader.post(&open, &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/returns?period=2024Q3"));
    assert_eq!((unread(&bench, clerk).await, unread(&bench, staff).await), (1, 1));
    let page = reader.get("/inbox").await.body;
    assert!(page.contains("未读 1") && !page.contains("演示甲医院 &lt;b"), "{page}");
    let page = reader.get("/inbox?show=all").await.body;
    assert!(page.contains("演示甲医院 &lt;b") && page.contains("已接收的一条"), "{page}");
    assert_eq!(reader.post(&open, &[]).await.location(), "/returns?period=2024Q3", "a read one still leads there");
    assert_eq!(rows_of(bench.db(), "journal_event").await, journalled, "what somebody has seen is no deed");
}

#[tokio::test]
async fn a_message_leads_nowhere_else() {
    let Scene { bench, clerk, .. } = scene().await;
    let bad = ["//evil.example", "https://evil.example/", "/\\evil.example", "", "javascript:alert(1)"];
    let letters = bad
        .map(|href| Letter {
            href: href.to_owned(), ..letter(Recipient::Account(clerk), Topic::Extension, "去别处")
        });
    posted(&bench, &letters).await;
    let reader = bench.sign_in("clerk").await;
    for key in keys(&bench, clerk).await {
        assert_eq!(reader.post(&format!("/inbox/{key}/open"), &[]).await.location(), "/inbox");
    }
    // Whatever came into the table by another way than ours.
    let planted = Query::update().table("message").value("href", "//evil.example").to_owned();
    bench.db().execute(&planted).await.unwrap();
    let key = keys(&bench, clerk).await[0];
    assert_eq!(reader.post(&format!("/inbox/{key}/open"), &[]).await.location(), "/inbox");
}

#[tokio::test]
async fn a_topic_narrows_and_all_of_it_can_be_called_read() {
    let Scene { bench, clerk, staff, .. } = scene().await;
    let to = Recipient::Account(clerk);
    let mut letters: Vec<Letter> = (0..3).map(|n| letter(to, Topic::Overdue, &format!("逾期第{n}条"))).collect();
    letters.push(letter(to, Topic::Accepted, "已接收的一条"));
    letters.push(letter(Recipient::Account(staff), Topic::Overdue, "县里的一条"));
    posted(&bench, &letters).await;
    let reader = bench.sign_in("clerk").await;
    let page = reader.get("/inbox?topic=overdue").await.body;
    assert!(page.contains("未读 3") && page.contains("只看“逾期”") && !page.contains("已接收的一条"), "{page}");
    let newest = keys(&bench, clerk).await[1].to_string();
    assert!(page.contains(&format!("name=\"newest\" value=\"{newest}\"")), "{page}");
    let page = reader.get("/inbox?topic=remark").await.body;
    assert!(page.contains("没有未读的“再问”消息"), "{page}");

    // What came after the page was shown stays unread.
    posted(&bench, &[letter(to, Topic::Overdue, "后来的一条")]).await;
    let answer = reader.post("/inbox/read", &[("show", "unread"), ("topic", "overdue"), ("newest", &newest)]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/inbox?show=unread&topic=overdue"));
    assert_eq!((unread(&bench, clerk).await, unread(&bench, staff).await), (2, 1));
    let page = reader.get(answer.location()).await.body;
    assert!(page.contains("已全部标为已读。") && page.contains("后来的一条"), "{page}");

    assert_eq!(reader.post("/inbox/read", &[]).await.location(), "/inbox?show=unread&topic=");
    assert_eq!((unread(&bench, clerk).await, unread(&bench, staff).await), (0, 1));
    let page = reader.get("/inbox").await.body;
    assert!(page.contains("没有未读的消息") && page.contains("全部 5"), "{page}");
    assert!(!page.contains("全部标为已读</button>"), "nothing to call read: {page}");
    reader.post("/inbox/read", &[]).await;
    assert!(reader.get("/inbox").await.body.contains("没有变化"));
}

#[tokio::test]
async fn the_list_is_paged() {
    let Scene { bench, clerk, .. } = scene().await;
    let to = Recipient::Account(clerk);
    let letters: Vec<Letter> = (1..=101).map(|n| letter(to, Topic::DueSoon, &format!("第{n}号"))).collect();
    posted(&bench, &letters).await;
    let reader = bench.sign_in("clerk").await;
    let shown = |body: &str| body.matches("class=\"zk-open").count();
    for (address, rows, first) in [
        ("/inbox", 50, "第101号"),
        ("/inbox?show=all&topic=due_soon&page=2", 50, "第51号"),
        ("/inbox?show=unread&topic=&page=3", 1, "第1号"),
        ("/inbox?page=99&show=x&topic=y", 1, "第1号"),
    ] {
        let page = reader.get(address).await.body;
        assert_eq!(shown(&page), rows, "{address}");
        assert!(page.contains(&format!(">{first}<")) && page.contains("共 101 条"), "{address}: {page}");
    }
    let second = reader.get("/inbox?show=all&topic=due_soon&page=2").await.body;
    assert!(second.contains("href=\"/inbox?show=all&amp;topic=due_soon&amp;page=3\""), "{second}");
}

#[tokio::test]
async fn the_frame_counts_what_nobody_has_opened() {
    let Scene { bench, clerk, staff, .. } = scene().await;
    let reader = bench.sign_in("clerk").await;
    let page = reader.get("/inbox").await.body;
    assert!(page.contains("还没有消息") && !page.contains("zk-count"), "{page}");
    assert!(page.contains("class=\"zk-inbox\" href=\"/inbox\""), "{page}");

    posted(
        &bench,
        &[
            letter(Recipient::Account(clerk), Topic::Returned, "一"),
            letter(Recipient::Account(staff), Topic::Submitted, "二"),
        ],
    )
    .await;
    let page = reader.get("/home").await.body;
    assert_eq!(page.matches("<span class=\"zk-count\">1</span>").count(), 2, "top bar and menu: {page}");
    assert!(page.contains("<span>消息</span>"), "{page}");
    let many: Vec<Letter> = (0..150).map(|_| letter(Recipient::Account(clerk), Topic::Returned, "多")).collect();
    posted(&bench, &many).await;
    let page = reader.get("/menu").await.body;
    assert_eq!(page.matches("<span class=\"zk-count\">99+</span>").count(), 3, "top bar, menu, page 菜单: {page}");
    assert!(reader.get("/inbox").await.body.contains("未读 151"), "exact where it is asked for");

    // An administrator has no menu entry, but finds what was sent to it.
    let audit = bench.account("audit").role(Role::AuditAdmin).store().await;
    posted(&bench, &[letter(Recipient::Account(audit), Topic::Extension, "给审计")]).await;
    let page = bench.sign_in("audit").await.get("/inbox").await.body;
    assert!(page.contains("给审计") && !page.contains("<span>消息</span>"), "{page}");
    assert!(!bench.visitor().get("/sign-in").await.body.contains("zk-inbox"));
}

#[tokio::test]
async fn a_count_that_cannot_be_had_costs_only_itself() {
    let Scene { bench, clerk, .. } = scene().await;
    posted(&bench, &[letter(Recipient::Account(clerk), Topic::Returned, "一")]).await;
    let reader = bench.sign_in("clerk").await;
    assert!(reader.get("/menu").await.body.contains("zk-count"));
    bench.db().execute_unprepared("DROP TABLE message").await.unwrap();
    let page = reader.get("/menu").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("href=\"/inbox\"") && !page.body.contains("zk-count"), "{}", page.body);
}
