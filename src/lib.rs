//! linli 邻里: a full-screen terminal app for the field staff of Chinese community and street offices.
//!
//! In one sentence: **a terminal session turns keys into requests; the hub checks each against the rules, writes it to
//! the journal, applies it to the book, and tells every session what changed.**
//!
//! | room | what it is |
//! |---|---|
//! | [`book`] | what is kept: record kinds by their field tables, and the rules; pure |
//! | [`store`] | how it is kept: the hash-chained journal is the truth, sled the book as it stands |
//! | [`index`] | what must answer in a frame: finder, dense tables, area tree, ties |
//! | [`hub`] | the one process that owns a book: writer, sessions, the wire |
//! | [`exchange`] | ledgers in: sheets, column mapping, slices |
//! | [`demo`] | a deterministic demonstration book of any size |
//! | [`tui`] | keys to requests, replies to cells: app, screens, forms, painter, keymap |
//! | [`cli`] | one command a file; a session like any other |
//! | [`text`] | every word a user sees, Chinese and English side by side |
//!
//! Dependencies point one way; `tests/rooms.rs` holds them to it.
pub mod book;
pub mod cli;
pub mod demo;
pub mod exchange;
pub mod hub;
pub mod index;
pub mod store;
pub mod text;
pub mod tui;
