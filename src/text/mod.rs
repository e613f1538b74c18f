//! text
use serde::{Deserialize, Serialize};

/// The languages a user may read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// One text in both languages.
#[derive(Clone, Copy, Debug)]
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
