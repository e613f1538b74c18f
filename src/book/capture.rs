//! The one-line grammar: `访 zxm 电话 今天 路面补好了 +3天 回话`. Pure: who is meant is looked up by the hub.
//!
//! The head is positional (what, who, then how, outcome and day in any order) and ends at the first word that is
//! none of its parts; a date inside the words stays words. The same grammar is `linli add`.

use super::dates::{self, Day, fold};
use super::names::is_han;
use super::{Kind, phones};
use serde::{Deserialize, Serialize};

/// What a line says, before anybody is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Line {
    /// 访: a visit.
    Visit(VisitLine),
    /// 人: a new person.
    Person(PersonLine),
}

/// A visit as a line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// Whom: a query of the finder.
    pub who: String,
    /// The mode's code; home visit where none is said.
    pub mode: Option<u16>,
    /// The outcome's code.
    pub outcome: Option<u16>,
    /// The day; today where none is said.
    pub when: Option<Day>,
    /// What was said and done.
    pub words: String,
    /// The next contact.
    pub next: Option<Day>,
    /// What for.
    pub next_words: String,
    /// Colleagues who came along.
    pub with: Vec<String>,
}

/// A new person as a line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// Numbers, cleaned.
    pub phones: Vec<String>,
    /// Employer.
    pub employer: String,
    /// Title.
    pub title: String,
    /// What is left.
    pub rest: Vec<String>,
}

/// Why a line cannot be read yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineTrouble {
    /// Nothing typed.
    Empty,
    /// The first word is neither 访 nor 人.
    What,
    /// A kind that this version does not take by line.
    NotYet,
    /// Nobody is named.
    Who,
    /// `+` and something that is no day.
    NextDay,
    /// Longer than a note may be, or more colleagues than an office has.
    TooLong,
}

/// Reads a line. `today` completes dates.
pub fn parse(text: &str, today: Day) -> Result<Line, LineTrouble> {
    if text.len() > super::rules::NOTE_MAX {
        return Err(LineTrouble::TooLong);
    }
    let tokens = tokens(text);
    let mut rest = tokens.iter().map(String::as_str).peekable();
    let first = rest.next().ok_or(LineTrouble::Empty)?;
    let (what, stuck) = what(first)?;
    let mut words: Vec<&str> = Vec::new();
    if !stuck.is_empty() {
        words.push(stuck);
    }
    words.extend(rest);
    match what {
        Kind::Person => person(&words).map(Line::Person),
        _ => visit(&words, today).map(Line::Visit),
    }
}

fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '。' | ';' | '；' | '\u{3000}'))
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect()
}

/// The kind a line begins with; it may stick to the name: 访张晓明.
fn what(first: &str) -> Result<(Kind, &str), LineTrouble> {
    let lower = first.to_ascii_lowercase();
    match lower.as_str() {
        "v" | "ｖ" | "visit" => return Ok((Kind::Visit, "")),
        "p" | "ｐ" | "person" => return Ok((Kind::Person, "")),
        "m" | "s" | "t" | "g" => return Err(LineTrouble::NotYet),
        _ => {}
    }
    for (word, kind) in
        [("走访", Kind::Visit), ("访", Kind::Visit), ("新人", Kind::Person), ("人", Kind::Person)]
    {
        if let Some(stuck) = first.strip_prefix(word) {
            return Ok((kind, stuck));
        }
    }
    if first.starts_with(['事', '服', '办', '会']) && first.chars().count() == 1 {
        return Err(LineTrouble::NotYet);
    }
    Err(LineTrouble::What)
}

fn visit(words: &[&str], today: Day) -> Result<VisitLine, LineTrouble> {
    let (who, rest) = words.split_first().ok_or(LineTrouble::Who)?;
    let mut out = VisitLine { who: (*who).to_string(), ..VisitLine::default() };
    let mode_field = Kind::Visit.field(super::visit::MODE);
    let outcome_field = Kind::Visit.field(super::visit::OUTCOME);
    let exact = |f: Option<&super::Field>, w: &str| {
        let f = f?;
        f.choices()
            .iter()
            .find(|c| c.label.zh == w || c.key == w.to_ascii_lowercase() || c.aliases.contains(&w))
            .map(|c| c.code)
    };
    let mut head = true;
    let mut after_next = false;
    let mut body: Vec<&str> = Vec::new();
    let mut next_words: Vec<&str> = Vec::new();
    let mut iter = rest.iter().peekable();
    while let Some(w) = iter.next() {
        if head {
            if out.mode.is_none()
                && let Some(code) = exact(mode_field, w)
            {
                out.mode = Some(code);
                continue;
            }
            if out.outcome.is_none()
                && let Some(code) = exact(outcome_field, w)
            {
                out.outcome = Some(code);
                continue;
            }
            if out.when.is_none()
                && !w.starts_with('+')
                && let Some(day) = head_day(w, today)
            {
                out.when = Some(day);
                continue;
            }
        }
        let folded = fold(w);
        if folded.starts_with('+') && folded.chars().count() > 1 {
            match dates::parse(folded.trim_start_matches('+'), today)
                .or_else(|_| dates::parse(&folded, today))
            {
                Ok(day) => {
                    out.next = Some(plus_day(&folded, day, today));
                    after_next = true;
                    head = false;
                    continue;
                }
                Err(_) => return Err(LineTrouble::NextDay),
            }
        }
        if *w == "同" && iter.peek().is_some() {
            if let Some(name) = iter.next() {
                out.with.extend(name.split('、').map(str::to_string));
            }
            continue;
        }
        head = false;
        if after_next { next_words.push(w) } else { body.push(w) }
    }
    if out.with.len() > 50 {
        return Err(LineTrouble::TooLong);
    }
    out.words = body.join(" ");
    out.next_words = next_words.join(" ");
    Ok(out)
}

