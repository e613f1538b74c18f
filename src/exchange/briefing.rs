//! The briefing of a period 情况通报: drafted from its report and from what was answered, in running text that is edited
//! before it goes out as a document. Work is counted; nobody is named.

use super::docx::{Align, Document};
use super::report as figures;
use crate::book::columns::Cell;
use crate::book::report::{Figure, GAPS, Period, SPLITS};
use crate::book::{Day, Id, Kind, Row, matter, meeting, person, service};
use crate::hub::wire::{Filter, Is, Order, Report, Request, Test};
use crate::text::{Lang, briefing as words};
use std::io;

/// Most answers that are told.
const ANSWERS: usize = 20;
/// Most matters that are looked at.
const LOOKED_AT: u32 = 500;
/// The cells of a matter's row behind its own: what became of it, whether it was taken up.
const MORE: [u16; 2] = [matter::RESULT, matter::OUTCOME];

/// The question for what was answered: matters whose people were told in the period.
pub fn ask(period: Period, area: Option<Id>) -> Request {
    let (from, to) = period.days();
    let told = Test { field: matter::TOLD_ON, any: vec![Is::Days(Some(from), Some(to))] };
    Request::List {
        kind: Kind::Matter,
        filter: Filter { area, tests: vec![told], ..Filter::default() },
        order: Order::By(matter::TOLD_ON, true),
        offset: 0,
        limit: LOOKED_AT,
        more: MORE.to_vec(),
    }
}

/// Of which period a meeting of a day tells: the half-year that is over, or is about to be; of a year's end the year.
pub fn period_of(sort: Option<u16>, day: Day) -> Option<Period> {
    use chrono::Datelike;
    let (year, month) = (day.year(), day.date().month());
    Period::parse(&match (sort, month) {
        (Some(meeting::YEAR_END), 10..) => year.to_string(),
        (Some(meeting::YEAR_END), _) => (year - 1).to_string(),
        (_, 12) => format!("{year}H2"),
        (_, 6..=11) => format!("{year}H1"),
        _ => format!("{}H2", year - 1),
    })
}

/// The draft: its first line is the title.
pub fn draft(report: &Report, period: Period, answered: &[Row], lang: Lang) -> String {
    let figure = |f: Figure| {
        let at = Figure::ALL.iter().position(|x| *x == f);
        at.and_then(|at| report.figures.get(at)).copied().unwrap_or_default()
    };
    let now = |f: Figure| figure(f)[0].0;
    let before = |f: Figure| figure(f)[1].0;
    let label = figures::period(period, lang);
    let label = if lang == Lang::Zh { label.replace(' ', "") } else { label };
    let mut out = vec![words::title(lang, &report.area, &label).trim_start_matches(": ").to_owned()];
    let mut say = |line: String| out.push(line);

    say(words::STOCK.get(lang).into());
    let groups = sorts(report, Kind::Person, person::GROUPS, lang);
    let groups = if groups.is_empty() { groups } else { words::groups(lang, &groups) };
    say(words::stock(lang, now(Figure::People), now(Figure::NewPeople), now(Figure::Reached)) + &groups);

    say(words::VISITS.get(lang).into());
    let each = [Figure::Visits, Figure::Contacts, Figure::Receptions];
    let ([a, b, c], [x, y, z]) = (each.map(now), each.map(before));
    say(words::visits(lang, a, b, c) + &words::before(lang, x, y, z));

    say(words::MATTERS.get(lang).into());
    let raised = now(Figure::Raised);
    if raised == 0 {
        say(words::none_raised(lang));
    } else {
        let mut line = words::raised(lang, raised, &sorts(report, Kind::Matter, matter::SORT, lang));
        let [settled, _, _] = figure(Figure::Settled);
        let [told, _, _] = figure(Figure::Told);
        line += &words::settled(lang, settled.0, &share(settled), told.0, &share(told));
        let [days, _, _] = figure(Figure::DaysTaken);
        if days.1 > 0 {
            line += &words::days(lang, &format!("{:.1}", days.0 as f64 / days.1 as f64));
        }
        say(line);
    }
    let untold =
        GAPS.iter().zip(&report.gaps).find(|(g, _)| g.states.is_some_and(|s| s.1 == [matter::SETTLED]));
    if let Some((_, n)) = untold.filter(|(_, n)| **n > 0) {
        say(words::untold(lang, *n));
    }
    answers(answered, lang, &mut say);

    say(words::MEETINGS.get(lang).into());
    say(words::meetings(lang, now(Figure::Meetings), &sorts(report, Kind::Meeting, meeting::SORT, lang)));
    say(words::SERVICES.get(lang).into());
    say(words::services(lang, now(Figure::Services), &sorts(report, Kind::Service, service::SORT, lang)));
    say(words::NEXT.get(lang).into());
    say(words::NEXT_WORDS.get(lang).into());
    // where nothing was counted there is nothing behind the colon
    let bare = |line: String| line.replace("：。", "。").replace(": .", ".");
    out.into_iter().map(bare).collect::<Vec<_>>().join("\n")
}

