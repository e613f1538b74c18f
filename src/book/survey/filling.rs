//! A form being filled: what was typed, what of it counts now, what is worked out from it. An answer that is no longer
//! relevant is kept while somebody is at it, counts for nothing, and is not part of what is [`Filling::done`].

use super::eval::{Scope, eval};
use super::expr::Expr;
use super::read::OTHER;
use super::value::{iso, minutes, moment, number_text, text_number};
use super::{Choice, Item, Kind, Meta, Question, Repeat, Survey, Words};
use crate::book::{Day, dates};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most repetitions of a group.
pub const REPEAT_MAX: usize = 200;
/// How often what depends on each other is worked out again before it is left as it is.
const PASSES: usize = 12;

/// A question in its repetitions: its name, and which (from 1) of each repeated group around it.
pub type Key = (String, Vec<u16>);

/// The moment at which a form is filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// The day.
    pub today: Day,
    /// The time of day, `09:30`.
    pub clock: String,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It must be answered; the form's own words, if any.
    Required(String),
    /// It is not within what the form allows; the form's own words, if any.
    Constraint(String),
    /// No whole number.
    Integer,
    /// No number.
    Number,
    /// No day.
    Day,
    /// No time of day.
    Time,
    /// None of the choices.
    NoChoice(String),
}

/// A line of the form as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// The title of a group; of a repeated one which repetition, and whether there may be more.
    Group {
        /// Its name.
        name: String,
        /// Its words.
        label: String,
        /// Which repetition, from 1.
        which: Option<u16>,
        /// Whether one may add or take away repetitions.
        open: bool,
        /// The repetitions around.
        at: Vec<u16>,
        /// How deep.
        depth: usize,
    },
    /// Behind the last repetition of a group that may have more.
    More {
        /// The group.
        name: String,
        /// Its words.
        label: String,
        /// The repetitions around.
        at: Vec<u16>,
        /// How deep.
        depth: usize,
    },
    /// A question.
    Question(Box<Asked>),
}

/// A question as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which.
    pub key: Key,
    /// What it takes.
    pub kind: Kind,
    /// What is asked, with answers filled in.
    pub label: String,
    /// A help.
    pub hint: String,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it only shows.
    pub read_only: bool,
    /// The answer, as it is stored.
    pub value: String,
    /// The choices offered: code and label.
    pub choices: Vec<(String, String)>,
    /// How deep.
    pub depth: usize,
}

/// A form being filled.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    answers: BTreeMap<Key, String>,
    counts: BTreeMap<Key, u16>,
    shown: BTreeSet<Key>,
    /// The repeated groups around each question and group.
    around: HashMap<String, Vec<String>>,
}

impl Filling {
    /// An empty form with its defaults.
    pub fn new(survey: &Survey, now: &Now) -> Filling {
        let mut f = Filling::default();
        paths(&survey.items, &mut Vec::new(), &mut f.around);
        f.begin(survey, &survey.items, &mut Vec::new(), now);
        f.work_out(survey, now);
        f
    }

    /// A form as it was left. Answers of questions that the form does not have are dropped.
    pub fn resume(survey: &Survey, answers: &[(Key, String)], now: &Now) -> Filling {
        let mut f = Filling::default();
        paths(&survey.items, &mut Vec::new(), &mut f.around);
        for ((name, at), text) in answers {
            let Some(around) = f.around.get(name).filter(|a| a.len() == at.len()).cloned() else { continue };
            for (depth, group) in around.iter().enumerate() {
                let (Some(outer), Some(which)) = (at.get(..depth), at.get(depth)) else { continue };
                let count = f.counts.entry((group.clone(), outer.to_vec())).or_default();
                *count = (*count).max((*which).min(REPEAT_MAX as u16));
            }
            if at.iter().all(|n| (1..=REPEAT_MAX as u16).contains(n)) {
                f.answers.insert((name.clone(), at.clone()), text.clone());
            }
        }
        f.work_out(survey, now);
        f
    }

