//! Progress: series as programs get them, and the pages on which people see them.

mod evidence;
mod annotations;
mod control;
mod apart;
mod crowd;
mod crowd_own;
mod pages;
mod regions;
mod scopes;
mod series;
mod sums;
mod weight;
mod whole;
mod withdrawal;
