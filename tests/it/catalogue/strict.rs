//! What looks almost right is refused too, in Chinese, once, and where it stands.

use std::fs;

use super::faults::{expect, expect_all, faults};
use super::{copied, run, spoil};

const HENAN: &str = "campaigns/henan-2021-2025.toml";

#[test]
fn a_range_is_two_dates_and_a_share_two_numbers() {
    let range = "[\"2021-07-01\", \"2021-08-31\"]";
    expect(HENAN, range, "[\"2021-07-01\"]", 0, "应是方括号里的两个日期（第一天、最后一天），写了 1 个");
    expect(HENAN, range, "[\"2021-07-01\", \"2021-07-31\", \"2021-08-31\"]", 0, "写了 3 个");
    let span = "span = [\"2021-01-01\", \"2023-06-30\"]";
    expect(HENAN, span, "span = [\"2021-01-01\", \"2022-06-30\", \"2023-06-30\"]", 0, "写了 3 个");
    expect(HENAN, "share = [1, 5]", "share = [1, 5, 9]", 0, "应是方括号里的两个整数，写了 3 个");
    expect(HENAN, range, "[\"2021-07-01\", \"2021-08-32\"]", 0, "不是一天");
}

#[test]
fn what_stands_twice_is_named() {
    let twice = "bearers = [\"city\", \"county\", \"city\"]";
    expect(HENAN, "bearers = [\"city\", \"county\"]", twice, 0, "承担者 `city` 写了两次");
    expect(HENAN, "evidence = [\"file\", \"visit\"]", "evidence = [\"file\", \"file\"]", 0, "佐证 `file` 写了两次");
}

#[test]
fn a_clause_names_a_place() {
    for wrong in ["瞎写", "五(二", "见附件"] {
        expect(HENAN, "clause = \"五(二)2\"", &format!("clause = \"{wrong}\""), 0, "不是条款");
    }
    expect(HENAN, "clause = \"五(二)2\"", "clause = \"\"", 0, "`clause` 是空的");
    let core = "checklists/core-systems.toml";
    let folder = copied();
    let line = spoil(folder.path(), core, "clause = \"三(一)1\"\n", "clause = \"首诊\"\n");
    let found = faults(folder.path());
    assert!(found.iter().any(|fault| fault.line == line && fault.what.contains("`首诊` 不是条款")), "{found:#?}");
}

#[test]
fn nothing_is_quoted_from_a_document_nobody_has_and_digits_end() {
    let without = "status = \"not_available\"";
    assert!(fs::read_to_string(copied().path().join("2025/edition.toml")).unwrap().contains(without));
    let file = "2025/edition.toml";
    expect_all(file, "title = ", "brief = \"编的\"\ntitle = ", &["正式文本未取得"]);
    expect_all(file, "title = ", "strategies = [\"编的\"]\ntitle = ", &["正式文本未取得"]);
    expect_all(
        "indicators.toml",
        "decimals = 1\n",
        "decimals = 5\n",
        &["`stemi_reperfusion_rate` 的 `decimals` 最多 4"],
    );
}

#[test]
fn a_headline_is_known_and_moves_as_its_target_asks() {
    let file = "2024/edition.toml";
    expect(file, "headline = \"iv_use_rate\"", "headline = \"iv_rate\"", 0, "这里写的是 `iv_rate`");
    let note = "note = \"题目所称规范使用率没有公布公式";
    let text = fs::read_to_string(copied().path().join(file)).unwrap();
    let all = text.lines().find(|line| line.starts_with(note)).expect("the note of Ⅴ").to_owned();
    expect_all(file, &all, "", &["主指标 `iv_use_rate` 的 `better` 与目标的方向相反"]);
}

