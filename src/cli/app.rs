//! `linli` itself: the full screen.

use super::{Failure, Setting, bring_in, demo, kept, link, renew, take_out};
use crate::hub::client::{Client, NoHub, join};
use crate::hub::place::{Place, data};
use crate::hub::world::day_of;
use crate::text::{Lang, command as words, screen};
use crate::tui::keymap::{DEFAULT, Keymap, Problem};
use crate::tui::message::Prefs;
use crate::tui::run::{Exit, Hooks};
use crate::tui::screen::Shared;
use crate::tui::theme::{Colours, Theme};
use crate::tui::{env, glyph, run};
use std::io::{ErrorKind, IsTerminal};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

/// People of the small demonstration book.
const DEMO_PEOPLE: u64 = 300;

/// How often a hub that is down is looked for.
const WAIT: Duration = Duration::from_secs(1);

/// What the command line says about the looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The colours.
    pub theme: Option<Colours>,
    /// For a screen reader.
    pub plain: bool,
}

/// Opens the app, and a demonstration after it where one is wanted.
pub fn run(
    set: Setting,
    lang_asked: bool,
    keymap: Option<&str>,
    look: Look,
    demo: bool,
) -> Result<u8, Failure> {
    let var = |k: &str| std::env::var(k).ok();
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure { code: 2, words: words::NO_TERMINAL.get(set.lang).into() });
    }
    if env::dumb(var("TERM").as_deref()) {
        return Err(Failure { code: 2, words: words::DUMB.get(set.lang).into() });
    }
    let utf8 =
        env::is_utf8_locale(var("LC_ALL").as_deref(), var("LC_CTYPE").as_deref(), var("LANG").as_deref());
    let keymap = keys(keymap);
    let mut place = if demo { demo_place()? } else { set.place };
    loop {
        match session(&place, (set.lang, lang_asked), keymap.clone(), (look, utf8))? {
            Exit::Quit | Exit::HangUp => return Ok(0),
            Exit::Demo => place = demo_place()?,
            Exit::NotUtf8 => {
                // what can be read there first
                let words = format!("{}\n{}", words::NOT_UTF8.en, words::NOT_UTF8.zh);
                return Err(Failure { code: 2, words });
            }
            Exit::TurnedAway(why) => return Err(Failure { code: 1, words: why }),
            Exit::Renew => {
                renew::renew();
                return Err(Failure { code: 1, words: words::OUTDATED.get(set.lang).into() });
            }
        }
    }
}

/// The demonstration book, made anew when it is of another day: its visits reach up to yesterday.
fn demo_place() -> Result<Place, Failure> {
    let dir = data()?.join("demo");
    let now = chrono::Utc::now().timestamp_millis();
    let fresh = std::fs::read_to_string(dir.join("demo")).is_ok_and(|d| d.trim() == day_of(now).to_string());
    if !fresh && crate::hub::client::connect(&dir.join("socket")).is_err() {
        if dir.exists() {
            std::fs::remove_dir_all(&dir)?;
        }
        demo::make(&dir, DEMO_PEOPLE, 1, now, &mut |_, _| ())?;
    }
    Ok(Place::Own(dir))
}

/// The keys: of this name or file, else one's own, else the default ones. What is wrong with them is told on the
/// screen, where somebody looks.
fn keys(named: Option<&str>) -> Keymap {
    if let Some(known) = named.and_then(Keymap::named) {
        return known;
    }
    let own = || data().ok().map(|d| d.join("keymap.toml")).filter(|p| p.exists());
    let Some(file) = named.map(PathBuf::from).or_else(own) else { return Keymap::standard() };
    let name = file.display().to_string();
    match std::fs::read_to_string(&file) {
        Ok(text) => {
            let (keymap, problems) = Keymap::load(DEFAULT, Some((&name, &text)));
            keymap.with_problems(problems)
        }
        Err(e) => {
            let of = |lang| match e.kind() {
                std::io::ErrorKind::NotFound => screen::keymap_unknown(lang, &name),
                _ => screen::keymap_unreadable(lang, &e.to_string()),
            };
            let [zh, en] = [Lang::Zh, Lang::En].map(of);
            let file = glyph::safe(&name).into_owned();
            Keymap::standard().with_problems(vec![Problem { file, line: 0, zh, en }])
        }
    }
}

