use std::collections::HashSet;

use super::must_say;
use crate::catalogue::file::{
    AffiliationEntry, At, File, Findings, GradeEntry, LevelEntry, RegisterHeading, WordEntry,
};
use crate::catalogue::model::{Affiliation, AuthorityKind, Level, RegisterTerms, Word};

/// Reads `register.toml`: in each list every key and every spelling once, one grade for those without, one level a
/// chart style.
///
/// None where the text does not parse.
pub fn register(file: &File, findings: &mut Findings) -> Option<RegisterTerms> {
    let lists = ["level", "grade", "category", "ownership", "affiliation"];
    let mut reading = file.read::<RegisterHeading>(findings, &lists);
    if !reading.parsed {
        return None;
    }
    if let Some(heading) = &reading.head {
        must_say(file, 0, &[("source", &heading.source)], findings);
    }
    let levels = levels(file, reading.entries("level", findings), findings);
    let (grades, no_grade) = grades(file, reading.entries("grade", findings), findings);
    let categories = plain_words(file, reading.entries("category", findings), findings);
    let ownerships = plain_words(file, reading.entries("ownership", findings), findings);
    let affiliations = affiliations(file, reading.entries("affiliation", findings), &ownerships, findings);
    let counts = [levels.len(), grades.len(), categories.len(), ownerships.len(), affiliations.len()];
    for (list, _) in lists.iter().zip(counts).filter(|(_, count)| *count == 0) {
        findings.fault(file, 0, format!("`{list}` 一条也没有"));
    }
    Some(RegisterTerms { levels, grades, categories, ownerships, affiliations, no_grade })
}

/// What was used in one list so far.
#[derive(Default)]
struct Seen {
    keys: HashSet<String>,
    spellings: HashSet<String>,
}

impl Seen {
    fn word(
        &mut self,
        file: &File,
        key: At<String>,
        name: At<String>,
        aliases: Vec<At<String>>,
        findings: &mut Findings,
    ) -> Word {
        must_say(file, key.offset, &[("key", &key.value), ("name", &name.value)], findings);
        if !self.keys.insert(key.value.clone()) {
            findings.fault(file, key.offset, format!("`{}` 重复了", key.value));
        }
        for spelling in std::iter::once(&name).chain(&aliases) {
            if !self.spellings.insert(spelling.value.clone()) {
                findings.fault(file, spelling.offset, format!("`{}` 重复了", spelling.value));
            }
        }
        Word { key: key.value, name: name.value, aliases: aliases.into_iter().map(|alias| alias.value).collect() }
    }
}

fn levels(file: &File, entries: Vec<At<LevelEntry>>, findings: &mut Findings) -> Vec<Level> {
    let (mut seen, mut styles) = (Seen::default(), HashSet::new());
    let mut levels = Vec::new();
    for At { value, .. } in entries {
        if let Some(style) = &value.chart_order
            && (style.value == 0 || !styles.insert(style.value))
        {
            findings.fault(file, style.offset, "`chart_order` 从 1 数起，每级一个");
        }
        let word = seen.word(file, value.key, value.name, value.aliases, findings);
        levels.push(Level { word, chart_order: value.chart_order.map(|style| style.value) });
    }
    levels
}

fn grades(file: &File, entries: Vec<At<GradeEntry>>, findings: &mut Findings) -> (Vec<Word>, String) {
    let mut seen = Seen::default();
    let (mut grades, mut defaults) = (Vec::new(), Vec::new());
    for At { value, .. } in entries {
        let is_default = value.default;
        let word = seen.word(file, value.key, value.name, value.aliases, findings);
        if is_default {
            defaults.push(word.key.clone());
        }
        grades.push(word);
    }
    if defaults.len() != 1 {
        findings.fault(file, 0, "等次里要有且只有一条写 `default = true`");
    }
    (grades, defaults.pop().unwrap_or_default())
}

fn plain_words(file: &File, entries: Vec<At<WordEntry>>, findings: &mut Findings) -> Vec<Word> {
    let mut seen = Seen::default();
    let word = |At { value, .. }: At<WordEntry>| seen.word(file, value.key, value.name, value.aliases, findings);
    entries.into_iter().map(word).collect()
}

fn affiliations(
    file: &File,
    entries: Vec<At<AffiliationEntry>>,
    ownerships: &[Word],
    findings: &mut Findings,
) -> Vec<Affiliation> {
    let mut seen = Seen::default();
    let mut affiliations = Vec::new();
    for At { value, .. } in entries {
        for kind in [&value.reviewed_at, &value.supervised_at] {
            if kind.value == AuthorityKind::QcCentre {
                findings.fault(file, kind.offset, "质控中心不审核、不督导，这里写 province、city 或 county");
            }
        }
        if let Some(ownership) = &value.ownership
            && !ownerships.iter().any(|known| known.key == ownership.value)
        {
            findings.fault(file, ownership.offset, format!("没有 key 为 `{}` 的举办性质", ownership.value));
        }
        affiliations.push(Affiliation {
            word: seen.word(file, value.key, value.name, value.aliases, findings),
            reviewed_at: value.reviewed_at.value,
            supervised_at: value.supervised_at.value,
            ownership: value.ownership.map(|ownership| ownership.value),
        });
    }
    affiliations
}
