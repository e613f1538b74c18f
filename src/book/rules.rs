//! The open-book rule and what else holds across fields.
//!
//! A record holds only what its person could read over the worker's shoulder. Headings, tags, an office's own
//! fields and questions that ask for anything else are refused by name ([`refused`]).

use super::dates::{Day, fold};
use super::field::{Field, Type};
use super::value::{Fields, Id, Value};
use super::{Kind, names, phones, uscc};
use crate::text::{Lang, T, t};

/// One subject that no field, tag, column or question may be about, with the words it is recognised by.
struct Subject {
    name: T,
    words: &'static [&'static str],
}

/// What the book never holds. Sources: the open-book rule; sensitive data of PIPL art. 28; no ID-card numbers.
const SUBJECTS: &[Subject] = &[
    Subject {
        name: t("宗教信仰", "religion or belief"),
        words: &["宗教", "信仰", "教派", "信教", "religio", "belief", "faith"],
    },
    Subject { name: t("民族", "ethnicity"), words: &["民族", "族别", "ethnic", "race"] },
    Subject {
        name: t("党派与政治面貌", "party membership"),
        words: &["政治面貌", "政治身份", "党派", "党员", "入党", "党籍", "party member", "political"],
    },
    Subject {
        name: t("思想、立场与态度", "attitude or loyalty"),
        words: &[
            "思想",
            "立场",
            "态度",
            "倾向",
            "忠诚",
            "拥护",
            "政治表现",
            "可靠",
            "loyal",
            "attitude",
            "stance",
        ],
    },
    Subject {
        name: t("给人打分、评级、贴标签", "scores or ranks of people"),
        words: &[
            "评级",
            "打分",
            "评分",
            "风险等级",
            "信用分",
            "重要程度",
            "影响力",
            "关注等级",
            "重点人员",
            "重点关注",
            "稳控",
            "score",
            "rating",
            "risk level",
        ],
    },
    Subject {
        name: t("健康与病史", "health"),
        words: &["病史", "健康状况", "疾病", "残疾", "精神状况", "血型", "health", "disease", "disab"],
    },
    Subject {
        name: t("财产与收入", "finances"),
        words: &[
            "收入",
            "资产",
            "财产",
            "存款",
            "房产情况",
            "负债",
            "年薪",
            "工资",
            "income",
            "assets",
            "salary",
        ],
    },
    Subject {
        name: t("家庭隐私", "family matters"),
        words: &["婚姻", "婚育", "家庭成员", "配偶", "家庭情况", "家庭状况", "marital", "spouse"],
    },
    Subject {
        name: t("身份证号", "ID-card number"),
        words: &["身份证", "证件号", "身份号码", "护照", "id card", "passport", "identity number"],
    },
    Subject {
        name: t("生物特征与轨迹", "biometrics or movements"),
        words: &["人脸", "指纹", "行踪", "轨迹", "biometric", "fingerprint"],
    },
];

/// Whether a heading, tag or question is about something the book never holds; answers what.
pub fn refused(words: &str) -> Option<T> {
    among(SUBJECTS, words)
}

/// Whether what somebody may choose as an answer says what they believe, of which people or of which party they are. That
/// the health centre or a friendly attitude is chosen says nothing of the kind.
pub fn refused_choice(words: &str) -> Option<T> {
    among(SUBJECTS.get(..3).unwrap_or_default(), words)
}

fn among(subjects: &[Subject], words: &str) -> Option<T> {
    let folded = fold(words).to_lowercase();
    let tight: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    subjects
        .iter()
        .find(|s| {
            s.words.iter().any(|w| if w.is_ascii() { ascii_word(&folded, w) } else { tight.contains(w) })
        })
        .map(|s| s.name)
}

/// Whether an English stem begins a word of the text ("race" is in "race", not in "trace").
fn ascii_word(text: &str, stem: &str) -> bool {
    text.match_indices(stem).any(|(at, _)| {
        let before = text.get(..at).and_then(|b| b.chars().last());
        !before.is_some_and(|c| c.is_ascii_alphanumeric())
    })
}

