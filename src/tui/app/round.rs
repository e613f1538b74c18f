//! What others did makes screens ask anew for what they show. In an office of many the news come quicker than the answers:
//! one round of questions is asked at a time, and what came meanwhile is one piece of news for the next.

use super::App;
use crate::book::Ref;
use crate::hub::wire::News;
use crate::tui::screen::{Input, Ticket};

/// Most records of one piece of news; of more it is not said which.
const ITEMS_MAX: usize = 512;

/// The round under way.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// The tickets of its questions: those behind the first one, up to the second.
    asked: (Ticket, Ticket),
    /// What came meanwhile.
    later: Option<News>,
}

impl App {
    /// Tells every screen, now or when the answers to the last news are there.
    pub(super) fn tell_screens(&mut self, news: News) {
        let stale = matches!(news, News::Changed { .. } | News::Resync);
        if stale && self.round_goes_on() {
            let in_hand = self.stack.last().and_then(|s| s.screen.target());
            let before = self.round.later.take();
            self.round.later = Some(before.map_or(news.clone(), |before| both(before, news, in_hand)));
            return;
        }
        let from = self.ticket;
        self.broadcast(&Input::News(news));
        if stale {
            self.round.asked = (from, self.ticket);
        }
    }

    /// An answer came: if it was the last one that was waited for, on with what came meanwhile.
    pub(super) fn next_round(&mut self) {
        if !self.round_goes_on()
            && let Some(news) = self.round.later.take()
        {
            self.tell_screens(news);
        }
    }

    fn round_goes_on(&self) -> bool {
        let (from, to) = self.round.asked;
        from < to && self.asked.range(from + 1..=to).next().is_some()
    }
}

/// Two pieces of news as one. Where several changed something, whoever changed the record in hand is named.
fn both(before: News, after: News, in_hand: Option<Ref>) -> News {
    let (
        News::Changed { items: earlier, by: first, own: one, .. },
        News::Changed { pos, items, by: last, own: other },
    ) = (before, after)
    else {
        return News::Resync;
    };
    let touches = |all: &[(Ref, String)]| all.iter().any(|(r, _)| Some(*r) == in_hand);
    let by = if touches(&earlier) && !touches(&items) { first } else { last };
    let mut all = earlier;
    all.retain(|(r, _)| items.iter().all(|(later, _)| later != r));
    all.extend(items);
    if all.len() > ITEMS_MAX {
        return News::Resync;
    }
    // what colleagues changed is marked, what one changed oneself is not
    News::Changed { pos, items: all, by, own: one && other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind};

    fn one(n: u8) -> Ref {
        Ref { kind: Kind::Person, id: Id([n; 16]) }
    }

    fn changed(n: u8, by: &str) -> News {
        News::Changed { pos: u64::from(n), items: vec![(one(n), n.to_string())], by: by.into(), own: false }
    }

    #[test]
    fn of_two_pieces_of_news_nothing_is_lost_and_whoever_touched_the_record_in_hand_is_named() {
        let News::Changed { pos, items, by, own } = both(changed(1, "甲"), changed(2, "乙"), Some(one(1)))
        else {
            panic!()
        };
        assert_eq!((pos, items.len(), by.as_str(), own), (2, 2, "甲", false));
        let again = both(changed(1, "甲"), changed(1, "乙"), Some(one(1)));
        assert!(matches!(again, News::Changed { items, by, .. } if items.len() == 1 && by == "乙"));
        assert!(matches!(both(News::Resync, changed(1, "甲"), None), News::Resync));
    }
}
