//! What the list is asked for, and what its forms post.

use serde::Deserialize;

use crate::inbox::model::Topic;
use crate::inbox::store::Wanted;
use crate::web::PagingQuery;

/// The query of the list. What cannot be read filters nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    /// `all`, or nothing for the unread.
    #[serde(default)]
    pub show: String,
    /// Key of a topic, or nothing for all.
    #[serde(default)]
    pub topic: String,
    /// The page.
    #[serde(flatten)]
    pub paging: PagingQuery,
}

impl ListQuery {
    /// The messages it asks for.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted { unread: self.show != "all", topic: self.topic.parse().ok() }
    }
}

/// The address of the list.
#[must_use]
pub fn link(wanted: Wanted) -> String {
    let show = if wanted.unread { "unread" } else { "all" };
    format!("/inbox?show={show}&topic={}", wanted.topic.map_or("", Topic::key))
}

/// The button that calls messages read.
#[derive(Deserialize)]
pub struct ReadForm {
    /// `all`, or nothing: the tab to go back to.
    #[serde(default)]
    show: String,
    /// Key of the topic, or nothing for all.
    #[serde(default)]
    topic: String,
    /// The newest message the reader saw; what came later stays unread.
    #[serde(default)]
    newest: String,
}

impl ReadForm {
    /// What was shown, and the newest message of it.
    #[must_use]
    pub fn check(&self) -> (Wanted, Option<i64>) {
        let query = ListQuery { show: self.show.clone(), topic: self.topic.clone(), ..ListQuery::default() };
        (query.wanted(), self.newest.parse().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_what_it_was_made_of() {
        for unread in [true, false] {
            for topic in [None, Some(Topic::DueSoon)] {
                let address = link(Wanted { unread, topic });
                let field = |name: &str| {
                    let at = address.split(&format!("{name}=")).nth(1).unwrap();
                    at.split('&').next().unwrap().to_owned()
                };
                let query = ListQuery { show: field("show"), topic: field("topic"), ..ListQuery::default() };
                assert_eq!(query.wanted(), Wanted { unread, topic }, "{address}");
            }
        }
        let odd = ListQuery { show: "x".into(), topic: "spam".into(), ..ListQuery::default() };
        assert_eq!(odd.wanted(), Wanted { unread: true, topic: None });
    }
}
