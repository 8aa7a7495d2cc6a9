//! The register of hospitals.

mod command;
mod departments;
mod faults;
mod pages;
mod roster;
mod scope;
