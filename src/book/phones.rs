//! Phone numbers, cleaned from what people write.
//!
//! Stored: a mobile as its 11 digits, a landline as area code and number (`03748882210`), with `-` and the
//! extension where there is one, a number abroad with its `+`, a short number as it is.

use super::dates::fold;
use crate::text::{Lang, T, t};

/// A cleaned number, and what stood beside it ("微信同号").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// The number as stored.
    pub number: String,
    /// What was written beside it.
    pub remark: String,
}

/// Why a text holds no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneTrouble {
    /// No digits to speak of.
    NotANumber,
    /// Begins like a mobile but has not 11 digits.
    MobileLength,
    /// No number of this length is known.
    Length,
    /// More than anybody has.
    TooMany,
}

impl PhoneTrouble {
    /// In plain words.
    pub const fn say(self) -> T {
        match self {
            PhoneTrouble::NotANumber => t("不是电话号码", "not a phone number"),
            PhoneTrouble::MobileLength => {
                t("手机号应是 11 位，数一数", "a mobile number has 11 digits; please count")
            }
            PhoneTrouble::TooMany => t("号码太多了，最多 50 个", "too many numbers; at most 50"),
            PhoneTrouble::Length => t(
                "位数不对: 手机 11 位，座机要带区号",
                "wrong length: a mobile has 11 digits, a landline its area code",
            ),
        }
    }
}

/// Most numbers of a text.
const MOST: usize = 50;

/// Reads every number in a text. Numbers are parted by `、` `,` `;` `/`, line ends, or a space after a whole mobile.
pub fn parse(text: &str) -> Result<Vec<Phone>, PhoneTrouble> {
    let mut out: Vec<Phone> = Vec::new();
    for part in fold(text).split(['、', ',', ';', '/', '\n', '|', '，', '；']) {
        for piece in mobiles_apart(part) {
            if piece.trim().is_empty() {
                continue;
            }
            if out.len() >= MOST {
                return Err(PhoneTrouble::TooMany);
            }
            let phone = one(&piece)?;
            if !out.iter().any(|p| p.number == phone.number) {
                out.push(phone);
            }
        }
    }
    if out.is_empty() { Err(PhoneTrouble::NotANumber) } else { Ok(out) }
}

/// `13800000000 13900000000` is two numbers; `138 0000 0000` is one.
fn mobiles_apart(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let whole = |w: &&&str| w.len() == 11 && w.starts_with('1') && w.bytes().all(|b| b.is_ascii_digit());
    if words.len() > 1 && words.iter().filter(whole).count() == words.len() {
        words.iter().map(|w| w.to_string()).collect()
    } else {
        vec![part.to_string()]
    }
}

/// A number as it is stored, with an extension or abroad: it stays as it is when a form reads it again.
fn stored(piece: &str) -> Option<&str> {
    let piece = piece.trim();
    let (main, ext) = piece.split_once('-')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let abroad = main.strip_prefix('+');
    let whole = match (abroad, main.len()) {
        (Some(d), _) => (7..=15).contains(&d.len()) && !d.starts_with('0') && !d.starts_with("86"),
        (None, 7..=8) => !main.starts_with(['0', '1']),
        (None, 10..=12) if main.starts_with('0') => !main.starts_with("00"),
        (None, 10) => main.starts_with("400") || main.starts_with("800"),
        (None, _) => mobile(main),
    };
    let fits = digits(abroad.unwrap_or(main)) && digits(ext) && ext.len() <= EXTENSION_MAX;
    (whole && fits).then_some(piece)
}

/// Most digits of an extension.
const EXTENSION_MAX: usize = 6;

/// Eleven digits that begin as mobiles do.
fn mobile(d: &str) -> bool {
    d.len() == 11 && d.starts_with('1') && !["10", "11", "12"].iter().any(|no| d.starts_with(no))
}

