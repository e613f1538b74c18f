//! Somebody changed the same fields: what it was, mine and theirs, field by field. Never "last one wins".

use super::Form;
use super::item::Item;
use super::pen::{Pen, rule};
use crate::book::Kind;
use crate::hub::wire::{Clash, Conflict, Shown, Signed};
use crate::text::{Lang, form as words};
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::{Ctx, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines that a field takes.
const LINES: usize = 5;

/// A value that may be kept, and whose it is.
#[derive(Clone, Debug)]
struct Offer {
    whose: String,
    value: String,
}

#[derive(Clone, Debug)]
struct Choice {
    no: u16,
    /// What the field held before; nothing where two records are made one.
    base: Option<Offer>,
    mine: Offer,
    theirs: Offer,
    keep_mine: bool,
}

/// A conflict being settled.
#[derive(Clone, Debug)]
pub struct Settle {
    head: String,
    now: Shown,
    clashes: Vec<Choice>,
    at: usize,
    /// What is done when all is settled.
    then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Saved, and another begun after it or not.
    Save(bool),
    /// Gone on with in the form.
    GoOn,
}

impl Settle {
    /// The conflict of a save.
    pub fn new(conflict: Conflict, items: &[Item], next: bool, shared: &Shared) -> Settle {
        let (lang, today) = (shared.lang, shared.today());
        let by = if conflict.by.is_empty() { words::SOMEBODY.get(lang).into() } else { conflict.by };
        let signed = |s: Signed, word: &str| {
            let when = if s.by.is_empty() {
                String::new()
            } else {
                format!(" {}", say::moment(s.at_ms, today, lang))
            };
            Offer { whose: format!("{word}{when}"), value: s.words }
        };
        let clash = |c: Clash| {
            let mine =
                items.iter().find(|i| i.field.no == c.field).map(|i| i.shown(lang)).unwrap_or_default();
            let before = match c.base.by.as_str() {
                "" => words::BASE.get(lang).to_owned(),
                who => format!("{} {who}", words::BASE.get(lang)),
            };
            let theirs = if c.theirs.by.is_empty() { by.clone() } else { c.theirs.by.clone() };
            Choice {
                no: c.field,
                base: Some(signed(c.base, &before)),
                mine: Offer { whose: words::MINE.get(lang).to_owned(), value: mine },
                theirs: signed(c.theirs, &words::theirs(lang, &theirs)),
                keep_mine: true,
            }
        };
        let clashes = conflict.fields.into_iter().map(clash).collect();
        Settle {
            head: words::conflict_head(lang, &by),
            now: conflict.now,
            clashes,
            at: 0,
            then: Then::Save(next),
        }
    }

    /// What is typed and a known record, where they differ.
    pub fn merging(now: Shown, differ: Vec<(u16, String)>, items: &[Item], lang: Lang) -> Settle {
        let offer = |whose: crate::text::T, value| Offer { whose: whose.get(lang).to_owned(), value };
        let choice = |(no, theirs): (u16, String)| {
            let mine = items.iter().find(|i| i.field.no == no).map(|i| i.shown(lang)).unwrap_or_default();
            Choice {
                no,
                base: None,
                mine: offer(words::TYPED, mine),
                theirs: offer(words::KNOWN, theirs),
                keep_mine: false,
            }
        };
        let head = words::merge_head(lang, now.record.name());
        let clashes = differ.into_iter().map(choice).collect();
        Settle { head, now, clashes, at: 0, then: Then::GoOn }
    }

    /// Draws the fields, three values each.
    pub fn view(&self, form: &Form, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let mut pen = Pen::new(buf, area);
        pen.cut(0, 1, &self.head, theme.notice());
        let small = area.height < 16;
        let head = if small { 1 } else { 2 };
        let foot = if small { 1 } else { 3 };
        let room = usize::from(area.height).saturating_sub(head + foot);
        let shown = (room / LINES).max(1);
        let top = (self.at + 1).saturating_sub(shown);
        let offers = |c: &Choice| [c.base.clone(), Some(c.mine.clone()), Some(c.theirs.clone())];
        let whose = self.clashes.iter().flat_map(offers).flatten();
        let width = whose.map(|o| glyph::width(&o.whose)).max().unwrap_or(4).min(usize::from(area.width) / 3);
        let mut cursor = None;
        let mut y = head;
        for (at, clash) in self.clashes.iter().enumerate().skip(top).take(shown) {
            let here = at == self.at;
            let label = form.kind_field(clash.no, lang);
            rule(&mut pen, y, &label, area.width.into(), here, theme);
            let chosen = [false, clash.keep_mine, !clash.keep_mine];
            for (n, (offer, chosen)) in offers(clash).into_iter().zip(chosen).enumerate() {
                let Some(offer) = offer else { continue };
                y += 1;
                let style = if chosen { theme.strong() } else { theme.dim() };
                if y < usize::from(area.height) {
                    let mark = if chosen { words::TAKEN.get(lang) } else { "" };
                    let number = if n == 0 { " ".to_owned() } else { n.to_string() };
                    let lead =
                        format!("{} {number} {} ", glyph::pad(mark, 4), glyph::pad(&offer.whose, width));
                    let x = pen.text(y, 2, &lead, style) + 2;
                    let value = if offer.value.is_empty() { words::NOTHING.get(lang) } else { &offer.value };
                    pen.cut(y, x, value, style);
                    if here && chosen {
                        cursor = Some(pen.at(3, y));
                    }
                }
            }
            y += if clash.base.is_some() { LINES - 3 } else { LINES - 2 };
        }
        let last = usize::from(area.height).saturating_sub(foot);
        pen.cut(
            last,
            1,
            if self.then == Then::GoOn { words::MERGE_HELP } else { words::SETTLE_HELP }.get(lang),
            theme.text(),
        );
        if foot > 1 {
            let end = if self.then == Then::GoOn { words::MERGE_END } else { words::SETTLE_END };
            pen.cut(last + 1, 1, end.get(lang), theme.dim());
        }
        cursor
    }
}

impl Form {
    fn kind_field(&self, no: u16, lang: Lang) -> String {
        let kind: Kind = self.kind;
        kind.field(no).map_or_else(|| format!("#{no}"), |f| f.label.get(lang).to_owned())
    }

    pub(super) fn settle_action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let Some(settle) = &mut self.settle else { return false };
        let last = settle.clashes.len().saturating_sub(1);
        match action {
            Action::Up => settle.at = settle.at.saturating_sub(1),
            Action::Down => settle.at = (settle.at + 1).min(last),
            Action::PageUp => settle.at = 0,
            Action::PageDown => settle.at = last,
            Action::Choose1 | Action::Choose2 | Action::Left | Action::Right | Action::Mark => {
                if let Some(clash) = settle.clashes.get_mut(settle.at) {
                    clash.keep_mine = match action {
                        Action::Choose1 => true,
                        Action::Choose2 => false,
                        _ => !clash.keep_mine,
                    };
                }
            }
            Action::Accept | Action::Save => self.settled_so(ctx),
            _ => return false,
        }
        true
    }

    /// Takes the record as it stands as the ground, and saves what was chosen over it.
    fn settled_so(&mut self, ctx: &mut Ctx<'_>) {
        let Some(settle) = self.settle.take() else { return };
        let (today, record) = (ctx.shared.today(), &settle.now.record);
        for item in &mut self.items {
            let value = record.fields.get(item.field.no);
            let clash = settle.clashes.iter().find(|c| c.no == item.field.no);
            if clash.map_or(item.changed(today), |c| c.keep_mine) {
                item.ground(value, &settle.now.names, ctx.shared.lang);
            } else {
                item.load(value, &settle.now.names, ctx.shared.lang);
            }
        }
        self.base = record.version;
        self.touched = true;
        match settle.then {
            Then::Save(next) => self.save(ctx, next),
            Then::GoOn => self.at = self.items.iter().position(|i| i.changed(today)).unwrap_or(0),
        }
    }
}
