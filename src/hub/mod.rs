//! Who may do what, to which version, and who hears of it. One process owns a book; every terminal and every
//! command is a session that asks it over a socket.
//!
//! [`host`] is the process; [`session`] one connection, [`outbox`] what it is sent; [`writer`] the one thread that changes anything, with
//! [`edit`], [`line`] and [`ledger`] turning requests into records (`merge` makes one of two, `lineage` leads to what stands for what went) and [`resolve`] finding out who is meant;
//! [`answer`], [`card`], [`today`], [`history`], [`list`], [`network`], [`users`] and [`rows`] only read; [`wire`] and [`frame`] are what is said and how, [`body`] how a record is stored.
//!
//! The rights of the people on file: `person` shows and copies, `register` keeps who asked for what and freezes,
//! `erase` erases what `erase_plan` finds with the eyes of `mentions`, `guard` holds writes off whoever is frozen or
//! being erased.

pub mod access_log;
mod access_sweep;
pub mod accounts;
pub mod actor;
mod again;
mod agenda;
pub mod answer;
pub mod backup_note;
pub mod body;
mod bulk;
mod calendar;
pub mod card;
pub mod client;
mod doc;
mod doer;
pub mod doors;
pub mod drafts;
pub mod edit;
mod election;
mod erase;
mod erase_drafts;
mod erase_plan;
mod erase_queue;
mod export;
pub mod frame;
mod gate;
mod guard;
mod handing;
pub mod history;
pub mod host;
pub mod house;
pub mod ledger;
pub mod line;
mod lineage;
pub mod list;
mod log;
mod look;
mod mentions;
mod merge;
pub mod network;
mod news;
pub mod notify;
mod office;
mod open_work;
pub mod outbox;
mod own_file;
mod person;
mod phrases;
pub mod place;
mod posts;
pub mod presence;
pub mod pulse;
mod reading;
mod register;
pub mod report;
pub mod resolve;
mod retention;
mod reveal;
pub mod rights;
pub mod rows;
mod same_visit;
pub mod session;
pub mod settings;
mod showing;
mod sight;
mod snapshot;
mod status;
mod step;
mod study;
pub mod today;
mod twins;
pub mod users;
mod veil;
pub mod wire;
pub mod world;
pub mod writer;
