//! One field of a form: what is typed in it, what it means, what is wrong with it.

use super::pack;
use crate::book::field::{Field, Type};
use crate::book::{Day, Ref, Value, phones, rules, uscc};
use crate::hub::wire::{Edit as Change, Link};
use crate::text::Lang;
use crate::tui::edit::Edit;

/// Somebody or something picked, or a name that will be looked up when saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Which record; `None` for a name only.
    pub target: Option<Ref>,
    /// Its name.
    pub name: String,
}

/// What a field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What is typed.
    pub words: String,
    /// The choices made.
    pub codes: Vec<u16>,
    /// What is referred to.
    pub chips: Vec<Chip>,
}

impl Content {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.codes.is_empty() && self.chips.is_empty()
    }
}

/// How a field is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words, numbers, dates: as typed.
    Words,
    /// Choices of a list.
    Choice,
    /// Other records.
    Link,
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Item {
    /// What the book says about it.
    pub field: &'static Field,
    /// The text under the cursor; in a choice what narrows it, in a link the name being typed.
    pub edit: Edit,
    /// The choices made.
    pub codes: Vec<u16>,
    /// The choice under the cursor, where several may be made.
    pub mark: usize,
    /// What is referred to.
    pub chips: Vec<Chip>,
    /// Where a value came from that nobody typed here.
    pub whence: String,
    /// Words that are saved where nothing else is typed.
    pub phrase: String,
    /// What is wrong, in plain words.
    pub trouble: Option<String>,
    /// What to know, in plain words.
    pub remark: Option<String>,
    was: Content,
    /// Whether it shows what the book holds.
    known: bool,
}

impl Item {
    /// An empty field.
    pub fn new(field: &'static Field) -> Item {
        let edit = if matches!(field.ty, Type::Note) { Edit::note("") } else { Edit::line("") };
        Item {
            field,
            edit,
            codes: Vec::new(),
            mark: 0,
            chips: Vec::new(),
            whence: String::new(),
            phrase: String::new(),
            trouble: None,
            remark: None,
            was: Content::default(),
            known: false,
        }
    }

    /// How it is typed in.
    pub fn sort(&self) -> Sort {
        match self.field.ty {
            Type::Choice(_) => Sort::Choice,
            Type::Ref { .. } | Type::Party => Sort::Link,
            _ => Sort::Words,
        }
    }

    /// Whether phrases can be put into it.
    pub fn takes_phrases(&self) -> bool {
        matches!(self.field.ty, Type::Line | Type::Note)
    }

    /// Whether it is a box of several lines.
    pub fn is_note(&self) -> bool {
        self.edit.is_note()
    }

    /// What it holds now. What narrows a choice is not part of it.
    pub fn content(&self) -> Content {
        let words = if self.sort() == Sort::Choice { String::new() } else { self.edit.text().to_owned() };
        Content { words, codes: self.codes.clone(), chips: self.chips.clone() }
    }

    /// Fills it; the cursor stands at the end.
    pub fn fill(&mut self, content: Content) {
        self.edit = if self.is_note() { Edit::note(&content.words) } else { Edit::line(&content.words) };
        self.mark = content.codes.first().and_then(|c| self.place(*c)).unwrap_or(0);
        (self.codes, self.chips) = (content.codes, content.chips);
        (self.trouble, self.remark) = (None, None);
    }

    /// Fills it with what the book holds: only what differs from it is saved.
    pub fn load(&mut self, value: Option<&Value>, names: &[(Ref, String)], lang: Lang) {
        let content = value.map(|v| pack::content(v, self.field, names, lang)).unwrap_or_default();
        self.was = content.clone();
        self.known = true;
        self.fill(content);
    }

    /// Takes what the book holds as the ground, keeping what is typed.
    pub fn ground(&mut self, value: Option<&Value>, names: &[(Ref, String)], lang: Lang) {
        self.was = value.map(|v| pack::content(v, self.field, names, lang)).unwrap_or_default();
    }

    /// Where a code stands among the choices.
    pub fn place(&self, code: u16) -> Option<usize> {
        self.field.offered().iter().position(|c| c.code == code)
    }

    /// Empties it; false if it was empty.
    pub fn clear(&mut self) -> bool {
        let held = !self.codes.is_empty() || !self.chips.is_empty() || !self.phrase.is_empty();
        self.codes.clear();
        self.chips.clear();
        self.phrase.clear();
        self.settle();
        self.edit.clear() || held
    }

    /// What was said about the value no longer holds.
    pub fn settle(&mut self) {
        self.whence.clear();
        (self.trouble, self.remark) = (None, None);
    }

    /// Adds somebody picked; in a field of one, instead of who was there.
    pub fn pick(&mut self, target: Option<Ref>, name: &str) {
        self.settle();
        if !self.field.many {
            self.chips.clear();
        }
        let chip = Chip { target, name: name.to_owned() };
        let known = |c: &Chip| if target.is_some() { c.target == target } else { c.name == chip.name };
        if !self.chips.iter().any(known) {
            self.chips.push(chip);
        }
        self.edit = Edit::line("");
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.content().is_empty()
    }

    /// The day that is typed, if it is one.
    pub fn day(&self, today: Day) -> Option<Day> {
        if !matches!(self.field.ty, Type::Day) {
            return None;
        }
        match rules::read(self.field, self.edit.text(), today) {
            Ok(Value::Day(d)) => Some(d),
            _ => None,
        }
    }

