//! An office of two streets in a book of its own: what lies inside one's areas, and what outside.

use linli::book::{
    Day, Id, Kind, Ref, Value, answer, area, matter, organisation, person, staff, study, tie, visit,
};
use linli::hub::accounts::Accounts;
use linli::hub::client::{Client, NoHub};
use linli::hub::doors::{Door, Refused};
use linli::hub::host::{Hub, Service};
use linli::hub::wire::{Edit, PersonAsk, Reply, ReportAsk, Request, Save};
use linli::text::Lang;
use std::collections::HashMap;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// 2026-11-23 10:00 in China.
pub const NOW: i64 = 1_795_399_200_000;

/// The accounts of a machine that is made up.
#[derive(Clone, Default)]
pub struct Pretended {
    /// Who connects next.
    pub now: Arc<AtomicU32>,
    /// Login names and their numbers.
    pub known: Arc<Mutex<HashMap<String, u32>>>,
}

impl Accounts for Pretended {
    fn peer(&self, _: &UnixStream) -> Option<u32> {
        Some(self.now.load(Ordering::SeqCst))
    }

    fn uid_of(&self, login: &str) -> Option<u32> {
        self.known.lock().unwrap().get(login).copied()
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Administrator,
    Lead,
    Worker,
    Reader,
    /// No staff record has this account.
    Unknown,
    /// Left.
    Left,
    /// The number of an account that is gone was given to another one.
    Reused,
}

impl Who {
    pub const ALL: [Who; 7] =
        [Who::Administrator, Who::Lead, Who::Worker, Who::Reader, Who::Unknown, Who::Left, Who::Reused];

    pub fn uid(self) -> u32 {
        7001 + self as u32
    }

    pub fn let_in(self) -> bool {
        !matches!(self, Who::Unknown | Who::Left | Who::Reused)
    }
}

pub struct Office {
    pub hub: Hub,
    pub accounts: Pretended,
    pub dir: tempfile::TempDir,
    /// The accounts that were noted as not let in.
    pub refused: Arc<Mutex<Vec<u32>>>,
    serial: AtomicU64,
}

pub fn id(n: u8) -> Id {
    Id([n; 16])
}

pub fn to(kind: Kind, n: u8) -> Ref {
    Ref { kind, id: id(n) }
}

pub fn text(no: u16, s: &str) -> (u16, Edit) {
    (no, Edit::Text(s.into()))
}

pub fn link(no: u16, kind: Kind, n: u8) -> (u16, Edit) {
    (no, Edit::Set(Value::Ref(to(kind, n))))
}

pub fn links(no: u16, all: &[(Kind, u8)]) -> (u16, Edit) {
    (no, Edit::Set(Value::List(all.iter().map(|(k, n)| Value::Ref(to(*k, *n))).collect())))
}

/// What of the outside must not be told: names, words, numbers.
pub const SECRETS: [&str; 17] = [
    "欧阳外人",
    "欧阳",
    "13922220077",
    "139****0077",
    "0077",
    "外职务",
    "外备注",
    "外谈话",
    "外回访",
    "外企业",
    "外关系",
    "外合谈",
    "外理由",
    "外标题",
    "外事由",
    "外原话",
    "外答话",
];

/// Numbers of records outside: their ids must not be told.
pub const HIDDEN: [(Kind, u8); 11] = [
    (Kind::Person, 25),
    (Kind::Person, 26),
    (Kind::Organisation, 35),
    (Kind::Visit, 45),
    (Kind::Visit, 46),
    (Kind::Visit, 49),
    (Kind::Tie, 55),
    (Kind::Request, 65),
    (Kind::Matter, 66),
    (Kind::Answer, 67),
    (Kind::Handover, 126),
];

impl Office {
    /// An empty book for everybody in it.
    pub fn bare() -> Office {
        let dir = tempfile::tempdir().unwrap();
        let accounts = Pretended::default();
        let refused: Arc<Mutex<Vec<u32>>> = Arc::default();
        let noted = Arc::clone(&refused);
        let service = Service {
            door: Door::Shared,
            accounts: Box::new(accounts.clone()),
            refused: Refused::by(move |uid| noted.lock().unwrap().push(uid)),
            ..Service::default()
        };
        let hub = Hub::serve(dir.path(), service, Box::new(|| NOW), &|_, _| ()).unwrap();
        Office { hub, accounts, dir, refused, serial: AtomicU64::new(1) }
    }

    /// The same book with another hub.
    pub fn again(self) -> Office {
        let Office { hub, accounts, dir, refused, serial } = self;
        hub.stop();
        let noted = Arc::clone(&refused);
        let service = Service {
            door: Door::Shared,
            accounts: Box::new(accounts.clone()),
            refused: Refused::by(move |uid| noted.lock().unwrap().push(uid)),
            ..Service::default()
        };
        let hub = Hub::serve(dir.path(), service, Box::new(|| NOW), &|_, _| ()).unwrap();
        Office { hub, accounts, dir, refused, serial }
    }

