//! The bindings as help, hints and tables show them.
use super::context::Context;
use super::{Keymap, key};
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::input::Key;
use std::fmt::Write;

/// One action of one context, with all its keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Where.
    pub context: Context,
    /// What it does.
    pub action: Action,
    /// Its keys as people read them, the first one first.
    pub keys: Vec<String>,
    /// What it does, in words.
    pub desc: String,
}

impl Keymap {
    /// The wanted actions that have a key here, in the order asked for: its first key, its words.
    pub fn hints(&self, contexts: &[Context], wanted: &[Action], lang: Lang) -> Vec<(String, String)> {
        let shown = self.all(contexts, lang);
        let of = |action: &Action| {
            let s = shown.iter().find(|s| s.action == *action)?;
            Some((s.keys.first()?.clone(), s.desc.clone()))
        };
        wanted.iter().filter_map(of).collect()
    }

    /// The same, where a screen has words of its own for some.
    pub fn hints_as(
        &self,
        contexts: &[Context],
        wanted: &[Action],
        lang: Lang,
        own: &dyn Fn(Action) -> Option<T>,
    ) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for action in wanted {
            for (key, words) in self.hints(contexts, &[*action], lang) {
                out.push((key, own(*action).map_or(words, |t| t.get(lang).to_owned())));
            }
        }
        out
    }

    /// Everything that can be done here, innermost first: for the help.
    pub fn all(&self, contexts: &[Context], lang: Lang) -> Vec<Shown> {
        let mut out: Vec<Shown> = Vec::new();
        for context in contexts {
            for b in self.bindings.iter().filter(|b| b.context == *context) {
                let label = key::labels(&b.keys);
                if let Some(s) = out.iter_mut().find(|s| s.context == *context && s.action == b.action) {
                    s.keys.push(label);
                    continue;
                }
                let own = b.desc.as_ref().map(|[zh, en]| if lang == Lang::Zh { zh } else { en });
                let desc = own.map_or_else(|| b.action.label().get(lang).to_owned(), String::clone);
                out.push(Shown { context: *context, action: b.action, keys: vec![label], desc });
            }
        }
        out
    }

    /// The first key of an action here, as people read it.
    pub fn key_of(&self, contexts: &[Context], action: Action) -> Option<String> {
        let find = |c: &Context| self.bindings.iter().find(|b| b.context == *c && b.action == action);
        contexts.iter().find_map(find).map(|b| key::labels(&b.keys))
    }

    /// What a key does in another place than this: its words, and where.
    pub fn elsewhere(&self, key: Key, lang: Lang) -> Option<(String, Context)> {
        let key = key::normal(key);
        // where the key is text it is no key
        let b = self.bindings.iter().find(|b| !b.context.typing() && b.keys == [key])?;
        let shown = self.all(&[b.context], lang).into_iter().find(|s| s.action == b.action)?;
        Some((shown.desc, b.context))
    }

    /// The README's key table.
    pub fn markdown(&self, lang: Lang) -> String {
        let mut out = String::from(match lang {
            Lang::Zh => "| 在哪里 | 键 |\n|---|---|\n",
            Lang::En => "| where | keys |\n|---|---|\n",
        });
        for context in Context::ALL {
            let shown = self.all(&[*context], lang);
            if shown.is_empty() {
                continue;
            }
            let cells: Vec<String> = shown
                .iter()
                // nine digits that choose nine rows are one thing to know
                .filter(|s| s.action.chosen().is_none_or(|n| n == 1))
                .map(|s| {
                    if s.action == Action::Choose1 {
                        return match lang {
                            Lang::Zh => "`1`-`9` 选那一行".to_owned(),
                            Lang::En => "`1`-`9` that row".to_owned(),
                        };
                    }
                    let keys: Vec<String> =
                        s.keys.iter().map(|k| format!("`{}`", k.replace('|', "\\|"))).collect();
                    format!("{} {}", keys.join(" "), s.desc)
                })
                .collect();
            // Writing into a String cannot fail.
            let _ = writeln!(out, "| {} | {} |", context.label().get(lang), cells.join(" · "));
        }
        out
    }
}
