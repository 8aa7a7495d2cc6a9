//! Explanations: brought by the workbook, written on the page, judged by the reviewer, carried to the next round, shown
//! wherever the value is, never replaced.

use zhikong::access::{Place, Role, Scope, Viewer};
use zhikong::returns::explain::{Ask, State, Whence};
use zhikong::returns::model::{FileReport, Outcome};
use zhikong::returns::take::Options;
use zhikong::returns::{accept_many, store};
use zhikong::spreadsheets::{Book, Limits, read_in_process};

use crate::returns::paper::Paper;
use crate::returns::scene::{Scene, q3, rows_of, told};
use crate::support::client::{Answer, Client};

pub const PAGE: &str = "/returns/2024Q3/A1";
const EXPLAIN: &str = "/returns/2024Q3/A1/explain";

/// A clerk of A1, staff of its county, of another county, and of the province.
pub struct People {
    pub clerk: Client,
    pub county: Client,
    pub stranger: Client,
    pub province: Client,
}

pub async fn people(scene: &Scene) -> People {
    let bench = &scene.bench;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    bench.account("tianbao").role(Role::Clerk).at(place).store().await;
    for (login, code) in [("jinshui", "410105"), ("nanzhao", "411321"), ("sheng", "410000")] {
        bench.staff(login, code).await;
    }
    People {
        clerk: bench.sign_in("tianbao").await,
        county: bench.sign_in("jinshui").await,
        stranger: bench.sign_in("nanzhao").await,
        province: bench.sign_in("sheng").await,
    }
}

/// The clean form of A1 with equal months of `iv_bags` (F29) and, of the same element, a total that differs (I29).
pub async fn asking(scene: &Scene) -> Paper {
    let mut paper = scene.paper("A1").await;
    paper.put("F29", 9000.0).put("G29", 9000.0).put("H29", 9000.0).put("I29", 26_000.0);
    paper
}

pub const ASKED: [[&str; 3]; 2] = [["equal-months", "F29", "9000"], ["typed-total-differs", "I29", "26000"]];

/// What is asked about the latest round of A1, with what was said.
pub async fn asks(scene: &Scene) -> Vec<Ask> {
    let id = scene.hospital("A1").await.id;
    let of = store::find(&scene.desk.db, &Scope::Everything, id, q3()).await.unwrap().expect("a return");
    let round = of.latest_round.expect("a round");
    store::asks_of(&scene.desk.db, &[round]).await.unwrap().remove(&round).unwrap_or_default()
}

/// Cell, words, state and round carried from of what counts of each ask; what has no words is left out.
fn said(asks: &[Ask]) -> Vec<(&str, &str, State, Option<i32>)> {
    let newest = |ask: &'_ Ask| ask.newest().map(|newest| newest.said.clone());
    let row = |ask| {
        let ask: &Ask = ask;
        let said = newest(ask)?;
        let newest = ask.newest()?;
        Some((ask.cell.as_deref()?, newest.said.words.as_str(), said.state, said.carried_from))
    };
    asks.iter().filter_map(row).collect()
}

/// The annotated workbook of what was sent, with answers in the rows of the list, from its first on.
async fn answered(scene: &Scene, sent: &[u8], report: &FileReport, answers: &[&str]) -> Paper {
    let mut paper = Paper::of(&book(&scene.marked(sent, std::slice::from_ref(report)).await));
    let list = paper.pages.iter_mut().find(|page| page.name == "问题清单").expect("the list");
    for (row, words) in (4..).zip(answers) {
        list.cells.insert((row, 6), (*words).into());
    }
    paper
}

fn book(bytes: &[u8]) -> Book {
    read_in_process(bytes, &Limits::default()).expect("a workbook")
}

async fn stored(scene: &Scene, bytes: Vec<u8>) -> FileReport {
    let report = scene.take_one(bytes).await;
    assert_eq!(report.status, Outcome::Stored, "{:?}", report.problems);
    report
}

