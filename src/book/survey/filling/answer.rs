//! An answer: read as it was typed, and held against what the form allows.

use super::super::value::{iso, minutes, moment, number_text, text_number};
use super::super::{Kind, Question, Survey};
use super::{Filling, Key, Now, Trouble};
use crate::book::dates;

impl Filling {
    /// What an answer breaks.
    pub(super) fn breaks(&self, survey: &Survey, q: &Question, key: &Key, now: &Now) -> Option<Trouble> {
        let e = q.constraint.as_ref().filter(|_| !self.answer(key).is_empty())?;
        if self.eval(survey, e, key, None, now).truth() {
            return None;
        }
        Some(Trouble::Constraint(self.words(survey, &q.constraint_words, key, self.language, now)))
    }

    /// An answer as it is stored.
    pub(super) fn read(
        &self,
        survey: &Survey,
        q: &Question,
        key: &Key,
        typed: &str,
        now: &Now,
    ) -> Result<String, Trouble> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        let narrow: String = typed.chars().map(narrow).collect();
        match &q.kind {
            Kind::Text => Ok(typed.to_owned()),
            Kind::Integer => narrow.parse::<i64>().map(|n| n.to_string()).map_err(|_| Trouble::Integer),
            Kind::Decimal => {
                let n = text_number(&narrow);
                if n.is_nan() || moment(&narrow).is_some() {
                    Err(Trouble::Number)
                } else {
                    Ok(number_text(n))
                }
            }
            Kind::Date => dates::parse(typed, now.today).map(iso).map_err(|_| Trouble::Day),
            Kind::Time => time(&narrow).ok_or(Trouble::Time),
            Kind::DateTime => {
                let (day, clock) = narrow.split_once(['T', ' ']).unwrap_or((&narrow, "00:00"));
                let day = dates::parse(day, now.today).map_err(|_| Trouble::Day)?;
                Ok(format!("{}T{}", iso(day), time(clock.trim()).ok_or(Trouble::Time)?))
            }
            Kind::One(..) => self.code(survey, q, key, typed, now),
            Kind::Many(..) => {
                let mut codes: Vec<String> = Vec::new();
                for one in
                    typed.split([' ', '、', ',', '，', ';', '；', '\u{3000}']).filter(|s| !s.is_empty())
                {
                    let code = self.code(survey, q, key, one, now)?;
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                Ok(codes.join(" "))
            }
            Kind::Acknowledge => Ok("OK".to_owned()),
            Kind::Note | Kind::Calculate | Kind::Meta(_) => Ok(String::new()),
        }
    }

    fn code(
        &self,
        survey: &Survey,
        q: &Question,
        key: &Key,
        typed: &str,
        now: &Now,
    ) -> Result<String, Trouble> {
        // a code is meant before any label: of a scale from 1 to 5 the labels may be numbers too
        if self.choices(survey, q, key, self.language, now).iter().any(|(code, _)| code == typed) {
            return Ok(typed.to_owned());
        }
        let languages = survey.languages.len().max(1);
        let mut begins: Vec<String> = Vec::new();
        for language in 0..languages {
            for (code, label) in self.choices(survey, q, key, language, now) {
                if label == typed {
                    return Ok(code);
                }
                if label.to_lowercase().starts_with(&typed.to_lowercase()) && !begins.contains(&code) {
                    begins.push(code);
                }
            }
        }
        match begins.as_slice() {
            [one] => Ok(one.clone()),
            _ => Err(Trouble::NoChoice(typed.to_owned())),
        }
    }
}

/// Full-width digits and marks as an input method types them.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '：' | '－' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        c => c,
    }
}

fn time(s: &str) -> Option<String> {
    let minute = minutes(s)? as u32;
    Some(format!("{:02}:{:02}", minute / 60, minute % 60))
}
