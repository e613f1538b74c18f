//! Values in words: how long ago, what a cell or a field holds, why something was refused.

use crate::book::dates::ZONE_SECONDS;
use crate::book::{Cell, Day, Field, Kind, Ref, Row, Type, Value, phones};
use crate::hub::wire::{News, Refusal};
use crate::text::Lang;
use crate::text::screen as words;
use crate::text::{merge, trouble};
use chrono::{DateTime, FixedOffset, Utc};

/// Characters from which on a choice is told by its shorter name.
const LONG: usize = 6;

/// How long ago: 今天, 昨天, 6 天前; never where there is no day.
pub fn ago(day: Option<Day>, today: Day, lang: Lang) -> String {
    let Some(day) = day else { return words::NEVER.get(lang).to_owned() };
    match today.0.saturating_sub(day.0) {
        0 => words::TODAY.get(lang).to_owned(),
        1 => words::YESTERDAY.get(lang).to_owned(),
        n @ 2.. => words::days_ago(lang, n),
        -1 => words::TOMORROW.get(lang).to_owned(),
        n => words::in_days(lang, n.saturating_neg()),
    }
}

/// The same where there is little room: `12d ago`.
pub fn short_ago(day: Option<Day>, today: Day, lang: Lang) -> String {
    match day.map(|d| today.0.saturating_sub(d.0)) {
        Some(n @ 2..) => words::days_ago_short(lang, n),
        _ => ago(day, today, lang),
    }
}

/// When something is due, and whether it is late.
pub fn due(day: Day, today: Day, lang: Lang) -> (String, bool) {
    match today.0.saturating_sub(day.0) {
        0 => (words::TODAY.get(lang).to_owned(), false),
        -1 => (words::TOMORROW.get(lang).to_owned(), false),
        n @ 1.. => (words::days_late(lang, n), true),
        n => (words::days_left(lang, n.saturating_neg()), false),
    }
}

/// The same where there is little room.
pub fn short_due(day: Day, today: Day, lang: Lang) -> String {
    match today.0.saturating_sub(day.0) {
        n @ 1.. => words::days_late_short(lang, n),
        n @ ..-1 => words::days_left_short(lang, n.saturating_neg()),
        _ => due(day, today, lang).0,
    }
}

/// A day with its weekday, the year only where it is another: `11-27 周五`.
pub fn day(day: Day, today: Day, lang: Lang) -> String {
    let date = if day.year() == today.year() { day.short() } else { day.to_string() };
    format!("{date} {}", day.weekday(lang))
}

/// A day as short as can be: `11-27`, with its year where it is another.
pub fn short_day(day: Day, today: Day) -> String {
    if day.year() == today.year() { day.short() } else { day.to_string() }
}

/// Day and time of an instant: `11-23 10:31`; only the time where it was today.
pub fn instant(at_ms: i64, today: Day) -> String {
    let Some(zone) = FixedOffset::east_opt(ZONE_SECONDS) else { return String::new() };
    let Some(at) = DateTime::<Utc>::from_timestamp_millis(at_ms).map(|t| t.with_timezone(&zone)) else {
        return String::new();
    };
    let (on, time) = (Day::from(at.date_naive()), at.format("%H:%M"));
    if on == today { time.to_string() } else { format!("{} {time}", short_day(on, today)) }
}

/// The same, saying that it was today.
pub fn moment(at_ms: i64, today: Day, lang: Lang) -> String {
    let at = instant(at_ms, today);
    if at.contains(' ') { at } else { format!("{} {at}", words::TODAY.get(lang)) }
}

/// A cell of a list, in the words of a session.
pub fn cell(kind: Kind, cell: &Cell, width: usize, today: Day, lang: Lang) -> String {
    match cell {
        Cell::Empty | Cell::Count(0) => String::new(),
        Cell::Text(s) | Cell::Phone(s) => s.clone(),
        Cell::Day(d) if width < 10 => d.short(),
        Cell::Day(d) => d.to_string(),
        Cell::Ago(d) => short_ago(*d, today, lang),
        Cell::Count(n) => n.to_string(),
        Cell::Due(d) => short_due(*d, today, lang),
        Cell::Choice(field, code) => {
            kind.field(*field).map_or_else(|| format!("#{code}"), |f| f.choice_label(*code, lang))
        }
    }
}

/// A cell of a row. Whoever was called on in vain was not met, which is something else than never visited.
pub fn cell_of(row: &Row, at: usize, width: usize, today: Day, lang: Lang) -> String {
    let in_vain = || row.cells.iter().any(|c| matches!(c, Cell::Count(n) if *n > 0));
    match row.cells.get(at) {
        Some(Cell::Ago(None)) if in_vain() => words::NOT_MET.get(lang).to_owned(),
        Some(c) => cell(row.target.kind, c, width, today, lang),
        None => String::new(),
    }
}

