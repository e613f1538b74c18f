//! The graph of declared ties. None is ever inferred: what is here, somebody declared.

use super::snapshot::{In, Out, Spoilt};
use crate::book::{Id, Kind, Record, Ref, tie};
use std::collections::{HashMap, HashSet, VecDeque};
use std::io::{self, Read, Write};

/// One tie, seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The other end.
    pub to: Ref,
    /// The tie's record.
    pub tie: Id,
}

/// All ties, from both ends. What somebody said of two records of one and the same, or not, ties nobody to anybody: it
/// stands apart, and no way leads over it.
#[derive(Debug, Default)]
pub struct Ties {
    edges: HashMap<Ref, Vec<Edge>>,
    /// By both ends whether they are one: the smaller end first.
    marks: HashMap<(Ref, Ref), Vec<(Id, bool)>>,
    marked: HashMap<Ref, Vec<Edge>>,
    ends: HashMap<Id, (Ref, Ref)>,
}

fn both(a: Ref, b: Ref) -> (Ref, Ref) {
    if a < b { (a, b) } else { (b, a) }
}

impl Ties {
    /// How many ties there are.
    pub fn len(&self) -> u64 {
        self.ends.len() as u64
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All ties, newest first.
    pub fn all(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.ends.keys().copied().collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids
    }

    /// Takes in a change.
    pub fn apply(&mut self, id: Id, after: Option<&Record>) {
        if let Some((a, b)) = self.ends.remove(&id) {
            for all in [&mut self.edges, &mut self.marked] {
                for end in [a, b] {
                    if let Some(list) = all.get_mut(&end) {
                        list.retain(|e| e.tie != id);
                        if list.is_empty() {
                            all.remove(&end);
                        }
                    }
                }
            }
            if let Some(said) = self.marks.get_mut(&both(a, b)) {
                said.retain(|(tie, _)| *tie != id);
                if said.is_empty() {
                    self.marks.remove(&both(a, b));
                }
            }
        }
        if let Some(r) = after
            && let (Some(a), Some(b)) = (r.fields.link(tie::FROM), r.fields.link(tie::TO))
        {
            let mark = match r.fields.code(tie::SORT) {
                Some(tie::APART) => Some(false),
                Some(tie::PERHAPS) => Some(true),
                _ => None,
            };
            self.put(id, a, b, mark);
        }
    }

    /// Writes them down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.number(self.ends.len() as u64)?;
        // in the order of their ids, which is mostly that of their making
        for tie in self.all().into_iter().rev() {
            let Some((a, b)) = self.ends.get(&tie) else { continue };
            let said = self.marks.get(&both(*a, *b)).and_then(|all| all.iter().find(|(t, _)| *t == tie));
            out.plain(&[tie, a.id, b.id])?;
            out.plain(&[a.kind.code(), b.kind.code(), said.map_or(0, |(_, one)| 1 + u8::from(*one))])?;
        }
        Ok(())
    }

    /// Reads them back.
    ///
    /// # Errors
    /// When they are spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Ties, Spoilt> {
        let mut out = Ties::default();
        for _ in 0..from.small()? {
            let (tie, a, b) = (from.one()?, from.one()?, from.one()?);
            let mut kind = || Kind::from_code(from.one()?).ok_or(Spoilt);
            let ends = (Ref { kind: kind()?, id: a }, Ref { kind: kind()?, id: b });
            let mark: u8 = from.one()?;
            out.put(tie, ends.0, ends.1, mark.checked_sub(1).map(|one| one > 0));
        }
        Ok(out)
    }

    fn put(&mut self, tie: Id, a: Ref, b: Ref, mark: Option<bool>) {
        self.ends.insert(tie, (a, b));
        if let Some(one) = mark {
            self.marks.entry(both(a, b)).or_default().push((tie, one));
        }
        let all = if mark.is_some() { &mut self.marked } else { &mut self.edges };
        all.entry(a).or_default().push(Edge { to: b, tie });
        all.entry(b).or_default().push(Edge { to: a, tie });
    }

    /// Whether somebody said that two are one, or are not: the last word counts.
    pub fn are_one(&self, a: Ref, b: Ref) -> Option<bool> {
        let said = self.marks.get(&both(a, b))?;
        said.iter().max_by_key(|(tie, _)| *tie).map(|(_, one)| *one)
    }

    /// All pairs of which somebody said that they may be one.
    pub fn perhaps_one(&self) -> impl Iterator<Item = (Ref, Ref)> {
        self.marks.keys().copied().filter(|(a, b)| self.are_one(*a, *b) == Some(true))
    }

    /// What was said of one and another being the same, or not.
    pub fn marks_of(&self, one: Ref) -> &[Edge] {
        self.marked.get(&one).map(Vec::as_slice).unwrap_or_default()
    }

    /// The two ends of a tie.
    pub fn ends(&self, tie: Id) -> Option<(Ref, Ref)> {
        self.ends.get(&tie).copied()
    }

    /// The ties of one.
    pub fn of(&self, one: Ref) -> &[Edge] {
        self.edges.get(&one).map(Vec::as_slice).unwrap_or_default()
    }

    /// The shortest way from one to another: the steps after the first, at most `far` of them. `more` gives
    /// the steps that cards declare besides ties: somebody's employer, an employer's people. Nobody who is `shut` is
    /// stepped on.
    pub fn path(
        &self,
        from: Ref,
        to: Ref,
        far: usize,
        more: &dyn Fn(Ref) -> Vec<Ref>,
        shut: &dyn Fn(Ref) -> bool,
    ) -> Option<Vec<(Ref, Option<Id>)>> {
        if shut(from) {
            return None;
        }
        if from == to {
            return Some(Vec::new());
        }
        let mut came: HashMap<Ref, (Ref, Option<Id>)> = HashMap::new();
        let mut seen: HashSet<Ref> = HashSet::from([from]);
        let mut queue: VecDeque<(Ref, usize)> = VecDeque::from([(from, 0)]);
        while let Some((here, steps)) = queue.pop_front() {
            if steps >= far {
                continue;
            }
            let ties = self.of(here).iter().map(|e| (e.to, Some(e.tie)));
            for (next, tie) in ties.chain(more(here).into_iter().map(|r| (r, None))) {
                if !seen.insert(next) || shut(next) {
                    continue;
                }
                came.insert(next, (here, tie));
                if next == to {
                    return Some(walk_back(&came, from, to));
                }
                queue.push_back((next, steps + 1));
            }
        }
        None
    }
}

fn walk_back(came: &HashMap<Ref, (Ref, Option<Id>)>, from: Ref, to: Ref) -> Vec<(Ref, Option<Id>)> {
    let mut out = Vec::new();
    let mut here = to;
    while here != from {
        let Some((before, tie)) = came.get(&here).copied() else { break };
        out.push((here, tie));
        here = before;
    }
    out.reverse();
    out
}
