//! The report of a period: figures beside those of the period before and of a year ago, and what they are made of as bars.
//! Every bar is a list: Enter shows it. What is missing is said before anybody sends it off.

use super::bars;
use super::fetched::Fetched;
use super::foot::{self, Hit, Item};
use super::list::List;
use crate::book::report::{Figure, Gap, Length, Period, SPLITS, Split};
use crate::book::{Id, Kind, Ref, Value, person, sealed};
use crate::exchange::report::{self as paper, Paper};
use crate::hub::wire::{
    Edit, Filter, Is, News, Order, Reply, Report as Figures, ReportLine, Request, Save, Test, figure_list,
    gap_tests, split_tests,
};
use crate::text::T;
use crate::text::report as words;
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, below};
use crate::tui::glyph;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared, Ticket};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines above the rows.
const HEAD: u16 = 2;
/// Cells of a bar's label, and of a figure.
const LABEL: (usize, usize) = (8, 36);
const FIGURE: (usize, usize) = (12, 18);

/// What a line stands for.
#[derive(Clone, Copy)]
enum Behind<'a> {
    Gap(&'static Gap),
    Line(&'static Split, &'a ReportLine),
    Figure(Figure),
    Target(Id),
}

/// What can be done with a report: the files that it may become, and sealing it.
const FILES: [T; 4] = [words::XLSX, words::DOCX, words::CSV, words::SEAL];
/// Which of them seals it.
const SEAL: usize = 3;

/// The screen: of all that one may see, of this half-year, unless it is said.
#[derive(Default)]
pub struct Report {
    period: Option<Period>,
    area: Option<(Id, String)>,
    data: Fetched<Figures>,
    /// The menu of files, and the line in hand.
    menu: Option<usize>,
    sealing: Option<Ticket>,
}

impl Report {
    /// Of an area.
    fn below(area: (Id, String), period: Period) -> Report {
        Report { period: Some(period), area: Some(area), ..Report::default() }
    }

    fn period(&self, shared: &Shared) -> Period {
        self.period.unwrap_or_else(|| Period::of(Length::Half, shared.today()))
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        let of = self.area.as_ref().map(|(id, _)| *id);
        let ask = paper::ask(self.period(ctx.shared), of);
        self.data.ask(ctx, Request::Report(ask));
    }

    fn turn(&mut self, ctx: &mut Ctx<'_>, period: Period) {
        self.period = Some(period);
        // the figures of one period under the name of another would be believed
        self.data.data = None;
        self.ask(ctx);
    }

