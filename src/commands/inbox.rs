//! `zhikong inbox`: the daily mails of unread messages, for the operator.

use serde::Serialize;

use crate::calendar::china_date;
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open_existing, print_json};
use crate::config::{DataConfig, MailConfig};
use crate::inbox::digest::{self, Fate, Told};
use crate::inbox::mail::Mailer;

/// Options of `inbox`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Send now the daily mails that are due, or say what would go
    Digest {
        #[command(flatten)]
        mail: MailConfig,
        /// Say what would go, and send nothing
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Serialize)]
struct Document {
    dry_run: bool,
    day: String,
    mails: Vec<Told>,
}

/// Runs it.
///
/// # Errors
/// When the data cannot be opened, or no mail can be sent as configured.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let What::Digest { mail, dry_run, json } = args.what;
    let mailer = Mailer::of(&mail).map_err(CouldNot::because)?;
    let db = open_existing(data).await?;
    let now = Clock::system().now();
    let mails = match mailer {
        _ if dry_run => digest::rehearse(&db, now).await?,
        // Whoever asks for it now need not wait to try again what failed.
        Some(mailer) => digest::send_due(&db, &mailer, now, now).await?,
        None => return Err(CouldNot("没有给 --smtp-url，什么也没有发。只想看会发什么，用 --dry-run".to_owned())),
    };
    let went = mails.iter().all(|mail| matches!(mail.fate, Fate::Sent | Fate::Due));
    if json {
        print_json(&Document { dry_run, day: china_date(now).to_string(), mails })?;
    } else {
        mails.iter().for_each(say);
        println!("共 {} 封", mails.len());
    }
    Ok(if went { Done::Well } else { Done::Refused })
}

fn say(mail: &Told) {
    let fate = match mail.fate {
        Fate::Due => "会发",
        Fate::Sent => "已发",
        Fate::Failed => "没有发出，原因见日志",
        Fate::Waiting => "邮件服务器连不上，还没有试",
    };
    println!("{}：{} 条未读，{fate}", mail.login, mail.messages);
}
