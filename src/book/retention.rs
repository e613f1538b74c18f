//! Retention class 保存期限: how long a sort of record is kept, and what happens then (PIPL art. 19 and 47). Nothing happens
//! by itself: a class says what is past its time, and an administrator looks at it and carries it out.

use super::columns::{Column, column};
use super::field::{Choice, Field, Type, choice, field};
use super::general::{General, general};
use super::schema::FIRST_OWN;
use super::{Day, Fields, Kind, Record, Ref, Value, matter, meeting, person, recommendation, request, task};
use crate::text::{T, t};

/// What it is called.
pub const NAME: u16 = 1;
/// Which records.
pub const COVERS: u16 = 2;
/// Counted from which day.
pub const FROM: u16 = 3;
/// How long, in months.
pub const MONTHS: u16 = 4;
/// What happens then.
pub const THEN: u16 = 5;
/// Why so long and no longer.
pub const WHY: u16 = 6;
/// Who answers for it.
pub const OWNER: u16 = 7;
/// Whether it is in force.
pub const STATE: u16 = 8;
/// Records that are held back, with why.
pub const HELD: u16 = 9;
/// When it was carried out, by whom, and on how many.
pub const RUNS: u16 = 10;

/// Visits.
pub const VISITS: u16 = 1;
/// Matters that are struck off.
pub const MATTERS: u16 = 2;
/// Services that were given.
pub const SERVICES: u16 = 3;
/// Tasks in which nothing is to be done.
pub const TASKS: u16 = 4;
/// Meetings.
pub const MEETINGS: u16 = 5;
/// Answers to studies.
pub const ANSWERS: u16 = 6;
/// Recommendations that came to their end.
pub const RECOMMENDATIONS: u16 = 7;
/// People who are no longer here.
pub const PEOPLE: u16 = 8;
/// The register of requests.
pub const REQUESTS: u16 = 9;

/// Which records.
pub const SUBJECTS: &[Choice] = &[
    choice(VISITS, "visits", "走访联系", "visits and contacts", &["走访"]),
    choice(MATTERS, "matters", "已销号的事项", "matters struck off", &["事项"]),
    choice(SERVICES, "services", "办完的服务", "services given", &["服务"]),
    choice(TASKS, "tasks", "办完的待办", "tasks done", &["待办"]),
    choice(MEETINGS, "meetings", "会议活动", "meetings and events", &["会议"]),
    choice(ANSWERS, "answers", "调研答卷", "answers to studies", &["答卷"]),
    choice(RECOMMENDATIONS, "recommendations", "办结的推荐", "recommendations ended", &["推荐"]),
    choice(PEOPLE, "people", "已迁出、停用的人员", "people no longer here", &["人员"]),
    choice(REQUESTS, "requests", "办结的个人信息请求", "requests that were answered", &["请求"]),
];

/// From the record's own day.
pub const OWN_DAY: u16 = 1;
/// From the day on which it was done.
pub const DONE_DAY: u16 = 2;
/// From the last contact with whom it is about.
pub const LAST_CONTACT: u16 = 3;

/// Counted from which day.
pub const DAYS: &[Choice] = &[
    choice(OWN_DAY, "day", "记录的日期", "the record's day", &[]),
    choice(DONE_DAY, "done", "办完那天", "the day it was done", &["办结日期"]),
    choice(LAST_CONTACT, "contact", "最后一次联系本人", "the last contact with them", &["最后联系"]),
];

/// The record is erased.
pub const ERASE: u16 = 1;
/// It stays as a figure, without people and words.
pub const NAMELESS: u16 = 2;
/// Somebody looks at it.
pub const REVIEW: u16 = 3;

/// What happens then.
pub const ENDS: &[Choice] = &[
    choice(ERASE, "erase", "删除", "erase", &[]),
    choice(NAMELESS, "nameless", "去掉姓名和内容，只留数字", "make nameless, keep the figures", &["匿名化"]),
    choice(REVIEW, "review", "只列出来核对", "list for review", &["核对"]),
];

