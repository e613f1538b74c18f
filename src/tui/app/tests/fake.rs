//! A hub made up of closures and people made up by us: enough of a book to draw every screen.

use super::{fake_agenda, fake_staff, fake_study};
use crate::book::{Cell, Day, Id, Kind, Record, Ref, Row, Value, area, organisation, person, staff, visit};
use crate::hub::wire::*;

/// Name, employer and title, community, phone, days since the last visit, visits.
type Someone = (&'static str, &'static str, &'static str, &'static str, Option<i32>, u64, &'static str);

pub const PEOPLE: &[Someone] = &[
    ("张晓明", "禹州市恒达建材有限公司 总经理", "恒达社区", "138****5521", Some(6), 8, "zxm"),
    ("李敏嘉", "大禹教育工作室 理事", "长春社区", "192****8497", Some(12), 1, "lmj"),
    ("冯艳玲", "鑫盛法律服务工作室 会计师", "东关社区", "132****6437", Some(18), 1, "fyl"),
    ("于婷", "鑫盛餐饮合作社", "南街社区", "190****0455", Some(23), 3, "yt"),
    ("赵小萌", "小萌看禹州(自媒体) 主播", "夏禹社区", "159****3302", Some(31), 2, "zxm"),
    ("徐曦海", "同兴法律服务传媒 理事", "恒达社区", "177****3788", Some(35), 2, "xxh"),
    ("罗嘉伟", "启明发制品 技术总监", "寨子社区", "153****7557", Some(41), 1, "ljw"),
    ("周雪梅", "禹州市心语社工服务中心 主任", "阳翟社区", "138****1190", Some(44), 4, "zxm"),
    ("袁思娜", "中原卫生有限责任公司 财务经理兼办公室主任", "商贸社区", "189****1046", Some(52), 1, "ysn"),
    ("姚强", "自由撰稿", "锦绣社区", "132****5816", Some(60), 1, "yq"),
    ("欧阳子鹏", "大禹科技商行 店主", "永和苑社区", "199****2059", Some(71), 1, "oyzp"),
    ("董东华", "钧源卫生律师事务所 律师", "金坡社区", "148****5477", Some(78), 1, "ddh"),
    ("宋宇悦", "颍河新媒体 编辑", "御湖湾社区", "153****3335", Some(83), 1, "syy"),
    ("王明", "建材商会 秘书长", "恒达社区", "187****2965", Some(88), 2, "wm"),
    ("邹涛红", "钧源卫生律师事务所 主任", "十里社区", "143****2146", Some(131), 1, "zth"),
    ("彭明国", "颍河教育律师事务所 董事长", "东关社区", "160****2838", Some(144), 1, "pmg"),
    ("陈琪霞", "技能培训学校 教员", "尹庄社区", "172****5467", None, 0, "cqx"),
];

pub fn today() -> Day {
    Day::ymd(2026, 11, 23).unwrap()
}

pub fn id(kind: Kind, n: usize) -> Ref {
    let mut bytes = [0; 16];
    bytes[0] = kind.code();
    bytes[15] = n as u8;
    Ref { kind, id: Id(bytes) }
}

pub fn someone(n: usize) -> Ref {
    id(Kind::Person, n)
}

pub fn text(s: &str) -> Cell {
    if s.is_empty() { Cell::Empty } else { Cell::Text(s.to_owned()) }
}

pub fn person_row(n: usize) -> Row {
    let (name, post, place, phone, ago, visits, _) = PEOPLE[n];
    let cells = vec![
        text(name),
        text(post),
        text(place),
        Cell::Phone(phone.to_owned()),
        Cell::Ago(ago.map(|d| today().plus(-d))),
        Cell::Count(visits),
    ];
    Row { target: someone(n), version: 1, cells }
}

fn org_row(n: usize) -> Row {
    let (name, people) = [("禹州市恒达建材有限公司", 4), ("禹州市建材商会", 12), ("正兴美发连锁", 0)][n];
    let sort = [1, 4, 1][n];
    let cells = vec![
        text(name),
        Cell::Choice(organisation::SORT, sort),
        text("恒达社区"),
        Cell::Count(people),
        Cell::Choice(organisation::STATUS, 1),
    ];
    Row { target: id(Kind::Organisation, n), version: 1, cells }
}

fn visit_row(n: usize) -> Row {
    let (days, mode, who, words, staff) = [
        (6, 1, 0, "看新厂房门口路面；又问停车位，答应周内回话", "陈浩"),
        (12, 4, 1, "问志愿服务报名", "王丽"),
        (18, 3, 2, "充电桩不足", "王丽、孙丽"),
    ][n];
    let cells = vec![
        Cell::Day(today().plus(-days)),
        Cell::Choice(visit::MODE, mode),
        text(PEOPLE[who].0),
        text(words),
        text(staff),
        Cell::Empty,
    ];
    Row { target: id(Kind::Visit, n), version: 1, cells }
}

fn staff_row(n: usize) -> Row {
    let (name, role, areas, account, people, visits, status) = [
        ("王丽", 3, "恒达、东关", "wangli", 38, 126, 1),
        ("陈浩", 3, "南街", "chenhao", 24, 88, 1),
        ("孙丽", 2, "颍川街道", "sunli", 0, 12, 1),
        ("老李", 0, "", "", 6, 40, 2),
    ][n];
    let cells = vec![
        text(name),
        if role > 0 { Cell::Choice(staff::ROLE, role) } else { Cell::Empty },
        text(areas),
        text(account),
        Cell::Count(people),
        Cell::Count(visits),
        Cell::Choice(staff::STATUS, status),
    ];
    Row { target: id(Kind::Staff, n + 1), version: 1, cells }
}

pub fn welcome(people: u64) -> Welcome {
    let some = u64::from(people > 0);
    Welcome {
        me: id(Kind::Staff, 1),
        name: "王丽".into(),
        today: today(),
        place: if people > 0 { "颍川街道".into() } else { String::new() },
        counts: vec![3 * some, people, 3 * some, 2 * some, 3 * some, 1, 0],
        demo: false,
        program: "0.1.0".into(),
        settings: Settings::default(),
        standing: crate::hub::wire::Standing::own(),
        office: Vec::new(),
    }
}

fn draft() -> Draft {
    Draft {
        id: Id([9; 16]),
        target: id(Kind::Visit, 99),
        base: 0,
        at_ms: 1_795_401_060_000,
        title: "赵小萌".into(),
        texts: Vec::new(),
    }
}

fn today_reply(empty: bool) -> Today {
    if empty {
        return Today::default();
    }
    let promise = |n: usize, days: i32, words: &str| Promise {
        visit: id(Kind::Visit, n),
        person: person_row(n),
        due: today().plus(days),
        words: words.into(),
    };
    Today {
        promised: vec![promise(0, -1, "门口路面修好没有"), promise(1, 0, "再通电话"), promise(2, 0, "")],
        promised_total: 3,
        overdue: vec![person_row(15), person_row(14), person_row(16)],
        overdue_total: 9,
        recent: vec![person_row(0), person_row(1)],
        figures: [[12, 5, 1], [20, 7, 3]],
        months: vec![4, 6, 0, 9, 12, 8, 7, 10, 15, 11, 20, 12],
        drafts: vec![draft()],
        handovers: vec![fake_staff::brief()],
        spoilt_drafts: 0,
        backup: None,
        agenda: fake_agenda::agenda(),
    }
}

fn circle() -> Vec<CircleRow> {
    let row = |depth, target, name: &str, about: &str, relation: &str, dates: &str, source: &str| CircleRow {
        depth,
        target,
        name: name.into(),
        about: about.into(),
        tie: (!source.is_empty()).then(|| id(Kind::Tie, 1)),
        relation: relation.into(),
        dates: dates.into(),
        source: source.into(),
    };
    vec![
        row(1, id(Kind::Organisation, 0), "恒达建材有限公司", "", "法定代表人", "2021-", "执照"),
        row(2, someone(5), "罗志强", "车间主任", "员工", "2022-", "单位"),
        row(2, someone(6), "梁文静", "财务", "员工", "2021-", "单位"),
        row(1, id(Kind::Organisation, 1), "市建材商会", "", "副会长", "2023-2028", "商会名册"),
        row(2, someone(13), "王明", "秘书长", "秘书长", "2023-2028", "商会名册"),
        row(1, someone(3), "于婷", "鑫盛餐饮合作社", "结对 一助一", "2025-04-", "本人"),
    ]
}

fn record(target: Ref) -> Shown {
    let mut r = Record::new(target.kind, target.id);
    r.version = 7;
    let mut names = vec![
        (id(Kind::Organisation, 0), "禹州市恒达建材有限公司".to_owned()),
        (id(Kind::Staff, 1), "王丽".to_owned()),
        (id(Kind::Area, 1), "恒达社区".to_owned()),
        (someone(0), "张晓明".to_owned()),
    ];
    names.extend((0..PEOPLE.len()).map(|n| (someone(n), PEOPLE[n].0.to_owned())));
    let n = usize::from(target.id.0[15]);
    let t = |s: &str| Value::text(s);
    let list = |all: &[&str]| Value::List(all.iter().map(|s| Value::text(*s)).collect());
    r.fields = match target.kind {
        Kind::Person => [
            (person::NAME, t(PEOPLE[n].0)),
            (person::CALLED, list(&["张总"])),
            (person::PHONES, list(&["13837455521", "03748882210-8"])),
            (person::WECHAT, t("同手机")),
            (person::BEST_TIME, t("上午开会，下午三点后打")),
            (person::ADDRESS, t("滨河路 18 号恒达大厦 302")),
            (person::EMPLOYER, Value::Ref(id(Kind::Organisation, 0))),
            (person::TITLE, t("总经理")),
            (person::SINCE, Value::Day(Day::ymd(2021, 3, 1).unwrap())),
            (person::GROUPS, Value::List(vec![Value::Code(1)])),
            (person::POSTS, list(&["禹州市政协委员 2022-2027", "特约服务员(企业管理) 至 2027-06"])),
            (person::LIAISON, Value::Ref(id(Kind::Staff, 1))),
            (person::AREA, Value::Ref(id(Kind::Area, 1))),
            (person::NOTICE, Value::Day(Day::ymd(2025, 3, 2).unwrap())),
            (person::CONSENT, Value::List(vec![Value::Code(1), Value::Code(2)])),
            (person::STATUS, Value::Code(1)),
            (person::NOTE, t("爱人在东关小学教书(本人说)。\n厂里有两间会议室，社区活动可以借。")),
        ]
        .into_iter()
        .collect(),
        Kind::Organisation => [
            (organisation::NAME, t("禹州市恒达建材有限公司")),
            (organisation::SORT, Value::Code(1)),
            (organisation::CONTACT, Value::Ref(someone(0))),
            (organisation::PHONES, list(&["03748882210"])),
            (organisation::USCC, t("91411081MA3X1A2B3C")),
            (organisation::HEADCOUNT, Value::Int(86)),
        ]
        .into_iter()
        .collect(),
        Kind::Visit => [
            (visit::WHEN, Value::Day(today().plus(-6))),
            (visit::MODE, Value::Code(1)),
            (visit::PEOPLE, Value::List(vec![Value::Ref(someone(0)), Value::Ref(someone(3))])),
            (visit::STAFF, Value::List(vec![Value::Ref(id(Kind::Staff, 1))])),
            (visit::OUTCOME, Value::Code(1)),
            (
                visit::SUMMARY,
                t("厂门口路面补好了，张总说走着平了。下月想招 20 名装卸工，问街道能不能办一场专场招聘。"),
            ),
        ]
        .into_iter()
        .collect(),
        Kind::Meeting => fake_agenda::meeting_fields(n),
        Kind::Study => fake_study::fields(),
        Kind::Area => [(area::NAME, t("恒达社区")), (area::LEVEL, Value::Code(4))].into_iter().collect(),
        _ => [(1, t("王丽"))].into_iter().collect(),
    };
    Shown { record: r, names }
}

fn card(target: Ref) -> Card {
    let happening = |days: i32, what, who: &str, words: &str, target| Happening {
        day: today().plus(-days),
        what,
        who: who.into(),
        words: words.into(),
        target,
    };
    let people = target.kind == Kind::Person;
    Card {
        about: Vec::new(),
        shown: record(target),
        place: "颍川街道 > 恒达社区".into(),
        last: people.then(|| (today().plus(-6), 1, "陈浩".to_owned())),
        next: people.then(|| (today().plus(4), "回话".to_owned())),
        stand_in: None,
        waits_for: None,
        ties: if people { circle() } else { Vec::new() },
        posts: Vec::new(),
        people: if people { Vec::new() } else { (0..4).map(person_row).collect() },
        people_total: if people { 0 } else { 12 },
        timeline: vec![
            happening(
                6,
                What::Visit(1),
                "陈浩",
                "看新厂房门口路面；又问停车位，答应周内回话",
                id(Kind::Visit, 0),
            ),
            happening(
                34,
                What::Visit(4),
                "王丽",
                "用工淡季，暂不招人；谢谢上次的法律咨询",
                id(Kind::Visit, 1),
            ),
            happening(85, What::Changed, "孙丽", "电话 由 888 2201 改为 888 2210", target),
            happening(400, What::Entered, "王丽", "", target),
        ],
        visits: 2,
        months: vec![1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 2, 0],
    }
}

fn areas(parent: Option<Id>) -> Vec<AreaRow> {
    let row = |n: usize, name: &str, level, children, people, overdue| AreaRow {
        id: id(Kind::Area, n).id,
        name: name.into(),
        level,
        children,
        people,
        overdue,
    };
    match parent {
        None => vec![row(7, "颍川街道", 3, 3, 420, 9)],
        Some(_) => vec![
            row(1, "恒达社区", 4, 0, 138, 4),
            row(2, "东关社区", 4, 0, 160, 5),
            row(3, "南街社区", 4, 0, 122, 0),
        ],
    }
}

fn history() -> Vec<HistoryEntry> {
    vec![
        HistoryEntry {
            pos: 9,
            at_ms: 1_795_401_060_000,
            by: "孙丽".into(),
            note: String::new(),
            fields: vec![
                (person::PHONES, "0374 888 2201".into(), "0374 888 2210".into()),
                (person::TITLE, String::new(), "总经理".into()),
                (person::WECHAT, "zxm88".into(), String::new()),
            ],
            removed: false,
            of: None,
        },
        HistoryEntry {
            pos: 2,
            at_ms: 1_763_865_060_000,
            by: "王丽".into(),
            note: "导入 颍川台账.xlsx".into(),
            fields: vec![(person::NAME, String::new(), "张晓明".into())],
            removed: false,
            of: None,
        },
    ]
}

fn counts(kind: Kind, field: u16) -> Vec<Count> {
    let count = |is, name: &str, rows| Count { is, name: name.to_owned(), rows };
    match field {
        visit::AREA if kind == Kind::Visit => {
            let area = |n, name, rows| count(Is::Ref(id(Kind::Area, n).id), name, rows);
            vec![
                area(7, "颍川街道", 98),
                area(2, "东关社区", 51),
                area(1, "恒达社区", 40),
                area(3, "南街社区", 7),
            ]
        }
        person::GROUPS => {
            vec![count(Is::Code(1), "", 9), count(Is::Code(4), "", 3), count(Is::Blank, "", 2)]
        }
        person::LIAISON => vec![
            count(Is::Ref(id(Kind::Staff, 1).id), "王丽", 12),
            count(Is::Ref(id(Kind::Staff, 2).id), "陈浩", 5),
        ],
        _ => vec![count(Is::Filled, "", 4), count(Is::Blank, "", 13)],
    }
}

/// Every fifth cannot be changed.
fn bulk_row(one: Id) -> BulkRow {
    let n = usize::from(one.0[15]);
    let outcome = match n % 5 {
        4 => BulkOutcome::Left("孙丽 刚改过，现在是「孙丽」".into()),
        3 => BulkOutcome::Same,
        _ => BulkOutcome::Changes("王丽".into(), "陈浩".into()),
    };
    BulkRow { target: someone(n), version: 3, name: PEOPLE[n].0.to_owned(), outcome }
}

fn wide(mut row: Row, more: &[u16]) -> Row {
    row.cells.extend(more.iter().map(|no| match *no {
        person::TRADE => text("建材"),
        person::LIAISON => text("王丽"),
        _ => Cell::Empty,
    }));
    row
}

fn page(kind: Kind, filter: &Filter, more: &[u16], offset: u32, limit: u32, empty: bool) -> Reply {
    let all: Vec<Row> = match kind {
        _ if empty => Vec::new(),
        Kind::Person => (0..PEOPLE.len()).map(person_row).collect(),
        Kind::Organisation => (0..3).map(org_row).collect(),
        Kind::Visit => (0..3).map(visit_row).collect(),
        Kind::Staff => (0..4).map(staff_row).collect(),
        Kind::Matter => fake_agenda::matters(filter),
        Kind::Meeting => fake_agenda::meetings(),
        Kind::Task => fake_agenda::tasks(),
        Kind::Study => fake_study::rows(),
        _ => Vec::new(),
    };
    let count = all.len() as u64;
    let few = if kind == Kind::Matter || filter.tests.is_empty() { usize::MAX } else { 3 };
    let rows: Vec<Row> =
        all.into_iter().filter(|r| matches(r, &filter.text)).take(few).map(|r| wide(r, more)).collect();
    let total = rows.len() as u64;
    let rows = rows.into_iter().skip(offset as usize).take(limit as usize).collect();
    Reply::Page { total, all: count, offset, rows }
}

fn matches(row: &Row, query: &str) -> bool {
    let initials =
        if row.target.kind == Kind::Person { PEOPLE[usize::from(row.target.id.0[15])].6 } else { "" };
    query.is_empty() || row.title().contains(query) || initials.starts_with(query)
}

/// What the made-up hub answers.
pub fn answer(request: &Request, empty: bool) -> Reply {
    match request {
        Request::Welcome { .. } => Reply::Welcome(welcome(if empty { 0 } else { 420 })),
        Request::Today => Reply::Today(Box::new(today_reply(empty))),
        Request::List { kind, filter, offset, limit, more, .. } => {
            page(*kind, filter, more, *offset, *limit, empty)
        }
        Request::Calendar { .. } => Reply::Calendar(vec![
            DayCount { day: today().plus(-3), visits: 12, promises: 0, meetings: 0, tasks: 0 },
            DayCount { day: today(), visits: 2, promises: 1, meetings: 1, tasks: 2 },
            DayCount { day: today().plus(2), visits: 0, promises: 3, meetings: 0, tasks: 0 },
        ]),
        Request::OneDay(day) if *day == today() => Reply::OneDay(OneDay {
            promised: today_reply(false).promised.into_iter().skip(1).take(1).collect(),
            promised_total: 1,
            visits: vec![visit_row(0), visit_row(1)],
            visits_total: 2,
            meetings: fake_agenda::agenda().meetings,
            tasks: vec![fake_agenda::task_row(0)],
        }),
        Request::OneDay(_) => Reply::OneDay(OneDay::default()),
        Request::Find { kinds, .. } if kinds == &[Kind::Staff] => {
            let rows: Vec<Row> = (0..3).map(staff_row).collect();
            Reply::Found { total: 3, more: false, rows }
        }
        Request::Find { query, .. } => {
            let mut rows: Vec<Row> =
                (0..PEOPLE.len()).map(person_row).filter(|r| matches(r, query)).collect();
            if query == "zxm" {
                rows.insert(1, org_row(2));
            }
            Reply::Found { total: rows.len() as u64, more: false, rows }
        }
        Request::Records { kind: Kind::Answer, offset, .. } => fake_study::answers(*offset),
        Request::Card(target) => Reply::Card(Box::new(card(*target))),
        Request::Areas { parent } => Reply::Areas(if empty { Vec::new() } else { areas(*parent) }),
        Request::Circle { .. } => Reply::Circle(circle()),
        Request::Path { .. } => Reply::Path(vec![
            PathStep {
                target: someone(0),
                name: "张晓明".into(),
                about: "恒达建材 总经理".into(),
                relation: String::new(),
                dates: String::new(),
                source: String::new(),
            },
            PathStep {
                target: id(Kind::Organisation, 1),
                name: "市建材商会".into(),
                about: "商会".into(),
                relation: "副会长".into(),
                dates: "2023-01 - 2028-12".into(),
                source: "商会名册".into(),
            },
            PathStep {
                target: someone(13),
                name: "王明".into(),
                about: "静思陶瓷".into(),
                relation: "秘书长".into(),
                dates: "2023-01 -".into(),
                source: "商会名册".into(),
            },
        ]),
        Request::Pairs(_) => {
            let pair = |a, b, why| Pair { a: person_row(a), b: person_row(b), why };
            let pairs = vec![
                pair(0, 4, vec![Likeness::Phone]),
                pair(1, 9, vec![Likeness::NameAndEmployer, Likeness::NumberOnly]),
            ];
            Reply::Pairs { total: 2, pairs }
        }
        Request::History { .. } => Reply::History(history()),
        Request::Save(save) => Reply::Saved(Saved {
            target: save.target,
            version: 8,
            name: "颍川街道".into(),
            made: Vec::new(),
            merged: false,
            remarks: Vec::new(),
        }),
        Request::Preview(_) => Reply::Preview(Preview::Will(vec![WillWrite {
            kind: Kind::Visit,
            fields: vec![(visit::PEOPLE, "张晓明".into())],
            notes: Vec::new(),
            place: None,
            part: false,
        }])),
        Request::Capture { request, .. } => Reply::Saved(Saved {
            target: Ref { kind: Kind::Visit, id: *request },
            version: 9,
            name: "张晓明".into(),
            made: Vec::new(),
            merged: false,
            remarks: Vec::new(),
        }),
        Request::Get(target) => Reply::Shown(record(*target)),
        Request::Users { target, .. } if *target == someone(0) => {
            Reply::Users { total: 2, users: vec![visit_row(0), visit_row(1)] }
        }
        Request::Users { .. } => Reply::Users { total: 0, users: Vec::new() },
        Request::Undo { batch: Some(_), .. } => {
            Reply::Undone { more: None, records: 5, kept: vec!["姚强".into()] }
        }
        Request::Undo { .. } => Reply::Refused(Refusal::NothingToUndo),
        Request::Counts { kind, field, .. } => Reply::Counts(counts(*kind, *field)),
        Request::Keep(Keep::View(view)) => {
            Reply::Settings(Settings { views: vec![view.clone()], columns: Vec::new(), showing: false })
        }
        Request::Keep(Keep::Columns(kind, keys)) => Reply::Settings(Settings {
            views: Vec::new(),
            columns: vec![(*kind, keys.clone())],
            showing: false,
        }),
        Request::Keep(Keep::Showing(on)) => Reply::Settings(Settings { showing: *on, ..Settings::default() }),
        Request::Keep(_) => Reply::Settings(Settings::default()),
        Request::Rows { targets, more } => {
            Reply::Rows(targets.iter().map(|t| wide(person_row(usize::from(t.id.0[15])), more)).collect())
        }
        Request::HandOver(h) if h.dry => Reply::HandPlan(Box::new(fake_staff::plan(h))),
        Request::HandOver(h) => Reply::Handed(Box::new(fake_staff::done(h.act.target))),
        Request::HandStep(s) => {
            Reply::Handed(Box::new(fake_staff::done(Ref { kind: Kind::Handover, id: s.handover })))
        }
        Request::HandSheet(of) => Reply::HandSheet(Box::new(fake_staff::sheet(*of))),
        Request::Report(_) => Reply::Report(Box::new(super::fake_report::report())),
        Request::Posts { area } => Reply::Posts(Box::new(fake_staff::posts(*area))),
        Request::OpenWork(who) => {
            let mut shown = record(Ref { kind: Kind::Staff, id: *who });
            shown.record.fields.set(staff::ROLE, Value::Code(3));
            let open = vec![(Open::People, 38), (Open::Promises, 5), (Open::Drafts, 2)];
            Reply::OpenWork(Box::new(OpenWork { shown, open }))
        }
        Request::Bulk(bulk) => Reply::Bulk(bulk.items.iter().map(|(id, _)| bulk_row(*id)).collect()),
        _ => Reply::Done,
    }
}
