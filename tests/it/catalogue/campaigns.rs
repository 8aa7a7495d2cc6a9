//! 活动: every duty of the first campaign stands with its bearers, rhythm, days and clause; a second one needs no code; what cannot
//! be owed is named with its line.

use zhikong::catalogue::model::{Due, DutyRhythm, Proof};

use super::faults::{expect, expect_all, faults};
use super::{copied, shipped, spoil};

const HENAN: &str = "campaigns/henan-2021-2025.toml";

/// Id, bearers, levels, rhythm, pieces, clause: 豫卫医〔2021〕26号.
const DUTIES: [(&str, &str, usize, &str, u16, &str); 26] = [
    ("province-plan", "province", 0, "once", 1, "五(一)"),
    ("local-plan", "city county", 0, "once", 1, "五(一)"),
    ("self-examination", "hospital", 0, "once", 1, "五(一)"),
    ("leading-group", "hospital", 0, "once", 1, "六(一)"),
    ("key-work", "province city county", 0, "once", 1, "六(一)"),
    ("visits", "province city county", 0, "yearly", 1, "五(二)1"),
    ("coverage", "province city county", 0, "once", 1, "五(二)1"),
    ("sample", "province", 0, "yearly", 1, "五(二)1"),
    ("qc-visits", "qc_centre", 0, "yearly", 1, "五(二)2"),
    ("local-qc", "local_qc_centre", 0, "yearly", 1, "三(三)、五(二)2"),
    ("trainings", "province city county qc_centre", 0, "yearly", 2, "五(二)3"),
    ("summary", "province", 0, "once", 1, "五(三)"),
    ("exchange", "province", 0, "once", 1, "五(三)"),
    ("exemplars", "city county qc_centre local_qc_centre", 0, "quarterly", 1, "六(四)"),
    ("exemplars-published", "province", 0, "quarterly", 1, "六(四)"),
    ("assessment", "province city county", 0, "standing", 1, "四(一)"),
    ("supervision-by-society", "province city county", 0, "standing", 1, "四(五)、六(四)"),
    ("monitoring-requirements", "province", 0, "once", 1, "三(一)末段"),
    ("quality-committee", "hospital", 2, "standing", 1, "四(二)"),
    ("quality-department", "hospital", 0, "standing", 1, "四(二)"),
    ("quality-information", "hospital", 0, "standing", 1, "四(二)"),
    ("target-analysis", "hospital", 0, "quarterly", 1, "三(二)末段"),
    ("returns", "hospital", 0, "quarterly", 1, "六(二)"),
    ("specialty-goals", "qc_centre", 0, "yearly", 1, "三(三)"),
    ("specialty-indicators", "qc_centre", 0, "once", 1, "六(二)"),
    ("publicity", "hospital", 0, "standing", 1, "六(三)"),
];

