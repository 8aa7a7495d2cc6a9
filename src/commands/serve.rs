//! `zhikong serve`: opens the data, serves the pages, stops gracefully.

use std::net::SocketAddr;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::accounts::store::accounts;
use crate::accounts::{Cost, Passwords};
use crate::app::{self, Parts};
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open};
use crate::config::{DataConfig, ServeConfig};
use crate::state::AppState;
use crate::web::Templates;

/// How long running requests may take to end after a stop is asked, seconds.
const GRACE: Duration = Duration::from_secs(20);

/// Said on a fresh installation, where nobody can sign in.
const FIRST_ACCOUNT: &str = "还没有任何账号；建第一个：\
zhikong account add --login 账号 --name 姓名 --role account_keeper --authority 机构编码";

/// Options of `serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    serve: ServeConfig,
}

/// Serves until asked to stop.
///
/// # Errors
/// When the data cannot be opened, the address is taken, or plain http would leave the machine.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let transport = args.serve.transport().map_err(CouldNot::because)?;
    let desk = open::desk(data, Clock::system()).await?;
    if !accounts::any_everywhere(&desk.db).await? {
        tracing::warn!("{FIRST_ACCOUNT}");
    }
    let state = AppState { db: desk.db, files: desk.files, data_dir: desk.data_dir, clock: desk.clock, transport };
    let router = app::router(Parts {
        state: state.clone(),
        catalogue: desk.catalogue,
        reader: desk.reader,
        templates: Templates::load().map_err(CouldNot::because)?,
        passwords: Passwords::new(Cost::STANDARD).map_err(CouldNot::because)?,
        demo: data.data_dir.join("planted.json").exists(),
    });
    listen(&args.serve, router).await?;
    state.db.close().await?;
    Ok(Done::Well)
}

async fn listen(config: &ServeConfig, router: axum::Router) -> Result<(), CouldNot> {
    let handle = Handle::new();
    tokio::spawn(stop_when_asked(handle.clone()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let scheme = if config.tls_cert.is_some() { "https" } else { "http" };
    tracing::info!("listening on {scheme}://{}", config.bind);
    match (&config.tls_cert, &config.tls_key) {
        (Some(cert), Some(key)) => {
            // Only one process-wide provider may be set; a second attempt finds the same one.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let tls = RustlsConfig::from_pem_file(cert, key).await?;
            axum_server::bind_rustls(config.bind, tls).handle(handle).serve(service).await?;
        }
        _ => axum_server::bind(config.bind).handle(handle).serve(service).await?,
    }
    Ok(())
}

async fn stop_when_asked(handle: Handle<SocketAddr>) {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
        }
        Err(_) => drop(interrupted.await),
    }
    tracing::info!("stopping: waiting for running requests");
    handle.graceful_shutdown(Some(GRACE));
}
