//! Keys to actions, by context. Bindings are data (`keymaps/*.toml`); help, hints, palette and the
//! README's key table are made from the same bindings that answer the keys, so they cannot lie.
//!
//! A user's own file is laid over the default one. What it gets wrong is told with file, line and
//! the nearest word, and left out; the rest works.
mod check;
mod context;
mod key;
mod read;
mod show;
#[cfg(test)]
mod tests;

pub use context::{Context, STACKS};
pub use key::{label, normal, parse, press, unsendable};
pub use show::Shown;

use super::action::Action;
use super::input::Key;
use crate::text::Lang;
use std::fmt;

/// The default keymap.
pub const DEFAULT: &str = include_str!("../../../keymaps/default.toml");

/// The keys of people who have vi in their fingers, over the default ones.
pub const VIM: &str = include_str!("../../../keymaps/vim.toml");

/// Something wrong in a keymap file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What is wrong, in English.
    pub en: String,
}

impl Problem {
    /// What is wrong.
    pub fn message(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} / {}", self.file, self.line, self.zh, self.en)
    }
}

/// Keys that do something somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Binding {
    context: Context,
    keys: Vec<Key>,
    action: Action,
    desc: Option<[String; 2]>,
}

/// What a key means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// Do this.
    Action(Action),
    /// Part of a sequence: these keys, as people read them, would complete it.
    Pending(Vec<(String, Action)>),
    /// Not bound here: text, or nothing.
    None,
}

/// All bindings, the user's laid over the default ones.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
    problems: Vec<Problem>,
}

impl Keymap {
    /// The default keymap alone.
    pub fn standard() -> Self {
        Self::load(DEFAULT, None).0
    }

    /// The default keymap with the user's file, its name and its text, laid over it.
    pub fn load(default: &str, user: Option<(&str, &str)>) -> (Self, Vec<Problem>) {
        let mut map = Self::default();
        let mut problems = map.layer("default.toml", default);
        if let Some((file, text)) = user {
            problems.extend(map.layer(file, text));
        }
        (map, problems)
    }

    /// One of those that come with the program.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::standard()),
            "vim" => Some(Self::load(DEFAULT, Some(("vim.toml", VIM))).0),
            _ => None,
        }
    }

    /// The same, knowing what is wrong with it, so that the worker can be told.
    pub fn with_problems(mut self, problems: Vec<Problem>) -> Self {
        self.problems = problems;
        self
    }

    /// What is wrong with it; it is left out.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What is wrong with a keymap file when it is laid over the default one.
    pub fn check_file(file: &str, text: &str) -> Vec<Problem> {
        Self::load(DEFAULT, Some((file, text))).1
    }

    fn layer(&mut self, file: &str, text: &str) -> Vec<Problem> {
        let (entries, mut problems) = read::read(file, text);
        let below = self.bindings.clone();
        // First what goes away, so that a key can be moved in one file whatever the order.
        for e in entries.iter().filter(|e| e.run.is_none()) {
            let taken = |b: &Binding| b.context == e.binding.context && b.keys == e.binding.keys;
            self.bindings.retain(|b| !taken(b));
        }
        let mut lines = Vec::new();
        for e in entries.into_iter().filter(|e| e.run.is_some()) {
            let new = e.binding;
            let replaced = |b: &&Binding| b.context == new.context && b.keys == new.keys && below.contains(b);
            let others = self.bindings.iter().filter(|b| !replaced(b));
            if let Some(clash) = check::clash(others, &new) {
                problems.push(Problem { file: file.to_owned(), line: e.line, zh: clash.zh, en: clash.en });
                continue;
            }
            lines.push((new.context, new.action, e.line));
            match self.bindings.iter().position(|b| replaced(&b)) {
                Some(at) => {
                    if let Some(old) = self.bindings.get_mut(at) {
                        *old = new;
                    }
                }
                None => self.bindings.push(new),
            }
        }
        for b in check::letters_only(&self.bindings) {
            let line =
                lines.iter().find(|(c, a, _)| *c == b.context && *a == b.action).map_or(1, |(_, _, l)| *l);
            let (name, zh, en) = (b.action.name(), b.context.label().zh, b.context.label().en);
            problems.push(Problem {
                file: file.to_owned(),
                line,
                zh: format!(
                    "「{zh}」的 {name} 只剩字母键；输入法开着时够不到，再给它一个符号、数字、Ctrl 或 F 键"
                ),
                en: format!(
                    "{name} ({en}) has letters only; give it punctuation, a digit, Ctrl or an F key too"
                ),
            });
        }
        problems.sort_by_key(|p| p.line);
        problems
    }

    /// What `key` means where `contexts` are active, innermost first, after the keys already
    /// `pending`. Upper case, full width and their like are folded.
    pub fn resolve(&self, contexts: &[Context], pending: &[Key], key: Key) -> Resolved {
        let mut typed: Vec<Key> = pending.iter().copied().map(normal).collect();
        typed.push(normal(key));
        let mut more = Vec::new();
        for context in contexts {
            for b in self.bindings.iter().filter(|b| b.context == *context) {
                if b.keys == typed {
                    return Resolved::Action(b.action);
                }
                if let Some(rest) = b.keys.strip_prefix(typed.as_slice()) {
                    more.push((key::labels(rest), b.action));
                }
            }
        }
        if more.is_empty() { Resolved::None } else { Resolved::Pending(more) }
    }
}
