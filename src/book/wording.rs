//! Wording 用语: what an office calls the steps and sorts that the program knows, which of them it does not use, and sorts that
//! it adds. The code that records hold stays the same, so nothing in the book changes with a word.

use super::acts::DONE;
use super::columns::{Column, column};
use super::field::{Choice, Field, Type, choice, field};
use super::general::{General, general};
use super::own_field::{OUT_OF_USE, USES};
use super::schema::{kept, kept_choices, key_of};
use super::{
    Fields, Kind, Record, matter, meeting, offer, organisation, person, recommendation, rules, service, task,
    visit,
};
use crate::text::{T, t};

/// Which list.
pub const LIST: u16 = 1;
/// What it is called now; empty where one is added.
pub const WORD: u16 = 2;
/// What the office calls it.
pub const LABEL: u16 = 3;
/// The same in English.
pub const ENGLISH: u16 = 4;
/// Whether it is offered.
pub const USED: u16 = 5;
/// Why.
pub const NOTE: u16 = 6;
/// The code that records hold.
pub const CODE: u16 = 7;

/// The first code of what an office adds.
pub const FIRST_OWN: u16 = 200;
/// The last: a list is a byte a row.
pub const LAST_OWN: u16 = 254;

/// Longest text, characters.
const TEXT_MAX: usize = 60;

/// A list of choices: the kind, its field, and the part of it where that is a group (0 for none).
pub type Place = (Kind, u16, u16);

/// What may be done to a list besides renaming: what steps there are, and how many sorts a record may have at once, is the
/// program's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    Rename,
    AddAndDrop,
}

const LISTS: &[Choice] = &[
    choice(1, "matter_state", "事项：进度", "matters: states", &["进度"]),
    choice(2, "matter_step", "事项：步骤", "matters: steps", &["步骤"]),
    choice(3, "matter_sort", "事项：类别", "matters: sorts", &["类别"]),
    choice(4, "matter_source", "事项：来源", "matters: sources", &["来源"]),
    choice(5, "matter_urgency", "事项：缓急", "matters: urgency", &["缓急"]),
    choice(6, "visit_mode", "走访：方式", "visits: ways", &["方式"]),
    choice(7, "visit_outcome", "走访：结果", "visits: outcomes", &["结果"]),
    choice(8, "service_sort", "服务：项目", "services: sorts", &["服务项目"]),
    choice(9, "service_state", "服务：进度", "services: states", &[]),
    choice(10, "meeting_sort", "会议：类别", "meetings: sorts", &["会议类别"]),
    choice(11, "organisation_sort", "单位：类别", "organisations: sorts", &["单位类别"]),
    choice(12, "person_groups", "人员：四类", "people: groups", &["四类"]),
    choice(13, "task_state", "待办：进度", "tasks: states", &[]),
    choice(14, "recommendation_sort", "推荐：类别", "recommendations: sorts", &["推荐类别"]),
    choice(15, "recommendation_state", "推荐：进度", "recommendations: states", &[]),
    choice(16, "offer_role", "服务力量：身份", "who can help: roles", &["身份"]),
];

