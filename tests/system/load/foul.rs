//! Sessions that mean harm, or have gone mad. Nobody else may notice.

use crate::Trouble;
use crate::plan::{mark, somebody};
use linli::book::{Kind, Ref, visit};
use linli::hub::client::{Client, connect};
use linli::hub::frame;
use linli::hub::place::Place;
use linli::hub::resolve::new_id;
use linli::hub::wire::{Draft, Edit, Filter, Link, Order, Request, Save, ToHub};
use linli::text::Lang;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(20);

/// Goes on until the file `stop` is there. A hub that is away, or that closes the door, is tried again.
pub fn live(way: &str, stop: &Path) -> Result<(), Trouble> {
    let place = Place::find(None, None)?;
    let mut turn = 0u64;
    while !stop.exists() {
        turn += 1;
        // what becomes of it is the hub's affair
        let _ = match way {
            "deaf" => deaf(&place, stop),
            "flood" => flood(&place, stop),
            "garbage" => garbage(&place, turn),
            "vanish" => vanish(&place),
            other => return Err(format!("no such way: {other}").into()),
        };
        sleep(PAUSE);
    }
    Ok(())
}

fn seated(place: &Place) -> Result<UnixStream, Trouble> {
    let mut client = Client::over(connect(&place.socket())?)?;
    client.welcome(Lang::Zh, true)?;
    Ok(client.into_stream())
}

fn list() -> Request {
    let (filter, order) = (Filter::default(), Order::Usual);
    Request::List { kind: Kind::Person, filter, order, offset: 0, limit: 1000, more: Vec::new() }
}

/// Wants all news, asks for everything, and never reads.
fn deaf(place: &Place, stop: &Path) -> Result<(), Trouble> {
    let mut stream = seated(place)?;
    stream.set_write_timeout(Some(Duration::from_millis(200)))?;
    let mut rest = Vec::new();
    while !stop.exists() {
        if rest.is_empty() {
            rest = frame::frame(&ToHub { ticket: 9, request: list() })?;
        }
        match stream.write(&rest) {
            Ok(0) => break,
            Ok(n) => drop(rest.drain(..n)),
            Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}

/// Asks and writes as fast as it can, and throws the answers away.
fn flood(place: &Place, stop: &Path) -> Result<(), Trouble> {
    let mut stream = seated(place)?;
    let mut answers = stream.try_clone()?;
    std::thread::spawn(move || {
        let mut sink = [0; 1 << 16];
        while answers.read(&mut sink).is_ok_and(|n| n > 0) {}
    });
    let mut ticket = 0;
    while !stop.exists() {
        ticket += 1;
        let request = match ticket % 4 {
            0 => Request::Find { query: mark(0).into(), kinds: Vec::new(), limit: 200 },
            1 => list(),
            2 => Request::Today,
            _ => {
                let people = vec![Link::Ref(somebody(0, ticket as usize % 8))];
                let words = Edit::Text(format!("{}灌水{ticket}", mark(0)));
                let set = vec![(visit::PEOPLE, Edit::Links(people)), (visit::SUMMARY, words)];
                let target = Ref { kind: Kind::Visit, id: new_id() };
                Request::Save(Save { request: new_id(), target, base: 0, set })
            }
        };
        frame::write(&mut stream, &ToHub { ticket, request })?;
    }
    Ok(())
}

/// Speaks no language: before the hello, behind it, in frames of a wrong length, in frames of nonsense.
fn garbage(place: &Place, turn: u64) -> Result<(), Trouble> {
    let noise: Vec<u8> = (0..4096u64)
        .map(|n| ((n + 1).wrapping_mul(turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1) >> 32) as u8)
        .collect();
    let mut stream = if turn.is_multiple_of(5) { connect(&place.socket())? } else { seated(place)? };
    stream.set_write_timeout(Some(Duration::from_secs(2)))?;
    match turn % 5 {
        1 => stream.write_all(&u32::MAX.to_le_bytes())?,
        2 => stream.write_all(&(noise.len() as u32).to_le_bytes())?,
        3 => stream.write_all(&[3, 0, 0, 0, 1])?,
        _ => {}
    }
    stream.write_all(&noise)?;
    // it may still say something, or not
    stream.set_read_timeout(Some(PAUSE))?;
    let _ = stream.read(&mut [0; 64]);
    Ok(())
}

/// Keeps half a form and is gone in the midst of the next word.
fn vanish(place: &Place) -> Result<(), Trouble> {
    let mut stream = seated(place)?;
    let target = Ref { kind: Kind::Visit, id: new_id() };
    let texts = vec![(visit::SUMMARY, "写到一半".to_owned())];
    let draft = Draft { id: new_id(), target, base: 0, at_ms: 0, title: String::new(), texts };
    let bytes = frame::frame(&ToHub { ticket: 1, request: Request::KeepDraft(draft) })?;
    stream.write_all(&bytes)?;
    stream.write_all(bytes.get(..bytes.len() / 2).unwrap_or_default())?;
    Ok(())
}
