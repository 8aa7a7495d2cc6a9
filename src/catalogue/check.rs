//! Cross-checks of the files: every id declared once and known where it is named, every code in its pattern, ten
//! targets a year, every figure with its formula, every statement with its source.

mod campaigns;
mod checklists;
mod clauses;
mod duties;
mod editions;
mod elements;
mod history;
mod holidays;
mod indicators;
mod limits;
mod points;
mod register;
mod rules;
mod specialities;
mod summaries;
mod territory;

use std::collections::HashSet;
use std::str::FromStr;

use serde::Deserialize;

use super::file::{At, File, Findings};
use super::model::{BadId, Contents};

/// A file with nothing outside its lists.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnlyLists {}

/// Turns the files into the catalogue's contents, noting every fault; with faults the contents are incomplete.
pub fn assemble(files: &[File], findings: &mut Findings) -> Contents {
    let services = the_file(files, "services.toml", findings).map(|file| elements::services(file, findings));
    let services = services.unwrap_or_default();
    let elements = the_file(files, "elements.toml", findings).map(|file| elements::elements(file, &services, findings));
    let elements = elements.unwrap_or_default();
    let indicators = the_file(files, "indicators.toml", findings);
    let indicators = indicators.map(|file| indicators::indicators(file, &elements, findings)).unwrap_or_default();
    let editions = editions::editions(&edition_files(files), &elements, &indicators, findings);
    if let Some(file) = files.iter().find(|file| file.path == "elements.toml") {
        elements::used(file, &elements, &editions, findings);
    }
    if let Some(file) = files.iter().find(|file| file.path == "indicators.toml") {
        indicators::used(file, &indicators, &editions, findings);
    }
    let rules = the_file(files, "rules.toml", findings);
    let rules = rules.map(|file| rules::rules(file, &elements, &editions, findings)).unwrap_or_default();
    let checklists = checklists::checklists(&in_folder(files, "checklists/"), &editions, &services, findings);
    let regions = territory::regions(&in_folder(files, "regions/"), findings);
    let specialities = files.iter().find(|file| file.path == "specialities.toml");
    let specialities = specialities.map(|file| specialities::specialities(file, findings)).unwrap_or_default();
    let seeds = in_folder(files, "authorities/");
    let authorities = territory::authorities(&seeds, &regions, &specialities, findings);
    let register = the_file(files, "register.toml", findings).and_then(|file| register::register(file, findings));
    let holidays = holidays::holidays(&in_folder(files, "holidays/"), findings);
    let campaigns = campaigns::campaigns(&in_folder(files, "campaigns/"), register.as_ref(), findings);
    strangers(files, findings);
    Contents {
        elements: values(elements),
        indicators: values(indicators),
        editions,
        rules,
        checklists,
        regions: values(regions),
        authorities,
        services,
        specialities,
        register: register.unwrap_or_default(),
        holidays,
        campaigns,
    }
}

fn values<T>(placed: Vec<At<T>>) -> Vec<T> {
    placed.into_iter().map(|at| at.value).collect()
}

fn the_file<'f>(files: &'f [File], path: &str, findings: &mut Findings) -> Option<&'f File> {
    let found = files.iter().find(|file| file.path == path);
    if found.is_none() {
        let missing = File { path: path.to_owned(), text: String::new() };
        findings.missing(&missing, "缺少这个文件");
    }
    found
}

fn in_folder<'f>(files: &'f [File], folder: &str) -> Vec<&'f File> {
    files.iter().filter(|file| file.path.starts_with(folder)).collect()
}

/// The year of `2024/edition.toml`.
fn edition_year(path: &str) -> Option<i32> {
    let year = path.strip_suffix("/edition.toml")?;
    (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())?
}

fn edition_files(files: &[File]) -> Vec<(i32, &File)> {
    files.iter().filter_map(|file| Some((edition_year(&file.path)?, file))).collect()
}

/// A misspelt file name would otherwise hide a whole year.
fn strangers(files: &[File], findings: &mut Findings) {
    const NAMED: [&str; 6] =
        ["elements.toml", "indicators.toml", "register.toml", "rules.toml", "services.toml", "specialities.toml"];
    for file in files {
        let known = NAMED.contains(&file.path.as_str())
            || edition_year(&file.path).is_some()
            || file.path.starts_with("checklists/")
            || file.path.starts_with("regions/")
            || file.path.starts_with("holidays/")
            || file.path.starts_with("campaigns/")
            || file.path.starts_with("authorities/");
        if !known {
            findings.fault(file, 0, "不认识的文件");
        }
    }
}

/// The id an entry declares; a fault when it breaks the pattern or was declared before.
fn declared<T: FromStr<Err = BadId>>(
    file: &File,
    id: &At<String>,
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) -> Option<T> {
    if !seen.insert(id.value.clone()) {
        findings.fault(file, id.offset, format!("`{}` 重复了", id.value));
    }
    named(file, id, findings)
}

/// The id a text stands for; a fault when it breaks the pattern.
fn named<T: FromStr<Err = BadId>>(file: &File, id: &At<String>, findings: &mut Findings) -> Option<T> {
    let parsed = id.value.parse().ok();
    if parsed.is_none() {
        let what = format!("编码 `{}` 不合规：只用小写字母、数字、_ 和 -，以字母开头", id.value);
        findings.fault(file, id.offset, what);
    }
    parsed
}

/// Notes texts that must not be empty.
fn must_say(file: &File, offset: usize, texts: &[(&str, &str)], findings: &mut Findings) {
    for (key, text) in texts {
        if text.trim().is_empty() {
            let what = if *key == "source" { "缺少来源".to_owned() } else { format!("`{key}` 是空的") };
            findings.fault(file, offset, what);
        }
    }
}

/// Notes a clause that is missing, or that names no place of a document. What is invented names invented places.
fn cited(file: &File, clause: &At<String>, invented: bool, findings: &mut Findings) {
    if clause.value.trim().is_empty() {
        findings.fault(file, clause.offset, "`clause` 是空的");
    } else if !invented && !clauses::is_clause(&clause.value) {
        let what = format!("`{}` 不是条款：写明是文件的哪一处，例如 五(二)1、第五条；括号要成对", clause.value);
        findings.fault(file, clause.offset, what);
    }
}

/// Two values in brackets; a fault where there are more or fewer.
fn pair<T: Copy>(file: &File, given: &At<Vec<T>>, what: &str, findings: &mut Findings) -> Option<(T, T)> {
    match given.value.as_slice() {
        [from, to] => Some((*from, *to)),
        other => {
            findings.fault(file, given.offset, format!("应是方括号里的两个{what}，写了 {} 个", other.len()));
            None
        }
    }
}
