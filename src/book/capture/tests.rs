use super::*;
use crate::book::visit;

fn today() -> Day {
    Day::ymd(2026, 11, 23).unwrap()
}

fn parse_(line: &str) -> Result<Line, LineTrouble> {
    parse(line, today(), &|name| ["陈浩", "孙丽"].contains(&name))
}

fn v(line: &str) -> Line {
    match parse_(line) {
        Ok(l) if l.kind == Kind::Visit => l,
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn a_visit_in_one_line() {
    let l = v("访zxm 电话 昨天 路面补好了，11月20日铺的 +3天 回话");
    assert_eq!(
        (l.who.as_slice(), l.choices.as_slice()),
        (["zxm".to_string()].as_slice(), [(visit::MODE, 4)].as_slice())
    );
    assert_eq!(l.day.map(|d| d.to_string()), Some("2026-11-22".into()));
    assert_eq!(l.words, "路面补好了 11月20日铺的");
    assert_eq!((l.next.map(|d| d.to_string()), l.next_words.as_str()), (Some("2026-11-26".into()), "回话"));
    let l = v("访　张晓明　未遇　同 陈浩、孙丽");
    assert_eq!((l.choices, l.with.len(), l.words.as_str()), (vec![(visit::OUTCOME, 2)], 2, ""));
    let l = v("v zxm 日常走访");
    assert_eq!((l.words.as_str(), l.choices.len()), ("日常走访", 0));
    assert!(v("访 zxm 谈了 电话 线路").choices.is_empty(), "the head has ended");
    assert_eq!(v("访 zxm 谈完 +周五 送材料").next, Day::ymd(2026, 11, 27));
    assert_eq!(v("访 zxm +11-27").next, Day::ymd(2026, 11, 27));
    assert_eq!(v("Ｖ 张晓明、李敏嘉 座谈").who, ["张晓明", "李敏嘉"]);
    assert_eq!(v("走访张晓明").who, ["张晓明"]);
}

#[test]
fn a_colleague_by_the_word_or_by_the_name() {
    assert_eq!(v("访zxm 同陈浩 看厂房").with, ["陈浩"]);
    assert_eq!(v("访zxm 同意街道的安排").words, "同意街道的安排");
    assert_eq!(v("v zxm talked with 陈浩 present").with, ["陈浩"]);
    assert_eq!(v("v zxm talked with him").words, "talked with him");
}

#[test]
fn what_cannot_be_more_yet_stays_a_word_and_is_told() {
    let l = v("访zxm 电话 反映 停车难 急 @陈浩 +3天 回话");
    assert_eq!(l.words, "反映 停车难 急 @陈浩");
    let kinds: Vec<Plain> = l.plain.iter().map(|p| p.0).collect();
    assert_eq!(kinds, [Plain::Matter, Plain::Urgent, Plain::Owner]);
    assert!(v("访zxm 着急回话").plain.is_empty(), "urgent only as a word of its own");
}

#[test]
fn a_person_in_one_line() {
    let p = parse_("人 张晓明 13812345678 恒达传媒 主播 @陈浩 0374-8882210").unwrap();
    assert_eq!((p.kind, p.who.as_slice()), (Kind::Person, ["张晓明".to_string()].as_slice()));
    assert_eq!(p.phones, ["13812345678", "03748882210"]);
    assert_eq!(p.loose, ["恒达传媒", "主播"]);
    assert_eq!(p.owner.as_deref(), Some("陈浩"));
    assert_eq!(parse_("人 张三 1381234567 恒达"), Err(LineTrouble::Phone));
}

#[test]
fn what_is_unclear_is_said() {
    assert_eq!(parse_(""), Err(LineTrouble::Empty));
    assert_eq!(parse_("zxm"), Err(LineTrouble::What));
    assert_eq!(parse_("访"), Err(LineTrouble::Who));
    assert_eq!(parse_("会 停车难"), Err(LineTrouble::NotYet));
    assert_eq!(parse_("g 停车难"), Err(LineTrouble::NotYet));
    assert_eq!(parse_("访 zxm +哪天"), Err(LineTrouble::NextDay));
}

/// A kind joins by its table: every grammar names fields that the kind has, and no two begin alike.
#[test]
fn grammars_name_fields_of_their_kind() {
    let mut heads: Vec<&str> = Vec::new();
    for (kind, g) in kinds() {
        let fields: Vec<u16> = match &g.shape {
            Shape::About(a) => [a.who, a.day, a.words]
                .into_iter()
                .chain(a.choices.iter().copied())
                .chain([a.organisation, a.with, a.owner, a.urgent].into_iter().flatten())
                .chain(a.next.into_iter().flat_map(|(d, w)| [d, w]))
                .collect(),
            Shape::New(n) => [n.name, n.phones, n.rest]
                .into_iter()
                .chain(n.loose.iter().copied())
                .chain([n.area, n.owner].into_iter().flatten())
                .collect(),
        };
        assert!(fields.iter().all(|f| kind.field(*f).is_some()), "{kind:?}");
        heads.extend(g.heads.iter().chain(g.letters));
    }
    let n = heads.len();
    heads.sort_unstable();
    heads.dedup();
    assert_eq!(heads.len(), n, "two kinds begin with the same word");
}

#[test]
fn the_word_under_the_cursor() {
    let at = |text: &str| {
        let cursor = text.find('|').unwrap();
        let plain = text.replace('|', "");
        role(&plain, cursor, today()).map(|(r, role)| (plain[r].to_string(), role))
    };
    let people = Role::Name(vec![Kind::Person, Kind::Organisation]);
    let staff = Role::Name(vec![Kind::Staff]);
    assert_eq!(at("|"), Some((String::new(), Role::Head)));
    assert_eq!(at("z|"), Some(("z".into(), Role::Head)));
    assert_eq!(at("访zx|"), Some(("zx".into(), people.clone())));
    assert_eq!(at("访 zx| 电话"), Some(("zx".into(), people.clone())));
    assert_eq!(at("访 张晓明、李| 电话"), Some(("李".into(), people)));
    assert_eq!(at("访 zxm 同 ch|"), Some(("ch".into(), staff.clone())));
    assert_eq!(at("访 zxm 看厂房 @c|"), Some(("c".into(), staff)));
    assert!(matches!(at("访zxm 昨天 d|"), Some((w, Role::Choice(Kind::Visit, _))) if w == "d"));
    assert_eq!(at("访zxm 看厂房 d|"), None);
    assert_eq!(at("人 张三 138 hd|"), Some(("hd".into(), Role::Name(vec![Kind::Organisation]))));
    assert_eq!(at("人 张三 恒达 主|"), None);
    assert_eq!(at("人 张三 恒达 主播 dg|"), Some(("dg".into(), Role::Name(vec![Kind::Area]))));
    assert_eq!(at("人 张|"), None);
}