/// All that a row says, in one line: to copy it.
pub fn row(row: &Row, today: Day, lang: Lang) -> String {
    let cells = (0..row.cells.len()).map(|at| cell_of(row, at, 99, today, lang));
    cells.filter(|c| !c.is_empty()).collect::<Vec<_>>().join("  ")
}

/// One value of a field.
pub fn value(field: &Field, value: &Value, names: &[(Ref, String)], today: Day, lang: Lang) -> String {
    match value {
        Value::Text(s) if matches!(field.ty, Type::Phone) && !s.contains('*') => phones::show(s, lang),
        Value::Text(s) => s.clone(),
        Value::Int(n) => field.number(*n),
        Value::Day(d) => short_day(*d, today),
        Value::Instant(ms) => instant(*ms, today),
        Value::Code(c) => field.choice_label(*c, lang),
        Value::Flag(yes) => (if *yes { words::YES } else { words::NO }).get(lang).to_owned(),
        Value::Ref(r) => name_of(*r, names, lang),
        Value::List(all) => {
            let all: Vec<String> = all.iter().map(|v| self::value(field, v, names, today, lang)).collect();
            all.join(words::AND.get(lang))
        }
        Value::Group(all) => {
            let part =
                |(no, v): &(u16, Value)| self::value(field.part(*no).unwrap_or(field), v, names, today, lang);
            all.iter().map(part).collect::<Vec<_>>().join(" ")
        }
    }
}

/// What a change was part of. The journal holds it in the language of whoever wrote it; it is read in one's own.
pub fn note(note: &str, lang: Lang) -> String {
    let [from, to, since, why] = [BLANK; 4];
    let sentences: [&dyn Fn(Lang) -> String; 3] =
        [&|l| trouble::handed_over(l, from, to, since, why), &|l| merge::note(l, from, to), &|l| {
            merge::note_back(l, from, to)
        }];
    if let Some(said) = sentences.iter().find_map(|s| reworded(note, s, lang)) {
        return said;
    }
    for own in [trouble::IMPORT_NOTE, trouble::UNDO_NOTE, trouble::BULK_NOTE, trouble::HAND_NOTE] {
        if let Some(rest) = note.strip_prefix(own.zh).or_else(|| note.strip_prefix(own.en)) {
            return format!("{}{}", own.get(lang), label(rest, lang));
        }
    }
    note.to_owned()
}

/// Stands where something is filled into a sentence: in no text that was ever kept.
const BLANK: &str = "\u{1}";

/// A sentence in another language than it was written in, filled in as it was; nothing if it is another one.
fn reworded(note: &str, sentence: &dyn Fn(Lang) -> String, lang: Lang) -> Option<String> {
    [Lang::Zh, Lang::En].into_iter().find_map(|written| {
        let (pattern, mut said) = (sentence(written), sentence(lang));
        let mut pieces = pattern.split(BLANK);
        let mut rest = note.strip_prefix(pieces.next()?)?;
        for piece in pieces {
            // the last blank goes to the end
            let (filled, after) = if piece.is_empty() { (rest, "") } else { rest.split_once(piece)? };
            said = said.replacen(BLANK, filled, 1);
            rest = after;
        }
        rest.is_empty().then_some(said)
    })
}

/// A field's label behind the name of a bulk change, in the language of whoever reads it.
fn label(said: &str, lang: Lang) -> String {
    let fields = Kind::ALL.iter().flat_map(|k| k.fields()).filter(|f| f.for_many);
    let known = |f: &&Field| said.trim() == f.label.zh || said.trim() == f.label.en;
    let found = fields.into_iter().find(known).map(|f| f.label.get(lang));
    found.map_or_else(|| said.to_owned(), |l| format!(" {l}"))
}

/// A choice in as few words as it is known by, where its own are long.
pub fn short_choice(field: &Field, code: u16, lang: Lang) -> String {
    let long = |s: &str| s.chars().count() > LONG;
    let choice = field.choice(code).filter(|c| lang == Lang::Zh && long(c.label.zh));
    let short = choice.and_then(|c| c.aliases.iter().find(|a| !long(a)));
    short.map_or_else(|| field.choice_label(code, lang), |s| (*s).to_owned())
}

/// The name of a record referred to.
pub fn name_of(target: Ref, names: &[(Ref, String)], lang: Lang) -> String {
    let name = names.iter().find(|(r, _)| *r == target).map(|(_, n)| n.clone());
    name.filter(|n| !n.is_empty()).unwrap_or_else(|| words::gone(lang, target.kind.label().get(lang)))
}

