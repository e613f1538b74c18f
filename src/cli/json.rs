//! Records as JSON for whoever reads them on a terminal.

use crate::exchange::json;
use crate::hub::wire::Shown;
use crate::tui::glyph;

pub use json::record;

/// One record as it is printed. What could steer a terminal is written as JSON writes it, so that nothing is lost: serde
/// does that for the first thirty-two characters only.
pub fn printed(shown: &Shown) -> String {
    let mut out = String::new();
    for c in record(shown).to_string().chars() {
        if glyph::steers(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|u| format!("\\u{u:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}
