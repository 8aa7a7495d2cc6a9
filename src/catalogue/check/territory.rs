use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::Deserialize;

use super::must_say;
use crate::catalogue::file::{At, AuthorityEntry, File, Findings, RegionEntry};
use crate::catalogue::model::{AuthorityKind, AuthoritySeed, Evidence, Region, RegionKind, Speciality};

/// What stands above the list of a file of regions or authorities.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    source: String,
    #[serde(rename = "evidence")]
    _evidence: Evidence,
}

/// Reads the files of `regions/`: codes once, parents known and of the right kind.
pub fn regions(files: &[&File], findings: &mut Findings) -> Vec<At<Region>> {
    let mut seen = HashSet::new();
    let mut regions: Vec<At<Region>> = Vec::new();
    for file in files {
        let mut reading = file.read::<Heading>(findings, &["regions"]);
        if let Some(heading) = &reading.head {
            must_say(file, 0, &[("source", &heading.source)], findings);
        }
        let entries = reading.entries::<RegionEntry>("regions", findings);
        for At { offset, value } in &entries {
            code(file, &value.code, &mut seen, findings);
            must_say(file, *offset, &[("name", &value.name)], findings);
            dates(file, *offset, value.valid_from, value.valid_to, findings);
            if value.province_administered && value.kind != RegionKind::County {
                findings.fault(file, *offset, "只有县级可以是省直管");
            }
        }
        let kinds: HashMap<&str, RegionKind> =
            entries.iter().map(|entry| (entry.value.code.value.as_str(), entry.value.kind)).collect();
        for At { offset, value } in &entries {
            parent(file, *offset, value, &kinds, findings);
        }
        tiles(file, &entries, findings);
        regions.extend(entries.into_iter().map(|At { offset, value }| At { offset, value: region(value) }));
    }
    regions
}

fn region(entry: RegionEntry) -> Region {
    Region {
        code: entry.code.value,
        name: entry.name,
        kind: entry.kind,
        administrative_parent: entry.administrative_parent.map(|parent| parent.value),
        province_administered: entry.province_administered,
        tile: entry.tile.map(|tile| (tile.value[0], tile.value[1])),
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
    }
}

fn parent(file: &File, offset: usize, entry: &RegionEntry, kinds: &HashMap<&str, RegionKind>, findings: &mut Findings) {
    let wanted = match entry.kind {
        RegionKind::Province => None,
        RegionKind::City => Some(RegionKind::Province),
        RegionKind::County | RegionKind::Functional => Some(RegionKind::City),
    };
    match (&entry.administrative_parent, wanted) {
        (None, None) => {}
        (None, Some(_)) => findings.fault(file, offset, "缺少 `administrative_parent`"),
        (Some(named), None) => findings.fault(file, named.offset, "省没有上级区划"),
        (Some(named), Some(wanted)) => match kinds.get(named.value.as_str()) {
            Some(kind) if *kind == wanted => {}
            Some(_) => findings.fault(file, named.offset, format!("`{}` 的级别不对", named.value)),
            None => findings.dangling(file, named.offset, &named.value, no_region(&named.value)),
        },
    }
}

/// The largest column and row of a map of squares: what a page has room for.
const TILES: u8 = 12;

/// Of regions with the same parent and kind all have a place on the map or none, and no two the same.
fn tiles(file: &File, entries: &[At<RegionEntry>], findings: &mut Findings) {
    let mut mapped = HashSet::new();
    let mut taken = HashMap::new();
    for At { value, .. } in entries {
        let Some(tile) = &value.tile else { continue };
        mapped.insert(siblings(value));
        if tile.value.iter().any(|at| !(1..=TILES).contains(at)) {
            findings.fault(file, tile.offset, format!("`tile` 是 [列, 行]，各从 1 到 {TILES}"));
        }
        if let Some(other) = taken.insert((siblings(value), tile.value), &value.name) {
            findings.fault(file, tile.offset, format!("这个位置已经是{other}的"));
        }
    }
    for At { offset, value } in entries {
        if value.tile.is_none() && mapped.contains(&siblings(value)) {
            findings.fault(file, *offset, format!("{}缺少 `tile`：同级的区划都有位置，它没有", value.name));
        }
    }
}

/// What regions share that stand on one map: the area around them and their kind.
fn siblings(entry: &RegionEntry) -> (Option<&str>, RegionKind) {
    (entry.administrative_parent.as_ref().map(|parent| parent.value.as_str()), entry.kind)
}

fn no_region(code: &str) -> String {
    format!("没有编码为 `{code}` 的区划")
}

