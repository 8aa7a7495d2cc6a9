//! What the forms post, and what they mean: every fault at once, each beside its field.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::draws::candidates;
use crate::draws::canonical::clean;
use crate::draws::ground::By;
use crate::draws::model::{Kind, Share, TeamRules, Witness};
use crate::draws::order::Order;
use crate::draws::team::NEEDS_MAX;
use crate::web::{Checked, FieldErrors};

/// The longest reason, note, source or value, characters.
pub const TEXT_MAX: usize = 200;

/// The form of a commitment, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CommitForm {
    /// The year.
    pub year: String,
    /// Why there is another round.
    pub reason: String,
    /// `public` or `witnessed`.
    pub kind: String,
    /// A source a line.
    pub sources: String,
    /// The day by which it is revealed.
    pub due: String,
    /// Keys of levels.
    pub levels: Vec<String>,
    /// By what strata are made.
    pub by: String,
    /// Above the line of the share.
    pub numerator: String,
    /// Below it.
    pub denominator: String,
    /// `层名 家数` a line.
    pub quotas: String,
    /// `编码 原因` a line.
    pub excluded: String,
    /// A register code a line.
    pub visited: String,
    /// Whether teams are drawn.
    pub team: String,
    /// People a team.
    pub size: String,
    /// Visits a year at most.
    pub load_cap: String,
    /// Years after leaving.
    pub years: String,
    /// Whether one holds a certificate.
    pub certificate: String,
    /// Whether all come from another region.
    pub other_region: String,
    /// Specialities.
    pub needs: String,
    /// A person a line.
    pub inspectors: String,
}

impl CommitForm {
    /// What it means; `today` in 北京时间.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, today: NaiveDate) -> Checked<Order> {
        let mut faults = FieldErrors::default();
        let year = whole(&self.year, "year", "年份", (2_000, 2_999), &mut faults);
        let kind = Kind::of(&self.kind).unwrap_or_else(|| {
            faults.add("kind", "没有选种子从哪里来。选公开种子，或两人见证。");
            Kind::Public
        });
        let sources: Vec<String> = lines(&self.sources);
        if kind == Kind::Public && sources.is_empty() {
            faults.add(
                "sources",
                "没有写种子的来源。写一个还没有公布的公开数字，例如哪一期彩票，一行一个，后面的是后备。",
            );
        }
        if sources.iter().any(|source| source.chars().count() > TEXT_MAX) {
            faults.add("sources", format!("有一行超过 {TEXT_MAX} 个字。请写短一些。"));
        }
        let due = self.due.trim().parse().unwrap_or_else(|_| {
            faults.add("due", "揭示期限没有读懂。写成 2025-12-31。");
            today
        });
        if due < today {
            faults.add("due", "揭示期限早于今天。写一个查完之后的日子。");
        }
        if self.levels.is_empty() {
            faults.add("levels", "一个级别也没有选。至少选一个。");
        }
        let by = By::of(&self.by).unwrap_or(By::Level);
        let numerator = whole(&self.numerator, "numerator", "比例的分子", (0, 1_000), &mut faults);
        let denominator = whole(&self.denominator, "denominator", "比例的分母", (1, 1_000), &mut faults);
        if numerator > denominator {
            faults.add("numerator", "比例大于 1，比层里的医院还多。分子不能大于分母。");
        }
        let order = Order {
            year: i32::try_from(year).unwrap_or_default(),
            reason: line(&self.reason, "reason", "原因", false, &mut faults),
            kind,
            sources: if kind == Kind::Public { sources } else { Vec::new() },
            due,
            levels: self.levels.iter().cloned().collect(),
            by,
            share: Share { numerator, denominator },
            quotas: self.quotas(&mut faults),
            excluded: lines(&self.excluded).iter().map(|line| split(line)).collect(),
            visited: lines(&self.visited),
            team: self.rules(&mut faults),
            candidates: self.candidates(&mut faults),
        };
        if faults.is_empty() { Ok(order) } else { Err(faults) }
    }

    fn quotas(&self, faults: &mut FieldErrors) -> Vec<(String, i64)> {
        let mut found = Vec::new();
        for (number, line) in (1..).zip(lines(&self.quotas)) {
            let parts = line.rsplit_once([' ', '\u{3000}']);
            match parts.and_then(|(name, count)| count.parse::<i64>().ok().map(|count| (name.trim(), count))) {
                Some((name, count)) if count >= 0 => found.push((name.to_owned(), count)),
                _ => faults.add("quotas", format!("第 {number} 行没有读懂：写成“层名 家数”，例如“二级 3”。")),
            }
        }
        found
    }

    fn rules(&self, faults: &mut FieldErrors) -> Option<TeamRules> {
        if self.team.is_empty() {
            return None;
        }
        let needs: BTreeSet<String> = candidates::several(&self.needs);
        if needs.len() > NEEDS_MAX {
            faults.add("needs", format!("所需专业有 {} 个，最多 {NEEDS_MAX} 个。", needs.len()));
        }
        Some(TeamRules {
            size: whole(&self.size, "size", "一组人数", (2, 20), faults),
            load_cap: whole(&self.load_cap, "load_cap", "每人本年次数上限", (1, 1_000), faults),
            certificate: !self.certificate.is_empty(),
            other_region: !self.other_region.is_empty(),
            years: whole(&self.years, "years", "离职回避年数", (0, 50), faults),
            needs,
        })
    }

    fn candidates(&self, faults: &mut FieldErrors) -> Vec<crate::draws::model::Candidate> {
        if self.team.is_empty() {
            return Vec::new();
        }
        match candidates::read(&self.inspectors) {
            Ok(found) => found,
            Err(wrong) => {
                for text in wrong {
                    faults.add("inspectors", text);
                }
                Vec::new()
            }
        }
    }
}

