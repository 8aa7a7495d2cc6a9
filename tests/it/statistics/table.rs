//! A table of reference numbers, and a count of what was compared with it.

use std::collections::HashMap;

/// One row by column name; an empty cell is undefined.
pub struct Row(HashMap<String, String>);

impl Row {
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    pub fn number(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("{column}: {text}")))
    }

    pub fn count(&self, column: &str) -> i64 {
        self.text(column).parse().unwrap()
    }

    pub fn truth(&self, column: &str) -> bool {
        self.text(column) == "TRUE"
    }
}

pub fn read(name: &str) -> Vec<Row> {
    let path = format!("{}/tests/samples/statistics/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| Row(row.unwrap())).collect()
}

/// Splits rows into series: neighbours with the same key.
pub fn series<'a>(rows: &'a [Row], key: impl Fn(&Row) -> String + Copy + 'a) -> Vec<&'a [Row]> {
    rows.chunk_by(move |one, next| key(one) == key(next)).collect()
}

/// How many cells agreed, and whether what is compared is read at all.
#[derive(Default)]
pub struct Compared(pub usize);

impl Compared {
    /// Both undefined, or within `tolerance` of each other: relative at 1e-9, absolute where coarser.
    pub fn number(&mut self, what: &str, found: Option<f64>, wanted: Option<f64>, tolerance: f64) {
        let same = match (found, wanted) {
            (Some(found), Some(wanted)) => {
                (found - wanted).abs() <= tolerance * if tolerance > 1e-9 { 1.0 } else { wanted.abs() } + 1e-15
            }
            (None, None) => true,
            _ => false,
        };
        assert!(same, "{what}: {found:?} is not {wanted:?}");
        self.0 += 1;
    }

    pub fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, found: T, wanted: T) {
        assert_eq!(found, wanted, "{what}");
        self.0 += 1;
    }

    /// Says how much was compared; `cargo test golden -- --nocapture` shows it.
    pub fn report(&self, of: &str, least: usize) {
        println!("{of}: {} cells compared", self.0);
        assert!(self.0 >= least, "{of} was hardly read: {} cells", self.0);
    }
}
