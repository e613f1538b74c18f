//! The steps of a matter, as data: which are lawful when, what each takes and needs, where it leads.

use super::{
    ACCEPTED, CLOSED, DUE, ENTERED, LAST, OFFICE, OUTCOME, OWNER, RATED, RATING, REFERRED, RESULT, SETTLED,
    SETTLED_ON, SORT, STATE, SUGGESTION, TOLD, TOLD_HOW, TOLD_ON, TRAIL, UNDER_WAY, WITH_AREA, WITH_FROM,
    WITH_SINCE, WITH_TAKEN,
};
use crate::book::acts::{self, Act, Acts, act, milestone};
use crate::book::field::{Choice, Field, Type, choice, field};

/// Taking it on.
pub const ACCEPT: u16 = 1;
/// Beginning.
pub const BEGIN: u16 = 2;
/// Giving it to a colleague.
pub const ASSIGN: u16 = 3;
/// Passing it on to another office.
pub const REFER: u16 = 4;
/// Taking it back from there.
pub const RETURN: u16 = 5;
/// Helping with it.
pub const HELP: u16 = 6;
/// Asking how far it is.
pub const URGE: u16 = 7;
/// Looking after it from above.
pub const OVERSEE: u16 = 8;
/// Settling it.
pub const SETTLE: u16 = 9;
/// Telling the person.
pub const TELL: u16 = 10;
/// Asking the person.
pub const RATE: u16 = 11;
/// Striking it off.
pub const CLOSE: u16 = 12;
/// Beginning again.
pub const REOPEN: u16 = 13;

/// Passing it on to another office of this book.
pub const PASS: u16 = 14;
/// Taking on what another office passed on.
pub const TAKE: u16 = 15;

/// What may be done.
pub const DEEDS: &[Choice] = &[
    choice(ACCEPT, "accept", "受理", "accept", &[]),
    choice(BEGIN, "begin", "办理", "begin", &[]),
    choice(ASSIGN, "assign", "交办", "assign", &[]),
    choice(REFER, "refer", "转办", "refer", &[]),
    choice(RETURN, "return", "退回", "take back", &[]),
    choice(HELP, "help", "协办", "help", &[]),
    choice(URGE, "urge", "催办", "urge", &[]),
    choice(OVERSEE, "oversee", "督办", "oversee", &[]),
    choice(SETTLE, "settle", "办结", "settle", &[]),
    choice(TELL, "tell", "反馈本人", "tell them", &["反馈"]),
    choice(RATE, "rate", "请本人评价", "ask them", &["评价"]),
    choice(CLOSE, "close", "销号", "strike off", &[]),
    choice(REOPEN, "reopen", "重新办理", "begin again", &[]),
    choice(PASS, "pass", "转给社区、街道", "pass on within", &[]),
    choice(TAKE, "take", "接办", "take it on", &[]),
];

/// What is empty again when it is no longer with another office.
const WITH: &[u16] = &[OFFICE, WITH_AREA, WITH_FROM, WITH_SINCE, WITH_TAKEN];

pub(super) const MILESTONE: &[Field] =
    &milestone(field(acts::DONE, "done", "办了什么", "Done", Type::Choice(DEEDS)));

/// States before it is settled, with another office of this book or not.
const LIVE: &[u16] = &[ENTERED, ACCEPTED, UNDER_WAY];
const ALIVE: &[u16] = &[ENTERED, ACCEPTED, UNDER_WAY, REFERRED];

