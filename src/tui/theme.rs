//! Colours and lines. Meaning is never in a colour alone.

use ratatui::style::{Color, Modifier, Style};

/// Colours and lines of the whole program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// No colours at all.
    pub mono: bool,
    /// `-|+` instead of box lines.
    pub ascii: bool,
}

impl Theme {
    /// 16 colours and box lines.
    pub const DEFAULT: Theme = Theme { mono: false, ascii: false };

    fn colour(self, style: Style, c: Color) -> Style {
        if self.mono { style } else { style.fg(c) }
    }

    /// Plain text.
    pub fn text(self) -> Style {
        Style::new()
    }

    /// What matters most: a name at the head of a card.
    pub fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The one accent: the lit screen, section titles, the field in hand.
    pub fn accent(self) -> Style {
        self.colour(Style::new().add_modifier(Modifier::BOLD), Color::Cyan)
    }

    /// What stands back: labels, rules, hints' words.
    pub fn dim(self) -> Style {
        self.colour(Style::new(), Color::DarkGray)
    }

    /// Keys in hints.
    pub fn key(self) -> Style {
        self.colour(Style::new(), Color::Cyan)
    }

    /// The row under the cursor.
    pub fn row(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Late, wrong, refused. Always said in words too.
    pub fn trouble(self) -> Style {
        self.colour(Style::new().add_modifier(Modifier::BOLD), Color::Red)
    }

    /// Worth a look: a likely duplicate, a remark.
    pub fn notice(self) -> Style {
        self.colour(Style::new(), Color::Yellow)
    }

    /// Done, saved.
    pub fn good(self) -> Style {
        self.colour(Style::new(), Color::Green)
    }

    /// Bars: blanks in reverse video.
    pub fn bar(self) -> Style {
        self.accent().add_modifier(Modifier::REVERSED)
    }
}
