//! Control, bidi and escape characters in every field of every kind, typed past the forms straight through the wire: the
//! terminal never gets them, neither from the app nor from the command line.
use super::desk::{Desk, NOW};
use super::targets::dangerous;
use linli::book::{Id, Kind, Ref, Type, Value, own_field, person, post, wording};
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Draft, Edit, LineAsk, Reply, Request, Save};
use linli::text::Lang;
use std::process::Command;

/// Title of the window, clipboard, colours in seven and eight bits, direction, joiners, tags, a line of its own.
pub const NASTY: &str = "张\u{1b}]0;owned\u{7}\u{1b}]52;c;eA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}明\u{2066}\u{200d}\u{feff}\u{e0041}\u{fe0f}\r\n\u{85}\u{2028}\0\u{8}end";

fn all(hub: &Hub) -> Client {
    let mut c = Client::over(hub.connect().unwrap()).unwrap();
    c.welcome(Lang::Zh, false).unwrap();
    c
}

/// A record of every kind with the text in every field that takes one. What the hub does not take is not there either.
pub fn fill(hub: &Hub) -> Vec<Ref> {
    let mut c = all(hub);
    let (mut out, mut n) = (Vec::new(), 0u8);
    let by_hand =
        [Kind::Area, Kind::Staff, Kind::Tag, Kind::Organisation, Kind::Person, Kind::Visit, Kind::Tie];
    // handing over comes by steps, and a report is sealed by the hub
    let made = [Kind::Handover, Kind::Sealed];
    let general = Kind::generals().map(|(kind, _)| kind).filter(|k| !made.contains(k));
    for kind in by_hand.into_iter().chain(general) {
        for way in 0..2 {
            n += 1;
            let target = Ref { kind, id: Id([n; 16]) };
            let link = |to: Kind| out.iter().rev().find(|r: &&Ref| r.kind == to).copied();
            let mut set = Vec::new();
            // a post is held by a colleague or by somebody on file
            let not = [post::PERSON, post::STAFF][way];
            // one field of a line, one of a list; a word is added to the sorts of matters
            let left_out = |no| match kind {
                Kind::Post => no == not,
                Kind::OwnField => no == own_field::OPTIONS && way == 0,
                Kind::Wording => no == wording::WORD,
                _ => false,
            };
            for f in kind.fields().iter().filter(|f| !f.hidden && !f.fixed && !left_out(f.no)) {
                let text = Value::Text(format!("{NASTY}{n}"));
                let value = match f.ty {
                    Type::Line if kind == Kind::OwnField && f.no == own_field::OPTIONS => {
                        Value::List(vec![text, Value::text("乙")])
                    }
                    Type::Choice(_) if kind == Kind::OwnField && f.no == own_field::SORT && way == 1 => {
                        Value::Code(own_field::CHOICE)
                    }
                    Type::Choice(_) if kind == Kind::Wording && f.no == wording::LIST => Value::Code(3),
                    Type::Line | Type::Note | Type::Name | Type::Phone | Type::Uscc if f.many => {
                        Value::List(vec![text])
                    }
                    Type::Line | Type::Note | Type::Name | Type::Phone | Type::Uscc => text,
                    Type::Day => Value::Day(linli::book::Day::ymd(2026, 11, 20).unwrap()),
                    Type::Hours => Value::Int(90),
                    Type::Number(min, max) => Value::Int((min + i64::from(n)).min(max)),
                    Type::Choice(choices) => Value::Code(choices[0].code),
                    Type::Ref { kind, .. } if f.many => match link(kind) {
                        Some(r) => Value::List(vec![Value::Ref(r)]),
                        None => continue,
                    },
                    // in circles: an area that is part of another comes from the other way
                    Type::Ref { kind: to, .. } => match link(to) {
                        Some(r) => Value::Ref(r),
                        None => continue,
                    },
                    // milestones come by steps
                    Type::Group(_) => continue,
                    Type::Party => Value::Ref(
                        link(if set.is_empty() { Kind::Person } else { Kind::Organisation }).unwrap(),
                    ),
                };
                // as typed, and past everything that cleans
                let typed = matches!(f.ty, Type::Line | Type::Note | Type::Name) && way == 0;
                set.push((f.no, if typed { Edit::Text(format!("{NASTY}{n}")) } else { Edit::Set(value) }));
            }
            let save = Save { request: Id([100 + n; 16]), target, base: 0, set };
            match c.ask(Request::Save(save)).unwrap() {
                Reply::Saved(_) => out.push(target),
                other => panic!("{kind:?}: {other:?}"),
            }
        }
    }
    let target = Ref { kind: Kind::Person, id: Id([222; 16]) };
    let texts = vec![(person::NAME, NASTY.to_string()), (person::NOTE, NASTY.to_string())];
    let draft = Draft { id: Id([223; 16]), target, base: 0, at_ms: NOW, title: NASTY.into(), texts };
    assert!(matches!(c.ask(Request::KeepDraft(draft)).unwrap(), Reply::Done));
    let line = format!("访 {} {NASTY}", Id([10; 16]));
    let picks = vec![(Id([10; 16]).to_string(), Ref { kind: Kind::Person, id: Id([10; 16]) })];
    let ask = LineAsk { line, picks, ..LineAsk::default() };
    let request = Id([224; 16]);
    assert!(matches!(c.ask(Request::Capture { request, ask }).unwrap(), Reply::Saved(_)));
    out
}

