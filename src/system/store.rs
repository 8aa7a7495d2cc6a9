//! What the database says of itself.

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};

use crate::db::StoreError;

/// The kind of the database for a reader.
#[must_use]
pub fn kind(db: &DatabaseConnection) -> &'static str {
    match db.get_database_backend() {
        DatabaseBackend::Sqlite => "SQLite（单机文件）",
        _ => "PostgreSQL",
    }
}

/// How much the database takes, bytes, without its write-ahead log.
///
/// # Errors
/// Of the database.
pub async fn size(db: &DatabaseConnection) -> Result<i64, StoreError> {
    let backend = db.get_database_backend();
    // No query builder speaks of sizes.
    let question = match backend {
        DatabaseBackend::Sqlite => "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        _ => "SELECT pg_database_size(current_database())",
    };
    let row = db.query_one_raw(Statement::from_string(backend, question)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}
