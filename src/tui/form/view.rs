//! Drawing a form. Nothing here changes anything.

use super::draft::clock;
use super::item::{Item, Sort};
use super::pen::{Pen, flow};
use super::plan::{self, Line, NARROW, Plan};
use super::row;
use super::side::{self, Inset, Tone};
use super::{Form, Load};
use crate::book::Kind;
use crate::text::form as words;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

impl Form {
    pub(super) fn draw(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let theme = shared.theme;
        let mut pen = Pen::new(buf, area);
        let plan = self.plan(shared, (area.width, area.height));
        self.draw_head(&mut pen, shared, &plan);
        match &self.load {
            Load::Done => {}
            Load::Failed(why) => {
                pen.cut(2, 2, why, theme.trouble());
                return None;
            }
            Load::Wanted | Load::Asked(_) => {
                pen.cut(2, 2, words::LOADING.get(shared.lang), theme.dim());
                return None;
            }
        }
        let mut cursor = None;
        for (y, line) in plan.lines.iter().skip(plan.top).take(plan.room).enumerate() {
            let y = y + plan.head;
            let found = match line {
                Line::Item(at) => self.draw_item(&mut pen, y, *at, &plan, shared),
                Line::Head(at) => {
                    self.draw_note_head(&mut pen, y, *at, &plan, shared);
                    None
                }
                Line::Note(at, n) => self.draw_note(&mut pen, y, *at, *n, &plan, shared),
                Line::Trouble(at) => {
                    let said = self.items.get(*at).and_then(|i| i.trouble.as_deref()).unwrap_or_default();
                    let x = if plan.width < NARROW { 2 } else { plan.value };
                    pen.within(y, x, plan.width.saturating_sub(x + 1), &format!("! {said}"), theme.trouble());
                    None
                }
                Line::Inset(inset) => {
                    let x = if plan.width < NARROW { 2 } else { plan.value.saturating_sub(1) };
                    pen.within(y, x, plan.width.saturating_sub(x + 1), &inset.text, tone(inset, theme));
                    None
                }
                Line::Folded(at) => self.draw_folded(&mut pen, y, *at, &plan, shared),
                Line::Section(at) => {
                    if let Some(fold) = self.fold_of(*at) {
                        let title = format!("- {}", fold.title.get(shared.lang));
                        super::pen::rule(&mut pen, y, &title, plan.width, false, theme);
                    }
                    None
                }
                Line::Blank => None,
            };
            cursor = cursor.or(found);
        }
        for (n, line) in plan.foot.iter().enumerate() {
            let warns = n + 1 == plan.foot.len()
                && self.in_hand().is_some_and(|i| side::beware(i, shared.lang).is_some());
            pen.cut(plan.foot_at + n, 1, line, if warns { theme.notice() } else { theme.dim() });
        }
        if let Some(x) = plan.pane {
            self.draw_pane(&mut pen, x, shared);
        }
        cursor
    }

    fn draw_head(&self, pen: &mut Pen<'_>, shared: &Shared, plan: &Plan) {
        let (lang, theme) = (shared.lang, shared.theme);
        let kind = self.kind.label().get(lang);
        let title = match (self.base > 0, self.kind) {
            (true, _) => words::edit_head(lang, kind, &self.name),
            (_, Kind::Visit) => words::NEW_VISIT.get(lang).to_owned(),
            _ => words::new_head(lang, kind),
        };
        let title = match self.step_label() {
            Some(label) => words::step_head(lang, label.get(lang), &self.name),
            None => title,
        };
        let title = match self.stacked {
            0 => title,
            n => format!("{title}  {}", words::stacked(lang, n + 1)),
        };
        // Whom it is about stays in sight when its field has scrolled away.
        let about = match (self.base, self.kind, self.items.first()) {
            (0, Kind::Visit | Kind::Tie, Some(first)) if self.at > 0 => first.shown(lang),
            _ => String::new(),
        };
        let title = if about.is_empty() { title } else { format!("{title}  {about}") };
        let (status, style) = if self.saving.is_some() {
            (words::SAVING.get(lang).to_owned(), theme.notice())
        } else if self.keeping.failed {
            (words::DRAFT_FAILED.get(lang).to_owned(), theme.trouble())
        } else {
            let at = self.keeping.kept_at.map(|ms| words::draft_at(lang, &clock(ms)));
            (at.unwrap_or_default(), theme.dim())
        };
        let right =
            if status.is_empty() { usize::from(pen.area().width) } else { pen.right(0, &status, style) };
        let mut place = format!("  {}/{}", self.at + 1, self.items.len());
        let below = plan.lines.iter().skip(plan.top + plan.room);
        let below = below.filter(|l| matches!(l, Line::Item(_) | Line::Head(_) | Line::Folded(_))).count();
        if below > 0 && plan.width >= NARROW {
            place.push_str(&format!("  {}", words::more_below(lang, below)));
        }
        let room = right.saturating_sub(glyph::width(&place) + 2);
        let used = 1 + pen.within(0, 1, room, &title, theme.strong());
        if self.load == Load::Done {
            pen.within(0, used, right.saturating_sub(used), &place, theme.dim());
        }
    }