    /// Checks what is typed without asking anybody, and writes it as it will be kept. False if it is wrong.
    pub fn check(&mut self, today: Day, lang: Lang) -> bool {
        if self.sort() != Sort::Words {
            return self.trouble.is_none();
        }
        let read = rules::read(self.field, self.edit.text(), today);
        match read {
            Err(trouble) => {
                self.trouble = Some(trouble.say(self.field, lang));
                return false;
            }
            Ok(value) => {
                self.trouble = None;
                let kept = match (self.field.ty, &value) {
                    (Type::Phone, Value::List(l)) => {
                        let one = |v: &Value| {
                            if let Value::Text(s) = v { phones::show(s, lang) } else { String::new() }
                        };
                        Some(l.iter().map(one).collect::<Vec<_>>().join("、"))
                    }
                    (Type::Name | Type::Uscc, Value::Text(s)) => Some(s.clone()),
                    (Type::Day, Value::Day(d)) => Some(d.to_string()),
                    (Type::Number(..) | Type::Hours, Value::Int(n)) => Some(self.field.number(*n)),
                    _ => None,
                };
                if let Some(kept) = kept
                    && kept != self.edit.text()
                {
                    self.edit.set(&kept);
                }
                if matches!(self.field.ty, Type::Uscc) {
                    let code = self.edit.text();
                    self.remark =
                        uscc::warning(code).filter(|_| !code.is_empty()).map(|w| w.get(lang).to_owned());
                }
            }
        }
        true
    }

    /// What is saved of it: nothing where it means what was loaded.
    pub fn change(&self, today: Day) -> Option<Change> {
        let now = self.content();
        if now.is_empty() {
            if !self.phrase.is_empty() {
                return Some(Change::Text(self.phrase.clone()));
            }
            return (!self.was.is_empty()).then_some(Change::Clear);
        }
        if self.same(&now, today) {
            return None;
        }
        Some(match self.sort() {
            Sort::Choice => {
                let mut codes = self.codes.iter().map(|c| Value::Code(*c));
                match (self.field.many, codes.len()) {
                    (false, 1) => codes.next().map_or(Change::Clear, Change::Set),
                    _ => Change::Set(Value::List(codes.collect())),
                }
            }
            Sort::Link => self.links(&now),
            // What the field showed is what is kept, also when midnight passes meanwhile.
            Sort::Words => match self.day(today) {
                Some(d) => Change::Set(Value::Day(d)),
                None => Change::Text(now.words),
            },
        })
    }

    fn links(&self, now: &Content) -> Change {
        let refs: Option<Vec<Value>> = now.chips.iter().map(|c| c.target.map(Value::Ref)).collect();
        match refs {
            Some(refs) if now.words.trim().is_empty() => {
                let one = refs.first().filter(|_| !self.field.many && refs.len() == 1).cloned();
                Change::Set(one.unwrap_or(Value::List(refs)))
            }
            // Who was picked stays who was meant, also where others bear the same name.
            _ if now.chips.iter().any(|c| c.target.is_some()) => {
                let chip = |c: &Chip| c.target.map_or_else(|| Link::Name(c.name.clone()), Link::Ref);
                let typed = rules::parts(&now.words).map(|n| Link::Name(n.to_owned()));
                Change::Links(now.chips.iter().map(chip).chain(typed).collect())
            }
            _ => Change::Text(self.shown(Lang::Zh)),
        }
    }

    fn same(&self, now: &Content, today: Day) -> bool {
        if *now == self.was {
            return true;
        }
        if now.codes != self.was.codes || now.chips != self.was.chips || self.sort() != Sort::Words {
            return false;
        }
        let read = |s: &str| rules::read(self.field, s, today).ok();
        read(&now.words).is_some_and(|v| Some(v) == read(&self.was.words))
    }

    /// What the book holds of it, where something else is typed: nothing where it is new there.
    pub fn before(&self, today: Day, lang: Lang) -> Option<String> {
        if !self.known || !self.changed(today) {
            return None;
        }
        let label = |c: &u16| self.field.choice_label(*c, lang);
        let name = |c: &Chip| c.name.clone();
        let parts = self.was.codes.iter().map(label).chain(self.was.chips.iter().map(name));
        let all: Vec<String> = parts.chain(Some(self.was.words.clone()).filter(|w| !w.is_empty())).collect();
        Some(all.join("、"))
    }

    /// Whether anything in it differs from what was loaded.
    pub fn changed(&self, today: Day) -> bool {
        !self.same(&self.content(), today)
    }

    /// The names of all that is picked: 王丽、陈浩.
    pub fn names(&self) -> String {
        self.chips.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、")
    }

    /// The value as it reads while the field is not in hand.
    pub fn shown(&self, lang: Lang) -> String {
        match self.sort() {
            Sort::Words => self.edit.text().to_owned(),
            Sort::Choice => {
                let all = self.codes.iter().map(|c| self.field.choice_label(*c, lang));
                all.collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
            }
            Sort::Link => {
                let (names, typed) = (self.names(), self.edit.text().trim());
                match (names.is_empty(), typed.is_empty()) {
                    (false, false) => format!("{names}、{typed}"),
                    _ => names + typed,
                }
            }
        }
    }
}
