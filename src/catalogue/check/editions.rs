use std::collections::{HashMap, HashSet};

use super::indicators::find;
use super::{must_say, named};
use crate::catalogue::file::{At, CrosswalkEntry, EarlierEntry, EditionEntry, File, Findings, TargetEntry};
use crate::catalogue::model::{
    Crosswalk, Direction, Earlier, Edition, EditionStatus, Element, ElementId, Evidence, Indicator, Relation, Target,
    TargetId,
};

/// Targets of a year.
const TEN: u8 = 10;

/// What the checks of one edition look at.
struct Around<'a> {
    file: &'a File,
    year: i32,
    elements: &'a [At<Element>],
    indicators: &'a [At<Indicator>],
}

/// Reads the editions, earliest year first, and checks each against those before it.
pub fn editions(
    files: &[(i32, &File)],
    elements: &[At<Element>],
    indicators: &[At<Indicator>],
    findings: &mut Findings,
) -> Vec<Edition> {
    if files.is_empty() {
        let missing = File { path: "edition.toml".to_owned(), text: String::new() };
        findings.fault(&missing, 0, "一个年版也没有");
    }
    let years: HashSet<i32> = files.iter().map(|(year, _)| *year).collect();
    // What each known code pursued, in this and every earlier year.
    let mut known: HashMap<String, TargetId> = HashMap::new();
    let mut editions: Vec<Edition> = Vec::new();
    for (year, file) in files {
        let around = Around { file, year: *year, elements, indicators };
        let mut reading = file.read::<EditionEntry>(findings, &["target", "earlier"]);
        let targets = reading.entries::<TargetEntry>("target", findings);
        let earlier = reading.entries::<EarlierEntry>("earlier", findings);
        let Some(head) = reading.head else { continue };
        let earlier = earlier_targets(&around, earlier, &years, findings);
        for target in &earlier {
            known.entry(target.code.clone()).or_insert_with(|| target.id.clone());
        }
        head_of(&around, &head, findings);
        ten(&around, &targets, head.year.offset, findings);
        let form = form(&around, &head.base_elements, &targets, findings);
        let mut shown = Vec::new();
        for entry in &targets {
            crosswalk(&around, &entry.value, &known, findings);
            shown.extend(target(&around, &head, entry, &form, findings));
        }
        gone(&around, &head.dropped, &targets, &known, editions.last(), findings);
        known.extend(shown.iter().map(|target| (target.code.clone(), target.id.clone())));
        editions.push(edition(head, shown, form, earlier));
    }
    editions
}

fn edition(head: EditionEntry, targets: Vec<Target>, elements: Vec<ElementId>, earlier: Vec<Earlier>) -> Edition {
    Edition {
        year: head.year.value,
        document: head.document.value,
        document_date: head.document_date.map(|date| date.value),
        document_evidence: head.document_evidence,
        status: head.status.value,
        revision: head.revision.value,
        targets,
        dropped: head.dropped.into_iter().map(|code| code.value).collect(),
        elements,
        earlier,
        source: head.source.value,
        evidence: head.evidence,
    }
}