/// Why the hub did not do it, and what to do.
pub fn refusal(why: &Refusal, lang: Lang) -> String {
    match why {
        Refusal::NotAllowed => words::NOT_ALLOWED.get(lang).to_owned(),
        Refusal::Gone => words::RECORD_GONE.get(lang).to_owned(),
        Refusal::BadRequest => words::BAD_REQUEST.get(lang).to_owned(),
        Refusal::ReadOnly(reason) => words::read_only(lang, reason),
        Refusal::Store(reason) => words::store_failed(lang, reason),
        Refusal::NothingToUndo => words::NOTHING_TO_UNDO.get(lang).to_owned(),
        Refusal::UndoConflict => words::UNDO_CONFLICT.get(lang).to_owned(),
        Refusal::InUse(n) => words::in_use(lang, *n),
        Refusal::Said(why) => why.clone(),
    }
}

/// A role and its areas: 工作人员 颍川街道.
pub fn standing_words(standing: &crate::hub::wire::Standing, lang: Lang) -> String {
    let role = Kind::Staff.field(crate::book::staff::ROLE);
    let role = role.map(|f| f.choice_label(standing.role.code(), lang)).unwrap_or_default();
    let names: Vec<&str> = standing.areas.iter().map(|(_, name)| name.as_str()).collect();
    let sep = if lang == Lang::Zh { "、" } else { ", " };
    format!("{role} {}", names.join(sep)).trim().to_owned()
}

/// What others did, for the line of news; own changes are told by the form.
pub fn news(news: &News, lang: Lang) -> Option<String> {
    match news {
        News::Changed { own: true, .. } => None,
        News::Changed { items, by, .. } => match items.as_slice() {
            [] => None,
            [(target, name)] => Some(match target.kind {
                Kind::Person | Kind::Organisation => words::card_changed(lang, name, by),
                Kind::Visit => words::visit_changed(lang, name, by),
                other => words::record_changed(lang, other.label().get(lang), name, by),
            }),
            [(_, name), ..] => Some(words::many_changed(lang, name, items.len(), by)),
        },
        News::Resync | News::Here { .. } => None,
        News::Down => Some(words::HUB_DOWN.get(lang).to_owned()),
        News::Standing(standing) => {
            Some(crate::text::staff::standing_changed(lang, &standing_words(standing, lang)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_change_was_part_of_is_read_in_ones_own_language() {
        let hand = |lang| trouble::handed_over(lang, "陈浩", "王丽", "2026-11-23", "调岗: 到 区里");
        let person = Kind::Person;
        let bulk = |l: Lang| {
            format!("{} {}", trouble::BULK_NOTE.get(l), person.field_by_key("employer").unwrap().label.get(l))
        };
        let import = |l: Lang| format!("{} 台账.xlsx", trouble::IMPORT_NOTE.get(l));
        for written in [Lang::Zh, Lang::En] {
            for read in [Lang::Zh, Lang::En] {
                assert_eq!(note(&hand(written), read), hand(read));
                assert_eq!(note(&bulk(written), read), bulk(read));
                assert_eq!(note(&import(written), read), import(read));
                assert_eq!(
                    note(&merge::note(written, "张三", "张三(旧)"), read),
                    merge::note(read, "张三", "张三(旧)")
                );
                let back = |l| merge::note_back(l, "张三", "李四");
                assert_eq!(note(&back(written), read), back(read));
            }
        }
        assert_eq!(note("交接：※※", Lang::En), "Handed over ※※");
        assert_eq!(note("别的", Lang::En), "别的");
    }

    #[test]
    fn days_in_words() {
        let today = Day::ymd(2026, 11, 23).unwrap();
        for (n, zh, en) in [
            (0, "今天", "today"),
            (-1, "昨天", "yesterday"),
            (-6, "6 天前", "6 days ago"),
            (1, "明天", "tomorrow"),
            (4, "4 天后", "in 4 days"),
        ] {
            assert_eq!(ago(Some(today.plus(n)), today, Lang::Zh), zh);
            assert_eq!(ago(Some(today.plus(n)), today, Lang::En), en);
        }
        assert_eq!(ago(None, today, Lang::Zh), "没走访过");
        assert_eq!(due(today.plus(-1), today, Lang::Zh), ("超 1 天".to_owned(), true));
        assert_eq!(due(today.plus(2), today, Lang::En), ("2 days left".to_owned(), false));
        assert_eq!(day(today.plus(4), today, Lang::Zh), "11-27 周五");
        assert_eq!(instant(1_795_401_060_000, today), "10:31");
    }
}