#[test]
fn a_text_that_does_not_parse_is_one_fault_of_any_file() {
    for file in [
        "elements.toml",
        "indicators.toml",
        "rules.toml",
        "services.toml",
        "specialities.toml",
        "register.toml",
        "2024/edition.toml",
        "2026/edition.toml",
        HENAN,
        "checklists/core-systems.toml",
        "regions/henan.toml",
        "authorities/henan.toml",
        "holidays/2024.toml",
    ] {
        let folder = copied();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("broken = 2o24\n[[\n{text}\nalso = broken\"\n")).unwrap();
        let found = faults(folder.path());
        assert!(found.len() == 1 && found[0].file == file && found[0].line == 1, "{file}: {found:#?}");
        assert!(found[0].what.starts_with("格式有误："), "{found:#?}");
    }
    expect("2024/edition.toml", "year = 2024", "year = 2024年", 0, "格式有误");
}

#[test]
fn an_empty_folder_of_a_year_is_named_without_a_line() {
    let folder = copied();
    fs::create_dir(folder.path().join("2027")).unwrap();
    let found: Vec<String> = faults(folder.path()).iter().map(ToString::to_string).collect();
    assert_eq!(found, ["2027/: 年版的文件夹里没有 edition.toml"]);
    let none = tempfile::tempdir().unwrap();
    let found: Vec<String> = faults(none.path()).iter().map(ToString::to_string).collect();
    assert!(found.iter().any(|fault| fault.starts_with("年份/edition.toml: 一个年版也没有")), "{found:#?}");
}

#[test]
fn a_file_just_above_the_limit_does_not_look_equal_to_it() {
    let folder = copied();
    let path = folder.path().join("rules.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n#{}", " ".repeat((4 << 20) - text.len()))).unwrap();
    let found = faults(folder.path());
    assert!(found.len() == 1 && found[0].what == "文件过大：4.1 MB，上限 4 MB，没有读取", "{found:#?}");
}

#[test]
fn a_circle_of_reviewers_is_named_once() {
    let folder = copied();
    let file = "authorities/henan.toml";
    let line = spoil(
        folder.path(),
        file,
        "territory = \"410100\", reviewed_by = \"410000\"",
        "territory = \"410100\", reviewed_by = \"410102\"",
    );
    let found = faults(folder.path());
    assert_eq!(found.len(), 1, "those below the circle are not in it: {found:#?}");
    assert_eq!(found[0].what, "审核关系绕成了圈：410100 → 410102 → 410100");
    assert_eq!(found[0].line, line);
}

#[test]
fn exemplars_nobody_calls_for_are_missed_where_the_duty_asks_for_them() {
    let folder = copied();
    let path = folder.path().join(HENAN);
    let text = fs::read_to_string(&path).unwrap();
    let (from, to) = (text.find("[[exemplar]]").unwrap(), text.find("# 中期总结到").unwrap());
    fs::write(&path, format!("{}{}", &text[..from], &text[to..])).unwrap();
    let line = spoil(folder.path(), HENAN, "proof = \"exemplars\"", "proof = \"exemplars\"");
    let found = faults(folder.path());
    assert!(found.len() == 1 && found[0].what.contains("没有 `[[exemplar]]`"), "{found:#?}");
    assert_eq!(found[0].line, line);
}

#[test]
fn a_folder_that_is_not_there_stops_every_command_before_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (targets, data) = (folder.path().join("nowhere"), folder.path().join("data"));
    let (targets, data) = (targets.to_str().unwrap(), data.to_str().unwrap());
    let commands: [&[&str]; 6] = [
        &["catalogue", "check"],
        &["catalogue", "show", "--json"],
        &["journal", "verify"],
        &["account", "list"],
        &["migrate", "--status"],
        &["routes"],
    ];
    for command in commands {
        let done = run(&[&["--data-dir", data, "--targets", targets], command].concat());
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.code() == Some(2) && done.stdout.is_empty(), "{command:?}: {said}");
        assert!(said.contains("没有这个文件夹") && said.contains("nowhere") && !said.contains('\u{1b}'), "{said}");
    }
    assert!(!folder.path().join("data").exists(), "nothing was made");
}
