use std::fmt;

/// A fault of the files, shown as `file:line: what`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file's path inside the folder of targets.
    pub file: String,
    /// Line, 1-based.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}
