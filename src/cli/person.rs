//! `linli person`: the rights of the people on file (PIPL art. 44-50). What is asked for is done here and goes into
//! the register.

use super::ask::{join, line, list_some, printed, unexpected};
use super::{Failure, Setting, of_file};
use crate::book::request::{WAYS, WHATS};
use crate::book::{Choice, Id, Kind};
use crate::exchange::person_file;
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Filter, PersonAsk, PersonFile, Reply, Request};
use crate::text::{Lang, rights as words, trouble};
use crate::tui::glyph;
use clap::Subcommand;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What may be asked for.
#[derive(Subcommand, Debug)]
pub enum Right {
    /// All that is on file about somebody
    Show {
        /// Their id, or what finds exactly them
        who: String,
        /// How it was asked: face, phone, letter, online
        #[arg(long, value_name = "HOW", value_parser = way, default_value = "face")]
        asked: u16,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Their own copy, without other people's data: JSON, or words in a file that ends in .txt
    Copy {
        /// Their id, or what finds exactly them
        who: String,
        /// The file, or - for standard output
        #[arg(short, long, value_name = "FILE|-")]
        output: PathBuf,
        /// Overwrite the file
        #[arg(long)]
        force: bool,
        /// How it was asked: face, phone, letter, online
        #[arg(long, value_name = "HOW", value_parser = way, default_value = "face")]
        asked: u16,
    },
    /// Keep what is on file but use it no more; --lift takes it up again
    Freeze {
        /// Their id, or what finds exactly them
        who: String,
        /// Why, without name or number
        #[arg(long, required_unless_present = "lift")]
        reason: Option<String>,
        /// Take it up again
        #[arg(long)]
        lift: bool,
        /// How it was asked: face, phone, letter, online
        #[arg(long, value_name = "HOW", value_parser = way, default_value = "face")]
        asked: u16,
    },
    /// Erase somebody from the book and all of its history; says first what would go
    Erase {
        /// Their id, or what finds exactly them
        who: String,
        /// Why, without name or number: it is kept
        #[arg(long)]
        reason: String,
        /// Do it
        #[arg(long)]
        yes: bool,
        /// Cover name and numbers in the words about others too, in all of their history
        #[arg(long)]
        mentions: bool,
        /// How it was asked: face, phone, letter, online
        #[arg(long, value_name = "HOW", value_parser = way, default_value = "face")]
        asked: u16,
    },
    /// Register that something was refused, and why
    Refuse {
        /// Their id, or what finds exactly them
        who: String,
        /// What was asked: show, copy, correct, freeze, lift, erase
        #[arg(long, value_parser = what)]
        what: u16,
        /// Why not, without name or number
        #[arg(long)]
        why: String,
        /// How it was asked: face, phone, letter, online
        #[arg(long, value_name = "HOW", value_parser = way, default_value = "face")]
        asked: u16,
    },
    /// The register: all of it, or what somebody asked for
    Requests {
        /// Their id, or what finds exactly them
        who: Option<String>,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
}

fn read(choices: &'static [Choice], s: &str) -> Result<u16, String> {
    let found = choices.iter().find(|c| c.key == s || c.label.zh == s);
    let all = || choices.iter().map(|c| c.key).collect::<Vec<_>>().join(", ");
    found.map(|c| c.code).ok_or_else(|| format!("one of {}", all()))
}

fn way(s: &str) -> Result<u16, String> {
    read(WAYS, s)
}

fn what(s: &str) -> Result<u16, String> {
    read(WHATS, s)
}

fn fail(words: String) -> Failure {
    Failure { code: 1, words }
}

/// `linli person`
pub fn run(set: &Setting, right: Right) -> Result<u8, Failure> {
    let lang = set.lang;
    match right {
        Right::Show { who, asked, json } => {
            let mut client = join(set)?;
            let person = one(&mut client, &who, lang)?;
            let file = file(&mut client, person, false, asked, lang)?;
            let text = if json { as_json(&file) } else { in_words(&file, lang) };
            printed(io::stdout().lock().write_all(text.as_bytes())).map(|()| 0)
        }
        Right::Copy { who, output, force, asked } => copy(set, &who, &output, force, asked),
        Right::Freeze { who, reason, lift, asked } => {
            let mut client = join(set)?;
            let person = one(&mut client, &who, lang)?;
            let reason = reason.unwrap_or_default();
            let ask = PersonAsk::Freeze { request: new_id(), person, lift, reason, way: asked };
            let request = registered(&mut client, ask, lang)?;
            println!("{}", if lift { words::lifted(lang, &request) } else { words::frozen(lang, &request) });
            Ok(0)
        }
        Right::Erase { who, reason, yes, mentions, asked } => erase(set, &who, reason, yes, mentions, asked),
        Right::Refuse { who, what, why, asked } => {
            let mut client = join(set)?;
            let person = one(&mut client, &who, lang)?;
            let ask = PersonAsk::Refuse { request: new_id(), person, what, why, way: asked };
            println!("{}", words::refused(lang, &registered(&mut client, ask, lang)?));
            Ok(0)
        }
        Right::Requests { who, json } => {
            let mut client = join(set)?;
            let person = who.map(|w| one(&mut client, &w, lang)).transpose()?;
            list_some(set, &mut client, Kind::Request, Filter { person, ..Filter::default() }, json)
        }
    }
}

/// A file as JSON, with nothing in it that steers a terminal.
fn as_json(file: &PersonFile) -> String {
    glyph::safe_lines(&person_file::as_json(file))
}

/// The same in words.
fn in_words(file: &PersonFile, lang: Lang) -> String {
    glyph::safe_lines(&person_file::in_words(file, lang))
}

/// Exactly one person; it never guesses.
fn one(client: &mut Client, who: &str, lang: Lang) -> Result<Id, Failure> {
    // whoever was erased or removed is still meant by their id
    if let Some(id) = Id::parse(who.trim()) {
        return Ok(id);
    }
    let rows = match client.ask(Request::Person(PersonAsk::Who(who.into())))? {
        Reply::Rows(rows) => rows,
        other => return Err(unexpected(other, lang)),
    };
    match rows.as_slice() {
        [one] => Ok(one.target.id),
        [] => Err(fail(trouble::unknown(lang, who))),
        all => {
            let lines: Vec<String> = all.iter().map(line).collect();
            Err(fail(words::which(lang, all.len(), &lines.join("\n  "))))
        }
    }
}

/// The register's entry of what was done.
fn registered(client: &mut Client, ask: PersonAsk, lang: Lang) -> Result<String, Failure> {
    match client.ask(Request::Person(ask))? {
        Reply::Saved(s) => Ok(s.target.id.to_string()),
        other => Err(unexpected(other, lang)),
    }
}

/// The file, its further visits too where it is long.
fn file(client: &mut Client, person: Id, copy: bool, way: u16, lang: Lang) -> Result<PersonFile, Failure> {
    let ask = PersonAsk::File { request: new_id(), person, copy, way };
    let mut file = match client.ask(Request::Person(ask))? {
        Reply::PersonFile(f) => *f,
        other => return Err(unexpected(other, lang)),
    };
    let mut offset = file.visits.len() as u32;
    while offset < file.visits_total {
        match client.ask(Request::Person(PersonAsk::Visits { person, copy, offset }))? {
            Reply::Records { taken: 0, .. } => break,
            Reply::Records { taken, records } => {
                offset += taken;
                file.visits.extend(records);
            }
            other => return Err(unexpected(other, lang)),
        }
    }
    Ok(file)
}

fn copy(set: &Setting, who: &str, output: &Path, force: bool, way: u16) -> Result<u8, Failure> {
    let lang = set.lang;
    let mut client = join(set)?;
    let person = one(&mut client, who, lang)?;
    if output.as_os_str() == "-" {
        let text = as_json(&file(&mut client, person, true, way, lang)?);
        return printed(io::stdout().lock().write_all(text.as_bytes())).map(|()| 0);
    }
    // before the hub is asked: a copy that could not be written is not in the register
    let mut out = create(output, force).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => fail(words::file_there(lang, &output.display().to_string())),
        _ => of_file(output, &e, lang),
    })?;
    let written = file(&mut client, person, true, way, lang).and_then(|f| {
        let text =
            if output.extension().is_some_and(|e| e == "txt") { in_words(&f, lang) } else { as_json(&f) };
        Ok(out.write_all(text.as_bytes()).and_then(|()| out.sync_all())?)
    });
    if written.is_err() {
        let _ = fs::remove_file(output);
    }
    written?;
    println!("{}", glyph::safe(&words::copied(lang, &output.display().to_string())));
    Ok(0)
}

