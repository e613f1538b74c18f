//! The command line. Every command is a session of the hub like any other; exit codes: 0 done, 1 refused or failed
//! with the reason on stderr, 2 usage.

mod app;
mod area;
mod ask;
mod backup;
mod briefing;
mod bring_in;
pub mod demo;
mod export;
mod history;
mod hub;
pub mod import;
pub mod json;
mod kept;
mod keys;
mod link;
mod log;
mod merge;
mod minutes;
mod narrow;
mod person;
mod renew;
mod report;
mod retention;
mod shell;
mod spoken;
mod staff;
mod status;
mod store;
mod study;
mod take_out;

use crate::book::Kind;
use crate::exchange::map_file::MapFile;
use crate::hub::place::Place;
use crate::text::{Lang, command as words};
use crate::tui::theme::Colours;
use clap::{Args, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
struct Common {
    /// The folder of a book of one's own
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "hub_socket")]
    book: Option<PathBuf>,
    /// The socket of an office's hub
    #[arg(long = "hub", id = "hub_socket", global = true, value_name = "SOCKET")]
    hub: Option<PathBuf>,
    /// Language: zh or en
    #[arg(long, global = true, value_name = "zh|en")]
    lang: Option<String>,
}

#[derive(Parser, Debug)]
#[command(
    name = "linli",
    version,
    about = "linli 邻里: contacts, visits and the community network, by keyboard"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    /// Keys: default, vim, or a file
    #[arg(long, value_name = "NAME|FILE")]
    keymap: Option<String>,
    /// Colours: default, contrast or mono
    #[arg(long, value_name = "NAME", value_parser = theme)]
    theme: Option<Colours>,
    /// For a screen reader: no lines, no columns, the cursor on the item in hand
    #[arg(long)]
    plain: bool,
    /// Look around in a demonstration book
    #[arg(long)]
    demo: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve a book
    Hub {
        /// Where to listen; in the book's folder unless named
        #[arg(long, value_name = "PATH")]
        socket: Option<PathBuf>,
        /// End so many seconds after the last session
        #[arg(long, value_name = "SECONDS")]
        idle_exit: Option<u64>,
        /// Serve the staff of an office, each by their own account
        #[arg(long)]
        shared: bool,
        /// Keep for so many months who looked at whom: 6 and more, 12 unless said
        #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(6..))]
        keep_log: Option<u32>,
        /// Started by a session in the background
        #[arg(long, hide = true)]
        detached: bool,
    },
    /// Make a demonstration book
    Demo {
        /// How many people
        #[arg(long)]
        people: u64,
        /// The same seed makes the same book
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Import a ledger (.xlsx, .csv, .jsonl) or a phone's contacts (.vcf)
    Import {
        /// The file, or - for standard input
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        /// Only this sheet
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        /// What its rows are
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<Kind>,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// What headings mean that are not known: a mapping of one's own
        #[arg(long, value_name = "FILE.toml")]
        map: Option<PathBuf>,
        /// Write how headings were understood into a file, to change it and use it again
        #[arg(long, value_name = "FILE.toml")]
        write_map: Option<PathBuf>,
        /// Write the rows left out into a workbook, each with why
        #[arg(long, value_name = "FILE.xlsx")]
        rejects: Option<PathBuf>,
    },
    /// Write a list into a file: .xlsx, .csv, .jsonl, people also as .vcf, meetings and tasks as .ics; notes who gets it and what for
    Export(export::Export),
    /// A briefing to go on with: a period's figures and what was answered, in running text
    Briefing(briefing::BriefingOf),
    /// The minutes of a meeting with what became of each decision, or its sign-in sheet, as a Word document
    Minutes(minutes::MinutesOf),
    /// The report of a period: figures, splits, what is missing; -o makes a file of it
    Report(report::ReportOf),
    /// Find by name, initials, pinyin, phone, employer, community
    Find {
        /// What to look for; begins with = to count
        query: String,
        /// Only this kind
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<Kind>,
        /// At most so many
        #[arg(long, default_value_t = 20)]
        limit: u32,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// List a kind: areas, people, organisations, ties, visits, staff, tags, requests
    List {
        /// The kind
        #[arg(value_parser = kind)]
        kind: Kind,
        /// Only those whose field holds this; nothing behind = means not filled in, * filled in, A..B a span of days
        #[arg(long = "where", value_name = "FIELD=VALUE")]
        tests: Vec<String>,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Show one record
    Show {
        /// The kind
        #[arg(value_parser = kind)]
        kind: Kind,
        /// Its id
        id: String,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Write one line: '访 zxm 电话 路面补好了' or '人 张晓明 13812345678 恒达传媒 主播'
    Add {
        /// The line
        line: String,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Who changed a record when, before and after
    History {
        /// The kind
        #[arg(value_parser = kind)]
        kind: Kind,
        /// Its id
        id: String,
        /// At most so many changes
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Who is in the book twice: the likeliest first
    Duplicates {
        /// Only people or organisations
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<Kind>,
        /// As a JSON array
        #[arg(long)]
        json: bool,
    },
    /// Make one record of two: says first what it would be
    Merge(merge::MergeArgs),
    /// Take a merge back: what was changed since stays
    Unmerge {
        /// The id of the record that went
        id: String,
        /// What it is: people or organisations
        #[arg(long, value_name = "KIND", value_parser = kind, default_value = "people")]
        kind: Kind,
        /// Do it without asking
        #[arg(long)]
        yes: bool,
    },
    /// The rights of somebody on file: show, copy, freeze, erase, refuse, requests
    #[command(subcommand)]
    Person(person::Right),
    /// How long records are kept, and how many are past their time; for administrators
    Retention(retention::Retention),
    /// Who looked at whom, for administrators
    Log(log::Log),
    /// Who opens the book by which account, in which role, for which areas
    #[command(subcommand)]
    Staff(staff::Staff),
    /// How the hub is: sessions, speed, sizes, the last backup. Administrators see all sessions, others their own
    Status {
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Studies and their question forms
    #[command(subcommand)]
    Study(study::Study),
    /// Check the whole history
    Verify {
        /// It must contain this head, or all heads of a file or a backup
        #[arg(long, value_name = "HASH|FILE|BACKUP")]
        head: Option<String>,
    },
    /// Back a book up, also while it is in use: into a folder that takes what is new, or - for a pipe
    Backup {
        /// The folder, or - for standard output
        #[arg(value_name = "DIR|-")]
        to: PathBuf,
        /// With -: only what is new since this head
        #[arg(long, value_name = "HEAD")]
        since: Option<String>,
    },
    /// Make a book from a backup, in an empty place named with --book
    Restore {
        /// A backup's folder, or streams in their order, or - for standard input
        #[arg(value_name = "DIR|FILE|-", required = true)]
        from: Vec<PathBuf>,
        /// Also erase what this file, book or newer backup says was erased
        #[arg(long, value_name = "FILE|DIR")]
        erasures: Option<PathBuf>,
    },
    /// Mend a damaged book from a backup; what is newer stays
    Mend {
        /// The backup's folder
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
    /// List what was erased for good, for restore --erasures
    Erasures,
    /// Make the book as it stands anew from its journal
    Rebuild,
    /// The keys
    Keys {
        /// Check a keymap file
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
        /// As a table in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// The manual page, in roff: linli man | man -l -
    Man,
    /// What a shell needs to complete these commands
    Completions {
        /// bash, zsh or fish
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

fn kind(s: &str) -> Result<Kind, String> {
    Kind::parse(s)
        .ok_or_else(|| "one of areas, people, organisations, ties, visits, staff, tags, requests".to_string())
}

fn theme(s: &str) -> Result<Colours, String> {
    Colours::from_name(s).ok_or_else(|| "one of default, contrast, mono".to_string())
}

/// A command that did not end well.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    words: String,
}

impl<E: std::fmt::Display> From<E> for Failure {
    fn from(e: E) -> Failure {
        Failure { code: 1, words: e.to_string() }
    }
}

/// What the system said of a file.
fn of_file(file: &Path, e: &std::io::Error, lang: Lang) -> Failure {
    Failure { code: 1, words: format!("{}: {}", file.display(), crate::text::store::io(lang, e)) }
}

/// What everything that is done needs to know.
struct Setting {
    place: Place,
    lang: Lang,
}

/// Runs the program; its exit code.
pub fn main() -> u8 {
    let called: Vec<OsString> = std::env::args_os().collect();
    let spoken = spoken::asked(&called);
    let parsed = spoken::command(spoken).try_get_matches_from(called).and_then(|m| Cli::from_arg_matches(&m));
    let cli = match parsed {
        Ok(c) => c,
        Err(e) => {
            match spoken::wrong(&e, spoken) {
                Some(words) => eprintln!("{}", crate::tui::glyph::safe_lines(&words)),
                None => drop(e.print()),
            }
            return if e.use_stderr() { 2 } else { 0 };
        }
    };
    let lang = match cli.common.lang.as_deref().map(Lang::parse) {
        Some(None) => {
            eprintln!("linli: --lang: zh | en");
            return 2;
        }
        Some(Some(l)) => l,
        None => Lang::from_env(),
    };
    match run(cli, lang) {
        Ok(code) => code,
        // whoever reads us has enough: `linli list people | head`
        Err(f) if f.code == 0 => 0,
        Err(f) => {
            eprintln!("linli: {}", crate::tui::glyph::safe_lines(&f.words));
            f.code
        }
    }
}

fn run(cli: Cli, lang: Lang) -> Result<u8, Failure> {
    if let Some(Command::Keys { check, markdown }) = &cli.command {
        return keys::run(check.as_deref(), *markdown, lang);
    }
    match &cli.command {
        Some(Command::Man) => return shell::man(lang),
        Some(Command::Completions { shell }) => return shell::completions(*shell, lang),
        _ => {}
    }
    let asked = cli.common.lang.is_some();
    let demo_dir = || Ok::<_, Failure>(crate::hub::place::data()?.join("demo"));
    let named = cli.common.book.is_some() || cli.common.hub.is_some();
    let place = match &cli.command {
        Some(Command::Demo { .. }) if !named && std::env::var_os("LINLI_BOOK").is_none() => {
            Place::Own(demo_dir()?)
        }
        _ => Place::find(cli.common.book.clone(), cli.common.hub.clone())?,
    };
    let set = Setting { place, lang };
    match cli.command {
        None => app::run(
            set,
            asked,
            cli.keymap.as_deref(),
            app::Look { theme: cli.theme, plain: cli.plain },
            cli.demo,
        ),
        Some(Command::Hub { socket, idle_exit, shared, keep_log, detached }) => {
            hub::run(&set, hub::Serve { socket, idle: idle_exit, detached, shared, log_months: keep_log })
        }
        Some(Command::Demo { people, seed }) => demo::run(&set, people, seed, !named),
        Some(Command::Import { file, sheet, kind, dry_run, map, write_map, rejects }) => {
            let home = std::env::var_os("HOME").map(PathBuf::from);
            // first of all: which fields there are is the hub's to say
            let mut client = ask::join(&set)?;
            let map = match map {
                Some(path) => MapFile::open(&path, lang),
                None => MapFile::ready(home.as_deref(), lang),
            };
            let map = map.map_err(|words| Failure { code: 1, words })?;
            let asked = import::Asked { file, sheet, kind, dry: dry_run, map, write_map, rejects };
            let code = import::run(&asked, lang, &mut |r| client.ask(r))?;
            Ok(u8::try_from(code).unwrap_or(1))
        }
        Some(Command::Export(export)) => export::run(&set, export),
        Some(Command::Briefing(of)) => briefing::run(&set, of),
        Some(Command::Minutes(of)) => minutes::run(&set, &of),
        Some(Command::Report(of)) => report::run(&set, of),
        Some(Command::Find { query, kind, limit, json }) => ask::find(&set, query, kind, limit, json),
        Some(Command::List { kind, tests, json }) => ask::list(&set, kind, &tests, json),
        Some(Command::Show { kind, id, json }) => ask::show(&set, kind, &id, json),
        Some(Command::Add { line, json }) => ask::add(&set, line, json),
        Some(Command::History { kind, id, limit, json }) => history::run(&set, kind, &id, limit, json),
        Some(Command::Duplicates { kind, json }) => merge::duplicates(&set, kind, json),
        Some(Command::Merge(what)) => merge::merge(&set, &what),
        Some(Command::Unmerge { id, kind, yes }) => merge::unmerge(&set, kind, &id, yes),
        Some(Command::Person(right)) => person::run(&set, right),
        Some(Command::Retention(asked)) => retention::run(&set, asked),
        Some(Command::Log(log)) => log::run(&set, &log),
        Some(Command::Staff(what)) => staff::run(&set, what),
        Some(Command::Status { json }) => status::run(&set, json),
        Some(Command::Study(what)) => study::run(&set, &what),
        Some(Command::Verify { head }) => store::verify(&set, head.as_deref()),
        Some(Command::Backup { to, since }) => backup::run(&set, &to, since.as_deref()),
        Some(Command::Restore { from, erasures }) => backup::restore(&set, &from, erasures.as_deref()),
        Some(Command::Mend { from }) => backup::mend(&set, &from),
        Some(Command::Erasures) => backup::erasures(&set),
        Some(Command::Rebuild) => store::rebuild(&set),
        Some(Command::Keys { .. } | Command::Man | Command::Completions { .. }) => Ok(0),
    }
}

impl Setting {
    /// The folder of the book, where the place is one's own.
    fn dir(&self) -> Result<&std::path::Path, Failure> {
        match &self.place {
            Place::Own(dir) => Ok(dir),
            Place::Office(_) => Err(Failure { code: 1, words: words::NEEDS_BOOK.get(self.lang).into() }),
        }
    }
}
