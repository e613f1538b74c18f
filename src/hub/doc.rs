//! What the finder is told of a record.

use crate::book::field::Find;
use crate::book::{Kind, Record, area, organisation, person};
use crate::index::finder::{Doc, OPEN};
use crate::index::tables::{NONE, Tables};

/// The finder's document of a record, if its kind is searched.
pub fn with_doc(r: &Record, t: &Tables, f: impl FnOnce(Doc<'_>)) {
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
    let titles = f_all(Find::Title).join(" ");
    let mut extra = f_all(Find::Extra).join(" ");
    for d in r.kind.fields().iter().filter(|d| d.find == Find::Extra && !d.choices().is_empty()) {
        for c in r.fields.codes(d.no).iter().filter_map(|c| d.choice(*c)) {
            extra.push(' ');
            extra.push_str(c.label.zh);
        }
    }
    for tagged in r.fields.links(if r.kind == Kind::Person { person::TAGS } else { organisation::TAGS }) {
        if tagged.kind == Kind::Tag
            && let Some(n) = t.tags.find(tagged.id).and_then(|a| t.tags.get(a))
        {
            extra.push(' ');
            extra.push_str(&n.name);
        }
    }
    let community = at.map(|a| t.areas.place(a)).unwrap_or_default();
    // of the areas, colleagues and offices everybody may know; a person without a community is only the administrators'
    let nowhere = if r.kind == Kind::Person { NONE } else { OPEN };
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
