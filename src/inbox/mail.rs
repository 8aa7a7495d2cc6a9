//! The daily mail as it leaves: its words, and the server that takes it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::config::MailConfig;
use crate::inbox::model::{INBOX, Topic, plain};

/// Most titles a mail lists.
pub const TITLES: u64 = 20;

/// How long a mail server may take over one step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why no mail can be sent as configured.
#[derive(Debug, thiserror::Error)]
pub enum BadMail {
    /// A server, but something else is missing.
    #[error("给了 --smtp-url，还要给 --smtp-from（发件邮箱）和 --site-url（邮件里的网址）")]
    Incomplete,
    /// The server's address.
    #[error("--smtp-url 没有读懂：{0}。请写成 smtp://用户:密码@服务器:25 或 smtps://…")]
    Server(smtp::Error),
    /// The sender.
    #[error("--smtp-from 没有读懂：{0}。请写成 name@example.cn 或 质控 <name@example.cn>")]
    From(lettre::address::AddressError),
    /// The address of this installation.
    #[error("--site-url 要以 https:// 或 http:// 开头，不带空格")]
    Site,
}

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// The address or the mail cannot be put into a message.
    #[error("{0}")]
    Unwritable(String),
    /// The server said no, to this mail or to all.
    #[error("{0}")]
    Refused(smtp::Error),
    /// The server could not be reached; others would not go either.
    #[error("{0}")]
    Unreachable(smtp::Error),
}

/// Sends the daily mails.
#[derive(Clone, Debug)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    site: String,
}

/// One daily mail.
#[derive(Clone, Debug)]
pub struct Mail<'a> {
    /// Its key; with the day it makes the mail's own id, so that a server knows a mail it gets twice.
    pub id: i64,
    /// Its day in 北京时间.
    pub day: NaiveDate,
    /// When it leaves.
    pub at: DateTime<Utc>,
    /// Where it goes.
    pub to: &'a str,
    /// How many messages it tells of.
    pub messages: i64,
    /// The newest of them.
    pub titles: &'a [(Topic, String)],
}

impl Mailer {
    /// The configured one; none where no server is named.
    ///
    /// # Errors
    /// [`BadMail`] says what cannot be used, never with the password.
    pub fn of(config: &MailConfig) -> Result<Option<Self>, BadMail> {
        let given =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let Some(url) = given(&config.smtp_url) else { return Ok(None) };
        let (from, site) = given(&config.smtp_from).zip(given(&config.site_url)).ok_or(BadMail::Incomplete)?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(BadMail::Server)?;
        let from: Mailbox = from.parse().map_err(BadMail::From)?;
        let web = site.starts_with("https://") || site.starts_with("http://");
        if !web || site.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(BadMail::Site);
        }
        let transport = server.timeout(Some(PATIENCE)).pool_config(PoolConfig::new().max_size(1)).build();
        Ok(Some(Self { transport, from, site: site.trim_end_matches('/').to_owned() }))
    }

    /// Sends one.
    ///
    /// # Errors
    /// [`NotSent`].
    pub async fn send(&self, mail: &Mail<'_>) -> Result<(), NotSent> {
        let message = self.message(mail)?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if said_no(&error) => Err(NotSent::Refused(error)),
            Err(error) => Err(NotSent::Unreachable(error)),
        }
    }

    fn message(&self, mail: &Mail<'_>) -> Result<Message, NotSent> {
        let unwritable = |error: String| NotSent::Unwritable(error);
        let to: Address =
            mail.to.parse().map_err(|error: lettre::address::AddressError| unwritable(error.to_string()))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .date(mail.at.into())
            .message_id(Some(format!("<zhikong-{}-{}@{}>", mail.day, mail.id, self.from.email.domain())))
            .subject(subject(mail.messages))
            .header(ContentType::TEXT_PLAIN)
            .body(text(&self.site, mail.messages, mail.titles))
            .map_err(|error| unwritable(error.to_string()))
    }
}

/// Whether the server answered, and answered no.
fn said_no(error: &smtp::Error) -> bool {
    !error.is_timeout() && (error.is_permanent() || error.is_transient())
}

/// The subject: how many, and nothing that anybody else wrote.
#[must_use]
pub fn subject(messages: i64) -> String {
    format!("质控：{messages} 条未读消息")
}

/// The whole text.
#[must_use]
pub fn text(site: &str, messages: i64, titles: &[(Topic, String)]) -> String {
    let mut text = format!("你在质控有 {messages} 条未读消息：\n\n");
    for (topic, title) in titles {
        text.push_str(&format!("· 【{}】{}\n", topic.label(), plain(title, false)));
    }
    let more = messages - i64::try_from(titles.len()).unwrap_or_default();
    if more > 0 {
        text.push_str(&format!("· 还有 {more} 条没有列出\n"));
    }
    text.push_str(&format!("\n打开消息：{site}{INBOX}\n\n"));
    text.push_str(&format!(
        "每天最多一封，由系统自动发出，请不要回复。不想再收，请在“我的账号”里删去邮箱：{site}/account\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: &str, from: &str, site: &str) -> MailConfig {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        MailConfig { smtp_url: some(url), smtp_from: some(from), site_url: some(site) }
    }

    #[test]
    fn a_server_needs_a_sender_and_the_address_of_this_place() {
        assert!(Mailer::of(&config("", "", "")).unwrap().is_none());
        assert!(Mailer::of(&config("  ", "zk@wjw.example", "")).unwrap().is_none(), "no server, no mail, no complaint");
        let fault = |url: &str, from: &str, site: &str| Mailer::of(&config(url, from, site)).unwrap_err().to_string();
        let url = "smtp://user:geheim@127.0.0.1:25";
        assert!(fault(url, "", "https://zk.example").contains("--smtp-from"));
        assert!(fault(url, "zk@wjw.example", "").contains("--site-url"));
        assert!(fault(url, "nobody", "https://zk.example").contains("--smtp-from 没有读懂"));
        assert!(fault(url, "zk@wjw.example", "zk.example").contains("https://"));
        let bad = fault("ftp://user:geheim@127.0.0.1", "zk@wjw.example", "https://zk.example");
        assert!(bad.contains("--smtp-url 没有读懂") && !bad.contains("geheim"), "{bad}");
    }

    #[tokio::test]
    async fn servers_are_named_as_operators_name_them() {
        for url in [
            "smtp://127.0.0.1",
            "smtp://u:p%40@mail.example:2525",
            "smtp://mail.example?tls=required",
            "smtps://u:p@mail.example",
        ] {
            let mailer = Mailer::of(&config(url, "质控 <zk@wjw.example>", "https://zk.example/"));
            assert_eq!(mailer.unwrap().unwrap().site, "https://zk.example", "{url}");
        }
    }

    #[test]
    fn a_mail_says_how_many_and_lists_the_newest() {
        let titles = [(Topic::Returned, "演示甲医院\r\nBcc: c@d.cn".to_owned()), (Topic::Overdue, "乙".to_owned())];
        let text = text("https://zk.example", 5, &titles);
        assert!(text.contains("5 条未读消息") && text.contains("· 还有 3 条没有列出\n"), "{text}");
        assert!(text.contains("· 【退回】演示甲医院  Bcc: c@d.cn\n"), "one line each: {text}");
        assert!(text.contains("https://zk.example/inbox"), "{text}");
        assert!(!super::text("https://zk.example", 2, &titles).contains("没有列出"));
        assert_eq!(subject(3), "质控：3 条未读消息");
    }
}
