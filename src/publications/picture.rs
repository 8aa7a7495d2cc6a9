//! Frozen figures as charts. Pure: the same content gives the same bytes.

use crate::charts::{self, Bar, BarChart, Caption, Estimate, SeriesStyle};
use crate::publications::model::{Cell, Content, Indicator};

/// The bars by level of each target's headline; none where no single indicator stands for it or nothing is shown.
#[must_use]
pub fn bars(content: &Content) -> Vec<Option<String>> {
    let of = |target: &crate::publications::model::Target| {
        let headline = target.indicators.first().filter(|_| target.has_headline)?;
        let shown = headline.levels.iter().any(|cell| cell.amount.is_some());
        shown.then(|| charts::bars(&chart(headline, &content.period_label)))
    };
    content.targets.iter().map(of).collect()
}

fn chart(indicator: &Indicator, period: &str) -> BarChart {
    let told: Vec<String> =
        indicator.levels.iter().map(|cell| format!("{} {}", cell.name, cell.told(&indicator.unit))).collect();
    let title = format!("{}，{period}，按级别", indicator.name);
    let caption =
        Caption::new(format!("bars-{}", indicator.id), title, format!("{}。须为 95 % 区间。", told.join("，")));
    BarChart {
        caption,
        unit: indicator.unit.clone(),
        bars: indicator.levels.iter().map(|cell| bar(indicator, cell)).collect(),
        goal: None,
        greatest: indicator.greatest,
    }
}

fn bar(indicator: &Indicator, cell: &Cell) -> Bar {
    let base = if cell.base.is_empty() { String::new() } else { format!("（{}）", cell.base) };
    Bar {
        name: cell.name.clone(),
        style: SeriesStyle::nth(cell.style.unwrap_or(3)),
        estimate: cell.amount.map(|value| Estimate { value, interval: cell.bounds }),
        label: cell.value.clone().or_else(|| cell.why_none.clone()).unwrap_or_default(),
        title: format!("{}　{}{base}", cell.name, cell.told(&indicator.unit)),
    }
}
