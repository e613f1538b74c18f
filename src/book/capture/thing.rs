//! A line that begins with no person: a meeting, a task. `会 座谈会 +周五 14:30 新媒体从业人员座谈会 @陈浩`.

use super::{Line, LineTrouble, Role, choice, head_day, next_day};
use crate::book::dates::fold;
use crate::book::{Day, Kind, meeting};
use std::ops::Range;

/// The fields that the parts of such a line go to.
#[derive(Debug)]
pub struct Thing {
    /// What it is called.
    pub words: u16,
    /// Choices of the head.
    pub choices: &'static [u16],
    /// The day.
    pub day: u16,
    /// The time of day.
    pub time: Option<u16>,
    /// For whom, where the first of the words names somebody.
    pub who: Option<u16>,
    /// What stands after `+`: by when. Without it `+` says the day.
    pub next: Option<u16>,
    /// Who does it, after `@`.
    pub owner: Option<u16>,
}

impl Thing {
    /// What the word under the cursor is, by those before it.
    pub(super) fn role(
        &self,
        kind: Kind,
        before: &[&str],
        range: Range<usize>,
        today: Day,
    ) -> Option<(Range<usize>, Role)> {
        if before.is_empty() && self.who.is_some() {
            return Some((range, Role::Name(vec![Kind::Person])));
        }
        let of_head = |w: &&str| {
            self.choices.iter().any(|f| choice(kind, *f, w).is_some()) || head_day(w, today).is_some()
        };
        let choices = !self.choices.is_empty() && before.iter().all(of_head);
        choices.then_some((range, Role::Choice(kind, self.choices)))
    }
}

impl Line {
    /// Reads what follows the first word.
    pub(super) fn thing(&mut self, thing: &Thing, words: &[&str], today: Day) -> Result<(), LineTrouble> {
        let (mut body, mut in_head): (Vec<&str>, bool) = (Vec::new(), true);
        for w in words {
            if in_head && (self.choice_of(thing, w) || self.day_of(w, today) || self.time_of(thing, w)) {
                continue;
            }
            let folded = fold(w);
            if folded.starts_with('+') && folded.chars().count() > 1 {
                let day = next_day(&folded, today)?;
                if thing.next.is_some() {
                    self.next = Some(day)
                } else {
                    self.day = Some(day)
                }
                continue;
            }
            if self.aside(thing.owner.is_some(), false, w) {
                continue;
            }
            in_head = false;
            body.push(w);
        }
        if let (Some(_), [first, _, ..]) = (thing.who, body.as_slice()) {
            self.who = vec![(*first).to_owned()];
        }
        self.words = body.join(" ");
        if self.words.is_empty() && self.choices.is_empty() { Err(LineTrouble::Who) } else { Ok(()) }
    }

    fn choice_of(&mut self, thing: &Thing, w: &str) -> bool {
        let taken = |field: u16, all: &[(u16, u16)]| all.iter().any(|(f, _)| *f == field);
        let found = thing.choices.iter().find_map(|f| Some((*f, choice(self.kind, *f, w)?)));
        let found = found.filter(|(f, _)| !taken(*f, &self.choices));
        self.choices.extend(found);
        found.is_some()
    }

    fn day_of(&mut self, w: &str, today: Day) -> bool {
        let day = head_day(w, today).filter(|_| self.day.is_none());
        self.day = self.day.or(day);
        day.is_some()
    }

    /// The time goes to the loose words.
    fn time_of(&mut self, thing: &Thing, w: &str) -> bool {
        let is = thing.time.is_some() && self.loose.is_empty() && meeting::is_time(w);
        if is {
            self.loose.push(w.to_owned());
        }
        is
    }
}