    fn draw_label(&self, pen: &mut Pen<'_>, y: usize, at: usize, plan: &Plan, shared: &Shared) {
        let Some(item) = self.items.get(at) else { return };
        let (theme, here) = (shared.theme, at == self.at);
        if here {
            pen.text(y, 0, ">", theme.accent());
        }
        let style = if here { theme.accent() } else { theme.text() };
        let label = item.field.label.get(shared.lang);
        pen.within(y, 2, plan.label.max(1), label, style);
        if item.field.must {
            let x = plan.value.saturating_sub(if plan.width < NARROW { 2 } else { 3 });
            pen.text(y, x, "*", theme.notice());
        }
    }

    /// A folded section: its title, and in short what it holds.
    fn draw_folded(
        &self,
        pen: &mut Pen<'_>,
        y: usize,
        at: usize,
        plan: &Plan,
        shared: &Shared,
    ) -> Option<(u16, u16)> {
        let fold = self.folded(at)?;
        let (lang, theme, here) = (shared.lang, shared.theme, at == self.at);
        let style = if here { theme.accent() } else { theme.text() };
        if here {
            pen.text(y, 0, ">", theme.accent());
        }
        let used =
            2 + pen.within(y, 2, plan.width.saturating_sub(3), &format!("+ {}", fold.title.get(lang)), style);
        let x = plan.value.max(used + 2);
        pen.within(y, x, plan.width.saturating_sub(x + 1), &self.within(fold, lang), theme.dim());
        here.then(|| pen.at(2, y))
    }

    /// A field of one line; answers where the cursor stands in it.
    fn draw_item(
        &self,
        pen: &mut Pen<'_>,
        y: usize,
        at: usize,
        plan: &Plan,
        shared: &Shared,
    ) -> Option<(u16, u16)> {
        let item = self.items.get(at)?;
        let (lang, theme, here) = (shared.lang, shared.theme, at == self.at);
        self.draw_label(pen, y, at, plan, shared);
        let x = plan.value;
        let edge = plan.width.saturating_sub(1);
        if item.sort() == Sort::Choice {
            return self.draw_choice(pen, y, item, here, plan, shared);
        }
        let (text, col) = if here {
            let names = item.names();
            // Where there can be only one, what is typed takes its place.
            let names = if names.is_empty() || !item.field.many { names } else { names + "、" };
            let lead = glyph::fit(&names, edge.saturating_sub(x + plan.text_width.min(12)));
            let (typed, col) =
                item.edit.shown(plan.text_width.min(edge.saturating_sub(x + glyph::width(&lead))));
            let col = glyph::width(&lead) + col;
            (lead + &typed, Some(col))
        } else {
            let day = item.day(shared.today()).map(|d| format!("{d} {}", d.weekday(lang)));
            (day.unwrap_or_else(|| item.shown(lang)), None)
        };
        let side = plan::aside(item, here, shared);
        let used = glyph::width(&text).max(col.map_or(0, |c| c + 1));
        let side_x = beside(&side, x + used + 2, plan);
        let room = side_x.map_or(edge, |s| s.saturating_sub(2)).saturating_sub(x);
        let style = if here { theme.strong() } else { theme.text() };
        pen.within(y, x, if here { edge.saturating_sub(x) } else { room }, &text, style);
        if let Some(s) = side_x {
            let style = if item.remark.is_some() { theme.notice() } else { theme.dim() };
            pen.within(y, s, edge.saturating_sub(s), &side, style);
        }
        col.map(|c| pen.at(x + c, y))
    }

