//! 与上季相比有什么变了, in words.

use serde::Serialize;

use crate::calendar::Period;
use crate::figures::By;
use crate::progress::changes::{Change, Changes};
use crate::progress::evidence;
use crate::progress::look::Address;
use crate::progress::pages::overview_boxes::year_of;
use crate::progress::pages::sentence::Sentence;
use crate::progress::panel::Panel;
use crate::progress::picture::why_none;
use crate::progress::words;
use crate::web::format;

/// What changed since the quarter before.
#[derive(Serialize)]
pub struct Since {
    said: Sentence,
    small: String,
    /// New signals: worsenings, which somebody must look at, then improvements and the rest; empty lists are left out.
    lists: Vec<List>,
    /// How many new signals are not shown here.
    more: usize,
    gaps: Vec<String>,
    redefined: Vec<String>,
}

#[derive(Serialize)]
struct List {
    heading: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    tone: &'static str,
    arrow: &'static str,
    word: String,
    group: String,
    href: String,
    name: String,
    /// `76.1 %（916 / 1 204，95 % 区间 73.6–78.4）`
    figure: String,
    told: String,
}

impl Since {
    /// The changes up to the panel's quarter; the first `most` of the new signals, or everything.
    #[must_use]
    pub fn of(changes: &Changes<'_>, panel: &Panel, most: Option<usize>) -> Self {
        let mut left = most.unwrap_or(usize::MAX);
        let mut list = |heading: &str, of: &[Change<'_>]| {
            let rows: Vec<Row> = of.iter().take(left).map(|change| row(change, panel)).collect();
            left -= rows.len();
            List { heading: format!("{heading} {} 项", of.len()), rows }
        };
        let mut lists =
            vec![list("变差", &changes.worse), list("改善", &changes.better), list("有变化，不分好坏", &changes.other)];
        if most.is_none() {
            lists.push(list("不再有信号", &changes.lost));
        }
        lists.retain(|list| !list.rows.is_empty());
        let all = changes.new_signals().count();
        Self {
            said: said(changes),
            small: small(changes, panel),
            lists,
            more: all.saturating_sub(most.unwrap_or(all)),
            gaps: changes.gaps.iter().map(gap).collect(),
            redefined: changes
                .redefined
                .iter()
                .map(|(target, one)| format!("{} {}", target.numeral, one.short_name))
                .collect(),
        }
    }
}

fn gap(gap: &crate::progress::changes::Gap<'_>) -> String {
    let targets: Vec<&str> = gap.targets.iter().map(|target| target.numeral.as_str()).collect();
    format!("{}：{} 上季有数，本季没有接收的数", gap.group, targets.join("、"))
}

/// The word of a change: of a signal that is gone, what it was.
fn row(change: &Change<'_>, panel: &Panel) -> Row {
    let gone = change.verdict.kind().is_none();
    let (arrow, _) = change.verdict.shown();
    Row {
        tone: evidence::tone(change.verdict),
        arrow,
        word: if gone {
            format!("上季{}，本季未见变化", change.before.shown().1)
        } else {
            evidence::word(change.verdict)
        },
        group: change.group.as_ref().map_or_else(|| "全部医院".to_owned(), |(_, group)| group.name.clone()),
        href: href(change, panel.quarter()),
        name: format!("{} {}", change.target.numeral, change.indicator.short_name),
        figure: figure(change),
        told: change.told.clone(),
    }
}

fn figure(change: &Change<'_>) -> String {
    let (indicator, row) = (change.indicator, change.row);
    if row.figure.value.is_none() {
        return why_none(row).to_owned();
    }
    let interval = row.figure.interval.map(|of| format!("，95 % 区间 {}", words::interval(indicator, of)));
    format!(
        "{}（{}{}）",
        words::figure(indicator, row.figure),
        words::fraction(row.pooled),
        interval.unwrap_or_default()
    )
}

fn href(change: &Change<'_>, period: Period) -> String {
    let address = Address::new(format!("/targets/{}/{}", year_of(&change.target.code), change.target.ordinal))
        .with("period", &period.to_string())
        .with("indicator", change.indicator.id.as_str());
    match &change.group {
        Some((By::Level, group)) => address.with("level", &group.key).text(),
        Some((by @ By::City, group)) => address.with("by", by.key()).with("city", &group.key).text(),
        Some((by, _)) => address.with("by", by.key()).text(),
        None => address.text(),
    }
}

fn said(changes: &Changes<'_>) -> Sentence {
    if changes.compared == 0 {
        return Sentence::default().say("现口径下还没有一张控制图够 6 个点，暂不判断有没有变化。");
    }
    let (better, worse) = (changes.better.len(), changes.worse.len());
    let other = match changes.other.len() {
        0 => String::new(),
        other => format!("、有变化不分好坏 {other} 项"),
    };
    let expected = format::fixed(changes.expected, 1);
    let sentence = Sentence::default()
        .say(format!("比了 {} 张控制图（各目标 × 全部、各级、各地），", changes.compared))
        .find(format!("新出现的信号：改善 {better} 项、变差 {worse} 项{other}"))
        .say(format!("；上季有、本季不再有的 {} 项。", changes.lost.len()));
    let new = changes.new_signals().count();
    if new as f64 <= changes.expected {
        return sentence
            .say(format!("这么多张图里，光凭偶然约会新出现 {expected} 个，"))
            .find("没有多于偶然，不能说有变化")
            .say("。");
    }
    sentence.say(format!("这么多张图里，光凭偶然约会新出现 {expected} 个，所以其中有一部分可能不是真的变化。"))
}

fn small(changes: &Changes<'_>, panel: &Panel) -> String {
    let season = if panel.quarter().number() == 1 {
        "第四季度与次年第一季度之间常有季节差别，请先与去年同期比。"
    } else {
        ""
    };
    let none = if changes.gaps.is_empty() { "没有新停报的。" } else { "" };
    format!("信号按控制图的四条规则，不按数值差多少；只列上季没有、本季才有的。控制图不说明原因。{season}{none}")
}
