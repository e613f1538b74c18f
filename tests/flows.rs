//! Keys as text against the real hub: what is on the screen, and what is stored.

#[cfg(test)]
mod keys {
    use linli::book::{Id, Kind, Ref, person, staff, visit};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
    use linli::text::Lang;
    use linli::tui::app::App;
    use linli::tui::glyph;
    use linli::tui::input::Event;
    use linli::tui::keymap::{Keymap, press};
    use linli::tui::message::{AppEffect, Message, Prefs};
    use linli::tui::screen::Shared;
    use linli::tui::theme::Theme;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    /// One worker at a terminal.
    struct Desk {
        app: App,
        client: Client,
        size: (u16, u16),
    }

    impl Desk {
        fn sit(hub: &Hub, lang: Lang, size: (u16, u16)) -> Desk {
            let mut client = Client::over(hub.connect().unwrap()).unwrap();
            let welcome = client.welcome(lang, false).unwrap();
            let keymap = Keymap::standard();
            let shared = Shared { lang, welcome, keymap, theme: Theme::DEFAULT, size, now_ms: NOW };
            let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
            let mut desk = Desk { app: App::new(shared, prefs), client, size };
            let effects = desk.app.begin();
            desk.does(effects);
            desk
        }

        /// Answers what is asked, until nothing is.
        fn does(&mut self, effects: Vec<AppEffect>) {
            let mut waiting: std::collections::VecDeque<AppEffect> = effects.into();
            while let Some(effect) = waiting.pop_front() {
                if let AppEffect::Ask(ticket, request) = effect {
                    let reply = self.client.ask(request).unwrap();
                    waiting.extend(self.app.update(Message::Reply(ticket, reply)));
                }
            }
        }

        fn keys(&mut self, text: &str) {
            for key in press(text) {
                let effects = self.app.update(Message::Input(Event::Key(key)));
                self.does(effects);
            }
        }

        fn screen(&self) -> String {
            let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
            self.app.view(&mut buf);
            glyph::lines(&buf).join("\n")
        }

        fn shows(&self, words: &str) {
            assert!(self.screen().contains(words), "{words} is not on the screen:\n{}", self.screen());
        }

        fn stored(&mut self, kind: Kind) -> Vec<linli::book::Record> {
            let request = Request::List {
                kind,
                filter: Filter::default(),
                order: Order::Usual,
                offset: 0,
                limit: 50,
                more: Vec::new(),
            };
            let Reply::Page { rows, .. } = self.client.ask(request).unwrap() else { panic!() };
            rows.iter()
                .map(|r| match self.client.ask(Request::Get(r.target)).unwrap() {
                    Reply::Shown(s) => s.record,
                    other => panic!("{other:?}"),
                })
                .collect()
        }
    }

    fn hub(dir: &std::path::Path) -> Hub {
        Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
    }

