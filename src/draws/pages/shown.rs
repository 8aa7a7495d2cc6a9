//! A draw as templates show it: what everybody may read, and what comes out with names.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::{china_date, china_second};
use crate::draws::kept::Draw;
use crate::draws::model::{Outcome, Record, Team, Ticket};
use crate::draws::strata;
use crate::draws::team::rule_label;

/// What everybody may read of a draw at any time: no hospital is named, and nothing tells which one is drawn.
#[derive(Serialize)]
pub struct Open {
    number: String,
    authority: String,
    year: i32,
    round: i64,
    reason: String,
    kind: &'static str,
    witnessed: bool,
    committed_at: String,
    commitment: String,
    head: String,
    records: usize,
    sources: Vec<String>,
    due: String,
    standing: &'static str,
    tag: &'static str,
    failed: bool,
    revealed_at: Option<String>,
    reveal_reason: String,
    hospitals: i64,
    quota: i64,
    extra: i64,
    exclusions: usize,
    strata: Vec<OpenStratum>,
}

#[derive(Serialize)]
struct OpenStratum {
    name: String,
    hospitals: i64,
    share: String,
    quota: i64,
    extra: i64,
}

impl Open {
    /// Of a draw by a day in 北京时间.
    #[must_use]
    pub fn of(draw: &Draw, today: chrono::NaiveDate) -> Self {
        let (list, standing, counts) = (&draw.list, draw.standing(today), strata::counts(&draw.list));
        let open = |stratum: &crate::draws::model::Stratum| OpenStratum {
            name: stratum.name.clone(),
            hospitals: counts.get(stratum.name.as_str()).map_or(0, |counts| counts.all()),
            share: format!("{}/{}", stratum.share.numerator, stratum.share.denominator),
            quota: stratum.quota,
            extra: strata::extra(stratum.quota),
        };
        let strata: Vec<OpenStratum> = list.strata.iter().map(open).collect();
        Self {
            number: list.number.to_string(),
            authority: list.authority_name.clone(),
            year: list.number.year,
            round: list.number.round,
            reason: list.reason.clone(),
            kind: list.kind.label(),
            witnessed: list.kind == crate::draws::model::Kind::Witnessed,
            committed_at: china_second(draw.committed_at),
            commitment: draw.commitment.clone(),
            head: draw.head.clone(),
            records: draw.written.len(),
            sources: list.sources.clone(),
            due: list.due.to_string(),
            standing: standing.label(),
            tag: standing.tag(),
            failed: standing == crate::draws::kept::Standing::Failed,
            revealed_at: draw.revealed.as_ref().map(|reveal| china_second(reveal.at)),
            reveal_reason: draw.revealed.as_ref().map_or_else(String::new, |reveal| reveal.reason.clone()),
            hospitals: strata.iter().map(|stratum| stratum.hospitals).sum(),
            quota: strata.iter().map(|stratum| stratum.quota).sum(),
            extra: strata.iter().map(|stratum| stratum.extra).sum(),
            exclusions: list.exclusions.len(),
            strata,
        }
    }
}

/// What came out, with names: for the authority, and for everybody once it is revealed.
#[derive(Serialize)]
pub struct Inside {
    strata: Vec<ShownStratum>,
    teams: Vec<ShownTeam>,
    exclusions: Vec<(String, String, String)>,
    records: Vec<ShownRecord>,
    drawn: usize,
    short: i64,
    unmet: usize,
}

#[derive(Serialize)]
struct ShownStratum {
    name: String,
    quota: i64,
    extra: i64,
    short: i64,
    chance: String,
    visited_chance: String,
    drawn: Vec<ShownUnit>,
    substitutes: Vec<ShownUnit>,
    visited_substitutes: Vec<ShownUnit>,
}

#[derive(Serialize)]
struct ShownUnit {
    code: String,
    name: String,
    part: &'static str,
    ticket: String,
    /// Its first digits.
    short_ticket: String,
}