/// In force.
pub const IN_FORCE: u16 = 1;
/// Out of use.
pub const OUT_OF_USE: u16 = 2;

/// Whether it is in force.
pub const STATES: &[Choice] = &[
    choice(IN_FORCE, "in_force", "执行", "in force", &[]),
    choice(OUT_OF_USE, "out_of_use", "停用", "out of use", &[]),
];

/// Of what is held back: which record.
pub const HELD_WHAT: u16 = 1;
/// Why.
pub const HELD_WHY: u16 = 2;
/// By whom.
pub const HELD_BY: u16 = 3;
/// Since when.
pub const HELD_ON: u16 = 4;

const HOLD: &[Field] = &[
    field(HELD_ON, "on", "日期", "Day", Type::Day),
    field(HELD_WHAT, "what", "哪一条", "Which", Type::Party),
    field(HELD_WHY, "why", "原因", "Why", Type::Line),
    field(HELD_BY, "by", "谁", "Who", Type::Ref { kind: Kind::Staff, make: false }),
];

/// Of a time it was carried out: the day.
pub const RUN_ON: u16 = 1;
/// By whom.
pub const RUN_BY: u16 = 2;
/// What was done.
pub const RUN_THEN: u16 = 3;
/// How many were due.
pub const RUN_OF: u16 = 4;
/// How many are done.
pub const RUN_DONE: u16 = 5;
/// What its slices share.
pub const RUN_BATCH: u16 = 6;
/// Which records, as the class said then.
pub const RUN_COVERS: u16 = 7;
/// Counted from which day.
pub const RUN_FROM: u16 = 8;
/// For how many months.
pub const RUN_MONTHS: u16 = 9;
/// The last day that was past its time.
pub const RUN_UNTIL: u16 = 10;

const RUN: &[Field] = &[
    field(RUN_ON, "on", "日期", "Day", Type::Day),
    field(RUN_BY, "by", "谁", "Who", Type::Ref { kind: Kind::Staff, make: false }),
    field(RUN_THEN, "then", "办了什么", "What", Type::Choice(ENDS)),
    field(RUN_DONE, "done", "条数", "Done", Type::Number(0, i64::MAX)),
    field(RUN_OF, "of", "应办", "Of", Type::Number(0, i64::MAX)),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "名称", "Name", Type::Line)
        .must()
        .hint("如 走访记录满五年", "e.g. visits, five years")
        .purpose("知道是哪一类期限", "to know which class it is"),
    field(COVERS, "covers", "管哪些记录", "Covers", Type::Choice(SUBJECTS))
        .must()
        .hint(
            "看谁看过谁的日志另有规定，至少留六个月",
            "The access log is fixed elsewhere: six months and more",
        )
        .purpose("知道管什么", "to know what it covers"),
    field(FROM, "from", "从哪天算起", "Counted from", Type::Choice(DAYS))
        .must()
        .purpose("算期限", "to reckon the time"),
    field(MONTHS, "months", "保存几个月", "Months", Type::Number(1, 1200))
        .must()
        .hint("五年是 60", "Five years are 60")
        .purpose("期限是实现目的所必要的最短时间", "no longer than the purpose needs"),
    field(THEN, "then", "到期怎么办", "Then", Type::Choice(ENDS))
        .must()
        .hint("删除和去名都不能恢复；执行前先看名单", "Neither can be undone; the list is looked at first")
        .purpose("知道到期怎么处理", "to know what happens then"),
    field(WHY, "why", "依据、理由", "Why", Type::Line)
        .must()
        .hint("为什么留这么久", "Why so long and no longer")
        .purpose("说明为什么留这么久", "to say why it is kept so long"),
    field(OWNER, "owner", "谁负责", "Who answers for it", Type::Ref { kind: Kind::Staff, make: false })
        .must()
        .purpose("知道由谁负责", "to know who answers for it"),
    field(STATE, "state", "执行还是停用", "In force", Type::Choice(STATES))
        .purpose("知道现在算不算数", "to know whether it holds"),
    field(HELD, "held", "保留的", "Held back", Type::Group(HOLD))
        .many()
        .fixed()
        .purpose("有争议的先不动", "what is disputed stays for now"),
    field(RUNS, "runs", "执行记录", "Carried out", Type::Group(RUN))
        .many()
        .fixed()
        .purpose("知道谁在什么时候办过", "to know who did it when"),
];

