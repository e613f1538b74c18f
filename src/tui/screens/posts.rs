//! The organisation network as a tree: by level, body by body, down to whoever holds a post, with what is missing. Every gap
//! leads to the form that fills it.

use super::fetched::stale;
use crate::book::{Id, Kind, Ref, post};
use crate::hub::wire::{Gap, PostArea, PostRow, Posts as Branch, Reply, Request};
use crate::text::screen::posts as words;
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::form;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// No row is wider.
const WIDEST: u16 = 120;
/// Lines above the rows.
const HEAD: u16 = 2;
/// Cells of somebody's post and of their name.
const TITLE: usize = 11;
const NAME: usize = 9;

/// What a line of the tree is.
enum What {
    Area(PostArea),
    /// The title of a body.
    Body(u16, usize),
    Post(PostRow),
    /// A body without anybody, of an area.
    Nobody(u16, (Id, String)),
    /// Communities without a liaison officer.
    NoLiaison(Vec<(Id, String)>),
    /// One of them.
    Alone(Id, String),
}

struct Node {
    depth: usize,
    what: What,
    open: bool,
}

/// The tree.
pub struct Posts {
    nodes: Vec<Node>,
    known: bool,
    trouble: Option<String>,
    asked: Vec<(Ticket, Option<Id>)>,
    /// Branches to be opened again after a refresh, and the row to stand on.
    open: Vec<Id>,
    held: Option<Ref>,
    sheet: Sheet,
}

impl Posts {
    /// The tree, its top branches only.
    pub fn new() -> Posts {
        Posts {
            nodes: Vec::new(),
            known: false,
            trouble: None,
            asked: Vec::new(),
            open: Vec::new(),
            held: None,
            sheet: Sheet::default(),
        }
    }

    fn ask_top(&mut self, ctx: &mut Ctx<'_>) {
        self.held = self.in_hand();
        self.open = self.nodes.iter().filter(|n| n.open).filter_map(Node::area).map(|a| a.id).collect();
        self.asked.clear();
        self.ask(ctx, None);
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>, area: Option<Id>) {
        let ticket = ctx.ask(Request::Posts { area });
        self.asked.push((ticket, area));
    }

    fn in_hand(&self) -> Option<Ref> {
        self.nodes.get(self.sheet.at).and_then(Node::target)
    }

    /// Past the last node below this one.
    fn end_of(&self, at: usize) -> usize {
        let Some(depth) = self.nodes.get(at).map(|n| n.depth) else { return at };
        at + 1 + self.nodes.iter().skip(at + 1).take_while(|n| n.depth > depth).count()
    }

    fn collapse(&mut self, at: usize) {
        let end = self.end_of(at);
        if let Some(node) = self.nodes.get_mut(at) {
            node.open = false;
        }
        self.nodes.drain(at + 1..end.max(at + 1));
    }

