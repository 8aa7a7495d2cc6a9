//! 设置: process configuration from flags and environment; each with unit, default and reason.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// What every command needs to find its data.
#[derive(Clone, Debug, clap::Args)]
pub struct DataConfig {
    /// Folder of the database, the kept files and the journal's outside head
    #[arg(long, env = "ZHIKONG_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,
    /// `sqlite://…` or `postgres://…`; default: `zhikong.db` in the data folder
    #[arg(long, env = "ZHIKONG_DATABASE_URL", global = true)]
    pub database_url: Option<String>,
    /// Folder of targets to use instead of those built in
    #[arg(long, env = "ZHIKONG_TARGETS", global = true)]
    pub targets: Option<PathBuf>,
    /// The binary that reads uploads in a child process; default: this one (tests pass the built binary)
    #[arg(long, env = "ZHIKONG_READER", global = true, hide = true)]
    pub reader: Option<PathBuf>,
}

impl DataConfig {
    /// Where the database is: the given URL, or a file in the data folder.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}?mode=rwc", self.data_dir.join("zhikong.db").display()),
        }
    }
}

/// What `serve` needs besides.
#[derive(Clone, Debug, clap::Args)]
pub struct ServeConfig {
    /// Address to listen on
    #[arg(long, env = "ZHIKONG_BIND", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
    /// Certificate chain (PEM); with `--tls-key`
    #[arg(long, env = "ZHIKONG_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM)
    #[arg(long, env = "ZHIKONG_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Address of the reverse proxy whose `X-Forwarded-For` is believed
    #[arg(long, env = "ZHIKONG_BEHIND_PROXY")]
    pub behind_proxy: Option<IpAddr>,
    /// Serve plain http on an address that is not loopback; every page carries a warning
    #[arg(long, env = "ZHIKONG_INSECURE_HTTP")]
    pub insecure_http: bool,
}

/// How the daily mail leaves; without a server none does.
#[derive(Clone, Default, clap::Args)]
pub struct MailConfig {
    /// Mail server: `smtp://user:password@host:25` (`?tls=required` for STARTTLS) or `smtps://…`; without it no mail is sent
    // The address holds a password: neither --help nor a log may show it.
    #[arg(long, env = "ZHIKONG_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Sender of the mails: `name@example.cn` or `Name <name@example.cn>`
    #[arg(long, env = "ZHIKONG_SMTP_FROM")]
    pub smtp_from: Option<String>,
    /// Address under which people open this installation, for the links in mails: `https://…`
    #[arg(long, env = "ZHIKONG_SITE_URL")]
    pub site_url: Option<String>,
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { smtp_url, smtp_from, site_url } = self;
        let server = smtp_url.as_ref().map(|_| "…");
        f.debug_struct("MailConfig")
            .field("smtp_url", &server)
            .field("smtp_from", smtp_from)
            .field("site_url", site_url)
            .finish()
    }
}

/// How the outside reaches us, decided once at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transport {
    /// Cookies are marked Secure and carry the `__Host-` prefix: TLS, a TLS proxy, or loopback.
    pub secure_cookies: bool,
    /// Plain http beyond loopback: shown on every page.
    pub insecure_banner: bool,
    /// The proxy whose forwarded address is believed.
    pub proxy: Option<IpAddr>,
}

/// Why `serve` will not start.
#[derive(Debug, thiserror::Error)]
#[error(
    "拒绝在 {0} 上用明文 http 提供服务：密码会在网上裸奔。请给 --tls-cert 和 --tls-key，或放在反向代理后用 --behind-proxy，确需明文时加 --insecure-http"
)]
pub struct PlainHttpRefused(pub SocketAddr);

impl ServeConfig {
    /// Decides how cookies are marked, or refuses plain http beyond loopback.
    ///
    /// # Errors
    /// [`PlainHttpRefused`] unless TLS, a proxy, loopback or `--insecure-http`.
    pub fn transport(&self) -> Result<Transport, PlainHttpRefused> {
        let encrypted = self.tls_cert.is_some() || self.behind_proxy.is_some();
        let secure_cookies = encrypted || self.bind.ip().is_loopback();
        if !secure_cookies && !self.insecure_http {
            return Err(PlainHttpRefused(self.bind));
        }
        Ok(Transport { secure_cookies, insecure_banner: !secure_cookies, proxy: self.behind_proxy })
    }
}

/// The largest upload of one workbook, bytes: 50 MB is far above any real return and bounds memory.
pub const UPLOAD_MAX: usize = 50 * 1024 * 1024;

/// Idle time after which a session ends, minutes (design: 30).
pub const IDLE_MINUTES: i64 = 30;

/// Longest life of a session, hours (design: 12).
pub const SESSION_HOURS: i64 = 12;
