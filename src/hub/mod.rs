//! hub
pub mod wire;
