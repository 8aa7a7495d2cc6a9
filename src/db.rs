//! 数据库: opening with the settings that make a commit durable, the one write transaction, and what can go wrong.

mod insert;

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::LazyLock;
use std::time::Duration;

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, IsolationLevel, RuntimeErr, SqlErr, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, MutexGuard};

pub use insert::insert_rows;

/// What a store can meet.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique key is taken.
    #[error("duplicate")]
    Duplicate,
    /// The row changed since it was read; or two transactions waited for each other, and this one was ended for the other.
    #[error("stale")]
    Stale,
    /// A row cannot be what the code thinks it is.
    #[error("row {id} of {table} has a bad {column}")]
    BadRow {
        /// The table.
        table: &'static str,
        /// Its key.
        id: i64,
        /// The column.
        column: &'static str,
    },
    /// The disk is full; nothing of the transaction was written.
    #[error("数据库所在的磁盘满了，这次什么也没有存：{0}")]
    NoRoom(DbErr),
    /// Anything else of the database.
    #[error(transparent)]
    Db(DbErr),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Duplicate,
            _ if is_full(&error) => Self::NoRoom(error),
            _ if code(&error).is_some_and(|code| ["40P01", "40001"].contains(&code.as_ref())) => Self::Stale,
            _ => Self::Db(error),
        }
    }
}

/// Whether a database says that its disk is full.
fn is_full(error: &DbErr) -> bool {
    // SQLite: SQLITE_FULL, and SQLITE_IOERR_WRITE, _SHMSIZE where the file beside it found no room. PostgreSQL: disk_full.
    code(error).is_some_and(|code| ["13", "778", "4874", "53100"].contains(&code.as_ref()))
}

/// The database's own code of what it met.
fn code(error: &DbErr) -> Option<Cow<'_, str>> {
    let (DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause))) = error else {
        return None;
    };
    cause.as_database_error().and_then(|said| said.code())
}

/// Opens the database.
///
/// SQLite: WAL, `synchronous=FULL` (a commit is on disk before it is answered), foreign keys, a pool of 4 and
/// 30 s of patience. PostgreSQL: refused when `synchronous_commit` is off, for the same reason.
///
/// # Errors
/// When it cannot be opened, or would not keep its promises.
pub async fn open(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(30));
    if url.starts_with("sqlite") {
        // Each connection is pinged before it is given out, so that a rollback on its way has happened when it is asked.
        options.test_before_acquire(true).map_sqlx_sqlite_pool_opts(|pool| {
            pool.before_acquire(|connection, _| Box::pin(async move { Ok(is_at_rest(connection)) }))
        });
        options.max_connections(4).min_connections(1).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                .pragma("cache_size", "-32768")
                .pragma("temp_store", "memory")
                .statement_cache_capacity(256)
                // Rows come from a thread of their own: each full buffer is a change of threads.
                .row_buffer_size(2_048)
        });
    } else {
        options.max_connections(16).min_connections(1);
    }
    let db = Database::connect(options).await?;
    assert_durable(&db).await?;
    Ok(db)
}

/// Whether the driver counts no open transaction. Where the disk is full SQLite rolls back by itself, and the driver, whose own
/// rollback then fails, counts one on: what follows would be savepoints inside each other, and a commit no commit. Such a
/// connection is closed instead, and another opened.
fn is_at_rest(connection: &SqliteConnection) -> bool {
    let astray = connection.is_in_transaction();
    if astray {
        tracing::warn!("a connection that lost count of its transactions is closed");
    }
    !astray
}

/// Refuses a database that would lose what it said it had stored.
async fn assert_durable(db: &DatabaseConnection) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    // No query builder speaks of server settings.
    let question = match backend {
        DatabaseBackend::Sqlite => "PRAGMA synchronous",
        _ => "SELECT CASE current_setting('synchronous_commit') WHEN 'off' THEN 0 ELSE 2 END",
    };
    let row = db.query_one_raw(Statement::from_string(backend, question)).await?;
    let level: i32 = match row {
        Some(row) => row.try_get_by_index(0)?,
        None => 0,
    };
    if level < 2 {
        return Err(DbErr::Custom("数据库不保证落盘（synchronous / synchronous_commit 关闭），拒绝启动".to_owned()));
    }
    Ok(())
}

/// One writer at a time on SQLite: `busy_timeout` is not fair, and fifty writers starve each other.
static SQLITE_WRITER: LazyLock<Mutex<()>> = LazyLock::new(|| Mutex::new(()));

/// A transaction that writes; on SQLite it holds the process-wide write lock until it ends.
pub struct WriteTxn {
    txn: DatabaseTransaction,
    // Declared after `txn`: the lock is given back only when the transaction is over.
    _writer: Option<MutexGuard<'static, ()>>,
}

impl WriteTxn {
    /// Makes everything written durable.
    ///
    /// # Errors
    /// Of the database; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.txn.commit().await.map_err(StoreError::from)
    }

    /// Undoes everything written.
    ///
    /// # Errors
    /// Of the database; then too nothing was written.
    pub async fn rollback(self) -> Result<(), StoreError> {
        self.txn.rollback().await.map_err(StoreError::from)
    }
}

impl Deref for WriteTxn {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.txn
    }
}

/// Opens a transaction that will write.
///
/// On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`), so that a read inside it cannot go stale
/// before the write; on PostgreSQL it is an ordinary transaction.
///
/// # Errors
/// Of the database.
pub async fn write(db: &DatabaseConnection) -> Result<WriteTxn, StoreError> {
    let sqlite = db.get_database_backend() == DatabaseBackend::Sqlite;
    let writer = if sqlite { Some(SQLITE_WRITER.lock().await) } else { None };
    let options = TransactionOptions {
        sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    Ok(WriteTxn { txn: db.begin_with_options(options).await?, _writer: writer })
}

/// Opens a transaction that only reads and sees one moment, however long it takes; writers go on meanwhile.
///
/// # Errors
/// Of the database.
pub async fn snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    // SQLite in WAL mode reads from one moment anyway, and complains when asked for a level.
    let asks = db.get_database_backend() != DatabaseBackend::Sqlite;
    let options = TransactionOptions {
        isolation_level: asks.then_some(IsolationLevel::RepeatableRead),
        access_mode: asks.then_some(AccessMode::ReadOnly),
        ..Default::default()
    };
    Ok(db.begin_with_options(options).await?)
}
