//! 督导组: candidates in the order of their tickets, and the numbered rules that pass one over. Nothing is relaxed.

use std::collections::{BTreeMap, BTreeSet};

use crate::draws::model::{Candidate, FrozenList, Skip, Team, TeamRules, Tie, Unit};
use crate::draws::ticket::Urn;

/// The rules by number, as pages and `docs/draws.md` name them.
pub const RULES: [(u8, &str); 10] = [
    (1, "现在这家医院任职"),
    (2, "离开这家医院未满规定年数"),
    (3, "有近亲属在这家医院"),
    (4, "与这家医院有过争议"),
    (5, "本年次数已到上限"),
    (6, "选了就凑不齐所需专业"),
    (7, "与医院同一区划"),
    (8, "选了就没有执法证持有人"),
    (9, "本人申报回避"),
    (10, "名单人数少于一组的人数"),
];

/// What a rule says; empty for a number that is none.
#[must_use]
pub fn rule_label(rule: u8) -> &'static str {
    RULES.iter().find(|(number, _)| *number == rule).map_or("", |(_, label)| label)
}

/// What a team lacks, as bits: the needed specialities in order, then the certificate.
type Lack = u32;

/// The most specialities a team may be asked for.
pub const NEEDS_MAX: usize = 12;

/// How many visits each candidate has in the year by now.
pub type Loads = BTreeMap<String, i64>;

/// The loads of the list.
#[must_use]
pub fn loads(list: &FrozenList) -> Loads {
    list.candidates.iter().map(|candidate| (candidate.code.clone(), candidate.load)).collect()
}

/// What is asked for a seat at a hospital.
pub struct Seat<'a> {
    /// The list.
    pub list: &'a FrozenList,
    /// The rules of its teams.
    pub rules: &'a TeamRules,
    /// The hospital.
    pub unit: &'a Unit,
    /// Who declared a reason to keep away from it.
    pub recused: &'a BTreeSet<String>,
}

impl Seat<'_> {
    /// The rule that keeps a candidate away whoever else goes; none where there is none.
    fn barred(&self, candidate: &Candidate, load: i64) -> Option<u8> {
        let tied = |tie: Tie| {
            candidate.relations.iter().any(|relation| relation.hospital == self.unit.code && relation.tie == tie)
        };
        let year = i64::from(self.list.number.year);
        let lately = candidate.relations.iter().any(|relation| {
            let here = relation.hospital == self.unit.code && relation.tie == Tie::Left;
            here && year.saturating_sub(relation.year) < self.rules.years
        });
        let rules = [
            (1, candidate.employer == self.unit.code || tied(Tie::Employed)),
            (2, lately),
            (3, tied(Tie::Relative)),
            (4, tied(Tie::Dispute)),
            (5, load >= self.rules.load_cap),
            (7, self.rules.other_region && candidate.region == self.unit.region),
            (9, self.recused.contains(&candidate.code)),
        ];
        rules.into_iter().find(|(_, holds)| *holds).map(|(rule, _)| rule)
    }

    fn gives(&self, candidate: &Candidate) -> Lack {
        let skills = self.rules.needs.iter().enumerate();
        let bits =
            skills.filter(|(_, need)| candidate.specialities.contains(*need)).fold(0, |bits, (at, _)| bits | 1 << at);
        bits | if candidate.certificate { self.certificate() } else { 0 }
    }

    /// The certificate's bit; 0 where none is asked for.
    fn certificate(&self) -> Lack {
        if self.rules.certificate { 1 << self.rules.needs.len() } else { 0 }
    }

    fn everything(&self) -> Lack {
        ((1 << self.rules.needs.len()) - 1) | self.certificate()
    }

    /// The team, with those who stay in it; `order` is every candidate in the order of the tickets.
    fn fill(&self, order: &[&Candidate], kept: &[String], loads: &Loads) -> Team {
        let mut skipped = Vec::new();
        let mut free: Vec<(&Candidate, Option<u8>)> = Vec::new();
        let mut lack = self.everything();
        for candidate in order {
            if kept.contains(&candidate.code) {
                lack &= !self.gives(candidate);
            } else {
                let load = loads.get(&candidate.code).copied().unwrap_or(candidate.load);
                free.push((candidate, self.barred(candidate, load)));
            }
        }
        let size = usize::try_from(self.rules.size).unwrap_or_default();
        let mut seats = size.saturating_sub(kept.len());
        let unmet = self.unmet(&free, lack, seats);
        let mut members = if unmet == 0 { kept.to_vec() } else { Vec::new() };
        let mut skip = |candidate: &Candidate, rule| skipped.push(Skip { inspector: candidate.code.clone(), rule });
        for (at, (candidate, barred)) in free.iter().enumerate() {
            if let Some(rule) = barred {
                if unmet != 0 || seats > 0 {
                    skip(candidate, *rule);
                }
                continue;
            }
            if unmet != 0 || seats == 0 {
                continue;
            }
            let later = self.later(&free[at + 1..]);
            let rest = lack & !self.gives(candidate);
            if coverable(rest, seats - 1, &later) {
                members.push(candidate.code.clone());
                (lack, seats) = (rest, seats - 1);
            } else if coverable(rest & !self.certificate(), seats - 1, &later) {
                skip(candidate, 8);
            } else {
                skip(candidate, 6);
            }
        }
        Team { hospital: self.unit.code.clone(), members, skipped, unmet }
    }

    fn later(&self, free: &[(&Candidate, Option<u8>)]) -> BTreeSet<Lack> {
        free.iter().filter(|(_, barred)| barred.is_none()).map(|(candidate, _)| self.gives(candidate)).collect()
    }

    /// The rule that makes it impossible; 0 where it is possible.
    fn unmet(&self, free: &[(&Candidate, Option<u8>)], lack: Lack, seats: usize) -> u8 {
        let able = free.iter().filter(|(_, barred)| barred.is_none()).count();
        if free.len() < seats {
            return 10;
        }
        if able < seats {
            let mut by_rule: BTreeMap<u8, usize> = BTreeMap::new();
            for rule in free.iter().filter_map(|(_, barred)| *barred) {
                *by_rule.entry(rule).or_default() += 1;
            }
            // The most, and the smallest number among equals: the map is in order, and the later of equals loses.
            let most =
                by_rule.iter().fold((0, 0), |best, (rule, count)| if *count > best.1 { (*rule, *count) } else { best });
            return most.0;
        }
        let all = self.later(free);
        if coverable(lack, seats, &all) {
            0
        } else if coverable(lack & !self.certificate(), seats, &all) {
            8
        } else {
            6
        }
    }
}

