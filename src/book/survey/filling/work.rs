//! What is relevant, how often groups are repeated, and what is worked out from the answers.

use super::super::value::iso;
use super::super::{Item, Kind, Meta, Repeat, Survey};
use super::{Filling, Key, Now, REPEAT_MAX, group_of};
use std::collections::BTreeSet;

/// How often what depends on each other is worked out again before it is left as it is.
const PASSES: usize = 12;

/// What one walk over the form comes to.
struct Pass {
    shown: BTreeSet<Key>,
    set: Vec<(Key, String)>,
    counts: Vec<(Key, u16)>,
}

impl Filling {
    /// Puts defaults in, and the first repetition of groups that may have any number.
    pub(super) fn begin(&mut self, survey: &Survey, items: &[Item], at: &mut Vec<u16>, now: &Now) {
        for item in items {
            match item {
                Item::Question(q) => {
                    let key = (q.name.clone(), at.clone());
                    let value = match (&q.kind, &q.default) {
                        (Kind::Meta(Meta::Start), _) => format!("{}T{}", iso(now.today), now.clock),
                        (Kind::Meta(Meta::Today), _) => iso(now.today),
                        (_, Some(e)) => self.eval(survey, e, &key, None, now).text(),
                        _ => continue,
                    };
                    if !value.is_empty() {
                        self.answers.insert(key, value);
                    }
                }
                Item::Group(g) if g.repeat == Some(Repeat::Open) => {
                    self.counts.insert((g.name.clone(), at.clone()), 1);
                    at.push(1);
                    self.begin(survey, &g.items, at, now);
                    at.pop();
                }
                Item::Group(g) if g.repeat.is_some() => {}
                Item::Group(g) => self.begin(survey, &g.items, at, now),
            }
        }
    }

    /// Works out what is relevant, how often groups with a count are repeated, and calculations, until nothing changes.
    pub(super) fn work_out(&mut self, survey: &Survey, now: &Now) {
        for _ in 0..PASSES {
            let mut pass = Pass { shown: BTreeSet::new(), set: Vec::new(), counts: Vec::new() };
            self.pass(survey, &survey.items, &mut Vec::new(), now, &mut pass);
            let same = pass.shown == self.shown && pass.set.is_empty() && pass.counts.is_empty();
            self.shown = pass.shown;
            for (key, value) in pass.set {
                self.answers.insert(key, value);
            }
            for ((group, at), count) in pass.counts {
                let former = self.counts.insert((group.clone(), at.clone()), count).unwrap_or(0);
                for which in former + 1..=count {
                    let mut inside = at.clone();
                    inside.push(which);
                    if let Some(items) = group_of(&survey.items, &group) {
                        self.begin(survey, items, &mut inside, now);
                    }
                }
            }
            if same {
                return;
            }
        }
    }

    fn pass(&self, survey: &Survey, items: &[Item], at: &mut Vec<u16>, now: &Now, pass: &mut Pass) {
        for item in items {
            let (name, relevant) = match item {
                Item::Question(q) => (&q.name, &q.relevant),
                Item::Group(g) => (&g.name, &g.relevant),
            };
            let key = (name.clone(), at.clone());
            if relevant.as_ref().is_some_and(|e| !self.eval(survey, e, &key, None, now).truth()) {
                continue;
            }
            match item {
                Item::Question(q) => {
                    if let Some(e) = &q.calculation {
                        let value = self.eval(survey, e, &key, None, now).text();
                        // over a question that is not answered yet nothing comes of it
                        let value = if value == "NaN" { String::new() } else { value };
                        if value != self.answer(&key) {
                            pass.set.push((key.clone(), value));
                        }
                    }
                    pass.shown.insert(key);
                }
                Item::Group(g) => {
                    let count = match &g.repeat {
                        None => {
                            pass.shown.insert(key);
                            self.pass(survey, &g.items, at, now, pass);
                            continue;
                        }
                        Some(Repeat::Open) => self.count(&g.name, at),
                        Some(Repeat::Times(e)) => {
                            let n = self.eval(survey, e, &key, None, now).number();
                            let n = if n.is_nan() { 0 } else { n.clamp(0.0, REPEAT_MAX as f64) as u16 };
                            if n != self.count(&g.name, at) {
                                pass.counts.push((key.clone(), n));
                            }
                            n
                        }
                    };
                    pass.shown.insert(key);
                    for which in 1..=count {
                        at.push(which);
                        self.pass(survey, &g.items, at, now, pass);
                        at.pop();
                    }
                }
            }
        }
    }
}
