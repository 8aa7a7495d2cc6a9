//! `zhikong progress`: a series of an indicator, for programs.

use sea_orm_migration::MigratorTrait;

use crate::access::Scope;
use crate::calendar::{Grain, Period};
use crate::charts::{self, Size};
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open, print_json};
use crate::config::DataConfig;
use crate::figures::By;
use crate::migrations::Migrator;
use crate::progress::{self, Asked, Desk, Document, Format, picture};

/// More lines than this cannot be told apart.
const MOST_LINES: usize = 20;

/// Options of `progress`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Code of the indicator
    #[arg(long)]
    indicator: String,
    /// level, city, county, ownership, category, hospital or all
    #[arg(long)]
    by: By,
    /// First period, such as 2023Q1 or 2023-01
    #[arg(long)]
    from: Period,
    /// Last period, of the same length
    #[arg(long)]
    to: Period,
    /// How to print
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

/// Prints the series.
///
/// # Errors
/// When the data cannot be opened, or what is asked cannot be: an unknown indicator, a range with two grains.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let periods = periods(args.from, args.to)?;
    let catalogue = open::catalogue(data)?;
    let Some(indicator) = catalogue.indicator_coded(&args.indicator).cloned() else {
        return Err(CouldNot(format!("没有指标“{}”；zhikong catalogue show 列出全部指标", args.indicator)));
    };
    crate::files::make_private(&data.data_dir)?;
    let db = crate::db::open(&data.url()).await?;
    Migrator::up(&db, None).await?;
    let desk = Desk::new(db, Clock::system(), catalogue);
    let asked = Asked { indicator: &indicator, by: args.by, periods };
    let series = progress::series(&desk, &Scope::Everything, asked).await?;
    let document = Document::of(&indicator, &series, desk.clock.now());
    match args.format {
        Format::Json => print_json(&document)?,
        Format::Csv => print!("{}", document.csv().map_err(CouldNot::because)?),
        Format::Svg => {
            let chart = picture::lines(&indicator, &series, "progress");
            if chart.series.len() > MOST_LINES || args.by == By::Hospital {
                return Err(CouldNot("线太多，画在一张图上认不出来。请换一种分组，或改用 --format csv".to_owned()));
            }
            println!("{}", charts::lines(&chart, Size::Wide));
        }
    }
    Ok(Done::Well)
}

/// The periods of a range, oldest first.
fn periods(from: Period, to: Period) -> Result<Vec<Period>, CouldNot> {
    if from.grain() != to.grain() {
        return Err(CouldNot(format!("--from {from} 和 --to {to} 长短不同：两端都写季度，或都写月")));
    }
    if from.grain() == Grain::Year {
        return Err(CouldNot("数字按季度和月计算，全年的请逐季相看：--from 写成 2024Q1，--to 写成 2024Q4".to_owned()));
    }
    if from > to {
        return Err(CouldNot(format!("--from {from} 在 --to {to} 之后")));
    }
    Ok(from.through(to))
}
