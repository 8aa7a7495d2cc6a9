//! 现场督导: visits, their answers and findings, and the documents made of them.

pub mod documents;
