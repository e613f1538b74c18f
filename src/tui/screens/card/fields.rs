//! The fields of a card: no field is shown empty, phones stand whole, short ones share a line.

use super::body::Go;
use crate::book::{Choice, Field, Kind, Ref, Type, Value, meeting, organisation, person, tie, visit};
use crate::hub::wire;
use crate::text::{Lang, T, screen as words};
use crate::tui::draw;
use crate::tui::glyph;
use crate::tui::say;
use crate::tui::screen::Shared;
use crate::tui::sheet::{Ink, Line};

/// More records than this of one field are named in one paragraph.
const CROWD: usize = 5;

/// Between two fields of a line, and between two phones.
pub(super) const GAP: &str = "   ";
/// Least cells between two fields of a line.
const APART: usize = 2;

/// The sections of a kind's card, title and fields in order: those before ties and visits, and those after.
fn sections(kind: Kind) -> [Vec<(T, Vec<u16>)>; 2] {
    let rest = |taken: &[u16]| -> Vec<u16> {
        kind.fields().iter().filter(|f| !f.hidden && !taken.contains(&f.no)).map(|f| f.no).collect()
    };
    match kind {
        Kind::Person => {
            let reach = vec![person::PHONES, person::WECHAT, person::BEST_TIME, person::ADDRESS];
            let work = vec![
                person::EMPLOYER,
                person::TITLE,
                person::SINCE,
                person::TRADE,
                person::POSTS,
                person::EXPERTISE,
            ];
            let head = [person::NAME, person::READING, person::CALLED, person::AREA, person::LIAISON];
            let taken: Vec<u16> = reach.iter().chain(&work).chain(&head).copied().collect();
            [vec![(words::REACH, reach), (words::WORK, work)], vec![(words::ABOUT, rest(&taken))]]
        }
        Kind::Organisation => {
            let reach = vec![organisation::CONTACT, organisation::PHONES, organisation::ADDRESS];
            let head = [organisation::NAME, organisation::READING, organisation::SORT, organisation::AREA];
            let taken: Vec<u16> = reach.iter().chain(&head).copied().collect();
            [vec![(words::REACH, reach)], vec![(words::ABOUT, rest(&taken))]]
        }
        _ => {
            let mut all = rest(&kind.name_field().map_or_else(Vec::new, |n| vec![n]));
            all.extend(kind.doers().map(|(_, wrote)| wrote));
            [vec![(words::DETAILS, all)], Vec::new()]
        }
    }
}

/// What the card is of.
pub fn title(card: &wire::Card, shared: &Shared) -> String {
    let (record, lang) = (&card.shown.record, shared.lang);
    let fields = &record.fields;
    let value = |no: u16| shown(card, no, shared);
    match record.kind {
        Kind::Visit => {
            let whom = if fields.get(visit::PEOPLE).is_some() { visit::PEOPLE } else { visit::ORGANISATION };
            format!("{} {} {}", value(visit::WHEN), value(visit::MODE), value(whom))
        }
        Kind::Tie => format!("{} - {}", value(tie::FROM), value(tie::TO)),
        Kind::Person => {
            let called = fields.texts(person::CALLED).join(words::AND.get(lang));
            if called.is_empty() { record.name().to_owned() } else { format!("{} ({called})", record.name()) }
        }
        _ => record.name().to_owned(),
    }
}

/// What tells it apart: groups and community.
pub fn about(card: &wire::Card, shared: &Shared) -> String {
    let record = &card.shown.record;
    let mut parts = Vec::new();
    match record.kind {
        Kind::Person => {
            let groups = record.fields.codes(person::GROUPS);
            parts.extend(groups.iter().map(|g| short_group(*g, shared.lang)));
        }
        Kind::Organisation => parts.push(shown(card, organisation::SORT, shared)),
        kind => parts.push(kind.label().get(shared.lang).to_owned()),
    }
    // The place of the whole office goes without saying.
    let own = format!("{} > ", shared.welcome.place);
    parts.push(card.place.strip_prefix(&own).unwrap_or(&card.place).to_owned());
    parts.retain(|p| !p.is_empty());
    parts.join(GAP)
}

/// A group as offices say it among themselves.
fn short_group(code: u16, lang: Lang) -> String {
    let choice = Kind::Person.field(person::GROUPS).and_then(|f| f.choice(code));
    let own = |c: &Choice| person::GROUP_LIST.iter().any(|b| b.code == code && b.label == c.label);
    let short = choice.map(|c| match lang {
        // where the office has a word of its own, that is it
        Lang::Zh => c.aliases.first().copied().filter(|_| own(c)).unwrap_or(c.label.zh),
        Lang::En => c.label.en,
    });
    short.map_or_else(|| format!("#{code}"), str::to_owned)
}

