//! Keys as people write them.
use crate::text::T;
use crate::tui::glyph::{self, fold_char};
use crate::tui::input::{Code, Key};

const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("BackTab", Code::BackTab),
    ("Esc", Code::Esc),
    ("Escape", Code::Esc),
    ("Space", Code::Char(' ')),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Del", Code::Delete),
    ("Insert", Code::Insert),
    ("Ins", Code::Insert),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PageUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("PageDown", Code::PageDown),
    ("lt", Code::Char('<')),
];

/// The key as bindings know it: upper case is lower, full width is narrow.
pub fn normal(key: Key) -> Key {
    match key.code {
        Code::Char(c) => {
            let narrow = fold_char(c);
            Key { code: Code::Char(narrow.to_lowercase().next().unwrap_or(narrow)), ..key }
        }
        _ => key,
    }
}

/// The key as people read it: `Ctrl-S`, `F3`, `PgUp`, `/`.
pub fn label(key: Key) -> String {
    let mut out = String::new();
    for (held, name) in [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")] {
        if held {
            out.push_str(name);
        }
    }
    match key.code {
        Code::F(n) => out.push_str(&format!("F{n}")),
        Code::Char(c) if c != ' ' && c != '<' => {
            if key.ctrl || key.alt {
                out.extend(c.to_uppercase());
            } else {
                out.push(c);
            }
        }
        Code::Char('<') => out.push('<'),
        code => out.push_str(NAMED.iter().find(|(_, c)| *c == code).map_or("?", |(name, _)| name)),
    }
    out
}

/// A sequence as people read it.
pub(super) fn labels(keys: &[Key]) -> String {
    keys.iter().map(|k| label(*k)).collect::<Vec<_>>().join(" ")
}

/// The names keys may have.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|(name, _)| *name)
}

/// A key from its text: `Ctrl-s`, `Tab`, `、`. Whether a plain terminal can send it is another
/// question, see [`unsendable`].
pub fn parse(text: &str) -> Option<Key> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        // what cannot be shown cannot be told as a key either
        return (glyph::safe(text) == text).then(|| Key::char(c));
    }
    // no key has more modifiers; a thousand of them are no key and no reason to go a thousand deep
    if text.matches('-').count() > 4 {
        return None;
    }
    if let Some((_, code)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(Key::new(*code));
    }
    if let Some(n) = text.strip_prefix(['F', 'f']).and_then(|n| n.parse::<u8>().ok()) {
        return (1..=20).contains(&n).then(|| Key::new(Code::F(n)));
    }
    let (modifier, rest) = text.split_once('-')?;
    let key = parse(rest)?;
    match modifier.to_ascii_lowercase().as_str() {
        "ctrl" | "c" => Some(normal(Key { ctrl: true, ..key })),
        "alt" | "a" => Some(Key { alt: true, ..key }),
        "shift" | "s" => Some(Key { shift: true, ..key }),
        _ => None,
    }
}

/// Why a plain terminal cannot send this key, or not as itself.
pub fn unsendable(key: Key) -> Option<T> {
    if key.alt {
        return Some(T {
            zh: "慢的线路上 Alt 和 Esc 分不开", en: "on a slow link Alt looks like Esc"
        });
    }
    if key.shift {
        return Some(T {
            zh: "很多终端不送 Shift 组合键", en: "many terminals do not send it with Shift"
        });
    }
    if key.ctrl {
        return match key.code {
            Code::Char('i') => Some(T { zh: "Ctrl-I 就是 Tab", en: "Ctrl-I is Tab" }),
            Code::Char('m' | 'j') => {
                Some(T { zh: "Ctrl-M、Ctrl-J 就是 Enter", en: "Ctrl-M and Ctrl-J are Enter" })
            }
            Code::Char('h') => Some(T { zh: "Ctrl-H 就是 Backspace", en: "Ctrl-H is Backspace" }),
            Code::Char('[') => Some(T { zh: "Ctrl-[ 就是 Esc", en: "Ctrl-[ is Esc" }),
            Code::Char(' ') => {
                Some(T { zh: "Ctrl-Space 切换输入法", en: "Ctrl-Space switches input methods" })
            }
            Code::Char('a'..='z') => None,
            _ => Some(T { zh: "终端只送 Ctrl 加字母", en: "terminals send Ctrl with letters only" }),
        };
    }
    match key.code {
        Code::F(13..) => Some(T { zh: "键盘上只有 F1 到 F12", en: "keyboards have F1 to F12" }),
        _ => None,
    }
}

/// Keys from text, for tests: characters as they are, others in `<>`: `/zxm<Enter>`, `<lt>` for `<`.
/// What is in `<>` and is no key is typed as it stands.
pub fn press(text: &str) -> Vec<Key> {
    let (mut keys, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '<'
            && let Some((name, after)) = tail.split_once('>')
            && let Some(key) = parse(name)
        {
            keys.push(key);
            rest = after;
            continue;
        }
        keys.push(if c == '\n' { Key::new(Code::Enter) } else { Key::char(c) });
        rest = tail;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_written() {
        for (text, as_read) in [
            ("Ctrl-s", "Ctrl-S"),
            ("ctrl-S", "Ctrl-S"),
            ("f3", "F3"),
            ("enter", "Enter"),
            ("Shift-Tab", "Shift-Tab"),
            ("PageUp", "PgUp"),
            ("、", "、"),
            ("/", "/"),
            ("-", "-"),
            ("Space", "Space"),
            ("a", "a"),
            ("<", "<"),
            ("Alt-x", "Alt-X"),
            ("Shift-Left", "Shift-Left"),
        ] {
            assert_eq!(parse(text).map(label).as_deref(), Some(as_read), "{text}");
        }
        for text in ["", "Entr", "Ctrl-", "F0", "F99", "Meta-x", "ab"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_terminals_cannot_send() {
        for text in [
            "Ctrl-i",
            "Ctrl-m",
            "Ctrl-j",
            "Ctrl-h",
            "Ctrl-[",
            "Ctrl-Space",
            "Ctrl-1",
            "Ctrl-Left",
            "Shift-Up",
            "Alt-x",
            "F13",
        ] {
            assert!(parse(text).is_some_and(|k| unsendable(k).is_some()), "{text}");
        }
        for text in ["Ctrl-s", "Tab", "Shift-Tab", "F12", "a", "、", "Home"] {
            assert!(parse(text).is_some_and(|k| unsendable(k).is_none()), "{text}");
        }
    }

    #[test]
    fn keys_pressed_as_text() {
        let labels = |t| press(t).into_iter().map(label).collect::<Vec<_>>();
        assert_eq!(labels("/z张<Enter><Ctrl-S><lt><x"), ["/", "z", "张", "Enter", "Ctrl-S", "<", "<", "x"]);
        assert_eq!(normal(Key::char('Ｊ')), Key::char('j'));
    }
}
