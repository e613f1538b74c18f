//! Looking records up while they are typed: suggestions under the field, and names checked on leaving.

use super::Form;
use super::item::Sort;
use crate::book::field::Type;
use crate::book::names::is_han;
use crate::book::{Kind, Row, rules};
use crate::hub::wire::{Reply, Request};
use crate::text::form as words;
use crate::tui::screen::{Ctx, Ticket};

/// Most suggestions under a field.
pub const SUGGESTIONS: u32 = 6;

/// What the book has for the name being typed.
#[derive(Clone, Debug)]
pub struct Suggest {
    /// The field it is for.
    pub no: u16,
    /// What was typed.
    pub text: String,
    /// What fits.
    pub rows: Vec<Row>,
    /// Whether more fit than are shown.
    pub more: bool,
    /// The one the cursor was moved onto.
    pub at: Option<usize>,
    /// Whether a name that nobody knows makes a new record.
    pub makes: bool,
}

impl Suggest {
    /// The one that is picked: moved onto, the only one of exactly this name, or (`lone`) the only one.
    pub fn chosen(&self, lone: bool) -> Option<&Row> {
        if let Some(at) = self.at {
            return self.rows.get(at);
        }
        if self.more {
            return None;
        }
        let mut exact = self.rows.iter().filter(|r| r.title() == self.text);
        match (self.rows.as_slice(), exact.next(), exact.next()) {
            ([one], _, _) if lone && self.means(one) => Some(one),
            (_, Some(one), None) => Some(one),
            _ => None,
        }
    }
}

impl Suggest {
    /// Whether the only one found may be meant without a word. Where a new name makes a new record, characters that
    /// only sound like it are a new name: 鑫盛 is not 器械商行.
    fn means(&self, row: &Row) -> bool {
        let mut title = row.title().chars();
        let mut spelt = self.text.chars().filter(|c| !c.is_whitespace()).map(|c| title.any(|t| t == c));
        !self.makes || !self.text.chars().any(is_han) || spelt.all(|is| is)
    }
}

/// How a field is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Enter takes the only one that fits.
    Enter,
    /// Tab takes it too, but not where what is typed may be a new name.
    Tab,
    /// Saving does as Tab does.
    Save,
}

/// What is asked and not yet answered.
#[derive(Clone, Debug, Default)]
pub struct Looking {
    /// The answer for the field in hand.
    pub suggest: Option<Suggest>,
    finding: Option<(Ticket, u16, String)>,
    /// Enter came before the answer: pick when it is there and clear.
    wanted: Option<(u16, String, By)>,
    reads: Vec<(Ticket, u16, String)>,
}

impl Looking {
    /// Whether a field still waits for an answer that may change it.
    pub fn waits(&self) -> bool {
        self.wanted.is_some()
    }
}

/// The kinds that a field may refer to.
pub fn kinds(ty: Type) -> Vec<Kind> {
    match ty {
        Type::Ref { kind, .. } => vec![kind],
        Type::Party => vec![Kind::Person, Kind::Organisation],
        _ => Vec::new(),
    }
}

/// Whether a name that nobody knows makes a new record.
pub fn makes(ty: Type) -> bool {
    matches!(ty, Type::Ref { make: true, .. })
}

impl Form {
    /// Asks for suggestions when what is typed has changed and nothing is on its way.
    pub(super) fn seek(&mut self, ctx: &mut Ctx<'_>) {
        let Some(item) = self.items.get(self.at).filter(|i| i.sort() == Sort::Link) else {
            self.look.suggest = None;
            return;
        };
        let (no, text) = (item.field.no, item.edit.text().trim().to_owned());
        if self.look.suggest.as_ref().is_some_and(|s| s.no != no || s.text != text) {
            self.look.suggest = None;
        }
        if text.is_empty() || self.look.suggest.is_some() || self.look.finding.is_some() {
            return;
        }
        let kinds = kinds(item.field.ty);
        let ticket = ctx.ask(Request::Find { query: text.clone(), kinds, limit: SUGGESTIONS });
        self.look.finding = Some((ticket, no, text));
    }

    /// What becomes of a name being typed. False where there is none, or nothing to stay for.
    pub(super) fn pick_typed(&mut self, ctx: &mut Ctx<'_>, by: By) -> bool {
        let Some(item) = self.items.get_mut(self.at).filter(|i| i.sort() == Sort::Link) else { return false };
        let (no, text) = (item.field.no, item.edit.text().trim().to_owned());
        if text.is_empty() {
            return false;
        }
        match self.look.suggest.as_ref().filter(|s| s.no == no && s.text == text) {
            Some(s) => match s
                .chosen(by == By::Enter || !makes(item.field.ty))
                .map(|r| (r.target, r.title().to_owned()))
            {
                Some((target, name)) => {
                    item.pick(Some(target), &name);
                    self.look.suggest = None;
                    item.field.many
                }
                // Several fit, and the field takes only what is in the book: nothing to go on with.
                None if !s.rows.is_empty() && !makes(item.field.ty) => {
                    item.trouble = Some(words::unclear(ctx.shared.lang, &text));
                    true
                }
                None => {
                    self.read_typed(ctx, self.at);
                    false
                }
            },
            None => {
                self.look.wanted = Some((no, text, by));
                self.seek(ctx);
                item_many(self.items.get(self.at))
            }
        }
    }

