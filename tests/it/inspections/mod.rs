//! 现场督导: who sees a visit when, how it goes from plan to end, what is refused, and that nothing is overwritten.

mod answers;
mod closing;
mod demo;
mod planning;
pub mod scene;