/// The kind of record that a class covers.
pub const fn kind(covers: u16) -> Option<Kind> {
    Some(match covers {
        VISITS => Kind::Visit,
        MATTERS => Kind::Matter,
        SERVICES => Kind::Service,
        TASKS => Kind::Task,
        MEETINGS => Kind::Meeting,
        ANSWERS => Kind::Answer,
        RECOMMENDATIONS => Kind::Recommendation,
        PEOPLE => Kind::Person,
        REQUESTS => Kind::Request,
        _ => return None,
    })
}

/// The days on which such a record was done: the last of them that it has counts, and its own day where it has none.
pub const fn done_days(covers: u16) -> &'static [u16] {
    match covers {
        MATTERS => &[matter::TOLD_ON, matter::SETTLED_ON],
        TASKS => &[task::DONE_ON],
        RECOMMENDATIONS => &[recommendation::PUBLISHED_UNTIL, recommendation::PUBLISHED_ON],
        REQUESTS => &[request::DONE_ON],
        _ => &[],
    }
}

/// The days of a record that say how young it is: its own, and those on which it was done.
pub fn days(of: Kind) -> impl Iterator<Item = u16> {
    let own = of.general().and_then(|g| g.day);
    let covers = SUBJECTS.iter().map(|s| s.code).filter(move |covers| kind(*covers) == Some(of));
    own.into_iter().chain(covers.flat_map(|covers| done_days(covers).iter().copied()))
}

/// Whether a class may count so.
const fn may_count(covers: u16, from: u16) -> bool {
    match from {
        OWN_DAY => covers != PEOPLE,
        DONE_DAY => !done_days(covers).is_empty(),
        _ => matches!(covers, VISITS | MATTERS | SERVICES | PEOPLE),
    }
}

/// Whether such a record may end so. Somebody without a name, an entry of the register without whose it was, is nothing.
const fn may_end(covers: u16, then: u16) -> bool {
    then != NAMELESS || !matches!(covers, PEOPLE | REQUESTS | RECOMMENDATIONS)
}

/// Whether a record of a kind may be found without people and words.
pub fn may_be_nameless(of: Kind) -> bool {
    SUBJECTS.iter().any(|s| kind(s.code) == Some(of) && may_end(s.code, NAMELESS))
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let covers = f.code(COVERS)?;
    if f.code(FROM).is_some_and(|from| !may_count(covers, from)) {
        return Some((
            FROM,
            t("这类记录没有这个日期，换一个算法", "these records have no such day; count from another"),
        ));
    }
    if f.code(THEN).is_some_and(|then| !may_end(covers, then)) {
        let words = t(
            "这类记录去了姓名就什么也不剩，选删除或只核对",
            "without names nothing of these is left; erase or review",
        );
        return Some((THEN, words));
    }
    None
}

/// What is past its time by a day: the last one on which a record may have been.
pub fn until(today: Day, months: i64) -> Day {
    let months = u32::try_from(months).unwrap_or(u32::MAX);
    let before = today.date().checked_sub_months(chrono::Months::new(months));
    before.map_or(Day(i32::MIN + 1), Day::from)
}

/// Whether a field goes when a record is made nameless: words, and whatever leads to somebody.
pub fn goes(field: &Field) -> bool {
    match field.ty {
        Type::Line | Type::Note | Type::Name | Type::Phone | Type::Uscc | Type::Group(_) | Type::Party => {
            true
        }
        Type::Ref { kind, .. } => kind == Kind::Person || kind.people_field().is_some(),
        // an office's own number may be somebody's
        Type::Day | Type::Number(..) | Type::Hours => field.no >= FIRST_OWN,
        Type::Choice(_) => false,
    }
}

