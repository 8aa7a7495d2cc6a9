//! 会话凭证: what the cookie holds, and the trace of it that the database keeps.

use sha2::{Digest, Sha256};

/// 256 random bits in hex; only the reader's browser keeps it.
pub struct Token(String);

/// SHA-256 of a token in hex: the key of a session. A stolen table opens no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash(String);

impl Token {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    /// What the cookie holds.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its trace.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl TokenHash {
    /// The trace of what a cookie holds.
    #[must_use]
    pub fn of(cookie: &str) -> Self {
        Self(hex::encode(Sha256::digest(cookie.as_bytes())))
    }

    /// As it stands in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_its_trace_is_not_the_token() {
        let (one, other) = (Token::random(), Token::random());
        assert_eq!(one.text().len(), 64);
        assert_ne!(one.text(), other.text());
        assert_eq!(one.hash(), TokenHash::of(one.text()));
        assert_ne!(one.hash().as_str(), one.text());
    }
}
