//! Lists under the keys: marks, the clipboard, columns, filters, kept lists, changing many, and colleagues.

use super::*;
use crate::book::{Id, Kind, Ref, person};
use crate::hub::wire::{Change, Edit, Is, Keep, Order, Test};

fn desk() -> Desk {
    Desk::new(Lang::Zh, (80, 24))
}

fn copied(d: &Desk) -> &str {
    d.done
        .iter()
        .rev()
        .find_map(|e| if let AppEffect::Copy(text) = e { Some(text.as_str()) } else { None })
        .unwrap_or_default()
}

fn tests(d: &Desk) -> Vec<Test> {
    let list =
        |r: &Request| if let Request::List { filter, .. } = r { Some(filter.tests.clone()) } else { None };
    d.asked.iter().rev().find_map(list).unwrap_or_default()
}

#[test]
fn marks_stay_through_paging_ordering_and_filtering() {
    let mut d = desk();
    d.press("2<Space><Down><Space>");
    assert!(d.shows("已标 2 人") && d.shows("1*张晓明") && d.shows("3*冯艳玲"), "{}", d.text());
    d.press("<End>o2fzxm<Enter>");
    assert!(d.shows("已标 2 人") && d.shows("1*张晓明") && !d.shows("冯艳玲"), "{}", d.text());
    // First the filter goes, then the marks, then the screen.
    d.press("<Esc>");
    assert!(d.shows("3*冯艳玲") && d.shows("筛选都去掉了"), "{}", d.text());
    d.press("<Esc>");
    assert!(d.shows("标记都去掉了") && !d.shows("*张晓明"));
    d.press("<Space><Up><Space>");
    assert!(!d.shows("已标"), "a mark is taken off as it was put on\n{}", d.text());
}

#[test]
fn a_range_and_all_of_a_filter_are_marked() {
    let mut d = desk();
    d.press("2.");
    assert!(d.shows("先用空格标一行"));
    d.press("<Down><Space><Down><Down><Down>.");
    assert!(d.shows("已标 5 人") && d.shows("6*徐曦海") && !d.shows("1*张晓明"), "{}", d.text());
    d.press("*");
    assert!(d.shows("已标 17 人"), "{}", d.text());
}

#[test]
fn marked_rows_are_copied_as_a_table_and_covered_as_on_the_screen() {
    let mut d = desk();
    d.press("2y");
    assert!(copied(&d).starts_with("张晓明") && d.shows("已抄下 张晓明"), "{}", d.text());
    d.press("<Space><Space>y");
    let lines: Vec<&str> = copied(&d).lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("姓名\t单位及职务\t社区\t电话"), "{lines:?}");
    assert!(
        lines[1].starts_with("张晓明\t禹州市恒达建材有限公司 总经理\t恒达社区\t138****5521\t6 天前\t8"),
        "{lines:?}"
    );
    assert!(d.shows("已抄下 2 行(带表头)"), "{}", d.text());
}

#[test]
fn a_field_of_a_card_is_copied() {
    let mut d = desk();
    d.press("2<Enter>y");
    assert!(d.shows("抄下哪一项") && d.shows("1 姓名和电话"), "{}", d.text());
    d.press("1");
    assert_eq!(copied(&d), "张晓明 (张总) 138 3745 5521、0374 8882210 转 8");
    d.press("y");
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("地址")) {
        d.press("<Down>");
    }
    d.press("<Enter>");
    assert_eq!(copied(&d), "滨河路 18 号恒达大厦 302");
    assert!(d.lines()[1].contains("张晓明"), "back on the card\n{}", d.text());
}

#[test]
fn columns_are_chosen_ordered_and_kept() {
    let mut d = desk();
    d.press("2c");
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("行业")) {
        d.press("<Down>");
    }
    d.press("<Space>");
    let last = |d: &Desk| match d.asked.iter().rev().find(|r| matches!(r, Request::Keep(_))) {
        Some(Request::Keep(Keep::Columns(Kind::Person, keys))) => keys.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(last(&d), ["name", "post", "area", "phone", "last_visit", "visits", "trade"]);
    assert!(d.asked.iter().any(|r| matches!(r, Request::List { more, .. } if *more == [person::TRADE])));
    d.press("<Left><Left><Left><Left><Left><Left><Left><Left><Enter>");
    assert!(last(&d)[0] == "trade" || last(&d)[1] == "trade", "{:?}", last(&d));
    assert!(d.shows("行业") && d.shows("建材"), "{}", d.text());
    // The usual ones come back with one key.
    d.press("c<Delete><Esc>");
    assert!(last(&d).is_empty() && !d.lines()[2].contains("行业"), "{}", d.text());
}

