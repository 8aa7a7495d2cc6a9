//! Every kind of fault is named with its file and line, and one mistake is one fault.

use std::fs;
use std::path::Path;

use zhikong::catalogue::{Catalogue, Fault};

use super::{copied, shipped, spoil};

pub(super) fn faults(folder: &Path) -> Vec<Fault> {
    Catalogue::load(Some(folder)).err().unwrap_or_default()
}

/// Spoils one place and expects exactly this fault, `below` lines under the spoilt place.
#[track_caller]
pub(super) fn expect(file: &str, find: &str, replace: &str, below: usize, what: &str) {
    let folder = copied();
    let line = spoil(folder.path(), file, find, replace) + below;
    let faults = faults(folder.path());
    let named = faults.iter().any(|fault| fault.file == file && fault.line == line && fault.what.contains(what));
    let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(named, "expected {file}:{line}: {what}, found {found:#?}");
    assert_eq!(faults.len(), 1, "one mistake is one fault: {found:#?}");
}

/// Spoils one place that makes several statements wrong, and expects exactly these faults, in any order.
#[track_caller]
pub(super) fn expect_all(file: &str, find: &str, replace: &str, whats: &[&str]) {
    let folder = copied();
    spoil(folder.path(), file, find, replace);
    let found: Vec<String> = faults(folder.path()).into_iter().map(|fault| fault.what).collect();
    assert_eq!(found.len(), whats.len(), "{found:#?}");
    for what in whats {
        assert!(found.iter().any(|found| found.contains(what)), "{what} in {found:#?}");
    }
}

#[test]
fn the_shipped_files_hold_and_a_copy_of_them_too() {
    let folder = copied();
    let copy = Catalogue::load(Some(folder.path())).unwrap();
    assert_eq!(copy.elements().len(), shipped().elements().len());
}

#[test]
fn texts_that_do_not_parse_are_named() {
    expect("elements.toml", "unit = \"人次\"", "unit = 人次\"", 0, "格式有误");
    expect("elements.toml", "unit = \"人次\"", "unit = \"人次\"\nunit = \"例\"", 1, "同一个键写了两次");
    expect("elements.toml", "unit = \"人次\"", "units = \"人次\"\nunit = \"人次\"", 0, "不认识的键 `units`");
    expect("2024/edition.toml", "document =", "number = 1\ndocument =", 0, "不认识的键 `number`");
    expect("indicators.toml", "kind = \"proportion\"", "kind = \"percent\"", 0, "不能写 `percent`");
    expect("elements.toml", "maximum = 100000", "maximum = \"许多\"", 0, "格式有误");
}

#[test]
fn a_missing_key_is_named_where_its_entry_stands() {
    let folder = copied();
    let line = spoil(folder.path(), "elements.toml", "source = \"某医院年度目标指标库（2026）\"\n", "");
    let faults = faults(folder.path());
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].what, "缺少键 `source`");
    assert!(faults[0].line < line && line - faults[0].line < 12, "{faults:?} near {line}");
}

#[test]
fn files_that_are_missing_or_strange_are_named() {
    let folder = copied();
    fs::remove_file(folder.path().join("services.toml")).unwrap();
    fs::rename(folder.path().join("2023/edition.toml"), folder.path().join("2023/editions.toml")).unwrap();
    fs::write(folder.path().join("rules.toml"), [b'#', b'\n', 0xB9, 0xE6]).unwrap();
    let found: Vec<String> = faults(folder.path()).iter().map(ToString::to_string).collect();
    for expected in
        ["services.toml:1: 缺少这个文件", "2023/editions.toml:1: 不认识的文件", "rules.toml:2: 不是 UTF-8 编码"]
    {
        assert!(found.iter().any(|fault| fault == expected), "{expected} in {found:#?}");
    }
    let nowhere = faults(&folder.path().join("nowhere"));
    assert!(nowhere.len() == 1 && nowhere[0].file.ends_with("nowhere"), "{nowhere:?}");
    assert!(nowhere[0].what.contains("没有这个文件夹") && nowhere[0].what.contains("--targets"), "{nowhere:?}");
}

