//! The reading child: `zhikong read-sheet`, a process of our own binary that a hostile file may kill.
//!
//! It takes files on stdin, each with its length before it, and answers each on stdout with chunks
//! of messages. It never writes a file, opens a socket or starts anything.

use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::limits::{Limits, MIB};
use super::read;
use super::refusal::Refusal;
use super::wire::{self, CHUNK_BYTES, Message};

/// The first argument by which the binary is asked to be a reading child.
pub const COMMAND: &str = "read-sheet";

/// Files one child reads before a fresh one takes over.
pub(super) const FILES: u32 = 50;

/// A file that took longer than this is its child's last.
pub(super) const SLOW: Duration = Duration::from_secs(1);

/// Limits itself and reads files from stdin until it ends. To be called before any runtime starts.
///
/// The arguments after `read-sheet` are the limits, as the reader's other end writes them; without
/// any the defaults hold.
pub fn child_main() -> ExitCode {
    // A panic is answered like any other death; its text would only name places in the code.
    panic::set_hook(Box::new(|_| {}));
    let Some(limits) = Limits::from_args(std::env::args().skip(2)) else {
        return ExitCode::from(2);
    };
    if confine(&limits).is_err() {
        return ExitCode::from(2);
    }
    match serve(&mut io::stdin().lock(), &mut io::stdout().lock(), &limits) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Gives up what reading does not need: memory, time, core dumps, writing to files.
fn confine(limits: &Limits) -> io::Result<()> {
    // Every file but the last was quick, and its parent waits no longer for the last than allowed.
    let seconds = (SLOW * FILES + limits.time).as_secs() + 1;
    limit(Resource::Cpu, seconds)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Data, limits.memory_bytes)?;
    // Old kernels count only part of the heap as data; address space they all count. What the
    // program itself takes is not the file's doing.
    limit(Resource::As, own_address_space() + limits.memory_bytes + 16 * MIB)
}

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let inherited = getrlimit(resource).maximum;
    let most = inherited.map_or(most, |inherited| most.min(inherited));
    setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) }).map_err(io::Error::from)
}

/// Bytes of address space the process has before it reads anything.
fn own_address_space() -> u64 {
    const USUAL: u64 = 128 * MIB;
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        })
        .map_or(USUAL, |kib| kib * 1_024)
}

/// Answers one file after the other until the input ends.
fn serve(input: &mut impl Read, output: &mut impl Write, limits: &Limits) -> io::Result<()> {
    let mut length = [0; 4];
    loop {
        match input.read_exact(&mut length) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
        let length = u64::from(u32::from_le_bytes(length));
        let room = usize::try_from(length.min(limits.upload_bytes)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(room);
        input.take(length).read_to_end(&mut bytes)?;
        answer(&bytes, output, limits)?;
        output.flush()?;
    }
}

fn answer(bytes: &[u8], output: &mut impl Write, limits: &Limits) -> io::Result<()> {
    let mut chunk = Vec::with_capacity(CHUNK_BYTES + 1_024);
    let mut broken = Ok(());
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| {
        read::read_into(bytes, limits, &mut |item| {
            wire::put(&Message::Item(item), &mut chunk);
            if chunk.len() >= CHUNK_BYTES {
                broken = send(&mut chunk, output);
            }
            // Nobody listens any more: any refusal ends the reading.
            broken.as_ref().map_or(Err(Refusal::ReaderDied), |()| Ok(()))
        })
    }));
    broken?;
    let last = match outcome {
        Ok(Ok(format)) => Message::Done(format),
        Ok(Err(refusal)) => Message::Refused(refusal),
        Err(_) => Message::Refused(Refusal::ReaderDied),
    };
    wire::put(&last, &mut chunk);
    send(&mut chunk, output)
}

fn send(chunk: &mut Vec<u8>, output: &mut impl Write) -> io::Result<()> {
    let length = u32::try_from(chunk.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(chunk)?;
    chunk.clear();
    Ok(())
}