    /// Has the hub look up what was typed, on leaving.
    pub(super) fn read_typed(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        let Some(item) = self.items.get(at).filter(|i| i.sort() == Sort::Link) else { return };
        let (no, text) = (item.field.no, item.edit.text().trim().to_owned());
        let waiting = |asked: &(Ticket, u16, String)| asked.1 == no && asked.2 == text;
        if text.is_empty() || self.look.reads.iter().any(waiting) || item.trouble.is_some() {
            return;
        }
        if self.look.wanted.as_ref().is_some_and(|w| w.0 == no && w.1 == text) {
            return;
        }
        let ticket = ctx.ask(Request::Read { kind: self.kind, field: no, text: text.clone() });
        self.look.reads.push((ticket, no, text));
    }

    /// Takes an answer in, if it is to one of these questions.
    pub(super) fn looked(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        if self.look.finding.as_ref().is_some_and(|f| f.0 == ticket) {
            if let Some((_, no, text)) = self.look.finding.take() {
                self.found(ctx, no, text, reply);
            }
            return true;
        }
        let Some(at) = self.look.reads.iter().position(|r| r.0 == ticket) else { return false };
        let (_, no, text) = self.look.reads.swap_remove(at);
        let lang = ctx.shared.lang;
        let Some(item) = self.items.iter_mut().find(|i| i.field.no == no) else { return true };
        if item.edit.text().trim() != text {
            return true;
        }
        match reply {
            Reply::Read(name, remark) => {
                let parts: Vec<&str> =
                    if item.field.many { rules::parts(name).collect() } else { vec![name] };
                for part in parts {
                    item.pick(None, part);
                }
                item.remark = remark.clone();
            }
            Reply::Invalid(list) => {
                let said = list.iter().find(|(n, _)| *n == no).or(list.first()).map(|(_, w)| w.clone());
                item.trouble = Some(said.unwrap_or_else(|| words::NOT_IN_BOOK.get(lang).to_owned()));
            }
            _ => {}
        }
        true
    }

    fn found(&mut self, ctx: &mut Ctx<'_>, no: u16, text: String, reply: &Reply) {
        let Reply::Found { total, more, rows } = reply else {
            self.look.wanted = None;
            return;
        };
        let more = *more || *total > rows.len() as u64;
        let at = self.items.iter().position(|i| i.field.no == no);
        let new = at.and_then(|at| self.items.get(at)).is_some_and(|i| makes(i.field.ty));
        let suggest = Suggest { no, text: text.clone(), rows: rows.clone(), more, at: None, makes: new };
        let fits = at.and_then(|at| self.items.get(at)).is_some_and(|i| i.edit.text().trim() == text);
        let wanted = self.look.wanted.take_if(|w| w.0 == no).filter(|w| w.1 == text).map(|w| w.2);
        if fits && let Some(at) = at {
            let lone = |by| by == By::Enter || self.items.get(at).is_some_and(|i| !makes(i.field.ty));
            let chosen = suggest.chosen(wanted.is_some_and(lone)).map(|r| (r.target, r.title().to_owned()));
            let in_hand = self.at == at;
            let Some(item) = self.items.get_mut(at) else { return };
            if let Type::Ref { make: true, .. } = item.field.ty {
                let known = suggest.rows.iter().any(|r| r.title() == text) || suggest.more;
                item.remark = (!known && suggest.rows.is_empty())
                    .then(|| words::WILL_MAKE.get(ctx.shared.lang).to_owned());
            }
            match chosen {
                Some((target, name)) if wanted.is_some() => item.pick(Some(target), &name),
                _ if wanted.is_some() && !in_hand => self.read_typed(ctx, at),
                _ => {}
            }
            if in_hand {
                self.look.suggest = Some(suggest);
            }
        }
        self.seek(ctx);
    }

    /// The suggestions, if they are for the field in hand.
    pub(super) fn suggestions(&self) -> Option<&Suggest> {
        let no = self.items.get(self.at)?.field.no;
        self.look.suggest.as_ref().filter(|s| s.no == no)
    }
}

fn item_many(item: Option<&super::item::Item>) -> bool {
    item.is_some_and(|i| i.field.many)
}
