//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[("disclosures.published", "公开督导结果"), ("disclosure", "督导公开")];
