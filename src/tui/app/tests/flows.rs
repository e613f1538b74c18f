//! What happens when keys are pressed.
use super::*;
use crate::book::Kind;
use crate::book::person;
use crate::hub::wire::{Filter, Is, Order, Refusal};
use crate::tui::message::{ImportNews, LedgerNews};
use crate::tui::painter::Painter;
use ratatui::style::Modifier;

fn desk() -> Desk {
    Desk::new(Lang::Zh, (80, 24))
}

/// Whether the form of a new visit is on top.
fn visit_form(d: &Desk) -> bool {
    let head = &d.lines()[1];
    head.contains("记走访") || head.contains("new Visit")
}

fn changed(name: &str, by: &str) -> News {
    News::Changed { pos: 9, items: vec![(fake::someone(9), name.into())], by: by.into(), own: false }
}

#[test]
fn two_keys_and_initials_to_a_card() {
    let mut d = desk();
    d.press("/xxh<Enter>");
    assert!(d.lines()[1].contains("徐曦海"), "{}", d.text());
    // Back leads to where one was, not to the finder.
    d.press("<Esc>");
    assert!(d.shows("先办 3"));
}

#[test]
fn the_calendar_walks_days_and_months_and_opens_what_a_day_holds() {
    let mut d = desk();
    d.press("d");
    assert!(d.shows("2026年11月") && d.shows("[23]") && d.shows("访2 约1"), "{}", d.text());
    assert!(d.lines()[1].contains("走访 2  约好 1"), "{}", d.text());
    d.press("<Left><Left><Left>");
    assert!(d.lines()[1].contains("走访 12  约好 0"), "{}", d.text());
    d.press("<PgDn>");
    assert!(d.shows("2026年12月") && d.lines()[1].contains("12月20日"), "{}", d.text());
    d.press("<Home><Enter>");
    assert!(d.shows("约好的 1") && d.shows("走访 2"), "{}", d.text());
    d.press("<End><Enter>");
    let opened = |r: &Request| matches!(r, Request::Card(t) if t.kind == Kind::Visit);
    assert!(d.asked.iter().any(opened), "{:?}", d.asked);
    d.press("<Esc><Right>");
    assert!(d.shows("这天没有走访"), "{}", d.text());
    d.press("<Esc><Esc>");
    assert!(d.shows("先办 3"), "{}", d.text());
    // No letter is needed: Tab's actions and the palette have it too.
    d.press("2:rili<Enter>");
    assert!(d.shows("2026年11月"), "{}", d.text());
    let mut narrow = Desk::new(Lang::En, (40, 12));
    narrow.press("d");
    assert!(narrow.shows("*23!#") && narrow.shows(" 30"), "{}", narrow.text());
    let mut d = desk();
    d.press("<Tab>");
    d.press(&"<Down>".repeat(13));
    assert!(d.shows("日历"), "{}", d.text());
}

#[test]
fn the_finder_returns_to_the_very_row() {
    let mut d = desk();
    d.press("2<Down><Down>/zxm<Esc>");
    assert!(d.shows(">   3 冯艳玲"), "{}", d.text());
}

#[test]
fn stale_answers_are_dropped() {
    let mut d = desk();
    d.press("/");
    d.hold();
    d.press("zx");
    let mut held = d.held.take().unwrap();
    assert_eq!(held.len(), 2);
    let (late, _) = held.remove(0);
    let (ticket, request) = held.remove(0);
    d.reply(ticket, fake::answer(&request, false));
    assert!(d.shows("张晓明    ") || d.shows("张晓明   "));
    d.reply(late, Reply::Found { total: 0, more: false, rows: vec![] });
    assert!(d.shows("赵小萌"), "{}", d.text());
}

#[test]
fn chinese_from_an_input_method_opens_the_finder_and_says_so() {
    let mut d = desk();
    d.press("2张晓");
    assert!(d.shows(" 查找  张晓") && d.shows("输入法开着"), "{}", d.text());
}

#[test]
fn a_paste_never_runs_as_commands() {
    let mut d = desk();
    d.send(Message::Input(Event::Paste("\nq5v张晓明\nq".into())));
    assert!(d.shows(" 查找  q5v张晓明") && d.shows("没有当命令执行"), "{}", d.text());
    assert!(d.done.iter().all(|e| !matches!(e, AppEffect::Quit)));
    // In a menu it has no use, and that is said.
    d.press("<Esc>0");
    d.send(Message::Input(Event::Paste("1".into())));
    assert!(d.shows("用不上粘贴"));
}