    /// The account that owns the book's files.
    pub fn owner(&self) -> Client {
        use std::os::unix::fs::MetadataExt;
        self.uid(std::fs::metadata(self.dir.path()).unwrap().uid())
    }

    fn uid(&self, uid: u32) -> Client {
        let mut c = self.connect(uid);
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    pub fn connect(&self, uid: u32) -> Client {
        self.accounts.now.store(uid, Ordering::SeqCst);
        Client::over(self.hub.connect().unwrap()).unwrap()
    }

    pub fn session(&self, who: Who) -> Client {
        self.uid(who.uid())
    }

    pub fn turned_away(&self, who: Who) -> String {
        match self.connect(who.uid()).welcome(Lang::Zh, true) {
            Err(NoHub::TurnedAway(why)) => why,
            other => panic!("{who:?}: {other:?}"),
        }
    }

    pub fn request(&self) -> Id {
        let mut out = [0xee; 16];
        out[8..].copy_from_slice(&self.serial.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Id(out)
    }

    pub fn save(&self, c: &mut Client, target: Ref, base: u64, set: Vec<(u16, Edit)>) -> Reply {
        c.ask(Request::Save(Save { request: self.request(), target, base, set })).unwrap()
    }

    /// Saves, and is sure that it is saved; the version.
    pub fn put(&self, c: &mut Client, kind: Kind, n: u8, set: Vec<(u16, Edit)>) -> u64 {
        match self.save(c, to(kind, n), 0, set) {
            Reply::Saved(s) => s.version,
            other => panic!("{kind:?} {n}: {other:?}"),
        }
    }

    /// Staff of an account.
    pub fn colleague(&self, c: &mut Client, n: u8, who: Who, role: u16, areas: &[u8]) {
        let login = format!("login{}", who.uid());
        if who != Who::Reused {
            self.accounts.known.lock().unwrap().insert(login.clone(), who.uid());
        }
        let areas: Vec<(Kind, u8)> = areas.iter().map(|a| (Kind::Area, *a)).collect();
        let set = vec![
            text(staff::NAME, &format!("同事{n}")),
            text(staff::ACCOUNT, &login),
            (staff::UID, Edit::Set(Value::Int(i64::from(who.uid())))),
            (staff::ROLE, Edit::Set(Value::Code(role))),
            (staff::STATUS, Edit::Set(Value::Code(if who == Who::Left { 2 } else { 1 }))),
            links(staff::AREAS, &areas),
        ];
        self.put(c, Kind::Staff, n, set);
    }

    /// 甲街道 (1) with 甲社区 (2) and 甲二社区 (3), 乙街道 (4) with 乙社区 (5); staff of each role in 甲.
    pub fn tree(&self, c: &mut Client) {
        for (n, name, level, parent) in [
            (1, "甲街道", 3, 0),
            (2, "甲社区", 4, 1),
            (3, "甲二社区", 4, 1),
            (4, "乙街道", 3, 0),
            (5, "乙社区", 4, 4),
        ] {
            let mut set = vec![text(area::NAME, name), (area::LEVEL, Edit::Set(Value::Code(level)))];
            if parent > 0 {
                set.push(link(area::PARENT, Kind::Area, parent));
            }
            self.put(c, Kind::Area, n, set);
        }
        self.colleague(c, 71, Who::Administrator, 1, &[]);
        self.colleague(c, 72, Who::Lead, 2, &[1]);
        self.colleague(c, 73, Who::Worker, 3, &[2]);
        self.colleague(c, 74, Who::Reader, 4, &[2]);
        self.colleague(c, 76, Who::Left, 3, &[2]);
        self.colleague(c, 77, Who::Reused, 1, &[]);
    }

    /// What lies inside: people 21 and 22, 甲公司 31, 司法所 32 that is of no area, visits, a tie.
    pub fn inside(&self, c: &mut Client) {
        self.put(
            c,
            Kind::Organisation,
            31,
            vec![text(organisation::NAME, "甲公司"), link(organisation::AREA, Kind::Area, 2)],
        );
        self.put(c, Kind::Organisation, 32, vec![text(organisation::NAME, "司法所")]);
        self.person(c, 21, "张晓明", "13811110001", 2, 31, "总经理", "内备注");
        self.person(c, 22, "李敏", "13811110002", 2, 32, "会计", "内备注");
        self.visit(c, 41, &[21], "2026-11-20", "2026-11-23", "内谈话", "内回访");
        self.visit(c, 42, &[21, 22], "2026-10-05", "", "内合谈", "");
        self.tie(c, 51, (Kind::Person, 21), (Kind::Organisation, 32), 2, "内关系");
        self.matter(c, 61, 21, "内事由", "内原话");
        self.put(c, Kind::Study, 81, vec![text(study::TITLE, "需求调研")]);
        self.answer(c, 62, 21, "say: 内答话");
    }

    /// What lies outside: people 25 and 26, 外企业 35, visits, ties, a request; some of it with offices and colleagues that
    /// everybody knows.
    pub fn outside(&self, c: &mut Client) {
        self.put(
            c,
            Kind::Organisation,
            35,
            vec![text(organisation::NAME, "外企业"), link(organisation::AREA, Kind::Area, 5)],
        );
        self.person(c, 25, "欧阳外人", "13922220077", 5, 35, "外职务", "外备注");
        self.person(c, 26, "欧阳外二", "13922220002", 5, 32, "外职务", "外备注");
        self.visit(c, 45, &[25], "2026-11-21", "2026-11-23", "外谈话", "外回访");
        self.visit(c, 46, &[25, 26], "2026-10-06", "", "外合谈", "");
        // at an office that everybody knows
        let set = vec![
            links(visit::PEOPLE, &[(Kind::Person, 26)]),
            link(visit::ORGANISATION, Kind::Organisation, 32),
            text(visit::WHEN, "2026-11-12"),
            text(visit::SUMMARY, "外谈话"),
        ];
        self.put(c, Kind::Visit, 49, set);
        self.tie(c, 55, (Kind::Person, 25), (Kind::Organisation, 32), 2, "外关系");
        self.matter(c, 66, 25, "外事由", "外原话");
        self.answer(c, 67, 25, "say: 外答话");
        let ask =
            PersonAsk::Refuse { request: id(65), person: id(25), what: 6, why: "外理由".into(), way: 1 };
        let reply = c.ask(Request::Person(ask)).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
    }

    #[allow(clippy::too_many_arguments)]
    pub fn person(
        &self,
        c: &mut Client,
        n: u8,
        name: &str,
        phone: &str,
        area: u8,
        employer: u8,
        title: &str,
        note: &str,
    ) {
        let set = vec![
            text(person::NAME, name),
            text(person::PHONES, phone),
            link(person::AREA, Kind::Area, area),
            link(person::EMPLOYER, Kind::Organisation, employer),
            link(person::LIAISON, Kind::Staff, 73),
            text(person::TITLE, title),
            text(person::NOTE, note),
        ];
        self.put(c, Kind::Person, n, set);
    }

    #[allow(clippy::too_many_arguments)]
    pub fn visit(
        &self,
        c: &mut Client,
        n: u8,
        whom: &[u8],
        day: &str,
        next: &str,
        words: &str,
        next_words: &str,
    ) {
        let whom: Vec<(Kind, u8)> = whom.iter().map(|p| (Kind::Person, *p)).collect();
        let mut set = vec![
            links(visit::PEOPLE, &whom),
            text(visit::WHEN, day),
            links(visit::STAFF, &[(Kind::Staff, 72), (Kind::Staff, 73)]),
            text(visit::SUMMARY, words),
        ];
        if !next.is_empty() {
            set.extend([text(visit::NEXT, next), text(visit::NEXT_WORDS, next_words)]);
        }
        self.put(c, Kind::Visit, n, set);
    }

    pub fn matter(&self, c: &mut Client, n: u8, of: u8, title: &str, words: &str) {
        let set = vec![
            text(matter::TITLE, title),
            text(matter::WORDS, words),
            links(matter::PEOPLE, &[(Kind::Person, of)]),
            (matter::SORT, Edit::Set(Value::Code(1))),
        ];
        self.put(c, Kind::Matter, n, set);
    }

    /// An answer to the study, which must be there.
    pub fn answer(&self, c: &mut Client, n: u8, of: u8, said: &str) {
        let set = vec![
            link(answer::STUDY, Kind::Study, 81),
            link(answer::PERSON, Kind::Person, of),
            text(answer::ANSWERS, said),
        ];
        self.put(c, Kind::Answer, n, set);
    }

    pub fn tie(&self, c: &mut Client, n: u8, from: (Kind, u8), with: (Kind, u8), sort: u16, source: &str) {
        let set = vec![
            link(tie::FROM, from.0, from.1),
            (tie::SORT, Edit::Set(Value::Code(sort))),
            link(tie::TO, with.0, with.1),
            text(tie::SOURCE, source),
        ];
        self.put(c, Kind::Tie, n, set);
    }

    /// What of the outside is in a text that somebody was told, and not in what they typed.
    pub fn leaks(told: &str, typed: &str) -> Option<String> {
        let ids = HIDDEN.iter().map(|(_, n)| id(*n).to_string());
        let all = SECRETS.iter().map(|s| (*s).to_string()).chain(ids);
        let mut all = all.filter(|s| !typed.contains(s.as_str()));
        all.find(|s| told.contains(s.as_str()))
    }
}

/// The report of a year.
pub fn year(area: Option<Id>) -> ReportAsk {
    ReportAsk { area, periods: [(day(1, 1), day(12, 31)); 3] }
}

pub fn day(m: u32, d: u32) -> Day {
    Day::ymd(2026, m, d).unwrap()
}
