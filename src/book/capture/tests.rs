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
fn what_a_visit_does_not_take_stays_a_word_and_is_told() {
    let l = v("访zxm 电话 谈路面 急 @陈浩 +3天 回话");
    assert_eq!(l.words, "谈路面 急 @陈浩");
    let kinds: Vec<Plain> = l.plain.iter().map(|p| p.0).collect();
    assert_eq!(kinds, [Plain::Urgent, Plain::Owner]);
    assert!(v("访zxm 着急回话").plain.is_empty(), "urgent only as a word of its own");
}

#[test]
fn a_kind_word_begins_a_matter() {
    let begun =
        |l: &Line| -> Vec<(u16, String)> { l.begun.iter().map(|b| (b.sort, b.words.clone())).collect() };
    let l = v("访zxm 电话 看了厂房 反映 停车难，客户绕三圈 建议多设车位 @陈浩 急 +3天 咨询 律师");
    assert_eq!(l.words, "看了厂房");
    assert_eq!(begun(&l), [(1, "停车难 客户绕三圈".into()), (2, "多设车位".into())]);
    assert_eq!((l.begun[1].owner.as_deref(), l.begun[1].urgent), (Some("陈浩"), true));
    assert_eq!((l.begun[0].owner.as_deref(), l.begun[0].urgent), (None, false));
    assert_eq!(l.begun[1].typed, "建议多设车位 @陈浩 急", "left out, it goes back as it was typed");
    assert_eq!(l.next_words, "咨询 律师", "behind the plus stands what the next contact is for");
    assert!(l.plain.is_empty());
    for (line, sort) in [
        ("访zxm 反映：停车难", 1),
        ("访zxm 意见建议 停车难", 2),
        ("访zxm 表扬停车难", 7),
        ("v zxm phone Complaint: 停车难", 6),
    ] {
        assert_eq!(begun(&v(line)), [(sort, "停车难".into())], "{line}");
    }
    assert!(v("v zxm made a request today").begun.is_empty());
    assert!(v("访zxm 张总的意见不多").begun.is_empty(), "only at the start of a word");
    // nothing more is said of it yet
    let l = v("访zxm 电话 反映 +3天");
    assert_eq!((l.words.as_str(), l.begun.len(), l.plain[0].0), ("反映", 0, Plain::Matter));
}

#[test]
fn every_kind_word_is_a_sort_of_matter() {
    let within = crate::book::matter::WITHIN;
    for word in within.words {
        assert!(within.begin(word).is_some(), "{word}");
    }
}

#[test]
fn a_tie_in_one_line() {
    use crate::book::tie;
    let l = parse_("系 张晓明 市建材商会 负责人 副会长 2023至2028-03 商会名册").unwrap();
    assert_eq!(
        (l.kind, l.who.as_slice()),
        (Kind::Tie, ["张晓明".to_string(), "市建材商会".into()].as_slice())
    );
    assert_eq!(
        (l.choices.as_slice(), l.loose.as_slice()),
        ([(tie::SORT, 3)].as_slice(), ["副会长".to_string()].as_slice())
    );
    assert_eq!((l.day, l.next), (Day::ymd(2023, 1, 1), Day::ymd(2028, 3, 31)));
    assert_eq!(l.words, "商会名册");
    let l = parse_("r zxm 结对 yt 2025-04 本人").unwrap();
    assert_eq!((l.who[1].as_str(), l.choices[0].1, l.day), ("yt", 6, Day::ymd(2025, 4, 1)));
    for (span, since, until) in [
        ("2023-2028", Day::ymd(2023, 1, 1), Day::ymd(2028, 12, 31)),
        ("2023-", Day::ymd(2023, 1, 1), None),
        ("2024-02-29", Day::ymd(2024, 2, 29), None),
        ("至2024-02", None, Day::ymd(2024, 2, 29)),
    ] {
        let l = parse_(&format!("系 zxm yt 同事 {span} 本人")).unwrap();
        assert_eq!((l.day, l.next), (since, until), "{span}");
    }
    assert_eq!(parse_("系 zxm"), Err(LineTrouble::Other));
    assert_eq!(parse_("系 zxm yt"), Err(LineTrouble::Tie));
    assert_eq!(parse_("系 zxm yt 朋友"), Err(LineTrouble::Tie));
    assert_eq!(parse_("系 zxm yt 同事 2023"), Err(LineTrouble::Source));
}

#[test]
fn an_organisation_in_one_line() {
    use crate::book::organisation;
    let l = parse_("单位 恒达建材有限公司 企业 0374-8882210 建材 滨河路18号 恒达社区").unwrap();
    assert_eq!((l.kind, l.who[0].as_str()), (Kind::Organisation, "恒达建材有限公司"));
    assert_eq!((l.choices, l.phones), (vec![(organisation::SORT, 1)], vec!["03748882210".to_string()]));
    assert_eq!(l.loose, ["建材", "滨河路18号", "恒达社区"]);
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
            Shape::Thing(t) => [t.words, t.day]
                .into_iter()
                .chain(t.choices.iter().copied())
                .chain([t.time, t.who, t.next, t.owner].into_iter().flatten())
                .collect(),
            Shape::Between(b) => vec![b.from, b.to, b.sort, b.role, b.since, b.until, b.source],
            Shape::New(n) => [n.name, n.phones, n.rest]
                .into_iter()
                .chain(n.loose.iter().chain(n.choices).copied())
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
    assert_eq!(at("系 张三 hd| "), Some(("hd".into(), Role::Name(vec![Kind::Person, Kind::Organisation]))));
    assert!(matches!(at("系 张三 恒达 f|"), Some((w, Role::Choice(Kind::Tie, _))) if w == "f"));
    assert!(matches!(at("系 张三 结对 y|"), Some((w, Role::Name(_))) if w == "y"));
}

#[test]
fn a_meeting_and_a_task_in_one_line() {
    use crate::book::meeting;
    let l = parse_("会 座谈会 11-30 14:30 新媒体从业人员座谈会 @陈浩").unwrap();
    assert_eq!(
        (l.kind, l.words.as_str(), l.day),
        (Kind::Meeting, "新媒体从业人员座谈会", Day::ymd(2026, 11, 30))
    );
    assert_eq!(
        (l.choices, l.loose, l.owner),
        (vec![(meeting::SORT, 4)], vec!["14:30".to_string()], Some("陈浩".into()))
    );
    let l = parse_("g 培训 +3天 短视频 培训").unwrap();
    assert_eq!((l.words.as_str(), l.day), ("短视频 培训", Some(today().plus(3))), "what comes has a plus");
    assert_eq!(parse_("会 例会").unwrap().words, "");
    assert_eq!(parse_("会"), Err(LineTrouble::Who));
    let l = parse_("办 zxm 送申请表 +3天 @陈浩").unwrap();
    assert_eq!((l.kind, l.who, l.words.as_str()), (Kind::Task, vec!["zxm".to_string()], "zxm 送申请表"));
    assert_eq!((l.next, l.owner), (Some(today().plus(3)), Some("陈浩".into())));
    assert!(parse_("办 报三季度报表").unwrap().who.is_empty());
}
