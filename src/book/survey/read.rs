//! Reads a form from the sheets `survey`, `choices` and `settings` of an XLSForm (<https://xlsform.org/en/ref-table>). What is
//! faulty refuses the form, with its sheet, row and column; what is not supported is left out and named likewise.

use super::eval::pattern_of;
use super::expr::{Expr, Wrong, answers, parse};
use super::functions::Function;
use super::{Choice, Group, Item, Kind, Meta, Question, Repeat, Survey, Words, asks};
use crate::book::names::is_han;
use crate::text::survey::what_else;
use crate::text::{Lang, T};
use std::collections::{BTreeMap, HashMap};

/// Deepest nesting of groups.
const DEPTH_MAX: usize = 20;
/// Most questions and groups of a form.
const ITEMS_MAX: usize = 5000;
/// Most choices of a form.
const CHOICES_MAX: usize = 50_000;

/// A sheet as it is written: rows of cells, the first is row 1.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells, as words.
    pub rows: Vec<Vec<String>>,
}

/// A place in a form's workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet.
    pub sheet: String,
    /// The row, from 1; 0 for the sheet as a whole.
    pub row: usize,
    /// The heading of the column, empty for the row as a whole.
    pub column: String,
}

/// What is wrong with a form, or not supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// There is no sheet of this name.
    NoSheet,
    /// A sheet without a column that it needs.
    NoColumn(String),
    /// Two columns are called the same.
    TwiceColumn(String),
    /// A question without a name.
    NoName,
    /// A name with characters that none may have.
    BadName(String),
    /// Two questions are called the same: the other's row.
    TwiceName(String, usize),
    /// A type that is not supported.
    Type(String),
    /// No list of choices of this name.
    NoList(String),
    /// A choice without a name or with spaces in it.
    BadChoice(String),
    /// An end without its beginning, or another's.
    End,
    /// A group that is not ended.
    NotEnded(String),
    /// An expression that cannot be read.
    Expr(Wrong),
    /// `${…}` of a question that is not there.
    NoQuestion(String),
    /// A pattern that cannot be read.
    Pattern(String),
    /// A column that is not used.
    Column(String),
    /// Too large, or nested too deeply.
    TooMuch,
    /// Nothing is asked.
    Empty,
    /// It asks for what the book never holds: what that is.
    Refused(T),
}

/// A place and what is wrong there.
pub type Remark = (Place, What);

/// A form as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The form.
    pub survey: Survey,
    /// What refuses it.
    pub faults: Vec<Remark>,
    /// What was left out of it.
    pub left_out: Vec<Remark>,
}

/// Reads a form.
pub fn read(sheets: &[Sheet]) -> Reading {
    let mut r = Reading::default();
    let find = |name: &str| sheets.iter().find(|s| s.name.trim().eq_ignore_ascii_case(name));
    let Some(survey) = find("survey") else {
        let place = Place { sheet: "survey".to_owned(), ..Place::default() };
        r.faults.push((place, What::NoSheet));
        return r;
    };
    if let Some(table) = find("settings").and_then(|s| Table::new(s, &mut r)) {
        let row = table.rows().next();
        let of = |key| row.map(|(_, cells)| table.get(cells, key)).unwrap_or_default();
        r.survey.title = of("form_title");
        r.survey.id = of("form_id");
        r.survey.version = of("version");
        // words know their language by its place, so the usual one has its place before any are read
        let usual = of("default_language").to_lowercase();
        let heads = |s: &Sheet| s.rows.iter().take(5).flatten().any(|c| heading(c).1 == usual);
        if !usual.is_empty() && sheets.iter().any(heads) {
            r.survey.languages.push(usual);
        }
    }
    if let Some(sheet) = find("choices") {
        choices(sheet, &mut r);
    }
    questions(survey, &mut r);
    check(&mut r);
    r.faults.extend(asks::refused(sheets).into_iter().map(|(place, what)| (place, What::Refused(what))));
    r
}

/// A sheet with its headings understood.
pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    head: usize,
    /// Canonical heading and language of each column.
    pub(super) columns: Vec<(String, String)>,
}

