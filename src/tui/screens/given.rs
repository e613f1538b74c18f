//! Who gets what leaves the book, and what for: asked one after the other in the foot, and on record before anything is
//! given.

use super::foot;
use crate::book::names;
use crate::hub::wire::FOR_MAX;
use crate::text::screen::hints;
use crate::text::{T, out as words};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::screen::{Ctx, Effect, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Which of the two is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Whom,
    Why,
}

/// What an action came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is none of this.
    Unused,
    /// More is asked, or nothing any more.
    Used,
    /// Both are said.
    Both,
}

/// Who gets it, and what for.
pub struct Given {
    whom: Edit,
    why: Edit,
    /// None: neither is asked now.
    asks: Option<Ask>,
}

impl Given {
    /// With what is nearly always meant, to be changed.
    pub fn new(whom: &str, why: &str) -> Given {
        Given { whom: Edit::line(whom), why: Edit::line(why), asks: None }
    }

    /// Begins to ask.
    pub fn begin(&mut self) {
        self.asks = Some(Ask::Whom);
    }

    /// Ends to ask; what was said stays.
    pub fn end(&mut self) {
        self.asks = None;
    }

    /// Whether one of the two is asked.
    pub fn is_asked(&self) -> bool {
        self.asks.is_some()
    }

    /// Whether the last of them is.
    pub fn is_last(&self) -> bool {
        self.asks == Some(Ask::Why)
    }

    /// Who gets it, and what for.
    pub fn said(&self) -> [String; 2] {
        [&self.whom, &self.why].map(|e| names::clean_line(e.text()))
    }

    /// What is typed into, where anything is asked.
    pub fn edit(&mut self) -> Option<&mut Edit> {
        match self.asks? {
            Ask::Whom => Some(&mut self.whom),
            Ask::Why => Some(&mut self.why),
        }
    }

    /// Takes pasted text in.
    pub fn paste(&mut self, text: &str) -> bool {
        self.edit().is_some_and(|e| {
            e.insert(&names::clean_line(text));
            true
        })
    }

    /// Takes an action while one of the two is asked.
    pub fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> Said {
        match (self.asks, action) {
            (Some(Ask::Whom), Action::Back) => self.asks = None,
            (Some(Ask::Why), Action::Back) => self.asks = Some(Ask::Whom),
            (Some(ask), Action::Accept) => return self.go_on(ctx, ask),
            (Some(_), Action::Clear) => {
                if let Some(edit) = self.edit() {
                    edit.clear();
                }
            }
            _ => return Said::Unused,
        }
        Said::Used
    }

    /// On with what was typed, unless it is nothing or too much.
    fn go_on(&mut self, ctx: &mut Ctx<'_>, ask: Ask) -> Said {
        let said = self.edit().map(|e| names::clean_line(e.text())).unwrap_or_default();
        if said.is_empty() || said.chars().count() > FOR_MAX {
            ctx.does(Effect::Warn(words::FOR_WHOM.get(ctx.shared.lang).to_owned()));
            return Said::Used;
        }
        if ask == Ask::Why {
            return Said::Both;
        }
        self.asks = Some(Ask::Why);
        Said::Used
    }

    /// Draws the one that is asked below a title; the cursor.
    pub fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer, title: &str) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let (title, label, edit) = match self.asks? {
            Ask::Whom => (title.to_owned(), words::WHOM, &self.whom),
            Ask::Why => {
                (format!("{title}   {}{}", words::WHOM.get(lang), self.whom.text()), words::WHY, &self.why)
            }
        };
        foot::draw(shared, area, buf, &title, Some((label.get(lang), edit)), (&[], 0))
    }

    /// What may be done while one is asked.
    pub fn hints() -> Vec<Action> {
        vec![Action::Accept, Action::Back, Action::Clear]
    }

    /// What an action is called here.
    pub fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Back => Some(hints::BACK),
            Action::Accept if self.is_last() => Some(words::WRITE_IT),
            _ => None,
        }
    }
}
