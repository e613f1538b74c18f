//! Sections that can be folded away. What is folded is one line and one stop: its first field stands for it.

use super::Form;
use crate::text::{Lang, T};

/// A section of the form.
#[derive(Clone, Debug)]
pub struct Fold {
    /// What it is called.
    pub title: T,
    /// Its first field.
    pub from: usize,
    /// One behind its last.
    pub to: usize,
    /// Whether its fields are shown.
    pub open: bool,
}

impl Form {
    /// Works out the sections: those that hold something are open.
    pub(super) fn fold(&mut self) {
        self.folds.clear();
        for (at, item) in self.items.iter().enumerate() {
            let Some(title) = item.field.section else {
                continue;
            };
            if let Some(last) = self.folds.last_mut() {
                last.to = last.to.min(at);
            }
            if !title.zh.is_empty() {
                self.folds.push(Fold { title, from: at, to: self.items.len(), open: false });
            }
        }
        for fold in &mut self.folds {
            let own = self.items.get(fold.from..fold.to).unwrap_or_default();
            fold.open = own.iter().any(|i| !i.is_empty());
        }
    }

    /// The section a field belongs to.
    pub(super) fn fold_of(&self, at: usize) -> Option<&Fold> {
        self.folds.iter().find(|f| (f.from..f.to).contains(&at))
    }

    /// The folded section that a field stands for.
    pub(super) fn folded(&self, at: usize) -> Option<&Fold> {
        self.fold_of(at).filter(|f| !f.open && f.from == at)
    }

    fn hidden(&self, at: usize) -> bool {
        self.fold_of(at).is_some_and(|f| !f.open && f.from != at)
    }

    /// The next stop after a field; past the last one is the first.
    pub(super) fn after(&self, at: usize) -> usize {
        (at + 1..self.items.len()).find(|n| !self.hidden(*n)).unwrap_or(0)
    }

    /// The stop before a field; before the first one is the last.
    pub(super) fn before(&self, at: usize) -> usize {
        let seen = |n: &usize| !self.hidden(*n);
        (0..at).rev().find(seen).or_else(|| (0..self.items.len()).rev().find(seen)).unwrap_or(0)
    }

    /// Some stops on or back, not beyond the ends.
    pub(super) fn leap(&self, by: isize) -> usize {
        let stops: Vec<usize> = (0..self.items.len()).filter(|n| !self.hidden(*n)).collect();
        let here = stops.iter().position(|n| *n == self.at).unwrap_or(0);
        let to = here.saturating_add_signed(by).min(stops.len().saturating_sub(1));
        stops.get(to).copied().unwrap_or(0)
    }

    /// Opens the section of a field, so that the cursor can stand in it.
    pub(super) fn reveal(&mut self, at: usize) {
        if let Some(fold) = self.folds.iter_mut().find(|f| (f.from..f.to).contains(&at)) {
            fold.open = true;
        }
    }

    /// Folds the section in hand, or opens it; outside of any it does so with all. False where there is none.
    pub(super) fn turn(&mut self) -> bool {
        let at = self.at;
        if let Some(fold) = self.folds.iter_mut().find(|f| (f.from..f.to).contains(&at)) {
            fold.open = !fold.open;
            self.at = fold.from;
            return true;
        }
        let open = self.folds.iter().any(|f| !f.open);
        self.folds.iter_mut().for_each(|f| f.open = open);
        !self.folds.is_empty()
    }

    /// What a folded section holds, in short: its values, or the names of its fields.
    pub(super) fn within(&self, fold: &Fold, lang: Lang) -> String {
        let own = self.items.get(fold.from..fold.to).unwrap_or_default();
        let held: Vec<String> = own.iter().filter(|i| !i.is_empty()).map(|i| i.shown(lang)).collect();
        if !held.is_empty() {
            return held.join("  ");
        }
        let labels: Vec<&str> = own.iter().map(|i| i.field.label.get(lang)).collect();
        labels.join(if lang == Lang::Zh { "、" } else { ", " })
    }
}
