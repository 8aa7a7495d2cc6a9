//! 待办: one's own late duties and those due soon, and how many right below are late.

use super::{HENAN, refreshed};
use crate::inspections::scene::Scene;
use crate::support::client::Client;

async fn home(client: &Client) -> String {
    let page = client.get("/home").await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

/// The number before some words.
fn many(page: &str, words: &str) -> usize {
    let at = page.find(words).unwrap_or_else(|| panic!("no {words} in {page}"));
    let digits: String = page[..at].chars().rev().skip_while(|c| *c == ' ').take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().unwrap()
}

#[tokio::test]
async fn late_duties_stand_in_what_is_to_be_done() {
    let scene = Scene::new().await;
    assert!(!home(&scene.staff).await.contains("活动任务逾期"), "nothing is listed yet");
    refreshed(&scene).await;
    for (client, code) in [(&scene.staff, "410105"), (&scene.city, "410100"), (&scene.clerk, scene.ours.code.as_str())]
    {
        let page = home(client).await;
        let late = many(&page, " 项活动任务逾期");
        let link = format!("/duties?campaign={HENAN}&amp;state=late");
        assert!(page.contains(&link), "{page}");
        let list = client.get(&format!("/duties?campaign={HENAN}&state=late")).await;
        assert_eq!(list.location(), format!("/campaigns/{HENAN}/bearers/{code}?state=late"));
        let list = client.get(list.location()).await.body;
        assert_eq!(list.matches("</svg>逾期</span>").count(), late, "{code}");
    }
    // Right below the city are its counties; right below a county its hospitals; nobody is counted twice.
    let city = home(&scene.city).await;
    let right_below = format!("/campaigns/{HENAN}/board?kind=county&only=late-below");
    scene.bench.staff("top", "410000").await;
    let top = scene.bench.sign_in("top").await;
    let all = top.get(&format!("/campaigns/{HENAN}/board?kind=county&only=late")).await.body;
    for client in [&scene.city, &top] {
        let page = home(client).await;
        let board = client.get(&right_below).await.body;
        assert_eq!(many(&page, " 家县级任务逾期"), board.matches("<th scope=\"row\">").count());
        assert!(page.contains(&right_below.replace('&', "&amp;")), "{page}");
        assert!(board.matches("<th scope=\"row\">").count() < all.matches("<th scope=\"row\">").count());
    }
    assert!(!city.contains("家医院任务逾期"), "hospitals of the counties are the counties' to urge: {city}");
    assert_eq!(many(&home(&scene.staff).await, " 家医院任务逾期"), 1);
    assert!(!home(&scene.clerk).await.contains("直接下级"));
    // A month before the year's last day what it asks is due soon.
    assert!(!home(&scene.staff).await.contains("30 天内到期"));
    let late = many(&home(&scene.staff).await, " 项活动任务逾期");
    assert!(home(&scene.staff).await.contains(&format!("<h1>逾期的活动任务：{late} 项</h1>")));
    scene.bench.advance(chrono::TimeDelta::days(41));
    let staff = home(&scene.bench.sign_in("staff").await).await;
    assert!(many(&staff, " 项活动任务 30 天内到期") > 0, "{staff}");
}
