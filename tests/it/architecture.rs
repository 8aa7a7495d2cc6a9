//! The walls of the house: which room may use which, and what may stand in which file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The spine that every feature room may use.
const KIT: &[&str] =
    &["calendar", "clock", "config", "access", "db", "web", "journal", "files", "jobs", "state", "kept"];

/// room → the rooms it may use besides itself, and whether the KIT too. A new edge is a decision: change it on purpose.
const MAY_USE: &[(&str, bool, &[&str])] = &[
    ("calendar", false, &[]),
    ("clock", false, &[]),
    ("config", false, &[]),
    ("statistics", false, &[]),
    ("charts", false, &[]),
    ("access", false, &["calendar"]),
    ("db", false, &["config", "clock"]),
    ("web", false, &["access", "calendar", "clock", "config"]),
    ("journal", false, &["db", "access", "calendar", "clock", "web", "state"]),
    ("files", false, &["db", "access", "clock", "config"]),
    ("jobs", false, &["db", "access", "clock"]),
    ("spreadsheets", false, &["config"]),
    ("documents", false, &["charts", "calendar", "web"]),
    ("state", false, &["config", "clock", "db", "files", "web"]),
    ("kept", false, &["access", "db", "files", "web"]),
    // spreadsheets: the dictionary as a workbook.
    ("catalogue", true, &["spreadsheets"]),
    ("authorities", true, &["catalogue"]),
    ("hospitals", true, &["spreadsheets", "catalogue", "authorities"]),
    ("accounts", true, &["authorities", "hospitals"]),
    ("settings", true, &["catalogue", "authorities"]),
    ("inbox", true, &["authorities", "accounts", "hospitals"]),
    ("system", true, &["catalogue"]),
    ("figures", true, &["catalogue", "authorities", "hospitals"]),
    // statistics: whether counts show that a goal is reached. spreadsheets: goals as a workbook.
    ("goals", true, &["statistics", "spreadsheets", "catalogue", "authorities", "hospitals"]),
    // figures: by what hospitals are pooled.
    ("annotations", true, &["catalogue", "authorities", "hospitals", "figures"]),
    // statistics: whether a figure is too far from the hospital's own past to be chance.
    (
        "returns",
        true,
        &[
            "statistics",
            "spreadsheets",
            "documents",
            "catalogue",
            "authorities",
            "hospitals",
            "accounts",
            "settings",
            "inbox",
            "figures",
        ],
    ),
    (
        "progress",
        true,
        &[
            "statistics",
            "charts",
            "spreadsheets",
            "catalogue",
            "authorities",
            "hospitals",
            "settings",
            "figures",
            "goals",
            "annotations",
            // A chart as a picture for a chat group or a slide.
            "documents",
            "returns",
        ],
    ),
    // returns: how many wait while a publication is made. charts, documents, spreadsheets: the same as files.
    (
        "publications",
        true,
        &[
            "statistics",
            "charts",
            "documents",
            "spreadsheets",
            "catalogue",
            "authorities",
            "hospitals",
            "figures",
            "returns",
            "progress",
        ],
    ),
    // accounts: with which one an inspector signs in.
    ("inspectors", true, &["spreadsheets", "catalogue", "authorities", "hospitals", "accounts"]),
    // statistics: what chance leaves open of a sample of records. returns: what of a hospital's figures was asked about.
    (
        "inspections",
        true,
        &[
            "statistics",
            "returns",
            "documents",
            "catalogue",
            "authorities",
            "hospitals",
            "accounts",
            "settings",
            "inbox",
            "inspectors",
        ],
    ),
    // inspections: what is drawn becomes planned visits.
    // inspectors: of whom teams are drawn.
    ("draws", true, &["catalogue", "authorities", "hospitals", "inspectors", "inspections", "coverage"]),
    // inspectors: who is due for a QC centre.
    (
        "coverage",
        true,
        &["charts", "spreadsheets", "catalogue", "authorities", "hospitals", "inspectors", "inspections"],
    ),
    (
        "rectifications",
        true,
        &["charts", "documents", "spreadsheets", "catalogue", "authorities", "hospitals", "inbox", "inspections"],
    ),
    // publications: audiences, who may read what, the fingerprint. inspections: what visits found.
    ("disclosures", true, &["documents", "catalogue", "authorities", "hospitals", "publications", "inspections"]),
    // publications: audiences.
    ("exemplars", true, &["documents", "catalogue", "authorities", "hospitals", "inbox", "publications"]),
    // spreadsheets: the table of a centre's year as a workbook. catalogue: which years there are.
    ("specialty_goals", true, &["spreadsheets", "catalogue", "authorities"]),
    // coverage: what visits prove. returns: what an accepted return proves.
    (
        "campaign",
        true,
        &[
            "charts",
            // Whether everything is invented.
            "documents",
            "catalogue",
            "authorities",
            "hospitals",
            "inbox",
            "returns",
            "inspections",
            "inspectors",
            "coverage",
            // A draw as evidence.
            "draws",
            "spreadsheets",
            "exemplars",
            // Whose year has a table of goals.
            "specialty_goals",
        ],
    ),
    // What summaries are made of.
    (
        "reports",
        true,
        &[
            "documents",
            "spreadsheets",
            "catalogue",
            "authorities",
            "progress",
            "publications",
            "inspections",
            "coverage",
            "rectifications",
            "exemplars",
            "specialty_goals",
            "campaign",
        ],
    ),
    (
        "home",
        true,
        &[
            "annotations",
            // What of a campaign is late, in 待办, and what waits to be chosen.
            "campaign",
            "exemplars",
            // What visits found, and which are open.
            "inspections",
            // Whether everything is invented.
            "documents",
            "catalogue",
            "authorities",
            "hospitals",
            "settings",
            "figures",
            "goals",
            "returns",
            "progress",
            "charts",
            "statistics",
        ],
    ),
];

