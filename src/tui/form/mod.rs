//! Forms.
pub mod pick;
use super::keymap::Context;
use super::screen::{Ctx, Effect, Input, Screen, Shared};
use super::{action::Action, glyph};
use crate::book::{Kind, Ref};
use crate::hub::wire::Draft;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

struct StandIn(String);
impl Screen for StandIn {
    fn contexts(&self) -> &[Context] {
        Context::Form.stack()
    }
    fn start(&mut self, _: &mut Ctx<'_>) {}
    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        match input {
            Input::Action(Action::Back) => ctx.does(Effect::Pop(None)),
            Input::Key(k) => self.0.extend(k.text()),
            _ => return false,
        }
        true
    }
    fn view(&self, _: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        glyph::put(buf, area.x, area.y, area.width.into(), &self.0, Style::new());
        None
    }
    fn hints(&self) -> Vec<Action> {
        vec![]
    }
}
/// Until the merge.
pub fn stand_in(what: &str) -> Box<dyn Screen> {
    Box::new(StandIn(what.into()))
}
/// A new record.
pub fn new(kind: Kind, prefill: Vec<(u16, String, String)>, _: &Shared) -> Box<dyn Screen> {
    stand_in(&format!("new {kind:?} {prefill:?}"))
}
/// A reference as text.
pub fn link(target: Ref, name: &str) -> String {
    format!("{name}#{}", target.id)
}
/// An old one.
pub fn edit(target: Ref) -> Box<dyn Screen> {
    stand_in(&format!("edit {target:?}"))
}
/// A draft.
pub fn resume(draft: Draft) -> Box<dyn Screen> {
    stand_in(&format!("resume {}", draft.title))
}
