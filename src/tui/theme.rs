//! Colours and lines. Meaning is never in a colour alone.

use ratatui::style::{Color, Modifier, Style};
use serde::{Deserialize, Serialize};

/// Which colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colours {
    /// The 16 of every terminal.
    #[default]
    Default,
    /// Nothing pale: bold, underlined and reversed text, and red for trouble alone. On dark and light screens alike.
    Contrast,
    /// None at all.
    Mono,
}

impl Colours {
    /// All of them.
    pub const ALL: [Colours; 3] = [Colours::Default, Colours::Contrast, Colours::Mono];

    /// By the name of a flag.
    pub fn from_name(name: &str) -> Option<Colours> {
        Colours::ALL.into_iter().find(|c| c.name() == name)
    }

    /// Its name in a flag.
    pub const fn name(self) -> &'static str {
        match self {
            Colours::Default => "default",
            Colours::Contrast => "contrast",
            Colours::Mono => "mono",
        }
    }
}

/// Colours and lines of the whole program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which colours.
    pub colours: Colours,
    /// `-|+` instead of box lines.
    pub ascii: bool,
    /// Lines of a picture in braille: only for those whose font has it.
    pub braille: bool,
    /// For screen readers: see [`super::plain`].
    pub plain: bool,
}

impl Theme {
    /// 16 colours and box lines.
    pub const DEFAULT: Theme =
        Theme { colours: Colours::Default, ascii: false, braille: false, plain: false };

    /// The colour where there are colours; in high contrast what stands for it.
    fn colour(self, style: Style, c: Color, contrast: Modifier) -> Style {
        match self.colours {
            Colours::Default => style.fg(c),
            Colours::Contrast => style.add_modifier(contrast),
            Colours::Mono => style,
        }
    }

    /// No colours at all.
    pub fn mono(self) -> bool {
        self.colours == Colours::Mono
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
        self.colour(Style::new().add_modifier(Modifier::BOLD), Color::Cyan, Modifier::UNDERLINED)
    }

    /// What stands back: labels, rules, hints' words.
    pub fn dim(self) -> Style {
        self.colour(Style::new(), Color::DarkGray, Modifier::empty())
    }

    /// Keys in hints.
    pub fn key(self) -> Style {
        self.colour(Style::new(), Color::Cyan, Modifier::BOLD)
    }

    /// The row under the cursor.
    pub fn row(self) -> Style {
        let row = Style::new().add_modifier(Modifier::REVERSED);
        if self.colours == Colours::Contrast { row.add_modifier(Modifier::BOLD) } else { row }
    }

    /// Late, wrong, refused. Always said in words too.
    pub fn trouble(self) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match self.colours {
            Colours::Contrast => bold.add_modifier(Modifier::REVERSED).fg(Color::Red),
            _ => self.colour(bold, Color::Red, Modifier::empty()),
        }
    }

    /// Worth a look: a likely duplicate, a remark.
    pub fn notice(self) -> Style {
        self.colour(Style::new(), Color::Yellow, Modifier::UNDERLINED)
    }

    /// Done, saved.
    pub fn good(self) -> Style {
        self.colour(Style::new(), Color::Green, Modifier::BOLD)
    }

    /// Bars: blanks in reverse video.
    pub fn bar(self) -> Style {
        self.accent().remove_modifier(Modifier::UNDERLINED).add_modifier(Modifier::REVERSED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_by_colour_alone() {
        for colours in Colours::ALL {
            assert_eq!(Colours::from_name(colours.name()), Some(colours));
            let theme = Theme { colours, ..Theme::DEFAULT };
            let attributes = |s: Style| s.add_modifier;
            let plain = attributes(theme.text());
            for style in [theme.row(), theme.trouble(), theme.strong(), theme.accent(), theme.bar()] {
                assert_ne!(attributes(style), plain, "{colours:?} {style:?}");
            }
            assert_ne!(attributes(theme.row()), attributes(theme.strong()));
        }
        let pale = [Some(Color::DarkGray), Some(Color::Yellow), Some(Color::Cyan), Some(Color::Green)];
        let theme = Theme { colours: Colours::Contrast, ..Theme::DEFAULT };
        for style in [theme.text(), theme.dim(), theme.key(), theme.notice(), theme.good(), theme.accent()] {
            assert!(!pale.contains(&style.fg), "{style:?}");
        }
        let theme = Theme { colours: Colours::Mono, ..Theme::DEFAULT };
        let all = [theme.accent(), theme.dim(), theme.key(), theme.trouble(), theme.notice(), theme.good()];
        assert!(all.iter().all(|s| s.fg.is_none() && s.bg.is_none()));
    }
}