/// Rooms that stand outside the table: they tie everything together.
const OUTSIDE: &[&str] = &["lib", "main", "app", "commands", "demo", "migrations"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn room_of(inside: &Path) -> String {
    inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// Code without line comments, doc comments and what stands below the unit tests' mark.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Rooms named as `crate::x` or inside `use crate::{x, y::z}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            used.insert(word(rest));
            continue;
        };
        let (mut depth, mut start) = (1, true);
        for (index, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => start = true,
                c if start && !c.is_whitespace() => {
                    used.insert(word(&list[index..]));
                    start = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    used
}

#[test]
fn the_reader_of_uses_sees_both_spellings() {
    let used = rooms_used("use crate::{web::{self, Form}, db};\nlet x = crate::clock::now();");
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["clock", "db", "web"]);
}

#[test]
fn every_room_uses_only_rooms_upstream() {
    let src = root().join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let inside = file.strip_prefix(&src).unwrap();
        let room = room_of(inside);
        if OUTSIDE.contains(&room.as_str()) {
            continue;
        }
        let (_, kit, rooms) = MAY_USE
            .iter()
            .find(|(name, ..)| *name == room)
            .unwrap_or_else(|| panic!("room {room} has no row in MAY_USE"));
        for used in rooms_used(&code_of(&file)) {
            let known = MAY_USE.iter().any(|(name, ..)| *name == used) || OUTSIDE.contains(&used.as_str());
            let allowed = used == room || rooms.contains(&used.as_str()) || (*kit && KIT.contains(&used.as_str()));
            if known && !allowed {
                wrong.push(format!("{} uses {used}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_touches_only_what_its_name_allows() {
    const DECISIONS: &[&str] = &["model.rs", "check.rs", "judge.rs", "measure.rs", "due.rs"];
    let src = root().join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&src) {
        let inside = file.strip_prefix(&src).unwrap();
        let room = room_of(inside);
        let name = file.file_name().unwrap().to_str().unwrap();
        let code = code_of(&file);
        let in_store = inside.iter().any(|part| part == "store") || ["store.rs", "entity.rs"].contains(&name);
        let in_entity = inside.iter().any(|part| part == "entity");
        if code.contains("entity::") && !in_store && !in_entity {
            wrong.push(format!("{} names a table; only a store may", inside.display()));
        }
        if code.contains("calamine") && room != "spreadsheets" {
            wrong.push(format!("{} uses calamine; only spreadsheets may", inside.display()));
        }
        let decides = DECISIONS.contains(&name)
            || inside.iter().any(|part| part == "check" || part == "judge" || part == "measure");
        for outside in ["axum", "sea_orm", "tera::", "Clock"] {
            if decides && code.contains(outside) {
                wrong.push(format!("{} decides, yet names {outside}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_grows_past_four_hundred_lines() {
    let mut wrong = Vec::new();
    for folder in ["src", "migrations"] {
        for file in rust_files(&root().join(folder)) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            if lines > 400 {
                wrong.push(format!("{} has {lines} lines", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "split by verb: {wrong:#?}");
}
