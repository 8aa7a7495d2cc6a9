//! The rules as a document for whoever keeps or questions them: `docs/rules.md`.

use std::fmt::Write;

use super::labels::severity_label;
use super::model::{Catalogue, Meaning, Rule, RuleCheck};

const HEAD: &str = "# 报表检查规则

本文由 `zhikong catalogue rules` 从 `targets/rules.toml` 生成，不要手改；改了规则以后运行
`zhikong catalogue rules > docs/rules.md`，测试会核对两者一致。

“必须改”的，整本不入库；“请说明”的，入库并请填报人说明。阈值是本系统口径，不是国家规定；这里是规则文件里的默认值，省级卫生健康委可以在
“本省设置”页上改。
同一处先列的规则说了，后列的不再说。某年版没有要填的数，有关规则不查。{…} 处填入表里的实际内容。编号、阈值名供程序用（`zhikong returns dry-rule`、`--json`）。
";

/// One part of the document: its heading, the note below it, which rules.
type Part = (&'static str, &'static str, fn(&RuleCheck) -> bool);

const PARTS: [Part; 5] = [
    ("数与数之间", "逐月、逐季比较；月份已经提示的，季度不再提示。", |check| {
        matches!(check, RuleCheck::Elements { .. } | RuleCheck::Indicators { .. })
    }),
    ("三个月之间", "只看按月填、各月相加的数。", |check| matches!(check, RuleCheck::Months)),
    (
        "填的比率",
        "“数据填报”里编码是指标的行，和“指标预览”里盖掉公式填的数，与按个数计算的比；比率不入库。",
        |check| matches!(check, RuleCheck::TypedRates { .. }),
    ),
    (
        "与以往比较",
        "只与已接收的以往季度比：先比本院，本院以往太短的才比同级医院的合计；指标改了口径的不跨口径比；平均数类的指标不按界限判断。",
        |check| matches!(check, RuleCheck::History(_)),
    ),
    ("文件、表和单元格", "由读报表的程序判断。", |check| matches!(check, RuleCheck::Structural)),
];

/// `docs/rules.md`, in the order of the file within each part.
pub fn rules_document(catalogue: &Catalogue) -> String {
    let mut text = HEAD.to_owned();
    for (heading, note, belongs) in PARTS {
        let rules: Vec<&Rule> = catalogue.rules().iter().filter(|rule| belongs(&rule.check)).collect();
        let structural = rules.iter().all(|rule| rule.check == RuleCheck::Structural);
        let (head, line) = if structural {
            ("| 规则 | 编号 | 级别 | 提示 | 怎样改 |", "| --- | --- | --- | --- | --- |")
        } else {
            (
                "| 规则 | 编号 | 级别 | 应当 | 缺数时 | 阈值（默认） | 提示 | 怎样改 | 来源 |",
                "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
            )
        };
        // Writing into a String cannot fail.
        let _ = write!(text, "\n## {heading}（{} 条）\n\n{note}\n\n{head}\n{line}\n", rules.len());
        for rule in rules {
            text.push_str(&row(rule, catalogue));
        }
    }
    text
}

/// A threshold in words, with the name that `dry-rule` and the files call it by.
fn threshold(name: &str, limit: i64) -> String {
    match Meaning::of(name) {
        Some(meaning) => format!("{}，`{name}`", meaning.says(limit)),
        None => format!("`{name}`：{limit}"),
    }
}

fn row(rule: &Rule, catalogue: &Catalogue) -> String {
    let (name, id) = (rule.name.clone(), format!("`{}`", rule.id));
    let severity = severity_label(rule.severity).1.to_owned();
    let (message, remedy) = (rule.message.clone(), rule.remedy.clone());
    let cells = if rule.check == RuleCheck::Structural {
        vec![name, id, severity, message, remedy]
    } else {
        let missing = rule.check.missing().map(|missing| missing.in_words().to_owned()).unwrap_or_default();
        let limits: Vec<String> = rule.thresholds.iter().map(|(name, limit)| threshold(name, *limit)).collect();
        let source = rule.source.clone();
        vec![name, id, severity, rule.in_words(catalogue), missing, limits.join("；"), message, remedy, source]
    };
    // A bar inside a cell would end it.
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}
