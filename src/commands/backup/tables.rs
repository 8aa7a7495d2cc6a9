//! All tables, whatever they are: listed, read and written as JSON arrays by the database itself.
//!
//! A backup must not know the rooms' entities, or a table would be forgotten one day. Hence this is the one place of
//! SQL text: no query builder lists tables or turns a row into JSON. Names come from our own schema only, never from
//! an archive.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, QueryResult, Statement};

/// The migrator's own; the manifest holds what it says.
const NOT_OURS: [&str; 2] = ["seaql_migrations", "sqlite_sequence"];

/// A table of the database.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<Column>,
    /// Whether its rows refer to each other, so that they must be put back in one statement.
    pub refers_to_itself: bool,
}

/// A column and its type in the words of this database.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    kind: String,
}

/// Every table, those that are referred to first.
///
/// # Errors
/// Of the database.
pub async fn in_order(db: &impl ConnectionTrait) -> Result<Vec<Table>, DbErr> {
    let backend = db.get_database_backend();
    let (columns, references) = match backend {
        DatabaseBackend::Sqlite => (
            "SELECT m.name, c.name, lower(c.type) FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' ORDER BY m.name, c.cid",
            "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
        ),
        // The type without its length: a text too long must be an error, and a cast would cut it.
        _ => (
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL) FROM pg_class c \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, a.attnum",
            "SELECT f.relname::text, t.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid \
             JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f'",
        ),
    };
    let mut tables: Vec<Table> = Vec::new();
    for row in db.query_all_raw(Statement::from_string(backend, columns)).await? {
        let name: String = row.try_get_by_index(0)?;
        let column = Column { name: row.try_get_by_index(1)?, kind: row.try_get_by_index(2)? };
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None if NOT_OURS.contains(&name.as_str()) => {}
            None => tables.push(Table { name, columns: vec![column], refers_to_itself: false }),
        }
    }
    let pair = |row: QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    let references = db.query_all_raw(Statement::from_string(backend, references)).await?;
    let references = references.into_iter().map(pair).collect::<Result<BTreeSet<(String, String)>, DbErr>>()?;
    Ok(sorted(tables, &references))
}

/// Puts every table behind those it refers to.
fn sorted(mut left: Vec<Table>, references: &BTreeSet<(String, String)>) -> Vec<Table> {
    let mut done: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let waits = |table: &Table| {
            let others = left.iter().filter(|other| other.name != table.name);
            others.into_iter().any(|other| references.contains(&(table.name.clone(), other.name.clone())))
        };
        // Tables that refer to each other in a ring would wait for ever: then the first goes ahead.
        let next = left.iter().position(|table| !waits(table)).unwrap_or(0);
        let mut table = left.remove(next);
        table.refers_to_itself = references.contains(&(table.name.clone(), table.name.clone()));
        done.push(table);
    }
    done
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The rows of a table, each as one JSON array without line breaks.
#[must_use]
pub fn select(backend: DatabaseBackend, table: &Table) -> Statement {
    let sqlite = backend == DatabaseBackend::Sqlite;
    let value = |column: &Column| {
        let name = quoted(&column.name);
        // JSON has no bytes; PostgreSQL writes them this way by itself.
        if sqlite && column.kind.contains("blob") { format!("'\\x' || lower(hex({name}))") } else { name }
    };
    let values = table.columns.iter().map(value).collect::<Vec<_>>().join(", ");
    let name = quoted(&table.name);
    let sql = if sqlite {
        format!("SELECT json_array({values}) FROM {name}")
    } else {
        format!("SELECT json_build_array({values})::text FROM {name}")
    };
    Statement::from_string(backend, sql)
}

/// Puts rows back: `rows` are JSON arrays whose places are `columns`.
///
/// # Errors
/// [`DbErr::Custom`] when a column is unknown to this table, otherwise of the database.
pub async fn insert(
    db: &impl ConnectionTrait,
    table: &Table,
    columns: &[String],
    rows: &[String],
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let sqlite = backend == DatabaseBackend::Sqlite;
    let mut names = Vec::new();
    let mut values = Vec::new();
    for (place, name) in columns.iter().enumerate() {
        let column = table.columns.iter().find(|column| column.name == *name);
        let column = column.ok_or_else(|| DbErr::Custom(format!("{} has no column {name}", table.name)))?;
        names.push(quoted(&column.name));
        values.push(match (sqlite, column.kind.contains("blob")) {
            (true, true) => format!("unhex(substr(value ->> {place}, 3))"),
            (true, false) => format!("value ->> {place}"),
            (false, _) => format!("(value ->> {place})::{}", column.kind),
        });
    }
    let source = if sqlite { "json_each(?1)" } else { "json_array_elements($1::json)" };
    let (name, names, values) = (quoted(&table.name), names.join(", "), values.join(", "));
    let sql = format!("INSERT INTO {name} ({names}) SELECT {values} FROM {source}");
    let all = format!("[{}]", rows.join(","));
    db.execute_raw(Statement::from_sql_and_values(backend, sql, [all.into()])).await.map(|_| ())
}

/// Removes what migrations put into fresh tables; the archive brings those rows too.
///
/// # Errors
/// Of the database.
pub async fn clear(db: &impl ConnectionTrait, tables: &[Table]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        db.execute_unprepared(&format!("DELETE FROM {}", quoted(&table.name))).await?;
    }
    Ok(())
}

/// Lets new keys follow those put back; SQLite does so by itself.
///
/// # Errors
/// Of the database.
pub async fn continue_keys(db: &impl ConnectionTrait, tables: &[Table]) -> Result<(), DbErr> {
    if db.get_database_backend() == DatabaseBackend::Sqlite {
        return Ok(());
    }
    for table in tables.iter().filter(|table| table.columns.iter().any(|column| column.name == "id")) {
        let name = quoted(&table.name);
        let literal = name.replace('\'', "''");
        // No sequence: setval of null does nothing. No row: the first key is 1.
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{literal}', 'id'), coalesce((SELECT max(id) FROM {name}), 0) + 1, false)"
        );
        db.execute_unprepared(&sql).await?;
    }
    Ok(())
}
