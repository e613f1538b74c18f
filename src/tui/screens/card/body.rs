//! What a card shows and where its cursor is: on a screen of its own, or beside the list.

use super::columns::{self, Column, Cursors};
use super::{cover, fields, posts};
use crate::book::{Cell, Kind, Ref, Row, staff as colleague, visit};
use crate::hub::wire::{self, CircleRow, Filter, News, Reply, Request, Revealed, What};
use crate::text::screen as words;
use crate::text::screen::panels;
use crate::text::staff;
use crate::tui::action::Action;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Shared, Ticket};
use crate::tui::screens::bars;
use crate::tui::screens::charts::{Behind, Charts, Months};
use crate::tui::sheet::{Ink, Line, airy, roomy};
use crate::tui::table::{self, Spec, Table};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines of the head.
pub const HEAD: u16 = 2;
/// Ties that a card shows; the circle has all.
const TIES: usize = 8;
/// People of an organisation or an area that a card shows.
const PEOPLE: usize = 8;

/// Cells for who was there or wrote it: of one name at least, of several no more than this.
const WHO: (usize, usize) = (6, 16);

/// Cells that a chart of months needs.
const CHART: usize = 44;

/// From so many lines on what was said is told in more than one.
const TALL: usize = 30;
/// Lines of what was said once.
const SAID: usize = 3;

/// Words in one line, or where the screen is high in several: the first, and the others. The last one is cut where it
/// is drawn.
fn in_lines(words: &str, room: usize, high: bool) -> (String, Vec<String>) {
    if !high || room < 12 || glyph::width(words) <= room {
        return (words.to_owned(), Vec::new());
    }
    let mut all = draw::wrap(words, room);
    if all.len() > SAID {
        // what does not fit follows the last line, so that the cut is seen
        let rest: String = all.drain(SAID - 1..).collect();
        all.push(rest);
    }
    let first = all.remove(0);
    (first, all)
}

/// A part of a card: one section or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The fields that stand first: how to reach somebody, what they do.
    Fields,
    /// The other fields.
    Rest,
    /// What is still to be done about them.
    About,
    Ties,
    People,
    Timeline,
    /// Visits by month.
    Months,
    /// Of an area: its people and visits as bars.
    Charts,
}

/// Where a line of a card leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Go {
    /// To another card.
    Open(Ref),
    /// To what was changed.
    History,
    /// To all the people of it.
    People(Filter),
    /// To what a bar counts.
    Bar(Behind),
    /// To all records of a kind about it.
    All(Kind),
}

/// The inside of a card.
pub struct Body {
    /// Whose card.
    pub target: Ref,
    card: Option<Box<wire::Card>>,
    trouble: Option<String>,
    ticket: Option<Ticket>,
    cursors: Cursors,
    charts: Option<Charts>,
    /// Who else has it open.
    others: Vec<(Ref, String)>,
    /// Whether a colleague changed it since it was asked for, and the fields that are others by it.
    compare: bool,
    fresh: Vec<u16>,
    /// Covered values that were asked for: they stay while the card is open, until others may see the screen anew.
    revealed: Vec<Revealed>,
    /// The question for one.
    revealing: Option<Ticket>,
}

impl Body {
    /// Nothing is known yet but whose card.
    pub fn new(target: Ref) -> Body {
        Body {
            target,
            card: None,
            trouble: None,
            ticket: None,
            cursors: Cursors::default(),
            charts: None,
            others: Vec::new(),
            compare: false,
            fresh: Vec::new(),
            revealed: Vec::new(),
            revealing: None,
        }
    }

