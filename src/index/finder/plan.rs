//! From a word to the rows that may match it: for the first sounds of every way of taking the word the posting lists that
//! a match must be in. Some ways are certain by their lists alone, the rows of others have to be looked at.
use super::bits::Bits;
use super::grams::{LONG, initial, initials, initials_run, long, pair, single, sound, sounds};
use super::postings::Postings;
use super::query::{Edge, How, Word};

/// How many sounds of a way are looked up; the rest is left to the check of the row.
const DEPTH: usize = 4;
/// A set of at most this many syllables is looked up by syllables, a larger one by its initials.
const NARROW: usize = 24;
/// At most this many pairs of syllables are looked up as pairs.
const PAIRS: usize = 128;
/// A list this short need not be narrowed by one that is [`TOO_LONG`].
const SHORT: u64 = 600;
const TOO_LONG: u64 = 12_000;

/// What the lists say about a word.
pub(super) struct Found {
    /// Rows that match for certain.
    pub(super) sure: Bits,
    /// Rows that may match; some are also among the sure.
    pub(super) maybe: Bits,
    /// Those among either where the word may be as written.
    pub(super) written: Bits,
    /// Those where the word may be heard as one sound, two, three, four, more; empty sets are missing.
    pub(super) heard: [Option<Bits>; LONG],
}

struct Plan<'a> {
    word: &'a Word,
    grams: &'a Postings,
    rows: u32,
    garbled: bool,
    /// Names keep a list of the long ones, texts do not.
    names: bool,
    /// From each place, how few stretches the rest of the word can be taken in.
    rest: Vec<usize>,
    found: Found,
    /// Lists already made into sets, as the ways share many.
    made: Vec<(Vec<u64>, Bits)>,
}

/// Rows whose name or by-name matches.
pub(super) fn name_candidates(word: &Word, garbled: bool, grams: &Postings, rows: u32) -> Found {
    Plan::new(word, garbled, true, grams, rows).run()
}

/// Texts that sound like the word.
pub(super) fn heard_candidates(word: &Word, grams: &Postings, rows: u32) -> Found {
    Plan::new(word, false, false, grams, rows).run()
}

