//! Drafts that no hub took, because it was away when the terminal went: kept in the worker's own data folder, apart for
//! each hub and readable by nobody else, until the next login hands them over.

use crate::hub::client::Client;
use crate::hub::drafts;
use crate::hub::place::{Place, data};
use crate::hub::wire::{Draft, Refusal, Reply, Request};
use std::io;
use std::path::PathBuf;

fn uid() -> u32 {
    rustix::process::getuid().as_raw()
}

/// Where they lie: of one's own book among its drafts, of an office's beside one's preferences.
fn folder(place: &Place) -> io::Result<PathBuf> {
    match place {
        Place::Own(dir) => Ok(dir.clone()),
        Place::Office(office) => {
            let socket = std::path::absolute(&office.socket)?;
            let hub = blake3::hash(socket.as_os_str().as_encoded_bytes()).to_hex();
            Ok(data()?.join("kept").join(hub.get(..16).unwrap_or(&hub)))
        }
    }
}

/// Keeps one; whether that worked.
pub fn keep(place: &Place, draft: &Draft) -> bool {
    folder(place).and_then(|dir| drafts::keep(&dir, uid(), draft)).is_ok()
}

/// Hands an office's hub what was kept for it. What it has in a newer state already, or holds nobody for any more, goes;
/// what it does not take stays for the next time.
///
/// # Errors
/// When the connection is lost.
pub fn hand_over(place: &Place, client: &mut Client) -> io::Result<()> {
    let Place::Office(_) = place else { return Ok(()) };
    let Ok(dir) = folder(place) else { return Ok(()) };
    let kept = drafts::all(&dir, uid());
    if kept.is_empty() {
        return Ok(());
    }
    let Reply::Drafts(theirs) = client.ask(Request::Drafts)? else { return Ok(()) };
    for draft in kept {
        let id = draft.id;
        let newer = theirs.iter().any(|d| d.id == id && d.at_ms >= draft.at_ms);
        if newer
            || matches!(
                client.ask(Request::KeepDraft(draft))?,
                Reply::Done | Reply::Refused(Refusal::Gone | Refusal::NotAllowed)
            )
        {
            // one that cannot be removed is handed over again, and is no newer then
            let _ = drafts::drop(&dir, uid(), id);
        }
    }
    Ok(())
}