impl<'a> Table<'a> {
    pub(super) fn new(sheet: &'a Sheet, r: &mut Reading) -> Option<Table<'a>> {
        let head = sheet.rows.iter().position(|row| row.iter().any(|c| !c.trim().is_empty()))?;
        let mut columns: Vec<(String, String)> = Vec::new();
        for cell in sheet.rows.get(head)? {
            let column = heading(cell);
            if !column.0.is_empty() && columns.contains(&column) {
                let place = Place { sheet: sheet.name.clone(), row: head + 1, column: cell.clone() };
                r.faults.push((place, What::TwiceColumn(cell.trim().to_owned())));
            }
            columns.push(column);
        }
        Some(Table { sheet, head, columns })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'a Vec<String>)> + use<'a> {
        let filled = |(_, row): &(usize, &Vec<String>)| row.iter().any(|c| !c.trim().is_empty());
        self.sheet.rows.iter().enumerate().skip(self.head + 1).map(|(i, row)| (i + 1, row)).filter(filled)
    }

    fn get(&self, cells: &[String], key: &str) -> String {
        let at = self.columns.iter().position(|(k, _)| k == key);
        at.and_then(|at| cells.get(at)).map(|c| c.trim().to_owned()).unwrap_or_default()
    }

    fn words(&self, cells: &[String], key: &str, languages: &mut Vec<String>) -> Words {
        let mut out = Vec::new();
        for ((k, language), cell) in self.columns.iter().zip(cells) {
            if k != key || cell.trim().is_empty() || cell.trim() == "-" {
                continue;
            }
            let at = languages.iter().position(|l| l == language).unwrap_or_else(|| {
                languages.push(language.clone());
                languages.len() - 1
            });
            out.push((at, cell.trim().to_owned()));
        }
        Words(out)
    }

    pub(super) fn place(&self, row: usize, column: &str) -> Place {
        Place { sheet: self.sheet.name.clone(), row, column: column.to_owned() }
    }
}

/// A heading by its usual name, and its language.
pub(super) fn heading(cell: &str) -> (String, String) {
    let cell = cell.trim();
    let lower = cell.to_lowercase();
    for prefix in ["bind::jr:constraintmsg", "bind:jr:constraintmsg"] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return ("constraint_message".to_owned(), rest.trim_start_matches(':').to_owned());
        }
    }
    let rest = lower.trim_start_matches("bind::").trim_start_matches("bind:").to_owned();
    let (name, language) = match rest.split_once("::").or_else(|| rest.split_once(':')) {
        Some(("media", rest)) => (format!("media::{rest}"), String::new()),
        Some((name, language)) => (name.trim().to_owned(), language.trim().to_owned()),
        None => (rest, String::new()),
    };
    let usual = match name.trim().replace([' ', '-'], "_").as_str() {
        "list_name" => "list_name",
        "caption" => "label",
        "value" => "name",
        "read_only" | "readonly" => "read_only",
        "requiredmsg" | "required_message" | "required_msg" => "required_message",
        "constraintmsg" | "constraint_message" | "constraint_msg" => "constraint_message",
        "relevance" | "relevant" => "relevant",
        "calculate" | "calculation" => "calculation",
        "repeat_count" | "count" => "repeat_count",
        "title" | "form_title" => "form_title",
        "id_string" | "form_id" => "form_id",
        other => return (other.to_owned(), language),
    };
    (usual.to_owned(), language)
}

fn choices(sheet: &Sheet, r: &mut Reading) {
    let Some(table) = Table::new(sheet, r) else { return };
    let own = ["list_name", "name", "label"];
    let mut count = 0;
    for (row, cells) in table.rows() {
        let list = table.get(cells, "list_name");
        let name = table.get(cells, "name");
        if list.is_empty() && name.is_empty() {
            continue;
        }
        if list.is_empty() || name.is_empty() || name.contains(char::is_whitespace) {
            r.faults.push((table.place(row, "name"), What::BadChoice(name)));
            continue;
        }
        count += 1;
        if count > CHOICES_MAX {
            r.faults.push((table.place(row, ""), What::TooMuch));
            return;
        }
        let label = table.words(cells, "label", &mut r.survey.languages);
        let columns = table.columns.iter().zip(cells).filter(|((k, _), _)| !own.contains(&k.as_str()));
        let columns = columns.map(|((k, _), c)| (k.clone(), c.trim().to_owned())).collect();
        r.survey.choices.entry(list).or_default().push(Choice { name, label, columns });
    }
}