fn share((n, of): (u64, u64)) -> String {
    if of == 0 { "-".into() } else { format!("{:.1}%", n as f64 * 100.0 / of as f64) }
}

/// The values of a split with those of their figures that may be told, in one line.
fn sorts(report: &Report, kind: Kind, field: u16, lang: Lang) -> String {
    let known = SPLITS.iter().zip(&report.splits).find(|(s, _)| s.kind == kind && s.field == field);
    let Some((split, lines)) = known else { return String::new() };
    let told = lines.iter().zip(figures::told(split, lines, 0)).filter_map(|(line, told)| match told {
        figures::Told::All(n) if n > 0 => Some(words::of_sort(lang, &figures::label(split, line, lang), n)),
        _ => None,
    });
    told.collect::<Vec<_>>().join(words::COMMA.get(lang))
}

/// What was asked for and what became of it; the same answer to several is told once.
fn answers(rows: &[Row], lang: Lang, say: &mut impl FnMut(String)) {
    let mut told: Vec<(&str, String, usize)> = Vec::new();
    for row in rows {
        let from = row.cells.len().saturating_sub(MORE.len());
        let result = match row.cells.get(from) {
            Some(Cell::Text(result)) => result.trim().trim_end_matches('。').to_owned(),
            _ => continue,
        };
        let outcome = match row.cells.get(from + 1) {
            Some(Cell::Choice(no, code)) => Kind::Matter.field(*no).map(|f| f.choice_label(*code, lang)),
            _ => None,
        };
        let stop = if lang == Lang::Zh { "。" } else { ". " };
        let result = outcome.map_or_else(|| result.clone(), |o| format!("{o}{stop}{result}"));
        match told.iter_mut().find(|(title, known, _)| *title == row.title() && *known == result) {
            Some((_, _, n)) => *n += 1,
            None => told.push((row.title(), result, 1)),
        }
    }
    if told.is_empty() {
        return;
    }
    say(words::ANSWERS.get(lang).into());
    for (n, (title, result, many)) in told.iter().take(ANSWERS).enumerate() {
        let what = if *many > 1 { words::many(lang, title, *many) } else { (*title).to_owned() };
        let stop = if lang == Lang::Zh { "。" } else { "." };
        say(words::answer(lang, n + 1, &what, result) + stop);
    }
    let left: usize = told.iter().skip(ANSWERS).map(|(_, _, n)| n).sum();
    if left > 0 {
        say(words::more(lang, left));
    }
}

/// Whether a line is a heading: 一、 or A.
fn is_heading(line: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let rest = line.trim_start_matches(numeral);
    let chinese = rest.len() < line.len() && rest.starts_with('、');
    let mut chars = line.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.as_str().starts_with(". ");
    (chinese || letter) && line.chars().count() <= 40
}

