//! The tasks of a day and how many keys they may cost beyond what is typed anyway, counted against the real hub.
//! A key is one in angle brackets or a shortcut; the data itself is typed between them.

#[cfg(test)]
mod keys {
    use linli::book::{Kind, Value, person, visit};
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

    /// A worker who counts.
    struct Desk {
        app: App,
        client: Client,
        keys: usize,
    }

    impl Desk {
        fn does(&mut self, effects: Vec<AppEffect>) {
            let mut waiting: std::collections::VecDeque<AppEffect> = effects.into();
            while let Some(effect) = waiting.pop_front() {
                if let AppEffect::Ask(ticket, request) = effect {
                    let reply = self.client.ask(request).unwrap();
                    waiting.extend(self.app.update(Message::Reply(ticket, reply)));
                }
            }
        }

        /// Presses keys; each counts.
        fn key(&mut self, keys: &str) -> &mut Desk {
            let keys = press(keys);
            self.keys += keys.len();
            self.press(keys)
        }

        /// Types what there is to say; it does not count.
        fn data(&mut self, text: &str) -> &mut Desk {
            self.press(press(text))
        }

        fn press(&mut self, keys: Vec<linli::tui::input::Key>) -> &mut Desk {
            for key in keys {
                let effects = self.app.update(Message::Input(Event::Key(key)));
                self.does(effects);
            }
            self
        }

        fn screen(&self) -> String {
            let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
            self.app.view(&mut buf);
            glyph::lines(&buf).join("\n")
        }

        fn shows(&self, words: &str) {
            assert!(self.screen().contains(words), "{words} is not on the screen:\n{}", self.screen());
        }

        fn cost(&mut self, task: &str, most: usize) {
            assert!(self.keys <= most, "{task}: {} keys, {most} would do:\n{}", self.keys, self.screen());
            self.keys = 0;
        }

        fn all(&mut self, kind: Kind) -> Vec<linli::book::Record> {
            let filter = Filter::default();
            let request = Request::Records { kind, filter, order: Order::Newest, offset: 0, limit: 90 };
            match self.client.ask(request).unwrap() {
                Reply::Records { records, .. } => records.into_iter().map(|s| s.record).collect(),
                other => panic!("{other:?}"),
            }
        }
    }

    /// A book with a street, a community and four people, and a worker before its first screen.
    fn desk(dir: &std::path::Path) -> (Hub, Desk) {
        let hub = Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap();
        let mut client = Client::over(hub.connect().unwrap()).unwrap();
        let mut save = |kind: Kind, set: Vec<(u16, Edit)>| {
            let request = linli::hub::resolve::new_id();
            let target = linli::book::Ref { kind, id: linli::hub::resolve::new_id() };
            match client.ask(Request::Save(Save { request, target, base: 0, set })).unwrap() {
                Reply::Saved(_) => {}
                other => panic!("{other:?}"),
            }
        };
        let text = |no: u16, s: &str| (no, Edit::Text(s.into()));
        let level = |n| (linli::book::area::LEVEL, Edit::Set(Value::Code(n)));
        save(Kind::Area, vec![text(1, "颍川街道"), level(3)]);
        save(Kind::Area, vec![text(1, "恒达社区"), level(4), text(linli::book::area::PARENT, "颍川街道")]);
        for (name, phone) in [
            ("张晓明", "13837455521"),
            ("李敏嘉", "19244558497"),
            ("冯艳玲", "13218766437"),
            ("于婷", "19011110455"),
        ] {
            let set = vec![
                text(person::NAME, name),
                text(person::PHONES, phone),
                text(person::EMPLOYER, "恒达建材有限公司"),
            ];
            save(Kind::Person, set);
        }
        let welcome = client.welcome(Lang::Zh, false).unwrap();
        let keymap = Keymap::standard();
        let shared =
            Shared { lang: Lang::Zh, welcome, keymap, theme: Theme::DEFAULT, size: (80, 24), now_ms: NOW };
        let prefs = Prefs { ascii: Some(false), ..Prefs::default() };
        let mut desk = Desk { app: App::new(shared, prefs), client, keys: 0 };
        let effects = desk.app.begin();
        desk.does(effects);
        (hub, desk)
    }