fn one(piece: &str) -> Result<Phone, PhoneTrouble> {
    if let Some(number) = stored(piece) {
        return Ok(Phone { number: number.to_string(), remark: String::new() });
    }
    let mut digits = String::new();
    let mut extension = String::new();
    let mut remark = String::new();
    let mut in_brackets = 0u32;
    let mut in_extension = false;
    let plus = piece.trim_start().starts_with('+') || piece.trim_start().starts_with("00");
    for c in piece.chars() {
        match c {
            '(' | '（' | '[' => {
                in_brackets += 1;
                if in_brackets > 1 {
                    remark.push(c);
                }
            }
            ')' | '）' | ']' => in_brackets = in_brackets.saturating_sub(1),
            '转' | '#' if in_brackets == 0 && !digits.is_empty() => in_extension = true,
            c if c.is_ascii_digit() && in_extension => extension.push(c),
            c if c.is_ascii_digit() => {
                // (0374)8882210: digits in brackets belong to the number, words there are a remark
                let area_code = digits.len() < 5 && digits.starts_with('0');
                if in_brackets == 0 || digits.is_empty() || area_code {
                    digits.push(c);
                } else {
                    remark.push(c);
                }
            }
            ' ' | '-' | '+' | '.' | '\u{a0}' | '—' | '–' | '\t' if in_brackets == 0 => {}
            'x' | 'X' if !digits.is_empty() && digits.len() >= 7 => in_extension = true,
            ':' | '：' => remark.clear(),
            c => remark.push(c),
        }
    }
    let remark = remark.trim().to_string();
    if digits.len() < 3 {
        return Err(PhoneTrouble::NotANumber);
    }
    let local = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86").filter(|r| r.len() >= 10))
        .unwrap_or(&digits);
    let home = !plus || local.len() != digits.len();
    let number = if mobile(local) && home {
        local.to_string()
    } else if !home {
        let abroad = digits.trim_start_matches('0');
        if !(7..=15).contains(&abroad.len()) || abroad.starts_with("86") {
            return Err(PhoneTrouble::Length);
        }
        format!("+{abroad}")
    } else if local.starts_with('1') && local.len() > 6 {
        return Err(PhoneTrouble::MobileLength);
    } else {
        landline(local, &piece.replace(['—', '–'], "-"), &mut extension)?
    };
    // behind a short number nobody could tell an extension from the number's own end
    if extension.len() > EXTENSION_MAX || (!extension.is_empty() && number.len() < 7) {
        return Err(PhoneTrouble::Length);
    }
    Ok(Phone { number: if extension.is_empty() { number } else { format!("{number}-{extension}") }, remark })
}

