//! Reading an archive: every part is checked against the manifest while it is put back.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use bytes::Bytes;
use sea_orm::DatabaseTransaction;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::commands::CouldNot;
use crate::commands::backup::archive::{BESIDE, FORMAT, Manifest, TableRows};
use crate::commands::backup::tables::{self, Table};
use crate::files::{self, Files, Fingerprint};
use crate::journal;

/// Rows and bytes put back in one statement: large enough to be quick, small enough for the memory.
const ROWS: usize = 5_000;
const BYTES: usize = 8 * 1024 * 1024;

/// Kept files written before one flush.
const FILES: usize = 64;

/// Fingerprints asked for at once.
const PAGE: u64 = 1_000;

/// The archive being read.
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
}

/// What is said of a part that is missing or not what the manifest says.
#[must_use]
pub fn damaged(part: &str) -> CouldNot {
    CouldNot(format!("备份里的 {part} 缺失或与清单不符，没有恢复；请换一份备份"))
}

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is not there, or no whole zip.
    pub fn open(path: &Path) -> Result<Self, CouldNot> {
        let place = path.display();
        let file = File::open(path).map_err(|error| CouldNot::reading(path, &error))?;
        let not_whole = |_| CouldNot(format!("{place} 不是完整的备份：可能没有传完，或不是 zhikong backup 做的"));
        Ok(Self { zip: ZipArchive::new(BufReader::new(file)).map_err(not_whole)? })
    }

    fn part(&mut self, name: &str) -> Result<Vec<u8>, CouldNot> {
        let mut bytes = Vec::new();
        let mut part = self.zip.by_name(name).map_err(|_| damaged(name))?;
        part.read_to_end(&mut bytes).map_err(|_| damaged(name))?;
        Ok(bytes)
    }

    /// What is in it.
    ///
    /// # Errors
    /// When it cannot be read or is of another layout.
    pub fn manifest(&mut self) -> Result<Manifest, CouldNot> {
        let manifest: Manifest =
            serde_json::from_slice(&self.part("manifest.json")?).map_err(|_| damaged("manifest.json"))?;
        if manifest.format == FORMAT { Ok(manifest) } else { Err(damaged("manifest.json")) }
    }

    /// Puts the rows of one table back.
    ///
    /// # Errors
    /// When they are not those of the manifest, or of the database.
    pub async fn put_back_table(
        &mut self,
        txn: &DatabaseTransaction,
        table: &Table,
        rows: &TableRows,
    ) -> Result<(), CouldNot> {
        let name = format!("tables/{}.jsonl", rows.name);
        let part = self.zip.by_name(&name).map_err(|_| damaged(&name))?;
        let mut lines = BufReader::new(part).lines();
        let (mut hasher, mut count, mut chunk, mut bytes) = (Sha256::new(), 0, Vec::new(), 0);
        loop {
            let line = lines.next().transpose().map_err(|_| damaged(&name))?;
            let full = chunk.len() >= ROWS || bytes >= BYTES;
            if !chunk.is_empty() && (line.is_none() || (full && !table.refers_to_itself)) {
                tables::insert(txn, table, &rows.columns, &chunk).await?;
                chunk.clear();
                bytes = 0;
            }
            let Some(line) = line else { break };
            hasher.update(line.as_bytes());
            hasher.update(b"\n");
            count += 1;
            bytes += line.len();
            chunk.push(line);
        }
        let sha256 = Fingerprint::from(<[u8; 32]>::from(hasher.finalize()));
        if (count, sha256) == (rows.rows, rows.sha256) { Ok(()) } else { Err(damaged(&name)) }
    }

    /// Puts the kept files back, durably.
    ///
    /// # Errors
    /// When one is not what its name says, or of the disk.
    pub async fn put_back_files(&mut self, files: &Files, manifest: &Manifest) -> Result<(), CouldNot> {
        let names = self.zip.file_names().filter_map(Result::ok).map(Cow::into_owned);
        let names: Vec<String> = names.filter(|name| name.starts_with("files/")).collect();
        if names.len() as u64 != manifest.files {
            return Err(damaged("files"));
        }
        for names in names.chunks(FILES) {
            let mut contents = Vec::with_capacity(names.len());
            for name in names {
                contents.push(Bytes::from(self.part(name)?));
            }
            let kept = files.put_many(contents).await.map_err(CouldNot::because)?;
            for (name, kept) in names.iter().zip(kept) {
                if *name != format!("files/{}", kept.sha256) {
                    return Err(damaged(name));
                }
            }
        }
        Ok(())
    }

    /// Every file a row names is here, or was damaged before the backup and is named as such.
    ///
    /// # Errors
    /// Names the first that is not.
    pub async fn check_files_of_rows(&self, txn: &DatabaseTransaction, manifest: &Manifest) -> Result<(), CouldNot> {
        let mut after = None;
        loop {
            let page = files::store::fingerprints_everywhere(txn, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(*last);
            for sha256 in page {
                let name = format!("files/{sha256}");
                if self.zip.index_for_name(&name).is_none() && !manifest.damaged.contains(&sha256) {
                    return Err(damaged(&name));
                }
            }
        }
    }

    /// Puts the outside heads and the small files back.
    ///
    /// # Errors
    /// When one is not that of the manifest, or of the disk.
    pub fn put_back_small(&mut self, manifest: &Manifest, folder: &Path) -> Result<(), CouldNot> {
        std::fs::write(journal::heads_file(folder), self.part("journal.heads")?)?;
        // Only names we know: a name in an archive never becomes a path.
        for name in BESIDE {
            let Some(sha256) = manifest.beside.get(name) else { continue };
            let bytes = self.part(&format!("beside/{name}"))?;
            if Fingerprint::of(&bytes) != *sha256 {
                return Err(damaged(name));
            }
            std::fs::write(folder.join(name), bytes)?;
        }
        Ok(())
    }
}
