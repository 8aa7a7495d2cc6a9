//! `zhikong account`: makes and keeps accounts from the machine itself, where no page can help: the first account of an
//! installation, and an administrator who forgot the password.

use std::io::Read;

use crate::access::{AccountId, Place, ROLES, Role, Scope, Viewer};
use crate::accounts::check::weakness;
use crate::accounts::keep::{self, NotKept, Order};
use crate::accounts::model::{Account, Grants, Keeping, Login};
use crate::accounts::store::{accounts, list};
use crate::accounts::{Cost, Passwords, name_of};
use crate::calendar::{china_date, china_minute};
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open, print_json};
use crate::config::DataConfig;
use crate::db::StoreError;
use crate::state::AppState;
use crate::{authorities, hospitals};

/// Accounts read at once from the list.
const CHUNK: u64 = 1_000;

/// Options of `account`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make an account and print its one-time password
    Add(Add),
    /// List all accounts
    List,
    /// Give an account a new one-time password; lifts its locks and ends its sessions
    Reset {
        /// The account
        login: Login,
    },
    /// Shut an account out (停用): it cannot sign in any more
    Disable {
        /// The account
        login: Login,
    },
    /// Let an account in again (启用)
    Enable {
        /// The account
        login: Login,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Name to sign in with
    #[arg(long)]
    login: Login,
    /// The person's name
    #[arg(long)]
    name: String,
    /// What the account is for; may be given again
    #[arg(long, required = true, value_parser = role)]
    role: Vec<Role>,
    /// Code of the authority where the roles are held
    #[arg(long, conflicts_with = "hospital")]
    authority: Option<String>,
    /// Code of the hospital where the roles are held
    #[arg(long)]
    hospital: Option<String>,
    /// Read the first password from standard input instead of making one
    #[arg(long)]
    password_stdin: bool,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|()| format!("one of {}", ROLES.map(Role::key).join(", ")))
}

/// What a command says at its end.
#[derive(serde::Serialize)]
struct Said {
    login: String,
    /// The one-time password; null when none was made.
    password: Option<String>,
    #[serde(skip)]
    sentence: &'static str,
}

/// Does what was asked.
///
/// # Errors
/// When the data cannot be opened, or on a fault of the database.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let app = open::state(data, Clock::system()).await?;
    let said = match args.action {
        Action::List => return print_list(&app, args.json).await,
        Action::Add(order) => add(&app, order).await,
        Action::Reset { login } => reset(&app, login).await,
        Action::Disable { login } => set_disabled(&app, login, true).await,
        Action::Enable { login } => set_disabled(&app, login, false).await,
    };
    app.db.close().await?;
    match said {
        Ok(said) => say(&said, args.json),
        Err(NotKept::Store(error)) => Err(error.into()),
        Err(NotKept::Hash(fault)) => Err(CouldNot::because(fault)),
        Err(refused) => {
            eprintln!("zhikong: {refused}");
            Ok(Done::Refused)
        }
    }
}

fn say(said: &Said, json: bool) -> Result<Done, CouldNot> {
    if json {
        print_json(said)?;
        return Ok(Done::Well);
    }
    println!("账号 {} {}", said.login, said.sentence);
    if let Some(password) = &said.password {
        println!("一次性密码 {password}");
        println!("只显示这一次；第一次登录时必须修改");
    }
    Ok(Done::Well)
}

async fn add(app: &AppState, add: Add) -> Result<Said, NotKept> {
    let name = name_of(&add.name).ok_or(NotKept::BadName)?;
    let place = place_of(app, add.authority.as_deref(), add.hospital.as_deref()).await?;
    let grants = Grants::new(place, add.role)?;
    let password = if add.password_stdin { Some(typed_password(&add.login)?) } else { None };
    let (login, made) = (add.login.to_string(), password.is_none());
    let order = Order { login: add.login, name, grants, password, must_change: true };
    let (_, password) = keep::create(app, &passwords()?, &Viewer::operator(), order).await?;
    Ok(Said { login, password: made.then_some(password), sentence: "已建好" })
}

