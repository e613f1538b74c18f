//! What a frame may cost on the wire. Counts, not times: the same everywhere.
use super::*;
use crate::tui::glyph::{pad, put};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

const NAMES: &[&str] =
    &["张晓明", "李敏嘉", "冯艳玲", "于婷", "赵小萌", "徐曦海", "罗嘉伟", "周雪梅", "袁思娜", "姚强"];
const JOBS: &[&str] = &[
    "恒达建材有限公司 总经理",
    "大禹教育工作室 理事",
    "鑫盛法律服务工作室 会计师",
    "鑫盛餐饮合作社",
    "小萌看禹州(自媒体) 主播",
    "同兴法律服务传媒 理事",
    "启明发制品 技术总监",
    "心语社工服务中心 主任",
    "中原卫生有限责任公司 财务经理",
];
const PLACES: &[&str] = &["恒达", "长春", "东关", "南街", "夏禹", "寨子", "永和苑"];

/// The list of people as the mock-up has it: rows from `first`, the highlight on one of them.
fn list(first: usize, lit: usize, whole_row: bool) -> Buffer {
    let mut b = Buffer::empty(Rect::new(0, 0, 80, 24));
    let plain = Style::new();
    put(
        &mut b,
        0,
        0,
        80,
        " 1今天[2人员]3单位 4走访 5事项 6服务 7会议 8联络 9报表 0更多       王丽 颍川街道",
        plain,
    );
    put(
        &mut b,
        0,
        1,
        80,
        " 人员   我联系的   类别 全部   按 上次走访 近的在前          38 人 / 全街道 420",
        plain,
    );
    put(
        &mut b,
        0,
        3,
        80,
        &pad("    序 姓名     单位及职务                   社区   电话         上次走访  未了", 79),
        plain.add_modifier(Modifier::UNDERLINED),
    );
    for (i, y) in (4..21u16).enumerate() {
        let n = first + i;
        let of = |list: &[&'static str], k: usize| list[k % list.len()];
        let row = format!(
            " {:>4} {} {} {} 1{:02}****{:04} {:>3} 天前     {}",
            n + 1,
            pad(of(NAMES, n * 7), 8),
            pad(of(JOBS, n * 5), 28),
            pad(of(PLACES, n * 3), 6),
            30 + n * 13 % 69,
            n * 7919 % 10000,
            n * 3 + 2,
            n % 3
        );
        let on = n == lit;
        let style = if on && whole_row { plain.add_modifier(Modifier::REVERSED) } else { plain };
        put(&mut b, 0, y, 79, &row, style);
        if on {
            put(&mut b, 0, y, 1, ">", style);
            if !whole_row {
                b.set_style(Rect::new(6, y, 8, 1), plain.add_modifier(Modifier::REVERSED));
            }
        }
    }
    put(
        &mut b,
        0,
        23,
        80,
        " Enter 打开  v 走访  n 新建  Space 标记  f 筛选  Tab 动作        / 查找  ? 帮助",
        plain.fg(Color::Cyan),
    );
    b
}

fn text_bytes(b: &Buffer) -> usize {
    crate::tui::glyph::lines(b).iter().map(|l| l.split_whitespace().map(str::len).sum::<usize>()).sum()
}

fn field(text: &str, note: &str) -> (Buffer, Option<(u16, u16)>) {
    let mut b = list(0, 99, false);
    b.set_style(Rect::new(0, 0, 80, 1), Style::new().fg(Color::Cyan));
    let used = put(&mut b, 10, 21, 30, text, Style::new().add_modifier(Modifier::UNDERLINED));
    put(&mut b, 45, 21, 30, note, Style::new());
    (b, Some((u16::try_from(10 + used).unwrap(), 21)))
}

#[test]
fn a_typed_character_is_its_own_bytes() {
    let mut p = Painter::new((80, 24));
    let mut send = |text: &str| {
        let (b, cursor) = field(text, "上次 11-17 陈浩 上门");
        p.frame(&b, cursor)
    };
    send("");
    let first = send("张").len();
    assert!(first <= 8, "the first one changes the pen: {first}");
    assert_eq!(send("张晓"), "晓".as_bytes());
    assert_eq!(send("张晓a"), b"a");
    let erased = send("张晓").len();
    assert!(erased <= 8, "backspace: {erased}");
    let back = send("张").len();
    assert!(back <= 10, "backspace over a wide one: {back}");
}

#[test]
fn typing_inside_a_text_moves_its_rest() {
    let mut p = Painter::new((80, 24));
    let mut send = |text: &str, at: u16| {
        let (b, _) = field(text, "");
        p.frame(&b, Some((10 + at, 21)))
    };
    send("厂门口补好了", 4);
    let one = send("厂门口路补好了", 8).len();
    send("厂门口路面补好了", 10);
    let two = send("厂门口路x面补好了", 9).len();
    println!("typed inside a text: {one}, {two}");
    assert!(one <= 30 && two <= 30, "{one} {two}");
}

#[test]
fn moving_the_highlight() {
    for (whole, budget) in [(false, 120), (true, 320)] {
        let mut p = Painter::new((80, 24));
        p.frame(&list(0, 3, whole), None);
        let down = p.frame(&list(0, 4, whole), None).len();
        let up = p.frame(&list(0, 3, whole), None).len();
        println!("highlight, whole row {whole}: down {down}, up {up}");
        assert!(down <= budget && up <= budget, "whole {whole}: {down} {up}");
    }
}

#[test]
fn a_page_and_a_scroll() {
    let mut p = Painter::new((80, 24));
    let first = list(0, 0, false);
    let bytes = p.frame(&first, Some((0, 4))).len();
    println!("first frame {bytes}, its text {}", text_bytes(&first));
    assert!(bytes <= 3000, "first frame: {bytes}");
    let next = list(17, 17, false);
    let (bytes, text) = (p.frame(&next, Some((0, 4))).len(), text_bytes(&next));
    println!("a page {bytes}, its text {text}");
    assert!(bytes * 10 <= text * 12, "a page: {bytes} for {text}");
    let by_one = p.frame(&list(18, 34, false), Some((0, 20))).len();
    let back = p.frame(&list(17, 17, false), Some((0, 4))).len();
    println!("scrolled by one row {by_one}, back {back}");
    assert!(by_one <= 220 && back <= 220, "scroll: {by_one} {back}");
}

#[test]
fn nothing_changed_nothing_sent() {
    let mut p = Painter::new((80, 24));
    p.frame(&list(0, 0, false), Some((3, 3)));
    assert!(p.frame(&list(0, 0, false), Some((3, 3))).is_empty());
    assert_eq!(p.frame(&list(0, 0, false), None), b"\x1b[?25l");
    assert_eq!(p.frame(&list(0, 0, false), Some((3, 3))), b"\x1b[?25h");
    assert_eq!(p.frame(&list(0, 0, false), Some((0, 3))), b"\r");
}
