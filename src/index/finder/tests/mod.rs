//! The finder against a matcher that is slow, simple and obviously right.
mod book;
mod oracle;

use proptest::prelude::*;

use super::search::Effort;
use super::{Change, Count, Field, Finder, Query, Scope};
use crate::book::pinyin::Fuzzy;
use book::{Person, doc, named, people, queries};

const HARD: Effort = Effort { few: 0, close: 0, doubt: 0, budget: u64::MAX };
const STAGED: Effort = Effort { doubt: u64::MAX, ..HARD };

fn finder(people: &[Person]) -> Finder {
    let finder = Finder::default();
    people.iter().for_each(|p| p.upsert(&finder));
    finder
}

/// The ids found, as numbers.
fn found(finder: &Finder, query: &str) -> Vec<u8> {
    finder.search(&Query::parse(query), Scope::All, &[], 50).hits.iter().map(|h| h.id[15]).collect()
}

#[test]
fn a_name_is_found_in_every_way() {
    let one = Person {
        called: vec!["张总".into()],
        phones: vec!["138 1234-5521".into()],
        org: "恒达建材有限公司".into(),
        title: "总经理".into(),
        community: "颍川社区".into(),
        extra: "人大代表 主播".into(),
        ..named(1, "张晓明")
    };
    let other = Person { phones: vec!["13900000000".into()], ..named(2, "李雷") };
    let ways = "张晓明 张晓 晓明 明 zxm ZXM ｚｘｍ xm z zhangxiaoming zhangxm zxiaom 张xm 张小明 在下面 章小名 张总 zhangz zz zhangzong \
        5521 521 1381234 13812345521 138-1234 恒达 hd hengda hdjc hengdajc 建材 总经理 zjl 颍川 yc yingchuan 主播 人大代表";
    for compact in [false, true] {
        let finder = finder(&[one.clone(), other.clone()]);
        if compact {
            finder.compact();
        }
        for way in ways.split_whitespace() {
            assert_eq!(found(&finder, way), [1], "{way}");
        }
        for way in ["zxm hd", "hd 5521 张", "主播 晓明", "颍川，张总", "zxm 主播"] {
            assert_eq!(found(&finder, way), [1], "{way}");
        }
        for way in ["zxm 李", "ll hd", "55", "rddb", "9", "hdx", ""] {
            assert_eq!(found(&finder, way), [0u8; 0], "{way}");
        }
        let hits = finder.search(&Query::parse("zxm 5521"), Scope::All, &[], 9).hits;
        assert!(
            hits[0].found_in(Field::Name) && hits[0].found_in(Field::Phone) && !hits[0].found_in(Field::Org)
        );
        let garbled = finder.search(&Query::parse("在下面"), Scope::All, &[], 9);
        assert!(garbled.by_initials && garbled.total == Count::Exact(1));
        let counted = finder.search(&Query::parse("＝主播 颍川"), Scope::All, &[], 9);
        assert!(counted.hits.is_empty() && counted.total == Count::Exact(1));
        assert_eq!(
            finder.count(&Query::parse("=张小明"), Scope::All, &[]),
            0,
            "a count is of what is written"
        );
    }
}

#[test]
fn the_better_match_stands_first() {
    let book = [
        named(1, "王伟明"),
        named(2, "王伟"),
        Person { called: vec!["王伟".into()], ..named(3, "李强") },
        Person { org: "王伟工作室".into(), ..named(4, "赵敏") },
        named(5, "小王伟"),
        named(6, "汪维"),
    ];
    let finder = finder(&book);
    finder.compact();
    assert_eq!(found(&finder, "王伟"), [2, 1, 6, 3, 5, 4]);
    assert_eq!(found(&finder, "ww"), [6, 2, 1, 3, 5, 4]);
    let heavy = Person { weight: 9, ..named(7, "汪巍") };
    heavy.upsert(&finder);
    assert_eq!(found(&finder, "ww"), [7, 6, 2, 1, 3, 5, 4]);
}