    /// A form is left half typed; then a bit of its draft on the disk is another.
    #[test]
    fn a_spoilt_draft_is_said_and_kept_aside() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Enter>");
        let folder = std::fs::read_dir(dir.path().join("drafts")).unwrap().next().unwrap().unwrap().path();
        let files = || -> Vec<_> { std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect() };
        let [file] = &files()[..] else { panic!("{:?}", files()) };
        let mut bytes = std::fs::read(file).unwrap();
        let at = bytes.windows(3).position(|w| w == "晓".as_bytes()).unwrap();
        bytes[at + 2] ^= 1;
        std::fs::write(file, &bytes).unwrap();
        for (lang, said) in
            [(Lang::Zh, "有 1 份草稿坏了读不出"), (Lang::En, "1 damaged drafts, files kept aside")]
        {
            for size in [(80, 24), (40, 12)] {
                let d = Desk::sit(&h, lang, size);
                d.shows(said);
                assert!(!d.screen().contains('张'), "half words are no words:\n{}", d.screen());
            }
        }
        let [aside] = &files()[..] else { panic!("{:?}", files()) };
        assert_eq!((aside.extension().unwrap(), std::fs::read(aside).unwrap()), ("spoilt".as_ref(), bytes));
        drop(d);
        h.stop();
    }

    /// The first start, a street named, a person added, found by initials, visited; then again after a restart.
    #[test]
    fn a_newcomers_first_minutes() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.shows("从哪里开始");
        d.keys("1颍川街道<Enter>");
        assert_eq!(
            d.stored(Kind::Area).iter().map(|a| a.name().to_string()).collect::<Vec<_>>(),
            ["颍川街道"]
        );
        d.keys("2n张晓明<Enter>138-3745-5521<Enter>恒达建材有限公司<Enter>总经理<Ctrl-S>");
        let people = d.stored(Kind::Person);
        assert_eq!(people.len(), 1, "{}", d.screen());
        assert_eq!(people[0].fields.texts(person::PHONES), ["13837455521"]);
        assert_eq!(people[0].fields.text(person::TITLE), "总经理");
        d.shows("138****5521");
        d.keys("/zxm<Enter>");
        d.shows("138 3745 5521");
        d.keys("v门口路面补好了<Ctrl-S>");
        d.shows("门口路面补好了");
        let visits = d.stored(Kind::Visit);
        assert_eq!(visits.len(), 1);
        assert_eq!(visits[0].fields.text(visit::SUMMARY), "门口路面补好了");
        assert_eq!(visits[0].fields.links(visit::PEOPLE), [people[0].to_ref()]);
        assert_eq!(visits[0].fields.day(visit::WHEN).map(|d| d.to_string()), Some("2026-11-23".into()));
        d.keys(";访zxm 电话 再问停车 +3天 回话");
        d.shows("2026-11-26");
        d.keys("<Enter><Esc>");
        assert_eq!(d.stored(Kind::Visit).len(), 2);
        drop(d);
        h.stop();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::En, (120, 40));
        d.keys("/5521<Enter>");
        d.shows("门口路面补好了");
        h.stop();
    }

    /// What was half typed is offered again, and gone once it is saved.
    #[test]
    fn a_draft_is_offered_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n李敏嘉<Enter>1928849");
        drop(d);
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.shows("李敏嘉");
        d.keys("<Ctrl-D>");
        d.shows("1928849");
        d.keys("<Tab>7368<Ctrl-S>");
        let left = |d: &mut Desk| match d.client.ask(Request::Drafts).unwrap() {
            Reply::Drafts(all) => all.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(left(&mut d), 1, "a wrong number is not saved and not lost");
        h.stop();
    }

    /// A record goes only when nothing leads to it any more, and undo brings it back.
    #[test]
    fn removing_says_what_is_in_the_way_and_can_be_undone() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>/zxm<Enter>v门口路面补好了<Ctrl-S>");
        d.keys("<Delete>");
        d.shows("还有 1 条记录用着它");
        d.shows("门口路面补好了");
        // What is in the way is one key away, and goes first.
        d.keys("1");
        d.shows("11-23 上门 张晓明");
        d.keys("<Delete>");
        d.shows("删除走访");
        d.keys("<Enter>");
        d.shows("已删除");
        assert_eq!(d.stored(Kind::Visit).len(), 0);
        d.keys("/zxm<Enter><Delete><Enter>");
        d.shows("已删除 张晓明");
        assert_eq!(d.stored(Kind::Person).len(), 0);
        assert!(!d.screen().contains("没走访过"), "its card is gone:\n{}", d.screen());
        d.keys("<Ctrl-Z>");
        assert_eq!(d.stored(Kind::Person).len(), 1);
        // Whoever is logged in stays.
        d.keys("01<Delete>");
        d.shows("您自己的账号");
        h.stop();
    }

    /// Somebody picked stays who was picked, also beside names that are only typed.
    #[test]
    fn picks_and_typed_names_go_together() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n王敏<Enter>13812345678<Ctrl-S>");
        // Another worker of my own name: only the pick tells whose visit it was.
        let me = d.stored(Kind::Staff)[0].clone();
        d.keys(&format!("01n{}<Ctrl-S>", me.name()));
        assert_eq!(d.stored(Kind::Staff).len(), 2, "{}", d.screen());
        d.keys("4n王敏<Enter><Tab><Tab><Tab>陈浩<Ctrl-S>");
        let visits = d.stored(Kind::Visit);
        assert_eq!(visits.len(), 1, "{}", d.screen());
        let staff = visits[0].fields.links(visit::STAFF);
        assert_eq!((staff.len(), staff[0]), (2, me.to_ref()));
        h.stop();
    }

    /// More promises than fit are unfolded where they stand.
    #[test]
    fn all_promises_can_be_reached() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>");
        for n in 0..12 {
            let who = char::from(b'a' + n);
            d.keys(&format!(";人 某{who} 1381234560{}<Enter><Esc>", n % 10));
            d.keys(&format!(";访某{who} 问停车 +0天 回话{who}<Enter><Esc>"));
        }
        d.keys("2 1");
        d.shows("先办 12");
        assert!(!d.screen().contains("回话l"), "{}", d.screen());
        d.keys("<Home><Enter>");
        d.shows("回话l");
        d.keys("<Enter>");
        assert!(!d.screen().contains("回话l"), "folded again:\n{}", d.screen());
        h.stop();
    }

    /// A visit by a retired colleague is entered for them: the card and the history say who wrote it down.
    #[test]
    fn a_visit_entered_for_somebody_without_an_account_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>");
        let me = d.stored(Kind::Staff)[0].clone();
        d.keys("4n张晓明<Enter><Tab><Tab><Tab><Ctrl-U>老李<Tab><Tab>看了新店<Ctrl-S>");
        let visits = d.stored(Kind::Visit);
        assert_eq!(visits[0].fields.link(visit::WRITTEN_BY), Some(me.to_ref()), "{}", d.screen());
        d.keys("/zxm<Enter>");
        d.shows(&format!("老李 ({} 代录)", me.name()));
        let target = visits[0].to_ref();
        let Reply::History(told) = d.client.ask(Request::History { target, limit: 9 }).unwrap() else {
            panic!()
        };
        assert_eq!(told[0].by, format!("{} 代录", me.name()));
        // whoever went along has an account: nobody else wrote it down
        d.keys("4n张晓明<Enter><Tab><Tab><Tab>老李<Tab><Tab>看了新店<Ctrl-S>");
        assert!(d.stored(Kind::Visit).iter().any(|v| v.fields.link(visit::WRITTEN_BY).is_none()));
        h.stop();
    }

    /// Somebody with people in hand leaves: it is said before, their account is closed, what they wrote stays.
    #[test]
    fn whoever_leaves_is_asked_about_their_people() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>");
        d.keys("01n陈浩<Ctrl-S>2n张晓明<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-U>陈浩<Ctrl-S>");
        let of = |d: &mut Desk| {
            d.stored(Kind::Staff).into_iter().find(|s| s.name() == "陈浩").unwrap().fields.code(staff::STATUS)
        };
        d.keys("01");
        while !d.screen().lines().any(|l| l.starts_with('>') && l.contains("陈浩")) {
            d.keys("<Down>");
        }
        d.keys("a");
        d.shows("联系的人");
        d.keys("a");
        d.shows("要不交接就离岗，再按一次 a");
        assert_eq!(of(&mut d), Some(staff::SERVING));
        d.keys("a");
        assert_eq!(of(&mut d), Some(staff::LEFT));
        d.shows("陈浩 已离岗");
        d.keys("<Ctrl-Z>");
        assert_eq!(of(&mut d), Some(staff::SERVING));
        h.stop();
    }

    /// A person's liaison leaves: all the liaison's people go to another, with a reason, and one undo takes it back.
    /// From the person's row to being told, two keys a step beyond the words: `a` and Ctrl-S.
    #[test]
    fn a_matter_is_entered_on_m_and_walked_on_a() {
        use linli::book::matter;
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12))] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>m停车难<Ctrl-S>");
            let state = |d: &mut Desk| d.stored(Kind::Matter)[0].fields.code(matter::STATE);
            assert_eq!(state(&mut d), Some(matter::ENTERED));
            let r = d.stored(Kind::Matter).remove(0);
            assert_eq!((r.name(), r.fields.links(matter::PEOPLE).len()), ("停车难", 1));
            d.keys("5");
            d.shows("停车难");
            d.shows(if lang == Lang::Zh { "a 受理" } else { "a accept" });
            d.keys("a已受理<Ctrl-S>");
            assert_eq!(state(&mut d), Some(matter::ACCEPTED));
            d.keys("a在问城管办<Ctrl-S>a北侧划了车位<Ctrl-S>");
            assert_eq!(state(&mut d), Some(matter::SETTLED));
            d.shows(if lang == Lang::Zh { "a 反馈本人" } else { "a tell them" });
            // the other lawful steps are in the menu; undo takes a step back
            d.keys("<Ctrl-Z>");
            assert_eq!(state(&mut d), Some(matter::UNDER_WAY));
            d.keys("<Tab>");
            d.shows(if lang == Lang::Zh { "催办" } else { "urge" });
            d.keys("<Esc>a北侧划了车位<Ctrl-S>");
            // told: how must be said
            d.keys("a<Ctrl-S>");
            assert_eq!(state(&mut d), Some(matter::SETTLED));
            h.stop();
        }
    }

    #[test]
    fn a_liaisons_people_are_handed_over_and_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>");
        let save = |d: &mut Desk, n: u8, kind: Kind, set: &[(u16, &str)]| {
            let target = Ref { kind, id: Id([n; 16]) };
            let set = set.iter().map(|(no, t)| (*no, Edit::Text((*t).to_owned()))).collect();
            let save = Save { request: Id([n + 100; 16]), target, base: 0, set };
            let reply = d.client.ask(Request::Save(save)).unwrap();
            assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
            target
        };
        let wang = save(&mut d, 1, Kind::Staff, &[(staff::NAME, "王丽")]);
        let chen = save(&mut d, 2, Kind::Staff, &[(staff::NAME, "陈浩")]);
        let whom = |name, who| [(person::NAME, name), (person::LIAISON, who)];
        save(&mut d, 3, Kind::Person, &whom("张晓明", "王丽"));
        save(&mut d, 4, Kind::Person, &whom("李敏嘉", "王丽"));
        save(&mut d, 5, Kind::Person, &whom("赵小萌", "陈浩"));
        let of = |d: &mut Desk, who: Ref| {
            let theirs = |p: &linli::book::Record| p.fields.link(person::LIAISON) == Some(who);
            d.stored(Kind::Person).iter().filter(|p| theirs(p)).count()
        };
        d.keys("/zxm<Enter>l");
        d.shows("王丽   太久没走动");
        assert!(!d.screen().contains("赵小萌"), "{}", d.screen());
        d.keys("t");
        d.shows("先用空格标记");
        d.keys("*t");
        d.shows("交给谁");
        d.keys("ch<Enter>");
        d.shows("从哪天起");
        d.keys("<Enter><Enter>");
        d.shows("原因(必填)");
        d.keys("退休<Enter>");
        d.shows("要改 2");
        d.shows("王丽 -> 陈浩");
        assert_eq!((of(&mut d, wang), of(&mut d, chen)), (2, 1), "looking changes nothing");
        d.keys("<Enter>");
        assert_eq!((of(&mut d, wang), of(&mut d, chen)), (0, 3));
        let target = Ref { kind: Kind::Person, id: Id([3; 16]) };
        let Reply::History(told) = d.client.ask(Request::History { target, limit: 1 }).unwrap() else {
            panic!()
        };
        assert_eq!(told[0].note, "交接：从 王丽 到 陈浩，自 2026-11-23，原因：退休");
        d.shows("现在没有由其联络的人");
        let mut shown = Desk::sit(&h, Lang::Zh, (80, 24));
        shown.client.ask(Request::Keep(linli::hub::wire::Keep::Showing(true))).unwrap();
        let Reply::History(told) = shown.client.ask(Request::History { target, limit: 1 }).unwrap() else {
            panic!()
        };
        assert_eq!(told[0].note, "交接：****", "a typed reason is covered");
        d.keys("<Ctrl-Z>");
        assert_eq!((of(&mut d, wang), of(&mut d, chen)), (2, 1));
        h.stop();
    }
}
