//! Backups: a copy of the journal that grows with it, and the way back.
//!
//! The journal is the truth and is only ever appended to, so a backup is the journal again: the same segments, cut
//! after their last group, beside a title page and a list of heads. The next backup adds the groups that are new,
//! reads everything back, and only then adds a line to the list: what the last line names is whole. Erasure blanks
//! bytes in old segments; a segment that differs from the book's is written anew beside the old one and takes its
//! place once all of it was verified, so a backup forgets what the book forgets, and what rotted in it is mended.
//!
//! ```text
//! backup          "linli backup 1", then the book's own title page
//! heads           a line for every backup: when, position, groups, commits, hash of the chain there
//! 0000000001.seg  as in the book
//! ```
mod copy;
mod error;
mod heads;
mod kept;
mod mend;
mod restore;
mod staged;
mod stream;
mod survey;
#[cfg(test)]
mod tests;

pub use copy::{Done, backup};
pub use error::{BackupError, StreamFault};
pub use heads::{Head, Mark};
pub use kept::{erasures, heads};
pub use mend::{Mended, mend};
pub use restore::{Origin, Restored, restore};
pub use stream::backup_stream;
pub use survey::{Found, find_heads};