    /// Asks for the card, the first time or anew.
    pub fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.ticket = Some(ctx.ask(super::request(self.target)));
        if let Some(charts) = &mut self.charts {
            charts.ask(ctx);
        }
    }

    /// An area's people and visits are counted too: on a card of its own, not while a cursor passes.
    pub fn counted(mut self) -> Body {
        self.charts = (self.target.kind == Kind::Area).then(|| Charts::of(self.target.id));
        self
    }

    /// Takes an answer about an area's figures in; whether it was one.
    pub fn figures(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        self.charts.as_mut().is_some_and(|c| c.reply(ctx, ticket, reply))
    }

    /// Takes a reply in, if it is to the last question.
    pub fn reply(&mut self, shared: &Shared, ticket: Ticket, reply: Reply, width: usize, room: usize) {
        if self.ticket != Some(ticket) {
            return;
        }
        self.ticket = None;
        match reply {
            Reply::Card(mut card) => {
                self.revealed.iter().for_each(|r| cover::uncover(&mut card, r));
                if std::mem::take(&mut self.compare)
                    && let Some(old) = &self.card
                {
                    let (old, new) = (&old.shown.record, &card.shown.record);
                    let changed = new.kind.fields().iter().map(|f| f.no);
                    self.fresh = changed.filter(|no| old.fields.get(*no) != new.fields.get(*no)).collect();
                }
                // one that was merged into another leads to that one
                self.target = card.shown.record.to_ref();
                (self.card, self.trouble) = (Some(card), None);
                let columns = self.columns(shared, width);
                self.cursors.follow(&columns, room);
            }
            Reply::Refused(why) => {
                (self.card, self.trouble) = (None, Some(say::refusal(&why, shared.lang)));
            }
            _ => {}
        }
    }

    /// Takes in the answer to the question for a covered value, if it is one.
    pub fn revealing(&mut self, ctx: &mut Ctx<'_>, ticket: Ticket, reply: &Reply) -> bool {
        if self.revealing != Some(ticket) {
            return false;
        }
        self.revealing = None;
        let lang = ctx.shared.lang;
        match reply {
            Reply::Revealed(r) => {
                if let Some(card) = &mut self.card {
                    cover::uncover(card, r);
                }
                ctx.does(Effect::Say(staff::revealed(lang, cover::label(r.reveal, lang))));
                self.revealed.push(Revealed::clone(r));
            }
            Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(why, lang))),
            _ => {}
        }
        true
    }

    /// Whether something on it is covered.
    pub fn is_covered(&self) -> bool {
        self.card.as_ref().is_some_and(|c| cover::any(c))
    }

    fn reveal(&mut self, ctx: &mut Ctx<'_>, at: Option<&Go>) {
        match self.card.as_ref().and_then(|c| cover::next(c, at)) {
            Some(next) => self.revealing = Some(ctx.ask(Request::Reveal(next))),
            None => ctx.does(Effect::Say(staff::NOTHING_COVERED.get(ctx.shared.lang).to_owned())),
        }
    }

    /// Whether an answer is to its question.
    pub fn asked(&self, ticket: Ticket) -> bool {
        self.ticket == Some(ticket)
    }

    /// Whether it is on its way and nothing of it is here yet.
    pub fn waits(&self) -> bool {
        self.card.is_none() && self.ticket.is_some()
    }

    /// What others did: who came or went, what they changed.
    pub fn hear(&mut self, news: &News) {
        match news {
            News::Resync => self.revealed.clear(),
            News::Here { target, who } if *target == self.target => self.others.clone_from(who),
            News::Changed { own: false, items, .. } => {
                self.compare |= items.iter().any(|(r, _)| *r == self.target);
            }
            _ => {}
        }
    }

    /// A key was pressed: what was fresh has been seen.
    pub fn seen(&mut self) {
        self.fresh.clear();
    }

    /// Who else has it open, in words.
    fn company(&self, shared: &Shared) -> String {
        let mut who: Vec<&str> =
            self.others.iter().filter(|(r, _)| *r != shared.welcome.me).map(|(_, n)| n.as_str()).collect();
        who.dedup();
        match who.as_slice() {
            [] if self.others.is_empty() => String::new(),
            [] => panels::HERE_TOO.get(shared.lang).to_owned(),
            [one] => panels::also_here(shared.lang, one),
            [one, ..] => panels::also_here_many(shared.lang, one, who.len()),
        }
    }

    /// Of a colleague whose card is here: whether they have left.
    pub fn has_left(&self) -> Option<bool> {
        let record = &self.card.as_ref()?.shown.record;
        let status = record.fields.code(colleague::STATUS);
        (record.kind == Kind::Staff).then_some(status == Some(colleague::LEFT))
    }

    /// The state of the record, where its kind goes through states.
    pub fn state(&self) -> Option<(Kind, u16)> {
        let kind = self.target.kind;
        let acts = kind.general()?.acts?;
        Some((kind, self.card.as_ref()?.shown.record.fields.code(acts.state)?))
    }

    /// How the record is called.
    pub fn name(&self) -> &str {
        self.card.as_ref().map_or("", |c| c.shown.record.name())
    }

    /// Takes an action in; `width` and `room` are those of the card's area.
    pub fn action(&mut self, ctx: &mut Ctx<'_>, action: Action, width: usize, room: usize) -> bool {
        let columns = self.columns(ctx.shared, width);
        if self.cursors.step(action, &columns, room) {
            return true;
        }
        match action {
            Action::Open => {
                let gos = columns.get(self.cursors.at()).map(|c| &c.gos);
                if let Some(go) = gos.and_then(|g| g.get(self.cursors.hit())) {
                    super::go(ctx, go, self.target, self.name());
                }
                true
            }
            Action::Reveal => {
                let gos = columns.get(self.cursors.at()).map(|c| &c.gos);
                let at = gos.and_then(|g| g.get(self.cursors.hit())).cloned();
                self.reveal(ctx, at.as_ref());
                true
            }
            Action::Copy => {
                let Some(card) = &self.card else { return false };
                ctx.does(Effect::Push(Box::new(super::copy::CopyField::of(card, ctx.shared))));
                true
            }
            _ => false,
        }
    }

    /// Draws the card; `focus`: whether its cursor is shown.
    pub fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer, focus: bool) {
        let theme = shared.theme;
        let Some(card) = &self.card else {
            let text = self.trouble.as_deref().unwrap_or_else(|| words::CARD_LOADING.get(shared.lang));
            draw::head(buf, area, &[(text, theme.dim())], ("", theme.text()));
            return;
        };
        self.head(card, shared, area, buf);
        let columns = self.columns(shared, area.width.into());
        self.cursors.view(&columns, shared, below(area, HEAD), buf, focus);
    }

    fn head(&self, card: &wire::Card, shared: &Shared, area: Rect, buf: &mut Buffer) {
        let (theme, lang, today) = (shared.theme, shared.lang, shared.today());
        let title = fields::title(card, shared);
        let about = fields::about(card, shared);
        let liaison = fields::liaison(card, lang);
        let company = self.company(shared);
        let (liaison, ink) = match (liaison.is_empty(), company.is_empty()) {
            (_, true) => (liaison, theme.dim()),
            (true, _) => (company, theme.notice()),
            _ if area.width < 60 => (company, theme.notice()),
            _ => (format!("{liaison}   {company}"), theme.notice()),
        };
        // Whose it is keeps its room before what tells it apart.
        let used = glyph::width(&title) + glyph::width(&liaison) + 8;
        let about = match usize::from(area.width).checked_sub(used) {
            Some(room) if room >= 8 && !liaison.is_empty() && glyph::width(&about) > room => {
                // where they are says more than which of the four groups
                let mut parts: Vec<&str> = about.split(fields::GAP).collect();
                parts.rotate_right(1);
                draw::whole(&parts.join(fields::GAP), room)
            }
            _ => about,
        };
        draw::head(
            buf,
            area,
            &[(&title, theme.strong()), ("   ", theme.text()), (&about, theme.text())],
            (&liaison, ink),
        );
        if area.height < 2 {
            return;
        }
        let mut when = Vec::new();
        let counts = matches!(self.target.kind, Kind::Person | Kind::Organisation);
        if let Some((day, mode, who)) = &card.last {
            let label =
                Kind::Visit.field(visit::MODE).map(|f| f.choice_label(*mode, lang)).unwrap_or_default();
            let done = words::mode_done(lang, *mode, &label);
            when.push(words::last_visit(lang, &say::ago(Some(*day), today, lang), who, &done));
        } else if counts {
            when.push(match card.visits {
                0 => words::NOT_VISITED.get(lang).to_owned(),
                n => words::never_met(lang, n),
            });
        }
        let mut late = String::new();
        if let Some((day, what)) = &card.next {
            let (due, is_late) = say::due(*day, today, lang);
            when.push(
                words::next_visit(lang, &format!("{} {what}", say::day(*day, today, lang)))
                    .trim_end()
                    .to_owned(),
            );
            if is_late || *day == today {
                late = due;
            }
        }
        let when = when.join(words::COMMA.get(lang));
        let line = below(area, 1);
        draw::head(buf, line, &[(&when, theme.text())], (&late, theme.trouble()));
    }

    /// All below the head, in as many columns as have room and something to show.
    fn columns(&self, shared: &Shared, width: usize) -> Vec<Column> {
        let Some(card) = &self.card else { return Vec::new() };
        let most = columns::count(shared, width);
        for n in (1..=most).rev() {
            let parts: &[&[Part]] = match n {
                1 => &[&[
                    Part::Fields,
                    Part::About,
                    Part::Ties,
                    Part::People,
                    Part::Charts,
                    Part::Timeline,
                    Part::Rest,
                    Part::Months,
                ]],
                2 => &[
                    &[Part::Fields, Part::Rest, Part::Ties, Part::People],
                    &[Part::About, Part::Charts, Part::Timeline, Part::Months],
                ],
                _ => &[
                    &[Part::Fields, Part::Rest],
                    &[Part::About, Part::Charts, Part::Timeline, Part::Months],
                    &[Part::Ties, Part::People],
                ],
            };
            let wide = columns::wide(width, n);
            let all: Vec<Column> = parts.iter().map(|p| self.column(card, shared, wide, p)).collect();
            if n == 1 || all.iter().all(|c| !c.lines.is_empty()) {
                return all;
            }
        }
        Vec::new()
    }

    /// What stands in one column, from top to bottom.
    fn column(&self, card: &wire::Card, shared: &Shared, width: usize, parts: &[Part]) -> Column {
        let (mut lines, mut gos) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Fields | Part::Rest => {
                    let after = *part == Part::Rest;
                    (lines, gos) = fields::lines(card, shared, width, (after, &self.fresh), (lines, gos));
                }
                Part::About => self.about(card, shared, width, &mut lines, &mut gos),
                Part::Ties => {
                    posts::lines(card, shared, width, &mut lines, &mut gos);
                    self.ties(card, shared, width, &mut lines, &mut gos);
                }
                Part::People => self.people(card, shared, width, &mut lines, &mut gos),
                Part::Timeline => self.timeline(card, shared, width, &mut lines, &mut gos),
                Part::Months => {
                    let mut chart = bars::months(&card.months, shared, width.min(76));
                    let some = card.months.iter().sum::<u64>() > 1;
                    if width >= CHART && !chart.is_empty() && some {
                        lines.push(Line::rule(width, words::FIGURES.get(shared.lang)));
                        // the figures below the bars lead to the visits
                        let figures = chart.len().saturating_sub(2);
                        if let Some(line) = chart.get_mut(figures) {
                            line.hit = Some(gos.len());
                            gos.push(Go::All(Kind::Visit));
                        }
                        lines.extend(chart);
                    }
                }
                Part::Charts => {
                    let room = crate::tui::screens::rows_below(shared, HEAD);
                    let told = self.charts.as_ref().map(|c| c.lines(shared, width, &Months::default(), room));
                    let (chart, behind) = told.unwrap_or_default();
                    let first = gos.len();
                    let hit = |l: Line| Line { hit: l.hit.map(|h| h + first), ..l };
                    lines.extend(chart.into_iter().map(hit));
                    gos.extend(behind.into_iter().map(Go::Bar));
                }
            }
        }
        let room = crate::tui::screens::rows_below(shared, HEAD);
        lines = roomy(lines, room);
        if shared.showing() {
            lines = airy(lines, room);
        }
        Column { lines, gos }
    }

    /// What is still to be done about them, a section for each kind; the last line leads to all of a kind.
    fn about(
        &self,
        card: &wire::Card,
        shared: &Shared,
        width: usize,
        lines: &mut Vec<Line>,
        gos: &mut Vec<Go>,
    ) {
        let lang = shared.lang;
        for about in &card.about {
            let title = about.kind.general().map_or("", |g| g.title.get(lang));
            let of_study = self.target.kind == Kind::Study;
            let stateless = about.kind.general().is_some_and(|g| g.state.is_none());
            let head = match of_study || stateless {
                true => words::section(lang, title, about.total),
                false => words::open_of(lang, title, about.open),
            };
            lines.push(Line::rule(width, &head));
            // whose it is goes without saying
            let known = if of_study { "study" } else { crate::book::columns::WHOM };
            let own: Vec<Spec> = table::usual(about.kind).into_iter().filter(|s| s.key != known).collect();
            let table = Table::of(about.kind, &own, width.saturating_sub(2), lang, shared.today());
            for row in &about.rows {
                lines.push(Line::text(table.row(row)).hit(gos.len()));
                gos.push(Go::Open(row.target));
            }
            if about.total > about.rows.len() as u64 {
                let more = words::all_of(lang, about.total);
                lines.push(Line::of(more, Ink::Dim).hit(gos.len()));
                gos.push(Go::All(about.kind));
            }
        }
    }

    fn ties(
        &self,
        card: &wire::Card,
        shared: &Shared,
        width: usize,
        lines: &mut Vec<Line>,
        gos: &mut Vec<Go>,
    ) {
        let told = |t: &CircleRow| card.posts.iter().any(|p| Some(p.tie) == t.tie);
        let declared: Vec<_> =
            card.ties.iter().filter(|t| t.depth <= 1 && t.tie.is_some() && !told(t)).collect();
        if declared.is_empty() {
            return;
        }
        let n = declared.len() as u64;
        lines.push(Line::rule(width, &words::section(shared.lang, words::TIES.get(shared.lang), n)));
        let name = if width >= 70 { 26 } else { 18 };
        for tie in declared.into_iter().take(TIES) {
            let line = Line::text(glyph::pad(&tie.name, name))
                .and(format!(" {} ", glyph::pad(&tie.relation, 15)), Ink::Text)
                .and(format!("{}  {}", tie.dates, tie.source), Ink::Dim);
            lines.push(line.hit(gos.len()));
            gos.push(Go::Open(tie.target));
        }
    }

    fn people(
        &self,
        card: &wire::Card,
        shared: &Shared,
        width: usize,
        lines: &mut Vec<Line>,
        gos: &mut Vec<Go>,
    ) {
        if card.people.is_empty() {
            return;
        }
        let lang = shared.lang;
        lines.push(Line::rule(width, &words::section(lang, words::PEOPLE.get(lang), card.people_total)));
        let table = Table::new(Kind::Person, width.saturating_sub(2), lang, shared.today());
        let here = card.shown.record.name();
        for row in card.people.iter().take(PEOPLE) {
            let text = table.row(&within(row, here));
            let (name, rest) = glyph::split(&text, table.name_width());
            lines.push(Line::text(name).and(rest, Ink::Text).hit(gos.len()));
            gos.push(Go::Open(row.target));
        }
        let shown = card.people.len().min(PEOPLE) as u64;
        if card.people_total > shown {
            let mut filter = Filter::default();
            match self.target.kind {
                Kind::Area => filter.area = Some(self.target.id),
                Kind::Staff => filter.staff = Some(self.target.id),
                _ => filter.organisation = Some(self.target.id),
            }
            let more = words::more_people(lang, card.people_total - shown);
            lines.push(Line::of(more, Ink::Dim).hit(gos.len()));
            gos.push(Go::People(filter));
        }
    }

    fn timeline(
        &self,
        card: &wire::Card,
        shared: &Shared,
        width: usize,
        lines: &mut Vec<Line>,
        gos: &mut Vec<Go>,
    ) {
        let (lang, today) = (shared.lang, shared.today());
        if card.timeline.is_empty() {
            return;
        }
        let n = card.timeline.len() as u64;
        // Only people and organisations are met; of the rest there are changes.
        let met = matches!(self.target.kind, Kind::Person | Kind::Organisation);
        let mut title = if met { words::timeline(lang, n) } else { words::changed(lang, n) };
        let year: u64 = card.months.iter().sum();
        if year > 0 && met {
            title = format!("{title}   {}", words::this_year(lang, year));
        }
        lines.push(Line::rule(width, &title));
        let high = crate::tui::screens::rows_below(shared, HEAD) >= TALL;
        let who = card.timeline.iter().map(|h| glyph::width(&h.who)).max().unwrap_or(0).clamp(WHO.0, WHO.1);
        for h in &card.timeline {
            let what = match h.what {
                What::Visit(mode) => {
                    Kind::Visit.field(visit::MODE).map(|f| f.choice_label(mode, lang)).unwrap_or_default()
                }
                What::Entered => words::ENTERED.get(lang).to_owned(),
                What::Changed => words::CHANGED.get(lang).to_owned(),
                What::Of(kind) => kind.label().get(lang).to_owned(),
            };
            let wide = if lang == crate::text::Lang::Zh { 4 } else { 10 };
            let line = Line::of(glyph::pad(&say::short_day(h.day, today), 10), Ink::Dim)
                .and(format!(" {} ", glyph::pad(&what, wide)), Ink::Text)
                .and(format!(" {}  ", glyph::pad(&h.who, who)), Ink::Dim);
            let indent = 10 + 1 + wide + 1 + 1 + who + 2;
            let (said, more) = in_lines(&say::note(&h.words, lang), width.saturating_sub(indent + 2), high);
            lines.push(line.and(said, Ink::Text).hit(gos.len()));
            lines.extend(more.into_iter().map(|p| Line::text(" ".repeat(indent)).and(p, Ink::Text)));
            gos.push(if h.target == self.target { Go::History } else { Go::Open(h.target) });
        }
    }
}

/// A row as it stands on its employer's own card: only the title is left to say.
fn within(row: &Row, employer: &str) -> Row {
    let mut row = row.clone();
    for cell in &mut row.cells {
        if let Cell::Text(post) = cell
            && let Some(title) = post.strip_prefix(employer).filter(|t| t.is_empty() || t.starts_with(' '))
        {
            *post = title.trim_start().to_owned();
        }
    }
    row
}
