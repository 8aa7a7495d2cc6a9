//! What is to be frozen, as somebody ordered it, and the list it makes of the register – or every fault at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::catalogue::Catalogue;
use crate::draws::canonical::clean;
use crate::draws::ground::{By, Ground};
use crate::draws::model::{Candidate, Exclusion, FrozenList, Kind, Number, Share, Stratum, TeamRules, Unit};
use crate::draws::{strata, team};
use crate::web::{Checked, FieldErrors};

/// An order for a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The year.
    pub year: i32,
    /// Why there is another round.
    pub reason: String,
    /// Where the seed comes from.
    pub kind: Kind,
    /// Sources of a public seed, the first and its fallbacks.
    pub sources: Vec<String>,
    /// The day by which it is revealed.
    pub due: NaiveDate,
    /// Keys of the levels that take part.
    pub levels: BTreeSet<String>,
    /// By what the strata are made.
    pub by: By,
    /// The share of each stratum.
    pub share: Share,
    /// Numbers for strata by name, instead of the share.
    pub quotas: Vec<(String, i64)>,
    /// Register codes with the reason.
    pub excluded: Vec<(String, String)>,
    /// Register codes of hospitals that were visited in this period.
    pub visited: Vec<String>,
    /// Rules of the teams; none where no teams are drawn.
    pub team: Option<TeamRules>,
    /// Who may be drawn into them.
    pub candidates: Vec<Candidate>,
}

/// When and as which round it is frozen.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The round.
    pub round: i64,
    /// The moment.
    pub at: DateTime<Utc>,
}

/// A moment as lists and records spell it.
#[must_use]
pub fn spelled(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Order {
    /// The list.
    ///
    /// # Errors
    /// Every fault, beside its field.
    pub fn freeze(&self, ground: &Ground, catalogue: &Catalogue, moment: Moment) -> Checked<FrozenList> {
        let mut faults = FieldErrors::default();
        if moment.round > 1 && self.reason.is_empty() {
            faults.add(
                "reason",
                format!(
                    "{} 年已有 {} 次抽取，这是第 {} 次，要写明为什么再抽。",
                    self.year,
                    moment.round - 1,
                    moment.round
                ),
            );
        }
        let exclusions = self.exclusions(ground, &mut faults);
        let visited = self.known(ground, &mut faults);
        let out: BTreeSet<&str> = exclusions.iter().map(|out| out.code.as_str()).collect();
        let units: Vec<Unit> = ground
            .hospitals
            .iter()
            .filter(|hospital| self.levels.contains(&hospital.level) && !out.contains(hospital.code.as_str()))
            .map(|hospital| Unit {
                code: hospital.code.clone(),
                region: hospital.region.clone(),
                name: clean(&hospital.name),
                stratum: clean(&self.by.stratum(hospital, catalogue)),
                visited: visited.contains(hospital.code.as_str()),
            })
            .collect();
        if units.is_empty() {
            faults.add("levels", "选的级别里没有一家可抽的医院。多选一个级别，或核对名录和排除的医院。");
        }
        let list = FrozenList {
            number: Number { authority: ground.authority.code.clone(), year: self.year, round: moment.round },
            authority_name: clean(&ground.authority.name),
            reason: if moment.round > 1 { self.reason.clone() } else { String::new() },
            kind: self.kind,
            committed: spelled(moment.at),
            due: self.due,
            sources: self.sources.clone(),
            strata: self.strata(&units, &mut faults),
            units,
            exclusions,
            team: self.team.clone(),
            candidates: self.candidates.clone(),
        };
        if faults.is_empty() {
            teams(&list, &mut faults);
        }
        if faults.is_empty() { Ok(list) } else { Err(faults) }
    }

    fn exclusions(&self, ground: &Ground, faults: &mut FieldErrors) -> Vec<Exclusion> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (line, (code, reason)) in (1..).zip(&self.excluded) {
            match ground.hospital(code) {
                None => faults.add("excluded", unknown(line, code)),
                Some(_) if !seen.insert(code) => {
                    faults.add("excluded", format!("第 {line} 行：{code} 已经排除过一次。删掉其中一行。"));
                }
                Some(_) if reason.is_empty() => {
                    faults.add("excluded", format!("第 {line} 行：{code} 没有写排除的原因。在编码后面空一格写上。"));
                }
                Some(hospital) => {
                    found.push(Exclusion { code: code.clone(), name: clean(&hospital.name), reason: reason.clone() })
                }
            }
        }
        found
    }

    fn known(&self, ground: &Ground, faults: &mut FieldErrors) -> BTreeSet<&str> {
        for (line, code) in (1..).zip(&self.visited) {
            if ground.hospital(code).is_none() {
                faults.add("visited", unknown(line, code));
            }
        }
        self.visited.iter().map(String::as_str).collect()
    }

    fn strata(&self, units: &[Unit], faults: &mut FieldErrors) -> Vec<Stratum> {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for unit in units {
            *counts.entry(unit.stratum.as_str()).or_default() += 1;
        }
        let mut own: BTreeMap<&str, i64> = BTreeMap::new();
        for (line, (name, number)) in (1..).zip(&self.quotas) {
            match counts.get(name.as_str()) {
                None => {
                    let names: Vec<&str> = counts.keys().copied().collect();
                    faults.add("quotas", format!("第 {line} 行：没有叫“{name}”的层。现有：{}。", names.join("、")));
                }
                Some(count) if number > count => faults.add(
                    "quotas",
                    format!("第 {line} 行：“{name}”只有 {count} 家，配额 {number} 多于它。改成 {count} 以内。"),
                ),
                Some(_) if own.insert(name, *number).is_some() => {
                    faults.add("quotas", format!("第 {line} 行：“{name}”写了两次。删掉其中一行。"));
                }
                Some(_) => {}
            }
        }
        let whole = |(name, count): (&&str, &i64)| {
            // A number of its own is the share number / hospitals.
            let share = own.get(name).map_or(self.share, |number| Share { numerator: *number, denominator: *count });
            Stratum { name: (*name).to_owned(), share, quota: share.of(*count) }
        };
        counts.iter().map(whole).collect()
    }
}

fn unknown(line: usize, code: &str) -> String {
    format!("第 {line} 行：本机构所辖的医院里今天没有编码 {code}。核对医院名录里的编码。")
}

/// Teams that can be found for no ticket at all are refused now: afterwards nothing may be relaxed.
fn teams(list: &FrozenList, faults: &mut FieldErrors) {
    let Some(rules) = &list.team else { return };
    let impossible = team::impossible(list);
    if let Some((unit, rule)) = impossible.first() {
        faults.add(
            "inspectors",
            format!(
                "{} 家医院组不成督导组，例如 {}（{}）：规则 {rule} {}。增加督查员，或改组队要求；系统不会自动放宽。",
                impossible.len(),
                unit.name,
                unit.code,
                team::rule_label(*rule),
            ),
        );
        return;
    }
    let counts = strata::counts(list);
    let drawn = |stratum: &Stratum| {
        let of = counts.get(stratum.name.as_str()).copied().unwrap_or_default();
        of.chance(stratum.quota).0 + of.visited_chance(stratum.quota).0
    };
    let seats = rules.size * list.strata.iter().map(drawn).sum::<i64>();
    let capacity = team::capacity(list);
    if seats > capacity {
        faults.add(
            "inspectors",
            format!(
                "要派 {seats} 人次，名单上的人本年只能再去 {capacity} 次（规则 5）。增加督查员，或提高每人次数上限。"
            ),
        );
    }
}
