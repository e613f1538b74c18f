//! What an expression comes to, by the rules of XPath 1.0 §3 and ODK's functions.

use super::expr::{Expr, Op};
use super::functions::Function;
use super::value::{Val, day_text, iso, minutes, moment, number_text, text_number};
use crate::book::Day;

/// Longest text an expression may make, bytes.
const TEXT_MAX: usize = 64 << 10;
/// Longest pattern, bytes.
const PATTERN_MAX: usize = 1000;

/// What an expression may ask of the form being filled.
pub trait Scope {
    /// What was answered to a question: one where it is not repeated or in this repetition, else one for each.
    fn answers(&self, name: &str) -> Vec<String>;
    /// What is answered here.
    fn here(&self) -> String;
    /// A column of the choice in hand.
    fn column(&self, name: &str) -> Option<String>;
    /// How often a group is repeated.
    fn repeats(&self, group: &str) -> Option<usize>;
    /// What was answered in one repetition (from 1) of a group.
    fn repeated(&self, name: &str, group: &str, which: usize) -> Option<String>;
    /// Which repetition this is, from 1.
    fn position(&self) -> usize;
    /// The label of a choice of a question.
    fn label(&self, question: &str, choice: &str) -> Option<String>;
    /// Today.
    fn today(&self) -> Day;
    /// The time of day, `09:30`.
    fn clock(&self) -> String;
}

/// What an expression comes to.
pub fn eval(e: &Expr, s: &dyn Scope) -> Val {
    match e {
        Expr::Number(n) => Val::Number(*n),
        Expr::Text(t) => Val::Text(t.clone()),
        Expr::Answer(name) => Val::Set(s.answers(name)),
        Expr::Here => Val::Set(vec![s.here()]),
        Expr::Around => Val::Set(Vec::new()),
        Expr::Column(name) => Val::Set(s.column(name).into_iter().collect()),
        Expr::Minus(inner) => Val::Number(-eval(inner, s).number()),
        Expr::Two(op, a, b) => two(*op, a, b, s),
        Expr::Call(f, args) => call(*f, args, s),
    }
}

fn two(op: Op, a: &Expr, b: &Expr, s: &dyn Scope) -> Val {
    // what is decided by the left is not asked on the right
    match op {
        Op::Or => return Val::Truth(eval(a, s).truth() || eval(b, s).truth()),
        Op::And => return Val::Truth(eval(a, s).truth() && eval(b, s).truth()),
        _ => {}
    }
    let (a, b) = (eval(a, s), eval(b, s));
    let (x, y) = (a.number(), b.number());
    match op {
        Op::Is => Val::Truth(some(&a, &b, same)),
        Op::IsNot => Val::Truth(some(&a, &b, |a, b| !same(a, b))),
        Op::Less => Val::Truth(some(&a, &b, |a, b| a.number() < b.number())),
        Op::AtMost => Val::Truth(some(&a, &b, |a, b| a.number() <= b.number())),
        Op::More => Val::Truth(some(&a, &b, |a, b| a.number() > b.number())),
        Op::AtLeast => Val::Truth(some(&a, &b, |a, b| a.number() >= b.number())),
        Op::Plus => Val::Number(x + y),
        Op::Less1 => Val::Number(x - y),
        Op::Times => Val::Number(x * y),
        Op::Div => Val::Number(x / y),
        Op::Mod => Val::Number(x % y),
        Op::Or | Op::And => Val::Truth(false),
    }
}

/// Whether it holds for one of each side (XPath 1.0 §3.4). What nobody answered is empty.
fn some(a: &Val, b: &Val, holds: fn(&Val, &Val) -> bool) -> bool {
    let side = |v: &Val| match v {
        Val::Set(all) if all.is_empty() => vec![Val::Text(String::new())],
        Val::Set(all) => all.iter().cloned().map(Val::Text).collect(),
        one => vec![one.clone()],
    };
    let (a, b) = (side(a), side(b));
    a.iter().any(|a| b.iter().any(|b| holds(a, b)))
}

fn same(a: &Val, b: &Val) -> bool {
    match (a, b) {
        (Val::Truth(_), _) | (_, Val::Truth(_)) => a.truth() == b.truth(),
        (Val::Number(_), _) | (_, Val::Number(_)) => a.number() == b.number(),
        _ => a.text() == b.text(),
    }
}