#[test]
fn every_entry_with_a_fault_is_named_not_only_the_first() {
    let folder = copied();
    spoil(folder.path(), "elements.toml", "rhythm = \"monthly\"", "rhythm = \"daily\"");
    spoil(folder.path(), "elements.toml", "over_time = \"last\"", "over_time = \"first\"");
    let faults = faults(folder.path());
    assert_eq!(faults.len(), 2, "and naming the two unreadable elements elsewhere is no further fault: {faults:#?}");
}

#[test]
fn faulty_elements_and_services_are_named() {
    let file = "elements.toml";
    expect_all(file, "decimals = 1", "decimals = 9", &["最多 4"]);
    expect(file, "maximum = 100000", "maximum = 0", 0, "应大于 0");
    expect(file, "service = \"产科\"", "service = \"产房\"", 0, "没有名为 `产房` 的服务");
    expect_all(file, "choices = [\"全部检查\", \"抽样\"]", "choices = [\"抽样\"]", &["选项至少两个"]);
    expect_all(file, "unit = \"床日\"", "unit = \"\"", &["`unit` 是空的"]);
    expect("services.toml", "aliases = [\"妇产科\", ", "aliases = [\"ICU\", \"妇产科\", ", 4, "`ICU` 重复了");
}

#[test]
fn a_speciality_is_one_word_and_only_a_centres() {
    let doubled = ("name = \"儿科\", aliases = []", "name = \"儿科\", aliases = [\"ICU\"]");
    expect("specialities.toml", doubled.0, doubled.1, 0, "`ICU` 重复了");
    let file = "authorities/henan.toml";
    let line = "territory = \"411700\", reviewed_by = \"410000\"";
    expect(file, line, &format!("{line}, speciality = \"儿科\""), 0, "只有质控中心写 `speciality`");
    let centre = |word: &str| {
        format!(
            "{line} }},\n  {{ code = \"QC-9\", name = \"演示\", kind = \"qc_centre\", territory = \"410000\", \
             reviewed_by = \"410000\", speciality = \"{word}\""
        )
    };
    expect(file, line, &centre("占星"), 1, "没有名为 `占星` 的专业");
}

#[test]
fn ids_are_checked_for_pattern_doubles_and_use() {
    let folder = copied();
    let path = folder.path().join("elements.toml");
    let mut text = fs::read_to_string(&path).unwrap();
    let doubled = text[text.find("[[element]]").unwrap()..text.find("# —— 急性ST").unwrap()].to_owned();
    text.push_str(&doubled);
    text.push_str(&doubled.replacen("\"discharges\"", "\"出院\"", 1).replacen("\"beds_open\"", "\"beds_spare\"", 1));
    fs::write(&path, text).unwrap();
    let found: Vec<String> = faults(folder.path()).into_iter().map(|fault| fault.what).collect();
    for what in ["`discharges` 重复了", "编码 `出院` 不合规", "没有哪个年版填报 `beds_spare`"] {
        assert!(found.iter().any(|fault| fault.contains(what)), "{what} in {found:#?}");
    }
}

