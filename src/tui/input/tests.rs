//! What terminals send, as tables.
use super::*;
use proptest::prelude::*;
use std::sync::mpsc;

fn key(code: Code) -> Event {
    Event::Key(code.into())
}

fn pasted(text: &str) -> Event {
    Event::Paste(text.to_owned())
}

fn ch(c: char) -> Event {
    Event::Key(Key::char(c))
}

fn with(code: Code, how: &str) -> Event {
    let has = |c| how.contains(c);
    Event::Key(Key { code, ctrl: has('c'), alt: has('a'), shift: has('s') })
}

fn table() -> Vec<(&'static [u8], Event)> {
    vec![
        (b"a", ch('a')),
        ("晓".as_bytes(), ch('晓')),
        ("𠮷".as_bytes(), ch('𠮷')),
        (b"\r", key(Code::Enter)),
        (b"\n", key(Code::Enter)),
        (b"\t", key(Code::Tab)),
        (b"\x7f", key(Code::Backspace)),
        (b"\x08", key(Code::Backspace)),
        (b"\x00", Event::Key(Key::ctrl(' '))),
        (b"\x13", Event::Key(Key::ctrl('s'))),
        (b"\x1f", Event::Key(Key::ctrl('_'))),
        // xterm, VTE, Windows Terminal
        (b"\x1b[A", key(Code::Up)),
        (b"\x1b[H", key(Code::Home)),
        (b"\x1b[F", key(Code::End)),
        (b"\x1b[Z", key(Code::BackTab)),
        (b"\x1b[3~", key(Code::Delete)),
        (b"\x1b[5~", key(Code::PageUp)),
        (b"\x1b[6~", key(Code::PageDown)),
        (b"\x1b[1;5C", with(Code::Right, "c")),
        (b"\x1b[1;2D", with(Code::Left, "s")),
        (b"\x1b[1;3A", with(Code::Up, "a")),
        (b"\x1b[3;5~", with(Code::Delete, "c")),
        (b"\x1bOP", key(Code::F(1))),
        (b"\x1bOR", key(Code::F(3))),
        (b"\x1b[1;5R", with(Code::F(3), "c")),
        (b"\x1b[15~", key(Code::F(5))),
        (b"\x1b[19~", key(Code::F(8))),
        (b"\x1b[24~", key(Code::F(12))),
        // PuTTY
        (b"\x1b[11~", key(Code::F(1))),
        (b"\x1b[13~", key(Code::F(3))),
        (b"\x1b[1~", key(Code::Home)),
        (b"\x1b[4~", key(Code::End)),
        // the Linux console
        (b"\x1b[[A", key(Code::F(1))),
        (b"\x1b[[E", key(Code::F(5))),
        // rxvt
        (b"\x1b[7~", key(Code::Home)),
        (b"\x1b[8~", key(Code::End)),
        (b"\x1b[3$", with(Code::Delete, "s")),
        (b"\x1b[3^", with(Code::Delete, "c")),
        (b"\x1b[a", with(Code::Up, "s")),
        (b"\x1bOc", with(Code::Right, "c")),
        (b"\x1b\x1b[A", with(Code::Up, "a")),
        // application cursor keys and keypad
        (b"\x1bOA", key(Code::Up)),
        (b"\x1bOH", key(Code::Home)),
        (b"\x1bOM", key(Code::Enter)),
        (b"\x1bOp", ch('0')),
        (b"\x1bOy", ch('9')),
        (b"\x1bOk", ch('+')),
        (b"\x1bOn", ch('.')),
        (b"\x1bOo", ch('/')),
        (b"\x1bOX", ch('=')),
        // alt, and modes others left on
        (b"\x1bx", with(Code::Char('x'), "a")),
        ("\x1b晓".as_bytes(), with(Code::Char('晓'), "a")),
        (b"\x1b\r", with(Code::Enter, "a")),
        (b"\x1b[115;5u", Event::Key(Key::ctrl('s'))),
        (b"\x1b[27;5;115~", Event::Key(Key::ctrl('s'))),
        (b"\x1b[I", Event::Focus(true)),
        (b"\x1b[O", Event::Focus(false)),
        (b"\x1b[24;80R", Event::CursorReport(24, 80)),
        (b"\x1b[R", key(Code::F(3))),
        ("\x1b[200~一\r二\x1b[201~".as_bytes(), Event::Paste("一\r二".to_owned())),
    ]
}

#[test]
fn every_key_however_it_is_cut() {
    for (bytes, event) in table() {
        assert_eq!(Parser::new().feed(bytes), std::slice::from_ref(&event), "{bytes:?}");
        for cut in 1..bytes.len() {
            let mut p = Parser::new();
            let (a, b) = bytes.split_at(cut);
            let mut got = p.feed(a);
            assert!(got.is_empty() && p.pending(), "{bytes:?} at {cut}: {got:?}");
            got.extend(p.feed(b));
            assert_eq!(got, std::slice::from_ref(&event), "{bytes:?} at {cut}");
            assert!(!p.pending());
        }
    }
}

