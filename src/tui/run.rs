//! The loop: messages in, all that wait; then one frame, in one write. Nothing wakes up while nothing happens.

#[cfg(test)]
mod pty;

use super::app::App;
use super::input::{self, Event};
use super::message::{AppEffect, ExportNews, FormRead, ImportNews, Ledger, Link, Message, Prefs};
use super::painter::{Options, Painter};
use super::screen::Shared;
use super::terminal::{Glyphs, Sent, Terminal, glyphs};
use crate::exchange::export::Job;
use crate::exchange::{inbox, template, xlsform};
use crate::hub::wire::Draft;
use crate::text::{Lang, screen as words};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long a frame waits for answers that are on their way: what is drawn once need not be drawn twice, and nothing
/// flickers.
const PATIENCE: Duration = Duration::from_millis(12);
/// How long messages are taken in before what they made is drawn, however many there are.
const FRAME: Duration = Duration::from_millis(60);
/// How long drafts may take to be kept when the terminal has gone.
const LAST_WORDS: Duration = Duration::from_millis(600);
/// Most completions of a path that are shown.
const PATHS: usize = 12;

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The worker left.
    Quit,
    /// The terminal is gone.
    HangUp,
    /// A demonstration is wanted.
    Demo,
    /// The program was updated while it ran; every draft is kept.
    Renew,
    /// The terminal shows UTF-8 as something else: nothing could be read.
    NotUtf8,
    /// The hub lets this account in no more; what is on the screen is theirs no more either.
    TurnedAway(String),
}

/// What the loop needs from outside.
pub struct Hooks {
    /// Whether the environment says that the terminal is UTF-8.
    pub utf8: bool,
    /// The way to the hub.
    pub link: Box<dyn Link>,
    /// Whether another program is installed in the place of this one.
    pub renewable: Box<dyn FnMut() -> bool>,
    /// Keeps a draft without the hub; whether that worked.
    pub keep_draft: Box<dyn FnMut(&Draft) -> bool>,
    /// Keeps what the worker likes.
    pub save_prefs: Box<dyn FnMut(&Prefs)>,
    /// Starts a worker that reads a ledger (under which number, which, whether only to plan) and sends
    /// [`Message::Import`].
    pub import: Box<dyn FnMut(u64, Ledger, bool)>,
    /// Starts a worker that writes a list into a file in this folder and sends [`Message::Export`].
    pub export: Box<dyn FnMut(PathBuf, Job)>,
}

/// Runs the full screen until it ends. `messages` is the receiving end of `sender`, of which the link and the
/// importer have copies; keys come through it as well.
///
/// # Errors
/// If the terminal or the input threads cannot be had.
pub fn run(
    mut shared: Shared,
    prefs: Prefs,
    mut hooks: Hooks,
    sender: Sender<Message>,
    messages: &Receiver<Message>,
) -> io::Result<Exit> {
    super::terminal::install_panic_hook();
    let terminal = Terminal::enter()?;
    let keys = sender.clone();
    let _input = input::spawn(move |event| keys.send(Message::Input(event)).is_ok())?;
    shared.size = input::size();
    shared.now_ms = now_ms();
    let mut session = Session {
        painter: Painter::new(shared.size),
        app: App::new(shared, prefs),
        terminal,
        sender,
        exit: None,
        wide: false,
        in_doubt: !hooks.utf8,
    };
    if session.terminal.probe() == Sent::HangUp {
        return Ok(Exit::HangUp);
    }
    let effects = session.app.begin();
    session.perform(effects, &mut hooks)?;
    loop {
        if session.exit.is_none() && session.paint() == Sent::HangUp {
            session.exit = Some(Exit::HangUp);
        }
        if let Some(exit) = session.exit.take() {
            session.last_words(&mut hooks, messages);
            // whoever is let in no more keeps nothing
            if !matches!(exit, Exit::TurnedAway(_)) {
                for draft in session.app.unsent_drafts() {
                    // where it cannot be kept there is nobody left to tell
                    let _ = (hooks.keep_draft)(&draft);
                }
            }
            return Ok(exit);
        }
        let Ok(first) = messages.recv() else { return Ok(Exit::HangUp) };
        session.take(first, &mut hooks)?;
        // in an office of many there may always be another one
        let frame = Instant::now() + FRAME;
        while session.exit.is_none() && Instant::now() < frame {
            let Ok(next) = messages.try_recv() else { break };
            session.take(next, &mut hooks)?;
        }
        let until = (Instant::now() + PATIENCE).min(frame);
        while session.exit.is_none() && session.app.waits() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let Ok(next) = messages.recv_timeout(left) else { break };
            session.take(next, &mut hooks)?;
        }
    }
}

