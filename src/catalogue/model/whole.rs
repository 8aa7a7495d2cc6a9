use std::collections::HashSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    AuthoritySeed, Campaign, Checklist, Comparison, Edition, Element, ElementId, Holidays, Indicator, IndicatorId,
    Region, RegisterTerms, Rule, RuleCheck, RuleId, Service, Speciality, Target, Term,
};
use crate::calendar::Period;

/// Everything the files state, already cross-checked, before it is indexed.
#[derive(Debug, Default)]
pub struct Contents {
    /// Elements in file order.
    pub elements: Vec<Element>,
    /// Indicators in file order.
    pub indicators: Vec<Indicator>,
    /// Editions, earliest year first.
    pub editions: Vec<Edition>,
    /// Rules in file order.
    pub rules: Vec<Rule>,
    /// Checklists in order of their files.
    pub checklists: Vec<Checklist>,
    /// Regions in file order: the root first.
    pub regions: Vec<Region>,
    /// The sample list of authorities in file order.
    pub authorities: Vec<AuthoritySeed>,
    /// Services in file order.
    pub services: Vec<Service>,
    /// Specialities in file order.
    pub specialities: Vec<Speciality>,
    /// The words the register is written in.
    pub register: RegisterTerms,
    /// Which days are worked.
    pub holidays: Holidays,
    /// Campaigns in order of their files.
    pub campaigns: Vec<Campaign>,
}

/// 目录: targets, indicators, elements, rules and regions, read at start and kept in memory.
///
/// Cheap to clone; every clone shows the same files.
#[derive(Clone, Debug)]
pub struct Catalogue {
    tables: Arc<Tables>,
    /// Beside the tables, so that other thresholds need no other elements.
    rules: Arc<Vec<Rule>>,
}

#[derive(Debug)]
struct Tables {
    contents: Contents,
    elements: FxHashMap<ElementId, usize>,
    indicators: FxHashMap<IndicatorId, usize>,
    rules: FxHashMap<RuleId, usize>,
    regions: FxHashMap<String, usize>,
}

impl Catalogue {
    /// Indexes what the files state.
    pub fn new(mut contents: Contents) -> Self {
        let rules = Arc::new(std::mem::take(&mut contents.rules));
        let tables = Tables {
            elements: index(contents.elements.iter().map(|element| element.id.clone())),
            indicators: index(contents.indicators.iter().map(|indicator| indicator.id.clone())),
            rules: index(rules.iter().map(|rule| rule.id.clone())),
            regions: index(contents.regions.iter().map(|region| region.code.clone())),
            contents,
        };
        Self { tables: Arc::new(tables), rules }
    }