#[tokio::test]
async fn each_answer_of_the_list_stays_with_its_problem() {
    let scene = Scene::new().await;
    let sent = asking(&scene).await.bytes();
    let report = stored(&scene, sent.clone()).await;
    assert_eq!(told(&report.problems), ASKED);
    assert_eq!(said(&asks(&scene).await), [], "nothing was said");

    let both = answered(&scene, &sent, &report, &["各月属实", "合计抄错"]).await.bytes();
    stored(&scene, both).await;
    let now = asks(&scene).await;
    let given = State::Given;
    assert_eq!(said(&now), [("F29", "各月属实", given, None), ("I29", "合计抄错", given, None)]);
    let newest = &now[0].newest().unwrap().said;
    assert_eq!((newest.whence, newest.element.as_deref()), (Whence::Workbook, Some("iv_bags")));
    assert_eq!((newest.slot.map(|slot| slot.number()), newest.found.as_deref()), (Some(1), Some("9000")));

    let scene = Scene::new().await;
    stored(&scene, sent.clone()).await;
    let one = answered(&scene, &sent, &report, &["", "合计抄错"]).await.bytes();
    stored(&scene, one).await;
    assert_eq!(said(&asks(&scene).await), [("I29", "合计抄错", given, None)], "the other problem was not answered");
}

#[tokio::test]
async fn the_words_of_the_row_are_for_every_problem_of_its_element() {
    let scene = Scene::new().await;
    stored(&scene, asking(&scene).await.put("K29", "换了系统").bytes()).await;
    let given = State::Given;
    assert_eq!(said(&asks(&scene).await), [("F29", "换了系统", given, None), ("I29", "换了系统", given, None)]);
    // What no rule asks about keeps its note and needs no explanation.
    let scene = Scene::new().await;
    stored(&scene, scene.paper("A1").await.put("K29", "换了系统").bytes()).await;
    assert_eq!(rows_of(&scene.desk.db, "return_explanation").await, 0);
}

/// Posts the clerk's words for the asks of this number.
async fn explain(who: &Client, round: &str, words: &[(&str, &str, &str)]) -> Answer {
    let fields: Vec<(String, String)> = words
        .iter()
        .flat_map(|(number, seen, words)| {
            [(format!("words-{number}"), (*words).to_owned()), (format!("seen-{number}"), (*seen).to_owned())]
        })
        .collect();
    let mut form: Vec<(&str, &str)> = vec![("round", round)];
    form.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    who.post(EXPLAIN, &form).await
}

/// Judges the explanation that counts of the ask of this number.
async fn judge(scene: &Scene, who: &Client, number: usize, verdict: &str, question: &str) -> Answer {
    let asks = asks(scene).await;
    let newest = asks[number - 1].newest().expect("an explanation");
    let version = newest.version.to_string();
    let path = format!("{PAGE}/explanations/{}/judge", newest.id);
    who.post(&path, &[("version", &version), ("verdict", verdict), ("question", question)]).await
}