/// The text as a document: the first line is the title, 一、 begins a section. Who signs it and when stands at its end.
///
/// # Errors
/// When it cannot be packed.
pub fn docx(text: &str, signed: &[&str]) -> io::Result<Vec<u8>> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let mut out = Document::new(lines.next().unwrap_or_default());
    for line in lines {
        match line {
            line if is_heading(line) => out.heading(1, line),
            line => out.paragraph(line),
        };
    }
    out.space();
    for line in signed.iter().filter(|l| !l.is_empty()) {
        out.line(Align::Right, line);
    }
    out.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Ref;
    use crate::hub::wire::ReportLine;

    fn sample() -> Report {
        let line = |code, n| ReportLine { is: Some(Is::Code(code)), name: String::new(), rows: [n, 0, 0] };
        let at = |kind, field| SPLITS.iter().position(|s| s.kind == kind && s.field == field).unwrap();
        let mut splits = vec![Vec::new(); SPLITS.len()];
        splits[at(Kind::Person, person::GROUPS)] = vec![line(1, 300), line(2, 3), line(3, 50)];
        splits[at(Kind::Matter, matter::SORT)] = vec![line(1, 9), line(2, 3)];
        let mut figures = vec![[(0, 0); 3]; Figure::ALL.len()];
        let mut set = |f: Figure, n: [(u64, u64); 3]| {
            figures[Figure::ALL.iter().position(|x| *x == f).unwrap()] = n;
        };
        set(Figure::People, [(420, 0), (0, 0), (0, 0)]);
        set(Figure::Visits, [(46, 0), (40, 0), (0, 0)]);
        set(Figure::Raised, [(12, 0), (0, 0), (0, 0)]);
        set(Figure::Settled, [(9, 12), (0, 0), (0, 0)]);
        set(Figure::Told, [(8, 9), (0, 0), (0, 0)]);
        set(Figure::DaysTaken, [(63, 9), (0, 0), (0, 0)]);
        let gaps =
            GAPS.iter().map(|g| u64::from(g.states.is_some_and(|s| s.1 == [matter::SETTLED]))).collect();
        Report { area: "颍川街道".into(), figures, splits, gaps, ..Report::default() }
    }

    fn row(n: u8, title: &str, result: &str) -> Row {
        let cells =
            vec![Cell::Text(title.into()), Cell::Text(result.into()), Cell::Choice(matter::OUTCOME, 1)];
        Row { target: Ref { kind: Kind::Matter, id: Id([n; 16]) }, version: 1, cells }
    }

    #[test]
    fn it_says_what_was_done_and_answered_and_names_nobody() {
        let rows = [
            row(1, "停车难", "划了 12 个车位。"),
            row(2, "停车难", "划了 12 个车位。"),
            row(3, "招工难", ""),
        ];
        let period = Period::parse("2026H1").unwrap();
        let text = draft(&sample(), period, &rows, Lang::Zh);
        for want in [
            "颍川街道2026年上半年联系服务工作情况通报\n一、基本情况\n现在册 420 人",
            "走访 46 次，联系 0 次，接待 0 次；上期分别是 40 次",
            "收到事项 12 件：诉求 9、建议 3。其中办结 9 件，办结率 75.0%；办结的已告诉本人 8 件，反馈率 88.9%。办结平均用时 7.0 天。",
            "还有 1 件办结了没有告诉本人",
            "\n1. 停车难(2 件)：采纳。划了 12 个车位。\n",
            "\n开会、办活动 0 次。\n",
        ] {
            assert!(text.contains(want), "{want}\n{text}");
        }
        let groups = text.split("按类别：").nth(1).and_then(|t| t.split('。').next());
        assert!(
            groups.is_some_and(|g| g.ends_with(" 300")),
            "a figure of people below five could be a name\n{text}"
        );
        let english = draft(&sample(), period, &rows, Lang::En);
        assert!(
            english.starts_with("颍川街道: briefing, First half of 2026\nA. On file\n420 people"),
            "{english}"
        );
        let joined = |w: &[char]| matches!(w, ['0'..='9' | 'a'..='z' | ')', '.', 'A'..='Z']);
        assert!(!english.chars().collect::<Vec<_>>().windows(3).any(joined), "{english}");
        assert!(english.contains("3. 9 of them are settled"), "{english}");
    }

    #[test]
    fn as_a_document_it_is_well_formed_and_has_its_headings() {
        let bytes =
            docx("通报<稿>\n一、基本情况\n现在册 & 420 人。\n1. 停车难：划了", &["颍川街道", "2026-07-01"])
                .unwrap();
        let mut zip = zip::ZipArchive::new(io::Cursor::new(bytes)).unwrap();
        let all = zip.len();
        for at in 0..all {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let text = io::read_to_string(&mut file).unwrap();
            let mut xml = quick_xml::Reader::from_str(&text);
            let mut open = 0i32;
            loop {
                match xml.read_event().unwrap() {
                    quick_xml::events::Event::Start(_) => open += 1,
                    quick_xml::events::Event::End(_) => open -= 1,
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(open, 0, "{name}");
            if name == "word/document.xml" {
                assert_eq!(text.matches(r#"w:val="Heading1""#).count(), 1);
                assert!(text.contains("通报&lt;稿&gt;") && text.contains("现在册 &amp; 420 人"), "{text}");
                assert_eq!(text.matches(r#"<w:jc w:val="right"/>"#).count(), 2);
            }
        }
    }

    #[test]
    fn the_period_is_the_one_that_is_over() {
        let of = |sort, m| period_of(sort, Day::ymd(2026, m, 15).unwrap()).unwrap().key();
        assert_eq!(
            (of(Some(2), 7), of(Some(2), 6), of(Some(2), 1)),
            ("2026H1".into(), "2026H1".into(), "2025H2".into())
        );
        assert_eq!(
            (of(Some(3), 12), of(Some(3), 1), of(None, 12)),
            ("2026".into(), "2025".into(), "2026H2".into())
        );
    }
}
