//! Own field 自设字段: what an office asks for besides what the program knows. Each has a purpose and somebody who answers for
//! it, passes the open-book rule, and is then a field like any other. It is never taken away, as records hold it: it goes
//! out of use, and what was entered stays to be seen.

use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::schema::{FIRST_OWN, kept, kept_choices, key_of};
use super::{Fields, Kind, Record, Value, rules};
use crate::text::{T, t};

/// What people see.
pub const LABEL: u16 = 1;
/// On which records.
pub const OF: u16 = 2;
/// What it takes.
pub const SORT: u16 = 3;
/// What may be chosen.
pub const OPTIONS: u16 = 4;
/// Why the office holds it.
pub const PURPOSE: u16 = 5;
/// Who answers for it.
pub const OWNER: u16 = 6;
/// Help while it is in hand.
pub const HINT: u16 = 7;
/// Whether it is covered on a projector.
pub const COVERED: u16 = 8;
/// Its English label.
pub const ENGLISH: u16 = 9;
/// Headings of ledgers that mean it.
pub const ALIASES: u16 = 10;
/// Whether it is filled still.
pub const USED: u16 = 11;
/// The number under which records hold it. Given once.
pub const NO: u16 = 12;
/// The code of each of [`OPTIONS`], those that were dropped too.
pub const CODES: u16 = 13;

/// One line.
pub const LINE: u16 = 1;
/// Several lines.
pub const NOTE: u16 = 2;
/// A whole number.
pub const NUMBER: u16 = 3;
/// A day.
pub const DAY: u16 = 4;
/// One of [`OPTIONS`].
pub const CHOICE: u16 = 5;
/// Yes or no.
pub const YES_NO: u16 = 6;

const SORTS: &[Choice] = &[
    choice(LINE, "line", "一行字", "a line", &["文字"]),
    choice(NOTE, "note", "一段话", "several lines", &[]),
    choice(NUMBER, "number", "数字", "a number", &[]),
    choice(DAY, "day", "日期", "a day", &[]),
    choice(CHOICE, "choice", "从几项里选", "one of a list", &["选项"]),
    choice(YES_NO, "yes_no", "是或否", "yes or no", &[]),
];

const YES_OR_NO: &[Choice] =
    &[choice(1, "yes", "是", "yes", &["√", "有", "y"]), choice(2, "no", "否", "no", &["无", "×", "n"])];

/// Covered where others may see the screen.
pub const COVER: u16 = 1;

const COVERS: &[Choice] =
    &[choice(COVER, "covered", "遮住", "covered", &[]), choice(2, "open", "照常显示", "shown", &[])];

/// In use.
pub const IN_USE: u16 = 1;
/// Out of use.
pub const OUT_OF_USE: u16 = 2;

/// Whether something is in use.
pub const USES: &[Choice] = &[
    choice(IN_USE, "in_use", "在用", "in use", &[]),
    choice(OUT_OF_USE, "out_of_use", "停用", "out of use", &["不用"]),
];

/// Longest text of a field, characters: sessions are told all of them when they begin.
const TEXT_MAX: usize = 60;
/// Most options, those that were dropped too.
const OPTIONS_MAX: usize = 100;
/// Most headings that mean it.
const ALIASES_MAX: usize = 20;

/// The kinds that take such fields, as one chooses them.
const OFS: &[Choice] = &[
    choice(1, "people", "人员", "people", &[]),
    choice(2, "organisations", "单位", "organisations", &[]),
    choice(3, "visits", "走访", "visits", &["走访联系"]),
    choice(4, "matters", "事项", "matters", &[]),
    choice(5, "services", "服务", "services", &[]),
    choice(6, "meetings", "会议", "meetings", &["会议活动"]),
    choice(7, "tasks", "待办", "tasks", &[]),
    choice(8, "recommendations", "推荐", "recommendations", &[]),
    choice(9, "offers", "服务力量", "who can help", &[]),
    choice(10, "posts", "任职", "posts", &[]),
    choice(11, "studies", "调研", "studies", &[]),
    choice(12, "staff", "工作人员", "staff", &[]),
];

const KINDS: &[(u16, Kind)] = &[
    (1, Kind::Person),
    (2, Kind::Organisation),
    (3, Kind::Visit),
    (4, Kind::Matter),
    (5, Kind::Service),
    (6, Kind::Meeting),
    (7, Kind::Task),
    (8, Kind::Recommendation),
    (9, Kind::Offer),
    (10, Kind::Post),
    (11, Kind::Study),
    (12, Kind::Staff),
];

