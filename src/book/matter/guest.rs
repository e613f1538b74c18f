//! What an office of this book may do with a matter that lies elsewhere and is with it for a while.

use super::steps::{RETURN, SETTLE, TAKE};
use super::{
    LAST, OFFICE, OUTCOME, RESULT, SETTLED_ON, STATE, TRAIL, WITH_AREA, WITH_FROM, WITH_SINCE, WITH_TAKEN,
};
use crate::book::{Fields, Value, acts};

/// What an office may do with a matter that is with it and lies elsewhere: take it on, send it back with a reason, settle
/// it and so give it back. The person is told by whom they spoke to.
pub const GUEST: &[u16] = &[TAKE, RETURN, SETTLE];
/// All that these change.
const GUEST_FIELDS: &[u16] =
    &[STATE, OFFICE, LAST, RESULT, OUTCOME, SETTLED_ON, WITH_AREA, WITH_FROM, WITH_SINCE, WITH_TAKEN, TRAIL];
/// Whether a change is one of these steps, or takes one back, and nothing else.
pub fn is_guest_step(before: &Fields, after: &Fields) -> bool {
    let changed =
        |f: &Fields, g: &Fields| f.iter().any(|(no, v)| !GUEST_FIELDS.contains(&no) && g.get(no) != Some(v));
    let marks = |f: &Fields| f.get(TRAIL).map(|v| v.each().to_vec()).unwrap_or_default();
    let (was, is) = (marks(before), marks(after));
    // of a long course the oldest milestones give way
    let grows = |from: &[Value], to: &[Value]| match to.split_last() {
        Some((Value::Group(mark), rest)) => {
            let code = mark.iter().find(|(no, _)| *no == acts::DONE).map(|(_, v)| v);
            let known = from.ends_with(rest) && from.len() - rest.len() <= 1;
            known && matches!(code, Some(Value::Code(c)) if GUEST.contains(c))
        }
        _ => false,
    };
    // it stays where it is, or goes back: it does not go on to others
    let stays = after.get(WITH_AREA).is_none_or(|v| before.get(WITH_AREA) == Some(v));
    !changed(before, after) && !changed(after, before) && stays && (grows(&was, &is) || grows(&is, &was))
}

#[cfg(test)]
mod tests {
    use super::super::steps::tests::step;
    use super::super::{ASSIGN, ENTERED, PASS, TITLE, URGE};
    use super::*;
    use crate::book::{Id, Kind, Record, Ref};

    #[test]
    fn a_guest_takes_the_steps_of_a_guest_and_nothing_else() {
        let there = Value::Ref(Ref { kind: Kind::Area, id: Id([3; 16]) });
        let mut r = Record::new(Kind::Matter, Id([9; 16]));
        r.fields.set(STATE, Value::Code(ENTERED));
        r.fields.set(WITH_AREA, there.clone());
        assert!(step(&mut r, PASS));
        let passed = r.fields.clone();
        assert!(step(&mut r, TAKE));
        assert!(is_guest_step(&passed, &r.fields) && is_guest_step(&r.fields, &passed));
        let taken = r.fields.clone();
        for (code, fine) in [(RETURN, true), (SETTLE, true), (URGE, false), (ASSIGN, false), (PASS, false)] {
            let mut r = r.clone();
            assert!(step(&mut r, code));
            assert_eq!(is_guest_step(&taken, &r.fields), fine, "{code}");
            assert_eq!(r.fields.get(WITH_AREA).is_none(), fine, "{code}");
            r.fields.set(TITLE, Value::text("别的"));
            assert!(!is_guest_step(&taken, &r.fields), "{code}");
        }
        // without a milestone, or on to somebody else, it is no step
        let mut other = taken.clone();
        other.set(LAST, Value::text("改"));
        assert!(!is_guest_step(&taken, &other));
        assert!(step(&mut r, RETURN));
        r.fields.set(WITH_AREA, Value::Ref(Ref { kind: Kind::Area, id: Id([4; 16]) }));
        assert!(!is_guest_step(&taken, &r.fields));
    }
}
