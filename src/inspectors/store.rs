//! People, loans and lists in the database.

mod loans;
mod people;
mod qc_due;

pub use loans::{loan, loans_of, loans_of_person};
pub use people::{by_code, history, list, pool};
pub use qc_due::{due_counts, due_ids, due_of, due_of_all, due_on};

pub(super) use loans::{NewLoan, add_loan, answer_loan};
pub(super) use people::{add, change, codes_taken, next_code, of_account, set_active, write_down};
pub(super) use qc_due::{NewDue, add_due, end_due};
