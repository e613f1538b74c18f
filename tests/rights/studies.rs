//! Studies are the office's: everybody sees them, leads begin them. Answers lie where they were given; nobody is named in
//! one to an anonymous study, whoever asks.

use super::office::{Office, Who, id, link, text, to};
use linli::book::{Kind, Value, answer, study};
use linli::hub::client::Client;
use linli::hub::wire::*;

fn office() -> (Office, Client) {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    office.inside(&mut owner);
    office.outside(&mut owner);
    (office, owner)
}

fn said(reply: &Reply) -> String {
    match reply {
        Reply::Refused(Refusal::Said(why)) => why.clone(),
        Reply::Invalid(all) => all.iter().map(|(_, w)| w.as_str()).collect::<Vec<_>>().join("; "),
        other => format!("{other:?}"),
    }
}

#[test]
fn answers_lie_where_they_were_given_and_studies_are_everybodys() {
    let (office, mut owner) = office();
    let mut worker = office.session(Who::Worker);
    let list = |c: &mut Client, kind| {
        let (filter, order) = (Filter::default(), Order::Usual);
        match c.ask(Request::List { kind, filter, order, offset: 0, limit: 50, more: vec![] }).unwrap() {
            Reply::Page { total, rows, .. } => {
                assert_eq!(total as usize, rows.len());
                total
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((list(&mut worker, Kind::Study), list(&mut worker, Kind::Answer)), (1, 1));
    assert_eq!(list(&mut owner, Kind::Answer), 2);
    // a study's card tells of no more answers than may be seen
    let Reply::Card(card) = worker.ask(Request::Card(to(Kind::Study, 81))).unwrap() else { panic!() };
    assert_eq!(card.about.iter().map(|a| (a.kind, a.total)).collect::<Vec<_>>(), [(Kind::Answer, 1)]);
    let of = |person: u8| {
        vec![
            link(answer::STUDY, Kind::Study, 81),
            link(answer::PERSON, Kind::Person, person),
            text(answer::ANSWERS, "say: 好"),
        ]
    };
    let reply = office.save(&mut worker, to(Kind::Answer, 91), 0, of(21));
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    let reply = office.save(&mut worker, to(Kind::Answer, 92), 0, of(25));
    assert!(said(&reply).contains("辖区"), "{reply:?}");
    // one of nobody lies where whoever writes it works
    let nobody = vec![link(answer::STUDY, Kind::Study, 81), text(answer::ANSWERS, "say: 好")];
    let reply = office.save(&mut worker, to(Kind::Answer, 93), 0, nobody);
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    let Reply::Shown(shown) = worker.ask(Request::Get(to(Kind::Answer, 93))).unwrap() else { panic!() };
    assert_eq!(shown.record.area(), Some(to(Kind::Area, 2)));
    // a worker answers, and does not begin studies
    let reply = office.save(&mut worker, to(Kind::Study, 94), 0, vec![text(study::TITLE, "另一个")]);
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
    let mut reader = office.session(Who::Reader);
    let reply = office.save(&mut reader, to(Kind::Answer, 95), 0, of(21));
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
    let _ = id(0);
}

#[test]
fn nobody_is_named_where_a_study_is_anonymous() {
    let (office, mut owner) = office();
    let yes = |no: u16| (no, Edit::Set(Value::Code(study::YES)));
    let form = "[survey]\ntype\tname\tlabel\ntext\tsay\t建议\n";
    let set = vec![
        text(study::TITLE, "服务怎么样"),
        yes(study::ANONYMOUS),
        (study::FORM, Edit::Set(Value::text(form))),
    ];
    office.put(&mut owner, Kind::Study, 82, set);
    let mut worker = office.session(Who::Worker);
    let of = |named: bool| {
        let mut set = vec![link(answer::STUDY, Kind::Study, 82), text(answer::ANSWERS, "say: 好")];
        if named {
            set.push(link(answer::PERSON, Kind::Person, 21));
        }
        set
    };
    for c in [&mut worker, &mut owner] {
        let reply = office.save(c, to(Kind::Answer, 96), 0, of(true));
        assert!(said(&reply).contains("匿名"), "{reply:?}");
    }
    let reply = office.save(&mut worker, to(Kind::Answer, 96), 0, of(false));
    let Reply::Saved(saved) = reply else { panic!("{reply:?}") };
    // neither later, nor by changing the study under answers that name somebody
    let later = vec![link(answer::PERSON, Kind::Person, 21)];
    let reply = office.save(&mut worker, to(Kind::Answer, 96), saved.version, later);
    assert!(said(&reply).contains("匿名"), "{reply:?}");
    let version = |c: &mut Client, n| match c.ask(Request::Get(to(Kind::Study, n))).unwrap() {
        Reply::Shown(s) => s.record.version,
        other => panic!("{other:?}"),
    };
    let base = version(&mut owner, 81);
    let reply = office.save(&mut owner, to(Kind::Study, 81), base, vec![yes(study::ANONYMOUS)]);
    assert!(said(&reply).contains("匿名"), "{reply:?}");
    // a question that somebody has answered stays; more may be asked
    let base = version(&mut owner, 82);
    let other = "[survey]\ntype\tname\tlabel\ntext\tbetter\t哪里要改\n";
    let change = |form: &str| vec![(study::FORM, Edit::Set(Value::text(form)))];
    let reply = office.save(&mut owner, to(Kind::Study, 82), base, change(other));
    assert!(said(&reply).contains("答卷"), "{reply:?}");
    let reply = office.save(
        &mut owner,
        to(Kind::Study, 82),
        base,
        change(&format!("{form}text\tbetter\t哪里要改\n")),
    );
    assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    // what the book never holds is not asked either
    let set = vec![
        text(study::TITLE, "摸底"),
        change("[survey]\ntype\tname\tlabel\ntext\ta\t政治面貌\n").remove(0),
    ];
    let reply = office.save(&mut owner, to(Kind::Study, 83), 0, set);
    assert!(said(&reply).contains("不记"), "{reply:?}");
}
