//! The archive: one zip of `tables/NAME.jsonl`, `files/SHA256`, `journal.heads`, `beside/NAME` and `manifest.json`.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::tables::Table;
use crate::commands::CouldNot;
use crate::files::Fingerprint;

/// The layout of an archive; another layout is another word.
pub const FORMAT: &str = "zhikong-backup-1";

/// Small files beside the database that belong to it: what marks a province as invented, and its accounts.
pub const BESIDE: [&str; 2] = ["planted.json", "accounts.json"];

/// What is in an archive, with the hashes that prove it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// By which version of the program.
    pub made_by: String,
    /// The migrations applied, in order: what the tables look like.
    pub migrations: Vec<String>,
    /// Where the journal stands.
    pub journal: Position,
    /// Every table, in an order in which rows may be put back.
    pub tables: Vec<TableRows>,
    /// How many kept files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that rows name, but that were missing or altered already.
    pub damaged: Vec<Fingerprint>,
    /// Small files beside the database.
    pub beside: BTreeMap<String, Fingerprint>,
}

/// Where a journal stands.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Position {
    /// Number of the last row.
    pub seq: i64,
    /// Its hash.
    pub head: String,
}

/// The rows of one table: lines of JSON arrays in `tables/NAME.jsonl`.
#[derive(Debug, Serialize, Deserialize)]
pub struct TableRows {
    /// The table.
    pub name: String,
    /// What the places of an array are.
    pub columns: Vec<String>,
    /// How many.
    pub rows: u64,
    /// Of all lines with their ends.
    pub sha256: Fingerprint,
}

/// Writes an archive beside its final name, and gives it that name only when it is whole and on disk.
pub struct Writer {
    zip: Option<ZipWriter<BufWriter<File>>>,
    part: PathBuf,
    output: PathBuf,
}

impl Writer {
    /// Begins `output`.
    ///
    /// # Errors
    /// When it exists already or the folder cannot be written.
    pub fn create(output: &Path) -> Result<Self, CouldNot> {
        if output.exists() {
            return Err(CouldNot(format!("{} 已经存在，不覆盖；请换一个文件名", output.display())));
        }
        let mut part = output.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        // Only the operator may read it: it holds everything, hashed passwords too.
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        let zip = Some(ZipWriter::new(BufWriter::new(file)));
        Ok(Self { zip, part, output: output.to_owned() })
    }

    /// Begins the rows of a table.
    ///
    /// # Errors
    /// Of the disk.
    pub fn table(&mut self, table: &Table) -> Result<RowWriter<'_>, CouldNot> {
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let zip = self.begin(&format!("tables/{}.jsonl", table.name), CompressionMethod::Deflated)?;
        Ok(RowWriter { zip, hasher: Sha256::new(), name: table.name.clone(), columns, rows: 0 })
    }

    /// Adds a kept file; workbooks are compressed already.
    ///
    /// # Errors
    /// Of the disk.
    pub fn file(&mut self, sha256: Fingerprint, bytes: &[u8]) -> Result<(), CouldNot> {
        Ok(self.begin(&format!("files/{sha256}"), CompressionMethod::Stored)?.write_all(bytes)?)
    }

    /// Adds a small part.
    ///
    /// # Errors
    /// Of the disk.
    pub fn part(&mut self, name: &str, bytes: &[u8]) -> Result<(), CouldNot> {
        Ok(self.begin(name, CompressionMethod::Deflated)?.write_all(bytes)?)
    }

    /// Adds the manifest and gives the archive its name.
    ///
    /// # Errors
    /// Of the disk.
    pub fn finish(mut self, manifest: &Manifest) -> Result<(), CouldNot> {
        self.part("manifest.json", &serde_json::to_vec_pretty(manifest)?)?;
        if let Some(zip) = self.zip.take() {
            let file = zip.finish().map_err(CouldNot::because)?.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
        }
        std::fs::rename(&self.part, &self.output)?;
        let folder = self.output.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }

    fn begin(&mut self, name: &str, method: CompressionMethod) -> Result<&mut ZipWriter<BufWriter<File>>, CouldNot> {
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        let zip = self.zip.as_mut().ok_or_else(|| CouldNot("the archive is finished".to_owned()))?;
        zip.start_file(name, options).map_err(CouldNot::because)?;
        Ok(zip)
    }
}

impl Drop for Writer {
    /// An archive that was not finished leaves nothing behind.
    fn drop(&mut self) {
        if self.zip.take().is_some() {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// Writes the rows of one table and hashes them on the way.
pub struct RowWriter<'a> {
    zip: &'a mut ZipWriter<BufWriter<File>>,
    hasher: Sha256,
    name: String,
    columns: Vec<String>,
    rows: u64,
}

impl RowWriter<'_> {
    /// Adds a row, a JSON array without line breaks.
    ///
    /// # Errors
    /// Of the disk.
    pub fn row(&mut self, line: &str) -> Result<(), CouldNot> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.zip.write_all(bytes)?;
            self.hasher.update(bytes);
        }
        self.rows += 1;
        Ok(())
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> TableRows {
        let sha256 = Fingerprint::from(<[u8; 32]>::from(self.hasher.finalize()));
        TableRows { name: self.name, columns: self.columns, rows: self.rows, sha256 }
    }
}