#[test]
fn answers_and_reports_are_swallowed() {
    for bytes in [
        &b"\x1b[?1;2c"[..],
        b"\x1b[?2026;2$y",
        b"\x1b[M abc"[..6].as_ref(),
        b"\x1b[<0;3;4M",
        b"\x1b]11;rgb:0/0/0\x07",
        b"\x1b]11;rgb:0/0/0\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b[E",
        b"\xc2\x85",
    ] {
        let mut p = Parser::new();
        assert_eq!(p.feed(bytes), [], "{bytes:?}");
        assert_eq!(p.feed(b"x"), [ch('x')], "{bytes:?}");
    }
}

#[test]
fn a_lone_esc_is_held_then_it_is_esc() {
    let mut p = Parser::new();
    assert_eq!(p.feed(b"\x1b"), []);
    assert_eq!(p.wait(), Some(Duration::from_millis(40)));
    assert_eq!(p.timeout(), [key(Code::Esc)]);
    assert_eq!(p.feed(b"["), [ch('[')]);
    assert_eq!(p.feed(b"\x1b"), []);
    assert_eq!(p.feed(b"[A"), [key(Code::Up)]);
    assert_eq!(p.feed(b"\x1b\x1bx"), [key(Code::Esc), with(Code::Char('x'), "a")]);
    assert_eq!(p.feed(b"\x1b\x1b"), []);
    assert_eq!(p.timeout(), [key(Code::Esc), key(Code::Esc)]);
    assert_eq!(p.feed(b"\x1b["), []);
    assert!(p.wait() > Some(Duration::from_millis(100)));
    assert_eq!(p.timeout(), [with(Code::Char('['), "a")]);
    assert_eq!(p.feed(b"\x1b[1;"), []);
    assert_eq!(p.timeout(), []);
    assert_eq!((p.wait(), p.pending()), (None, false));
}

#[test]
fn broken_utf8_is_seen_and_nothing_after_it_is_lost() {
    let got = Parser::new().feed(b"\xd5\xc5a\xe6\x99");
    assert_eq!(got, [ch('\u{fffd}'), ch('\u{fffd}'), ch('a')]);
    assert_eq!(Parser::new().feed(b"\x1b[12\x03q"), [Event::Key(Key::ctrl('c')), ch('q')]);
    assert_eq!(Parser::new().feed(b"\x1b[1\x1b[A"), [key(Code::Up)]);
}

#[test]
fn pastes_are_whole_bounded_and_end() {
    let text = "张晓明 13812345678\n".repeat(2000);
    let all = format!("a\x1b[200~{text}\x1b[201~b");
    let (mut p, mut got) = (Parser::new(), Vec::new());
    for chunk in all.as_bytes().chunks(7) {
        got.extend(p.feed(chunk));
    }
    assert_eq!(got, [ch('a'), Event::Paste(text), ch('b')]);

    let mut p = Parser::new();
    let mut got = p.feed(b"\x1b[200~x");
    for _ in 0..600 {
        got.extend(p.feed("晓".repeat(1000).as_bytes()));
    }
    got.extend(p.feed(b"\x1b[201~"));
    let [Event::Paste(s)] = got.as_slice() else { panic!("{}", got.len()) };
    assert!(s.len() <= 1 << 20 && s.len() > (1 << 20) - 8 && s.ends_with('晓') && !s.contains('\u{fffd}'));

    let mut p = Parser::new();
    assert_eq!(p.feed(b"\x1b[200~lost end\x1b[20"), []);
    assert_eq!(p.timeout(), [Event::Paste("lost end".to_owned())]);
    assert_eq!(p.feed(b"q"), [ch('q')]);
}

#[test]
fn a_reader_hears_keys_times_out_and_hangs_up_once() {
    let (from, to) = rustix::pipe::pipe().unwrap();
    let (woken, wake) = rustix::pipe::pipe().unwrap();
    let (tx, rx) = mpsc::channel();
    let thread = thread::spawn(move || read(from, &woken, move |e| tx.send(e).is_ok()));
    rustix::io::write(&to, "晓\x1b".as_bytes()).unwrap();
    let next = || rx.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(next(), ch('晓'));
    assert_eq!(next(), key(Code::Esc));
    drop(to);
    assert_eq!(next(), Event::HangUp);
    thread.join().unwrap();
    assert!(rx.recv().is_err());
    drop(wake);
}