    fn unfold(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        let Some(node) = self.nodes.get_mut(at).filter(|n| !n.open) else { return };
        let depth = node.depth + 1;
        match &node.what {
            What::Area(a) if a.opens => {
                let id = a.id;
                node.open = true;
                self.ask(ctx, Some(id));
            }
            What::NoLiaison(all) => {
                let alone: Vec<Node> = all
                    .iter()
                    .map(|(id, name)| Node { depth, what: What::Alone(*id, name.clone()), open: false })
                    .collect();
                node.open = true;
                self.nodes.splice(at + 1..at + 1, alone);
            }
            _ => {}
        }
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, area: Option<Id>, reply: Reply) {
        let branch = match reply {
            Reply::Posts(branch) => *branch,
            Reply::Refused(why) => {
                self.trouble = Some(say::refusal(&why, ctx.shared.lang));
                return;
            }
            _ => return,
        };
        let (at, depth, of) = match area {
            None => {
                self.nodes.clear();
                (self.known, self.trouble) = (true, None);
                (0, 0, None)
            }
            Some(id) => {
                let Some(at) = self.nodes.iter().position(|n| n.area().is_some_and(|a| a.id == id)) else {
                    return;
                };
                self.collapse(at);
                let Some(node) = self.nodes.get_mut(at) else { return };
                node.open = true;
                let of = node.area().map(|a| (a.id, a.name.clone()));
                (at + 1, node.depth + 1, of)
            }
        };
        let held = self.held.or(self.in_hand());
        let nodes = laid(branch, of, depth);
        let last = at + nodes.len();
        self.nodes.splice(at..at, nodes);
        if let Some(found) = held.and_then(|h| self.nodes.iter().position(|n| n.target() == Some(h))) {
            self.sheet.at = found;
            self.held = None;
        }
        self.sheet.at = self.sheet.at.min(self.nodes.len().saturating_sub(1));
        // What was open before a refresh is opened again; a single top opens by itself.
        let single = area.is_none() && self.nodes.len() == 1;
        for i in at..last {
            let Some(id) = self.nodes.get(i).filter(|n| !n.open).and_then(Node::area).map(|a| a.id) else {
                continue;
            };
            if single || self.open.contains(&id) {
                self.open.retain(|o| *o != id);
                self.unfold(ctx, i);
            }
        }
    }

    /// The form that a line leads to: of a post that stands, or of one that is missing.
    fn fill(&self, ctx: &mut Ctx<'_>) {
        let new = |body: u16, id: Id, name: &str| {
            let key = post::BODIES.iter().find(|b| b.code == body).map_or("", |b| b.key);
            let area = form::link(Ref { kind: Kind::Area, id }, name);
            let since = ctx.shared.today().to_string();
            let given = [(post::BODY, key.to_owned()), (post::AREA, area), (post::SINCE, since)];
            given.into_iter().map(|(no, text)| (no, text, String::new())).collect::<Vec<_>>()
        };
        let given = match self.nodes.get(self.sheet.at).map(|n| &n.what) {
            Some(What::Nobody(body, (id, name))) => new(*body, *id, name),
            Some(What::Alone(id, name)) => new(post::LIAISON, *id, name),
            Some(What::Post(row)) if row.trouble.is_some() => {
                ctx.does(Effect::Push(form::edit(row.post)));
                return;
            }
            Some(What::Post(row)) => {
                ctx.does(Effect::Open(row.post));
                return;
            }
            Some(What::Area(_)) | None => {
                self.enter(ctx);
                return;
            }
            Some(What::Body(..) | What::NoLiaison(_)) => return,
        };
        ctx.does(Effect::New(Kind::Post, given));
    }

    /// A new post of the area in hand.
    fn enter(&self, ctx: &mut Ctx<'_>) {
        let above = (0..=self.sheet.at).rev().filter_map(|i| self.nodes.get(i)).find_map(Node::area);
        let link = |a: &PostArea| form::link(Ref { kind: Kind::Area, id: a.id }, &a.name);
        let given = above.map(|a| (post::AREA, link(a), String::new()));
        ctx.does(Effect::New(Kind::Post, given.into_iter().collect()));
    }

    fn lines(&self, shared: &Shared, width: usize) -> Vec<Line> {
        self.nodes.iter().enumerate().map(|(i, node)| node.line(shared, width).hit(i)).collect()
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let at = self.sheet.at;
        let node = self.nodes.get(at);
        match action {
            Action::Right if node.is_some_and(|n| n.open) => {
                self.sheet.at = (at + 1).min(self.nodes.len().saturating_sub(1));
            }
            Action::Right => self.unfold(ctx, at),
            Action::Left => match node {
                Some(n) if n.open => self.collapse(at),
                Some(n) => {
                    let depth = n.depth;
                    self.sheet.at = self.nodes.iter().take(at).rposition(|p| p.depth < depth).unwrap_or(at);
                    self.sheet.scroll = self.sheet.scroll.min(self.sheet.at);
                }
                None => {}
            },
            Action::Open => match node {
                Some(n) if n.folds() && n.open => self.collapse(at),
                Some(n) if n.folds() => self.unfold(ctx, at),
                _ => self.fill(ctx),
            },
            Action::Act => self.fill(ctx),
            Action::New => self.enter(ctx),
            Action::OtherView => ctx.does(Effect::Pop(None)),
            _ => {
                let lines = self.lines(ctx.shared, ctx.shared.size.0.min(WIDEST).into());
                return self.sheet.step(action, &lines, super::rows_below(ctx.shared, HEAD));
            }
        }
        true
    }
}

