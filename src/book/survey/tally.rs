//! What came of a form: of each question how many answered it, and what.

use super::filling::Key;
use super::value::{iso, moment, number_text, text_number};
use super::{Item, Kind, Question, Survey};
use crate::book::Day;
use std::collections::BTreeMap;

/// What came of one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Its name.
    pub name: String,
    /// How many answers there are to it; in a repeated group, of each repetition one.
    pub answered: usize,
    /// What they say.
    pub said: Said,
}

/// What the answers to a question say.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Words: they are counted, no more.
    Words,
    /// Of each choice (code) how often it was chosen, in the order of the list; what is no longer on it behind.
    Choices(Vec<(String, usize)>),
    /// Numbers.
    Numbers {
        /// Their mean.
        mean: f64,
        /// The least.
        least: f64,
        /// The greatest.
        most: f64,
    },
    /// Days: the first and the last.
    Days(Day, Day),
}

/// What came of all questions that are asked, in their order.
pub fn tally(survey: &Survey, answers: &[Vec<(Key, String)>]) -> Vec<Tally> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((name, _), value) in answers.iter().flatten() {
        by_name.entry(name).or_default().push(value);
    }
    let asked = survey.questions().into_iter().filter(|q| q.is_answered());
    asked.map(|q| one(survey, q, by_name.get(q.name.as_str()).map_or(&[][..], Vec::as_slice))).collect()
}

fn one(survey: &Survey, q: &Question, all: &[&str]) -> Tally {
    let numbers: Vec<f64> = all.iter().map(|v| text_number(v)).filter(|n| n.is_finite()).collect();
    let days: Vec<Day> = all.iter().filter_map(|v| moment(v)).map(|(day, _)| day).collect();
    let said = match &q.kind {
        Kind::One(list, _) | Kind::Many(list, _) => {
            let known = survey.choices.get(list).map_or(&[][..], Vec::as_slice);
            let mut counts: Vec<(String, usize)> = known.iter().map(|c| (c.name.clone(), 0)).collect();
            let many = matches!(q.kind, Kind::Many(..));
            for value in all {
                let codes: Vec<&str> = if many { value.split_whitespace().collect() } else { vec![value] };
                for code in codes {
                    match counts.iter_mut().find(|(c, _)| c == code) {
                        Some((_, n)) => *n += 1,
                        None => counts.push((code.to_owned(), 1)),
                    }
                }
            }
            Said::Choices(counts)
        }
        Kind::Integer | Kind::Decimal | Kind::Calculate if !numbers.is_empty() && days.is_empty() => {
            Said::Numbers {
                mean: numbers.iter().sum::<f64>() / numbers.len() as f64,
                least: numbers.iter().copied().fold(f64::INFINITY, f64::min),
                most: numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            }
        }
        Kind::Date | Kind::DateTime => match (days.iter().min(), days.iter().max()) {
            (Some(first), Some(last)) => Said::Days(*first, *last),
            _ => Said::Words,
        },
        _ => Said::Words,
    };
    Tally { name: q.name.clone(), answered: all.len(), said }
}

/// A number as a table shows it: one place behind the point, none where it is whole.
pub fn shown(n: f64) -> String {
    number_text((n * 10.0).round() / 10.0)
}

/// An answer as people read it: labels for codes, a day as a day.
pub fn in_words(survey: &Survey, q: &Question, value: &str, language: usize, between: &str) -> String {
    match &q.kind {
        Kind::One(..) => survey.choice_label(q, value, language),
        Kind::Many(..) => {
            let each = value.split_whitespace().map(|code| survey.choice_label(q, code, language));
            each.collect::<Vec<_>>().join(between)
        }
        Kind::Date => moment(value).map_or_else(|| value.to_owned(), |(day, _)| iso(day)),
        _ => value.to_owned(),
    }
}

/// A column of a table of answers: a question, and which repetition.
pub type Column<'a> = (&'a Question, Vec<u16>);

/// The columns of a table of answers: each question in the order of the form, in a repeated group once for each
/// repetition that any of the answers has.
pub fn columns<'a>(survey: &'a Survey, answers: &[Vec<(Key, String)>]) -> Vec<Column<'a>> {
    let mut out = Vec::new();
    let mut places: BTreeMap<&str, Vec<&[u16]>> = BTreeMap::new();
    for ((name, at), _) in answers.iter().flatten() {
        places.entry(name).or_default().push(at);
    }
    walk(&survey.items, &mut Vec::new(), &places, &mut out);
    out
}

