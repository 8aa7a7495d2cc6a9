//! Tests of the product through its own doors; one module a room.

mod architecture;
mod frame;
mod house;
mod journal;
mod support;
