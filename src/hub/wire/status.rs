//! How the hub is, for those who look after it.

use crate::hub::backup_note::BackupNote;
use crate::hub::pulse::Figures;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// How the hub is. See [`super::Request::Status`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    /// How many of each kind, in the order of [`crate::book::Kind::ALL`].
    pub counts: Vec<u64>,
    /// Last position in the journal.
    pub head: u64,
    /// The head of the chain in hexadecimal digits; nothing where the history is damaged.
    pub chain: String,
    /// Sessions connected, by account.
    pub sessions: Vec<Seated>,
    /// Writes that wait for their answer.
    pub queue: u64,
    /// Requests answered that only read.
    pub reads: Figures,
    /// Requests answered that write.
    pub writes: Figures,
    /// Bytes of the finder in memory.
    pub finder_bytes: u64,
    /// Bytes on the disk.
    pub disk: Disk,
    /// The last backup.
    pub backup: BackupNote,
    /// When the hub was started, milliseconds since 1970 UTC.
    pub started_ms: i64,
    /// Now, by the hub's clock.
    pub now_ms: i64,
    /// The version of the hub's program.
    pub program: String,
    /// Process id of the hub.
    pub pid: u32,
    /// What was found at the start: a cut tail, a rebuild.
    pub opened: String,
}

/// The sessions of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// The account.
    pub uid: u32,
    /// The name of its member of staff.
    pub name: String,
    /// Each of them, the eldest first.
    pub sessions: Vec<Sitting>,
}

/// A session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    /// Since when, milliseconds since 1970 UTC.
    pub since_ms: i64,
    /// From which machine, as it says itself; nothing where it does not come over a network.
    pub from: Option<IpAddr>,
    /// Whether it is a screen; else a command.
    pub screen: bool,
    /// Answers and news that it has not fetched yet, and writes that wait for their answer.
    pub waiting: u32,
    /// Its requests answered, reads and writes alike.
    pub answered: Figures,
}

/// Bytes on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// The journal.
    pub journal: u64,
    /// The book as it stands.
    pub sled: u64,
    /// The indexes.
    pub indexes: u64,
    /// Drafts and what workers have laid down.
    pub drafts: u64,
    /// Who looked at whom.
    pub access: u64,
    /// What is left on the disk.
    pub free: u64,
}
