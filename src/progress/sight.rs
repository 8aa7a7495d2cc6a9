//! A control chart as a reader asks for it: the group's rows, limits, what was said of it, its goal.

use crate::access::Viewer;
use crate::annotations::check::Ground;
use crate::annotations::{self, Annotation, Subject};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Indicator, Rhythm};
use crate::db::StoreError;
use crate::figures::By;
use crate::goals::{self, Goal, Goals};
use crate::progress::control::Control;
use crate::progress::desk::Desk;
use crate::progress::judge::{Change, change};
use crate::progress::line;
use crate::progress::look::{Address, Look};
use crate::progress::model::{Row, breaks};
use crate::progress::pick::Pick;
use crate::progress::territory::Territory;
use crate::progress::words;

/// Everything one control chart is made of.
pub struct Sight<'a> {
    /// The target and its indicator.
    pub look: Look<'a>,
    /// Whose figures the reader sees.
    pub territory: Territory,
    /// The group.
    pub pick: Pick,
    /// Of the points.
    pub grain: Grain,
    /// Whether there are figures by month.
    pub monthly: bool,
    /// Oldest first, from the first that has a figure.
    pub periods: Vec<Period>,
    /// One a period.
    pub rows: Vec<Row>,
    /// Limits and signals.
    pub control: Control,
    /// What was said of the series, the latest day first, withdrawn too.
    pub notes: Vec<Annotation>,
    /// The goal of the group in the year of the last quarter.
    pub goal: Option<Goal>,
    /// The quarter as a whole.
    pub quarter: Row,
    /// The quarter against the same quarter of the year before.
    pub to_year: Change,
}

/// Rows with their periods.
type Line = (Vec<Period>, Vec<Row>);

impl<'a> Sight<'a> {
    /// Loads it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        look: Look<'a>,
        (territory, pick): (Territory, Pick),
        grain: Option<Grain>,
    ) -> Result<Self, StoreError> {
        let quarters = quarters(desk, &territory, &look, &pick).await?;
        let (quarter, to_year) = compared(look.indicator, &quarters);
        let months = if grain == Some(Grain::Quarter) && look.indicator.rhythm != Rhythm::Monthly {
            None
        } else {
            months(desk, &territory, &look, &pick).await?
        };
        let monthly = months.is_some();
        let first = quarters.0.len().saturating_sub(usize::try_from(look.span).unwrap_or(0));
        let by_quarter = (quarters.0[first..].to_vec(), quarters.1[first..].to_vec());
        let (periods, rows) = match months {
            Some(months) if grain != Some(Grain::Quarter) => months,
            _ => by_quarter,
        };
        let (periods, rows) = line::begun(periods, rows);
        let grain = periods.last().map_or(Grain::Quarter, |period| period.grain());
        let subject = pick.subject(&look.indicator.id);
        let notes = annotations::store::of(&desk.db, &viewer.scope(), &subject).await?;
        let rebases = annotations::model::rebases(&notes, grain);
        let control = Control::of(look.indicator, &periods, &rows, &rebases);
        let goal = goal_of(desk, viewer, &look, &pick).await?;
        Ok(Self { look, territory, pick, grain, monthly, periods, rows, control, notes, goal, quarter, to_year })
    }

    /// What an annotation of it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.pick.subject(&self.look.indicator.id)
    }

    /// What a rebase is held against.
    #[must_use]
    pub fn ground(&self) -> Ground {
        let redefined = breaks(self.look.indicator, &self.periods).into_iter().map(|at| self.periods[at]);
        Ground {
            redefined: redefined.collect(),
            periods: self.periods.clone(),
            figures: self.rows.iter().map(|row| row.figure.value.is_some()).collect(),
        }
    }

    /// The same chart with limits that start anew from these periods too.
    #[must_use]
    pub fn rebased(&self, more: Period) -> Control {
        let mut rebases = annotations::model::rebases(&self.notes, self.grain);
        rebases.push(more);
        Control::of(self.look.indicator, &self.periods, &self.rows, &rebases)
    }

    /// Its address, under the target's.
    #[must_use]
    pub fn address(&self, ending: &str) -> Address {
        address(&self.look, &self.pick, ending).with("grain", grain_key(self.grain))
    }

    /// Why there is nothing to draw; none where there is.
    #[must_use]
    pub fn nothing(&self) -> Option<String> {
        if let Some(why) = words::never(self.look.indicator) {
            return Some(why.to_owned());
        }
        if self.control.method.is_none() {
            return Some("这一项由多个指标综合评价，没有单一数字，不画控制图。请在上面选它的各个指标。".to_owned());
        }
        if self.rows.iter().any(|row| row.figure.value.is_some()) {
            return None;
        }
        let name = &self.pick.name;
        Some(if self.rows.iter().any(|row| row.withheld) {
            format!("{name}计入的医院不足 {} 家，为免认出单家医院，不显示数值。", self.territory.least)
        } else if self.rows.iter().any(|row| row.pooled.reported > 0) {
            format!("{name}各期的分母都是 0：没有病例，算不出这一指标。")
        } else {
            format!("到 {}为止，{name}还没有接收的报表填报了这一指标。", self.look.period.label())
        })
    }
}

