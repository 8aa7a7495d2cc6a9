//! Answers: merged point by point, never overwritten silently; files are what they are.

use super::scene::{FIRST, SECOND, Scene};

#[tokio::test]
async fn two_people_answer_at_once_and_neither_is_lost() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    let point = format!("{visit}/points/{FIRST}");
    let said = |verdict: &'static str, note: &'static str, seen: &'static str| {
        [("verdict", verdict), ("note", note), ("seen", seen)]
    };
    assert_eq!(scene.inspector.post(&point, &said("met", "甲的记录", "0")).await.status, 303);
    // Another point meanwhile is nobody's clash.
    let other = format!("{visit}/points/{SECOND}");
    assert_eq!(scene.staff.post(&other, &said("partly", "乙的另一条", "0")).await.status, 303);
    let clash = scene.staff.post(&point, &said("not_met", "乙的记录", "0")).await;
    assert_eq!(clash.status, 409);
    for words in ["别人刚记了这一条", "甲的记录", "乙的记录", "name=\"seen\" value=\"1\""] {
        assert!(clash.body.contains(words), "{words}: {}", clash.body);
    }
    assert!(scene.staff.get(&point).await.body.contains("甲的记录"), "what stood there still stands");
    assert_eq!(scene.staff.post(&point, &said("not_met", "乙的记录", "1")).await.status, 303);
    let page = scene.staff.get(&point).await.body;
    assert!(page.contains("乙的记录") && page.contains("以前记过 1 次"), "{page}");
    // Sent twice, as a bad line does, is not a clash and not a second answer.
    assert_eq!(scene.staff.post(&point, &said("not_met", "乙的记录", "1")).await.status, 303);
    assert!(scene.staff.get(&point).await.body.contains("以前记过 1 次"));
}

#[tokio::test]
async fn what_cannot_be_an_answer_is_refused_and_kept_on_the_page() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    let long = "字".repeat(10_000);
    let answer = scene.inspector.post(&format!("{visit}/points/{FIRST}"), &[("note", &long), ("seen", "0")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("没有选结论") && answer.body.contains("写了 10000 字"), "{}", answer.body);
    let met = [("verdict", "met"), ("seen", "0")];
    for wrong in ["no-such-point", "myocardial-infarction"] {
        assert_eq!(scene.inspector.post(&format!("{visit}/points/{wrong}"), &met).await.status, 404, "{wrong}");
    }
    for (who, client) in [("city", &scene.city), ("clerk", &scene.clerk), ("neighbour", &scene.neighbour)] {
        let status = client.post(&format!("{visit}/points/{FIRST}"), &met).await.status.as_u16();
        assert!([403, 404].contains(&status), "{who}: {status}");
    }
    let planned = scene.planned().await;
    assert_eq!(scene.inspector.post(&format!("{planned}/points/{FIRST}"), &met).await.status, 422);
}

#[tokio::test]
async fn files_are_known_by_their_content_and_seen_with_the_visit() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    let path = format!("{visit}/points/{FIRST}/files");
    let jpeg: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0demo\xFF\xD9";
    let pdf: &[u8] = b"%PDF-1.7\n1 0 obj\n%%EOF\n";
    let large = vec![0xFF; 50 * 1024 * 1024];
    for (name, bytes, words) in [
        ("网页.jpg", &b"<!DOCTYPE html><html></html>"[..], "的内容是网页"),
        ("程序.pdf", &b"MZ\x90\0\x03\0\0\0\x04\0"[..], "是程序"),
        ("大图.jpg", large.as_slice(), "超过 10 MB"),
    ] {
        let answer = scene.inspector.upload(&path, &[("好的.jpg", jpeg), (name, bytes)]).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.body.contains(words) && answer.body.contains(name), "{name}: {}", answer.body);
    }
    let kept = scene.inspector.upload(&path, &[("一.jpg", jpeg), ("二.pdf", pdf)]).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    // The refused ones left nothing behind, not even the good file beside them.
    for (id, mime, bytes) in [(1, "image/jpeg", jpeg), (2, "application/pdf", pdf)] {
        let answer = scene.clerk.get(&format!("{visit}/files/{id}")).await;
        assert_eq!((answer.status.as_u16(), answer.headers["content-type"].to_str().unwrap()), (200, mime));
        assert_eq!(answer.bytes, bytes);
        assert_eq!(scene.neighbour.get(&format!("{visit}/files/{id}")).await.status, 404);
    }
    assert_eq!(scene.inspector.get(&format!("{visit}/files/3")).await.status, 404);
    let another = scene.begun().await;
    assert_eq!(scene.inspector.get(&format!("{another}/files/1")).await.status, 404, "of another visit");
}

#[tokio::test]
async fn a_sheet_from_paper_is_kept_whole_or_not_at_all() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    let sheet = format!("{visit}/sheet");
    let named = |field: &str, point: &str| format!("{field}.{point}");
    let (a, b) = (named("verdict", FIRST), named("verdict", SECOND));
    let (seen_a, seen_b, note) = (named("seen", FIRST), named("seen", SECOND), named("note", SECOND));
    let faulty = [(a.as_str(), "met"), (&seen_a, "0"), (&seen_b, "0"), (&note, "演示")];
    let answer = scene.inspector.post(&sheet, &faulty).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("没有选结论"), "{}", answer.body);
    assert!(scene.staff.get(&format!("{visit}/points/{FIRST}")).await.body.contains("还没有存"), "not half");
    let good = [(a.as_str(), "met"), (&seen_a, "0"), (&b, "not_met"), (&seen_b, "0"), (&note, "演示")];
    assert_eq!(scene.inspector.post(&sheet, &good).await.status, 303);
    assert!(scene.staff.get(&format!("{visit}/points/{SECOND}")).await.body.contains("演示"));
    // Somebody else's later answer is not covered by what was on the paper.
    let later = [("verdict", "not_met"), ("note", "后来"), ("seen", "1")];
    assert_eq!(scene.staff.post(&format!("{visit}/points/{FIRST}"), &later).await.status, 303);
    let stale = [(a.as_str(), "partly"), (&seen_a, "1")];
    let answer = scene.inspector.post(&sheet, &stale).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("刚记过"), "{}", answer.body);
    assert!(scene.staff.get(&format!("{visit}/points/{FIRST}")).await.body.contains("后来"));
}
