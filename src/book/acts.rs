//! What may be done with a record that goes through states, as data: which acts are lawful in which state, what each
//! needs, where it leads. A state is changed by an act and never typed; each leaves a milestone.

use super::field::{Field, Type, field};
use super::value::{Fields, Ref, Value};
use super::{Day, Kind, Record};
use crate::text::T;

/// One act.
#[derive(Debug)]
pub struct Act {
    /// The code by which milestones name it: a choice of the kind's milestones.
    pub code: u16,
    /// The states in which it is lawful.
    pub from: &'static [u16],
    /// The state to which it leads; none: it stays.
    pub to: Option<u16>,
    /// The fields it takes, in the order of its form.
    pub takes: &'static [u16],
    /// Those of them without which it cannot be done.
    pub needs: &'static [u16],
    /// Fields that it empties.
    pub clears: &'static [u16],
    /// The field that holds the day on which it was done.
    pub stamps: Option<u16>,
}

/// An act that empties nothing and leaves no day.
pub const fn act(
    code: u16,
    from: &'static [u16],
    to: Option<u16>,
    takes: &'static [u16],
    needs: &'static [u16],
) -> Act {
    Act { code, from, to, takes, needs, clears: &[], stamps: None }
}

/// The acts of a kind. Of those that are lawful the first is the next step.
#[derive(Debug)]
pub struct Acts {
    /// All of them.
    pub all: &'static [Act],
    /// The field of the state.
    pub state: u16,
    /// The field of the milestones: a list of [`Type::Group`].
    pub trail: u16,
    /// The field that holds the words of the last act.
    pub words: u16,
    /// What else an act needs, by what the record holds: a suggestion's outcome.
    pub also: fn(&Act, &Fields) -> Option<u16>,
}

/// The day of a milestone.
pub const DAY: u16 = 1;
/// What was done.
pub const DONE: u16 = 2;
/// By whom.
pub const WHO: u16 = 3;
/// In words.
pub const WORDS: u16 = 4;
/// In which office, where it went from one to another.
pub const PLACE: u16 = 5;
/// Most milestones of a record: the oldest give way, as the history has them all.
pub const MILESTONES_MAX: usize = 60;

/// The fields of a milestone, besides what was done.
pub const fn milestone(done: Field) -> [Field; 5] {
    [
        field(DAY, "day", "日期", "Day", Type::Day),
        done,
        field(WHO, "who", "谁", "Who", Type::Ref { kind: Kind::Staff, make: false }),
        field(WORDS, "words", "情况", "Words", Type::Line),
        field(PLACE, "place", "哪里", "Office", Type::Ref { kind: Kind::Area, make: false }),
    ]
}

impl Acts {
    /// The act of a code.
    pub fn act(&self, code: u16) -> Option<&'static Act> {
        self.all.iter().find(|a| a.code == code)
    }

    /// The acts that are lawful in a state, the next step first.
    pub fn lawful(&self, state: u16) -> impl Iterator<Item = &'static Act> {
        self.all.iter().filter(move |a| a.from.contains(&state))
    }

    /// The next step.
    pub fn next(&self, state: u16) -> Option<&'static Act> {
        self.lawful(state).next()
    }

    /// What an act is called.
    pub fn label(&self, kind: Kind, code: u16) -> Option<T> {
        let Type::Group(parts) = kind.field(self.trail)?.ty else { return None };
        let done = parts.iter().find(|f| f.no == DONE)?;
        done.choice(code).map(|c| c.label)
    }

    /// The fields that an act still lacks.
    pub fn lacks(&self, act: &Act, fields: &Fields) -> Vec<u16> {
        let needs = act.needs.iter().copied().chain((self.also)(act, fields));
        needs.filter(|no| fields.get(*no).is_none()).collect()
    }

    /// Does an act: what it takes is in the fields already.
    pub fn apply(&self, act: &Act, r: &mut Record, who: Ref, day: Day) {
        act.clears.iter().for_each(|no| r.fields.clear(*no));
        if let Some(no) = act.stamps {
            r.fields.set(no, Value::Day(day));
        }
        if let Some(to) = act.to {
            r.fields.set(self.state, Value::Code(to));
        }
        let mut mark = vec![(DAY, Value::Day(day)), (DONE, Value::Code(act.code)), (WHO, Value::Ref(who))];
        let words: String = r.fields.text(self.words).lines().collect::<Vec<_>>().join(" ");
        if !words.is_empty() && act.takes.contains(&self.words) {
            mark.push((WORDS, Value::text(words.chars().take(200).collect::<String>())));
        }
        let mut trail = r.fields.get(self.trail).map(|v| v.each().to_vec()).unwrap_or_default();
        trail.push(Value::Group(mark));
        self.keep(r, trail);
    }

    /// Says of the last act in which office it was done.
    pub fn done_in(&self, r: &mut Record, place: Ref) {
        let mut trail = r.fields.get(self.trail).map(|v| v.each().to_vec()).unwrap_or_default();
        if let Some(Value::Group(mark)) = trail.last_mut() {
            mark.push((PLACE, Value::Ref(place)));
        }
        self.keep(r, trail);
    }

    fn keep(&self, r: &mut Record, mut trail: Vec<Value>) {
        let old = trail.len().saturating_sub(MILESTONES_MAX);
        r.fields.set(self.trail, Value::List(trail.split_off(old)));
    }
}
