//! The rows that match a single word, in ever less promising stages, so that a page is full before most rows are looked at.
use super::Field;
use super::bits::Bits;
use super::grams::{called_single, called_sound, first_single, first_sound, length, tail};
use super::matching::*;
use super::query::How;
use super::rows::{COMMUNITY, EXTRA, ORG, TITLE};
use super::search::Sought;
use super::segment::Segment;

/// How many stages there are; the last is all that is left.
pub(super) const STAGES: usize = 22;

/// From here on the stages are those of the texts and of what lies inside a phone number.
pub(super) const TEXTS: usize = 8;

/// The texts in the order of what a match in them is worth; `None` stands for the inside of a phone number.
const IN_TEXTS: [Option<(usize, Field, InText)>; STAGES - 1 - TEXTS] = [
    Some((ORG, Field::Org, InText::Start)),
    Some((ORG, Field::Org, InText::Inside)),
    Some((ORG, Field::Org, InText::Heard)),
    None,
    Some((COMMUNITY, Field::Community, InText::Start)),
    Some((COMMUNITY, Field::Community, InText::Inside)),
    Some((COMMUNITY, Field::Community, InText::Heard)),
    Some((TITLE, Field::Title, InText::Start)),
    Some((TITLE, Field::Title, InText::Inside)),
    Some((TITLE, Field::Title, InText::Heard)),
    Some((EXTRA, Field::Extra, InText::Start)),
    Some((EXTRA, Field::Extra, InText::Inside)),
    None,
];

/// The rows of a stage (`None` for all that are left) and the best score one of them can have that was in no stage
/// before. Every bound is less than the one before it.
pub(super) fn stage(number: usize, sought: &Sought<'_>, segment: &Segment) -> Option<(u32, Option<Bits>)> {
    let (word, found) = (sought.word, sought.rows.as_ref());
    let rows_of = |list: &mut dyn Iterator<Item = u64>| {
        let mut bits = Bits::none(segment.len());
        list.for_each(|gram| segment.grams.or_into(gram, &mut bits));
        bits
    };
    let one = |gram: u64| rows_of(&mut std::iter::once(gram));
    let begun = || word.at(0).iter().filter(|e| e.how != How::Char).flat_map(|e| e.set.list.iter().copied());
    let first = *word.chars.first()?;
    let han = !word.chars.iter().any(char::is_ascii);
    let and = |mut a: Bits, b: &Bits| {
        a.and(b);
        Some(a)
    };
    match number {
        0 => {
            let whole = and(one(length(word.chars.len())), &one(first_single(first)))?;
            Some((EXACT, and(whole, &found?.written)))
        }
        1 => Some((PREFIX, and(one(first_single(first)), &found?.written))),
        2 => {
            let mut whole = Bits::none(segment.len());
            for (heard, sounds) in found?.heard.iter().zip(1..) {
                let Some(heard) = heard else { continue };
                whole.or(&and(one(length(sounds)), heard)?);
            }
            Some((if han { 840 } else { HEARD_WHOLE }, Some(whole)))
        }
        3 => {
            let mut rows = rows_of(&mut begun().map(first_sound));
            rows.or(&one(first_single(first)));
            Some((if han { 780 } else { HEARD_START }, Some(rows)))
        }
        4 => {
            let mut rows = rows_of(&mut begun().map(called_sound));
            rows.or(&one(called_single(first)));
            Some((CALLED, Some(rows)))
        }
        5 => {
            let three = word.digits.as_ref().and_then(|d| d.get(d.len() - 3..))?;
            Some((TAIL, Some(one(tail(three)))))
        }
        6 => Some((INSIDE, Some(found?.written.clone()))),
        7 if word.digits.is_some() => None,
        7 => {
            let mut names = found?.sure.clone();
            names.or(&found?.maybe);
            Some((if han { 600 } else { 620 }, Some(names)))
        }
        number if number < STAGES - 1 => match IN_TEXTS.get(number - TEXTS).copied().flatten() {
            Some((column, field, how)) => {
                let texts = Some(sought.texts.how(how, &segment.texts, word)).filter(|t| !t.is_empty())?;
                let mut rows = Bits::none(segment.len());
                if sought.spread * 4 > u64::from(segment.len()) {
                    rows.or_where(segment.rows.column(column), &texts);
                } else {
                    texts.iter().for_each(|text| segment.text_rows.or_into(u64::from(text), &mut rows));
                }
                Some((text_score(field, how), Some(rows)))
            }
            None if word.digits.is_some() => {
                let mut numbers = found?.sure.clone();
                numbers.or(&found?.maybe);
                Some((WITHIN, Some(numbers)))
            }
            None => None,
        },
        _ => Some((1, None)),
    }
}
