//! Questions to the finder: bounded, answered, and what is counted is what is found.
use linli::index::finder::{Count, Doc, Finder, Query, Scope};
use std::sync::OnceLock;

fn people() -> &'static Finder {
    static FINDER: OnceLock<Finder> = OnceLock::new();
    FINDER.get_or_init(|| {
        let names = [
            "张晓明",
            "欧阳子鹏",
            "单雄信",
            "曾国藩",
            "John Smith",
            "吕绿",
            "a",
            "\u{1f468}",
            "李\u{202e}敏",
        ];
        let docs: Vec<String> = (0..120).map(|n| format!("{}{n}", names[n % names.len()])).collect();
        let doc = |n: usize, name: &'static str| Doc {
            id: [u8::try_from(n).unwrap(); 16],
            kind: if n.is_multiple_of(5) { 3 } else { 2 },
            area: u32::try_from(n % 7).unwrap(),
            name,
            phones: &["13837455521", "0374-8882210"],
            org: "恒达建材有限公司",
            title: "总经理",
            community: "颍川街道 恒达社区",
            ..Doc::default()
        };
        Finder::build(docs.into_iter().enumerate().map(|(n, s)| doc(n, s.leak())))
    })
}

pub fn finder(data: &[u8]) {
    let s = super::text(data);
    let q = Query::parse(&s);
    assert!(q.words().count() <= 8 && q.words().all(|w| !w.is_empty() && w.chars().count() <= 32));
    // what was understood says the same again
    let again =
        format!("{}{}", if q.count_only() { "=" } else { "" }, q.words().collect::<Vec<_>>().join(" "));
    let same = Query::parse(&again);
    let counts = q.words().next().is_some_and(|w| w.starts_with('=')) && !q.count_only();
    assert!(counts || same.words().eq(q.words()), "{again:?} of {s:?}");
    let f = people();
    let hits = f.search(&q, Scope::All, &[], 10);
    assert!(hits.hits.len() <= 10 && hits.hits.len() as u64 <= hits.total.number());
    assert!(hits.total.number() <= 120);
    if !q.count_only()
        && !hits.by_initials
        && let Count::Exact(n) = hits.total
    {
        assert_eq!(hits.hits.len() as u64, n.min(10), "{s:?}");
    }
    let some = f.search(&q, Scope::Areas(&[(1, 3)]), &[2], 200);
    let none = f.search(&q, Scope::Areas(&[]), &[2], 200);
    assert!(
        some.hits.iter().all(|h| h.kind == 2 && (1..3).contains(&(h.id[0] % 7))),
        "only what may be seen"
    );
    assert!(none.hits.is_empty() && none.total.number() == 0);
    assert!(f.count(&q, Scope::Areas(&[(1, 3)]), &[2]) <= f.count(&q, Scope::All, &[]));
    let _ = f.by_phone(&s);
}
