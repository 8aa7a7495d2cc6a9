//! `zhikong returns dry-rule`: a rule with other thresholds over what is stored.

use std::path::PathBuf;

use crate::access::Viewer;
use crate::calendar::{Grain, Period};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Rule, RuleId, Severity, threshold_fault, thresholds_clash};
use crate::commands::{CouldNot, Done, print_json};
use crate::returns::Desk;
use crate::returns::dry_rule::model::{Asked, Caught, Counts, Document, Rounds};
use crate::returns::dry_rule::{cannot_run, dry_rule};
use crate::settings;

/// Options of `returns dry-rule`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, by its id
    #[arg(long)]
    rule: String,
    /// A threshold to try instead of the one in force, such as `minimum_total=60`; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = threshold)]
    set: Vec<(String, i64)>,
    /// First quarter, such as 2023Q1; default: the first of which anything came in
    #[arg(long)]
    from: Option<Period>,
    /// Last quarter; default: the last of which anything came in
    #[arg(long)]
    to: Option<Period>,
    /// Look at the rounds that count (the default)
    #[arg(long, conflicts_with = "latest")]
    accepted: bool,
    /// Look at the latest rounds, accepted or not
    #[arg(long)]
    latest: bool,
    /// Folder of targets whose rules decide now; default: the same as is tried, without --set
    #[arg(long, value_name = "FOLDER")]
    present: Option<PathBuf>,
    /// Most examples
    #[arg(long, default_value_t = 10)]
    examples: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn threshold(text: &str) -> Result<(String, i64), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "写成 NAME=VALUE，如 minimum_total=60".to_owned())?;
    let value = value.trim().parse().map_err(|_| format!("“{value}”不是整数"))?;
    Ok((name.trim().to_owned(), value))
}

/// Runs it over the desk's data; stores nothing.
///
/// # Errors
/// When the data cannot be read.
pub async fn run(desk: &Desk, args: Args) -> Result<Done, CouldNot> {
    let in_force = settings::in_force(&desk.db, &desk.catalogue).await?;
    let changed = match tried(&in_force, &args) {
        Ok(changed) => changed,
        Err(refusal) => {
            eprintln!("{refusal}");
            return Ok(Done::Refused);
        }
    };
    let present = match &args.present {
        None => in_force,
        Some(folder) => settings::in_force(&desk.db, &loaded(folder)?).await?,
    };
    let rounds = if args.latest { Rounds::Latest } else { Rounds::Accepted };
    let (from, to, examples) = (args.from, args.to, args.examples);
    let asked = Asked { rule: args.rule, present, changed, from, to, rounds, examples };
    let txn = crate::db::snapshot(&desk.db).await?;
    let document = dry_rule(&txn, &Viewer::operator().scope(), &asked).await?;
    txn.rollback().await?;
    if args.json {
        print_json(&document)?;
    } else {
        say(&document);
    }
    Ok(Done::Well)
}

fn loaded(folder: &std::path::Path) -> Result<Catalogue, CouldNot> {
    Catalogue::load(Some(folder)).map_err(|faults| {
        let said: Vec<String> = faults.iter().take(5).map(ToString::to_string).collect();
        CouldNot(format!("{} 里的目录有误：\n{}", folder.display(), said.join("\n")))
    })
}

/// The rules with what is tried; or why it cannot be tried, in Chinese.
fn tried(in_force: &Catalogue, args: &Args) -> Result<Catalogue, String> {
    let id = &args.rule;
    let Some(rule) = in_force.rule_named(id) else {
        return Err(format!("没有规则 `{id}`。zhikong catalogue rules 列出全部规则。"));
    };
    if let Some((why, instead)) = cannot_run(rule) {
        return Err(format!("规则 `{id}` 不能在入库的数上试算：{why}。{instead}"));
    }
    for (name, value) in &args.set {
        fits(rule, name, *value)?;
    }
    let mut ends = [args.from, args.to].into_iter().flatten();
    if let Some(end) = ends.find(|end| end.grain() != Grain::Quarter) {
        return Err(format!("{end} 不是季度。报表按季度，写成 2024Q3。"));
    }
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        return Err(format!("--from {from} 在 --to {to} 之后。"));
    }
    let set: Vec<(RuleId, String, i64)> =
        args.set.iter().map(|(name, value)| (rule.id.clone(), name.clone(), *value)).collect();
    let changed = in_force.with_thresholds(&set);
    let clash = changed.rule_named(id).and_then(|rule| thresholds_clash(&rule.thresholds));
    match clash {
        Some((name, clash)) => Err(format!("阈值 `{name}`：{clash}。")),
        None => Ok(changed),
    }
}

fn fits(rule: &Rule, name: &str, value: i64) -> Result<(), String> {
    if rule.threshold(name).is_none() {
        let known: Vec<&str> = rule.thresholds.keys().map(String::as_str).collect();
        let known =
            if known.is_empty() { "它没有阈值".to_owned() } else { format!("它有 {}", known.join("、")) };
        return Err(format!("规则 `{}` 没有阈值 `{name}`；{known}。", rule.id));
    }
    threshold_fault(name, value).map_or(Ok(()), |fault| Err(format!("阈值 `{name}` {fault}，写的是 {value}。")))
}

fn say(document: &Document) {
    let thresholds = |of: &std::collections::BTreeMap<String, i64>| {
        let all: Vec<String> = of.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        if all.is_empty() { "没有阈值".to_owned() } else { all.join("，") }
    };
    let severity = if document.severity == Severity::Block { "必须改" } else { "请说明" };
    let rounds = if document.rounds == Rounds::Latest { "最新一轮" } else { "已接收的一轮" };
    println!("规则 {}（{severity}），试算，没有存任何东西", document.rule);
    match &document.present {
        Some(present) => println!("现用：{}", thresholds(present)),
        None => println!("现用：没有这条规则"),
    }
    println!("试用：{}", thresholds(&document.changed));
    let Some((from, to)) = document.from.zip(document.to) else {
        println!("还没有入库的报表。");
        return;
    };
    println!("{} 至 {}，{rounds}：{}", from.label(), to.label(), counts(&document.total));
    if document.left_out > 0 {
        println!("另有 {} 份没有看：医院已不在当时的名录里，或目录里没有它的年版", document.left_out);
    }
    document.by_level.iter().for_each(|level| println!("  {}：{}", level.name, counts(&level.counts)));
    document.by_quarter.iter().for_each(|of| println!("  {}：{}", of.period, counts(&of.counts)));
    if !document.examples.is_empty() {
        println!("试用时提示的前 {} 处：", document.examples.len());
    }
    for example in &document.examples {
        let (new, cell) = (if example.newly_caught { "新 " } else { "" }, example.cell.as_deref().unwrap_or("整份"));
        println!("  {new}{} {} {cell} {}", example.hospital, example.period, example.message);
    }
}

fn counts(of: &Counts) -> String {
    let caught = |caught: &Caught| format!("{} 份 {} 处", caught.returns, caught.problems);
    format!(
        "看了 {} 份；现用提示 {}，试用提示 {}；新提示 {} 份，不再提示 {} 份",
        of.looked_at,
        caught(&of.present),
        caught(&of.changed),
        of.newly_caught,
        of.no_longer_caught
    )
}