/// Whose the person is.
pub fn liaison(card: &wire::Card, lang: Lang) -> String {
    if card.shown.record.kind != Kind::Person {
        return String::new();
    }
    let staff = card.shown.record.fields.link(person::LIAISON);
    let mut out = staff.map_or_else(String::new, |s| {
        format!("{} {}", words::LIAISON.get(lang), say::name_of(s, &card.shown.names, lang))
    });
    let mut add = |what: String| out = format!("{out} ({what})").trim_start().to_owned();
    if let Some((who, until)) = &card.stand_in {
        add(words::hand::card_stands_in(lang, who, &until.short()));
    }
    if let Some(who) = &card.waits_for {
        add(words::hand::card_waits(lang, who));
    }
    out
}

fn shown(card: &wire::Card, no: u16, shared: &Shared) -> String {
    let record = &card.shown.record;
    match (record.kind.field(no), record.fields.get(no)) {
        (Some(f), Some(v)) => say::value(f, v, &card.shown.names, shared.today(), shared.lang),
        _ => String::new(),
    }
}

/// All fields by section, put behind what is there: those that stand before ties and visits, or those after.
pub fn lines(
    card: &wire::Card,
    shared: &Shared,
    width: usize,
    (after, fresh): (bool, &[u16]),
    (lines, gos): (Vec<Line>, Vec<Go>),
) -> (Vec<Line>, Vec<Go>) {
    let mut out = Fields { card, shared, width, fresh, lines, gos, flow: Vec::new() };
    let [first, last] = sections(card.shown.record.kind);
    for (title, numbers) in if after { last } else { first } {
        let filled: Vec<&Field> = numbers
            .iter()
            .filter_map(|n| card.shown.record.kind.field(*n))
            .filter(|f| card.shown.record.fields.get(f.no).is_some())
            .collect();
        if filled.is_empty() {
            continue;
        }
        let title = title.get(shared.lang);
        // A note that stands alone needs no other title.
        if filled.iter().all(|f| matches!(f.ty, Type::Note)) {
            out.lines.push(Line::rule(width, filled.first().map_or(title, |f| f.label.get(shared.lang))));
        } else {
            out.lines.push(Line::rule(width, title));
        }
        for field in &filled {
            out.field(field, filled.len() == 1);
            if card.shown.record.kind == Kind::Meeting && field.no == meeting::PRESENT {
                out.absent();
            }
        }
        out.end_flow();
    }
    (out.lines, out.gos)
}

struct Fields<'a> {
    card: &'a wire::Card,
    shared: &'a Shared,
    width: usize,
    /// Fields that a colleague has just changed.
    fresh: &'a [u16],
    lines: Vec<Line>,
    gos: Vec<Go>,
    /// Short fields that wait for others on their line.
    flow: Vec<(String, String)>,
}

