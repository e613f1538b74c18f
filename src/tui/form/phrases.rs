//! The usual phrases of a field: one's own and the office's, the most used first.

use super::pen::Pen;
use super::{Above, Form};
use crate::book::Kind;
use crate::hub::wire::{Phrase, PhraseAct, PhraseAsk, Reply, Request};
use crate::text::form as words;
use crate::text::screen::panels;
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The phrases of a field, over the form.
struct Phrases {
    kind: Kind,
    field: u16,
    /// What the field holds, to be kept as a phrase.
    written: String,
    all: Option<Vec<Phrase>>,
    at: usize,
    asking: Option<Ticket>,
    /// Why there are none to be had.
    trouble: String,
}

impl Form {
    /// Opens the phrases of the field in hand.
    pub(super) fn phrases(&mut self, ctx: &mut Ctx<'_>) {
        if self.folded(self.at).is_some() {
            self.reveal(self.at);
        }
        let Some(item) = self.in_hand() else { return };
        if !item.takes_phrases() {
            ctx.does(Effect::Say(words::NO_PHRASES_HERE.get(ctx.shared.lang).into()));
            return;
        }
        let written = item.edit.text().trim().to_owned();
        let (kind, field) = (self.kind, item.field.no);
        self.above = Above::Phrase;
        ctx.does(Effect::Push(Box::new(Phrases {
            kind,
            field,
            written,
            all: None,
            at: 0,
            asking: None,
            trouble: String::new(),
        })));
    }

    /// Puts words in where the cursor stands.
    pub(super) fn put_phrase(&mut self, text: &str) {
        let at = self.at;
        if let Some(item) = self.items.get_mut(at) {
            item.edit.insert(text);
            item.settle();
            (self.touched, self.last) = (true, at);
        }
    }
}

impl Phrases {
    fn ask(&mut self, ctx: &mut Ctx<'_>, act: PhraseAct) {
        let ask = PhraseAsk { kind: self.kind, field: self.field, act };
        self.asking = Some(ctx.ask(Request::Phrases(ask)));
    }

    fn choose(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        let Some(phrase) = self.all.as_ref().and_then(|a| a.get(at)).cloned() else { return };
        self.ask(ctx, PhraseAct::Used(phrase.text.clone()));
        ctx.does(Effect::Pop(Some(Outcome::Said(phrase.text))));
    }

    fn len(&self) -> usize {
        self.all.as_ref().map_or(0, Vec::len)
    }
}

impl Screen for Phrases {
    fn contexts(&self) -> &[Context] {
        Context::Phrases.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx, PhraseAct::List);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let lang = ctx.shared.lang;
        let action = match input {
            Input::Reply(ticket, reply) if self.asking == Some(ticket) => {
                self.asking = None;
                match reply {
                    Reply::Phrases(all) => self.all = Some(all),
                    Reply::Refused(why) => self.trouble = crate::tui::say::refusal(&why, lang),
                    _ => {}
                }
                self.at = self.at.min(self.len().saturating_sub(1));
                return true;
            }
            Input::Action(action) => action,
            _ => return false,
        };
        let last = self.len().saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.checked_sub(1).unwrap_or(last),
            Action::Down => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Action::PageUp => self.at = 0,
            Action::PageDown => self.at = last,
            Action::Accept => self.choose(ctx, self.at),
            Action::Create if self.written.is_empty() => {
                ctx.does(Effect::Say(words::NOTHING_WRITTEN.get(lang).into()));
            }
            Action::Create => {
                self.ask(ctx, PhraseAct::Keep(self.written.clone()));
                ctx.does(Effect::Say(words::PHRASE_KEPT.get(lang).into()));
            }
            Action::DropOne => match self.all.as_ref().and_then(|a| a.get(self.at)).cloned() {
                Some(p) if p.own => self.ask(ctx, PhraseAct::Drop(p.text)),
                _ => ctx.does(Effect::Say(words::PHRASE_OF_OFFICE.get(lang).into())),
            },
            Action::Back => ctx.does(Effect::Pop(None)),
            other => match other.chosen() {
                Some(n) => self.choose(ctx, n.saturating_sub(1)),
                None => return false,
            },
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let wanted = self.len().max(1) + 2;
        let height = area.height.min(u16::try_from(wanted).unwrap_or(u16::MAX));
        let area = Rect { y: area.bottom().saturating_sub(height), height, ..area };
        let mut pen = Pen::new(buf, area);
        for y in 0..usize::from(height) {
            pen.text(y, 0, &" ".repeat(usize::from(area.width)), Style::reset());
        }
        let label = self.kind.field(self.field).map_or("", |f| f.label.get(lang));
        let width = usize::from(area.width).saturating_sub(1);
        let (title, line) = crate::tui::draw::rule(width, &words::phrases_of(lang, label));
        let at = 1 + pen.within(0, 1, width, &title, theme.accent());
        pen.text(0, at + 1, &line, theme.dim());
        let Some(all) = &self.all else {
            let said = if self.trouble.is_empty() { words::LOADING.get(lang) } else { &self.trouble };
            pen.cut(1, 2, said, theme.dim());
            return None;
        };
        if all.is_empty() {
            pen.cut(1, 2, words::NO_PHRASES.get(lang), theme.dim());
        }
        let room = usize::from(height).saturating_sub(2).max(1);
        let top = (self.at + 1).saturating_sub(room);
        let beyond = panels::beyond(lang, top, all.len().saturating_sub(top + room));
        if !beyond.is_empty() {
            pen.right(0, &format!(" {beyond}"), theme.notice());
        }
        for (n, phrase) in all.iter().enumerate().skip(top).take(room) {
            let here = n == self.at;
            let style = if here { theme.row() } else { theme.text() };
            let number = if n < 9 { format!("{}", n + 1) } else { " ".to_owned() };
            let mark = if here { ">" } else { " " };
            let own = if phrase.own { words::PHRASE_OWN.get(lang) } else { "" };
            let text = phrase.text.replace('\n', " ");
            let y = 1 + n - top;
            let own_width = crate::tui::glyph::width(own);
            let lead = format!("{mark} {number} {text}");
            let room = width.saturating_sub(own_width + 2);
            pen.text(y, 0, &crate::tui::glyph::pad(&lead, width), style);
            if !own.is_empty() {
                pen.text(y, room + 1, own, if here { style } else { theme.dim() });
            }
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        let own = self.all.as_ref().and_then(|a| a.get(self.at)).is_some_and(|p| p.own);
        let mut out = vec![Action::Accept];
        if !self.written.is_empty() {
            out.push(Action::Create);
        }
        if own {
            out.push(Action::DropOne);
        }
        out.push(Action::Back);
        out
    }

    fn covers(&self) -> bool {
        false
    }
}
