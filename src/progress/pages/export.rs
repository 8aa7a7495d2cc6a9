//! What a target page shows, as files: the series, the groups of the quarter, the hospitals of the filter.

use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::Indicator;
use crate::charts::{self, Size};
use crate::progress::benchmark::Candidate;
use crate::progress::desk::Desk;
use crate::progress::judge::Change;
use crate::progress::look::Look;
use crate::progress::model::{Row, Series, by_label, by_noun};
use crate::progress::pages::target::drawn;
use crate::progress::pages::target_boxes::lines_of;
use crate::progress::picture;
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
            "未报或缺数家数",
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

/// The hospitals of the filter, in the order of the page, all pages.
#[must_use]
pub fn hospitals_table(desk: &Desk, look: &Look<'_>, found: &[Candidate<'_>]) -> Table {
    let row = |candidate: &Candidate<'_>| hospital_row(&desk.catalogue, look.indicator, candidate);
    Table {
        name: "医院".to_owned(),
        notes: notes(desk, look),
        heads: vec!["编码", "医院", "级别", "地市", "分子", "分母", "值", "95%下限", "95%上限", "较上季", "说明"],
        rows: found.iter().map(row).collect(),
    }
}

fn hospital_row(catalogue: &Catalogue, indicator: &Indicator, candidate: &Candidate<'_>) -> Vec<Field> {
    let city = catalogue.region(candidate.city).map_or(candidate.city, |region| &region.name);
    let mut fields = vec![
        Field::Text(candidate.code.to_owned()),
        Field::Text(candidate.name.to_owned()),
        Field::Text(catalogue.register().level_name(candidate.level).to_owned()),
        Field::Text(city.to_owned()),
    ];
    fields.extend(figure_fields(indicator, candidate.row));
    let difference = match candidate.change {
        Change::By(difference) => Some(difference),
        Change::Redefined | Change::NothingNow | Change::NothingThen => None,
    };
    fields.push(Field::of(difference, indicator.decimals));
    let pooled = candidate.row.pooled;
    fields.push(Field::Text(
        match (pooled.not_applicable, pooled.reported) {
            (1.., _) => "不适用",
            (_, 0) => "未报、未接收或缺数",
            _ if candidate.row.figure.value.is_none() => "没有病例",
            _ => "",
        }
        .to_owned(),
    ));
    fields
}

fn notes(desk: &Desk, look: &Look<'_>) -> Vec<String> {
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

/// The line chart by itself.
#[must_use]
pub fn picture_of(course: &Course<'_>) -> String {
    let (series, _) = lines_of(course);
    charts::lines(&picture::lines(course.indicator, &series, "trend"), Size::Wide)
}

/// A file's name without its extension.
#[must_use]
pub fn file_name(look: &Look<'_>) -> String {
    format!("{}_{}_{}", look.target.code, look.indicator.short_name.replace(['/', '\\'], ""), look.period)
}
