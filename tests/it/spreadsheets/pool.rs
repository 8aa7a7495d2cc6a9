//! The children: warm while they are well, replaced when they are not.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use zhikong::spreadsheets::{Limits, Reader, Refusal};

use super::{binary, ordinary, reader};
use crate::support::hostile;

/// A program in our binary's place that notes each start in a file and then becomes it.
fn counting_binary(folder: &Path) -> (PathBuf, PathBuf) {
    let (script, starts) = (folder.join("count"), folder.join("starts"));
    let text = format!("#!/bin/sh\necho started >> {}\nexec {} \"$@\"\n", starts.display(), binary().display());
    std::fs::write(&script, text).unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    (script, starts)
}

fn lines(file: &Path) -> usize {
    std::fs::read_to_string(file).unwrap().lines().count()
}

#[tokio::test]
async fn a_child_reads_many_files_and_is_replaced_after_fifty() {
    let folder = tempfile::tempdir().unwrap();
    let (binary, starts) = counting_binary(folder.path());
    let reader = Reader::new(binary, Limits::default(), 1);
    for _ in 0..50 {
        reader.read(ordinary()).await.unwrap();
    }
    assert_eq!(lines(&starts), 1);
    reader.read(ordinary()).await.unwrap();
    assert_eq!(lines(&starts), 2);
}

#[tokio::test]
async fn a_child_that_met_a_broken_container_reads_no_further_file() {
    let folder = tempfile::tempdir().unwrap();
    let (binary, starts) = counting_binary(folder.path());
    let reader = Reader::new(binary, Limits::default(), 1);
    reader.read(ordinary()).await.unwrap();
    assert!(reader.read(&b"%PDF-1.7"[..]).await.is_err());
    reader.read(ordinary()).await.unwrap();
    assert_eq!(lines(&starts), 1, "a PDF does no harm");
    assert_eq!(reader.read(&b"PK\x03\x04 cut short"[..]).await, Err(Refusal::Damaged));
    reader.read(ordinary()).await.unwrap();
    assert_eq!(lines(&starts), 2);
}

#[tokio::test]
async fn files_sent_at_once_are_all_read() {
    let reader = reader();
    let tasks: Vec<_> = (0..12)
        .map(|index| {
            let reader = reader.clone();
            let bytes = if index % 3 == 0 { hostile::sparse_xls(30) } else { ordinary() };
            tokio::spawn(async move { reader.read(bytes).await.is_ok() })
        })
        .collect();
    for (index, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), index % 3 != 0, "file {index}");
    }
}

#[tokio::test]
async fn a_file_that_takes_too_long_costs_its_child_and_nothing_else() {
    let limits = Limits { time: Duration::from_millis(100), ..Limits::default() };
    let reader = Reader::new(binary(), limits, 1);
    let rows: String = (1..400_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    let refusal = reader.read(hostile::xlsx(&rows, &[])).await.unwrap_err();
    assert_eq!(refusal.code(), "timed_out");
    assert!(reader.read(ordinary()).await.is_ok());
}

#[tokio::test]
async fn a_child_short_of_memory_dies_alone() {
    let limits = Limits { memory_bytes: 3 << 20, ..Limits::default() };
    let reader = Reader::new(binary(), limits, 1);
    let strings = hostile::short_strings_bomb(3);
    assert_eq!(reader.read(strings).await, Err(Refusal::ReaderDied));
    assert!(reader.read(ordinary()).await.is_ok());
}

#[tokio::test]
async fn without_a_binary_the_fault_is_ours() {
    let reader = Reader::new(PathBuf::from("/nowhere/zhikong"), Limits::default(), 1);
    let refusal = reader.read(ordinary()).await.unwrap_err();
    assert_eq!(refusal, Refusal::ReaderUnavailable);
    assert!(refusal.message().contains("不是您的文件"));
}