const PLACES: &[(u16, Place, May)] = &[
    (1, (Kind::Matter, matter::STATE, 0), May::Rename),
    (2, (Kind::Matter, matter::TRAIL, DONE), May::Rename),
    (3, (Kind::Matter, matter::SORT, 0), May::AddAndDrop),
    (4, (Kind::Matter, matter::SOURCE, 0), May::AddAndDrop),
    (5, (Kind::Matter, matter::URGENCY, 0), May::Rename),
    (6, (Kind::Visit, visit::MODE, 0), May::Rename),
    (7, (Kind::Visit, visit::OUTCOME, 0), May::Rename),
    (8, (Kind::Service, service::SORT, 0), May::AddAndDrop),
    (9, (Kind::Service, service::STATE, 0), May::Rename),
    (10, (Kind::Meeting, meeting::SORT, 0), May::AddAndDrop),
    (11, (Kind::Organisation, organisation::SORT, 0), May::AddAndDrop),
    (12, (Kind::Person, person::GROUPS, 0), May::Rename),
    (13, (Kind::Task, task::STATE, 0), May::Rename),
    (14, (Kind::Recommendation, recommendation::SORT, 0), May::AddAndDrop),
    (15, (Kind::Recommendation, recommendation::STATE, 0), May::Rename),
    (16, (Kind::Offer, offer::ROLE, 0), May::AddAndDrop),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(LIST, "list", "哪个清单", "List", Type::Choice(LISTS))
        .must()
        .stays()
        .hint("建好后不能改", "Not changed later")
        .purpose("知道改的是什么", "to know what is renamed"),
    field(WORD, "word", "原来叫", "Was", Type::Line)
        .hint("如 受理；要新加一类就空着", "e.g. accepted; empty to add one")
        .purpose("知道改的是哪一项", "to know which one is renamed"),
    field(LABEL, "label", "我们叫", "We say", Type::Line)
        .must()
        .hint("如 接单", "What the office calls it")
        .purpose("用本单位的叫法", "to speak as the office does"),
    field(USED, "used", "还用不用", "In use", Type::Choice(USES))
        .hint("停用后不再给人选，填过的不变", "Out of use it is no longer offered; what was entered stays")
        .purpose("不用的不再选", "to offer no more than is needed"),
    field(ENGLISH, "english", "英文叫法", "In English", Type::Line)
        .hint("英文界面用；不填照旧", "For the English screens; left empty it stays")
        .purpose("英文界面用", "for screens in English"),
    field(NOTE, "note", "依据", "Why", Type::Line)
        .hint("如 区里统一叫法，文号", "e.g. the district's own words")
        .purpose("知道为什么改", "to know why it was renamed"),
    field(CODE, "code", "编号", "Code", Type::Number(1, LAST_OWN as i64)).hidden(),
];

/// The list that a record is about.
pub fn place(f: &Fields) -> Option<Place> {
    let code = f.code(LIST)?;
    PLACES.iter().find(|(c, ..)| *c == code).map(|(_, place, _)| *place)
}

/// Whether choices may be added to a record's list, and dropped.
pub fn is_open(f: &Fields) -> bool {
    let code = f.code(LIST);
    PLACES.iter().any(|(c, _, may)| Some(*c) == code && *may == May::AddAndDrop)
}

/// The field that holds a list, as it is in force.
pub fn field_at((kind, no, part): Place) -> Option<&'static Field> {
    let field = kind.field(no)?;
    if part == 0 { Some(field) } else { field.part(part) }
}

/// A list with the office's words; none where it has none of its own.
pub(super) fn reworded(place_of: Place, list: &[Choice], own: &[Record]) -> Option<&'static [Choice]> {
    let mine = |r: &&Record| r.kind == Kind::Wording && place(&r.fields) == Some(place_of);
    let mut out = list.to_vec();
    let mut touched = false;
    for r in own.iter().filter(mine) {
        let f = &r.fields;
        let Some(code) = f.int(CODE).and_then(|c| u16::try_from(c).ok()) else { continue };
        let (zh, en) = (f.text(LABEL), f.text(ENGLISH));
        let retired = f.code(USED) == Some(OUT_OF_USE) && is_open(f);
        touched = true;
        match out.iter_mut().find(|c| c.code == code) {
            Some(c) => {
                // as it was called it is still understood, in ledgers and in a line
                let mut aliases = c.aliases.to_vec();
                aliases.extend([c.label.zh, c.label.en].into_iter().filter(|old| *old != zh && *old != en));
                c.label = t(kept(zh), if en.is_empty() { c.label.en } else { kept(en) });
                (c.aliases, c.retired) = (aliases.leak(), retired);
            }
            None if code >= FIRST_OWN => {
                let key = key_of(en).filter(|key| list.iter().all(|c| c.key != key));
                let key = key.unwrap_or_else(|| format!("own_{code}"));
                let en = if en.is_empty() { zh } else { en };
                out.push(Choice { retired, ..choice(code, kept(&key), kept(zh), kept(en), &[]) });
            }
            None => {}
        }
    }
    touched.then(|| kept_choices(out))
}