    fn draw_choice(
        &self,
        pen: &mut Pen<'_>,
        y: usize,
        item: &Item,
        here: bool,
        plan: &Plan,
        shared: &Shared,
    ) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let (x, edge) = (plan.value, plan.width.saturating_sub(1));
        let fits = self.choices_fit(item, plan, lang);
        let mut cursor = x;
        if item.field.many && fits {
            let mut at = x;
            for (n, c) in item.field.offered().iter().enumerate() {
                let on = item.codes.contains(&c.code);
                let mark = if on { words::ON } else { words::OFF }.get(lang);
                let marked = here && n == item.mark;
                if marked {
                    cursor = at + 1;
                }
                let style = match (marked, on) {
                    (true, _) => theme.accent(),
                    (_, true) => theme.text(),
                    _ => theme.dim(),
                };
                at += pen.within(
                    y,
                    at,
                    edge.saturating_sub(at),
                    &format!("{mark}{}", c.label.get(lang)),
                    style,
                ) + 1;
            }
            return here.then(|| pen.at(cursor, y));
        }
        let label = item.shown(lang);
        let style = if here { theme.strong() } else { theme.text() };
        let mut at = x + pen.within(y, x, edge.saturating_sub(x), &label, style);
        if here && !item.edit.is_empty() {
            let typed = format!("{}{}", if label.is_empty() { "" } else { " " }, item.edit.text());
            at += pen.within(y, at, edge.saturating_sub(at), &typed, theme.dim());
            cursor = at;
        }
        if fits && !item.field.many && plan.pane.is_none() && at + 2 <= plan.aside {
            let mut at = plan.aside;
            for c in item.field.offered() {
                let on = item.codes.contains(&c.code);
                let style = if on && here { theme.accent() } else { theme.dim() };
                at += pen.within(y, at, edge.saturating_sub(at), c.label.get(lang), style) + 1;
            }
        } else if let Some(s) = beside(&item.whence, at + 2, plan).filter(|_| !item.whence.is_empty()) {
            pen.within(y, s, edge.saturating_sub(s), &item.whence, theme.dim());
        }
        here.then(|| pen.at(cursor, y))
    }

    fn draw_note_head(&self, pen: &mut Pen<'_>, y: usize, at: usize, plan: &Plan, shared: &Shared) {
        self.draw_label(pen, y, at, plan, shared);
        if at != self.at || plan.width < NARROW {
            return;
        }
        use crate::tui::action::Action;
        let keys = [Action::Phrases, Action::NewLine, Action::NextField];
        let contexts = crate::tui::keymap::Context::Note.stack();
        let said = shared.keymap.hints(contexts, &keys, shared.lang);
        let said: Vec<String> = said.into_iter().map(|(key, does)| format!("{key} {does}")).collect();
        pen.within(
            y,
            plan.value,
            plan.width.saturating_sub(plan.value + 1),
            &said.join("  "),
            shared.theme.dim(),
        );
    }

    fn draw_note(
        &self,
        pen: &mut Pen<'_>,
        y: usize,
        at: usize,
        n: usize,
        plan: &Plan,
        shared: &Shared,
    ) -> Option<(u16, u16)> {
        let item = self.items.get(at)?;
        let (theme, here) = (shared.theme, at == self.at);
        let x = 3;
        let room = plan.note_width;
        if item.edit.is_empty() && !item.phrase.is_empty() && n == 0 {
            let used = pen.within(y, x, room, &item.phrase, theme.dim());
            let side = words::PHRASE.get(shared.lang);
            if used + 3 + glyph::width(side) <= room {
                pen.within(y, x + used + 2, room - used - 2, &format!("({side})"), theme.dim());
            }
        }
        if let Some(line) = item.edit.wrap(room).get(n) {
            let text = item.edit.text().get(line.start..line.end).unwrap_or_default();
            pen.within(y, x, room + 1, text, theme.text());
        }
        let (row, col) = item.edit.position(room);
        (here && row == n).then(|| pen.at(x + col, y))
    }

    /// The pane beside the fields.
    fn draw_pane(&self, pen: &mut Pen<'_>, x: usize, shared: &Shared) {
        let theme = shared.theme;
        let height = usize::from(pen.area().height);
        let line = if theme.ascii { "|" } else { "│" };
        for y in 2..height.saturating_sub(1) {
            pen.text(y, x, line, theme.dim());
        }
        let width = usize::from(pen.area().width).saturating_sub(x + 4);
        let left = x + 2;
        for (y, (text, style)) in (2..).zip(self.pane(shared, width)) {
            if y + 1 >= height {
                break;
            }
            pen.within(y, left, width + 1, &text, style);
        }
    }

    fn pane(&self, shared: &Shared, width: usize) -> Vec<(String, Style)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let Some(item) = self.in_hand() else { return Vec::new() };
        if self.folded(self.at).is_some() {
            let help = plan::wrap(words::HELP_FOLD.get(lang), width);
            return help.into_iter().map(|l| (l, theme.text())).collect();
        }
        let mut out: Vec<(String, Style)> = Vec::new();
        let head = |out: &mut Vec<(String, Style)>, said: &str| {
            if !out.is_empty() {
                out.push((String::new(), theme.text()));
            }
            out.push((said.to_owned(), theme.accent()));
        };
        if !self.similar.rows.is_empty() {
            let said =
                self.similar.rows.first().map_or(words::SAME_PEOPLE, |r| side::same_head(r.target.kind));
            head(&mut out, &format!("{} {}", said.get(lang), self.similar.rows.len()));
            for (n, r) in self.similar.rows.iter().take(4).enumerate() {
                let (name, about) = row::parts(r, lang, shared.today());
                out.push((format!("{} {name}", n + 1), theme.notice()));
                out.extend(
                    flow(&about, width.saturating_sub(2))
                        .into_iter()
                        .map(|l| (format!("  {l}"), theme.text())),
                );
            }
            out.extend(
                plan::wrap(self.same_help(lang, self.raises(item.field)), width)
                    .into_iter()
                    .map(|l| (l, theme.dim())),
            );
        }
        if side::has_choices(item) {
            head(&mut out, words::CHOICES.get(lang));
            out.extend(
                side::choices(item, lang, 1, self.at).iter().map(|i| (i.text.clone(), tone(i, theme))),
            );
        }
        if let Some(s) = self.suggestions() {
            head(&mut out, words::IN_BOOK.get(lang));
            let all = side::suggestions(s, shared, width, self.at, item, self.unknown_kind());
            out.extend(all.iter().map(|i| (i.text.clone(), tone(i, theme))));
        }
        let numbers = side::numbers(item, lang, self.at);
        if !numbers.is_empty() {
            head(&mut out, words::NUMBERS.get(lang));
            out.extend(numbers.iter().map(|i| (i.text.clone(), tone(i, theme))));
        }
        head(&mut out, &format!("{}  {}", item.field.label.get(lang), words::HOW.get(lang)));
        out.extend(plan::wrap(&side::help(item, lang), width).into_iter().map(|l| (l, theme.text())));
        if let Some(warning) = side::beware(item, lang) {
            out.extend(plan::wrap(&warning, width).into_iter().map(|l| (l, theme.notice())));
        }
        let why = item.field.purpose.get(lang);
        if !why.is_empty() {
            head(&mut out, words::WHY.get(lang));
            out.extend(plan::wrap(why, width).into_iter().map(|l| (l, theme.dim())));
        }
        out
    }
}

/// Where what stands beside a value begins: at its column, or at the right edge where there is room.
fn beside(text: &str, after: usize, plan: &Plan) -> Option<usize> {
    let edge = plan.width.saturating_sub(1);
    let wanted = glyph::width(text);
    if text.is_empty() {
        return None;
    }
    if after <= plan.aside && plan.aside + wanted <= edge {
        return Some(plan.aside);
    }
    let right = edge.saturating_sub(wanted);
    (right >= after).then_some(right)
}

/// The style of a line below a field.
pub fn tone(inset: &Inset, theme: Theme) -> Style {
    match inset.tone {
        Tone::Plain => theme.text(),
        Tone::Dim => theme.dim(),
        Tone::Notice => theme.notice(),
        Tone::Chosen => theme.accent(),
    }
}
