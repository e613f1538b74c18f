//! What the finder is told of a record.

use crate::book::field::Find;
use crate::book::{Kind, Record, Ref, area, organisation, person};
use crate::index::finder::{Doc, OPEN};
use crate::index::tables::{NEVER, NONE, Tables};

/// Most people of one record by whose names it is found.
const PEOPLE_MAX: usize = 12;

/// The people by whose names a record is found: `zxm 停车`.
pub fn people(r: &Record) -> Vec<Ref> {
    let mut all = r.kind.general().and_then(|g| g.people).map(|no| r.fields.links(no)).unwrap_or_default();
    all.truncate(PEOPLE_MAX);
    all
}

/// The finder's document of a record, if its kind is searched; `whose`: what its [`people`] are called.
pub fn with_doc(r: &Record, t: &Tables, whose: &[String], f: impl FnOnce(Doc<'_>)) {
    let f_all = |find: Find| {
        r.kind
            .fields()
            .iter()
            .filter(move |d| d.find == find)
            .flat_map(|d| r.fields.texts(d.no))
            .collect::<Vec<_>>()
    };
    let named = |kind: Kind, no: u16| {
        let slots = t.names(kind)?;
        slots.find(r.fields.link(no)?.id).and_then(|a| slots.get(a)).map(|n| n.name.as_str())
    };
    let area_of = |no: u16| r.fields.link(no).and_then(|a| t.areas.find(a.id));
    let (org, at, reading, weight) = match r.kind {
        Kind::Person => {
            let last =
                t.people.find(r.id).and_then(|p| t.people.last.get(p)).map_or(0, |last| last.max(0) as u32);
            (
                named(Kind::Organisation, person::EMPLOYER).unwrap_or(""),
                area_of(person::AREA),
                person::READING,
                last,
            )
        }
        Kind::Organisation => ("", area_of(organisation::AREA), organisation::READING, 0),
        Kind::Area => ("", r.fields.link(area::PARENT).and_then(|a| t.areas.find(a.id)), 0, 0),
        Kind::Staff => ("", None, crate::book::staff::READING, 0),
        Kind::Tag | Kind::Tie | Kind::Visit | Kind::Request => return,
        kind if kind.fields().iter().all(|f| f.find == Find::No) => return,
        kind => {
            let row = t.things(kind).and_then(|things| Some((things, things.rows.row(r.id)?)));
            let organisation = kind.organisation_field().and_then(|no| named(Kind::Organisation, no));
            let day = row.map_or(NEVER, |(_, at)| t.main_day(kind, at)).max(0);
            let lies = row.and_then(|(things, at)| t.lies_in(things, at));
            (organisation.unwrap_or(""), lies, 0, day.unsigned_abs())
        }
    };
    // what was merged into it is found as it was
    let formers = t.lineage.formers(r.to_ref());
    let mut called = f_all(Find::Called);
    let mut phones = f_all(Find::Phone);
    for former in &formers {
        let texts = std::iter::once(&former.name).chain(&former.called).map(String::as_str);
        called.extend(texts.filter(|t| *t != r.name()));
        phones.extend(former.phones.iter().map(String::as_str));
    }
    for all in [&mut called, &mut phones] {
        let mut seen = std::collections::HashSet::new();
        all.retain(|t| seen.insert(*t));
    }
    called.extend(whose.iter().map(String::as_str));
    let titles = f_all(Find::Title).join(" ");
    let mut extra = f_all(Find::Extra).join(" ");
    for d in r.kind.fields().iter().filter(|d| d.find == Find::Extra && !d.choices().is_empty()) {
        for c in r.fields.codes(d.no).iter().filter_map(|c| d.choice(*c)) {
            extra.push(' ');
            extra.push_str(c.label.zh);
        }
    }
    let tags = match r.kind {
        Kind::Person => r.fields.links(person::TAGS),
        Kind::Organisation => r.fields.links(organisation::TAGS),
        _ => Vec::new(),
    };
    for tagged in tags {
        if tagged.kind == Kind::Tag
            && let Some(n) = t.tags.find(tagged.id).and_then(|a| t.tags.get(a))
        {
            extra.push(' ');
            extra.push_str(&n.name);
        }
    }
    let community = at.map(|a| t.areas.place(a)).unwrap_or_default();
    // of the areas, colleagues and offices everybody may know; a person without a community is only the administrators'
    let nowhere = if r.kind == Kind::Person || !whose.is_empty() { NONE } else { OPEN };
    let open = matches!(r.kind, Kind::Area | Kind::Staff);
    f(Doc {
        id: r.id.0,
        kind: r.kind.code(),
        area: at.filter(|_| !open).unwrap_or(nowhere),
        name: r.name(),
        reading: if reading == 0 { "" } else { r.fields.text(reading) },
        called: &called,
        phones: &phones,
        org,
        title: &titles,
        community: &community,
        extra: &extra,
        weight,
    });
}
