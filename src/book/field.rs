//! The field table: one line a field drives form, columns, search, import, JSON, history and masking.

use super::dates::{self, DateTrouble};
use super::{Day, Kind};
use crate::text::{Lang, T};

/// One of a field's choices. Codes are stored and never reused; labels may change.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The stored code.
    pub code: u16,
    /// The English key of JSON.
    pub key: &'static str,
    /// What people see.
    pub label: T,
    /// How else people write it.
    pub aliases: &'static [&'static str],
    /// No longer offered; records that hold it show it still.
    pub retired: bool,
}

/// Short for a [`Choice`].
pub const fn choice(
    code: u16,
    key: &'static str,
    zh: &'static str,
    en: &'static str,
    aliases: &'static [&'static str],
) -> Choice {
    Choice { code, key, label: T { zh, en }, aliases, retired: false }
}

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// One line of text.
    Line,
    /// Several lines of text.
    Note,
    /// A person's name: inner spaces of Chinese names go.
    Name,
    /// A phone number, see [`super::phones`].
    Phone,
    /// A civil date, see [`super::dates`].
    Day,
    /// A whole number within bounds.
    Number(i64, i64),
    /// Time given: minutes, written in hours, see [`super::hours`].
    Hours,
    /// One of a list.
    Choice(&'static [Choice]),
    /// Another record of one kind. `make`: a name not yet in the book makes a new one.
    Ref {
        /// The kind referred to.
        kind: Kind,
        /// Whether an unknown name makes a new record.
        make: bool,
    },
    /// A person or an organisation.
    Party,
    /// A unified social credit code, see [`super::uscc`].
    Uscc,
    /// Several values that belong together, by these fields.
    Group(&'static [Field]),
}

/// How far a value is covered where a screen may be seen by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// May be seen by whoever may see the record.
    Open,
    /// A way to reach somebody: only its tail in lists and in the finder.
    Tail,
    /// Words: covered on a projector.
    Words,
}

/// What the finder does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// Nothing.
    No,
    /// The name itself.
    Name,
    /// Another way to call the same.
    Called,
    /// A phone number.
    Phone,
    /// The employer.
    Org,
    /// The title.
    Title,
    /// The community.
    Community,
    /// Further words.
    Extra,
}

/// One field of a record kind.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The stored number: never reused within its kind.
    pub no: u16,
    /// The English key of JSON and of mappings.
    pub key: &'static str,
    /// What people see.
    pub label: T,
    /// One line of help while the field is in hand.
    pub hint: T,
    /// Why the office may hold this (PIPL art. 6).
    pub purpose: T,
    /// What it takes.
    pub ty: Type,
    /// Whether it may hold several.
    pub many: bool,
    /// Whether a record is incomplete without it.
    pub must: bool,
    /// Headings of ledgers that mean this field.
    pub aliases: &'static [&'static str],
    /// How it is masked.
    pub cover: Cover,
    /// What the finder does with it.
    pub find: Find,
    /// Filled by the program, never shown in a form.
    pub hidden: bool,
    /// Set by acts alone: shown, found and filtered like any other, and in no form.
    pub fixed: bool,
    /// Whether it may be set for many records at once: what many can have in common.
    pub for_many: bool,
    /// Where it begins a section of the form that can be folded away: its title; an empty one ends the section.
    pub section: Option<T>,
    /// Whether the next of a stack of cards begins with the same.
    pub stays: bool,
    /// Of a day: that it has been, so that one without a year is the last, not the nearest.
    pub past: bool,
    /// What the office usually writes here, offered as phrases.
    pub phrases: &'static [T],
}

const NONE: T = T { zh: "", en: "" };

/// A plain optional field; the methods below say what is special about it.
pub const fn field(no: u16, key: &'static str, zh: &'static str, en: &'static str, ty: Type) -> Field {
    Field {
        no,
        key,
        label: T { zh, en },
        hint: NONE,
        purpose: NONE,
        ty,
        many: false,
        must: false,
        aliases: &[],
        cover: Cover::Open,
        find: Find::No,
        hidden: false,
        fixed: false,
        for_many: false,
        section: None,
        stays: false,
        past: false,
        phrases: &[],
    }
}

impl Field {
    /// A number in words: hours are kept in minutes.
    pub fn number(&self, n: i64) -> String {
        if matches!(self.ty, Type::Hours) { super::hours::show(n) } else { n.to_string() }
    }

