//! The one-line grammar: `访 zxm 电话 今天 路面补好了 +3天 回话`. Pure: who is meant is looked up by the hub.
//!
//! A kind joins by its table: its [`Grammar`] names the words that begin its lines and the fields that the parts of a
//! line go to. The head is positional (what, who, then how, outcome and day in any order) and ends at the first word
//! that is none of its parts; a date inside the words stays words. The same grammar is `linli add`.

mod between;
mod role;
#[cfg(test)]
mod tests;
mod thing;
mod within;

pub use between::Between;
pub(super) use between::edge;
pub use role::{Role, role};
pub use thing::Thing;
pub use within::{Begun, Within, join};

use super::dates::{self, Day, fold};
use super::names::is_han;
use super::{Kind, phones};
use serde::{Deserialize, Serialize};

/// How a record of a kind is written in one line.
#[derive(Debug)]
pub struct Grammar {
    /// Words that begin such a line and may stick to what follows: 访张晓明. The shortest is the one that is shown.
    pub heads: &'static [&'static str],
    /// Words that do so standing alone: v.
    pub letters: &'static [&'static str],
    /// What follows.
    pub shape: Shape,
}

/// What follows the first word of a line.
#[derive(Debug)]
pub enum Shape {
    /// Whom it is about, and what happened.
    About(About),
    /// The name of somebody new, then numbers and words in their order.
    New(New),
    /// Words, and when and by whom.
    Thing(Thing),
    /// Two, and what is between them.
    Between(Between),
}

/// The fields that the parts of a line about somebody go to.
#[derive(Debug)]
pub struct About {
    /// The people.
    pub who: u16,
    /// The organisation, where one is named instead.
    pub organisation: Option<u16>,
    /// Choices of the head.
    pub choices: &'static [u16],
    /// The day.
    pub day: u16,
    /// What was said and done.
    pub words: u16,
    /// What stands after `+`: the next day, and what for.
    pub next: Option<(u16, u16)>,
    /// Colleagues, after 同.
    pub with: Option<u16>,
    /// Who is to do it, after `@`.
    pub owner: Option<u16>,
    /// Whether it is urgent: 急.
    pub urgent: Option<u16>,
    /// What may begin within its words.
    pub within: Option<Within>,
}

/// The fields that the parts of a line about somebody new go to.
#[derive(Debug)]
pub struct New {
    /// The name.
    pub name: u16,
    /// Numbers, wherever they stand.
    pub phones: u16,
    /// Choices, wherever they stand.
    pub choices: &'static [u16],
    /// Words in their order.
    pub loose: &'static [u16],
    /// What names an area, wherever it stands.
    pub area: Option<u16>,
    /// What is left.
    pub rest: u16,
    /// Who keeps in touch, after `@`.
    pub owner: Option<u16>,
}

/// Most names of a line, colleagues or people.
const NAMES_MAX: usize = 50;

/// What a line says, before anybody is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it makes.
    pub kind: Kind,
    /// Whom it is about, each a query of the finder; the name of somebody new.
    pub who: Vec<String>,
    /// Choices: (field, code).
    pub choices: Vec<(u16, u16)>,
    /// The day; today where none is said.
    pub day: Option<Day>,
    /// What was said and done.
    pub words: String,
    /// The next contact.
    pub next: Option<Day>,
    /// What for.
    pub next_words: String,
    /// Colleagues who came along.
    pub with: Vec<String>,
    /// Who is to do it, or keeps in touch.
    pub owner: Option<String>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Numbers, cleaned.
    pub phones: Vec<String>,
    /// Words in their order.
    pub loose: Vec<String>,
    /// What began within the words.
    pub begun: Vec<Begun>,
    /// Words that stayed words although they look like more.
    pub plain: Vec<(Plain, String)>,
}

/// What a word looks like that stayed a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// The beginning of a matter of which nothing more is said.
    Matter,
    /// Somebody who is to do it.
    Owner,
    /// Urgent.
    Urgent,
}

/// Why a line cannot be read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineTrouble {
    /// Nothing typed.
    Empty,
    /// The first word says nothing.
    What,
    /// Nobody is named.
    Who,
    /// `+` and something that is no day.
    NextDay,
    /// Longer than a note may be, or more colleagues than an office has.
    TooLong,
    /// Digits that are no number.
    Phone,
    /// Of a tie only one end is named.
    Other,
    /// Of a tie nothing says what it is.
    Tie,
    /// Of a tie nothing says who declared it.
    Source,
}