#[test]
fn faulty_indicators_are_named() {
    let file = "indicators.toml";
    expect(file, "\"stemi_12h_reperfused\"", "\"stemi_reperfused\"", 0, "没有编码为 `stemi_reperfused` 的数据元");
    expect_all(file, "numerator = [\"stemi_12h_reperfused\"]\n", "", &["`stemi_reperfusion_rate` 没有写分子"]);
    expect(file, "\"iv_volume_l_x10 * 100\"", "\"iv_volume_l_x10 * 0\"", 0, "系数应是不为 0 的整数");
    expect(file, "\"iv_volume_l_x10 * 100\"", "\"iv_volume_l_x10\", \"rec_mode\"", 0, "是选项，不能参与计算");
    expect(file, "multiplier = 100\n", "multiplier = 1000\n", 0, "与单位 % 不符");
    expect(file, "valid_from = \"2021Q1\"", "valid_from = \"2021\"", 0, "不是季度");
    expect(file, "valid_from = \"2024Q1\"", "valid_from = \"2020Q1\"", 0, "版本应按时间先后排列");
    expect_all(file, "note = \"2021年起列入国家目标。\"", "note = \"\"", &["`note` 是空的"]);
    let tnm = "rhythm = \"quarterly\"\nalternatives = [\"按癌种";
    expect(file, tnm, &tnm.replace("quarterly", "monthly"), 0, "没有这么勤地填报");
}

#[test]
fn faulty_editions_are_named() {
    let file = "2024/edition.toml";
    expect(file, "year = 2024", "year = 2025", 0, "与文件夹 2024 不符");
    expect(file, "revision = \"2024-1\"", "revision = \"1\"", 0, "`revision` 应写成 2024-1");
    expect(file, "document_date = \"2024-02\"", "document_date = \"2024年2月\"", 0, "`document_date` 应是");
    expect(file, "source = \"2024年国家医疗质量安全改进目标 附件1\"", "source = \"\"", 0, "缺少来源");
    expect(file, "short_title = \"静脉", "short_title = \"动脉", 0, "`short_title` 应为“静脉");
    expect_all(file, "direction = \"lower\"", "direction = \"raise\"", &["题目应以“提高”开头"]);
    expect(file, "dropped = [\"NIT-2023-Ⅰ\", ", "dropped = [\"NIT-2020-Ⅰ\", \"NIT-2023-Ⅰ\", ", 0, "没有代码为");
    expect(file, "base_elements = [", "base_elements = [\"beds_open\", ", 0, "`beds_open` 重复了");
    expect(file, "base_elements = [", "base_elements = [\"beds_many\", ", 0, "没有编码为 `beds_many` 的数据元");
    let orphan = ["除 new 外都要写 `from`", "`NIT-2023-Ⅹ` 既没有延续"];
    expect_all(file, "from = \"NIT-2023-Ⅹ\", relation = \"same\"", "relation = \"same\"", &orphan);
    expect(file, "relation = \"new\"", "from = \"NIT-2021-Ⅵ\", relation = \"new\"", 0, "new 没有 `from`");
}

#[test]
fn targets_must_be_ten_in_order_with_their_codes() {
    let folder = copied();
    spoil(folder.path(), "2024/edition.toml", "ordinal = 3", "ordinal = 4");
    let found: Vec<String> = faults(folder.path()).into_iter().map(|fault| fault.what).collect();
    assert!(found.iter().any(|what| what.contains("应有十个目标")), "{found:#?}");
    assert!(found.iter().any(|what| what.contains("`NIT-2024-Ⅲ` 应为 `NIT-2024-Ⅳ`")), "{found:#?}");
    expect("2024/edition.toml", "code = \"NIT-2024-Ⅲ\"", "code = \"NIT-2024-III\"", 0, "应为 `NIT-2024-Ⅲ`");
}

#[test]
fn a_target_is_checked_against_its_form_its_figures_and_its_history() {
    let file = "2024/edition.toml";
    let dangling = "\"septic_shock_3h_rate\", \"septic_shock_6h_rate\", \"septic_shock_9h_rate\"";
    let two = "\"septic_shock_3h_rate\", \"septic_shock_6h_rate\"";
    expect(file, two, dangling, 0, "没有编码为 `septic_shock_9h_rate` 的指标");
    let not_asked = ["要用的 `stemi_12h` 不在本年表中", "要用的 `stemi_12h_reperfused` 不在本年表中"];
    expect_all(file, two, &format!("{two}, \"stemi_reperfusion_rate\""), &not_asked);
    let headline = "headline = \"iv_use_rate\"";
    expect_all(file, headline, "headline = \"iv_bags_per_bed_day\"", &["`headline` 应是 `indicators` 的第一个"]);
    expect_all(file, "brief = ", "# brief = ", &["缺少目标简述或核心策略"]);
    expect_all(
        "2023/edition.toml",
        "title = ",
        "brief = \"编的\"\nstrategies = [\"编的\"]\ntitle = ",
        &["正式文本未取得"],
    );
    let twice = ["`ae_reports` 不属于这个目标", "`ae_reports` 重复了"];
    expect_all(file, "elements = [\"ops\", ", "elements = [\"ae_reports\", \"ops\", ", &twice);
}

