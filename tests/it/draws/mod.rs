//! Draws: the core against the document's own numbers and the independent verifier, plans over simulated registers, and the
//! doors of users.

mod both;
mod made;
mod doors;
mod plan;
mod planning;
pub mod scene;
mod wrong;
mod vector;