/// What does not fit together.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let long = |no: &u16| f.text(*no).chars().count() > TEXT_MAX;
    if let Some(no) = [WORD, LABEL, ENGLISH, NOTE].into_iter().find(long) {
        return Some((no, t("太长了，不超过 60 个字", "too long: at most 60 characters")));
    }
    if f.text(WORD).is_empty() && !is_open(f) && f.get(LIST).is_some() {
        return Some((
            WORD,
            t("这个清单只能改名，写上原来叫什么", "this list is only renamed: say what it is called now"),
        ));
    }
    if f.code(USED) == Some(OUT_OF_USE) && !is_open(f) {
        return Some((
            USED,
            t("这个清单的每一项都要用，只能改名", "all of this list is needed; it can only be renamed"),
        ));
    }
    None
}

/// What the book never holds, where a word says it.
pub fn refused(f: &Fields) -> Option<(u16, T)> {
    // what people are called may not rank or judge them
    let of_people = place(f).is_some_and(|(kind, ..)| matches!(kind, Kind::Person | Kind::Offer));
    let judge = if of_people { rules::refused } else { rules::refused_choice };
    [LABEL, ENGLISH].into_iter().find_map(|no| Some((no, judge(f.text(no))?)))
}

const COLUMNS: &[Column] = &[
    column("list", "哪个清单", "List", 20, 0),
    column("word", "原来叫", "Was", 14, 1),
    column("label", "我们叫", "We say", 16, 0).flex(),
    column("used", "还用不用", "In use", 10, 2),
];

/// Which list it is of.
pub const GENERAL: General = general("用语", "wording", "wordings", FIELDS)
    .listed(
        t("本单位用语", "The office's own words"),
        t(
            "都还是程序里的叫法。按 n 改一个步骤或类别的叫法，或加一类。",
            "All is called as the program has it. n renames a step or a sort, or adds one.",
        ),
        COLUMNS,
    )
    .named(LABEL);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Value};

    fn word(n: u8, list: u16, code: i64, label: &str, used: u16) -> Record {
        let mut r = Record::new(Kind::Wording, Id([n; 16]));
        for (no, v) in [
            (LIST, Value::Code(list)),
            (CODE, Value::Int(code)),
            (LABEL, Value::text(label)),
            (USED, Value::Code(used)),
        ] {
            r.fields.set(no, v);
        }
        r
    }

    /// A list that is named here and not there would be renamed in vain.
    #[test]
    fn every_list_is_there_and_has_room() {
        assert!(LISTS.iter().map(|c| c.code).eq(PLACES.iter().map(|(c, ..)| *c)));
        for (code, place, may) in PLACES {
            let field = field_at(*place).unwrap();
            assert!(!field.choices().is_empty(), "{code}");
            assert!(field.choices().iter().all(|c| c.code < FIRST_OWN), "{code}");
            assert!(*may == May::Rename || !field.many, "{code}: a bit a code leaves no room");
        }
    }

    #[test]
    fn renamed_added_and_out_of_use() {
        let own =
            [word(1, 3, 1, "群众诉求", 1), word(2, 3, 200, "政策兑现", 1), word(3, 3, 7, "表扬", OUT_OF_USE)];
        let list = reworded((Kind::Matter, matter::SORT, 0), matter::SORTS, &own).unwrap();
        let first = list.iter().find(|c| c.code == 1).unwrap();
        assert_eq!(first.label.zh, "群众诉求");
        assert!(first.aliases.contains(&matter::SORTS[0].label.zh), "as it was it is still understood");
        assert!(list.iter().any(|c| c.code == 200 && c.label.zh == "政策兑现"));
        assert!(list.last().unwrap().retired && list.iter().filter(|c| c.retired).count() == 1);
        assert!(reworded((Kind::Matter, matter::STATE, 0), matter::STATES, &own).is_none());
        let added = word(4, 1, 200, "另一步", 1);
        assert_eq!(trouble(&added.fields).map(|(no, _)| no), Some(WORD), "steps are only renamed");
    }
}
