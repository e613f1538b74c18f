//! Question forms 问卷: an XLSForm (<https://xlsform.org>) as a tree of questions, what its expressions come to, and a form
//! being filled. Pure: [`read`] takes the cells of sheets, [`filling`] what was typed.
//!
//! [`expr`] reads an expression, [`eval`] works it out with the [`functions`] and [`value`]s of XPath. [`kept`] is how a
//! form and its answers stand in a record, [`tally`] what came of them, [`asks`] what a form may not ask.

pub mod asks;
pub mod eval;
pub mod expr;
pub mod filling;
pub mod functions;
pub mod kept;
pub mod read;
pub mod tally;
pub mod value;

use super::names;
use crate::text::{Lang, survey as words};
use expr::Expr;
use std::collections::BTreeMap;

/// A question form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// Its title.
    pub title: String,
    /// Its own id, as its author gave it.
    pub id: String,
    /// Its version, as its author gave it.
    pub version: String,
    /// The languages of its words; the first where it names none is nameless.
    pub languages: Vec<String>,
    /// Questions and groups, in their order.
    pub items: Vec<Item>,
    /// The choices of each list.
    pub choices: BTreeMap<String, Vec<Choice>>,
}

/// Words in the languages of a form, by the language's place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words(pub Vec<(usize, String)>);

impl Words {
    /// In a language, else in the first there is.
    pub fn get(&self, language: usize) -> &str {
        let of = |l| self.0.iter().find(|(at, _)| *at == l).map(|(_, w)| w.as_str());
        of(language).or_else(|| self.0.first().map(|(_, w)| w.as_str())).unwrap_or("")
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, w)| w.is_empty())
    }
}

/// One of a list of choices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// What is stored.
    pub name: String,
    /// What people see.
    pub label: Words,
    /// Further columns, for filters.
    pub columns: BTreeMap<String, String>,
}

/// A question or a group of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A question, a note or something worked out.
    Question(Box<Question>),
    /// Several that belong together.
    Group(Group),
}

/// Several questions that belong together, perhaps asked several times.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its title.
    pub label: Words,
    /// Only where this holds.
    pub relevant: Option<Expr>,
    /// Whether it is asked several times.
    pub repeat: Option<Repeat>,
    /// What is in it.
    pub items: Vec<Item>,
    /// Its row in the sheet, from 1.
    pub row: usize,
}

/// How often a group is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Repeat {
    /// As often as one likes.
    Open,
    /// So often.
    Times(Expr),
}

/// What a question takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time.
    DateTime,
    /// One of a list, or something else in words.
    One(String, bool),
    /// Several of a list, or something else in words.
    Many(String, bool),
    /// Nothing: it only says something.
    Note,
    /// That it was read.
    Acknowledge,
    /// Nothing: it is worked out.
    Calculate,
    /// Nothing: when the form was begun, ended, or which day it was.
    Meta(Meta),
}

/// What is noted by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meta {
    /// When it was begun.
    Start,
    /// When it was ended.
    End,
    /// The day.
    Today,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name: what its answer is stored under.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// What is asked.
    pub label: Words,
    /// A help.
    pub hint: Words,
    /// Whether it must be answered.
    pub required: Option<Expr>,
    /// What is said where it was not.
    pub required_words: Words,
    /// What its answer must obey.
    pub constraint: Option<Expr>,
    /// What is said where it does not.
    pub constraint_words: Words,
    /// Only where this holds.
    pub relevant: Option<Expr>,
    /// What it is worked out from.
    pub calculation: Option<Expr>,
    /// What it begins with.
    pub default: Option<Expr>,
    /// Whether it only shows.
    pub read_only: Option<Expr>,
    /// Which of its choices are offered.
    pub filter: Option<Expr>,
    /// Its row in the sheet, from 1.
    pub row: usize,
}

/// How forms name our languages.
const ZH: &[&str] = &["zh", "chinese", "中文", "汉语", "简体"];
const EN: &[&str] = &["en", "english", "英文", "英语"];

/// Whether a form's name of a language is one of these.
fn is_named(language: &str, known: &[&str]) -> bool {
    let l = language.to_lowercase();
    known.iter().any(|k| l == *k || l.contains(&format!("({k})")) || (k.len() > 2 && l.contains(k)))
}

impl Survey {
    /// The place of the language that is nearest to one of ours.
    pub fn language(&self, lang: Lang) -> usize {
        let known = match lang {
            Lang::Zh => ZH,
            Lang::En => EN,
        };
        self.languages.iter().position(|l| is_named(l, known)).unwrap_or(0)
    }

    /// Which of ours a language of the form is; of one that it does not name, by its characters.
    pub fn ours(&self, language: usize) -> Lang {
        let name = self.languages.get(language).map(String::as_str).unwrap_or_default();
        let said = || self.questions().iter().any(|q| q.label.get(language).chars().any(names::is_han));
        let zh = self.language(Lang::Zh) == language && is_named(name, ZH);
        if zh || (!is_named(name, EN) && said()) { Lang::Zh } else { Lang::En }
    }

    /// A question by its name.
    pub fn question(&self, name: &str) -> Option<&Question> {
        fn find<'a>(items: &'a [Item], name: &str) -> Option<&'a Question> {
            items.iter().find_map(|i| match i {
                Item::Question(q) => (q.name == name).then_some(&**q),
                Item::Group(g) => find(&g.items, name),
            })
        }
        find(&self.items, name)
    }

    /// All questions, in their order.
    pub fn questions(&self) -> Vec<&Question> {
        fn walk<'a>(items: &'a [Item], out: &mut Vec<&'a Question>) {
            for item in items {
                match item {
                    Item::Question(q) => out.push(q),
                    Item::Group(g) => walk(&g.items, out),
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.items, &mut out);
        out
    }

    /// The names of all questions that are answered, each with the repeated groups around it: by both an answer is kept.
    pub fn places(&self) -> Vec<(&str, Vec<&str>)> {
        fn walk<'a>(items: &'a [Item], around: &mut Vec<&'a str>, out: &mut Vec<(&'a str, Vec<&'a str>)>) {
            for item in items {
                match item {
                    Item::Question(q) if q.is_answered() => out.push((&q.name, around.clone())),
                    Item::Question(_) => {}
                    Item::Group(g) => {
                        around.extend(g.repeat.as_ref().map(|_| g.name.as_str()));
                        walk(&g.items, around, out);
                        if g.repeat.is_some() {
                            around.pop();
                        }
                    }
                }
            }
        }
        let mut out = Vec::new();
        walk(&self.items, &mut Vec::new(), &mut out);
        out
    }

    /// Whether a question stands in a repeated group.
    pub fn is_repeated(&self, name: &str) -> bool {
        self.places().iter().any(|(n, around)| *n == name && !around.is_empty())
    }

    /// The label of a choice of a question; the code itself where it has none.
    pub fn choice_label(&self, question: &Question, code: &str, language: usize) -> String {
        let (Kind::One(list, _) | Kind::Many(list, _)) = &question.kind else { return code.to_owned() };
        let one = self.choices.get(list).and_then(|all| all.iter().find(|o| o.name == code));
        match one.map(|o| o.label.get(language)) {
            Some(label) if !label.is_empty() => label.to_owned(),
            None if code == read::OTHER => words::OTHER.get(self.ours(language)).to_owned(),
            _ => code.to_owned(),
        }
    }
}