fn name_of(e: Option<&Expr>) -> &str {
    match e {
        Some(Expr::Answer(name)) => name,
        Some(Expr::Text(t)) => t.trim().trim_start_matches("${").trim_end_matches('}'),
        _ => "",
    }
}

fn call(f: Function, args: &[Expr], s: &dyn Scope) -> Val {
    let arg = |i: usize| args.get(i).map(|e| eval(e, s));
    let text = |i: usize| arg(i).map_or_else(|| s.here(), |v| v.text());
    let number = |i: usize| arg(i).map_or(f64::NAN, |v| v.number());
    let truth = |i: usize| arg(i).is_some_and(|v| v.truth());
    let each = || args.iter().flat_map(|e| eval(e, s).each()).filter(|t| !t.is_empty());
    let numbers = || each().map(|t| text_number(&t));
    match f {
        Function::Selected => Val::Truth(text(0).split_whitespace().any(|c| c == text(1).trim())),
        Function::SelectedAt => {
            let at = number(1);
            let chosen = text(0);
            let one = (at >= 0.0).then(|| chosen.split_whitespace().nth(at as usize)).flatten();
            Val::Text(one.unwrap_or_default().to_owned())
        }
        Function::CountSelected => Val::Number(text(0).split_whitespace().count() as f64),
        Function::ChoiceName => {
            let code = text(0);
            Val::Text(s.label(name_of(args.get(1)), &code).unwrap_or(code))
        }
        Function::If => arg(if truth(0) { 1 } else { 2 }).unwrap_or(Val::Truth(false)),
        Function::Coalesce => {
            let mut all = args.iter().map(|e| eval(e, s).text());
            Val::Text(all.find(|t| !t.is_empty()).unwrap_or_default())
        }
        Function::Once => {
            let here = s.here();
            if here.is_empty() { arg(0).unwrap_or(Val::Text(here)) } else { Val::Text(here) }
        }
        Function::Not => Val::Truth(!truth(0)),
        Function::True => Val::Truth(true),
        Function::False => Val::Truth(false),
        Function::Boolean => Val::Truth(truth(0)),
        Function::BooleanFromString => Val::Truth(matches!(text(0).trim(), "true" | "1")),
        Function::CheckList => {
            let n = args.iter().skip(2).filter(|e| eval(e, s).truth()).count() as f64;
            let (least, most) = (number(0), number(1));
            Val::Truth((least < 0.0 || n >= least) && (most < 0.0 || n <= most))
        }
        Function::Text => Val::Text(text(0)),
        Function::Concat => long(args.iter().flat_map(|e| eval(e, s).each()), ""),
        Function::Join => {
            let between = text(0);
            long(args.iter().skip(1).flat_map(|e| eval(e, s).each()), &between)
        }
        Function::Length => Val::Number(text(0).chars().count() as f64),
        Function::Substr => {
            let t = text(0);
            let len = t.chars().count();
            let place = |n: f64| if n < 0.0 { (len as f64 + n).max(0.0) as usize } else { n as usize };
            let from = place(number(1));
            let to = if args.len() > 2 { place(number(2)) } else { len };
            Val::Text(t.chars().take(to).skip(from).collect())
        }
        Function::Contains => Val::Truth(text(0).contains(&text(1))),
        Function::StartsWith => Val::Truth(text(0).starts_with(&text(1))),
        Function::EndsWith => Val::Truth(text(0).ends_with(&text(1))),
        Function::Before => {
            Val::Text(text(0).split_once(text(1).as_str()).map_or(String::new(), |(b, _)| b.to_owned()))
        }
        Function::After => {
            Val::Text(text(0).split_once(text(1).as_str()).map_or(String::new(), |(_, a)| a.to_owned()))
        }
        Function::Translate => {
            let (from, to): (Vec<char>, Vec<char>) = (text(1).chars().collect(), text(2).chars().collect());
            let by = |c: char| match from.iter().position(|f| *f == c) {
                None => Some(c),
                Some(i) => to.get(i).copied(),
            };
            Val::Text(text(0).chars().filter_map(by).collect())
        }
        Function::Normalize => Val::Text(text(0).split_whitespace().collect::<Vec<_>>().join(" ")),
        Function::Regex => Val::Truth(matches_whole(&text(0), &text(1))),
        Function::Number => Val::Number(arg(0).map_or_else(|| text_number(&s.here()), |v| v.number())),
        Function::Int => Val::Number(number(0).trunc()),
        Function::Round => {
            let places = arg(1).map_or(0.0, |v| v.number()).clamp(-12.0, 12.0);
            let by = 10f64.powi(places as i32);
            Val::Number((number(0) * by).round() / by)
        }
        Function::Floor => Val::Number(number(0).floor()),
        Function::Ceiling => Val::Number(number(0).ceil()),
        Function::Abs => Val::Number(number(0).abs()),
        Function::Pow => Val::Number(number(0).powf(number(1))),
        Function::Sum => Val::Number(numbers().sum()),
        Function::Min => Val::Number(numbers().reduce(f64::min).unwrap_or(f64::NAN)),
        Function::Max => Val::Number(numbers().reduce(f64::max).unwrap_or(f64::NAN)),
        Function::Count => {
            let group = s.repeats(name_of(args.first()));
            Val::Number(group.unwrap_or_else(|| arg(0).map_or(0, |v| v.each().len())) as f64)
        }
        Function::CountNonEmpty => Val::Number(each().count() as f64),
        Function::Position => Val::Number(s.position() as f64),
        Function::IndexedRepeat => {
            let which = number(2);
            let (name, group) = (name_of(args.first()), name_of(args.get(1)));
            let one = (which >= 1.0).then(|| s.repeated(name, group, which as usize)).flatten();
            Val::Text(one.unwrap_or_default())
        }
        Function::Today => Val::Text(iso(s.today())),
        Function::Now => Val::Text(format!("{}T{}", iso(s.today()), s.clock())),
        Function::Date => match arg(0) {
            Some(Val::Number(n)) => Val::Text(day_text(n)),
            other => Val::Text(
                moment(&other.map_or_else(String::new, |v| v.text())).map_or(String::new(), |(d, _)| iso(d)),
            ),
        },
        Function::DateTime => match arg(0) {
            Some(Val::Number(n)) => Val::Text(day_text(n)),
            other => Val::Text(other.map_or_else(String::new, |v| v.text())),
        },
        Function::DecimalDate => Val::Number(number(0)),
        Function::FormatDate | Function::FormatDateTime => Val::Text(written(&text(0), &text(1))),
    }
}

