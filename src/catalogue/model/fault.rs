use std::fmt;

/// A fault of the files, shown as `file:line: what`; of a folder as `folder: what`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file's path inside the folder of targets.
    pub file: String,
    /// Line, 1-based; 0 for a place without lines.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}
