//! `zhikong serve`: opens the data, serves the pages, stops gracefully.

mod door;

use std::net::SocketAddr;
use std::time::Duration;

use axum::middleware::from_fn_with_state;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::accounts::store::accounts;
use crate::accounts::{Cost, Passwords};
use crate::app::{self, Parts};
use crate::campaign;
use crate::catalogue::{Looked, Shelf};
use crate::clock::Clock;
use crate::commands::serve::door::Door;
use crate::commands::{CouldNot, Done, open};
use crate::config::{DataConfig, MailConfig, ServeConfig};
use crate::figures::summing;
use crate::inbox::digest;
use crate::inbox::mail::Mailer;
use crate::rectifications;
use crate::returns;
use crate::state::AppState;
use crate::web::Templates;

/// How long running requests may take to end after a stop is asked, seconds.
const GRACE: Duration = Duration::from_secs(20);

/// How long kept connections may still ask once the door is closed, before those that are silent are ended.
const LAST_CALL: Duration = Duration::from_secs(1);

/// How often the files of targets are looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Most faults of changed files that the log names; the page of the system names all.
const FAULTS_SAID: usize = 20;

/// Said on a fresh installation, where nobody can sign in.
const FIRST_ACCOUNT: &str = "还没有任何账号；建第一个：\
zhikong account add --login 账号 --name 姓名 --role account_keeper --authority 机构编码";

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    serve: ServeConfig,
    #[command(flatten)]
    mail: MailConfig,
}

/// Serves until asked to stop.
///
/// # Errors
/// When the data cannot be opened, the address is taken, plain http would leave the machine, or mails cannot be sent as
/// configured.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let transport = args.serve.transport().map_err(CouldNot::because)?;
    let mailer = Mailer::of(&args.mail).map_err(CouldNot::because)?;
    let desk = open::desk(data, Clock::system()).await?;
    if !accounts::any_everywhere(&desk.db).await? {
        tracing::warn!("{FIRST_ACCOUNT}");
    }
    tokio::spawn(returns::deadlines::keep_reminding(desk.clone()));
    tokio::spawn(returns::work::keep_working(desk.clone()));
    tokio::spawn(summing::keep_summing(desk.db.clone()));
    let state = AppState { db: desk.db, files: desk.files, data_dir: desk.data_dir, clock: desk.clock, transport };
    tokio::spawn(rectifications::remind::keep_reminding(state.clone()));
    let shelf = Shelf::of(desk.catalogue.clone(), data.targets.as_deref());
    tokio::spawn(keep_in_use(shelf.clone()));
    let demo = data.data_dir.join("planted.json").exists();
    tokio::spawn(campaign::refresh::keep_refreshing(state.db.clone(), shelf.clone(), state.clock.clone(), demo));
    tokio::spawn(campaign::remind::keep_reminding(state.clone(), shelf.clone(), demo));
    if let Some(mailer) = mailer {
        tokio::spawn(digest::keep_sending(state.db.clone(), state.clock.clone(), mailer));
    }
    let parts = Parts {
        state: state.clone(),
        catalogue: desk.catalogue,
        reader: desk.reader,
        templates: Templates::load().map_err(CouldNot::because)?,
        passwords: Passwords::new(Cost::STANDARD).map_err(CouldNot::because)?,
        demo,
    };
    listen(&args.serve, app::router_on(parts, shelf)).await?;
    state.db.close().await?;
    Ok(Done::Well)
}

/// Takes changed files of targets into use while serving; faulty ones are named and change nothing.
async fn keep_in_use(shelf: Shelf) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    loop {
        ticks.tick().await;
        let looking = shelf.clone();
        match tokio::task::spawn_blocking(move || looking.look_again()).await {
            Ok(Looked::Taken) => tracing::info!("the catalogue changed and was read again"),
            Ok(Looked::Refused(faults)) => {
                for fault in faults.iter().take(FAULTS_SAID) {
                    tracing::error!(%fault, "the changed catalogue is faulty; the last good one stays in use");
                }
            }
            Ok(Looked::Same) | Err(_) => (),
        }
    }
}

async fn listen(config: &ServeConfig, router: axum::Router) -> Result<(), CouldNot> {
    let handle = Handle::new();
    let (closing, closed) = watch::channel(false);
    tokio::spawn(stop_when_asked(handle.clone(), closing));
    let door = Door::new(config.bind, closed.clone());
    let router = router.layer(from_fn_with_state(closed, door::last_answer));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let scheme = if config.tls_cert.is_some() { "https" } else { "http" };
    tracing::info!("listening on {scheme}://{}", config.bind);
    match (&config.tls_cert, &config.tls_key) {
        (Some(cert), Some(key)) => {
            // Only one process-wide provider may be set; a second attempt finds the same one.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(cert, key).await?;
            axum_server::bind_rustls(door, tls).handle(handle).serve(service).await?;
        }
        _ => axum_server::bind(door).handle(handle).serve(service).await?,
    }
    Ok(())
}

async fn stop_when_asked(handle: Handle<Door>, closing: watch::Sender<bool>) {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
        }
        Err(_) => drop(interrupted.await),
    }
    tracing::info!("stopping: waiting for running requests");
    closing.send_replace(true);
    let over = Instant::now() + LAST_CALL;
    while handle.connection_count() > 0 && Instant::now() < over {
        sleep(Duration::from_millis(10)).await;
    }
    handle.graceful_shutdown(Some(GRACE));
}