    /// All that was typed, also what does not count now: a draft.
    pub fn typed(&self) -> Vec<(Key, String)> {
        self.answers.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    /// What counts, in the order of names.
    pub fn done(&self) -> Vec<(Key, String)> {
        let counts = |k: &Key| self.shown.contains(k);
        self.answers
            .iter()
            .filter(|(k, v)| counts(k) && !v.is_empty())
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    }

    /// What was answered to a question.
    pub fn answer(&self, key: &Key) -> &str {
        self.answers.get(key).map_or("", String::as_str)
    }

    /// Takes an answer in as it was typed.
    ///
    /// # Errors
    /// What is wrong with it; the answer before stays.
    pub fn set(&mut self, survey: &Survey, key: &Key, typed: &str, now: &Now) -> Result<(), Trouble> {
        let Some(q) = survey.question(&key.0) else { return Ok(()) };
        let value = self.read(survey, q, key, typed, now)?;
        let before = self.answers.insert(key.clone(), value.clone());
        if let Some(wrong) = self.breaks(survey, q, key, now) {
            match before {
                Some(b) => self.answers.insert(key.clone(), b),
                None => self.answers.remove(key),
            };
            return Err(wrong);
        }
        if value.is_empty() {
            self.answers.remove(key);
        }
        self.work_out(survey, now);
        Ok(())
    }

    /// One repetition more of an open group.
    pub fn add(&mut self, survey: &Survey, group: &str, at: &[u16], now: &Now) {
        let count = self.counts.entry((group.to_owned(), at.to_vec())).or_default();
        if usize::from(*count) >= REPEAT_MAX {
            return;
        }
        *count += 1;
        let mut inside = at.to_vec();
        inside.push(*count);
        if let Some(items) = group_of(&survey.items, group) {
            self.begin(survey, items, &mut inside, now);
        }
        self.work_out(survey, now);
    }

    /// One repetition less: this one goes, those behind it move up.
    pub fn remove(&mut self, survey: &Survey, group: &str, at: &[u16], which: u16, now: &Now) {
        let depth = at.len();
        let Some(count) = self.counts.get_mut(&(group.to_owned(), at.to_vec())).filter(|c| **c >= which)
        else {
            return;
        };
        *count -= 1;
        let inside =
            |around: Option<&Vec<String>>| around.is_some_and(|a| a.get(depth).is_some_and(|g| g == group));
        let moved = |(name, mut place): Key| {
            if !inside(self.around.get(&name)) || place.get(..depth) != Some(at) {
                return Some((name, place));
            }
            match place.get_mut(depth) {
                Some(n) if *n == which => None,
                Some(n) if *n > which => {
                    *n -= 1;
                    Some((name, place))
                }
                _ => Some((name, place)),
            }
        };
        let answers = std::mem::take(&mut self.answers);
        let counts = std::mem::take(&mut self.counts);
        self.answers = answers.into_iter().filter_map(|(k, v)| Some((moved(k)?, v))).collect();
        self.counts = counts.into_iter().filter_map(|(k, v)| Some((moved(k)?, v))).collect();
        self.work_out(survey, now);
    }

    /// All that is wrong, in the order of the form.
    pub fn troubles(&self, survey: &Survey, now: &Now, language: usize) -> Vec<(Key, Trouble)> {
        let mut out = Vec::new();
        for entry in self.entries(survey, now, language) {
            let Entry::Question(asked) = entry else { continue };
            let Some(q) = survey.question(&asked.key.0) else { continue };
            if asked.value.is_empty() {
                if asked.required && !matches!(asked.kind, Kind::Note | Kind::Calculate | Kind::Meta(_)) {
                    let words = self.words(survey, &q.required_words, &asked.key, language, now);
                    out.push((asked.key, Trouble::Required(words)));
                }
            } else if let Some(wrong) = self.breaks(survey, q, &asked.key, now) {
                out.push((asked.key, wrong));
            }
        }
        out
    }

    /// The lines of the form as it stands: what is relevant, in its order.
    pub fn entries(&self, survey: &Survey, now: &Now, language: usize) -> Vec<Entry> {
        let mut out = Vec::new();
        self.lines(survey, &survey.items, &mut Vec::new(), 0, now, language, &mut out);
        out
    }

    #[expect(clippy::too_many_arguments, reason = "a walk over the tree carries where it is")]
    fn lines(
        &self,
        survey: &Survey,
        items: &[Item],
        at: &mut Vec<u16>,
        depth: usize,
        now: &Now,
        language: usize,
        out: &mut Vec<Entry>,
    ) {
        for item in items {
            match item {
                Item::Question(q) => {
                    let key = (q.name.clone(), at.clone());
                    let silent = matches!(q.kind, Kind::Calculate | Kind::Meta(_));
                    if !silent && self.shown.contains(&key) {
                        out.push(Entry::Question(Box::new(self.asked(survey, q, key, depth, now, language))));
                    }
                }
                Item::Group(g) => {
                    if !self.shown.contains(&(g.name.clone(), at.clone())) {
                        continue;
                    }
                    let label = self.words(survey, &g.label, &(g.name.clone(), at.clone()), language, now);
                    let Some(repeat) = &g.repeat else {
                        if !label.is_empty() {
                            let (name, at) = (g.name.clone(), at.clone());
                            out.push(Entry::Group { name, label, which: None, open: false, at, depth });
                        }
                        self.lines(survey, &g.items, at, depth + 1, now, language, out);
                        continue;
                    };
                    let open = *repeat == Repeat::Open;
                    let label = if label.is_empty() { g.name.clone() } else { label };
                    for which in 1..=self.count(&g.name, at) {
                        let (name, label, around) = (g.name.clone(), label.clone(), at.clone());
                        out.push(Entry::Group { name, label, which: Some(which), open, at: around, depth });
                        at.push(which);
                        self.lines(survey, &g.items, at, depth + 1, now, language, out);
                        at.pop();
                    }
                    if open {
                        out.push(Entry::More { name: g.name.clone(), label, at: at.clone(), depth });
                    }
                }
            }
        }
    }

    fn asked(
        &self,
        survey: &Survey,
        q: &Question,
        key: Key,
        depth: usize,
        now: &Now,
        language: usize,
    ) -> Asked {
        let holds =
            |e: &Option<Expr>| e.as_ref().is_some_and(|e| self.eval(survey, e, &key, None, now).truth());
        let label = self.words(survey, &q.label, &key, language, now);
        Asked {
            label: if label.is_empty() { q.name.clone() } else { label },
            hint: self.words(survey, &q.hint, &key, language, now),
            required: holds(&q.required),
            read_only: holds(&q.read_only) || q.calculation.is_some(),
            value: self.answer(&key).to_owned(),
            choices: self.choices(survey, q, &key, language, now),
            kind: q.kind.clone(),
            depth,
            key,
        }
    }

    fn choices(
        &self,
        survey: &Survey,
        q: &Question,
        key: &Key,
        language: usize,
        now: &Now,
    ) -> Vec<(String, String)> {
        let (Kind::One(list, other) | Kind::Many(list, other)) = &q.kind else { return Vec::new() };
        let offered = |c: &&Choice| match &q.filter {
            Some(e) => self.eval(survey, e, key, Some(c), now).truth(),
            None => true,
        };
        let all = survey.choices.get(list).map_or(&[][..], Vec::as_slice);
        let mut out: Vec<(String, String)> = all
            .iter()
            .filter(offered)
            .map(|c| {
                let label = c.label.get(language);
                (c.name.clone(), if label.is_empty() { c.name.clone() } else { label.to_owned() })
            })
            .collect();
        if *other && !out.iter().any(|(c, _)| c == OTHER) {
            out.push((OTHER.to_owned(), OTHER.to_owned()));
        }
        out
    }

    /// Words with answers filled in for `${name}`.
    fn words(&self, survey: &Survey, words: &Words, key: &Key, language: usize, now: &Now) -> String {
        let source = words.get(language);
        let mut out = String::new();
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                rest = after;
                continue;
            };
            let value = self.eval(survey, &Expr::Answer(name.trim().to_owned()), key, None, now).text();
            let q = survey.question(name.trim());
            out.push_str(&q.map_or(value.clone(), |q| survey.choice_label(q, &value, language)));
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn count(&self, group: &str, at: &[u16]) -> u16 {
        self.counts.get(&(group.to_owned(), at.to_vec())).copied().unwrap_or(0)
    }

    /// Puts defaults in, and the first repetition of groups that may have any number.
    fn begin(&mut self, survey: &Survey, items: &[Item], at: &mut Vec<u16>, now: &Now) {
        for item in items {
            match item {
                Item::Question(q) => {
                    let key = (q.name.clone(), at.clone());
                    let value = match (&q.kind, &q.default) {
                        (Kind::Meta(Meta::Start), _) => format!("{}T{}", iso(now.today), now.clock),
                        (Kind::Meta(Meta::Today), _) => iso(now.today),
                        (_, Some(e)) => self.eval(survey, e, &key, None, now).text(),
                        _ => continue,
                    };
                    if !value.is_empty() {
                        self.answers.insert(key, value);
                    }
                }
                Item::Group(g) if g.repeat == Some(Repeat::Open) => {
                    self.counts.insert((g.name.clone(), at.clone()), 1);
                    at.push(1);
                    self.begin(survey, &g.items, at, now);
                    at.pop();
                }
                Item::Group(g) if g.repeat.is_some() => {}
                Item::Group(g) => self.begin(survey, &g.items, at, now),
            }
        }
    }

    /// Works out what is relevant, how often groups with a count are repeated, and calculations, until nothing changes.
    fn work_out(&mut self, survey: &Survey, now: &Now) {
        for _ in 0..PASSES {
            let mut pass = Pass { shown: BTreeSet::new(), set: Vec::new(), counts: Vec::new() };
            self.pass(survey, &survey.items, &mut Vec::new(), now, &mut pass);
            let same = pass.shown == self.shown && pass.set.is_empty() && pass.counts.is_empty();
            self.shown = pass.shown;
            for (key, value) in pass.set {
                self.answers.insert(key, value);
            }
            for ((group, at), count) in pass.counts {
                let former = self.counts.insert((group.clone(), at.clone()), count).unwrap_or(0);
                for which in former + 1..=count {
                    let mut inside = at.clone();
                    inside.push(which);
                    if let Some(items) = group_of(&survey.items, &group) {
                        self.begin(survey, items, &mut inside, now);
                    }
                }
            }
            if same {
                return;
            }
        }
    }

    fn pass(&self, survey: &Survey, items: &[Item], at: &mut Vec<u16>, now: &Now, pass: &mut Pass) {
        for item in items {
            let (name, relevant) = match item {
                Item::Question(q) => (&q.name, &q.relevant),
                Item::Group(g) => (&g.name, &g.relevant),
            };
            let key = (name.clone(), at.clone());
            if relevant.as_ref().is_some_and(|e| !self.eval(survey, e, &key, None, now).truth()) {
                continue;
            }
            match item {
                Item::Question(q) => {
                    if let Some(e) = &q.calculation {
                        let value = self.eval(survey, e, &key, None, now).text();
                        if value != self.answer(&key) {
                            pass.set.push((key.clone(), value));
                        }
                    }
                    pass.shown.insert(key);
                }
                Item::Group(g) => {
                    let count = match &g.repeat {
                        None => {
                            pass.shown.insert(key);
                            self.pass(survey, &g.items, at, now, pass);
                            continue;
                        }
                        Some(Repeat::Open) => self.count(&g.name, at),
                        Some(Repeat::Times(e)) => {
                            let n = self.eval(survey, e, &key, None, now).number();
                            let n = if n.is_nan() { 0 } else { n.clamp(0.0, REPEAT_MAX as f64) as u16 };
                            if n != self.count(&g.name, at) {
                                pass.counts.push((key.clone(), n));
                            }
                            n
                        }
                    };
                    pass.shown.insert(key);
                    for which in 1..=count {
                        at.push(which);
                        self.pass(survey, &g.items, at, now, pass);
                        at.pop();
                    }
                }
            }
        }
    }

    fn breaks(&self, survey: &Survey, q: &Question, key: &Key, now: &Now) -> Option<Trouble> {
        let e = q.constraint.as_ref().filter(|_| !self.answer(key).is_empty())?;
        if self.eval(survey, e, key, None, now).truth() {
            return None;
        }
        Some(Trouble::Constraint(self.words(survey, &q.constraint_words, key, 0, now)))
    }

    fn eval(
        &self,
        survey: &Survey,
        e: &Expr,
        key: &Key,
        choice: Option<&Choice>,
        now: &Now,
    ) -> super::value::Val {
        eval(e, &At { survey, filling: self, key, choice, now })
    }

    /// An answer as it is stored.
    fn read(
        &self,
        survey: &Survey,
        q: &Question,
        key: &Key,
        typed: &str,
        now: &Now,
    ) -> Result<String, Trouble> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        let narrow: String = typed.chars().map(narrow).collect();
        match &q.kind {
            Kind::Text => Ok(typed.to_owned()),
            Kind::Integer => narrow.parse::<i64>().map(|n| n.to_string()).map_err(|_| Trouble::Integer),
            Kind::Decimal => {
                let n = text_number(&narrow);
                if n.is_nan() || moment(&narrow).is_some() {
                    Err(Trouble::Number)
                } else {
                    Ok(number_text(n))
                }
            }
            Kind::Date => dates::parse(typed, now.today).map(iso).map_err(|_| Trouble::Day),
            Kind::Time => time(&narrow).ok_or(Trouble::Time),
            Kind::DateTime => {
                let (day, clock) = narrow.split_once(['T', ' ']).unwrap_or((&narrow, "00:00"));
                let day = dates::parse(day, now.today).map_err(|_| Trouble::Day)?;
                Ok(format!("{}T{}", iso(day), time(clock.trim()).ok_or(Trouble::Time)?))
            }
            Kind::One(..) => self.code(survey, q, key, typed, now),
            Kind::Many(..) => {
                let mut codes: Vec<String> = Vec::new();
                for one in
                    typed.split([' ', '、', ',', '，', ';', '；', '\u{3000}']).filter(|s| !s.is_empty())
                {
                    let code = self.code(survey, q, key, one, now)?;
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                Ok(codes.join(" "))
            }
            Kind::Acknowledge => Ok("OK".to_owned()),
            Kind::Note | Kind::Calculate | Kind::Meta(_) => Ok(String::new()),
        }
    }

    fn code(
        &self,
        survey: &Survey,
        q: &Question,
        key: &Key,
        typed: &str,
        now: &Now,
    ) -> Result<String, Trouble> {
        let languages = survey.languages.len().max(1);
        let mut begins: Vec<String> = Vec::new();
        for language in 0..languages {
            for (code, label) in self.choices(survey, q, key, language, now) {
                if code == typed || label == typed {
                    return Ok(code);
                }
                if label.to_lowercase().starts_with(&typed.to_lowercase()) && !begins.contains(&code) {
                    begins.push(code);
                }
            }
        }
        match begins.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Trouble::NoChoice(typed.to_owned())),
        }
    }
}

