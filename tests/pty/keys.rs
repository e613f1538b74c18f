//! The budgets of keys: how many a task takes beyond the data itself, and that it is done then.
use super::term::{Office, Session, save};
use linli::book::{Kind, meeting, person, visit};

/// Presses `keys`, of which each counts, and types what stands in quotes, which does not; waits for what stands in
/// brackets, and until what stands after ! is gone. Answers how many keys it took.
fn does(s: &mut Session, script: &[&str]) -> usize {
    s.pressed = 0;
    for step in script {
        match step.chars().next() {
            Some('"') => s.data(step.trim_matches('"')),
            Some('!') => s.lacks(&step[1..]),
            Some('[') if step.len() > 1 => s.shows(step.trim_matches(['[', ']'])),
            _ => s.key(step),
        }
    }
    s.pressed
}

#[test]
fn finding_a_person_takes_two_keys() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    let keys = does(&mut s, &["/", "\"zxm\"", "[>张晓明]", "Enter", "[138 3745 5521]"]);
    assert!(keys <= 2, "{keys}");
}

#[test]
fn a_visit_takes_two_keys_and_a_routine_one_no_text_at_all() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    does(&mut s, &["/", "\"zxm\"", "[>张晓明]", "Enter", "[138 3745 5521]"]);
    let keys = does(
        &mut s,
        &["v", "[记走访]", "\"门口路面补好了\"", "[门口路面补好了]", "Ctrl-S", "!记走访", "[138 3745 5521]"],
    );
    assert!(keys <= 2, "{keys}");
    let visits = office.stored(Kind::Visit);
    assert_eq!(visits.len(), 1);
    let v = &visits[0].fields;
    assert_eq!(v.text(visit::SUMMARY), "门口路面补好了");
    assert_eq!(v.day(visit::WHEN).unwrap().to_string(), "2026-11-23");
    assert_eq!(v.links(visit::PEOPLE).len(), 1, "whom it was to is filled in");
    assert_eq!(v.links(visit::STAFF).len(), 1, "who went is filled in");
    // a row of a list does as well as a card, and the phrase of a routine visit is there already
    does(&mut s, &["2", "[共 3]", "End"]);
    let keys = does(&mut s, &["v", "[记走访]", "[日常走访]", "Ctrl-S", "!记走访"]);
    assert!(keys <= 2, "{keys}");
    let visits = office.stored(Kind::Visit);
    assert_eq!(visits.len(), 2);
    assert!(visits.iter().any(|v| v.fields.text(visit::SUMMARY).contains("日常走访")), "{visits:?}");
}

#[test]
fn six_visits_in_one_line_take_two_keys_and_then_one_each() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    does(&mut s, &["2", "[共 3]"]);
    let mut keys = does(&mut s, &[";", "[访张晓明]"]);
    for (n, who) in ["zxm", "lmj", "fyl", "zxm", "lmj", "fyl"].iter().enumerate() {
        let line = format!("\"访{who} 电话 问停车{n} +3天 回话\"");
        keys += does(&mut s, &[&line, "[2026-11-26]", "Enter", "[记下了]"]);
        // the line is empty again and stays open
        s.lacks(&format!("问停车{n}"));
    }
    assert!(keys <= 2 + 5, "{keys}");
    let visits = office.stored(Kind::Visit);
    assert_eq!(visits.len(), 6);
    assert!(visits.iter().all(|v| v.fields.day(visit::NEXT).is_some()), "{visits:?}");
}

#[test]
fn a_person_of_four_fields_takes_seven_keys_and_the_next_of_a_stack_none_more() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    let script = ["2", "[共 3]", "n", "[新建人员]", "\"周雪梅\"", "Enter", "\"13811901190\"", "Enter"];
    let keys = does(&mut s, &script)
        + does(&mut s, &["\"心语社工服务中心\"", "Enter", "\"主任\"", "[主任]", "Ctrl-S", "!新建人员"]);
    assert!(keys <= 7, "{keys}");
    let found = |name: &str| {
        let all = office.stored(Kind::Person);
        all.into_iter().find(|p| p.name() == name).unwrap_or_else(|| panic!("{name} is not stored"))
    };
    let p = found("周雪梅");
    assert_eq!(p.fields.texts(person::PHONES), ["13811901190"]);
    assert_eq!(p.fields.text(person::TITLE), "主任");
    // a stack of cards: Ctrl-N where Ctrl-S would stand, and the next form is there
    let first = does(
        &mut s,
        &["2", "n", "[新建人员]", "\"罗嘉伟\"", "Enter", "\"15300007557\"", "Ctrl-N", "[罗嘉伟]"],
    );
    s.lacks("15300007557");
    let next =
        does(&mut s, &["\"姚强\"", "Enter", "\"13200005816\"", "[13200005816]", "Ctrl-S", "!新建人员"]);
    assert_eq!((first, next), (4, 2), "Enter to the phone and Ctrl-S: nothing more for the next");
    assert_eq!(found("罗嘉伟").fields.texts(person::PHONES), ["15300007557"]);
    assert_eq!(found("姚强").fields.texts(person::PHONES), ["13200005816"]);
}

