//! The numbers behind a control chart, what was said of it, and what is said where there are no limits.

use serde::Serialize;

use crate::access::Viewer;
use crate::annotations::{self, Annotation, Kind, WithdrawForm};
use crate::calendar::{Period, china_minute};
use crate::progress::pages::control::value_words;
use crate::progress::pages::control_words::points;
use crate::progress::sight::Sight;
use crate::progress::sketch::{marks, signal_words};
use crate::progress::small::Small;
use crate::progress::words;
use crate::statistics::Standing;
use crate::statistics::guards::WithoutLimits;

/// One period.
#[derive(Serialize)]
pub struct NumberRow {
    period: String,
    label: String,
    /// `n / d`; empty where there is none.
    base: String,
    value: String,
    interval: String,
    lower: String,
    centre: String,
    upper: String,
    signal: String,
    missing: i64,
    /// Why a stretch begins here; empty elsewhere.
    begins: String,
}

/// As many rows as periods, oldest first.
#[must_use]
pub fn number_rows(sight: &Sight<'_>) -> Vec<NumberRow> {
    let indicator = sight.look.indicator;
    let marks = marks(&sight.control, &sight.periods);
    let mut spots = vec![None; sight.periods.len()];
    for (at, spot) in sight.control.spots() {
        if let Some(place) = spots.get_mut(at) {
            *place = Some(spot);
        }
    }
    let plain = |value: Option<f64>| value.map_or_else(String::new, |value| words::plain(indicator, value));
    let row = |(at, period): (usize, &Period)| {
        let (row, spot) = (sight.rows[at], spots[at]);
        let stretch = sight.control.stretches.iter().rev().find(|stretch| stretch.from <= at);
        let limits = spot.and_then(|spot| spot.limits);
        NumberRow {
            period: period.to_string(),
            label: period.label(),
            base: row.figure.value.map_or_else(String::new, |_| words::fraction(row.pooled)),
            value: value_words(sight, at),
            interval: row.figure.interval.map_or_else(String::new, |ends| words::interval(indicator, ends)),
            lower: plain(limits.map(|limits| limits.lower)),
            centre: plain(stretch.and_then(|stretch| stretch.centre).filter(|_| spot.is_some())),
            upper: plain(limits.map(|limits| limits.upper)),
            signal: spot.map_or_else(String::new, |spot| {
                let said = signal_words(marks[at], spot.signals.leading());
                if said.is_empty() && limits.is_some() { "平常波动".to_owned() } else { said }
            }),
            missing: row.pooled.missing(),
            begins: stretch.filter(|stretch| stretch.from == at && at > 0).map_or_else(String::new, |stretch| {
                match stretch.start {
                    crate::progress::control::Start::Redefined => "改口径".to_owned(),
                    _ => "重算控制限".to_owned(),
                }
            }),
        }
    };
    sight.periods.iter().enumerate().map(row).collect()
}

/// Something that was said of the series.
#[derive(Serialize)]
pub struct Note {
    id: i64,
    kind: &'static str,
    when: String,
    text: String,
    by: String,
    at: String,
    /// Who took it back, when and why; empty while it holds.
    withdrawn: String,
    /// Where to take it back; none where the reader may not.
    withdraw: Option<String>,
    hidden: Vec<(&'static str, String)>,
    version: i32,
    typed: String,
    open: bool,
}

impl Note {
    /// Keeps what was typed into the form of this annotation.
    pub fn typed(&mut self, id: i64, form: &WithdrawForm) {
        if self.id == id {
            (self.typed, self.open) = (form.reason.clone(), true);
        }
    }
}

/// Everything that was said, the latest day first.
#[must_use]
pub fn note_rows(viewer: &Viewer, sight: &Sight<'_>) -> Vec<Note> {
    let note = |note: &Annotation| Note {
        id: note.id,
        kind: note.kind.label(),
        when: match note.period.filter(|_| note.kind == Kind::Rebase) {
            Some(period) => format!("{}起", period.label()),
            None => note.day.to_string(),
        },
        text: note.text.clone(),
        by: note.set_by_name.clone(),
        at: china_minute(note.set_at),
        withdrawn: note.withdrawn.as_ref().map_or_else(String::new, |back| {
            format!("{} {}撤回：{}", china_minute(back.at), back.by_name, back.reason)
        }),
        withdraw: annotations::may_withdraw(viewer, note)
            .then(|| format!("{}/annotations/{}/withdraw", sight.look.path(), note.id)),
        hidden: sight.address("").fields(),
        version: note.version,
        typed: String::new(),
        open: false,
    };
    sight.notes.iter().map(note).collect()
}

/// What is said where there are points and no limits.
#[derive(Serialize)]
pub struct Guard {
    title: String,
    lines: Vec<String>,
}

impl Guard {
    /// Why there are no limits, and what there is in their place.
    #[must_use]
    pub fn of(sight: &Sight<'_>, why: WithoutLimits) -> Self {
        let count = sight.control.last().map_or(0, points);
        let (title, first) = match why {
            WithoutLimits::TooFewPoints => (
                format!("只有 {count} 个点，不画控制限"),
                "少于 6 个点时，偶然的高低也会像趋势。图上只画点和 95\u{202F}% 区间；满 6 点试算控制限，满 12 点才下结论。",
            ),
            WithoutLimits::NothingMoves => (
                "各期之间没有波动，不画控制限".to_owned(),
                "控制限由相邻两期的差算出；这些数字完全相同，或中间隔着空缺，差为 0 或算不出。请先核对是否各期填了同一个数。",
            ),
            WithoutLimits::SmallNumbers | WithoutLimits::NotApplicable => (
                "例数太少，不画控制限".to_owned(),
                "多数期的分母不足 10，或预计不到 5 例，这时控制限的形状不对，会误报。下面改用精确概率和合并的季度来看。",
            ),
        };
        let mut lines = vec![first.to_owned()];
        if why == WithoutLimits::SmallNumbers {
            lines.extend(exact(sight));
        }
        Self { title, lines }
    }
}

/// The last point by exact tails, and the year put together.
fn exact(sight: &Sight<'_>) -> Vec<String> {
    let indicator = sight.look.indicator;
    let Some(small) = Small::of(indicator, &sight.periods, &sight.rows, &sight.control) else { return Vec::new() };
    let (last, label) = (sight.rows.len() - 1, sight.periods.last().map(|period| period.label()).unwrap_or_default());
    let mut lines = Vec::new();
    if let (Some(tails), Some(standing)) = (small.tails, small.standing()) {
        let verdict = match standing {
            Standing::Indistinct => "与以前没有可辨的差别",
            Standing::Above => "高得不像偶然",
            Standing::Below => "低得不像偶然",
        };
        lines.push(format!(
            "{label} {}（{}）；以前 {} 期合计 {}。若一切如前，得到这么低或更低的概率是 {}，这么高或更高的是 {}：{verdict}。",
            value_words(sight, last),
            words::fraction(small.last),
            small.periods,
            words::fraction(small.earlier),
            chance(tails.low),
            chance(tails.high)
        ));
    }
    let interval = small
        .year_figure
        .interval
        .map_or_else(String::new, |ends| format!("，95\u{202F}% 区间 {}", words::interval(indicator, ends)));
    let year = sight.look.period.year();
    lines.push(format!(
        "{year} 年到本期合并：{}（{}{interval}）。",
        words::figure(indicator, small.year_figure),
        words::fraction(small.year)
    ));
    lines
}

/// A probability in percent, never shown as none.
fn chance(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.1 { "不到 0.1\u{202F}%".to_owned() } else { format!("{percent:.1}\u{202F}%") }
}
