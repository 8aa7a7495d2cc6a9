//! What the forms post: why a round goes back, by when a new one is awaited, and words about single cells as `cell-3` and
//! `words-3`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::catalogue::model::half_width;
use crate::returns::explain::LONGEST;
use crate::returns::model::Value;
use crate::returns::review::model::Remark;
use crate::web::FieldErrors;

/// The longest reason, characters.
const REASON_MAX: usize = 500;

/// The longest time for an answer, days.
const DAYS_MAX: u64 = 90;

/// Days until an answer is awaited, unless the reviewer says otherwise.
const DAYS: u64 = 7;

/// Most remarks of one step.
pub const REMARKS_MAX: usize = 50;

/// The form as posted or as first shown.
#[derive(Clone, Debug, Default)]
pub struct ReviewForm {
    /// Why.
    pub reason: String,
    /// By when, as typed.
    pub answer_by: String,
    /// The version of the return that was seen.
    pub version: i32,
    /// Cell and words of each row of the form, as typed.
    pub remarks: Vec<(String, String)>,
}

/// What a form means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Why.
    pub reason: String,
    /// By when a new round is awaited.
    pub answer_by: NaiveDate,
    /// Words about single cells.
    pub remarks: Vec<Remark>,
}

impl ReviewForm {
    /// What was posted.
    #[must_use]
    pub fn of(fields: &[(String, String)]) -> Self {
        let field = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.replace("\r\n", "\n").trim().to_owned()).unwrap_or_default()
        };
        let mut rows: BTreeMap<usize, (String, String)> = BTreeMap::new();
        for (name, value) in fields {
            let Some((kind, number)) = name.split_once('-') else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            let value = value.replace("\r\n", "\n").trim().to_owned();
            match kind {
                "cell" => rows.entry(number).or_default().0 = value,
                "words" => rows.entry(number).or_default().1 = value,
                _ => (),
            }
        }
        Self {
            reason: field("reason"),
            answer_by: field("answer_by"),
            version: field("version").parse().unwrap_or(0),
            remarks: rows.into_values().collect(),
        }
    }

    /// The fields before anybody typed; `cells` are those that something is asked about already.
    #[must_use]
    pub fn fresh(today: NaiveDate, version: i32, cells: Vec<String>) -> Self {
        let answer_by = today.checked_add_days(Days::new(DAYS)).unwrap_or(today).to_string();
        let remarks = cells.into_iter().map(|cell| (cell, String::new())).collect();
        Self { reason: String::new(), answer_by, version, remarks }
    }

    /// What it means; `values` are those of the round.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, today: NaiveDate, values: &[Value]) -> Result<Wanted, FieldErrors> {
        let mut faults = FieldErrors::default();
        match self.reason.chars().count() {
            0 => faults.add("reason", "没有写原因。请写明要医院改什么、核对什么。"),
            long if long > REASON_MAX => {
                faults.add("reason", format!("原因有 {long} 个字，最多 {REASON_MAX} 个字。请写短一些。"));
            }
            _ => (),
        }
        let answer_by = match answer_by(&self.answer_by, today) {
            Ok(day) => day,
            Err(fault) => {
                faults.add("answer_by", fault);
                today
            }
        };
        let mut remarks = Vec::new();
        for (number, (cell, words)) in (1..).zip(&self.remarks) {
            match remark(cell, words, values) {
                Ok(found) => remarks.extend(found),
                Err((field, fault)) => faults.add(format!("{field}-{number}"), fault),
            }
        }
        if remarks.len() > REMARKS_MAX {
            faults.add("cell-1", format!("写了 {} 格，一次最多 {REMARKS_MAX} 格。", remarks.len()));
        }
        if faults.is_empty() { Ok(Wanted { reason: self.reason.clone(), answer_by, remarks }) } else { Err(faults) }
    }
}

