//! What a target page shows, as files: the series, the groups of the quarter.

use crate::calendar::{Period, china_minute};
use crate::catalogue::model::Indicator;
use crate::progress::desk::Desk;
use crate::progress::look::Look;
use crate::progress::model::{Row, Series, by_label, by_noun};
use crate::progress::pages::target::drawn;
use crate::progress::reading::Course;
use crate::progress::sheets::{Field, Table};

/// The series that is drawn, a row a period and group.
#[must_use]
pub fn series_table(desk: &Desk, look: &Look<'_>, course: &Course<'_>) -> Table {
    let series = drawn(course);
    let rows =
        series.periods.iter().enumerate().flat_map(|(at, period)| series_rows(look.indicator, &series, at, *period));
    Table {
        name: by_label(look.by).replace(['（', '）', '、'], ""),
        notes: notes(desk, look),
        heads: vec![
            "期",
            by_noun(look.by),
            "分子",
            "分母",
            "值",
            "95%下限",
            "95%上限",
            "应报家数",
            "计入家数",
            "不适用家数",
            "未报或缺报家数",
        ],
        rows: rows.collect(),
    }
}

fn series_rows(indicator: &Indicator, series: &Series, at: usize, period: Period) -> Vec<Vec<Field>> {
    let row = |(name, row): (&crate::progress::model::GroupName, Row)| {
        let mut fields = vec![Field::Text(period.to_string()), Field::Text(name.name.clone())];
        fields.extend(figure_fields(indicator, row));
        fields.extend([
            Field::Count(row.pooled.expected),
            Field::Count(row.pooled.reported),
            Field::Count(row.pooled.not_applicable),
            Field::Count(row.pooled.missing()),
        ]);
        fields
    };
    series.of_period(at).filter(|(_, row)| row.pooled.expected > 0 || row.pooled.reported > 0).map(row).collect()
}

fn figure_fields(indicator: &Indicator, row: Row) -> [Field; 5] {
    let counted = row.pooled.reported > 0 && !row.withheld;
    let count = |number| if counted { Field::Count(number) } else { Field::Empty };
    [
        count(row.pooled.numerator),
        count(row.pooled.denominator),
        Field::of(row.figure.value, indicator.decimals),
        Field::of(row.figure.interval.map(|interval| interval.lower), indicator.decimals),
        Field::of(row.figure.interval.map(|interval| interval.upper), indicator.decimals),
    ]
}

/// What every table says above its head: of what, by which formula, of when, from where.
#[must_use]
pub fn notes(desk: &Desk, look: &Look<'_>) -> Vec<String> {
    vec![
        format!("{}　{}　{}", look.target.code, look.target.title, look.indicator.name),
        format!("单位：{}。{}", look.indicator.unit, look.indicator.formula_in_words(&desk.catalogue)),
        format!(
            "到{}，数据截至 {}。只含已接收的报表；合并值为 Σ分子 ÷ Σ分母 × 倍数。来源 {}",
            look.period.label(),
            china_minute(desk.clock.now()),
            look.address().text()
        ),
    ]
}

/// Below a picture: of when, of what, from where.
#[must_use]
pub fn source(desk: &Desk, look: &Look<'_>, address: &str) -> String {
    format!(
        "到{}，数据截至 {}，只含已接收的报表。{}。来源 {address}",
        look.period.label(),
        china_minute(desk.clock.now()),
        look.indicator.formula_in_words(&desk.catalogue)
    )
}

/// A file's name without its extension.
#[must_use]
pub fn file_name(look: &Look<'_>) -> String {
    format!("{}_{}_{}", look.target.code, look.indicator.short_name.replace(['/', '\\'], ""), look.period)
}
