//! What hospitals can be narrowed to and sorted by, and what is shown, in words.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Level, Word};
use crate::progress::benchmark::{Benchmark, Filter, Sort};
use crate::progress::look::Look;

/// One entry of a list to choose from.
#[derive(Clone, Serialize)]
pub struct Choice {
    value: String,
    label: String,
}

impl Choice {
    fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned() }
    }
}

/// The lists of a filter.
#[derive(Serialize)]
pub struct Choices {
    levels: Vec<Choice>,
    cities: Vec<Choice>,
    categories: Vec<Choice>,
    ownerships: Vec<Choice>,
    sorts: Vec<Choice>,
    against: Vec<Choice>,
}

impl Choices {
    /// All words of the register, and the cities in which the territory has hospitals.
    #[must_use]
    pub fn of(catalogue: &Catalogue, benchmark: &Benchmark, look: &Look<'_>) -> Self {
        let terms = catalogue.register();
        let with_all = |all: &str, words: &mut dyn Iterator<Item = &Word>| -> Vec<Choice> {
            std::iter::once(Choice::new("", all)).chain(words.map(|word| Choice::new(&word.key, &word.name))).collect()
        };
        Self {
            levels: with_all("全部级别", &mut terms.levels.iter().map(|level: &Level| &level.word)),
            cities: cities(catalogue, benchmark, look),
            categories: with_all("全部类别", &mut terms.categories.iter()),
            ownerships: with_all("公立与民营", &mut terms.ownerships.iter()),
            sorts: sorts(),
            against: vec![Choice::new("", "与本组合计比"), Choice::new("all", "与全部医院比")],
        }
    }
}

fn cities(catalogue: &Catalogue, benchmark: &Benchmark, look: &Look<'_>) -> Vec<Choice> {
    let day = look.period.last_day();
    let held: BTreeSet<&str> = benchmark.register().on(day).map(|(_, facts)| facts.statistical_city.as_str()).collect();
    let city = |code: &str| Choice::new(code, catalogue.region(code).map_or(code, |region| &region.name));
    std::iter::once(Choice::new("", "全部地市")).chain(held.into_iter().map(city)).collect()
}

fn sorts() -> Vec<Choice> {
    [
        (Sort::Code, "按编码"),
        (Sort::Lowest, "数值从低到高"),
        (Sort::Highest, "数值从高到低"),
        (Sort::Largest, "分母从大到小"),
        (Sort::Risen, "较上季升得多的在前"),
        (Sort::Fallen, "较上季降得多的在前"),
    ]
    .map(|(sort, label)| Choice::new(sort.key(), label))
    .into()
}

/// What is shown: the conditions, how many meet them, and what an order does not say.
#[must_use]
pub fn said(catalogue: &Catalogue, filter: &Filter, (words, sort): (&str, Sort), found: usize) -> String {
    let terms = catalogue.register();
    let named = |key: &str, name: &dyn Fn(&str) -> String| (!key.is_empty()).then(|| format!("“{}”", name(key)));
    let city = |code: &str| catalogue.region(code).map_or(code, |region| &region.name).to_owned();
    let beds = match (filter.beds_from, filter.beds_to) {
        (Some(from), Some(to)) => Some(format!("“床位 {from} 到 {to}”")),
        (Some(from), None) => Some(format!("“床位 {from} 以上”")),
        (None, Some(to)) => Some(format!("“床位 {to} 以下”")),
        (None, None) => None,
    };
    let parts: Vec<String> = [
        named(&filter.level, &|key| terms.level_name(key).to_owned()),
        named(&filter.city, &city),
        named(&filter.category, &|key| terms.category_name(key).to_owned()),
        named(&filter.ownership, &|key| terms.ownership_name(key).to_owned()),
        beds,
        (!words.trim().is_empty()).then(|| format!("名称或编码含“{}”", words.trim())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let order = match sort {
        Sort::Code => "",
        _ => "。排在前面不等于做得好：分母小的区间宽，先看区间",
    };
    match (parts.is_empty(), found) {
        (true, _) => format!("全部 {found} 家{order}。"),
        (false, 0) => format!("没有同时满足{}的医院。去掉一个条件再看。", parts.concat()),
        (false, _) => format!("满足{}的有 {found} 家{order}。", parts.concat()),
    }
}