    /// The element with this id.
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        self.element_coded(id.as_str())
    }

    /// The element whose code is this text, as found in a cell or an address.
    pub fn element_coded(&self, code: &str) -> Option<&Element> {
        self.tables.elements.get(code).map(|at| &self.tables.contents.elements[*at])
    }

    /// All elements of all editions, in file order.
    pub fn elements(&self) -> &[Element] {
        &self.tables.contents.elements
    }

    /// The indicator with this id.
    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.indicator_coded(id.as_str())
    }

    /// The indicator whose code is this text, as found in an address or on the command line.
    pub fn indicator_coded(&self, code: &str) -> Option<&Indicator> {
        self.tables.indicators.get(code).map(|at| &self.tables.contents.indicators[*at])
    }

    /// All indicators of all editions, in file order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.tables.contents.indicators
    }

    /// The elements of an indicator's formula, numerator first.
    pub fn elements_of(&self, indicator: &IndicatorId) -> Vec<&Element> {
        let Some(indicator) = self.indicator(indicator) else {
            return Vec::new();
        };
        indicator.elements().filter_map(|id| self.element(id)).collect()
    }

    /// The indicators whose formula uses an element, in file order.
    pub fn indicators_using(&self, element: &ElementId) -> Vec<&Indicator> {
        self.indicators().iter().filter(|indicator| indicator.elements().any(|id| id == element)).collect()
    }

    /// What a term's value is multiplied with when a person counts in the element's own unit:
    /// the factor times 10^decimals. Formulas in workbooks need it; computing from stored values does not.
    pub fn factor_as_typed(&self, term: &Term) -> i64 {
        term.factor * self.element(&term.element).map_or(1, Element::scale)
    }

    /// Editions, earliest year first.
    pub fn editions(&self) -> &[Edition] {
        &self.tables.contents.editions
    }

    /// The edition of a year.
    pub fn edition(&self, year: i32) -> Option<&Edition> {
        self.editions().iter().find(|edition| edition.year == year)
    }

    /// The edition whose form a period's returns use: the latest that applies by then.
    ///
    /// Until a year's edition is there – or from its own first quarter, where it appeared too late – the one before
    /// serves on. None only before the earliest edition.
    pub fn edition_for(&self, period: Period) -> Option<&Edition> {
        self.editions().iter().rev().find(|edition| edition.applies_from.first_day() <= period.last_day())
    }

    /// One of the ten targets of a year.
    pub fn target(&self, year: i32, ordinal: u8) -> Option<&Target> {
        self.edition(year)?.target(ordinal)
    }

    /// The rule with this id.
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rule_named(id.as_str())
    }

    /// The rule with this name, as code that decides a structural rule writes it.
    pub fn rule_named(&self, name: &str) -> Option<&Rule> {
        self.tables.rules.get(name).map(|at| &self.rules[*at])
    }

    /// The same catalogue with these values of thresholds in force (本省设置): rule, threshold, value.
    ///
    /// Copies the rules alone. What names no threshold of a rule changes nothing.
    #[must_use]
    pub fn with_thresholds(&self, set: &[(RuleId, String, i64)]) -> Self {
        let mut rules = Arc::clone(&self.rules);
        for (rule, name, value) in set {
            if let Some(at) = self.tables.rules.get(rule) {
                Arc::make_mut(&mut rules)[*at].set(name, *value);
            }
        }
        Self { tables: Arc::clone(&self.tables), rules }
    }

    /// All rules in file order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every comparison of numbers an edition's returns must pass, in the order of the rules: where two speak of the
    /// same pair of sides, the words of the first win. The same pair is compared once in one way.
    ///
    /// Pairs with an element the edition does not ask for are left out.
    pub fn comparisons(&self, edition: &Edition) -> Vec<Comparison<'_>> {
        let asked: HashSet<&ElementId> = edition.elements.iter().collect();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for comparison in self.rules().iter().flat_map(|rule| self.comparisons_of(rule)) {
            let sides = comparison.left.iter().chain(comparison.right);
            let both = !comparison.left.is_empty() && !comparison.right.is_empty();
            let complete = both && sides.clone().all(|term| asked.contains(&term.element));
            if complete && seen.insert((comparison.left, comparison.operator, comparison.right)) {
                found.push(comparison);
            }
        }
        found
    }

    fn comparisons_of<'a>(&'a self, rule: &'a Rule) -> Vec<Comparison<'a>> {
        match &rule.check {
            RuleCheck::Elements { left, operator, right, missing } => {
                let (operator, missing) = (*operator, *missing);
                vec![Comparison { rule, left, operator, right, missing, indicator: None }]
            }
            RuleCheck::Indicators { kinds, operator, missing } => {
                let of_kind = self.indicators().iter().filter(|indicator| kinds.contains(&indicator.kind));
                let comparison = |indicator: &'a Indicator| Comparison {
                    rule,
                    left: &indicator.numerator,
                    operator: *operator,
                    right: &indicator.denominator,
                    missing: *missing,
                    indicator: Some(indicator),
                };
                of_kind.map(comparison).collect()
            }
            _ => Vec::new(),
        }
    }

    /// All checklists, in order of their files.
    pub fn checklists(&self) -> &[Checklist] {
        &self.tables.contents.checklists
    }

    /// All regions, the root first.
    pub fn regions(&self) -> &[Region] {
        &self.tables.contents.regions
    }

    /// The region with this six-digit code.
    pub fn region(&self, code: &str) -> Option<&Region> {
        self.tables.regions.get(code).map(|at| &self.tables.contents.regions[*at])
    }

    /// The sample list of authorities an installation starts from.
    pub fn authorities(&self) -> &[AuthoritySeed] {
        &self.tables.contents.authorities
    }

    /// The words the register of hospitals is written in.
    pub fn register(&self) -> &RegisterTerms {
        &self.tables.contents.register
    }

    /// All campaigns, in order of their files.
    pub fn campaigns(&self) -> &[Campaign] {
        &self.tables.contents.campaigns
    }

    /// Which days are worked, of the years that are published.
    pub fn holidays(&self) -> &Holidays {
        &self.tables.contents.holidays
    }

    /// All services, in file order.
    pub fn services(&self) -> &[Service] {
        &self.tables.contents.services
    }

    /// All specialities, in file order; none where the installation lists none.
    pub fn specialities(&self) -> &[Speciality] {
        &self.tables.contents.specialities
    }

    /// The speciality a person means by this word: its name or one of its aliases.
    pub fn speciality(&self, word: &str) -> Option<&Speciality> {
        let word = word.trim();
        self.specialities().iter().find(|one| one.name == word || one.aliases.iter().any(|alias| alias == word))
    }

    /// The service a person means by this word: its name or one of its aliases.
    pub fn service(&self, word: &str) -> Option<&Service> {
        let word = word.trim();
        self.services().iter().find(|service| service.name == word || service.aliases.iter().any(|alias| alias == word))
    }
}

fn index<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = K>) -> FxHashMap<K, usize> {
    keys.enumerate().map(|(at, key)| (key, at)).collect()
}
