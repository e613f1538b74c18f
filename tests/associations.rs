//! Associations and chambers: who holds which post until when, what they held, and elections whose result becomes posts.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod flows {
    use super::desk::{Desk, hub};
    use linli::book::{Day, Id, Kind, Record, Ref, Value, meeting, organisation, person, tie};
    use linli::hub::wire::{Edit, Reply, Request, Save};
    use linli::text::Lang;

    fn to(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: Id([n; 16]) }
    }

    fn link(kind: Kind, n: u8) -> Edit {
        Edit::Set(Value::Ref(to(kind, n)))
    }

    fn day(text: &str) -> Edit {
        Edit::Text(text.into())
    }

    fn save(d: &mut Desk, request: u8, target: Ref, base: u64, set: Vec<(u16, Edit)>) {
        let save = Save { request: Id([request; 16]), target, base, set };
        let reply = d.client.ask(Request::Save(save)).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    }

    /// A chamber with a chair whose term ends soon, a vice chair without a term, one whose term is over, a member.
    fn chamber(d: &mut Desk) {
        d.keys("1颍川街道<Enter>");
        for (n, name) in (1u8..).zip(["张晓明", "李敏嘉", "冯艳玲", "于婷"]) {
            save(d, 100 + n, to(Kind::Person, n), 0, vec![(person::NAME, Edit::Text(name.into()))]);
        }
        let set = vec![
            (organisation::NAME, Edit::Text("市建材商会".into())),
            (organisation::SORT, Edit::Set(Value::Code(organisation::CHAMBER))),
        ];
        save(d, 110, to(Kind::Organisation, 9), 0, set);
        for (n, who, sort, role, since, until) in [
            (1, 2, 3, "会长", "2021-11-20", "2026-12-20"),
            (2, 3, 3, "副会长", "2021-11-20", ""),
            (3, 4, 3, "监事", "2016-11-20", "2021-11-20"),
            (4, 1, 2, "会员", "2021-11-20", ""),
        ] {
            let set = vec![
                (tie::FROM, link(Kind::Person, who)),
                (tie::TO, link(Kind::Organisation, 9)),
                (tie::SORT, Edit::Set(Value::Code(sort))),
                (tie::ROLE, Edit::Text(role.into())),
                (tie::SINCE, day(since)),
                (tie::UNTIL, day(until)),
                (tie::SOURCE, Edit::Text("商会名册".into())),
            ];
            save(d, 120 + n, to(Kind::Tie, n), 0, set);
        }
    }

    fn posts(d: &mut Desk) -> Vec<String> {
        let name = |r: Ref| ["张晓明", "李敏嘉", "冯艳玲", "于婷"][usize::from(r.id.0[0]) - 1];
        let told = |r: &Record| {
            let day = |no| r.fields.day(no).map(|d: Day| d.to_string()).unwrap_or_default();
            let who = name(r.fields.link(tie::FROM).unwrap());
            format!("{} {who} {} {}", r.fields.text(tie::ROLE), day(tie::SINCE), day(tie::UNTIL))
        };
        let mut all: Vec<String> = d.stored(Kind::Tie).iter().map(told).collect();
        all.sort();
        all
    }

    #[test]
    fn a_chamber_shows_its_posts_and_an_election_changes_them() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 34));
        chamber(&mut d);
        let before = posts(&mut d);
        d.keys("3<Enter>");
        let screen = d.screen();
        let line = |what: &str| screen.lines().find(|l| l.contains(what)).unwrap_or_default().to_owned();
        assert!(line("李敏嘉").contains("会长") && line("李敏嘉").contains("任期还有 27 天"), "{screen}");
        assert!(line("冯艳玲").contains("副会长") && !line("冯艳玲").contains("任期"), "{screen}");
        assert!(line("于婷").contains("任期已满"), "{screen}");
        assert!(line("张晓明").contains("会员"), "{screen}");
        d.shows("职务 3");
        // a meeting from the card is held by it
        d.keys("+换届大会<Ctrl-S>");
        let m = d.stored(Kind::Meeting).remove(0);
        assert_eq!(m.fields.link(meeting::HOST), Some(to(Kind::Organisation, 9)), "{}", d.screen());
        let people = |all: &[u8]| {
            Edit::Set(Value::List(all.iter().map(|n| Value::Ref(to(Kind::Person, *n))).collect()))
        };
        let result = "任期 5年\n会长 张晓明\n副会长：李敏嘉、某某某\n监事 于婷 3年";
        let set = vec![
            (meeting::SORT, Edit::Set(Value::Code(meeting::ELECTION))),
            (meeting::EXPECTED, people(&[1, 2, 3, 4])),
            (meeting::PRESENT, people(&[1, 2, 4])),
            (meeting::ELECTED, Edit::Text(result.into())),
        ];
        save(&mut d, 130, m.to_ref(), m.version, set);
        d.keys("<Esc>3<Enter>");
        d.shows("3/4");
        // first it is shown; what is not clear is written nowhere
        d.keys("7b");
        d.shows("某某某");
        d.shows("不明");
        d.keys("<Enter>");
        assert_eq!(posts(&mut d), before, "{}", d.screen());
        d.shows("先按 e 改清楚");
        let m = d.stored(Kind::Meeting).remove(0);
        let set = vec![(meeting::ELECTED, Edit::Text(result.replace("某某某", "冯艳玲")))];
        save(&mut d, 131, m.to_ref(), m.version, set);
        d.keys("<Esc>b");
        let screen = d.screen();
        let line = |a: &str, b: &str| screen.lines().any(|l| l.contains(a) && l.contains(b));
        assert!(line("卸任", "李敏嘉") && line("卸任", "冯艳玲"), "{screen}");
        assert!(line("张晓明", "2026-11-23 至 2031-11-22") && line("于婷", "2029-11-22"), "{screen}");
        d.keys("<Enter>");
        d.shows("4 个新任职，2 个卸任");
        let after = posts(&mut d);
        for want in [
            "会长 李敏嘉 2021-11-20 2026-11-22",
            "副会长 冯艳玲 2021-11-20 2026-11-22",
            "会长 张晓明 2026-11-23 2031-11-22",
            "副会长 李敏嘉 2026-11-23 2031-11-22",
            "副会长 冯艳玲 2026-11-23 2031-11-22",
            "监事 于婷 2026-11-23 2029-11-22",
            "监事 于婷 2016-11-20 2021-11-20",
            "会员 张晓明 2021-11-20 ",
        ] {
            assert!(after.contains(&want.to_owned()), "{want}: {after:?}");
        }
        assert_eq!(after.len(), 8);
        // once more it is written already
        d.keys("b<Enter>");
        d.shows("都写过了");
        assert_eq!(posts(&mut d), after);
        d.keys("<Esc>3<Enter>");
        d.shows("职务 4");
        assert!(!d.screen().contains("任期已满"), "{}", d.screen());
        // all of it is one undo
        d.keys("<Ctrl-Z>");
        assert_eq!(posts(&mut d), before, "{}", d.screen());
        h.stop();
    }

    /// Whoever comes beside the others takes nobody's post.
    #[test]
    fn somebody_added_ends_no_post() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::En, (80, 24));
        chamber(&mut d);
        let set = vec![
            (meeting::TITLE, Edit::Text("增补会议".into())),
            (meeting::WHEN, day("2026-11-23")),
            (meeting::ELECTED, Edit::Text("增补 副会长 张晓明 至2029".into())),
        ];
        save(&mut d, 140, to(Kind::Meeting, 5), 0, set);
        d.keys("7b");
        d.shows("does not say who held it");
        save(&mut d, 141, to(Kind::Meeting, 5), 0, vec![(meeting::HOST, link(Kind::Organisation, 9))]);
        d.keys("<Esc>b<Enter>");
        let after = posts(&mut d);
        assert!(after.contains(&"副会长 冯艳玲 2021-11-20 ".into()), "{after:?}\n{}", d.screen());
        assert!(after.contains(&"副会长 张晓明 2026-11-23 2029-12-31".into()), "{after:?}");
        h.stop();
    }

    /// An election of the chamber, as somebody enters it.
    fn election(d: &mut Desk, n: u8, when: &str, result: &str) {
        let set = vec![
            (meeting::TITLE, Edit::Text(format!("换届{n}"))),
            (meeting::WHEN, day(when)),
            (meeting::HOST, link(Kind::Organisation, 9)),
            (meeting::ELECTED, Edit::Text(result.into())),
        ];
        save(d, 150 + n, to(Kind::Meeting, n), 0, set);
    }

    fn mend(d: &mut Desk, request: u8, n: u8, result: &str) {
        let Reply::Shown(m) = d.client.ask(Request::Get(to(Kind::Meeting, n))).unwrap() else { panic!() };
        let set = vec![(meeting::ELECTED, Edit::Text(result.into()))];
        save(d, request, to(Kind::Meeting, n), m.record.version, set);
    }

    /// Whoever is not on file is nobody, however near another name is; the very id says who is meant.
    #[test]
    fn only_who_bears_the_very_name_is_elected() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 30));
        chamber(&mut d);
        for (n, name) in [(21, "王伟民"), (22, "Zhang Xiaoming")] {
            save(&mut d, 200 + n, to(Kind::Person, n), 0, vec![(person::NAME, Edit::Text(name.into()))]);
        }
        let before = d.stored(Kind::Tie);
        election(&mut d, 5, "2026-11-23", "会长 王伟 5年");
        d.keys("7b");
        d.shows("不明");
        d.shows("册里没有 王伟");
        d.keys("<Enter>");
        assert_eq!(d.stored(Kind::Tie), before, "{}", d.screen());
        mend(&mut d, 170, 5, &format!("chair Zhang Xiaoming 5y\n补选会长 {}", Id([4; 16])));
        d.keys("<Esc>b");
        d.shows("Zhang Xiaoming");
        d.shows("于婷（写作 ");
        d.keys("<Enter>");
        d.shows("2 个新任职，0 个卸任");
        h.stop();
    }

    /// A result that was mended is written again: who is not in it any more is no holder, and another term is written.
    #[test]
    fn a_mended_result_takes_back_what_it_made() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 30));
        chamber(&mut d);
        election(&mut d, 5, "2026-11-23", "会长 张晓明 5年\n副会长 李敏嘉 5年");
        d.keys("7b<Enter>");
        d.shows("2 个新任职，2 个卸任");
        let first = posts(&mut d);
        mend(&mut d, 171, 5, "会长 冯艳玲、冯艳玲 5年\n副会长 李敏嘉 3年\n会长 冯艳玲 5年");
        d.keys("b");
        let screen = d.screen();
        let line = |a: &str, b: &str| screen.lines().filter(|l| l.contains(a) && l.contains(b)).count();
        assert_eq!(
            (line("撤回", "张晓明"), line("改任期", "李敏嘉"), line("任", "冯艳玲")),
            (1, 1, 1),
            "{screen}"
        );
        d.keys("<Enter>");
        d.shows("1 个新任职，0 个卸任，改正 2 个");
        let after = posts(&mut d);
        let held: Vec<&str> = after.iter().map(String::as_str).filter(|p| p.contains("2026-11-23")).collect();
        assert_eq!(
            held,
            ["会长 冯艳玲 2026-11-23 2031-11-22", "副会长 李敏嘉 2026-11-23 2029-11-22"],
            "{after:?}"
        );
        d.keys("<Ctrl-Z>");
        assert_eq!(posts(&mut d), first, "{}", d.screen());
        h.stop();
    }

    /// An election of long ago that is entered now makes nobody a holder beside those who followed.
    #[test]
    fn who_was_elected_long_ago_held_it_until_somebody_followed() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 30));
        chamber(&mut d);
        election(&mut d, 5, "2018-03-01", "会长 于婷\n副会长 张晓明 10年");
        d.keys("7b<Enter>");
        let after = posts(&mut d);
        for want in [
            "会长 于婷 2018-03-01 2021-11-19",
            "副会长 张晓明 2018-03-01 2021-11-19",
            "会长 李敏嘉 2021-11-20 2026-12-20",
        ] {
            assert!(after.contains(&want.to_owned()), "{want}: {after:?}\n{}", d.screen());
        }
        d.keys("b<Enter>");
        d.shows("都写过了");
        h.stop();
    }

    /// A member with a post stays a member when somebody else gets the post.
    #[test]
    fn a_member_whose_post_ends_stays_a_member() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 30));
        chamber(&mut d);
        let Reply::Shown(t) = d.client.ask(Request::Get(to(Kind::Tie, 4))).unwrap() else { panic!() };
        save(&mut d, 172, to(Kind::Tie, 4), t.record.version, vec![(tie::ROLE, Edit::Text("秘书长".into()))]);
        election(&mut d, 5, "2026-11-23", "秘书长 于婷 5年");
        d.keys("7b");
        d.shows("卸任");
        d.keys("<Enter>");
        let Reply::Shown(t) = d.client.ask(Request::Get(to(Kind::Tie, 4))).unwrap() else { panic!() };
        let f = &t.record.fields;
        assert_eq!((f.code(tie::SORT), f.text(tie::ROLE), f.day(tie::UNTIL)), (Some(tie::MEMBER), "", None));
        h.stop();
    }

    /// What is written is what was shown: where the result or a tie changed meanwhile, it is shown once more.
    #[test]
    fn only_what_was_shown_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (100, 30));
        chamber(&mut d);
        election(&mut d, 5, "2026-11-23", "会长 张晓明 5年");
        let before = posts(&mut d);
        d.keys("7b");
        mend(&mut d, 173, 5, "会长 冯艳玲 5年");
        d.keys("<Enter>");
        assert_eq!(posts(&mut d), before, "{}", d.screen());
        d.shows("冯艳玲");
        d.shows("请再看一遍");
        // another holder is there meanwhile, of whom the meeting says nothing
        let set = vec![
            (tie::FROM, link(Kind::Person, 4)),
            (tie::TO, link(Kind::Organisation, 9)),
            (tie::SORT, Edit::Set(Value::Code(tie::OFFICER))),
            (tie::ROLE, Edit::Text("会长".into())),
            (tie::SOURCE, Edit::Text("口头".into())),
        ];
        save(&mut d, 174, to(Kind::Tie, 8), 0, set);
        let before = posts(&mut d);
        d.keys("<Enter>");
        assert_eq!(posts(&mut d), before, "{}", d.screen());
        d.shows("于婷");
        d.keys("<Enter>");
        d.shows("1 个新任职，2 个卸任");
        h.stop();
    }
}
