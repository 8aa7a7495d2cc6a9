//! A mail server of the test's own: takes what is sent on 127.0.0.1, or refuses as told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The server; it lives as long as the test's runtime.
#[derive(Clone)]
pub struct Sink {
    port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
    refusals: Arc<AtomicUsize>,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The addresses of the envelope.
    pub to: Vec<String>,
    /// Head and body as sent.
    pub data: String,
}

impl Sink {
    /// Starts it on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let sink = Self { port, taken: Arc::default(), refusals: Arc::default() };
        let serving = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().session(stream));
            }
        });
        sink
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The next `mails` are refused.
    pub fn refuse(&self, mails: usize) {
        self.refusals.store(mails, Ordering::SeqCst);
    }

    /// Everything that was taken, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    async fn session(self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        let mut to = Vec::new();
        let mut answer = "220 sink".to_owned();
        loop {
            let sent = stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await;
            let mut line = String::new();
            if sent.is_err() || stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                return;
            }
            let verb = line.split([' ', '\r']).next().unwrap_or_default().to_ascii_uppercase();
            answer = "250 ok".to_owned();
            match verb.as_str() {
                "RCPT" => to.push(line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()),
                "DATA" => answer = self.data(&mut stream, std::mem::take(&mut to)).await,
                "QUIT" => answer = "221 bye".to_owned(),
                _ => (),
            }
        }
    }

    async fn data(&self, stream: &mut BufReader<TcpStream>, to: Vec<String>) -> String {
        let _ = stream.get_mut().write_all(b"354 go on\r\n").await;
        let mut data = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == ".\r\n" {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let refused = self.refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if refused.is_ok() {
            return "451 later".to_owned();
        }
        self.taken.lock().unwrap().push(Taken { to, data });
        "250 ok".to_owned()
    }
}

impl Taken {
    /// The head, unfolded.
    pub fn head(&self) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        head.replace("\r\n ", " ")
    }

    /// The value of a field of the head.
    pub fn field(&self, name: &str) -> String {
        let head = self.head();
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default().to_owned()
    }

    /// The subject as a reader sees it.
    pub fn subject(&self) -> String {
        let words = self.field("Subject");
        let word = |word: &str| match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
            Some(encoded) => base64(encoded),
            None => word.as_bytes().to_vec(),
        };
        String::from_utf8(words.split(' ').flat_map(word).collect()).unwrap()
    }

    /// The body as a reader sees it.
    pub fn text(&self) -> String {
        let (_, body) = self.data.split_once("\r\n\r\n").unwrap();
        let bytes = match self.field("Content-Transfer-Encoding").as_str() {
            "base64" => base64(body),
            "quoted-printable" => quoted_printable(body),
            _ => body.as_bytes().to_vec(),
        };
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }
}

fn base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for sign in text.bytes().filter_map(|byte| SIGNS.iter().position(|sign| *sign == byte)) {
        bits = (bits << 6) | u32::try_from(sign).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xFF).unwrap());
        }
    }
    bytes
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let joined = text.replace("=\r\n", "");
    let mut parts = joined.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}