/// A word of a line and where it stands.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    at: usize,
    text: &'a str,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let parts = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '。' | ';' | '；' | '\u{3000}');
    let mut out = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (parts(c), from) {
            (true, Some(start)) => {
                out.push(Token { at: start, text: text.get(start..at).unwrap_or_default() });
                from = None;
            }
            (false, None) => from = Some(at),
            _ => {}
        }
    }
    out
}

/// Kinds that can be written by line, with their grammar.
pub fn kinds() -> impl Iterator<Item = (Kind, &'static Grammar)> {
    Kind::ALL.into_iter().filter_map(|k| Some((k, k.grammar()?)))
}

/// The kind a line begins with; it may stick to the name: 访张晓明.
fn what(first: &str) -> Result<(Kind, &'static Grammar, &str), LineTrouble> {
    let word = fold(first).to_lowercase();
    let sticks =
        |heads: &'static [&str]| heads.iter().filter_map(|h| first.strip_prefix(h)).min_by_key(|s| s.len());
    for (kind, grammar) in kinds() {
        if grammar.letters.contains(&word.as_str()) {
            return Ok((kind, grammar, ""));
        }
        if let Some(stuck) = sticks(grammar.heads) {
            return Ok((kind, grammar, stuck));
        }
    }
    Err(LineTrouble::What)
}

/// The kind a line would make, by its first word.
pub fn kind_of(text: &str) -> Option<Kind> {
    let tokens = tokens(text);
    what(tokens.first()?.text).ok().map(|(kind, ..)| kind)
}

/// Reads a line. `today` completes dates; `colleague` tells whether a word is the name of one.
///
/// # Errors
/// What is missing or cannot be read.
pub fn parse(text: &str, today: Day, colleague: &dyn Fn(&str) -> bool) -> Result<Line, LineTrouble> {
    if text.len() > super::rules::NOTE_MAX {
        return Err(LineTrouble::TooLong);
    }
    let tokens = tokens(text);
    let (first, rest) = tokens.split_first().ok_or(LineTrouble::Empty)?;
    let (kind, grammar, stuck) = what(first.text)?;
    let stuck = Some(stuck).filter(|s| !s.is_empty());
    let words: Vec<&str> = stuck.into_iter().chain(rest.iter().map(|t| t.text)).collect();
    let mut line = Line::of(kind);
    if let Shape::Thing(thing) = &grammar.shape {
        line.thing(thing, &words, today)?;
        return Ok(line);
    }
    let (who, rest) = words.split_first().ok_or(LineTrouble::Who)?;
    match &grammar.shape {
        Shape::About(about) => {
            line.who = names(who);
            if line.who.is_empty() {
                return Err(LineTrouble::Who);
            }
            line.about(about, rest, today, colleague)?;
        }
        Shape::New(new) => {
            line.who = vec![super::names::clean_name(who)];
            line.new_one(new, rest)?;
        }
        // read above: it is about nobody
        Shape::Thing(_) => {}
        Shape::Between(between) => line.between(between, who, rest, today)?,
    }
    let many = line.with.len() > NAMES_MAX || line.who.len() > NAMES_MAX;
    if many { Err(LineTrouble::TooLong) } else { Ok(line) }
}

fn names(text: &str) -> Vec<String> {
    text.split('、').filter(|n| !n.is_empty()).map(str::to_string).collect()
}

/// Who is to do it, where a word says so.
fn owner(w: &str) -> Option<&str> {
    w.strip_prefix(['@', '＠']).filter(|n| !n.is_empty())
}

fn is_urgent(w: &str) -> bool {
    matches!(w, "急" | "加急" | "urgent")
}

/// The choice that a word is, exactly as people write it.
fn choice(kind: Kind, field: u16, word: &str) -> Option<u16> {
    let lower = word.to_ascii_lowercase();
    let all = kind.field(field)?.offered();
    // what something is called goes before what else is called so
    let named = all.iter().find(|c| c.label.zh == word || c.key == lower);
    named.or_else(|| all.iter().find(|c| c.aliases.contains(&word))).map(|c| c.code)
}

/// A day in the head: only what cannot be a word or a number of something.
fn head_day(w: &str, today: Day) -> Option<Day> {
    let folded = fold(w);
    if folded.starts_with('+') || folded == "." {
        return None;
    }
    if folded.bytes().all(|b| b.is_ascii_digit()) && folded.len() != 8 {
        return None;
    }
    dates::parse(w, today).ok()
}

/// The same as the day of a field: of what has been.
fn day_of(kind: Kind, no: u16, w: &str, today: Day) -> Option<Day> {
    head_day(w, today).and_then(|_| kind.field(no)?.day(w, today).ok())
}

