//! The circle as a tree: every line says who, what ties them, since when and who declared it, as far as there is room.

use crate::hub::wire::CircleRow;
use crate::text::{Lang, screen as words};
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// Room for who, relation, dates and source: the last ones only as far as there is room.
fn columns(width: usize) -> [usize; 4] {
    let [relation, dates, source] = match width {
        100.. => [15, 18, 10],
        76.. => [15, 13, 9],
        56.. => [15, 10, 0],
        _ => [12, 0, 0],
    };
    [width.saturating_sub(relation + dates + source + 3), relation, dates, source]
}

/// What stands above the columns.
pub(super) fn heads(width: usize, lang: Lang) -> String {
    let [first, relation, dates, source] = columns(width);
    let heads = [("", first), (words::RELATION.get(lang), relation), (words::DATES.get(lang), dates)];
    let text: String = heads.iter().map(|(t, w)| glyph::pad(t, *w)).collect();
    text + &glyph::pad(words::SOURCE.get(lang), source)
}

/// The tree: the middle first, each line stands for one more than its row.
pub(super) fn lines(name: &str, rows: &[CircleRow], shared: &Shared, width: usize) -> Vec<Line> {
    let (lang, theme) = (shared.lang, shared.theme);
    let twig = |at: usize, row: &CircleRow| {
        if theme.plain { draw::level(row.depth.into(), theme) } else { twig(rows, at) }
    };
    let mut lines = vec![Line::of(format!("{}{name}", draw::level(0, theme)), Ink::Strong).hit(0)];
    let [first, relation, dates, source] = columns(width);
    for (i, row) in rows.iter().enumerate() {
        let who = glyph::fit(&format!("{}{}", twig(i, row), row.name), first.saturating_sub(2));
        let left = first.saturating_sub(glyph::width(&who));
        let above = rows.iter().take(i).rev().find(|r| r.depth < row.depth).map_or(name, |r| r.name.as_str());
        let about = glyph::fit_post(besides(row, above), left.saturating_sub(4));
        let line = Line::text(who)
            .and(glyph::pad(&format!("  {about}"), left), Ink::Text)
            .and(glyph::pad(&glyph::fit(&row.relation, relation.saturating_sub(1)), relation), Ink::Text)
            .and(glyph::pad(&row.dates, dates), Ink::Dim)
            .and(glyph::pad(&row.source, source), Ink::Dim);
        lines.push(line.hit(i + 1));
    }
    if rows.is_empty() {
        lines.push(Line::blank());
        let width = width.saturating_sub(2);
        lines.extend(draw::wrap(words::NO_CIRCLE.get(lang), width).into_iter().map(Line::text));
    }
    lines
}

/// What a row says besides what hangs it where it is: below an employer neither that one nor the title again.
fn besides<'a>(row: &'a CircleRow, above: &str) -> &'a str {
    match row.about.strip_prefix(above).filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
        Some(title) if title.trim() == row.relation => "",
        Some(title) => title.trim_start(),
        None => &row.about,
    }
}

/// The branch before a row: `│  ├─ `.
fn twig(rows: &[CircleRow], at: usize) -> String {
    let Some(depth) = rows.get(at).map(|r| r.depth) else { return String::new() };
    // Whether another row of this depth follows before the tree goes up again.
    let goes_on = |d: u8| rows.iter().skip(at + 1).take_while(|r| r.depth >= d).any(|r| r.depth == d);
    let mut out = String::new();
    for d in 1..depth {
        out.push_str(if goes_on(d) { "│  " } else { "   " });
    }
    out.push_str(if goes_on(depth) { "├─ " } else { "└─ " });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Id, Kind, Ref};

    #[test]
    fn an_employer_is_not_said_again_below_it() {
        let row = |about: &str| CircleRow {
            depth: 1,
            target: Ref { kind: Kind::Person, id: Id::NIL },
            name: "杨莹".into(),
            about: about.into(),
            tie: None,
            relation: "摄像".into(),
            dates: String::new(),
            source: String::new(),
        };
        for (about, said) in [
            ("丰源工作室 摄像", ""),
            ("丰源工作室 主播", "主播"),
            ("丰源工作室", ""),
            ("丰源工作室二部 摄像", "丰源工作室二部 摄像"),
            ("自由撰稿", "自由撰稿"),
        ] {
            assert_eq!(besides(&row(about), "丰源工作室"), said);
        }
    }

    #[test]
    fn branches() {
        let rows: Vec<CircleRow> = [1, 2, 2, 1, 2, 1]
            .into_iter()
            .map(|depth| CircleRow {
                depth,
                target: Ref { kind: Kind::Person, id: Id::NIL },
                name: String::new(),
                about: String::new(),
                tie: None,
                relation: String::new(),
                dates: String::new(),
                source: String::new(),
            })
            .collect();
        let all: Vec<String> = (0..rows.len()).map(|i| twig(&rows, i)).collect();
        assert_eq!(all, ["├─ ", "│  ├─ ", "│  └─ ", "├─ ", "│  └─ ", "└─ "]);
    }
}
