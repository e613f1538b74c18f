//! `linli minutes`: the minutes of a meeting as a Word document, or the sheet on which those who come sign.

use super::ask::{self, unexpected};
use super::report::write;
use super::{Failure, Setting};
use crate::book::{Day, Kind, Ref, dates, meeting, names};
use crate::exchange::minutes::{Making, Paper};
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Filter, Is, Order, PAGE_MAX, Reply, Request, Test};
use crate::text::{Lang, minutes as words};
use clap::Args;
use std::path::PathBuf;

/// Of which meeting, and where it goes.
#[derive(Args, Debug)]
pub struct MinutesOf {
    /// The meeting: its title, or its id
    meeting: String,
    /// Held on this day, where several have the title
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// The sheet on which those who come sign, to print before the meeting
    #[arg(long)]
    sign_in: bool,
    /// The file (.docx); called after the meeting where it is missing
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Who gets it; the office's own file where it is missing
    #[arg(long = "for", value_name = "WHOM")]
    recipient: Option<String>,
    /// What for; minutes or sign-in sheet where it is missing
    #[arg(long, value_name = "WHY")]
    purpose: Option<String>,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// `linli minutes`
pub fn run(set: &Setting, of: &MinutesOf) -> Result<u8, Failure> {
    let lang = set.lang;
    let docx = |p: &PathBuf| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx"));
    if of.output.as_ref().is_some_and(|p| !docx(p)) {
        return Err(Failure { code: 2, words: words::WHICH.get(lang).into() });
    }
    let mut client = ask::join(set)?;
    let welcome = client.welcome(lang, false)?;
    let day = of.day.as_deref().map(|text| dates::parse(text, welcome.today)).transpose();
    let day = day.map_err(|e| Failure { code: 2, words: e.say().get(lang).into() })?;
    let one = find(&mut client, &of.meeting, day, lang)?;
    let (paper, what) = match of.sign_in {
        true => (Paper::SignIn, words::SHEET),
        false => (Paper::Minutes, words::MINUTES),
    };
    let recipient = of.recipient.as_deref().unwrap_or(words::FILE.get(lang));
    let purpose = of.purpose.as_deref().unwrap_or(what.get(lang));
    let mut making = Making::new(paper, one.id, new_id(), recipient, purpose);
    while let Some(request) = making.next() {
        making.take(client.ask(request)?).map_err(|other| unexpected(*other, lang))?;
    }
    let file = of.output.clone().unwrap_or_else(|| PathBuf::from(making.name(lang)));
    write(lang, &file, of.force, making.docx(&welcome.name, lang))
}

/// The one meeting that is meant.
fn find(client: &mut Client, title: &str, day: Option<Day>, lang: Lang) -> Result<Ref, Failure> {
    let failed = |words: String| Failure { code: 1, words };
    let on = day.map(|d| Test { field: meeting::WHEN, any: vec![Is::Days(Some(d), Some(d))] });
    let filter = Filter { tests: on.into_iter().collect(), ..Filter::default() };
    let mut rows = Vec::new();
    loop {
        let (filter, offset) = (filter.clone(), u32::try_from(rows.len()).unwrap_or(u32::MAX));
        let (kind, order, more) = (Kind::Meeting, Order::Usual, Vec::new());
        match client.ask(Request::List { kind, filter, order, offset, limit: PAGE_MAX, more })? {
            Reply::Page { rows: some, .. } if some.is_empty() => break,
            Reply::Page { rows: some, .. } => rows.extend(some),
            other => return Err(unexpected(other, lang)),
        }
    }
    let name = |r: &crate::book::Row| names::clean_line(r.title());
    let wanted = names::clean_line(title);
    let exact: Vec<Ref> = rows
        .iter()
        .filter(|r| name(r) == wanted || r.target.id.to_string() == wanted)
        .map(|r| r.target)
        .collect();
    let within = || rows.iter().filter(|r| name(r).contains(&wanted)).map(|r| r.target).collect();
    let found: Vec<Ref> = if exact.is_empty() { within() } else { exact };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(failed(words::none(lang, &wanted))),
        all => Err(failed(words::several(lang, all.len(), &wanted))),
    }
}