fn head_of(around: &Around<'_>, head: &EditionEntry, findings: &mut Findings) {
    let file = around.file;
    must_say(file, head.document.offset, &[("document", &head.document.value)], findings);
    must_say(file, head.source.offset, &[("source", &head.source.value)], findings);
    if head.year.value != around.year {
        findings.fault(file, head.year.offset, format!("`year` 与文件夹 {} 不符", around.year));
    }
    let number = head.revision.value.strip_prefix(&format!("{}-", around.year));
    if !number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())) {
        findings.fault(file, head.revision.offset, format!("`revision` 应写成 {}-1 的样子", around.year));
    }
    if let Some(date) = &head.document_date
        && !(is_date(&date.value) || is_date(&format!("{}-01", date.value)))
    {
        findings.fault(file, date.offset, "`document_date` 应是 2024-02-21 或 2024-02");
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Ⅰ to Ⅹ.
fn numeral(ordinal: u8) -> String {
    char::from_u32(0x215F + u32::from(ordinal)).map(String::from).unwrap_or_default()
}

fn national_code(year: i32, ordinal: u8) -> String {
    format!("NIT-{year}-{}", numeral(ordinal))
}

/// The year of a code in the pattern `NIT-2024-Ⅰ`.
fn code_year(code: &str) -> Option<i32> {
    let (year, place) = code.strip_prefix("NIT-")?.split_once('-')?;
    let numbered = (1..=TEN).any(|ordinal| numeral(ordinal) == place);
    (numbered && year.len() == 4).then(|| year.parse().ok())?
}

/// Ten targets, 1 to 10, each aim once, each code that of its place.
fn ten(around: &Around<'_>, targets: &[At<TargetEntry>], offset: usize, findings: &mut Findings) {
    let ordinals: Vec<u8> = targets.iter().map(|target| target.value.ordinal.value).collect();
    // A target that could not be read is missed here too; its own fault is enough.
    let unread = !findings.complete() && ordinals.len() < usize::from(TEN);
    if ordinals != (1..=TEN).collect::<Vec<_>>() && !unread {
        findings.fault(around.file, offset, "应有十个目标，ordinal 依次为 1 到 10");
    }
    let mut aims = HashSet::new();
    for target in targets {
        let TargetEntry { ordinal, code, id, .. } = &target.value;
        let wanted = national_code(around.year, ordinal.value);
        if code.value != wanted {
            findings.fault(around.file, code.offset, format!("代码 `{}` 应为 `{wanted}`", code.value));
        }
        if !aims.insert(&id.value) {
            findings.fault(around.file, id.offset, format!("`{}` 重复了", id.value));
        }
    }
}

/// Rows of the form: what several targets share, then each target's own; each element once and in its place.
fn form(
    around: &Around<'_>,
    base: &[At<String>],
    targets: &[At<TargetEntry>],
    findings: &mut Findings,
) -> Vec<ElementId> {
    let shared = base.iter().map(|id| (id, None));
    let own = targets
        .iter()
        .flat_map(|target| target.value.elements.iter().map(move |id| (id, Some(target.value.id.value.as_str()))));
    let mut form = Vec::new();
    for (id, target) in shared.chain(own) {
        let Some(element) = around.elements.iter().find(|element| element.value.id.as_str() == id.value) else {
            findings.dangling(around.file, id.offset, &id.value, format!("没有编码为 `{}` 的数据元", id.value));
            continue;
        };
        if element.value.target.as_ref().map(TargetId::as_str) != target {
            findings.fault(around.file, id.offset, format!("`{}` 不属于这个目标", id.value));
        }
        if form.contains(&element.value.id) {
            findings.fault(around.file, id.offset, format!("`{}` 重复了", id.value));
        } else {
            form.push(element.value.id.clone());
        }
    }
    form
}

fn target(
    around: &Around<'_>,
    head: &EditionEntry,
    entry: &At<TargetEntry>,
    form: &[ElementId],
    findings: &mut Findings,
) -> Option<Target> {
    let At { offset, value } = entry;
    titles(around.file, value, findings);
    let published = head.status.value == EditionStatus::Published;
    if published != (value.brief.is_some() && !value.strategies.is_empty()) {
        let what = if published {
            "缺少目标简述或核心策略"
        } else {
            "正式文本未取得，却写了简述或策略"
        };
        findings.fault(around.file, *offset, what);
    }
    if value
        .headline
        .as_ref()
        .is_some_and(|headline| value.indicators.first().map(|first| &first.value) != Some(&headline.value))
    {
        findings.fault(around.file, *offset, "`headline` 应是 `indicators` 的第一个");
    }
    if value.indicators.is_empty() {
        findings.fault(around.file, *offset, "一个指标也没有");
    }
    let mut indicators = Vec::new();
    for id in &value.indicators {
        let Some(indicator) = find(around.file, id, around.indicators, findings) else { continue };
        for element in indicator.elements().filter(|element| !form.contains(element)) {
            findings.fault(around.file, id.offset, format!("`{}` 要用的 `{element}` 不在本年表中", id.value));
        }
        indicators.push(indicator.id.clone());
    }
    let id = named(around.file, &value.id, findings)?;
    let relation =
        |line: &At<CrosswalkEntry>| Crosswalk { from: line.value.from.clone(), relation: line.value.relation };
    Some(Target {
        ordinal: value.ordinal.value,
        numeral: numeral(value.ordinal.value),
        // The code it should have, so that a misspelt one is a single fault and not one of every later edition.
        code: national_code(around.year, value.ordinal.value),
        id,
        title: value.title.value.clone(),
        short_title: value.short_title.value.clone(),
        direction: value.direction,
        brief: value.brief.clone(),
        strategies: value.strategies.clone(),
        headline: value.headline.as_ref().and_then(|_| indicators.first().cloned()),
        indicators,
        crosswalk: value.crosswalk.iter().map(relation).collect(),
        undefined: value.undefined.clone(),
        note: value.note.clone(),
        source: value.source.clone().unwrap_or_else(|| head.source.value.clone()),
        evidence: value.evidence.unwrap_or(head.evidence),
    })
}

/// The verb of the title is the direction, and the short title is the rest.
fn titles(file: &File, entry: &TargetEntry, findings: &mut Findings) {
    let verb = match entry.direction {
        Direction::Raise => "提高",
        Direction::Lower => "降低",
    };
    match entry.title.value.strip_prefix(verb) {
        None => findings.fault(file, entry.title.offset, format!("题目应以“{verb}”开头")),
        Some(rest) if rest != entry.short_title.value => {
            findings.fault(file, entry.short_title.offset, format!("`short_title` 应为“{rest}”"));
        }
        Some(_) => {}
    }
}

fn earlier_targets(
    around: &Around<'_>,
    entries: Vec<At<EarlierEntry>>,
    years: &HashSet<i32>,
    findings: &mut Findings,
) -> Vec<Earlier> {
    let mut targets = Vec::new();
    for At { offset, value } in entries {
        must_say(around.file, offset, &[("title", &value.title), ("source", &value.source)], findings);
        match code_year(&value.code.value) {
            Some(year) if years.contains(&year) => {
                findings.fault(around.file, value.code.offset, format!("{year} 年版已有文件，不应再列在这里"));
            }
            Some(year) if year < around.year => {}
            _ => findings.fault(around.file, value.code.offset, format!("`{}` 不是更早的目标代码", value.code.value)),
        }
        let evidence: Evidence = value.evidence;
        let Some(id) = named(around.file, &value.id, findings) else { continue };
        targets.push(Earlier { code: value.code.value, title: value.title, id, source: value.source, evidence });
    }
    targets
}

/// Where a target came from must be known, earlier, the latest that held the aim, and the same aim where the relation
/// says so.
fn crosswalk(around: &Around<'_>, entry: &TargetEntry, known: &HashMap<String, TargetId>, findings: &mut Findings) {
    if entry.crosswalk.is_empty() {
        findings.fault(around.file, entry.code.offset, format!("`{}` 没有写来历", entry.code.value));
    }
    let held = known.iter().filter(|(_, id)| id.as_str() == entry.id.value).map(|(code, _)| code);
    let latest = held.max_by_key(|code| code_year(code));
    for At { offset, value } in &entry.crosswalk {
        match (&value.from, value.relation) {
            (None, Relation::New) => {
                if let Some(latest) = latest {
                    let what = format!("`{latest}` 已经是这个目标，不能写 new");
                    findings.fault(around.file, *offset, what);
                }
            }
            (Some(_), Relation::New) => findings.fault(around.file, *offset, "new 没有 `from`"),
            (None, _) => findings.fault(around.file, *offset, "除 new 外都要写 `from`"),
            (Some(from), relation) => {
                origin(around, entry, (*offset, from, relation), known.get(from), latest, findings);
            }
        }
    }
}

fn origin(
    around: &Around<'_>,
    entry: &TargetEntry,
    (offset, from, relation): (usize, &str, Relation),
    held: Option<&TargetId>,
    latest: Option<&String>,
    findings: &mut Findings,
) {
    let Some(held) = held else {
        let what = if code_year(from).is_some_and(|year| year >= around.year) {
            format!("`{from}` 不早于本年，不能是来历")
        } else {
            format!("没有代码为 `{from}` 的更早目标")
        };
        return findings.dangling(around.file, offset, from, what);
    };
    let same_aim = held.as_str() == entry.id.value;
    if !same_aim && matches!(relation, Relation::Same | Relation::Reversed) {
        findings.fault(around.file, offset, format!("`{from}` 是另一个目标，不能写这种关系"));
    }
    if let Some(latest) = latest.filter(|latest| same_aim && latest.as_str() != from) {
        findings.fault(around.file, offset, format!("最近列入这个目标的是 `{latest}`，不是 `{from}`"));
    }
}

/// One target becomes several only where each of them says so.
fn doubled(around: &Around<'_>, targets: &[At<TargetEntry>], findings: &mut Findings) {
    let lines = targets.iter().flat_map(|target| &target.value.crosswalk);
    let mut first: HashMap<&str, Relation> = HashMap::new();
    for line in lines {
        let Some(from) = line.value.from.as_deref() else { continue };
        let relation = line.value.relation;
        let split = |before: Relation| before == Relation::Split && relation == Relation::Split;
        if first.insert(from, relation).is_some_and(|before| !split(before)) {
            findings.fault(around.file, line.offset, format!("`{from}` 延续为几个目标，每个都应写 split"));
        }
    }
}

/// Every target of the edition before either goes on or is named as dropped.
fn gone(
    around: &Around<'_>,
    dropped: &[At<String>],
    targets: &[At<TargetEntry>],
    known: &HashMap<String, TargetId>,
    before: Option<&Edition>,
    findings: &mut Findings,
) {
    let goes_on: HashSet<&str> = targets
        .iter()
        .flat_map(|target| &target.value.crosswalk)
        .filter_map(|line| line.value.from.as_deref())
        .collect();
    for code in dropped {
        if !known.contains_key(&code.value) {
            let what = format!("没有代码为 `{}` 的更早目标", code.value);
            findings.dangling(around.file, code.offset, &code.value, what);
        }
        if goes_on.contains(code.value.as_str()) {
            findings.fault(around.file, code.offset, format!("`{}` 既延续又取消", code.value));
        }
    }
    doubled(around, targets, findings);
    let Some(before) = before.filter(|before| before.year == around.year - 1) else { return };
    for target in &before.targets {
        let named = goes_on.contains(target.code.as_str()) || dropped.iter().any(|code| code.value == target.code);
        if !named && findings.complete() {
            findings.fault(around.file, 0, format!("`{}` 既没有延续，也没有列入 `dropped`", target.code));
        }
    }
}
