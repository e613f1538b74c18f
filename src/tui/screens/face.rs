//! 当面, shown to the person: all that is on file about somebody, for their own eyes. Nothing of anybody else's is in
//! it: the hub leaves it out. That it was seen goes into the register, so it is asked for first.

use super::fetched::Fetched;
use super::history;
use crate::book::{Field, Kind, Ref, Type, Value, person, visit};
use crate::hub::wire::{PersonAsk, PersonFile, Reply, Request, Shown};
use crate::text::{T, rights, screen as words};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a field's label.
const LABEL: usize = 10;

/// Somebody's own record, shown to them.
pub struct Face {
    target: Ref,
    name: String,
    asked: bool,
    file: Fetched<PersonFile>,
    further: Option<Ticket>,
}

impl Face {
    /// Of this person, called so.
    pub fn new(target: Ref, name: &str) -> Face {
        Face { target, name: name.to_owned(), asked: false, file: Fetched::default(), further: None }
    }

    fn show(&mut self, ctx: &mut Ctx<'_>) {
        self.asked = true;
        let ask = PersonAsk::Face { request: crate::tui::app::new_id(), person: self.target.id };
        self.file.ask(ctx, Request::Person(ask));
    }

    /// A long file comes in several answers.
    fn ask_further(&mut self, ctx: &mut Ctx<'_>) {
        let Some(file) = &self.file.data else { return };
        let offset = file.visits.len() as u32;
        if offset < file.visits_total {
            let ask = PersonAsk::Visits { person: self.target.id, copy: true, offset };
            self.further = Some(ctx.ask(Request::Person(ask)));
        }
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) -> bool {
        if self.further == Some(ticket) {
            self.further = None;
            if let (Reply::Records { taken: 1.., records }, Some(file)) = (reply, &mut self.file.data) {
                file.visits.extend(records);
                self.ask_further(ctx);
            }
            return true;
        }
        let mine = self.file.reply(ctx.shared, ticket, reply, |r| match r {
            Reply::PersonFile(file) => Some(*file),
            _ => None,
        });
        if mine {
            self.ask_further(ctx);
        }
        mine
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        if !self.asked {
            let ask = [words::face_ask(lang, &self.name), words::FACE_WHAT.get(lang).to_owned()];
            let wrapped = ask.iter().flat_map(|t| draw::wrap(t, width.saturating_sub(3)));
            return wrapped.map(|l| Line::text(format!(" {l}"))).collect();
        }
        let file = match self.file.get(shared, width) {
            Ok(file) => file,
            Err(lines) => return lines,
        };
        let mut out = Page { lines: Vec::new(), shared, width };
        out.head(rights::FILE_FIELDS);
        for field in Kind::Person.fields().iter().filter(|f| !f.hidden) {
            out.field(field, &file.shown, true);
        }
        let lacks = |no: u16| file.shown.record.fields.get(no).is_none();
        for (no, missing) in [(person::NOTICE, rights::NO_NOTICE), (person::CONSENT, rights::NO_CONSENT)] {
            if lacks(no) {
                out.text(missing.get(lang), Ink::Notice, 0);
            }
        }
        out.records(rights::FILE_VISITS, &file.visits, self.target);
        out.records(rights::FILE_TIES, &file.ties, self.target);
        out.records(rights::FILE_OTHERS, &file.others, self.target);
        out.records(rights::FILE_REQUESTS, &file.requests, self.target);
        out.records(rights::FILE_FORMERS, &file.formers, self.target);
        if !file.history.is_empty() {
            out.head(rights::FILE_HISTORY);
            let told = history::told(&file.history, Kind::Person, shared, width);
            out.lines.extend(told.into_iter().map(|l| Line { hit: None, ..l }));
        }
        let mut lines = out.lines;
        if shared.theme.plain {
            // Read line by line, so the cursor stands on each.
            lines.iter_mut().enumerate().for_each(|(i, l)| l.hit = Some(i));
        }
        lines
    }
}

/// Lines as they are put together.
struct Page<'a> {
    lines: Vec<Line>,
    shared: &'a Shared,
    width: usize,
}