/// Every other form of a draw, as posted; each uses its own fields.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RecordForm {
    /// The version that was looked at.
    pub version: i32,
    /// Which source.
    pub source: String,
    /// When the value became public, 北京时间.
    pub time: String,
    /// The value.
    pub value: String,
    /// Why the sources before were void.
    pub note: String,
    /// The first witness.
    pub first: String,
    /// What was typed.
    pub first_value: String,
    /// The second witness.
    pub second: String,
    /// What was typed.
    pub second_value: String,
    /// Register code of a hospital.
    pub code: String,
    /// Code of an inspector.
    pub inspector: String,
    /// Why.
    pub reason: String,
}

impl RecordForm {
    /// A public value: its moment, number of the source, value, note.
    ///
    /// # Errors
    /// Every fault.
    pub fn seed(&self, now: DateTime<Utc>) -> Checked<(DateTime<Utc>, i64, String, String)> {
        let mut faults = FieldErrors::default();
        let source = whole(&self.source, "source", "来源", (1, 1_000), &mut faults);
        let time = moment(&self.time).unwrap_or_else(|| {
            faults.add("time", "公布时间没有读懂。写成 2025-03-02 21:30（北京时间）。");
            now
        });
        if time > now {
            faults.add("time", "公布时间在现在之后。等这个数公布了再来填。");
        }
        let value = line(&self.value, "value", "种子", true, &mut faults);
        let note = line(&self.note, "note", "说明", source > 1, &mut faults);
        if faults.is_empty() { Ok((time, source, value, note)) } else { Err(faults) }
    }

    /// Two witnesses and the reason.
    ///
    /// # Errors
    /// Every fault.
    pub fn witnesses(&self) -> Checked<(Witness, Witness, String)> {
        let mut faults = FieldErrors::default();
        let mut text = |typed: &str, field, name| line(typed, field, name, true, &mut faults);
        let first = Witness {
            name: text(&self.first, "first", "第一位见证人"),
            value: text(&self.first_value, "first_value", "第一位见证人的数"),
        };
        let second = Witness {
            name: text(&self.second, "second", "第二位见证人"),
            value: text(&self.second_value, "second_value", "第二位见证人的数"),
        };
        let note = text(&self.note, "note", "不用公开种子的原因");
        if !first.name.is_empty() && first.name == second.name {
            faults.add("second", "两位见证人是同一个人。请另一位来填第二个数。");
        }
        if faults.is_empty() { Ok((first, second, note)) } else { Err(faults) }
    }

    /// A reason that must be there.
    ///
    /// # Errors
    /// Where it is not.
    pub fn reason(&self, needed: bool) -> Checked<String> {
        let mut faults = FieldErrors::default();
        let reason = line(&self.reason, "reason", "原因", needed, &mut faults);
        if faults.is_empty() { Ok(reason) } else { Err(faults) }
    }
}

/// A moment typed in 北京时间, with or without seconds.
fn moment(typed: &str) -> Option<DateTime<Utc>> {
    let text = typed.trim().replace('T', " ");
    let minute = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M");
    let second = || NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S");
    let local = minute.or_else(|_| second()).ok()?;
    Some((local - TimeDelta::hours(8)).and_utc())
}

/// What stands on each line that is not empty.
fn lines(typed: &str) -> Vec<String> {
    typed.lines().map(clean).filter(|line| !line.is_empty()).collect()
}

/// The first word and the rest.
fn split(line: &str) -> (String, String) {
    let (code, rest) = line.split_once([' ', '\u{3000}', '，', ',']).unwrap_or((line, ""));
    (code.to_owned(), clean(rest))
}

fn line(typed: &str, field: &'static str, name: &str, needed: bool, faults: &mut FieldErrors) -> String {
    let text = clean(typed);
    let length = text.chars().count();
    if length == 0 && needed {
        faults.add(field, format!("{name}没有填。"));
    } else if length > TEXT_MAX {
        faults.add(field, format!("{name}有 {length} 个字，最多 {TEXT_MAX} 个。请写短一些。"));
    }
    text
}

fn whole(typed: &str, field: &'static str, name: &str, (least, most): (i64, i64), faults: &mut FieldErrors) -> i64 {
    match typed.trim().parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => number,
        _ => {
            faults.add(field, format!("{name}要填 {least} 到 {most} 的整数。"));
            least
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_beijing_time() {
        let at = moment("2025-03-02 21:30").unwrap();
        assert_eq!(at.to_string(), "2025-03-02 13:30:00 UTC");
        assert_eq!(moment("2025-03-02T21:30:05").unwrap().to_string(), "2025-03-02 13:30:05 UTC");
        assert!(["", "2025-03-02", "昨天"].iter().all(|text| moment(text).is_none()));
    }

    #[test]
    fn lines_are_taken_apart() {
        assert_eq!(split("H01 演示 停业"), ("H01".to_owned(), "演示 停业".to_owned()));
        assert_eq!(split("H01，停业"), ("H01".to_owned(), "停业".to_owned()));
        assert_eq!(lines(" a \r\n\r\nb\tc"), ["a", "b c"]);
    }
}
