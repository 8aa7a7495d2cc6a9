//! The small control charts of a target: one a level, by month where there are months; and what all together say.

use serde::Serialize;

use crate::access::Viewer;
use crate::annotations::{self, Annotation};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Indicator, Rhythm};
use crate::charts;
use crate::db::StoreError;
use crate::figures::By;
use crate::goals::Goals;
use crate::progress::control::{Control, Verdict};
use crate::progress::desk::Desk;
use crate::progress::line;
use crate::progress::look::Look;
use crate::progress::measure::{together, withhold};
use crate::progress::model::{Row, Series};
use crate::progress::pages::control_words::{grain_noun, method_name, points, tag};
use crate::progress::reading::Course;
use crate::progress::sight::{goal_for, grain_key};
use crate::progress::sketch::Sketch;
use crate::progress::territory::Territory;
use crate::web::format;

/// Levels by month or quarter, with the limits of each and of all together.
pub struct Followed {
    /// By level, small groups withheld; from the first period that has a figure.
    pub series: Series,
    /// All levels together.
    pub total: Vec<Row>,
    /// Limits of all together.
    pub control: Control,
    /// What was said of the levels and of all together.
    pub notes: Vec<Annotation>,
}

impl Followed {
    /// Loads them: months where hospitals count by month, else quarters.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        territory: &Territory,
        look: &Look<'_>,
        course: &Course<'_>,
    ) -> Result<Self, StoreError> {
        let quarters = look.period.shifted(1 - look.span).through(look.period);
        let indicator = look.indicator;
        let months = if indicator.rhythm == Rhythm::Monthly {
            let series = line::kept(desk, territory, indicator, By::Level, line::months(&quarters)).await?;
            Some(series).filter(|series| series.rows.iter().any(|row| row.pooled.reported > 0))
        } else {
            None
        };
        let least = territory.least;
        let (series, total) = match months {
            Some(series) => whole(indicator, series, least),
            // What the page shows anyway.
            None if course.series.by == By::Level => (course.series.clone(), course.total.clone()),
            None => {
                let series = line::kept(desk, territory, indicator, By::Level, quarters).await?;
                whole(indicator, series, least)
            }
        };
        let register = desk.registers.within(&desk.db, &territory.pooled).await?;
        let authority = territory.authority.or_else(|| register.tree().roots().next().map(|top| top.id));
        let by = [By::All, By::Level];
        let notes = annotations::store::of_groups(&desk.db, &viewer.scope(), &indicator.id, &by, authority).await?;
        Ok(Self::of(indicator, (series, total), notes))
    }

    fn of(indicator: &Indicator, (series, total): (Series, Vec<Row>), notes: Vec<Annotation>) -> Self {
        let last = total.len().saturating_sub(1);
        let first = total.iter().position(|row| row.pooled.reported > 0).unwrap_or(last);
        let (total, series) = (total.into_iter().skip(first).collect::<Vec<_>>(), series.since(first));
        let grain = grain_of(&series.periods);
        let rebases = annotations::model::rebases(&of_group(&notes, By::All, "all"), grain);
        let control = Control::of(indicator, &series.periods, &total, &rebases);
        Self { series, total, control, notes }
    }

    /// Of the points.
    #[must_use]
    pub fn grain(&self) -> Grain {
        grain_of(&self.series.periods)
    }
}

/// The levels with small groups withheld, and all of them together.
fn whole(indicator: &Indicator, series: Series, least: i64) -> (Series, Vec<Row>) {
    let total = together(indicator, &series, least);
    (withhold(series, least), total)
}

fn grain_of(periods: &[Period]) -> Grain {
    periods.last().map_or(Grain::Quarter, |period| period.grain())
}

fn of_group(notes: &[Annotation], by: By, key: &str) -> Vec<Annotation> {
    notes.iter().filter(|note| note.subject.by == by && note.subject.group == key).cloned().collect()
}

/// The box of small charts.
#[derive(Serialize)]
pub struct Multiples {
    heading: String,
    tag: Option<String>,
    /// What a point is: 当月比率.
    point: &'static str,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    name: String,
    base: String,
    svg: String,
    href: String,
    arrow: &'static str,
    kind: &'static str,
    word: &'static str,
    tag: Option<String>,
}