/// `+3` and `+3天` count from today; `+周五` and `+11-27` name the day.
fn plus_day(folded: &str, named: Day, today: Day) -> Day {
    dates::parse(folded, today).unwrap_or(named)
}

/// A day in the head: only what cannot be a word or a number of something.
fn head_day(w: &str, today: Day) -> Option<Day> {
    let folded = fold(w);
    if folded == "." || (folded.bytes().all(|b| b.is_ascii_digit()) && folded.len() != 8) {
        return None;
    }
    dates::parse(w, today).ok()
}

fn person(words: &[&str]) -> Result<PersonLine, LineTrouble> {
    let (name, rest) = words.split_first().ok_or(LineTrouble::Who)?;
    let mut out = PersonLine { name: super::names::clean_name(name), ..PersonLine::default() };
    let mut text: Vec<&str> = Vec::new();
    for w in rest {
        let digits = fold(w).chars().filter(char::is_ascii_digit).count();
        match phones::parse(w) {
            Ok(list) if digits >= 5 && !w.chars().any(is_han) => {
                out.phones.extend(list.into_iter().map(|p| p.number));
            }
            _ => text.push(w),
        }
    }
    let mut text = text.into_iter();
    if let Some(employer) = text.next() {
        let (org, post) = super::names::split_post(employer);
        out.employer = org;
        out.title = post;
    }
    for w in text {
        if out.title.is_empty() { out.title = w.to_string() } else { out.rest.push(w.to_string()) }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::ymd(2026, 11, 23).unwrap()
    }

    fn v(line: &str) -> VisitLine {
        match parse(line, today()) {
            Ok(Line::Visit(v)) => v,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_visit_in_one_line() {
        let l = v("访zxm 电话 昨天 路面补好了，11月20日铺的 +3天 回话");
        assert_eq!(
            (l.who.as_str(), l.mode, l.when.map(|d| d.to_string())),
            ("zxm", Some(4), Some("2026-11-22".into()))
        );
        assert_eq!(l.words, "路面补好了 11月20日铺的");
        assert_eq!(
            (l.next.map(|d| d.to_string()), l.next_words.as_str()),
            (Some("2026-11-26".into()), "回话")
        );
        let l = v("访　张晓明　未遇　同 陈浩、孙丽");
        assert_eq!((l.who.as_str(), l.outcome, l.with.len(), l.words.as_str()), ("张晓明", Some(2), 2, ""));
        let l = v("v zxm 日常走访");
        assert_eq!((l.words.as_str(), l.mode), ("日常走访", None));
        assert_eq!(v("访 zxm 谈了 电话 线路").mode, None, "the head has ended");
        assert_eq!(v("访 zxm 谈完 +周五 送材料").next, Day::ymd(2026, 11, 27));
        assert_eq!(v("访 zxm +11-27").next, Day::ymd(2026, 11, 27));
    }

    #[test]
    fn a_person_in_one_line() {
        match parse("人 张晓明 13812345678 恒达传媒 主播", today()) {
            Ok(Line::Person(p)) => {
                assert_eq!(p.name, "张晓明");
                assert_eq!(p.phones, ["13812345678"]);
                assert_eq!((p.employer.as_str(), p.title.as_str()), ("恒达传媒", "主播"));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_unclear_is_said() {
        assert_eq!(parse("", today()), Err(LineTrouble::Empty));
        assert_eq!(parse("zxm", today()), Err(LineTrouble::What));
        assert_eq!(parse("访", today()), Err(LineTrouble::Who));
        assert_eq!(parse("事 停车难", today()), Err(LineTrouble::NotYet));
        assert_eq!(parse("访 zxm +哪天", today()), Err(LineTrouble::NextDay));
    }
}
