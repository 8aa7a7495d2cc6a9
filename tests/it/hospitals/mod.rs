//! The register of hospitals.

mod faults;
mod roster;
mod scope;
