//! A line that begins with no person: a meeting, a task.

use super::{Lined, Maker, Whole};
use crate::book::capture::{Line, Thing};
use crate::book::{Fields, Id, Kind, Record, Value, names};
use crate::hub::wire::Preview;

impl Maker<'_, '_> {
    /// What such a line comes to. Its first word may name somebody; one that names nobody is a word like the others.
    pub(super) fn thing(&self, thing: &Thing, line: &Line) -> Lined<Whole> {
        let mut fields = Fields::default();
        let mut words = line.words.clone();
        if let (Some(no), Some(first)) = (thing.who, line.who.first()) {
            match self.somebody(first, false) {
                // of a part of a name, or of a firm's, it is not said that somebody is meant: it is a word like the others
                Ok(who) if self.picked(first).is_some() || self.is_named(who, first) => {
                    fields.set(no, Value::List(vec![Value::Ref(who)]));
                    words = words.strip_prefix(first.as_str()).unwrap_or(&words).trim().to_owned();
                }
                Ok(_) | Err(Preview::Nobody(_)) => {}
                Err(Preview::Which(_, rows)) if !rows.iter().any(|r| self.is_named(r.target, first)) => {}
                Err(unclear) => return Err(unclear),
            }
        }
        for (no, code) in &line.choices {
            fields.set(*no, Value::Code(*code));
            // a meeting that is called as its sort
            if let Some(choice) =
                line.kind.field(*no).and_then(|f| f.choice(*code)).filter(|_| words.is_empty())
            {
                choice.label.get(self.actor.lang).clone_into(&mut words);
            }
        }
        fields.set(thing.words, Value::text(names::clean_line(&words)));
        fields.set(thing.day, Value::Day(line.day.unwrap_or_else(|| self.view.world.today())));
        if let (Some(no), Some(time)) = (thing.time, line.loose.first()) {
            fields.set(no, Value::text(names::clean_line(time)));
        }
        if let (Some(no), Some(day)) = (thing.next, line.next) {
            fields.set(no, Value::Day(day));
        }
        if let (Some(no), Some(owner)) = (thing.owner, &line.owner) {
            fields.set(no, Value::Ref(self.one(owner, Kind::Staff)?));
        }
        let mut record = Record::new(line.kind, Id::NIL);
        record.fields = fields;
        self.usual(&mut record, None);
        Ok(Whole { record, notes: Vec::new(), new: Vec::new(), begun: Vec::new(), next: Vec::new() })
    }
}
