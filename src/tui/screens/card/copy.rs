//! Which field of a card goes to the clipboard.

use super::fields;
use crate::book::Type;
use crate::hub::wire;
use crate::text::screen::panels as words;
use crate::tui::action::Action;
use crate::tui::keymap::Context;
use crate::tui::say;
use crate::tui::screen::{Ctx, Effect, Input, Screen, Shared};
use crate::tui::screens::foot::{self, Hit, Item};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The fields of a card, each a key away.
pub struct CopyField {
    /// What each is called, and what it holds.
    items: Vec<(String, String)>,
    at: usize,
}

impl CopyField {
    /// Of a card as it is shown: how to reach somebody first, then every field that holds something.
    pub fn of(card: &wire::Card, shared: &Shared) -> CopyField {
        let (record, lang) = (&card.shown.record, shared.lang);
        let value = |f: &crate::book::Field| {
            let value = record.fields.get(f.no)?;
            Some(say::value(f, value, &card.shown.names, shared.today(), lang))
        };
        let all = || record.kind.fields().iter().filter(|f| !f.hidden);
        let mut main = fields::title(card, shared);
        for phones in all().filter(|f| matches!(f.ty, Type::Phone)).filter_map(&value) {
            main.push(' ');
            main.push_str(&phones);
        }
        let mut items = vec![(words::COPY_MAIN.get(lang).to_owned(), main)];
        items.extend(all().filter_map(|f| Some((f.label.get(lang).to_owned(), value(f)?))));
        CopyField { items, at: 0 }
    }
}

impl Screen for CopyField {
    fn contexts(&self) -> &[Context] {
        Context::Menu.stack()
    }

    fn start(&mut self, _ctx: &mut Ctx<'_>) {}

    fn update(&mut self, ctx: &mut Ctx<'_>, input: Input) -> bool {
        let Input::Action(action) = input else { return false };
        match foot::step(&mut self.at, action, self.items.len()) {
            Hit::Chosen(at) => {
                if let Some((label, text)) = self.items.get(at).cloned() {
                    ctx.does(Effect::Pop(None));
                    let what =
                        if at == 0 { text.clone() } else { format!("{label} {}", text.replace('\n', " ")) };
                    ctx.does(Effect::Copy { text, what });
                }
            }
            Hit::Moved => {}
            Hit::None if action == Action::Back => ctx.does(Effect::Pop(None)),
            Hit::None => return false,
        }
        true
    }

    fn view(&self, shared: &Shared, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        let items: Vec<Item> = self.items.iter().map(|(l, t)| Item::of(l, t.replace('\n', " "))).collect();
        foot::draw(shared, area, buf, words::COPY_WHAT.get(shared.lang), None, (&items, self.at))
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }

    fn covers(&self) -> bool {
        false
    }
}
