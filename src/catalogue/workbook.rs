//! 指标字典.xlsx: indicators, elements, the targets of every year and the checks, for whoever works outside the system.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::labels::{better_label, evidence_label, over_time_label, relation_label, rhythm_label, severity_label};
use super::model::{Catalogue, Element, Indicator, RuleCheck};
use super::used::{forms_asking, rules_on_element, rules_on_indicator, targets_showing};
use crate::spreadsheets;

/// A head and its width in characters.
type Column = (&'static str, f64);

const INDICATORS: [Column; 15] = [
    ("编码", 30.0),
    ("指标", 36.0),
    ("简称", 18.0),
    ("怎样计算", 56.0),
    ("状态", 12.0),
    ("类型", 10.0),
    ("改善方向", 12.0),
    ("最短时段", 10.0),
    ("单位", 14.0),
    ("小数位", 8.0),
    ("口径从何时起", 50.0),
    ("列入的目标", 46.0),
    ("检查规则（见末页）", 46.0),
    ("另一种口径", 40.0),
    ("来源与依据", 50.0),
];

const ELEMENTS: [Column; 13] = [
    ("编码", 26.0),
    ("数据元", 34.0),
    ("口径", 56.0),
    ("在哪里取数", 50.0),
    ("单位", 12.0),
    ("小数位", 8.0),
    ("填报", 8.0),
    ("时间合成", 14.0),
    ("需开展的服务", 14.0),
    ("上限（本系统口径）", 16.0),
    ("用于指标", 50.0),
    ("用于年版和检查规则", 46.0),
    ("来源与依据", 50.0),
];

const TARGETS: [Column; 8] = [
    ("年版", 8.0),
    ("序", 6.0),
    ("代码", 16.0),
    ("目标", 44.0),
    ("来历", 30.0),
    ("首项指标", 40.0),
    ("口径未发布", 40.0),
    ("来源与依据", 50.0),
];

const RULES: [Column; 8] = [
    ("规则", 30.0),
    ("级别", 10.0),
    ("应当", 56.0),
    ("缺数时", 24.0),
    ("阈值（本省设置）", 36.0),
    ("提示", 60.0),
    ("怎样改", 60.0),
    ("来源", 26.0),
];

/// Writes the dictionary; the same catalogue gives the same bytes.
///
/// # Errors
/// When there are more rows than a sheet takes.
pub fn write(catalogue: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&spreadsheets::properties("指标字典")?);
    let indicators = catalogue.indicators().iter().map(|indicator| indicator_row(catalogue, indicator));
    sheet(book.add_worksheet(), "指标", &INDICATORS, indicators)?;
    let elements = catalogue.elements().iter().map(|element| element_row(catalogue, element));
    sheet(book.add_worksheet(), "数据元", &ELEMENTS, elements)?;
    sheet(book.add_worksheet(), "历年目标", &TARGETS, target_rows(catalogue).into_iter())?;
    sheet(book.add_worksheet(), "检查规则", &RULES, rule_rows(catalogue).into_iter())?;
    book.save_to_buffer()
}

fn sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (col, (title, width)) in (0_u16..).zip(columns) {
        sheet.set_column_width(col, *width)?;
        spreadsheets::text(sheet, 0, col, title, &head)?;
    }
    let mut last = 0;
    for (row, cells) in (1_u32..).zip(rows) {
        for (col, words) in (0_u16..).zip(&cells) {
            spreadsheets::text(sheet, row, col, words, &body)?;
        }
        // Not every program makes a row as high as its wrapped words.
        let lines = cells.iter().zip(columns).map(|(words, (_, width))| lines_in(words, *width)).max().unwrap_or(1);
        // Excel takes no row higher than 409 points.
        sheet.set_row_height(row, (LINE * lines as f64 + 3.0).min(409.0))?;
        last = row;
    }
    let right = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.autofilter(0, 0, last, right)?;
    sheet.set_freeze_panes(1, 2)?.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(8).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Points of one line of text.
const LINE: f64 = 15.0;

