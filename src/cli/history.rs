//! `linli history`: who changed what of a record when, before and after.

use super::ask::{join, printed, unexpected};
use super::{Failure, Setting};
use crate::book::{Id, Kind, Ref};
use crate::exchange::history::{entries_json, lines};
use crate::hub::wire::{Reply, Request};
use crate::text::command;
use crate::tui::glyph;
use std::io::{self, BufWriter, Write};

/// `linli history KIND ID`
pub fn run(set: &Setting, kind: Kind, id: &str, limit: u32, as_json: bool) -> Result<u8, Failure> {
    let id = Id::parse(id).ok_or_else(|| Failure { code: 2, words: command::BAD_ID.get(set.lang).into() })?;
    let mut client = join(set)?;
    let entries = match client.ask(Request::History { target: Ref { kind, id }, limit })? {
        Reply::History(h) => h,
        other => return Err(unexpected(other, set.lang)),
    };
    if entries.is_empty() {
        return Err(Failure { code: 1, words: crate::text::trouble::GONE.get(set.lang).into() });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if as_json {
        let all = glyph::safe(&entries_json(kind, &entries).to_string()).into_owned();
        return printed(writeln!(out, "{all}")).map(|()| 0);
    }
    for line in lines(kind, &entries, set.lang) {
        printed(writeln!(out, "{}", glyph::safe(&line)))?;
    }
    Ok(0)
}
