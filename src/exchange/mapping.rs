//! From sheets of text to a plan: where the headings are, what each column means, which rows are people, visits,
//! organisations or areas, and which are none.

use super::heading::{KINDS, Words, letter, tight};
use super::map_file::MapFile;
use super::plan::{ColumnPlan, Gap, Plan, SheetPlan, What, Why};
use super::sheet::{Form, Sheet};
use super::voiced;
use crate::book::dates::fold;
use crate::book::{Kind, Type, area, matter, names, organisation, person, rules, service, visit};
use crate::hub::wire::LedgerRow;
use crate::text::{T, exchange as words};

/// How many rows at the top are searched for the headings.
const HEADER_WITHIN: usize = 30;

/// Plans the import of a file. `only` names one of its sheets, `kind` says what its rows are.
pub fn plan(source: &str, sheets: &[Sheet], only: Option<&str>, kind: Option<Kind>) -> Plan {
    plan_with(source, sheets, only, kind, &MapFile::default())
}

/// The same, with what is written down of headings that nobody else has.
pub fn plan_with(
    source: &str,
    sheets: &[Sheet],
    only: Option<&str>,
    kind: Option<Kind>,
    map: &MapFile,
) -> Plan {
    let words = Words::with(map.clone());
    let mut out = Plan { source: names::clean_line(source), sheets: Vec::new() };
    for sheet in sheets {
        let mut p =
            SheetPlan { name: names::clean_line(&sheet.name), form: sheet.form, ..SheetPlan::default() };
        if only.is_some_and(|o| o != sheet.name && names::clean_line(o) != p.name) {
            p.why = Why::NotAsked;
        } else {
            plan_sheet(&words, sheet, kind, &mut p);
        }
        let also = (p.kind == Some(Kind::Visit)).then(|| voiced::plan(sheet, &mut p)).flatten();
        out.sheets.push(p);
        out.sheets.extend(also);
    }
    // one office fills in the whole workbook: a sheet that does not say which has the office of the others
    let mut offices: Vec<String> =
        out.sheets.iter().map(|s| s.office.clone()).filter(|o| !o.is_empty()).collect();
    offices.dedup();
    if let [office] = offices.as_slice() {
        for (_, row) in out.sheets.iter_mut().flat_map(|s| s.rows.iter_mut()) {
            if row.office.is_empty() {
                row.office.clone_from(office);
            }
        }
    }
    out
}

fn plan_sheet(words: &Words, sheet: &Sheet, asked: Option<Kind>, p: &mut SheetPlan) {
    let filled = sheet.rows.iter().filter(|r| r.iter().any(|c| !c.trim().is_empty())).count();
    let Some((header, kind)) = find_header(words, sheet, asked) else {
        p.unread = u32::try_from(filled).unwrap_or(u32::MAX);
        p.why = if filled == 0 { Why::Blank } else { Why::NotUnderstood };
        return;
    };
    p.kind = Some(kind);
    p.header_row = row_number(header);
    let titles: Vec<&str> =
        sheet.rows.iter().take(header).flatten().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
    let year = year_of(titles.iter().copied().chain([sheet.name.as_str()]));
    p.office = sheet.rows.iter().take(header).find_map(|r| office_of(r, true)).unwrap_or_default();

    let width = sheet.rows.iter().skip(header).map(Vec::len).max().unwrap_or(0);
    let headings: Vec<String> = (0..width).map(|c| sheet.cell(header, c).to_string()).collect();
    let mut whats = words.columns(kind, &headings);
    let mut used = vec![false; width];
    for row in sheet.rows.iter().skip(header + 1) {
        for (seen, cell) in used.iter_mut().zip(row) {
            *seen |= !cell.trim().is_empty();
        }
    }
    for ((what, heading), used) in whats.iter_mut().zip(&headings).zip(&used) {
        if *what == What::Unknown && heading.is_empty() && !used {
            *what = What::Ignored;
        }
    }
    // lines of JSON have keys and no columns
    let keyed = matches!(sheet.form, Form::Objects(_));
    let lettered = |c: usize| if keyed { String::new() } else { letter(c) };
    p.columns = headings
        .iter()
        .zip(&whats)
        .enumerate()
        .map(|(c, (h, what))| ColumnPlan { letter: lettered(c), heading: short(h), what: *what })
        .collect();
    let reader = RowReader { kind, whats: &whats, headings: &headings, titles, year };
    let mut office = p.office.clone();
    for (at, row) in sheet.rows.iter().enumerate().skip(header + 1) {
        if let Some(other) = office_of(row, false) {
            office = other;
            p.skipped += 1;
            continue;
        }
        match reader.read(row, &office) {
            Found::Nothing => p.skipped += 1,
            Found::Row(row) => p.rows.push((row_number(at), row)),
            Found::Gap(field, why) => {
                let column = whats.iter().position(|w| *w == What::Maps(field));
                p.gaps.push(Gap { row: row_number(at), column, field, why });
            }
        }
    }
    for (at, why) in &sheet.faults {
        let field = reader.naming().first().copied().unwrap_or_default();
        p.gaps.push(Gap { row: row_number(*at), column: None, field, why: *why });
    }
    p.skipped = p.skipped.saturating_sub(u32::try_from(sheet.faults.len()).unwrap_or(u32::MAX));
    p.gaps.sort_by_key(|g| g.row);
    if kind == Kind::Area {
        parents_first(&mut p.rows);
    }
}

