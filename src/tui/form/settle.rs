//! Somebody changed the same fields: what it was, mine and theirs, field by field. Never "last one wins".

use super::Form;
use super::item::Item;
use super::pen::{Pen, rule};
use crate::book::Kind;
use crate::hub::wire::{Conflict, Shown};
use crate::text::{Lang, form as words};
use crate::tui::action::Action;
use crate::tui::glyph;
use crate::tui::input::Key;
use crate::tui::screen::{Ctx, Shared};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines that a field takes.
const LINES: usize = 5;

#[derive(Clone, Debug)]
struct Clash {
    no: u16,
    base: String,
    mine: String,
    theirs: String,
    keep_mine: bool,
}

/// A conflict being settled.
#[derive(Clone, Debug)]
pub struct Settle {
    by: String,
    now: Shown,
    clashes: Vec<Clash>,
    at: usize,
    next: bool,
}

impl Settle {
    /// The conflict of a save.
    pub fn new(conflict: Conflict, items: &[Item], next: bool, lang: Lang) -> Settle {
        let clash = |(no, base, theirs): (u16, String, String)| {
            let mine = items.iter().find(|i| i.field.no == no).map(|i| i.shown(lang)).unwrap_or_default();
            Clash { no, base, mine, theirs, keep_mine: true }
        };
        let by = if conflict.by.is_empty() { words::SOMEBODY.get(lang).into() } else { conflict.by };
        let clashes = conflict.fields.into_iter().map(clash).collect();
        Settle { by, now: conflict.now, clashes, at: 0, next }
    }

    /// Draws the fields, three values each.
    pub fn view(&self, form: &Form, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let mut pen = Pen::new(buf, area);
        pen.text(0, 1, &words::conflict_head(lang, &self.by), theme.notice());
        let small = area.height < 16;
        let head = if small { 1 } else { 2 };
        let foot = if small { 1 } else { 3 };
        let room = usize::from(area.height).saturating_sub(head + foot);
        let shown = (room / LINES).max(1);
        let top = (self.at + 1).saturating_sub(shown);
        let who = words::theirs(lang, &self.by);
        let said = [words::BASE.get(lang), words::MINE.get(lang), &who];
        let width = said.iter().map(|s| glyph::width(s)).max().unwrap_or(4).min(12);
        let mut cursor = None;
        let mut y = head;
        for (at, clash) in self.clashes.iter().enumerate().skip(top).take(shown) {
            let here = at == self.at;
            let label = form.kind_field(clash.no, lang);
            rule(&mut pen, y, &label, here, theme);
            let values = [&clash.base, &clash.mine, &clash.theirs];
            let chosen = [false, clash.keep_mine, !clash.keep_mine];
            for (n, ((name, value), chosen)) in said.iter().zip(values).zip(chosen).enumerate() {
                y += 1;
                let style = if chosen { theme.strong() } else { theme.dim() };
                if y < usize::from(area.height) {
                    let mark = if chosen { words::TAKEN.get(lang) } else { "" };
                    let number = if n == 0 { " ".to_owned() } else { n.to_string() };
                    let lead = format!("{} {number} {} ", glyph::pad(mark, 4), glyph::pad(name, width));
                    let x = pen.text(y, 2, &lead, style) + 2;
                    let value = if value.is_empty() { words::NOTHING.get(lang) } else { value };
                    pen.cut(y, x, value, style);
                    if here && chosen {
                        cursor = Some(pen.at(3, y));
                    }
                }
            }
            y += LINES - 3;
        }
        let last = usize::from(area.height).saturating_sub(foot);
        pen.cut(last, 1, words::SETTLE_HELP.get(lang), theme.text());
        if foot > 1 {
            pen.cut(last + 1, 1, words::SETTLE_END.get(lang), theme.dim());
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
            Action::Accept | Action::Save => self.settled_so(ctx),
            _ => return false,
        }
        true
    }

    pub(super) fn settle_key(&mut self, key: Key) -> bool {
        use crate::tui::input::Code;
        let Some(settle) = &mut self.settle else { return false };
        let Some(clash) = settle.clashes.get_mut(settle.at) else { return true };
        match (key.code, key.text().map(glyph::fold_char)) {
            (_, Some('1')) => clash.keep_mine = true,
            (_, Some('2')) => clash.keep_mine = false,
            (Code::Left | Code::Right, _) | (_, Some(' ')) => clash.keep_mine = !clash.keep_mine,
            _ => return true,
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
        self.save(ctx, settle.next);
    }
}
