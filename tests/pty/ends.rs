//! How a session ends and stops: the link drops, the window closes, the shell has it back for a while.
use super::term::{Office, Seat, Session};
use linli::book::Kind;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

fn half_a_visit(office: &Office) -> Session {
    let mut s = office.sit();
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s.bytes_in(b"v");
    s.shows("记走访");
    s.bytes_in("门口的路".as_bytes());
    s.shows("门口的路");
    s
}

fn is_there_again(office: &Office) {
    let mut s = office.sit();
    s.shows("草稿，接着写 1");
    s.bytes_in(b"\x04");
    s.shows("记走访");
    s.shows("门口的路");
    s.bytes_in("修好了\x13".as_bytes());
    s.commands();
    let visits = office.stored(Kind::Visit);
    assert_eq!(visits.len(), 1);
    // a keyboard that is unplugged here sends one line end more
    let kept = visits[0].fields.text(linli::book::visit::SUMMARY).replace('\n', "");
    assert_eq!(kept, "门口的路修好了");
    assert_eq!(office.drafts(), 0);
}

#[test]
fn a_window_closed_in_the_middle_of_a_form_loses_nothing() {
    let office = Office::open();
    let mut s = half_a_visit(&office);
    s.hang_up();
    s.ended_within(Duration::from_secs(2));
    is_there_again(&office);
}

#[test]
fn a_hang_up_signal_in_the_middle_of_a_form_loses_nothing() {
    let office = Office::open();
    let mut s = half_a_visit(&office);
    let pid = i32::try_from(s.child.process_id().unwrap()).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    assert_eq!(s.ended_within(Duration::from_secs(2)), 0);
    assert!(!s.rest().is_empty() && !s.screen.screen().alternate_screen());
    is_there_again(&office);
}

#[test]
fn what_is_typed_while_the_hub_is_away_waits_for_the_next_login() {
    // typed only, and to be saved
    for keys in ["", "\x13"] {
        let mut office = Office::open();
        let mut s = half_a_visit(&office);
        s.shows("草稿");
        office.down();
        s.shows("打的字都在");
        s.bytes_in("，灯也坏了".as_bytes());
        s.shows("灯也坏了");
        s.bytes_in(keys.as_bytes());
        s.hang_up();
        s.ended_within(Duration::from_secs(2));
        let kept = office.dir.path().join("linli/kept");
        assert_eq!(std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o700);
        office.up();
        let mut s = office.sit();
        s.shows("草稿，接着写 1");
        s.bytes_in(b"\x04");
        s.shows("门口的路，灯也坏了");
        s.bytes_in(b"\x13");
        s.commands();
        assert_eq!((office.stored(Kind::Visit).len(), office.drafts()), (1, 0));
        // it is the hub's now, and handed over once
        let mut later = office.sit();
        later.shows("今天");
        assert_eq!(office.drafts(), 0);
    }
}

/// A shell with job control, and the program in it.
#[test]
fn it_stops_by_command_only_and_comes_back_whole() {
    let office = Office::open();
    let args = vec!["-i".to_owned(), "-m".to_owned()];
    let env = vec![("PS1", "shell> "), ("ENV", "/dev/null")];
    let mut s = office.at(Seat { program: Some("/bin/sh"), args: Some(args), env, ..Seat::default() });
    s.shows("shell>");
    let run = format!("{} --hub {} --lang zh\r", env!("CARGO_BIN_EXE_linli"), office.socket().display());
    s.bytes_in(run.as_bytes());
    s.shows("今天");
    s.until("the other screen", |s| s.alternate_screen());
    s.bytes_in(b"2");
    s.shows("冯艳玲");
    // undo, not stop
    s.bytes_in(b"\x1a");
    s.shows("已撤销");
    s.bytes_in(b":");
    s.until("the palette", |s| !s.hide_cursor());
    s.bytes_in(b"suspend\r");
    s.until("the shell", |s| !s.alternate_screen() && !s.bracketed_paste() && !s.hide_cursor());
    s.shows("topped");
    s.bytes_in(b"echo again $((6 * 7))\r");
    s.shows("again 42");
    // another size meanwhile: nobody tells a stopped program
    s.resize((100, 30));
    s.bytes_in(b"fg\r");
    s.until("the list at its new size", |s| {
        s.alternate_screen()
            && s.contents().contains("李敏嘉")
            && s.rows(0, 100).nth(29).is_some_and(|l| l.contains("帮助"))
    });
    s.bytes_in(b"qq");
    s.until("the shell", |s| !s.alternate_screen());
    s.bytes_in(b"exit\r");
}
