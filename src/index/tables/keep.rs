//! Writing the tables down and reading them back. What can be made from the rest in no time is not written.

use super::crowds::Crowds;
use super::named::Named;
use super::rows::{People, Visits};
use super::{Link, NEVER, NONE, Tables, Things};
use crate::book::{Kind, visit};
use crate::index::areas::Areas;
use crate::index::column::Column;
use crate::index::facets::Facets;
use crate::index::lineage::Lineage;
use crate::index::snapshot::{In, Out, Plain, Spoilt};
use crate::index::ties::Ties;
use std::io::{self, Read, Write};

impl Plain for Link {
    const SIZE: usize = 8;
    #[inline]
    fn put(self, to: &mut [u8]) {
        (u64::from(self.visit) << 32 | u64::from(self.next)).put(to);
    }
    #[inline]
    fn take(from: &[u8]) -> Self {
        let both = u64::take(from);
        Link { visit: (both >> 32) as u32, next: both as u32 }
    }
}

impl Tables {
    /// Writes all of it down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        self.areas.save(out)?;
        self.ties.save(out)?;
        self.lineage.save(out)?;
        for named in [&self.organisations, &self.staff, &self.tags] {
            named.save(out)?;
        }
        self.people.save(out)?;
        self.visits.save(out)?;
        out.number(self.requests.len() as u64)?;
        out.plain(&self.requests.iter().copied().collect::<Vec<_>>())?;
        out.number(u64::from(self.links.len()))?;
        self.links.save(out)?;
        out.number(self.shared.len() as u64)?;
        for (visit, people) in &self.shared {
            out.plain(&[*visit])?;
            out.list(people)?;
        }
        self.general.iter().try_for_each(|(_, t)| t.save(out))?;
        self.facets.iter().try_for_each(|(kind, f)| f.save(*kind, out))
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When it is spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Tables, Spoilt> {
        let mut t = Tables { areas: Areas::load(from)?, ties: Ties::load(from)?, ..Tables::default() };
        t.lineage = Lineage::load(from)?;
        (t.organisations, t.staff, t.tags) = (Named::load(from)?, Named::load(from)?, Named::load(from)?);
        (t.people, t.visits) = (People::load(from)?, Visits::load(from)?);
        let requests = from.small()?;
        for _ in 0..requests {
            t.requests.insert(from.one()?);
        }
        let links = from.small()?;
        t.links = Column::load(from, links)?;
        // each link leads to an older one: a chain that does not would have no end
        let older = |next: u32, than: u32| next == NONE || next < than;
        let chains = t.links.iter().zip(0u32..).all(|(link, at)| older(link.next, at));
        if !chains || !t.people.visits.iter().all(|head| older(head, links)) {
            return Err(Spoilt);
        }
        for _ in 0..from.small()? {
            t.shared.insert(from.one()?, from.list()?.into());
        }
        for (_, things) in &mut t.general {
            *things = Things::load(from)?;
        }
        for (kind, facets) in &mut t.facets {
            *facets = Facets::load(*kind, from)?;
        }
        for (kind, named) in
            [(Kind::Organisation, &t.organisations), (Kind::Staff, &t.staff), (Kind::Tag, &t.tags)]
        {
            for (at, row) in named.live() {
                t.by_key.entry((kind, row.key.clone())).or_default().push(at);
            }
        }
        t.members = Crowds::load(&t.people.employer, t.organisations.rows())?;
        t.charges = Crowds::load(&t.people.liaison, t.staff.rows())?;
        let visits = t.visits.alive.iter().zip(t.visits.day.iter()).zip(t.visits.mode.iter());
        for ((alive, day), mode) in visits {
            if alive && day != NEVER {
                let class = visit::class(u16::from(mode)) as usize;
                if let Some(n) = t.by_day.entry(day).or_default().get_mut(class) {
                    *n += 1;
                }
            }
        }
        t.sort();
        Ok(t)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Record, Ref, Value};

    fn written(t: &Tables) -> Vec<u8> {
        let mut out = Out::new(Vec::new());
        t.save(&mut out).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_chain_of_visits_without_an_end_is_not_believed() {
        let mut t = Tables::default();
        for n in 1..=2 {
            let mut r = Record::new(Kind::Visit, Id([n; 16]));
            let whom = Value::Ref(Ref { kind: Kind::Person, id: Id([9; 16]) });
            r.fields.set(visit::PEOPLE, Value::List(vec![whom]));
            t.apply(None, Some(&r));
        }
        let read = |t: &Tables| {
            let bytes = written(t);
            Tables::load(&mut In::new(&bytes[..], bytes.len() as u64))
        };
        assert_eq!(read(&t).unwrap().visits_of(0).len(), 2);
        t.links.set(0, Link { visit: 0, next: 1 });
        assert!(read(&t).is_err(), "round and round");
        t.links.set(0, Link { visit: 0, next: NONE });
        t.people.visits.set(0, 2);
        assert!(read(&t).is_err(), "beyond the end");
    }
}