/// Whether a cell says yes, however a spreadsheet or a person writes it.
fn yes(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" | "=true()" | "是" => Some(true),
        "" | "no" | "false" | "false()" | "0" | "=false()" | "否" => Some(false),
        _ => None,
    }
}

/// Columns of the sheet of questions that are understood or say nothing to a terminal.
pub(super) const COLUMNS: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "appearance",
    "default",
    "relevant",
    "read_only",
    "calculation",
    "repeat_count",
    "choice_filter",
    "rows",
    "parameters",
    "note",
    "notes",
    "comment",
    "",
];

struct Open {
    group: Group,
    repeat: bool,
}

fn questions(sheet: &Sheet, r: &mut Reading) {
    let Some(table) = Table::new(sheet, r) else { return };
    if !table.columns.iter().any(|(k, _)| k == "type") {
        r.faults.push((table.place(table.head + 1, ""), What::NoColumn("type".to_owned())));
        return;
    }
    for (column, _) in &table.columns {
        if !COLUMNS.contains(&column.as_str()) {
            r.left_out.push((table.place(table.head + 1, column), What::Column(column.clone())));
        }
    }
    let mut open: Vec<Open> = Vec::new();
    let mut top: Vec<Item> = Vec::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut count = 0;
    for (row, cells) in table.rows() {
        let ty = table.get(cells, "type");
        if ty.is_empty() || ty.starts_with('#') {
            continue;
        }
        count += 1;
        if count > ITEMS_MAX || open.len() > DEPTH_MAX {
            r.faults.push((table.place(row, ""), What::TooMuch));
            return;
        }
        let words = ty.to_lowercase().replace('_', " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        match words.as_slice() {
            ["begin", what @ ("group" | "repeat")] => {
                let name = named(&table, row, cells, &mut names, r, &format!("group_{row}"));
                let repeat = *what == "repeat";
                let times = expr(&table, row, cells, "repeat_count", r);
                let group = Group {
                    name,
                    label: table.words(cells, "label", &mut r.survey.languages),
                    relevant: expr(&table, row, cells, "relevant", r),
                    repeat: repeat.then(|| times.map_or(Repeat::Open, Repeat::Times)),
                    items: Vec::new(),
                    row,
                };
                open.push(Open { group, repeat });
            }
            ["end", what @ ("group" | "repeat")] => match open.pop() {
                Some(o) if o.repeat == (*what == "repeat") => {
                    open.last_mut().map_or(&mut top, |o| &mut o.group.items).push(Item::Group(o.group));
                }
                _ => {
                    r.faults.push((table.place(row, "type"), What::End));
                    return;
                }
            },
            _ => match kind(&ty) {
                Some(kind) => {
                    let q = question(&table, row, cells, kind, &mut names, r);
                    let into = open.last_mut().map_or(&mut top, |o| &mut o.group.items);
                    let other = matches!(q.kind, Kind::One(_, true) | Kind::Many(_, true));
                    let also = other.then(|| specify(&q, &r.survey));
                    into.push(Item::Question(Box::new(q)));
                    into.extend(also.map(|q| Item::Question(Box::new(q))));
                }
                None => r.left_out.push((table.place(row, "type"), What::Type(ty))),
            },
        }
    }
    if let Some(o) = open.pop() {
        r.faults.push((table.place(o.group.row, "type"), What::NotEnded(o.group.name)));
    }
    if top.is_empty() && r.faults.is_empty() {
        r.faults.push((table.place(0, ""), What::Empty));
    }
    r.survey.items = top;
}

