//! Kinds that are served by their field table and a few words about it: what their records are about, where they lie,
//! when they are due. Lists, counts, the finder, cards, rights, erasure and removal read it here, so that a new kind is
//! its own file and a line for each in [`super::Kind`].

use super::acts::Acts;
use super::capture::Grammar;
use super::columns::Column;
use super::field::Field;
use crate::text::{T, t};

/// What the field table of a general kind does not say.
#[derive(Debug)]
pub struct General {
    /// The field table, in the order of the form.
    pub fields: &'static [Field],
    /// One of them: 事项, matter. The English word is the key of the command line and of JSON.
    pub label: T,
    /// Many of them, as the command line says: matters.
    pub plural: &'static str,
    /// The title of their list.
    pub title: T,
    /// What an empty list says: what it is for and how to begin.
    pub empty: T,
    /// The columns of their list: keys of fields, and [`super::columns::WHOM`].
    pub columns: &'static [Column],
    /// The field that names one.
    pub name: Option<u16>,
    /// Where one lies. One without lies where its first person does, else where its organisation does.
    pub area: Option<u16>,
    /// Which other office has it for the time being: it is seen there too while this is filled.
    pub with: Option<u16>,
    /// The people it is about.
    pub people: Option<u16>,
    /// Whether one stays when all its people are erased: it was the office's own all the same.
    pub stays: bool,
    /// The organisation it is about.
    pub organisation: Option<u16>,
    /// Its main day: when it was, or was said. New ones are of today.
    pub day: Option<u16>,
    /// When it must be done.
    pub due: Option<u16>,
    /// How far it is.
    pub state: Option<u16>,
    /// States in which nothing more is to be done.
    pub done: &'static [u16],
    /// States in which something is to be done still, and no longer by the day on which it is due.
    pub met: &'static [u16],
    /// The colleague whose it is. New ones are of whoever enters them.
    pub owner: Option<u16>,
    /// How one is written in a line.
    pub line: Option<&'static Grammar>,
    /// The field by which a row of a ledger is recognised when it comes again.
    pub row: Option<u16>,
    /// What may be done with it, where it goes through states.
    pub acts: Option<&'static Acts>,
}

/// A kind by its words and fields; the methods below say what its fields mean.
pub const fn general(
    zh: &'static str,
    en: &'static str,
    plural: &'static str,
    fields: &'static [Field],
) -> General {
    General {
        fields,
        label: t(zh, en),
        plural,
        title: t(zh, plural),
        empty: t("还没有。按 n 新建。", "None yet. n enters one."),
        columns: &[],
        name: None,
        area: None,
        with: None,
        people: None,
        stays: false,
        organisation: None,
        day: None,
        due: None,
        state: None,
        done: &[],
        met: &[],
        owner: None,
        line: None,
        row: None,
        acts: None,
    }
}

impl General {
    /// The title of the list, and what it says while it is empty.
    pub const fn listed(mut self, title: T, empty: T, columns: &'static [Column]) -> General {
        (self.title, self.empty, self.columns) = (title, empty, columns);
        self
    }

    /// The field that names one.
    pub const fn named(mut self, no: u16) -> General {
        self.name = Some(no);
        self
    }

    /// The field that says where it lies.
    pub const fn lies(mut self, no: u16) -> General {
        self.area = Some(no);
        self
    }

    /// The field that says which other office has it.
    pub const fn with(mut self, no: u16) -> General {
        self.with = Some(no);
        self
    }

    /// The people it is about.
    pub const fn people(mut self, no: u16) -> General {
        self.people = Some(no);
        self
    }

    /// It stays when all its people are erased.
    pub const fn stays(mut self) -> General {
        self.stays = true;
        self
    }

    /// The organisation it is about.
    pub const fn organisation(mut self, no: u16) -> General {
        self.organisation = Some(no);
        self
    }

    /// Its main day.
    pub const fn day(mut self, no: u16) -> General {
        self.day = Some(no);
        self
    }

    /// When it must be done.
    pub const fn due(mut self, no: u16) -> General {
        self.due = Some(no);
        self
    }

    /// How far it is, and where nothing more is to be done.
    pub const fn state(mut self, no: u16, done: &'static [u16]) -> General {
        (self.state, self.done) = (Some(no), done);
        self
    }

    /// States in which its due day is met.
    pub const fn met(mut self, met: &'static [u16]) -> General {
        self.met = met;
        self
    }

    /// The colleague whose it is.
    pub const fn owner(mut self, no: u16) -> General {
        self.owner = Some(no);
        self
    }

    /// What may be done with it.
    pub const fn acts(mut self, acts: &'static Acts) -> General {
        self.acts = Some(acts);
        self
    }

    /// The field by which a row of a ledger is recognised when it comes again.
    pub const fn row(mut self, no: u16) -> General {
        self.row = Some(no);
        self
    }

    /// How one is written in a line.
    pub const fn line(mut self, grammar: &'static Grammar) -> General {
        self.line = Some(grammar);
        self
    }

    /// Whether something is still to be done in this state.
    pub fn is_open(&self, state: u16) -> bool {
        !self.done.contains(&state)
    }

    /// Whether something is still to be done by the day on which it is due.
    pub fn waits(&self, state: u16) -> bool {
        self.is_open(state) && !self.met.contains(&state)
    }
}
