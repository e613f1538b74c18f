//! Papers of a meeting as far as somebody may know who was asked.

use super::office::{Office, SECRETS, Who, id, links, text, to};
use linli::book::{Kind, meeting};
use linli::exchange::minutes::{Making, Paper};
use linli::hub::access_log::Looked;
use linli::hub::client::Client;
use linli::hub::wire::{LogAsk, Refusal, Reply, Request};
use linli::text::Lang;
use std::io::Read;

fn made(office: &Office, c: &mut Client, paper: Paper) -> Result<String, Box<Reply>> {
    let mut making = Making::new(paper, id(91), office.request(), "区里", "存档");
    while let Some(request) = making.next() {
        making.take(c.ask(request).unwrap())?;
    }
    let bytes = making.docx("孙丽", Lang::Zh).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut body = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
    Ok(body)
}

#[test]
fn nobody_of_another_area_stands_on_the_papers_of_a_meeting() {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    let people = [(Kind::Person, 21), (Kind::Person, 25), (Kind::Person, 26)];
    let set = vec![
        text(meeting::TITLE, "座谈会"),
        text(meeting::WHEN, "2026-11-20"),
        links(meeting::EXPECTED, &people),
        links(meeting::PRESENT, &people[..2]),
    ];
    office.put(&mut owner, Kind::Meeting, 91, set);
    let mut worker = office.session(Who::Worker);
    for paper in [Paper::Minutes, Paper::SignIn] {
        let all = made(&office, &mut owner, paper).unwrap();
        assert!(all.contains("张晓明") && all.contains("欧阳外人"), "{all}");
        let some = made(&office, &mut worker, paper).unwrap();
        assert!(some.contains("张晓明") && some.contains("辖区"), "{some}");
        for secret in SECRETS {
            assert!(!some.contains(secret), "{secret}: {some}");
        }
        // who only looks takes nothing out
        let refused = made(&office, &mut office.session(Who::Reader), paper).unwrap_err();
        assert!(matches!(*refused, Reply::Refused(Refusal::Said(_))), "{refused:?}");
    }
    let ask = LogAsk { what: Some(Looked::Exported), limit: 50, ..LogAsk::default() };
    let Reply::Log { lines, .. } = owner.ask(Request::Log(ask)).unwrap() else { panic!() };
    let given = Some(("区里".to_owned(), "存档".to_owned()));
    let of = |target| lines.iter().filter(|l| l.records.iter().any(|(r, _)| *r == target)).count();
    assert!(lines.iter().all(|l| l.given == given));
    // twice the meeting and once each of those on the sheet, by each of the two
    assert_eq!((of(to(Kind::Meeting, 91)), of(to(Kind::Person, 21)), of(to(Kind::Person, 25))), (4, 2, 1));
    office.hub.stop();
}
