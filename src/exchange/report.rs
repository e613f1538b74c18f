//! A report as tables in words, and as a file: a workbook with native charts, a document, plain text. Where it leaves the
//! office, small figures of people are hidden: three liaison officers of one age band are three names.

use super::docx::{Align, Document, Table as Printed};
use super::formula;
use super::workbook::{Cell, Chart, Shape, Sheet, Workbook};
use crate::book::report::{Figure, GAPS, Length, Period, SPLITS, Split, Unit};
use crate::book::{Day, Kind, Type, hours, person, target};
use crate::hub::wire::{Is, Report, ReportAsk, ReportLine};
use crate::text::{Lang, report as words};
use std::io;

/// Below this a figure of people is not told to others.
const SMALL: u64 = 5;
/// Most bars of a chart.
const BARS: usize = 12;

/// What to ask for: a period, the one before, the same a year before.
pub fn ask(period: Period, area: Option<crate::book::Id>) -> ReportAsk {
    ReportAsk { area, periods: [period, period.shifted(-1), period.year_before()].map(Period::days) }
}

/// What a period is called.
pub fn period(p: Period, lang: Lang) -> String {
    let (year, n) = p.place();
    match p.length {
        Length::Year => words::year(lang, year),
        Length::Half if n == 1 => words::first_half(lang, year),
        Length::Half => words::second_half(lang, year),
        Length::Quarter => words::quarter(lang, year, n),
        Length::Month => words::month(lang, year, n),
    }
}

/// A figure in words.
pub fn figure(f: Figure, (n, of): (u64, u64), lang: Lang) -> String {
    match f.unit() {
        Unit::Count if f == Figure::People && n == 0 => String::new(),
        Unit::Count => n.to_string(),
        Unit::Share if of == 0 => n.to_string(),
        Unit::Share => words::share(lang, n, of, &format!("{:.1}", n as f64 * 100.0 / of as f64)),
        Unit::Days if of == 0 => "-".into(),
        Unit::Days => words::days(lang, &format!("{:.1}", n as f64 / of as f64)),
        Unit::Hours => words::hours(lang, &hours::show(i64::try_from(n).unwrap_or(0))),
    }
}

/// A value of a split in words.
pub fn label(split: &Split, line: &ReportLine, lang: Lang) -> String {
    let field = split.kind.field(split.field);
    match line.is {
        Some(Is::Code(code)) => field.map(|f| f.choice_label(code, lang)).unwrap_or_default(),
        Some(Is::Blank) => words::BLANK.get(lang).into(),
        None if line.name.is_empty() => words::REST.get(lang).into(),
        None if (split.kind, split.field) == (Kind::Person, person::BIRTH_YEAR) => {
            words::ages(lang, &line.name)
        }
        _ => line.name.clone(),
    }
}

/// How much of a figure may be told outside the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The figure.
    All(u64),
    /// That it is small: it could be a name.
    Small,
    /// Nothing: all less the rest would tell the only small one.
    Beside,
}

/// What of a split's lines may be told outside, in one of the periods.
pub fn told(split: &Split, lines: &[ReportLine], at: usize) -> Vec<Told> {
    let figures: Vec<u64> = lines.iter().map(|l| l.rows.get(at).copied().unwrap_or(0)).collect();
    if split.personal { kept_back(&figures, true) } else { figures.into_iter().map(Told::All).collect() }
}

/// What of figures of people may be told. `adds_up`: all of them make a sum that is told too, so that a hidden one could be
/// reckoned back.
pub(super) fn kept_back(figures: &[u64], adds_up: bool) -> Vec<Told> {
    let small = |n: u64| n > 0 && n < SMALL;
    let hidden: Vec<u64> = figures.iter().copied().filter(|n| small(*n)).collect();
    // all less what is told is the sum of the hidden: of one it is the figure, and so it is when all are the least or the most
    let (n, sum) = (hidden.len() as u64, hidden.iter().sum::<u64>());
    let told_by_sum = adds_up && (n == 1 || n > 0 && (sum == n || sum == n * (SMALL - 1)));
    let beside = figures.iter().copied().enumerate().filter(|(_, n)| told_by_sum && *n >= SMALL);
    let beside = beside.min_by_key(|(_, n)| *n).map(|(row, _)| row);
    let of = |(row, n): (usize, &u64)| match *n {
        n if small(n) => Told::Small,
        _ if beside == Some(row) => Told::Beside,
        n => Told::All(n),
    };
    figures.iter().enumerate().map(of).collect()
}

