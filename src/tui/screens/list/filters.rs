//! The filter: words, and what fields must hold. The panel says for each value how many rows have it before one chooses.

use super::List;
use crate::book::{Field, Id, Kind, Ref, Type};
use crate::hub::wire::{Count, Filter, Is, Reply, Request, Test};
use crate::text::screen as words;
use crate::text::screen::panels;
use crate::text::{Lang, T};
use crate::tui::action::Action;
use crate::tui::edit::Edit;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Shared, Ticket};
use crate::tui::screens::foot::{self, Hit, Item};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The panel: the fields, or the values of one.
#[derive(Default)]
pub(super) struct Panel {
    at: usize,
    values: Option<Values>,
}

struct Values {
    field: &'static Field,
    at: usize,
    ticket: Ticket,
    counts: Option<Vec<Count>>,
    /// Whether several may hold: then Enter is done with them, and a digit ticks.
    ticking: bool,
    /// What is typed narrows the values.
    typed: Edit,
}

/// One line of the panel.
enum Entry {
    /// People not reached for longer than their area's rhythm; what is past its day.
    Overdue(Kind),
    /// What a field holds.
    Field(&'static Field),
}

impl Entry {
    fn label(&self, lang: Lang) -> &'static str {
        match self {
            Entry::Overdue(kind) => overdue(*kind).get(lang),
            Entry::Field(f) => f.label.get(lang),
        }
    }
}

/// What it is called that is late.
pub(super) fn overdue(kind: Kind) -> T {
    if kind == Kind::Person { words::OVERDUE } else { words::LATE }
}

fn entries(kind: Kind) -> Vec<Entry> {
    let late = kind == Kind::Person || kind.general().is_some_and(|g| g.due.is_some());
    let overdue = late.then_some(Entry::Overdue(kind));
    overdue.into_iter().chain(fields(kind).into_iter().map(Entry::Field)).collect()
}

/// The fields that a list is filtered by: those whose values can be chosen first, then those that are filled or not.
fn fields(kind: Kind) -> Vec<&'static Field> {
    let chooses = |f: &&Field| {
        matches!(f.ty, Type::Choice(_) | Type::Day | Type::Ref { .. })
            && !matches!(f.ty, Type::Ref { kind: Kind::Person, .. })
    };
    let all = || kind.fields().iter().filter(|f| !f.hidden && Some(f.no) != kind.name_field());
    all().filter(chooses).chain(all().filter(|f| !chooses(f))).collect()
}

impl Values {
    /// The values that what is typed leaves.
    fn shown(&self, shared: &Shared) -> Vec<&Count> {
        let typed = self.typed.text().trim().to_lowercase();
        let fits = |c: &&Count| {
            let name = value_words(self.field, c, shared.lang).to_lowercase();
            let sounds = || crate::book::pinyin::name_reading(&name);
            typed.is_empty() || name.contains(&typed) || initials(&sounds()).contains(&typed)
        };
        self.counts.iter().flatten().filter(fits).collect()
    }
}

fn initials(reading: &str) -> String {
    reading.split(' ').filter_map(|s| s.chars().next()).collect()
}

fn value_words(field: &Field, count: &Count, lang: Lang) -> String {
    if count.name.is_empty() { is_words(field, &count.is, &[], lang) } else { count.name.clone() }
}

/// What a field is asked for, in words.
pub(super) fn is_words(field: &Field, is: &Is, names: &[(Id, String)], lang: Lang) -> String {
    match is {
        Is::Code(code) => say::short_choice(field, *code, lang),
        Is::Ref(id) => names.iter().find(|(i, _)| i == id).map_or_else(|| "?".to_owned(), |(_, n)| n.clone()),
        Is::Days(from, to) => {
            let day = |d: &Option<crate::book::Day>| d.map_or_else(String::new, |d| d.to_string());
            format!("{} - {}", day(from), day(to))
        }
        Is::Span(span) => panels::span(*span).get(lang).to_owned(),
        Is::Blank => panels::BLANK.get(lang).to_owned(),
        Is::Filled => panels::FILLED.get(lang).to_owned(),
    }
}

impl List {
    fn test(&self, field: u16) -> &[Is] {
        self.rows.filter.tests.iter().find(|t| t.field == field).map_or(&[], |t| t.any.as_slice())
    }

    fn set_test(&mut self, ctx: &mut Ctx<'_>, field: u16, any: Vec<Is>) {
        let mut filter = self.rows.filter.clone();
        filter.tests.retain(|t| t.field != field);
        if !any.is_empty() {
            filter.tests.push(Test { field, any });
        }
        self.filter_by(ctx, filter);
    }

