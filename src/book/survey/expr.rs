//! Expressions of a question form: the part of XPath 1.0 that XLSForms use (<https://docs.getodk.org/form-operators-functions>),
//! read into a tree. A name without brackets is a column of the choices, `${name}` an answer, `.` the answer in hand.

use super::functions::Function;

/// Longest expression, characters.
const LENGTH_MAX: usize = 8000;
/// Deepest nesting.
const DEPTH_MAX: usize = 60;

/// An expression as read.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A number.
    Number(f64),
    /// Characters in quotes.
    Text(String),
    /// `${name}`: what was answered there.
    Answer(String),
    /// `.`: what is answered here.
    Here,
    /// `..`: the group around, only to ask for its position.
    Around,
    /// A column of the choices.
    Column(String),
    /// A function of these.
    Call(Function, Vec<Expr>),
    /// Two with something between them.
    Two(Op, Box<Expr>, Box<Expr>),
    /// The negative of a number.
    Minus(Box<Expr>),
}

/// What stands between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Either.
    Or,
    /// Both.
    And,
    /// The same.
    Is,
    /// Not the same.
    IsNot,
    /// Less.
    Less,
    /// Less or the same.
    AtMost,
    /// More.
    More,
    /// More or the same.
    AtLeast,
    /// The sum.
    Plus,
    /// The difference.
    Less1,
    /// The product.
    Times,
    /// The quotient.
    Div,
    /// What is left of a division.
    Mod,
}

/// Why an expression cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// This is not expected, at this character (from 1).
    Unexpected(String, usize),
    /// Something is missing at the end.
    Unfinished,
    /// There is no such function, or none that is supported.
    NoFunction(String),
    /// A function with too many or too few arguments.
    Arguments(String),
    /// A path through the form's XML.
    Path(String),
    /// Too long, or too deeply nested.
    TooMuch,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Text(String),
    Answer(String),
    Name(String),
    Mark(&'static str),
}

/// Reads an expression.
///
/// # Errors
/// What is wrong with it, and where.
pub fn parse(source: &str) -> Result<Expr, Wrong> {
    let chars: Vec<char> = source.chars().collect();
    if chars.len() > LENGTH_MAX {
        return Err(Wrong::TooMuch);
    }
    let mut reader = Reader { tokens: tokens(&chars)?, at: 0, depth: 0 };
    let expr = reader.either()?;
    match reader.tokens.get(reader.at) {
        None => Ok(expr),
        Some((token, at)) => Err(unexpected(token, *at)),
    }
}

/// All answers that an expression asks for.
pub fn answers(expr: &Expr, out: &mut Vec<String>) {
    match expr {
        Expr::Answer(name) => out.push(name.clone()),
        Expr::Call(_, all) => all.iter().for_each(|e| answers(e, out)),
        Expr::Two(_, a, b) => {
            answers(a, out);
            answers(b, out);
        }
        Expr::Minus(e) => answers(e, out),
        Expr::Number(_) | Expr::Text(_) | Expr::Here | Expr::Around | Expr::Column(_) => {}
    }
}

fn unexpected(token: &Token, at: usize) -> Wrong {
    let what = match token {
        Token::Number(n) => super::value::number_text(*n),
        Token::Text(s) => format!("'{s}'"),
        Token::Answer(s) => format!("${{{s}}}"),
        Token::Name(s) => s.clone(),
        Token::Mark(s) => (*s).to_owned(),
    };
    Wrong::Unexpected(what, at + 1)
}

/// Characters that stand for ASCII ones where a form was typed with an input method on.
fn plain(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '，' => ',',
        '＝' => '=',
        '＜' => '<',
        '＞' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    }
}

fn name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}

