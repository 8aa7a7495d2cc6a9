//! Kept files: whole, found by content, and never given back altered.

use bytes::Bytes;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Query;
use zhikong::access::{AccountId, FileId};
use zhikong::db;
use zhikong::files::{FileError, Files, Fingerprint, NewFile, store};

use crate::support::fresh_database;

fn path_of(folder: &std::path::Path, sha256: Fingerprint) -> std::path::PathBuf {
    let digits = sha256.to_string();
    folder.join("files").join(&digits[..2]).join(&digits[2..])
}

#[tokio::test]
async fn bytes_are_kept_under_their_own_content() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let kept = files.put(Bytes::from_static(b"a workbook")).await.unwrap();
    assert_eq!(kept.size, 10);
    assert_eq!(std::fs::read(path_of(folder.path(), kept.sha256)).unwrap(), b"a workbook");
    assert_eq!(files.put(Bytes::from_static(b"a workbook")).await.unwrap(), kept, "twice is harmless");
    let reopened = Files::open(folder.path()).unwrap();
    assert_eq!(reopened.get(kept.sha256).await.unwrap(), "a workbook");
}

#[tokio::test]
async fn many_are_kept_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    for count in [0, 1, 2, 60] {
        let given: Vec<_> = (0..count).map(|n| Bytes::from(format!("workbook {n} of {count}"))).collect();
        let kept = files.put_many(given.clone()).await.unwrap();
        assert_eq!(kept.len(), count);
        for (bytes, kept) in given.iter().zip(&kept) {
            assert_eq!(files.get(kept.sha256).await.unwrap(), bytes);
        }
    }
}

#[tokio::test]
async fn an_altered_or_missing_file_is_not_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    let kept = files.put(Bytes::from_static(b"1186 patients")).await.unwrap();
    std::fs::write(path_of(folder.path(), kept.sha256), b"1286 patients").unwrap();
    assert!(matches!(files.get(kept.sha256).await, Err(FileError::Altered(at)) if at == kept.sha256));
    files.put(Bytes::from_static(b"1186 patients")).await.unwrap();
    assert_eq!(files.get(kept.sha256).await.unwrap(), "1186 patients", "putting it again mends it");
    std::fs::remove_file(path_of(folder.path(), kept.sha256)).unwrap();
    assert!(matches!(files.get(kept.sha256).await, Err(FileError::Missing(_))));
}

#[tokio::test]
async fn a_row_says_who_brought_it_and_is_undone_with_its_transaction() {
    let test = fresh_database().await;
    let files = Files::open(test.folder.path()).unwrap();
    let file = NewFile {
        kept: files.put(Bytes::from_static(b"x")).await.unwrap(),
        name: "演示三季度.xlsx".to_owned(),
        kind: "return_workbook",
        received_at: "2024-10-08T01:02:03Z".parse().unwrap(),
        received_by: Some(AccountId(7)),
    };
    let txn = db::write(&test.db).await.unwrap();
    let id = store::insert(&txn, &file).await.unwrap();
    txn.commit().await.unwrap();
    let found = store::find_everywhere(&test.db, id).await.unwrap().unwrap();
    assert_eq!(
        (found.kept, found.name.as_str(), found.received_by),
        (file.kept, "演示三季度.xlsx", Some(AccountId(7)))
    );
    assert_eq!(store::find_all_everywhere(&test.db, &[id, FileId(id.0 + 1)]).await.unwrap(), [found]);

    let txn = db::write(&test.db).await.unwrap();
    store::insert(&txn, &file).await.unwrap();
    drop(txn);
    let rows = Query::select().column("id").from("stored_file").to_owned();
    assert_eq!(test.db.query_all(&rows).await.unwrap().len(), 1);
}
