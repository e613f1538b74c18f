//! A handover: its people, what both sign, and the step that is next.

use super::{lines, paper};
use crate::book::{Ref, handover};
use crate::hub::wire::{HandAct, HandDone, HandSheet, HandStep, Reply, Request, WHY_MAX};
use crate::text::T;
use crate::text::screen::{self, hand as words};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw::{self, below};
use crate::tui::edit::Edit;
use crate::tui::keymap::Context;
use crate::tui::message::AppEffect;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use crate::tui::screens::fetched::{Fetched, stale};
use crate::tui::screens::foot::{self, Hit, Item};
use crate::tui::sheet::{Ink, Line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines above the rows.
const HEAD: u16 = 3;

/// What lies over the sheet.
enum Over {
    /// What can be done with it, and the line in hand.
    Menu(usize),
    /// Why it is declined.
    Words(Edit),
}

/// What a line of the menu does.
#[derive(Clone, Copy)]
enum Does {
    Step(HandAct),
    Word,
    Text,
}

/// A handover on the screen.
pub struct Sheet {
    target: Ref,
    data: Fetched<HandSheet>,
    over: Option<Over>,
    stepping: Option<(Ticket, HandAct)>,
}

impl Sheet {
    /// Of this handover.
    pub fn new(target: Ref) -> Sheet {
        Sheet { target, data: Fetched::default(), over: None, stepping: None }
    }

    fn ask(&mut self, ctx: &mut Ctx<'_>) {
        self.data.ask(ctx, Request::HandSheet(self.target.id));
    }

    fn next(&self) -> Option<HandAct> {
        self.data.data.as_ref().and_then(|d| d.steps.first().copied())
    }

    fn menu(&self) -> Vec<Does> {
        let steps = self.data.data.iter().flat_map(|d| d.steps.iter().map(|s| Does::Step(*s)));
        steps.chain([Does::Word, Does::Text]).collect()
    }

    /// Takes a step; one that needs words asks for them first.
    fn step(&mut self, ctx: &mut Ctx<'_>, step: HandAct, said: Option<String>) {
        let Some(data) = self.data.data.as_ref().filter(|_| self.stepping.is_none()) else { return };
        if step == HandAct::Decline && said.is_none() {
            self.over = Some(Over::Words(Edit::line("")));
            return;
        }
        let (handover, base) = (self.target.id, data.shown.record.version);
        let words = said.unwrap_or_default();
        let ask = HandStep { request: new_id(), handover, base, step, words };
        self.stepping = Some((ctx.ask(Request::HandStep(ask)), step));
    }

    fn stepped(&mut self, ctx: &mut Ctx<'_>, step: HandAct, reply: Reply) {
        let lang = ctx.shared.lang;
        match reply {
            Reply::Handed(done) => {
                tell(ctx, step, &done);
                ctx.does(Effect::Pop(Some(Outcome::Written(self.target))));
            }
            Reply::Refused(why) => {
                ctx.does(Effect::Warn(say::refusal(&why, lang)));
                self.ask(ctx);
            }
            _ => self.ask(ctx),
        }
    }

    fn chosen(&mut self, ctx: &mut Ctx<'_>, at: usize) {
        self.over = None;
        let Some(does) = self.menu().get(at).copied() else { return };
        let Some(data) = &self.data.data else { return };
        let shared = ctx.shared;
        match does {
            Does::Step(step) => self.step(ctx, step, None),
            Does::Word => match paper::word(data, shared) {
                Ok(bytes) => {
                    let name = format!("{}.docx", paper::name(data, shared));
                    ctx.does(Effect::App(AppEffect::File { name, bytes }));
                }
                Err(e) => ctx.does(Effect::Warn(crate::text::store::io(shared.lang, &e))),
            },
            Does::Text => {
                let name = format!("{}.txt", paper::name(data, shared));
                let bytes = paper::text(data, shared).into_bytes();
                ctx.does(Effect::App(AppEffect::File { name, bytes }));
            }
        }
    }

    fn over(&mut self, ctx: &mut Ctx<'_>, over: Over, action: Action) -> bool {
        match over {
            Over::Menu(mut at) => match foot::step(&mut at, action, self.menu().len()) {
                Hit::Chosen(at) => self.chosen(ctx, at),
                Hit::None if action == Action::Back => {}
                _ => self.over = Some(Over::Menu(at)),
            },
            Over::Words(edit) => match action {
                Action::Accept => {
                    let said = edit.text().trim().to_owned();
                    if said.is_empty() || said.chars().count() > WHY_MAX {
                        self.over = Some(Over::Words(edit));
                    } else {
                        self.step(ctx, HandAct::Decline, Some(said));
                    }
                }
                Action::Back => {}
                _ => self.over = Some(Over::Words(edit)),
            },
        }
        true
    }

    fn action(&mut self, ctx: &mut Ctx<'_>, action: Action) -> bool {
        if let Some(over) = self.over.take() {
            return self.over(ctx, over, action);
        }
        match action {
            Action::Act => match self.next() {
                Some(step) => self.step(ctx, step, None),
                None => ctx.does(Effect::Say(words::NO_STEPS.get(ctx.shared.lang).to_owned())),
            },
            Action::Actions => self.over = Some(Over::Menu(0)),
            Action::Edit => ctx.does(Effect::Say(words::NO_EDIT.get(ctx.shared.lang).to_owned())),
            Action::Copy => {
                if let Some(data) = &self.data.data {
                    let (text, what) =
                        (paper::text(data, ctx.shared), words::SHEET.get(ctx.shared.lang).to_owned());
                    ctx.does(Effect::Copy { text, what });
                }
            }
            Action::Open => {
                let row = self.data.data.as_ref().and_then(|d| d.lines.get(self.data.sheet.at));
                if let Some(line) = row {
                    ctx.does(Effect::Open(line.row.target));
                }
            }
            other => {
                let rows = self.rows(ctx.shared, ctx.shared.size.0.into());
                return self.data.sheet.step(other, &rows, super::super::rows_below(ctx.shared, HEAD));
            }
        }
        true
    }

    fn rows(&self, shared: &Shared, width: usize) -> Vec<Line> {
        let data = match self.data.get(shared, width) {
            Ok(data) => data,
            Err(lines) => return lines,
        };
        let mut out: Vec<Line> = Vec::new();
        for (at, one) in data.lines.iter().enumerate() {
            out.push(lines::line(one, at, ("", Ink::Text), width, shared));
        }
        out.push(Line::blank());
        out.extend(paper::signatures(data, shared).into_iter().map(|l| Line::of(format!(" {l}"), Ink::Dim)));
        out
    }

    /// What was said to it, and by whom.
    fn answer(&self, data: &HandSheet, shared: &Shared) -> Option<String> {
        let f = &data.shown.record.fields;
        let who = f.link(handover::ANSWERED_BY)?;
        let day = say::short_day(f.day(handover::ANSWERED_ON)?, shared.today());
        let said = words::answered(shared.lang, &say::name_of(who, &data.shown.names, shared.lang), &day);
        Some(format!("{said} {}", f.text(handover::ANSWER)).trim_end().to_owned())
    }
}

/// Says what a step has done, and who was left out of it.
fn tell(ctx: &mut Ctx<'_>, step: HandAct, done: &HandDone) {
    let lang = ctx.shared.lang;
    let said = words::stepped(step).get(lang);
    match done.left.first() {
        Some((name, why)) => {
            let stop = screen::COMMA.get(lang);
            ctx.does(Effect::Warn(format!("{said}{stop}{}", words::left(lang, done.left.len(), name, why))));
        }
        None => ctx.does(Effect::Say(said.to_owned())),
    }
}

impl Screen for Sheet {
    fn contexts(&self) -> &[Context] {
        match self.over {
            Some(Over::Menu(_)) => Context::Menu.stack(),
            Some(Over::Words(_)) => Context::Pick.stack(),
            None => Context::Card.stack(),
        }
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.ask(ctx);
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match (input, &mut self.over) {
            (Input::Action(action), _) => return self.action(ctx, action),
            (Input::Key(key), Some(Over::Words(edit))) => return edit.key(key, usize::MAX),
            (Input::Paste(text), Some(Over::Words(edit))) => edit.insert(&text),
            (Input::Reply(ticket, reply), _) => {
                if let Some((_, step)) = self.stepping.take_if(|(t, _)| *t == ticket) {
                    self.stepped(ctx, step, reply);
                    return true;
                }
                return self.data.reply(ctx.shared, ticket, reply, |r| match r {
                    Reply::HandSheet(sheet) => Some(*sheet),
                    _ => None,
                });
            }
            (other, _) if stale(&other) => self.ask(ctx),
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let (lang, theme) = (shared.lang, shared.theme);
        let rows = self.rows(shared, area.width.into());
        let title = words::SHEET.get(lang);
        if let Some(data) = &self.data.data {
            let f = &data.shown.record.fields;
            let (from, to) = paper::both(data, shared);
            let who = words::from_to(lang, &from, &to, f.links(handover::PEOPLE).len());
            let state = f.code(handover::STATE).zip(data.shown.record.kind.field(handover::STATE));
            let state = state.map(|(c, field)| field.choice_label(c, lang)).unwrap_or_default();
            let parts = [(title, theme.strong()), ("   ", theme.text()), (who.as_str(), theme.text())];
            draw::head(buf, area, &parts, (&state, theme.notice()));
            let mut about = vec![lines::when(f, shared), f.text(handover::WHY).to_owned()];
            about.extend(self.answer(data, shared));
            about.extend(Some(f.text(handover::NOTE).replace('\n', " ")).filter(|n| !n.is_empty()));
            draw::head(buf, below(area, 1), &[(&about.join("   "), theme.dim())], ("", theme.text()));
            let heading = lines::heading(area.width.into(), lang);
            draw::head(buf, below(area, 2), &[(&heading.0, theme.dim())], ("", theme.dim()));
        } else {
            draw::head(buf, area, &[(title, theme.strong())], ("", theme.text()));
        }
        self.data.sheet.view(&rows, buf, below(area, HEAD), theme, self.over.is_none());
        match &self.over {
            Some(Over::Menu(at)) => {
                let item = |d: &Does| {
                    let label = match d {
                        Does::Step(step) => words::step(*step),
                        Does::Word => words::AS_WORD,
                        Does::Text => words::AS_TEXT,
                    };
                    Item::of(label.get(lang), "")
                };
                let items: Vec<Item> = self.menu().iter().map(item).collect();
                foot::draw(shared, area, buf, title, None, (&items, *at))
            }
            Some(Over::Words(edit)) => {
                let prompt = Some((words::DECLINE_WHY.get(lang), edit));
                foot::draw(shared, area, buf, title, prompt, (&[], 0))
            }
            None => None,
        }
    }

    fn hints(&self) -> Vec<Action> {
        if self.over.is_some() {
            return vec![Action::Accept, Action::Back];
        }
        let mut out = vec![Action::Actions, Action::Open, Action::Copy, Action::Back];
        if self.next().is_some() {
            out.insert(0, Action::Act);
        }
        out
    }

    fn says(&self, action: Action) -> Option<T> {
        if action == Action::Act { self.next().map(words::step) } else { None }
    }

    fn target(&self) -> Option<Ref> {
        Some(self.target)
    }
}
