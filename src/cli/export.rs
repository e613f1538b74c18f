//! `linli export`: a list as a file, with whom it is for and what for.

use super::import::Bar;
use super::{Failure, Setting, ask};
use crate::book::{Kind, names};
use crate::exchange::export::{Job, Which, run as write};
use crate::hub::resolve::new_id;
use crate::hub::wire::Order;
use crate::text::{command as words, out};
use crate::tui::glyph;
use clap::Args;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

/// What is exported and how.
#[derive(Args, Debug)]
pub struct Export {
    /// The kind
    #[arg(value_parser = super::kind)]
    kind: Kind,
    /// The file; its ending says what it is: .xlsx, .csv, .jsonl, .vcf, .ics
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// A workbook of an office's own or a superior's: its rows are filled, all else stays as it is
    #[arg(long, value_name = "FILE.xlsx", conflicts_with = "fields")]
    template: Option<PathBuf>,
    /// Only those whose field holds this, as for list
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    tests: Vec<String>,
    /// Only these fields, by their keys
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',')]
    fields: Vec<String>,
    /// Who gets it; asked for where it is missing
    #[arg(long = "for", value_name = "WHOM")]
    recipient: Option<String>,
    /// What for; asked for where it is missing
    #[arg(long, value_name = "WHY")]
    purpose: Option<String>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// `linli export`
pub fn run(set: &Setting, export: Export) -> Result<u8, Failure> {
    let (lang, kind) = (set.lang, export.kind);
    let usage = |words: String| Failure { code: 2, words };
    // first of all: which fields there are is the hub's to say
    let mut client = ask::join(set)?;
    let mut fields = Vec::new();
    for key in &export.fields {
        let own = || kind.fields().iter().filter(|f| !f.hidden);
        match own().find(|f| f.key == key.trim() || f.label.zh == key.trim()) {
            Some(f) => fields.push(f.no),
            None => {
                let keys: Vec<&str> = own().map(|f| f.key).collect();
                return Err(usage(words::where_field(lang, key, &keys.join(" "))));
            }
        }
    }
    let recipient = told(export.recipient, out::ASK_RECIPIENT.get(lang))?;
    let purpose = told(export.purpose, out::ASK_PURPOSE.get(lang))?;
    let filter = super::narrow::filter(set, &mut client, kind, &export.tests)?;
    let job = Job {
        act: new_id(),
        kind,
        which: Which::List(filter, Order::Usual),
        fields,
        file: export.output,
        template: export.template,
        over: export.force,
        recipient,
        purpose,
    };
    let name = names::clean_line(&job.file.to_string_lossy());
    let mut bar = Bar::new(|done, of| out::progress(lang, done, of));
    let done = write(&job, lang, &mut |r| client.ask(r), &mut |n, of| bar.show(n, of));
    bar.clear();
    match done {
        Ok(done) => {
            let kind = if lang == crate::text::Lang::Zh { kind.label().zh } else { kind.plural() };
            println!("{}", glyph::safe(&out::written(lang, &name, done.records, kind)));
            if !done.blank.is_empty() {
                println!("{}", glyph::safe(&out::left_blank(lang, &done.blank.join(out::BETWEEN.get(lang)))));
            }
            Ok(0)
        }
        Err(e) => Err(Failure { code: 1, words: e.say(&name, lang, ask::refused) }),
    }
}

/// What was said, else what is answered on a terminal; the hub refuses nothing at all.
pub(super) fn told(said: Option<String>, question: &str) -> Result<String, Failure> {
    if let Some(said) = said {
        return Ok(said);
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(String::new());
    }
    write!(io::stderr().lock(), "{question}")?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_string())
}
