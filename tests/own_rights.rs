//! The rights of the people on file, asked for from their card: each is done and registered, and an erasure is looked at
//! and confirmed with the name before.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod own_rights {
    use crate::desk::{Desk, hub};
    use linli::book::{Kind, request};
    use linli::hub::wire::{Reply, Request};
    use linli::text::Lang;
    use linli::tui::message::AppEffect;

    /// What the register says: what was asked for and what became of it, the newest first.
    fn register(d: &mut Desk) -> Vec<(u16, u16)> {
        let all = d.stored(Kind::Request);
        let code = |r: &linli::book::Record, no: u16| r.fields.code(no).unwrap_or(0);
        let mut out: Vec<_> =
            all.iter().map(|r| (r.version, code(r, request::WHAT), code(r, request::DECIDED))).collect();
        out.sort_by_key(|(version, _, _)| std::cmp::Reverse(*version));
        out.into_iter().map(|(_, what, decided)| (what, decided)).collect()
    }

    fn desk(h: &linli::hub::host::Hub, lang: Lang, size: (u16, u16)) -> Desk {
        let mut d = Desk::sit(h, lang, size);
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>2n李敏嘉<Ctrl-S>;访zxm 看厂房<Enter><Esc>");
        d.keys("2/张晓明<Enter>");
        d
    }

    #[test]
    fn use_is_stopped_and_taken_up_again() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = desk(&h, Lang::Zh, (80, 24));
        d.keys("!");
        d.shows("张晓明 提出什么");
        d.keys("51");
        d.shows("理由");
        d.keys("<Enter>");
        d.shows("要写理由");
        // a reason that names them is not kept: it is mended where it stands
        d.keys("张晓明不愿意<Enter>");
        d.shows("理由里有本人的姓名");
        d.keys("本人不愿意<Enter>");
        d.shows("已暂停使用");
        assert_eq!(register(&mut d), [(request::FREEZE, request::DONE)]);
        assert_eq!(d.stored(Kind::Person).len(), 1, "who is frozen stands in no list");
        // so the name is typed
        d.keys("1:benrenquanli<Enter><Up><Enter>");
        d.shows("谁的");
        d.keys("没这个人<Enter>");
        d.shows("没这个人");
        d.keys("<Ctrl-U>张晓明<Enter>");
        d.shows("恢复使用");
        d.keys("62");
        d.shows("已恢复使用");
        assert_eq!(register(&mut d)[0], (request::LIFT, request::DONE));
        assert_eq!(d.stored(Kind::Person).len(), 2);
        h.stop();
    }

    #[test]
    fn a_copy_a_correction_and_a_refusal_are_registered() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = desk(&h, Lang::En, (80, 24));
        d.keys("!2");
        d.shows("How was it asked");
        d.keys("1");
        let (name, bytes) = match d.wanted.last() {
            Some(AppEffect::File { name, bytes }) => (name.clone(), bytes.clone()),
            other => panic!("{other:?}"),
        };
        assert!(name.contains("张晓明") && name.ends_with(".docx") && bytes.starts_with(b"PK"), "{name}");
        d.keys("!31");
        let json = match d.wanted.last() {
            Some(AppEffect::File { name, bytes }) if name.ends_with(".json") => bytes.clone(),
            other => panic!("{other:?}"),
        };
        assert!(String::from_utf8(json).unwrap().contains("看厂房"));
        assert_eq!(register(&mut d), [(request::COPY, request::DONE); 2]);
        // a correction is registered, then made
        d.keys("!41");
        d.shows("Edit person");
        d.keys("<Tab>13812345678<Ctrl-S>");
        assert_eq!(register(&mut d)[0], (request::CORRECT, request::DONE));
        let people = d.stored(Kind::Person);
        let zxm = people.iter().find(|r| r.name() == "张晓明").unwrap();
        assert_eq!(zxm.fields.texts(linli::book::person::PHONES), ["13812345678"]);
        d.keys("!863the law says so<Enter>");
        assert_eq!(register(&mut d)[0], (request::ERASE, request::REFUSED));
        // what was asked so far is a list
        d.keys("!9");
        d.shows("erasure");
        h.stop();
    }

    #[test]
    fn an_erasure_is_looked_at_and_confirmed_with_the_name() {
        for size in [(80, 24), (40, 12)] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = desk(&h, Lang::Zh, size);
            let who = d.stored(Kind::Person).into_iter().find(|r| r.name() == "张晓明").unwrap().to_ref();
            d.keys("!71本人要求<Enter>");
            d.shows("本人的记录");
            d.keys("1");
            d.shows("删除 张晓明 的个人信息");
            d.shows("走访 2026-11-23 看厂房");
            d.keys("李敏嘉<Enter>");
            d.shows("姓名对不上");
            assert_eq!(d.stored(Kind::Person).len(), 2);
            d.keys("<Ctrl-U>张晓明<Enter>");
            assert_eq!(register(&mut d)[0], (request::ERASE, request::DONE), "{}", d.screen());
            assert_eq!((d.stored(Kind::Person).len(), d.stored(Kind::Visit).len()), (1, 0));
            assert!(matches!(d.client.ask(Request::Card(who)).unwrap(), Reply::Refused(_)));
            h.stop();
        }
    }
}