#[test]
fn a_filter_shows_how_many_before_it_is_chosen() {
    let mut d = desk();
    d.press("2f");
    assert!(d.shows("筛选  选一项"), "{}", d.text());
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("类别")) {
        d.press("<Down>");
    }
    d.press("<Enter>");
    assert!(d.shows("1 [ ] 私营企业 ") && d.shows("      9"), "{}", d.text());
    d.press("2");
    assert_eq!(tests(&d), [Test { field: person::GROUPS, any: vec![Is::Code(4)] }]);
    assert!(d.shows("类别: 新媒体") && d.shows("3 / 共 17"), "{}", d.text());
    // Several fields and several values; initials find a value among many.
    d.press("f");
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("联络员")) {
        d.press("<Down>");
    }
    d.press("<Enter>ch");
    assert!(d.shows("陈浩") && !d.shows("王丽  "), "{}", d.text());
    d.press("<Space>");
    assert_eq!(tests(&d).len(), 2);
    d.press("<Esc><Esc>");
    assert!(d.lines()[1].contains("联络员: 陈浩"), "{}", d.text());
    d.press("<Esc>");
    assert!(tests(&d).is_empty() && d.shows("共 17"), "one key clears them\n{}", d.text());
}

#[test]
fn words_are_still_typed_right_behind_f() {
    let mut d = desk();
    d.press("2fzxm");
    assert!(d.shows("筛选  zxm") && d.shows("3 / 共 17"), "{}", d.text());
    d.press("<Esc>f");
    d.send(Message::Input(Event::Paste("张晓".into())));
    assert!(d.shows("筛选  张晓") && d.shows("1 / 共 17"), "{}", d.text());
}

#[test]
fn a_list_is_kept_under_a_name_and_comes_back_by_two_keys() {
    let mut d = desk();
    d.press("2o2w");
    assert!(d.shows("起个名字存下"), "{}", d.text());
    d.press("走得勤2<Enter>");
    assert!(d.shows("存成了「走得勤2」"), "{}", d.text());
    d.press("o1w1");
    assert!(matches!(d.asked.last(), Some(Request::List { order: Order::Recent, .. })));
    assert!(d.shows("名单: 走得勤2"), "{}", d.text());
    d.press("w<Delete>");
    assert!(d.shows("「走得勤2」去掉了") && d.shows("起个名字存下"), "{}", d.text());
}

#[test]
fn many_are_changed_only_after_a_look() {
    let mut d = desk();
    d.press("2x");
    assert!(d.shows("先用空格标记"), "{}", d.text());
    d.press("*x");
    assert!(d.shows("一起改 人员 17") && d.shows("改哪一项"), "{}", d.text());
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("状态")) {
        d.press("<Down>");
    }
    d.press("<Enter>2");
    assert!(d.shows("要改 11   已是如此 3   改不了 3"), "{}", d.text());
    assert!(d.shows("赵小萌") && d.shows("孙丽 刚改过") && d.shows("王丽 -> 陈浩"), "{}", d.text());
    let bulks = |d: &Desk, dry: bool| {
        let of =
            |r: &Request| if let Request::Bulk(b) = r { (b.dry == dry).then(|| b.clone()) } else { None };
        d.asked.iter().filter_map(of).collect::<Vec<_>>()
    };
    assert!(bulks(&d, false).is_empty(), "nothing is written before it was looked at");
    assert_eq!(bulks(&d, true)[0].items.len(), 17);
    d.press("<Enter>");
    let written = bulks(&d, false);
    assert_eq!((written.len(), written[0].items.len(), written[0].items[0].1), (1, 11, 3));
    assert_eq!(written[0].change, Change::Set(Edit::Set(crate::book::Value::Code(2))));
    assert!(d.shows("状态 改好了 11 条；Ctrl-Z 一起撤回"), "{}", d.text());
}

#[test]
fn a_bulk_change_is_written_slice_by_slice_and_can_be_stopped() {
    let mut d = desk();
    let many: Vec<Ref> = (0..120).map(|n| fake::someone(n % 3)).collect();
    d.app.push(Box::new(crate::tui::screens::Bulk::new(Kind::Person, &many)));
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("状态")) {
        d.press("<Down>");
    }
    d.press("<Enter>2");
    assert!(d.shows("要改 120"), "{}", d.text());
    d.hold();
    d.press("<Enter>");
    let held = d.held.take().unwrap();
    assert_eq!(held.len(), 1, "one slice at a time");
    d.held = Some(Vec::new());
    let (ticket, request) = &held[0];
    d.reply(*ticket, fake::answer(request, false));
    assert!(d.shows("已改 50 / 120"), "{}", d.text());
    d.press("<Esc>");
    let (ticket, request) = d.held.take().unwrap().remove(0);
    d.reply(ticket, fake::answer(&request, false));
    assert!(d.shows("改好了 100 条"), "{}", d.text());
}