#[test]
fn the_history_of_targets_is_whole() {
    let file = "2024/edition.toml";
    let from = "from = \"NIT-2023-Ⅱ\", relation = \"same\"";
    let other = ["`NIT-2022-Ⅷ` 是另一个目标", "`NIT-2023-Ⅱ` 既没有延续", "`NIT-2022-Ⅷ` 延续为几个目标"];
    expect_all(file, from, "from = \"NIT-2022-Ⅷ\", relation = \"same\"", &other);
    let unknown = ["没有代码为 `NIT-2020-Ⅰ` 的更早目标", "`NIT-2023-Ⅱ` 既没有延续"];
    expect_all(file, from, "from = \"NIT-2020-Ⅰ\", relation = \"same\"", &unknown);
    expect_all(file, "\"NIT-2023-Ⅰ\", \"NIT-2023-Ⅳ\"", "\"NIT-2023-Ⅰ\"", &["`NIT-2023-Ⅳ` 既没有延续"]);
    let twice = "\"NIT-2023-Ⅱ\", \"NIT-2023-Ⅰ\", \"NIT-2023-Ⅳ\"";
    expect_all(file, "\"NIT-2023-Ⅰ\", \"NIT-2023-Ⅳ\"", twice, &["`NIT-2023-Ⅱ` 既延续又取消"]);
    expect_all(file, "crosswalk = [{ relation = \"new\" }]", "crosswalk = []", &["`NIT-2024-Ⅷ` 没有写来历"]);
    let listed = |code: &str| {
        format!(
            "[[earlier]]\ncode = \"{code}\"\ntitle = \"演示\"\nid = \"x\"\nsource = \"演示\"\nevidence = \"unverified\"\n\n[[target]]"
        )
    };
    expect(file, "[[target]]", &listed("NIT-2023-Ⅷ"), 1, "2023 年版已有文件");
    expect(file, "[[target]]", &listed("NIT-2030-Ⅷ"), 1, "`NIT-2030-Ⅷ` 不是更早的目标代码");
}