const CODE: &[Field] = &[
    field(1, "code", "编号", "Code", Type::Number(1, 254)),
    field(2, "option", "选项", "Option", Type::Line),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(LABEL, "label", "栏目名称", "Field", Type::Line)
        .must()
        .hint(
            "如 所在楼宇、入会日期；不问信仰、民族、身体、收入",
            "e.g. building; never beliefs, health or money",
        )
        .purpose("知道问的是什么", "to know what is asked"),
    field(OF, "of", "加在哪里", "On", Type::Choice(OFS))
        .must()
        .stays()
        .hint("哪一类记录要填它；建好后不能改", "On which records; not changed later")
        .purpose("知道加在哪里", "to know where it stands"),
    field(SORT, "sort", "填什么", "Takes", Type::Choice(SORTS))
        .must()
        .hint("建好后不能改", "Not changed later")
        .purpose("知道怎么填", "to know how it is filled"),
    field(OPTIONS, "options", "选项", "Options", Type::Line)
        .many()
        .hint(
            "从几项里选时写，一项一行；原处改字就是改名，另加写在最后",
            "For a list, one each; changed in place it is renamed, new ones go to the end",
        )
        .purpose("知道选什么", "to know what may be chosen"),
    field(PURPOSE, "purpose", "用途", "Purpose", Type::Line)
        .must()
        .hint("为哪件工作要它", "For which work it is needed")
        .purpose("只留工作用得着的", "to hold nothing without need"),
    field(OWNER, "owner", "负责人", "Owner", Type::Ref { kind: Kind::Staff, make: false })
        .must()
        .purpose("有人管", "somebody answers for it"),
    field(HINT, "hint", "填写提示", "Hint", Type::Line).purpose("填得一样", "so that all fill it alike"),
    field(ALIASES, "aliases", "台账里还叫", "In ledgers", Type::Line)
        .many()
        .section("另外", "Besides")
        .hint("导入时认得的表头", "Headings that mean it at import")
        .purpose("导入台账", "to read ledgers"),
    field(COVERED, "covered", "投屏时", "Projector", Type::Choice(COVERS))
        .hint("不填就遮住", "Left empty it is covered")
        .purpose("不让旁人看见", "so that bystanders do not see it"),
    field(ENGLISH, "english", "英文名", "In English", Type::Line)
        .hint("英文界面和导出用；不填就用中文", "For the English screens and exports")
        .purpose("英文界面用", "for screens in English"),
    field(USED, "used", "还用不用", "In use", Type::Choice(USES))
        .for_many()
        .hint("停用后不再填，填过的还看得到", "Out of use it is no longer filled; what was entered stays")
        .purpose("不用的不再填", "to fill no more than is needed"),
    field(NO, "no", "编号", "Number", Type::Number(FIRST_OWN as i64, u16::MAX as i64)).hidden(),
    field(CODES, "codes", "选项编号", "Codes", Type::Group(CODE)).many().hidden(),
];

/// The kind that a field stands on.
pub fn kind_of(f: &Fields) -> Option<Kind> {
    let code = f.code(OF)?;
    KINDS.iter().find(|(c, _)| *c == code).map(|(_, kind)| *kind)
}

/// The options with their codes, those that were dropped too.
pub fn codes(f: &Fields) -> Vec<(u16, String)> {
    let all = f.get(CODES).map(Value::each).unwrap_or_default();
    let one = |v: &Value| {
        let Value::Group(parts) = v else { return None };
        let part = |no: u16| parts.iter().find(|(n, _)| *n == no).map(|(_, v)| v);
        match (part(1)?, part(2)?) {
            (Value::Int(code), Value::Text(label)) => Some((u16::try_from(*code).ok()?, label.clone())),
            _ => None,
        }
    };
    all.iter().filter_map(one).collect()
}

/// The codes of options as they are now, after what they were: an option that is there keeps its code, one that changed in its
/// place is renamed, further ones have new codes. What was dropped keeps its name for the records that hold it.
pub fn recoded(before: &[String], known: &[(u16, String)], now: &[String]) -> Vec<(u16, String)> {
    let mut out: Vec<(u16, String)> = known.to_vec();
    let code_of = |out: &[(u16, String)], label: &str| out.iter().find(|(_, l)| l == label).map(|(c, _)| *c);
    for (at, label) in now.iter().enumerate() {
        if code_of(&out, label).is_some() {
            continue;
        }
        // in the place of one that is named no more
        let old = before.get(at).filter(|old| before.len() <= now.len() && !now.contains(old));
        let renamed = old.and_then(|old| out.iter_mut().find(|(_, l)| l == old));
        match renamed {
            Some(slot) => label.clone_into(&mut slot.1),
            None => {
                let next = out.iter().map(|(c, _)| *c).max().unwrap_or(0) + 1;
                out.push((next, label.clone()));
            }
        }
    }
    out
}

