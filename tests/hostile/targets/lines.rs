//! What people type into one line: captures, dates, phones, names.
use linli::book::capture::{LineTrouble, parse, role};
use linli::book::{Day, Kind, dates, names as name, phones as phone};

fn today(byte: u8) -> Day {
    // leap days, turns of years and an ordinary day
    let days = [(2026, 11, 23), (2024, 2, 29), (2026, 12, 31), (2000, 1, 1), (2099, 12, 31), (1900, 1, 1)];
    let (y, m, d) = days[usize::from(byte) % days.len()];
    Day::ymd(y, m, d).unwrap()
}

fn meant(d: Day) {
    assert!((1900..=2100).contains(&d.year()), "{d}");
}

pub fn capture(data: &[u8]) {
    let (when, bytes) = super::first(data);
    let (line, today) = (super::text(bytes), today(when));
    let parse = |line: &str| parse(line, today, &|name| name.starts_with('陈'));
    match parse(&line) {
        Ok(v) if v.kind == Kind::Visit => {
            assert!(!v.who.is_empty() && v.who.iter().all(|w| !w.contains(char::is_whitespace)), "{v:?}");
            v.day.into_iter().chain(v.next).for_each(meant);
            let begun: usize = v.begun.iter().map(|b| b.typed.len()).sum();
            let with: usize = v.with.iter().map(String::len).sum();
            let kept = v.words.len() + v.next_words.len() + begun + with;
            assert!(kept <= line.len() && v.with.len() <= 50, "more words than were typed");
            // what was understood can be said again
            let again = format!("访 {} {}", v.who.join("、"), v.words);
            let read = parse(&again);
            assert!(
                read.as_ref().map_or_else(|e| *e == LineTrouble::NextDay, |l| l.who == v.who),
                "{again:?}"
            );
        }
        // who is meant is only looked up, as with a visit
        Ok(m) if matches!(m.kind, Kind::Matter | Kind::Tie | Kind::Task) => {
            assert!(m.who.iter().all(|w| !w.contains(char::is_whitespace)), "{m:?}");
        }
        Ok(p) => {
            p.who.iter().for_each(|w| super::kept("name", w));
            for number in &p.phones {
                assert_eq!(numbers(number).as_deref(), Some(std::slice::from_ref(number)), "{number}");
            }
        }
        Err(_) => {}
    }
    // the word under the cursor is a piece of the line, wherever the cursor stands
    for (at, _) in line.char_indices().take(200) {
        if let Some((range, _)) = role(&line, at, today) {
            assert!(line.get(range.clone()).is_some() && range.end <= line.len(), "{range:?} of {line:?}");
        }
    }
}

pub fn dates(data: &[u8]) {
    let (when, bytes) = super::first(data);
    let (s, today) = (super::text(bytes), today(when));
    let got = dates::parse(&s, today);
    if let Ok(d) = got {
        meant(d);
        for other in 0..6 {
            assert_eq!(
                dates::parse(&d.to_string(), self::today(other)),
                Ok(d),
                "a whole date needs no today"
            );
        }
        assert!(!d.weekday(linli::text::Lang::En).is_empty() && d.short().len() == 5);
    }
    assert_eq!(dates::parse(&format!("  {s}\u{3000}"), today), got, "blanks around {s:?}");
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap() } else { c };
    assert_eq!(dates::parse(&s.chars().map(wide).collect::<String>(), today), got, "full-width {s:?}");
}

fn numbers(s: &str) -> Option<Vec<String>> {
    phone::parse(s).ok().map(|all| all.into_iter().map(|p| p.number).collect())
}

pub fn phones(data: &[u8]) {
    let s = super::text(data);
    let Some(all) = numbers(&s) else { return };
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len(), "each number once");
    for n in &all {
        let digits = n.strip_prefix('+').unwrap_or(n);
        let (main, ext) = digits.split_once('-').unwrap_or((digits, "0"));
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        assert!(plain(main) && plain(ext) && n.len() <= 40, "{n:?} of {s:?}");
        assert_eq!(numbers(n), Some(vec![n.clone()]), "a clean number stays as it is: {n:?} of {s:?}");
        let only = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
        assert_eq!(only(&phone::show(n, linli::text::Lang::Zh)), only(n), "shown whole");
        let masked = phone::masked(n);
        assert!(masked.contains("****") && only(&masked).len() <= 7, "{n} shows as {masked}");
        assert!(phone::tail(n).len() <= 4);
    }
}

pub fn names(data: &[u8]) {
    let s = super::text(data);
    let line = name::clean_line(&s);
    super::kept("line", &line);
    assert!(!line.contains('\n'));
    assert_eq!(name::clean_line(&line), line);
    let note = name::clean_note(&s);
    assert_eq!(name::clean_note(&note), note);
    let clean = name::clean_name(&s);
    assert_eq!(name::clean_name(&clean), clean);
    assert!(name::compatible(&s, &s));
    let (org, post) = name::split_post(&s);
    let tight =
        |s: &str| s.replace('（', "(").replace('）', ")").chars().filter(|c| *c != ' ').collect::<String>();
    assert_eq!(tight(&format!("{org}{post}")), tight(&name::clean_line(&tight(&line))), "nothing is lost");
    let _ = (name::organisation_key(&s), name::area_key(&s), linli::book::uscc::clean(&s));
    let _ = linli::book::rules::refused(&s);
}
