//! Files that could not even be opened: each is answered like any other that is refused. Pure.

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

/// What is said of it.
#[must_use]
pub fn unread(catalogue: &Catalogue, name: String, why: Unread) -> FileReport {
    let mut faults = Faults::new(catalogue, "");
    let reason = match why {
        Unread::Missing => "没有这个文件",
        Unread::Dangling => "这是一个链接，它指向的文件不在了",
        Unread::Folder => "这是一个文件夹，不是文件",
        Unread::Forbidden => "没有读取它的权限",
        Unread::Other => "读取时出错",
        Unread::TooLarge(found, cap) => {
            let refusal = Refusal::TooBig { what: Measure::Upload, found, cap };
            unreadable(&refusal, &[], &mut faults);
            return FileReport::refused(name, String::new(), faults.into_problems());
        }
    };
    faults.note("unreadable-file", None, None, &[("reason", reason)]);
    FileReport::refused(name, String::new(), faults.into_problems())
}
