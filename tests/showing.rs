//! 投屏 over the real wire: whatever is asked, nothing covered leaves the hub; and no cover is written over a value.

#[cfg(test)]
mod showing {
    use linli::book::{Day, Id, Kind, Ref, Value, organisation, person, request, staff, tie, visit};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{
        Draft, Edit, Filter, Keep, LineAsk, Order, PersonAsk, Refusal, Reply, Request, Save,
    };
    use linli::text::Lang;
    use std::path::Path;

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;
    /// What must not be told, each in a field of its own.
    const SECRETS: [&str; 13] = [
        "13837455521",
        "5521",
        "5522",
        "weixin9981",
        "滨河路",
        "本人备注",
        "建设路",
        "单位备注",
        "谈话内容",
        "回访事由",
        "关系备注",
        "草稿内容",
        "同事备注",
    ];

    fn hub(dir: &Path) -> Hub {
        Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
    }

    fn screen(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, true).unwrap();
        c
    }

    fn one(kind: Kind, n: u8) -> Ref {
        Ref { kind, id: Id([n; 16]) }
    }

    fn text(no: u16, s: &str) -> (u16, Edit) {
        (no, Edit::Text(s.into()))
    }

    fn save(c: &mut Client, request: u8, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> Reply {
        c.ask(Request::Save(Save { request: Id([request; 16]), target, base, set })).unwrap()
    }

    fn version(r: Reply) -> u64 {
        match r {
            Reply::Saved(s) => s.version,
            other => panic!("{other:?}"),
        }
    }

    fn show(c: &mut Client, on: bool) {
        assert!(
            matches!(c.ask(Request::Keep(Keep::Showing(on))).unwrap(), Reply::Settings(s) if s.showing == on)
        );
    }

    /// Everybody and everything that has something to cover; the version of the person.
    fn fill(c: &mut Client) -> u64 {
        let zhang = vec![
            text(person::NAME, "张晓明"),
            text(person::TITLE, "总经理"),
            text(person::PHONES, "13837455521、13900005522"),
            text(person::WECHAT, "weixin9981"),
            text(person::ADDRESS, "滨河路 18 号"),
            text(person::NOTE, "本人备注"),
        ];
        let first = version(save(c, 101, one(Kind::Person, 1), 0, zhang));
        let org = vec![
            text(organisation::NAME, "恒达建材有限公司"),
            text(organisation::ADDRESS, "建设路 5 号"),
            text(organisation::NOTE, "单位备注"),
            (organisation::CONTACT, Edit::Set(Value::Ref(one(Kind::Person, 1)))),
        ];
        version(save(c, 102, one(Kind::Organisation, 2), 0, org));
        let v = vec![
            (visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(one(Kind::Person, 1))]))),
            text(visit::SUMMARY, "谈话内容"),
            text(visit::NEXT, "2026-11-23"),
            text(visit::NEXT_WORDS, "回访事由"),
        ];
        version(save(c, 103, one(Kind::Visit, 3), 0, v));
        let t = vec![
            (tie::FROM, Edit::Set(Value::Ref(one(Kind::Person, 1)))),
            (tie::TO, Edit::Set(Value::Ref(one(Kind::Organisation, 2)))),
            (tie::SORT, Edit::Set(Value::Code(4))),
            text(tie::SOURCE, "执照"),
            text(tie::NOTE, "关系备注"),
        ];
        version(save(c, 104, one(Kind::Tie, 4), 0, t));
        version(save(
            c,
            105,
            one(Kind::Staff, 5),
            0,
            vec![text(staff::NAME, "孙丽"), text(staff::NOTE, "同事备注")],
        ));
        let draft = Draft {
            id: Id([9; 16]),
            target: one(Kind::Person, 1),
            base: first,
            at_ms: NOW,
            title: "张晓明".into(),
            texts: vec![(person::NOTE, "草稿内容".into())],
        };
        assert!(matches!(c.ask(Request::KeepDraft(draft)).unwrap(), Reply::Done));
        version(save(c, 106, one(Kind::Person, 1), first, vec![text(person::ADDRESS, "滨河路 20 号")]))
    }

    /// Everything that can be asked about them.
    fn questions() -> Vec<Request> {
        let filter = Filter::default;
        let mut out = vec![
            Request::Today,
            Request::Drafts,
            Request::Promised { offset: 0, limit: 10 },
            Request::OneDay(Day::ymd(2026, 11, 23).unwrap()),
            Request::Preview(LineAsk::of("访张晓明 电话 又问谈话内容".to_string())),
            Request::Similar {
                kind: Kind::Person,
                except: None,
                name: "张晓明".into(),
                phones: String::new(),
            },
            Request::Person(PersonAsk::Who("张晓明".into())),
            Request::Circle { target: one(Kind::Person, 1) },
            Request::Path { from: one(Kind::Person, 1), to: one(Kind::Organisation, 2) },
        ];
        for query in ["张晓明", "13837455521", "5521", "恒达", "滨河路"] {
            out.push(Request::Find { query: query.into(), kinds: Vec::new(), limit: 20 });
        }
        let all = [Kind::Person, Kind::Organisation, Kind::Visit, Kind::Tie, Kind::Staff];
        for (kind, n) in all.into_iter().zip(1..) {
            let more: Vec<u16> = kind.fields().iter().map(|f| f.no).collect();
            let target = one(kind, n);
            out.extend([
                Request::Get(target),
                Request::Card(target),
                Request::History { target, limit: 50 },
                Request::Users { target, limit: 50 },
                Request::Rows { targets: vec![target], more: more.clone() },
                Request::List { kind, filter: filter(), order: Order::Usual, offset: 0, limit: 50, more },
                Request::Records { kind, filter: filter(), order: Order::Usual, offset: 0, limit: 50 },
            ]);
        }
        out
    }

    #[test]
    fn nothing_covered_leaves_the_hub() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let mut c = screen(&hub);
        fill(&mut c);
        let told = |c: &mut Client| {
            let replies =
                questions().into_iter().map(|q| (format!("{q:?}"), format!("{:?}", c.ask(q).unwrap())));
            replies.collect::<Vec<_>>()
        };
        let open: String = told(&mut c).into_iter().map(|(_, r)| r).collect();
        for secret in SECRETS.iter().filter(|s| **s != "5522") {
            assert!(
                open.contains(secret),
                "{secret} is told to a screen of one's own, so the test looks for it rightly"
            );
        }
        show(&mut c, true);
        for (question, reply) in told(&mut c) {
            assert!(!reply.contains("Refused"), "{question}: {reply}");
            for secret in SECRETS {
                assert!(!reply.contains(secret), "{secret} in the answer to {question}: {reply}");
            }
        }
        // it stays so for the next session of a screen, not for a command, and ends when it is ended
        let mut later = screen(&hub);
        let get = Request::Get(one(Kind::Person, 1));
        assert!(!format!("{:?}", later.ask(get.clone()).unwrap()).contains("滨河路"));
        let mut command = Client::over(hub.connect().unwrap()).unwrap();
        command.welcome(Lang::Zh, false).unwrap();
        assert!(format!("{:?}", command.ask(get.clone()).unwrap()).contains("滨河路"));
        show(&mut later, false);
        assert!(format!("{:?}", later.ask(get.clone()).unwrap()).contains("滨河路"));
        assert!(!format!("{:?}", c.ask(get).unwrap()).contains("滨河路"), "each screen by itself");
        hub.stop();
    }

    #[test]
    fn no_cover_is_kept_as_a_value() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let mut c = screen(&hub);
        let base = fill(&mut c);
        show(&mut c, true);
        let person = one(Kind::Person, 1);
        let said = |r: Reply| matches!(r, Reply::Refused(Refusal::Said(why)) if why.contains("F8"));
        assert!(said(save(&mut c, 110, person, base, vec![text(person::PHONES, "****")])));
        assert!(said(save(&mut c, 111, person, base, vec![(person::NOTE, Edit::Clear)])));
        assert!(said(save(&mut c, 112, one(Kind::Visit, 8), 0, vec![text(visit::SUMMARY, "****")])));
        let draft = |note: &str| Draft {
            id: Id([9; 16]),
            target: person,
            base,
            at_ms: NOW,
            title: "张晓明".into(),
            texts: vec![(person::NOTE, note.into())],
        };
        assert!(said(c.ask(Request::KeepDraft(draft("****"))).unwrap()));
        let face = PersonAsk::File { request: Id([113; 16]), person: person.id, copy: false, way: 1 };
        assert!(said(c.ask(Request::Person(face)).unwrap()));
        // what is not covered may be changed, and what is new written
        let base = version(save(&mut c, 114, person, base, vec![text(person::TITLE, "董事长")]));
        let v = vec![
            (visit::PEOPLE, Edit::Set(Value::List(vec![Value::Ref(person)]))),
            text(visit::SUMMARY, "路面补好了"),
        ];
        version(save(&mut c, 115, one(Kind::Visit, 8), 0, v));
        // a conflict over what is open tells nothing that is covered
        let clash = save(&mut c, 116, person, base - 1, vec![text(person::TITLE, "顾问")]);
        assert!(!format!("{clash:?}").contains("滨河路"));
        show(&mut c, false);
        let Reply::Shown(s) = c.ask(Request::Get(person)).unwrap() else { panic!() };
        assert_eq!(s.record.fields.text(person::NOTE), "本人备注");
        assert_eq!(s.record.fields.texts(person::PHONES), ["13837455521", "13900005522"]);
        let Reply::Drafts(drafts) = c.ask(Request::Drafts).unwrap() else { panic!() };
        assert_eq!(drafts[0].texts[0].1, "草稿内容");
        hub.stop();
    }

    #[test]
    fn somebody_sees_what_is_theirs_and_nobody_else_and_it_is_registered() {
        let dir = tempfile::tempdir().unwrap();
        let hub = hub(dir.path());
        let mut c = screen(&hub);
        fill(&mut c);
        let other = vec![text(person::NAME, "李敏嘉"), text(person::PHONES, "13700001111")];
        version(save(&mut c, 120, one(Kind::Person, 20), 0, other));
        let both = [1, 20].map(|n| Value::Ref(one(Kind::Person, n))).to_vec();
        let v = vec![
            (visit::PEOPLE, Edit::Set(Value::List(both))),
            text(visit::SUMMARY, "李敏嘉说门口要有灯，谈话内容"),
        ];
        version(save(&mut c, 121, one(Kind::Visit, 21), 0, v));
        let face = PersonAsk::Face { request: Id([122; 16]), person: Id([1; 16]) };
        let Reply::PersonFile(file) = c.ask(Request::Person(face)).unwrap() else { panic!() };
        let told = format!("{file:?}");
        for own in ["13837455521", "滨河路 20 号", "本人备注", "谈话内容"] {
            assert!(told.contains(own), "{own}: {told}");
        }
        assert!(!told.contains("李敏嘉") && !told.contains("13700001111"), "{told}");
        let Reply::Shown(entry) = c.ask(Request::Get(one(Kind::Request, 122))).unwrap() else { panic!() };
        let code = |no| entry.record.fields.code(no);
        assert_eq!(code(request::WHAT), Some(request::SHOW));
        assert_eq!(code(request::ASKED_BY), Some(request::FACE));
        assert_eq!(code(request::DECIDED), Some(request::DONE));
        hub.stop();
    }
}
