//! The register of hospitals.

mod command;
mod faults;
mod roster;
mod scope;
