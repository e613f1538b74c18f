//! Every word a user sees, Chinese and English side by side: a missing language does not compile.
//!
//! Fixed words are [`T`] values; sentences with something filled in are functions made by [`say!`].
//! One file a subject: [`fields`] labels of the book, [`screen`] what the terminal shows, [`trouble`]
//! what went wrong and what to do, [`command`] what the command line prints.

pub mod backup;
pub mod briefing;
pub mod cli;
pub mod command;
pub mod election;
pub mod exchange;
pub mod form;
pub mod hand;
pub mod merge;
pub mod minutes;
pub mod network;
pub mod office;
pub mod out;
pub mod report;
pub mod retention;
pub mod rights;
pub mod screen;
pub mod service;
pub mod staff;
pub mod store;
pub mod survey;
pub mod trouble;

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads a language as a flag or a locale names it: `zh`, `zh_CN.UTF-8`, `en`, `en_GB`.
    /// `C`, `C.UTF-8` and `POSIX` say nothing about the language: `None`.
    pub fn parse(s: &str) -> Option<Lang> {
        let s = s.trim().to_ascii_lowercase();
        if s.starts_with("zh") {
            Some(Lang::Zh)
        } else if s.starts_with("en") {
            Some(Lang::En)
        } else {
            None
        }
    }

    /// What stands between several of a sentence.
    pub const fn between(self) -> &'static str {
        match self {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }

    /// The language of the environment (LC_ALL, LC_MESSAGES, LANG in their order), Chinese where it says nothing.
    pub fn from_env() -> Lang {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .filter_map(|k| std::env::var(k).ok())
            .find(|v| !v.is_empty())
            .and_then(|v| Lang::parse(&v))
            .unwrap_or(Lang::Zh)
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl T {
    /// The text in one language.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// Short for a fixed text in both languages.
pub const fn t(zh: &'static str, en: &'static str) -> T {
    T { zh, en }
}

/// Declares fixed texts: `words! { /// doc \n SAVE = "存", "Save"; }`.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::text::T = $crate::text::T { zh: $zh, en: $en };)*
    };
}

/// Declares sentences with something filled in:
/// `say! { /// doc \n added(n: usize) = "加了 {n} 人", "{n} people added"; }` makes `added(lang, n) -> String`.
#[macro_export]
macro_rules! say {
    ($($(#[$doc:meta])* $name:ident ( $($arg:ident : $ty:ty),* ) = $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(lang: $crate::text::Lang $(, $arg: $ty)*) -> String {
            match lang {
                $crate::text::Lang::Zh => format!($zh),
                $crate::text::Lang::En => format!($en),
            }
        })*
    };
}