#[test]
fn upper_case_and_full_width_are_the_same_keys() {
    let mut d = desk();
    d.press("２");
    assert!(d.shows(" 人员   按姓名"));
    d.press("V");
    assert!(visit_form(&d), "{}", d.text());
}

#[test]
fn a_visit_is_begun_with_who_it_is_to() {
    for keys in
        ["2<Down>v", "2<Down>a", "2<Down><Tab>1", "/lmj<Tab>1", "2<Down><Enter>v", "<Down><Down><Down>a"]
    {
        let mut d = desk();
        d.press(keys);
        assert!(d.shows("李敏嘉"), "{keys}\n{}", d.text());
        assert!(visit_form(&d), "{keys}\n{}", d.text());
    }
}

#[test]
fn a_look_up_in_the_middle_of_a_form_comes_back_to_it() {
    let mut d = desk();
    d.press("2v好的<Ctrl-F>lmj<Enter>");
    assert!(d.lines()[1].contains("李敏嘉"));
    d.press("<Esc>");
    assert!(visit_form(&d) && d.shows("好的"), "{}", d.text());
}

#[test]
fn menus_go_by_digit_and_by_arrow() {
    let mut d = desk();
    d.press("2<Tab>6");
    assert!(d.shows("关系图   张晓明"));
    d.press("<Esc><Tab><Down><Down><Down><Down><Down><Enter>");
    assert!(d.shows("关系图   张晓明"));
    // Tab opens it and Tab closes it.
    d.press("<Esc><Tab><Tab>");
    assert!(d.shows(">   1 张晓明"));
}

#[test]
fn the_palette_knows_initials_and_remembers() {
    let mut d = desk();
    d.press(":drtz<Enter>");
    assert!(d.shows("导入台账") && d.shows("文件"));
    let kept =
        d.done.iter().find_map(|e| if let AppEffect::SavePrefs(p) = e { Some(p.clone()) } else { None });
    assert_eq!(kept.unwrap().recent, ["import"]);
    d.press("<Esc>:");
    assert!(d.lines()[3].contains("导入台账"), "{}", d.text());
}

#[test]
fn cards_back_and_on() {
    let mut d = desk();
    d.press("2<Enter><Esc><Down><Enter><Esc>");
    d.press("[");
    assert!(d.lines()[1].contains("李敏嘉"));
    d.press("[");
    assert!(d.lines()[1].contains("张晓明"));
    d.press("】");
    assert!(d.lines()[1].contains("李敏嘉"));
    d.press("]");
    assert!(d.shows("后面没有看过的卡了"));
}

#[test]
fn tabs_are_as_they_were_left() {
    let mut d = desk();
    d.press("2<Down><Down>3<Down>2");
    assert!(d.shows(">   3 冯艳玲"), "{}", d.text());
    d.press("q");
    assert!(d.shows("先办 3"));
    d.press("q");
    assert!(matches!(d.done.last(), Some(AppEffect::Quit)));
}

#[test]
fn others_changes_are_told_and_refresh_what_is_shown() {
    let mut d = desk();
    d.press("2<Down>");
    let before = d.asked.len();
    d.news(changed("姚强", "孙丽"));
    assert_eq!(d.lines()[22].trim(), "姚强 的卡刚由 孙丽 改过");
    assert!(matches!(d.asked.get(before), Some(Request::List { kind: Kind::Person, .. })));
    assert!(d.shows(">   2 李敏嘉"));
}

#[test]
fn a_lost_link_is_said_and_questions_are_asked_again() {
    let mut d = desk();
    d.press("2");
    d.send(Message::LinkLost);
    assert!(d.shows("断线中") && d.shows("正在重连"));
    let before = d.asked.len();
    d.press("<Enter>");
    assert_eq!(d.asked.len(), before, "nothing is asked of a lost link");
    d.send(Message::LinkBack(fake::welcome(420)));
    assert!(d.lines()[1].contains("张晓明 (张总)") && d.shows("又连上了"), "{}", d.text());
}