#[test]
fn faulty_rules_are_named() {
    let file = "rules.toml";
    expect(file, "message = \"这是{kind}", "message = \"这是{what}", 0, "不认识的占位符 {what}");
    expect(file, "left = [\"pe_new\"]", "left = [\"pe\"]", 0, "没有编码为 `pe` 的数据元");
    expect(file, "points_x100 = 5 ", "points_x100 = 0 ", 0, "阈值 `points_x100` 应大于 0");
    expect(file, "id = \"unreadable-file\"", "id = \"not-a-spreadsheet\"", 0, "`not-a-spreadsheet` 重复了");
    expect(file, "id = \"not-whole\"", "id = \"Not whole\"", 0, "不合规");
    let negative = |key: &str| format!("id = \"negative\"\n{key}");
    let lost = "id = \"negative\"\nname = \"负数\"\nseverity = \"block\"\ncheck = \"structural\"";
    let said =
        "check = \"months\"\noperator = \"not_all_equal\"\nmissing = \"skip\"\nthresholds = { minimum_total = 30 }";
    expect_all(file, lost, &lost.replace("check = \"structural\"", said), &["缺少规则 `negative`"]);
    expect(file, "id = \"negative\"", "id = \"negatives\"", 0, "程序不判断编号为 `negatives` 的规则");
    expect(file, "id = \"negative\"", &negative("left = [\"ops\"]"), 0, "只有 elements 才写 left 和 right");
    expect(file, "id = \"negative\"", &negative("kinds = [\"ratio\"]"), 0, "只有 indicators 和 typed_rates 才写 kinds");
    expect(file, "id = \"negative\"", &negative("missing = \"skip\""), 0, "structural 不写 missing");
    expect_all(file, "right = [\"vte_new\"]\n", "", &["elements 要写 left 和 right"]);
    expect(file, "operator = \"not_all_equal\"", "operator = \"at_most\"", 0, "这种 check 不能用这个 operator");
    expect(file, "operator = \"within\"", "operator = \"inside\"", 0, "不能写 `inside`");
    expect_all(file, "operator = \"not_identical\"\n", "", &["缺少键 `operator`"]);
    expect_all(
        file,
        "operator = \"not_identical\"\nmissing = \"skip\"",
        "operator = \"not_identical\"",
        &["缺少键 `missing`"],
    );
    expect_all(
        file,
        "operator = \"none_without\"\nmissing = \"skip\"",
        "operator = \"none_without\"\nmissing = \"left_as_zero\"",
        &["left_as_zero 只配 at_most"],
    );
    expect_all(file, "thresholds = { minimum_values = 5 }", "", &["缺少阈值 `minimum_values`"]);
    expect(file, "minimum_peers = 5", "minimum_peers = 4", 0, "阈值 `minimum_peers` 应在 5 与 10000 之间");
    expect_all(file, ", own_quarters = 4", "", &["缺少阈值 `own_quarters`"]);
    let never = ["阈值 `minimum_quarters`：至少要 9 个季度，却只看 8 个季度"];
    expect_all(file, "quarters = 8, minimum_quarters = 4", "quarters = 8, minimum_quarters = 9", &never);
    expect_all(file, "left = [\"pe_new\"]", "left = [\"vte_new\"]", &["两边是一样的"]);
    expect_all(file, "left = [\"pe_new\"]", "left = [\"stemi_12h\", \"rec_round_ok\"]", &["没有哪个年版同时填报"]);
}

#[test]
fn faulty_regions_and_authorities_are_named() {
    let file = "regions/henan.toml";
    expect(file, "code = \"410173\"", "code = \"41017\"", 0, "不是六位区划代码");
    expect(file, "code = \"410173\"", "code = \"410172\"", 0, "`410172` 重复了");
    expect(
        file,
        "{ code = \"410103\"",
        "{ valid_from = \"2024-01-01\", valid_to = \"2023-01-01\", code = \"410103\"",
        0,
        "晚于",
    );
    expect(file, "name = \"二七区\"", "name = \"\"", 0, "`name` 是空的");
    expect(
        file,
        "name = \"中原区\", kind = \"county\", administrative_parent = \"410100\"",
        "name = \"中原区\", kind = \"county\", administrative_parent = \"410000\"",
        0,
        "`410000` 的级别不对",
    );
    expect(
        file,
        "name = \"中原区\", kind = \"county\", administrative_parent = \"410100\"",
        "name = \"中原区\", kind = \"county\"",
        0,
        "缺少 `administrative_parent`",
    );
    expect(
        file,
        "name = \"中原区\", kind = \"county\", administrative_parent = \"410100\"",
        "name = \"中原区\", kind = \"county\", administrative_parent = \"420100\"",
        0,
        "没有编码为 `420100` 的区划",
    );
    expect(file, "kind = \"province\"", "kind = \"province\", administrative_parent = \"410100\"", 0, "省没有上级区划");
    expect(file, "kind = \"city\"", "kind = \"city\", province_administered = true", 0, "只有县级可以是省直管");
    let file = "authorities/henan.toml";
    expect(file, "territory = \"410102\"", "territory = \"420102\"", 0, "没有编码为 `420102` 的区划");
    expect(file, "territory = \"410102\"", "territory = \"410100\"", 0, "`410100` 的级别与机构不符");
    expect(
        file,
        "territory = \"410102\", reviewed_by = \"410100\"",
        "territory = \"410102\", reviewed_by = \"420100\"",
        0,
        "没有编码为 `420100` 的机构",
    );
    expect(file, "territory = \"410102\", reviewed_by = \"410100\"", "territory = \"410102\"", 0, "缺少 `reviewed_by`");
    expect(
        file,
        "territory = \"410102\", reviewed_by = \"410100\"",
        "territory = \"410102\", reviewed_by = \"410102\"",
        0,
        "绕成了圈",
    );
}

