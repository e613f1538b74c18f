//! A column of words that recur, such as trades: each word is kept once, a row holds which.

use super::column::Column;
use super::rowset::RowSet;
use super::snapshot::{In, Out, Spoilt};
use std::collections::HashMap;
use std::io::{self, Read, Write};

/// The words of a field, a row each.
#[derive(Debug, Default)]
pub struct Words {
    /// Of each row its word, counted from 1; 0 for none.
    of: Column<u32>,
    /// The words and how many rows have each; a word that none has is taken out, and its place used again.
    words: Vec<(String, u32)>,
    free: Vec<u32>,
    find: HashMap<String, u32>,
}

impl Words {
    /// Sets a row's word, an empty one for none.
    pub fn set(&mut self, at: u32, word: &str) {
        while self.of.len() <= at {
            self.of.push(0);
        }
        let old = self.of.get(at).unwrap_or(0);
        if self.word(old) == word {
            return;
        }
        let new = if word.is_empty() { 0 } else { self.place(word) };
        self.of.set(at, new);
        self.count(new, 1);
        self.count(old, -1);
    }

    fn word(&self, no: u32) -> &str {
        let at = (no as usize).checked_sub(1);
        at.and_then(|at| self.words.get(at)).map_or("", |(word, _)| word.as_str())
    }

    fn place(&mut self, word: &str) -> u32 {
        if let Some(no) = self.find.get(word) {
            return *no;
        }
        let no = self.free.pop().unwrap_or_else(|| {
            self.words.push((String::new(), 0));
            u32::try_from(self.words.len()).unwrap_or(u32::MAX)
        });
        if let Some(slot) = (no as usize).checked_sub(1).and_then(|at| self.words.get_mut(at)) {
            *slot = (word.to_owned(), 0);
        }
        self.find.insert(word.to_owned(), no);
        no
    }

    fn count(&mut self, no: u32, by: i32) {
        let Some(slot) = (no as usize).checked_sub(1).and_then(|at| self.words.get_mut(at)) else { return };
        slot.1 = slot.1.saturating_add_signed(by);
        if slot.1 == 0 {
            self.find.remove(&std::mem::take(&mut slot.0));
            self.free.push(no);
        }
    }

    /// How many of the rows have each word, the most first; and how many have none.
    pub fn counts(&self, rows: &RowSet) -> (Vec<(&str, u64)>, u64) {
        let mut by = vec![0u64; self.words.len() + 1];
        rows.each(&self.of, |no| {
            if let Some(n) = by.get_mut(no as usize) {
                *n += 1;
            }
        });
        let words = self.words.iter().zip(by.iter().skip(1));
        let mut out: Vec<(&str, u64)> =
            words.filter(|(_, n)| **n > 0).map(|((word, _), n)| (word.as_str(), *n)).collect();
        out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        (out, by.first().copied().unwrap_or(0))
    }

    /// Writes them down.
    ///
    /// # Errors
    /// What the writer says.
    pub fn save(&self, out: &mut Out<impl Write>) -> io::Result<()> {
        out.number(self.words.len() as u64)?;
        self.words.iter().try_for_each(|(word, _)| out.bytes(word.as_bytes()))?;
        out.number(u64::from(self.of.len()))?;
        self.of.save(out)
    }

    /// Reads them back.
    ///
    /// # Errors
    /// When they are spoilt.
    pub fn load(from: &mut In<impl Read>) -> Result<Words, Spoilt> {
        let mut out = Words::default();
        for no in 1..=from.small()? {
            let word = from.text()?;
            match word.is_empty() {
                true => out.free.push(no),
                false if out.find.insert(word.clone(), no).is_some() => return Err(Spoilt),
                false => {}
            }
            out.words.push((word, 0));
        }
        let rows = from.small()?;
        out.of = Column::load(from, rows)?;
        for no in out.of.iter().filter(|no| *no > 0) {
            let slot = out.words.get_mut(no as usize - 1).filter(|(word, _)| !word.is_empty());
            slot.ok_or(Spoilt)?.1 += 1;
        }
        match out.words.iter().all(|(word, n)| word.is_empty() == (*n == 0)) {
            true => Ok(out),
            false => Err(Spoilt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(rows: u32) -> RowSet {
        RowSet::some(rows, 0..rows)
    }

    fn kept(words: &Words) -> Vec<u8> {
        let mut out = Out::new(Vec::new());
        words.save(&mut out).unwrap();
        out.into_inner()
    }

    #[test]
    fn words_are_counted_and_one_that_nobody_has_is_forgotten() {
        let mut w = Words::default();
        for (word, at) in ["建材", "餐饮", "建材", "", "医药"].into_iter().zip(0..) {
            w.set(at, word);
        }
        assert_eq!(w.counts(&all(5)), (vec![("建材", 2), ("医药", 1), ("餐饮", 1)], 1));
        w.set(1, "");
        w.set(4, "建材");
        w.set(4, "建材");
        assert_eq!(w.counts(&all(5)), (vec![("建材", 3)], 2));
        let bytes = kept(&w);
        assert!(!bytes.windows(6).any(|b| b == "餐饮".as_bytes()), "a word of somebody erased is not kept");
        let back = Words::load(&mut In::new(bytes.as_slice(), bytes.len() as u64)).unwrap();
        assert_eq!(back.counts(&all(5)), w.counts(&all(5)));
        w.set(0, "律所");
        assert_eq!(w.words.len(), 3, "places are used again");
        for cut in 0..bytes.len() {
            assert!(Words::load(&mut In::new(&bytes[..cut], cut as u64)).is_err(), "{cut}");
        }
    }
}
