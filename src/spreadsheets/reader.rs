//! The server's end: warm reading children, each asked for one file at a time.

use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::child::{COMMAND, FILES, SLOW};
use super::intake::{Assembly, within};
use super::limits::Limits;
use super::model::{Book, Format};
use super::refusal::{Kind, Measure, Refusal};
use super::wire::{self, LARGEST_CHUNK, Message};

/// Reads files in child processes. Cheap to clone: clones share the children.
///
/// A child that has read a file without trouble stays warm for the next one; one that refused a
/// container, ran out of time or died is replaced. Dropping the last clone ends them all.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

struct Shared {
    binary: PathBuf,
    limits: Limits,
    permits: Semaphore,
    idle: Mutex<Vec<Warm>>,
}

/// A child that waits for a file.
struct Warm {
    process: Child,
    input: ChildStdin,
    output: ChildStdout,
    files: u32,
}

/// Why no answer came.
enum Failure {
    TimedOut,
    Died(io::Error),
}

impl Reader {
    /// A reader that starts `binary` (our own; under test another one than the running) as at most
    /// `children` reading children at once, one at least. Nothing is started before the first file.
    pub fn new(binary: PathBuf, limits: Limits, children: usize) -> Self {
        Self {
            shared: Arc::new(Shared {
                binary,
                limits,
                permits: Semaphore::new(children.max(1)),
                idle: Mutex::new(Vec::new()),
            }),
        }
    }

    /// The limits files are read under.
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }

    /// Reads one file; waits its turn while all children are busy. The time limit counts from its
    /// turn on.
    ///
    /// # Errors
    /// The [`Refusal`] to tell the sender.
    pub async fn read(&self, bytes: impl AsRef<[u8]> + Send) -> Result<Book, Refusal> {
        let bytes = bytes.as_ref();
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size == 0 {
            return Err(Refusal::NotASpreadsheet(Kind::Empty));
        }
        within(Measure::Upload, size, self.shared.limits.upload_bytes)?;
        let _permit = self.shared.permits.acquire().await.map_err(|error| {
            tracing::error!(%error, "no turn to read a spreadsheet");
            Refusal::ReaderUnavailable
        })?;
        let idle = self.shared.idle().pop();
        if let Some(warm) = idle {
            // A warm child may have died while it waited, or be short of memory from files before:
            // only a fresh one's death is the file's doing.
            match self.ask(warm, bytes).await {
                Err(Refusal::ReaderDied) => {}
                answer => return answer,
            }
        }
        let fresh = self.shared.start()?;
        self.ask(fresh, bytes).await
    }

    async fn ask(&self, mut child: Warm, bytes: &[u8]) -> Result<Book, Refusal> {
        let started = Instant::now();
        let limit = self.shared.limits.time;
        let answer = match timeout(limit, child.exchange(bytes)).await {
            Ok(answer) => answer.map_err(Failure::Died),
            Err(_) => Err(Failure::TimedOut),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return Err(child.end(failure, limit.as_secs(), bytes.len()).await),
        };
        let is_tame = match &answer {
            Ok(_) => true,
            Err(refusal) => {
                matches!(refusal, Refusal::NotASpreadsheet(_) | Refusal::PasswordProtected | Refusal::Macros)
            }
        };
        if is_tame && child.files < FILES && started.elapsed() < SLOW {
            self.shared.idle().push(child);
        }
        answer
    }
}

impl Shared {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Warm>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) -> Result<Warm, Refusal> {
        let unavailable = |error: io::Error| {
            tracing::error!(%error, binary = %self.binary.display(), "cannot start a reading child");
            Refusal::ReaderUnavailable
        };
        let mut process = Command::new(&self.binary)
            .arg(COMMAND)
            .args(self.limits.to_args())
            // A child needs nothing we know, least of all where the database is.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(unavailable)?;
        match (process.stdin.take(), process.stdout.take()) {
            (Some(input), Some(output)) => Ok(Warm { process, input, output, files: 0 }),
            _ => Err(unavailable(io::Error::other("no pipe to the child"))),
        }
    }
}

impl Warm {
    /// Sends a file and puts the answer together.
    async fn exchange(&mut self, bytes: &[u8]) -> io::Result<Result<Book, Refusal>> {
        self.files += 1;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.input.write_all(&length.to_le_bytes()).await?;
        self.input.write_all(bytes).await?;
        self.input.flush().await?;
        let mut assembly = Assembly::default();
        let mut chunk = Vec::new();
        loop {
            let length = usize::try_from(self.output.read_u32_le().await?).map_err(io::Error::other)?;
            if length > LARGEST_CHUNK {
                return Err(io::Error::other("a chunk larger than any"));
            }
            chunk.resize(length, 0);
            self.output.read_exact(&mut chunk).await?;
            if let Some(outcome) = take_chunk(&chunk, &mut assembly)? {
                return Ok(outcome.map(|format| assembly.finish(format)));
            }
        }
    }

    /// Ends a child that failed, and says in the log how.
    async fn end(mut self, failure: Failure, seconds: u64, bytes: usize) -> Refusal {
        // It may be dead already; either way its status is collected.
        let _ = self.process.start_kill();
        let status = self.process.wait().await.ok();
        match failure {
            Failure::TimedOut => {
                tracing::warn!(bytes, seconds, "a spreadsheet took too long to read");
                Refusal::TimedOut { seconds }
            }
            Failure::Died(error) => {
                tracing::warn!(bytes, ?status, %error, "a reading child died");
                Refusal::ReaderDied
            }
        }
    }
}

/// Takes all messages of a chunk; the outcome once the last message is among them.
fn take_chunk(mut chunk: &[u8], assembly: &mut Assembly) -> io::Result<Option<Result<Format, Refusal>>> {
    while !chunk.is_empty() {
        match wire::take(&mut chunk) {
            Some(Message::Item(item)) => assembly.take(item),
            Some(Message::Done(format)) => return Ok(Some(Ok(format))),
            Some(Message::Refused(refusal)) => return Ok(Some(Err(refusal))),
            None => return Err(io::Error::other("a message that is none")),
        }
    }
    Ok(None)
}