/// Reads the files of `authorities/`: codes once, territories and reviewers known, no circle of reviewers.
pub fn authorities(
    files: &[&File],
    regions: &[At<Region>],
    specialities: &[Speciality],
    findings: &mut Findings,
) -> Vec<AuthoritySeed> {
    let mut seen = HashSet::new();
    let mut authorities = Vec::new();
    for file in files {
        let mut reading = file.read::<Heading>(findings, &["authorities"]);
        if let Some(heading) = &reading.head {
            must_say(file, 0, &[("source", &heading.source)], findings);
        }
        let entries = reading.entries::<AuthorityEntry>("authorities", findings);
        let reviewers: HashMap<&str, Option<&str>> = entries
            .iter()
            .map(|entry| {
                (entry.value.code.value.as_str(), entry.value.reviewed_by.as_ref().map(|by| by.value.as_str()))
            })
            .collect();
        for At { offset, value } in &entries {
            if value.kind == AuthorityKind::QcCentre {
                if !seen.insert(value.code.value.clone()) {
                    findings.fault(file, value.code.offset, format!("`{}` 重复了", value.code.value));
                }
            } else {
                code(file, &value.code, &mut seen, findings);
            }
            must_say(file, *offset, &[("name", &value.name)], findings);
            dates(file, *offset, value.valid_from, value.valid_to, findings);
            territory(file, value, regions, findings);
            reviewer(file, *offset, value, &reviewers, findings);
            speciality(file, value, specialities, findings);
        }
        circles(file, &entries, &reviewers, findings);
        authorities.extend(entries.into_iter().map(|entry| authority(entry.value)));
    }
    authorities
}

fn authority(entry: AuthorityEntry) -> AuthoritySeed {
    AuthoritySeed {
        code: entry.code.value,
        name: entry.name,
        kind: entry.kind,
        territory: entry.territory.value,
        reviewed_by: entry.reviewed_by.map(|by| by.value),
        speciality: entry.speciality.map(|word| word.value),
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
    }
}

fn territory(file: &File, entry: &AuthorityEntry, regions: &[At<Region>], findings: &mut Findings) {
    let named = &entry.territory;
    let Some(region) = regions.iter().find(|region| region.value.code == named.value) else {
        findings.dangling(file, named.offset, &named.value, no_region(&named.value));
        return;
    };
    let fits = match (entry.kind, region.value.kind) {
        (AuthorityKind::QcCentre, _)
        | (AuthorityKind::Province, RegionKind::Province)
        | (AuthorityKind::City, RegionKind::City) => true,
        (AuthorityKind::County, kind) => matches!(kind, RegionKind::County | RegionKind::Functional),
        _ => false,
    };
    if !fits {
        findings.fault(file, named.offset, format!("`{}` 的级别与机构不符", named.value));
    }
}

fn speciality(file: &File, entry: &AuthorityEntry, specialities: &[Speciality], findings: &mut Findings) {
    let Some(word) = &entry.speciality else { return };
    if entry.kind != AuthorityKind::QcCentre {
        findings.fault(file, word.offset, "只有质控中心写 `speciality`");
    } else if !specialities.iter().any(|known| known.name == word.value) {
        findings.dangling(file, word.offset, &word.value, format!("没有名为 `{}` 的专业", word.value));
    }
}

fn reviewer(
    file: &File,
    offset: usize,
    entry: &AuthorityEntry,
    reviewers: &HashMap<&str, Option<&str>>,
    findings: &mut Findings,
) {
    let Some(by) = &entry.reviewed_by else {
        if entry.kind != AuthorityKind::Province {
            findings.fault(file, offset, "缺少 `reviewed_by`：只有省级没有上级");
        }
        return;
    };
    if !reviewers.contains_key(by.value.as_str()) {
        findings.dangling(file, by.offset, &by.value, format!("没有编码为 `{}` 的机构", by.value));
    }
}

/// Names every circle of reviewers once, at the first of the file that stands in it.
fn circles(
    file: &File,
    entries: &[At<AuthorityEntry>],
    reviewers: &HashMap<&str, Option<&str>>,
    findings: &mut Findings,
) {
    let mut named: HashSet<&str> = HashSet::new();
    for At { value, .. } in entries {
        let (Some(by), start) = (&value.reviewed_by, value.code.value.as_str()) else { continue };
        let mut circle = vec![start];
        let mut at = Some(by.value.as_str());
        while let Some(code) = at.filter(|code| !circle.contains(code)) {
            circle.push(code);
            at = reviewers.get(code).copied().flatten();
        }
        if at == Some(start) && named.insert(start) {
            named.extend(&circle);
            circle.push(start);
            findings.fault(file, by.offset, format!("审核关系绕成了圈：{}", circle.join(" → ")));
        }
    }
}

fn code(file: &File, code: &At<String>, seen: &mut HashSet<String>, findings: &mut Findings) {
    if !seen.insert(code.value.clone()) {
        findings.fault(file, code.offset, format!("`{}` 重复了", code.value));
    }
    if code.value.len() != 6 || !code.value.bytes().all(|b| b.is_ascii_digit()) {
        findings.fault(file, code.offset, format!("`{}` 不是六位区划代码", code.value));
    }
}

fn dates(file: &File, offset: usize, from: Option<NaiveDate>, to: Option<NaiveDate>, findings: &mut Findings) {
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        findings.fault(file, offset, "`valid_from` 晚于 `valid_to`");
    }
}
