//! Progress: series as programs get them, and the pages on which people see them.

mod pages;
mod scopes;
mod series;
mod sums;
mod weight;
mod withdrawal;
