//! Files that could not even be opened: each is answered like any other that is refused. Pure.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::catalogue::Catalogue;
use crate::returns::check::{Faults, unreadable};
use crate::returns::model::FileReport;
use crate::spreadsheets::{Measure, Refusal};

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Nothing has this name.
    Missing,
    /// A link to something that is gone.
    Dangling,
    /// A folder.
    Folder,
    /// Whoever runs the program may not read it.
    Forbidden,
    /// It is larger than any workbook may be: its bytes, and how many may be.
    TooLarge(u64, u64),
    /// The disk, the network.
    Other,
}

impl Unread {
    /// Why a file could not be opened or read to its end.
    #[must_use]
    pub fn because(path: &Path, error: &Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound if path.is_symlink() => Self::Dangling,
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Forbidden,
            ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Other,
        }
    }

    /// The same in words; a size says what it is besides.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Missing => "没有这个文件",
            Self::Dangling => "这是一个链接，它指向的文件不在了",
            Self::Folder => "这是一个文件夹，不是文件",
            Self::Forbidden => "没有读取它的权限",
            Self::TooLarge(..) => "文件过大",
            Self::Other => "读取时出错",
        }
    }
}

/// What is said of it.
#[must_use]
pub fn unread(catalogue: &Catalogue, name: String, why: Unread) -> FileReport {
    let mut faults = Faults::new(catalogue, "");
    if let Unread::TooLarge(found, cap) = why {
        unreadable(&Refusal::TooBig { what: Measure::Upload, found, cap }, &[], &mut faults);
    } else {
        faults.note("unreadable-file", None, None, &[("reason", why.reason())]);
    }
    FileReport::refused(name, String::new(), faults.into_problems())
}
