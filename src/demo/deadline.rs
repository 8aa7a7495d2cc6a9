//! When the returns of the invented province are due.

use crate::access::Viewer;
use crate::db::StoreError;
use crate::demo::season::Wish;
use crate::returns::Desk;
use crate::returns::deadlines::model::{Key, Reach, Term};
use crate::returns::deadlines::{Change, Keeping, set};

/// Fifteen days after the quarter, free days put off: the good hand in before, the late after it.
///
/// # Errors
/// Of the database.
pub async fn fifteen_days(desk: &Desk, wish: Wish) -> Result<(), StoreError> {
    let change = Change {
        key: Key { reach: Reach::From, period: wish.from, level: None },
        term: Some(Term::After { days: 15, moves: true }),
        reason: "演示：季度报表上报期限的通知".to_owned(),
    };
    let at = Keeping { db: &desk.db, data_dir: &desk.data_dir, catalogue: &desk.catalogue };
    let viewer = Viewer { name: "演示省级工作人员".to_owned(), ..Viewer::operator() };
    set(at, &viewer, desk.clock.now(), 0, &change).await.map(|_| ())
}