impl Fields<'_> {
    fn field(&mut self, field: &Field, alone: bool) {
        let Some(value) = self.card.shown.record.fields.get(field.no) else { return };
        let lang = self.shared.lang;
        let mut label = field.label.get(lang).to_owned();
        // Title and day stand on the employer's line.
        let with = |no: &u16| self.beside_employer(*no) && field.no == person::EMPLOYER;
        let own = self.card.shown.record.kind == Kind::Person;
        if self.fresh.contains(&field.no) || (own && self.fresh.iter().any(with)) {
            // With a sign until the next key: not in a colour alone.
            label.push('+');
        }
        match field.ty {
            Type::Ref { kind: Kind::Tag, .. } => self.flow.push((label, self.say(field, value))),
            // so many that each has no line of its own
            Type::Ref { .. } if value.each().len() > CROWD => {
                self.end_flow();
                self.crowd(&label, value.each().iter().map(|v| self.say(field, v)).collect());
            }
            Type::Ref { .. } | Type::Party => {
                self.end_flow();
                self.links(field, &label, value);
            }
            Type::Note => {
                self.end_flow();
                if let Value::Text(text) = value {
                    self.note(if alone { "" } else { &label }, text);
                }
            }
            // With the employer, on its line.
            Type::Line if self.card.shown.record.kind == Kind::Person && self.beside_employer(field.no) => {}
            Type::Day if self.card.shown.record.kind == Kind::Person && self.beside_employer(field.no) => {}
            Type::Phone => {
                self.end_flow();
                let all: Vec<String> = value.each().iter().map(|v| self.say(field, v)).collect();
                self.note(&label, &all.join(GAP));
            }
            _ => self.flow.push((label, self.say(field, value))),
        }
    }

    /// Many in one paragraph, with how many they are.
    fn crowd(&mut self, label: &str, names: Vec<String>) {
        let (lang, n) = (self.shared.lang, names.len());
        self.note(&words::meetings::label_count(lang, label, n), &names.join(words::AND.get(lang)));
    }

    /// Of a meeting, who was expected and neither came nor sent word.
    fn absent(&mut self) {
        let (lang, fields) = (self.shared.lang, &self.card.shown.record.fields);
        let held = fields.day(meeting::WHEN).is_some_and(|day| day <= self.shared.today());
        let counted = fields.get(meeting::PRESENT).is_some();
        let names = |r: Ref| say::name_of(r, &self.card.shown.names, lang);
        let all: Vec<String> = meeting::absent(fields).into_iter().map(names).collect();
        if held && counted && !all.is_empty() {
            self.crowd(words::meetings::ABSENT.get(lang), all);
        }
    }

    fn beside_employer(&self, no: u16) -> bool {
        let fields = &self.card.shown.record.fields;
        matches!(no, person::TITLE | person::SINCE) && fields.get(person::EMPLOYER).is_some()
    }

    fn say(&self, field: &Field, value: &Value) -> String {
        say::value(field, value, &self.card.shown.names, self.shared.today(), self.shared.lang)
    }

    /// Records referred to: each on a line that can be opened.
    fn links(&mut self, field: &Field, label: &str, value: &Value) {
        let record = &self.card.shown.record;
        for (i, v) in value.each().iter().enumerate() {
            let Value::Ref(target) = v else { continue };
            let head = if i == 0 { label } else { "" };
            let mut line = self.labelled(head).and(self.say(field, v), Ink::Text);
            if record.kind == Kind::Person && field.no == person::EMPLOYER {
                let more = self.post(&mut line);
                self.lines.push(line.hit(self.gos.len()));
                self.lines.extend(more);
            } else {
                self.lines.push(line.hit(self.gos.len()));
            }
            self.gos.push(Go::Open(*target));
        }
    }

    /// Title and day behind the employer, or below where they have no room there.
    fn post(&self, line: &mut Line) -> Option<Line> {
        let record = &self.card.shown.record;
        let title = record.fields.text(person::TITLE);
        let since = record.fields.get(person::SINCE).map_or_else(String::new, |_| {
            words::since(self.shared.lang, &shown(self.card, person::SINCE, self.shared))
        });
        let used: usize = line.left.iter().map(|(t, _)| glyph::width(t)).sum();
        let room = self.width.saturating_sub(used + 2);
        let fits = |text: &str| glyph::width(text) < room;
        if fits(&format!("{title}{since}")) {
            *line = std::mem::take(line).and(format!(" {title}"), Ink::Text).and(since, Ink::Dim);
            return None;
        }
        let since = since.trim_start_matches([',', '，', ' ']).to_owned();
        let below = self.labelled("");
        if fits(title) {
            *line = std::mem::take(line).and(format!(" {title}"), Ink::Text);
            return Some(below.and(since, Ink::Dim));
        }
        let gap = if since.is_empty() { "" } else { "  " };
        Some(below.and(title.to_owned(), Ink::Text).and(format!("{gap}{since}"), Ink::Dim))
    }

    fn labels(&self) -> usize {
        if self.shared.lang == Lang::Zh { 9 } else { 14 }
    }

    fn labelled(&self, label: &str) -> Line {
        Line::of(glyph::pad(label, self.labels()), Ink::Dim)
    }

    /// Words of any length, wrapped beside their label.
    fn note(&mut self, label: &str, text: &str) {
        let indent = if label.is_empty() { 0 } else { self.labels().max(glyph::width(label) + 1) };
        for (i, part) in draw::wrap(text, self.width.saturating_sub(indent + 2)).into_iter().enumerate() {
            let head = if i == 0 { label } else { "" };
            let line =
                if indent == 0 { Line::default() } else { Line::of(glyph::pad(head, indent), Ink::Dim) };
            self.lines.push(line.and(part, Ink::Text));
        }
    }

    /// Puts the waiting short fields down: as many as fit share a line, each starting at a column of its own.
    fn end_flow(&mut self) {
        let room = self.width.saturating_sub(2);
        let mut line = Line::default();
        let mut used = 0;
        for (label, value) in std::mem::take(&mut self.flow) {
            let first = self.labels().max(glyph::width(&label) + 1);
            let wide = glyph::width(&value);
            let half = room / 2;
            if used > 0 && used + APART <= half && half + first + wide <= room && half >= 30 {
                line = line.and(" ".repeat(half - used), Ink::Text);
                used = half;
            } else if used > 0 {
                self.lines.push(std::mem::take(&mut line));
                used = 0;
            }
            if first + wide > room {
                self.note(&label, &value);
                continue;
            }
            line = line.and(glyph::pad(&label, first), Ink::Dim).and(value, Ink::Text);
            used += first + wide;
            if used + APART > half {
                self.lines.push(std::mem::take(&mut line));
                used = 0;
            }
        }
        if used > 0 {
            self.lines.push(line);
        }
    }
}
