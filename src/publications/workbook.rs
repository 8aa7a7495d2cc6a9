//! A publication as a workbook: totals and levels, cities, what was corrected. Plain numbers, the same bytes each time.

use rust_xlsxwriter::XlsxError;

use crate::progress::sheets::{self, Field, Table};
use crate::publications::model::{Cell, Content, Correction, Difference, Indicator, Target};
use crate::publications::seal::shown;

const HEADS: [&str; 17] = [
    "目标",
    "目标名称",
    "指标",
    "单位",
    "分组",
    "组",
    "值",
    "95 % 下限",
    "95 % 上限",
    "分子",
    "分母",
    "应报家数",
    "计入家数",
    "不适用家数",
    "未接收或缺报家数",
    "没有值的原因",
    "口径版本",
];

const DIFFERENCE_HEADS: [&str; 12] = [
    "目标",
    "指标",
    "分组",
    "组",
    "原发布值",
    "原分子 / 分母",
    "原计入",
    "现值",
    "现分子 / 分母",
    "现计入",
    "原因",
    "更正的通报号",
];

/// The workbook; `demo` says that everything in it is invented.
///
/// # Errors
/// Of the writer.
pub fn xlsx(content: &Content, hash: &str, demo: bool) -> Result<Vec<u8>, XlsxError> {
    let notes = notes(content, hash, demo);
    let mut tables = vec![table("合计与级别", &notes, rows(content, |by| by != "按地市"))];
    let cities = rows(content, |by| by == "按地市");
    if !cities.is_empty() {
        tables.push(table("地市", &notes, cities));
    }
    if let Some(correction) = &content.correction {
        tables.push(corrected(&notes, correction));
    }
    sheets::xlsx(&content.title, &tables)
}

/// What stands above every table.
fn notes(content: &Content, hash: &str, demo: bool) -> Vec<String> {
    let mut notes = vec![
        content.title.clone(),
        format!(
            "通报号 {}，{}，{}发布，{}",
            content.number,
            content.territory,
            content.publisher,
            content.audience.label()
        ),
        format!("数据截至 {}，发布于 {}，指纹 {}", content.as_of, content.published_at, shown(hash)),
        format!("只含发布时已接收的报表；计入不足 {} 家的分组不公布数值。", content.least),
    ];
    if demo {
        notes.push("演示：医院、人员与数字均为虚构。".to_owned());
    }
    if let Some(correction) = &content.correction {
        notes.push(format!("更正版：更正 {}，原因：{}", correction.corrects, correction.reason));
    }
    notes
}

fn table(name: &str, notes: &[String], rows: Vec<Vec<Field>>) -> Table {
    Table { name: name.to_owned(), notes: notes.to_vec(), heads: HEADS.to_vec(), rows }
}

fn rows(content: &Content, wanted: impl Fn(&str) -> bool) -> Vec<Vec<Field>> {
    let mut rows = Vec::new();
    for target in &content.targets {
        for indicator in &target.indicators {
            let cells = indicator.cells().filter(|(by, _)| wanted(by));
            rows.extend(cells.map(|(by, cell)| row(target, indicator, by, cell)));
            if let Some(never) = indicator.never.as_ref().filter(|_| wanted("合计")) {
                let none = Cell { name: "合计".to_owned(), why_none: Some(never.clone()), ..Cell::default() };
                rows.push(row(target, indicator, "合计", &none));
            }
        }
    }
    rows
}

fn row(target: &Target, indicator: &Indicator, by: &str, cell: &Cell) -> Vec<Field> {
    let text = |text: &str| Field::Text(text.to_owned());
    // What is withheld is not 0.
    let side = |count: i64| if cell.amount.is_some() { Field::Count(count) } else { Field::Empty };
    let bound = |of: fn((f64, f64)) -> f64| Field::of(cell.bounds.map(of), indicator.decimals);
    vec![
        text(&target.numeral),
        text(&target.title),
        text(&indicator.name),
        text(&indicator.unit),
        text(by),
        text(&cell.name),
        Field::of(cell.amount, indicator.decimals),
        bound(|bounds| bounds.0),
        bound(|bounds| bounds.1),
        side(cell.numerator),
        side(cell.denominator),
        Field::Count(cell.expected),
        Field::Count(cell.reported),
        Field::Count(cell.not_applicable),
        Field::Count(cell.missing),
        cell.why_none.as_deref().map_or(Field::Empty, text),
        text(&indicator.version),
    ]
}

fn corrected(notes: &[String], correction: &Correction) -> Table {
    let row = |of: &Difference| {
        let texts = [
            &of.numeral,
            &of.name,
            &of.by,
            &of.group,
            &of.then.value,
            &of.then.base,
            &of.then.counts,
            &of.now.value,
            &of.now.base,
            &of.now.counts,
            &of.cause,
            &correction.corrects,
        ];
        texts.map(|text| Field::Text(text.clone())).to_vec()
    };
    Table {
        name: "更正".to_owned(),
        notes: notes.to_vec(),
        heads: DIFFERENCE_HEADS.to_vec(),
        rows: correction.differences.iter().map(row).collect(),
    }
}
