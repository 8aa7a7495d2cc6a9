//! Where a restore puts everything before it is let be seen.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::commands::CouldNot;
use crate::commands::backup::archive::BESIDE;

/// A folder inside the data folder, so that letting it be seen is a rename.
pub struct Staging {
    data_dir: PathBuf,
    folder: PathBuf,
    /// Whether the database file is ours, so that a failed restore takes it away again.
    new_database: bool,
}

impl Staging {
    /// Takes possession of an empty data folder; `own_database` says that the database is a file in it.
    ///
    /// # Errors
    /// When there is already something in it.
    pub fn open(data_dir: &Path, own_database: bool) -> Result<Self, CouldNot> {
        std::fs::create_dir_all(data_dir)?;
        for name in names() {
            if data_dir.join(name).exists() {
                let place = data_dir.display();
                return Err(CouldNot(format!("{place} 不是空的（里面有 {name}），没有动它；请换一个空的数据目录")));
            }
        }
        let folder = data_dir.join("restoring");
        // Left by a restore that was interrupted; nothing else has this name.
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir(&folder)?;
        let new_database = own_database && !data_dir.join("zhikong.db").exists();
        Ok(Self { data_dir: data_dir.to_owned(), folder, new_database })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lets everything be seen, durably.
    ///
    /// # Errors
    /// Of the disk; then [`Staging::discard`] takes it back.
    pub fn publish(&self) -> io::Result<()> {
        for name in names() {
            let from = self.folder.join(name);
            if from.is_file() {
                File::open(&from)?.sync_all()?;
            }
            if from.exists() {
                std::fs::rename(from, self.data_dir.join(name))?;
            }
        }
        File::open(&self.data_dir)?.sync_all()
    }

    /// Leaves the target as empty as it was: [`Staging::open`] has seen that none of this was there.
    pub fn discard(self) {
        for name in names() {
            let place = self.data_dir.join(name);
            let _ = if place.is_dir() { std::fs::remove_dir_all(place) } else { std::fs::remove_file(place) };
        }
        if self.new_database {
            for name in ["zhikong.db", "zhikong.db-wal", "zhikong.db-shm"] {
                let _ = std::fs::remove_file(self.data_dir.join(name));
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What a restore puts into a data folder besides the database.
fn names() -> impl Iterator<Item = &'static str> {
    ["files", "journal.heads"].into_iter().chain(BESIDE)
}