    /// Other rows. Whoever a field refers to is named, so that line 2 can say it.
    pub(super) fn filter_by(&mut self, ctx: &mut Ctx<'_>, filter: Filter) {
        for test in &filter.tests {
            let Some(Type::Ref { kind, .. }) = self.kind.field(test.field).map(|f| f.ty) else { continue };
            for is in &test.any {
                if let Is::Ref(id) = is
                    && !self.names.iter().any(|(i, _)| i == id)
                {
                    self.naming.push((ctx.ask(Request::Get(Ref { kind, id: *id })), *id));
                }
            }
        }
        let order = self.rows.order;
        self.marked.moved();
        self.rows.set(ctx, filter, order, super::view::height(ctx.shared));
    }

    /// A name that was asked for.
    pub(super) fn named(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        let Some(at) = self.naming.iter().position(|(t, _)| *t == ticket) else { return false };
        let (_, id) = self.naming.swap_remove(at);
        if let Reply::Shown(shown) = reply {
            self.names.push((id, shown.record.name().to_owned()));
        }
        true
    }

    /// Whether more is asked for than when the list was opened.
    pub(super) fn is_filtered(&self) -> bool {
        self.rows.filter != self.base
    }

    /// Takes all of it off again.
    pub(super) fn unfilter(&mut self, ctx: &mut Ctx<'_>) {
        let base = self.base.clone();
        self.filter_by(ctx, base);
        ctx.does(Effect::Say(panels::FILTER_CLEARED.get(ctx.shared.lang).to_owned()));
    }

    /// What is asked for, in words.
    pub(super) fn filter_words(&self, lang: Lang) -> String {
        let filter = &self.rows.filter;
        let mut out = String::new();
        if filter.overdue && !self.base.overdue {
            out.push_str(&format!("   {}", overdue(self.kind).get(lang)));
        }
        let mut add = |label: &str, what: &str| out.push_str(&format!("   {label}: {what}"));
        if !filter.text.is_empty() {
            add(words::FILTER.get(lang), &filter.text);
        }
        for test in &filter.tests {
            let Some(field) = self.kind.field(test.field) else { continue };
            let any: Vec<String> = test.any.iter().map(|is| is_words(field, is, &self.names, lang)).collect();
            add(field.label.get(lang), &any.join(words::AND.get(lang)));
        }
        out
    }

    /// Acts on the panel; `None`: it closes.
    pub(super) fn on_filters(
        &mut self,
        ctx: &mut Ctx<'_>,
        mut panel: Panel,
        action: Action,
    ) -> Option<Panel> {
        let Some(mut values) = panel.values.take() else {
            let all = entries(self.kind);
            let open = match foot::step(&mut panel.at, action, all.len()) {
                Hit::Chosen(at) => all.get(at),
                Hit::None if action == Action::Right => all.get(panel.at),
                _ => None,
            };
            match (open, action) {
                (Some(Entry::Overdue(_)), _) => {
                    let overdue = !self.rows.filter.overdue;
                    let filter = Filter { overdue, ..self.rows.filter.clone() };
                    self.filter_by(ctx, filter);
                    return None;
                }
                (Some(Entry::Field(field)), _) => {
                    let (kind, filter) = (self.kind, self.rows.filter.clone());
                    let ticket = ctx.ask(Request::Counts { kind, filter, field: field.no });
                    let typed = Edit::line("");
                    let ticking = self.test(field.no).len() > 1;
                    panel.values = Some(Values { field, at: 0, ticket, counts: None, ticking, typed });
                }
                (_, Action::DropOne) => match all.get(panel.at) {
                    Some(Entry::Field(field)) => self.set_test(ctx, field.no, Vec::new()),
                    _ => {
                        let filter = Filter { overdue: false, ..self.rows.filter.clone() };
                        self.filter_by(ctx, filter);
                    }
                },
                (_, Action::Clear) => self.unfilter(ctx),
                (_, Action::Back) => return None,
                _ => {}
            }
            return Some(panel);
        };
        let shown: Vec<Is> = values.shown(ctx.shared).into_iter().map(|c| c.is).collect();
        let no = values.field.no;
        match foot::step(&mut values.at, action, shown.len()) {
            Hit::Chosen(at) if values.ticking && action != Action::Accept => {
                self.tick(ctx, &values, shown.get(at));
            }
            Hit::Chosen(_) if values.ticking => return None,
            Hit::Chosen(at) => {
                if let Some(is) = shown.get(at) {
                    // The only one that is chosen already: whoever chooses it again wants it off.
                    let any = if self.test(no) == [*is] { Vec::new() } else { vec![*is] };
                    self.learn(&values, &any);
                    self.set_test(ctx, no, any);
                }
                return None;
            }
            Hit::Moved => {}
            Hit::None => match action {
                Action::Mark => {
                    values.ticking = true;
                    self.tick(ctx, &values, shown.get(values.at));
                }
                Action::DropOne | Action::Clear => self.set_test(ctx, no, Vec::new()),
                Action::Left | Action::Back => return Some(panel),
                _ => {}
            },
        }
        panel.values = Some(values);
        Some(panel)
    }

