//! Progress: series as programs get them, and the pages on which people see them.

mod evidence;
mod pages;
mod regions;
mod scopes;
mod series;
mod weight;
mod withdrawal;
