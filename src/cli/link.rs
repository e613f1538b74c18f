//! The app's way to the hub: questions out, replies and news in on a thread of its own, and back again by itself
//! when the connection is lost.

use crate::hub::client::{Client, NoHub, join};
use crate::hub::frame;
use crate::hub::place::Place;
use crate::hub::wire::{FromHub, Request, ToHub};
use crate::text::Lang;
use crate::tui::message::{Link, Message};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a hub that a session started stays after the last one.
pub const IDLE: u64 = 300;

/// A connection that comes back.
pub struct Wire {
    stream: Arc<Mutex<UnixStream>>,
}

impl Link for Wire {
    fn ask(&mut self, ticket: u64, request: Request) {
        let mut s = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        // a lost link is seen by the reading thread, and the app asks again once it is back
        let _ = frame::write(&mut *s, &ToHub { ticket, request });
    }
}

/// Takes a connection over and passes on what comes.
///
/// # Errors
/// When the system has no more threads or sockets.
pub fn start(client: Client, place: Place, lang: Lang, to: Sender<Message>) -> std::io::Result<Wire> {
    let stream = client.into_stream();
    let reading = stream.try_clone()?;
    let shared = Arc::new(Mutex::new(stream));
    let wire = Wire { stream: Arc::clone(&shared) };
    std::thread::Builder::new()
        .name("hub".into())
        .spawn(move || listen(reading, &place, lang, &to, &shared))?;
    Ok(wire)
}

fn listen(
    mut reading: UnixStream,
    place: &Place,
    lang: Lang,
    to: &Sender<Message>,
    shared: &Mutex<UnixStream>,
) {
    loop {
        while let Ok(message) = frame::read::<FromHub>(&mut reading) {
            let message = match message {
                FromHub::Reply(ticket, reply) => Message::Reply(ticket, reply),
                FromHub::News(news) => Message::News(news),
            };
            if to.send(message).is_err() {
                return;
            }
        }
        if to.send(Message::LinkLost).is_err() {
            return;
        }
        let (mut pause, mut told) = (100, false);
        loop {
            let joined = join(place, IDLE, &mut |_| ());
            if matches!(joined, Err(NoHub::Version { .. })) && !told {
                told = true;
                if to.send(Message::Outdated).is_err() {
                    return;
                }
            }
            let welcomed = joined.and_then(|mut client| Ok((client.welcome(lang, true)?, client)));
            if let Err(NoHub::TurnedAway(why)) = welcomed {
                let _ = to.send(Message::TurnedAway(why));
                return;
            }
            if let Ok((welcome, client)) = welcomed {
                let stream = client.into_stream();
                let Ok(again) = stream.try_clone() else { continue };
                reading = again;
                *shared.lock().unwrap_or_else(PoisonError::into_inner) = stream;
                if to.send(Message::LinkBack(welcome)).is_err() {
                    return;
                }
                break;
            }
            std::thread::sleep(Duration::from_millis(pause));
            pause = (pause * 2).min(3000);
        }
    }
}