/// The address of the control chart of a group, the grain left to the page.
#[must_use]
pub fn address(look: &Look<'_>, pick: &Pick, ending: &str) -> Address {
    look.address().under(ending).with("by", pick.by.key()).with("group", &pick.key)
}

/// The key of a grain in addresses.
#[must_use]
pub fn grain_key(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => "month",
        Grain::Quarter | Grain::Year => "quarter",
    }
}

/// The quarters shown, and as many before them as the comparison with the year before needs.
async fn quarters(desk: &Desk, territory: &Territory, look: &Look<'_>, pick: &Pick) -> Result<Line, StoreError> {
    let periods = look.period.shifted(1 - look.span.max(5)).through(look.period);
    let rows = line::rows(desk, territory, look.indicator, pick, &periods).await?;
    Ok((periods, rows))
}

/// The months of the quarters shown; none where nobody counts by month.
async fn months(desk: &Desk, territory: &Territory, look: &Look<'_>, pick: &Pick) -> Result<Option<Line>, StoreError> {
    if look.indicator.rhythm != Rhythm::Monthly {
        return Ok(None);
    }
    let periods = line::months(&look.period.shifted(1 - look.span).through(look.period));
    let rows = line::rows(desk, territory, look.indicator, pick, &periods).await?;
    Ok(rows.iter().any(|row| row.pooled.reported > 0).then_some((periods, rows)))
}

fn compared(indicator: &Indicator, (periods, rows): &Line) -> (Row, Change) {
    let (Some(period), Some(row)) = (periods.last().copied(), rows.last().copied()) else {
        return (Row::default(), Change::NothingNow);
    };
    let then = periods.iter().position(|at| *at == period.last_year()).and_then(|at| rows.get(at)).copied();
    (row, change(indicator, (period.last_year(), then.unwrap_or_default()), (period, row)))
}

/// The goal that holds for the group: of a hospital its own, of a level the level's, else that of all hospitals.
async fn goal_of(desk: &Desk, viewer: &Viewer, look: &Look<'_>, pick: &Pick) -> Result<Option<Goal>, StoreError> {
    let (id, year) = (&look.indicator.id, look.period.year());
    if let Some(hospital) = pick.hospital {
        let own = goals::store::own_of(&desk.db, &viewer.scope(), hospital, year).await?;
        if let Some(goal) = own.own(id, year, hospital) {
            return Ok(Some(goal.clone()));
        }
    }
    let goals = goals::store::in_force(&desk.db, year).await?;
    Ok(goal_for(&goals, look, pick.by, &pick.key).cloned())
}

/// The province's goal for a group: of a level the level's, else that of all hospitals.
#[must_use]
pub fn goal_for<'g>(goals: &'g Goals, look: &Look<'_>, by: By, key: &str) -> Option<&'g Goal> {
    let (id, year) = (&look.indicator.id, look.period.year());
    if by == By::Level { goals.of_level(id, year, key) } else { goals.of_all(id, year) }
}
