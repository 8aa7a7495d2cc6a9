//! Finds the files: those built into the binary, or a folder the operator points at.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;

use super::check::assemble;
use super::file::{File, Findings};
use super::model::{Catalogue, Contents, Fault};

#[derive(RustEmbed)]
#[folder = "targets"]
#[include = "**/*.toml"]
struct BuiltIn;

/// Deepest folder that is looked into, so that a link in a circle ends.
pub(super) const DEPTH: usize = 3;

/// Largest file that is read, bytes: fifty times the largest shipped one, so that a wrong file is refused before
/// it fills the memory.
const LARGEST: u64 = 4 << 20;

impl Catalogue {
    /// Reads and cross-checks the files of `folder`, or those built in.
    ///
    /// # Errors
    /// Every fault of the files, in order of file and line; then nothing is loaded.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Fault>> {
        let mut findings = Findings::default();
        let files = match folder {
            Some(folder) => from_folder(folder, &mut findings),
            None => built_in(&mut findings),
        };
        let contents = if findings.stopped() { Contents::default() } else { assemble(&files, &mut findings) };
        let mut faults = findings.faults;
        if faults.is_empty() {
            return Ok(Self::new(contents));
        }
        faults.sort();
        faults.dedup();
        Err(faults)
    }
}

fn built_in(findings: &mut Findings) -> Vec<File> {
    let mut files = BTreeMap::new();
    for path in BuiltIn::iter() {
        if let Some(file) = BuiltIn::get(&path) {
            files.insert(path.to_string(), file.data.into_owned());
        }
    }
    readable(files, findings)
}

/// Whether there is such a folder.
///
/// # Errors
/// What is there instead, and what to look at, in Chinese.
pub fn is_folder(folder: &Path) -> Result<(), String> {
    if folder.is_dir() {
        return Ok(());
    }
    let found = if folder.exists() { "这不是文件夹" } else { "没有这个文件夹" };
    Err(format!("{found}；请核对 --targets（或 ZHIKONG_TARGETS）写的位置"))
}

fn from_folder(folder: &Path, findings: &mut Findings) -> Vec<File> {
    let mut files = BTreeMap::new();
    if let Err(what) = is_folder(folder) {
        return unreadable(folder.display().to_string(), what, findings);
    }
    if let Err((place, error)) = collect(folder, "", DEPTH, &mut files, findings) {
        return unreadable(place, format!("读不出来：{error}；请核对权限"), findings);
    }
    readable(files, findings)
}

/// A place nothing can be read from: its own fault is enough, what it would hold is not called missing.
fn unreadable(place: String, what: String, findings: &mut Findings) -> Vec<File> {
    findings.stop(Fault { file: place, line: 0, what });
    Vec::new()
}

/// Gathers the files by their path inside the folder; the error says at which place.
fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
    findings: &mut Findings,
) -> Result<(), (String, std::io::Error)> {
    let at = |path: &Path| {
        let place = path.display().to_string();
        move |error| (place, error)
    };
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() && depth > 1 {
            let before = files.len() + findings.faults.len();
            collect(&path, &format!("{name}/"), depth - 1, files, findings)?;
            if prefix.is_empty() && is_year(&name) && files.len() + findings.faults.len() == before {
                findings.nowhere(&format!("{name}/"), "年版的文件夹里没有 edition.toml");
            }
        } else if path.is_file() && name.ends_with(".toml") {
            let size = fs::metadata(&path).map_err(at(&path))?.len();
            if size > LARGEST {
                // Rounded up, so that what exceeds the limit never looks equal to it.
                let tenths = (size * 10).div_ceil(1 << 20);
                let limit = LARGEST >> 20;
                let what = format!("文件过大：{}.{} MB，上限 {limit} MB，没有读取", tenths / 10, tenths % 10);
                findings.refuse(Fault { file: name, line: 1, what });
            } else {
                files.insert(name, fs::read(&path).map_err(at(&path))?);
            }
        }
    }
    Ok(())
}

/// Whether a folder of this name holds an edition.
fn is_year(name: &str) -> bool {
    name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())
}

fn readable(files: BTreeMap<String, Vec<u8>>, findings: &mut Findings) -> Vec<File> {
    let mut read = Vec::new();
    for (path, bytes) in files {
        match String::from_utf8(bytes) {
            Ok(text) => read.push(File { path, text }),
            Err(error) => {
                let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|b| *b == b'\n').count();
                findings.refuse(Fault { file: path, line, what: "不是 UTF-8 编码".to_owned() });
            }
        }
    }
    read
}
