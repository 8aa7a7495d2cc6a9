//! One folder with one fault of each kind: a single run names them all, each with its file and line. And what else
//! about time and history cannot be.

use std::process::Command;

use super::{copied, spoil};

/// Kind, file, what stands there, what is put there, lines below it, what is said.
type Spoilt<'a> = (&'a str, &'a str, &'a str, &'a str, usize, &'a str);

const KINDS: [Spoilt<'_>; 9] = [
    (
        "an unknown key",
        "rules.toml",
        "severity = \"block\"",
        "weight = 1\nseverity = \"block\"",
        0,
        "不认识的键 `weight`",
    ),
    ("a dangling id", "elements.toml", "service = \"产科\"", "service = \"产房\"", 0, "没有名为 `产房` 的服务"),
    ("a doubled id", "elements.toml", "id = \"reop_all\"", "id = \"reop_31d\"", 0, "`reop_31d` 重复了"),
    (
        "a missing source",
        "2024/edition.toml",
        "source = \"2024年国家医疗质量安全改进目标 附件1\"",
        "source = \"\"",
        0,
        "缺少来源",
    ),
    ("a missing clause", "checklists/core-systems.toml", "clause = \"三(一)1.评问1\"", "clause = \"\"", 0, "缺少条款"),
    (
        "an impossible crosswalk",
        "2025/edition.toml",
        "from = \"NIT-2024-Ⅰ\"",
        "from = \"NIT-2026-Ⅰ\"",
        0,
        "`NIT-2026-Ⅰ` 不早于本年",
    ),
    (
        "a numerator nobody declared",
        "indicators.toml",
        "[\"stroke_6h_reperfused\"]",
        "[\"stroke_7h\"]",
        0,
        "没有编码为 `stroke_7h` 的数据元",
    ),
    (
        "a rule over an unknown element",
        "rules.toml",
        "left = [\"pe_new\"]",
        "left = [\"pe_old\"]",
        0,
        "没有编码为 `pe_old` 的数据元",
    ),
    (
        "periods that overlap",
        "indicators.toml",
        "valid_to = \"2023Q4\"",
        "valid_to = \"2024Q2\"",
        6,
        "与上一个版本重叠：上一个到 2024Q2 才结束",
    ),
];

#[test]
fn one_run_names_one_fault_of_each_kind() {
    let folder = copied();
    let lines: Vec<usize> = KINDS
        .iter()
        .map(|(_, file, find, replace, below, _)| spoil(folder.path(), file, find, replace) + below)
        .collect();
    let done = Command::new(env!("CARGO_BIN_EXE_zhikong"))
        .args(["--targets", folder.path().to_str().unwrap(), "catalogue", "check"])
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stdout).unwrap();
    for ((kind, file, .., what), line) in KINDS.iter().zip(lines) {
        let place = format!("{file}:{line}: ");
        let named = said.lines().any(|fault| fault.starts_with(&place) && fault.contains(what));
        assert!(named, "{kind} at {place}{what} in\n{said}");
    }
}

fn only_fault(file: &str, find: &str, replace: &str, below: usize, what: &str) {
    super::faults::expect(file, find, replace, below, what);
}

#[test]
fn versions_hold_one_after_the_other() {
    let file = "indicators.toml";
    only_fault(file, "valid_to = \"2023Q4\"", "valid_to = \"2024Q1\"", 6, "与上一个版本重叠");
    let both = "valid_from = \"2021Q1\"\nvalid_to = \"2023Q4\"";
    only_fault(file, both, "valid_from = \"2021Q1\"\nvalid_to = \"2020Q4\"", 0, "版本的结束早于开始");
    only_fault(file, "valid_to = \"2023Q4\"", "valid_to = \"2023\"", 0, "`2023` 不是季度");
}

#[test]
fn a_target_comes_from_the_latest_edition_that_held_it_and_from_nowhere_else() {
    let (file, reop) = ("2025/edition.toml", "from = \"NIT-2024-Ⅸ\", relation = \"same\"");
    let two = |find: &str, replace: &str, whats: &[&str]| super::faults::expect_all(file, find, replace, whats);
    let gone = "`NIT-2024-Ⅸ` 既没有延续";
    two(reop, "from = \"NIT-2022-Ⅷ\", relation = \"same\"", &["最近列入这个目标的是 `NIT-2024-Ⅸ`", gone]);
    two(reop, "relation = \"new\"", &["`NIT-2024-Ⅸ` 已经是这个目标，不能写 new", gone]);
    two(reop, "from = \"NIT-2025-Ⅷ\", relation = \"same\"", &["`NIT-2025-Ⅷ` 不早于本年", gone]);
    let line = "[{ from = \"NIT-2024-Ⅰ\", relation = \"same\" }]";
    let twice = "[{ from = \"NIT-2024-Ⅰ\", relation = \"same\" }, { from = \"NIT-2024-Ⅱ\", relation = \"merged\" }]";
    two(line, twice, &["`NIT-2024-Ⅱ` 延续为几个目标，每个都应写 split"]);
}

#[test]
fn a_target_that_cannot_be_read_is_not_missed_by_the_next_year() {
    only_fault("2024/edition.toml", "direction = \"raise\"", "direction = \"up\"", 0, "不能写 `up`");
}

#[test]
fn a_revision_and_its_first_quarter_are_checked() {
    let file = "2023/edition.toml";
    only_fault(file, "added = [\"periop_deaths\"]", "added = [\"periop_died\"]", 0, "`periop_died` 不在本年表中");
    only_fault(
        file,
        "revision = \"2023-2\"\nnote",
        "revision = \"2023-3\"\nnote",
        0,
        "应在前一次修订之后，且不晚于 `2023-2`",
    );
    only_fault(file, "dropped = ", "applies_from = \"2024Q1\"\ndropped = ", 0, "`applies_from` 应是本年的一个季度");
}