/// A branch as nodes: bodies with their posts, what is missing, the areas below.
fn laid(branch: Branch, of: Option<(Id, String)>, depth: usize) -> Vec<Node> {
    let node = |depth, what| Node { depth, what, open: false };
    let mut out = Vec::new();
    let mut body = None;
    let count = |b: u16, all: &[PostRow]| all.iter().filter(|p| p.body == b).count();
    for row in &branch.posts {
        if body != Some(row.body) {
            body = Some(row.body);
            out.push(node(depth, What::Body(row.body, count(row.body, &branch.posts))));
        }
        out.push(node(depth + 1, What::Post(row.clone())));
    }
    for gap in branch.gaps {
        match (gap, &of) {
            (Gap::Nobody(body), Some(of)) => out.push(node(depth, What::Nobody(body, of.clone()))),
            (Gap::NoLiaison(all), _) => out.push(node(depth, What::NoLiaison(all))),
            (Gap::Nobody(_), None) => {}
        }
    }
    out.extend(branch.below.into_iter().map(|a| node(depth, What::Area(a))));
    out
}

fn body_label(code: u16, lang: Lang) -> String {
    Kind::Post.field(post::BODY).map(|f| f.choice_label(code, lang)).unwrap_or_default()
}

impl Node {
    fn area(&self) -> Option<&PostArea> {
        if let What::Area(a) = &self.what { Some(a) } else { None }
    }

    /// Whether something can be unfolded below it.
    fn folds(&self) -> bool {
        match &self.what {
            What::Area(a) => a.opens,
            What::NoLiaison(_) => true,
            _ => false,
        }
    }

    fn target(&self) -> Option<Ref> {
        match &self.what {
            What::Area(a) => Some(Ref { kind: Kind::Area, id: a.id }),
            What::Post(row) => Some(row.post),
            What::Alone(id, _) => Some(Ref { kind: Kind::Area, id: *id }),
            What::Body(..) | What::Nobody(..) | What::NoLiaison(_) => None,
        }
    }

    fn line(&self, shared: &Shared, width: usize) -> Line {
        let lang = shared.lang;
        let indent = draw::level(self.depth, shared.theme);
        let mark = if !self.folds() {
            "  "
        } else if self.open {
            "- "
        } else {
            "+ "
        };
        let head = |text: &str| format!("{indent}{mark}{text}");
        match &self.what {
            What::Area(a) => {
                let gap = if width >= 60 { 32 } else { 25 };
                let name = glyph::pad(&head(&a.name), width.saturating_sub(gap));
                let posts = if a.posts > 0 { words::posts(lang, a.posts) } else { String::new() };
                let line = Line::of(name, Ink::Strong).and(glyph::pad_left(&posts, 10), Ink::Text);
                if a.gaps > 0 { line.end(words::gaps(lang, a.gaps), Ink::Notice) } else { line }
            }
            What::Body(code, n) => Line::of(head(&format!("{} {n}", body_label(*code, lang))), Ink::Accent),
            What::Post(row) => self.post(row, &indent, shared, width),
            What::Nobody(code, _) => {
                Line::of(head(&words::nobody_in(lang, &body_label(*code, lang))), Ink::Notice)
            }
            What::NoLiaison(all) => Line::of(head(&words::no_liaison(lang, all.len())), Ink::Notice),
            What::Alone(_, name) => Line::text(head(name)),
        }
    }

