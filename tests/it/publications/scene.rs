//! Six level-2 hospitals of one city, five level-3 ones of another, one of level 1 in a third; all have sent their quarter.

use zhikong::access::{Role, Scope, Viewer};
use zhikong::catalogue::model::ElementId;
use zhikong::hospitals::roster::Line;
use zhikong::publications::model::{Content, Number, Publication};
use zhikong::publications::store::{self, Reach};
use zhikong::returns::accept_many;
use zhikong::returns::model::Slot;
use zhikong::returns::template::CellFill;

use crate::returns::scene::{Scene as Filling, clean_fills, hospital_line, q3};
use crate::support::client::{Answer, Client};

/// The provincial commission, two cities and the district of the first.
pub const PROVINCE: &str = "410000";
pub const CITY: &str = "410100";
pub const DISTRICT: &str = "410105";
pub const OTHER_CITY: &str = "410300";

/// A product with hospitals that have sent returns.
pub struct Scene {
    pub filling: Filling,
}

/// The hospitals: `P1` to `P6` level 2 of 金水区, `R1` to `R5` level 3 of a district of another city, `Q1` level 1 of a third.
/// So level 1 is withheld, and level 3 with it, lest it follow by subtraction; the third city, and the second with it.
fn lines() -> Vec<Line> {
    let mut lines: Vec<Line> = (1..=6).map(|number| hospital_line(&format!("P{number}"))).collect();
    let elsewhere = |code: &str, level: &str, region: &str| Line {
        level: level.to_owned(),
        region: region.to_owned(),
        ..hospital_line(code)
    };
    lines.extend((1..=5).map(|number| elsewhere(&format!("R{number}"), "三级", "410302")));
    lines.push(elsewhere("Q1", "一级", "410402"));
    lines
}

impl Scene {
    /// Everybody has sent the clean third quarter, and nothing is accepted.
    pub async fn sent() -> Self {
        let filling = Filling::with(&lines()).await;
        let mut files = Vec::new();
        for line in lines() {
            files.push((line.code.clone(), filling.clean(&line.code).await));
        }
        let named: Vec<(&str, Vec<u8>)> = files.iter().map(|(code, bytes)| (code.as_str(), bytes.clone())).collect();
        filling.take(&named).await;
        let bench = &filling.bench;
        for (login, code) in [("sheng", PROVINCE), ("shi", CITY), ("xian", DISTRICT), ("lingshi", OTHER_CITY)] {
            bench.staff(login, code).await;
        }
        Self { filling }
    }

    /// The same, all accepted.
    pub async fn accepted() -> Self {
        let scene = Self::sent().await;
        scene.accept().await;
        scene
    }

    /// Accepts what waits.
    pub async fn accept(&self) {
        let reviewer = Viewer { name: "演示审核".to_owned(), ..Viewer::operator() };
        let done = accept_many(&self.filling.desk, &reviewer, q3(), None).await.unwrap();
        assert!(done.skipped.is_empty() && !done.accepted.is_empty(), "{done:?}");
    }

    /// `P1` sends a workbook with another number of patients with infusions in July, which is accepted twenty minutes later.
    pub async fn correct(&self, patients: i32) {
        let mut fills = clean_fills(&self.filling.desk.catalogue);
        let element: ElementId = self.filling.desk.catalogue.element_coded("iv_patients").unwrap().id.clone();
        fills.cells.insert((element, Slot::Month(0)), CellFill::Number(f64::from(patients)));
        let bytes = self.filling.workbook("P1", q3(), &fills).await;
        let report = self.filling.take_one(bytes).await;
        assert!(report.problems.iter().all(|problem| problem.rule.as_str() != "unreadable"), "{report:#?}");
        self.filling.bench.advance(chrono::TimeDelta::minutes(20));
        self.accept().await;
    }

    /// Somebody of the staff made by [`Self::sent`].
    pub async fn client(&self, login: &str) -> Client {
        self.filling.bench.sign_in(login).await
    }

    /// A clerk of a hospital, signed in.
    pub async fn clerk(&self, code: &str) -> Client {
        let id = self.filling.hospital(code).await.id;
        let login = format!("clerk{}", code.to_lowercase());
        let account = self.filling.bench.account(&login).role(Role::Clerk).at(zhikong::access::Place::Hospital(id));
        account.store().await;
        self.filling.bench.sign_in(&login).await
    }

    /// An edition as it is kept, whoever may read it.
    pub async fn kept(&self, number: &str) -> Publication {
        let number: Number = number.parse().unwrap();
        let all = zhikong::authorities::store::all(self.filling.bench.db()).await.unwrap();
        let reach = Reach::Of(all.iter().map(|authority| authority.id).collect());
        store::find(self.filling.bench.db(), &reach, number).await.unwrap().unwrap()
    }

    /// How many hospitals there are, for tests that count.
    pub async fn hospitals(&self) -> usize {
        let day = q3().last_day();
        zhikong::hospitals::store::on_day(self.filling.bench.db(), &Scope::Everything, day).await.unwrap().len()
    }
}

/// What the page of a new publication says was seen.
pub fn seen(page: &str) -> String {
    let rest = page.split("name=\"seen\" value=\"").nth(1).unwrap_or_else(|| panic!("no stamp: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Publishes the third quarter by the form; gives the answer.
pub async fn publish(client: &Client, title: &str, audience: &str) -> Answer {
    let page = client.get("/publications/new?period=2024Q3").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let seen = if page.body.contains("name=\"seen\"") { seen(&page.body) } else { String::new() };
    let form = [("period", "2024Q3"), ("title", title), ("audience", audience), ("seen", seen.as_str())];
    client.post("/publications", &form).await
}

/// Publishes a 更正版 by the form on the edition's page.
pub async fn correct(client: &Client, number: &str, reason: &str) -> Answer {
    let page = client.get(&format!("/publications/{number}")).await;
    let seen = if page.body.contains("name=\"seen\"") { seen(&page.body) } else { String::new() };
    let form = [("reason", reason), ("seen", seen.as_str())];
    client.post(&format!("/publications/{number}/correct"), &form).await
}

/// The pooled figure of an indicator.
pub fn total<'a>(content: &'a Content, id: &str) -> &'a zhikong::publications::model::Cell {
    let mut indicators = content.targets.iter().flat_map(|target| &target.indicators);
    indicators.find(|indicator| indicator.id == id).unwrap().total.as_ref().unwrap()
}

/// Narrow spaces as plain ones.
pub fn plain(text: &str) -> String {
    text.replace(['\u{202F}', '\u{00A0}'], " ")
}