#[test]
fn the_filter_narrows_and_goes() {
    let mut d = desk();
    d.press("2f周");
    assert!(d.shows(">   1 周雪梅") && d.shows("1 / 共 17"), "{}", d.text());
    d.press("<Enter>");
    assert!(d.shows("筛选: 周"));
    d.press("<Esc>");
    assert!(d.shows("共 17"));
    d.press("f不是谁");
    assert!(d.shows("没有对得上的"));
}

#[test]
fn the_cursor_moves_cheaply() {
    // A tree says other keys for other rows, so its line of hints may change too.
    for (keys, most) in [("2", 120), ("/zxm", 120), ("", 120), ("8<Right>", 150), ("2g", 120)] {
        let mut d = desk();
        d.press(keys);
        let mut painter = Painter::new((80, 24));
        let (buf, cursor) = d.buffer();
        let first = painter.frame(&buf, cursor).len();
        assert!(first <= 3000, "{keys}: {first} bytes for the first frame");
        for _ in 0..3 {
            d.press("<Down>");
            let (buf, cursor) = d.buffer();
            let marked = (0..24).filter(|y| buf[(0, *y)].modifier.contains(Modifier::REVERSED));
            assert_eq!(marked.count(), 1, "{}", d.text());
            let bytes = painter.frame(&buf, cursor).len();
            assert!(bytes <= most, "{keys}: {bytes} bytes\n{}", d.text());
        }
    }
}

#[test]
fn a_sequence_of_keys_says_how_it_goes_on() {
    let mut d = desk();
    let user = r#"[browse]
bindings = [{ on = ["z t"], run = "first" }, { on = ["z b"], run = "last" }]
"#;
    let (keymap, problems) = Keymap::load(crate::tui::keymap::DEFAULT, Some(("mine.toml", user)));
    assert!(problems.is_empty(), "{problems:?}");
    d.app.shared.keymap = keymap;
    d.press("2z");
    assert!(d.lines()[23].contains("t 最前") && d.lines()[23].contains("b 最后"), "{}", d.text());
    d.press("b");
    assert!(d.shows(">  17 陈琪霞"), "{}", d.text());
    d.press("zx");
    assert!(d.shows("连着按没有意思"));
}

#[test]
fn orders_are_chosen_and_turned_round() {
    let mut d = desk();
    d.press("2o2");
    assert!(matches!(d.asked.last(), Some(Request::List { order: Order::Recent, .. })));
    assert!(d.shows("按上次走访，近的在前"));
    let notice = crate::book::person::NOTICE;
    d.press("o<Home>");
    while !d.lines().iter().any(|l| l.starts_with('>') && l.contains("按告知日期")) {
        d.press("<Down>");
    }
    d.press("<Enter>");
    assert!(
        matches!(d.asked.last(), Some(Request::List { order: Order::By(no, false), .. }) if *no == notice)
    );
    d.press("o<Enter>");
    assert!(d.shows("按告知日期，远的在前"), "{}", d.text());
}

#[test]
fn undo_asks_the_hub_and_says_what_became_of_it() {
    let mut d = desk();
    d.press("<Ctrl-Z>");
    assert!(matches!(d.asked.last(), Some(Request::Undo { .. })));
    assert!(d.shows("没有可撤销的改动"));
}

#[test]
fn only_rows_in_sight_are_asked_for() {
    let mut d = desk();
    d.press("2");
    let limits: Vec<u32> = d
        .asked
        .iter()
        .filter_map(|r| if let Request::List { limit, .. } = r { Some(*limit) } else { None })
        .collect();
    assert_eq!(limits.len(), 1, "no page is asked for twice");
    assert!(limits[0] <= 60, "{limits:?}");
}

#[test]
fn the_first_start() {
    let mut d = Desk::with(Lang::Zh, (80, 24), true, Prefs::default());
    assert!(d.shows("对得齐吗"));
    d.press("2");
    assert!(d.app.shared().theme.ascii && d.shows("从哪里开始"));
    d.press("1颍川街道<Enter>");
    assert!(matches!(
        d.asked.iter().rev().find(|r| matches!(r, Request::Save(_))),
        Some(Request::Save(s)) if s.target.kind == Kind::Area
    ));
    assert!(d.shows("册子建好了") && d.shows("没有到期要办的"), "{}", d.text());
    let mut d = Desk::with(Lang::En, (80, 24), true, Prefs { ascii: Some(false), ..Prefs::default() });
    d.press("3");
    assert!(matches!(d.done.last(), Some(AppEffect::Demo)));
}

