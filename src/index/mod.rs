//! index
pub mod finder;
