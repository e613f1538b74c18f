//! A session's line to the office's hub that comes back by itself, as the program's does.

use crate::Trouble;
use linli::hub::client::join;
use linli::hub::frame;
use linli::hub::place::Place;
use linli::hub::wire::{FromHub, News, Reply, Request, ToHub};
use linli::text::Lang;
use std::io;
use std::os::unix::net::UnixStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A line to the hub.
pub struct Link {
    place: Place,
    stream: UnixStream,
    ticket: u64,
    patience: Duration,
    /// How often it was lost.
    pub lost: u32,
    /// What others did, since it was last looked at.
    pub news: Vec<News>,
}

impl Link {
    /// Joins the office's hub. It waits for a hub that is away for so many seconds.
    pub fn join(patience: u64) -> Result<Link, Trouble> {
        let (place, patience) = (Place::find(None, None)?, Duration::from_secs(patience));
        let stream = again(&place, patience)?;
        Ok(Link { place, stream, ticket: 0, patience, lost: 0, news: Vec::new() })
    }

    /// The line itself, for a session that only listens.
    pub fn into_stream(self) -> UnixStream {
        self.stream
    }

    /// Asks and waits for the answer; asks again, the very same, where the line is lost meanwhile.
    pub fn ask(&mut self, request: &Request) -> Result<Reply, Trouble> {
        loop {
            match self.once(request) {
                Ok(reply) => return Ok(reply),
                Err(_) => {
                    self.lost += 1;
                    self.stream = again(&self.place, self.patience)?;
                }
            }
        }
    }

    fn once(&mut self, request: &Request) -> io::Result<Reply> {
        self.ticket += 1;
        frame::write(&mut self.stream, &ToHub { ticket: self.ticket, request: request.clone() })?;
        loop {
            match frame::read(&mut self.stream)? {
                FromHub::Reply(ticket, reply) if ticket == self.ticket => return Ok(reply),
                FromHub::Reply(..) => {}
                FromHub::News(news) => self.news.push(news),
            }
        }
    }
}

/// A line that is welcomed.
fn again(place: &Place, patience: Duration) -> Result<UnixStream, Trouble> {
    let (begun, mut pause) = (Instant::now(), 100);
    loop {
        let joined = join(place, 0, &mut |_| ()).and_then(|mut c| c.welcome(Lang::Zh, true).map(|_| c));
        match joined {
            Ok(client) => return Ok(client.into_stream()),
            Err(why) if begun.elapsed() > patience => return Err(why.to_string().into()),
            Err(_) => sleep(Duration::from_millis(pause)),
        }
        pause = (pause * 2).min(3000);
    }
}