#[test]
fn every_duty_of_the_plan_stands_with_its_clause() {
    let catalogue = shipped();
    let campaign = catalogue.campaign("henan-2021-2025").unwrap();
    let said: Vec<(&str, String, usize, &str, u16, &str)> = campaign
        .duties
        .iter()
        .map(|duty| {
            let bearers: Vec<&str> = duty.bearers.iter().map(|kind| kind.key()).collect();
            (&*duty.id, bearers.join(" "), duty.levels.len(), duty.rhythm.key(), duty.times, &*duty.clause)
        })
        .collect();
    let wanted: Vec<_> = DUTIES
        .iter()
        .map(|(id, bearers, levels, rhythm, times, clause)| {
            (*id, (*bearers).to_owned(), *levels, *rhythm, *times, *clause)
        })
        .collect();
    assert_eq!(said, wanted);
    let days = |id: &str| match &campaign.duty(id).unwrap().due {
        Due::On(days) => days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{id}: {other:?}"),
    };
    for id in ["province-plan", "local-plan", "self-examination", "leading-group"] {
        assert_eq!(days(id), ["2021-08-31"], "{id}");
    }
    assert_eq!(days("summary"), ["2023-06-30", "2025-06-30"]);
    assert_eq!(days("coverage"), ["2025-12-31"]);
    let proved: Vec<(&str, Proof)> = campaign.duties.iter().filter_map(|duty| Some((&*duty.id, duty.proof?))).collect();
    let wanted = [
        ("visits", Proof::Visits),
        ("coverage", Proof::Coverage),
        ("sample", Proof::Sample),
        ("qc-visits", Proof::Visits),
        ("exemplars", Proof::Exemplars),
        ("exemplars-published", Proof::ExemplarsChosen),
        ("returns", Proof::Returns),
        ("specialty-goals", Proof::SpecialtyGoals),
    ];
    assert_eq!(proved, wanted, "what the system can prove is proved by its records");
    let own: Vec<&str> = campaign.duties.iter().filter(|duty| !duty.due_said).map(|duty| &*duty.id).collect();
    assert_eq!(own, ["exemplars", "target-analysis", "specialty-goals"], "days the document does not say are marked");
}

#[test]
fn phases_may_come_twice_and_overlap() {
    let catalogue = shipped();
    let henan = catalogue.campaign("henan-2021-2025").unwrap();
    let phases: Vec<(&str, usize)> = henan.phases.iter().map(|phase| (&*phase.name, phase.ranges.len())).collect();
    assert_eq!(phases, [("动员部署", 1), ("组织实施", 1), ("总结交流", 2)]);
    let other = catalogue.campaign("demo-2024").unwrap();
    assert!(other.demo && other.title.contains("演示") && other.quotas.is_empty());
    assert!(other.phases[0].ranges[0].1 > other.phases[1].ranges[0].0, "they overlap, which is no fault");
    assert!(other.duties.iter().any(|duty| duty.rhythm == DutyRhythm::Monthly));
    // Quotas are asked of a campaign that has them, whichever runs beside it.
    assert_eq!(catalogue.campaign_on("2024-06-30".parse().unwrap()).unwrap().id, "henan-2021-2025");
}

#[test]
fn what_cannot_be_owed_is_named_with_its_line() {
    expect(HENAN, "bearers = [\"province\"]", "bearers = [\"state\"]", 0, "没有承担者 `state`");
    expect(HENAN, "rhythm = \"yearly\"\ndue", "rhythm = \"weekly\"\ndue", 0, "没有周期 `weekly`");
    expect(HENAN, "[\"2021-07-01\", \"2021-08-31\"]", "[\"2021-07-01\", \"2021-06-30\"]", 0, "早于开始的 2021-07-01");
    expect(HENAN, "due = { on = [\"2021-08-31\"] }", "due = { on = [] }", 0, "至少一天");
    expect(HENAN, "due = { on = [\"2021-08-31\"] }", "due = { on = [\"2020-08-31\"] }", 0, "要在活动期内");
    expect(HENAN, "due = { on = [\"2021-08-31\"] }", "due = { own = true }", 0, "算不出期限");
    expect(HENAN, "due = { on = [\"2021-08-31\"] }", "due = { days_after = 3 }", 0, "算不出期限");
    expect(HENAN, "due = { open = \"文件没有写期限\" }", "due = { open = \"\" }", 0, "为什么没有期限");
    expect(HENAN, "evidence = [\"training\"]", "evidence = [\"photo\"]", 0, "没有佐证 `photo`");
    expect(HENAN, "evidence = [\"file\", \"return\"]", "evidence = [\"draw\"]", 0, "医院承担的任务不能写佐证 `draw`");
    expect(HENAN, "proof = \"visits\"", "proof = \"word\"", 0, "没有证明方式 `word`");
    expect(HENAN, "proof = \"sample\"", "proof = \"returns\"", 0, "证明不了省级的任务");
    expect(HENAN, "proof = \"sample\"", "proof = \"specialty_goals\"", 0, "证明不了省级的任务");
    let yearly = "rhythm = \"yearly\"\ndue = { days_after = 0, own = true }\nproof = \"specialty_goals\"";
    expect(HENAN, yearly, &yearly.replace("yearly", "quarterly"), 2, "由改进目标证明的任务是每年的");
    expect(HENAN, "times = 2", "times = 0", 0, "`times` 是 1 到");
    expect(HENAN, "first = \"2021Q3\"", "first = \"2021\"", 0, "不是每季度的一期");
    expect(HENAN, "levels = [\"level3\", \"level2\"]", "levels = [\"level9\", \"level2\"]", 0, "没有级别 `level9`");
    expect(HENAN, "id = \"local-plan\"", "id = \"province-plan\"", 0, "写了两次");
}

