//! Who may do what, to which version, and who hears of it. One process owns a book; every terminal and every
//! command is a session that asks it over a socket.
//!
//! [`host`] is the process; [`session`] one connection, [`outbox`] what it is sent; [`writer`] the one thread that changes anything, with
//! [`edit`], [`line`] and [`ledger`] turning requests into records and [`resolve`] finding out who is meant;
//! [`answer`], [`card`], [`today`], [`history`], [`list`], [`network`], [`users`] and [`rows`] only read; [`wire`] and [`frame`] are what is said and how, [`body`] how a record is stored.

pub mod answer;
pub mod body;
pub mod card;
pub mod client;
pub mod drafts;
pub mod edit;
pub mod frame;
pub mod history;
pub mod host;
pub mod ledger;
pub mod line;
pub mod list;
pub mod network;
pub mod outbox;
pub mod place;
pub mod resolve;
pub mod rows;
pub mod session;
mod snapshot;
pub mod today;
pub mod users;
pub mod wire;
pub mod world;
pub mod writer;