    #[test]
    fn find_a_person_and_see_the_card() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.key("/").data("lmj").key("<Enter>");
        d.shows("192 4455 8497");
        d.cost("find a person", 2);
        hub.stop();
    }

    #[test]
    fn log_a_visit_on_a_row_and_on_a_card() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.data("2<Home>");
        d.key("v").data("门口路面补好了").key("<Ctrl-S>");
        d.cost("a visit on a row", 2);
        d.data("/zxm<Enter>");
        d.key("v").data("再问停车").key("<Ctrl-S>");
        d.cost("a visit on a card", 2);
        let all = d.all(Kind::Visit);
        assert_eq!(all.len(), 2);
        for v in &all {
            assert_eq!(v.fields.links(visit::PEOPLE).len(), 1);
            assert_eq!(v.fields.day(visit::WHEN).map(|d| d.to_string()), Some("2026-11-23".into()));
            assert_eq!(v.fields.links(visit::STAFF).len(), 1);
        }
        hub.stop();
    }

    #[test]
    fn a_routine_visit_with_the_phrase_filled_in() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.data("2<Home>");
        d.key("v<Ctrl-S>");
        d.cost("a routine visit", 2);
        assert!(d.all(Kind::Visit)[0].fields.text(visit::SUMMARY).contains("日常走访"));
        hub.stop();
    }

    #[test]
    fn six_visits_by_line_the_first_two_keys_then_one_each() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.key(";").data("访zxm 电话 停车难 +3天 回话");
        d.shows("2 下次联系  2026-11-26 周四  回话");
        d.key("<Enter>");
        d.cost("a visit and its follow-up in one line", 2);
        for who in ["lmj", "fyl", "yt", "zxm", "lmj"] {
            d.data(&format!("访{who} 日常走访")).key("<Enter>");
            d.cost("the next of six", 1);
        }
        let all = d.all(Kind::Visit);
        assert_eq!(all.len(), 6);
        let with_next: Vec<_> = all.iter().filter(|v| v.fields.day(visit::NEXT).is_some()).collect();
        assert_eq!(with_next.len(), 1);
        assert_eq!(with_next[0].fields.text(visit::NEXT_WORDS), "回话");
        // an unknown one is entered with the visit
        d.data("访钱多多 上门").key("<Ctrl-N><Enter>");
        d.cost("a visit to somebody new", 2);
        assert_eq!((d.all(Kind::Visit).len(), d.all(Kind::Person).len()), (7, 5));
        // and one record of the line can be left out
        d.data("访yt 问培训 +5天 回话").key("<Delete><Enter>");
        assert_eq!(d.all(Kind::Visit).iter().filter(|v| v.fields.day(visit::NEXT).is_some()).count(), 1);
        hub.stop();
    }

    #[test]
    fn a_new_person_of_four_fields_and_the_next_of_a_stack() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.key("2n").data("王明").key("<Enter>").data("18712342965").key("<Enter>");
        d.data("建材商会").key("<Enter>").data("秘书长").key("<Ctrl-S>");
        d.cost("a new person of four fields", 7);
        // the next of a stack: Ctrl-N instead of Ctrl-S costs nothing more, and what stays the same stays
        d.key("n").data("赵六").key("<Tab><Tab>").data("建材商会").key("<Enter><Enter>").data("hd");
        d.key("<Enter><Ctrl-N>").data("钱七").key("<Ctrl-S>");
        d.cost("two cards", 8);
        let all = d.all(Kind::Person);
        assert_eq!(all.len(), 7);
        let of = |name: &str| all.iter().find(|p| p.name() == name).unwrap().fields.clone();
        assert_eq!(of("钱七").links(person::EMPLOYER), of("王明").links(person::EMPLOYER));
        assert_eq!(of("钱七").links(person::AREA), of("赵六").links(person::AREA));
        assert_eq!(of("钱七").links(person::AREA).len(), 1);
        hub.stop();
    }

    #[test]
    fn what_was_promised_is_done_by_the_key_of_its_row() {
        let dir = tempfile::tempdir().unwrap();
        let (hub, mut d) = desk(dir.path());
        d.data(";访zxm 电话 昨天 问停车 +0天 回话<Enter><Esc>1");
        d.shows("先办 1");
        // Today stays on the row it was on: the one above is the one promised
        d.data("<Home><Down>");
        // the next step of a row is `a`, whatever it is
        d.key("a");
        d.shows("记走访  张晓明");
        d.data("回了话").key("<Ctrl-S>");
        d.cost("the next step of a row", 2);
        assert_eq!(d.all(Kind::Visit).len(), 2, "{}", d.screen());
        hub.stop();
    }
}