/// Codes as the record holds them.
pub fn kept_codes(all: Vec<(u16, String)>) -> Value {
    let one = |(code, label)| Value::Group(vec![(1, Value::Int(i64::from(code))), (2, Value::Text(label))]);
    Value::List(all.into_iter().map(one).collect())
}

/// The field that a record describes, and on which kind it stands.
pub fn read(r: &Record) -> Option<(Kind, Field)> {
    let f = &r.fields;
    let (kind, no) = (kind_of(f)?, u16::try_from(f.int(NO)?).ok().filter(|no| *no >= FIRST_OWN)?);
    let ty = match f.code(SORT)? {
        NOTE => Type::Note,
        NUMBER => Type::Number(0, i64::from(u32::MAX - 1)),
        DAY => Type::Day,
        CHOICE => {
            let offered = f.texts(OPTIONS);
            let mut all = codes(f);
            let place = |label: &str| offered.iter().position(|o| *o == label);
            all.sort_by_key(|(code, label)| (place(label).unwrap_or(usize::MAX), *code));
            let one = |(code, label): (u16, String)| Choice {
                retired: place(&label).is_none(),
                ..choice(code, kept(&format!("option_{code}")), kept(&label), kept(&label), &[])
            };
            Type::Choice(kept_choices(all.into_iter().map(one).collect()))
        }
        YES_NO => Type::Choice(YES_OR_NO),
        _ => Type::Line,
    };
    let (zh, en) = (f.text(LABEL), f.text(ENGLISH));
    let en = if en.is_empty() { zh } else { en };
    let key = key_of(en).filter(|key| is_free(kind, key));
    let key = key.unwrap_or_else(|| format!("own_{no}"));
    let mut out = field(no, kept(&key), kept(zh), kept(en), ty);
    let hint = kept(f.text(HINT));
    let why = kept(f.text(PURPOSE));
    let aliases: Vec<&'static str> = f.texts(ALIASES).into_iter().map(kept).collect();
    (out.hint, out.purpose, out.aliases) = (t(hint, hint), t(why, why), aliases.leak());
    out.cover = if f.code(COVERED) == Some(2) { Cover::Open } else { Cover::Words };
    out.find = if matches!(ty, Type::Line) { Find::Extra } else { Find::No };
    out.for_many = !matches!(ty, Type::Note);
    out.fixed = f.code(USED) == Some(OUT_OF_USE);
    Some((kind, out))
}

/// Whether a word may be the key of a field: JSON has keys of its own, and those that come with references.
fn is_free(kind: Kind, key: &str) -> bool {
    let beside = ["_id", "_ids", "_name", "_names"].iter().any(|end| key.ends_with(end));
    let own = ["id", "kind", "version", "name", "names", "own"].contains(&key) || key.starts_with("own_");
    !beside && !own && kind.built_in().iter().all(|b| b.key != key)
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let options = f.texts(OPTIONS).len();
    let long = |no: u16| f.texts(no).iter().any(|t| t.chars().count() > TEXT_MAX);
    if let Some(no) = [LABEL, ENGLISH, HINT, PURPOSE, OPTIONS, ALIASES].into_iter().find(|no| long(*no)) {
        return Some((no, t("太长了，不超过 60 个字", "too long: at most 60 characters")));
    }
    if f.texts(ALIASES).len() > ALIASES_MAX {
        return Some((ALIASES, t("太多了，最多 20 个", "too many: at most 20")));
    }
    match f.code(SORT) {
        Some(CHOICE) if options < 2 => {
            Some((OPTIONS, t("至少写两项，一项一行", "at least two options, one each")))
        }
        Some(sort) if sort != CHOICE && options > 0 => Some((
            OPTIONS,
            t("只有「从几项里选」才写选项", "options belong to a field that takes one of a list"),
        )),
        _ if codes(f).len() > OPTIONS_MAX => Some((OPTIONS, t("选项太多了", "too many options"))),
        _ => None,
    }
}

