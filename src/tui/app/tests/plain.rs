//! Plain mode and colours through the palette: what a screen reader reads, and where its cursor is.

use super::Desk;
use crate::text::Lang;
use crate::tui::message::AppEffect;
use crate::tui::theme::Colours;

fn plain(lang: Lang, size: (u16, u16)) -> Desk {
    let mut d = Desk::new(lang, size);
    d.press(":plain<Enter>");
    d
}

#[test]
fn every_screen_is_lines_with_the_cursor_on_the_item_in_hand() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(80, 24), (200, 50), (40, 12)] {
            let mut d = plain(lang, size);
            for keys in [
                "",
                "2",
                "<Down>",
                "<Enter>",
                "<Esc>3",
                "4<Down>",
                "8",
                "1?",
                "<Esc>2<Enter>g",
                "<Esc><Esc>:",
            ] {
                d.press(keys);
                let text = d.text();
                assert!(!text.contains(['─', '│', '├', '└']), "{keys} {text}");
                assert!(!text.contains("   "), "{keys}: nothing is set out in columns\n{text}");
                let (buf, cursor) = d.buffer();
                let (x, y) = cursor.unwrap_or_else(|| panic!("{keys}: no cursor\n{text}"));
                assert!(x < buf.area.width && y > 0 && y < buf.area.height, "{keys} {x} {y}");
            }
        }
    }
}

#[test]
fn lines_of_trees_begin_with_their_level() {
    let mut d = plain(Lang::Zh, (80, 24));
    d.press("8<Right>");
    assert!(d.shows("1 - 颍川街道") && d.shows("2 + 恒达社区"), "{}", d.text());
    d.press("2g");
    assert!(d.shows("1 张晓明") && d.shows("2 恒达建材有限公司") && d.shows("3 罗志强"), "{}", d.text());
}

/// Every figure of the calendar stands behind its day.
#[test]
fn a_month_is_a_line_a_day() {
    for (lang, size, lines) in [
        (
            Lang::Zh,
            (80, 24),
            ["11月20日 周五, 走访 12, 约好 0", "11月23日 周一, 今天, 走访 2, 约好 1, 会议 1, 待办 2"],
        ),
        (
            Lang::En,
            (120, 40),
            [
                "Fri 20 Nov, visits 12, promised 0",
                "Mon 23 Nov, today, visits 2, promised 1, meetings 1, tasks 2",
            ],
        ),
    ] {
        let mut d = plain(lang, size);
        d.press("d");
        let line = |d: &Desk| {
            let at = d.buffer().1.unwrap();
            d.lines()[usize::from(at.1)].trim().to_owned()
        };
        assert_eq!(line(&d), lines[1], "{}", d.text());
        assert!(d.lines().iter().any(|l| l.trim() == lines[0]), "{}", d.text());
        d.press("<Up><Up><Up>");
        assert_eq!(line(&d), lines[0], "{}", d.text());
        // over the end of the month, and what is on a day
        d.press("<PgDn><Home><Enter>");
        assert!(d.shows(if lang == Lang::Zh { "约好的" } else { "Promised" }), "{}", d.text());
    }
    // where there is little room the line of the day in hand is seen all the same
    let mut d = plain(Lang::Zh, (40, 12));
    d.press("d<PgUp><Right><Right><Right><Right><Right><Right><Right><Right>");
    let at = d.buffer().1.unwrap();
    assert!(d.lines()[usize::from(at.1)].contains("10月31日"), "{}", d.text());
}

#[test]
fn the_cursor_goes_with_the_row_and_typing_stays_whole() {
    let mut d = plain(Lang::Zh, (80, 24));
    d.press("2");
    let line = |d: &Desk| {
        let at = d.buffer().1.unwrap();
        d.lines()[usize::from(at.1)].clone()
    };
    assert!(line(&d).contains("张晓明"), "{}", d.text());
    d.press("<Down>");
    assert!(line(&d).contains("李敏嘉, 大禹教育工作室 理事"), "{}", line(&d));
    // a form: one field a line, the cursor where text goes in
    d.press("n");
    d.press("冯艳玲");
    assert!(line(&d).contains("冯艳玲"), "{}", d.text());
    d.press("<Esc>:plain<Enter>");
    assert!(d.shows("读屏模式关了"), "{}", d.text());
    assert!(d.text().contains("   "));
}

#[test]
fn colours_and_plain_mode_are_remembered() {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.press(":gaoduibi<Enter>");
    assert_eq!(d.app.shared().theme.colours, Colours::Contrast);
    d.press(":du ping<Enter>");
    let kept = d.done.iter().rev().find_map(|e| if let AppEffect::SavePrefs(p) = e { Some(p) } else { None });
    let kept = kept.unwrap();
    assert!(kept.plain && kept.theme == Some(Colours::Contrast) && d.app.shared().theme.plain);
    d.press(":theme-mono<Enter>");
    assert!(d.app.shared().theme.mono());
    // what was kept by a program that knew neither is read
    let old: crate::tui::message::Prefs =
        serde_json::from_str(r#"{"ascii":true,"recent":["import"]}"#).unwrap();
    assert!(old.ascii == Some(true) && !old.plain && old.theme.is_none());
}