/// The row of the headings, and what kind they are of.
pub(super) fn find_header(words: &Words, sheet: &Sheet, asked: Option<Kind>) -> Option<(usize, Kind)> {
    let mut best: Option<(usize, usize, Kind)> = None;
    for (at, row) in sheet.rows.iter().enumerate().take(HEADER_WITHIN) {
        // no office has a ledger of more columns; a row of thousands is no row of headings
        if row.len() > 2000 {
            continue;
        }
        for kind in KINDS.into_iter().chain(asked).filter(|k| asked.is_none_or(|a| a == *k)) {
            let Some(fit) = words.score(kind, row) else { continue };
            let enough = if asked.is_some() { 1 } else { 2 };
            // of headings in two rows (联系方式 above 电话 and 微信) the lower one says more
            let better = |(score, row, _)| fit.score > score || (fit.score == score && row + 1 == at);
            if fit.known >= enough && best.is_none_or(better) {
                best = Some((fit.score, at, kind));
            }
        }
    }
    best.map(|(_, at, kind)| (at, kind))
}

fn row_number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// A heading on one line, of bearable length.
fn short(s: &str) -> String {
    let line = names::clean_name(s);
    if line.chars().count() > 30 { line.chars().take(29).chain(['…']).collect() } else { line }
}

/// The office that a row of titles names: `填报单位:颍川街道办事处`, also with the name in the next cell. Such a row
/// may come again further down, where sheets of several offices were pasted together: there it begins the row.
fn office_of(row: &[String], title: bool) -> Option<String> {
    let filled = || row.iter().map(|c| c.trim()).filter(|c| !c.is_empty());
    if !title && (filled().count() > 4 || !filled().next().is_some_and(|c| c.contains("单位"))) {
        return None;
    }
    let mut cells = filled().map(fold);
    while let Some(cell) = cells.next() {
        let Some((head, rest)) = cell.split_once(':') else { continue };
        let head = tight(head);
        let is_office = ["填报单位", "报送单位", "上报单位", "填表单位", "填报街道"].contains(&head.as_str())
            || (title && head == "单位");
        if !is_office {
            continue;
        }
        let own = rest.split("  ").map(str::trim).find(|s| !s.is_empty()).unwrap_or_default();
        let own = ["填报日期", "填报时间", "填报人", "日期", "时间"]
            .iter()
            .fold(own, |s, stop| s.split(stop).next().unwrap_or(s))
            .trim();
        let name = if own.is_empty() { cells.next().filter(|c| !c.contains(':'))? } else { own.to_string() };
        return Some(names::clean_line(&name.replace('(', "").replace("盖章", "").replace(')', "")));
    }
    None
}

/// The year that the titles name (`2025年度走访台账`), if they name one.
fn year_of<'a>(titles: impl Iterator<Item = &'a str>) -> Option<i32> {
    let mut years: Vec<i32> = Vec::new();
    for title in titles {
        let title = fold(title);
        for (at, _) in title.match_indices('年') {
            let digits = title.get(at.saturating_sub(4)..at).and_then(|d| d.parse::<i32>().ok());
            years.extend(digits.filter(|y| (2000..=2100).contains(y)));
        }
    }
    years.sort_unstable();
    years.dedup();
    if let [year] = years.as_slice() { Some(*year) } else { None }
}

/// A date without a year in a ledger of one year: `3月7日` in 2025年度走访台账.
fn with_year(text: &str, year: i32) -> Option<String> {
    let folded: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let marked = folded.trim_end_matches(['日', '号']).replace(['月', '/', '.'], "-");
    let (month, day) = marked.split_once('-')?;
    let digits = |s: &str| (1..=2).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    (digits(month) && digits(day)).then(|| format!("{year}-{month}-{day}"))
}

/// What a row turned out to be.
enum Found {
    Nothing,
    Row(LedgerRow),
    Gap(u16, T),
}