fn tokens(chars: &[char]) -> Result<Vec<(Token, usize)>, Wrong> {
    let mut out = Vec::new();
    let mut at = 0;
    let look = |i: usize| chars.get(i).copied().map(plain);
    while let Some(c) = look(at) {
        let start = at;
        let token = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '\'' | '"' => {
                at += 1;
                let from = at;
                while look(at).ok_or(Wrong::Unfinished)? != c {
                    at += 1;
                }
                at += 1;
                Token::Text(chars.get(from..at - 1).unwrap_or_default().iter().collect())
            }
            '$' => {
                let from = at + 2;
                if look(at + 1) != Some('{') {
                    return Err(Wrong::Unexpected("$".to_owned(), at + 1));
                }
                while look(at).ok_or(Wrong::Unfinished)? != '}' {
                    at += 1;
                }
                let name: String = chars.get(from..at).unwrap_or_default().iter().collect();
                at += 1;
                Token::Answer(name.trim().trim_start_matches("last-saved#").to_owned())
            }
            '0'..='9' => number(chars, &mut at),
            '.' if look(at + 1).is_some_and(|c| c.is_ascii_digit()) => number(chars, &mut at),
            '.' if look(at + 1) == Some('.') => mark("..", &mut at),
            '.' => mark(".", &mut at),
            '!' if look(at + 1) == Some('=') => mark("!=", &mut at),
            '<' if look(at + 1) == Some('=') => mark("<=", &mut at),
            '>' if look(at + 1) == Some('=') => mark(">=", &mut at),
            '(' | ')' | ',' | '=' | '<' | '>' | '+' | '-' | '*' => {
                let marks = ["(", ")", ",", "=", "<", ">", "+", "-", "*"];
                mark(marks.into_iter().find(|m| m.starts_with(c)).unwrap_or(""), &mut at)
            }
            '/' | '[' | ']' | '|' | '@' => {
                let around = chars.get(at.saturating_sub(12)..(at + 12).min(chars.len()));
                return Err(Wrong::Path(around.unwrap_or_default().iter().collect()));
            }
            c if c.is_alphabetic() || c == '_' => {
                while look(at).is_some_and(name_char) {
                    at += 1;
                }
                Token::Name(chars.get(start..at).unwrap_or_default().iter().collect())
            }
            c => return Err(Wrong::Unexpected(c.to_string(), at + 1)),
        };
        out.push((token, start));
    }
    Ok(out)
}

fn mark(m: &'static str, at: &mut usize) -> Token {
    *at += m.len();
    Token::Mark(m)
}

fn number(chars: &[char], at: &mut usize) -> Token {
    let from = *at;
    while chars.get(*at).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
        *at += 1;
    }
    let text: String = chars.get(from..*at).unwrap_or_default().iter().collect();
    Token::Number(text.parse().unwrap_or(f64::NAN))
}

struct Reader {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn next_is(&mut self, mark: &str) -> bool {
        let is = match self.tokens.get(self.at) {
            Some((Token::Mark(m), _)) => *m == mark,
            Some((Token::Name(n), _)) => n == mark,
            _ => false,
        };
        self.at += usize::from(is);
        is
    }

    fn must(&mut self, mark: &str) -> Result<(), Wrong> {
        if self.next_is(mark) {
            return Ok(());
        }
        Err(self.tokens.get(self.at).map_or(Wrong::Unfinished, |(t, at)| unexpected(t, *at)))
    }

    /// Several of one rank, from the left.
    fn row(
        &mut self,
        ops: &[(&str, Op)],
        inner: fn(&mut Reader) -> Result<Expr, Wrong>,
    ) -> Result<Expr, Wrong> {
        let mut left = inner(self)?;
        while let Some((_, op)) = ops.iter().find(|(m, _)| self.next_is(m)) {
            // a long row of operators is a deep tree
            self.depth += 1;
            if self.depth > DEPTH_MAX * 4 {
                return Err(Wrong::TooMuch);
            }
            left = Expr::Two(*op, Box::new(left), Box::new(inner(self)?));
        }
        Ok(left)
    }

    fn either(&mut self) -> Result<Expr, Wrong> {
        self.row(&[("or", Op::Or)], Reader::both)
    }

    fn both(&mut self) -> Result<Expr, Wrong> {
        self.row(&[("and", Op::And)], Reader::equal)
    }

    fn equal(&mut self) -> Result<Expr, Wrong> {
        self.row(&[("=", Op::Is), ("!=", Op::IsNot)], Reader::ordered)
    }