#[test]
fn a_ledger_is_shown_before_it_is_written() {
    let mut d = desk();
    d.press("0");
    d.press("7/home/wl/tai<Tab>");
    assert!(matches!(d.done.last(), Some(AppEffect::CompletePath(p)) if p == "/home/wl/tai"));
    let paths = vec!["/home/wl/台账1.xlsx".into(), "/home/wl/台账2.xlsx".into()];
    d.send(Message::Import(ImportNews::Paths(paths)));
    assert!(d.shows("台账2.xlsx"));
    d.press("<Enter>");
    assert!(matches!(d.done.last(), Some(AppEffect::Import { dry: true, .. })));
    d.ledger(LedgerNews::Plan(Ok(vec!["姓名 -> 姓名".into(), "联系电话 -> 电话".into()])));
    assert!(d.shows("还没有写") && d.shows("联系电话 -> 电话"));
    d.press("<Enter>");
    assert!(matches!(d.done.last(), Some(AppEffect::Import { dry: false, .. })));
    d.ledger(LedgerNews::Progress(50, 200));
    assert!(d.shows("50 / 200 行"));
    d.ledger(LedgerNews::Done(Ok(vec!["新增 198 人".into(), "第 7 行: 电话不对".into()])));
    assert!(d.shows("导入完了") && d.shows("第 7 行"));
}

#[test]
fn the_tree_opens_branch_by_branch() {
    let mut d = desk();
    d.press("8");
    assert!(d.shows("- 颍川街道") && d.shows("+ 恒达社区"), "a single top opens by itself\n{}", d.text());
    assert!(!d.asked.iter().any(|r| matches!(r, Request::List { .. })));
    d.press("<Down><Right>");
    assert!(d.shows("张晓明"));
    d.press("<Down>v");
    assert!(visit_form(&d) && d.shows("张晓明"));
    d.press("<Esc><Left><Left>");
    assert!(!d.shows("张晓明") && d.shows("+ 恒达社区"), "{}", d.text());
}

#[test]
fn a_record_that_is_gone_is_said_to_be() {
    let mut d = desk();
    d.press("2");
    d.hold();
    d.press("<Enter>");
    let (ticket, _) = d.held.take().unwrap().remove(0);
    d.reply(ticket, Reply::Refused(Refusal::Gone));
    assert!(d.shows("已经没有了"));
}

#[test]
fn the_other_language_is_asked_of_the_hub_too() {
    let mut d = desk();
    d.press(":english<Enter>");
    assert!(d.asked.iter().any(|r| matches!(r, Request::Welcome { lang: Lang::En, .. })));
    assert!(d.shows("Promised") && d.shows("? help"), "{}", d.text());
}

#[test]
fn list_and_card_stand_side_by_side() {
    let mut d = Desk::new(Lang::Zh, (120, 36));
    d.press("2<Down>");
    assert!(d.lines()[1].contains("│ 李敏嘉"), "{}", d.text());
    d.press("<Right><Down><Left>");
    assert!(d.shows("> 2 李敏嘉"), "{}", d.text());
}

#[test]
fn the_tree_reaches_everybody_and_enters_people_where_it_stands() {
    let mut d = desk();
    d.press("8<End><Enter>");
    assert!(d.lines()[1].starts_with(" 人员   颍川街道"), "{}", d.text());
    let mut d = desk();
    d.press("8<Down>n");
    assert!(d.lines()[1].contains("新建人员") && d.shows("恒达社区"), "{}", d.text());
}

#[test]
fn the_finder_counts_by_kind_and_offers_what_the_row_can_have() {
    let mut d = desk();
    d.press("/zxm");
    assert!(d.lines()[1].contains("4 条   人员 3  单位 1"), "{}", d.text());
    d.press("<Tab>");
    assert!(d.shows("删除") && !d.shows("筛选"), "{}", d.text());
    // Of an area there are neither visits nor ties to be had.
    let mut d = desk();
    d.press("8<Tab>");
    assert!(!d.shows("1 走访") && d.shows("改"), "{}", d.text());
}

#[test]
fn a_path_that_is_not_there_offers_no_card() {
    let mut d = desk();
    d.press("2p<Esc>");
    let hints = d.lines().pop().unwrap();
    assert!(!hints.contains("打开") && hints.contains("p 谁能引见"), "{hints}");
}

