//! Keys as text against the real hub: what is on the screen, and what is stored.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod keys {
    use crate::desk::{Desk, hub};
    use linli::book::{Id, Kind, Ref, person, staff, visit};
    use linli::hub::wire::{Edit, LineAsk, Reply, Request, Save};
    use linli::text::Lang;

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
    fn what_was_just_entered_is_the_row_in_hand() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let mut desk = Desk::sit(&hub, Lang::Zh, (80, 24));
        desk.keys("1颍川街道<Enter>");
        // more than the screen holds, and the new one in the middle of them
        for name in ["陈", "王", "周"].into_iter().flat_map(|f| (0..12).map(move |n| format!("{f}小{n:02}")))
        {
            desk.keys(&format!("2n{name}<Ctrl-S>"));
        }
        desk.keys("2<Home>n李在中<Ctrl-S>");
        desk.shows(">  13 李在中");
        // the next key is meant for it
        desk.keys("v问停车<Ctrl-S>");
        let visits = desk.stored(Kind::Visit);
        let who = visits[0].fields.links(visit::PEOPLE)[0];
        let people = desk.stored(Kind::Person);
        assert_eq!(people.iter().find(|p| p.id == who.id).unwrap().name(), "李在中");
        // it is the person that stays in hand, not the visit
        desk.shows(">  13 李在中");
        // newest first: the new one is the first row, however far down the cursor was
        desk.keys("4<End>n李在中<Enter><Tab><Tab><Tab><Tab>电话问了<Ctrl-S>");
        desk.shows(">   1 ");
        hub.stop();
    }

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
        d.keys("02<Delete>");
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
        d.keys(&format!("02n{}<Ctrl-S>", me.name()));
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
        d.keys("02n陈浩<Ctrl-S>2n张晓明<Tab><Tab><Tab><Tab><Tab><Tab><Tab><Tab><Ctrl-U>陈浩<Ctrl-S>");
        let of = |d: &mut Desk| {
            d.stored(Kind::Staff).into_iter().find(|s| s.name() == "陈浩").unwrap().fields.code(staff::STATUS)
        };
        d.keys("02");
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

    /// One line, one commit, one undo: the visit, what was asked for in it, and the next contact.
    #[test]
    fn a_line_makes_a_visit_a_matter_and_the_next_contact() {
        use linli::book::matter;
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12))] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>;访zxm 电话 昨天 反映 停车难 +3天 回话");
            for all in if lang == Lang::Zh {
                ["1 走访", ">2 事项  ", "事由 停车难  类别 诉求", "3 下次联系  2026-11-26 周四  回话"]
            } else {
                ["1 visit", ">2 matter", "停车难", "3 Next contact"]
            } {
                d.shows(all);
            }
            d.keys("<Enter>");
            let (visits, matters) = (d.stored(Kind::Visit), d.stored(Kind::Matter));
            let ([v], [m]) = (&visits[..], &matters[..]) else { panic!("{}", d.screen()) };
            assert_eq!(v.version, m.version, "one commit");
            assert_eq!(m.fields.links(matter::PEOPLE), v.fields.links(visit::PEOPLE));
            assert_eq!((m.name(), m.fields.code(matter::SORT)), ("停车难", Some(1)));
            assert_eq!(m.fields.link(matter::VISIT), Some(v.to_ref()));
            assert_eq!(m.fields.day(matter::RAISED), v.fields.day(visit::WHEN));
            assert_eq!(m.fields.link(matter::OWNER), Some(v.fields.links(visit::STAFF)[0]));
            assert!(m.fields.day(matter::DUE).is_some());
            assert_eq!(v.fields.text(visit::SUMMARY), "反映 停车难", "a visit is not without words");
            assert_eq!(v.fields.text(visit::NEXT_WORDS), "回话");
            d.keys("<Esc><Ctrl-Z>");
            assert_eq!((d.stored(Kind::Visit).len(), d.stored(Kind::Matter).len()), (0, 0), "{}", d.screen());
            // Del drops the matter, and its words are the visit's
            d.keys(";访zxm 看厂房 建议 设车位 +3天 回话<Delete><Enter>");
            assert_eq!(d.stored(Kind::Matter).len(), 0);
            assert_eq!(d.stored(Kind::Visit)[0].fields.text(visit::SUMMARY), "看厂房 建议 设车位");
            assert!(d.stored(Kind::Visit)[0].fields.day(visit::NEXT).is_some());
            // words too long for a name are kept in full
            let long = "停".repeat(450);
            let ask = LineAsk::of(format!("访zxm 反映 {long}"));
            d.client.ask(Request::Capture { request: Id([9; 16]), ask }).unwrap();
            let m = d.stored(Kind::Matter).remove(0);
            assert_eq!((m.name().chars().count() < 450, m.fields.text(matter::WORDS)), (true, long.as_str()));
            h.stop();
        }
    }

    /// Ties as somebody declared them, with their source; an organisation by its name.
    #[test]
    fn an_organisation_and_a_tie_by_line() {
        use linli::book::{organisation, tie};
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>;单位 市建材商会 商会 0374-8882210 建材<Enter>");
        let all = d.stored(Kind::Organisation);
        let [o] = &all[..] else { panic!("{}", d.screen()) };
        assert_eq!(
            (o.fields.code(organisation::SORT), o.fields.text(organisation::TRADE)),
            (Some(4), "建材")
        );
        assert_eq!(o.fields.texts(organisation::PHONES), ["03748882210"]);
        d.keys("单位 市建材商会");
        d.shows("册里有 市建材商会");
        d.keys("<Ctrl-U>系 zxm 市建材商会 负责人");
        d.shows("最后写来源");
        d.keys(" 副会长 2023至2028 商会名册");
        for shown in [
            "谁 张晓明",
            "关系 负责人",
            "角色 副会长",
            "起 2023-01-01 周日",
            "止 2028-12-31 周日",
            "来源 商会名册",
        ] {
            d.shows(shown);
        }
        d.keys("<Enter>");
        let ties = d.stored(Kind::Tie);
        let [t] = &ties[..] else { panic!("{}", d.screen()) };
        assert_eq!((t.fields.link(tie::TO), t.fields.text(tie::SOURCE)), (Some(o.to_ref()), "商会名册"));
        // both ends may be the same by mistake; somebody unknown can be entered with it
        d.keys("系 张晓明 张晓明 同事 本人<Enter>");
        assert_eq!(d.stored(Kind::Tie).len(), 1);
        d.keys("<Ctrl-U>系 张晓明 介绍认识 钱多多 本人<Ctrl-N><Enter>");
        assert_eq!((d.stored(Kind::Tie).len(), d.stored(Kind::Person).len()), (2, 2), "{}", d.screen());
        d.keys("<Esc><Ctrl-Z>");
        assert_eq!((d.stored(Kind::Tie).len(), d.stored(Kind::Person).len()), (1, 1));
        h.stop();
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
        d.keys(">");
        d.shows("交给");
        d.keys("ch<Enter>退休<Ctrl-S>");
        d.shows("王丽 -> 陈浩   2 人");
        assert_eq!((of(&mut d, wang), of(&mut d, chen)), (2, 1), "looking changes nothing");
        d.keys("<Enter>");
        assert_eq!((of(&mut d, wang), of(&mut d, chen)), (0, 3), "{}", d.screen());
        d.shows("交接 2 人；Ctrl-Z 一起撤回");
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

    /// Somebody entered twice is found, compared, merged, taken apart from the history; an older version comes back.
    #[test]
    fn two_become_one_and_two_again() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Enter>13837455521<Enter><Enter>总经理<Ctrl-S>n张总<Enter>13837455521<Enter><Enter>董事长<Ctrl-S>");
        d.keys("/zxm<Enter>v修路<Ctrl-S>");
        d.keys("1:cchb<Enter>");
        d.shows("1 对");
        d.shows("同号");
        d.keys("<Enter>");
        d.shows("张总 并入 张晓明");
        d.shows("用着的记录 1 | 0");
        // the title of the one that goes
        d.keys("<Down><Down><Right>");
        d.shows("[x] 董事长");
        d.keys("<Ctrl-S>");
        d.shows("已并: 张总 并入 张晓明");
        let people = d.stored(Kind::Person);
        assert_eq!((people.len(), people[0].fields.text(person::TITLE)), (1, "董事长"));
        d.keys("<Ctrl-Z>");
        assert_eq!(d.stored(Kind::Person).len(), 2);
        d.shows("1 对");
        d.keys("<Enter><Ctrl-S>/zxm<Enter>h");
        d.shows("a 拆回");
        d.keys("a");
        d.shows("从 张晓明 里拆回 张总");
        d.keys("<Enter>");
        assert_eq!(d.stored(Kind::Person).len(), 2, "{}", d.screen());
        // they are two, and it is remembered
        d.keys("1:cchb<Enter><Delete>");
        d.shows("没有看着像登记了两回的");
        d.keys("<Ctrl-Z>");
        d.shows("1 对");
        d.keys("/zxm<Enter>e<Down><Down><Down><Ctrl-U>监事<Ctrl-S>h<End>a");
        d.shows("照那一版填好了");
        d.shows("总经理");
        let titles = |d: &mut Desk| {
            d.stored(Kind::Person).iter().map(|p| p.fields.text(person::TITLE).to_owned()).collect::<Vec<_>>()
        };
        assert!(titles(&mut d).contains(&"监事".to_owned()), "looking changes nothing");
        d.keys("<Ctrl-S>");
        assert!(titles(&mut d).contains(&"总经理".to_owned()), "{}", d.screen());
        h.stop();
    }

    /// A likely duplicate is put aside while a card is typed: both are kept, and the pair is there to be merged.
    #[test]
    fn a_likely_duplicate_is_merged_later() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Tab><Tab>恒达建材有限公司<Ctrl-S>");
        // of another employer, so nothing but somebody's word makes a pair of them
        d.keys("2n张晓明");
        d.shows("Ctrl-P 以后再并");
        d.keys("<Ctrl-P>");
        d.shows("存好就放进「查重合并」");
        d.keys("<Ctrl-P>");
        d.shows("不放了");
        d.keys("<Ctrl-P><Tab><Tab>颍河新媒体有限公司<Ctrl-S>");
        d.shows("待并 张晓明");
        assert_eq!(d.stored(Kind::Person).len(), 2, "{}", d.screen());
        d.keys("1:cchb<Enter>");
        d.shows("有人说可能是同一个");
        d.keys("<Enter>");
        d.shows("张晓明 并入 张晓明");
        // of two that are in the book already the same key puts the pair aside, with nothing else changed
        d.keys(
            "1n<Esc>2n王五<Tab><Tab>启明发制品有限公司<Ctrl-S>2n王五一<Tab><Tab>颍河新媒体有限公司<Ctrl-S>",
        );
        d.keys("/王五一<Enter>e<Backspace> <Ctrl-G>");
        d.shows("存好就放进「查重合并」");
        d.keys("<Ctrl-S>1:cchb<Enter>");
        d.shows("2 对");
        h.stop();
    }

    /// A card is half typed when a colleague merges it into another: the draft goes on with the one that stayed.
    #[test]
    fn a_draft_of_one_that_was_merged_away_goes_on_with_the_one_that_stayed() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Enter>13837455521<Ctrl-S>n张总<Enter>13837455521<Ctrl-S>");
        let named = |d: &mut Desk, name: &str| d.stored(Kind::Person).into_iter().find(|p| p.name() == name);
        let stays = named(&mut d, "张晓明").unwrap().to_ref();
        d.keys("/张总<Enter>e<Tab><Tab><Tab>董事长");
        drop(d);
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1:cchb<Enter><Enter>");
        d.shows("张总 并入 张晓明");
        d.keys("<Ctrl-S>");
        assert!(named(&mut d, "张总").is_none(), "{}", d.screen());
        drop(d);
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.shows("张总");
        d.keys("<Ctrl-D>");
        d.shows("改人员  张晓明");
        d.shows("董事长");
        d.keys("<Ctrl-S>");
        let p = named(&mut d, "张晓明").unwrap();
        assert_eq!((p.to_ref(), p.fields.text(person::TITLE)), (stays, "董事长"), "{}", d.screen());
        h.stop();
    }
}
