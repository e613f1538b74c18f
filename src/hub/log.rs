//! The access log as administrators read it: who looked at whom, when and how.

use super::access_log::Look;
use super::actor::Actor;
use super::house::House;
use super::wire::{LogAsk, LogLine, Refusal, Reply};
use super::world::day_of;
use crate::book::{Day, Kind, Ref, tie, visit};

/// Most lines at once.
const LINES_MAX: u32 = 500;
/// Most lines to be skipped: whoever wants those before them names days.
const SKIP_MAX: u32 = 100_000;

/// What was asked for.
pub fn read(house: &House, actor: &Actor, ask: &LogAsk) -> Reply {
    let words: Vec<String> = ask.record.into_iter().chain(ask.staff).map(|id| id.to_string()).collect();
    let pass = |look: &Look| {
        let day = day_of(look.at_ms);
        ask.what.is_none_or(|w| w == look.what)
            && ask.staff.is_none_or(|s| s == look.staff)
            && ask.record.is_none_or(|id| look.records.iter().any(|r| r.id == id))
            && ask.from.is_none_or(|d| d <= day)
            && ask.to.is_none_or(|d| day <= d)
    };
    let month = |d: Day| d.to_string().get(..7).unwrap_or_default().to_string();
    let from = ask.from.map_or_else(String::new, month);
    let to = ask.to.map_or_else(|| "9999-99".into(), month);
    let (skip, limit) = (ask.offset.min(SKIP_MAX) as usize, ask.limit.min(LINES_MAX) as usize);
    let (looks, more) = match house.log.read(&words, (&from, &to), &pass, skip, limit) {
        Ok(read) => read,
        Err(e) => return Reply::Refused(Refusal::Store(crate::text::store::io(actor.lang, &e))),
    };
    let lines = looks.into_iter().map(|look| {
        let who = house.world.name_of(Ref { kind: Kind::Staff, id: look.staff }, actor);
        let records = look.records.iter().map(|r| (*r, called(house, actor, *r))).collect();
        LogLine {
            at_ms: look.at_ms,
            who,
            uid: look.uid,
            what: look.what,
            field: look.field,
            records,
            given: look.given,
        }
    });
    Reply::Log { more, lines: lines.collect() }
}

/// What a record is called today; a visit or tie by whom it is of.
fn called(house: &House, actor: &Actor, one: Ref) -> String {
    let whom = |no: u16| house.world.get(one).ok().flatten().and_then(|r| r.fields.link(no));
    let by = match one.kind {
        Kind::Visit => whom(visit::PEOPLE).or_else(|| whom(visit::ORGANISATION)),
        Kind::Tie => whom(tie::FROM),
        _ => Some(one),
    };
    by.map(|r| house.world.name_of(r, actor)).unwrap_or_default()
}
