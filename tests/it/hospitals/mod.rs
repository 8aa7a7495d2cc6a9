//! The register of hospitals.

mod command;
mod faults;
mod pages;
mod roster;
mod scope;
