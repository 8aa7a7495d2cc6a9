//! The department list as its clerk keeps it: filled, refused, closed; at a desk and on a telephone.

use e2e::{Browser, Width, with_browser};

const LIST: &str = "/hospitals/411627-001/departments";

/// Leaves pictures of the page that is shown at both widths, and gives what is wrong with it.
async fn look(browser: &Browser, name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for width in [Width::Desk, Width::Phone] {
        browser.resize(width).await;
        // That the answer was a refusal is what is looked at.
        wrong.extend(browser.complaints().await.into_iter().filter(|complaint| !complaint.contains("422")));
        let overhang = browser.overhang().await;
        if overhang > 0 {
            wrong.push(format!("{name} at {width:?}: {overhang} px lie beyond the right edge"));
        }
        browser.picture(name, width).await;
    }
    browser.resize(Width::Desk).await;
    wrong
}

/// Types a day into a field; how a browser wants it typed differs by its language.
async fn day(browser: &Browser, field: &str, day: &str) {
    let set = "document.querySelector(`[name=${arguments[0]}]`).value = arguments[1]";
    browser.ask(set, vec![field.into(), day.into()]).await;
}

#[tokio::test]
async fn a_clerk_fills_the_list_is_told_what_is_wrong_and_closes_a_department() {
    with_browser(|stand, browser| async move {
        let mut wrong = Vec::new();
        browser.resize(Width::Desk).await;
        browser.sign_in(stand.account("tianbao1")).await;
        browser.open(LIST).await;
        browser.fill("lines", "心血管内科，03.01\n呼吸内科，03.02\n普通外科，04.01\n产科\n=1+1\n呼吸 内科").await;
        browser.press("把这些科室加进名单").await;
        wrong.extend(look(&browser, "departments-refused").await);
        assert!(browser.text("main").await.contains("第 6 行“呼吸 内科”与第 2 行重复"));

        browser.fill("lines", "心血管内科，03.01\n呼吸内科，03.02\n普通外科，04.01\n产科\n急诊科").await;
        day(&browser, "from", "2024-01-01").await;
        browser.press("把这些科室加进名单").await;
        wrong.extend(look(&browser, "departments-filled").await);
        assert!(browser.text("main").await.contains("在用的科室有 5 个"));

        browser.click("tbody tr:first-child a").await;
        wrong.extend(look(&browser, "departments-closing").await);
        day(&browser, "to", "2023-12-31").await;
        browser.press("停用“心血管内科”").await;
        wrong.extend(look(&browser, "departments-not-closed").await);
        day(&browser, "to", "2024-06-30").await;
        browser.press("停用“心血管内科”").await;
        wrong.extend(look(&browser, "departments-closed").await);
        assert!(browser.text("main").await.contains("在用的科室有 4 个"));

        browser.forget().await;
        browser.sign_in(stand.account("sheng")).await;
        browser.open(LIST).await;
        wrong.extend(look(&browser, "departments-read").await);
        browser.open("/hospitals/411627-001/register").await;
        wrong.extend(look(&browser, "departments-register").await);
        browser.open("/hospitals/411627-001?period=2024Q2").await;
        wrong.extend(look(&browser, "departments-profile").await);
        assert_eq!(wrong, Vec::<String>::new());
    })
    .await;
}