#[test]
fn a_bulk_change_is_taken_back_whole() {
    let mut d = desk();
    d.hold();
    d.press("<Ctrl-Z>");
    let (ticket, _) = d.held.take().unwrap().remove(0);
    let more = Some(Id([7; 16]));
    d.reply(ticket, Reply::Undone { more, records: 50, kept: Vec::new() });
    assert!(
        d.asked.iter().any(|r| matches!(r, Request::Undo { batch: Some(_), .. })),
        "it goes on by itself"
    );
    assert!(d.shows("撤回 55 条；姚强 等 1 条别人后来又改过"), "{}", d.text());
}

#[test]
fn a_colleagues_change_is_marked_until_the_next_key() {
    let mut d = desk();
    d.press("2");
    let items = vec![(fake::someone(2), "冯艳玲".to_owned())];
    d.news(News::Changed { pos: 9, items: items.clone(), by: "孙丽".into(), own: false });
    assert!(d.shows("3+冯艳玲") && d.shows("冯艳玲 的卡刚由 孙丽 改过"), "{}", d.text());
    d.press("<Down>");
    assert!(d.shows("3 冯艳玲"), "{}", d.text());
    d.news(News::Changed { pos: 10, items, by: "王丽".into(), own: true });
    assert!(d.shows("3 冯艳玲"), "one's own is no news\n{}", d.text());
}

#[test]
fn a_card_says_who_else_has_it_open_and_what_they_changed() {
    let mut d = desk();
    d.press("2<Enter>");
    assert!(matches!(
        d.asked.iter().rev().find(|r| matches!(r, Request::Here(_))),
        Some(Request::Here(Some(_)))
    ));
    let chen = (fake::id(Kind::Staff, 2), "陈浩".to_owned());
    d.news(News::Here { target: fake::someone(0), who: vec![chen.clone()] });
    assert!(d.lines()[1].contains("陈浩 也在看"), "{}", d.text());
    d.news(News::Here { target: fake::someone(5), who: vec![] });
    assert!(d.lines()[1].contains("陈浩 也在看"), "of another card");
    d.news(News::Here { target: fake::someone(0), who: vec![(fake::id(Kind::Staff, 1), "王丽".into())] });
    assert!(d.lines()[1].contains("您在另一处也开着"), "{}", d.text());
    d.news(News::Here { target: fake::someone(0), who: vec![] });
    assert!(!d.lines()[1].contains("也"), "{}", d.text());
    // What another has changed stands out until the next key.
    d.hold();
    let items = vec![(fake::someone(0), "张晓明".to_owned())];
    d.news(News::Changed { pos: 9, items, by: "陈浩".into(), own: false });
    let held = d.held.take().unwrap();
    let (ticket, request) = held.into_iter().find(|(_, r)| matches!(r, Request::Card(_))).unwrap();
    let Reply::Card(mut card) = fake::answer(&request, false) else { panic!() };
    card.shown.record.fields.set(person::ADDRESS, crate::book::Value::text("东关街 2 号"));
    d.reply(ticket, Reply::Card(card));
    assert!(d.shows("地址+") && d.shows("东关街 2 号") && !d.shows("电话+"), "{}", d.text());
    d.press("<Down>");
    assert!(d.shows("东关街 2 号") && !d.shows("地址+"), "{}", d.text());
    d.press("<Esc>");
    assert!(matches!(d.asked.last(), Some(Request::Here(None))), "{:?}", d.asked.last());
}

#[test]
fn news_that_come_quicker_than_answers_are_one_round_of_questions() {
    let mut d = desk();
    d.press("2");
    let lists = |d: &Desk| d.asked.iter().filter(|r| matches!(r, Request::List { .. })).count();
    let before = lists(&d);
    d.hold();
    for n in 0..50u8 {
        let items = vec![(Ref { kind: Kind::Person, id: Id([n; 16]) }, "某人".to_owned())];
        d.news(News::Changed { pos: n.into(), items, by: "孙丽".into(), own: false });
    }
    assert_eq!(lists(&d), before + 1, "the first is asked for, the others wait");
    d.release();
    assert_eq!(lists(&d), before + 2, "all others are one round");
}

/// Words being typed over a list end when somebody goes elsewhere: the next key there is a command again.
#[test]
fn a_filter_is_typed_no_longer_when_one_comes_back() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press("2f张");
    d.press("<Ctrl-F>zxm<Enter>");
    d.press("12");
    assert!(d.shows("张"), "what it was narrowed to stays\n{}", d.text());
    d.press("n");
    assert!(d.shows("新建人员"), "{}", d.text());
}