#[test]
fn a_reader_stops_when_told() {
    let (from, _to) = rustix::pipe::pipe().unwrap();
    let (woken, wake) = rustix::pipe::pipe().unwrap();
    let thread = thread::spawn(move || read(from, &woken, |_| true));
    drop(wake);
    thread.join().unwrap();
}

proptest! {
    #[test]
    fn garbage_never_panics_and_cuts_do_not_matter(
        bytes in proptest::collection::vec(prop_oneof![Just(0x1bu8), Just(b'['), Just(b'O'), Just(b';'), Just(b'~'), 0x30u8..0x3a, any::<u8>()], 0..60),
        cut in 0usize..60,
    ) {
        let mut whole = Parser::new();
        let mut a = whole.feed(&bytes);
        a.extend(whole.timeout());
        let mut parts = Parser::new();
        let (x, y) = bytes.split_at(cut.min(bytes.len()));
        let mut b = parts.feed(x);
        b.extend(parts.feed(y));
        b.extend(parts.timeout());
        prop_assert_eq!(a, b);
    }
}

#[test]
fn much_text_at_once_is_a_paste_that_was_not_marked() {
    let read = |pieces: &[&[u8]]| {
        let mut p = Parser::new();
        let mut got: Vec<Event> = pieces.iter().flat_map(|b| p.read(b)).collect();
        while p.pending() {
            got.extend(p.timeout());
        }
        got
    };
    let burst = |s: &str| vec![Event::Burst(s.to_owned())];
    assert_eq!(read(&[b"13812345678"]), burst("13812345678"));
    assert_eq!(read(&["张晓明 13812345678\rq".as_bytes()]), burst("张晓明 13812345678\rq"));
    // cut in mid-character, the rest soon after, whatever it is
    let text = "恒达建材有限公司，总经理张晓明\rqq\r";
    for cut in 36..text.len() {
        let (a, b) = text.as_bytes().split_at(cut);
        assert_eq!(read(&[a, b]), burst(text), "{cut}");
    }
    // the rest never comes
    assert_eq!(read(&[&text.as_bytes()[..35]]), burst("恒达建材有限公司，总经"));
    // a key ends it
    let got = read(&["恒达建材有限公司总经理".as_bytes(), b"\x13q"]);
    assert_eq!(got, [burst("恒达建材有限公司总经理"), vec![Event::Key(Key::ctrl('s')), ch('q')]].concat());
    // typed ahead on a slow link, or held down
    for typed in
        ["2\rvj", "/zxm hengda\rv", "；访zxm 电话 停车难\r", "jjjjjjjjjjjjjjjjjjjjjjkkkkkkkk", "张晓明电话"]
    {
        let got = read(&[typed.as_bytes()]);
        assert_eq!(got.len(), typed.chars().count(), "{typed}: {got:?}");
    }
    assert!(read(&[b"zhangxiaoming\x1b[Bv"]).len() > 3, "an arrow is among it");
    // a marked one is what it says
    assert_eq!(
        read(&["\x1b[200~恒达建材有限公司总经理\x1b[201~".as_bytes()]),
        [Event::Paste("恒达建材有限公司总经理".into())]
    );
}

#[test]
fn what_an_esc_began_is_still_a_key_when_it_comes_late() {
    let late = |rest: &[u8]| {
        let mut p = Parser::new();
        assert_eq!(p.read(b"\x1b"), []);
        assert_eq!(p.timeout(), [key(Code::Esc)]);
        p.read(rest)
    };
    assert_eq!(late(b"[A"), [key(Code::Up)]);
    assert_eq!(late(b"OBx"), [key(Code::Down), ch('x')]);
    assert_eq!(late(b"[5~[A"), [key(Code::PageUp), ch('['), ch('A')]);
    assert_eq!(
        late("[200~张三 12345678901\rqq\x1b[201~x".as_bytes()),
        [pasted("张三 12345678901\rqq"), ch('x')]
    );
    assert_eq!(late("[200~张三\r要说的话很多，还没有完".as_bytes()), []);
    assert_eq!(late(b"["), [ch('[')], "a key of its own");
    assert_eq!(late(b"x[A"), [ch('x'), ch('['), ch('A')]);
}

#[test]
fn the_rest_of_a_paste_that_a_stalled_link_cut_off_never_runs() {
    let mut p = Parser::new();
    assert_eq!(p.read("\x1b[200~张三".as_bytes()), []);
    assert!(p.wait() > Some(Duration::from_secs(5)));
    assert_eq!(p.timeout(), [pasted("张三")]);
    assert_eq!(p.read(b"j"), [ch('j')], "the keyboard is given back");
    assert_eq!(p.read(b"\rqq\x1b[201~k"), [pasted("\rqq"), ch('k')]);
    assert_eq!(p.read(b"q\x1b[200~x\x1b[201~"), [ch('q'), pasted("x")]);
}
