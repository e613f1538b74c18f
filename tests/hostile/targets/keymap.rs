//! A keymap file of anything: every problem has its place and harmless words, and the rest works.
use linli::text::Lang;
use linli::tui::keymap::{Context, DEFAULT, Keymap, Resolved, STACKS, press};

pub fn keymap(data: &[u8]) {
    let s = super::text(data);
    let (map, problems) = Keymap::load(DEFAULT, Some(("keys.toml", &s)));
    let lines = s.lines().count().max(1) + 1;
    for p in &problems {
        assert!(p.file == "keys.toml" && (1..=lines).contains(&p.line), "line {} of {lines}", p.line);
        for words in [&p.zh, &p.en] {
            assert!(!words.trim().is_empty());
            super::harmless("problem", words);
            assert!(words.len() < 1000, "a message of {} bytes", words.len());
        }
    }
    for lang in [Lang::Zh, Lang::En] {
        for s in map.all(Context::ALL, lang) {
            super::harmless("key", &s.keys.join(" "));
            super::harmless("what a key does", &s.desc);
        }
        super::harmless("table", &map.markdown(lang));
    }
    let mut pending = Vec::new();
    let head: String = s.chars().take(40).collect();
    for key in press(&head) {
        for stack in STACKS {
            match map.resolve(stack, &pending, key) {
                Resolved::Pending(more) => assert!(!more.is_empty()),
                Resolved::Action(_) | Resolved::None => {}
            }
        }
        if pending.len() < 3 { pending.push(key) } else { pending.clear() }
    }
}