    fn post(&self, row: &PostRow, indent: &str, shared: &Shared, width: usize) -> Line {
        let lang = shared.lang;
        let line = Line::text(format!("{indent}{}", glyph::pad(&row.title, TITLE)))
            .and(glyph::pad(&row.name, NAME), Ink::Strong);
        let about = if row.communities.is_empty() { &row.job } else { &row.communities };
        let people = row.people.filter(|n| *n > 0).map(|n| words::looks_after(lang, n));
        let line = if width >= 60 {
            let about: Vec<&str> = [about.as_str(), people.as_deref().unwrap_or("")]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            line.and(about.join("   "), Ink::Dim)
        } else {
            line
        };
        match row.trouble {
            Some(stale) => {
                let until = row.until.filter(|_| width >= 60).map(|d| format!(" {d}")).unwrap_or_default();
                line.end(format!("{}{until}", words::stale(stale).get(lang)), Ink::Notice)
            }
            None if width < 60 => line,
            None => line.end(term(row, lang), Ink::Dim),
        }
    }
}

fn term(row: &PostRow, lang: Lang) -> String {
    let month = |d: crate::book::Day| d.to_string().chars().take(7).collect::<String>();
    match (row.since.map(month), row.until.map(month)) {
        (Some(a), Some(b)) => words::term(lang, &a, &b),
        (Some(a), None) => words::term_from(lang, &a),
        (None, Some(b)) => words::term_to(lang, &b),
        (None, None) => String::new(),
    }
}

impl Default for Posts {
    fn default() -> Self {
        Posts::new()
    }
}

impl Screen for Posts {
    fn contexts(&self) -> &[Context] {
        Context::Tree.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask_top(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Reply(ticket, reply) => {
                if let Some(i) = self.asked.iter().position(|(t, _)| *t == ticket) {
                    let (_, area) = self.asked.remove(i);
                    self.take(ctx, area, reply);
                }
                true
            }
            other if stale(&other) => {
                self.ask_top(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let sum = |of: fn(&PostArea) -> u64| -> u64 {
            self.nodes.iter().filter(|n| n.depth == 0).filter_map(Node::area).map(of).sum()
        };
        let (posts, gaps) = (sum(|a| a.posts), sum(|a| a.gaps));
        let right = match gaps {
            0 => words::posts(lang, posts),
            n => format!("{}   {}", words::posts(lang, posts), words::gaps(lang, n)),
        };
        draw::head(buf, area, &[(words::POSTS.get(lang), theme.strong())], (&right, theme.dim()));
        if let Some(trouble) = &self.trouble {
            super::empty(buf, below(area, 1), shared, &[trouble]);
        } else if self.known && self.nodes.is_empty() {
            super::empty(buf, below(area, 1), shared, &[words::POSTS_NO_AREAS.get(lang)]);
        }
        // on a very wide screen what belongs together does not stand at both edges
        let rows = below(Rect { width: area.width.min(WIDEST), ..area }, HEAD);
        self.sheet.view(&self.lines(shared, rows.width.into()), buf, rows, theme, true);
        None
    }

    fn hints(&self) -> Vec<Action> {
        let node = self.nodes.get(self.sheet.at);
        let mut out = vec![Action::Open, Action::New, Action::OtherView, Action::Back];
        if node.is_some_and(Node::folds) {
            out.insert(0, Action::Right);
            out.insert(1, Action::Left);
            out.retain(|a| *a != Action::Open);
        }
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        let fills = match self.nodes.get(self.sheet.at).map(|n| &n.what) {
            Some(What::Nobody(..) | What::Alone(..)) => true,
            Some(What::Post(row)) => row.trouble.is_some(),
            _ => false,
        };
        (action == Action::Open && fills).then_some(words::FILL)
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoNetwork)
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand()
    }

    fn target_name(&self) -> String {
        match self.nodes.get(self.sheet.at).map(|n| &n.what) {
            Some(What::Area(a)) => a.name.clone(),
            Some(What::Post(row)) => row.name.clone(),
            Some(What::Alone(_, name)) => name.clone(),
            _ => String::new(),
        }
    }
}
