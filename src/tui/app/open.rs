//! Going to tabs and cards.

use super::App;
use super::global::is;
use crate::book::{Kind, Ref};
use crate::hub::wire::{News, Request};
use crate::text::screen as words;
use crate::tui::action::Action;
use crate::tui::filling;
use crate::tui::message::AppEffect;
use crate::tui::screen::{Input, Screen};
use crate::tui::screens::{Card, HandSheet, List, Network, Report, TABS, Today};

impl App {
    /// Opens a record's card.
    pub(super) fn open(&mut self, target: Ref) {
        // an answer is its form, and has no card
        if target.kind == Kind::Answer {
            self.drop_overlays();
            match self.shared.showing() {
                true => self.news.warn(words::studies::NOT_SHOWN.get(self.shared.lang).to_owned()),
                false => self.push(filling::edit(target)),
            }
            return;
        }
        self.trail.visit(target);
        // The finder and the menus have done their work.
        self.drop_overlays();
        match target.kind {
            Kind::Handover => self.push(Box::new(HandSheet::new(target))),
            _ => self.push(Box::new(Card::new(target))),
        }
    }

    fn on_card(&self) -> bool {
        self.top().is_some_and(|s| is::<Card>(&*s.screen))
    }

    pub(super) fn along_trail(&mut self, action: Action) {
        let on_card = self.on_card();
        let card = if action == Action::CardBack { self.trail.back(on_card) } else { self.trail.on() };
        let lang = self.shared.lang;
        let Some(card) = card else {
            let words = if action == Action::CardBack { words::NO_CARD_BEFORE } else { words::NO_CARD_AFTER };
            self.news.note(words.get(lang).to_owned());
            return;
        };
        if on_card {
            self.stack.pop();
        }
        self.push(Box::new(Card::new(card)));
    }

    /// Goes to one of the numbered screens, as it was left.
    pub(super) fn go(&mut self, tab: Action) {
        let before = self.out.len();
        while self.stack.len() > 1 {
            if let Some(serial) = self.top().map(|s| s.serial) {
                self.leave_one(serial);
            }
            self.stack.pop();
        }
        if let Some(root) = self.stack.first_mut() {
            root.screen.rest();
        }
        let kept = |e: &AppEffect| matches!(e, AppEffect::Ask(_, Request::KeepDraft(_)));
        if self.out.iter().skip(before).any(kept) {
            self.news.say(words::FORM_KEPT.get(self.shared.lang).to_owned());
        }
        let here = self.stack.first().and_then(|s| s.screen.tab());
        if here == Some(tab) {
            self.back_on_today();
            return;
        }
        if let (Some(here), Some(slot)) = (here, self.stack.pop()) {
            self.parked.push((here, slot));
        }
        match self.parked.iter().position(|(t, _)| *t == tab) {
            Some(at) => {
                let (_, slot) = self.parked.remove(at);
                let serial = slot.serial;
                self.stack.push(slot);
                self.deliver(serial, Input::News(News::Resync));
            }
            None => {
                let kind = TABS.iter().find(|(_, t)| *t == tab).map(|(kind, _)| *kind);
                let screen: Box<dyn Screen> = match (kind, tab) {
                    (Some(kind), _) => Box::new(List::tab_of(kind)),
                    (None, Action::GoNetwork) => Box::new(Network::new()),
                    (None, Action::GoReports) => Box::new(Report::default()),
                    _ => Box::new(Today::new()),
                };
                self.push(screen);
            }
        }
    }
}
