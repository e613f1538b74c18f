//! Requests of anything that decodes, to a real hub over a real socket: each is answered, and the hub lives.
use linli::hub::client::Client;
use linli::hub::host::Hub;
use linli::hub::wire::{Reply, Request, ToHub};
use linli::store::codec;
use linli::text::Lang;
use std::cell::RefCell;
use std::time::Duration;

/// 2026-11-23 10:00 in China.
const NOW: i64 = 1_795_399_200_000;

struct Office {
    client: Client,
    _hub: Hub,
    _dir: tempfile::TempDir,
}

fn open() -> Office {
    let dir = tempfile::tempdir().unwrap();
    let hub = Hub::start(dir.path(), Box::new(|| NOW), &|_, _| ()).unwrap();
    let stream = hub.connect().unwrap();
    // an answer that never comes is a failure, not a wait
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut client = Client::over(stream).unwrap();
    client.welcome(Lang::Zh, true).unwrap();
    Office { client, _hub: hub, _dir: dir }
}

thread_local! {
    static OFFICE: RefCell<Option<Office>> = const { RefCell::new(None) };
}

/// The input is a list of requests, each behind its length in two bytes. The book is kept from input to input.
pub fn requests(data: &[u8]) {
    OFFICE.with_borrow_mut(|office| {
        let office = office.get_or_insert_with(open);
        let mut rest = data;
        while let Some((len, tail)) = rest.split_first_chunk::<2>() {
            let (one, tail) = tail.split_at(usize::from(u16::from_le_bytes(*len)).min(tail.len()));
            rest = tail;
            let Ok(ToHub { request, .. }) = codec::decode::<ToHub>(one, 1 << 20) else { continue };
            if matches!(request, Request::Drain) {
                continue;
            }
            let what = format!("{request:?}");
            if let Err(e) = office.client.ask(request) {
                panic!("no answer to {what}: {e}");
            }
        }
        match office.client.ask(Request::Status) {
            Ok(Reply::Status(s)) => {
                assert!(!s.sessions.is_empty() && s.counts.len() == linli::book::Kind::ALL.len())
            }
            other => panic!("{other:?}"),
        }
    });
}