#[test]
fn coming_back_to_today_asks_for_it_anew() {
    let asks = |d: &Desk| d.asked.iter().filter(|r| matches!(r, Request::Today)).count();
    let mut d = desk();
    let first = asks(&d);
    // A form left behind is a draft that nobody tells of.
    d.press("v说了一半<Esc>");
    assert_eq!(asks(&d), first + 1, "{}", d.text());
    d.press("v又一半1");
    d.press("<Esc>/zxm<Enter>1");
    assert!(asks(&d) > first + 1);
}

#[test]
fn a_key_that_does_nothing_here_says_where_it_does() {
    let mut d = desk();
    d.press("2<Enter>f");
    assert!(d.shows("f 是「筛选」，在「名单」才用得上"), "{}", d.text());
    d.press("z");
    assert!(d.shows("用不到 z 键"));
    d.press("v<F6>");
    assert!(d.shows("用不到 F6 键"), "{}", d.text());
    // text is text, and an arrow with nowhere to go is no mistake
    d.press("z<Left><Left><Left>");
    assert!(!d.shows("用不到 z") && !d.shows("Left"));
}

#[test]
fn a_chord_shows_what_may_follow() {
    let mut shared = desk().app.shared().clone();
    shared.keymap = Keymap::named("vim").unwrap();
    let mut app = App::new(shared, Prefs { ascii: Some(false), ..Prefs::default() });
    app.begin();
    for key in press("2g") {
        app.update(Message::Input(Event::Key(key)));
    }
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    app.view(&mut buf);
    let hints = glyph::lines(&buf)[23].clone();
    assert!(hints.starts_with(" g .. ") && hints.contains("g 最前") && hints.contains("e 最后"), "{hints}");
}

#[test]
fn a_faulty_keymap_is_told_on_the_screen() {
    let mut shared = desk().app.shared().clone();
    let (keymap, problems) = Keymap::load(
        crate::tui::keymap::DEFAULT,
        Some(("my.toml", "[list]\nbindings = [{ on = [\"x\"], run = \"dwon\" }]")),
    );
    shared.keymap = keymap.with_problems(problems);
    let mut app = App::new(shared, Prefs { ascii: Some(false), ..Prefs::default() });
    app.begin();
    let text = |app: &App| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        app.view(&mut buf);
        glyph::lines(&buf).join("\n")
    };
    assert!(text(&app).contains("my.toml:2") && text(&app).contains("dwon"), "{}", text(&app));
    app.update(Message::Input(Event::Key(press("1")[0])));
    assert!(!text(&app).contains("my.toml"));
}

#[test]
fn the_palette_finds_every_command_by_how_it_sounds() {
    let mut d = desk();
    d.press(":jiaocheng");
    assert!(d.shows("> 教程") || d.shows(">教程"), "{}", d.text());
    d.press("<Ctrl-U>drtz");
    assert!(d.shows(">导入台账"));
    d.press("<Enter><Esc>:");
    assert!(d.lines()[3].contains("导入台账") && d.shows("刚用过"), "{}", d.text());
}

#[test]
fn the_tour_goes_on_with_each_key_of_the_workers_own() {
    let mut shared = desk().app.shared().clone();
    shared.welcome.demo = true;
    let mut d = desk();
    d.app = App::new(shared, Prefs { ascii: Some(false), ..Prefs::default() });
    let effects = d.app.begin();
    d.perform(effects);
    assert!(d.shows("跟着走一遍"), "offered at the first start: {}", d.text());
    assert!(d.app.prefs().toured, "and only once");
    d.press("1");
    for (says, keys) in [
        ("1/6 按 / 找人", "/"),
        ("2/6 打姓名首字母", "zxm<Enter>"),
        ("3/6 按 v", "<Esc>2"),
        ("3/6 按 v", "v"),
        ("4/6 写一句", "好的<Ctrl-S>"),
        ("5/6 按 ; 一行话", ";"),
        ("5/6 打 访", "访张晓明<Enter><Esc>"),
        ("6/6 按 ?", "?"),
    ] {
        assert!(d.lines()[22].contains(says), "{says}: {}", d.text());
        d.press(keys);
    }
    assert!(d.shows("走完了"), "{}", d.text());
    // it can be left at any time, and is not had where it would write into a real book
    d.press("<Esc><F9>");
    assert!(d.shows("1/6"));
    d.press("<F9>");
    assert!(d.shows("不走了") && !d.shows("1/6"));
    let mut d = desk();
    d.press("<F9>");
    assert!(d.shows("教程在演示册里走"));
}

