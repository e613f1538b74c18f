//! Meetings, who came to them, and what was decided: keys as text against the real hub. A key is one in angle brackets or
//! a shortcut; what is typed between them is the data itself.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod flows {
    use super::desk::{Desk, hub};
    use linli::book::{Id, Kind, Ref, Value, meeting, person, task};
    use linli::hub::access_log::Looked;
    use linli::hub::wire::{Edit, LogAsk, Reply, Request, Save};
    use linli::text::Lang;
    use linli::tui::input::Event;
    use linli::tui::keymap::press;
    use linli::tui::message::{AppEffect, Message};

    const PEOPLE: [&str; 6] = ["张晓明", "李敏嘉", "冯艳玲", "于婷", "赵小萌", "张小梅"];

    fn one(n: u8) -> Ref {
        Ref { kind: Kind::Person, id: Id([n; 16]) }
    }

    /// A street with six people, two of whom have the same initials.
    fn office(d: &mut Desk) {
        d.keys("1颍川街道<Enter>");
        for (n, name) in (1u8..).zip(PEOPLE) {
            let set = vec![(person::NAME, Edit::Text(name.into()))];
            let save = Save { request: Id([100 + n; 16]), target: one(n), base: 0, set };
            assert!(matches!(d.client.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        }
    }

    /// A paste, as a terminal marks it.
    fn paste(d: &mut Desk, text: &str) {
        let mut waiting =
            std::collections::VecDeque::from(d.app.update(Message::Input(Event::Paste(text.into()))));
        while let Some(effect) = waiting.pop_front() {
            if let AppEffect::Ask(ticket, request) = effect {
                let reply = d.client.ask(request).unwrap();
                waiting.extend(d.app.update(Message::Reply(ticket, reply)));
            }
        }
    }

    fn came(d: &mut Desk) -> Vec<u8> {
        d.stored(Kind::Meeting)[0].fields.links(meeting::PRESENT).iter().map(|r| r.id.0[0]).collect()
    }

    #[test]
    fn initials_and_enter_one_key_each() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12))] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            office(&mut d);
            d.keys(";会 座谈会 14:30 新媒体座谈会<Enter><Esc>7");
            d.shows("新媒体座谈会");
            d.shows(if lang == Lang::Zh { "a 签到" } else { "a sign in" });
            // one key opens it, then one each
            d.keys("a");
            for who in ["lmj", "fengyl", "于婷"] {
                d.keys(who);
                d.keys("<Enter>");
            }
            assert_eq!(came(&mut d), [2, 3, 4]);
            d.shows("于婷");
            // each is an undo of its own
            d.keys("<Ctrl-Z>");
            assert_eq!(came(&mut d), [2, 3]);
            // somebody who has signed in is told so, and not counted twice
            d.keys("lmj<Enter>");
            assert_eq!(came(&mut d), [2, 3]);
            // two have these initials: it is asked
            d.keys("zxm<Enter>");
            assert_eq!(came(&mut d), [2, 3]);
            d.keys("<Down><Enter>");
            assert_eq!(came(&mut d).len(), 3, "{}", d.screen());
            // nobody of that name: a guest, or somebody new
            d.keys("何律师<Enter>");
            assert_eq!(came(&mut d).len(), 3);
            d.keys("<F6>");
            assert_eq!(d.stored(Kind::Meeting)[0].fields.texts(meeting::GUESTS), ["何律师"]);
            d.keys("钱多多<Ctrl-N><Ctrl-S>");
            assert_eq!((came(&mut d).len(), d.stored(Kind::Person).len()), (4, 7), "{}", d.screen());
            // who cannot come
            d.keys("zhaoxm<F5>");
            assert_eq!(d.stored(Kind::Meeting)[0].fields.links(meeting::EXCUSED), [one(5)]);
            d.keys("<Esc>");
            // their card tells of it
            d.keys("/lmj<Enter>");
            d.shows("新媒体");
            h.stop();
        }
    }

    #[test]
    fn a_sign_up_list_is_pasted_and_taken_back_as_one() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys(";会 座谈会 新媒体座谈会<Enter><Esc>7a");
        paste(&mut d, "#接龙\n周五座谈会\n1. 张晓明\n2. 李敏嘉 +1\n3. 王五\n4. 冯艳玲 请假\n5. 于婷（餐饮）");
        assert_eq!(came(&mut d), [1, 2, 4]);
        d.shows("到会 3");
        d.shows("请假 1");
        d.shows("名单里没找到的 1");
        d.shows("王五");
        // what was not found is seen to: its name comes into the line
        d.keys("<Home><Enter><F6>");
        assert_eq!(d.stored(Kind::Meeting)[0].fields.texts(meeting::GUESTS), ["王五"], "{}", d.screen());
        assert!(!d.screen().contains("没找到的"));
        d.keys("<Ctrl-Z>");
        d.keys("<Ctrl-Z>");
        assert!(came(&mut d).is_empty(), "the list is one change");
        h.stop();
    }

    /// Two colleagues sign people in at the same door: neither takes back what the other wrote.
    #[test]
    fn two_at_the_door() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys(";会 例会<Enter><Esc>7a");
        let mut other = Desk::sit(&h, Lang::Zh, (80, 24));
        other.keys("7alm<Enter>");
        d.keys("fyl<Enter>yt<Enter>");
        other.keys("zhaoxm<Enter>");
        let mut all = came(&mut d);
        all.sort_unstable();
        assert_eq!(all, [2, 3, 4, 5]);
        h.stop();
    }

    /// What was decided becomes tasks, two keys each; a task is done by one.
    #[test]
    fn decisions_become_tasks_and_tasks_are_done() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys(";会 例会<Enter><Esc>7");
        let m = d.stored(Kind::Meeting).remove(0);
        let set = vec![(meeting::DECISIONS, Edit::Text("1. 再催城管办 +3天\n2. 核实电话".into()))];
        let save = Save { request: Id([9; 16]), target: m.to_ref(), base: m.version, set };
        assert!(matches!(d.client.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        d.keys("t");
        d.shows("还没建待办");
        d.keys("t<Ctrl-S>t<Ctrl-S>");
        let tasks = d.stored(Kind::Task);
        assert_eq!(tasks.len(), 2, "{}", d.screen());
        let urge = tasks.iter().find(|t| t.name() == "再催城管办").unwrap();
        assert_eq!(urge.fields.link(task::MEETING), Some(m.to_ref()));
        assert_eq!(urge.fields.day(task::DUE).map(|d| d.to_string()), Some("2026-11-26".into()));
        assert!(!d.screen().contains("还没建待办"), "{}", d.screen());
        // the card of the meeting shows them, and one key does one
        d.keys("<Esc><Enter>");
        d.shows("再催城管办");
        d.keys("<Esc>:tasks<Enter><Home>");
        d.keys("a");
        let states: Vec<_> = d.stored(Kind::Task).iter().map(|t| t.fields.code(task::STATE)).collect();
        assert!(states.contains(&Some(task::DONE)) && states.contains(&Some(task::OPEN)), "{}", d.screen());
        d.keys("<Ctrl-Z>");
        assert!(d.stored(Kind::Task).iter().all(|t| t.fields.code(task::STATE) == Some(task::OPEN)));
        // and by a line
        d.keys(";办 lmj 送申请表 +2天<Enter><Esc>");
        let made = d.stored(Kind::Task).into_iter().find(|t| t.name() == "送申请表").unwrap();
        assert_eq!(made.fields.get(task::PEOPLE), Some(&Value::List(vec![Value::Ref(one(2))])));
        h.stop();
    }

    /// The half-year's briefing drafts itself, is changed in the app, kept with its meeting, and goes out as a document.
    #[test]
    fn a_briefing_is_drafted_changed_kept_and_sent() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys(";会 半年通报会 半年通报会<Enter>访lmj 电话 4月3日 问停车<Enter><Esc>7<Enter>");
        d.shows("= 通报稿");
        d.keys("=");
        d.shows("2026年上半年联系服务工作情况通报");
        d.shows("走访 0 次，联系 1 次");
        assert_eq!(
            d.stored(Kind::Meeting)[0].fields.text(meeting::BRIEFING),
            "",
            "a draft is not kept by itself"
        );
        d.keys("e");
        d.shows("稿子填好了");
        d.keys("下半年多上门。<Ctrl-S>");
        let kept = d.stored(Kind::Meeting).remove(0);
        let text = kept.fields.text(meeting::BRIEFING);
        assert!(text.contains("联系 1 次") && text.contains("下半年多上门。"), "{text}\n{}", d.screen());
        d.shows("联系 1 次");
        assert!(!d.screen().contains("还没存"), "{}", d.screen());
        let mut files = Vec::new();
        for key in press("a") {
            for effect in d.app.update(Message::Input(Event::Key(key))) {
                if let AppEffect::File { name, bytes } = effect {
                    files.push((name, bytes));
                }
            }
        }
        let [(name, bytes)] = &files[..] else { panic!("{}", d.screen()) };
        assert!(name == "通报稿-2026-11-23.docx" && bytes.starts_with(b"PK"));
        h.stop();
    }

    /// The text of a document, a line a paragraph, the cells of a row parted by bars.
    fn read_back(bytes: &[u8]) -> String {
        use std::io::Read;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut body = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut body).unwrap();
        let body = body.replace("</w:tc>", "|").replace("</w:tr>", "\n").replace("</w:p>", "\n");
        let mut out = String::new();
        let mut tag = false;
        for c in body.chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                c if !tag => out.push(c),
                _ => {}
            }
        }
        out.replace("\n|", "|")
    }

    fn file(d: &mut Desk) -> (String, String) {
        let mut found = None;
        for effect in d.wanted.drain(..) {
            if let AppEffect::File { name, bytes } = effect {
                found = Some((name, read_back(&bytes)));
            }
        }
        found.unwrap_or_else(|| panic!("no file: {}", d.screen()))
    }

    /// The minutes and the sign-in sheet are two keys away from a meeting, hold what is on file, and are noted.
    #[test]
    fn minutes_and_a_sign_in_sheet_are_papers_of_a_meeting() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 30));
        office(&mut d);
        d.keys(";会 例会 14:30 新媒体工作会议<Enter><Esc>7");
        let m = d.stored(Kind::Meeting).remove(0);
        let people = |all: &[u8]| Edit::Set(Value::List(all.iter().map(|n| Value::Ref(one(*n))).collect()));
        let set = vec![
            (meeting::PLACE, Edit::Text("街道二楼".into())),
            (meeting::EXPECTED, people(&[1, 2, 3, 4])),
            (meeting::PRESENT, people(&[1, 2])),
            (meeting::EXCUSED, people(&[3])),
            (meeting::GUESTS, Edit::Text("何律师".into())),
            (meeting::AGENDA, Edit::Text("停车\n招聘".into())),
            (meeting::DECISIONS, Edit::Text("1. 再催城管办 +3天\n2. 核实电话 @陈浩".into())),
        ];
        let save = Save { request: Id([9; 16]), target: m.to_ref(), base: m.version, set };
        assert!(matches!(d.client.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        // one decision becomes a task, and is done
        d.keys("tt<Ctrl-S><Enter>a<Esc><Esc>");
        d.keys("7<Enter>");
        d.shows("p 纪要、签到表");
        d.keys("p");
        d.shows("会前打印");
        d.keys("1");
        d.shows("本单位存档");
        d.keys("<Enter><Enter>");
        let (name, text) = file(&mut d);
        assert_eq!(name, "会议纪要-新媒体工作会议-2026-11-23.docx");
        for want in [
            "新媒体工作会议纪要\n",
            "时间：2026年11月23日（周一） 14:30\n",
            "地点：街道二楼\n",
            "应到 4 人：张晓明、李敏嘉、冯艳玲、于婷\n",
            "实到 3 人：张晓明、李敏嘉、何律师\n",
            "请假 1 人：冯艳玲\n",
            "缺席 1 人：于婷\n",
            "一、议程\n停车\n招聘\n二、会议记录\n（没有记）\n三、议定事项\n",
            "1|再催城管办|",
            "|2026-11-26|做完了|",
            "2|核实电话|陈浩||未列待办|",
            "记录人：",
            "审签：____",
        ] {
            assert!(text.contains(want), "{want}\n{text}");
        }
        // the sheet to print, for somebody who is named
        d.keys("p2<Ctrl-U>印务室<Enter><Ctrl-U>打印<Enter>");
        let (name, text) = file(&mut d);
        assert_eq!(name, "签到表-新媒体工作会议-2026-11-23.docx");
        assert!(text.contains("1|张晓明||||\n"), "{text}");
        assert!(text.contains("3|冯艳玲|||请假|\n") && text.contains("15|||||\n"), "{text}");
        assert!(text.contains("序号|姓名|单位及职务|电话|签名|\n"), "{text}");
        let Reply::Log { lines, .. } =
            d.client.ask(Request::Log(LogAsk { limit: 50, ..LogAsk::default() })).unwrap()
        else {
            panic!()
        };
        let given: Vec<_> = lines.iter().filter(|l| l.what == Looked::Exported).collect();
        assert!(given.iter().any(|l| l.given == Some(("印务室".into(), "打印".into()))), "{given:?}");
        // what is on a projector is no paper
        d.keys("<F8>p");
        assert!(!d.screen().contains("会前打印"), "{}", d.screen());
        h.stop();
    }

    /// A year's days off are pasted as they are published; what is due in working days follows them.
    #[test]
    fn a_years_days_off_are_pasted() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        let notice = "国务院办公厅关于2026年部分节假日安排的通知\n\
            一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
            二、调休日：11月24日（周二）至27日（周五）放假。";
        paste(&mut d, notice);
        d.shows("通知里读到 3 条");
        d.keys("<Enter>");
        assert_eq!(d.stored(Kind::Holiday).len(), 3, "{}", d.screen());
        paste(&mut d, notice);
        d.shows("都记过了");
        d.keys("<Esc>;事lmj 停车难<Enter><Esc>");
        let due = d.stored(Kind::Matter)[0].fields.day(linli::book::matter::DUE).unwrap();
        // five working days from Monday 23 November, Tuesday to Friday off
        assert_eq!(due.to_string(), "2026-12-04");
        h.stop();
    }
}