/// What is wrong with a field or a record, in words of both languages made at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Must be filled.
    Missing,
    /// Said in fixed words.
    Words(T),
    /// No such choice; these are the choices.
    NoChoice(&'static str),
    /// Not a whole number between two bounds.
    NotInRange(i64, i64),
    /// Longer than so many characters.
    TooLong(usize),
    /// About something the book never holds.
    Refused(T),
}

impl Trouble {
    /// In plain words.
    pub fn say(&self, field: &Field, lang: Lang) -> String {
        match (self, lang) {
            (Trouble::Missing, Lang::Zh) => format!("{}要填", field.label.zh),
            (Trouble::Missing, Lang::En) => format!("{} is needed", field.label.en),
            (Trouble::Words(w), _) => w.get(lang).into(),
            (Trouble::NoChoice(_), _) => {
                let all: Vec<&str> = field.choices().iter().map(|c| c.label.get(lang)).collect();
                match lang {
                    Lang::Zh => format!("没有这一项，可选: {}", all.join(" ")),
                    Lang::En => format!("no such choice; there are: {}", all.join(", ")),
                }
            }
            (Trouble::NotInRange(a, b), Lang::Zh) => format!("要填 {a} 到 {b} 之间的整数"),
            (Trouble::NotInRange(a, b), Lang::En) => format!("a whole number from {a} to {b}"),
            (Trouble::TooLong(n), Lang::Zh) => format!("太长了，最多 {n} 个字"),
            (Trouble::TooLong(n), Lang::En) => format!("too long; at most {n} characters"),
            (Trouble::Refused(what), Lang::Zh) => format!("册里不记{}", what.zh),
            (Trouble::Refused(what), Lang::En) => format!("the book never holds {}", what.en),
        }
    }
}

/// Most characters of a single line.
pub const LINE_MAX: usize = 400;
/// Most values of a field that may hold several.
pub const MANY_MAX: usize = 200;
const TOO_MANY: T = t("太多了，最多 200 个", "too many; at most 200");
const NO_HOURS: T = t("写多少小时，如 1.5、半天、90分钟", "how many hours: 1.5, 90 min, half a day");
/// Most bytes of a note.
pub const NOTE_MAX: usize = 64 * 1024;

/// Reads what somebody wrote into a field that is no reference. References are looked up by the hub.
/// An empty text is an empty value. Fields that may hold several take texts parted by `、` or `,` or `;`.
pub fn read(field: &Field, text: &str, today: Day) -> Result<Value, Trouble> {
    if text.trim().is_empty() {
        return Ok(Value::Text(String::new()));
    }
    fits(field, text)?;
    match field.ty {
        Type::Phone => {
            let all = phones::parse(text).map_err(|e| Trouble::Words(e.say()))?;
            Ok(Value::List(all.into_iter().map(|p| Value::Text(p.number)).collect()))
        }
        Type::Note => {
            let s = names::clean_note(text);
            if s.len() > NOTE_MAX { Err(Trouble::TooLong(NOTE_MAX / 3)) } else { Ok(Value::Text(s)) }
        }
        _ if field.many => {
            let parts = parts(text).map(|p| read_one(field, p, today)).collect::<Result<Vec<_>, _>>()?;
            let mut unique: Vec<Value> = Vec::new();
            for p in parts {
                if !unique.contains(&p) {
                    unique.push(p);
                }
            }
            Ok(Value::List(unique))
        }
        _ => read_one(field, text, today),
    }
}

/// Whether a text is of a length and of so many parts that it is worth reading: the one writer reads it, and everybody
/// waits meanwhile.
///
/// # Errors
/// When it is not.
pub fn fits(field: &Field, text: &str) -> Result<(), Trouble> {
    // what is cleaned away before a note is measured may come on top
    if text.len() > 2 * NOTE_MAX {
        return Err(Trouble::TooLong(NOTE_MAX / 3));
    }
    if field.many && parts(text).count() > MANY_MAX {
        return Err(Trouble::Words(TOO_MANY));
    }
    Ok(())
}

