//! The question whether a merge is to be taken back: what would go back, what was changed since and stays.

use crate::book::Ref;
use crate::hub::wire::{MERGE_MAX, Merging, Reply, Request, Unmerge as Ask};
use crate::text::{T, merge as words, screen as general};
use crate::tui::action::Action;
use crate::tui::app::new_id;
use crate::tui::draw;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Outcome, Screen, Shared, Ticket};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Taking a merge back.
pub struct Unmerge {
    of: Ref,
    plan: Option<Merging>,
    /// How many of the records to be moved back were asked for.
    sent: usize,
    asking: Option<Ticket>,
    trouble: Option<String>,
}

impl Unmerge {
    /// Of the record that went.
    pub fn new(of: Ref) -> Unmerge {
        Unmerge { of, plan: None, sent: 0, asking: None, trouble: None }
    }

    fn send(&mut self, ctx: &mut Ctx<'_>) {
        let Some(plan) = self.plan.as_ref().filter(|_| self.asking.is_none()) else { return };
        let items: Vec<Ref> = plan.refs.iter().skip(self.sent).take(MERGE_MAX).copied().collect();
        self.sent += items.len();
        let last = self.sent >= plan.refs.len();
        let ask = Ask { request: new_id(), dry: false, of: self.of, items, last };
        self.asking = Some(ctx.ask(Request::Unmerge(ask)));
    }

    fn reply(&mut self, ctx: &mut Ctx<'_>, reply: Reply) {
        let lang = ctx.shared.lang;
        match (reply, &self.plan) {
            (Reply::Merging(m), None) => self.plan = Some(*m),
            (Reply::Merging(m), Some(plan)) if m.done => {
                let said = words::parted_here(lang, plan.other.record.name(), plan.stays.record.name());
                ctx.does(Effect::Say(said));
                ctx.does(Effect::Pop(Some(Outcome::Written(self.of))));
            }
            (Reply::Merging(_), Some(_)) => self.send(ctx),
            (Reply::Refused(why), _) => self.trouble = Some(say::refusal(&why, lang)),
            _ => {}
        }
    }

    fn text(&self, shared: &Shared) -> Vec<String> {
        let lang = shared.lang;
        match (&self.trouble, &self.plan) {
            (Some(trouble), _) => vec![trouble.clone()],
            (None, None) => vec![general::LOADING.get(lang).to_owned()],
            (None, Some(p)) => {
                let mut out =
                    vec![words::will_part(lang, p.other.record.name(), p.stays.record.name(), p.left)];
                let labels = p.since.iter().filter_map(|no| self.of.kind.field(*no));
                let labels: Vec<&str> = labels.map(|f| f.label.get(lang)).collect();
                if !labels.is_empty() {
                    out.push(words::changed_since(lang, &labels.join(" ")));
                }
                out
            }
        }
    }
}

impl Screen for Unmerge {
    fn contexts(&self) -> &[Context] {
        Context::Confirm.stack()
    }

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        let ask = Ask { request: new_id(), dry: true, of: self.of, items: Vec::new(), last: true };
        self.asking = Some(ctx.ask(Request::Unmerge(ask)));
    }

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Yes) if self.trouble.is_none() => self.send(ctx),
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            Input::Reply(ticket, reply) if self.asking.take_if(|t| *t == ticket).is_some() => {
                self.reply(ctx, reply);
            }
            _ => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let theme = shared.theme;
        draw::head(buf, area, &[(words::UNMERGE.get(shared.lang), theme.accent())], ("", theme.dim()));
        let width = usize::from(area.width).saturating_sub(3);
        let lines = self.text(shared).into_iter().flat_map(|t| draw::wrap(&t, width)).collect::<Vec<_>>();
        for (n, line) in (2u16..).zip(&lines) {
            draw::head(buf, draw::below(area, n), &[(line, theme.text())], ("", theme.dim()));
        }
        None
    }

    fn hints(&self) -> Vec<Action> {
        if self.plan.is_some() && self.trouble.is_none() {
            vec![Action::Yes, Action::Back]
        } else {
            vec![Action::Back]
        }
    }

    fn says(&self, action: Action) -> Option<T> {
        (action == Action::Yes).then_some(words::UNMERGE)
    }
}