/// The steps of a matter. It is struck off only when the person was told, when and how, and asked.
pub const ACTS: Acts = Acts {
    all: &[
        act(ACCEPT, &[ENTERED], Some(ACCEPTED), &[LAST, OWNER, DUE], &[]),
        act(BEGIN, &[ACCEPTED], Some(UNDER_WAY), &[LAST], &[]),
        Act { stamps: Some(WITH_TAKEN), ..act(TAKE, &[REFERRED], Some(UNDER_WAY), &[LAST], &[]) },
        Act {
            stamps: Some(SETTLED_ON),
            clears: &[WITH_AREA, WITH_FROM, WITH_SINCE, WITH_TAKEN],
            ..act(SETTLE, &[ACCEPTED, UNDER_WAY], Some(SETTLED), &[RESULT, OUTCOME], &[RESULT])
        },
        act(TELL, &[SETTLED], Some(TOLD), &[LAST, TOLD_HOW, TOLD_ON], &[TOLD_HOW, TOLD_ON]),
        act(RATE, &[TOLD], Some(RATED), &[LAST, RATING], &[RATING]),
        act(CLOSE, &[RATED], Some(CLOSED), &[LAST], &[]),
        act(URGE, ALIVE, None, &[LAST], &[LAST]),
        act(ASSIGN, LIVE, Some(UNDER_WAY), &[LAST, OWNER], &[OWNER]),
        Act {
            clears: &[WITH_AREA, WITH_FROM, WITH_SINCE, WITH_TAKEN],
            ..act(REFER, LIVE, Some(UNDER_WAY), &[LAST, OFFICE], &[OFFICE])
        },
        Act {
            stamps: Some(WITH_SINCE),
            clears: &[OFFICE, WITH_TAKEN],
            ..act(PASS, ALIVE, Some(REFERRED), &[WITH_AREA, LAST], &[WITH_AREA])
        },
        Act { clears: WITH, ..act(RETURN, &[UNDER_WAY, REFERRED], Some(ACCEPTED), &[LAST], &[LAST]) },
        act(HELP, &[ACCEPTED, UNDER_WAY], None, &[LAST], &[LAST]),
        act(OVERSEE, ALIVE, None, &[LAST], &[LAST]),
        Act {
            clears: &[TOLD_ON, TOLD_HOW, RATING, SETTLED_ON],
            ..act(REOPEN, &[SETTLED, TOLD, RATED, CLOSED], Some(UNDER_WAY), &[LAST], &[LAST])
        },
    ],
    state: STATE,
    trail: TRAIL,
    words: LAST,
    also: |act, fields| {
        let suggested = act.code == SETTLE && fields.code(SORT) == Some(SUGGESTION);
        suggested.then_some(OUTCOME)
    },
};

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::book::{Day, Id, Kind, Record, Ref, Value};

    /// Does a step where it is lawful.
    pub(in crate::book::matter) fn step(r: &mut Record, code: u16) -> bool {
        let act = ACTS.act(code).unwrap();
        let lawful = act.from.contains(&r.fields.code(STATE).unwrap());
        if lawful {
            ACTS.apply(act, r, Ref { kind: Kind::Staff, id: Id([1; 16]) }, Day(739_000));
        }
        lawful
    }

    /// Whatever is done in whatever order: who is struck off was told and asked after the last time it was settled.
    #[test]
    fn nothing_is_struck_off_before_the_person_was_told_and_asked() {
        let mut ends = 0;
        let mut walk = vec![(ENTERED, Vec::new())];
        while let Some((state, done)) = walk.pop() {
            if state == CLOSED {
                let last = |code| done.iter().rposition(|d| *d == code);
                let (settled, told, asked) = (last(SETTLE), last(TELL), last(RATE));
                assert!(settled.is_some() && settled < told && told < asked, "{done:?}");
                ends += 1;
                continue;
            }
            for act in ACTS.lawful(state).filter(|_| done.len() < 8) {
                let mut more = done.clone();
                more.push(act.code);
                walk.push((act.to.unwrap_or(state), more));
            }
        }
        assert!(ends > 10);
        for act in ACTS.all {
            assert!(act.needs.iter().all(|no| act.takes.contains(no)), "{}", act.code);
            assert!(act.takes.iter().chain(act.clears).all(|no| Kind::Matter.field(*no).is_some()));
            assert!(ACTS.label(Kind::Matter, act.code).is_some());
        }
    }

    #[test]
    fn the_next_step_leads_to_the_end_and_each_leaves_a_milestone() {
        let mut r = Record::new(Kind::Matter, Id([9; 16]));
        r.fields.set(STATE, Value::Code(ENTERED));
        assert!(!step(&mut r, CLOSE) && !step(&mut r, TELL), "not yet");
        let mut done = Vec::new();
        while let Some(act) = ACTS.next(r.fields.code(STATE).unwrap()).filter(|a| a.code != REOPEN) {
            r.fields.set(LAST, Value::text("电话问过"));
            assert!(step(&mut r, act.code));
            done.push(act.code);
        }
        assert_eq!(done, [ACCEPT, BEGIN, SETTLE, TELL, RATE, CLOSE]);
        assert_eq!(r.fields.get(TRAIL).unwrap().each().len(), 6);
        assert_eq!(r.fields.day(SETTLED_ON), Some(Day(739_000)));
        assert_eq!(crate::book::rules::check(Kind::Matter, &r.fields).len(), 1, "only its title is missing");
        // a suggestion is not settled without saying whether it was taken up
        let settle = ACTS.act(SETTLE).unwrap();
        r.fields.clear(RESULT);
        assert_eq!(ACTS.lacks(settle, &r.fields), [RESULT]);
        r.fields.set(SORT, Value::Code(SUGGESTION));
        assert_eq!(ACTS.lacks(settle, &r.fields), [RESULT, OUTCOME]);
    }
}
