//! What most new records hold, so that nobody types it.

use super::{Form, Prefill, link};
use crate::book::{
    Kind, breach, holiday, matter, meeting, own_field, person, recommendation, retention, service, task,
    visit,
};
use crate::text::{Lang, form as words};
use crate::tui::screen::Shared;

/// What most new records of a kind hold, and where that comes from.
pub fn usual(kind: Kind, shared: &Shared) -> Prefill {
    let (lang, me) = (shared.lang, link(shared.welcome.me, &shared.welcome.name));
    let mine = words::FROM_ME.get(lang).to_owned();
    let habit = words::FROM_HABIT.get(lang).to_owned();
    match kind {
        Kind::Visit => vec![
            (visit::WHEN, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (visit::MODE, "home".into(), habit.clone()),
            (visit::OUTCOME, "met".into(), habit),
            (visit::STAFF, me, mine),
        ],
        Kind::Person => vec![(person::LIAISON, me, mine)],
        Kind::Matter => vec![
            (matter::RAISED, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (matter::URGENCY, "usual".into(), habit),
            (matter::OWNER, me, mine),
        ],
        Kind::Service => vec![
            (service::WHEN, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (service::OWNER, me, mine),
        ],
        Kind::Recommendation => vec![
            (recommendation::BEGUN_ON, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (recommendation::OWNER, me, mine),
        ],
        Kind::Meeting => vec![
            (meeting::WHEN, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (meeting::ORGANISER, me, mine),
        ],
        Kind::Breach => vec![
            (breach::FOUND_ON, shared.today().to_string(), words::FROM_TODAY.get(lang).to_owned()),
            (breach::OWNER, me, mine),
        ],
        Kind::Retention => vec![(retention::OWNER, me, mine), (retention::STATE, "in_force".into(), habit)],
        Kind::Task => vec![(task::OWNER, me, mine)],
        Kind::OwnField => vec![(own_field::OWNER, me, mine)],
        Kind::Holiday => vec![(holiday::SORT, "off".into(), habit)],
        _ => Vec::new(),
    }
}

impl Form {
    /// The phrase of a visit that nobody writes anything about, by how it went.
    pub(super) fn rephrase(&mut self, lang: Lang) {
        if self.kind != Kind::Visit || self.base > 0 {
            return;
        }
        let code =
            |no: u16| self.items.iter().find(|i| i.field.no == no).and_then(|i| i.codes.first().copied());
        let visit = code(visit::MODE).map(visit::class) == Some(visit::Class::Visit);
        let phrase = match (visit, code(visit::MODE), code(visit::OUTCOME)) {
            (true, _, None | Some(1)) => words::PHRASE_VISIT.get(lang),
            (true, _, Some(2)) => words::PHRASE_ABSENT.get(lang),
            (_, Some(4 | 5), None | Some(1)) => words::PHRASE_CONTACT.get(lang),
            (_, Some(4 | 5), Some(2)) => words::PHRASE_SILENT.get(lang),
            _ => "",
        };
        if let Some(note) = self.items.iter_mut().find(|i| i.field.no == visit::SUMMARY) {
            phrase.clone_into(&mut note.phrase);
        }
    }
}