impl<'a> Plan<'a> {
    fn new(word: &'a Word, garbled: bool, names: bool, grams: &'a Postings, rows: u32) -> Plan<'a> {
        let mut rest = vec![0usize; word.chars.len() + 1];
        for place in (0..word.chars.len()).rev() {
            let least = word.at(place).iter().filter_map(|e| rest.get(e.to)).min().map_or(0, |r| r + 1);
            if let Some(slot) = rest.get_mut(place) {
                *slot = least;
            }
        }
        let [sure, maybe, written] = std::array::from_fn(|_| Bits::none(rows));
        let found = Found { sure, maybe, written, heard: Default::default() };
        Plan { word, grams, rows, garbled, names, rest, found, made: Vec::new() }
    }

    fn run(mut self) -> Found {
        self.extend(&mut Vec::with_capacity(DEPTH), 0);
        self.found
    }

    fn extend(&mut self, path: &mut Vec<&'a Edge>, place: usize) {
        let done = place >= self.word.chars.len();
        if done || path.len() == DEPTH {
            return self.look_up(path, done, place);
        }
        let word = self.word;
        // Who matches a Han character as written matches it by sound, and by sound also by initial: of a way it is
        // enough to look up the widest, and besides the one that is as written throughout.
        let widest = if self.garbled { How::HanInitial } else { How::HanSound };
        let written = path.iter().all(|e| e.how == How::Char);
        let by_sound = |edge: &Edge| word.at(edge.to - 1).iter().any(|e| e.how == How::HanSound);
        let as_written = path.iter().any(|e| e.how == How::Char && by_sound(e));
        for edge in word.at(place) {
            let narrower = match edge.how {
                How::Char if by_sound(edge) => !written,
                How::HanSound | How::HanInitial => edge.how != widest || as_written,
                How::Char => false,
                _ => as_written,
            };
            if narrower || self.total(&singles(edge)) == 0 {
                continue;
            }
            path.push(edge);
            self.extend(path, edge.to);
            path.pop();
        }
    }

    fn total(&self, grams: &[u64]) -> u64 {
        grams.iter().map(|g| self.grams.count(*g)).sum()
    }

    /// Adds the rows that are in all the lists of one way.
    fn look_up(&mut self, path: &[&Edge], done: bool, place: usize) {
        let mut groups: Vec<(u64, Vec<u64>)> = Vec::new();
        let run = self.run_of(path);
        let mut exact = done && (path.len() <= 2 || run.is_some());
        if let [only] = path {
            groups.push((0, singles(only)));
        }
        if let Some(run) = run {
            groups.push((0, run));
        } else {
            for (a, b) in path.iter().zip(path.iter().skip(1)) {
                let (all, sure) = pairs(a, b);
                exact &= sure;
                groups.extend(all.into_iter().map(|g| (0, g)));
            }
        }
        if self.names && path.len() + self.rest.get(place).copied().unwrap_or(0) >= LONG {
            groups.push((0, vec![long()]));
        }
        for group in &mut groups {
            group.0 = self.total(&group.1);
        }
        groups.sort();
        groups.dedup();
        let Some((least, _)) = groups.first().cloned().filter(|g| g.0 > 0) else { return };
        let narrowing = groups.len();
        groups.retain(|g| g.0 == least || least > SHORT || g.0 < TOO_LONG);
        exact &= narrowing == groups.len();
        let mut meet: Option<Bits> = None;
        for (_, group) in groups {
            let set = self.set(group);
            match &mut meet {
                Some(meet) => meet.and(set),
                None => meet = Some(set.clone()),
            }
        }
        let Some(meet) = meet else { return };
        let found = &mut self.found;
        if exact {
            found.sure.or(&meet)
        } else {
            found.maybe.or(&meet)
        }
        if !self.names {
            return;
        }
        if path.iter().all(|e| e.how == How::Char) {
            found.written.or(&meet);
        }
        let sounds = if done { path.len() } else { LONG };
        if let Some(heard) = found.heard.get_mut(sounds.min(LONG) - 1).filter(|_| !path.is_empty()) {
            match heard {
                Some(heard) => heard.or(&meet),
                None => *heard = Some(meet),
            }
        }
    }

    /// The lists of three or four initials in a row, where a way is nothing but these. Names keep runs of three.
    fn run_of(&self, path: &[&Edge]) -> Option<Vec<u64>> {
        let wanted = if self.names { 3..=3 } else { 3..=4 };
        if !wanted.contains(&path.len()) || path.iter().any(|e| e.how == How::Char || !e.set.plain) {
            return None;
        }
        let mut runs: Vec<Vec<u8>> = vec![Vec::new()];
        for edge in path {
            let longer = |run: &Vec<u8>| {
                let run = run.clone();
                edge.set
                    .letters
                    .iter()
                    .map(move |l| run.iter().copied().chain([*l]).collect())
                    .collect::<Vec<Vec<u8>>>()
            };
            runs = runs.iter().flat_map(longer).collect();
        }
        Some(runs.iter().map(|run| initials_run(run)).collect())
    }

    /// The rows that are in any of these lists.
    fn set(&mut self, grams: Vec<u64>) -> &Bits {
        let at = match self.made.iter().position(|(made, _)| *made == grams) {
            Some(at) => at,
            None => {
                let mut bits = Bits::none(self.rows);
                grams.iter().for_each(|g| self.grams.or_into(*g, &mut bits));
                self.made.push((grams, bits));
                self.made.len() - 1
            }
        };
        self.made.get(at).map_or(&self.found.maybe, |(_, bits)| bits)
    }
}

/// The lists one of which a stretch must be in.
fn singles(edge: &Edge) -> Vec<u64> {
    if edge.how == How::Char {
        vec![single(edge.c)]
    } else if edge.set.plain || edge.set.list.len() > NARROW {
        edge.set.letters.iter().map(|l| initial(*l)).collect()
    } else {
        edge.set.list.iter().map(|s| sound(*s)).collect()
    }
}

/// The groups of lists that two neighbouring stretches must be in, and whether being in them is enough.
fn pairs(a: &Edge, b: &Edge) -> (Vec<Vec<u64>>, bool) {
    match (a.how == How::Char, b.how == How::Char) {
        (true, true) => (vec![vec![pair(a.c, b.c)]], true),
        (true, false) | (false, true) => (vec![singles(a), singles(b)], false),
        (false, false) => {
            let (a, b) = (&a, &b);
            if a.set.list.len() * b.set.list.len() <= PAIRS {
                let both = a.set.list.iter().flat_map(|x| b.set.list.iter().map(|y| sounds(*x, *y)));
                return (vec![both.collect()], true);
            }
            let letters = a.set.letters.iter().flat_map(|x| b.set.letters.iter().map(|y| initials(*x, *y)));
            let mut groups = vec![letters.collect()];
            for edge in [a, b] {
                if !edge.set.plain && edge.set.list.len() <= NARROW {
                    groups.push(singles(edge));
                }
            }
            (groups, a.set.plain && b.set.plain)
        }
    }
}
