//! A sign-up list that was pasted: each name is looked up; what was not found stays on the screen until it is seen to.

use crate::book::signup::Entry;
use crate::book::{Kind, Ref, Row};
use crate::hub::wire::Request;
use crate::tui::screen::{Ctx, Ticket};

/// Most people who may bear a name.
const NAMESAKES: u32 = 9;

/// The list.
#[derive(Debug, Default)]
pub(super) struct Pasted {
    /// Names whose answer is on its way.
    asked: Vec<(Ticket, Entry)>,
    /// Answers.
    answered: Vec<(Entry, Vec<Row>)>,
    /// What was not found, and whether there are namesakes.
    unfound: Vec<(String, bool)>,
}

/// Whom a list names.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub came: Vec<Ref>,
    pub excused: Vec<Ref>,
    pub names: Vec<(Ref, String)>,
}

impl Pasted {
    /// Asks for each of them; what an earlier list left to be seen to stays.
    pub fn ask(&mut self, ctx: &mut Ctx<'_>, all: Vec<Entry>) {
        let ask = |e: Entry| {
            let (query, kinds) = (e.name.clone(), vec![Kind::Person]);
            (ctx.ask(Request::Find { query, kinds, limit: NAMESAKES }), e)
        };
        self.asked.extend(all.into_iter().map(ask));
    }

    /// Whether an answer is to one of its questions.
    pub fn asks(&self, ticket: Ticket) -> bool {
        self.asked.iter().any(|(t, _)| *t == ticket)
    }

    /// Takes an answer in; whether it was the last one.
    pub fn answer(&mut self, ticket: Ticket, rows: Vec<Row>) -> bool {
        let Some(at) = self.asked.iter().position(|(t, _)| *t == ticket) else { return false };
        let (_, entry) = self.asked.remove(at);
        self.answered.push((entry, rows));
        self.asked.is_empty()
    }

    /// Who of them is found: one who bears the name, of several the one who is expected.
    pub fn found(&mut self, expected: &[Ref]) -> Found {
        let mut out = Found::default();
        for (entry, rows) in std::mem::take(&mut self.answered) {
            self.unfound.retain(|(name, _)| *name != entry.name);
            let named: Vec<&Row> = rows.iter().filter(|r| r.title() == entry.name).collect();
            let asked: Vec<&Row> = named.iter().copied().filter(|r| expected.contains(&r.target)).collect();
            match (named.as_slice(), asked.as_slice()) {
                ([one], _) | (_, [one]) => {
                    if entry.excused {
                        out.excused.push(one.target)
                    } else {
                        out.came.push(one.target)
                    }
                    out.names.push((one.target, entry.name));
                }
                (several, _) => self.unfound.push((entry.name, !several.is_empty())),
            }
        }
        out
    }

    /// What was not found: the name, and whether there are namesakes.
    pub fn unfound(&self) -> &[(String, bool)] {
        &self.unfound
    }

    /// How many were not found.
    pub fn left(&self) -> usize {
        self.unfound.len()
    }

    /// Takes one off the list.
    pub fn take(&mut self, at: usize) -> Option<String> {
        (at < self.unfound.len()).then(|| self.unfound.remove(at).0)
    }
}
