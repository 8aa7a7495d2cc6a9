//! What a target page is asked to show, and the address of the same page with one thing changed.

use serde::Deserialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, Target};
use crate::figures::By;
use crate::web::PageError;

/// Quarters shown unless asked otherwise, and what may be asked.
pub const SPANS: [i32; 4] = [8, 12, 16, 20];
const SPAN: i32 = 12;

/// Groupings a page offers; single hospitals have their own table.
pub const GROUPINGS: [By; 5] = [By::Level, By::City, By::County, By::Ownership, By::Category];

/// The query of a target page; anything left out or unreadable is the usual.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TargetQuery {
    /// `2024Q3`
    pub period: Option<String>,
    /// Code of the indicator.
    pub indicator: Option<String>,
    /// By what it is grouped.
    pub by: Option<String>,
    /// How many quarters.
    pub quarters: Option<String>,
    /// Hospitals of this level.
    pub level: Option<String>,
    /// Hospitals of this city.
    pub city: Option<String>,
    /// A part of a hospital's name or code.
    pub q: Option<String>,
    /// What the hospitals are sorted by.
    pub sort: Option<String>,
    /// Page of the hospitals.
    pub page: Option<String>,
    /// Which table or chart to take away.
    pub part: Option<String>,
}

/// What is looked at.
pub struct Look<'a> {
    /// The year's edition.
    pub edition: &'a Edition,
    /// The target.
    pub target: &'a Target,
    /// One of its indicators.
    pub indicator: &'a Indicator,
    /// By what.
    pub by: By,
    /// The last quarter shown.
    pub period: Period,
    /// How many quarters.
    pub span: i32,
    /// The query as it came.
    pub query: TargetQuery,
}

impl<'a> Look<'a> {
    /// Resolves an address against the catalogue.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is no such edition, target, or indicator of the target.
    pub fn of(
        catalogue: &'a Catalogue,
        (year, ordinal): (i32, u8),
        period: Period,
        query: TargetQuery,
    ) -> Result<Self, PageError> {
        let edition = catalogue.edition(year).ok_or(PageError::NotFound)?;
        let target = edition.target(ordinal).ok_or(PageError::NotFound)?;
        let first = target.headline.as_ref().or_else(|| target.indicators.first());
        let id = match asked(query.indicator.as_deref()) {
            Some(code) => target.indicators.iter().find(|id| id.as_str() == code),
            None => first,
        };
        let indicator = id.and_then(|id| catalogue.indicator(id)).ok_or(PageError::NotFound)?;
        let by = asked(query.by.as_deref()).and_then(|text| text.parse().ok());
        let span = asked(query.quarters.as_deref()).and_then(|text| text.parse().ok());
        Ok(Self {
            edition,
            target,
            indicator,
            by: by.filter(|by| GROUPINGS.contains(by)).unwrap_or(By::Level),
            period,
            span: span.filter(|span| SPANS.contains(span)).unwrap_or(SPAN),
            query,
        })
    }

    /// Where the page stands.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/targets/{}/{}", self.edition.year, self.target.ordinal)
    }

    /// The address of this page.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::new(self.path())
            .with("period", &self.period.to_string())
            .with("indicator", self.indicator.id.as_str())
            .with("by", self.by.key())
            .with("quarters", &self.span.to_string())
    }

    /// The address with the filter and order of its table of hospitals.
    #[must_use]
    pub fn filtered(&self) -> Address {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.address()
            .with("level", &text(&self.query.level))
            .with("city", &text(&self.query.city))
            .with("q", &text(&self.query.q))
            .with("sort", &text(&self.query.sort))
    }

    /// The page of the same target in another quarter: that year's, where the aim had another place then.
    #[must_use]
    pub fn at(&self, catalogue: &Catalogue, period: Period) -> String {
        let then = catalogue.edition_for(period);
        let target = then.and_then(|edition| Some((edition.year, edition.target_of(&self.target.id)?)));
        let held = target.filter(|(_, target)| target.indicators.contains(&self.indicator.id));
        let path = match held {
            Some((year, target)) => format!("/targets/{year}/{}", target.ordinal),
            None => self.path(),
        };
        Address { path, ..self.address() }.with("period", &period.to_string()).text()
    }
}

/// A view of a target: what it is called and where it stands below the target's address.
pub const VIEWS: [(&str, &str); 4] =
    [("走势", ""), ("控制图", "/control"), ("医院", "/hospitals"), ("差距", "/spread")];

/// A link among those that lead to the views of a target.
#[derive(Clone, Debug, serde::Serialize)]
pub struct ViewTab {
    label: &'static str,
    href: String,
    current: bool,
}

/// The links to the views of what is looked at; `current` is the ending of one of [`VIEWS`].
#[must_use]
pub fn views(look: &Look<'_>, current: &str) -> Vec<ViewTab> {
    let tab = |(label, ending): (&'static str, &'static str)| ViewTab {
        label,
        href: look.address().under(ending).text(),
        current: ending == current,
    };
    VIEWS.map(tab).into()
}

fn asked(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// An address with its query.
#[derive(Clone, Debug)]
pub struct Address {
    path: String,
    query: Vec<(&'static str, String)>,
}

impl Address {
    /// A path without query.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), query: Vec::new() }
    }

    /// With this value in place of another; an empty one is left out.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: &str) -> Self {
        match self.query.iter_mut().find(|(held, _)| *held == key) {
            Some((_, held)) => value.clone_into(held),
            None => self.query.push((key, value.to_owned())),
        }
        self.query.retain(|(_, value)| !value.is_empty());
        self
    }

    /// Without a value.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.query.retain(|(held, _)| *held != key);
        self
    }

    /// The same query at another path.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// Below another path.
    #[must_use]
    pub fn under(mut self, rest: &str) -> Self {
        self.path.push_str(rest);
        self
    }

    /// Where it leads, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query as hidden fields of a form.
    #[must_use]
    pub fn fields(self) -> Vec<(&'static str, String)> {
        self.query
    }

    /// As it stands in a link.
    #[must_use]
    pub fn text(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }
}

/// Percent-encodes everything but unreserved characters.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_one_thing_and_keeps_the_rest() {
        let address = Address::new("/targets/2024/3").with("period", "2024Q3").with("q", "周口 &").with("sort", "");
        assert_eq!(address.text(), "/targets/2024/3?period=2024Q3&q=%E5%91%A8%E5%8F%A3%20%26");
        assert_eq!(address.with("q", "").with("period", "2024Q2").text(), "/targets/2024/3?period=2024Q2");
    }

    #[test]
    fn a_quarter_of_another_year_leads_to_that_years_place() {
        let catalogue = Catalogue::load(None).unwrap();
        let period = "2024Q1".parse().unwrap();
        let look = Look::of(&catalogue, (2024, 3), period, TargetQuery::default()).ok().unwrap();
        assert!(look.at(&catalogue, "2023Q4".parse().unwrap()).starts_with("/targets/2023/9?"));
        assert!(look.at(&catalogue, "2024Q2".parse().unwrap()).starts_with("/targets/2024/3?"));
        let query = TargetQuery { indicator: Some("iv_use_rate".to_owned()), ..TargetQuery::default() };
        assert!(Look::of(&catalogue, (2024, 3), period, query).is_err(), "not an indicator of this target");
        assert!(Look::of(&catalogue, (2024, 11), period, TargetQuery::default()).is_err());
    }
}
