//! `zhikong authority`: the register of commissions and QC centres, for the operator.

use crate::access::Viewer;
use crate::authorities;
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open, print_json};
use crate::config::DataConfig;

/// Options of `authority`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make the stored authorities what the list in `targets/authorities` says
    Import {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs it.
///
/// # Errors
/// When the data cannot be opened or written.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let What::Import { json } = args.what;
    let desk = open::desk(data, Clock::system()).await?;
    let (viewer, now) = (Viewer::operator(), desk.clock.now());
    let done = authorities::seed(&desk.db, &desk.catalogue, &viewer, now, &desk.data_dir).await?;
    if json {
        print_json(&done)?;
    } else {
        println!("新增 {}，变更 {}，未变 {}", done.created, done.changed, done.unchanged);
    }
    Ok(Done::Well)
}
