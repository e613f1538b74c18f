//! What an expression sees from a place in the form.

use super::super::eval::{Scope, eval};
use super::super::expr::Expr;
use super::super::value::Val;
use super::super::{Choice, Survey};
use super::{Filling, Key, Now};
use crate::book::Day;

impl Filling {
    /// What an expression comes to at a question; for a filter, of a choice.
    pub(super) fn eval(
        &self,
        survey: &Survey,
        e: &Expr,
        key: &Key,
        choice: Option<&Choice>,
        now: &Now,
    ) -> Val {
        eval(e, &At { survey, filling: self, key, choice, now })
    }
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