#[test]
fn polyphonic_surnames_and_own_readings() {
    let book = [
        named(1, "单田芳"),
        named(2, "曾志伟"),
        named(3, "尉迟恭"),
        named(4, "欧阳乐"),
        Person { reading: "ou yang yue".into(), ..named(5, "欧阳乐") },
        named(6, "万俟雪"),
    ];
    let finder = finder(&book);
    finder.compact();
    let wanted: [(&str, &[u8]); 8] = [
        ("stf", &[1]),
        ("dtf", &[1]),
        ("zengzw", &[2]),
        ("ycg", &[3]),
        ("yuchi", &[3]),
        ("ouyangy", &[4, 5]),
        ("moqi", &[6]),
        ("ouyangle", &[4, 5]),
    ];
    for (query, ids) in wanted {
        assert_eq!(found(&finder, query), ids, "{query}");
    }
}

#[test]
fn phones_are_found_by_the_whole_number() {
    let book = [
        Person { phones: vec!["138-1234-5521".into(), "0374 2345678".into()], ..named(1, "甲") },
        Person { phones: vec!["+86 13812345521".into()], ..named(2, "乙") },
    ];
    let finder = finder(&book);
    for _ in 0..2 {
        let ids = |number: &str| finder.by_phone(number).iter().map(|f| f.1[15]).collect::<Vec<_>>();
        assert_eq!(ids("13812345521"), [1, 2]);
        assert_eq!(ids("8613812345521"), [1, 2]);
        assert_eq!(ids("03742345678"), [1]);
        assert!(ids("2345678").is_empty() && ids("").is_empty());
        finder.compact();
    }
}

#[test]
fn nothing_stalls_on_a_hostile_name() {
    let name = "啊".repeat(80);
    let finder = finder(&[named(1, &name), Person { org: name.clone(), ..named(2, "a") }]);
    finder.compact();
    for query in
        ["a".repeat(32), "啊".repeat(32), "阿".repeat(32), format!("{}x", "a".repeat(31)), "anan".repeat(8)]
    {
        let from = std::time::Instant::now();
        finder.search(&Query::parse(&query), Scope::All, &[], 10);
        assert!(from.elapsed().as_millis() < 500, "{query}");
    }
}

