//! The folder of kept bytes, `files/ab/cdef…`; a name is the content's own SHA-256, never what a client said.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt, PutPayload};

use crate::files::model::{Fingerprint, Kept};

/// From how many files on one flush of the whole file system is cheaper than two for each file.
const MANY: usize = 3;

/// Why bytes could not be kept or given back.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing is kept under this fingerprint.
    #[error("kept file {0} is missing")]
    Missing(Fingerprint),
    /// What lies there is not what was put there.
    #[error("kept file {0} was altered: its content no longer has this SHA-256")]
    Altered(Fingerprint),
    /// The disk or store failed.
    #[error("kept files: {0}")]
    Store(#[from] object_store::Error),
    /// The disk failed.
    #[error("kept files: {0}")]
    Disk(#[from] io::Error),
}

impl FileError {
    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let mut at: Option<&(dyn std::error::Error + 'static)> = Some(self);
        while let Some(error) = at {
            if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::StorageFull) {
                return true;
            }
            at = error.source();
        }
        false
    }
}

/// The kept files; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    /// Flushes every file and its folder before it answers.
    synced: Arc<LocalFileSystem>,
    /// The same folder without; whoever uses it flushes afterwards.
    unsynced: Arc<LocalFileSystem>,
    root: Arc<Path>,
}

impl Files {
    /// Opens `files/` in the data folder, and makes it where it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(data_dir: &Path) -> Result<Self, FileError> {
        let root = data_dir.join("files");
        make_folders(&root)?;
        Ok(Self {
            synced: Arc::new(LocalFileSystem::new_with_prefix(&root)?.with_fsync(true)),
            unsynced: Arc::new(LocalFileSystem::new_with_prefix(&root)?),
            root: root.into(),
        })
    }

    /// Keeps a file. When this returns it is on disk, whole, so that a row may name it.
    ///
    /// Putting the same bytes again is harmless, and mends a damaged copy.
    ///
    /// # Errors
    /// Of the disk; then nothing is kept.
    pub async fn put(&self, bytes: Bytes) -> Result<Kept, FileError> {
        let kept = measure(bytes.clone()).await?;
        self.synced.put(&key(kept.sha256), PutPayload::from(bytes)).await?;
        Ok(kept)
    }

    /// Keeps many files with the promise of [`Files::put`], in the order given, with one flush for all of them.
    ///
    /// # Errors
    /// Of the disk; then no row may name any of them.
    pub async fn put_many(&self, files: Vec<Bytes>) -> Result<Vec<Kept>, FileError> {
        let flush_once = files.len() >= MANY;
        let mut all = Vec::with_capacity(files.len());
        for bytes in files {
            if !flush_once {
                all.push(self.put(bytes).await?);
                continue;
            }
            let kept = measure(bytes.clone()).await?;
            self.unsynced.put(&key(kept.sha256), PutPayload::from(bytes)).await?;
            all.push(kept);
        }
        if flush_once {
            let root = self.root.clone();
            // Contents and names alike: syncfs waits for everything written to this file system so far.
            blocking(move || Ok(rustix::fs::syncfs(File::open(root)?)?)).await?;
        }
        Ok(all)
    }

    /// Gives back the bytes, after checking that they are still the same.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Altered`], or of the disk.
    pub async fn get(&self, sha256: Fingerprint) -> Result<Bytes, FileError> {
        let bytes = match self.synced.get(&key(sha256)).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => return Err(FileError::Missing(sha256)),
            Err(error) => return Err(error.into()),
        };
        let found = measure(bytes.clone()).await?;
        if found.sha256 == sha256 { Ok(bytes) } else { Err(FileError::Altered(sha256)) }
    }
}

/// Where a file lies: two digits of its fingerprint, then the rest.
fn key(sha256: Fingerprint) -> Key {
    let digits = sha256.to_string();
    let (folder, name) = digits.split_at(2);
    Key::from_iter([folder, name])
}

/// Makes a folder that other accounts of the machine do not read – it holds password hashes – unless it is there already.
///
/// # Errors
/// Of the disk.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the 256 folders ahead, so that keeping a file never waits for a new folder's own flush.
fn make_folders(root: &Path) -> io::Result<()> {
    if root.join("ff").is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(root)?;
    for first in 0..=u8::MAX {
        match std::fs::create_dir(root.join(hex::encode([first]))) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    File::open(root)?.sync_all()?;
    if let Some(above) = root.parent() {
        File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Fingerprint and size, away from the threads that answer requests.
async fn measure(bytes: Bytes) -> Result<Kept, FileError> {
    let size = i64::try_from(bytes.len()).map_err(io::Error::other)?;
    blocking(move || Ok(Kept { sha256: Fingerprint::of(&bytes), size })).await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, FileError> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(io::Error::other)??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_known_through_the_store_s_wrapping() {
        let disk = |kind| io::Error::from(kind);
        let wrapped = |kind| object_store::Error::Generic { store: "files", source: Box::new(disk(kind)) };
        assert!(FileError::Disk(disk(io::ErrorKind::StorageFull)).is_full());
        assert!(FileError::Store(wrapped(io::ErrorKind::StorageFull)).is_full());
        assert!(!FileError::Store(wrapped(io::ErrorKind::PermissionDenied)).is_full());
    }
}