#[test]
fn exemplars_and_summaries_are_data_and_what_they_lack_is_named() {
    let catalogue = shipped();
    let henan = catalogue.campaign("henan-2021-2025").unwrap();
    let kinds: Vec<&str> = henan.exemplars.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(kinds, ["示范质控中心", "示范医院", "示范科室", "示范个人"]);
    let plans: Vec<(String, String)> =
        henan.summaries.iter().map(|plan| (plan.title.clone(), plan.duty.as_ref().unwrap().1.to_string())).collect();
    let wanted = [("中期总结", "2023-06-30"), ("终期总结", "2025-06-30")];
    assert_eq!(plans, wanted.map(|(title, day)| (title.to_owned(), day.to_owned())));
    let other = catalogue.campaign("demo-2024").unwrap();
    assert!(other.exemplars.is_empty() && other.summaries[0].duty.is_none());
    let span = "span = [\"2021-01-01\", \"2023-06-30\"]";
    expect(HENAN, span, "span = [\"2023-07-01\", \"2023-06-30\"]", 0, "早于开始的 2023-07-01");
    expect(HENAN, span, "span = [\"2020-01-01\", \"2023-06-30\"]", 0, "要在活动期内");
    expect(HENAN, "by = \"2023-06-30\"", "by = \"2023-06-29\"", 0, "没有这一天的期限");
    expect(HENAN, "duty = \"summary\"", "duty = \"nothing\"", 0, "没有任务 `nothing`");
    let asked = "due = { on = [\"2023-06-30\", \"2025-06-30\"] }\nevidence = [\"file\", \"summary\"]";
    let without = asked.replace(", \"summary\"", "");
    expect_all(HENAN, asked, &without, &["里没有 `summary`", "里没有 `summary`"]);
    let kind = "[[exemplar]]\nid = \"hospital\"\nname = \"示范医院\"";
    expect(HENAN, kind, "[[exemplar]]\nid = \"hospital\"\nname = \"\"", 0, "`name` 是空的");
    expect(HENAN, "id = \"department\"", "id = \"hospital\"", 0, "写了两次");
}

#[test]
fn a_duty_without_a_clause_or_a_day_is_named_where_it_stands() {
    let folder = copied();
    let line = spoil(folder.path(), HENAN, "[[duty]]\nid = \"trainings\"", "[[duty]]\nid = \"trainings\"");
    spoil(folder.path(), HENAN, "evidence = [\"training\"]\nclause = \"五(二)3\"", "evidence = [\"training\"]");
    let found = faults(folder.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.contains("`clause` 是空的") && found[0].line == line, "{found:?}");
    let folder = copied();
    let line = spoil(folder.path(), HENAN, "[[duty]]\nid = \"trainings\"", "[[duty]]\nid = \"trainings\"");
    spoil(folder.path(), HENAN, "times = 2\ndue = { days_after = 0 }", "times = 2");
    let found = faults(folder.path());
    assert!(found.len() == 1 && found[0].what.contains("没有 `due`") && found[0].line == line, "{found:?}");
}