/// The several values of one text.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '\n']).map(str::trim).filter(|p| !p.is_empty())
}

fn read_one(field: &Field, text: &str, today: Day) -> Result<Value, Trouble> {
    let line = |s: String| {
        if s.chars().count() > LINE_MAX { Err(Trouble::TooLong(LINE_MAX)) } else { Ok(Value::Text(s)) }
    };
    match field.ty {
        Type::Line | Type::Ref { .. } | Type::Party | Type::Group(_) => line(names::clean_line(text)),
        Type::Name => line(names::clean_name(text)),
        Type::Uscc => line(uscc::clean(text)),
        Type::Day => field.day(text, today).map(Value::Day).map_err(|e| Trouble::Words(e.say())),
        Type::Number(min, max) => {
            let n = fold(text).trim_end_matches(['年', '人', '天']).trim().parse::<i64>();
            match n {
                Ok(n) if (min..=max).contains(&n) => Ok(Value::Int(n)),
                _ => Err(Trouble::NotInRange(min, max)),
            }
        }
        Type::Hours => match super::hours::parse(text) {
            Some(minutes) => Ok(Value::Int(minutes)),
            None => Err(Trouble::Words(NO_HOURS)),
        },
        Type::Choice(_) => {
            let offered = field.read_choice(text).filter(|c| !c.retired);
            offered.map(|c| Value::Code(c.code)).ok_or(Trouble::NoChoice(field.key))
        }
        Type::Phone | Type::Note => Ok(Value::Text(text.to_string())),
    }
}

/// What is wrong with a whole record: the first trouble of each field, in the form's order.
pub fn check(kind: Kind, fields: &Fields) -> Vec<(u16, Trouble)> {
    let mut out = Vec::new();
    for f in kind.fields() {
        let value = fields.get(f.no);
        if f.must && value.is_none() {
            out.push((f.no, Trouble::Missing));
        }
        if let Some(v) = value
            && let Some(trouble) = misfit(f, v)
        {
            out.push((f.no, trouble));
        }
    }
    if kind == Kind::Visit
        && fields.get(super::visit::PEOPLE).is_none()
        && fields.get(super::visit::ORGANISATION).is_none()
    {
        out.push((
            super::visit::PEOPLE,
            Trouble::Words(t("走访了谁？写人或者单位", "whom? a person or an organisation")),
        ));
    }
    let apart = match kind {
        Kind::Handover => super::handover::trouble(fields),
        Kind::Post => super::post::trouble(fields),
        Kind::Service => super::service::trouble(fields),
        Kind::Offer => super::offer::trouble(fields),
        Kind::Target => super::target::trouble(fields),
        Kind::Sealed => super::sealed::trouble(fields),
        Kind::Recommendation => super::recommendation::trouble(fields),
        Kind::Holiday => super::holiday::trouble(fields),
        Kind::Study => super::study::trouble(fields),
        Kind::Breach => super::breach::trouble(fields),
        Kind::OwnField => super::own_field::trouble(fields),
        Kind::Wording => super::wording::trouble(fields),
        Kind::Retention => super::retention::trouble(fields),
        _ => None,
    };
    out.extend(apart.map(|(no, t)| (no, Trouble::Words(t))));
    if kind == Kind::Study {
        out.extend(super::study::refused(fields).map(|what| (super::study::FORM, Trouble::Refused(what))));
    }
    let refused_own = match kind {
        Kind::OwnField => super::own_field::refused(fields),
        Kind::Wording => super::wording::refused(fields),
        _ => None,
    };
    out.extend(refused_own.map(|(no, what)| (no, Trouble::Refused(what))));
    if kind == Kind::Tag {
        for no in [super::tag::NAME, super::tag::PURPOSE] {
            if let Some(what) = refused(fields.text(no)) {
                out.push((no, Trouble::Refused(what)));
            }
        }
    }
    if kind == Kind::Tie
        && fields.link(super::tie::FROM).is_some()
        && fields.link(super::tie::FROM) == fields.link(super::tie::TO)
    {
        out.push((super::tie::TO, Trouble::Words(t("两头是同一个", "both ends are the same"))));
    }
    if kind == Kind::Tie
        && matches!(fields.code(super::tie::SORT), Some(super::tie::APART | super::tie::PERHAPS))
        && fields.link(super::tie::FROM).map(|r| r.kind) != fields.link(super::tie::TO).map(|r| r.kind)
    {
        out.push((
            super::tie::TO,
            Trouble::Words(t(
                "一头是人一头是单位，不会是同一个",
                "a person and an organisation are never one",
            )),
        ));
    }
    out
}

