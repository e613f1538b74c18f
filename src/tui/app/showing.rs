//! 投屏: others may see the screen. The hub covers what it tells; here what was told before goes.

use super::global::is;
use super::{App, Asker};
use crate::hub::wire::{Keep, News, Request, Welcome};
use crate::text::screen::showing as words;
use crate::tui::form::Form;
use crate::tui::screen::Input;
use crate::tui::screens::Face;

impl App {
    /// On, or off again.
    pub(super) fn toggle_showing(&mut self) {
        let lang = self.shared.lang;
        if self.lost {
            self.news.warn(words::NOT_NOW.get(lang).to_owned());
            return;
        }
        let on = !self.shared.showing();
        let kept = on && self.put_away();
        self.shared.welcome.settings.showing = on;
        // Behind this the hub covers, or no longer: all that is asked from here on comes as it is to be shown.
        self.ask_self(Asker::Showing, Request::Keep(Keep::Showing(on)));
        self.parked.clear();
        self.broadcast(&Input::News(News::Resync));
        let text = match (on, kept) {
            (true, true) => words::ON_FORM_KEPT,
            (true, false) => words::ON,
            (false, _) => words::OFF,
        };
        self.news.say(text.get(lang).to_owned());
    }

    /// The connection is back, as another session: one that showed before shows still, whatever another screen left.
    pub(super) fn show_still(&mut self, welcome: &mut Welcome) {
        if self.shared.showing() && !welcome.settings.showing {
            welcome.settings.showing = true;
            self.ask_self(Asker::Showing, Request::Keep(Keep::Showing(true)));
        }
    }

    /// A form, or what is for one person's eyes, shows values as they are: it goes, a form's draft stays. Whether there
    /// was a form.
    fn put_away(&mut self) -> bool {
        let whole = self.stack.iter().position(|s| is::<Form>(&*s.screen) || is::<Face>(&*s.screen));
        let Some(first) = whole.filter(|at| *at > 0) else { return false };
        let kept = self.stack.iter().any(|s| is::<Form>(&*s.screen));
        while self.stack.len() > first {
            if let Some(serial) = self.top().map(|s| s.serial) {
                self.leave_one(serial);
            }
            self.stack.pop();
        }
        kept
    }
}
