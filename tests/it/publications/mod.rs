//! What was published stays as it was: through the doors of users – returns sent, accepted, published, corrected.

mod demo;
mod frozen;
mod readers;
mod scene;
mod wrong;