/// Whether a value is of another sort than its field takes: only a faulty or hostile client sends one.
fn misfit(field: &Field, value: &Value) -> Option<Trouble> {
    let several = matches!(value, Value::List(_));
    if several && !field.many {
        return Some(Trouble::Words(t("只能有一个", "only one is possible")));
    }
    if value.each().len() > MANY_MAX {
        return Some(Trouble::Words(TOO_MANY));
    }
    for v in value.each() {
        let fits = match (field.ty, v) {
            (Type::Line | Type::Name | Type::Uscc | Type::Phone, Value::Text(s)) => {
                if s.chars().count() > LINE_MAX {
                    return Some(Trouble::TooLong(LINE_MAX));
                }
                true
            }
            (Type::Note, Value::Text(s)) => {
                if s.len() > NOTE_MAX {
                    return Some(Trouble::TooLong(NOTE_MAX / 3));
                }
                true
            }
            (Type::Day, Value::Day(d)) => (1900..=2100).contains(&d.year()),
            (Type::Number(a, b), Value::Int(n)) => {
                if !(a..=b).contains(n) {
                    return Some(Trouble::NotInRange(a, b));
                }
                true
            }
            (Type::Hours, Value::Int(n)) => {
                if !(1..=super::hours::MOST).contains(n) {
                    return Some(Trouble::Words(NO_HOURS));
                }
                true
            }
            // a code of a newer program is kept
            (Type::Choice(_), Value::Code(_)) => true,
            (Type::Ref { kind, .. }, Value::Ref(r)) => r.kind == kind && r.id != Id::NIL,
            (Type::Group(parts), Value::Group(all)) => {
                let fits = |(no, v): &(u16, Value)| {
                    parts.iter().find(|f| f.no == *no).is_none_or(|f| misfit(f, v).is_none())
                };
                all.iter().all(fits)
            }
            (Type::Party, Value::Ref(r)) => matches!(r.kind, Kind::Person | Kind::Organisation),
            _ => false,
        };
        if !fits {
            return Some(Trouble::Words(t("填的不是这一项要的", "not what this field takes")));
        }
    }
    None
}

