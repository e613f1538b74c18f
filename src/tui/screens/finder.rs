//! The finder 查找: one line, and below it what matches as it is typed. It lies over the list, which stays where it is.

use super::fetched::stale;
use crate::book::{Kind, Ref, Row, person};
use crate::hub::wire::{Reply, Request};
use crate::text::Lang;
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::draw::{self, below, cells, window};
use crate::tui::edit::Edit;
use crate::tui::form::row;
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::screens::Menu;
use crate::tui::table::Table;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// At most so many rows are asked for.
const LIMIT: u32 = 50;

/// Below so many cells only names are shown of other kinds than people.
const NARROW: usize = 60;

/// The finder.
pub struct Finder {
    edit: Edit,
    rows: Vec<Row>,
    total: u64,
    more: bool,
    /// What the rows answer.
    answered: Option<String>,
    ticket: Option<Ticket>,
    at: usize,
    scroll: usize,
    trouble: Option<String>,
}

impl Finder {
    /// The finder with something typed already.
    pub fn new(query: &str) -> Finder {
        Finder {
            edit: Edit::line(query),
            rows: Vec::new(),
            total: 0,
            more: false,
            answered: None,
            ticket: None,
            at: 0,
            scroll: 0,
            trouble: None,
        }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let query = self.edit.text().trim().to_owned();
        if query.is_empty() {
            (self.rows, self.total, self.answered, self.ticket) = (Vec::new(), 0, None, None);
            return;
        }
        self.ticket = Some(ctx.ask(Request::Find { query, kinds: Vec::new(), limit: LIMIT }));
    }

    fn changed(&mut self, ctx: &mut Ctx<'_>) {
        (self.at, self.scroll) = (0, 0);
        self.edit.view(usize::from(ctx.shared.size.0 / 2));
        self.ask(ctx);
    }

    /// Rows of a kind stand together, the kinds in the order of their best row.
    fn grouped(rows: Vec<Row>) -> Vec<Row> {
        let mut kinds: Vec<Kind> = Vec::new();
        for r in &rows {
            if !kinds.contains(&r.target.kind) {
                kinds.push(r.target.kind);
            }
        }
        let mut rows = rows;
        rows.sort_by_key(|r| kinds.iter().position(|k| *k == r.target.kind));
        rows
    }

    fn in_hand(&self) -> Option<&Row> {
        self.rows.get(self.at)
    }

    fn counts(&self) -> bool {
        self.edit.text().trim_start().starts_with(['=', '＝'])
    }