#[test]
fn no_screen_gets_them() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    let records = fill(&hub);
    assert_eq!(records.len(), 44);
    for lang in [Lang::Zh, Lang::En] {
        let mut seen = String::new();
        for keys in [
            "",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "2<Enter>",
            "2<Enter>h",
            "2e",
            "2<Enter>v",
            "3<Enter>",
            "3e",
            "4<Enter>",
            "4e",
            "5<Enter>",
            "6<Enter>",
            "/end",
            "/end<Enter>",
            "/end<Enter>e<Tab><Tab><Tab>",
            "<Ctrl-D>",
            ";访 end 电话",
            ":",
            "?",
            "2<Enter><Down><Down><Enter>",
            "7<Enter>",
            "9",
            "2!",
            "2d",
            ":xinxianquanshijian<Enter><Enter>",
            ":diaoyan<Enter><Enter>",
        ] {
            let mut desk = Desk::sit(&hub, lang, (120, 40));
            desk.keys("<Esc>");
            for key in linli::tui::keymap::press(keys) {
                desk.event(linli::tui::input::Event::Key(key));
                // the desk itself holds every cell and every byte against what may be sent
                seen.push_str(&desk.look());
            }
            seen.push_str(&desk.look());
        }
        assert!(seen.matches("end").count() > 30, "the records were not even shown");
    }
    hub.stop();
}

/// Ends the hub when it goes.
struct End<F: Fn()>(F);

impl<F: Fn()> Drop for End<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn no_command_prints_them() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    let records = fill(&hub);
    let ledger = dir.path().join("台账.csv");
    std::fs::write(
        &ledger,
        format!(
            "姓名,联系电话,社区,单位\u{1b}[31m\n{},138,{},\u{9b}2J\n",
            NASTY.replace(['\r', '\n', '\0'], ""),
            "\u{1b}[2J"
        ),
    )
    .unwrap();
    let keymap = dir.path().join("keys.toml");
    std::fs::write(
        &keymap,
        "[\"\\u001b[31m\"]\n[global]\nbindings = [{ on = \"\\u009b\", run = \"\\u202ex\" }]\n",
    )
    .unwrap();
    let socket = dir.path().join("socket");
    std::thread::scope(|s| {
        let (ready, is_ready) = std::sync::mpsc::channel();
        let listening = s.spawn(|| hub.listen(&socket, 0o600, None, move || ready.send(()).unwrap()));
        is_ready.recv().unwrap();
        // also when something fails: else the hub listens on, and the failure is never told
        let end = End(hub.stopper());
        let ids: Vec<(String, String)> =
            records.iter().map(|r| (r.kind.plural().into(), r.id.to_string())).collect();
        let (ledger, keymap) = (ledger.to_str().unwrap(), keymap.to_str().unwrap());
        let mut commands: Vec<Vec<&str>> = vec![
            vec!["find", "end"],
            vec!["find", "end", "--json"],
            vec!["import", ledger, "--dry-run"],
            vec!["import", ledger],
            vec!["keys", "--check", keymap],
            vec!["add", NASTY.split('\0').next().unwrap()],
            vec!["add", "访 end 谈"],
        ];
        for kind in Kind::ALL {
            commands.extend([vec!["list", kind.plural()], vec!["list", kind.plural(), "--json"]]);
        }
        for (kind, id) in &ids {
            commands.extend([vec!["show", kind, id], vec!["show", kind, id, "--json"]]);
        }
        let mut printed = 0;
        for command in commands {
            let out = Command::new(env!("CARGO_BIN_EXE_linli"))
                .arg("--hub")
                .arg(&socket)
                .args(&command)
                .output()
                .unwrap();
            for bytes in [out.stdout, out.stderr] {
                let text = String::from_utf8(bytes).unwrap();
                printed += text.matches("end").count();
                let bad = text.chars().find(|c| dangerous(*c) && !matches!(c, '\n' | '\t'));
                assert_eq!(bad, None, "{command:?}: {text:?}");
                if command.contains(&"--json") && !text.is_empty() {
                    let _: serde_json::Value = serde_json::from_str(&text).unwrap();
                }
            }
        }
        assert!(printed > 50, "the records were not even printed");
        drop(end);
        listening.join().unwrap().unwrap();
    });
    hub.stop();
}
