//! Every kind of fault of a checklist is named with its file and line, and one mistake is one fault.

use std::fs;

use zhikong::catalogue::Catalogue;

use super::copied;
use super::faults::{expect, expect_all};

const CORE: &str = "checklists/core-systems.toml";
const TARGETS: &str = "checklists/targets-2021.toml";

#[test]
fn unknown_keys_and_words_are_named() {
    expect(CORE, "system_word =", "part_word = \"制度\"\nsystem_word =", 0, "不认识的键 `part_word`");
    expect(CORE, "ordinal = 2\n", "ordinal = 2\nplace = 2\n", 1, "不认识的键 `place`");
    expect(CORE, "look_at = \"会诊制度文本\"", "look_at = \"会诊制度文本\"\nhow = \"看\"", 1, "不认识的键 `how`");
    expect(CORE, "judged_by = [\"site\"]", "judged_by = [\"sight\"]", 0, "不能写 `sight`");
    expect(CORE, "kind = \"instead\"", "kind = \"sometimes\"", 0, "不能写 `sometimes`");
}

#[test]
fn doubled_ids_are_named() {
    expect(CORE, "id = \"consultation-record\"", "id = \"consultation-form\"", 0, "`consultation-form` 重复了");
    expect(TARGETS, "id = \"stemi-lead\"", "id = \"consultation-form\"", 0, "`consultation-form` 重复了");
    expect_all(
        TARGETS,
        "id = \"stroke-transfer-circle\"",
        "id = \"rescue-record\"",
        &["`rescue-record` 重复了", "没有限值 `stroke-transfer-circle`"],
    );
    expect(CORE, "id = \"duty-log\"", "id = \"值班记录\"", 0, "不合规");
}

#[test]
fn dangling_ids_are_named() {
    let requirement = "requirements = [\"三(一)3(3)\"]";
    expect(CORE, requirement, "requirements = [\"三(一)3(9)\"]", 0, "`consultation` 没有条款 `三(一)3(9)`");
    expect(CORE, requirement, "requirements = [\"三(一)4(3)\"]", 0, "`consultation` 没有条款 `三(一)4(3)`");
    let limits = "limits = [\"consultation-urgent\"]";
    expect(CORE, limits, "limits = [\"consultation-routin\"]", 0, "没有限值 `consultation-routin`");
    expect(CORE, limits, "limits = [\"rescue-record\"]", 0, "没有限值 `rescue-record`");
    expect(
        CORE,
        "id = \"duty-log\"\nsystem = \"duty-handover\"",
        "id = \"duty-log\"\nsystem = \"duties\"",
        1,
        "没有 id 为 `duties` 的 system",
    );
    expect(TARGETS, "edition = 2021", "edition = 2001", 0, "没有 2001 年版");
    expect(TARGETS, "service = \"产科\"", "service = \"产房\"", 0, "没有名为 `产房` 的服务");
}

#[test]
fn an_entry_that_cannot_be_read_is_one_fault_and_not_one_a_reference() {
    expect(CORE, "ordinal = 3\n", "ordinal = \"三\"\n", 0, "格式有误");
    expect_all(CORE, "clause = \"三(一)3(3)\"\ntext =", "clause = \"三(一)3(3)\"\nwords =", &["不认识的键 `words`"]);
}

#[test]
fn a_missing_clause_is_named() {
    expect_all(CORE, "clause = \"三(一)3(2)\"\n", "", &["缺少键 `clause`"]);
    expect(CORE, "clause = \"三(一)1.评问1\"", "clause = \"\"", 0, "缺少条款");
    expect(CORE, "clause = \"三(一)2.评问2\"", "clause = \"三(一)3.评问2\"", 0, "不在 `三(一)2` 之下");
    expect(CORE, "clause = \"三(一)18.评问4\"", "clause = \"三(一)18.评问5\"", 0, "依次编号");
    expect(CORE, "clause = \"三(一)18(7)\"", "clause = \"三(一)18(8)\"", 0, "这里应是第 7 条");
    expect(
        CORE,
        "requirements = []\njudged_by = [\"documents\", \"site\"]\nlook_at = \"科室值班记录\"\nnote =",
        "requirements = []\njudged_by = [\"documents\", \"site\"]\nlook_at = \"科室值班记录\"\napplies =",
        0,
        "要在 `note` 里写明原因",
    );
}

#[test]
fn a_missing_source_is_named() {
    expect_all(CORE, "source = \"河南省医疗质量千院行活动方案（2021—2025年） 三(一)\"\n", "", &["缺少键 `source`"]);
    expect_all(
        CORE,
        "source = \"河南省医疗质量千院行活动方案（2021—2025年） 三(一)\"",
        "source = \" \"",
        &["缺少来源"],
    );
    expect_all(CORE, "document = \"豫卫医〔2021〕26号\"", "document = \"\"", &["`document` 是空的"]);
    expect_all(
        TARGETS,
        "[sample]\nleast = 5\nmost = 10\nsource = \"本系统口径\"",
        "[sample]\nleast = 5\nmost = 10\nsource = \"\"",
        &["缺少来源"],
    );
}

#[test]
fn wrong_limits_are_named() {
    let urgent = "value = 10, unit = \"minute\", anchor = \"会诊请求发出\"";
    expect(CORE, urgent, "value = 10, unit = \"minutes\", anchor = \"会诊请求发出\"", 0, "不能写 `minutes`");
    expect(CORE, urgent, "value = 10, unit = \"person\", anchor = \"会诊请求发出\"", 0, "单位不对");
    expect(CORE, urgent, "value = 10, unit = \"minute\"", 0, "时限要写 `anchor`");
    expect(CORE, urgent, "value = 0, unit = \"minute\", anchor = \"会诊请求发出\"", 0, "应大于 0");
    expect(CORE, "value = 1, unit = \"minute\" }", "value = 1, unit = \"person\" }", 0, "单位不对");
    expect(CORE, "value = 100, unit = \"percent\"", "value = 101, unit = \"percent\"", 0, "最多 100");
    expect(CORE, ", instead = \"单人两次核对\"", "", 0, "这种例外要写 `instead`");
    expect(CORE, "kind = \"in_principle\" }", "kind = \"in_principle\", when = \"夜间\" }", 0, "这种例外不写 `when`");
}

#[test]
fn scores_samples_and_places_are_checked() {
    expect_all(CORE, "partly = 50", "partly = 150", &["不得上升"]);
    expect(CORE, "least = 5", "least = 50", 0, "least 不大于 most");
    expect(CORE, "ordinal = 18", "ordinal = 19", 0, "这里应是 18");
    expect(CORE, "id = \"core-systems\"", "id = \"core\"", 0, "应放在 checklists/core.toml");
    expect(CORE, "judged_by = [\"site\"]", "judged_by = []", 0, "至少写一种");
    expect(CORE, "name = \"会诊制度\"", "name = \"\"", 0, "`name` 是空的");
}

/// A list of another year's targets is held against that year.
#[test]
fn a_list_of_targets_in_another_order_than_its_year_is_named() {
    let folder = copied();
    let path = folder.path().join(TARGETS);
    let text = fs::read_to_string(&path).unwrap().replace("edition = 2021", "edition = 2024");
    fs::write(&path, text).unwrap();
    let faults = Catalogue::load(Some(folder.path())).unwrap_err();
    assert_eq!(faults.len(), 9, "only 阴道分娩 has the same place in 2024: {faults:#?}");
    assert!(faults.iter().all(|fault| fault.file == TARGETS && fault.what.starts_with("2024 年版第")), "{faults:#?}");
}
