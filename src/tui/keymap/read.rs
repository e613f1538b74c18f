//! A keymap file to entries, each with its line; what cannot be read is told and left out.
use super::context::Context;
use super::key;
use super::{Binding, Problem};
use crate::tui::action::{Action, distance};
use crate::tui::glyph;
use crate::tui::input::Key;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Largest file; the default one has five thousand bytes.
const BYTES_MAX: usize = 64 << 10;
/// Most problems told: who mends a hundred comes back for the rest.
const PROBLEMS_MAX: usize = 100;
/// Most bindings of a file.
const BINDINGS_MAX: usize = 1000;
/// Longest message, in cells.
const LONGEST: usize = 300;

/// A binding as it stands in a file; no action means the key is taken away.
#[derive(Debug)]
pub(super) struct Entry {
    pub binding: Binding,
    pub run: Option<Action>,
    pub line: usize,
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

/// All that can be read of a keymap, and what cannot.
pub(super) fn read(file: &str, text: &str) -> (Vec<Entry>, Vec<Problem>) {
    let mut r = Reader { file, text, entries: Vec::new(), problems: Vec::new() };
    if text.len() > BYTES_MAX {
        let (zh, en) =
            (format!("超过 {BYTES_MAX} 字节，不像键位"), format!("more than {BYTES_MAX} bytes: no keymap"));
        r.problem(0, zh, en);
        return (r.entries, r.problems);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for e in &errors {
        let at = e.span().map_or(0, |s| s.start);
        r.problem(at, format!("不是 TOML: {}", e.message()), format!("not TOML: {}", e.message()));
    }
    for (name, value) in table.get_ref() {
        let Some(context) = Context::from_name(name.get_ref()) else {
            let names = Context::ALL.iter().map(|c| c.name());
            r.unknown(name.span().start, "没有这个地方", "no such context", name.get_ref(), names);
            continue;
        };
        r.section(context, value);
    }
    r.entries.sort_by_key(|e| e.line);
    r.problems.sort_by_key(|p| p.line);
    (r.entries, r.problems)
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|b| *b == b'\n').count()
    }

    fn problem(&mut self, at: usize, zh: String, en: String) {
        if self.problems.len() >= PROBLEMS_MAX {
            return;
        }
        let line = self.line(at);
        // the file's own words are in it: printed, they must not steer the terminal
        let [zh, en] = [zh, en].map(|s| glyph::fit(&s, LONGEST));
        self.problems.push(Problem { file: self.file.to_owned(), line, zh, en });
    }

    /// Tells of an unknown word, and of the known one nearest to it.
    fn unknown<'n>(
        &mut self,
        at: usize,
        zh: &str,
        en: &str,
        word: &str,
        known: impl Iterator<Item = &'n str>,
    ) {
        // a word of a thousand letters is near to nothing, and need not be measured
        let near = known.take_while(|_| word.len() < LONGEST);
        let limit = 1 + word.chars().count() / 3;
        let near = near.map(|k| (distance(word, k), k)).min().filter(|(d, _)| *d <= limit);
        let (hint_zh, hint_en) = match near {
            Some((_, k)) => (format!("，是不是 {k}?"), format!(", did you mean {k}?")),
            None => (String::new(), String::new()),
        };
        self.problem(at, format!("{zh}: {word}{hint_zh}"), format!("{en}: {word}{hint_en}"));
    }

    fn section(&mut self, context: Context, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong(value, "bindings = [ … ]");
        };
        for (name, value) in table {
            if name.get_ref() != "bindings" {
                self.unknown(
                    name.span().start,
                    "没有这一项",
                    "no such entry",
                    name.get_ref(),
                    ["bindings"].into_iter(),
                );
                continue;
            }
            match value.get_ref().as_array() {
                Some(list) => list.iter().for_each(|b| self.binding(context, b)),
                None => self.wrong(value, "bindings = [ … ]"),
            }
        }
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, shape: &str) {
        let at = value.span().start;
        self.problem(at, format!("这里要写成 {shape}"), format!("this must have the shape {shape}"));
    }

    fn binding(&mut self, context: Context, value: &Spanned<DeValue<'_>>) {
        const SHAPE: &str = "{ on = [\"Ctrl-F\"], run = \"find\" }";
        let Some(table) = value.get_ref().as_table() else { return self.wrong(value, SHAPE) };
        let (mut on, mut run, mut desc) = (None, None, None);
        for (name, value) in table {
            match &**name.get_ref() {
                "on" => on = Some(value),
                "run" => run = Some(value),
                "desc" => desc = self.desc(value),
                other => {
                    self.unknown(
                        name.span().start,
                        "没有这一项",
                        "no such entry",
                        other,
                        ["on", "run", "desc"].into_iter(),
                    );
                }
            }
        }
        let (Some(on), Some(run)) = (on, run) else { return self.wrong(value, SHAPE) };
        let Some(name) = run.get_ref().as_str() else { return self.wrong(run, SHAPE) };
        let action = Action::from_name(name);
        if action.is_none() && name != "none" {
            let names = Action::ALL.iter().map(|a| a.name()).chain(["none"]);
            return self.unknown(run.span().start, "没有这个动作", "no such action", name, names);
        }
        let keys: Vec<&Spanned<DeValue<'_>>> = match on.get_ref() {
            DeValue::String(_) => vec![on],
            DeValue::Array(list) => list.iter().collect(),
            _ => return self.wrong(on, SHAPE),
        };
        for written in keys {
            let Some(text) = written.get_ref().as_str() else {
                self.wrong(written, SHAPE);
                continue;
            };
            if self.entries.len() >= BINDINGS_MAX {
                return self.problem(
                    written.span().start,
                    format!("键位超过 {BINDINGS_MAX} 个"),
                    format!("more than {BINDINGS_MAX} bindings"),
                );
            }
            if let Some(keys) = self.sequence(context, written.span().start, text) {
                let line = self.line(written.span().start);
                let action = action.unwrap_or(Action::Back);
                let binding = Binding { context, keys, action, desc: desc.clone() };
                self.entries.push(Entry { binding, run: Action::from_name(name), line });
            }
        }
    }

    fn desc(&mut self, value: &Spanned<DeValue<'_>>) -> Option<[String; 2]> {
        let word = |k| value.get_ref().as_table().and_then(|t| t.get(k)).and_then(|v| v.get_ref().as_str());
        match (value.get_ref().as_str(), word("zh"), word("en")) {
            (Some(both), _, _) => Some([both, both].map(|s| glyph::safe(s).into_owned())),
            (None, Some(zh), Some(en)) => Some([zh, en].map(|s| glyph::safe(s).into_owned())),
            _ => {
                self.wrong(value, "desc = { zh = \"…\", en = \"…\" }");
                None
            }
        }
    }

    fn sequence(&mut self, context: Context, at: usize, text: &str) -> Option<Vec<Key>> {
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            let Some(key) = key::parse(word).map(key::normal) else {
                self.unknown(at, "没有这个键", "no such key", word, key::names());
                return None;
            };
            if let Some(why) = key::unsendable(key) {
                self.problem(at, format!("{word}: {}", why.zh), format!("{word}: {}", why.en));
                return None;
            }
            if context.typing() && key.text().is_some() {
                let (zh, en) = (context.label().zh, context.label().en);
                self.problem(at, format!("{zh}: {word} 在这里是字"), format!("{en}: {word} is text here"));
                return None;
            }
            keys.push(key);
        }
        if keys.is_empty() {
            self.problem(at, "没有写键".to_owned(), "no key given".to_owned());
            return None;
        }
        Some(keys)
    }
}
