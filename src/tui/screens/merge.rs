//! Two records side by side, field by field, what differs marked: whose value stands is chosen, what refers to either is
//! said, and then the two are made one. One undo takes it back.

use super::pairs::said_of;
use crate::book::merge::{self, Side};
use crate::book::{Field, Kind, Ref, Value, tie};
use crate::hub::wire::{self, Reply, Request, Shown};
use crate::text::{Lang, T, merge as words, screen as general, trouble};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// Lines of the head.
const HEAD: u16 = 3;
/// From so many cells on the two stand side by side.
const WIDE: usize = 60;
/// Cells of a label where there is little room.
const LABEL: usize = 10;

/// One of the two: the record, and how many refer to it.
#[derive(Default)]
struct Half {
    shown: Option<Shown>,
    users: Option<u64>,
    asked: [Option<Ticket>; 2],
}

/// Two that are to become one: the first is the one that stays.
pub struct Merge {
    refs: [Ref; 2],
    halves: [Half; 2],
    sides: BTreeMap<u16, Side>,
    sheet: Sheet,
    trouble: Option<String>,
    /// Whether somebody has chosen which stays.
    turned: bool,
    writing: Option<Ticket>,
    saying: Option<Ticket>,
    moved: u32,
}

impl Merge {
    /// Of these two.
    pub fn new(a: Ref, b: Ref) -> Merge {
        Merge {
            refs: [a, b],
            halves: Default::default(),
            sides: BTreeMap::new(),
            sheet: Sheet::default(),
            trouble: None,
            turned: false,
            writing: None,
            saying: None,
            moved: 0,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        for (half, target) in self.halves.iter_mut().zip(self.refs) {
            half.asked =
                [Some(ctx.ask(Request::Get(target))), Some(ctx.ask(Request::Users { target, limit: 0 }))];
        }
    }

    fn both(&self) -> Option<(&Shown, &Shown)> {
        let [a, b] = &self.halves;
        a.shown.as_ref().zip(b.shown.as_ref())
    }

    /// The fields that either holds.
    fn fields(&self) -> Vec<&'static Field> {
        let Some((a, b)) = self.both() else { return Vec::new() };
        let filled = |f: &&Field| [a, b].iter().any(|s| s.record.fields.get(f.no).is_some());
        merge::fields(a.record.kind).filter(filled).collect()
    }

    fn values(&self, f: &Field) -> (Option<&Value>, Option<&Value>) {
        let Some((a, b)) = self.both() else { return (None, None) };
        (a.record.fields.get(f.no), b.record.fields.get(f.no))
    }

    fn side(&self, f: &Field) -> Side {
        let (a, b) = self.values(f);
        let usual = merge::usual(self.refs.first().map_or(Kind::Person, |r| r.kind), f, a, b);
        self.sides.get(&f.no).copied().unwrap_or(usual)
    }

    /// Whether the two say different things.
    fn differ(&self, f: &Field) -> bool {
        let (a, b) = self.values(f);
        a != b
    }

    /// The one more records refer to stays, unless somebody says otherwise.
    fn settle(&mut self) {
        let [a, b] = &self.halves;
        if let (Some(x), Some(y), false) = (a.users, b.users, self.turned)
            && self.both().is_some()
        {
            let filled = |h: &Half| h.shown.as_ref().map_or(0, |s| s.record.fields.iter().count());
            if (y, filled(b)) > (x, filled(a)) {
                self.turn();
            }
            self.turned = true;
            self.sheet.at = self.fields().iter().position(|f| self.differ(f)).unwrap_or(0);
        }
    }

    fn turn(&mut self) {
        self.refs.reverse();
        self.halves.reverse();
        for side in self.sides.values_mut() {
            *side = match side {
                Side::Keep => Side::Other,
                Side::Other => Side::Keep,
                Side::Both => Side::Both,
            };
        }
    }

    fn choose(&mut self, ctx: &mut Ctx<'_>, side: Side) {
        let Some(f) = self.fields().get(self.sheet.at).copied() else { return };
        if side == Side::Both && !merge::takes_both(f) {
            ctx.does(Effect::Say(words::ONE_ONLY.get(ctx.shared.lang).to_owned()));
            return;
        }
        self.sides.insert(f.no, side);
    }