    /// A day as somebody wrote it.
    ///
    /// # Errors
    /// When it is none.
    pub fn day(&self, text: &str, today: Day) -> Result<Day, DateTrouble> {
        if self.past { dates::parse_past(text, today) } else { dates::parse(text, today) }
    }

    /// Tells of a day that has been.
    pub const fn past(mut self) -> Field {
        self.past = true;
        self
    }

    /// Must be filled.
    pub const fn must(mut self) -> Field {
        self.must = true;
        self
    }

    /// May hold several.
    pub const fn many(mut self) -> Field {
        self.many = true;
        self
    }

    /// Help while it is in hand.
    pub const fn hint(mut self, zh: &'static str, en: &'static str) -> Field {
        self.hint = T { zh, en };
        self
    }

    /// Why the office may hold it.
    pub const fn purpose(mut self, zh: &'static str, en: &'static str) -> Field {
        self.purpose = T { zh, en };
        self
    }

    /// Headings of ledgers that mean it.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Field {
        self.aliases = aliases;
        self
    }

    /// How it is masked.
    pub const fn cover(mut self, cover: Cover) -> Field {
        self.cover = cover;
        self
    }

    /// What the finder does with it.
    pub const fn find(mut self, find: Find) -> Field {
        self.find = find;
        self
    }

    /// May be set for many records at once.
    pub const fn for_many(mut self) -> Field {
        self.for_many = true;
        self
    }

    /// Set by acts alone.
    pub const fn fixed(mut self) -> Field {
        self.fixed = true;
        self
    }

    /// Filled by the program.
    pub const fn hidden(mut self) -> Field {
        self.hidden = true;
        self
    }

    /// Begins a section of the form that can be folded away; without a title it ends one.
    pub const fn section(mut self, zh: &'static str, en: &'static str) -> Field {
        self.section = Some(T { zh, en });
        self
    }

    /// The next of a stack of cards begins with the same.
    pub const fn stays(mut self) -> Field {
        self.stays = true;
        self
    }

    /// What the office usually writes here.
    pub const fn phrases(mut self, phrases: &'static [T]) -> Field {
        self.phrases = phrases;
        self
    }

    /// The choices of a choice field.
    pub const fn choices(&self) -> &'static [Choice] {
        match self.ty {
            Type::Choice(c) => c,
            _ => &[],
        }
    }

    /// The choices that are offered: those that the office no longer uses stand behind them.
    pub fn offered(&self) -> &'static [Choice] {
        let all = self.choices();
        all.get(..all.iter().position(|c| c.retired).unwrap_or(all.len())).unwrap_or(all)
    }

    /// The fields of a group.
    pub const fn parts(&self) -> &'static [Field] {
        match self.ty {
            Type::Group(parts) => parts,
            _ => &[],
        }
    }

    /// One part of a group.
    pub fn part(&self, no: u16) -> Option<&'static Field> {
        self.parts().iter().find(|f| f.no == no)
    }

    /// The choice of a stored code.
    pub fn choice(&self, code: u16) -> Option<&'static Choice> {
        self.choices().iter().find(|c| c.code == code)
    }

    /// The label of a stored code; a code of a newer program shows as `#7`.
    pub fn choice_label(&self, code: u16, lang: Lang) -> String {
        self.choice(code).map_or_else(|| format!("#{code}"), |c| c.label.get(lang).to_string())
    }

    /// Reads a choice as people write it: label, key, alias, or the unambiguous beginning (two characters and
    /// more) of a label, as cells cut by a spreadsheet have it.
    pub fn read_choice(&self, s: &str) -> Option<&'static Choice> {
        let s = s.trim();
        let all = self.choices();
        let lower = s.to_ascii_lowercase();
        // what something is called goes before what else is called so: an office may give one's old name to another
        let named =
            all.iter().find(|c| c.label.zh == s || c.key == lower || c.label.en.eq_ignore_ascii_case(s));
        let exact = named.or_else(|| all.iter().find(|c| c.aliases.contains(&s)));
        if exact.is_some() || s.chars().count() < 2 {
            return exact;
        }
        let mut starts = all.iter().filter(|c| {
            c.label.zh.starts_with(s)
                || c.label.en.to_ascii_lowercase().starts_with(&lower)
                || c.aliases.iter().any(|a| a.starts_with(s))
        });
        match (starts.next(), starts.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }
}