#[tokio::test]
async fn a_clerk_explains_on_the_page_and_the_reviewer_asks_until_it_is_clear() {
    let scene = Scene::new().await;
    let People { clerk, county, stranger, .. } = people(&scene).await;
    clerk.upload("/returns/upload", &[("三季度.xlsx", &asking(&scene).await.bytes())]).await;
    let before = scene.rows().await;
    let page = clerk.get(PAGE).await.body;
    assert!(page.contains("2 处待说明") && page.contains("最多 2000 字"), "{page}");

    let answer = explain(&clerk, "1", &[("1", "0", "各月 <b>属实</b>"), ("2", "0", " ")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, PAGE), "{}", answer.body);
    assert_eq!(scene.rows().await, before, "no round, no value, no upload");
    let page = clerk.get(PAGE).await.body;
    assert!(page.contains("各月 &lt;b&gt;属实") && !page.contains("各月 <b>"), "{page}");
    assert!(page.contains("1 处待说明") && page.contains("演示tianbao") && page.contains("写在网页上"), "{page}");

    // The reviewer of another county finds nothing; the clerk does not judge; a question needs words.
    assert_eq!(judge(&scene, &stranger, 1, "accept", "").await.status, 404);
    assert_eq!(judge(&scene, &clerk, 1, "accept", "").await.status, 403);
    assert_eq!(judge(&scene, &county, 1, "ask", " ").await.status, 422);
    let asked = judge(&scene, &county, 1, "ask", "为什么三个月一样？").await;
    assert_eq!((asked.status.as_u16(), asked.location()), (303, "/returns/2024Q3/A1#asks"), "{}", asked.body);
    assert_eq!(judge(&scene, &county, 1, "accept", "").await.status, 422, "the hospital has not answered");

    // The clerk sees the question at home and on the page; the list says what is open.
    let home = clerk.get("/home").await.body;
    assert!(home.contains("回答审核机构再问的 1 处") && home.contains("为什么三个月一样？"), "{home}");
    assert!(home.contains("/returns/2024Q3/A1#ask-1"), "{home}");
    let list = county.get("/returns?period=2024Q3").await.body;
    assert!(list.contains("1 处待说明，1 处再问"), "{list}");
    assert!(county.get(PAGE).await.body.contains("再问"));

    let seen = asks(&scene).await[0].seen();
    assert_eq!(explain(&clerk, "1", &[("1", &seen, "按季度数平均")]).await.status, 303);
    let now = asks(&scene).await;
    assert_eq!(said(&now), [("F29", "按季度数平均", State::Given, None)]);
    assert_eq!(now[0].explanations.len(), 2, "the first answer and its question stay");
    let page = county.get(PAGE).await.body;
    assert!(page.contains("以前的说明 1 条") && page.contains("为什么三个月一样？"), "{page}");
    assert_eq!(judge(&scene, &county, 1, "accept", "").await.status, 303);
    assert_eq!(asks(&scene).await[0].state(), Some(State::Accepted));
    // Accepted is not the end: a further question is a further row.
    assert_eq!(judge(&scene, &county, 1, "ask", "哪几天？").await.status, 303);
    let now = asks(&scene).await;
    assert_eq!((now[0].explanations.len(), now[0].question()), (3, Some("哪几天？")));
    assert_eq!(now[0].explanations[1].said.state, State::Accepted);

    // An open question does not keep the round from being accepted.
    let version = version(&scene).await;
    assert_eq!(county.post("/returns/2024Q3/A1/accept", &[("version", &version)]).await.status, 303);
    let journal = rows_of(&scene.desk.db, "journal_event").await;
    let seen = asks(&scene).await[0].seen();
    assert_eq!(explain(&clerk, "1", &[("1", &seen, "8 月 3 日")]).await.status, 303, "also after it");
    assert_eq!(rows_of(&scene.desk.db, "journal_event").await, journal + 1, "in the journal");
}

async fn version(scene: &Scene) -> String {
    let id = scene.hospital("A1").await.id;
    let of = store::find(&scene.desk.db, &Scope::Everything, id, q3()).await.unwrap().unwrap();
    of.version.to_string()
}

