//! People as cards that phones take in: vCard 4.0 (RFC 6350).

use super::super::content::{escaped, line, text};
use super::super::sight::Sight;
use crate::book::{person, pinyin};

/// One card.
pub fn card(person: &Sight<'_>) -> String {
    let r = &person.shown.record;
    let field = |no: u16| r.kind.field(no).map(|f| person.words(f)).unwrap_or_default();
    let name = r.name();
    let (family, given) = pinyin::split_name(name);
    let mut out = String::new();
    line(&mut out, "BEGIN", "VCARD");
    line(&mut out, "VERSION", "4.0");
    text(&mut out, "UID", &format!("urn:uuid:{}", r.id));
    text(&mut out, "FN", name);
    line(&mut out, "N", &format!("{};{};;;", escaped(family), escaped(given)));
    for number in r.fields.texts(person::PHONES) {
        let (main, extension) = number.split_once('-').unwrap_or((number, ""));
        let kind = if main.len() == 11 && main.starts_with('1') { "cell" } else { "voice" };
        let value = if extension.is_empty() { main.to_string() } else { format!("{main} 转 {extension}") };
        text(&mut out, &format!("TEL;TYPE={kind}"), &value);
    }
    for (property, no) in [("ORG", person::EMPLOYER), ("TITLE", person::TITLE), ("X-WECHAT", person::WECHAT)]
    {
        let value = field(no);
        if !value.is_empty() {
            text(&mut out, property, &value);
        }
    }
    let address = field(person::ADDRESS);
    if !address.is_empty() {
        line(&mut out, "ADR", &format!(";;{};;;;", escaped(&address)));
    }
    let called: Vec<String> = r.fields.texts(person::CALLED).into_iter().map(escaped).collect();
    if !called.is_empty() {
        line(&mut out, "NICKNAME", &called.join(","));
    }
    let note = field(person::NOTE);
    if !note.is_empty() {
        text(&mut out, "NOTE", &note);
    }
    line(&mut out, "END", "VCARD");
    out
}