#[test]
fn a_circle_is_drawn_and_walked_by_arrows() {
    let mut d = desk();
    d.press("2g=");
    assert!(d.shows("方向键走过去") && d.shows("王明"), "{}", d.text());
    // Out to a direct tie, and on to the second step: the foot says what ties them, since when, and who says so.
    d.press("<Right>");
    assert!(d.shows("和 张晓明: ") && d.shows("来源 "), "{}", d.text());
    // The tree stands on the same one, and back again.
    d.press("<Left>=");
    assert!(d.shows(">张晓明") && d.shows("起止"), "{}", d.text());
    d.press("<Down><Down>=");
    assert!(d.shows("罗志强  车间主任") && d.shows("和 恒达建材有限公司: 员工"), "{}", d.text());
    d.press("<Enter>");
    assert!(d.shows("怎么找"), "{}", d.text());
}

#[test]
fn every_bar_leads_to_the_records_behind_it() {
    let behind = |d: &Desk| match d.asked.iter().rev().find(|r| matches!(r, Request::List { .. })) {
        Some(Request::List { kind, filter, .. }) => (*kind, filter.clone()),
        other => panic!("{other:?}"),
    };
    // Beside what there is to do, and alone where there is less room.
    for (size, there) in [((120, 40), "<Right>"), ((80, 24), "="), ((40, 12), "=")] {
        let mut d = Desk::new(Lang::Zh, size);
        d.press(there).press("<Down><Enter>");
        let (kind, filter) = behind(&d);
        let month = Is::Days(crate::book::Day::ymd(2026, 10, 1), crate::book::Day::ymd(2026, 10, 31));
        assert!(kind == Kind::Visit && filter.tests[0].any == [month], "{filter:?}\n{}", d.text());
        // back on the very bar, and on to the areas: those who wait are meant
        d.press("<Esc>").press(&"<Down>".repeat(11)).press("<Enter>");
        let (kind, filter) = behind(&d);
        assert!(kind == Kind::Person && filter.overdue && filter.area.is_some(), "{filter:?}\n{}", d.text());
        d.press("<Esc><End><Enter>");
        let (kind, filter) = behind(&d);
        assert!(kind == Kind::Person && filter.tests[0].field == person::GROUPS, "{filter:?}\n{}", d.text());
        d.press("<Esc>=");
        assert!(d.shows("先办 3"), "{}", d.text());
    }
    // An area's card has them too, a person's leads from the months to the visits.
    let mut d = desk();
    d.press("8<Enter>");
    let hit = |d: &Desk| d.lines().iter().any(|l| l.starts_with("> 新媒体"));
    for _ in 0..30 {
        if !hit(&d) {
            d.press("<Down>");
        }
    }
    d.press("<Enter>");
    assert_eq!(behind(&d).0, Kind::Person, "{}", d.text());
    let mut d = desk();
    d.press("2<Enter><End><Enter>");
    assert!(matches!(behind(&d), (Kind::Visit, Filter { person: Some(_), .. })), "{}", d.text());
}

#[test]
fn the_picture_stands_beside_the_tree_with_one_cursor() {
    let mut d = Desk::new(Lang::Zh, (120, 40));
    d.press("2g");
    // both are there, and what is in hand is told below
    assert!(d.shows("├─ 恒达建材有限公司") && d.shows(". ") && d.shows("来源"), "{}", d.text());
    d.press("<Down><Down>");
    assert!(d.shows("和 恒达建材有限公司: 员工"), "{}", d.text());
    let at = |d: &Desk| d.lines().iter().position(|l| l.starts_with('>')).unwrap();
    let tree = at(&d);
    // left is inwards in the picture, and the tree follows
    d.press("<Left>");
    assert_eq!(at(&d), tree - 1, "{}", d.text());
    d.press("=");
    assert!(!d.shows("├─") && d.shows("恒达建材有限公司"), "{}", d.text());
    d.press("=:braille<Enter>1");
    let fine = |d: &Desk| d.text().chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c));
    assert!(fine(&d), "{}", d.text());
    assert!(matches!(d.done.last(), Some(AppEffect::SavePrefs(p)) if p.braille == Some(true)));
    d.press(":braille<Enter>2");
    assert!(!fine(&d), "{}", d.text());
}
