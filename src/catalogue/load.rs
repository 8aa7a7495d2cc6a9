//! Finds the files: those built into the binary, or a folder the operator points at.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::RustEmbed;

use super::check::assemble;
use super::file::{File, Findings};
use super::model::{Catalogue, Fault};

#[derive(RustEmbed)]
#[folder = "targets"]
#[include = "**/*.toml"]
struct BuiltIn;

/// Deepest folder that is looked into, so that a link in a circle ends.
const DEPTH: usize = 3;

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
        let contents = assemble(&files, &mut findings);
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

fn from_folder(folder: &Path, findings: &mut Findings) -> Vec<File> {
    let mut files = BTreeMap::new();
    if let Err(error) = collect(folder, "", DEPTH, &mut files) {
        let what = format!("目录读不出来：{error}");
        findings.faults.push(Fault { file: folder.display().to_string(), line: 1, what });
    }
    readable(files, findings)
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), std::io::Error> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_dir() && depth > 1 {
            collect(&path, &format!("{name}/"), depth - 1, files)?;
        } else if path.is_file() && name.ends_with(".toml") {
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

fn readable(files: BTreeMap<String, Vec<u8>>, findings: &mut Findings) -> Vec<File> {
    let mut read = Vec::new();
    for (path, bytes) in files {
        match String::from_utf8(bytes) {
            Ok(text) => read.push(File { path, text }),
            Err(error) => {
                let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|b| *b == b'\n').count();
                findings.faults.push(Fault { file: path, line, what: "不是 UTF-8 编码".to_owned() });
            }
        }
    }
    read
}
