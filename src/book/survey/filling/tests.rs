//! Forms filled as their rows say.

use super::super::read::{OTHER, Reading, Sheet, What, read};
use super::*;

fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let rows = rows.iter().map(|r| r.iter().map(|c| (*c).to_owned()).collect()).collect();
    Sheet { name: name.to_owned(), rows }
}

fn now() -> Now {
    Now { today: Day::ymd(2026, 11, 28).unwrap(), clock: "09:30".to_owned() }
}

fn key(name: &str, at: &[u16]) -> Key {
    (name.to_owned(), at.to_vec())
}

fn household() -> Reading {
    read(&[
        sheet(
            "survey",
            &[
                &[
                    "type",
                    "name",
                    "label::中文 (zh)",
                    "label::English (en)",
                    "required",
                    "constraint",
                    "constraint_message",
                    "relevant",
                    "calculation",
                    "choice_filter",
                    "default",
                ],
                &["text", "who", "姓名", "Name", "yes", "string-length(.) < 5", "太长", "", "", "", ""],
                &[
                    "select_one work or_other",
                    "work",
                    "${who}做什么",
                    "What does ${who} do",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                ],
                &["begin repeat", "child", "孩子", "Child", "", "", "", "${who} != ''", "", "", ""],
                &["integer", "age", "几岁", "Age", "", ". >= 0 and . < 18", "", "", "", "", ""],
                &[
                    "select_one town",
                    "town",
                    "街道",
                    "Town",
                    "",
                    "",
                    "",
                    "${age} > 5",
                    "",
                    "cf = ${work}",
                    "",
                ],
                &["end repeat", "", "", "", "", "", "", "", "", "", ""],
                &["calculate", "total", "", "", "", "", "", "", "sum(${age})", "", ""],
                &["note", "say", "共 ${total} 岁", "", "", "", "", "${total} > 0", "", "", ""],
                &["date", "seen", "哪天", "", "", "", "", "", "", "", "today()"],
            ],
        ),
        sheet(
            "choices",
            &[
                &["list name", "name", "label", "cf"],
                &["work", "it", "软件", ""],
                &["work", "law", "法律", ""],
                &["town", "a", "颍川", "it"],
                &["town", "b", "夏都", "law"],
            ],
        ),
    ])
}

#[test]
fn a_form_is_filled_as_its_rows_say() {
    let r = household();
    assert_eq!(r.faults, [], "{:?}", r.faults);
    let (s, now) = (r.survey, now());
    let mut f = Filling::new(&s, &now);
    assert_eq!(f.answer(&key("seen", &[])), "2026-11-28");
    let who = key("who", &[]);
    assert_eq!(f.troubles(&s, &now, 0), [(who.clone(), Trouble::Required(String::new()))]);
    assert_eq!(f.set(&s, &who, "张晓明先生", &now), Err(Trouble::Constraint("太长".into())));
    f.set(&s, &who, "张晓明", &now).unwrap();
    f.set(&s, &key("work", &[]), "软件", &now).unwrap();
    assert_eq!(f.set(&s, &key("age", &[1]), "二十", &now), Err(Trouble::Integer));
    assert_eq!(f.set(&s, &key("age", &[1]), "20", &now), Err(Trouble::Constraint(String::new())));
    f.set(&s, &key("age", &[1]), "１２", &now).unwrap();
    f.add(&s, "child", &[], &now);
    f.set(&s, &key("age", &[2]), "3", &now).unwrap();
    assert_eq!(f.answer(&key("total", &[])), "15");
    let lines = f.entries(&s, &now, s.language(crate::text::Lang::Zh));
    let asked: Vec<(&str, &[u16], &str)> = lines
        .iter()
        .filter_map(|e| if let Entry::Question(a) = e { Some(a) } else { None })
        .map(|a| (a.key.0.as_str(), a.key.1.as_slice(), a.label.as_str()))
        .collect();
    assert_eq!(
        asked,
        [
            ("who", &[][..], "姓名"),
            ("work", &[], "张晓明做什么"),
            ("age", &[1], "几岁"),
            ("town", &[1], "街道"),
            ("age", &[2], "几岁"),
            ("say", &[], "共 15 岁"),
            ("seen", &[], "哪天"),
        ]
    );
    let none = |e: &Entry| !matches!(e, Entry::Question(a) if !a.choices.is_empty());
    assert!(lines.iter().all(none), "choices are worked out for the question in hand alone");
    let town = f.asked(&s, &key("town", &[1]), &now, s.language(crate::text::Lang::Zh)).map(|a| a.choices);
    assert_eq!(town, Some(vec![("a".to_owned(), "颍川".to_owned())]), "only those of the work chosen");
    // another choice needs its words, and takes the filtered choices away
    f.set(&s, &key("work", &[]), OTHER, &now).unwrap();
    f.set(&s, &key("work_other", &[]), "陶艺", &now).unwrap();
    f.remove(&s, "child", &[], 1, &now);
    assert_eq!((f.answer(&key("age", &[1])), f.answer(&key("total", &[]))), ("3", "3"));
    let again = Filling::resume(&s, &f.typed(), &now);
    assert_eq!(again.done(), f.done());
    // what is not relevant any more counts for nothing and is not handed in
    f.set(&s, &who, "", &now).unwrap();
    assert!(f.done().iter().all(|(k, _)| k.0 != "age") && f.answer(&key("age", &[1])) == "3");
}

