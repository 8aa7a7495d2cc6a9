//! A county with two hospitals, its staff, an inspector, a clerk of the first hospital, and a neighbour that sees none of it.

use zhikong::access::Role;

use crate::support::bench::{Bench, Hospital};
use crate::support::client::{Answer, Client};

/// The people of a visit.
pub struct Scene {
    pub bench: Bench,
    pub ours: Hospital,
    pub staff: Client,
    pub inspector: Client,
    pub clerk: Client,
    pub neighbour: Client,
    pub city: Client,
}

/// A day in the middle of a year.
pub const TODAY: &str = "2024-10-21";

/// The first check points of the first system of the 18 core systems.
pub const FIRST: &str = "first-consultation-responsibility";
pub const SECOND: &str = "first-consultation-continuity";

impl Scene {
    pub async fn new() -> Self {
        let bench = Bench::at("2024-10-21T02:00:00Z").await;
        let county = bench.authority("410105").await;
        let ours = bench.hospital("演示甲医院").in_region("410105").store().await;
        bench.hospital("演示乙医院").in_region("410102").store().await;
        bench.staff("staff", "410105").await;
        bench.account("inspector").role(Role::Inspector).at_authority(county).store().await;
        bench.account("clerk").role(Role::Clerk).at_hospital(&ours).store().await;
        bench.staff("neighbour", "410102").await;
        bench.staff("city", "410100").await;
        Self {
            staff: bench.sign_in("staff").await,
            inspector: bench.sign_in("inspector").await,
            clerk: bench.sign_in("clerk").await,
            neighbour: bench.sign_in("neighbour").await,
            city: bench.sign_in("city").await,
            ours,
            bench,
        }
    }

    /// Plans a visit by hand; gives its address.
    pub async fn planned(&self) -> String {
        let answer = self.plan(&[]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.location().to_owned()
    }

    /// Posts the form of a new visit with some fields otherwise.
    pub async fn plan(&self, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![
            ("hospital", self.ours.code.as_str()),
            ("kind", "named"),
            ("reason", "演示：群众反映"),
            ("checklist", "core-systems"),
        ];
        form.retain(|(name, _)| !fields.iter().any(|(other, _)| name == other));
        form.extend(fields);
        self.staff.post("/visits", &form).await
    }

    /// Plans and begins a visit; gives its address.
    pub async fn begun(&self) -> String {
        let visit = self.planned().await;
        let answer = self.begin(&visit, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        visit
    }

    /// Posts the form that begins a visit with some fields otherwise.
    pub async fn begin(&self, visit: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![("on", TODAY), ("leader", "组长演示"), ("members", "成员演示"), ("version", "1")];
        form.retain(|(name, _)| !fields.iter().any(|(other, _)| name == other));
        form.extend(fields);
        self.inspector.post(&format!("{visit}/begin"), &form).await
    }

    /// Answers a point as the first to do so.
    pub async fn answered(&self, visit: &str, point: &str, verdict: &str) {
        let form = [("verdict", verdict), ("note", "演示记录"), ("seen", "0")];
        let answer = self.inspector.post(&format!("{visit}/points/{point}"), &form).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    /// Posts the closing form as the page shows it, with some fields otherwise.
    pub async fn close(&self, visit: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.inspector.get(&format!("{visit}/close")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let mut form = filled(&page.body);
        for (name, value) in fields {
            form.retain(|(other, _)| other != name);
            if !value.is_empty() {
                form.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.inspector.post(&format!("{visit}/close"), &pairs).await
    }
}

/// What a form holds: inputs that are not boxes or are ticked, and text areas.
pub fn filled(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(tag[from..from + tag[from..].find('"')?].to_owned())
    };
    let plain = |text: &str| text.replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&");
    let mut found = Vec::new();
    for (at, _) in html.match_indices("<input") {
        let tag = &html[at..at + html[at..].find('>').unwrap()];
        let boxed = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
        if boxed && !tag.contains(" checked") {
            continue;
        }
        if let Some(name) = attribute(tag, "name") {
            found.push((name, plain(&attribute(tag, "value").unwrap_or_default())));
        }
    }
    for (at, _) in html.match_indices("<textarea") {
        let end = at + html[at..].find('>').unwrap();
        let text = &html[end + 1..end + 1 + html[end + 1..].find("</textarea>").unwrap()];
        if let Some(name) = attribute(&html[at..end], "name") {
            found.push((name, plain(text)));
        }
    }
    found
}
