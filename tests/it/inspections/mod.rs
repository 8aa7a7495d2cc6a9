//! 现场督导: who sees a visit when, how it goes from plan to end, what is refused, and that nothing is overwritten.

mod answers;
mod closing;
mod planning;
pub mod scene;
