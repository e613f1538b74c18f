//! Heads of the chain: what was the last thing in the book, and the hash that proves all before it.
use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

use chrono::{DateTime, FixedOffset, SecondsFormat};

use super::{
    super::{Pos, disk::Disk, layout::Hash},
    BackupError,
    kept::{read_all, replace},
};

const NAME: &str = "heads";
/// The book's zone: China has one.
const ZONE: i32 = 8 * 3600;
/// Fewer digits of a hash could be met again by trying.
const DIGITS: usize = 16;

/// The end of a book's history at the time of a backup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// When the backup was made, in milliseconds since 1970.
    pub at_ms: i64,
    /// The last commit.
    pub pos: Pos,
    /// Groups up to it.
    pub groups: u64,
    /// Commits up to it.
    pub commits: u64,
    /// The chain's hash.
    pub hash: [u8; 32],
}

impl Head {
    /// The hash in hexadecimal digits.
    pub fn hex(&self) -> String {
        hex(&self.hash)
    }

    /// When, as people write it, in the book's zone.
    pub fn when(&self) -> String {
        match zoned(self.at_ms) {
            Some(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            None => self.at_ms.to_string(),
        }
    }

    /// The mark that finds it again.
    pub fn mark(&self) -> Mark {
        Mark(self.hex())
    }
}

fn zoned(at_ms: i64) -> Option<DateTime<FixedOffset>> {
    Some(DateTime::from_timestamp_millis(at_ms)?.with_timezone(&FixedOffset::east_opt(ZONE)?))
}

pub(super) fn hex(hash: &Hash) -> String {
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = zoned(self.at_ms).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, false);
        write!(f, "{at} {} {} {} {}", self.pos.0, self.groups, self.commits, self.hex())
    }
}

/// Not a line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(line: &str) -> Result<Self, NotAHead> {
        let mut words = line.split(' ');
        let mut word = || words.next().ok_or(NotAHead);
        let at = DateTime::parse_from_rfc3339(word()?).map_err(|_| NotAHead)?;
        let mut number = || word()?.parse::<u64>().map_err(|_| NotAHead);
        let (pos, groups, commits) = (number()?, number()?, number()?);
        let digits = word()?;
        let mut hash = [0; 32];
        for (i, b) in hash.iter_mut().enumerate() {
            let two = digits.get(i * 2..i * 2 + 2).ok_or(NotAHead)?;
            *b = u8::from_str_radix(two, 16).map_err(|_| NotAHead)?;
        }
        let head = Head { at_ms: at.timestamp_millis(), pos: Pos(pos), groups, commits, hash };
        // Every byte of a line is determined, so the strictest check is to write it again.
        if head.to_string() == line { Ok(head) } else { Err(NotAHead) }
    }
}

/// A head as somebody noted it: the first 16 or more digits of its hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark(pub(super) String);

impl Mark {
    /// Reads digits as they were written down, with blanks or dashes between them.
    pub fn parse(text: &str) -> Option<Mark> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | ':')).collect();
        let digits = digits.to_ascii_lowercase();
        let fits = (DIGITS..=64).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then_some(Mark(digits))
    }

    /// The digits that tell it from others well enough to look it up.
    pub(super) fn first(&self) -> &str {
        self.0.get(..DIGITS).unwrap_or(&self.0)
    }

    pub(super) fn fits(&self, hash: &Hash) -> bool {
        hex(hash).starts_with(&self.0)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a list of heads.
pub(super) fn parse(text: &str, path: impl Fn() -> PathBuf) -> Result<Vec<Head>, BackupError> {
    text.lines().map(|l| l.parse().map_err(|NotAHead| BackupError::NotABackup { path: path() })).collect()
}

/// The list in a backup's folder; empty if none was written yet.
pub(super) fn read(disk: &dyn Disk) -> Result<Vec<Head>, BackupError> {
    match read_all(disk, NAME)? {
        Some(text) => parse(&text, || disk.path(NAME)),
        None => Ok(Vec::new()),
    }
}

/// The list with a line more, all of it or nothing.
pub(super) fn add(disk: &Arc<dyn Disk>, heads: &[Head], head: &Head) -> Result<(), BackupError> {
    let text: String = heads.iter().chain([head]).map(|h| format!("{h}\n")).collect();
    replace(&**disk, NAME, text.as_bytes())
}