struct RowReader<'a> {
    kind: Kind,
    whats: &'a [What],
    headings: &'a [String],
    titles: Vec<&'a str>,
    year: Option<i32>,
}

/// What people write where there is nothing to write.
const NOTHING: &[&str] =
    &["无", "暂无", "没有", "不详", "/", "\\", "-", "--", "—", "——", "n/a", "none", "null"];

/// How lines at the foot of a sheet begin.
const FOOTERS: &[&str] = &[
    "制表",
    "审核",
    "填表人",
    "填报人",
    "经办人",
    "单位负责人",
    "分管领导",
    "合计",
    "总计",
    "小计",
    "注:",
    "备注:",
    "说明:",
    "填表说明",
];

/// Whether a row that begins so is one at the foot of a sheet.
pub(super) fn foot(first: &str) -> bool {
    let (begin, folded) = (tight(first), fold(first));
    FOOTERS.iter().any(|f| begin.starts_with(f) || folded.starts_with(f))
}

impl RowReader<'_> {
    fn read(&self, row: &[String], office: &str) -> Found {
        let filled = || row.iter().map(|c| c.trim()).filter(|c| !c.is_empty());
        let Some(first) = filled().next() else { return Found::Nothing };
        let repeated = row
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.trim().is_empty())
            .all(|(at, c)| self.headings.get(at).is_some_and(|h| tight(h) == tight(c)));
        let alone = filled().all(|c| c == first);
        if (repeated && filled().count() > 1) || (alone && self.titles.contains(&first)) {
            return Found::Nothing;
        }
        if self.whats.iter().zip(self.headings).zip(row).any(|((what, h), c)| {
            matches!(what, What::Maps(no) if self.naming().contains(no)) && tight(h) == tight(c)
        }) {
            return Found::Nothing;
        }
        let mut cells = Cells::default();
        let mut office = office.to_string();
        for (what, text) in self.whats.iter().zip(row) {
            let text = text.trim();
            if text.is_empty() || NOTHING.contains(&tight(text).as_str()) {
                continue;
            }
            match what {
                What::Maps(no) => cells.add(self.kind, *no, self.dated(*no, text)),
                What::Split => {
                    let (employer, title) = names::split_post(text);
                    cells.add_missing(person::EMPLOYER, employer);
                    cells.add_missing(person::TITLE, title);
                }
                What::Phone => cells.phone = text.to_string(),
                What::Office => office = names::clean_line(text),
                What::Refused(_) | What::Said(_) | What::Unknown | What::Ignored => {}
            }
        }
        self.judge(cells, office, first)
    }

    fn dated(&self, no: u16, text: &str) -> String {
        let is_day = self.kind.field(no).is_some_and(|f| matches!(f.ty, Type::Day));
        self.year.filter(|_| is_day).and_then(|y| with_year(text, y)).unwrap_or_else(|| text.to_string())
    }

    /// The fields without which a row is about nobody.
    fn naming(&self) -> &'static [u16] {
        match self.kind {
            Kind::Visit => &[visit::PEOPLE, visit::ORGANISATION],
            Kind::Service => &[service::PEOPLE, service::ORGANISATION],
            Kind::Matter => &[matter::TITLE, matter::WORDS],
            Kind::Organisation => &[organisation::NAME],
            Kind::Area => &[area::NAME],
            _ => &[person::NAME],
        }
    }

    /// Whether what was found makes a row, and if not, why.
    fn judge(&self, mut cells: Cells, office: String, first: &str) -> Found {
        let names = self.naming();
        let name = names.iter().find_map(|no| cells.get(*no)).unwrap_or("");
        let begin = tight(first);
        if foot(first)
            && (name.is_empty() || name == first || matches!(begin.as_str(), "合计" | "总计" | "小计"))
        {
            return Found::Nothing;
        }
        if name.is_empty() {
            // a form prepared for people to come has its community and liaison filled in already
            let prepared = |no: u16| {
                self.kind == Kind::Person && matches!(no, person::AREA | person::GROUPS | person::LIAISON)
            };
            if cells.phone.is_empty() && cells.all.iter().all(|(no, _)| prepared(*no)) {
                return Found::Nothing;
            }
            let field = names
                .iter()
                .find(|no| self.whats.contains(&What::Maps(**no)))
                .or(names.first())
                .copied()
                .unwrap_or_default();
            let why = match self.kind {
                Kind::Visit | Kind::Service => words::NO_WHOM,
                Kind::Matter => words::NO_MATTER,
                _ => words::NO_NAME,
            };
            return Found::Gap(field, why);
        }
        if let Some((no, _)) = cells.all.iter().find(|(_, t)| t.len() > rules::NOTE_MAX) {
            return Found::Gap(*no, words::CELL_TOO_LONG);
        }
        if self.kind.row_field().is_some()
            && !cells.phone.is_empty()
            && let Some((_, whom)) =
                cells.all.iter_mut().find(|(no, _)| Some(*no) == self.kind.people_field())
            && let Some(told) = told_apart(whom, &cells.phone)
        {
            *whom = told;
        }
        if self.kind == Kind::Area
            && let Some(level) = level_of(&cells)
        {
            cells.add_missing(area::LEVEL, level.to_string());
        }
        if self.kind == Kind::Matter {
            let told = cells.get(matter::WORDS).map(voiced::title).unwrap_or_default();
            cells.add_missing(matter::TITLE, told);
        }
        cells.all.sort_by_key(|(no, _)| *no);
        Found::Row(LedgerRow { kind: self.kind, cells: cells.all, office })
    }
}

