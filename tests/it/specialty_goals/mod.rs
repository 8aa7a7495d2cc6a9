//! 质控工作改进目标: whose table it is, what a workbook says, editions, and the duty it proves.

mod duty;
mod keeping;
mod workbook;

use zhikong::access::{AuthorityId, Role};
use zhikong::authorities;
use zhikong::specialty_goals::model::{Edition, Goal};
use zhikong::specialty_goals::store;

use crate::inspectors::{hidden, read};
use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

pub const HOME: &str = "/specialty-goals/QC-01";
pub const HEADS: [&str; 9] = ["目标名称", "来源", "依据文件", "指标", "基线值", "目标值", "单位", "方向", "主要措施"];

/// A centre for nursing under the province, with the staff of both.
pub struct Scene {
    pub bench: Bench,
    pub sheng: Client,
    pub centre: Client,
    pub id: AuthorityId,
}

impl Scene {
    /// On 2024-10-21.
    pub async fn new() -> Self {
        let bench = Bench::new().await;
        bench.staff("sheng", "410000").await;
        let sheng = bench.sign_in("sheng").await;
        set_up(&sheng, "QC-01", "演示护理质控中心").await;
        let id = authorities::store::by_code(bench.db(), "QC-01").await.unwrap().unwrap().id;
        bench.account("zhongxin").role(Role::AuthorityStaff).at_authority(id).store().await;
        let centre = bench.sign_in("zhongxin").await;
        Self { bench, sheng, centre, id }
    }

    pub async fn editions(&self, year: i32) -> Vec<Edition> {
        store::editions_of(self.bench.db(), self.id, year).await.unwrap()
    }

    /// The goals of the last edition.
    pub async fn goals(&self, year: i32) -> Vec<Goal> {
        let editions = self.editions(year).await;
        store::goals_of(self.bench.db(), editions.last().unwrap()).await.unwrap()
    }

    /// Imports a workbook for the centre's 2024, to be taken.
    pub async fn imported(&self, rows: &[[&str; 9]], reason: &str) {
        let (address, page) = rehearsed(&self.centre, 2024, &book(rows)).await;
        let answer = confirm(&self.centre, &address, &page, reason).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
}

pub async fn set_up(sheng: &Client, code: &str, name: &str) {
    let fields = [("code", code), ("name", name), ("speciality", "护理管理")];
    let answer = sheng.post("/qc-centres", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// A workbook with these rows under the headings.
pub fn book(rows: &[[&str; 9]]) -> Vec<u8> {
    let rows: Vec<&[&str]> = std::iter::once(&HEADS).chain(rows).map(|row| row.as_slice()).collect();
    crate::inspectors::workbook(&rows)
}

/// Sends a workbook for a year of the centre; gives the address and the text of its rehearsal.
pub async fn rehearsed(client: &Client, year: i32, bytes: &[u8]) -> (String, String) {
    let answer = client.upload(&format!("{HOME}/{year}/import"), &[("演示.xlsx", bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.location().to_owned();
    let page = read(client, &address).await;
    (address.split('?').next().unwrap().to_owned(), page)
}

/// Confirms a rehearsal.
pub async fn confirm(client: &Client, address: &str, page: &str, reason: &str) -> Answer {
    let seen = hidden(page, "seen");
    client.post(address, &[("name", "演示.xlsx"), ("seen", &seen), ("reason", reason)]).await
}
