//! Many rows of one table in few statements.

use futures_util::join;
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, IdenStatic, Statement, Value};

/// Parameters of a statement: SQLite takes 32 766 of them, PostgreSQL 65 535. Longer statements gain nothing.
const PARAMETERS: usize = 4_000;

/// Inserts rows. While the database stores some, the next are made ready.
///
/// The text of the statement is written once and not built of expressions: with hundreds of thousands of values the
/// building took as long as the storing (`cargo bench --bench table`).
///
/// # Errors
/// Of the database.
pub async fn insert_rows<T, const N: usize>(
    db: &impl ConnectionTrait,
    table: &str,
    columns: [impl IdenStatic; N],
    rows: &[T],
    values: fn(&T) -> [Value; N],
) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let most = PARAMETERS / N;
    let text = |rows| text(backend, table, &columns, rows);
    let full = text(most);
    let statement = |rows: &[T]| {
        let sql = if rows.len() == most { full.clone() } else { text(rows.len()) };
        Statement::from_sql_and_values(backend, sql, rows.iter().flat_map(values))
    };
    let mut chunks = rows.chunks(most);
    let mut at_hand = chunks.next().map(statement);
    while let Some(ready) = at_hand {
        let (stored, next) = join!(db.execute_raw(ready), async { chunks.next().map(statement) });
        stored?;
        at_hand = next;
    }
    Ok(())
}

fn text(backend: DatabaseBackend, table: &str, columns: &[impl IdenStatic], rows: usize) -> String {
    use std::fmt::Write as _;
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
    let mut text = format!("INSERT INTO \"{table}\" ({}) VALUES ", names.join(", "));
    let mut number = 0;
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            text.push_str(if column == 0 { "" } else { ", " });
            number += 1;
            // Writing into a string cannot fail.
            let _ = match backend {
                DatabaseBackend::Postgres => write!(text, "${number}"),
                _ => text.write_char('?'),
            };
        }
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::open;

    #[derive(Clone, Copy, Debug)]
    struct Name(&'static str);

    impl sea_orm::Iden for Name {
        fn unquoted(&self) -> &str {
            self.0
        }
    }

    impl IdenStatic for Name {
        fn as_str(&self) -> &'static str {
            self.0
        }
    }

    #[test]
    fn each_database_has_its_own_marks() {
        let columns = [Name("a"), Name("b")];
        let sqlite = text(DatabaseBackend::Sqlite, "t", &columns, 2);
        assert_eq!(sqlite, "INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?), (?, ?)");
        let postgres = text(DatabaseBackend::Postgres, "t", &columns, 2);
        assert_eq!(postgres, "INSERT INTO \"t\" (\"a\", \"b\") VALUES ($1, $2), ($3, $4)");
    }

    #[tokio::test]
    async fn no_row_is_lost_at_the_seams_of_statements() {
        let db = open("sqlite::memory:").await.unwrap();
        db.execute_unprepared("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)").await.unwrap();
        let most = i64::try_from(PARAMETERS / 2).unwrap();
        for (already, many) in [(0, 0), (0, 1), (1, most), (most + 1, most + 1), (2 * most + 2, 2 * most)] {
            let rows: Vec<i64> = (already..already + many).collect();
            insert_rows(&db, "t", [Name("a"), Name("b")], &rows, |a| [(*a).into(), a.to_string().into()])
                .await
                .unwrap();
            let count = "SELECT COUNT(*) AS n FROM t WHERE b = CAST(a AS TEXT)";
            let row = db.query_one_raw(Statement::from_string(DatabaseBackend::Sqlite, count)).await.unwrap().unwrap();
            assert_eq!(row.try_get::<i64>("", "n").unwrap(), already + many);
        }
    }
}
