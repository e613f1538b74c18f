//! Who does the work: people handed over, standing in, the organisation network, by keys against the real hub.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod keys {
    use crate::desk::{Desk, hub};
    use linli::book::{Id, Kind, Ref, area, handover, person, post, staff};
    use linli::hub::wire::{Edit, Reply, Request, Save};
    use linli::text::Lang;
    use linli::tui::input::Event;
    use linli::tui::keymap::press;
    use linli::tui::message::{AppEffect, Message};

    fn save(d: &mut Desk, n: u8, kind: Kind, set: &[(u16, &str)]) -> Ref {
        let target = Ref { kind, id: Id([n; 16]) };
        let set = set.iter().map(|(no, t)| (*no, Edit::Text((*t).to_owned()))).collect();
        let save = Save { request: Id([n + 100; 16]), target, base: 0, set };
        let reply = d.client.ask(Request::Save(save)).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
        target
    }

    /// A street with two communities; a liaison with an account, one with another, one without; three people.
    fn office(d: &mut Desk) {
        d.keys("1颍川街道<Enter>");
        let level = |n: &'static str| (area::LEVEL, n);
        save(d, 10, Kind::Area, &[(area::NAME, "恒达社区"), level("社区"), (area::PARENT, "颍川街道")]);
        save(d, 11, Kind::Area, &[(area::NAME, "东关社区"), level("社区"), (area::PARENT, "颍川街道")]);
        let (role, lies) = ((staff::ROLE, "工作人员"), (staff::AREAS, "颍川街道"));
        save(d, 1, Kind::Staff, &[(staff::NAME, "王丽"), (staff::UID, "70001"), role, lies]);
        save(d, 2, Kind::Staff, &[(staff::NAME, "陈浩"), (staff::UID, "70002"), role, lies]);
        save(d, 3, Kind::Staff, &[(staff::NAME, "老李")]);
        for (n, name) in [(20, "张晓明"), (21, "李敏嘉"), (22, "赵小萌")] {
            let own = [(person::NAME, name), (person::AREA, "恒达社区"), (person::LIAISON, "王丽")];
            save(d, n, Kind::Person, &own);
        }
    }

    fn liaisons(d: &mut Desk) -> Vec<u8> {
        let mut all: Vec<(Id, u8)> = d
            .stored(Kind::Person)
            .iter()
            .map(|p| (p.id, p.fields.link(person::LIAISON).unwrap().id.0[0]))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, l)| l).collect()
    }

    fn to(d: &mut Desk, words: &str) {
        for _ in 0..60 {
            if d.screen().lines().any(|l| l.starts_with('>') && l.contains(words)) {
                return;
            }
            d.keys("<Down>");
        }
        panic!("{words} cannot be reached:\n{}", d.screen());
    }

    /// One act with a line a person: one stays, one goes to another colleague. Proposed, then answered, then taken back whole.
    #[test]
    fn people_are_handed_over_line_by_line_and_taken_when_accepted() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys("/zxm<Enter>l>");
        d.shows("新建交接单");
        // to whom, F4 and its first phrase for why, and on to the people: nothing else is typed
        d.keys("ch<Enter><F4>1<Ctrl-S>");
        d.shows("王丽 -> 陈浩   3 人");
        to(&mut d, "李敏嘉");
        d.keys("<Space>");
        d.shows("不交");
        to(&mut d, "赵小萌");
        d.keys(">ll<Enter>");
        d.shows("老李");
        d.keys("<Enter>");
        d.shows("提出，等对方接收");
        d.keys("1");
        d.shows("提出交接 2 人，等接收");
        // who has no account has nothing to accept; the other one stands until then
        assert_eq!(liaisons(&mut d), [1, 1, 3], "{}", d.screen());
        d.keys("/zxm<Enter>");
        d.shows("联络员 王丽 (待 陈浩 接收)");
        d.keys(":交接单<Enter>");
        to(&mut d, "陈浩");
        d.keys("<Enter>");
        d.shows("待接收");
        d.keys("a");
        assert_eq!(liaisons(&mut d), [2, 1, 3], "{}", d.screen());
        let target = Ref { kind: Kind::Person, id: Id([20; 16]) };
        let Reply::History(told) = d.client.ask(Request::History { target, limit: 9 }).unwrap() else {
            panic!()
        };
        let notes: Vec<&str> = told.iter().map(|e| e.note.as_str()).collect();
        assert!(notes[0].starts_with("交接：从 王丽 到 陈浩，自 2026-11-23，原因：退休"), "{notes:?}");
        assert!(notes[1].starts_with("交接：") && notes[1].contains("待接收"), "{notes:?}");
        // accepting is one act, and so was proposing
        d.keys("<Ctrl-Z>");
        assert_eq!(liaisons(&mut d), [1, 1, 3]);
        d.keys("<Ctrl-Z>");
        assert_eq!(liaisons(&mut d), [1, 1, 1]);
        assert!(d.stored(Kind::Handover).is_empty());
        h.stop();
    }

    /// Somebody stands in: the list of theirs has them, the card says until when, nothing is written into anybody.
    #[test]
    fn somebody_stands_in_until_a_day() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys("/zxm<Enter>l>ch<Enter>休假<Enter><Enter>代管<Enter>+10天<Ctrl-S>");
        d.shows("代管到 12-03");
        d.keys("<Enter>2");
        d.shows("交接 3 人");
        assert_eq!(liaisons(&mut d), [1, 1, 1]);
        d.keys("/zxm<Enter>");
        d.shows("联络员 王丽 (陈浩 代管到 12-03)");
        d.keys("02");
        to(&mut d, "陈浩");
        d.keys("l");
        d.shows("张晓明");
        h.stop();
    }

    /// What was typed of an act is offered again after a lost link.
    #[test]
    fn a_half_typed_act_is_taken_up_again() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys("/zxm<Enter>l>ch<Enter>工作调动");
        drop(d);
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.shows("交接单");
        d.keys("<Ctrl-D><Ctrl-S>");
        d.shows("王丽 -> 陈浩   3 人");
        d.keys("<Enter>2");
        assert_eq!(liaisons(&mut d), [2, 2, 2], "{}", d.screen());
        let Reply::Drafts(left) = d.client.ask(Request::Drafts).unwrap() else { panic!() };
        assert!(left.is_empty(), "done, so its draft is gone");
        h.stop();
    }

    /// The sheet goes out as a document and as text, both names and everybody in it.
    #[test]
    fn the_sheet_to_sign_is_written_as_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        d.keys("/zxm<Enter>l>ch<Enter>退休<Ctrl-S><Enter>2:交接单<Enter><Enter>");
        d.shows("签字");
        let mut files = Vec::new();
        for keys in ["<Tab>1", "<Tab>2"] {
            for key in press(keys) {
                for effect in d.app.update(Message::Input(Event::Key(key))) {
                    if let AppEffect::File { name, bytes } = effect {
                        files.push((name, bytes));
                    }
                }
            }
        }
        let [(word, bytes), (text, words)] = &files[..] else { panic!("{}", d.screen()) };
        assert_eq!(word, "交接单-王丽-陈浩-2026-11-23.docx");
        assert!(bytes.starts_with(b"PK"));
        assert_eq!(text, "交接单-王丽-陈浩-2026-11-23.txt");
        let words = String::from_utf8(words.clone()).unwrap();
        for wanted in ["王丽 联系的下列 3 人", "退休", "张晓明", "李敏嘉", "赵小萌", "接收人", "签字 ____"]
        {
            assert!(words.contains(wanted), "{wanted}\n{words}");
        }
        h.stop();
    }

    /// A handover is written by its steps: no form, no command writes one past them.
    #[test]
    fn a_handover_cannot_be_written_past_its_steps() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        let target = Ref { kind: Kind::Handover, id: Id([50; 16]) };
        let set = vec![
            (handover::TO, Edit::Text("陈浩".into())),
            (handover::WHY, Edit::Text("退休".into())),
            (handover::STATE, Edit::Text("accepted".into())),
        ];
        let reply =
            d.client.ask(Request::Save(Save { request: Id([51; 16]), target, base: 0, set })).unwrap();
        assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
        h.stop();
    }

    /// Gaps of the network lead to the form that fills them.
    #[test]
    fn gaps_of_the_network_are_filled_where_they_are_seen() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        office(&mut d);
        let street = d.stored(Kind::Area).into_iter().find(|a| a.name() == "颍川街道").unwrap();
        if street.fields.code(area::LEVEL).is_none() {
            let set = vec![(area::LEVEL, Edit::Text("街道".into()))];
            let save = Save { request: Id([60; 16]), target: street.to_ref(), base: street.version, set };
            assert!(matches!(d.client.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        }
        d.keys("8=");
        d.shows("没有领导小组");
        d.shows("没有指导员");
        d.shows("有 2 个社区没有联络员");
        to(&mut d, "有 2 个社区没有联络员");
        d.keys("<Enter>");
        to(&mut d, "东关社区");
        d.keys("<Enter>陈浩<Enter><Ctrl-S>");
        let posts = d.stored(Kind::Post);
        assert_eq!(posts.len(), 1, "{}", d.screen());
        assert_eq!(posts[0].fields.code(post::BODY), Some(post::LIAISON));
        assert_eq!(posts[0].fields.link(post::AREA), Some(Ref { kind: Kind::Area, id: Id([11; 16]) }));
        d.shows("有 1 个社区没有联络员");
        // a term that is over is a gap, and leads to the post itself
        let set = vec![(post::UNTIL, Edit::Text("2026-08-01".into()))];
        let over = Save { request: Id([61; 16]), target: posts[0].to_ref(), base: posts[0].version, set };
        let reply = d.client.ask(Request::Save(over)).unwrap();
        assert!(matches!(reply, Reply::Invalid(_)), "before it began: {reply:?}");
        let set = vec![
            (post::SINCE, Edit::Text("2023-08-01".into())),
            (post::UNTIL, Edit::Text("2026-08-01".into())),
        ];
        let over = Save { request: Id([62; 16]), target: posts[0].to_ref(), base: posts[0].version, set };
        assert!(matches!(d.client.ask(Request::Save(over)).unwrap(), Reply::Saved(_)));
        d.keys("<Esc>8=");
        to(&mut d, "东关社区");
        d.keys("<Right>");
        d.shows("任期已满 2026-08-01");
        to(&mut d, "陈浩");
        d.keys("<Enter>");
        d.shows("任期至");
        h.stop();
    }
}