/// A landline: area code of 3 or 4 digits with its 0, then 7 or 8; an extension may follow after a second dash.
fn landline(digits: &str, piece: &str, extension: &mut String) -> Result<String, PhoneTrouble> {
    let groups: Vec<String> = piece
        .split('-')
        .map(|g| g.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|g| !g.is_empty())
        .collect();
    if let [area, number, ext] = groups.as_slice()
        && extension.is_empty()
        && area.starts_with('0')
        && !area.starts_with("00")
        && (3..=4).contains(&area.len())
        && (7..=8).contains(&number.len())
        && (1..=6).contains(&ext.len())
    {
        *extension = ext.clone();
        return Ok(format!("{area}{number}"));
    }
    if let [number, ext] = groups.as_slice()
        && extension.is_empty()
        && (7..=8).contains(&number.len())
        && !number.starts_with(['0', '1'])
        && (1..=5).contains(&ext.len())
    {
        *extension = ext.clone();
        return Ok(number.clone());
    }
    let ok = match digits.len() {
        3..=6 => !digits.starts_with('0'),
        7..=8 => !digits.starts_with('0'),
        10..=12 => {
            (digits.starts_with('0') && !digits.starts_with("00"))
                || (digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")))
        }
        _ => false,
    };
    // bare digits of an area code need not carry its 0: 374 888 2210 is taken as it is written only with it
    if ok { Ok(digits.to_string()) } else { Err(PhoneTrouble::Length) }
}

/// A number as people read it: `138 3745 5521`, `0374 8882210 转 8`, in English `0374 8882210 x8`.
pub fn show(number: &str, lang: Lang) -> String {
    let (main, ext) = number.split_once('-').map_or((number, None), |(m, e)| (m, Some(e)));
    let area = if main.starts_with("01") || main.starts_with("02") { 3 } else { 4 };
    let shown = match (main.len(), main.starts_with('1'), main.starts_with('0')) {
        (11, true, _) => split_at(main, &[3, 7]),
        (10..=12, _, true) => split_at(main, &[area]),
        _ => main.to_string(),
    };
    match ext {
        Some(e) if lang == Lang::En => format!("{shown} x{e}"),
        Some(e) => format!("{shown} 转 {e}"),
        None => shown,
    }
}

/// A number with its middle covered: `138****5521`.
pub fn masked(number: &str) -> String {
    let main = number.split('-').next().unwrap_or(number);
    if !main.is_ascii() || main.len() < 7 {
        return "****".into();
    }
    let (head, rest) = main.split_at(if main.len() >= 10 { 3 } else { 0 });
    format!("{head}****{}", rest.get(rest.len().saturating_sub(4)..).unwrap_or(""))
}

/// The last four digits.
pub fn tail(number: &str) -> &str {
    let main = number.split('-').next().unwrap_or(number);
    main.get(main.len().saturating_sub(4)..).unwrap_or("")
}

fn split_at(s: &str, at: &[usize]) -> String {
    let mut out = String::with_capacity(s.len() + at.len());
    for (i, c) in s.chars().enumerate() {
        if at.contains(&i) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, want) in [
            ("13837455521", "13837455521"),
            ("138-3745-5521", "13837455521"),
            ("138 3745 5521", "13837455521"),
            ("+8613837455521", "13837455521"),
            ("86 13837455521", "13837455521"),
            ("0086-138 3745 5521", "13837455521"),
            ("１３８３７４５５５２１", "13837455521"),
            ("13837455521(微信同号)", "13837455521"),
            ("13837455521（张总）", "13837455521"),
            ("手机:13837455521", "13837455521"),
            ("13837455521、13900001111", "13837455521 13900001111"),
            ("13837455521 13900001111", "13837455521 13900001111"),
            ("13837455521/0374-8882210", "13837455521 03748882210"),
            ("13837455521\n13837455521", "13837455521"),
            ("0374-8882210", "03748882210"),
            ("(0374)8882210", "03748882210"),
            ("0374 888 2210 转 8", "03748882210-8"),
            ("0374-8882210-801", "03748882210-801"),
            ("8882210-801", "8882210-801"),
            ("010-65123456", "01065123456"),
            ("8882210", "8882210"),
            ("400-820-8820", "4008208820"),
            ("66521", "66521"),
            ("+1 415 555 2671", "+14155552671"),
            ("+1 415 555 2671 转 12", "+14155552671-12"),
            ("888-2210", "8882210"),
            ("66521转12", "err Length"),
            ("8882210转1234567", "err Length"),
            ("1383745552", "err MobileLength"),
            ("138374555211", "err MobileLength"),
            ("not a phone", "err NotANumber"),
            ("无", "err NotANumber"),
            ("", "err NotANumber"),
            ("03748", "err Length"),
        ] {
            let got = match parse(text) {
                Ok(p) => p.into_iter().map(|p| p.number).collect::<Vec<_>>().join(" "),
                Err(e) => format!("err {e:?}"),
            };
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn a_stored_number_stays_as_it_is() {
        for n in ["13837455521-8", "03748882210-8", "8882210-123456", "4008208820-1", "+14155552671-12"] {
            assert_eq!(parse(n).unwrap()[0].number, n);
        }
    }

    #[test]
    fn a_remark_is_kept_beside_its_number() {
        assert_eq!(parse("13837455521(微信同号)").unwrap()[0].remark, "微信同号");
    }

    #[test]
    fn shown_whole_or_covered() {
        assert_eq!(show("13837455521", Lang::Zh), "138 3745 5521");
        assert_eq!(show("03748882210-8", Lang::Zh), "0374 8882210 转 8");
        assert_eq!(show("03748882210-8", Lang::En), "0374 8882210 x8");
        assert_eq!(parse("0374 8882210 x8").unwrap()[0].number, "03748882210-8");
        assert_eq!(show("01065123456", Lang::En), "010 65123456");
        assert_eq!(masked("13837455521"), "138****5521");
        assert_eq!(masked("66521"), "****");
        assert_eq!(tail("13837455521"), "5521");
    }
}