/// Whether some of what `offers` hold, at most `seats` of them, make up for what is lacking.
fn coverable(lack: Lack, seats: usize, offers: &BTreeSet<Lack>) -> bool {
    let mut open = BTreeSet::from([lack]);
    for _ in 0..seats {
        if open.contains(&0) {
            return true;
        }
        open = open.iter().flat_map(|lack| offers.iter().map(move |offer| lack & !offer)).collect();
    }
    open.contains(&0)
}

/// Draws the team of a hospital with those who stay in it, and counts the visits of who comes in.
pub fn draw(seat: &Seat<'_>, urn: &Urn, kept: &[String], loads: &mut Loads) -> Team {
    let mut order: Vec<(String, &Candidate)> = seat
        .list
        .candidates
        .iter()
        .map(|candidate| (urn.inspector(&seat.unit.code, &candidate.code), candidate))
        .collect();
    order.sort_by(|a, b| (&a.0, &a.1.code).cmp(&(&b.0, &b.1.code)));
    let order: Vec<&Candidate> = order.into_iter().map(|(_, candidate)| candidate).collect();
    let team = seat.fill(&order, kept, loads);
    for member in team.members.iter().filter(|member| !kept.contains(member)) {
        *loads.entry(member.clone()).or_default() += 1;
    }
    team
}

/// Hospitals for which no team can be found whatever the tickets, each with the rule; `draw` would say so too late.
#[must_use]
pub fn impossible(list: &FrozenList) -> Vec<(&Unit, u8)> {
    let Some(rules) = &list.team else { return Vec::new() };
    let (nobody, loads) = (BTreeSet::new(), loads(list));
    let order: Vec<&Candidate> = list.candidates.iter().collect();
    let unmet = |unit| Seat { list, rules, unit, recused: &nobody }.fill(&order, &[], &loads).unmet;
    list.units.iter().map(|unit| (unit, unmet(unit))).filter(|(_, rule)| *rule != 0).collect()
}

/// Visits that the people of the list can still make in the year.
#[must_use]
pub fn capacity(list: &FrozenList) -> i64 {
    let Some(rules) = &list.team else { return 0 };
    list.candidates.iter().map(|candidate| (rules.load_cap - candidate.load).max(0)).sum()
}
