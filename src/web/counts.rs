//! What waits for the viewer, as the frame shows it on every page. A room counts it and puts it into the request.

/// Numbers beside entries of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages nobody has opened, counted up to [`Counts::MOST`].
    pub unread: u64,
}

impl Counts {
    /// Counting further would cost more than it tells: from here on the frame says `99+`.
    pub const MOST: u64 = 100;

    /// The number of unread messages as it is shown; nothing where there is none.
    #[must_use]
    pub fn unread_label(self) -> Option<String> {
        match self.unread {
            0 => None,
            few if few < Self::MOST => Some(few.to_string()),
            _ => Some(format!("{}+", Self::MOST - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_counts_to_ninety_nine() {
        let label = |unread| Counts { unread }.unread_label();
        assert_eq!(label(0), None);
        assert_eq!(label(99).as_deref(), Some("99"));
        assert_eq!(label(100).as_deref(), Some("99+"));
    }
}