/// A record without people and words. What reports count by stays; `area` is where it lay by its people. Of answers the words
/// are taken out by whoever knows their questions.
pub fn nameless(r: &Record, area: Option<Ref>) -> Record {
    let mut out = r.clone();
    if r.kind == Kind::Meeting {
        let heads = i64::try_from(meeting::heads(&r.fields)).unwrap_or(0);
        if heads > 0 {
            out.fields.set(meeting::HEADS, Value::Int(heads));
        }
    }
    let kept = (r.kind == Kind::Answer).then_some(super::answer::ANSWERS);
    for f in r.kind.fields().iter().filter(|f| goes(f) && Some(f.no) != kept) {
        out.fields.clear(f.no);
    }
    if let (Some(no), Some(area)) = (r.kind.area_field(), area)
        && out.fields.get(no).is_none()
    {
        let many = r.kind.field(no).is_some_and(|f| f.many);
        out.fields.set(no, if many { Value::List(vec![Value::Ref(area)]) } else { Value::Ref(area) });
    }
    out
}

/// Whether somebody of this status is no longer here.
pub fn is_gone(status: u16) -> bool {
    person::STATUSES.iter().skip(1).any(|s| s.code == status)
}

/// What is held back by a class: which records, and why.
pub fn held(f: &Fields) -> Vec<(Ref, String)> {
    let each = f.get(HELD).map(Value::each).unwrap_or_default();
    let one = |v: &Value| {
        let Value::Group(parts) = v else { return None };
        let part = |no: u16| parts.iter().find(|(n, _)| *n == no).map(|(_, v)| v);
        let Some(Value::Ref(what)) = part(HELD_WHAT) else { return None };
        let why = if let Some(Value::Text(why)) = part(HELD_WHY) { why.clone() } else { String::new() };
        Some((*what, why))
    };
    each.iter().filter_map(one).collect()
}

/// A class as offices usually have it. It holds only when an administrator has entered it.
#[derive(Clone, Copy, Debug)]
pub struct Ready {
    /// Its name.
    pub name: T,
    /// What it covers.
    pub covers: u16,
    /// Counted from.
    pub from: u16,
    /// Months.
    pub months: i64,
    /// What happens then.
    pub then: u16,
    /// Why.
    pub why: T,
}

const fn ready(name: T, what: (u16, u16), months: i64, then: u16, why: T) -> Ready {
    Ready { name, covers: what.0, from: what.1, months, then, why }
}

/// Those that are offered.
pub const READY: &[Ready] = &[
    ready(
        t("走访记录满五年", "visits, five years"),
        (VISITS, OWN_DAY),
        60,
        NAMELESS,
        t(
            "走访过了就不再查是谁，工作量要留",
            "nobody looks a visit up after that; how much was done is kept",
        ),
    ),
    ready(
        t("销号事项满三年", "matters struck off, three years"),
        (MATTERS, DONE_DAY),
        36,
        NAMELESS,
        t("办结三年后不再复查", "no settled matter is taken up again after three years"),
    ),
    ready(
        t("不在册又三年没联系", "gone, and not reached for three years"),
        (PEOPLE, LAST_CONTACT),
        36,
        REVIEW,
        t("人已不在，联系的目的已实现", "they are gone; the purpose is met"),
    ),
    ready(
        t("服务记录满五年", "services, five years"),
        (SERVICES, OWN_DAY),
        60,
        NAMELESS,
        t("服务办完不再查是谁，工作量要留", "the figures are kept, the names are not needed"),
    ),
    ready(
        t("答卷满两年", "answers to studies, two years"),
        (ANSWERS, OWN_DAY),
        24,
        NAMELESS,
        t("调研报告已出，只留统计", "the study is written; its figures are enough"),
    ),
    ready(
        t("办完的待办满两年", "tasks done, two years"),
        (TASKS, DONE_DAY),
        24,
        ERASE,
        t("做完了就用不着", "nobody needs them once they are done"),
    ),
    ready(
        t("办结的个人信息请求满三年", "requests answered, three years"),
        (REQUESTS, DONE_DAY),
        36,
        REVIEW,
        t(
            "证明答复过本人，三年内可能有争议",
            "to show that they were answered; it may be disputed for three years",
        ),
    ),
];

