//! Who is in the book before the day begins. All names and words of an area hold a character of its own, so that
//! whatever crosses a border is known by it.

use crate::Trouble;
use crate::link::Link;
use crate::notes::Note;
use linli::book::{Id, Kind, Ref, Value, area, person};
use linli::hub::resolve::new_id;
use linli::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
use std::io::Write;

/// The characters of the areas, none of which is in any word of the program.
pub const MARKS: [&str; 10] = ["翀", "霂", "曌", "珺", "琤", "璟", "祎", "翊", "骁", "昶"];
/// Those whom all colleagues of an area work on.
pub const SURNAMES: [&str; 8] = ["张", "王", "李", "赵", "陈", "孙", "周", "吴"];

/// The character of an area.
pub fn mark(area: usize) -> &'static str {
    MARKS.get(area % MARKS.len()).copied().unwrap_or_default()
}

/// An area; 99 is the street above all.
pub fn place(area: usize) -> Ref {
    let mut id = [0xa1; 16];
    id[15] = area as u8;
    Ref { kind: Kind::Area, id: Id(id) }
}

/// One of those whom all work on.
pub fn somebody(area: usize, n: usize) -> Ref {
    let mut id = [0xb2; 16];
    (id[14], id[15]) = (area as u8, n as u8);
    Ref { kind: Kind::Person, id: Id(id) }
}

/// How they are called.
pub fn called(area: usize, n: usize) -> String {
    format!("{}{}民", SURNAMES.get(n % SURNAMES.len()).copied().unwrap_or_default(), mark(area))
}

/// A number in an area: no other area has any that begins so.
pub fn phone(area: usize, who: usize, n: usize) -> String {
    format!("15{:02}{:03}{:04}", area % 100, who % 1000, n % 10_000)
}

/// Areas and people, by the administrator.
pub fn lay() -> Result<(), Trouble> {
    let mut link = Link::join(30)?;
    let mut save = |target: Ref, set: Vec<(u16, Edit)>| match link.ask(&Request::Save(Save {
        request: new_id(),
        target,
        base: 0,
        set,
    }))? {
        Reply::Saved(_) => Ok(()),
        other => Err(Trouble::from(format!("the book cannot be laid: {other:?}"))),
    };
    let text = |no: u16, words: String| (no, Edit::Text(words));
    let street = 99;
    save(place(street), vec![text(area::NAME, "颍川街道".into())])?;
    for a in 0..MARKS.len() {
        let under = (area::PARENT, Edit::Set(Value::Ref(place(street))));
        save(place(a), vec![text(area::NAME, format!("第{a}社区")), under])?;
        for n in 0..SURNAMES.len() {
            let set = vec![
                text(person::NAME, called(a, n)),
                text(person::PHONES, phone(a, 999, n)),
                (person::AREA, Edit::Set(Value::Ref(place(a)))),
            ];
            save(somebody(a, n), set)?;
        }
    }
    Ok(())
}

/// All people and visits as the hub tells them, as notes on standard output.
pub fn dump() -> Result<(), Trouble> {
    let mut link = Link::join(30)?;
    let mut out = std::io::stdout().lock();
    for kind in [Kind::Person, Kind::Visit] {
        let mut offset = 0;
        loop {
            let (filter, order) = (Filter::default(), Order::Usual);
            let reply = link.ask(&Request::Records { kind, filter, order, offset, limit: 500 })?;
            let Reply::Records { taken, records } = reply else {
                return Err(format!("no records: {reply:?}").into());
            };
            for r in records {
                let note = Note::seen(&r.record, true);
                writeln!(out, "{}", serde_json::to_string(&note)?)?;
            }
            if taken == 0 {
                break;
            }
            offset += taken;
        }
    }
    Ok(())
}
