//! A form being filled: what was typed, what of it counts now, what is worked out from it. An answer that is no longer
//! relevant is kept while somebody is at it, counts for nothing, and is not part of what is [`Filling::done`].
//!
//! - `answer` reads what was typed, `scope` is what an expression sees from a place;
//! - `work` finds out what is relevant and works out the rest, `lines` is the form as it stands.

mod answer;
mod lines;
mod scope;
#[cfg(test)]
mod tests;
mod work;

use super::{Item, Survey};
use crate::book::Day;
pub use lines::{Asked, Entry};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most repetitions of a group.
pub const REPEAT_MAX: usize = 200;

/// A question in its repetitions: its name, and which (from 1) of each repeated group around it.
pub type Key = (String, Vec<u16>);

/// The moment at which a form is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// The day.
    pub today: Day,
    /// The time of day, `09:30`.
    pub clock: String,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It must be answered; the form's own words, if any.
    Required(String),
    /// It is not within what the form allows; the form's own words, if any.
    Constraint(String),
    /// No whole number.
    Integer,
    /// No number.
    Number,
    /// No day.
    Day,
    /// No time of day.
    Time,
    /// None of the choices.
    NoChoice(String),
}

/// A form being filled.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    answers: BTreeMap<Key, String>,
    counts: BTreeMap<Key, u16>,
    shown: BTreeSet<Key>,
    /// The repeated groups around each question and group.
    around: HashMap<String, Vec<String>>,
    /// The language in which it says what is wrong with an answer.
    language: usize,
}

impl Filling {
    /// An empty form with its defaults.
    pub fn new(survey: &Survey, now: &Now) -> Filling {
        let mut f = Filling::default();
        paths(&survey.items, &mut Vec::new(), &mut f.around);
        f.begin(survey, &survey.items, &mut Vec::new(), now);
        f.work_out(survey, now);
        f
    }

    /// A form as it was left. Answers of questions that the form does not have are dropped.
    pub fn resume(survey: &Survey, answers: &[(Key, String)], now: &Now) -> Filling {
        let mut f = Filling::default();
        paths(&survey.items, &mut Vec::new(), &mut f.around);
        for ((name, at), text) in answers {
            let Some(around) = f.around.get(name).filter(|a| a.len() == at.len()).cloned() else { continue };
            for (depth, group) in around.iter().enumerate() {
                let (Some(outer), Some(which)) = (at.get(..depth), at.get(depth)) else { continue };
                let count = f.counts.entry((group.clone(), outer.to_vec())).or_default();
                *count = (*count).max((*which).min(REPEAT_MAX as u16));
            }
            if at.iter().all(|n| (1..=REPEAT_MAX as u16).contains(n)) {
                f.answers.insert((name.clone(), at.clone()), text.clone());
            }
        }
        f.work_out(survey, now);
        f
    }

    /// Says what is wrong with an answer in this language of the form.
    pub fn speak(&mut self, language: usize) {
        self.language = language;
    }

    /// All that was typed, also what does not count now, and how far groups are repeated: a draft.
    pub fn typed(&self) -> Vec<(Key, String)> {
        let mut out = self.answers.clone();
        for ((group, at), count) in self.counts.iter().filter(|(_, n)| **n > 0) {
            // a repetition in which nothing was answered yet is one too
            let directly = |(_, around): &(&String, &Vec<String>)| {
                around.len() == at.len() + 1 && around.last() == Some(group)
            };
            let inside = at.iter().copied().chain([*count]).collect();
            if let Some((name, _)) = self.around.iter().filter(directly).min() {
                out.entry((name.clone(), inside)).or_default();
            }
        }
        out.into_iter().collect()
    }

    /// What counts, in the order of names.
    pub fn done(&self) -> Vec<(Key, String)> {
        let counts = |k: &Key| self.shown.contains(k);
        self.answers
            .iter()
            .filter(|(k, v)| counts(k) && !v.is_empty())
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// What was answered to a question.
    pub fn answer(&self, key: &Key) -> &str {
        self.answers.get(key).map_or("", String::as_str)
    }

    /// Takes an answer in as it was typed.
    ///
    /// # Errors
    /// What is wrong with it; the answer before stays.
    pub fn set(&mut self, survey: &Survey, key: &Key, typed: &str, now: &Now) -> Result<(), Trouble> {
        let Some(q) = survey.question(&key.0) else { return Ok(()) };
        let value = self.read(survey, q, key, typed, now)?;
        let before = self.answers.insert(key.clone(), value.clone());
        if let Some(wrong) = self.breaks(survey, q, key, now) {
            match before {
                Some(b) => self.answers.insert(key.clone(), b),
                None => self.answers.remove(key),
            };
            return Err(wrong);
        }
        if value.is_empty() {
            self.answers.remove(key);
        }
        self.work_out(survey, now);
        Ok(())
    }

    /// One repetition more of an open group.
    pub fn add(&mut self, survey: &Survey, group: &str, at: &[u16], now: &Now) {
        let count = self.counts.entry((group.to_owned(), at.to_vec())).or_default();
        if usize::from(*count) >= REPEAT_MAX {
            return;
        }
        *count += 1;
        let mut inside = at.to_vec();
        inside.push(*count);
        if let Some(items) = group_of(&survey.items, group) {
            self.begin(survey, items, &mut inside, now);
        }
        self.work_out(survey, now);
    }

    /// One repetition less: this one goes, those behind it move up.
    pub fn remove(&mut self, survey: &Survey, group: &str, at: &[u16], which: u16, now: &Now) {
        let depth = at.len();
        let Some(count) = self.counts.get_mut(&(group.to_owned(), at.to_vec())).filter(|c| **c >= which)
        else {
            return;
        };
        *count -= 1;
        let inside =
            |around: Option<&Vec<String>>| around.is_some_and(|a| a.get(depth).is_some_and(|g| g == group));
        let moved = |(name, mut place): Key| {
            if !inside(self.around.get(&name)) || place.get(..depth) != Some(at) {
                return Some((name, place));
            }
            match place.get_mut(depth) {
                Some(n) if *n == which => None,
                Some(n) if *n > which => {
                    *n -= 1;
                    Some((name, place))
                }
                _ => Some((name, place)),
            }
        };
        let answers = std::mem::take(&mut self.answers);
        let counts = std::mem::take(&mut self.counts);
        self.answers = answers.into_iter().filter_map(|(k, v)| Some((moved(k)?, v))).collect();
        self.counts = counts.into_iter().filter_map(|(k, v)| Some((moved(k)?, v))).collect();
        self.work_out(survey, now);
    }

    fn count(&self, group: &str, at: &[u16]) -> u16 {
        self.counts.get(&(group.to_owned(), at.to_vec())).copied().unwrap_or(0)
    }
}

fn paths(items: &[Item], around: &mut Vec<String>, out: &mut HashMap<String, Vec<String>>) {
    for item in items {
        match item {
            Item::Question(q) => {
                out.insert(q.name.clone(), around.clone());
            }
            Item::Group(g) => {
                out.insert(g.name.clone(), around.clone());
                if g.repeat.is_some() {
                    around.push(g.name.clone());
                }
                paths(&g.items, around, out);
                if g.repeat.is_some() {
                    around.pop();
                }
            }
        }
    }
}

fn group_of<'a>(items: &'a [Item], name: &str) -> Option<&'a [Item]> {
    items.iter().find_map(|i| match i {
        Item::Group(g) if g.name == name => Some(g.items.as_slice()),
        Item::Group(g) => group_of(&g.items, name),
        Item::Question(_) => None,
    })
}