/// Softer remarks on a record that is saved all the same.
pub fn remarks(kind: Kind, fields: &Fields) -> Vec<(u16, T)> {
    let mut out = Vec::new();
    if kind == Kind::Organisation
        && let Some(w) =
            Some(fields.text(super::organisation::USCC)).filter(|s| !s.is_empty()).and_then(uscc::warning)
    {
        out.push((super::organisation::USCC, w));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The open-book rule holds for the program's own tables.
    #[test]
    fn no_field_asks_for_what_the_book_never_holds() {
        for kind in Kind::ALL {
            for f in kind.fields() {
                for words in [f.key, f.label.zh, f.label.en].into_iter().chain(f.aliases.iter().copied()) {
                    assert_eq!(refused(words), None, "{} {words}", kind.key());
                }
                for c in f.choices() {
                    for words in [c.key, c.label.zh, c.label.en].into_iter().chain(c.aliases.iter().copied())
                    {
                        assert_eq!(refused(words), None, "{} {} {words}", kind.key(), f.key);
                    }
                }
            }
        }
    }

    #[test]
    fn headings_of_other_ledgers_are_refused() {
        for words in [
            "民族",
            "宗 教 信 仰",
            "政治面貌",
            "是否党员",
            "身份证号码",
            "思想动态",
            "政治态度",
            "年收入(万元)",
            "婚姻状况",
            "重点人员",
            "健康状况",
            "Religion",
            "risk level",
            "影响力评分",
            "家庭成员",
        ] {
            assert!(refused(words).is_some(), "{words}");
        }
        for words in [
            "姓名",
            "联系电话",
            "所属行业",
            "备注",
            "traces",
            "走访时间",
            "工作单位及职务",
            "统一社会信用代码",
        ] {
            assert_eq!(refused(words), None, "{words}");
        }
    }

    #[test]
    fn tables_are_well_formed() {
        for kind in Kind::ALL {
            let (mut numbers, mut keys) = (vec![], vec![]);
            for f in kind.fields() {
                assert!(!numbers.contains(&f.no) && !keys.contains(&f.key), "{} {}", kind.key(), f.key);
                numbers.push(f.no);
                keys.push(f.key);
                assert!(!f.label.zh.is_empty() && !f.label.en.is_empty());
                let mut codes = vec![];
                for c in f.choices() {
                    assert!(!codes.contains(&c.code), "{}", f.key);
                    codes.push(c.code);
                }
                if kind == Kind::Person {
                    assert!(!f.purpose.zh.is_empty() && !f.purpose.en.is_empty(), "{} has no purpose", f.key);
                }
            }
        }
    }

    #[test]
    fn a_tag_passes_the_rule_or_is_refused() {
        let tag = |name: &str| Fields::default().with(1, Value::text(name)).with(2, Value::text("通知"));
        assert!(check(Kind::Tag, &tag("信教群众")).iter().any(|(_, t)| matches!(t, Trouble::Refused(_))));
        assert!(!check(Kind::Tag, &tag("直播培训")).iter().any(|(_, t)| matches!(t, Trouble::Refused(_))));
    }

    #[test]
    fn values_of_the_wrong_sort_are_refused() {
        let person = |no, v| check(Kind::Person, &Fields::default().with(1, Value::text("张")).with(no, v));
        assert!(person(5, Value::Int(3)).len() == 1);
        assert!(person(1, Value::List(vec![Value::text("a"), Value::text("b")])).len() == 1);
        assert!(person(16, Value::Ref(super::super::Ref { kind: Kind::Tie, id: Id([1; 16]) })).len() == 1);
        assert!(person(24, Value::text("x".repeat(NOTE_MAX + 1))).len() == 1);
        assert!(person(8, Value::List(vec![Value::Code(1), Value::Code(99)])).is_empty());
    }

    #[test]
    fn choices_are_read_as_people_write_them() {
        let today = Day::ymd(2026, 11, 23).unwrap();
        let groups = Kind::Person.field(super::super::person::GROUPS).unwrap();
        for (s, code) in [
            ("新媒体从", 4),
            ("新媒体从业人员", 4),
            ("私营企业", 1),
            ("中介组织", 2),
            ("自由职业", 3),
            ("new_media", 4),
        ] {
            assert_eq!(read(groups, s, today), Ok(Value::List(vec![Value::Code(code)])), "{s}");
        }
        assert!(read(groups, "其他", today).is_err());
        let mode = Kind::Visit.field(super::super::visit::MODE).unwrap();
        for (s, code) in
            [("上门", 1), ("上门走访", 1), ("入户", 1), ("微信", 5), ("座谈", 6), ("活动", 7), ("电话", 4)]
        {
            assert_eq!(read(mode, s, today), Ok(Value::Code(code)), "{s}");
        }
    }
}