impl Multiples {
    /// A chart for each level that has a line and figures, since the last change of definition; none where the kind has
    /// no control chart or nobody reported.
    #[must_use]
    pub fn of(look: &Look<'_>, followed: &Followed, goals: &Goals) -> Option<Self> {
        followed.control.method?;
        let since = followed.series.breaks(look.indicator).last().copied().unwrap_or(0);
        let series = followed.series.since(since);
        let item = |group: usize| item(look, followed, &series, group, goals);
        let items: Vec<Item> = (0..series.groups.len()).filter_map(item).collect();
        let tags: Vec<_> = items.iter().map(|item| item.tag.clone()).collect();
        let shared = tags.first().cloned().flatten().filter(|first| tags.iter().all(|tag| tag.as_ref() == Some(first)));
        let (year, noun) = (series.periods.first()?.year(), grain_noun(followed.grain()));
        let same_year = series.periods.last()?.year() == year;
        let when = if same_year { format!("{year} 年") } else { String::new() };
        let items: Vec<Item> = match shared {
            // Said once beside the heading.
            Some(_) => items.into_iter().map(|item| Item { tag: None, ..item }).collect(),
            None => items,
        };
        (!items.is_empty()).then(|| Self {
            heading: format!("{when}逐{noun} {} 控制图", method_name(followed.control.method)),
            tag: shared,
            point: if noun == "月" { "当月数值" } else { "当季数值" },
            items,
        })
    }
}

fn item(look: &Look<'_>, followed: &Followed, series: &Series, group: usize, goals: &Goals) -> Option<Item> {
    let (indicator, name) = (look.indicator, &series.groups[group]);
    name.style?;
    let rows: Vec<Row> = series.of_group(group).collect();
    let first = rows.iter().position(|row| row.figure.value.is_some())?;
    let (rows, periods) = (&rows[first..], &series.periods[first..]);
    let notes = of_group(&followed.notes, By::Level, &name.key);
    let rebases = annotations::model::rebases(&notes, grain_of(periods));
    let control = Control::of(indicator, periods, rows, &rebases);
    let sketch = Sketch { indicator, name: &name.name, periods, rows, control: &control };
    let goal = goal_for(goals, look, By::Level, &name.key);
    let goal = goal.map(|goal| charts::Goal { value: goal.value.shown(), label: String::new() });
    let stretch = control.last()?;
    let drawn: Vec<&Row> = rows.iter().filter(|row| row.figure.value.is_some()).collect();
    let mean = drawn.iter().map(|row| row.pooled.denominator).sum::<i64>() / i64::try_from(drawn.len()).ok()?.max(1);
    let noun = grain_noun(grain_of(periods));
    let (arrow, word) = control.verdict().shown();
    let seasonal = matches!(control.verdict(), Verdict::Signal { season: true, .. });
    let (arrow, kind, word) = match word {
        // Below twelve points limits are drawn and nothing is concluded.
        _ if control.verdict().trial() => ("dots", "common", "点数不足，暂不判断"),
        _ if seasonal => (arrow, "common", "有变化，可能是季节"),
        "改善" => (arrow, "better", word),
        "变差" => (arrow, "worse", word),
        _ => (arrow, "common", word),
    };
    Some(Item {
        base: format!("{} 家，{noun}均分母 {}", rows.last()?.pooled.reported, format::count(mean)),
        svg: charts::multiple(&sketch.chart(&format!("multiple-{}", name.key), goal, &[])),
        href: look
            .address()
            .under("/control")
            .with("by", By::Level.key())
            .with("group", &name.key)
            .with("grain", grain_key(grain_of(periods)))
            .text(),
        arrow,
        kind,
        word,
        tag: tag(stretch).filter(|_| points(stretch) > 0),
        name: name.name.clone(),
    })
}

/// A value of a level beside its goal.
#[must_use]
pub fn goal_line(goals: &Goals, look: &Look<'_>) -> Option<charts::Goal> {
    let goal = goals.of_all(&look.indicator.id, look.period.year())?;
    Some(charts::Goal {
        value: goal.value.shown(), label: format!("目标值 {}", crate::goals::value_words(goal.value))
    })
}