fn passwords() -> Result<Passwords, NotKept> {
    Ok(Passwords::new(Cost::STANDARD)?)
}

/// The first line of standard input, if it satisfies the policy.
fn typed_password(login: &Login) -> Result<String, NotKept> {
    let mut text = String::new();
    // Without a readable first line the password is empty, which the policy refuses.
    let _ = std::io::stdin().take(1_000).read_to_string(&mut text);
    let password = text.lines().next().unwrap_or_default().to_owned();
    match weakness(&password, login) {
        Some(weakness) => Err(weakness.into()),
        None => Ok(password),
    }
}

async fn place_of(app: &AppState, authority: Option<&str>, hospital: Option<&str>) -> Result<Place, NotKept> {
    if let Some(code) = authority {
        let found = authorities::store::by_code(&app.db, code).await?;
        return found.map(|authority| Place::Authority(authority.id)).ok_or(NotKept::Unknown);
    }
    if let Some(code) = hospital {
        let today = china_date(app.clock.now());
        let found = hospitals::store::by_code(&app.db, &Scope::Everything, code, today).await?;
        return found.map(|hospital| Place::Hospital(hospital.id)).ok_or(NotKept::Unknown);
    }
    Ok(Place::System)
}

async fn found(app: &AppState, login: &Login) -> Result<Account, NotKept> {
    accounts::by_login(&app.db, Keeping::Everything, login).await?.ok_or(NotKept::Unknown)
}

async fn reset(app: &AppState, login: Login) -> Result<Said, NotKept> {
    let id: AccountId = found(app, &login).await?.id;
    let (_, password) = keep::reset(app, &passwords()?, &Viewer::operator(), id).await?;
    Ok(Said {
        login: login.to_string(), password: Some(password), sentence: "的密码已重置，各处的登录已退出"
    })
}

async fn set_disabled(app: &AppState, login: Login, disabled: bool) -> Result<Said, NotKept> {
    let held = found(app, &login).await?;
    keep::set_disabled(app, &Viewer::operator(), held.id, held.version, disabled).await?;
    let sentence = if disabled { "已停用，各处的登录已退出" } else { "已启用" };
    Ok(Said { login: login.to_string(), password: None, sentence })
}

#[derive(serde::Serialize)]
struct Listed {
    login: String,
    name: String,
    roles: Vec<&'static str>,
    /// Name of the authority or hospital; null for administrators.
    place: Option<String>,
    disabled: bool,
    must_change: bool,
    signed_in_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl From<Account> for Listed {
    fn from(account: Account) -> Self {
        Self {
            login: account.login.to_string(),
            name: account.name,
            roles: account.grants.roles().iter().map(|role| role.key()).collect(),
            place: Some(account.place_name).filter(|name| !name.is_empty()),
            disabled: account.disabled,
            must_change: account.must_change,
            signed_in_at: account.signed_in_at,
        }
    }
}

async fn all(app: &AppState) -> Result<Vec<Listed>, StoreError> {
    let mut listed = Vec::new();
    loop {
        let skip = u64::try_from(listed.len()).unwrap_or(u64::MAX);
        let some = list::page(&app.db, Keeping::Everything, &list::Search::default(), skip, CHUNK).await?;
        if some.is_empty() {
            return Ok(listed);
        }
        listed.extend(some.into_iter().map(Listed::from));
    }
}

async fn print_list(app: &AppState, json: bool) -> Result<Done, CouldNot> {
    let listed = all(app).await?;
    if json {
        print_json(&listed)?;
        return Ok(Done::Well);
    }
    for account in listed {
        let state = if account.disabled { "停用" } else { "在用" };
        let signed_in = account.signed_in_at.map_or_else(|| "从未登录".to_owned(), china_minute);
        let place = account.place.unwrap_or_default();
        println!("{}\t{}\t{state}\t{signed_in}\t{}\t{place}", account.login, account.name, account.roles.join(","));
    }
    Ok(Done::Well)
}
