//! A control chart as files: the picture, and the numbers with the sentence and the method on top.

use crate::calendar::china_minute;
use crate::charts::{self, Sheet, Size};
use crate::progress::desk::Desk;
use crate::progress::drawing::{self, Taken};
use crate::progress::pages::control::{assurance, key, picture, told};
use crate::progress::pages::export::source;
use crate::progress::sheets::{Field, Table};
use crate::progress::sight::Sight;
use crate::progress::sketch::{marks, signal_words};
use crate::web::PageError;

/// The chart of a sight as it leaves the page.
///
/// # Errors
/// [`PageError::Refused`] where there is nothing to draw.
pub fn taken(desk: &Desk, sight: &Sight<'_>) -> Result<Taken, PageError> {
    if let Some(why) = sight.nothing() {
        return Err(PageError::refused(why, "没有可画的数字，所以没有图；可以换一个分组或季度。"));
    }
    let (chart, told) = (picture(sight), told(sight));
    let mut foot = vec![told.method()];
    foot.extend(assurance(sight));
    foot.push(source(desk, &sight.look, &sight.address("/control").text()));
    Ok(Taken::new(
        file_name(sight),
        Sheet {
            title: format!("{}　{}", sight.look.target.code, chart.caption.title),
            said: vec![told.said().text()],
            key: drawing::key(&key(&chart)),
            chart: charts::control(&chart, Size::Wide),
            foot,
        },
    ))
}

/// A file's name without its extension.
#[must_use]
pub fn file_name(sight: &Sight<'_>) -> String {
    let plain = |text: &str| text.replace(['/', '\\'], "");
    let look = &sight.look;
    format!(
        "{}_{}_控制图_{}_{}",
        look.target.code,
        plain(&look.indicator.short_name),
        plain(&sight.pick.name),
        look.period
    )
}

/// The numbers of the chart, a row a period.
#[must_use]
pub fn table(desk: &Desk, sight: &Sight<'_>) -> Table {
    let (look, told) = (&sight.look, told(sight));
    let mut notes = vec![
        format!("{}　{}　{}　{}", look.target.code, look.target.title, look.indicator.name, sight.pick.name),
        told.said().text(),
        told.method(),
    ];
    notes.extend(assurance(sight));
    notes.extend(told.tag());
    for note in sight.notes.iter().filter(|note| note.withdrawn.is_none()) {
        let when = note.period.map_or_else(|| note.day.to_string(), |period| format!("{}起", period.label()));
        notes.push(format!("标注：{when}　{}　{}（{}）", note.kind.label(), note.text, note.set_by_name));
    }
    notes.push(format!(
        "单位：{}。{}。数据截至 {}，只含已接收的报表。来源 {}",
        look.indicator.unit,
        look.indicator.formula_in_words(&desk.catalogue),
        china_minute(desk.clock.now()),
        sight.address("/control").text()
    ));
    Table {
        name: "控制图".to_owned(),
        notes,
        heads: vec![
            "期",
            "分子",
            "分母",
            "值",
            "95%下限",
            "95%上限",
            "控制下限",
            "均值",
            "控制上限",
            "信号",
            "未报或缺报家数",
        ],
        rows: rows(sight),
    }
}

fn rows(sight: &Sight<'_>) -> Vec<Vec<Field>> {
    let decimals = sight.look.indicator.decimals;
    let marks = marks(&sight.control, &sight.periods);
    let mut rows: Vec<Vec<Field>> = Vec::new();
    for (at, (period, row)) in sight.periods.iter().zip(&sight.rows).enumerate() {
        let stretch = sight.control.stretches.iter().rev().find(|stretch| stretch.from <= at);
        let spot = stretch.and_then(|stretch| stretch.spots.get(at - stretch.from).copied().flatten());
        let limits = spot.and_then(|spot| spot.limits);
        let count = |number: i64| if row.figure.value.is_some() { Field::Count(number) } else { Field::Empty };
        let centre = stretch.and_then(|stretch| stretch.centre).filter(|_| spot.is_some());
        rows.push(vec![
            Field::Text(period.to_string()),
            count(row.pooled.numerator),
            count(row.pooled.denominator),
            Field::of(row.figure.value, decimals),
            Field::of(row.figure.interval.map(|ends| ends.lower), decimals),
            Field::of(row.figure.interval.map(|ends| ends.upper), decimals),
            Field::of(limits.map(|limits| limits.lower), decimals),
            Field::of(centre, decimals),
            Field::of(limits.map(|limits| limits.upper), decimals),
            Field::Text(spot.map_or_else(String::new, |spot| signal_words(marks[at], spot.signals.leading()))),
            Field::Count(row.pooled.missing()),
        ]);
    }
    rows
}
