//! What can come from the terminal.

/// One thing that happened at the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// A key.
    Key(Key),
    /// Pasted text, as it was between the paste's marks; never to be run as commands.
    Paste(String),
    /// Much text at once from a terminal that does not mark pastes: where keys are expected a paste, else typed.
    Burst(String),
    /// The terminal has this many columns and lines now.
    Resize(u16, u16),
    /// The terminal is gone, or we are asked to end. Comes once.
    HangUp,
    /// We were stopped and go on: draw everything again.
    Resume,
    /// The window gained or lost the focus, if the terminal was asked to say so.
    Focus(bool),
    /// The answer to "where is the cursor": line and column, from 1.
    CursorReport(u16, u16),
}

/// A key with its modifiers. `shift` is only set for keys that are not characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held, or Esc came just before.
    pub alt: bool,
    /// Shift was held.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, as typed.
    Char(char),
    /// Enter, the keypad's too, and Ctrl-J.
    Enter,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace, whether it sends 0x7f or 0x08.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// F1 to F20.
    F(u8),
    /// Esc by itself.
    Esc,
}

impl Key {
    /// The key without modifiers.
    pub const fn new(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self::new(Code::Char(c))
    }

    /// A letter with Control.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// The character, if this key types one.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl From<Code> for Key {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
