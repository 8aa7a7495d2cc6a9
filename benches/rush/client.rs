//! A light HTTP client: one connection, kept open as browsers do, and an exact word for how a request failed. It parses no
//! more than it must, so that the two cores are the server's.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take before the request counts as failed.
const PATIENCE: Duration = Duration::from_secs(60);

const BOUNDARY: &str = "zhikong-rush";

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// Where a redirect leads.
    pub location: String,
    /// The session's cookie, where one was set.
    pub cookie: Option<String>,
    pub body: Vec<u8>,
    /// From the first byte sent to the last received.
    pub took: Duration,
    closes: bool,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failed {
    /// Nobody listens (any more).
    Refused,
    /// A connection kept open from an earlier request was closed before a byte of the answer: browsers send again.
    Idle,
    /// Cut off in the middle, or closed although it was a new connection.
    Cut,
    /// No answer for a minute.
    TimedOut,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    /// A page.
    pub fn get(path: &str) -> Self {
        Self { head: format!("GET {path} HTTP/1.1\r\nAccept: text/html\r\n"), body: Vec::new() }
    }

    /// A form.
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        let fields: Vec<String> =
            fields.iter().map(|(name, text)| format!("{name}={}", zhikong::web::form_encoded(text))).collect();
        Self::post(path, "application/x-www-form-urlencoded", fields.join("&").into_bytes())
    }

    /// A workbook.
    pub fn upload(path: &str, name: &str, bytes: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        Self::post(path, &format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }

    fn post(path: &str, kind: &str, body: Vec<u8>) -> Self {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n"
        );
        Self { head, body }
    }

    /// As a program asks, which gets JSON.
    pub fn json(mut self) -> Self {
        self.head = self.head.replace("Accept: text/html", "Accept: application/json");
        self
    }
}

/// Somebody at a browser.
pub struct Browser {
    address: SocketAddr,
    cookie: String,
    link: Option<BufReader<TcpStream>>,
}

impl Browser {
    /// With a session's cookie; an empty one is nobody's.
    pub fn new(address: SocketAddr, cookie: &str) -> Self {
        Self { address, cookie: cookie.to_owned(), link: None }
    }

    /// Goes on with another's session on the same connection.
    pub fn become_one(&mut self, cookie: &str) {
        cookie.clone_into(&mut self.cookie);
    }

    /// Sends and reads the whole answer.
    pub async fn send(&mut self, request: &Request) -> Result<Answer, Failed> {
        let started = Instant::now();
        let answer = timeout(PATIENCE, self.exchange(request)).await.unwrap_or(Err(Failed::TimedOut));
        if answer.as_ref().map_or(true, |answer| answer.closes) {
            self.link = None;
        }
        answer.map(|answer| Answer { took: started.elapsed(), ..answer })
    }

    /// Sends all of it on a new connection, waits a little, and goes away without reading.
    pub async fn send_and_leave(&mut self, request: &Request, wait: Duration) -> Result<(), Failed> {
        let mut link = self.connect().await?;
        link.write_all(&self.bytes(request)).await.map_err(|_| Failed::Cut)?;
        link.flush().await.map_err(|_| Failed::Cut)?;
        tokio::time::sleep(wait).await;
        Ok(())
    }

    async fn connect(&self) -> Result<BufReader<TcpStream>, Failed> {
        match TcpStream::connect(self.address).await {
            Ok(stream) => {
                stream.set_nodelay(true).map_err(|_| Failed::Cut)?;
                Ok(BufReader::with_capacity(32 * 1024, stream))
            }
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => Err(Failed::Refused),
            Err(_) => Err(Failed::Cut),
        }
    }

    fn bytes(&self, request: &Request) -> Vec<u8> {
        let cookie = match self.cookie.as_str() {
            "" => String::new(),
            cookie => format!("Cookie: {cookie}\r\n"),
        };
        [request.head.as_bytes(), b"Host: 127.0.0.1\r\n", cookie.as_bytes(), b"\r\n", &request.body].concat()
    }

    async fn exchange(&mut self, request: &Request) -> Result<Answer, Failed> {
        let bytes = self.bytes(request);
        let (mut link, fresh) = match self.link.take().filter(is_open) {
            Some(link) => (link, false),
            None => (self.connect().await?, true),
        };
        // An answer may come before all was sent, and the sending then fail: what counts is whether there is one.
        let sent = link.write_all(&bytes).await;
        let mut line = Vec::new();
        let begun = link.read_until(b'\n', &mut line).await;
        if sent.is_err() && line.is_empty() || !matches!(begun, Ok(count) if count > 0) {
            return Err(if fresh || !line.is_empty() { Failed::Cut } else { Failed::Idle });
        }
        let answer = read_answer(&mut link, &line).await.map_err(|_| Failed::Cut)?;
        self.link = Some(link);
        Ok(answer)
    }
}

/// Whether a kept connection was not closed meanwhile, as a browser notices before it uses it.
fn is_open(link: &BufReader<TcpStream>) -> bool {
    let nothing_yet = link.get_ref().try_read(&mut [0]);
    nothing_yet.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

async fn read_answer(link: &mut BufReader<TcpStream>, first: &[u8]) -> std::io::Result<Answer> {
    let broken = || std::io::Error::from(ErrorKind::InvalidData);
    let first = String::from_utf8_lossy(first).into_owned();
    let status = first.split(' ').nth(1).and_then(|text| text.trim().parse().ok()).ok_or_else(broken)?;
    let mut answer = Answer { status, ..Answer::default() };
    let (mut length, mut chunked) = (0, false);
    loop {
        let line = line(link).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(|_| broken())?,
            "transfer-encoding" => chunked = value.contains("chunked"),
            "connection" => answer.closes = value.eq_ignore_ascii_case("close"),
            "location" => value.clone_into(&mut answer.location),
            "set-cookie" if value.starts_with("__Host-zhikong=") => {
                answer.cookie = value.split(';').next().map(str::to_owned);
            }
            _ => {}
        }
    }
    if !chunked {
        answer.body.resize(length, 0);
        link.read_exact(&mut answer.body).await?;
        return Ok(answer);
    }
    loop {
        let size = usize::from_str_radix(&line(link).await?, 16).map_err(|_| broken())?;
        let start = answer.body.len();
        answer.body.resize(start + size, 0);
        link.read_exact(&mut answer.body[start..]).await?;
        line(link).await?;
        if size == 0 {
            return Ok(answer);
        }
    }
}

/// A line without its end; an end of the stream is an error.
async fn line(link: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = Vec::new();
    if link.read_until(b'\n', &mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}