    /// How many rows are shown at once: what is needed, half the screen, all of a small one.
    fn shown(&self, height: u16) -> usize {
        let room = if height >= 16 { height / 2 } else { height.saturating_sub(2) };
        self.rows.len().min(room.into())
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        let shown = self.shown(crate::tui::app::body_height(ctx.shared.size)).max(1);
        let last = self.rows.len().saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(last),
            Action::PageUp => self.at = self.at.saturating_sub(shown),
            Action::PageDown => self.at = (self.at + shown).min(last),
            Action::Open => {
                if let Some(row) = self.in_hand() {
                    ctx.does(Effect::Open(row.target));
                }
            }
            Action::Actions => {
                if let Some(row) = self.in_hand() {
                    let contexts = Context::Card.stack_of(row.target.kind);
                    let menu = Menu::of_target(ctx.shared, contexts, Some(row.target));
                    ctx.does(Effect::Push(Box::new(menu.named(ctx.shared.lang, row.title()))));
                }
            }
            Action::Create => {
                let name = self.edit.text().trim().to_owned();
                let field =
                    if name.is_empty() { Vec::new() } else { vec![(person::NAME, name, String::new())] };
                ctx.does(Effect::Pop(None));
                ctx.does(Effect::New(Kind::Person, field));
            }
            Action::Clear => {
                self.edit.clear();
                self.changed(ctx);
            }
            Action::Undo | Action::Redo => {
                if action == Action::Undo {
                    self.edit.undo()
                } else {
                    self.edit.redo()
                };
                self.changed(ctx);
            }
            Action::Back => ctx.does(Effect::Pop(None)),
            // Already here.
            Action::Find => {}
            _ => return false,
        }
        self.scroll = window(self.scroll, self.at, shown, self.rows.len());
        true
    }

    fn take(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        match reply {
            Reply::Found { total, more, rows } => {
                let held = self.in_hand().map(|r| r.target).filter(|_| self.at > 0);
                self.rows = Finder::grouped(rows);
                let found = held.and_then(|h| self.rows.iter().position(|r| r.target == h));
                self.at = found.unwrap_or(0);
                (self.total, self.more, self.trouble) = (total, more, None);
                self.answered = Some(self.edit.text().trim().to_owned());
            }
            Reply::Refused(why) => self.trouble = Some(say::refusal(&why, ctx.shared.lang)),
            _ => {}
        }
    }

    fn count(&self, shared: &Shared) -> String {
        let lang = shared.lang;
        if self.edit.text().trim().is_empty() {
            return String::new();
        }
        match (&self.answered, self.more) {
            (None, _) => words::SEARCHING.get(lang).to_owned(),
            (Some(_), _) if self.counts() => words::counted(lang, self.total),
            (Some(_), true) => words::found_more(lang, self.total),
            (Some(_), false) if self.total > self.rows.len() as u64 && !self.rows.is_empty() => {
                words::found_first(lang, self.total, self.rows.len())
            }
            (Some(_), false) => {
                let kinds = self.by_kind(lang);
                let total = words::found(lang, self.total);
                // What is typed needs the room more.
                let narrow = usize::from(shared.size.0) < NARROW;
                if kinds.is_empty() || narrow { total } else { format!("{total}   {kinds}") }
            }
        }
    }

    /// How many of each kind, where all are here and of more than one: 人员 3  单位 1.
    fn by_kind(&self, lang: Lang) -> String {
        let groups: Vec<(Kind, usize)> = self
            .rows
            .chunk_by(|a, b| a.target.kind == b.target.kind)
            .filter_map(|g| Some((g.first()?.target.kind, g.len())))
            .collect();
        if groups.len() < 2 {
            return String::new();
        }
        let one = |(kind, n): &(Kind, usize)| format!("{} {n}", words::list(*kind).get(lang));
        groups.iter().map(one).collect::<Vec<_>>().join("  ")
    }

    /// Cells before the names of other kinds than people.
    fn lead(&self, table: &Table, lang: Lang) -> usize {
        let kinds = self.rows.iter().map(|r| r.target.kind).filter(|k| *k != Kind::Person);
        let wide = kinds.map(|k| glyph::width(k.label().get(lang))).max().unwrap_or(0);
        wide.max(table.name_width()) + table.gap()
    }

    /// People in the columns of their list; of other kinds what they are, below each other too.
    fn texts(&self, table: &Table, shared: &Shared, width: usize) -> Vec<String> {
        let lang = shared.lang;
        let others: Vec<Row> = self.rows.iter().filter(|r| r.target.kind != Kind::Person).cloned().collect();
        let lead = self.lead(table, lang);
        if width < NARROW {
            // Where there is little room the name has all of it.
            let named = |r: &Row| glyph::pad(r.target.kind.label().get(lang), lead) + r.title();
            let text = |r: &Row| if r.target.kind == Kind::Person { table.row(r) } else { named(r) };
            return self.rows.iter().map(text).collect();
        }
        // One kind at a time: only rows of one kind have the same columns.
        let mut laid = others
            .chunk_by(|a, b| a.target.kind == b.target.kind)
            .flat_map(|rows| row::table(rows, width.saturating_sub(lead), lang, shared.today()));
        let text = |r: &Row| match r.target.kind {
            Kind::Person => table.row(r),
            kind => glyph::pad(kind.label().get(lang), lead) + &laid.next().unwrap_or_default(),
        };
        self.rows.iter().map(text).collect()
    }

    fn draw_rows(&self, shared: &Shared, area: Rect, buf: &mut Buffer, shown: usize) {
        let width = usize::from(area.width);
        let table = Table::new(Kind::Person, width.saturating_sub(2), shared.lang, shared.today());
        let scroll = window(self.scroll, self.at, shown, self.rows.len());
        let texts = self.texts(&table, shared, width.saturating_sub(2));
        for (i, row) in texts.iter().enumerate().skip(scroll).take(shown) {
            let y = area.y.saturating_add(cells(i - scroll));
            if y >= area.bottom() {
                break;
            }
            let in_hand = i == self.at;
            let text = format!("{}{row}", if in_hand { ">" } else { " " });
            glyph::put(buf, area.x, y, width, &glyph::fit(&text, width), shared.theme.text());
            if in_hand {
                let named = match self.in_hand() {
                    Some(r) if r.target.kind != Kind::Person => {
                        self.lead(&table, shared.lang) + glyph::width(r.title())
                    }
                    _ => table.name_width(),
                };
                let marked = Rect { x: area.x, y, width: cells(1 + named).min(area.width), height: 1 };
                draw::mark(buf, marked, shared.theme);
            }
        }
    }
}