/// `+3` and `+3天` count from today; `+周五` and `+11-27` name the day.
fn next_day(folded: &str, today: Day) -> Result<Day, LineTrouble> {
    let named = || dates::parse(folded.trim_start_matches('+'), today);
    dates::parse(folded, today).or_else(|_| named()).map_err(|_| LineTrouble::NextDay)
}

impl Line {
    fn of(kind: Kind) -> Line {
        Line {
            kind,
            who: Vec::new(),
            choices: Vec::new(),
            day: None,
            words: String::new(),
            next: None,
            next_words: String::new(),
            with: Vec::new(),
            owner: None,
            urgent: false,
            phones: Vec::new(),
            loose: Vec::new(),
            begun: Vec::new(),
            plain: Vec::new(),
        }
    }

    /// Takes a word as a part of the head, if it is one.
    fn head(&mut self, about: &About, w: &str, today: Day) -> bool {
        for field in about.choices {
            let taken = self.choices.iter().any(|(f, _)| f == field);
            if let Some(code) = choice(self.kind, *field, w).filter(|_| !taken) {
                self.choices.push((*field, code));
                return true;
            }
        }
        if let Some(day) = day_of(self.kind, about.day, w, today).filter(|_| self.day.is_none()) {
            self.day = Some(day);
            return true;
        }
        false
    }

    fn about(
        &mut self,
        about: &About,
        words: &[&str],
        today: Day,
        colleague: &dyn Fn(&str) -> bool,
    ) -> Result<(), LineTrouble> {
        let (mut body, mut after): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut in_head = true;
        let mut iter = words.iter().copied().peekable();
        while let Some(w) = iter.next() {
            if in_head && self.head(about, w, today) {
                continue;
            }
            let folded = fold(w);
            if folded.starts_with('+') && folded.chars().count() > 1 && about.next.is_some() {
                self.next = Some(next_day(&folded, today)?);
                in_head = false;
                continue;
            }
            if about.with.is_some() {
                let next = iter.peek().copied();
                let joined = w.strip_prefix('同').filter(|n| names(n).iter().any(|n| colleague(n)));
                let apart =
                    next.filter(|n| w == "同" || w == "with" && names(n).iter().any(|n| colleague(n)));
                if let Some(who) = joined.or(apart) {
                    if joined.is_none() {
                        iter.next();
                    }
                    self.with.extend(names(who));
                    continue;
                }
            }
            let open = self.next.is_none();
            if let Some(begun) = about.within.as_ref().filter(|_| open).and_then(|within| within.begin(w)) {
                in_head = false;
                self.begun.push(begun);
                continue;
            }
            if let Some(last) = self.begun.last_mut() {
                if last.aside(w) {
                    continue;
                }
                if open {
                    last.say(w);
                    continue;
                }
            }
            if self.aside(about.owner.is_some(), about.urgent.is_some(), w) {
                continue;
            }
            in_head = false;
            if open { body.push(w) } else { after.push(w) }
        }
        (self.words, self.next_words) = (body.join(" "), after.join(" "));
        self.settle_begun()
    }

    /// Takes a word as who is to do it or as urgent, where the kind has that; else it stays a word, and that is noted.
    fn aside(&mut self, owner: bool, urgent: bool, w: &str) -> bool {
        if let Some(name) = self::owner(w) {
            if owner && self.owner.is_none() {
                self.owner = Some(name.to_owned());
                return true;
            }
            self.plain.push((Plain::Owner, w.to_owned()));
        }
        if is_urgent(w) {
            if urgent {
                self.urgent = true;
                return true;
            }
            self.plain.push((Plain::Urgent, w.to_owned()));
        }
        false
    }

    fn new_one(&mut self, new: &New, words: &[&str]) -> Result<(), LineTrouble> {
        for w in words {
            if self.aside(new.owner.is_some(), false, w) {
                continue;
            }
            let chosen = |field: &u16| Some((*field, choice(self.kind, *field, w)?));
            let taken = |field: u16| self.choices.iter().any(|(f, _)| *f == field);
            if let Some(one) = new.choices.iter().find_map(chosen).filter(|(f, _)| !taken(*f)) {
                self.choices.push(one);
                continue;
            }
            let digits = fold(w).chars().filter(char::is_ascii_digit).count();
            let number = digits >= 5 && !w.chars().any(is_han);
            match phones::parse(w) {
                Ok(list) if number => self.phones.extend(list.into_iter().map(|p| p.number)),
                Err(_) if number && digits >= 7 => return Err(LineTrouble::Phone),
                _ => self.loose.push((*w).to_owned()),
            }
        }
        Ok(())
    }
}
