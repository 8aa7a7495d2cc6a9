//! What a view of hospitals is asked for: a group, a least denominator, an order. What cannot be read is said in words
//! and not used; the page is shown all the same.

use serde::Deserialize;

use crate::catalogue::Catalogue;
use crate::progress::benchmark::{Filter, Sort};
use crate::progress::comparison::{Against, Terms};
use crate::progress::crowd::LEAST;
use crate::progress::look::{Address, Look, TargetQuery};

/// More beds than this no hospital has.
const MOST_BEDS: i64 = 100_000;

/// A larger least denominator leaves nobody.
const MOST_LEAST: i64 = 1_000_000;

/// The query of the view of hospitals.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct HospitalsQuery {
    /// `2024Q3`
    pub period: Option<String>,
    /// Code of the indicator.
    pub indicator: Option<String>,
    /// Key of a level.
    pub level: Option<String>,
    /// Code of a city.
    pub city: Option<String>,
    /// Key of a category.
    pub category: Option<String>,
    /// Key of an ownership.
    pub ownership: Option<String>,
    /// Beds at least.
    pub beds_from: Option<String>,
    /// Beds at most.
    pub beds_to: Option<String>,
    /// A part of a hospital's name or code.
    pub q: Option<String>,
    /// What the hospitals are sorted by.
    pub sort: Option<String>,
    /// The least denominator that is compared.
    pub least: Option<String>,
    /// `all`: held against all hospitals.
    pub against: Option<String>,
    /// `1`: with ranks.
    pub ranks: Option<String>,
    /// Page of the list.
    pub page: Option<String>,
    /// Which table or chart to take away.
    pub part: Option<String>,
}