struct Pass {
    shown: BTreeSet<Key>,
    set: Vec<(Key, String)>,
    counts: Vec<(Key, u16)>,
}

/// Full-width digits and marks as an input method types them.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '：' | '－' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        c => c,
    }
}

fn time(s: &str) -> Option<String> {
    let minute = minutes(s)? as u32;
    Some(format!("{:02}:{:02}", minute / 60, minute % 60))
}

fn paths(items: &[Item], around: &mut Vec<String>, out: &mut HashMap<String, Vec<String>>) {
    for item in items {
        match item {
            Item::Question(q) => {
                out.insert(q.name.clone(), around.clone());
            }
            Item::Group(g) => {
                out.insert(g.name.clone(), around.clone());
                if g.repeat.is_some() {
                    around.push(g.name.clone());
                }
                paths(&g.items, around, out);
                if g.repeat.is_some() {
                    around.pop();
                }
            }
        }
    }
}

fn group_of<'a>(items: &'a [Item], name: &str) -> Option<&'a [Item]> {
    items.iter().find_map(|i| match i {
        Item::Group(g) if g.name == name => Some(g.items.as_slice()),
        Item::Group(g) => group_of(&g.items, name),
        Item::Question(_) => None,
    })
}

/// A place in the form, from which an expression looks around.
struct At<'a> {
    survey: &'a Survey,
    filling: &'a Filling,
    key: &'a Key,
    choice: Option<&'a Choice>,
    now: &'a Now,
}

