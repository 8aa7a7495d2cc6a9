//! Paging of long lists.

use serde::{Deserialize, Serialize};

/// `?page=2` of a list; anything unreadable is the first page.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PagingQuery {
    /// 1-based.
    #[serde(default)]
    pub page: Option<String>,
}

impl PagingQuery {
    /// The page asked for, 1-based.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.page.as_deref().and_then(|text| text.parse().ok()).filter(|n| *n > 0).unwrap_or(1)
    }
}

/// What the pager shows.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// The page shown, 1-based.
    pub page: u64,
    /// How many there are, at least 1.
    pub pages: u64,
    /// Rows in all.
    pub total: u64,
    /// First row shown, 1-based; 0 when there is none.
    pub first: u64,
    /// Last row shown.
    pub last: u64,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

impl Paging {
    /// Lays out `total` rows in pages of `size`; `link` gives the address of a page.
    #[must_use]
    pub fn new(asked: u64, size: u64, total: u64, link: impl Fn(u64) -> String) -> Self {
        let pages = total.div_ceil(size).max(1);
        let page = asked.clamp(1, pages);
        let first = if total == 0 { 0 } else { (page - 1) * size + 1 };
        Self {
            page,
            pages,
            total,
            first,
            last: (page * size).min(total),
            previous: (page > 1).then(|| link(page - 1)),
            next: (page < pages).then(|| link(page + 1)),
        }
    }

    /// How many rows to skip.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.first.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_stay_inside_the_list() {
        let paging = Paging::new(9, 50, 120, |n| format!("?page={n}"));
        assert_eq!((paging.page, paging.pages, paging.first, paging.last), (3, 3, 101, 120));
        assert_eq!(paging.previous.as_deref(), Some("?page=2"));
        assert!(paging.next.is_none());
        let none = Paging::new(1, 50, 0, |n| n.to_string());
        assert_eq!((none.first, none.last, none.pages), (0, 0, 1));
    }
}
