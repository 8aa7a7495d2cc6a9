//! Progress: series as programs get them, and the pages on which people see them.

mod apart;
mod crowd;
mod crowd_own;
mod pages;
mod scopes;
mod series;
mod weight;
mod withdrawal;