impl At<'_> {
    /// How many of the repeated groups around a question are also around this place.
    fn shared(&self, name: &str) -> usize {
        let of = |n: &str| self.filling.around.get(n).map_or(&[][..], Vec::as_slice);
        let (theirs, ours) = (of(name), of(&self.key.0));
        theirs.iter().zip(ours).take_while(|(a, b)| a == b).count().min(self.key.1.len())
    }
}

impl Scope for At<'_> {
    fn answers(&self, name: &str) -> Vec<String> {
        let prefix = self.key.1.get(..self.shared(name)).unwrap_or_default();
        let f = self.filling;
        let from = (name.to_owned(), prefix.to_vec());
        f.answers
            .range(from..)
            .take_while(|((n, at), _)| n == name && at.starts_with(prefix))
            .filter(|(k, _)| f.shown.contains(k))
            .map(|(_, v)| v.clone())
            .collect()
    }

    fn here(&self) -> String {
        self.filling.answer(self.key).to_owned()
    }

    fn column(&self, name: &str) -> Option<String> {
        let c = self.choice?;
        if name == "name" {
            return Some(c.name.clone());
        }
        c.columns.get(&name.to_lowercase()).cloned()
    }

    fn repeats(&self, group: &str) -> Option<usize> {
        self.filling.around.get(group).filter(|_| self.survey.question(group).is_none())?;
        let prefix = self.key.1.get(..self.shared(group)).unwrap_or_default();
        Some(usize::from(self.filling.count(group, prefix)))
    }

    fn repeated(&self, name: &str, _group: &str, which: usize) -> Option<String> {
        let mut at = self.key.1.get(..self.shared(name)).unwrap_or_default().to_vec();
        let deep = self.filling.around.get(name)?.len();
        at.truncate(deep.checked_sub(1)?);
        at.push(u16::try_from(which).ok()?);
        Some(self.filling.answer(&(name.to_owned(), at)).to_owned())
    }

    fn position(&self) -> usize {
        self.key.1.last().copied().unwrap_or(1).into()
    }

    fn label(&self, question: &str, choice: &str) -> Option<String> {
        self.survey.question(question).map(|q| self.survey.choice_label(q, choice, 0))
    }

    fn today(&self) -> Day {
        self.now.today
    }

    fn clock(&self) -> String {
        self.now.clock.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::{Reading, Sheet, What, read};
    use super::*;

    fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
        let rows = rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
        Sheet { name: name.to_owned(), rows }
    }

    fn now() -> Now {
        Now { today: Day::ymd(2026, 11, 28).unwrap(), clock: "09:30".to_owned() }
    }

    fn key(name: &str, at: &[u16]) -> Key {
        (name.to_owned(), at.to_vec())
    }

    fn household() -> Reading {
        read(&[
            sheet(
                "survey",
                &[
                    &[
                        "type",
                        "name",
                        "label::中文 (zh)",
                        "label::English (en)",
                        "required",
                        "constraint",
                        "constraint_message",
                        "relevant",
                        "calculation",
                        "choice_filter",
                        "default",
                    ],
                    &["text", "who", "姓名", "Name", "yes", "string-length(.) < 5", "太长", "", "", "", ""],
                    &[
                        "select_one work or_other",
                        "work",
                        "${who}做什么",
                        "What does ${who} do",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                    ],
                    &["begin repeat", "child", "孩子", "Child", "", "", "", "${who} != ''", "", "", ""],
                    &["integer", "age", "几岁", "Age", "", ". >= 0 and . < 18", "", "", "", "", ""],
                    &[
                        "select_one town",
                        "town",
                        "街道",
                        "Town",
                        "",
                        "",
                        "",
                        "${age} > 5",
                        "",
                        "cf = ${work}",
                        "",
                    ],
                    &["end repeat", "", "", "", "", "", "", "", "", "", ""],
                    &["calculate", "total", "", "", "", "", "", "", "sum(${age})", "", ""],
                    &["note", "say", "共 ${total} 岁", "", "", "", "", "${total} > 0", "", "", ""],
                    &["date", "seen", "哪天", "", "", "", "", "", "", "", "today()"],
                ],
            ),
            sheet(
                "choices",
                &[
                    &["list name", "name", "label", "cf"],
                    &["work", "it", "软件", ""],
                    &["work", "law", "法律", ""],
                    &["town", "a", "颍川", "it"],
                    &["town", "b", "夏都", "law"],
                ],
            ),
        ])
    }

    #[test]
    fn a_form_is_filled_as_its_rows_say() {
        let r = household();
        assert_eq!(r.faults, [], "{:?}", r.faults);
        let (s, now) = (r.survey, now());
        let mut f = Filling::new(&s, &now);
        assert_eq!(f.answer(&key("seen", &[])), "2026-11-28");
        let who = key("who", &[]);
        assert_eq!(f.troubles(&s, &now, 0), [(who.clone(), Trouble::Required(String::new()))]);
        assert_eq!(f.set(&s, &who, "张晓明先生", &now), Err(Trouble::Constraint("太长".into())));
        f.set(&s, &who, "张晓明", &now).unwrap();
        f.set(&s, &key("work", &[]), "软件", &now).unwrap();
        assert_eq!(f.set(&s, &key("age", &[1]), "二十", &now), Err(Trouble::Integer));
        assert_eq!(f.set(&s, &key("age", &[1]), "20", &now), Err(Trouble::Constraint(String::new())));
        f.set(&s, &key("age", &[1]), "１２", &now).unwrap();
        f.add(&s, "child", &[], &now);
        f.set(&s, &key("age", &[2]), "3", &now).unwrap();
        assert_eq!(f.answer(&key("total", &[])), "15");
        let lines = f.entries(&s, &now, s.language(crate::text::Lang::Zh));
        let asked: Vec<(&str, &[u16], &str)> = lines
            .iter()
            .filter_map(|e| if let Entry::Question(a) = e { Some(a) } else { None })
            .map(|a| (a.key.0.as_str(), a.key.1.as_slice(), a.label.as_str()))
            .collect();
        assert_eq!(
            asked,
            [
                ("who", &[][..], "姓名"),
                ("work", &[], "张晓明做什么"),
                ("age", &[1], "几岁"),
                ("town", &[1], "街道"),
                ("age", &[2], "几岁"),
                ("say", &[], "共 15 岁"),
                ("seen", &[], "哪天"),
            ]
        );
        let town = lines.iter().find_map(|e| match e {
            Entry::Question(a) if a.key.0 == "town" => Some(a.choices.clone()),
            _ => None,
        });
        assert_eq!(town, Some(vec![("a".to_owned(), "颍川".to_owned())]), "only those of the work chosen");
        // another choice needs its words, and takes the filtered choices away
        f.set(&s, &key("work", &[]), OTHER, &now).unwrap();
        f.set(&s, &key("work_other", &[]), "陶艺", &now).unwrap();
        f.remove(&s, "child", &[], 1, &now);
        assert_eq!((f.answer(&key("age", &[1])), f.answer(&key("total", &[]))), ("3", "3"));
        let again = Filling::resume(&s, &f.typed(), &now);
        assert_eq!(again.done(), f.done());
        // what is not relevant any more counts for nothing and is not handed in
        f.set(&s, &who, "", &now).unwrap();
        assert!(f.done().iter().all(|(k, _)| k.0 != "age") && f.answer(&key("age", &[1])) == "3");
    }

    #[test]
    fn what_is_faulty_is_named_by_row_and_column() {
        let faults = |rows: &[&[&str]]| {
            let mut all = vec![&["type", "name", "label", "relevant"][..]];
            all.extend(rows);
            let r = read(&[sheet("survey", &all)]);
            r.faults.into_iter().map(|(p, w)| (p.row, p.column, w)).collect::<Vec<_>>()
        };
        let at = |row, column: &str, what| vec![(row, column.to_owned(), what)];
        assert_eq!(faults(&[&["text", "", "x", ""]]), at(2, "name", What::NoName));
        assert_eq!(
            faults(&[&["text", "a", "", ""], &["text", "a", "", ""]]),
            at(3, "name", What::TwiceName("a".into(), 2))
        );
        assert_eq!(faults(&[&["text", "a b", "", ""]]), at(2, "name", What::BadName("a b".into())));
        assert_eq!(faults(&[&["select_one no", "a", "", ""]]), at(2, "type", What::NoList("no".into())));
        assert_eq!(
            faults(&[&["text", "a", "", "${b} = 1"]]),
            at(2, "relevant", What::NoQuestion("b".into()))
        );
        assert_eq!(faults(&[&["begin group", "g", "", ""]]), at(2, "type", What::NotEnded("g".into())));
        assert_eq!(faults(&[&["text", "a", "", ""], &["end group", "", "", ""]]), at(3, "type", What::End));
        let r = read(&[sheet(
            "survey",
            &[&["type", "name", "label", "label"], &["geopoint", "g", "", ""], &["text", "t", "", ""]],
        )]);
        assert_eq!(r.faults.first().map(|f| &f.1), Some(&What::TwiceColumn("label".into())));
        assert_eq!(r.left_out.first().map(|f| (f.0.row, &f.1)), Some((2, &What::Type("geopoint".into()))));
    }
}