fn answer_by(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    if typed.is_empty() {
        return Err("没有填重新上传的期限。请选一天。".to_owned());
    }
    let Ok(day) = half_width(typed).parse::<NaiveDate>() else {
        return Err(format!("期限“{}”不是日期。请写成 2024-10-31。", typed.chars().take(20).collect::<String>()));
    };
    let last = today.checked_add_days(Days::new(DAYS_MAX)).unwrap_or(today);
    if day <= today {
        return Err(format!(
            "期限 {day} 已经过了或就是今天。请选明天（{}）以后的一天。",
            today.succ_opt().unwrap_or(day)
        ));
    }
    if day > last {
        return Err(format!("期限 {day} 太远，最晚 {last}。"));
    }
    Ok(day)
}

/// A row of the form: none where nothing was said in it. The fault names the field it belongs to.
fn remark(cell: &str, words: &str, values: &[Value]) -> Result<Option<Remark>, (&'static str, String)> {
    if words.is_empty() {
        return Ok(None);
    }
    let address = half_width(cell).replace('$', "").to_uppercase();
    let shown: String = cell.chars().take(20).collect();
    if address.is_empty() {
        return Err(("cell", "写了意见，没有写是哪一格。请写单元格，例如 G17。".to_owned()));
    }
    let Some(value) = values.iter().find(|value| value.cell.as_deref() == Some(address.as_str())) else {
        return Err(("cell", format!("这一轮里没有单元格 {shown}。请对照“数字”里每个数下面的单元格，或写进原因里。")));
    };
    let long = words.chars().count();
    if long > LONGEST {
        return Err(("words", format!("对 {address} 写了 {long} 字，最多 {LONGEST} 字。")));
    }
    Ok(Some(Remark { element: value.element.clone(), slot: value.slot, cell: address, words: words.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Entry;
    use crate::returns::model::Slot;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn values() -> [Value; 1] {
        [Value {
            element: "discharges".parse().expect("an element"),
            slot: Slot::Month(1),
            entry: Entry::Number(7),
            raw: None,
            note: None,
            cell: Some("G17".to_owned()),
        }]
    }

    fn form(reason: &str, answer_by: &str, remarks: &[(&str, &str)]) -> ReviewForm {
        let remarks = remarks.iter().map(|(cell, words)| ((*cell).to_owned(), (*words).to_owned())).collect();
        ReviewForm { reason: reason.to_owned(), answer_by: answer_by.to_owned(), version: 1, remarks }
    }

    #[test]
    fn a_reason_a_day_to_come_and_cells_that_are_there() {
        let today = day("2024-10-21");
        let wanted = form("请核对", "２０２４-10-22", &[("$g$17", "抄错？"), ("H9", "")]).check(today, &values());
        let wanted = wanted.expect("all is well");
        assert_eq!(wanted.answer_by, day("2024-10-22"));
        assert_eq!(wanted.remarks.len(), 1, "a row without words says nothing");
        assert_eq!((wanted.remarks[0].cell.as_str(), wanted.remarks[0].slot), ("G17", Slot::Month(1)));
        for (given, field, said) in [
            (form("", "2024-10-22", &[]), "reason", "没有写原因"),
            (form(&"长".repeat(501), "2024-10-22", &[]), "reason", "501 个字"),
            (form("请核对", "", &[]), "answer_by", "没有填"),
            (form("请核对", "明天", &[]), "answer_by", "不是日期"),
            (form("请核对", "2024-10-21", &[]), "answer_by", "就是今天"),
            (form("请核对", "2025-01-20", &[]), "answer_by", "太远，最晚 2025-01-19"),
            (form("请核对", "2024-10-22", &[("ZZ99", "？")]), "cell-1", "没有单元格 ZZ99"),
            (form("请核对", "2024-10-22", &[("G17", "好"), ("", "？")]), "cell-2", "没有写是哪一格"),
            (form("请核对", "2024-10-22", &[("G17", &"长".repeat(LONGEST + 1))]), "words-1", "最多"),
        ] {
            let faults = given.check(today, &values()).expect_err(field);
            assert!(faults.of(field).is_some_and(|fault| fault.contains(said)), "{field}: {faults:?}");
            assert_eq!(faults.0.len(), 1, "{faults:?}");
        }
    }
}