/// A file that only its owner reads.
fn create(path: &Path, force: bool) -> io::Result<File> {
    if force {
        match fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

fn erase(
    set: &Setting,
    who: &str,
    reason: String,
    yes: bool,
    mentions: bool,
    way: u16,
) -> Result<u8, Failure> {
    let lang = set.lang;
    let mut client = join(set)?;
    let person = one(&mut client, who, lang)?;
    let erasing = |reply| match reply {
        Reply::Erasing(e) => Ok(*e),
        other => Err(unexpected(other, lang)),
    };
    let plan = erasing(client.ask(Request::Person(PersonAsk::PlanErase { person, mentions }))?)?;
    let told = person_file::erasing(&plan, lang);
    print!("{}", told.iter().map(|l| format!("{}\n", glyph::safe(l))).collect::<String>());
    if !yes {
        if !io::stdin().is_terminal() {
            println!("{}", words::ERASE_HOW.get(lang));
            return Ok(0);
        }
        print!("{}", glyph::safe(&words::type_name(lang, &plan.name)));
        io::stdout().flush()?;
        let mut typed = String::new();
        io::stdin().lock().read_line(&mut typed)?;
        match typed.trim() {
            "" => {
                println!("{}", words::ERASE_NOT.get(lang));
                return Ok(0);
            }
            name if name == plan.name => {}
            _ => return Err(fail(words::ERASE_OTHER_NAME.get(lang).into())),
        }
    }
    let ask = PersonAsk::Erase { request: new_id(), person, reason, mentions, way };
    let done = erasing(client.ask(Request::Person(ask))?)?;
    println!("{}", words::erase_done(lang, &done.request.map(|r| r.to_string()).unwrap_or_default()));
    let left = done.mentions.iter().filter(|m| !m.covered).count();
    if left > 0 || (!mentions && !done.drafts.is_empty()) {
        println!("{}", words::left_over(lang, left, done.drafts.len()));
    }
    Ok(0)
}
