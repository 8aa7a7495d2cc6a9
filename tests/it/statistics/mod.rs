//! The statistics against published references, against their own definitions, and against bad input.

mod golden_control;
mod golden_funnel;
mod properties;
mod table;
mod total;