impl Page<'_> {
    fn head(&mut self, title: T) {
        if !self.lines.is_empty() {
            self.lines.push(Line::blank());
        }
        self.lines.push(Line::rule(self.width, title.get(self.shared.lang)));
    }

    fn text(&mut self, text: &str, ink: Ink, indent: usize) {
        for part in draw::wrap(text, self.width.saturating_sub(indent + 3)) {
            self.lines.push(Line::of(format!("{}{part}", " ".repeat(indent)), ink));
        }
    }

    /// A field that is filled: its label, its value, and why the office may hold it.
    fn field(&mut self, field: &Field, shown: &Shown, why: bool) {
        let (lang, today) = (self.shared.lang, self.shared.today());
        let Some(value) = shown.record.fields.get(field.no) else { return };
        let text = say::value(field, value, &shown.names, today, lang);
        let label = field.label.get(lang);
        let wide = glyph::width(label).max(LABEL);
        let purpose = field.purpose.get(lang);
        let room = self.width.saturating_sub(wide + 4);
        let mut parts: Vec<String> =
            text.lines().flat_map(|l| draw::wrap(l, room)).filter(|l| !l.is_empty()).collect();
        let last = parts.pop().unwrap_or_default();
        let purpose = if why && !purpose.is_empty() { rights::purpose(lang, purpose) } else { String::new() };
        let purpose = purpose.trim();
        let fits = glyph::width(&last) + glyph::width(purpose) + 2 <= room;
        let mut label = glyph::pad(label, wide);
        for part in parts {
            self.lines.push(Line::of(&label, Ink::Dim).and(format!(" {part}"), Ink::Text));
            label = " ".repeat(wide);
        }
        let line = Line::of(&label, Ink::Dim).and(format!(" {last}"), Ink::Text);
        if fits {
            self.lines.push(line.and(format!("  {purpose}"), Ink::Dim));
        } else {
            self.lines.push(line);
            self.text(purpose, Ink::Dim, wide + 1);
        }
    }

    fn records(&mut self, title: T, all: &[Shown], own: Ref) {
        if all.is_empty() {
            return;
        }
        self.head(title);
        for (i, shown) in all.iter().enumerate() {
            if i > 0 {
                self.lines.push(Line::blank());
            }
            let kind = shown.record.kind;
            // of a visit first the day
            let first = if kind == Kind::Visit { visit::WHEN } else { 1 };
            let mut fields: Vec<&Field> = kind.fields().iter().filter(|f| !f.hidden).collect();
            fields.sort_by_key(|f| f.no != first);
            let (notes, short): (Vec<_>, Vec<_>) =
                fields.into_iter().partition(|f| matches!(f.ty, Type::Note));
            self.short(&short, shown, own);
            for field in notes {
                self.field(field, shown, false);
            }
        }
    }

    /// Fields of few words, one behind the other. That it is about the person need not be said.
    fn short(&mut self, fields: &[&Field], shown: &Shown, own: Ref) {
        let (lang, today) = (self.shared.lang, self.shared.today());
        let mut line = String::new();
        for field in fields {
            let Some(value) = shown.record.fields.get(field.no) else { continue };
            if value.each().iter().all(|v| *v == Value::Ref(own)) {
                continue;
            }
            let text = say::value(field, value, &shown.names, today, lang);
            let text = format!("{} {text}", field.label.get(lang));
            if !line.is_empty()
                && glyph::width(&line) + glyph::width(&text) + 3 > self.width.saturating_sub(3)
            {
                self.text(&std::mem::take(&mut line), Ink::Text, 0);
            }
            let gap = if line.is_empty() { "" } else { "   " };
            line = format!("{line}{gap}{text}");
        }
        self.text(&line, Ink::Text, 0);
    }
}

impl Screen for Face {
    fn contexts(&self) -> &[Context] {
        if self.asked { Context::Card.stack() } else { Context::Confirm.stack() }
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Yes) if !self.asked => {
                self.show(ctx);
                true
            }
            Input::Action(Action::Back) => {
                ctx.does(Effect::Pop(None));
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.file.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => self.reply(ctx, ticket, reply),
            // What was shown stays: to look again is another look, for the register too.
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let right = if self.file.data.is_some() { words::FACE_REGISTERED.get(lang) } else { "" };
        let title = (words::FACE.get(lang), self.name.as_str());
        let lines = self.lines(shared, area.width.into());
        self.file.view(shared, area, buf, title, right, &lines);
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.asked {
            vec![Action::PageUp, Action::PageDown, Action::Edit, Action::Back]
        } else {
            vec![Action::Yes, Action::Back]
        }
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }

    fn target_name(&self) -> String {
        self.name.clone()
    }
}
