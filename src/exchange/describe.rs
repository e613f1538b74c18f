//! Plans and summaries in words, for the command line and the import screen alike.

use super::import::{Rejected, SheetSummary, Summary};
use super::plan::{Plan, SheetPlan, What, Why};
use super::sheet::Form;
use crate::book::{Kind, person};
use crate::text::{Lang, exchange as words};

/// Most rows named one by one; how many more there are is said.
const NAMED: usize = 50;

impl Plan {
    /// What would be imported and what not, line by line.
    pub fn describe(&self, lang: Lang) -> String {
        let mut out = words::plan_of(lang, &self.source);
        if let Some(form) = self.sheets.first().and_then(|s| form(s.form, lang)) {
            out.push_str(&form);
        }
        for sheet in &self.sheets {
            out.push('\n');
            sheet.describe(lang, &mut out);
        }
        out.push('\n');
        out
    }
}

impl SheetPlan {
    fn describe(&self, lang: Lang, out: &mut String) {
        let Some(kind) = self.kind else {
            out.push_str(&self.not_imported(lang));
            return;
        };
        out.push_str(&match self.form {
            Form::Cards(_) => words::cards_are(lang, many(kind, lang), self.rows.len()),
            Form::Objects(_) => words::objects_are(lang, &self.name, many(kind, lang), self.rows.len()),
            _ => words::sheet_is(lang, &self.name, many(kind, lang), self.header_row, self.rows.len()),
        });
        if !self.office.is_empty() {
            out.push_str(&words::filled_in_by(lang, &self.office));
        }
        let mut line = |text: String| {
            out.push_str("\n  ");
            out.push_str(&text);
        };
        for c in &self.columns {
            if let Some(meaning) = meaning(kind, c.what, lang) {
                let heading =
                    if c.heading.is_empty() { words::NO_HEADING.get(lang) } else { c.heading.as_str() };
                line(match self.form {
                    // a card has no columns, and its headings are the fields themselves
                    Form::Cards(_) => meaning,
                    Form::Objects(_) => words::key_is(lang, heading, &meaning),
                    _ => words::column_is(lang, &c.letter, heading, &meaning),
                });
            }
        }
        if self.skipped > 0 {
            line(words::skipped(lang, self.skipped));
        }
        for g in self.gaps.iter().take(NAMED) {
            let (letter, heading) = g
                .column
                .and_then(|c| self.columns.get(c))
                .map_or(("", ""), |c| (c.letter.as_str(), c.heading.as_str()));
            line(at_fault(self.form, g.row, &place(letter, heading, lang), g.why.get(lang), lang));
        }
        if self.gaps.len() > NAMED {
            line(words::and_more(lang, self.gaps.len() - NAMED));
        }
    }

    /// Why a sheet is not imported, in one line.
    pub fn not_imported(&self, lang: Lang) -> String {
        match self.why {
            Why::Blank | Why::Imported => words::sheet_blank(lang, &self.name),
            Why::NotUnderstood => words::sheet_not_understood(lang, &self.name, self.unread),
            Why::NotAsked => words::sheet_not_asked(lang, &self.name),
        }
    }
}

/// Records of a kind, in words: 人员, people.
fn many(kind: Kind, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => kind.label().zh,
        Lang::En => kind.plural(),
    }
}

/// What a column means, in words; nothing for one that is not worth a word.
fn meaning(kind: Kind, what: What, lang: Lang) -> Option<String> {
    let label = |no: u16| kind.field(no).map_or("", |f| f.label.get(lang)).to_string();
    match what {
        What::Maps(no) => Some(label(no)),
        What::Split => Some(words::both(lang, &label(person::EMPLOYER), &label(person::TITLE))),
        What::Phone => Some(words::tells_apart(lang, &label(kind.people_field().unwrap_or(0)))),
        What::Office => Some(words::OFFICE.get(lang).to_string()),
        What::Refused(subject) => Some(words::refused(lang, subject.get(lang))),
        What::Unknown => Some(words::UNKNOWN.get(lang).to_string()),
        What::Said(_) | What::Ignored => None,
    }
}

/// `C 列「姓名」`; the heading alone where no column holds it.
fn place(letter: &str, heading: &str, lang: Lang) -> String {
    match (letter.is_empty(), heading.is_empty()) {
        (true, true) => String::new(),
        (true, false) => words::place_field(lang, heading),
        (false, true) => words::place_column(lang, letter),
        (false, false) => words::place_both(lang, letter, heading),
    }
}

/// What a file is written in, where that is not plain from its name.
fn form(form: Form, lang: Lang) -> Option<String> {
    match form {
        Form::Workbook => None,
        Form::Separated(encoding) | Form::Objects(encoding) => Some(words::written_in(lang, encoding.name())),
        Form::Cards(encoding) => Some(words::address_book(lang, encoding.name())),
    }
}

/// Where and why: the row, or the card as it is counted in its file.
fn at_fault(form: Form, row: u32, place: &str, why: &str, lang: Lang) -> String {
    match form {
        Form::Cards(_) => words::card_at_fault(lang, row.saturating_sub(1), why),
        // above the first line there are no headings in the file
        Form::Objects(_) => words::row_at_fault(lang, row.saturating_sub(1), place, why),
        _ => words::row_at_fault(lang, row, place, why),
    }
}

impl Rejected {
    /// Where and why, in one line: row, column, reason.
    pub fn describe(&self, form: Form, lang: Lang) -> String {
        let (letter, heading) = self.column.as_ref().map_or(("", ""), |(l, h)| (l.as_str(), h.as_str()));
        at_fault(form, self.row, &place(letter, heading, lang), &self.reason, lang)
    }
}

impl SheetSummary {
    fn describe(&self, kind: Kind, dry: bool, lang: Lang) -> String {
        let (kind, rejected) = (many(kind, lang), self.rejected.len());
        let (added, filled, same) = (self.added, self.filled, self.same);
        let mut out = if dry {
            words::would_become(lang, &self.name, kind, added, filled, same)
        } else {
            words::became(lang, &self.name, kind, added, filled, same)
        };
        if rejected > 0 {
            out.push_str(&words::left_out(lang, rejected));
        }
        out
    }
}

impl Summary {
    /// What became of the file, line by line, with the rows left out and why.
    pub fn describe(&self, lang: Lang) -> String {
        let mut lines = Vec::new();
        for s in &self.sheets {
            if let Some(kind) = s.kind {
                lines.push(s.describe(kind, self.dry, lang));
            }
        }
        if !self.made.is_empty() {
            let each: Vec<String> =
                self.made.iter().map(|(k, n)| words::count_of(lang, many(*k, lang), *n)).collect();
            let all = each.join(words::COMMA.get(lang));
            lines.push(if self.dry { words::would_make(lang, &all) } else { words::made(lang, &all) });
        }
        let rejected = self.rejected();
        if rejected > 0 {
            lines.push(words::LEFT_OUT_HEAD.get(lang).to_string());
            let all = self.sheets.iter().flat_map(|s| s.rejected.iter().map(move |r| (s, r)));
            for (sheet, row) in all.take(NAMED) {
                lines.push(words::in_file(lang, &self.source, &sheet.name, &row.describe(sheet.form, lang)));
            }
            if rejected > NAMED {
                lines.push(format!("  {}", words::and_more(lang, rejected - NAMED)));
            }
            lines.push(words::MEND_AND_AGAIN.get(lang).to_string());
        }
        if self.dry {
            lines.push(words::NOTHING_WRITTEN.get(lang).to_string());
        }
        lines.push(String::new());
        lines.join("\n")
    }
}
