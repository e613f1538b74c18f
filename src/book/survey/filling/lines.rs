//! The form as it stands: its lines, their words with answers filled in, the choices offered, what is wrong.

use super::super::expr::Expr;
use super::super::read::OTHER;
use super::super::{Choice, Item, Kind, Question, Repeat, Survey, Words};
use super::{Filling, Key, Now, Trouble};

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
    /// The choices offered, code and label, of a question in hand ([`Filling::asked`]); a line of the form has none, as
    /// a list of thousands is worked out for nobody.
    pub choices: Vec<(String, String)>,
    /// How deep.
    pub depth: usize,
}

/// A code that was chosen and is no longer offered, since another answer was changed.
fn no_more(asked: &Asked, choices: &[(String, String)]) -> Option<String> {
    let offered = |code: &&str| choices.iter().any(|(c, _)| c == code);
    match asked.kind {
        Kind::One(..) | Kind::Many(..) => {
            asked.value.split(' ').filter(|c| !c.is_empty()).find(|c| !offered(c)).map(str::to_owned)
        }
        _ => None,
    }
}

impl Filling {
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
            } else if let Some(code) = no_more(&asked, &self.choices(survey, q, &asked.key, language, now)) {
                out.push((asked.key, Trouble::NoChoice(code)));
            } else if let Some(wrong) = self.breaks(survey, q, &asked.key, now) {
                out.push((asked.key, wrong));
            }
        }
        out
    }

    /// One question of the form as it stands, with what may be chosen; none where it is not asked now.
    pub fn asked(&self, survey: &Survey, key: &Key, now: &Now, language: usize) -> Option<Asked> {
        let q = survey.question(&key.0).filter(|_| self.shown.contains(key))?;
        let choices = self.choices(survey, q, key, language, now);
        Some(Asked { choices, ..self.line(survey, q, key.clone(), 0, now, language) })
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
                    // what is worked out is shown where the form has words for it
                    let silent = match q.kind {
                        Kind::Calculate => q.label.is_empty(),
                        Kind::Meta(_) => true,
                        _ => false,
                    };
                    if !silent && self.shown.contains(&key) {
                        out.push(Entry::Question(Box::new(self.line(survey, q, key, depth, now, language))));
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

    fn line(
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
            read_only: holds(&q.read_only) || q.calculation.is_some() || q.kind == Kind::Calculate,
            value: self.answer(&key).to_owned(),
            choices: Vec::new(),
            kind: q.kind.clone(),
            depth,
            key,
        }
    }

    pub(super) fn choices(
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
            out.push((OTHER.to_owned(), survey.choice_label(q, OTHER, language)));
        }
        out
    }

    /// Words with answers filled in for `${name}`.
    pub(super) fn words(
        &self,
        survey: &Survey,
        words: &Words,
        key: &Key,
        language: usize,
        now: &Now,
    ) -> String {
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
}
