//! 各地对照 as files: a workbook of everything, each chart as a picture.

use crate::calendar::china_minute;
use crate::charts::{self, Sheet, Size};
use crate::figures::By;
use crate::progress::board::{Board, Cell, Line};
use crate::progress::changes::{Change, Changes};
use crate::progress::desk::Desk;
use crate::progress::drawing::Taken;
use crate::progress::evidence;
use crate::progress::model::{GroupName, by_noun};
use crate::progress::pages::regions::Look;
use crate::progress::pages::regions_boxes::{heat, tiles};
use crate::progress::pages::regions_words::method;
use crate::progress::sheets::{Field, Table};

/// A file's name without its extension.
#[must_use]
pub fn name(look: &Look<'_>) -> String {
    format!("各地对照_{}_{}", look.period(), look.measure.label())
}

/// The regions by the indicator looked at, targets by regions and levels, and what changed.
#[must_use]
pub fn tables(desk: &Desk, look: &Look<'_>) -> Vec<Table> {
    let map = look.map(desk);
    let (regions, levels) = (look.board(desk, look.panel.regions), look.board(desk, By::Level));
    vec![
        table(desk, look, "本指标各地", &map),
        table(desk, look, "十项目标各地", &regions),
        table(desk, look, "十项目标各级", &levels),
        changed(desk, look),
    ]
}

fn notes(desk: &Desk, look: &Look<'_>) -> Vec<String> {
    vec![
        format!("{}　{}　{}", look.place, look.period().label(), look.measure.label()),
        format!(
            "数据截至 {}。只含已接收的报表；合并值为 Σ分子 ÷ Σ分母 × 倍数，区间为 95 %。来源 {}",
            china_minute(desk.clock.now()),
            look.address("").text()
        ),
    ]
}

fn table(desk: &Desk, look: &Look<'_>, name: &str, board: &Board<'_>) -> Table {
    let rows = |line: &Line<'_>| {
        board.groups.iter().zip(&line.cells).map(|(group, cell)| fields(line, group, cell)).collect::<Vec<_>>()
    };
    Table {
        name: name.to_owned(),
        notes: notes(desk, look),
        heads: vec![
            "目标",
            "指标",
            "单位",
            by_noun(board.by),
            "分子",
            "分母",
            "值",
            "95%下限",
            "95%上限",
            "判断",
            "应报家数",
            "计入家数",
            "不适用家数",
            "未报或缺报家数",
            "方法",
        ],
        rows: board.lines.iter().flat_map(rows).collect(),
    }
}

fn fields(line: &Line<'_>, group: &GroupName, cell: &Cell) -> Vec<Field> {
    let (row, pooled) = (cell.row, cell.row.pooled);
    let shown = row.figure.value.is_some();
    let count = |number| if shown { Field::Count(number) } else { Field::Empty };
    let decimals = line.indicator.map_or(1, |indicator| indicator.decimals);
    let text = |text: &str| Field::Text(text.to_owned());
    vec![
        text(&line.target.code),
        text(line.indicator.map_or("", |indicator| &indicator.name)),
        text(line.indicator.map_or("", |indicator| &indicator.unit)),
        text(&group.name),
        count(pooled.numerator),
        count(pooled.denominator),
        Field::of(row.figure.value, decimals),
        Field::of(row.figure.interval.map(|interval| interval.lower), decimals),
        Field::of(row.figure.interval.map(|interval| interval.upper), decimals),
        text(&cell.word),
        Field::Count(pooled.expected),
        Field::Count(pooled.reported),
        Field::Count(pooled.not_applicable),
        Field::Count(pooled.missing()),
        text(&line.limits.map(|limits| method(&limits)).unwrap_or_default()),
    ]
}

fn changed(desk: &Desk, look: &Look<'_>) -> Table {
    let changes = Changes::of(&desk.catalogue, look.edition, &look.panel);
    let mut notes = notes(desk, look);
    notes.push(format!(
        "比了 {} 张控制图，光凭偶然约会新出现 {:.1} 个信号；信号按控制图的规则，不按差多少",
        changes.compared, changes.expected
    ));
    let new = changes.new_signals().map(|change| change_fields(change, "新出现"));
    let lost = changes.lost.iter().map(|change| change_fields(change, "不再有"));
    Table {
        name: "与上季相比".to_owned(),
        notes,
        heads: vec!["目标", "指标", "范围", "信号", "上季", "本季", "依据", "分子", "分母", "值", "95%下限", "95%上限"],
        rows: new.chain(lost).collect(),
    }
}

fn change_fields(change: &Change<'_>, what: &str) -> Vec<Field> {
    let (row, decimals) = (change.row, change.indicator.decimals);
    let text = |text: &str| Field::Text(text.to_owned());
    vec![
        text(&change.target.code),
        text(&change.indicator.name),
        text(change.group.as_ref().map_or("全部医院", |(_, group)| &group.name)),
        text(what),
        text(&evidence::word(change.before)),
        text(&evidence::word(change.verdict)),
        text(&change.told),
        Field::Count(row.pooled.numerator),
        Field::Count(row.pooled.denominator),
        Field::of(row.figure.value, decimals),
        Field::of(row.figure.interval.map(|interval| interval.lower), decimals),
        Field::of(row.figure.interval.map(|interval| interval.upper), decimals),
    ]
}

/// The chart asked for, with its title, its key and when it was drawn; none for a part there is not.
#[must_use]
pub fn taken(desk: &Desk, look: &Look<'_>) -> Option<Taken> {
    let several = look.panel.groups(look.panel.regions).len() > 1;
    let (title, svg) = match look.part.as_deref()? {
        "tiles" if several => {
            let chart = tiles(desk, look, &look.map(desk));
            (chart.caption.title.clone(), charts::tiles(&chart, Size::Wide))
        }
        part @ ("regions" | "levels") if several || part == "levels" => {
            let by = if part == "levels" { By::Level } else { look.panel.regions };
            let chart = heat(look, &look.board(desk, by));
            (chart.caption.title.clone(), charts::heat(&chart, Size::Wide))
        }
        _ => return None,
    };
    let foot = format!("{}，数据截至 {}，只含已接收的报表", look.place, china_minute(desk.clock.now()));
    let key = look.measure.key_words().into_iter().map(|(mark, words)| (charts::key_grid(mark), words.to_owned()));
    Some(Taken::new(name(look), Sheet { title, said: Vec::new(), key: key.collect(), chart: svg, foot: vec![foot] }))
}
