//! What the word under the cursor is in a line, so that it can be completed.

use super::{Shape, choice, head_day, tokens, what};
use crate::book::{Day, Kind, Type};
use std::ops::Range;

/// What a word of a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the line is about: 访.
    Head,
    /// A name, of records of these kinds.
    Name(Vec<Kind>),
    /// A choice of the head: (kind, fields).
    Choice(Kind, &'static [u16]),
}

/// The word under the cursor, by its bytes, and what it is; `None` where there is nothing to complete.
pub fn role(text: &str, cursor: usize, today: Day) -> Option<(Range<usize>, Role)> {
    let tokens = tokens(text);
    let under = |t: &&super::Token<'_>| t.at <= cursor && cursor <= t.at + t.text.len();
    let here = tokens.iter().position(|t| under(&t));
    let before: Vec<&str> = tokens.iter().filter(|t| t.at + t.text.len() < cursor).map(|t| t.text).collect();
    let (at, word) = here.and_then(|i| tokens.get(i)).map_or((cursor, ""), |t| (t.at, t.text));
    let range = at..at + word.len();
    let Some((first, rest)) = before.split_first() else {
        // the first word may be what and who in one
        let stuck = what(word).ok().map_or(0, |(_, _, s)| s.len());
        return match what(word) {
            Ok((_, grammar, _)) if stuck > 0 => {
                part(range.end - stuck..range.end, text, cursor, Role::Name(whom(&grammar.shape)?))
            }
            _ => Some((range, Role::Head)),
        };
    };
    let (kind, grammar, stuck) = what(first).ok()?;
    let rest: Vec<&str> =
        Some(stuck).filter(|s| !s.is_empty()).into_iter().chain(rest.iter().copied()).collect();
    if let Some(skip) = word.chars().next().filter(|c| matches!(c, '@' | '＠')).map(char::len_utf8) {
        return Some((at + skip..range.end, Role::Name(vec![Kind::Staff])));
    }
    if let Shape::Thing(thing) = &grammar.shape {
        return thing.role(kind, &rest, range, today);
    }
    let Some((_, rest)) = rest.split_first() else {
        return part(range, text, cursor, Role::Name(whom(&grammar.shape)?));
    };
    match &grammar.shape {
        Shape::Thing(_) => None,
        Shape::Between(between) => {
            let sorted = rest.iter().any(|w| choice(kind, between.sort, w).is_some());
            match (rest.len() - usize::from(sorted), sorted) {
                (0, _) => Some((range, Role::Name(vec![Kind::Person, Kind::Organisation]))),
                (1, false) => Some((range, Role::Choice(kind, std::slice::from_ref(&between.sort)))),
                _ => None,
            }
        }
        Shape::About(about) => {
            if matches!(rest.last(), Some(&"同" | &"with")) {
                return part(range, text, cursor, Role::Name(vec![Kind::Staff]));
            }
            let of_head = |w: &&str| {
                about.choices.iter().any(|f| choice(kind, *f, w).is_some()) || head_day(w, today).is_some()
            };
            rest.iter().all(of_head).then_some((range, Role::Choice(kind, about.choices)))
        }
        Shape::New(new) => {
            let loose = rest.iter().filter(|w| !w.bytes().all(|b| b.is_ascii_digit() || b == b'-')).count();
            let field = new.loose.get(loose).copied().or(new.area)?;
            match kind.field(field)?.ty {
                Type::Ref { kind, .. } => Some((range, Role::Name(vec![kind]))),
                _ => None,
            }
        }
    }
}

/// Whom a line may be about: nobody who is only entered by it.
fn whom(shape: &Shape) -> Option<Vec<Kind>> {
    match shape {
        Shape::About(about) if about.organisation.is_some() => Some(vec![Kind::Person, Kind::Organisation]),
        Shape::About(_) => Some(vec![Kind::Person]),
        Shape::Thing(thing) => thing.who.map(|_| vec![Kind::Person]),
        Shape::Between(_) => Some(vec![Kind::Person, Kind::Organisation]),
        Shape::New(_) => None,
    }
}

/// Of several names in one word the one under the cursor.
fn part(range: Range<usize>, text: &str, cursor: usize, role: Role) -> Option<(Range<usize>, Role)> {
    let word = text.get(range.clone())?;
    let mut from = range.start;
    for name in word.split('、') {
        let to = from + name.len();
        if cursor <= to {
            return Some((from..to, role));
        }
        from = to + '、'.len_utf8();
    }
    Some((range, role))
}
