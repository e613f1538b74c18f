//! How long records are kept: the classes, each with how many records are past their time. Enter lists these; `n` offers the
//! classes that offices usually have. Nothing goes by itself.

mod due;

use super::fetched::{Fetched, stale};
use super::foot::{self, Hit, Item};
use crate::book::{Kind, Ref, retention};
use crate::hub::wire::{Class, Reply, Request, RetentionAsk};
use crate::text::screen::hints;
use crate::text::{Lang, T, retention as words};
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::sheet::{Ink, Line};
use due::DueList;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The classes.
#[derive(Default)]
pub struct Retention {
    found: Fetched<Vec<Class>>,
    /// The usual ones are offered: which is in hand.
    offers: Option<usize>,
}

/// For how long, in words.
fn how_long(lang: Lang, months: i64) -> String {
    if months % 12 == 0 { words::for_years(lang, months / 12) } else { words::for_months(lang, months) }
}

/// What becomes of the records of a class.
fn then(class: &Class, lang: Lang) -> String {
    let field = Kind::Retention.field(retention::THEN);
    field.map(|f| f.choice_label(class.then, lang)).unwrap_or_default()
}

/// What a class is, in one line.
fn about(class: &Class, lang: Lang) -> String {
    let field = Kind::Retention.field(retention::COVERS);
    let covers = field.map(|f| f.choice_label(class.covers, lang)).unwrap_or_default();
    let out = if class.in_force { "" } else { words::OUT.get(lang) };
    let parts = [covers, how_long(lang, class.months), then(class, lang), out.to_owned()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// How it stands with a class: the oldest, what is held back, when it was last carried out.
fn stands(class: &Class, lang: Lang) -> String {
    let mut parts = Vec::new();
    parts.extend(class.oldest.map(|d| words::oldest(lang, &d.to_string())));
    if class.held > 0 {
        parts.push(words::held(lang, class.held));
    }
    parts.extend(class.last.map(|(day, done, of)| words::last(lang, &day.to_string(), done, of)));
    parts.join("   ")
}

impl Retention {
    /// All of them.
    pub fn new() -> Retention {
        Retention::default()
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.found.ask(ctx, Request::Retention(RetentionAsk::Classes));
    }

    fn in_hand(&self) -> Option<&Class> {
        self.found.data.as_ref()?.get(self.found.sheet.at)
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let lang = shared.lang;
        let classes = match self.found.get(shared, width) {
            Ok(classes) => classes,
            Err(lines) => return lines,
        };
        if classes.is_empty() {
            let lines = draw::wrap(words::NONE.get(lang), width.saturating_sub(2));
            return lines.into_iter().map(|l| Line::of(l, Ink::Dim)).collect();
        }
        let mut out = Vec::new();
        for (i, class) in classes.iter().enumerate() {
            let due = words::due(lang, class.due);
            let ink = if class.due > 0 && class.in_force { Ink::Notice } else { Ink::Dim };
            let room = width.saturating_sub(glyph::width(&due) + 5);
            out.push(Line::of(glyph::fit(&class.name, room), Ink::Strong).end(due, ink).hit(i));
            for part in draw::wrap(&about(class, lang), width.saturating_sub(6)) {
                out.push(Line::text(format!("  {part}")));
            }
            let stands = stands(class, lang);
            if !stands.is_empty() {
                let lines = draw::wrap(&stands, width.saturating_sub(6));
                out.extend(lines.into_iter().map(|l| Line::of(format!("  {l}"), Ink::Dim)));
            }
        }
        out
    }

    fn items(lang: Lang) -> Vec<Item> {
        let ready = retention::READY.iter().map(|r| Item::of(r.name.get(lang), how_long(lang, r.months)));
        ready.chain([Item::of(words::OWN.get(lang), "")]).collect()
    }

    /// The form of a new class, filled in as offices usually have it.
    fn enter(ctx: &mut Ctx<'_>, at: usize) {
        let lang = ctx.shared.lang;
        let from = || words::USUAL.get(lang).to_owned();
        let label = |no: u16, code: u16| {
            let field = Kind::Retention.field(no);
            field.map(|f| f.choice_label(code, lang)).unwrap_or_default()
        };
        let filled = retention::READY.get(at).map(|r| {
            vec![
                (retention::NAME, r.name.get(lang).to_owned(), from()),
                (retention::COVERS, label(retention::COVERS, r.covers), from()),
                (retention::FROM, label(retention::FROM, r.from), from()),
                (retention::MONTHS, r.months.to_string(), from()),
                (retention::THEN, label(retention::THEN, r.then), from()),
                (retention::WHY, r.why.get(lang).to_owned(), from()),
            ]
        });
        ctx.does(Effect::Push(form::new(Kind::Retention, filled.unwrap_or_default(), ctx.shared)));
    }

    fn offered(&mut self, ctx: &mut Ctx<'_>, mut at: usize, action: Action) -> bool {
        match foot::step(&mut at, action, retention::READY.len() + 1) {
            Hit::Chosen(chosen) => {
                self.offers = None;
                Retention::enter(ctx, chosen);
            }
            Hit::Moved => self.offers = Some(at),
            Hit::None if action == Action::Back => self.offers = None,
            Hit::None => return false,
        }
        true
    }
}

impl Screen for Retention {
    fn contexts(&self) -> &[Context] {
        if self.offers.is_some() { Context::Panel.stack() } else { Context::Card.stack() }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) if self.offers.is_some() => {
                self.offered(ctx, self.offers.unwrap_or(0), action)
            }
            Input::Action(Action::New) => {
                self.offers = Some(0);
                true
            }
            Input::Action(Action::Open | Action::Act) => {
                if let Some(class) = self.in_hand() {
                    let list = DueList::of(class);
                    ctx.does(Effect::Push(Box::new(list)));
                }
                true
            }
            Input::Action(action) => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.step(ctx.shared, action, &lines)
            }
            Input::Reply(ticket, reply) => {
                let mine = self.found.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Classes(all) => Some(all),
                    _ => None,
                });
                let lines = self.lines(ctx.shared, ctx.shared.size.0.into());
                self.found.follow(ctx.shared, &lines);
                mine
            }
            other => {
                let stale = stale(&other);
                if stale {
                    self.ask(ctx);
                }
                stale
            }
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let due = self.found.data.iter().flatten().filter(|c| c.in_force).map(|c| c.due).sum::<u64>();
        let right = if due > 0 { words::due(lang, due) } else { String::new() };
        let lines = self.lines(shared, area.width.into());
        self.found.view(shared, area, buf, (words::TITLE.get(lang), ""), &right, &lines);
        if let Some(at) = self.offers {
            foot::draw(shared, area, buf, words::OFFERS.get(lang), None, (&Retention::items(lang), at));
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        match (self.offers, self.in_hand()) {
            (Some(_), _) => vec![Action::Accept, Action::Back],
            (None, Some(_)) => vec![Action::Open, Action::New, Action::Edit, Action::History, Action::Back],
            (None, None) => vec![Action::New, Action::Back],
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Open | Action::Act => Some(words::LIST),
            Action::Back => Some(hints::BACK),
            _ => None,
        }
    }

    fn waits(&self, action: Option<Action>) -> bool {
        self.found.waits(action)
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|c| Ref { kind: Kind::Retention, id: c.id })
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|c| c.name.clone()).unwrap_or_default()
    }
}