    fn ordered(&mut self) -> Result<Expr, Wrong> {
        let ops = [("<=", Op::AtMost), ("<", Op::Less), (">=", Op::AtLeast), (">", Op::More)];
        self.row(&ops, Reader::sum)
    }

    fn sum(&mut self) -> Result<Expr, Wrong> {
        self.row(&[("+", Op::Plus), ("-", Op::Less1)], Reader::product)
    }

    fn product(&mut self) -> Result<Expr, Wrong> {
        self.row(&[("*", Op::Times), ("div", Op::Div), ("mod", Op::Mod)], Reader::one)
    }

    fn one(&mut self) -> Result<Expr, Wrong> {
        self.depth += 1;
        if self.depth > DEPTH_MAX * 4 {
            return Err(Wrong::TooMuch);
        }
        let Some((token, at)) = self.tokens.get(self.at).cloned() else { return Err(Wrong::Unfinished) };
        self.at += 1;
        match token {
            Token::Number(n) => Ok(Expr::Number(n)),
            Token::Text(s) => Ok(Expr::Text(s)),
            Token::Answer(s) => Ok(Expr::Answer(s)),
            Token::Mark("-") => Ok(Expr::Minus(Box::new(self.one()?))),
            Token::Mark(".") => Ok(Expr::Here),
            Token::Mark("..") => Ok(Expr::Around),
            Token::Mark("(") => {
                let inner = self.either()?;
                self.must(")")?;
                Ok(inner)
            }
            Token::Name(name) if self.next_is("(") => self.call(name),
            Token::Name(name) => Ok(Expr::Column(name)),
            token => Err(unexpected(&token, at)),
        }
    }

    fn call(&mut self, name: String) -> Result<Expr, Wrong> {
        let Some((function, least, most)) = Function::named(&name) else {
            return Err(Wrong::NoFunction(name));
        };
        let mut args = Vec::new();
        if !self.next_is(")") {
            loop {
                args.push(self.either()?);
                if !self.next_is(",") {
                    break;
                }
            }
            self.must(")")?;
        }
        if args.len() < least || args.len() > most {
            return Err(Wrong::Arguments(name));
        }
        Ok(Expr::Call(function, args))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_where() {
        for (source, wrong) in [
            ("1 +", Wrong::Unfinished),
            ("selected(${a}, 'x'", Wrong::Unfinished),
            ("'open", Wrong::Unfinished),
            ("${open", Wrong::Unfinished),
            ("1 2", Wrong::Unexpected("2".into(), 3)),
            ("1 = = 2", Wrong::Unexpected("=".into(), 5)),
            ("a # b", Wrong::Unexpected("#".into(), 3)),
            ("pulldata('a','b')", Wrong::NoFunction("pulldata".into())),
            ("not()", Wrong::Arguments("not".into())),
            ("if(1,2)", Wrong::Arguments("if".into())),
            ("../x > 1", Wrong::Path("../x > 1".into())),
        ] {
            assert_eq!(parse(source), Err(wrong), "{source}");
        }
        for deep in ["(".repeat(5000), "-".repeat(7000), format!("1{}", "+1".repeat(3000)), "1".repeat(9000)]
        {
            assert!(parse(&deep).is_err());
        }
    }

    #[test]
    fn operators_bind_as_in_xpath() {
        let two = |op, a: Expr, b: Expr| Expr::Two(op, Box::new(a), Box::new(b));
        let n = Expr::Number;
        assert_eq!(
            parse("1 + 2 * 3 > 4 or 0").unwrap(),
            two(Op::Or, two(Op::More, two(Op::Plus, n(1.0), two(Op::Times, n(2.0), n(3.0))), n(4.0)), n(0.0))
        );
        assert_eq!(parse("8 - 2 - 1").unwrap(), two(Op::Less1, two(Op::Less1, n(8.0), n(2.0)), n(1.0)));
        assert_eq!(parse("selected （${a}， ‘x’）"), parse("selected(${a}, 'x')"));
        let mut asked = Vec::new();
        answers(&parse("if(${a} > 1, ${b}, concat(${c}, -${d}))").unwrap(), &mut asked);
        assert_eq!(asked, ["a", "b", "c", "d"]);
    }
}