const COLUMNS: &[Column] = &[
    column("name", "名称", "Name", 20, 0).flex(),
    column("covers", "管哪些记录", "Covers", 14, 1),
    column("months", "月数", "Months", 6, 0).right(),
    column("then", "到期怎么办", "Then", 14, 0),
    column("state", "执行", "In force", 8, 2),
    column("owner", "谁负责", "Owner", 8, 3),
];

/// What it is called, and whose it is.
pub const GENERAL: General = general("保存期限", "retention-class", "retention-classes", FIELDS)
    .listed(
        t("保存期限", "How long records are kept"),
        t(
            "还没有定期限。按 n 从常用的里面挑一条，改好存下就开始算。",
            "No class yet. n offers the usual ones; as soon as one is saved it counts.",
        ),
        COLUMNS,
    )
    .named(NAME)
    .owner(OWNER)
    .state(STATE, &[OUT_OF_USE]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, rules, visit};

    #[test]
    fn those_that_are_offered_fit_and_others_do_not() {
        let of = |covers, from, then| {
            Fields::default()
                .with(NAME, Value::text("期限"))
                .with(COVERS, Value::Code(covers))
                .with(FROM, Value::Code(from))
                .with(MONTHS, Value::Int(12))
                .with(THEN, Value::Code(then))
                .with(WHY, Value::text("够了"))
                .with(OWNER, Value::Ref(Ref { kind: Kind::Staff, id: Id([1; 16]) }))
        };
        for r in READY {
            assert_eq!(rules::check(Kind::Retention, &of(r.covers, r.from, r.then)), [], "{}", r.name.zh);
        }
        assert_eq!(trouble(&of(PEOPLE, OWN_DAY, ERASE)).map(|(no, _)| no), Some(FROM));
        assert_eq!(trouble(&of(PEOPLE, LAST_CONTACT, NAMELESS)).map(|(no, _)| no), Some(THEN));
        assert!(SUBJECTS.iter().all(|s| kind(s.code).is_some()));
    }

    #[test]
    fn the_time_is_over_on_the_very_day() {
        let day = |y, m, d| Day::ymd(y, m, d).unwrap();
        assert_eq!(until(day(2026, 11, 23), 60), day(2021, 11, 23));
        assert_eq!(until(day(2026, 3, 31), 1), day(2026, 2, 28));
        assert!(until(day(2026, 3, 31), i64::MAX) < day(1, 1, 2));
    }

    #[test]
    fn of_a_nameless_record_only_figures_are_left() {
        let person = Value::Ref(Ref { kind: Kind::Person, id: Id([2; 16]) });
        let area = Ref { kind: Kind::Area, id: Id([3; 16]) };
        let mut r = Record::new(Kind::Visit, Id([1; 16]));
        r.fields = Fields::default()
            .with(visit::WHEN, Value::Day(Day(739_000)))
            .with(visit::MODE, Value::Code(1))
            .with(visit::PEOPLE, Value::List(vec![person.clone()]))
            .with(visit::SUMMARY, Value::text("谈了停车"))
            .with(visit::LEDGER_KEY, Value::text("张晓明"));
        let left = nameless(&r, Some(area));
        let fields: Vec<u16> = left.fields.iter().map(|(no, _)| no).collect();
        assert_eq!(fields, [visit::WHEN, visit::MODE, visit::AREA]);
        let mut r = Record::new(Kind::Meeting, Id([4; 16]));
        r.fields = Fields::default()
            .with(meeting::PRESENT, Value::List(vec![person]))
            .with(meeting::GUESTS, Value::List(vec![Value::text("王某")]));
        assert_eq!(meeting::heads(&nameless(&r, None).fields), 2, "how many came is a figure");
    }
}