fn long(parts: impl Iterator<Item = String>, between: &str) -> Val {
    let mut out = String::new();
    for (i, part) in parts.enumerate() {
        if out.len() + part.len() > TEXT_MAX {
            break;
        }
        if i > 0 {
            out.push_str(between);
        }
        out.push_str(&part);
    }
    Val::Text(out)
}

/// Whether a text as a whole is of a pattern. A pattern that cannot be read holds for nothing; the form's check names it.
fn matches_whole(text: &str, pattern: &str) -> bool {
    pattern_of(pattern).is_some_and(|p| p.is_match(text))
}

/// A pattern for a whole text; nothing where it cannot be read.
pub fn pattern_of(pattern: &str) -> Option<regex_lite::Regex> {
    if pattern.len() > PATTERN_MAX {
        return None;
    }
    regex_lite::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build().ok()
}

/// A day or moment written in ODK's way of formats.
fn written(when: &str, format: &str) -> String {
    let Some((day, _)) = moment(when) else { return String::new() };
    let date = day.date();
    let minute = when.split_once('T').and_then(|(_, t)| minutes(t)).unwrap_or(0.0) as u32;
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('Y') => out.push_str(&date.format("%Y").to_string()),
            Some('y') => out.push_str(&date.format("%y").to_string()),
            Some('m') => out.push_str(&date.format("%m").to_string()),
            Some('n') => out.push_str(&date.format("%-m").to_string()),
            Some('b') => out.push_str(&date.format("%b").to_string()),
            Some('d') => out.push_str(&date.format("%d").to_string()),
            Some('e') => out.push_str(&date.format("%-d").to_string()),
            Some('a') => out.push_str(&date.format("%a").to_string()),
            Some('H') => out.push_str(&format!("{:02}", minute / 60)),
            Some('h') => out.push_str(&number_text(f64::from(minute / 60))),
            Some('M') => out.push_str(&format!("{:02}", minute % 60)),
            Some('S' | '3') => out.push_str("00"),
            Some('%') => out.push('%'),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::expr::parse;
    use super::*;
    use std::collections::HashMap;

    struct Fixed(HashMap<&'static str, Vec<&'static str>>);

    impl Scope for Fixed {
        fn answers(&self, name: &str) -> Vec<String> {
            self.0.get(name).map(|v| v.iter().map(|s| (*s).to_owned()).collect()).unwrap_or_default()
        }
        fn here(&self) -> String {
            "5".to_owned()
        }
        fn column(&self, name: &str) -> Option<String> {
            (name == "cf").then(|| "texas".to_owned())
        }
        fn repeats(&self, group: &str) -> Option<usize> {
            (group == "child").then_some(3)
        }
        fn repeated(&self, name: &str, _: &str, which: usize) -> Option<String> {
            self.answers(name).get(which - 1).cloned()
        }
        fn position(&self) -> usize {
            2
        }
        fn label(&self, _: &str, choice: &str) -> Option<String> {
            (choice == "yes").then(|| "是".to_owned())
        }
        fn today(&self) -> Day {
            Day::ymd(2026, 11, 28).unwrap()
        }
        fn clock(&self) -> String {
            "09:30".to_owned()
        }
    }

    /// Expected values follow the examples of ODK's documentation of operators and functions.
    #[test]
    fn functions_come_to_what_the_documentation_says() {
        let s = Fixed(HashMap::from([
            ("n", vec!["12"]),
            ("many", vec!["yes no"]),
            ("ages", vec!["3", "", "8"]),
            ("empty", vec![""]),
            ("born", vec!["1990-03-02"]),
            ("state", vec!["texas"]),
            ("mail", vec!["a.b@c.org"]),
        ]));
        for (source, is) in [
            ("1 + 2 * 3", "7"),
            ("7 div 2", "3.5"),
            ("7 mod 2", "1"),
            (". <= ${n}", "true"),
            ("${empty} > 0", "false"),
            ("${nobody} = ''", "true"),
            ("selected(${many}, 'no')", "true"),
            ("selected(${many}, 'n')", "false"),
            ("not(selected(., 'yes') and selected (., 'no'))", "true"),
            ("selected-at(${many}, 1)", "no"),
            ("count-selected(${many})", "2"),
            ("jr:choice-name('yes', '${many}')", "是"),
            ("if(${n} > 10, 'big', 'small')", "big"),
            ("coalesce(${empty}, ${n})", "12"),
            ("sum(${ages})", "11"),
            ("max(${ages}) - min(${ages})", "5"),
            ("count(${child})", "3"),
            ("count-non-empty(${ages})", "2"),
            ("indexed-repeat(${ages}, ${child}, 3)", "8"),
            ("position(..)", "2"),
            ("string-length('邻里')", "2"),
            ("substr('邻里之间', 1, 3)", "里之"),
            ("substr('abc', -2)", "bc"),
            ("translate('bar', 'abc', 'AB')", "BAr"),
            ("normalize-space('  a   b ')", "a b"),
            ("join('、', 'a', 'b')", "a、b"),
            ("regex(${mail}, '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}')", "true"),
            ("regex('x1', '[0-9]')", "false"),
            ("regex('x', '(')", "false"),
            ("round(2.678, 1)", "2.7"),
            ("int(-3.9)", "-3"),
            ("today() > ${born}", "true"),
            ("int((today() - ${born}) div 365.25)", "36"),
            ("date(decimal-date-time('1970-01-01') + 7)", "1970-01-08"),
            ("format-date(${born}, '%Y年%n月%e日')", "1990年3月2日"),
            ("now()", "2026-11-28T09:30"),
            ("${state}=cf", "true"),
            ("once('x')", "5"),
            ("checklist(2, 3, 1, 0, 1)", "true"),
            ("true() and not(false())", "true"),
            ("1 div 0 > 5", "true"),
        ] {
            assert_eq!(eval(&parse(source).unwrap(), &s).text(), is, "{source}");
        }
    }
}