/// The type of a question, as XLSForm and its older spellings name it; nothing for one that a terminal cannot ask.
fn kind(ty: &str) -> Option<Kind> {
    let lower = ty.trim().to_lowercase();
    let (list, other) =
        match ["or_other", "or specify other", "or other"].iter().find(|e| lower.ends_with(**e)) {
            Some(end) => (ty.trim().get(..ty.trim().len() - end.len()).unwrap_or(ty).trim(), true),
            None => (ty.trim(), false),
        };
    for (begins, many) in [
        ("select_one_from_file", None),
        ("select_multiple_from_file", None),
        ("select_one ", Some(false)),
        ("select one from ", Some(false)),
        ("select one ", Some(false)),
        ("select_multiple ", Some(true)),
        ("select all that apply from ", Some(true)),
        ("select multiple from ", Some(true)),
        ("select multiple ", Some(true)),
    ] {
        if list.to_lowercase().starts_with(begins) {
            let list = list.get(begins.len()..).unwrap_or("").trim().to_owned();
            return many.map(|many| if many { Kind::Many(list, other) } else { Kind::One(list, other) });
        }
    }
    Some(match lower.replace('_', " ").as_str() {
        "text" | "string" | "phone number" | "phonenumber" | "barcode" | "email" => Kind::Text,
        "integer" | "int" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "date" => Kind::Date,
        "time" => Kind::Time,
        "datetime" | "date time" => Kind::DateTime,
        "note" => Kind::Note,
        "acknowledge" | "trigger" => Kind::Acknowledge,
        "calculate" | "hidden" => Kind::Calculate,
        "start" | "start time" => Kind::Meta(Meta::Start),
        "end" | "end time" => Kind::Meta(Meta::End),
        "today" => Kind::Meta(Meta::Today),
        _ => return None,
    })
}

/// What else, in words: asked where somebody chose the other.
fn specify(of: &Question, survey: &Survey) -> Question {
    let label = of.label.0.iter().map(|(at, l)| {
        let named = survey.languages.get(*at).is_some_and(|n| !n.is_empty());
        let zh = if named { survey.ours(*at) == Lang::Zh } else { l.chars().any(is_han) };
        (*at, what_else(if zh { Lang::Zh } else { Lang::En }, l))
    });
    let chosen = [Expr::Answer(of.name.clone()), Expr::Text(OTHER.to_owned())];
    Question {
        name: format!("{}_other", of.name),
        kind: Kind::Text,
        label: Words(label.collect()),
        hint: Words::default(),
        relevant: Some(Expr::Call(Function::Selected, chosen.into())),
        required: None,
        constraint: None,
        calculation: None,
        default: None,
        read_only: None,
        filter: None,
        required_words: Words::default(),
        constraint_words: Words::default(),
        row: of.row,
    }
}

/// The code of a choice that is none of the list.
pub const OTHER: &str = "other";

fn question(
    table: &Table<'_>,
    row: usize,
    cells: &[String],
    kind: Kind,
    names: &mut HashMap<String, usize>,
    r: &mut Reading,
) -> Question {
    let usual = match kind {
        Kind::Note => format!("note_{row}"),
        _ => String::new(),
    };
    let name = named(table, row, cells, names, r, &usual);
    if let Kind::One(list, _) | Kind::Many(list, _) = &kind
        && !r.survey.choices.contains_key(list)
    {
        r.faults.push((table.place(row, "type"), What::NoList(list.clone())));
    }
    let flag = |key: &str, r: &mut Reading| match yes(&table.get(cells, key)) {
        Some(true) => Some(Expr::Call(Function::True, Vec::new())),
        Some(false) => None,
        None => expr(table, row, cells, key, r),
    };
    let default = table.get(cells, "default");
    let default = match (default.is_empty(), &kind) {
        (true, _) => None,
        // words are taken as they stand, however much like an expression they look
        (_, Kind::Text | Kind::One(..) | Kind::Many(..)) if !default.contains(['(', '$']) => {
            Some(Expr::Text(default))
        }
        _ => Some(
            parse(&default).ok().filter(|e| !matches!(e, Expr::Column(_))).unwrap_or(Expr::Text(default)),
        ),
    };
    Question {
        required: flag("required", r),
        read_only: flag("read_only", r),
        constraint: expr(table, row, cells, "constraint", r),
        relevant: expr(table, row, cells, "relevant", r),
        calculation: expr(table, row, cells, "calculation", r),
        filter: expr(table, row, cells, "choice_filter", r),
        label: table.words(cells, "label", &mut r.survey.languages),
        hint: table.words(cells, "hint", &mut r.survey.languages),
        required_words: table.words(cells, "required_message", &mut r.survey.languages),
        constraint_words: table.words(cells, "constraint_message", &mut r.survey.languages),
        name,
        kind,
        default,
        row,
    }
}