    /// The lines, and what each stands for that the cursor can stand on.
    fn lines<'a>(&'a self, shared: &Shared, width: usize) -> (Vec<Line>, Vec<Behind<'a>>) {
        let lang = shared.lang;
        let mut behind = Vec::new();
        let data = match self.data.get(shared, width) {
            Ok(data) => data,
            Err(lines) => return (lines, behind),
        };
        let mut out = vec![Line::rule(width, words::FIGURES.get(lang))];
        // where three columns have no room there is the period alone
        let columns = if width >= 70 { 3 } else { 1 };
        let label = Figure::ALL.iter().map(|f| glyph::width(f.label().get(lang))).max().unwrap_or(0);
        let each = (width.saturating_sub(label + 3) / columns).saturating_sub(2).clamp(FIGURE.0, FIGURE.1);
        let cell = |text: &str| glyph::pad_left(text, each);
        if columns > 1 {
            let heads = [words::NOW, words::BEFORE, words::YEAR].map(|w| cell(w.get(lang)));
            out.push(Line::of(format!(" {}  {}", glyph::pad("", label), heads.join("  ")), Ink::Dim));
        }
        for (f, all) in Figure::ALL.into_iter().zip(&data.figures) {
            let mut line = Line::text(" ").and(glyph::pad(f.label().get(lang), label), Ink::Strong);
            for (at, n) in all.iter().take(columns).enumerate() {
                let ink = if at == 0 { Ink::Text } else { Ink::Dim };
                line = line.and("  ", Ink::Text).and(cell(&paper::figure(f, *n, lang)), ink);
            }
            out.push(line.hit(behind.len()));
            behind.push(Behind::Figure(f));
        }
        out.push(Line::blank());
        out.push(Line::rule(width, words::GAPS.get(lang)));
        let before = behind.len();
        for (gap, n) in paper::gaps(data) {
            let line = Line::text(" ").and(gap.title.get(lang), Ink::Notice);
            out.push(line.end(n.to_string(), Ink::Text).hit(behind.len()));
            behind.push(Behind::Gap(gap));
        }
        if behind.len() == before {
            out.push(Line::of(format!(" {}", words::NO_GAPS.get(lang)), Ink::Dim));
        }
        if let Some(sealed) = &data.sealed {
            out.push(Line::blank());
            out.push(Line::rule(width, words::SUPPLEMENT.get(lang)));
            let made = (shared.today(), "");
            let period = self.period(shared);
            let said = Paper { report: data, period, lang, made }.supplement();
            out.extend(said.into_iter().map(|s| Line::of(format!(" {s}"), Ink::Text)));
            if sealed.since.is_empty() {
                out.push(Line::of(format!(" {}", words::NO_SUPPLEMENT.get(lang)), Ink::Dim));
            }
        }
        if !data.targets.is_empty() {
            out.push(Line::blank());
            out.push(Line::rule(width, words::TARGETS.get(lang)));
        }
        let names: Vec<String> =
            data.targets.iter().map(|t| format!("{}  {}", t.title, t.whose).trim_end().to_owned()).collect();
        let label =
            names.iter().map(|n| glyph::width(n)).max().unwrap_or(0).clamp(LABEL.0, LABEL.1).min(width / 2);
        for (t, name) in data.targets.iter().zip(names) {
            let (done, aim) = t.done;
            let figure = format!("{done}/{aim}  {}%", done * 100 / aim.max(1));
            let room = width.saturating_sub(label + FIGURE.1 + 6).max(1);
            let at = Line::text(" ")
                .and(glyph::pad(&glyph::fit(&name, label), label), Ink::Strong)
                .and("  ", Ink::Text);
            let line =
                bars::across(at, [done.min(aim), aim.saturating_sub(done)], aim.max(1), room, shared.theme);
            out.push(line.end(figure, Ink::Text).hit(behind.len()));
            behind.push(Behind::Target(t.id));
        }
        for (split, lines) in SPLITS.iter().zip(&data.splits).filter(|(_, l)| !l.is_empty()) {
            out.push(Line::blank());
            out.push(Line::rule(width, split.title.get(lang)));
            self.bars(split, lines, shared, width, (&mut out, &mut behind));
        }
        (out, behind)
    }

    fn bars<'a>(
        &self,
        split: &'static Split,
        lines: &'a [ReportLine],
        shared: &Shared,
        width: usize,
        (out, behind): (&mut Vec<Line>, &mut Vec<Behind<'a>>),
    ) {
        let lang = shared.lang;
        let labels: Vec<String> = lines.iter().map(|l| paper::label(split, l, lang)).collect();
        let label = labels.iter().map(|l| glyph::width(l)).max().unwrap_or(0).max(LABEL.0);
        let label = label.min((width / 2).min(LABEL.1));
        let most = lines.iter().map(|l| l.rows[0]).max().unwrap_or(1).max(1);
        let figures: Vec<String> = lines
            .iter()
            .map(|l| match split.day {
                Some(_) if width >= 60 => format!("{}  ({} / {})", l.rows[0], l.rows[1], l.rows[2]),
                _ => l.rows[0].to_string(),
            })
            .collect();
        let figure = figures.iter().map(|f| glyph::width(f)).max().unwrap_or(0);
        let room = width.saturating_sub(label + figure + 6).max(1);
        for ((line, name), figure) in lines.iter().zip(labels).zip(figures) {
            let at = Line::text(" ").and(glyph::pad(&glyph::fit(&name, label), label), Ink::Strong);
            let bar = bars::across(at.and("  ", Ink::Text), [line.rows[0], 0], most, room, shared.theme);
            out.push(bar.end(figure, Ink::Text).hit(behind.len()));
            behind.push(Behind::Line(split, line));
        }
    }

    /// Shows the list behind a line.
    fn open(&self, ctx: &mut Ctx<'_>) {
        let (_, behind) = self.lines(ctx.shared, ctx.shared.size.0.into());
        let days = self.period(ctx.shared).days();
        let of = self.area.as_ref().map(|(id, _)| *id);
        let list = |kind: Kind, tests: Vec<Test>| {
            List::some(kind, Filter { area: of, tests, ..Filter::default() }, Order::Usual)
        };
        if let Some(Behind::Target(id)) = behind.get(self.data.sheet.at) {
            ctx.does(Effect::Open(Ref { kind: Kind::Target, id: *id }));
            return;
        }
        let pushed: Option<Box<dyn Screen>> = match behind.get(self.data.sheet.at) {
            Some(Behind::Gap(gap)) => Some(Box::new(list(gap.kind, gap_tests(gap, days)))),
            // an area of people leads down to its own report
            Some(Behind::Line(Split { kind: Kind::Person, field: person::AREA, only: None, .. }, line))
                if matches!(line.is, Some(Is::Ref(id)) if Some(id) != of) =>
            {
                let id = line.is.and_then(|is| if let Is::Ref(id) = is { Some(id) } else { None });
                id.map(|id| -> Box<dyn Screen> {
                    Box::new(Report::below((id, line.name.clone()), self.period(ctx.shared)))
                })
            }
            Some(Behind::Line(split, line)) if paper::walks(split, line) => {
                let more = line.is.map(|is| Test { field: split.field, any: vec![is] });
                Some(Box::new(list(split.kind, split_tests(split, days, more))))
            }
            Some(Behind::Figure(figure)) => {
                let (kind, tests) = figure_list(*figure, days, ctx.shared.today());
                Some(Box::new(list(kind, tests)))
            }
            _ => None,
        };
        match pushed {
            Some(screen) => ctx.does(Effect::Push(screen)),
            None => ctx.does(Effect::Say(words::NO_LIST.get(ctx.shared.lang).into())),
        }
    }

    /// Seals the period as it stands in the book.
    fn seal(&mut self, ctx: &mut Ctx<'_>) {
        let (shared, lang) = (ctx.shared, ctx.shared.lang);
        let period = self.period(shared);
        let (from, to) = period.days();
        if let Some(why) = shared.refuses_new(Kind::Sealed) {
            ctx.does(Effect::Warn(why.get(lang).into()));
            return;
        }
        let sealed = self.data.data.as_ref().is_some_and(|d| d.sealed.is_some());
        if sealed || to >= shared.today() {
            let why = if sealed { words::IS_SEALED } else { words::NOT_OVER };
            ctx.does(Effect::Say(why.get(lang).into()));
            return;
        }
        let area = self.area.as_ref().map_or(words::ALL.get(lang), |(_, name)| name);
        let title = words::headed(lang, area, &paper::period(period, lang));
        let mut set = vec![
            (sealed::TITLE, Edit::Set(Value::text(title))),
            (sealed::FROM, Edit::Set(Value::Day(from))),
            (sealed::TO, Edit::Set(Value::Day(to))),
        ];
        let area = self.area.as_ref().map(|(id, _)| Ref { kind: Kind::Area, id: *id });
        set.extend(area.map(|a| (sealed::AREA, Edit::Set(Value::Ref(a)))));
        let target = Ref { kind: Kind::Sealed, id: new_id() };
        self.sealing = Some(ctx.ask(Request::Save(Save { request: new_id(), target, base: 0, set })));
    }

    fn file(&self, ctx: &mut Ctx<'_>, at: usize) {
        let shared = ctx.shared;
        let Some(report) = &self.data.data else { return };
        let period = self.period(shared);
        let made = (shared.today(), shared.welcome.name.as_str());
        let paper = Paper { report, period, lang: shared.lang, made };
        let (bytes, ending) = match at {
            0 => (paper.xlsx(), "xlsx"),
            1 => (paper.docx(), "docx"),
            _ => (paper.csv(), "csv"),
        };
        match bytes {
            Ok(bytes) => {
                let name = format!("{}.{ending}", paper.title());
                ctx.does(Effect::App(AppEffect::File { name, bytes }));
            }
            Err(e) => ctx.does(Effect::Warn(crate::text::store::io(shared.lang, &e))),
        }
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if let Some(mut at) = self.menu.take() {
            match foot::step(&mut at, action, FILES.len()) {
                Hit::Chosen(SEAL) => self.seal(ctx),
                Hit::Chosen(at) => self.file(ctx, at),
                Hit::None if action == Action::Back => {}
                _ => self.menu = Some(at),
            }
            return true;
        }
        let period = self.period(ctx.shared);
        match action {
            Action::Left => self.turn(ctx, period.shifted(-1)),
            Action::Right => self.turn(ctx, period.shifted(1)),
            Action::OtherView => {
                let at = Length::ALL.iter().position(|l| *l == period.length).unwrap_or(0);
                let next = Length::ALL.get((at + 1) % Length::ALL.len()).copied().unwrap_or(Length::Half);
                self.turn(ctx, period.as_long_as(next, ctx.shared.today()));
            }
            Action::Act | Action::Actions => self.menu = Some(0),
            Action::Open => self.open(ctx),
            other => {
                let (lines, _) = self.lines(ctx.shared, ctx.shared.size.0.into());
                return self.data.step(ctx.shared, other, &lines);
            }
        }
        true
    }
}

