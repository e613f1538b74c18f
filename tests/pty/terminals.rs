//! Odd terminals: dumb ones, without colours, without a size, in other character sets, of other widths.
use super::term::{Office, Seat};
use std::time::Duration;

const SOON: Duration = Duration::from_secs(20);

#[test]
fn a_dumb_terminal_gets_plain_words() {
    let office = Office::open();
    for (lang, words) in [("zh", "TERM=dumb 的终端画不了全屏"), ("en", "a TERM=dumb terminal cannot")]
    {
        for term in ["dumb", ""] {
            let mut s = office.at(Seat { lang, env: vec![("TERM", term)], ..Seat::default() });
            assert_eq!(s.ended_within(SOON), 2);
            let said = s.rest();
            assert!(said.contains(words) && !said.contains('\x1b'), "{said:?}");
        }
    }
}

#[test]
fn without_colours_there_are_none_and_the_row_in_hand_is_still_seen() {
    let office = Office::open();
    let mut s = office.at(Seat { env: vec![("NO_COLOR", "1")], ..Seat::default() });
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s.bytes_in(b"/qqqqq");
    s.shows("没有找到");
    let sent = String::from_utf8_lossy(&s.raw).into_owned();
    let mut pens = sent.split("\x1b[").skip(1).filter_map(|p| {
        let end = p.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        p[end..].starts_with('m').then_some(&p[..end])
    });
    let coloured = |codes: &str| {
        codes
            .split(';')
            .any(|c| c.parse::<u16>().is_ok_and(|n| (30..=49).contains(&n) || (90..=107).contains(&n)))
    };
    let all: Vec<&str> = pens.by_ref().collect();
    assert!(all.iter().any(|p| p.split(';').any(|c| c == "7")), "reverse video: {all:?}");
    assert!(!all.iter().any(|p| coloured(p)), "{all:?}");
}

#[test]
fn a_terminal_without_a_size_is_80_by_24() {
    let office = Office::open();
    let mut s = office.at(Seat { size: (0, 0), ..Seat::default() });
    s.shows("今天");
    s.until("hints on line 24", |s| s.rows(0, 80).nth(23).is_some_and(|l| l.contains("帮助")));
    s.bytes_in(b"2");
    s.shows("共 3");
    s.resize((120, 40));
    s.until("hints on line 40", |s| s.rows(0, 120).nth(39).is_some_and(|l| l.contains("帮助")));
}

#[test]
fn a_terminal_of_two_cells_for_a_line_gets_ascii_ones() {
    let office = Office::open();
    let mut s = office.at(Seat { answer: "\x1b[2;7R", size: (120, 40), ..Seat::default() });
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s.until("no box lines", |s| !s.contents().contains(['─', '│']));
    let mut s = office.at(Seat { size: (120, 40), ..Seat::default() });
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("│");
}

#[test]
fn another_character_set_is_told_in_both_languages() {
    let office = Office::open();
    // what GBK and Latin-1 terminals answer
    for answer in ["\x1b[2;10R", "\x1b[2;8R"] {
        let mut s = office.at(Seat { answer, env: vec![("LANG", "zh_CN.GB18030")], ..Seat::default() });
        assert_eq!(s.ended_within(SOON), 2);
        let said = s.rest();
        assert!(said.contains("set it to UTF-8") && said.contains("不是 UTF-8"), "{said}");
        assert!(!s.screen.screen().alternate_screen() && !s.screen.screen().hide_cursor());
    }
}

#[test]
fn a_locale_that_is_not_utf8_is_told_unless_the_terminal_knows_better() {
    let office = Office::open();
    for (lang, words) in [("zh", "环境没说用 UTF-8"), ("en", "the locale is not UTF-8")] {
        let env = || vec![("LANG", "C"), ("LC_ALL", "")];
        let mut s = office.at(Seat { answer: "", env: env(), lang, ..Seat::default() });
        s.shows("颍川街道");
        s.bytes_in(b"2");
        s.shows(words);
        s.shows("export LANG=C.UTF-8");
        let mut s = office.at(Seat { env: env(), lang, ..Seat::default() });
        s.shows("颍川街道");
        s.bytes_in(b"2");
        s.shows("冯艳玲");
        s.bytes_in(b"/");
        s.until("the finder", |s| !s.hide_cursor());
        assert!(!String::from_utf8_lossy(&s.raw).contains("export LANG"));
    }
}

#[test]
fn a_storm_of_sizes_leaves_a_right_screen() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    for n in 0..150u16 {
        s.resize((20 + n * 7 % 150, 3 + n * 5 % 50));
        s.bytes_in(if n % 2 == 0 { b"j" } else { b"k" });
    }
    s.resize((100, 30));
    s.until("hints on line 30", |s| s.rows(0, 100).nth(29).is_some_and(|l| l.contains("帮助")));
    s.shows("冯艳玲");
    s.bytes_in(b"/");
    s.until("the finder", |s| !s.hide_cursor());
    let (before, sent) = (s.contents(), s.raw.len());
    s.bytes_in(b"\x0c");
    // drawn anew it is the same
    while !s.raw[sent..].windows(3).any(|w| w == b"\x1b[J") || s.screen.screen().hide_cursor() {
        s.more();
    }
    assert_eq!(before, s.contents());
}
