use chrono::{Datelike, NaiveDate, Weekday};

use super::must_say;
use crate::catalogue::file::{At, File, Findings, HolidayHeading, OffEntry, WorkingEntry};
use crate::catalogue::model::{DaysOff, HolidayYear, Holidays, WorkingDay};

/// Reads the files of `holidays/`: named by their year, every day in it, no day twice, only weekend days worked instead,
/// and those for a holiday of the same file.
pub fn holidays(files: &[&File], findings: &mut Findings) -> Holidays {
    Holidays::new(files.iter().filter_map(|file| holiday_year(file, findings)).collect())
}

/// The year of `holidays/2024.toml`.
fn year_of(path: &str) -> Option<i32> {
    let year = path.strip_prefix("holidays/")?.strip_suffix(".toml")?;
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| year.parse().ok())?
}

fn holiday_year(file: &File, findings: &mut Findings) -> Option<HolidayYear> {
    let Some(year) = year_of(&file.path) else {
        findings.fault(file, 0, "文件名应是年份，例如 `holidays/2024.toml`");
        return None;
    };
    let mut reading = file.read::<HolidayHeading>(findings, &["off", "working"]);
    let off = reading.entries::<OffEntry>("off", findings);
    let working = reading.entries::<WorkingEntry>("working", findings);
    let heading = reading.head.take();
    if let Some(heading) = &heading {
        let texts = [("document", &*heading.document), ("title", &*heading.title), ("source", &*heading.source)];
        must_say(file, 0, &texts, findings);
    }
    check_off(file, year, &off, findings);
    check_working(file, year, &off, &working, findings);
    let heading = heading?;
    let mut off: Vec<DaysOff> = off.into_iter().map(|entry| days_off(entry.value)).collect();
    let mut working: Vec<WorkingDay> = working.into_iter().map(|entry| working_day(entry.value)).collect();
    off.sort_by_key(|off| off.from);
    working.sort_by_key(|working| working.day);
    let HolidayHeading { document, title, source, evidence } = heading;
    Some(HolidayYear { year, document, title, source, evidence, off, working })
}

fn days_off(entry: OffEntry) -> DaysOff {
    DaysOff { name: entry.name.value, from: entry.from.value, to: entry.to.value }
}

fn working_day(entry: WorkingEntry) -> WorkingDay {
    WorkingDay { day: entry.day.value, name: entry.name.value }
}

fn check_off(file: &File, year: i32, off: &[At<OffEntry>], findings: &mut Findings) {
    for (at, At { value, .. }) in off.iter().enumerate() {
        must_say(file, value.name.offset, &[("name", &value.name.value)], findings);
        if value.from.value > value.to.value {
            findings.fault(file, value.from.offset, "`from` 晚于 `to`");
        }
        for day in [&value.from, &value.to] {
            in_year(file, year, day, findings);
        }
        let before = off
            .iter()
            .take(at)
            .find(|earlier| earlier.value.from.value <= value.to.value && value.from.value <= earlier.value.to.value);
        if let Some(earlier) = before {
            let what = format!("与“{}”的放假日子重叠", earlier.value.name.value);
            findings.fault(file, value.from.offset, what);
        }
    }
}

fn check_working(file: &File, year: i32, off: &[At<OffEntry>], working: &[At<WorkingEntry>], findings: &mut Findings) {
    for (at, At { value, .. }) in working.iter().enumerate() {
        let day = value.day.value;
        in_year(file, year, &value.day, findings);
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            findings.fault(file, value.day.offset, format!("{day} 不是周末，不用写成调休上班"));
        }
        if off.iter().any(|off| off.value.from.value <= day && day <= off.value.to.value) {
            findings.fault(file, value.day.offset, format!("{day} 既放假又上班"));
        }
        if working.iter().take(at).any(|earlier| earlier.value.day.value == day) {
            findings.fault(file, value.day.offset, format!("`{day}` 重复了"));
        }
        if !off.iter().any(|off| off.value.name.value == value.name.value) {
            let what = format!("没有名为 `{}` 的放假", value.name.value);
            findings.dangling(file, value.name.offset, &value.name.value, what);
        }
    }
}

fn in_year(file: &File, year: i32, day: &At<NaiveDate>, findings: &mut Findings) {
    if day.value.year() != year {
        findings.fault(file, day.offset, format!("{} 不在 {year} 年", day.value));
    }
}
