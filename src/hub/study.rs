//! What holds between studies and what was answered to them: nobody is named in an answer to an anonymous one, and a form
//! does not lose questions that somebody has answered.

use super::resolve::View;
use crate::book::survey::read;
use crate::book::{Fields, Kind, Record, Ref, Value, answer, study};
use crate::store::StoreError;
use crate::text::{T, survey as words};

/// Why a change may not be written, if so.
///
/// # Errors
/// When the store cannot be read.
pub fn refuses(
    view: &View<'_>,
    before: Option<&Record>,
    after: Option<&Record>,
) -> Result<Option<T>, StoreError> {
    let Some(now) = after else { return Ok(None) };
    match now.kind {
        Kind::Answer => {
            let study = match now.fields.link(answer::STUDY) {
                Some(study) => view.get(study)?,
                None => None,
            };
            let named = now.fields.get(answer::PERSON).is_some();
            let anonymous = study.is_some_and(|s| study::is_anonymous(&s.fields));
            Ok((named && anonymous).then_some(words::ANONYMOUS))
        }
        Kind::Study => {
            let Some(before) = before else { return Ok(None) };
            let asked = |f: &Fields| read::read(&study::form(f)).survey;
            let loses = before.fields.text(study::FORM) != now.fields.text(study::FORM) && {
                let (was, is) = (asked(&before.fields), asked(&now.fields));
                let now_asks = is.places();
                was.places().iter().any(|place| !now_asks.contains(place))
            };
            let hides = study::is_anonymous(&now.fields) && !study::is_anonymous(&before.fields);
            if !loses && !hides {
                return Ok(None);
            }
            let t = view.world.tables();
            let answers = t.referring(Kind::Answer, Some(answer::STUDY), now.id);
            if loses && !answers.is_empty() {
                return Ok(Some(words::LOSES));
            }
            let names = |at: &u32| t.things(Kind::Answer).is_some_and(|a| a.people(*at).next().is_some());
            Ok((hides && answers.iter().any(names)).then_some(words::HAS_NAMES))
        }
        _ => Ok(None),
    }
}

/// Where an answer lies that says nothing of it: where its study is done.
pub fn placed(view: &View<'_>, r: &mut Record) {
    if r.fields.get(answer::AREA).is_some() {
        return;
    }
    let study = r.fields.link(answer::STUDY).and_then(|s| view.get(s).ok().flatten());
    let top = || {
        let t = view.world.tables();
        let root = t.areas.below(None).first().and_then(|at| t.areas.get(*at)).map(|a| a.id);
        root.map(|id| Value::Ref(Ref { kind: Kind::Area, id }))
    };
    // what somebody said lies nowhere that everybody sees: else it is of the whole book
    let area = study.and_then(|s| s.fields.get(study::AREA).cloned()).or_else(top);
    if let Some(area) = area.filter(|_| r.fields.get(answer::PERSON).is_none()) {
        r.fields.set(answer::AREA, area);
    }
}
