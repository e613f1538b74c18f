//! What a terminal sends: however it is cut the same events, never a control character as text, never held for ever.
use linli::tui::input::{Code, Event, Parser};

fn events(bytes: &[u8], step: usize, take: fn(&mut Parser, &[u8]) -> Vec<Event>) -> Vec<Event> {
    let mut parser = Parser::new();
    let mut out: Vec<Event> = bytes.chunks(step).flat_map(|c| take(&mut parser, c)).collect();
    for _ in 0..4 {
        assert_eq!(parser.pending(), parser.wait().is_some());
        out.extend(parser.timeout());
    }
    assert!(!parser.pending(), "something is held for ever");
    out
}

pub fn terminal(data: &[u8]) {
    let (step, bytes) = super::first(data);
    let pieces = usize::from(step % 7) + 1;
    let whole = events(bytes, bytes.len().max(1), Parser::feed);
    assert_eq!(whole, events(bytes, pieces, Parser::feed), "in pieces of {pieces}");
    // as a read gives them: much text at once may be a paste
    let read = events(bytes, usize::from(step) * 4 + 1, Parser::read);
    assert!(whole.len().max(read.len()) <= bytes.len(), "more keys than bytes");
    for event in whole.iter().chain(&read) {
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