/// A scale whose labels are numbers too: the key of a choice is its code. And what is worked out of nothing is nothing.
#[test]
fn a_code_goes_before_a_label_and_nothing_comes_of_nothing() {
    let r = read(&[
        sheet(
            "survey",
            &[
                &["type", "name", "label", "calculation", "choice_filter"],
                &["select_one size", "size", "几口人", "", ""],
                &["integer", "age", "几岁", "", ""],
                &["calculate", "next", "", "${age} + 1", ""],
                &["select_one town", "town", "街道", "", "of = ${size}"],
            ],
        ),
        sheet(
            "choices",
            &[
                &["list_name", "name", "label", "of"],
                &["size", "1", "2", ""],
                &["size", "2", "3", ""],
                &["town", "a", "颍川", "1"],
                &["town", "b", "钧台", "2"],
            ],
        ),
    ]);
    assert_eq!(r.faults, [], "{:?}", r.faults);
    let (s, now) = (r.survey, now());
    let mut f = Filling::new(&s, &now);
    f.set(&s, &key("size", &[]), "2", &now).unwrap();
    assert_eq!(f.answer(&key("size", &[])), "2", "the code, not the first label that looks like it");
    f.set(&s, &key("size", &[]), "3", &now).unwrap();
    assert_eq!((f.answer(&key("size", &[])), f.answer(&key("next", &[]))), ("2", ""));
    f.set(&s, &key("age", &[]), "41", &now).unwrap();
    assert_eq!(f.answer(&key("next", &[])), "42");
    // what is no longer offered is no answer
    f.set(&s, &key("town", &[]), "b", &now).unwrap();
    f.set(&s, &key("size", &[]), "1", &now).unwrap();
    assert_eq!(f.troubles(&s, &now, 0), [(key("town", &[]), Trouble::NoChoice("b".into()))]);
}

#[test]
fn what_is_faulty_is_named_by_row_and_column() {
    let faults = |rows: &[&[&str]]| {
        let mut all = vec![&["type", "name", "label", "relevant"][..]];
        all.extend(rows);
        let r = read(&[sheet("survey", &all)]);
        r.faults.into_iter().map(|(p, w)| (p.row, p.column, w)).collect::<Vec<_>>()
    };
    let at = |row, column: &str, what| vec![(row, column.to_owned(), what)];
    assert_eq!(faults(&[&["text", "", "x", ""]]), at(2, "name", What::NoName));
    assert_eq!(
        faults(&[&["text", "a", "", ""], &["text", "a", "", ""]]),
        at(3, "name", What::TwiceName("a".into(), 2))
    );
    assert_eq!(faults(&[&["text", "a b", "", ""]]), at(2, "name", What::BadName("a b".into())));
    assert_eq!(faults(&[&["select_one no", "a", "", ""]]), at(2, "type", What::NoList("no".into())));
    assert_eq!(faults(&[&["text", "a", "", "${b} = 1"]]), at(2, "relevant", What::NoQuestion("b".into())));
    assert_eq!(faults(&[&["begin group", "g", "", ""]]), at(2, "type", What::NotEnded("g".into())));
    assert_eq!(faults(&[&["text", "a", "", ""], &["end group", "", "", ""]]), at(3, "type", What::End));
    let r = read(&[sheet(
        "survey",
        &[&["type", "name", "label", "label"], &["geopoint", "g", "", ""], &["text", "t", "", ""]],
    )]);
    assert_eq!(r.faults.first().map(|f| &f.1), Some(&What::TwiceColumn("label".into())));
    assert_eq!(r.left_out.first().map(|f| (f.0.row, &f.1)), Some((2, &What::Type("geopoint".into()))));
}