fn named(
    table: &Table<'_>,
    row: usize,
    cells: &[String],
    names: &mut HashMap<String, usize>,
    r: &mut Reading,
    usual: &str,
) -> String {
    let written = table.get(cells, "name");
    let name = if written.is_empty() { usual.to_owned() } else { written };
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    let what = if name.is_empty() {
        Some(What::NoName)
    } else if !starts || !chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
        Some(What::BadName(name.clone()))
    } else {
        names.insert(name.clone(), row).map(|other| What::TwiceName(name.clone(), other))
    };
    r.faults.extend(what.map(|w| (table.place(row, "name"), w)));
    name
}

fn expr(table: &Table<'_>, row: usize, cells: &[String], key: &str, r: &mut Reading) -> Option<Expr> {
    let source = table.get(cells, key);
    if source.is_empty() {
        return None;
    }
    // a spreadsheet keeps TRUE and FALSE as values of its own
    let source = match source.to_lowercase().as_str() {
        "true" | "=true()" | "yes" | "是" => "true()".to_owned(),
        "false" | "=false()" | "no" | "否" => "false()".to_owned(),
        _ => source,
    };
    match parse(&source) {
        Ok(e) => Some(e),
        Err(wrong) => {
            r.faults.push((table.place(row, key), What::Expr(wrong)));
            None
        }
    }
}

/// What can only be said of the form as a whole: that what is asked for is there, that patterns can be read.
fn check(r: &mut Reading) {
    let mut names: BTreeMap<String, ()> = BTreeMap::new();
    let mut found: Vec<(usize, &'static str, Expr)> = Vec::new();
    fn walk(items: &[Item], names: &mut BTreeMap<String, ()>, found: &mut Vec<(usize, &'static str, Expr)>) {
        for item in items {
            match item {
                Item::Group(g) => {
                    names.insert(g.name.clone(), ());
                    found.extend(g.relevant.clone().map(|e| (g.row, "relevant", e)));
                    if let Some(Repeat::Times(e)) = &g.repeat {
                        found.push((g.row, "repeat_count", e.clone()));
                    }
                    walk(&g.items, names, found);
                }
                Item::Question(q) => {
                    names.insert(q.name.clone(), ());
                    let all = [
                        ("required", &q.required),
                        ("constraint", &q.constraint),
                        ("relevant", &q.relevant),
                        ("calculation", &q.calculation),
                        ("default", &q.default),
                        ("read_only", &q.read_only),
                        ("choice_filter", &q.filter),
                    ];
                    found.extend(all.into_iter().filter_map(|(k, e)| e.clone().map(|e| (q.row, k, e))));
                }
            }
        }
    }
    walk(&r.survey.items, &mut names, &mut found);
    let place = |row, column: &str| Place { sheet: "survey".to_owned(), row, column: column.to_owned() };
    for (row, column, e) in &found {
        let mut asked = Vec::new();
        answers(e, &mut asked);
        for name in asked.into_iter().filter(|n| !names.contains_key(n)) {
            r.faults.push((place(*row, column), What::NoQuestion(name)));
        }
        patterns(e, &mut |p| {
            if pattern_of(p).is_none() {
                r.faults.push((place(*row, column), What::Pattern(p.to_owned())));
            }
        });
    }
}

fn patterns(e: &Expr, bad: &mut dyn FnMut(&str)) {
    match e {
        Expr::Call(f, args) => {
            if let (Function::Regex, Some(Expr::Text(p))) = (f, args.get(1)) {
                bad(p);
            }
            args.iter().for_each(|a| patterns(a, bad));
        }
        Expr::Two(_, a, b) => {
            patterns(a, bad);
            patterns(b, bad);
        }
        Expr::Minus(e) => patterns(e, bad),
        _ => {}
    }
}
