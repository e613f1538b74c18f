//! A line about two and what is between them: `系 张晓明 市建材商会 负责人 副会长 2023至2028 商会名册`.

use super::{Day, Line, LineTrouble, choice, dates, fold, head_day};

/// The fields that the parts of a line about two go to.
#[derive(Debug)]
pub struct Between {
    /// Whose it is.
    pub from: u16,
    /// With whom.
    pub to: u16,
    /// What is between them; it may also stand between the two names.
    pub sort: u16,
    /// In which role.
    pub role: u16,
    /// Since when.
    pub since: u16,
    /// Until when.
    pub until: u16,
    /// Who declared it, or which paper: the last word.
    pub source: u16,
}

impl Line {
    pub(super) fn between(
        &mut self,
        between: &Between,
        first: &str,
        words: &[&str],
        today: Day,
    ) -> Result<(), LineTrouble> {
        let sort = |w: &str| choice(self.kind, between.sort, w);
        let mut rest = words.iter().copied();
        let second = rest.next().ok_or(LineTrouble::Other)?;
        // 张晓明 结对 于婷 as well as 张晓明 于婷 结对
        let (other, sorted) = match sort(second) {
            Some(code) => (rest.next().ok_or(LineTrouble::Other)?, Some(code)),
            None => (second, None),
        };
        let mut rest = rest.peekable();
        let code = match sorted {
            Some(code) => code,
            None => rest.next().and_then(sort).ok_or(LineTrouble::Tie)?,
        };
        self.who = vec![first.to_owned(), other.to_owned()];
        self.choices.push((between.sort, code));
        for w in rest {
            match span(w, today) {
                Some((since, until)) => {
                    self.day = since.or(self.day);
                    self.next = until.or(self.next);
                }
                None => self.loose.push(w.to_owned()),
            }
        }
        match self.loose.pop() {
            Some(source) => self.words = source,
            None => return Err(LineTrouble::Source),
        }
        Ok(())
    }
}

/// From when to when: a day, `2021-03`, `2023至2028`, `2023-2028`, `至2028`.
fn span(w: &str, today: Day) -> Option<(Option<Day>, Option<Day>)> {
    let folded = fold(w);
    if let Some((from, to)) = folded.split_once(['至', '到', '~']) {
        let since = if from.is_empty() { None } else { Some(edge(from, false, today)?) };
        let until = if to.is_empty() { None } else { Some(edge(to, true, today)?) };
        return (since.is_some() || until.is_some()).then_some((since, until));
    }
    if let Some((from, to)) = folded.split_once('-')
        && from.len() == 4
        && (to.len() == 4 || to.is_empty())
    {
        let until = if to.is_empty() { None } else { Some(edge(to, true, today)?) };
        return Some((Some(edge(from, false, today)?), until));
    }
    Some((Some(edge(&folded, false, today)?), None))
}

/// The first or the last day of what is named: a day, a month, a year.
pub(in crate::book) fn edge(text: &str, last: bool, today: Day) -> Option<Day> {
    let text = text.trim_end_matches(['起', '年', '月', '止']);
    let number = |s: &str| s.parse::<i32>().ok().filter(|_| s.bytes().all(|b| b.is_ascii_digit()));
    let (year, month) = text.split_once(['-', '.', '/', '年']).unwrap_or((text, ""));
    let of_year = number(year).filter(|y| year.len() == 4 && (1900..=2100).contains(y));
    match (of_year, number(month).and_then(|m| u32::try_from(m).ok())) {
        (Some(y), None) if month.is_empty() => {
            if last {
                Day::ymd(y, 12, 31)
            } else {
                Day::ymd(y, 1, 1)
            }
        }
        (Some(y), Some(m)) if last => dates::month_end(y, m),
        (Some(y), Some(m)) => Day::ymd(y, m, 1),
        _ => head_day(text, today),
    }
}