impl HospitalsQuery {
    /// What of it says where one looks.
    #[must_use]
    pub fn target(&self) -> TargetQuery {
        TargetQuery { period: self.period.clone(), indicator: self.indicator.clone(), ..TargetQuery::default() }
    }
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HospitalsAsk {
    /// Which hospitals are compared, and how.
    pub terms: Terms,
    /// A part of name or code.
    pub words: String,
    /// The order.
    pub sort: Sort,
    /// Whether ranks are shown.
    pub ranks: bool,
    /// Page of the list, from 1.
    pub page: u64,
    /// What could not be read: the field and why.
    pub faults: Vec<(&'static str, String)>,
    /// Beds and denominator as they were typed.
    pub typed: [String; 3],
}

impl HospitalsAsk {
    /// Reads a query against the words the catalogue knows.
    #[must_use]
    pub fn of(catalogue: &Catalogue, query: &HospitalsQuery) -> Self {
        let terms = catalogue.register();
        let mut faults = Vec::new();
        let mut known = |name: &'static str, asked: &Option<String>, what: &str, holds: &dyn Fn(&str) -> bool| {
            let asked = text(asked);
            if asked.is_empty() || holds(&asked) {
                return asked;
            }
            faults.push((name, format!("名录里没有“{asked}”这个{what}，这一条没有用上。从下拉里另选一个。")));
            String::new()
        };
        let has = |words: &[crate::catalogue::model::Word], key: &str| words.iter().any(|word| word.key == key);
        let mut filter = Filter {
            level: known("level", &query.level, "级别", &|key| terms.level(key).is_some()),
            city: known("city", &query.city, "地市", &|code| catalogue.region(code).is_some()),
            category: known("category", &query.category, "类别", &|key| has(&terms.categories, key)),
            ownership: known("ownership", &query.ownership, "举办性质", &|key| has(&terms.ownerships, key)),
            beds_from: None,
            beds_to: None,
        };
        let typed = [text(&query.beds_from), text(&query.beds_to), text(&query.least)];
        filter.beds_from = number(("beds_from", "床位下限"), &typed[0], (0, MOST_BEDS), &mut faults);
        filter.beds_to = number(("beds_to", "床位上限"), &typed[1], (0, MOST_BEDS), &mut faults);
        if let (Some(from), Some(to)) = (filter.beds_from, filter.beds_to)
            && from > to
        {
            let why = format!("床位下限 {from} 大于上限 {to}，没有医院能同时满足；两条都没有用上。把小的写在前面。");
            faults.push(("beds_from", why));
            (filter.beds_from, filter.beds_to) = (None, None);
        }
        let least = number(("least", "最小分母"), &typed[2], (1, MOST_LEAST), &mut faults).unwrap_or(LEAST);
        let against = if text(&query.against) == "all" { Against::All } else { Against::Group };
        Self {
            terms: Terms { filter, least, against },
            words: text(&query.q),
            sort: Sort::of(&text(&query.sort)),
            ranks: text(&query.ranks) == "1",
            page: text(&query.page).parse().ok().filter(|page| *page > 0).unwrap_or(1),
            faults,
            typed,
        }
    }

    /// What a target's own page is asked for of its hospitals: taken as it stands, whatever it narrows to.
    #[must_use]
    pub fn on(look: &Look<'_>) -> Self {
        let filter = Filter { level: text(&look.query.level), city: text(&look.query.city), ..Filter::default() };
        let sort = Sort::of(&text(&look.query.sort));
        Self { terms: Terms { filter, ..Terms::default() }, words: text(&look.query.q), sort, ..Self::default() }
    }

    /// The address of the view with all that is asked but the page of the list.
    #[must_use]
    pub fn address(&self, look: &Look<'_>) -> Address {
        let filter = &self.terms.filter;
        let beds = |beds: Option<i64>| beds.map_or_else(String::new, |beds| beds.to_string());
        let least = if self.terms.least == LEAST { String::new() } else { self.terms.least.to_string() };
        at(look)
            .with("level", &filter.level)
            .with("city", &filter.city)
            .with("category", &filter.category)
            .with("ownership", &filter.ownership)
            .with("beds_from", &beds(filter.beds_from))
            .with("beds_to", &beds(filter.beds_to))
            .with("q", &self.words)
            .with("sort", self.sort.key())
            .with("least", &least)
            .with("against", if self.terms.against == Against::All { "all" } else { "" })
            .with("ranks", if self.ranks { "1" } else { "" })
    }
}

/// The view of hospitals of what is looked at, nothing narrowed.
#[must_use]
pub fn at(look: &Look<'_>) -> Address {
    Address::new(format!("{}/hospitals", look.path()))
        .with("period", &look.period.to_string())
        .with("indicator", look.indicator.id.as_str())
}

fn text(asked: &Option<String>) -> String {
    asked.as_deref().unwrap_or_default().trim().to_owned()
}

/// A whole number within bounds; none where nothing was typed, or what cannot be used.
fn number(
    (field, name): (&'static str, &str),
    typed: &str,
    (least, most): (i64, i64),
    faults: &mut Vec<(&'static str, String)>,
) -> Option<i64> {
    if typed.is_empty() {
        return None;
    }
    let read = crate::catalogue::model::half_width(typed).parse::<i64>();
    let fault = match read {
        Ok(number) if (least..=most).contains(&number) => return Some(number),
        Ok(number) => format!("{name}写了 {number}，要在 {least} 到 {most} 之间；这一条没有用上。"),
        Err(_) if typed.len() > 12 && typed.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{name}写的数太大，要在 {least} 到 {most} 之间；这一条没有用上。")
        }
        Err(_) => format!("{name}“{}”没有读懂，要写整数，例如 300；这一条没有用上。", shortened(typed)),
    };
    faults.push((field, fault));
    None
}

fn shortened(text: &str) -> String {
    let short: String = text.chars().take(20).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(change: impl FnOnce(&mut HospitalsQuery)) -> HospitalsAsk {
        let mut query = HospitalsQuery::default();
        change(&mut query);
        HospitalsAsk::of(&Catalogue::load(None).unwrap(), &query)
    }

    #[test]
    fn what_cannot_be_read_is_said_and_not_used() {
        let some = |text: &str| Some(text.to_owned());
        for (typed, why) in [
            ("abc", "没有读懂"),
            ("99999999999999999999", "写的数太大"),
            ("200000", "要在 0 到 100000 之间"),
            ("-1", "要在 0 到 100000 之间"),
            ("3.5", "没有读懂"),
        ] {
            let ask = asked(|query| query.beds_from = some(typed));
            assert_eq!(ask.terms, Terms::default(), "{typed}");
            assert!(ask.faults.len() == 1 && ask.faults[0].1.contains(why), "{typed}: {:?}", ask.faults);
        }
        let crossed = asked(|query| (query.beds_from, query.beds_to) = (some("500"), some("300")));
        assert_eq!(crossed.terms.filter, Filter::default());
        assert!(crossed.faults[0].1.contains("床位下限 500 大于上限 300"), "{:?}", crossed.faults);
        let level = asked(|query| query.level = some("level9"));
        assert!(level.faults[0].1.contains("没有“level9”这个级别") && level.terms.filter.is_everybody());
        let none = asked(|query| query.least = some("0"));
        assert_eq!((none.terms.least, none.faults.len()), (LEAST, 1));
    }

    #[test]
    fn what_can_be_read_is_used() {
        let some = |text: &str| Some(text.to_owned());
        let ask = asked(|query| {
            (query.beds_from, query.beds_to) = (some(" 100 "), some("３００"));
            (query.least, query.against, query.ranks) = (some("30"), some("all"), some("1"));
        });
        assert_eq!((ask.terms.filter.beds_from, ask.terms.filter.beds_to), (Some(100), Some(300)));
        assert_eq!((ask.terms.least, ask.terms.against, ask.ranks), (30, Against::All, true));
        assert!(ask.faults.is_empty());
    }
}
