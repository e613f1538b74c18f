//! What comes to the app from outside, and what it wants from there.

use super::input::Event;
use super::theme::Colours;
use crate::book::Id;
use crate::exchange::export::Job;
use crate::exchange::inbox::Arrived;
use crate::exchange::template::Form;
use crate::hub::wire::{News, Reply, Request, Welcome};
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// The way to the hub. Replies come back as [`Message::Reply`] with the same ticket.
pub trait Link: Send {
    /// Asks. Never blocks for long and never fails: a lost link is told by [`Message::LinkLost`].
    fn ask(&mut self, ticket: u64, request: Request);
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// At the terminal.
    Input(Event),
    /// The hub answers a ticket.
    Reply(u64, Reply),
    /// What others did.
    News(News),
    /// The connection is gone; somebody is trying to get it back.
    LinkLost,
    /// It is back. What was asked in vain is asked again by the app.
    LinkBack(Welcome),
    /// The hub that is there now speaks another version: this program is older than what is installed.
    Outdated,
    /// The hub lets this account in no more, and says whom to ask.
    TurnedAway(String),
    /// From the worker that imports, or that looks at folders.
    Import(ImportNews),
    /// From the worker that exports, or that looks for forms.
    Export(ExportNews),
    /// A file was written: where it lies; or why it could not be.
    Filed(Result<String, String>),
}

/// A ledger that is to be brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ledger {
    /// The path of a file.
    File(String),
    /// Cells of a spreadsheet program, as they were pasted.
    Cells(String),
}

/// What the worker has to tell that imports, or that looks at folders.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportNews {
    /// What a half-typed path may be completed to, best first.
    Paths(Vec<String>),
    /// What lies in the drop folder, the newest first.
    Arrived(Vec<Arrived>),
    /// How it goes with a ledger, under the number of what was asked for.
    Ledger(u64, LedgerNews),
    /// A question form was read; or why it cannot be.
    Form(Result<Box<FormRead>, String>),
}

/// How it goes with a ledger.
#[derive(Clone, Debug, PartialEq)]
pub enum LedgerNews {
    /// What would be imported, line by line; or why the file cannot be read.
    Plan(Result<Vec<String>, String>),
    /// So many rows of so many are done.
    Progress(u64, u64),
    /// It is over: what was done, line by line; or why it stopped.
    Done(Result<Vec<String>, String>),
}

/// A question form as it was read out of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormRead {
    /// Its title.
    pub title: String,
    /// What there is to say of it, line by line.
    pub lines: Vec<String>,
    /// Whether it can be asked.
    pub sound: bool,
    /// How many questions it has.
    pub questions: usize,
    /// As it is kept with a study.
    pub text: String,
}

/// How an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportNews {
    /// The forms that lie ready to be filled.
    Forms(Vec<Form>),
    /// Of this one so many records of so many are done.
    Progress(Id, u64, u64),
    /// This one is over: what was written where; or why nothing was.
    Done(Id, Result<String, String>),
}

/// What the app wants from the runtime, in order.
#[derive(Clone, Debug)]
pub enum AppEffect {
    /// Ask the hub.
    Ask(u64, Request),
    /// End.
    Quit,
    /// Go to the background; the next frame is drawn whole.
    Suspend,
    /// Put text on the terminal's clipboard.
    Copy(String),
    /// Draw the next frame whole.
    Redraw,
    /// Keep what this worker likes.
    SavePrefs(Prefs),
    /// Look what a half-typed path may be: [`ImportNews::Paths`].
    CompletePath(String),
    /// Look what lies in the drop folder: [`ImportNews::Arrived`].
    LookIn {
        /// Make the folder where there is none: somebody is about to be told of it.
        make: bool,
    },
    /// Read a question form in a thread of its own: [`ImportNews::Form`].
    ReadForm(String),
    /// Read a ledger in a thread of its own. `dry`: only make a plan ([`LedgerNews::Plan`]), else write
    /// ([`LedgerNews::Progress`], then [`LedgerNews::Done`]).
    Import {
        /// The number under which it is told of: what was asked for before may be told later.
        no: u64,
        /// Which.
        ledger: Ledger,
        /// Only say what would happen.
        dry: bool,
    },
    /// Look which forms lie ready to be filled: [`ExportNews::Forms`].
    LookForForms,
    /// Write a list into a file in this worker's home, in a thread of its own ([`ExportNews::Progress`], then
    /// [`ExportNews::Done`]).
    Export(Box<Job>),
    /// End this book's session and open a demonstration.
    Demo,
    /// Write a file for this worker alone into their home: [`Message::Filed`].
    File {
        /// What it is called.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
}

/// What one worker likes; kept by the runtime between logins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// ASCII borders; `None` as long as nobody has answered.
    pub ascii: Option<bool>,
    /// Pictures in braille; `None` as long as nobody has answered.
    pub braille: Option<bool>,
    /// The language, where it is not the terminal's.
    pub lang: Option<Lang>,
    /// The commands last used, newest first, by name.
    pub recent: Vec<String>,
    /// The tour was offered.
    pub toured: bool,
    /// The colours, where they are not the usual ones.
    pub theme: Option<Colours>,
    /// For a screen reader.
    pub plain: bool,
}