/// Lines that words take in a column so many characters wide; a Chinese character is as wide as two.
fn lines_in(words: &str, width: f64) -> usize {
    let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
    // A line never fills its column to the last character.
    words.split('\n').map(|line| (wide(line) / (width - 2.0)).ceil().max(1.0) as usize).sum()
}

fn sourced(source: &str, evidence: super::model::Evidence) -> String {
    format!("{source}（{}）", evidence_label(evidence).1)
}

fn indicator_row(catalogue: &Catalogue, indicator: &Indicator) -> Vec<String> {
    let versions = indicator.versions.iter().map(|v| format!("{}：{}", v.valid_from.label(), v.note));
    let targets = targets_showing(catalogue, indicator);
    let targets =
        targets.iter().map(|(edition, target)| format!("{} 年 {} {}", edition.year, target.numeral, target.title));
    let rules = rules_on_indicator(catalogue, indicator);
    vec![
        indicator.id.to_string(),
        indicator.name.clone(),
        indicator.short_name.clone(),
        indicator.formula_in_words(catalogue),
        if indicator.defined { "有口径" } else { "口径未发布" }.to_owned(),
        indicator.kind.label().to_owned(),
        better_label(indicator.better).to_owned(),
        rhythm_label(indicator.rhythm).to_owned(),
        indicator.unit.clone(),
        indicator.decimals.to_string(),
        lines(versions),
        lines(targets),
        rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>().join("，"),
        lines(indicator.alternatives.iter().cloned()),
        sourced(&indicator.source, indicator.evidence),
    ]
}

fn element_row(catalogue: &Catalogue, element: &Element) -> Vec<String> {
    let used = catalogue.indicators_using(&element.id);
    let forms = forms_asking(catalogue, element);
    let forms = forms.iter().map(|(edition, _)| format!("{} 年版", edition.year));
    let rules = rules_on_element(catalogue, &element.id);
    let rules = rules.iter().map(|rule| rule.in_words(catalogue));
    vec![
        element.id.to_string(),
        element.name.clone(),
        element.definition.clone(),
        element.where_found.clone(),
        if element.choices.is_empty() { element.unit.clone() } else { element.choices.join("、") },
        element.decimals.to_string(),
        rhythm_label(element.rhythm).to_owned(),
        over_time_label(element.over_time).to_owned(),
        element.service.clone().unwrap_or_default(),
        element.maximum.map(|most| element.shown(most)).unwrap_or_default(),
        lines(used.iter().map(|indicator| indicator.name.clone())),
        lines(forms.chain(rules)),
        sourced(&element.source, element.evidence),
    ]
}

fn target_rows(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for edition in catalogue.editions() {
        for target in edition.all_targets() {
            let origin = target.crosswalk.iter().map(|line| match &line.from {
                Some(code) => format!("{}：{code}", relation_label(line.relation)),
                None => relation_label(line.relation).to_owned(),
            });
            let headline = target.headline.as_ref().and_then(|id| catalogue.indicator(id));
            rows.push(vec![
                edition.year.to_string(),
                target.numeral.clone(),
                target.code.clone(),
                target.title.clone(),
                lines(origin),
                headline.map_or_else(|| "没有单一数字".to_owned(), |indicator| indicator.name.clone()),
                target.undefined.clone().unwrap_or_default(),
                sourced(&target.source, target.evidence),
            ]);
        }
    }
    rows
}

fn rule_rows(catalogue: &Catalogue) -> Vec<Vec<String>> {
    let row = |rule: &super::model::Rule| {
        let structural = rule.check == RuleCheck::Structural;
        vec![
            rule.id.to_string(),
            severity_label(rule.severity).1.to_owned(),
            if structural { "由读报表的程序判断".to_owned() } else { rule.in_words(catalogue) },
            rule.check.missing().map(|missing| missing.in_words()).unwrap_or_default().to_owned(),
            lines(rule.thresholds.iter().map(|(name, limit)| format!("{name} = {limit}"))),
            rule.message.clone(),
            rule.remedy.clone(),
            rule.source.clone(),
        ]
    };
    catalogue.rules().iter().map(row).collect()
}

fn lines(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("\n")
}
