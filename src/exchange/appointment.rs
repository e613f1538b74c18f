//! Records as appointments of a calendar: a meeting at its time; what is promised, due or to be done on its day.

use super::ics::{Event, When};
use super::sight::Sight;
use crate::book::{Day, Kind, matter, meeting, task, visit};
use crate::text::out as words;

/// Minutes that a meeting takes of which only the beginning is known.
const USUAL: u16 = 120;

/// Whether records of a kind stand in calendars.
pub fn is_for(kind: Kind) -> bool {
    matches!(kind, Kind::Meeting | Kind::Task | Kind::Matter | Kind::Visit)
}

/// One; none where it has no day, or nothing is to be done any more. What a visit promised has no state: its day tells.
pub fn event(of: &Sight<'_>, today: Day) -> Option<Event> {
    let r = &of.shown.record;
    let f = &r.fields;
    let field = |no: u16| r.kind.field(no).map(|field| of.words(field)).unwrap_or_default();
    let open = || {
        let state = r.kind.general().and_then(|g| Some((g, f.code(g.state?)?)));
        state.is_none_or(|(g, state)| g.waits(state))
    };
    let event = |when: When, title: String, words: String, place: String| Event {
        uid: r.id.to_string(),
        when,
        title,
        words,
        place,
    };
    match r.kind {
        Kind::Meeting => {
            let day = f.day(meeting::WHEN)?;
            let when = match meeting::minutes(f.text(meeting::TIME)) {
                Some((from, to)) => When::Time(day, from, to.unwrap_or(from.saturating_add(USUAL))),
                None => When::Day(day),
            };
            Some(event(when, r.name().to_owned(), field(meeting::AGENDA), field(meeting::PLACE)))
        }
        Kind::Task if open() => {
            let title = words::calendar_task(of.lang, r.name(), &field(task::PEOPLE));
            let day = f.day(task::DUE)?;
            Some(event(When::Day(day), title.trim_end().to_owned(), field(task::NOTE), String::new()))
        }
        Kind::Matter if open() => {
            let title = words::calendar_matter(of.lang, r.name(), &field(matter::PEOPLE));
            let day = f.day(matter::DUE)?;
            Some(event(When::Day(day), title.trim_end().to_owned(), field(matter::LAST), String::new()))
        }
        Kind::Visit => {
            let whom = [field(visit::PEOPLE), field(visit::ORGANISATION)];
            let whom = whom.into_iter().find(|w| !w.is_empty()).unwrap_or_default();
            let title = words::calendar_visit(of.lang, &whom);
            let day = f.day(visit::NEXT).filter(|day| *day >= today)?;
            Some(event(When::Day(day), title.trim_end().to_owned(), field(visit::NEXT_WORDS), String::new()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Fields, Id, Record, Ref, Value};
    use crate::exchange::ics::calendar;
    use crate::exchange::sight::Around;
    use crate::hub::wire::Shown;
    use crate::text::Lang;

    const DAY: (i32, u32, u32) = (2026, 11, 30);

    fn day() -> Day {
        Day::ymd(DAY.0, DAY.1, DAY.2).unwrap()
    }

    fn of(kind: Kind, fields: Vec<(u16, Value)>) -> Option<Event> {
        let who = Ref { kind: Kind::Person, id: Id([9; 16]) };
        let mut record = Record::new(kind, Id([kind.code(); 16]));
        record.fields = fields.into_iter().collect::<Fields>();
        let shown = Shown { record, names: vec![(who, "于婷".into())] };
        event(&Sight { shown: &shown, around: &Around::default(), lang: Lang::Zh }, day())
    }

    fn people() -> Value {
        Value::List(vec![Value::Ref(Ref { kind: Kind::Person, id: Id([9; 16]) })])
    }

    fn all() -> Vec<Event> {
        let long = "新媒体从业人员座谈会；".repeat(9) + "a,b;c\\d\r\nEND:VCALENDAR";
        let text = |s: &str| Value::text(s);
        let meeting = vec![
            (meeting::TITLE, text(&long)),
            (meeting::WHEN, Value::Day(day())),
            (meeting::TIME, text("14:30-16:00")),
            (meeting::PLACE, text("二楼, 会议室")),
        ];
        let task = vec![
            (task::TITLE, text("送申请表")),
            (task::DUE, Value::Day(day())),
            (task::PEOPLE, people()),
            (task::STATE, Value::Code(task::OPEN)),
        ];
        let visit = vec![
            (visit::PEOPLE, people()),
            (visit::NEXT, Value::Day(day())),
            (visit::NEXT_WORDS, text("回话")),
        ];
        [of(Kind::Meeting, meeting), of(Kind::Task, task), of(Kind::Visit, visit)]
            .into_iter()
            .flatten()
            .collect()
    }

    #[test]
    fn what_is_to_come_has_its_day_or_time_and_what_is_done_is_none() {
        let all = all();
        assert_eq!(all[0].when, When::Time(day(), 870, 960));
        assert_eq!((all[1].when, all[1].title.as_str()), (When::Day(day()), "待办: 送申请表 于婷"));
        assert_eq!((all[2].title.as_str(), all[2].words.as_str()), ("回访 于婷", "回话"));
        let next = |n| of(Kind::Visit, vec![(visit::NEXT, Value::Day(day().plus(n)))]);
        assert!(next(0).is_some() && next(-1).is_none(), "what was promised for a day that is over");
        let done = vec![(task::DUE, Value::Day(day())), (task::STATE, Value::Code(task::DONE))];
        assert_eq!(of(Kind::Task, done), None);
        assert_eq!(of(Kind::Matter, vec![(matter::STATE, Value::Code(matter::UNDER_WAY))]), None, "no day");
        let at = |time: &str| {
            let f = vec![(meeting::WHEN, Value::Day(day())), (meeting::TIME, Value::text(time))];
            of(Kind::Meeting, f).unwrap().when
        };
        assert_eq!((at("9点"), at("")), (When::Time(day(), 540, 660), When::Day(day())));
    }

    /// RFC 5545 read by its rules: 3.1 lines and folding, 3.4 and 3.6 what must stand in which part, 3.3.11 texts.
    #[test]
    fn the_calendar_keeps_to_the_standard() {
        let out = calendar("会议", 1_795_399_200_000, &all());
        assert!(out.ends_with("\r\n") && !out.replace("\r\n", "").contains(['\r', '\n']));
        assert!(out.split("\r\n").all(|l| l.len() <= 75), "no line has more than 75 bytes");
        let unfolded = out.replace("\r\n ", "");
        let mut open: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut events = 0;
        for line in unfolded.lines() {
            let (head, value) = line.split_once(':').unwrap();
            let name = head.split(';').next().unwrap();
            assert!(name.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{line}");
            match name {
                "BEGIN" => open.push((value, Vec::new())),
                "END" => {
                    let (what, has) = open.pop().unwrap();
                    assert_eq!(what, value);
                    let once: &[&str] = match what {
                        "VCALENDAR" => &["VERSION", "PRODID"],
                        "VEVENT" => &["UID", "DTSTAMP", "DTSTART", "SUMMARY"],
                        _ => &[],
                    };
                    events += usize::from(what == "VEVENT");
                    for name in once {
                        assert_eq!(has.iter().filter(|n| *n == name).count(), 1, "{what} {name}");
                    }
                }
                _ => open.last_mut().unwrap().1.push(name),
            }
            if matches!(name, "SUMMARY" | "DESCRIPTION" | "LOCATION") {
                let bare = value.replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "");
                assert!(!bare.contains([';', ',', '\\']), "{value}");
            }
        }
        assert!(open.is_empty());
        assert_eq!(events, 3);
        assert!(unfolded.contains("DTSTART;TZID=Asia/Shanghai:20261130T143000\r\n"));
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\n"));
    }
}