#[test]
fn readers_never_see_half_a_change() {
    let finder = finder(&[named(1, "张三")]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0..3_000u32 {
                let name = if turn % 2 == 0 { "李四" } else { "张三" };
                named(1, name).upsert(&finder);
                named((turn % 200) as u8 + 2, "王五").upsert(&finder);
            }
        });
        scope.spawn(|| (0..40).for_each(|_| finder.compact()));
        for _ in 0..2_000 {
            let hits = finder.search(&Query::parse("zs"), Scope::All, &[], 9).hits.len()
                + finder.search(&Query::parse("ls"), Scope::All, &[], 9).hits.len();
            assert!(hits <= 2);
            assert_eq!(finder.by_phone("1380000001").len(), 0);
        }
    });
    assert_eq!(finder.len(), 201);
    assert_eq!(finder.search(&Query::parse("王五"), Scope::All, &[], 300).total, Count::Exact(200));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_agrees_with_the_oracle(
        first in people(1..60),
        second in people(0..30),
        gone in prop::collection::vec(any::<u8>(), 0..10),
        asked in queries(),
        ranges in prop::sample::select(vec![vec![], vec![(0, 3)], vec![(1, 2), (4, 9)], vec![(0, 100)]]),
        kinds in prop::sample::select(vec![vec![], vec![0u8], vec![1, 2]]),
        limit in 0usize..12,
        layers in 0u8..4,
    ) {
        let finder = Finder::default();
        first.iter().for_each(|p| p.upsert(&finder));
        if layers & 1 == 1 {
            finder.compact();
        }
        second.iter().for_each(|p| p.upsert(&finder));
        let mut book: Vec<Person> = Vec::new();
        for person in first.iter().chain(&second) {
            book.retain(|p| (p.kind, p.id) != (person.kind, person.id));
            book.push(person.clone());
        }
        for id in &gone {
            finder.apply(&[Change::Remove { kind: 0, id: book::id(*id) }]);
            book.retain(|p| (p.kind, p.id) != (0, *id));
        }
        if layers & 2 == 2 {
            finder.compact();
        }
        prop_assert_eq!(finder.len(), book.len() as u64);
        let rebuilt = Finder::default();
        book.iter().for_each(|p| p.upsert(&rebuilt));
        rebuilt.compact();
        for (scope, all) in [(Scope::Areas(&ranges), false), (Scope::All, true)] {
            for text in &asked {
                let text = text.text(&book);
                let query = Query::parse(&text);
                let limit = if query.count_only() { 0 } else { limit };
                let right = oracle::search(&book, &text, &ranges, all, &kinds, limit);
                for effort in [Effort::USUAL, HARD, STAGED] {
                    for finder in [&finder, &rebuilt] {
                        let hits = finder.ask(&query, scope, &kinds, limit, query.count_only(), effort);
                        let got: Vec<_> = hits.hits.iter().map(|h| (h.score, h.kind, h.id[15])).collect();
                        // In stages the order of several words is only as good as the rows come.
                        if effort.close > 0 || query.words().count() < 2 {
                            prop_assert_eq!(&got, &right.hits, "{:?} {:?}", text, effort);
                        }
                        match hits.total {
                            Count::Exact(n) => prop_assert_eq!(n, right.total, "{:?}", text),
                            Count::AtLeast(n) => {
                                prop_assert!(effort.few == 0 && n <= right.total && n >= got.len() as u64, "{:?}", text);
                            }
                        }
                    }
                }
                prop_assert_eq!(finder.count(&query, scope, &kinds), right.total, "{:?}", text);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_answered(name in any::<String>(), org in any::<String>(), typed in any::<String>()) {
        let finder = finder(&[Person { org: org.clone(), called: vec![org], ..named(1, &name) }]);
        finder.compact();
        for text in [&typed, &name] {
            let query = Query::parse(text);
            let hits = finder.search(&query, Scope::All, &[], 9);
            prop_assert!(hits.hits.len() as u64 <= hits.total.number());
            finder.by_phone(text);
        }
    }
}

#[test]
fn fuzzy_hearing_is_asked_for() {
    let finder = finder(&[named(1, "刘静"), named(2, "胡珊"), named(3, "张明")]);
    finder.compact();
    let found = |text: &str, fuzzy: Fuzzy| -> Vec<u8> {
        let query = Query::parse_fuzzy(text, fuzzy);
        finder.search(&query, Scope::All, &[], 9).hits.iter().map(|h| h.id[15]).collect()
    };
    for (text, id) in
        [("niujin", 1), ("nj", 1), ("牛进", 1), ("fusan", 2), ("fs", 2), ("福三", 2), ("zanmin", 3)]
    {
        assert_eq!(found(text, Fuzzy::ALL), [id], "{text}");
        assert!(!found(text, Fuzzy::default()).contains(&id), "{text}");
    }
}

#[test]
fn many_small_segments_are_merged() {
    let finder = Finder::default();
    for n in 0..6_000u32 {
        let mut id = [0; 16];
        id[12..].copy_from_slice(&n.to_be_bytes());
        finder.upsert(super::Doc { id, name: "张晓明", ..doc() });
        if n % 700 == 0 {
            finder.maintain();
        }
    }
    while finder.maintain() {}
    assert_eq!(finder.len(), 6_000);
    assert_eq!(finder.search(&Query::parse("zxm"), Scope::All, &[], 10).total, Count::Exact(6_000));
    assert!(finder.memory() < 3_000_000, "{}", finder.memory());
}