impl Screen for Finder {
    fn contexts(&self) -> &[Context] {
        Context::Finder.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => self.action(ctx, action),
            Input::Key(key) => {
                let before = self.edit.text().to_owned();
                let taken = self.edit.key(key, usize::MAX);
                if self.edit.text() != before {
                    self.changed(ctx);
                }
                taken
            }
            Input::Paste(text) => {
                self.edit.insert(text.trim());
                self.changed(ctx);
                true
            }
            Input::Reply(ticket, reply) => {
                // Answers to what was typed before are stale.
                if self.ticket == Some(ticket) {
                    self.ticket = None;
                    self.take(ctx, reply);
                }
                true
            }
            other if stale(&other) => {
                self.ask(ctx);
                true
            }
            _ => false,
        }
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let shown = self.shown(area.height);
        let mut hints: Vec<&str> = Vec::new();
        let typed = !self.edit.text().trim().is_empty();
        if let Some(trouble) = &self.trouble {
            hints.push(trouble);
        } else if !typed {
            hints.extend([words::FIND_HOW, words::FIND_EXAMPLES, words::FIND_SOUND].map(|t| t.get(lang)));
        } else if self.answered.is_some() && self.rows.is_empty() && !self.counts() {
            hints.push(words::FIND_NOTHING.get(lang));
        }
        let width = usize::from(area.width).saturating_sub(2);
        let hints: Vec<String> = hints.iter().flat_map(|h| draw::wrap(h, width)).collect();
        let room = usize::from(area.height).saturating_sub(1);
        let blank = usize::from(area.height >= 16);
        let used = (blank + shown + hints.len() + 1).min(room);
        draw::clear(buf, Rect { height: cells(used + 1), ..area });
        let count = self.count(shared);
        let label_room = cells(usize::from(area.width).saturating_sub(glyph::width(&count) + 3));
        let at = (area.x.saturating_add(1), area.y);
        let cursor = draw::prompt(buf, at, label_room, words::FIND.get(lang), &self.edit, theme);
        draw::head(buf, area, &[], (&count, theme.dim()));
        let rows = below(area, cells(1 + blank));
        self.draw_rows(shared, rows, buf, shown);
        for (i, hint) in hints.iter().enumerate() {
            let y = rows.y.saturating_add(cells(shown + i));
            if y < area.bottom() {
                glyph::put(buf, area.x + 1, y, width, hint, theme.dim());
            }
        }
        let y = area.y.saturating_add(cells(used));
        if y < area.bottom() {
            let line = "─".repeat(width);
            glyph::put(buf, area.x + 1, y, width, &line, theme.dim());
        }
        Some(cursor)
    }

    fn hints(&self) -> Vec<Action> {
        if self.edit.text().is_empty() {
            vec![Action::Create, Action::Back]
        } else if self.rows.is_empty() {
            vec![Action::Create, Action::Clear, Action::Back]
        } else {
            vec![Action::Open, Action::Actions, Action::Create, Action::Back]
        }
    }

    fn covers(&self) -> bool {
        false
    }

    fn waits(&self, action: Option<Action>) -> bool {
        // the rows are still those of what was typed before
        let late = self.answered.as_deref() != Some(self.edit.text().trim());
        late && self.ticket.is_some() && action.is_some_and(|a| a.needs_hand() || a.moves())
    }

    fn target(&self) -> Option<Ref> {
        self.in_hand().map(|r| r.target)
    }

    fn target_name(&self) -> String {
        self.in_hand().map(|r| r.title().to_owned()).unwrap_or_default()
    }
}
