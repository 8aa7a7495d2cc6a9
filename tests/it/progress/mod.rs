//! Progress: series as programs get them, and the pages on which people see them.

mod annotations;
mod control;
mod pages;
mod scopes;
mod series;
mod weight;
mod withdrawal;
