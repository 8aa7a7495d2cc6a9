//! 本院: what a hospital sees of itself.

mod benchmark;
