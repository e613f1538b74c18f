//! What a terminal sends: however it is cut the same events, never a control character as text, never held for ever.
use linli::tui::input::{Code, Event, Parser};

fn events(bytes: &[u8], step: usize) -> Vec<Event> {
    let mut parser = Parser::new();
    let mut out: Vec<Event> = bytes.chunks(step).flat_map(|c| parser.feed(c)).collect();
    for _ in 0..4 {
        assert_eq!(parser.pending(), parser.wait().is_some());
        out.extend(parser.timeout());
    }
    assert!(!parser.pending(), "something is held for ever");
    out
}

pub fn terminal(data: &[u8]) {
    let (step, bytes) = super::first(data);
    let whole = events(bytes, bytes.len().max(1));
    assert_eq!(whole, events(bytes, usize::from(step % 7) + 1), "in pieces of {}", step % 7 + 1);
    assert!(whole.len() <= bytes.len(), "more keys than bytes");
    for event in &whole {
        match event {
            Event::Key(key) => {
                if let Code::Char(c) = key.code {
                    assert!(!c.is_control(), "{key:?}");
                }
            }
            Event::Paste(s) | Event::Burst(s) => assert!(s.len() <= bytes.len() * 3),
            Event::Resize(..) | Event::HangUp | Event::Resume => panic!("{event:?} out of bytes"),
            Event::Focus(_) | Event::CursorReport(..) => {}
        }
    }
}