    fn write(&mut self, ctx: &mut Ctx<'_>) {
        let Some((a, b)) = self.both().filter(|_| self.writing.is_none()) else { return };
        let seen = (a.record.version, b.record.version);
        let [keep, other] = self.refs;
        let sides = self.sides.iter().map(|(no, side)| (*no, *side)).collect();
        let m = wire::Merge { request: new_id(), dry: false, keep, other, seen, sides };
        self.writing = Some(ctx.ask(Request::Merge(m)));
    }

    fn written(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Merging(m) => {
                self.moved += m.moved;
                if !m.done {
                    return self.write(ctx);
                }
                let said = words::merged(lang, m.other.record.name(), m.stays.record.name(), self.moved);
                ctx.does(Effect::Say(said));
                ctx.does(Effect::Pop(self.refs.first().copied().map(Outcome::Written)));
            }
            Reply::Refused(why) => {
                ctx.does(Effect::Warn(say::refusal(&why, lang)));
                self.ask(ctx);
            }
            Reply::Invalid(all) => {
                let why: Vec<String> = all.into_iter().map(|(_, w)| w).collect();
                ctx.does(Effect::Warn(why.join("; ")));
            }
            _ => {}
        }
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        if self.writing.take_if(|t| *t == ticket).is_some() {
            return self.written(ctx, reply);
        }
        if self.saying.take_if(|t| *t == ticket).is_some() {
            match reply {
                Reply::Saved(saved) => {
                    ctx.does(Effect::Say(words::APART_SAID.get(ctx.shared.lang).to_owned()));
                    ctx.does(Effect::Pop(Some(Outcome::Written(saved.target))));
                }
                Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, ctx.shared.lang))),
                _ => {}
            }
            return;
        }
        for half in &mut self.halves {
            if half.asked.contains(&Some(ticket)) {
                match reply {
                    Reply::Shown(shown) => half.shown = Some(shown),
                    Reply::Users { total, .. } => half.users = Some(total),
                    Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
                    _ => {}
                }
                break;
            }
        }
        self.settle();
    }

    /// Cells of the labels: of all where the two stand side by side.
    fn label_width(&self, lang: Lang, width: usize) -> usize {
        let widest = self.fields().iter().map(|f| glyph::width(f.label.get(lang))).max().unwrap_or(0);
        if width < WIDE { LABEL } else { widest.clamp(LABEL, width / 5) }
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        if self.trouble.is_some() || self.both().is_none() {
            let text = self.trouble.as_deref().unwrap_or_else(|| general::LOADING.get(lang));
            return draw::wrap(text, width.saturating_sub(2))
                .into_iter()
                .map(|l| Line::of(l, Ink::Dim))
                .collect();
        }
        let mut out = Vec::new();
        for (i, f) in self.fields().into_iter().enumerate() {
            self.field(shared, width, (i, f), &mut out);
        }
        out
    }

    fn field(&self, shared: &Shared, width: usize, (i, f): (usize, &Field), out: &mut Vec<Line>) {
        let (lang, today) = (shared.lang, shared.today());
        let Some((a, b)) = self.both() else { return };
        let words_of = |v: Option<&Value>, s: &Shown| {
            let text = v.map(|v| say::value(f, v, &s.names, today, lang)).unwrap_or_default();
            text.split('\n').collect::<Vec<_>>().join(" ")
        };
        let (x, y) = self.values(f);
        let (x, y) = (words_of(x, a), words_of(y, b));
        let wide = self.label_width(lang, width);
        let label = glyph::pad(f.label.get(lang), wide);
        if !self.differ(f) {
            out.push(Line::of(format!("  {label} "), Ink::Dim).and(x, Ink::Dim).hit(i));
            return;
        }
        let side = self.side(f);
        let taken = |own: Side| side == own || side == Side::Both;
        let mark = |own| if taken(own) { "[x] " } else { "[ ] " };
        let ink = |own| if taken(own) { Ink::Strong } else { Ink::Dim };
        if width < WIDE {
            out.push(Line::of(format!("* {label}"), Ink::Accent).hit(i));
            out.push(Line::of(format!("  1 {}{x}", mark(Side::Keep)), ink(Side::Keep)));
            out.push(Line::of(format!("  2 {}{y}", mark(Side::Other)), ink(Side::Other)));
            return;
        }
        let half = width.saturating_sub(wide + 8) / 2;
        let column = |text: &str| draw::wrap(text, half.saturating_sub(4));
        let (left, right) = (column(&x), column(&y));
        for n in 0..left.len().max(right.len()) {
            let cell = |all: &[String], own| {
                let lead = if n == 0 { mark(own) } else { "    " };
                let text = all.get(n).map_or("", String::as_str);
                let lead = if text.is_empty() && n > 0 { "    " } else { lead };
                glyph::pad(&format!("{lead}{text}"), half)
            };
            let lead = if n == 0 { format!("* {label} ") } else { " ".repeat(wide + 3) };
            let line = Line::of(lead, Ink::Accent)
                .and(cell(&left, Side::Keep), ink(Side::Keep))
                .and("  ", Ink::Dim)
                .and(cell(&right, Side::Other), ink(Side::Other));
            out.push(if n == 0 { line.hit(i) } else { line });
        }
    }
}