    /// Ticks one of several values, or no longer.
    fn tick(&mut self, ctx: &mut Ctx<'_>, values: &Values, is: Option<&Is>) {
        let (Some(is), no) = (is, values.field.no) else { return };
        let mut any = self.test(no).to_vec();
        match any.iter().position(|i| i == is) {
            Some(i) => drop(any.remove(i)),
            None => any.push(*is),
        }
        self.learn(values, &any);
        self.set_test(ctx, no, any);
    }

    /// Remembers the names of what was chosen.
    fn learn(&mut self, values: &Values, any: &[Is]) {
        for count in values.counts.iter().flatten().filter(|c| any.contains(&c.is)) {
            if let Is::Ref(id) = count.is
                && !self.names.iter().any(|(i, _)| *i == id)
            {
                self.names.push((id, count.name.clone()));
            }
        }
    }

    /// The lines of the panel.
    pub(super) fn draw_filters(
        &self,
        panel: &Panel,
        shared: &Shared,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<(u16, u16)> {
        let lang = shared.lang;
        let Some(values) = &panel.values else {
            let now = |e: &Entry| match e {
                Entry::Overdue(_) if self.rows.filter.overdue => words::YES.get(lang).to_owned(),
                Entry::Overdue(_) => String::new(),
                Entry::Field(f) => {
                    let any = self.test(f.no).iter().map(|is| is_words(f, is, &self.names, lang));
                    any.collect::<Vec<_>>().join(words::AND.get(lang))
                }
            };
            let item = |e: &Entry| Item { lit: true, ..Item::of(e.label(lang), now(e)) };
            let items: Vec<Item> = entries(self.kind).iter().map(item).collect();
            return foot::draw(shared, area, buf, panels::FILTER_PANEL.get(lang), None, (&items, panel.at));
        };
        let now = self.test(values.field.no);
        let label = values.field.label.get(lang);
        let mut items: Vec<Item> = values
            .shown(shared)
            .into_iter()
            .map(|c| Item {
                on: Some(now.contains(&c.is)),
                ..Item::of(value_words(values.field, c, lang), glyph::pad_left(&c.rows.to_string(), 7))
            })
            .collect();
        if items.is_empty() {
            let why = match (&values.counts, values.typed.is_empty()) {
                (None, _) => words::LOADING,
                (Some(_), true) => panels::NO_VALUES,
                (Some(_), false) => panels::NO_SUCH_VALUE,
            };
            items.push(Item::of(why.get(lang), ""));
        }
        let typing = (!values.typed.is_empty()).then_some((label, &values.typed));
        foot::draw(shared, area, buf, label, typing, (&items, values.at))
    }
}

impl Panel {
    /// Takes counts in.
    pub(super) fn reply(&mut self, ticket: Ticket, reply: &Reply) -> bool {
        let Some(values) = self.values.as_mut().filter(|v| v.ticket == ticket) else { return false };
        values.counts = Some(if let Reply::Counts(all) = reply { all.clone() } else { Vec::new() });
        true
    }

    /// Whether the values of a field are on their way.
    pub(super) fn awaited(&self) -> bool {
        self.values.as_ref().is_some_and(|v| v.counts.is_none())
    }

    /// Whether several values are ticked, so that Enter is done with them.
    pub(super) fn is_ticking(&self) -> bool {
        self.values.as_ref().is_some_and(|v| v.ticking)
    }

    /// Whether the values of a field are shown.
    pub(super) fn has_values(&self) -> bool {
        self.values.is_some()
    }

    /// Text narrows the values.
    pub(super) fn typed(&mut self, change: impl FnOnce(&mut Edit) -> bool) -> bool {
        let Some(values) = &mut self.values else { return false };
        values.at = 0;
        change(&mut values.typed)
    }
}
