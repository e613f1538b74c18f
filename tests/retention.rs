//! Retention classes, asked of a real hub: what is past its time is listed, held back, and carried out when its number is
//! typed back; what is erased is in no file any more, and of what is made nameless the figures stay.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod retention {
    use crate::desk::{Desk, hub};
    use linli::book::{
        Day, Id, Kind, Record, Ref, Value, answer, area, matter, person, retention, study, task, visit,
    };
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::*;
    use linli::text::Lang;
    use linli::tui::message::Message;
    use std::path::Path;

    /// Whatever was said in the visit that goes.
    const GOES: &str = "谈过的密事";
    /// What is held back.
    const STAYS: &str = "有争议的话";
    const CLASS: u8 = 90;

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    fn id(n: u8) -> Id {
        Id([n; 16])
    }

    fn to(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: id(n) }
    }

    fn fresh() -> Id {
        Id(*uuid::Uuid::now_v7().as_bytes())
    }

    fn text(no: u16, s: &str) -> (u16, Edit) {
        (no, Edit::Text(s.into()))
    }

    fn code(no: u16, code: u16) -> (u16, Edit) {
        (no, Edit::Set(Value::Code(code)))
    }

    fn links(no: u16, all: &[Ref]) -> (u16, Edit) {
        (no, Edit::Set(Value::List(all.iter().map(|r| Value::Ref(*r)).collect())))
    }

    fn save(c: &mut Client, target: Ref, set: Vec<(u16, Edit)>) {
        match c.ask(Request::Save(Save { request: fresh(), target, base: 0, set })).unwrap() {
            Reply::Saved(_) => {}
            other => panic!("{target:?}: {other:?}"),
        }
    }

    fn get(c: &mut Client, target: Ref) -> Option<Record> {
        match c.ask(Request::Get(target)).unwrap() {
            Reply::Shown(s) => Some(s.record),
            Reply::Refused(Refusal::Gone) => None,
            other => panic!("{other:?}"),
        }
    }

    fn someone(c: &mut Client, n: u8, name: &str, phone: &str) -> Ref {
        let one = to(Kind::Person, n);
        let area = (person::AREA, Edit::Set(Value::Ref(to(Kind::Area, 2))));
        save(c, one, vec![text(person::NAME, name), text(person::PHONES, phone), area]);
        one
    }

    fn visited(c: &mut Client, n: u8, whom: &[Ref], day: &str, said: &str) -> Ref {
        let one = to(Kind::Visit, n);
        save(c, one, vec![links(visit::PEOPLE, whom), text(visit::WHEN, day), text(visit::SUMMARY, said)]);
        one
    }

    fn class(c: &mut Client, covers: u16, from: u16, months: i64, then: u16) {
        class_no(c, CLASS, (covers, from), months, then);
    }

    fn class_no(c: &mut Client, n: u8, (covers, from): (u16, u16), months: i64, then: u16) {
        let me = match c.ask(Request::Welcome { lang: Lang::Zh, news: false, from: None }).unwrap() {
            Reply::Welcome(w) => w.me,
            other => panic!("{other:?}"),
        };
        let set = vec![
            text(retention::NAME, "期限"),
            code(retention::COVERS, covers),
            code(retention::FROM, from),
            (retention::MONTHS, Edit::Set(Value::Int(months))),
            code(retention::THEN, then),
            text(retention::WHY, "目的已实现"),
            (retention::OWNER, Edit::Set(Value::Ref(me))),
        ];
        save(c, to(Kind::Retention, n), set);
    }

    /// Changes what is there.
    fn change(c: &mut Client, target: Ref, set: Vec<(u16, Edit)>) -> Reply {
        let base = get(c, target).unwrap().version;
        c.ask(Request::Save(Save { request: fresh(), target, base, set })).unwrap()
    }

    /// Somebody who moved away, entered long ago.
    fn gone(c: &mut Client, n: u8, name: &str, phone: &str) -> Ref {
        let one = someone(c, n, name, phone);
        let set = vec![text(person::ENTERED_ON, "2018-01-01"), code(person::STATUS, 2)];
        assert!(matches!(change(c, one, set), Reply::Saved(_)));
        one
    }

    fn ask(c: &mut Client, ask: RetentionAsk) -> Reply {
        c.ask(Request::Retention(ask)).unwrap()
    }

    fn due(c: &mut Client) -> Due {
        due_of(c, CLASS)
    }

    fn due_of(c: &mut Client, n: u8) -> Due {
        match ask(c, RetentionAsk::Due { class: id(n), offset: 0, limit: 50 }) {
            Reply::Due(due) => *due,
            other => panic!("{other:?}"),
        }
    }

    fn hold(c: &mut Client, target: Ref, why: Option<&str>) -> Reply {
        let why = why.map(str::to_owned);
        ask(c, RetentionAsk::Hold { request: fresh(), class: id(CLASS), target, why })
    }

    fn carry_out(c: &mut Client, request: Id, batch: Id, count: u64) -> Reply {
        let digest = due(c).class.digest;
        ask(c, RetentionAsk::CarryOut { request, class: id(CLASS), batch, count, digest })
    }

    /// Slice by slice to the end; how many are done.
    fn carried_out(c: &mut Client, count: u64) -> u64 {
        let batch = fresh();
        loop {
            match carry_out(c, fresh(), batch, count) {
                Reply::Carried(done) if done.more => {}
                Reply::Carried(done) => return done.done,
                other => panic!("{other:?}"),
            }
        }
    }

    fn refused(reply: Reply) -> String {
        match reply {
            Reply::Refused(Refusal::Said(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    /// Which of these words any file of a folder holds.
    fn holding(dir: &Path, words: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        for e in std::fs::read_dir(dir).unwrap().flatten() {
            let path = e.path();
            if path.is_dir() {
                out.extend(holding(&path, words));
                continue;
            }
            // the socket is no file
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let hits = words.iter().filter(|w| memchr::memmem::find(&bytes, w.as_bytes()).is_some());
            out.extend(hits.map(|w| format!("{w} in {}", path.display())));
        }
        out
    }

    /// Visits of long ago: one that goes, one with somebody frozen, one in dispute; and one of today.
    fn book(c: &mut Client) {
        save(c, to(Kind::Area, 1), vec![text(area::NAME, "颍川街道")]);
        let below = (area::PARENT, Edit::Set(Value::Ref(to(Kind::Area, 1))));
        save(c, to(Kind::Area, 2), vec![text(area::NAME, "甲社区"), below]);
        let li = someone(c, 1, "李敏嘉", "13811110001");
        let zhang = someone(c, 2, "张晓明", "13811110002");
        visited(c, 11, &[li], "2019-03-07", "改之前的话");
        let target = to(Kind::Visit, 11);
        let base = get(c, target).unwrap().version;
        let set = vec![text(visit::SUMMARY, GOES)];
        c.ask(Request::Save(Save { request: fresh(), target, base, set })).unwrap();
        visited(c, 12, &[li, zhang], "2019-04-01", "两个人的话");
        visited(c, 13, &[li], "2019-05-01", STAYS);
        visited(c, 14, &[li], "2026-11-20", "新近的话");
        let draft = Draft {
            id: id(70),
            target,
            base: 2,
            at_ms: 5,
            title: "草稿".into(),
            texts: vec![(visit::SUMMARY, format!("{GOES}，还没写完"))],
        };
        assert!(matches!(c.ask(Request::KeepDraft(draft)).unwrap(), Reply::Done));
        let freeze = PersonAsk::Freeze {
            request: fresh(),
            person: zhang.id,
            lift: false,
            reason: "本人不愿意".into(),
            way: 1,
        };
        assert!(matches!(c.ask(Request::Person(freeze)).unwrap(), Reply::Saved(_)));
    }

    fn figures(c: &mut Client, area: Option<Id>) -> (Vec<[(u64, u64); 3]>, String) {
        let year = |y| (Day::ymd(y, 1, 1).unwrap(), Day::ymd(y, 12, 31).unwrap());
        let periods = [year(2019), year(2018), year(2017)];
        match c.ask(Request::Report(ReportAsk { periods, area })).unwrap() {
            Reply::Report(r) => (r.figures, format!("{:?}", r.splits)),
            other => panic!("{other:?}"),
        }
    }

    /// Somebody who has left and was never reached.
    fn left(c: &mut Client, n: u8) {
        let set = vec![
            text(person::NAME, &format!("离开{n:02}")),
            (person::AREA, Edit::Set(Value::Ref(to(Kind::Area, 2)))),
            text(person::ENTERED_ON, "2018-01-01"),
            code(person::STATUS, 2),
        ];
        save(c, to(Kind::Person, 100 + n), set);
    }

    #[test]
    fn what_is_made_nameless_is_in_no_file_and_still_counts() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 60, retention::NAMELESS);
        assert!(refused(hold(&mut c, to(Kind::Visit, 13), Some("李敏嘉有异议"))).contains("姓名"));
        assert!(matches!(hold(&mut c, to(Kind::Visit, 13), Some("有争议，正在复核")), Reply::Saved(_)));
        // looking changes nothing, and says what stays and why
        let seen = due(&mut c);
        assert_eq!((seen.class.due, seen.class.held), (1, 2), "{seen:?}");
        assert_eq!(seen.class.oldest, Day::ymd(2019, 3, 7));
        let rows: Vec<_> = seen.rows.iter().map(|r| (r.row.target.id, r.held.clone())).collect();
        let held = |why: &str| Some(why.to_owned());
        assert_eq!(
            rows,
            [(id(11), None), (id(12), held("（已暂停使用）")), (id(13), held("有争议，正在复核"))]
        );
        let before = (figures(&mut c, None), figures(&mut c, Some(id(2))));
        assert!(refused(carry_out(&mut c, fresh(), fresh(), 3)).contains("现在到期的是 1 条"));
        assert!(get(&mut c, to(Kind::Visit, 11)).unwrap().fields.get(visit::PEOPLE).is_some());

        assert_eq!(carried_out(&mut c, 1), 1);
        let left = get(&mut c, to(Kind::Visit, 11)).unwrap();
        let fields: Vec<u16> = left.fields.iter().map(|(no, _)| no).collect();
        let figure = [visit::WHEN, visit::MODE, visit::STAFF, visit::AREA];
        assert_eq!(fields, figure, "what is counted by stays, and nothing else");
        let after = (figures(&mut c, None), figures(&mut c, Some(id(2))));
        let reached = linli::book::report::Figure::ALL
            .iter()
            .position(|f| *f == linli::book::report::Figure::Reached)
            .unwrap();
        for (was, is) in [(&before.0, &after.0), (&before.1, &after.1)] {
            assert_eq!(was.1, is.1);
            for (at, (was, is)) in was.0.iter().zip(&is.0).enumerate().filter(|(at, _)| *at != reached) {
                assert_eq!(was, is, "figure {at}");
            }
        }
        // nothing is left to be done, and what is held back is as it was
        let seen = due(&mut c);
        assert_eq!((seen.class.due, seen.class.held), (0, 2));
        assert_eq!(get(&mut c, to(Kind::Visit, 13)).unwrap().fields.text(visit::SUMMARY), STAYS);
        assert_eq!(seen.class.last, Some((Day::ymd(2026, 11, 23).unwrap(), 1, 1)), "it is on record");
        let Reply::Drafts(drafts) = c.ask(Request::Drafts).unwrap() else { panic!() };
        assert!(drafts.is_empty());
        let words = [GOES, "改之前的话"];
        assert_eq!(holding(dir.path(), &words), [""; 0]);
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &words), [""; 0]);
        assert!(!holding(dir.path(), &[STAYS]).is_empty(), "what is held back is there");

        // and it is so after another start
        let h = hub(dir.path());
        let mut c = session(&h);
        assert_eq!(due(&mut c).class.held, 2);
        assert!(matches!(hold(&mut c, to(Kind::Visit, 13), None), Reply::Saved(_)));
        assert_eq!(due(&mut c).class.due, 1, "let go, it is due");
        drop(c);
        h.stop();
    }

    #[test]
    fn what_is_erased_is_gone_once() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 60, retention::ERASE);
        let (request, batch) = (fresh(), fresh());
        let first = carry_out(&mut c, request, batch, 2);
        let Reply::Carried(first) = first else { panic!("{first:?}") };
        assert_eq!((first.done, first.of, first.more), (2, 2, false));
        // the line was lost, and it is asked for again
        let Reply::Carried(again) = carry_out(&mut c, request, batch, 2) else { panic!() };
        assert_eq!((again.done, again.more), (2, false));
        for (n, there) in [(11, false), (12, true), (13, false), (14, true)] {
            assert_eq!(get(&mut c, to(Kind::Visit, n)).is_some() || n == 12, there, "{n}");
        }
        assert!(refused(carry_out(&mut c, fresh(), fresh(), 0)).contains("没有到期的"));
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &[GOES, STAYS]), [""; 0]);
        assert!(!holding(dir.path(), &["两个人的话"]).is_empty(), "somebody frozen was there");
    }

    #[test]
    fn of_a_class_that_lists_or_is_out_of_use_nothing_goes_and_one_that_holds_stays() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 60, retention::REVIEW);
        assert!(refused(carry_out(&mut c, fresh(), fresh(), 2)).contains("只列出来核对"));
        let target = to(Kind::Retention, CLASS);
        let change = |c: &mut Client, set| {
            let reply = change(c, target, set);
            assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
        };
        change(
            &mut c,
            vec![code(retention::THEN, retention::ERASE), code(retention::STATE, retention::OUT_OF_USE)],
        );
        assert!(refused(carry_out(&mut c, fresh(), fresh(), 2)).contains("停用"));
        change(&mut c, vec![code(retention::STATE, retention::IN_FORCE)]);
        assert!(matches!(hold(&mut c, to(Kind::Visit, 13), Some("有争议")), Reply::Saved(_)));
        let base = get(&mut c, target).unwrap().version;
        let gone = c.ask(Request::Remove { request: fresh(), target, base }).unwrap();
        assert!(refused(gone).contains("保留着记录"));
        assert_eq!(due(&mut c).class.due, 1);
        drop(c);
        h.stop();
    }

    #[test]
    fn people_who_are_gone_go_with_what_is_theirs_unless_something_is_open() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        let wang = gone(&mut c, 5, "尉迟秘", "13911110005");
        let zhao = gone(&mut c, 6, "赵未了", "13911110006");
        visited(&mut c, 21, &[wang], "2019-06-01", "单独谈的话");
        visited(&mut c, 22, &[wang, to(Kind::Person, 1)], "2019-06-02", "尉迟秘也在场");
        save(
            &mut c,
            to(Kind::Matter, 31),
            vec![text(matter::TITLE, "停车难"), links(matter::PEOPLE, &[zhao])],
        );
        class(&mut c, retention::PEOPLE, retention::LAST_CONTACT, 36, retention::ERASE);
        let seen = due(&mut c);
        let rows: Vec<_> = seen.rows.iter().map(|r| (r.row.target, r.held.is_some())).collect();
        assert_eq!(rows, [(wang, false), (zhao, true)], "{seen:?}");
        assert_eq!(carried_out(&mut c, 1), 1);
        assert!(get(&mut c, wang).is_none() && get(&mut c, to(Kind::Visit, 21)).is_none());
        assert!(get(&mut c, zhao).is_some());
        let shared = get(&mut c, to(Kind::Visit, 22)).unwrap();
        assert_eq!(shared.fields.links(visit::PEOPLE), [to(Kind::Person, 1)]);
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &["尉迟秘", "13911110005", "单独谈的话"]), [""; 0]);
    }

    #[test]
    fn people_stay_as_long_as_anything_of_theirs_must() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        let all: Vec<Ref> =
            (0..6u8).map(|n| gone(&mut c, 150 + n, &format!("离开{n}"), &format!("1391111000{n}"))).collect();
        // a visit of theirs is held back by a class of visits
        visited(&mut c, 21, &[all[0]], "2019-06-01", "有争议的话");
        class_no(&mut c, 91, (retention::VISITS, retention::OWN_DAY), 60, retention::REVIEW);
        let hold = RetentionAsk::Hold {
            request: fresh(),
            class: id(91),
            target: to(Kind::Visit, 21),
            why: Some("复核".into()),
        };
        assert!(matches!(ask(&mut c, hold), Reply::Saved(_)));
        // a task for them is not done
        save(&mut c, to(Kind::Task, 31), vec![text(task::TITLE, "送材料"), links(task::PEOPLE, &[all[1]])]);
        // they were not met, and lately
        visited(&mut c, 22, &[all[2]], "2026-10-01", "没见到");
        change(&mut c, to(Kind::Visit, 22), vec![code(visit::OUTCOME, 2)]);
        // what they asked for was answered today
        let freeze = |lift| PersonAsk::Freeze {
            request: fresh(),
            person: all[3].id,
            lift,
            reason: "本人要求".into(),
            way: 1,
        };
        assert!(matches!(c.ask(Request::Person(freeze(false))).unwrap(), Reply::Saved(_)));
        assert!(matches!(c.ask(Request::Person(freeze(true))).unwrap(), Reply::Saved(_)));
        // and of one everything is long over
        visited(&mut c, 23, &[all[4]], "2019-06-01", "谈过");
        class(&mut c, retention::PEOPLE, retention::LAST_CONTACT, 36, retention::ERASE);
        let seen = due(&mut c);
        let why = |r: Ref| seen.rows.iter().find(|row| row.row.target == r).map(|row| row.held.clone());
        let held = |why: &str| Some(Some(why.to_owned()));
        assert_eq!(why(all[0]), held("有关的记录保留着: 复核"));
        assert_eq!(why(all[1]), held("还有没办完的事"));
        assert_eq!(why(all[2]), held("有关的记录还没到期"));
        assert_eq!(why(all[3]), held("有关的记录还没到期"));
        assert_eq!((why(all[4]), why(all[5])), (Some(None), Some(None)));
        assert_eq!(carried_out(&mut c, 2), 2, "two people, whatever went with them");
        for (n, there) in [(0, true), (1, true), (2, true), (3, true), (4, false), (5, false)] {
            assert_eq!(get(&mut c, all[n]).is_some(), there, "{n}");
        }
        assert!(get(&mut c, to(Kind::Visit, 21)).is_some() && get(&mut c, to(Kind::Visit, 23)).is_none());
        drop(c);
        h.stop();
    }

    /// Visits no longer say whom they were to: nobody may go the earlier for it.
    #[test]
    fn of_whom_visits_are_nameless_the_last_contact_is_not_taken_for_an_earlier_one() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        let one = gone(&mut c, 5, "尉迟秘", "13911110005");
        let people = (retention::PEOPLE, retention::LAST_CONTACT);
        class_no(&mut c, 91, people, 36, retention::ERASE);
        visited(&mut c, 21, &[one], "2024-06-01", "两年前谈过");
        assert_eq!(due_of(&mut c, 91).class.due, 0);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 24, retention::NAMELESS);
        let n = due(&mut c).class.due;
        carried_out(&mut c, n);
        let seen = due_of(&mut c, 91);
        assert_eq!(seen.class.due, 0, "{seen:?}");
        let why = seen.rows.iter().find(|r| r.row.target == one).and_then(|r| r.held.clone());
        assert!(why.is_some_and(|why| why.contains("最后一次联系还说不准")));
        // that it was so is not to be lost
        let target = to(Kind::Retention, CLASS);
        let base = get(&mut c, target).unwrap().version;
        let kept = c.ask(Request::Remove { request: fresh(), target, base }).unwrap();
        assert!(refused(kept).contains("执行过"));
        drop(c);
        h.stop();
    }

    #[test]
    fn a_run_is_bound_to_what_was_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 60, retention::ERASE);
        let digest = due(&mut c).class.digest;
        // one is no longer past its time, another is: as many as before
        let moved = change(&mut c, to(Kind::Visit, 11), vec![text(visit::WHEN, "2026-11-01")]);
        assert!(matches!(moved, Reply::Saved(_)));
        visited(&mut c, 15, &[to(Kind::Person, 1)], "2019-02-01", "补登的");
        assert_eq!(due(&mut c).class.due, 2);
        let (request, batch) = (fresh(), fresh());
        let old = RetentionAsk::CarryOut { request, class: id(CLASS), batch, count: 2, digest };
        assert!(refused(ask(&mut c, old)).contains("不是您看过的那些"));
        assert!(get(&mut c, to(Kind::Visit, 15)).is_some());

        // and between two slices the class is changed
        for n in 0..25u8 {
            left(&mut c, n);
        }
        let target = to(Kind::Retention, CLASS);
        let people =
            vec![code(retention::COVERS, retention::PEOPLE), code(retention::FROM, retention::LAST_CONTACT)];
        assert!(matches!(change(&mut c, target, people), Reply::Saved(_)));
        let batch = fresh();
        let Reply::Carried(first) = carry_out(&mut c, fresh(), batch, 25) else { panic!() };
        assert_eq!((first.done, first.more), (20, true));
        let shorter = vec![(retention::MONTHS, Edit::Set(Value::Int(12)))];
        assert!(matches!(change(&mut c, target, shorter), Reply::Saved(_)));
        assert!(refused(carry_out(&mut c, fresh(), batch, 25)).contains("刚被改过"));
        assert_eq!((0..25u8).filter(|n| get(&mut c, to(Kind::Person, 100 + n)).is_some()).count(), 5);
        drop(c);
        h.stop();
    }

    #[test]
    fn nothing_is_written_about_somebody_who_is_going() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        h.world().leaving().insert(to(Kind::Person, 1));
        let set = vec![text(visit::SUMMARY, "又改了")];
        assert!(refused(change(&mut c, to(Kind::Visit, 14), set)).contains("正在"));
        h.world().leaving().clear();
        drop(c);
        h.stop();
    }

    /// Several go at once; what one of them is called is somebody else where only the other was met.
    #[test]
    fn what_one_is_called_is_covered_only_where_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        let wang = gone(&mut c, 5, "王守信", "13911110005");
        change(&mut c, wang, vec![text(person::CALLED, "王总")]);
        let zhao = gone(&mut c, 6, "赵离开", "13911110006");
        let stays = to(Kind::Person, 1);
        visited(&mut c, 21, &[wang, stays], "2019-06-01", "王总也在");
        visited(&mut c, 22, &[zhao, stays], "2019-06-02", "赵离开说王总没来");
        class(&mut c, retention::PEOPLE, retention::LAST_CONTACT, 36, retention::ERASE);
        assert_eq!(carried_out(&mut c, 2), 2);
        let said =
            |c: &mut Client, n| get(c, to(Kind::Visit, n)).unwrap().fields.text(visit::SUMMARY).to_owned();
        assert_eq!(said(&mut c, 21), "※※也在");
        assert_eq!(said(&mut c, 22), "※※说王总没来");
        drop(c);
        h.stop();
    }

    #[test]
    fn the_reason_is_that_of_the_record_it_was_begun_for() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        class(&mut c, retention::VISITS, retention::OWN_DAY, 60, retention::ERASE);
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1:baocunqixian<Enter><Enter>");
        d.shows("到期 2");
        d.keys("<Space>正在");
        // an older one comes to stand above it
        visited(&mut c, 15, &[to(Kind::Person, 1)], "2018-01-01", "更早的话");
        d.hears(Message::News(News::Resync));
        d.keys("复核<Enter>");
        d.shows("保留: 正在复核");
        d.shows("更早的话");
        let class = get(&mut c, to(Kind::Retention, CLASS)).unwrap();
        let held: Vec<Ref> = retention::held(&class.fields).into_iter().map(|(r, _)| r).collect();
        assert_eq!(held, [to(Kind::Visit, 11)]);
        // what is counted stays what it was when the count was asked for
        d.keys("a");
        visited(&mut c, 16, &[to(Kind::Person, 1)], "2018-02-01", "又一次");
        d.hears(Message::News(News::Resync));
        d.keys("2<Enter>");
        d.shows("现在到期的是 3 条");
        d.shows("又一次");
        drop(c);
        h.stop();
    }

    /// People go twenty at a time; the slices are one act.
    #[test]
    fn many_go_in_slices_that_are_one_act() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        for n in 0..45u8 {
            left(&mut c, n);
        }
        class(&mut c, retention::PEOPLE, retention::LAST_CONTACT, 36, retention::ERASE);
        let (batch, mut asked) = (fresh(), 0);
        let done = loop {
            asked += 1;
            match carry_out(&mut c, fresh(), batch, 45) {
                Reply::Carried(done) if done.more => assert!(done.done > 0 && done.done < 45, "{done:?}"),
                Reply::Carried(done) => break done,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!((done.done, done.of, asked), (45, 45, 3));
        assert!((0..45u8).all(|n| get(&mut c, to(Kind::Person, 100 + n)).is_none()));
        let class = get(&mut c, to(Kind::Retention, CLASS)).unwrap();
        assert_eq!(class.fields.get(retention::RUNS).map(|v| v.each().len()), Some(1));
        drop(c);
        h.stop();
    }

    #[test]
    fn of_an_answer_what_was_chosen_stays_and_what_was_said_goes() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        book(&mut c);
        let form = "[survey]\ntype\tname\tlabel\nselect_one yn\tq1\t满意吗\ntext\tq2\t说说\ninteger\tq3\t几次\n\
                    [choices]\nlist_name\tname\tlabel\nyn\ty\t是\nyn\tn\t否\n";
        let set = vec![text(study::TITLE, "摸底"), (study::FORM, Edit::Set(Value::text(form)))];
        save(&mut c, to(Kind::Study, 41), set);
        let set = vec![
            (answer::STUDY, Edit::Set(Value::Ref(to(Kind::Study, 41)))),
            (answer::PERSON, Edit::Set(Value::Ref(to(Kind::Person, 1)))),
            text(answer::DAY, "2019-05-01"),
            (answer::ANSWERS, Edit::Set(Value::text("q1: y\nq2: 悄悄说的\nq3: 4\n"))),
        ];
        save(&mut c, to(Kind::Answer, 42), set);
        class(&mut c, retention::ANSWERS, retention::OWN_DAY, 24, retention::NAMELESS);
        assert_eq!(carried_out(&mut c, 1), 1);
        let left = get(&mut c, to(Kind::Answer, 42)).unwrap();
        assert_eq!(left.fields.text(answer::ANSWERS), "q1: y\nq3: 4\n");
        assert!(left.fields.get(answer::PERSON).is_none() && left.fields.get(answer::AREA).is_some());
        assert_eq!(due(&mut c).class.due, 0);
        drop(c);
        h.stop();
        assert_eq!(holding(dir.path(), &["悄悄说的"]), [""; 0]);
    }

    #[test]
    fn by_keys_from_the_first_class_to_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>2n李敏嘉<Ctrl-S>");
        d.keys(";访zxm 2019-3-7 看过厂房<Enter><Esc>;访lmj 2019-4-8 有争议的话<Enter><Esc>;访lmj 新近的话<Enter><Esc>");
        assert_eq!(d.stored(Kind::Visit).len(), 3, "{}", d.screen());
        d.keys("1:baocunqixian<Enter>");
        d.shows("还没有定期限");
        d.keys("n");
        d.shows("挑一条常用的");
        d.keys("1");
        d.shows("走访记录满五年");
        d.keys("<Ctrl-S>");
        d.shows("到期 2");
        d.shows("最早 2019-03-07");
        assert_eq!(d.stored(Kind::Retention).len(), 1);
        d.keys("<Enter>");
        d.shows("看过厂房");
        d.shows("有争议的话");
        // one is held back, with why
        d.keys("<Down><Space>");
        d.shows("为什么保留");
        d.keys("正在复核<Enter>");
        d.shows("保留: 正在复核");
        d.shows("到期 1");
        // the card and back
        d.keys("<Home><Enter>");
        d.shows("看过厂房");
        d.keys("<Esc>a");
        d.shows("打出条数");
        d.keys("2<Enter>");
        d.shows("条数对不上");
        d.keys("<Ctrl-U>1<Enter>");
        d.shows("办完了，共 1 条");
        let words: Vec<String> =
            d.stored(Kind::Visit).iter().map(|r| r.fields.text(visit::SUMMARY).to_owned()).collect();
        assert!(words.iter().any(|w| w.is_empty()) && words.iter().any(|w| w == "有争议的话"), "{words:?}");
        d.keys("<Esc>");
        d.shows("上次执行 2026-11-23: 1/1");
        d.keys("4");
        d.shows("（已去名）");
        h.stop();
    }
}
