//! Files in and out: ledgers that offices keep, and the documents, workbooks and calendars that they send on.
//!
//! Runs in the session, never in the hub: a hostile file can at worst end the session that opened it. A file
//! becomes [`sheet::Sheet`]s, these a [`plan::Plan`], and the plan slices of rows that the hub reads like anything
//! typed ([`import::run`]).

pub mod appointment;
mod bomb;
pub mod briefing;
mod content;
mod describe;
pub mod docx;
pub mod encoding;
pub mod export;
pub mod file;
mod formula;
mod heading;
pub mod history;
pub mod ics;
pub mod import;
pub mod inbox;
pub mod json;
mod jsonl;
pub mod map_file;
pub mod mapping;
pub mod minutes;
pub mod person_file;
pub mod plan;
mod quiet;
pub mod rejects;
pub mod report;
pub mod sheet;
pub mod sight;
pub mod study;
pub mod template;
mod vcard;
mod voiced;
pub mod workbook;
mod xls;
pub mod xlsform;
mod xlsx;
mod xml;
