//! Network 联络: the area tree down to people. A branch is fetched when it is opened.

use super::beside::Beside;
use super::card;
use super::fetched::stale;
use crate::book::{Id, Kind, Ref, Row, person};
use crate::hub::wire::{AreaRow, Filter, Order, Reply, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::screens::{List, Posts};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// People shown below an area; the list has all.
const PEOPLE: u32 = 100;

/// What a line of the tree is.
enum What {
    Area(AreaRow),
    Person(Row),
    /// The people of an area beyond those shown below it: which, its name, how many.
    More(Id, String, u64),
    Nobody,
}

struct Node {
    depth: usize,
    what: What,
    open: bool,
}

/// Which answer is for which branch: `None` for the top.
struct Asked {
    ticket: Ticket,
    below: Option<Id>,
}

/// The area tree.
pub struct Network {
    nodes: Vec<Node>,
    known: bool,
    trouble: Option<String>,
    asked: Vec<Asked>,
    /// Branches to be opened again after a refresh, and the row to stand on.
    open: Vec<Id>,
    held: Option<Ref>,
    sheet: Sheet,
    /// The card of the one in hand, where there is room.
    beside: Beside,
}

impl Network {
    /// The tree, its top branches only.
    pub fn new() -> Network {
        Network {
            nodes: Vec::new(),
            known: false,
            trouble: None,
            asked: Vec::new(),
            open: Vec::new(),
            held: None,
            sheet: Sheet::default(),
            beside: Beside::default(),
        }
    }

    fn ask_top(&mut self, ctx: &mut Ctx<'_>) {
        self.held = self.in_hand();
        self.open = self.nodes.iter().filter(|n| n.open).filter_map(Node::area).map(|a| a.id).collect();
        self.asked.clear();
        let ticket = ctx.ask(Request::Areas { parent: None });
        self.asked.push(Asked { ticket, below: None });
    }

    fn expand(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        let Some(node) = self.nodes.get_mut(at) else { return };
        let Some(area) = node.area() else { return };
        let (id, leaf) = (area.id, area.children == 0);
        node.open = true;
        let request = if leaf {
            let filter = Filter { area: Some(id), ..Filter::default() };
            Request::List {
                kind: Kind::Person,
                filter,
                order: Order::LongAgo,
                offset: 0,
                limit: PEOPLE,
                more: Vec::new(),
            }
        } else {
            Request::Areas { parent: Some(id) }
        };
        let ticket = ctx.ask(request);
        self.asked.push(Asked { ticket, below: Some(id) });
    }

    fn collapse(&mut self, at: usize) {
        let end = self.end_of(at);
        if let Some(node) = self.nodes.get_mut(at) {
            node.open = false;
        }
        self.nodes.drain(at + 1..end.max(at + 1));
    }

    /// Past the last node below this one.
    fn end_of(&self, at: usize) -> usize {
        let Some(depth) = self.nodes.get(at).map(|n| n.depth) else { return at };
        let below = self.nodes.iter().skip(at + 1).take_while(|n| n.depth > depth).count();
        at + 1 + below
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: Reply) {
        let Some(i) = self.asked.iter().position(|a| a.ticket == ticket) else { return };
        let parent = self.asked.remove(i).below;
        let above = parent.and_then(|id| self.nodes.iter().filter_map(Node::area).find(|a| a.id == id));
        let more = |n: u64| above.filter(|_| n > 0).map(|a| What::More(a.id, a.name.clone(), n));
        let what: Vec<What> = match reply {
            Reply::Areas(areas) => {
                // Also those whom no area below holds are reached: by the list of all.
                let all = more(above.map_or(0, |a| a.people));
                areas.into_iter().map(What::Area).chain(all).collect()
            }
            Reply::Page { total, rows, .. } => {
                let more = more(total.saturating_sub(rows.len() as u64));
                let mut all: Vec<What> = rows.into_iter().map(What::Person).chain(more).collect();
                if all.is_empty() {
                    all.push(What::Nobody);
                }
                all
            }
            Reply::Refused(why) => {
                self.trouble = Some(say::refusal(&why, ctx.shared.lang));
                return;
            }
            _ => return,
        };
        let (at, depth) = match parent {
            None => {
                self.nodes.clear();
                (self.known, self.trouble) = (true, None);
                (0, 0)
            }
            Some(id) => {
                let Some(at) = self.nodes.iter().position(|n| n.area().is_some_and(|a| a.id == id)) else {
                    return;
                };
                self.collapse(at);
                let Some(node) = self.nodes.get_mut(at) else { return };
                node.open = true;
                (at + 1, node.depth + 1)
            }
        };
        let held = self.in_hand();
        let nodes = what.into_iter().map(|what| Node { depth, what, open: false });
        self.nodes.splice(at..at, nodes);
        self.hold(held);
        // What was open before a refresh is opened again; a single top opens by itself.
        let mut again: Vec<usize> = Vec::new();
        for (i, node) in self.nodes.iter().enumerate().skip(at) {
            let Some(area) = node.area() else { continue };
            let single = parent.is_none() && self.nodes.len() == 1;
            if node.depth == depth && !node.open && (self.open.contains(&area.id) || single) {
                again.push(i);
            }
        }
        for i in again {
            let id = self.nodes.get(i).and_then(Node::area).map(|a| a.id);
            self.open.retain(|o| Some(*o) != id);
            self.expand(ctx, i);
        }
    }

    /// Whether a branch was opened whose rows are on their way.
    fn opening(&self) -> bool {
        let empty = |at: usize| self.end_of(at) == at + 1;
        self.nodes.iter().enumerate().any(|(at, n)| n.open && empty(at))
    }

    /// Keeps the cursor on the same row.
    fn hold(&mut self, held: Option<Ref>) {
        let wanted = self.held.or(held);
        let found = wanted.and_then(|w| self.nodes.iter().position(|n| n.target() == Some(w)));
        if let Some(at) = found {
            self.sheet.at = at;
            self.held = None;
        }
        self.sheet.at = self.sheet.at.min(self.nodes.len().saturating_sub(1));
    }

    fn in_hand(&self) -> Option<Ref> {
        self.nodes.get(self.sheet.at).and_then(Node::target)
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let (lang, today) = (shared.lang, shared.today());
        let mut lines = Vec::new();
        for (i, node) in self.nodes.iter().enumerate() {
            let indent = draw::level(node.depth, shared.theme);
            let line = match &node.what {
                What::Area(a) => {
                    let mark = if node.open { "- " } else { "+ " };
                    // How many people and how many are waiting keep their room; the name has the rest.
                    let gap = if width >= 60 { 34 } else { 25 };
                    let name = glyph::pad(&format!("{indent}{mark}{}", a.name), width.saturating_sub(gap));
                    let line = Line::of(name, Ink::Strong)
                        .and(glyph::pad_left(&words::people(lang, a.people), 10), Ink::Text);
                    if a.overdue > 0 {
                        line.end(words::overdue_count(lang, a.overdue), Ink::Notice)
                    } else {
                        line
                    }
                }
                What::Person(row) => {
                    let cell = |n: usize| say::cell_of(row, n, 12, today, lang);
                    Line::text(format!("{indent}  {}", glyph::pad(&cell(0), 9)))
                        .and(cell(1), Ink::Dim)
                        .end(cell(4), Ink::Text)
                }
                What::More(_, _, n) => {
                    // Below a street all of its people, below a community those beyond the first.
                    let below = self.nodes.iter().take(i).rposition(|p| p.depth < node.depth);
                    let street = below.and_then(|p| self.nodes.get(p)).and_then(Node::area);
                    let all = street.is_some_and(|a| a.children > 0);
                    let text = if all { words::all_people(lang, *n) } else { words::more_people(lang, *n) };
                    Line::of(format!("{indent}  {text}"), Ink::Dim)
                }
                What::Nobody => Line::of(format!("{indent}  {}", words::NO_PEOPLE_HERE.get(lang)), Ink::Dim),
            };
            lines.push(line.hit(i));
        }
        lines
    }

    /// The card of whom the cursor is on.
    fn settle(&mut self, ctx: &mut Ctx<'_>) {
        let target = self.in_hand();
        self.beside.settle(ctx, target, target.is_some());
    }

    /// The cells of the tree.
    fn wide(&self, shared: &Shared) -> usize {
        self.beside.areas(Rect::new(0, 0, shared.size.0, 1)).0.width.into()
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if self.beside.entered() {
            return self.beside.action(ctx, action);
        }
        let taken = self.walk(ctx, action);
        self.settle(ctx);
        taken
    }

    fn walk(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let at = self.sheet.at;
        let node = self.nodes.get(at);
        match action {
            Action::Right => match node {
                Some(n) if n.area().is_some() && !n.open => self.expand(ctx, at),
                Some(n) if n.open => self.sheet.at = (at + 1).min(self.nodes.len().saturating_sub(1)),
                _ => {
                    self.beside.enter();
                }
            },
            Action::Left => match node {
                Some(n) if n.open => self.collapse(at),
                Some(n) => {
                    let depth = n.depth;
                    let parent = self.nodes.iter().take(at).rposition(|p| p.depth < depth);
                    self.sheet.at = parent.unwrap_or(at);
                    let lines = self.lines(ctx.shared, self.wide(ctx.shared));
                    self.sheet.scroll = self.sheet.scroll.min(self.sheet.at).min(lines.len());
                }
                None => {}
            },
            Action::Open => match node.map(|n| &n.what) {
                Some(What::More(id, name, _)) => {
                    let filter = Filter { area: Some(*id), ..Filter::default() };
                    let list = List::some(Kind::Person, filter, Order::LongAgo).of(name);
                    ctx.does(Effect::Push(Box::new(list)));
                }
                Some(_) => {
                    if let Some(target) = self.in_hand() {
                        ctx.does(Effect::Open(target));
                    }
                }
                None => {}
            },
            Action::OtherView => ctx.does(Effect::Push(Box::new(Posts::new()))),
            Action::New if self.nodes.is_empty() => ctx.does(Effect::New(Kind::Area, Vec::new())),
            Action::New => {
                // Whoever is entered here belongs here.
                let area = (0..=at).rev().filter_map(|i| self.nodes.get(i)).find_map(Node::area);
                let link = |a: &AreaRow| form::link(Ref { kind: Kind::Area, id: a.id }, &a.name);
                let given = area.map(|a| (person::AREA, link(a), String::new()));
                ctx.does(Effect::New(Kind::Person, given.into_iter().collect()));
            }
            _ => {
                let lines = self.lines(ctx.shared, self.wide(ctx.shared));
                return self.sheet.step(action, &lines, super::rows_below(ctx.shared, 2));
            }
        }
        true
    }
}

impl Node {
    fn area(&self) -> Option<&AreaRow> {
        if let What::Area(a) = &self.what { Some(a) } else { None }
    }

    fn target(&self) -> Option<Ref> {
        match &self.what {
            What::Area(a) => Some(Ref { kind: Kind::Area, id: a.id }),
            What::Person(row) => Some(row.target),
            What::More(..) | What::Nobody => None,
        }
    }
}

impl Default for Network {
    fn default() -> Self {
        Network::new()
    }
}

impl Screen for Network {
    fn contexts(&self) -> &[Context] {
        if let Some((contexts, _)) = self.beside.inside() {
            return contexts;
        }
        match self.in_hand().map(|t| t.kind) {
            Some(Kind::Person) => Context::Tree.stack_of_person(),
            _ => Context::Tree.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask_top(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => {
                self.beside.seen();
                self.action(ctx, action)
            }
            Input::Reply(ticket, reply) if self.beside.reply(ctx.shared, ticket, &reply) => true,
            Input::Reply(ticket, reply) => {
                self.take(ctx, ticket, reply);
                self.settle(ctx);
                true
            }
            other if stale(&other) => {
                if let Input::News(news) = &other {
                    self.beside.hear(news);
                }
                self.ask_top(ctx);
                self.beside.refresh(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let (area, card) = match self.nodes.is_empty() {
            true => (area, None),
            false => self.beside.areas(area),
        };
        if let Some(card) = card {
            self.beside.view(shared, card, buf);
        }
        let people = shared.welcome.counts.get(1).copied().unwrap_or(0);
        let right = words::people(lang, people);
        draw::head(buf, area, &[(words::NETWORK.get(lang), theme.strong())], (&right, theme.dim()));
        if let Some(trouble) = &self.trouble {
            super::empty(buf, below(area, 1), shared, &[trouble]);
        } else if self.known && self.nodes.is_empty() {
            super::empty(buf, below(area, 1), shared, &[words::NO_AREAS.get(lang)]);
        }
        self.sheet.view(
            &self.lines(shared, area.width.into()),
            buf,
            below(area, 2),
            theme,
            !self.beside.entered(),
        );
        None
    }

    fn hints(&self) -> Vec<Action> {
        if let Some((_, kind)) = self.beside.inside() {
            return card::hints(kind);
        }
        match self.in_hand().map(|t| t.kind) {
            None if self.nodes.is_empty() => vec![Action::New, Action::Palette],
            None => vec![Action::Open, Action::Left, Action::New],
            Some(Kind::Person) => {
                vec![Action::Open, Action::Visit, Action::Circle, Action::Left, Action::Actions]
            }
            Some(_) => vec![Action::Right, Action::Left, Action::Open, Action::New, Action::Actions],
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        if self.beside.entered() {
            return action.is_some_and(|a| self.beside.waits(a));
        }
        let about = action.is_some_and(|a| a.needs_hand() || a.moves() || a == Action::New);
        about && !self.asked.is_empty() && (!self.known || self.opening())
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand()
    }

    fn target_name(&self) -> String {
        match self.nodes.get(self.sheet.at).map(|n| &n.what) {
            Some(What::Area(a)) => a.name.clone(),
            Some(What::Person(row)) => row.title().to_owned(),
            _ => String::new(),
        }
    }
}
