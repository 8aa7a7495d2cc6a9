//! `zhikong catalogue`: checks the files of targets, or shows what they state.

use crate::catalogue::{Catalogue, Document, Fault, rules_document};
use crate::commands::{CouldNot, Done, print_json};
use crate::config::DataConfig;

/// Options of `catalogue`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print every fault of the files as `file:line: what`
    Check,
    /// Print what the files state
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the checks of returns as a Markdown document
    Rules,
}

/// Checks or shows.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let catalogue = match Catalogue::load(data.targets.as_deref()) {
        Ok(catalogue) => catalogue,
        Err(faults) => {
            say(&faults, &args.what);
            return Ok(Done::Refused);
        }
    };
    match args.what {
        What::Check => println!("{}", summary(&catalogue)),
        What::Show { json: true } => print_json(&Document::of(&catalogue))?,
        What::Show { json: false } => show(&catalogue),
        What::Rules => print!("{}", rules_document(&catalogue)),
    }
    Ok(Done::Well)
}

/// Faults are the answer of `check`, and no part of a document that `show` prints.
fn say(faults: &[Fault], what: &What) {
    for fault in faults {
        match what {
            What::Check => println!("{fault}"),
            What::Show { .. } | What::Rules => eprintln!("{fault}"),
        }
    }
}

fn summary(catalogue: &Catalogue) -> String {
    format!(
        "目录无误：年版 {}，指标 {}，数据元 {}，规则 {}，检查表 {}，区划 {}，主管机构 {}",
        catalogue.editions().len(),
        catalogue.indicators().len(),
        catalogue.elements().len(),
        catalogue.rules().len(),
        catalogue.checklists().len(),
        catalogue.regions().len(),
        catalogue.authorities().len(),
    )
}

fn show(catalogue: &Catalogue) {
    for edition in catalogue.editions() {
        println!("{} 年版　{}", edition.year, edition.document);
        for target in edition.all_targets() {
            println!("  {}　{}", target.code, target.title);
            for indicator in target.indicators.iter().filter_map(|id| catalogue.indicator(id)) {
                println!("    {}　{}", indicator.id, indicator.formula_in_words(catalogue));
            }
        }
    }
    for checklist in catalogue.checklists() {
        println!("{}　{}", checklist.id, checklist.title);
        for system in &checklist.systems {
            println!("  {}　{}　{}", system.ordinal, system.name, system.clause);
            for point in &system.check_points {
                println!("    {}　{}", point.clause, point.text);
            }
        }
    }
}
