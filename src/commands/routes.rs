//! `zhikong routes`: every route with its access and the roles that hold it.

use crate::app;
use crate::commands::{CouldNot, Done, print_json};

/// Options of `routes`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Prints the list.
///
/// # Errors
/// When stdout cannot be written.
pub fn run(args: Args) -> Result<Done, CouldNot> {
    let rows = app::route_rows();
    if args.json {
        print_json(&rows)?;
        return Ok(Done::Well);
    }
    for row in rows {
        println!("{:<5} {:<48} {:<22} {}", row.method, row.path, row.access, row.roles.join(" "));
    }
    Ok(Done::Well)
}
