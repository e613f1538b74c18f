//! Pastes, marked and unmarked, whole and cut anywhere, and keys that an input method or a slow link makes of others.
use super::term::{Office, Seat, Session};
use linli::book::{Kind, visit};

/// What a right click brings: lines that would be commands.
const COMMANDS: &str = "q 张晓明 5521\r:quit\rqqq\r";

fn at_people(office: &Office) -> Session {
    let mut s = office.sit();
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s
}

#[test]
fn a_paste_where_keys_are_expected_opens_the_finder_and_never_runs() {
    let office = Office::open();
    let unmarked = "张晓明 13837455521\r:quit\rqqq\rvq";
    for bytes in [format!("\x1b[200~{COMMANDS}\x1b[201~"), unmarked.to_owned()] {
        let mut s = at_people(&office);
        s.bytes_in(bytes.as_bytes());
        s.shows("没有当命令执行");
        s.types();
        assert!(s.child.try_wait().unwrap().is_none(), "it ran :quit");
        s.bytes_in(b"\x1b");
        s.commands();
    }
    assert_eq!((office.stored(Kind::Visit).len(), office.drafts()), (0, 0));
}

#[test]
fn an_unmarked_paste_into_the_finder_does_not_open_the_first_row() {
    let office = Office::open();
    let mut s = at_people(&office);
    s.bytes_in(b"/");
    s.types();
    s.bytes_in("冯艳玲 13900000003\rvvvq\rq".as_bytes());
    s.shows("冯艳玲 13900000003 vvvq q");
}

/// A note of many lines, long enough to come in many pieces.
fn long_text() -> String {
    (0..160).map(|n| format!("第{n}家：停车难，门口的路也还没修好，他们说等回话。\n")).collect()
}

#[test]
fn a_long_chinese_paste_arrives_whole_however_it_is_cut() {
    let office = Office::open();
    let text = long_text();
    for (round, marked) in [true, false].into_iter().enumerate() {
        let mut s = at_people(&office);
        s.bytes_in(b"v");
        s.shows("记走访");
        let sent = text.replace('\n', "\r");
        let sent = if marked { format!("\x1b[200~{sent}\x1b[201~") } else { sent };
        // 1,001 goes through characters of three bytes in every way
        for piece in sent.as_bytes().chunks(1001) {
            s.bytes_in(piece);
        }
        s.shows("第159家");
        s.bytes_in(b"\x13");
        s.commands();
        let visits = office.stored(Kind::Visit);
        assert_eq!(visits.len(), round + 1);
        let kept = visits.iter().filter(|v| v.fields.text(visit::SUMMARY).trim_end() == text.trim_end());
        assert_eq!(kept.count(), round + 1, "marked {marked}");
    }
}

#[test]
fn commands_work_while_an_input_method_is_on() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    for (keys, what) in [
        ("２", "共 3"),
        ("／", "查找"),
        ("\x1b", "共 3"),
        ("、", "查找"),
        ("\x1b", "共 3"),
        ("；", "快记"),
        ("\x1b", "共 3"),
        ("：", "命令"),
        ("\x1b", "共 3"),
        ("？", "帮助"),
        ("\x1b", "共 3"),
        ("Ｖ", "记走访"),
        ("\x1b", "共 3"),
        ("１", "今天"),
        ("2", "共 3"),
        ("　", "冯艳玲"),
        // 在下面 is what an input method makes of zxm
        ("在下面", "输入法开着"),
        ("\x1b", "共 3"),
    ] {
        s.bytes_in(keys.as_bytes());
        s.shows(what);
        if "／、；：？Ｖ".contains(keys) && keys != "？" || keys == "在下面" {
            s.types();
        }
        if keys == "\x1b" {
            s.commands();
        }
    }
}

#[test]
fn an_application_keypad_types_digits_and_enter() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    assert!(!s.screen.screen().application_keypad() && !s.screen.screen().application_cursor());
    s.bytes_in(b"\x1bOr");
    s.shows("共 3");
    s.bytes_in(b"/");
    s.types();
    s.bytes_in(b"\x1bOu\x1bOu\x1bOr\x1bOq");
    s.shows(">张晓明");
    s.bytes_in(b"\x1bOM");
    s.shows("138 3745 5521");
}

#[test]
fn an_arrow_whose_beginning_came_long_before_is_still_an_arrow() {
    let office = Office::open();
    let mut s = at_people(&office);
    s.bytes_in(b"/");
    s.types();
    s.bytes_in(b"\x1b");
    // it was taken for Esc
    s.commands();
    s.shows(">   1");
    s.bytes_in(b"[B");
    s.shows(">   2");
}

#[test]
fn esc_and_the_next_key_in_one_piece_are_two_keys() {
    let office = Office::open();
    let mut s = office.at(Seat::default());
    s.shows("今天");
    s.bytes_in(b"/");
    s.types();
    s.bytes_in(b"\x1b2");
    s.shows("共 3");
    s.bytes_in("/\x1b张".as_bytes());
    s.shows("输入法开着");
}