/// Names with the phones by which people of the same name are told apart, one a line: one phone tells one person; of
/// several people each has theirs in the place of their name, or nobody knows whose it is.
fn told_apart(whom: &str, phone: &str) -> Option<String> {
    const MOST: usize = 200;
    let people: Vec<&str> = rules::parts(whom).take(MOST).collect();
    let each: Vec<&str> = match people.len() {
        0 | MOST.. => return None,
        1 => vec![phone.trim()],
        _ => phone.split(['；', ';']).map(str::trim).take(MOST).collect(),
    };
    let fits = people.len() == each.len() && each.iter().all(|p| p.len() < MOST);
    fits.then(|| {
        let line = |(name, phone): (&&str, &&str)| match phone.is_empty() {
            true => (*name).to_string(),
            false => format!("{name}\t{phone}"),
        };
        people.iter().zip(&each).map(line).collect::<Vec<_>>().join("\n")
    })
}

/// The cells of one row, by field.
#[derive(Default)]
struct Cells {
    all: Vec<(u16, String)>,
    phone: String,
}

impl Cells {
    fn get(&self, no: u16) -> Option<&str> {
        self.all.iter().find(|(n, _)| *n == no).map(|(_, t)| t.as_str())
    }

    /// Adds a text; further columns of a field that takes several, or of a note, are put behind it.
    fn add(&mut self, kind: Kind, no: u16, text: String) {
        let note = kind.field(no).is_some_and(|f| matches!(f.ty, Type::Note));
        match self.all.iter_mut().find(|(n, _)| *n == no) {
            Some((_, had)) => {
                had.push_str(if note { "\n" } else { "、" });
                had.push_str(&text);
            }
            None => self.all.push((no, text)),
        }
    }

    fn add_missing(&mut self, no: u16, text: String) {
        if !text.is_empty() && self.get(no).is_none() {
            self.all.push((no, text));
        }
    }
}

/// The level that a statistical code tells by its length: 411081 a county, 411081001 a street, 411081001001 a
/// community (GB/T 10114, 国家统计局 统计用区划代码).
fn level_of(cells: &Cells) -> Option<&'static str> {
    let code = cells.get(area::CODE).filter(|c| c.bytes().all(|b| b.is_ascii_digit()))?;
    let name = cells.get(area::NAME).unwrap_or("");
    let code = match code.len() {
        12 if code.ends_with("000000") => code.get(..6)?,
        12 if code.ends_with("000") => code.get(..9)?,
        _ => code,
    };
    match code.len() {
        4 => Some("city"),
        6 if code.ends_with("00") || name.ends_with('市') => Some("city"),
        6 => Some("district"),
        9 => Some("street"),
        12 => Some("community"),
        _ => None,
    }
}

/// Puts areas behind the areas that they are part of, so that each finds its parent in the book.
fn parents_first(rows: &mut [(u32, LedgerRow)]) {
    use std::collections::HashMap;
    let cell = |row: &LedgerRow, no: u16| {
        row.cells.iter().find(|(n, _)| *n == no).map(|(_, t)| t.clone()).unwrap_or_default()
    };
    let mut parent: HashMap<String, String> = HashMap::new();
    for (_, row) in rows.iter() {
        for key in [cell(row, area::CODE), cell(row, area::NAME)] {
            parent.entry(key).or_insert_with(|| cell(row, area::PARENT));
        }
    }
    rows.sort_by_cached_key(|(_, row)| {
        let mut depth = 0u8;
        let mut at = cell(row, area::PARENT);
        // a circle of parents ends here too
        while !at.is_empty() && depth < 12 {
            depth += 1;
            at = parent.get(&at).cloned().unwrap_or_default();
        }
        depth
    });
}