impl Screen for Report {
    fn contexts(&self) -> &[Context] {
        if self.menu.is_some() { Context::Menu.stack() } else { Context::Card.stack() }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(action) => return self.action(ctx, action),
            Input::Reply(ticket, reply) => {
                if self.sealing.take_if(|t| *t == ticket).is_some() {
                    let lang = ctx.shared.lang;
                    match reply {
                        Reply::Saved(_) => ctx.does(Effect::Say(words::SEALED_NOW.get(lang).into())),
                        Reply::Refused(why) => ctx.does(Effect::Warn(say::refusal(&why, lang))),
                        Reply::Invalid(all) => {
                            ctx.does(Effect::Warn(
                                all.into_iter().map(|(_, why)| why).next().unwrap_or_default(),
                            ));
                        }
                        _ => {}
                    }
                    self.ask(ctx);
                    return true;
                }
                let known = self.data.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::Report(report) => Some(*report),
                    _ => None,
                });
                if known {
                    let lines = self.lines(ctx.shared, ctx.shared.size.0.into()).0;
                    self.data.follow(ctx.shared, &lines);
                }
                return known;
            }
            // a report is as of when it was asked for: counted anew for each save of a hundred colleagues it would be
            // their burden
            Input::News(News::Resync) | Input::Result(_) => self.ask(ctx),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let (lines, _) = self.lines(shared, area.width.into());
        let period = self.period(shared);
        let (from, to) = period.days();
        let about = format!(
            "{}   {}",
            paper::period(period, lang),
            self.area.as_ref().map_or_else(|| words::ALL.get(lang).to_owned(), |(_, name)| name.clone())
        );
        let parts =
            [(words::TITLE.get(lang), theme.strong()), ("   ", theme.text()), (about.as_str(), theme.text())];
        let days = words::from_to(lang, &from.to_string(), &to.to_string());
        draw::head(buf, area, &parts, (&days, theme.dim()));
        draw::head(buf, below(area, 1), &[(words::HOW.get(lang), theme.dim())], ("", theme.dim()));
        self.data.sheet.view(&lines, buf, below(area, HEAD), theme, self.menu.is_none());
        let at = self.menu?;
        let items: Vec<Item> = FILES.iter().map(|f| Item::of(f.get(lang), "")).collect();
        foot::draw(shared, area, buf, words::FILES.get(lang), None, (&items, at))
    }

    fn hints(&self) -> Vec<Action> {
        if self.menu.is_some() {
            return vec![Action::Accept, Action::Back];
        }
        vec![Action::Act, Action::Open, Action::Left, Action::Right, Action::OtherView, Action::Back]
    }

    fn says(&self, action: Action) -> Option<T> {
        match action {
            Action::Act => Some(words::FILES),
            Action::Left => Some(words::EARLIER),
            Action::Right => Some(words::LATER),
            Action::OtherView => Some(words::LENGTH),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Action> {
        Some(Action::GoReports)
    }

    fn waits(&self, action: Option<Action>) -> bool {
        // another period is not below this one: it need not wait
        self.data.waits(action) && !matches!(action, Some(Action::Left | Action::Right))
    }
}
