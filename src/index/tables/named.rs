//! Organisations, staff, tags: few enough to keep their names.

use crate::book::Id;
use crate::index::snapshot::{In, Out, Spoilt};
use std::collections::HashMap;
use std::io::{Read, Write};

/// An organisation, a staff member or a tag.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NamedRow {
    /// Whose.
    pub id: Id,
    /// Whether the record is there; a row may be taken before its record arrives, and stays when it goes.
    pub alive: bool,
    /// Name.
    pub name: String,
    /// What it is recognised by.
    pub key: String,
    /// Reading of the name.
    pub reading: String,
    /// How many people work there, or are looked after by them.
    pub people: u32,
    /// How many visits.
    pub visits: u32,
    /// Sort of organisation, role of staff.
    pub sort: u8,
    /// Row of the area, if it has one.
    pub area: Option<u32>,
    /// Account number of staff.
    pub uid: Option<u32>,
}

/// Rows by id.
#[derive(Debug, Default)]
pub struct Named {
    rows: Vec<NamedRow>,
    at: HashMap<Id, u32>,
    alive: u64,
}

impl Named {
    /// The row of an id, made if need be.
    pub fn slot(&mut self, id: Id) -> u32 {
        if let Some(at) = self.at.get(&id) {
            return *at;
        }
        let at = self.rows.len() as u32;
        self.rows.push(NamedRow { id, ..NamedRow::default() });
        self.at.insert(id, at);
        at
    }

    /// The row number of an id whose record is there.
    pub fn find(&self, id: Id) -> Option<u32> {
        self.at.get(&id).copied().filter(|at| self.get(*at).is_some_and(|r| r.alive))
    }

    /// The row number of an id, whether or not its record is there.
    pub fn row(&self, id: Id) -> Option<u32> {
        self.at.get(&id).copied()
    }

    /// A row.
    pub fn get(&self, at: u32) -> Option<&NamedRow> {
        self.rows.get(at as usize)
    }

    /// Changes a row and keeps count.
    pub fn change(&mut self, at: u32, f: impl FnOnce(&mut NamedRow)) {
        if let Some(r) = self.rows.get_mut(at as usize) {
            let before = r.alive;
            f(r);
            self.alive = self.alive + u64::from(r.alive) - u64::from(before);
        }
    }

    /// All rows whose record is there, with their numbers.
    pub fn live(&self) -> impl Iterator<Item = (u32, &NamedRow)> {
        self.rows.iter().enumerate().filter(|(_, r)| r.alive).map(|(i, r)| (i as u32, r))
    }

    /// How many records are there.
    pub fn len(&self) -> u64 {
        self.alive
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }

    /// How many rows, with those whose record is not there.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Writes them down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> std::io::Result<()> {
        out.number(self.rows.len() as u64)?;
        for r in &self.rows {
            out.plain(&[r.id])?;
            for text in [&r.name, &r.key, &r.reading] {
                out.bytes(text.as_bytes())?;
            }
            let option = |o: Option<u32>| o.map_or(0, |n| u64::from(n) + 1);
            for n in [u64::from(r.alive), r.people.into(), r.visits.into(), r.sort.into(), option(r.area)] {
                out.number(n)?;
            }
            out.number(option(r.uid))?;
        }
        Ok(())
    }

    /// Reads them back.
    ///
    /// # Errors
    /// When they are spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Self, Spoilt> {
        let mut out = Named::default();
        for at in 0..from.small()? {
            let id: Id = from.one()?;
            let (name, key, reading) = (from.text()?, from.text()?, from.text()?);
            let alive = from.number()? != 0;
            let (people, visits) = (from.small()?, from.small()?);
            let sort = u8::try_from(from.number()?).map_err(|_| Spoilt)?;
            let option = |n: u64| n.checked_sub(1).map(u32::try_from).transpose().map_err(|_| Spoilt);
            let (area, uid) = (option(from.number()?)?, option(from.number()?)?);
            out.rows.push(NamedRow { id, alive, name, key, reading, people, visits, sort, area, uid });
            out.at.insert(id, at);
            out.alive += u64::from(alive);
        }
        Ok(out)
    }
}