impl Screen for Merge {
    fn contexts(&self) -> &[Context] {
        Context::Panel.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let room = super::rows_below(ctx.shared, HEAD);
        match input {
            // what the last slice is on its way to cannot be left half done without saying so: it is taken up again
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            Input::Action(Action::Save) if ctx.shared.showing() => {
                ctx.does(Effect::Warn(trouble::SHOWING.get(ctx.shared.lang).to_owned()));
            }
            Input::Action(Action::Save) => self.write(ctx),
            Input::Action(Action::Left | Action::Choose1) => self.choose(ctx, Side::Keep),
            Input::Action(Action::Right | Action::Choose2) => self.choose(ctx, Side::Other),
            Input::Action(Action::Mark | Action::Choose3) => self.choose(ctx, Side::Both),
            Input::Action(Action::Clear) => {
                self.turn();
                self.turned = true;
            }
            Input::Action(Action::DropOne) if self.saying.is_none() => {
                let [a, b] = self.refs;
                self.saying = Some(ctx.ask(said_of(a, b, tie::APART, ctx.shared)));
            }
            Input::Action(action) => {
                let action = if action == Action::Accept { Action::Down } else { action };
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.sheet.step(action, &lines, room);
            }
            Input::Reply(ticket, reply) => {
                self.reply(ctx, ticket, reply);
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.sheet.follow(&lines, room);
            }
            other => {
                let stale = super::fetched::stale(&other) && self.writing.is_none();
                if stale {
                    self.ask(ctx);
                }
                return stale;
            }
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let [keep, other] = &self.halves;
        let name = |h: &Half| h.shown.as_ref().map(|s| s.record.name().to_owned()).unwrap_or_default();
        let title = words::merge_title(lang, &name(other), &name(keep));
        draw::head(buf, area, &[(&title, theme.strong())], ("", theme.dim()));
        let width = usize::from(area.width);
        let refs = words::both_refs(lang, keep.users.unwrap_or(0), other.users.unwrap_or(0));
        if width < WIDE {
            draw::head(buf, below(area, 1), &[(&refs, theme.dim())], ("", theme.dim()));
        } else {
            draw::head(
                buf,
                below(area, 1),
                &[(words::MERGE_ROWS.get(lang), theme.dim())],
                (&refs, theme.dim()),
            );
            let wide = self.label_width(lang, width);
            let half = width.saturating_sub(wide + 8) / 2;
            let columns = format!(
                "{}{}  {}",
                " ".repeat(wide + 3),
                glyph::pad(&format!("1   {}", words::stays(lang, &name(keep))), half),
                glyph::fit(&format!("2   {}", words::goes(lang, &name(other))), half)
            );
            draw::head(buf, below(area, 2), &[(&columns, theme.accent())], ("", theme.dim()));
        }
        let lines = self.lines(shared, width);
        self.sheet.view(&lines, buf, below(area, HEAD), theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            Action::Save,
            Action::Left,
            Action::Right,
            Action::Mark,
            Action::Clear,
            Action::DropOne,
            Action::Back,
        ]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Save => Some(words::MERGE_IT),
            Action::Left => Some(words::TAKE_LEFT),
            Action::Right => Some(words::TAKE_RIGHT),
            Action::Mark => Some(words::TAKE_BOTH),
            Action::Clear => Some(words::TURN),
            Action::DropOne => Some(words::ARE_TWO),
            _ => None,
        }
    }
}
