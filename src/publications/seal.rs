//! The fingerprint of a publication: over the very text that is kept, so that anybody can compute it again. Pure.

use sm3::{Digest, Sm3};

/// Digits of the fingerprint that are printed.
const SHOWN: usize = 16;

/// SM3 of the content, 64 lower-case hexadecimal digits.
#[must_use]
pub fn seal(content: &str) -> String {
    hex::encode(Sm3::digest(content.as_bytes()))
}

/// Its beginning as it is printed: `1ab2 1d83 55cf a17f`.
#[must_use]
pub fn shown(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().take(SHOWN).collect();
    let parts: Vec<String> = digits.chunks(4).map(|part| part.iter().collect()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_the_standard() {
        // The first example of GB/T 32905-2016.
        assert_eq!(seal("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assert_eq!(shown(&seal("abc")), "66c7 f0f4 62ee edd9");
        assert_ne!(seal("abc"), seal("abd"));
    }
}
