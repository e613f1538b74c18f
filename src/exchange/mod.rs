//! Ledgers in: what a workbook or a list of comma-separated values holds, and which column means what.
//!
//! Runs in the session, never in the hub: a hostile file can at worst end the session that opened it. A file
//! becomes [`sheet::Sheet`]s, these a [`plan::Plan`], and the plan slices of rows that the hub reads like anything
//! typed ([`import::run`]).

mod bomb;
mod describe;
mod heading;
pub mod import;
pub mod mapping;
pub mod plan;
mod quiet;
pub mod sheet;
mod xlsx;
