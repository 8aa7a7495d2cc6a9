//! A district with twelve hospitals, another with one, and people who draw, look on, or wonder.

use zhikong::access::{AuthorityId, Role, Scope};
use zhikong::hospitals::roster::{self, Line};

use crate::support::bench::{Bench, Hospital};
use crate::support::client::{Answer, Client};
use crate::support::register;

/// The district and another one, both of the same city.
pub const DISTRICT: &str = "410105";
pub const OTHER: &str = "410102";

/// Eight people, of whom everybody may go nearly everywhere.
pub const PEOPLE: &str = "D1，演示监督所，410102，是，0，护理\nD2，演示监督所，410102，否，0，护理；院感\nD3，P01，410102，是，1，院感\n\
    D4，演示监督所，410102，是，0，护理，3:P02\nD5，演示监督所，410102，否，0，护理，2:P03@2023；4:P04\nD6，演示监督所，410102，是，0，院感\n\
    D7，演示监督所，410105，否，0，护理\nD8，演示监督所，410102，是，0，护理；院感";

/// An installation on 2024-10-21 at noon, with the people signed in.
pub struct Scene {
    pub bench: Bench,
    /// Staff of the district.
    pub xian: Client,
    /// Staff of the province.
    pub sheng: Client,
    /// Staff of the other district.
    pub ling: Client,
    /// An inspector of the district.
    pub inspector: Client,
    /// A clerk of the hospital `P01`.
    pub clerk: Client,
    /// Nobody.
    pub visitor: Client,
}

impl Scene {
    pub async fn new() -> Self {
        let bench = Bench::new().await;
        let mut lines: Vec<Line> = (1..=12).map(|number| register::line(&format!("P{number:02}"))).collect();
        lines[10].level = "一级".to_owned();
        lines[11].level = "一级".to_owned();
        lines.push(register::line_in("Q01", OTHER));
        let bytes = roster::write(&lines).unwrap();
        let report = register::take(&bench.test, bytes, "2024-10-21", None).await;
        assert!(report.is_taken(), "{:#?}", report.problems);
        for (login, code) in [("xian", DISTRICT), ("sheng", "410000"), ("ling", OTHER)] {
            bench.staff(login, code).await;
        }
        let district: AuthorityId = bench.authority(DISTRICT).await;
        bench.account("ducha").role(Role::Inspector).at_authority(district).store().await;
        let day = "2024-10-21".parse().unwrap();
        let found =
            zhikong::hospitals::store::by_code(bench.db(), &Scope::Everything, "P01", day).await.unwrap().unwrap();
        let hospital = Hospital { id: found.id, code: found.code, name: found.name };
        bench.account("tianbao").role(Role::Clerk).at_hospital(&hospital).store().await;
        Self {
            xian: bench.sign_in("xian").await,
            sheng: bench.sign_in("sheng").await,
            ling: bench.sign_in("ling").await,
            inspector: bench.sign_in("ducha").await,
            clerk: bench.sign_in("tianbao").await,
            visitor: bench.visitor(),
            bench,
        }
    }
}

/// The form of a commitment: two fifths of level 2, P12 out, P03 and P04 visited; each field can be replaced.
pub fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("year", "2024"),
        ("kind", "public"),
        ("sources", "演示彩票第 2024123 期\n演示彩票第 2024124 期"),
        ("due", "2024-12-20"),
        ("levels", "level2"),
        ("by", "level"),
        ("numerator", "2"),
        ("denominator", "5"),
        ("excluded", "P10 演示：正在搬迁"),
        ("visited", "P03\nP04"),
        ("size", "2"),
        ("load_cap", "6"),
        ("years", "3"),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    fields
}

/// The version that a page of a draw names.
pub fn version(page: &str) -> String {
    let rest = page.split("name=\"version\" value=\"").nth(1).unwrap_or_else(|| panic!("no version: {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Posts to a draw with the version its page names now.
pub async fn post(client: &Client, number: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    let page = client.get(&format!("/draws/{number}")).await;
    let version = version(&page.body);
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    client.post(&format!("/draws/{number}/{verb}"), &all).await
}

/// A seed that is public five minutes after noon.
pub const SEED: [(&str, &str); 3] = [("source", "1"), ("time", "2024-10-21 12:05"), ("value", "03 11 19 23 28 30+07")];

/// Register codes of the rows that a page of a draw shows as drawn, in order.
pub fn drawn(page: &str) -> Vec<String> {
    let teams = page.split("id=\"h-teams\"").next().unwrap_or_default();
    teams
        .split("<th scope=\"row\">演示")
        .skip(1)
        .map(|rest| rest.split("<span class=\"zk-n\">").nth(1).unwrap_or_default())
        .map(|rest| rest.split('<').next().unwrap_or_default().to_owned())
        .collect()
}
