//! The tree of areas, small enough to keep whole.

use super::snapshot::{In, Out, Spoilt};
use super::tables::NONE;
use crate::book::{Id, Record, area, names};
use std::collections::HashMap;
use std::io::{self, Read, Write};

/// Days after which somebody counts as not reached for long where an area says nothing.
pub const USUAL_RHYTHM: i32 = 90;

/// A choice's code in the byte that a column has for it. A large one, of a newer program, is unknown and not taken for
/// the code of its last byte.
pub fn small(code: Option<u16>) -> u8 {
    code.map_or(0, |c| u8::try_from(c).unwrap_or(u8::MAX))
}

/// One area.
#[derive(Clone, Debug, Default)]
pub struct AreaNode {
    /// Which.
    pub id: Id,
    /// Whether the record is there.
    pub alive: bool,
    /// Name.
    pub name: String,
    /// Official code, or nothing.
    pub code: String,
    /// Row of the area it is part of.
    pub parent: Option<u32>,
    /// Level code, 0 for none.
    pub level: u8,
    /// Days, 0 where it says nothing.
    pub rhythm: i32,
    /// People right in it.
    pub people: u32,
    key: String,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Areas {
    nodes: Vec<AreaNode>,
    at: HashMap<Id, u32>,
    by_key: HashMap<String, Vec<u32>>,
    by_code: HashMap<String, u32>,
    alive: u64,
}

impl Areas {
    /// The row of an id, made if need be.
    pub fn slot(&mut self, id: Id) -> u32 {
        if let Some(at) = self.at.get(&id) {
            return *at;
        }
        let at = self.nodes.len() as u32;
        self.nodes.push(AreaNode { id, ..AreaNode::default() });
        self.at.insert(id, at);
        at
    }

    /// The row of an id whose record is there.
    pub fn find(&self, id: Id) -> Option<u32> {
        self.at.get(&id).copied().filter(|at| self.get(*at).is_some_and(|n| n.alive))
    }

    /// An area.
    pub fn get(&self, at: u32) -> Option<&AreaNode> {
        self.nodes.get(at as usize)
    }

    /// All that are there, by row.
    pub fn live(&self) -> impl Iterator<Item = (u32, &AreaNode)> {
        self.nodes.iter().enumerate().filter(|(_, n)| n.alive).map(|(i, n)| (i as u32, n))
    }

    /// How many rows, with those whose record is not there.
    pub fn rows(&self) -> usize {
        self.nodes.len()
    }

    /// How many are there.
    pub fn len(&self) -> u64 {
        self.alive
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.alive == 0
    }

    /// Takes in a change.
    pub fn apply(&mut self, id: Id, after: Option<&Record>) {
        let at = self.slot(id);
        let parent = after.and_then(|r| r.fields.link(area::PARENT)).map(|p| self.slot(p.id));
        let Some(node) = self.nodes.get_mut(at as usize) else { return };
        let (was_alive, old_key, old_code) = (node.alive, node.key.clone(), node.code.clone());
        node.alive = after.is_some();
        if let Some(r) = after {
            node.name = r.name().to_string();
            node.key = names::area_key(&node.name);
            node.code = r.fields.text(area::CODE).to_string();
            node.parent = parent.filter(|p| *p != at);
            node.level = small(r.fields.code(area::LEVEL));
            node.rhythm = r.fields.int(area::RHYTHM).unwrap_or(0) as i32;
        }
        let (alive, key, code) = (node.alive, node.key.clone(), node.code.clone());
        self.alive = self.alive + u64::from(alive) - u64::from(was_alive);
        if was_alive {
            if let Some(rows) = self.by_key.get_mut(&old_key) {
                rows.retain(|r| *r != at);
            }
            self.by_code.remove(&old_code);
        }
        if alive {
            self.by_key.entry(key).or_default().push(at);
            if !code.is_empty() {
                self.by_code.insert(code, at);
            }
        }
    }

    /// Keeps count of the people right in an area.
    pub fn tally(&mut self, id: Id, by: i32) {
        let at = self.slot(id);
        if let Some(n) = self.nodes.get_mut(at as usize) {
            n.people = n.people.saturating_add_signed(by);
        }
    }