struct Session {
    app: App,
    painter: Painter,
    terminal: Terminal,
    sender: Sender<Message>,
    exit: Option<Exit>,
    /// Box lines are two cells wide here.
    wide: bool,
    /// The environment does not say UTF-8, and the terminal has not answered.
    in_doubt: bool,
}

impl Session {
    fn take(&mut self, message: Message, hooks: &mut Hooks) -> io::Result<()> {
        match &message {
            Message::Input(Event::HangUp) => self.exit = Some(Exit::HangUp),
            Message::TurnedAway(why) => self.exit = Some(Exit::TurnedAway(why.clone())),
            // what cannot be kept stays on the screen, with the words why
            Message::Outdated
                if (hooks.renewable)() && self.app.unsent_drafts().iter().all(|d| (hooks.keep_draft)(d)) =>
            {
                self.exit = Some(Exit::Renew);
            }
            Message::Input(Event::Resize(..)) => self.painter.resize(input::size()),
            Message::Input(Event::Resume) if self.terminal.again() == Sent::HangUp => {
                self.exit = Some(Exit::HangUp);
            }
            Message::Input(event @ Event::CursorReport(..)) => self.told(glyphs(event)),
            _ => {}
        }
        // an answer would have come before the first key
        let ask = self.in_doubt && matches!(message, Message::Input(Event::Key(_)));
        self.app.set_now(now_ms());
        let effects = self.app.update(message);
        if ask {
            self.in_doubt = false;
            self.app.warn(words::LOCALE);
        }
        self.perform(effects, hooks)
    }

    /// The terminal has said how it shows our characters.
    fn told(&mut self, how: Option<Glyphs>) {
        match how {
            None => return,
            Some(Glyphs::Fine) => {}
            Some(Glyphs::Wide) => self.wide = true,
            Some(Glyphs::NotUtf8) => self.exit = Some(Exit::NotUtf8),
        }
        self.in_doubt = false;
    }

    fn perform(&mut self, effects: Vec<AppEffect>, hooks: &mut Hooks) -> io::Result<()> {
        for effect in effects {
            match effect {
                AppEffect::Ask(ticket, request) => hooks.link.ask(ticket, request),
                AppEffect::Quit => self.exit = Some(Exit::Quit),
                AppEffect::Demo => self.exit = Some(Exit::Demo),
                AppEffect::Redraw => self.painter.reset(),
                AppEffect::Suspend => {
                    self.terminal.suspend()?;
                    self.painter.reset();
                }
                AppEffect::Copy(text) => {
                    if self.terminal.copy(&text) == Sent::HangUp {
                        self.exit = Some(Exit::HangUp);
                    }
                }
                AppEffect::SavePrefs(prefs) => (hooks.save_prefs)(&prefs),
                AppEffect::CompletePath(path) => {
                    let paths = completions(&path);
                    // Nobody listens only when the program ends.
                    let _ = self.sender.send(Message::Import(ImportNews::Paths(paths)));
                }
                AppEffect::File { name, bytes } => {
                    let lang = self.app.shared().lang;
                    let filed = super::file::write(&home(), &name, &bytes);
                    let filed = filed.map_err(|e| crate::text::store::io(lang, &e));
                    // Nobody listens only when the program ends.
                    let _ = self.sender.send(Message::Filed(filed));
                }
                AppEffect::ReadForm(path) => {
                    let (sender, lang) = (self.sender.clone(), self.app.shared().lang);
                    std::thread::spawn(move || {
                        let read = read_form(&expand_home(&path), lang);
                        // Nobody listens only when the program ends.
                        let _ = sender.send(Message::Import(ImportNews::Form(read)));
                    });
                }
                AppEffect::LookIn { make } => {
                    // where it cannot be made nothing lies in it
                    let _ = if make { inbox::make(&home()) } else { Ok(()) };
                    let arrived = inbox::list(&home());
                    // Nobody listens only when the program ends.
                    let _ = self.sender.send(Message::Import(ImportNews::Arrived(arrived)));
                }
                AppEffect::LookForForms => {
                    let forms = template::ready(&home());
                    // Nobody listens only when the program ends.
                    let _ = self.sender.send(Message::Export(ExportNews::Forms(forms)));
                }
                AppEffect::Export(job) => (hooks.export)(home(), *job),
                AppEffect::Import { no, ledger: Ledger::File(path), dry } => {
                    (hooks.import)(no, Ledger::File(expand_home(&path)), dry);
                }
                AppEffect::Import { no, ledger, dry } => (hooks.import)(no, ledger, dry),
            }
        }
        Ok(())
    }