/// Whether a figure is of people, and too small to be told.
fn small(f: Figure, n: u64) -> bool {
    matches!(f, Figure::People | Figure::NewPeople | Figure::Reached) && n > 0 && n < SMALL
}

/// Who made it, when, of what.
#[derive(Clone, Debug)]
pub struct Paper<'a> {
    /// The figures.
    pub report: &'a Report,
    /// Of when.
    pub period: Period,
    /// In which language.
    pub lang: Lang,
    /// On which day it was counted, and who asked.
    pub made: (Day, &'a str),
}

impl Paper<'_> {
    fn area(&self) -> &str {
        if self.report.area.is_empty() { words::ALL.get(self.lang) } else { &self.report.area }
    }

    /// Its title.
    pub fn title(&self) -> String {
        words::headed(self.lang, self.area(), &period(self.period, self.lang))
    }

    fn remarks(&self) -> [String; 3] {
        let (from, to) = self.period.days();
        [
            words::from_to(self.lang, &from.to_string(), &to.to_string()),
            words::made(self.lang, &self.made.0.to_string(), self.made.1),
            words::SMALL.get(self.lang).into(),
        ]
    }

    /// That it was sealed, and what was entered since, in words.
    pub fn supplement(&self) -> Vec<String> {
        let lang = self.lang;
        let Some(sealed) = &self.report.sealed else { return Vec::new() };
        let on = sealed.on.map(|d| d.to_string()).unwrap_or_default();
        let mut out = vec![words::sealed(lang, &on, &sealed.by)];
        for (key, then, now) in &sealed.since {
            let Some(f) = Figure::ALL.into_iter().find(|f| f.key() == key) else { continue };
            let said = |n: u64| self.figure(f, (n, 0));
            out.push(format!(
                "{}  {}",
                f.label().get(lang),
                words::then_now(lang, &said(*then), &said(*now))
            ));
        }
        out
    }

    /// A figure as it may leave the office: of people none that is small.
    fn figure(&self, f: Figure, (n, of): (u64, u64)) -> String {
        if small(f, n) { format!("<{SMALL}") } else { figure(f, (n, of), self.lang) }
    }

    fn heads(&self, compared: bool) -> Vec<&'static str> {
        let all = [words::WHAT, words::NOW, words::BEFORE, words::YEAR].map(|w| w.get(self.lang));
        if compared {
            all.to_vec()
        } else {
            vec![all[0], words::NUMBER.get(self.lang), words::SHARE.get(self.lang)]
        }
    }

    fn splits(&self) -> impl Iterator<Item = (&'static Split, &[ReportLine])> {
        let filled = SPLITS.iter().zip(&self.report.splits).filter(|(_, lines)| !lines.is_empty());
        filled.map(|(s, lines)| (s, lines.as_slice()))
    }

    /// The lines of a split as they may leave the office, each without its label.
    fn cells(split: &Split, lines: &[ReportLine]) -> Vec<Vec<Cell>> {
        let columns = if split.day.is_some() { 3 } else { 1 };
        let mut out: Vec<Vec<Cell>> = vec![Vec::new(); lines.len()];
        for at in 0..columns {
            let told = told(split, lines, at);
            let all: u64 = lines.iter().filter_map(|l| l.rows.get(at)).sum();
            for (told, cells) in told.into_iter().zip(&mut out) {
                let (cell, share) = match told {
                    Told::All(n) if all > 0 => (Cell::from(n), Cell::Share(n as f64 / all as f64)),
                    Told::All(n) => (Cell::from(n), Cell::Empty),
                    Told::Small => (Cell::Text(format!("<{SMALL}")), Cell::Empty),
                    Told::Beside => (Cell::from("*"), Cell::Empty),
                };
                cells.push(cell);
                if split.day.is_none() {
                    cells.push(share);
                }
            }
        }
        out
    }

    /// The same with the labels.
    fn rows(&self, split: &Split, lines: &[ReportLine]) -> Vec<Vec<Cell>> {
        let labelled = |(line, cells): (&ReportLine, Vec<Cell>)| {
            std::iter::once(Cell::Text(label(split, line, self.lang))).chain(cells).collect()
        };
        lines.iter().zip(Paper::cells(split, lines)).map(labelled).collect()
    }

    fn target_heads(&self) -> [&'static str; 7] {
        [words::TARGETS, words::WHOSE, words::DONE, words::AIM, words::SHARE, words::POINTS, words::WORTH]
            .map(|w| w.get(self.lang))
    }

    /// The sheet of assessment: each target with what is done and the points it makes, and all points.
    fn targets(&self) -> (Vec<Vec<Cell>>, Vec<Cell>) {
        let (mut made, mut worth) = (0.0, 0);
        let mut rows = Vec::new();
        for t in &self.report.targets {
            let (done, aim) = t.done;
            let points = target::points(t.weight, done, aim);
            (made, worth) = (made + points, worth + t.weight);
            rows.push(vec![
                Cell::Text(t.title.clone()),
                Cell::Text(if t.whose.is_empty() {
                    words::ALL.get(self.lang).into()
                } else {
                    t.whose.clone()
                }),
                Cell::from(done),
                Cell::from(aim),
                Cell::Share(done as f64 / aim.max(1) as f64),
                Cell::Number(points),
                Cell::Number(t.weight as f64),
            ]);
        }
        let sum = Cell::from(words::SUM.get(self.lang));
        let blank = std::iter::repeat_n(Cell::Empty, 4);
        let points = [Cell::Number((made * 10.0).round() / 10.0), Cell::Number(worth as f64)];
        (rows, std::iter::once(sum).chain(blank).chain(points).collect())
    }

    /// As a workbook: figures, then a sheet with its chart for each split.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn xlsx(&self) -> io::Result<Vec<u8>> {
        let lang = self.lang;
        let mut book = Workbook::default();
        let mut first = Sheet::new(words::FIGURES.get(lang), &self.title());
        self.remarks().into_iter().chain(self.supplement()).for_each(|r| first.remark(r));
        first.head(self.heads(true));
        for (f, all) in Figure::ALL.into_iter().zip(&self.report.figures) {
            let cells = all.iter().map(|n| match f.unit() {
                Unit::Count if f != Figure::People && !small(f, n.0) => Cell::from(n.0),
                Unit::Hours => Cell::Number(n.0 as f64 / 60.0),
                _ => Cell::Text(self.figure(f, *n)),
            });
            first.row(std::iter::once(Cell::from(f.label().get(lang))).chain(cells));
        }
        book.sheet(&first)?;
        if !self.report.targets.is_empty() {
            let title = words::TARGETS.get(lang);
            let mut sheet = Sheet::new(title, title);
            sheet.head(self.target_heads());
            let (rows, sum) = self.targets();
            rows.into_iter().for_each(|r| sheet.row(r));
            sheet.total(sum);
            sheet.chart(Chart::new(Shape::Bars, title, 0, &[2, 3]));
            book.sheet(&sheet)?;
        }
        for (split, lines) in self.splits() {
            let title = split.title.get(lang);
            let mut sheet = Sheet::new(title, title);
            sheet.head(self.heads(split.day.is_some()));
            self.rows(split, lines).into_iter().for_each(|r| sheet.row(r));
            let shape = if lines.len() > 6 { Shape::Bars } else { Shape::Columns };
            let series: &[u16] = if split.day.is_some() { &[1, 2, 3] } else { &[1] };
            if lines.len() <= BARS * 2 {
                sheet.chart(Chart::new(shape, title, 0, series));
            }
            book.sheet(&sheet)?;
        }
        book.bytes()
    }

    /// As a document that can be sent.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn docx(&self) -> io::Result<Vec<u8>> {
        let lang = self.lang;
        let mut out = Document::new(&self.title());
        let [days, made, small] = self.remarks();
        out.line(Align::Middle, &days);
        out.heading(1, words::FIGURES.get(lang));
        let numbers = [Align::Left, Align::Right, Align::Right, Align::Right];
        let mut table = Printed::new(&[30, 23, 23, 24]).head(self.heads(true)).align(&numbers);
        for (f, all) in Figure::ALL.into_iter().zip(&self.report.figures) {
            let cells = all.iter().map(|n| self.figure(f, *n));
            table.add(std::iter::once(f.label().get(lang).to_owned()).chain(cells));
        }
        out.table(table);
        if !self.report.targets.is_empty() {
            out.heading(2, words::TARGETS.get(lang));
            let aligns = [
                Align::Left,
                Align::Left,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Right,
            ];
            let widths = [30, 18, 11, 11, 10, 10, 10];
            let mut table = Printed::new(&widths).head(self.target_heads()).align(&aligns);
            let (rows, sum) = self.targets();
            rows.iter().chain([&sum]).for_each(|r| table.add(r.iter().map(plain)));
            out.table(table);
        }
        for (split, lines) in self.splits() {
            out.heading(2, split.title.get(lang));
            let compared = split.day.is_some();
            let widths: &[u32] = if compared { &[40, 20, 20, 20] } else { &[50, 25, 25] };
            let mut table = Printed::new(widths)
                .head(self.heads(compared))
                .align(numbers.get(..widths.len()).unwrap_or(&numbers));
            self.rows(split, lines).iter().for_each(|r| table.add(r.iter().map(plain)));
            out.table(table);
        }
        out.space();
        self.supplement().iter().for_each(|s| {
            out.paragraph(s);
        });
        out.paragraph(&small);
        out.line(Align::Right, &made);
        out.bytes()
    }

    /// As plain rows: section, item, the three periods. With the mark by which Excel knows UTF-8.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn csv(&self) -> io::Result<Vec<u8>> {
        let lang = self.lang;
        let mut out = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        let mut head = vec![words::TITLE.get(lang)];
        head.extend(self.heads(true));
        out.write_record(&head)?;
        for (f, all) in Figure::ALL.into_iter().zip(&self.report.figures) {
            let cells = all.iter().map(|n| self.figure(f, *n));
            let names = [words::FIGURES.get(lang).to_owned(), f.label().get(lang).to_owned()];
            out.write_record(names.into_iter().chain(cells))?;
        }
        for t in &self.report.targets {
            let (done, aim) = t.done;
            let title = words::TARGETS.get(lang).to_owned();
            let whose = formula::guarded(&format!("{} {}", t.title, t.whose));
            out.write_record([title, whose, done.to_string(), aim.to_string()])?;
        }
        for (split, lines) in self.splits() {
            let title = split.title.get(lang);
            for row in self.rows(split, lines) {
                // the share of all is worked out of what stands beside it
                let cells = row.iter().filter(|c| !matches!(c, Cell::Share(_) | Cell::Empty));
                let cells = cells.map(|c| formula::guarded(&plain(c)));
                out.write_record(std::iter::once(title.to_owned()).chain(cells))?;
            }
        }
        out.into_inner().map_err(|e| io::Error::other(e.to_string()))
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(s) => s.clone(),
        Cell::Number(n) => n.to_string(),
        Cell::Share(n) => format!("{:.1}%", n * 100.0),
        Cell::Day(d) => d.to_string(),
    }
}

