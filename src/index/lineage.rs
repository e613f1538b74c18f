//! Which records were merged into which. Few in any book: kept whole, with what each was found by, so that whoever looks
//! for one that went finds the one that stayed.

use super::snapshot::{In, Out, Spoilt};
use super::tables::key_of;
use crate::book::{Id, Kind, Record, Ref, merge, organisation, person};
use std::collections::HashMap;
use std::io::{self, Read, Write};

/// What a record that was merged into another was found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// How else it was called.
    pub called: Vec<String>,
    /// Its numbers.
    pub phones: Vec<String>,
}

/// Which records were merged into which.
#[derive(Debug, Default)]
pub struct Lineage {
    into: HashMap<Ref, Ref>,
    of: HashMap<Ref, Vec<Former>>,
    by_key: HashMap<(Kind, String), Vec<Ref>>,
}

/// Longest chain that is followed. One into another into a third is rare; a loop cannot be written, but might be read.
const FAR: usize = 64;

impl Lineage {
    /// How many went.
    pub fn len(&self) -> usize {
        self.into.len()
    }

    /// Whether none did.
    pub fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// Takes in a change of a record.
    pub fn apply(&mut self, one: Ref, after: Option<&Record>) {
        if one.kind.merged_field().is_none() {
            return;
        }
        let into = after.and_then(|r| Some((r, merge::merged_into(r)?)));
        if let Some(stayed) = self.into.remove(&one)
            && let Some(all) = self.of.get_mut(&stayed)
        {
            for gone in all.extract_if(.., |f| f.id == one.id) {
                if let Some(known) = self.by_key.get_mut(&(one.kind, key_of(one.kind, &gone.name))) {
                    known.retain(|r| *r != one);
                }
            }
            if all.is_empty() {
                self.of.remove(&stayed);
            }
        }
        if let Some((r, stayed)) = into {
            let (called, phones) = match r.kind {
                Kind::Organisation => (organisation::CALLED, organisation::PHONES),
                _ => (person::CALLED, person::PHONES),
            };
            let texts = |no| r.fields.texts(no).into_iter().map(str::to_owned).collect();
            let former =
                Former { id: r.id, name: r.name().to_owned(), called: texts(called), phones: texts(phones) };
            self.put(one, stayed, former);
        }
    }

    fn put(&mut self, one: Ref, stayed: Ref, former: Former) {
        self.into.insert(one, stayed);
        self.by_key.entry((one.kind, key_of(one.kind, &former.name))).or_default().push(one);
        self.of.entry(stayed).or_default().push(former);
    }

    /// The record that stands for one: itself, unless it was merged into another.
    pub fn stands_for(&self, one: Ref) -> Ref {
        let mut here = one;
        for _ in 0..FAR {
            match self.into.get(&here) {
                Some(next) => here = *next,
                None => break,
            }
        }
        here
    }

    /// All that were merged into one, and into those.
    pub fn formers(&self, one: Ref) -> Vec<&Former> {
        let mut out: Vec<&Former> = Vec::new();
        let mut wanted = vec![one];
        while let Some(next) = wanted.pop().filter(|_| out.len() <= FAR * FAR) {
            for former in self.of.get(&next).into_iter().flatten() {
                wanted.push(Ref { kind: one.kind, id: former.id });
                out.push(former);
            }
        }
        out
    }

    /// One and all that were merged into it.
    pub fn all(&self, one: Ref) -> Vec<Ref> {
        let formers = self.formers(one).into_iter().map(|f| Ref { kind: one.kind, id: f.id });
        std::iter::once(one).chain(formers).collect()
    }

    /// All that others were merged into.
    pub fn survivors(&self) -> impl Iterator<Item = Ref> {
        self.of.keys().copied()
    }

    /// What stands for those that went under a name.
    pub fn called(&self, kind: Kind, name: &str) -> Vec<Ref> {
        let went = self.by_key.get(&(kind, key_of(kind, name))).into_iter().flatten();
        let mut out: Vec<Ref> = went.map(|r| self.stands_for(*r)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Writes it down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.number(self.into.len() as u64)?;
        for (stayed, formers) in &self.of {
            for f in formers {
                out.plain(&[stayed.kind.code()])?;
                out.plain(&[stayed.id, f.id])?;
                out.bytes(f.name.as_bytes())?;
                for texts in [&f.called, &f.phones] {
                    out.number(texts.len() as u64)?;
                    texts.iter().try_for_each(|t| out.bytes(t.as_bytes()))?;
                }
            }
        }
        Ok(())
    }

    /// Reads it back.
    ///
    /// # Errors
    /// When it is spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Lineage, Spoilt> {
        let mut out = Lineage::default();
        for _ in 0..from.small()? {
            let kind = Kind::from_code(from.one()?).ok_or(Spoilt)?;
            let (stayed, id): (Id, Id) = (from.one()?, from.one()?);
            let name = from.text()?;
            let mut texts =
                || -> Result<Vec<String>, Spoilt> { (0..from.small()?).map(|_| from.text()).collect() };
            let former = Former { id, name, called: texts()?, phones: texts()? };
            out.put(Ref { kind, id }, Ref { kind, id: stayed }, former);
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Value;

    fn one(n: u8) -> Ref {
        Ref { kind: Kind::Person, id: Id([n; 16]) }
    }

    fn merged(n: u8, name: &str, into: u8) -> Record {
        let mut r = Record::new(Kind::Person, one(n).id);
        r.fields.set(person::NAME, Value::text(name));
        r.fields.set(person::PHONES, Value::List(vec![Value::text("13837455521")]));
        r.fields.set(person::MERGED_INTO, Value::Ref(one(into)));
        r
    }

    #[test]
    fn whoever_went_leads_to_whoever_stayed_and_back() {
        let mut l = Lineage::default();
        l.apply(one(2), Some(&merged(2, "张小明", 1)));
        l.apply(one(1), Some(&merged(1, "张晓明", 3)));
        assert_eq!((l.stands_for(one(2)), l.stands_for(one(9)), l.len()), (one(3), one(9), 2));
        assert_eq!(l.all(one(3)), [one(3), one(1), one(2)]);
        assert_eq!(l.called(Kind::Person, "张小明"), [one(3)]);
        let mut out = Out::new(Vec::new());
        l.save(&mut out).unwrap();
        let bytes = out.into_inner();
        let mut l = Lineage::load(&mut In::new(&bytes[..], bytes.len() as u64)).unwrap();
        assert_eq!(
            l.formers(one(1)).iter().map(|f| f.phones.as_slice()).collect::<Vec<_>>(),
            [["13837455521"]]
        );
        l.apply(one(1), Some(&Record::new(Kind::Person, one(1).id)));
        assert_eq!((l.stands_for(one(2)), l.all(one(3)).len()), (one(1), 1), "taken apart again");
        l.apply(one(2), None);
        assert!(l.is_empty() && l.called(Kind::Person, "张小明").is_empty());
        // made by hand on a disk, never by the hub
        l.apply(one(1), Some(&merged(1, "张晓明", 2)));
        l.apply(one(2), Some(&merged(2, "张小明", 1)));
        l.stands_for(one(1));
        l.all(one(1));
    }
}