#[test]
fn every_shipped_rule_has_a_name_of_its_own() {
    for rule in shipped().rules() {
        assert!(!rule.name.is_empty() && rule.name != rule.message, "{} has no name", rule.id);
        assert!(rule.name.chars().count() <= 20, "{} is more than a name", rule.name);
    }
    expect("rules.toml", "name = \"负数\"", "name = \"应是整数\"", 0, "规则名“应是整数”重复");
    expect_all("rules.toml", "name = \"负数\"", "name = \" \"", &["`name` 是空的"]);
}

#[test]
fn a_map_of_squares_has_every_region_once() {
    let file = "regions/henan.toml";
    expect(file, ", tile = [4, 1] }", ", tile = [3, 4] }", 0, "这个位置已经是郑州市的");
    expect(file, ", tile = [4, 7] }", " }", 0, "信阳市缺少 `tile`");
    expect(file, ", tile = [4, 7] }", ", tile = [0, 7] }", 0, "各从 1 到 12");
    expect(file, ", tile = [4, 7] }", ", tile = [4, 13] }", 0, "各从 1 到 12");
    // A region alone among its siblings: the others then lack their places.
    let folder = copied();
    spoil(
        folder.path(),
        file,
        "name = \"中原区\", kind = \"county\"",
        "tile = [1, 1], name = \"中原区\", kind = \"county\"",
    );
    let found = faults(folder.path());
    assert!(found.len() > 5 && found.iter().all(|fault| fault.what.contains("缺少 `tile`")), "{found:#?}");
    assert!(!found.iter().any(|fault| fault.what.contains("高新") || fault.what.contains("瀍河")), "{found:#?}");
}

#[test]
fn holidays_that_cannot_be_are_named() {
    let wrong = |find, replace, below, what| expect("holidays/2024.toml", find, replace, below, what);
    wrong("from = \"2024-04-04\"", "from = \"2024-04-09\"", 0, "`from` 晚于 `to`");
    wrong("from = \"2024-01-01\"", "from = \"2023-12-31\"", 0, "2023-12-31 不在 2024 年");
    wrong("day = \"2024-04-07\"", "day = \"2024-04-08\"", 0, "2024-04-08 不是周末");
    wrong("day = \"2024-02-18\"", "day = \"2024-02-17\"", 0, "2024-02-17 既放假又上班");
    wrong("day = \"2024-02-18\"", "day = \"2024-02-04\"", 0, "`2024-02-04` 重复了");
    wrong("07\"\nname = \"清明节\"", "07\"\nname = \"清明\"", 1, "没有名为 `清明` 的放假");
    wrong("evidence = \"secondary\"", "evidence = \"heard\"", 0, "不能写 `heard`");
    expect("holidays/2025.toml", "from = \"2025-05-31\"", "from = \"2025-05-05\"", 0, "与“劳动节”的放假日子重叠");
    let folder = copied();
    let file = |name: &str| folder.path().join("holidays").join(name);
    fs::rename(file("2024.toml"), file("next.toml")).unwrap();
    let found: Vec<String> = faults(folder.path()).iter().map(ToString::to_string).collect();
    assert_eq!(found, ["holidays/next.toml:1: 文件名应是年份，例如 `holidays/2024.toml`"]);
}
