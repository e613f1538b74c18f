//! Meetings and elections at an office that everybody knows, with people of other areas in them: how many they are is told,
//! who they are is not, and nobody ends the post of somebody they do not see.

use super::office::{Office, Who, id, link, links, text, to};
use linli::book::{Kind, meeting, tie};
use linli::exchange::minutes::{Making, Paper};
use linli::hub::client::Client;
use linli::hub::wire::*;
use linli::text::Lang;

fn office() -> (Office, Client) {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    (office, owner)
}

fn elect(office: &Office, c: &mut Client, dry: bool, seen: Option<&Elected>) -> Elected {
    let (version, plan) = seen.map(|e| (e.version, e.plan)).unwrap_or_default();
    let ask = Elect { request: office.request(), meeting: id(93), dry, version, plan };
    match c.ask(Request::Elect(ask)).unwrap() {
        Reply::Elected(e) => *e,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_ends_a_post_of_somebody_they_do_not_see() {
    let (office, mut owner) = office();
    let held = vec![
        link(tie::FROM, Kind::Person, 25),
        link(tie::TO, Kind::Organisation, 32),
        (tie::SORT, Edit::Set(linli::book::Value::Code(tie::OFFICER))),
        text(tie::ROLE, "会长"),
        text(tie::SINCE, "2020-01-01"),
        text(tie::SOURCE, "外关系"),
    ];
    office.put(&mut owner, Kind::Tie, 56, held);
    let set = vec![
        text(meeting::TITLE, "换届"),
        text(meeting::WHEN, "2026-11-20"),
        link(meeting::HOST, Kind::Organisation, 32),
        links(meeting::PRESENT, &[(Kind::Person, 21)]),
        text(meeting::ELECTED, "会长 张晓明 5年"),
    ];
    office.put(&mut owner, Kind::Meeting, 93, set);
    let mut worker = office.session(Who::Worker);
    let seen = elect(&office, &mut worker, true, None);
    assert!(
        seen.lines.iter().any(|l| matches!(&l.outcome, Outcome::Unclear(why) if why.contains("辖区"))),
        "{seen:?}"
    );
    assert_eq!(Office::leaks(&format!("{seen:?}"), ""), None);
    assert!(!elect(&office, &mut worker, false, Some(&seen)).done);
    // who sees all of them writes it
    let seen = elect(&office, &mut owner, true, None);
    assert!(!elect(&office, &mut owner, false, None).done, "nothing is written that was not shown");
    assert!(elect(&office, &mut owner, false, Some(&seen)).done, "{seen:?}");
    match owner.ask(Request::Get(to(Kind::Tie, 56))).unwrap() {
        Reply::Shown(s) => {
            assert_eq!(s.record.fields.day(tie::UNTIL).map(|d| d.to_string()), Some("2026-11-19".into()));
        }
        other => panic!("{other:?}"),
    }
}

fn minutes(office: &Office, c: &mut Client) -> String {
    use std::io::Read;
    let mut making = Making::new(Paper::Minutes, id(93), office.request(), "存档", "存档");
    while let Some(ask) = making.next() {
        let reply = c.ask(ask).unwrap();
        assert_eq!(Office::leaks(&format!("{reply:?}"), ""), None);
        making.take(reply).unwrap();
    }
    let bytes = making.docx("同事", Lang::Zh).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn minutes_count_all_who_came_and_name_those_who_are_seen() {
    let (office, mut owner) = office();
    let all = |of: &[u8]| of.iter().map(|n| (Kind::Person, *n)).collect::<Vec<_>>();
    let set = vec![
        text(meeting::TITLE, "座谈"),
        text(meeting::WHEN, "2026-11-20"),
        link(meeting::HOST, Kind::Organisation, 32),
        links(meeting::EXPECTED, &all(&[21, 22, 25, 26])),
        links(meeting::PRESENT, &all(&[21, 25, 26])),
    ];
    office.put(&mut owner, Kind::Meeting, 93, set);
    let told = minutes(&office, &mut office.session(Who::Worker));
    for want in [
        "应到 4 人：张晓明、李敏",
        "实到 3 人：张晓明",
        "请假 0 人",
        "缺席 1 人：李敏",
        "另有不在辖区的人未列名",
    ] {
        assert!(told.contains(want), "{want}: {told}");
    }
    // nobody is missing
    let Reply::Shown(m) = owner.ask(Request::Get(to(Kind::Meeting, 93))).unwrap() else { panic!() };
    let set = vec![links(meeting::EXPECTED, &all(&[21, 22])), links(meeting::PRESENT, &all(&[21]))];
    office.save(&mut owner, to(Kind::Meeting, 93), m.record.version, set);
    let told = minutes(&office, &mut office.session(Who::Worker));
    assert!(told.contains("应到 2 人") && !told.contains("未列名"), "{told}");
}
