//! A list that the app writes into a file, on a thread of its own.

use super::{ask, link};
use crate::exchange::export::{Job, run};
use crate::hub::client::join;
use crate::hub::place::Place;
use crate::text::{Lang, out as words};
use crate::tui::file::names;
use crate::tui::message::{ExportNews, Message};
use std::path::Path;
use std::sync::mpsc::Sender;

/// Writes it into a folder and tells how it goes.
pub fn take_out(place: &Place, lang: Lang, folder: &Path, job: Job, to: &Sender<Message>) {
    // nobody listens only when the program ends
    let tell = |n: ExportNews| drop(to.send(Message::Export(n)));
    let act = job.act;
    tell(ExportNews::Done(act, write(place, lang, folder, job, &tell)));
}

fn write(
    place: &Place,
    lang: Lang,
    folder: &Path,
    mut job: Job,
    tell: &dyn Fn(ExportNews),
) -> Result<String, String> {
    let act = job.act;
    let mut client = join(place, link::IDLE, &mut |_| ()).map_err(|e| e.words(lang))?;
    client.welcome(lang, false).map_err(|e| e.words(lang))?;
    let name = job.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let free = names(&name).map(|n| folder.join(n)).find(|p| p.symlink_metadata().is_err());
    job.file = free.unwrap_or_else(|| folder.join(&name));
    // the home is the folder that everybody knows
    let file = job
        .file
        .strip_prefix(folder)
        .map_or(job.file.display().to_string(), |f| format!("~/{}", f.display()));
    let done = run(&job, lang, &mut |r| client.ask(r), &mut |done, of| {
        tell(ExportNews::Progress(act, done as u64, of as u64));
    });
    let done = done.map_err(|e| e.say(&file, lang, ask::refused))?;
    let kind = if lang == Lang::Zh { job.kind.label().zh } else { job.kind.plural() };
    let mut said = words::written(lang, &file, done.records, kind);
    if !done.blank.is_empty() {
        said.push(' ');
        said.push_str(&words::left_blank(lang, &done.blank.join(words::BETWEEN.get(lang))));
    }
    Ok(said)
}