    /// Areas of a code or a name, however it is spelt; `火龙镇彭庄村` names its street too.
    pub fn called(&self, name: &str) -> Vec<u32> {
        let name = names::clean_line(name);
        if let Some(at) = self.by_code.get(name.as_str()) {
            return vec![*at];
        }
        let key = names::area_key(&name);
        let rows = self.by_key.get(&key).cloned().unwrap_or_default();
        let exact: Vec<u32> =
            rows.iter().copied().filter(|r| self.get(*r).is_some_and(|n| n.name == name)).collect();
        if exact.len() == 1 {
            return exact;
        }
        if !rows.is_empty() {
            return rows;
        }
        let under = |node: &AreaNode| {
            let Some(head) = key.strip_suffix(node.key.as_str()).filter(|h| !h.is_empty()) else {
                return false;
            };
            node.parent
                .and_then(|p| self.get(p))
                .is_some_and(|p| head.ends_with(&p.name) || head.ends_with(&p.key))
        };
        self.live().filter(|(_, n)| !n.key.is_empty() && under(n)).map(|(at, _)| at).collect()
    }

    /// The areas right below one; those without a parent for `None`. By code, then name.
    pub fn below(&self, parent: Option<u32>) -> Vec<u32> {
        let mut out: Vec<u32> = self
            .live()
            .filter(|(_, n)| n.parent.filter(|p| self.get(*p).is_some_and(|n| n.alive)) == parent)
            .map(|(at, _)| at)
            .collect();
        out.sort_by(|a, b| {
            let k = |r: &u32| self.get(*r).map(|n| (n.code.is_empty(), n.code.as_str(), n.name.as_str()));
            k(a).cmp(&k(b))
        });
        out
    }

    /// From the top down to an area, both included. A circle in the data ends it.
    pub fn path(&self, at: u32) -> Vec<u32> {
        let mut out = vec![at];
        let mut here = at;
        while let Some(p) = self.get(here).and_then(|n| n.parent) {
            if out.contains(&p) || out.len() > 16 {
                break;
            }
            out.push(p);
            here = p;
        }
        out.reverse();
        out
    }

    /// The path in words, from the second level down where there are more than two: 颍川街道 恒达社区.
    pub fn place(&self, at: u32) -> String {
        let path = self.path(at);
        let skip = usize::from(path.len() > 2);
        let names: Vec<&str> =
            path.iter().skip(skip).filter_map(|r| self.get(*r)).map(|n| n.name.as_str()).collect();
        names.join(" ")
    }

    /// For each row, whether it lies in an area or below it.
    pub fn inside(&self, root: u32) -> Vec<bool> {
        (0..self.nodes.len() as u32).map(|at| self.path(at).contains(&root)).collect()
    }

    /// Sums of something counted right in each area, over all that lies below.
    pub fn sums(&self, own: impl Fn(u32) -> u64) -> Vec<u64> {
        let mut out = vec![0u64; self.nodes.len()];
        for at in 0..self.nodes.len() as u32 {
            let n = own(at);
            if n > 0 {
                for up in self.path(at) {
                    if let Some(o) = out.get_mut(up as usize) {
                        *o += n;
                    }
                }
            }
        }
        out
    }

    /// The rhythm of every area, by row.
    pub fn rhythms(&self) -> Vec<i32> {
        (0..self.nodes.len() as u32).map(|at| self.rhythm(at)).collect()
    }

    /// Writes them down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.number(self.nodes.len() as u64)?;
        for n in &self.nodes {
            out.plain(&[n.id])?;
            for text in [&n.name, &n.code, &n.key] {
                out.bytes(text.as_bytes())?;
            }
            out.plain(&[n.alive as u8, n.level])?;
            out.plain(&[n.parent.unwrap_or(NONE), n.people])?;
            out.plain(&[n.rhythm])?;
        }
        Ok(())
    }

    /// Reads them back.
    ///
    /// # Errors
    /// When they are spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Areas, Spoilt> {
        let mut out = Areas::default();
        for at in 0..from.small()? {
            let id: Id = from.one()?;
            let (name, code, key) = (from.text()?, from.text()?, from.text()?);
            let (alive, level) = (from.one::<u8>()? != 0, from.one()?);
            let parent = Some(from.one()?).filter(|p| *p != NONE);
            let (people, rhythm) = (from.one()?, from.one()?);
            out.at.insert(id, at);
            if alive {
                out.alive += 1;
                out.by_key.entry(key.clone()).or_default().push(at);
                if !code.is_empty() {
                    out.by_code.insert(code.clone(), at);
                }
            }
            out.nodes.push(AreaNode { id, alive, name, code, parent, level, rhythm, people, key });
        }
        Ok(out)
    }

    /// The rhythm of an area: its own, else that of the nearest above that says one.
    fn rhythm(&self, at: u32) -> i32 {
        let mut here = Some(at).filter(|a| *a != NONE);
        for _ in 0..16 {
            let Some(n) = here.and_then(|h| self.get(h)) else { break };
            if n.rhythm > 0 {
                return n.rhythm;
            }
            here = n.parent;
        }
        USUAL_RHYTHM
    }
}