/// What there is to see to, and how many of each: those of which there are any.
pub fn gaps(report: &Report) -> impl Iterator<Item = (&'static crate::book::report::Gap, u64)> {
    GAPS.iter().zip(report.gaps.iter().copied()).filter(|(_, n)| *n > 0)
}

/// Whether a list can be narrowed to what a line counts.
pub fn walks(split: &Split, line: &ReportLine) -> bool {
    line.is.is_some() && split.kind.field(split.field).is_some_and(|f| !matches!(f.ty, Type::Group(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Report {
        let line = |is, name: &str, rows| ReportLine { is, name: name.into(), rows };
        let mut splits = vec![Vec::new(); SPLITS.len()];
        splits[0] = vec![
            line(Some(Is::Code(1)), "", [40, 0, 0]),
            line(Some(Is::Code(2)), "", [3, 0, 0]),
            line(Some(Is::Code(3)), "", [50, 0, 0]),
        ];
        let visits = SPLITS.iter().position(|s| s.kind == Kind::Visit).unwrap();
        splits[visits] = vec![line(Some(Is::Code(1)), "", [2, 9, 0])];
        let mut figures = vec![[(0, 0); 3]; Figure::ALL.len()];
        figures[8] = [(3, 4), (0, 0), (1, 3)];
        Report {
            area: "颍川街道".into(),
            figures,
            splits,
            gaps: vec![0; GAPS.len()],
            targets: Vec::new(),
            sealed: None,
        }
    }

    #[test]
    fn no_name_of_an_area_or_a_target_is_a_formula() {
        let mut report = sample();
        report.splits[1] = vec![ReportLine { is: None, name: "=HYPERLINK(1)".into(), rows: [9, 0, 0] }];
        report.targets = vec![crate::hub::wire::TargetLine {
            id: crate::book::Id([1; 16]),
            title: "@SUM(A1)".into(),
            whose: String::new(),
            done: (1, 2),
            weight: 0,
        }];
        let made = (Day::ymd(2026, 11, 23).unwrap(), "陈浩");
        let paper = Paper { report: &report, period: Period::parse("2026H1").unwrap(), lang: Lang::Zh, made };
        let csv = String::from_utf8(paper.csv().unwrap()).unwrap();
        assert!(csv.contains(",'=HYPERLINK(1),") && csv.contains(",'@SUM(A1)"), "{csv}");
    }

    #[test]
    fn an_age_band_is_known_by_its_kind_too() {
        let line = ReportLine { is: None, name: "30-39".into(), rows: [1, 0, 0] };
        let of = |kind| Split {
            title: words::TITLE,
            kind,
            day: None,
            only: None,
            field: person::BIRTH_YEAR,
            personal: false,
        };
        assert_eq!(label(&of(Kind::Person), &line, Lang::Zh), "30-39 岁");
        assert_eq!(label(&of(Kind::Matter), &line, Lang::Zh), "30-39");
    }

    #[test]
    fn hidden_figures_cannot_be_reckoned_back_from_their_sum() {
        let told = |figures: &[u64]| {
            let line = |n: &u64| ReportLine { is: None, name: "x".into(), rows: [*n, 0, 0] };
            super::told(&SPLITS[0], &figures.iter().map(line).collect::<Vec<_>>(), 0)
        };
        use Told::{All, Beside, Small};
        assert_eq!(told(&[40, 2, 3, 50]), [All(40), Small, Small, All(50)], "2 and 3, or 1 and 4");
        assert_eq!(told(&[40, 1, 1, 50]), [Beside, Small, Small, All(50)], "two in all are one and one");
        assert_eq!(told(&[40, 4, 4, 50]), [Beside, Small, Small, All(50)], "and eight are four and four");
        let report = Report { figures: vec![[(3, 0); 3]; Figure::ALL.len()], ..sample() };
        let made = (Day::ymd(2026, 11, 23).unwrap(), "陈浩");
        let paper = Paper { report: &report, period: Period::parse("2026H1").unwrap(), lang: Lang::En, made };
        let csv = String::from_utf8(paper.csv().unwrap()).unwrap();
        for (figure, said) in [
            (Figure::People, "<5"),
            (Figure::NewPeople, "<5"),
            (Figure::Reached, "<5"),
            (Figure::Visits, "3"),
        ] {
            let line = format!("{},{said},", figure.label().en);
            assert!(csv.contains(&line), "{line} {csv}");
        }
    }

    #[test]
    fn small_figures_of_people_do_not_leave_the_office_and_those_of_work_do() {
        let report = sample();
        let made = (Day::ymd(2026, 11, 23).unwrap(), "陈浩");
        for lang in [Lang::Zh, Lang::En] {
            let paper = Paper { report: &report, period: Period::parse("2026H1").unwrap(), lang, made };
            let csv = String::from_utf8(paper.csv().unwrap()).unwrap();
            let group = SPLITS[0].title.get(lang);
            let of =
                |at: &str| csv.lines().filter(|l| l.starts_with(at)).map(str::to_owned).collect::<Vec<_>>();
            assert!(
                of(group)[0].ends_with(",*") && of(group)[1].ends_with(",<5"),
                "all less 40 would tell it: {csv}"
            );
            assert!(of(group)[2].ends_with(",50"), "{csv}");
            let visits = SPLITS.iter().find(|s| s.kind == Kind::Visit).unwrap().title.get(lang);
            assert!(of(visits)[0].ends_with(",2,9,0"), "{csv}");
            assert!(csv.contains("75.0%"), "{csv}");
            assert!(paper.xlsx().unwrap().starts_with(b"PK") && paper.docx().unwrap().starts_with(b"PK"));
        }
    }
}