fn prefs_file() -> Option<PathBuf> {
    data().ok().map(|d| d.join("preferences.json"))
}

fn load_prefs() -> Prefs {
    let text = prefs_file().and_then(|p| std::fs::read_to_string(p).ok()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn save_prefs(prefs: &Prefs) {
    let Some(file) = prefs_file() else { return };
    if let (Some(dir), Ok(text)) = (file.parent(), serde_json::to_string_pretty(prefs)) {
        // what cannot be kept is asked again next time
        let _ = std::fs::create_dir_all(dir);
        let _ = std::fs::write(&file, text);
    }
}

fn session(
    place: &Place,
    (lang, lang_asked): (Lang, bool),
    keymap: Keymap,
    (look, utf8): (Look, bool),
) -> Result<Exit, Failure> {
    let prefs = load_prefs();
    let lang = if lang_asked { lang } else { prefs.lang.unwrap_or(lang) };
    let mut client = joined(place, lang)?;
    let welcome = client.welcome(lang, true)?;
    kept::hand_over(place, &mut client)?;
    let no_colour = env::mono(std::env::var("NO_COLOR").ok().as_deref());
    let theme = Theme {
        colours: look.theme.or(no_colour.then_some(Colours::Mono)).or(prefs.theme).unwrap_or_default(),
        ascii: prefs.ascii.unwrap_or(false),
        braille: prefs.braille.unwrap_or(false),
        plain: look.plain || prefs.plain,
    };
    let shared = Shared {
        lang,
        welcome,
        keymap,
        theme,
        size: (80, 24),
        now_ms: chrono::Utc::now().timestamp_millis(),
    };
    let (sender, messages) = channel();
    let wire = link::start(client, place.clone(), lang, sender.clone())?;
    let importer = (place.clone(), sender.clone());
    let exporter = importer.clone();
    let draft_place = place.clone();
    let hooks = Hooks {
        utf8,
        link: Box::new(wire),
        renewable: Box::new(|| renew::installed().is_some()),
        keep_draft: Box::new(move |draft| kept::keep(&draft_place, draft)),
        save_prefs: Box::new(save_prefs),
        import: Box::new(move |no, ledger, dry| {
            let (place, to) = importer.clone();
            // without a thread nothing is imported, and the screen goes on waiting to be left
            let _ = std::thread::Builder::new()
                .name("import".into())
                .spawn(move || bring_in::bring_in(&place, lang, no, &ledger, dry, &to));
        }),
        export: Box::new(move |folder, job| {
            let (place, to) = exporter.clone();
            // without a thread nothing is exported, and the screen goes on waiting to be left
            let _ = std::thread::Builder::new()
                .name("export".into())
                .spawn(move || take_out::take_out(&place, lang, &folder, job, &to));
        }),
    };
    Ok(run::run(shared, prefs, hooks, sender, &messages)?)
}

/// Joins the hub. An office's that is down is waited for: whoever logs in while it restarts need not try again.
fn joined(place: &Place, lang: Lang) -> Result<Client, Failure> {
    let mut told = false;
    loop {
        match join(place, link::IDLE, &mut |p| eprint!("\r{}", glyph::safe(p))) {
            Err(NoHub::Down(socket, why)) if why.kind() != ErrorKind::PermissionDenied => {
                if !told {
                    let why = crate::text::store::io(lang, &why);
                    let words = words::hub_waited(lang, &socket.display().to_string(), &why);
                    eprintln!("{}", glyph::safe_lines(&words));
                    told = true;
                }
                std::thread::sleep(WAIT);
            }
            Err(e @ NoHub::Version { .. }) => {
                renew::renew();
                return Err(e.into());
            }
            other => return other.map_err(|e| Failure { code: 1, words: e.words(lang) }),
        }
    }
}
