//! Writing a finder down and reading it back.
use std::io::{self, Read, Write};
use std::sync::Arc;

use super::dead::Dead;
use super::live::{Finder, Part, Snapshot};
use super::segment::Segment;
use crate::index::snapshot::{In, Out, Spoilt};

impl Finder {
    /// Writes all of it down. What others change meanwhile is not in it, so the writer of the book does this itself.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        self.freeze();
        let parts = self.snapshot().parts.clone();
        out.number(parts.len() as u64)?;
        for part in &parts {
            part.segment.save(out)?;
            let dead: Vec<u32> = (0..part.segment.len()).filter(|row| part.dead.has(*row)).collect();
            out.list(&dead)?;
        }
        Ok(())
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When it is spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Finder, Spoilt> {
        let mut parts = Vec::new();
        for _ in 0..from.small()? {
            let segment = Arc::new(Segment::load(from)?);
            let mut dead = Dead::default();
            from.list::<u32>()?.into_iter().filter(|row| *row < segment.len()).for_each(|row| dead.add(row));
            parts.push(Part { segment, dead });
        }
        let finder = Finder::default();
        finder.publish(Snapshot { parts, delta: Vec::new() });
        Ok(finder)
    }
}