#[derive(Serialize)]
struct ShownTeam {
    code: String,
    name: String,
    members: Vec<String>,
    skipped: Vec<(String, u8, &'static str)>,
    unmet: u8,
    unmet_label: &'static str,
}

#[derive(Serialize)]
struct ShownRecord {
    at: String,
    by: String,
    what: &'static str,
    text: String,
}

impl Inside {
    /// Of a draw and what came out of it; before the seed only the records.
    #[must_use]
    pub fn of(draw: &Draw, outcome: &Outcome) -> Self {
        let names: BTreeMap<&str, &str> =
            draw.list.units.iter().map(|unit| (unit.code.as_str(), unit.name.as_str())).collect();
        let name = |code: &str| names.get(code).map_or_else(String::new, |name| (*name).to_owned());
        let unit = |code: &str, part, ticket: &str| ShownUnit {
            code: code.to_owned(),
            name: name(code),
            part,
            ticket: ticket.to_owned(),
            short_ticket: ticket.chars().take(12).collect(),
        };
        let waiting = |tickets: &[Ticket]| tickets.iter().map(|one| unit(&one.code, "", &one.ticket)).collect();
        let strata = outcome.strata.iter().map(|stratum| ShownStratum {
            name: stratum.stratum.clone(),
            quota: stratum.quota,
            extra: stratum.extra,
            short: stratum.short,
            chance: chance(stratum.chance),
            visited_chance: chance(stratum.visited_chance),
            drawn: stratum.drawn.iter().map(|one| unit(&one.code, one.part.label(), &one.ticket)).collect(),
            substitutes: waiting(&stratum.substitutes),
            visited_substitutes: waiting(&stratum.visited_substitutes),
        });
        let team = |team: &Team| ShownTeam {
            code: team.hospital.clone(),
            name: name(&team.hospital),
            members: team.members.clone(),
            skipped: team
                .skipped
                .iter()
                .map(|skip| (skip.inspector.clone(), skip.rule, rule_label(skip.rule)))
                .collect(),
            unmet: team.unmet,
            unmet_label: rule_label(team.unmet),
        };
        let out = draw.list.exclusions.iter().map(|out| (out.code.clone(), out.name.clone(), out.reason.clone()));
        Self {
            strata: strata.collect(),
            teams: outcome.teams.iter().map(team).collect(),
            exclusions: out.collect(),
            records: draw.written.iter().map(|written| record(written, &name)).collect(),
            drawn: outcome.drawn().count(),
            short: outcome.strata.iter().map(|stratum| stratum.short).sum(),
            unmet: outcome.teams.iter().filter(|team| team.unmet != 0).count(),
        }
    }
}

fn chance((of, among): (i64, i64)) -> String {
    if among == 0 { "无此类医院".to_owned() } else { format!("{of}/{among}") }
}

fn record(written: &crate::draws::kept::Written, name: &impl Fn(&str) -> String) -> ShownRecord {
    let (what, text) = match &written.record {
        Record::Seed { source, value, note, time } => {
            let note = if note.is_empty() { String::new() } else { format!("；{note}") };
            ("种子", format!("第 {source} 来源，{value}（{} 公布）{note}", beijing(time)))
        }
        Record::Witnesses { first, second, note, .. } => {
            ("两人见证", format!("{}：{}；{}：{}；{note}", first.name, first.value, second.name, second.value))
        }
        Record::Strike { code, reason, .. } => ("划除", format!("{}（{code}）：{reason}", name(code))),
        Record::Recusal { hospital, inspector, reason, .. } => {
            ("回避", format!("{inspector} 不去 {}（{hospital}）：{reason}", name(hospital)))
        }
    };
    ShownRecord { at: china_second(written.at), by: written.by.clone(), what, text }
}

/// A moment of a record for a reader in China; as it is where it is none.
fn beijing(time: &str) -> String {
    time.parse::<chrono::DateTime<chrono::Utc>>().map_or_else(|_| time.to_owned(), china_second)
}

/// Today in 北京时间.
#[must_use]
pub fn today(app: &crate::state::AppState) -> chrono::NaiveDate {
    china_date(app.clock.now())
}

impl Open {
    /// 抽取编号.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }
}
