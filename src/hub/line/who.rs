//! Who is meant by the words of a line. It is looked up and never guessed.

use super::{Maker, NEXT, WHICH};
use crate::book::{Id, Kind, Record, Ref, Row, Value, names, person, signup};
use crate::hub::resolve::{Meant, new_id};
use crate::hub::wire::Preview;
use crate::index::finder::Query;

type Lined<T> = Result<T, Preview>;

/// Those who are named, and the new ones among them with their places.
type Whom = (Vec<Ref>, Vec<(u8, Record)>);

impl Maker<'_, '_> {
    /// All who are named, and those of them who are entered with the line, each with its place.
    pub(super) fn whom(&self, who: &[String], organisations: bool) -> Lined<Whom> {
        let (mut all, mut new) = (Vec::new(), Vec::new());
        for (n, who) in who.iter().enumerate() {
            let place = NEXT.saturating_add(u8::try_from(n).unwrap_or(u8::MAX)).saturating_add(1);
            match self.somebody(who, organisations) {
                Ok(r) => all.push(r),
                Err(Preview::Nobody(name)) if self.may_make(&name) && self.wanted(place) => {
                    let r = self.newcomer(&name);
                    all.push(r.to_ref());
                    new.push((place, r));
                }
                Err(unclear) => return Err(unclear),
            }
        }
        Ok((all, new))
    }

    /// Whether somebody unknown of this name is to be entered: initials are no name.
    fn may_make(&self, name: &str) -> bool {
        self.ask.make && names::clean_name(name).chars().any(names::is_han)
    }

    fn newcomer(&self, name: &str) -> Record {
        let mut r = Record::new(Kind::Person, new_id());
        r.fields.set(person::NAME, Value::text(names::clean_name(name)));
        r.fields.set(person::LIAISON, Value::Ref(self.actor.staff));
        r.fields.set(person::STATUS, Value::Code(1));
        r.fields.set(person::ENTERED_ON, Value::Day(self.view.world.today()));
        r
    }

    /// Who was chosen for a word.
    pub(super) fn picked(&self, text: &str) -> Option<Ref> {
        let pick =
            self.ask.picks.iter().find(|(t, _)| t == text).map(|(_, r)| self.view.world.stands_for(*r))?;
        self.view.get(pick).ok().flatten().map(|r| r.to_ref())
    }

    /// Exactly one person or organisation, or who may be meant: of several only an exact name decides.
    pub(super) fn somebody(&self, who: &str, organisations: bool) -> Lined<Ref> {
        let view = self.view;
        if let Some(r) = self.picked(who) {
            return Ok(r);
        }
        let refs = self.search(who, Kind::Person);
        let name = names::clean_name(who);
        let named: Vec<Ref> = refs.iter().copied().filter(|r| view.name_of(*r) == name).collect();
        if let [one] = named.as_slice() {
            return Ok(*one);
        }
        let organisation = match view.meant(Kind::Organisation, who, false, "") {
            Meant::One(r) if organisations => Some(r),
            _ => None,
        };
        match (named.is_empty(), refs.as_slice(), organisation) {
            // the name of an organisation also finds those who work there
            (true, _, Some(r)) => Ok(r),
            (true, [one], None) => Ok(*one),
            (true, [], None) if organisations => match self.search(who, Kind::Organisation).as_slice() {
                [] => Err(Preview::Nobody(who.to_string())),
                [one] => Ok(*one),
                several => Err(self.which(who, several)),
            },
            (true, [], None) => Err(Preview::Nobody(who.to_string())),
            (true, several, None) => Err(self.which(who, several)),
            (false, ..) => Err(self.which(who, &named)),
        }
    }

    /// Whether a word is all of somebody's name, as it is written or by its sound.
    pub(super) fn is_named(&self, who: Ref, word: &str) -> bool {
        signup::near(word, &self.view.name_of(who)) != signup::Near::Part
    }

    /// Exactly one of a kind: by name, else the only one the finder knows.
    pub(super) fn one(&self, text: &str, kind: Kind) -> Lined<Ref> {
        if let Some(r) = self.picked(text) {
            return Ok(r);
        }
        let meant = self.view.meant(kind, text, false, "");
        if let Meant::One(r) = meant {
            return Ok(r);
        }
        match self.search(text, kind).as_slice() {
            [one] => Ok(*one),
            [] => Err(Preview::Wrong(meant.trouble(text, self.actor.lang).unwrap_or_default())),
            several => Err(self.which(text, several)),
        }
    }

    pub(super) fn search(&self, text: &str, kind: Kind) -> Vec<Ref> {
        let hits = self.view.world.finder.search(
            &Query::parse(text),
            self.actor.rights.scope(),
            &[kind.code()],
            WHICH,
        );
        hits.hits.iter().map(|h| Ref { kind, id: Id(h.id) }).collect()
    }

    fn which(&self, text: &str, refs: &[Ref]) -> Preview {
        let row = |r: &Ref| crate::hub::rows::row(self.view.world, *r, self.actor).ok().flatten();
        let rows: Vec<Row> = refs.iter().filter_map(row).collect();
        Preview::Which(text.to_string(), rows)
    }
}