#[tokio::test]
async fn what_was_seen_is_what_is_answered_and_long_words_are_kept_for_mending() {
    let scene = Scene::new().await;
    let People { clerk, county, .. } = people(&scene).await;
    clerk.upload("/returns/upload", &[("三季度.xlsx", &asking(&scene).await.bytes())]).await;
    assert_eq!(explain(&clerk, "2", &[("1", "0", "属实")]).await.status, 409, "another round");
    assert_eq!(explain(&clerk, "1", &[("1", "7.1", "属实")]).await.status, 409, "another explanation");
    assert_eq!(explain(&clerk, "1", &[("9", "0", "属实")]).await.status, 404);
    assert_eq!(explain(&county, "1", &[("1", "0", "属实")]).await.status, 403, "only the hospital explains");
    let nothing = explain(&clerk, "1", &[("1", "0", "  ")]).await;
    assert!(nothing.status == 422 && nothing.body.contains("一处也没有写"), "{}", nothing.body);
    let long = "很".repeat(2001);
    let refused = explain(&clerk, "1", &[("1", "0", &long), ("2", "0", "合计抄错")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("写了 2001 字，最多 2000 字"), "{}", refused.body);
    assert!(refused.body.contains(&long) && refused.body.contains("合计抄错"), "everything typed is kept");
    assert_eq!(rows_of(&scene.desk.db, "return_explanation").await, 0, "all or nothing");

    assert_eq!(explain(&clerk, "1", &[("1", "0", &"很".repeat(2000))]).await.status, 303);
    assert_eq!(explain(&clerk, "1", &[("1", "0", "再写一次")]).await.status, 409, "somebody wrote meanwhile");
    let path = format!("{PAGE}/explanations/{}/judge", asks(&scene).await[0].newest().unwrap().id);
    let stale = county.post(&path, &[("version", "2"), ("verdict", "accept")]).await;
    assert_eq!(stale.status, 409, "not as it was seen");
    let seen = asks(&scene).await[0].seen();
    assert_eq!(explain(&clerk, "1", &[("1", &seen, "写短了")]).await.status, 303);
    let stale = county.post(&path, &[("version", "1"), ("verdict", "accept")]).await;
    assert_eq!(stale.status, 409, "a newer one counts");
    assert_eq!(judge(&scene, &county, 1, "accept", "").await.status, 303);
    let seen = asks(&scene).await[0].seen();
    assert_eq!(explain(&clerk, "1", &[("1", &seen, "多说一句")]).await.status, 422, "accepted words stay as they are");
}

#[tokio::test]
async fn words_about_a_round_before_the_latest_are_laid_to_nothing_and_given_back() {
    let scene = Scene::new().await;
    let People { clerk, .. } = people(&scene).await;
    let mut paper = asking(&scene).await;
    clerk.upload("/returns/upload", &[("一.xlsx", &paper.bytes())]).await;
    // The first problem is mended, so the second is the first of the new round.
    clerk.upload("/returns/upload", &[("二.xlsx", &paper.put("F29", 8500.0).bytes())]).await;
    let refused = explain(&clerk, "1", &[("1", "0", "各月属实")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("刚写的没有保存：“各月属实”"), "{}", refused.body);
    assert!(
        refused.body.contains("请说明的 1 处") && !refused.body.contains("各月属实</textarea>"),
        "{}",
        refused.body
    );
    assert_eq!(rows_of(&scene.desk.db, "return_explanation").await, 0);
}

#[tokio::test]
async fn what_is_answered_already_is_not_asked_again_where_the_result_is_shown() {
    let scene = Scene::new().await;
    let People { clerk, .. } = people(&scene).await;
    let sent = asking(&scene).await.bytes();
    let report = scene.take_one(sent.clone()).await;
    let result = async |answers: &[&str]| {
        let answered = answered(&scene, &sent, &report, answers).await.bytes();
        let answer = clerk.upload("/returns/upload", &[("三季度.xlsx", &answered)]).await;
        (clerk.get(answer.location()).await.body, answered)
    };
    let (one, _) = result(&["各月属实"]).await;
    assert!(one.contains("已入库，1 处请说明") && one.contains("请说明，1 处"), "{one}");
    assert!(one.contains("btn-primary\" href=\"/returns/2024Q3/A1#asks\""), "nothing blocks: {one}");
    let (both, answered) = result(&["各月属实", "合计抄错"]).await;
    assert!(both.contains("已入库，2 处都已说明") && both.matches("已说明</span>").count() == 2, "{both}");
    assert!(!both.contains("请说明，") && !both.contains("#asks"), "{both}");
    let same = clerk.upload("/returns/upload", &[("三季度.xlsx", &answered)]).await;
    let same = clerk.get(same.location()).await.body;
    assert!(same.contains("没有变化") && same.matches("已说明</span>").count() == 2, "{same}");
}

#[tokio::test]
async fn nobody_judges_what_they_sent() {
    use zhikong::access::AccountId;
    use zhikong::returns::explain::{Explanation, Verdict};
    let scene = Scene::new().await;
    let People { county, .. } = people(&scene).await;
    // The county sends the round for the hospital, with words in it.
    let id = scene.bench.account("daibao").role(Role::AuthorityStaff);
    let id = id.at_authority(scene.bench.authority("410105").await).store().await;
    let place = Place::Authority(scene.bench.authority("410105").await);
    let viewer = Viewer { account: Some(id), place, roles: vec![Role::AuthorityStaff], ..Viewer::operator() };
    let sent = asking(&scene).await.put("K29", "代报").bytes();
    scene.take_as(&viewer, &[("代报.xlsx", sent)], Options::default()).await;
    let own = scene.bench.sign_in("daibao").await;
    let refused = judge(&scene, &own, 1, "accept", "").await;
    assert!(refused.status == 422 && refused.body.contains("另一个人"), "{}", refused.body);
    assert!(!own.get(PAGE).await.body.contains("/judge\""), "no form for the submitter");
    assert!(county.get(PAGE).await.body.contains("/judge\""));
    assert_eq!(judge(&scene, &county, 1, "accept", "").await.status, 303);

    let newest: Explanation = asks(&scene).await[1].newest().unwrap().clone();
    let other = Some(AccountId(99));
    assert!(newest.may_be_judged(&Verdict::Accept, other, Some(id)).is_ok());
    assert!(newest.may_be_judged(&Verdict::Accept, other, other).is_err(), "who sent the round");
    assert!(newest.may_be_judged(&Verdict::Accept, Some(id), other).is_err(), "who wrote the words");
}

#[tokio::test]
async fn the_same_problem_brings_its_explanation_along_with_the_judgement() {
    let scene = Scene::new().await;
    let People { clerk, county, .. } = people(&scene).await;
    let mut paper = asking(&scene).await;
    clerk.upload("/returns/upload", &[("一.xlsx", &paper.bytes())]).await;
    explain(&clerk, "1", &[("1", "0", "各月属实"), ("2", "0", "合计抄错")]).await;
    judge(&scene, &county, 1, "accept", "").await;
    judge(&scene, &county, 2, "ask", "抄错多少？").await;

    // Another cell changes: both problems are as they were, however the figure is written.
    clerk.upload("/returns/upload", &[("二.xlsx", &paper.put("F17", 901.0).put("I29", "２６，０００").bytes())]).await;
    let now = asks(&scene).await;
    let (accepted, asked) = (State::Accepted, State::Asked);
    assert_eq!(said(&now), [("F29", "各月属实", accepted, Some(1)), ("I29", "合计抄错", asked, Some(1))]);
    assert_eq!(now[1].question(), Some("抄错多少？"));
    let judged = now[0].newest().unwrap().said.judged.clone().expect("judged");
    assert_eq!(judged.by_name, "演示jinshui");
    assert!(clerk.get(PAGE).await.body.contains("随第 1 轮带来"));

    // Once more: it still says where it came from. One problem's figure changes, so it is another problem.
    paper.put("I29", 26_500.0).put("F17", 902.0);
    clerk.upload("/returns/upload", &[("三.xlsx", &paper.bytes())]).await;
    assert_eq!(said(&asks(&scene).await), [("F29", "各月属实", accepted, Some(1))]);

    // The row says what is known already: nothing new. New words are new.
    clerk.upload("/returns/upload", &[("四.xlsx", &paper.put("K29", "各月属实").put("F17", 903.0).bytes())]).await;
    let now = asks(&scene).await;
    assert_eq!(said(&now)[0], ("F29", "各月属实", accepted, Some(1)));
    clerk.upload("/returns/upload", &[("五.xlsx", &paper.put("K29", "另有原因").put("F17", 904.0).bytes())]).await;
    let given = State::Given;
    assert_eq!(said(&asks(&scene).await), [("F29", "另有原因", given, None), ("I29", "另有原因", given, None)]);
    // Nothing of the rounds before is gone.
    assert_eq!(rows_of(&scene.desk.db, "return_explanation").await, 2 + 2 + 1 + 2 + 2);
}

#[tokio::test]
async fn long_words_of_a_workbook_are_kept_whole_and_no_formula_goes_out() {
    let scene = Scene::new().await;
    let People { clerk, county, .. } = people(&scene).await;
    let words = format!("=1+1 {}完", "长".repeat(10_000));
    let sent = asking(&scene).await.put("K29", words.as_str()).bytes();
    clerk.upload("/returns/upload", &[("三季度.xlsx", &sent)]).await;
    let now = asks(&scene).await;
    assert_eq!(now[0].newest().unwrap().said.words, words, "10,000 characters and more, whole");
    assert!(clerk.get(PAGE).await.body.contains("长完"), "also on the page");
    for lead in ["=cmd()", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x"] {
        let seen = asks(&scene).await[0].seen();
        let words = format!("{lead}|<script>alert(1)</script>");
        assert_eq!(explain(&clerk, "1", &[("1", &seen, &words)]).await.status, 303);
        let page = county.get(PAGE).await.body;
        assert!(page.contains(&format!("{}|&lt;script&gt;", lead)), "{lead} is plain text: {page}");
        assert!(!page.contains("<script>alert"), "{lead}");
    }
    // In the workbook that comes back the words are text, as is everything a person wrote.
    let report = scene.take_one(sent.clone()).await;
    let back = answered(&scene, &sent, &report, &[]).await.bytes();
    let back = book(&back);
    let cell = back.sheet("数据填报").unwrap().cell(28, 10).expect("the note").clone();
    assert!(cell.formula.is_none() && cell.found().starts_with("=1+1 长"), "{cell:?}");
}

#[tokio::test]
async fn an_explanation_is_shown_wherever_its_value_is() {
    let scene = Scene::new().await;
    let People { clerk, county, province, stranger } = people(&scene).await;
    let mut paper = asking(&scene).await;
    let headline = paper.put("I35", 127.0).put("K35", "合计含补报").bytes();
    clerk.upload("/returns/upload", &[("三季度.xlsx", &headline)]).await;
    let words = "各月<i>属实</i>";
    explain(&clerk, "1", &[("1", "0", words)]).await;
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    let value = "/values/A1/2024Q3/iv_bags_per_bed_day";
    for page in [PAGE, value, "/returns/2024Q3/A1/elements/iv_bags"] {
        let body = province.get(page).await.body;
        assert!(body.contains("各月&lt;i&gt;属实") && !body.contains(words), "{page}: {body}");
        assert!(body.contains("已说明"), "{page}");
    }
    let target = "/targets/2024/5?period=2024Q3&indicator=iv_bags_per_bed_day";
    for page in [target, "/targets/2024/5?period=2024Q3&indicator=iv_use_rate"] {
        let marked = county.get(page).await.body.contains("有说明");
        assert_eq!(marked, page == target, "{page}: only the figure it is about");
    }
    let other = county.get("/values/A1/2024Q3/iv_use_rate").await.body;
    assert!(!other.contains("属实"), "another element's");
    assert!(!stranger.get(target).await.body.contains("有说明"), "hospitals of another county are not seen");
    assert_eq!(stranger.get(value).await.status, 404);
    let profile = clerk.get("/hospitals/A1?period=2024Q3").await.body;
    assert_eq!(profile.matches("有说明").count(), 1, "of the headlines one: {profile}");
    assert!(profile.contains("/values/A1/2024Q3/level4_mdt_rate\">有说明"), "{profile}");
    explain(&clerk, "1", &[("2", "0", "合计抄错")]).await;
    assert!(clerk.get(value).await.body.contains("合计抄错"));
}