/// What the book never holds, where a field asks for it, and in which of its texts.
pub fn refused(f: &Fields) -> Option<(u16, T)> {
    let asked = [LABEL, ENGLISH, PURPOSE, HINT, ALIASES];
    let said = asked.iter().flat_map(|no| f.texts(*no).into_iter().map(move |text| (*no, text)));
    let said = said.filter_map(|(no, text)| Some((no, rules::refused(text)?)));
    // of people no option may rank or judge them either
    let of_people = matches!(kind_of(f), Some(Kind::Person | Kind::Offer | Kind::Post | Kind::Staff));
    let judge = if of_people { rules::refused } else { rules::refused_choice };
    let chosen = f.texts(OPTIONS).into_iter().filter_map(|o| Some((OPTIONS, judge(o)?)));
    said.chain(chosen).next()
}

const COLUMNS: &[Column] = &[
    column("of", "加在哪里", "On", 12, 0),
    column("label", "栏目名称", "Field", 16, 0),
    column("sort", "填什么", "Takes", 12, 1),
    column("used", "还用不用", "In use", 10, 2),
    column("purpose", "用途", "Purpose", 20, 3).flex(),
];

/// Which kind it stands on.
pub const GENERAL: General = general("自设字段", "own field", "own-fields", FIELDS)
    .listed(
        t("自设字段", "Own fields"),
        t(
            "还没有自设字段。按 n 加一栏：人员、单位、走访、事项……的表单里就多出它来。",
            "No own fields yet. n adds one to the form of people, visits, matters …",
        ),
        COLUMNS,
    )
    .named(LABEL);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Id;

    fn own(sort: u16, options: &[&str]) -> Record {
        let mut r = Record::new(Kind::OwnField, Id([7; 16]));
        let texts = |all: &[&str]| Value::List(all.iter().map(|s| Value::text(*s)).collect());
        for (no, v) in [
            (LABEL, Value::text("所在楼宇")),
            (OF, Value::Code(1)),
            (SORT, Value::Code(sort)),
            (OPTIONS, texts(options)),
            (ENGLISH, Value::text("Office building")),
            (NO, Value::Int(1001)),
        ] {
            r.fields.set(no, v);
        }
        let options: Vec<String> = options.iter().map(|s| (*s).to_owned()).collect();
        r.fields.set(CODES, kept_codes(recoded(&[], &[], &options)));
        r
    }

    #[test]
    fn a_record_is_read_as_a_field() {
        let (kind, f) = read(&own(CHOICE, &["甲座", "乙座"])).unwrap();
        assert_eq!((kind, f.no, f.key, f.label.zh), (Kind::Person, 1001, "office_building", "所在楼宇"));
        assert_eq!(f.read_choice("乙座").map(|c| c.code), Some(2));
        assert_eq!(f.cover, Cover::Words, "covered unless said otherwise");
        let (_, f) = read(&own(LINE, &[])).unwrap();
        assert!(matches!(f.ty, Type::Line) && f.find == Find::Extra);
        let mut r = own(DAY, &[]);
        r.fields.clear(NO);
        assert!(read(&r).is_none(), "without a number it is no field");
    }

    #[test]
    fn options_keep_their_codes() {
        let all = |s: &[&str]| s.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let first = recoded(&[], &[], &all(&["甲", "乙"]));
        assert_eq!(first, [(1, "甲".into()), (2, "乙".into())]);
        let renamed = recoded(&all(&["甲", "乙"]), &first, &all(&["甲", "乙座", "丙"]));
        assert_eq!(renamed, [(1, "甲".into()), (2, "乙座".into()), (3, "丙".into())]);
        let turned = recoded(&all(&["甲", "乙座", "丙"]), &renamed, &all(&["丙", "甲"]));
        assert_eq!(turned, renamed, "what is dropped keeps its code, and so do those that moved");
        let again = recoded(&all(&["丙", "甲"]), &turned, &all(&["丙", "甲", "乙座"]));
        assert_eq!(again, renamed);
    }

    #[test]
    fn nothing_is_asked_that_the_book_never_holds() {
        for (no, text) in [(LABEL, "政治面貌"), (PURPOSE, "了解宗教信仰"), (HINT, "填民族")] {
            let f = own(LINE, &[]).fields.with(no, Value::text(text));
            assert_eq!(refused(&f).map(|(at, _)| at), Some(no), "{text}");
        }
        let f = own(CHOICE, &["佛教信仰", "没有"]);
        assert_eq!(refused(&f.fields).map(|(at, _)| at), Some(OPTIONS));
        assert_eq!(refused(&own(CHOICE, &["甲", "乙"]).fields), None);
    }
}
