//! The address of the daily mail: its owner sets it, the journal says that it changed and not what it is.

use crate::inbox::{Scene, scene};

#[tokio::test]
async fn an_owner_sets_changes_and_removes_the_address() {
    let Scene { bench, .. } = scene().await;
    let audit = bench.account("audit").role(zhikong::access::Role::AuditAdmin);
    audit.store().await;
    let (owner, audit) = (bench.sign_in("clerk").await, bench.sign_in("audit").await);
    let set = async |text: &str| owner.post("/account/email", &[("email", text)]).await;

    let answer = set(" ｙanshi@wjw.example.cn ").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/account"), "{}", answer.body);
    let page = owner.get("/account").await.body;
    assert!(page.contains("邮箱已更新。") && page.contains("value=\"yanshi@wjw.example.cn\""), "{page}");
    set("yanshi@wjw.example.cn").await;
    assert!(owner.get("/account").await.body.contains("没有变化"));

    for bad in ["yanshi", "a@b", "a@b.cn,c@d.cn", "a@b.cn\r\nBcc: c@d.cn", "<script>@b.cn"] {
        let answer = set(bad).await;
        assert_eq!(answer.status, 422, "{bad}");
        assert_eq!(
            answer.body.matches("邮箱没有读懂").count(),
            2,
            "in the summary and beside the field: {}",
            answer.body
        );
        assert!(!answer.body.contains("<script>@"), "{}", answer.body);
    }
    assert!(set("a@b").await.body.contains("value=\"a@b\""), "what was typed stays");
    assert!(owner.get("/account").await.body.contains("yanshi@wjw.example.cn"), "and the old one holds");

    assert_eq!(set("  ").await.status, 303);
    assert!(!owner.get("/account").await.body.contains("yanshi@wjw"), "blank removes it");
    let journal = audit.get("/journal?action=account.email_changed").await.body;
    assert!(journal.contains("<b>2 条</b>"), "{journal}");
    assert!(journal.contains("邮箱：已填写") && journal.contains("邮箱：已删去"), "{journal}");
    assert!(!journal.contains("yanshi@wjw"), "the journal holds no address: {journal}");
}
