//! Random books, random rights: what somebody finds is what an administrator finds without what they may not see.

use super::office::{Office, Who, id, link, links, text, to};
use linli::book::{Id, Kind, Ref, person, staff};
use linli::hub::client::Client;
use linli::hub::wire::{Filter, Order, Reply, Request};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn found(c: &mut Client, query: &str) -> Vec<Ref> {
    match c.ask(Request::Find { query: query.into(), kinds: Vec::new(), limit: 200 }).unwrap() {
        Reply::Found { rows, total, more: false } => {
            assert_eq!(total as usize, rows.len());
            rows.into_iter().map(|r| r.target).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn count(c: &mut Client, query: &str) -> u64 {
    match c.ask(Request::Find { query: format!("={query}"), kinds: Vec::new(), limit: 0 }).unwrap() {
        Reply::Found { total, .. } => total,
        other => panic!("{other:?}"),
    }
}

fn listed(c: &mut Client, text: &str) -> Vec<Id> {
    let filter = Filter { text: text.into(), ..Filter::default() };
    let ask = Request::List {
        kind: Kind::Person,
        filter,
        order: Order::Name,
        offset: 0,
        limit: 500,
        more: Vec::new(),
    };
    match c.ask(ask).unwrap() {
        Reply::Page { rows, .. } => rows.into_iter().map(|r| r.target.id).collect(),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_scope_is_a_filter(
        people in prop::collection::vec((0usize..6, 0usize..6, 0u8..6), 20..60),
        mine in prop::collection::btree_set(1u8..=5, 0..4),
    ) {
        let office = Office::bare();
        let mut owner = office.owner();
        office.tree(&mut owner);
        let (surnames, given) = (["张", "李", "单", "欧阳", "王", "章"], ["晓明", "敏", "小梅", "明", "伟", "晓民"]);
        for (n, (a, b, area)) in (100u8..).zip(&people) {
            let mut set = vec![
                text(person::NAME, &format!("{}{}", surnames[*a], given[*b])),
                text(person::PHONES, &format!("138{:08}", u32::from(n) * 7919)),
            ];
            if *area > 0 {
                set.push(link(person::AREA, Kind::Area, *area));
            }
            office.put(&mut owner, Kind::Person, n, set);
        }
        let areas: Vec<(Kind, u8)> = mine.iter().map(|a| (Kind::Area, *a)).collect();
        let base = match owner.ask(Request::Get(to(Kind::Staff, 73))).unwrap() {
            Reply::Shown(s) => s.record.version,
            other => panic!("{other:?}"),
        };
        office.save(&mut owner, to(Kind::Staff, 73), base, vec![links(staff::AREAS, &areas)]);
        let below = |a: u8| match a { 1 => vec![1, 2, 3], 4 => vec![4, 5], a => vec![a] };
        let inside: BTreeSet<u8> = mine.iter().flat_map(|a| below(*a)).collect();
        let area_of = |r: &Ref| (100u8..).zip(&people).find(|(n, _)| id(*n) == r.id).map(|(_, p)| p.2);
        let seen = |r: &Ref| r.kind != Kind::Person || area_of(r).is_some_and(|a| inside.contains(&a));
        let mut worker = office.session(Who::Worker);
        for query in ["zxm", "张", "晓", "138", "shan", "oy", "l", "社区", "同事"] {
            let all = found(&mut owner, query);
            let some: Vec<Ref> = all.iter().filter(|r| seen(r)).copied().collect();
            prop_assert_eq!(&found(&mut worker, query), &some, "{}", query);
            // a count does without the ways that input methods garble
            if count(&mut owner, query) == all.len() as u64 {
                prop_assert_eq!(count(&mut worker, query), some.len() as u64, "count of {}", query);
            }
            let listed_all = listed(&mut owner, query);
            let of = |id: &Id| seen(&Ref { kind: Kind::Person, id: *id });
            prop_assert_eq!(listed(&mut worker, query), listed_all.into_iter().filter(of).collect::<Vec<_>>());
        }
        drop((owner, worker));
        office.hub.stop();
    }
}