#[test]
fn a_request_takes_two_keys_and_each_step_of_it_two() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    does(&mut s, &["/", "\"zxm\"", "[>张晓明]", "Enter", "[138 3745 5521]"]);
    let keys = does(&mut s, &["m", "[新建事项]", "\"停车难\"", "Ctrl-S", "!新建事项", "[138 3745 5521]"]);
    assert!(keys <= 2, "{keys}");
    does(&mut s, &["5", "[停车难]"]);
    let keys =
        does(&mut s, &["a", "[情况]", "\"城管来划线\"", "[城管来划线]", "Ctrl-S", "![情况]", "[停车难]"]);
    assert!(keys <= 2, "{keys}");
    let matters = office.stored(Kind::Matter);
    assert_eq!(matters.len(), 1);
    assert_eq!(matters[0].name(), "停车难");
}

#[test]
fn a_promise_of_today_takes_two_keys_where_it_stands() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    does(
        &mut s,
        &[
            ";",
            "\"访zxm 电话 昨天 问停车 +0天 回话\"",
            "[2026-11-23]",
            "Enter",
            "[记下了]",
            "Esc",
            "1",
            "[先办 1]",
            "Home",
            "Down",
        ],
    );
    let keys =
        does(&mut s, &["a", "[记走访  张晓明]", "\"回了话\"", "[回了话]", "Ctrl-S", "!记走访  张晓明"]);
    assert!(keys <= 2, "{keys}");
    assert_eq!(office.stored(Kind::Visit).len(), 2);
}

#[test]
fn what_a_cut_link_left_is_gone_on_with_by_one_key_and_a_projector_is_one() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    does(&mut s, &["2", "[共 3]", "End", "v", "[记走访]", "\"门口的路\"", "[草稿已存]"]);
    s.hang_up();
    let mut s = office.sit();
    s.shows("草稿，接着写 1");
    let keys = does(&mut s, &["Ctrl-D", "[门口的路]"]);
    assert!(keys <= 1, "{keys}");
    let keys = does(&mut s, &["F8", "[投屏中]"]);
    assert!(keys <= 1, "{keys}");
}

/// Twenty-seven more people and a meeting, and how each of the thirty is typed: by initials.
fn a_meeting_of_thirty(office: &Office) -> Vec<(String, String)> {
    let mut client = office.client();
    save(&mut client, Kind::Meeting, 9, &[(meeting::TITLE, "新媒体座谈会"), (meeting::WHEN, "今天")]);
    let surnames = "白曹邓范高何蒋孔刘马倪欧彭秦任孙唐吴许杨周".chars().zip("bcdfghjklmnopqrstwxyz".chars());
    let given = [("安", 'a', 21), ("波", 'b', 6)];
    let mut all: Vec<(String, String)> =
        [("张晓明", "zxm"), ("李敏嘉", "lmj"), ("冯艳玲", "fyl")].map(|(n, i)| (n.into(), i.into())).into();
    for (name, initial, many) in given {
        let some = surnames.clone().take(many).map(|(s, i)| (format!("{s}{name}"), format!("{i}{initial}")));
        all.extend(some);
    }
    for (n, (name, _)) in (20u8..).zip(all.iter().skip(3)) {
        save(&mut client, Kind::Person, n, &[(person::NAME, name)]);
    }
    assert_eq!(all.len(), 30);
    all
}

fn came(office: &Office) -> usize {
    office.stored(Kind::Meeting)[0].fields.links(meeting::PRESENT).len()
}

#[test]
fn thirty_sign_in_at_a_meeting_by_one_key_each() {
    let office = Office::open();
    let all = a_meeting_of_thirty(&office);
    let mut s = office.sit();
    s.shows("今天");
    let opened = does(&mut s, &["7", "[新媒体座谈会]", "a", "[到会 0]"]);
    assert!(opened <= 2, "{opened}");
    s.pressed = 0;
    for (n, (_, initials)) in (1..).zip(&all) {
        s.data(initials);
        s.key("Enter");
        s.shows(&format!("到会 {n} "));
    }
    assert_eq!(s.pressed, 30);
    assert_eq!(came(&office), 30);
    // each is a change of its own
    does(&mut s, &["Ctrl-Z", "[到会 29]"]);
    assert_eq!(came(&office), 29);
}

#[test]
fn a_sign_up_list_of_thirty_is_pasted_without_a_key() {
    let office = Office::open();
    let all = a_meeting_of_thirty(&office);
    let list: String = (1..).zip(&all).map(|(n, (name, _))| format!("{n}. {name}\n")).collect();
    let mut s = office.sit();
    s.shows("今天");
    does(&mut s, &["7", "[新媒体座谈会]", "a", "[到会 0]"]);
    s.pressed = 0;
    s.data(&format!("\x1b[200~#接龙\n周五座谈会报名\n{list}\x1b[201~"));
    s.shows("到会 30");
    assert_eq!((s.pressed, came(&office)), (0, 30));
}