fn walk<'a>(
    items: &'a [Item],
    at: &mut Vec<u16>,
    places: &BTreeMap<&str, Vec<&[u16]>>,
    out: &mut Vec<Column<'a>>,
) {
    for item in items {
        match item {
            Item::Question(q) if q.is_answered() => out.push((q, at.clone())),
            Item::Question(_) => {}
            Item::Group(g) if g.repeat.is_none() => walk(&g.items, at, places, out),
            Item::Group(g) => {
                let inside = questions(&g.items);
                let all = inside.iter().filter_map(|n| places.get(n)).flatten();
                let which = |p: &&[u16]| p.starts_with(at).then(|| p.get(at.len()).copied()).flatten();
                let most = all.filter_map(which).max().unwrap_or(1);
                for n in 1..=most {
                    at.push(n);
                    walk(&g.items, at, places, out);
                    at.pop();
                }
            }
        }
    }
}

fn questions(items: &[Item]) -> Vec<&str> {
    items
        .iter()
        .flat_map(|i| match i {
            Item::Question(q) => vec![q.name.as_str()],
            Item::Group(g) => questions(&g.items),
        })
        .collect()
}

impl Question {
    /// Whether anything is kept of it that somebody said.
    pub fn is_answered(&self) -> bool {
        match self.kind {
            Kind::Note | Kind::Acknowledge | Kind::Meta(_) => false,
            Kind::Calculate => !self.label.is_empty(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kept;
    use super::super::read::read;
    use super::*;

    fn household() -> Survey {
        let text = "[survey]\ntype\tname\tlabel\nselect_one work\twork\t行业\nselect_multiple work\tmore\t还做\n\
                    begin repeat\tchild\t孩子\ninteger\tage\t几岁\nend repeat\ndate\tsince\t从哪天\ntext\tsay\t想说\n\
                    note\tn\t谢谢\n[choices]\nlist_name\tname\tlabel\nwork\tit\t软件\nwork\tlaw\t法律\n";
        let r = read(&kept::sheets(text));
        assert_eq!((r.faults.len(), r.left_out.len()), (0, 0), "{:?}", r.faults);
        r.survey
    }

    #[test]
    fn each_question_is_counted_by_its_kind() {
        let s = household();
        let of = |text: &str| kept::answered(text);
        let all = [
            of("work: it\nmore: it law\nage[1]: 3\nage[2]: 8\nsince: 2024-03-01\nsay: 好"),
            of("work: it\nmore: law\nage[1]: 4\nsince: 2020-01-02"),
            of("work: gone"),
        ];
        let t = tally(&s, &all);
        let said: Vec<(&str, usize)> = t.iter().map(|t| (t.name.as_str(), t.answered)).collect();
        assert_eq!(said, [("work", 3), ("more", 2), ("age", 3), ("since", 2), ("say", 1)]);
        let counts = |at: usize| if let Said::Choices(c) = &t[at].said { c.clone() } else { panic!() };
        let pairs =
            |all: &[(&str, usize)]| all.iter().map(|(c, n)| ((*c).to_owned(), *n)).collect::<Vec<_>>();
        assert_eq!(counts(0), pairs(&[("it", 2), ("law", 0), ("gone", 1)]));
        assert_eq!(counts(1), pairs(&[("it", 1), ("law", 2)]));
        assert_eq!(t[2].said, Said::Numbers { mean: 5.0, least: 3.0, most: 8.0 });
        let day = |y, m, d| Day::ymd(y, m, d).unwrap();
        assert_eq!(t[3].said, Said::Days(day(2020, 1, 2), day(2024, 3, 1)));
        assert_eq!((t[4].said.clone(), shown(5.26)), (Said::Words, "5.3".to_owned()));
        let heads: Vec<String> =
            columns(&s, &all).iter().map(|(q, at)| format!("{}{at:?}", q.name)).collect();
        assert_eq!(heads, ["work[]", "more[]", "age[1]", "age[2]", "since[]", "say[]"]);
        let q = s.question("more").unwrap();
        assert_eq!(in_words(&s, q, "it law", 0, "、"), "软件、法律");
    }
}