    fn paint(&mut self) -> Sent {
        let shared = self.app.shared();
        let (width, height) = self.app.terminal();
        let ascii_borders = shared.theme.ascii || self.wide;
        self.painter.set_options(Options { ascii_borders, mono: shared.theme.mono() });
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = self.app.view(&mut buf);
        let bytes = self.painter.frame(&buf, cursor);
        if bytes.is_empty() { Sent::All } else { self.terminal.write(&bytes) }
    }

    /// Drafts are asked to be kept, and get a moment to be answered.
    fn last_words(&mut self, hooks: &mut Hooks, messages: &Receiver<Message>) {
        for effect in self.app.leave() {
            if let AppEffect::Ask(ticket, request) = effect {
                hooks.link.ask(ticket, request);
            }
        }
        let until = Instant::now() + LAST_WORDS;
        while self.app.waits() {
            let left = until.saturating_duration_since(Instant::now());
            match messages.recv_timeout(left) {
                Ok(message @ Message::Reply(..)) => drop(self.app.update(message)),
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

/// Milliseconds since 1970 UTC.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A question form out of a file.
fn read_form(path: &str, lang: Lang) -> Result<Box<FormRead>, String> {
    let taken = xlsform::open(Path::new(path)).map_err(|e| e.say(path, lang))?;
    let survey = &taken.reading.survey;
    Ok(Box::new(FormRead {
        title: survey.title.clone(),
        lines: xlsform::described(&taken.reading, lang),
        sound: taken.reading.faults.is_empty(),
        questions: survey.questions().iter().filter(|q| q.is_answered()).count(),
        text: taken.text,
    }))
}

fn home() -> PathBuf {
    std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from)
}

fn expand_home(path: &str) -> String {
    match (path.strip_prefix("~/"), std::env::var("HOME")) {
        (Some(rest), Ok(home)) => format!("{home}/{rest}"),
        _ => path.to_owned(),
    }
}

/// What a half-typed path may be: folders with a slash behind, and files that may be ledgers.
fn completions(typed: &str) -> Vec<String> {
    let typed = if typed.is_empty() { "~/" } else { typed };
    let path = expand_home(typed);
    let (folder, start) = path.rsplit_once('/').map_or((".", path.as_str()), |(f, s)| (f, s));
    let shown = typed.rsplit_once('/').map_or(String::new(), |(f, _)| format!("{f}/"));
    let folder = if folder.is_empty() { "/" } else { folder };
    let Ok(entries) = std::fs::read_dir(Path::new(folder)) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !start.starts_with('.');
            let is_folder = e.path().is_dir();
            let may_be = is_folder || inbox::may_be_ledger(name.trim_start_matches('.'));
            let fits = name.starts_with(start) && !hidden && may_be;
            fits.then(|| format!("{shown}{name}{}", if is_folder { "/" } else { "" }))
        })
        .collect();
    found.sort();
    found.truncate(PATHS);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_ledgers_and_folders() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["台账一.xlsx", "台账二.csv", "照片.jpg", ".隐藏.csv"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        std::fs::create_dir(dir.path().join("台账三")).unwrap();
        let at = dir.path().to_str().unwrap();
        let found = completions(&format!("{at}/台"));
        assert_eq!(found, [format!("{at}/台账一.xlsx"), format!("{at}/台账三/"), format!("{at}/台账二.csv")]);
        assert!(completions("/no/such/place").is_empty());
    }
}
