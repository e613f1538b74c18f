//! A phone's address book (.vcf): vCard 2.1 with quoted-printable, 3.0 and 4.0, each card a row of a sheet, so that what
//! follows is the same as for a ledger. Pictures, sounds and keys are passed over without being kept.

pub mod write;

use super::encoding::Encoding;
use super::sheet::{CELLS_MAX, FileTrouble, Form, Sheet};
use crate::book::{Kind, names, person, rules};
use crate::text::{T, exchange as words};

/// The fields that a card is read for: the columns of the sheet.
const FIELDS: [u16; 8] = [
    person::NAME,
    person::PHONES,
    person::EMPLOYER,
    person::TITLE,
    person::ADDRESS,
    person::CALLED,
    person::WECHAT,
    person::NOTE,
];
/// Most bytes of a value as it is written: quoted-printable takes three for one.
const RAW_MAX: usize = 4 * rules::NOTE_MAX;
/// Most bytes of what stands before a value.
const HEAD_MAX: usize = 1000;

/// Whether a text is an address book.
pub(super) fn is_cards(text: &str) -> bool {
    let head = text.trim_start_matches(['\u{feff}', '\r', '\n', ' ', '\t']);
    head.get(..11).is_some_and(|h| h.eq_ignore_ascii_case("BEGIN:VCARD"))
}

/// The cards of a text, the first in the row below the headings. A broken one is a blank row with the reason.
pub(super) fn read(text: &str, encoding: Encoding, stem: &str) -> Result<Sheet, FileTrouble> {
    let mut cards: Vec<Card> = Vec::new();
    // cards within a card (an agent's) are nobody of ours
    let mut depth = 0usize;
    for line in Lines::new(text) {
        let Some((head, value)) = &line.parts else {
            continue;
        };
        if head.name == "BEGIN" && value.trim().eq_ignore_ascii_case("VCARD") {
            let open = depth == 1 && cards.last().is_some_and(|c| !c.agent);
            match cards.last_mut() {
                Some(card) if open => {
                    card.fault = Some(words::CARD_WITHOUT_END);
                    depth = 0;
                }
                _ => {}
            }
            depth += 1;
            if depth == 1 {
                if cards.len() * FIELDS.len() >= CELLS_MAX {
                    return Err(FileTrouble::TooManyCells);
                }
                cards.push(Card::default());
            }
            continue;
        }
        if head.name == "END" && value.trim().eq_ignore_ascii_case("VCARD") {
            depth = depth.saturating_sub(1);
            if let Some(card) = cards.last_mut() {
                card.agent = false;
            }
            continue;
        }
        let Some(card) = cards.last_mut().filter(|_| depth == 1) else { continue };
        if line.cut {
            card.fault = Some(words::CARD_TOO_LONG);
        } else {
            card.take(head, value);
        }
    }
    if depth > 0
        && let Some(card) = cards.last_mut()
    {
        card.fault = Some(words::CARD_WITHOUT_END);
    }
    Ok(sheet(&cards, encoding, stem))
}

fn sheet(cards: &[Card], encoding: Encoding, stem: &str) -> Sheet {
    let all: Vec<Vec<String>> = cards.iter().map(Card::row).collect();
    let used: Vec<usize> = (0..FIELDS.len())
        .filter(|at| *at < 2 || all.iter().any(|row| row.get(*at).is_some_and(|c| !c.is_empty())))
        .collect();
    let heading = |no: u16| Kind::Person.field(no).map_or("", |f| f.label.zh).to_string();
    let mut sheet = Sheet { name: stem.to_string(), form: Form::Cards(encoding), ..Sheet::default() };
    sheet.rows.push(used.iter().filter_map(|at| FIELDS.get(*at)).map(|no| heading(*no)).collect());
    for (at, (card, row)) in cards.iter().zip(all).enumerate() {
        if let Some(fault) = card.fault {
            sheet.faults.push((at + 1, fault));
            sheet.rows.push(Vec::new());
        } else {
            let kept = row.into_iter().enumerate().filter(|(at, _)| used.contains(at));
            sheet.rows.push(kept.map(|(_, text)| text).collect());
        }
    }
    sheet
}

/// What is read of a card.
#[derive(Default)]
struct Card {
    full: String,
    family: String,
    given: String,
    phones: Vec<String>,
    organisation: String,
    department: String,
    title: String,
    address: String,
    called: String,
    wechat: String,
    note: String,
    agent: bool,
    fault: Option<T>,
}

impl Card {
    fn take(&mut self, head: &Head, value: &str) {
        let parts = || components(value);
        let part = |at: usize| parts().nth(at).unwrap_or_default();
        let set = |slot: &mut String, text: String| {
            if slot.is_empty() {
                *slot = text.trim().to_string();
            }
        };
        match head.name.as_str() {
            "FN" => set(&mut self.full, unescaped(value)),
            "N" => {
                set(&mut self.family, part(0));
                set(&mut self.given, part(1) + &part(2));
            }
            "TEL" if self.phones.len() < 50 => {
                let number = unescaped(value);
                let number = number.trim();
                let uri = number.get(..4).is_some_and(|h| h.eq_ignore_ascii_case("tel:"));
                let number = if uri { number.get(4..).unwrap_or_default() } else { number };
                let number = number.replace(";ext=", "转");
                let number = number.split(';').next().unwrap_or_default().trim();
                if !number.is_empty() && !self.phones.iter().any(|p| p == number) {
                    self.phones.push(number.to_string());
                }
            }
            "ORG" => {
                set(&mut self.organisation, part(0));
                set(&mut self.department, parts().skip(1).collect::<Vec<_>>().join(" "));
            }
            "TITLE" => set(&mut self.title, unescaped(value)),
            "ADR" => {
                // from the country inwards, as an address is written here: region, town, street, house
                let order = [4, 3, 2, 1];
                set(&mut self.address, order.into_iter().map(part).collect());
            }
            "NICKNAME" => set(&mut self.called, unescaped(value).replace(',', "、")),
            "X-WECHAT" | "X-WEIXIN" => set(&mut self.wechat, unescaped(value)),
            "IMPP" if head.params.contains("WECHAT") || head.params.contains("WEIXIN") => {
                let id = unescaped(value);
                set(&mut self.wechat, id.rsplit(':').next().unwrap_or_default().to_string());
            }
            "NOTE" => set(&mut self.note, unescaped(value)),
            "AGENT" => self.agent = value.trim().is_empty(),
            _ => {}
        }
    }

    fn row(&self) -> Vec<String> {
        let apart = format!("{}{}", self.family, self.given);
        // programs from elsewhere put the given name first in the full one
        let name = if apart.chars().any(names::is_han) || self.full.is_empty() { &apart } else { &self.full };
        let title: Vec<&str> =
            [&self.department, &self.title].into_iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect();
        vec![
            name.clone(),
            self.phones.join("、"),
            self.organisation.clone(),
            title.join(" "),
            self.address.clone(),
            self.called.clone(),
            self.wechat.clone(),
            self.note.clone(),
        ]
    }
}

/// What stands before the value of a line.
struct Head {
    /// In capitals, without its group.
    name: String,
    /// All parameters, in capitals.
    params: String,
}

impl Head {
    fn read(head: &str) -> Head {
        let upper = head.to_ascii_uppercase();
        let (name, params) = upper.split_once(';').unwrap_or((&upper, ""));
        let name = name.rsplit('.').next().unwrap_or_default().trim().to_string();
        Head { name, params: params.to_string() }
    }

    fn has(&self, word: &str) -> bool {
        self.params.split([';', '=', ',', '"']).any(|p| p.trim() == word)
    }

    fn charset(&self) -> Option<&'static encoding_rs::Encoding> {
        let name = self.params.split(';').find_map(|p| p.trim().strip_prefix("CHARSET="))?;
        encoding_rs::Encoding::for_label(name.trim_matches('"').trim().as_bytes())
    }

    /// Whether a card is read for it.
    fn wanted(&self) -> bool {
        matches!(
            self.name.as_str(),
            "BEGIN"
                | "END"
                | "FN"
                | "N"
                | "TEL"
                | "ORG"
                | "TITLE"
                | "ADR"
                | "NICKNAME"
                | "X-WECHAT"
                | "X-WEIXIN"
                | "IMPP"
                | "NOTE"
                | "AGENT"
        )
    }
}

/// One line with those that continue it.
struct Line {
    /// Before and behind the colon; nothing for what is passed over.
    parts: Option<(Head, String)>,
    /// Longer than a value may be.
    cut: bool,
}

/// The lines of a text, unfolded, their values as plain text.
struct Lines<'a> {
    rest: std::iter::Peekable<std::str::Lines<'a>>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines { rest: text.lines().peekable() }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let first = self.rest.next()?.trim_start_matches('\u{feff}');
        let Some((head, value)) = colon(first) else {
            return Some(Line { parts: None, cut: false });
        };
        let head = Head::read(head);
        let (wanted, quoted) = (head.wanted(), head.has("QUOTED-PRINTABLE"));
        let mut raw = String::new();
        let mut cut = false;
        let mut add = |raw: &mut String, s: &str| {
            if raw.len() + s.len() > RAW_MAX {
                cut = true;
            } else if wanted {
                raw.push_str(s);
            }
        };
        let mut soft = quoted && value.trim_end().ends_with('=');
        add(&mut raw, if soft { value.trim_end().trim_end_matches('=') } else { value });
        while let Some(next) = self.rest.peek() {
            let folded = next.strip_prefix([' ', '\t']);
            let (false, None) = (soft, folded) else {
                let text = folded.filter(|_| !soft).unwrap_or(next);
                soft = quoted && text.trim_end().ends_with('=');
                let text = if soft { text.trim_end().trim_end_matches('=') } else { text };
                add(&mut raw, text);
                self.rest.next();
                continue;
            };
            break;
        }
        let cut = cut && wanted;
        let parts = wanted.then(|| {
            let value = if quoted { printable(&raw, head.charset()) } else { raw };
            (head, value)
        });
        Some(Line { parts, cut })
    }
}

/// Before and behind the first colon outside of quotes.
fn colon(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.bytes().take(HEAD_MAX).position(|b| {
        quoted ^= b == b'"';
        b == b':' && !quoted
    })?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

/// Quoted-printable: `=E9=92=9F`. What is no such sign stays as it is.
fn printable(raw: &str, charset: Option<&'static encoding_rs::Encoding>) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((b, more)) = rest.split_first() {
        let sign = more.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match sign.filter(|_| *b == b'=').and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = more.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*b);
                rest = more;
            }
        }
    }
    match charset {
        Some(e) => e.decode_without_bom_handling(&bytes).0.into_owned(),
        None => crate::exchange::encoding::decode(&bytes)
            .map_or_else(|| String::from_utf8_lossy(&bytes).into_owned(), |(text, _)| text),
    }
}

/// The parts of a value between semicolons, each as plain text.
fn components(value: &str) -> impl Iterator<Item = String> + '_ {
    let mut escaped = false;
    value
        .split(move |c: char| {
            let here = c == ';' && !escaped;
            escaped = c == '\\' && !escaped;
            here
        })
        .map(unescaped)
}

/// A value without the marks of escaping.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(next) => out.push(next),
                None => {}
            },
            (c, _) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read(text, Encoding::Utf8, "手机").unwrap().rows
    }

    #[test]
    fn cards_of_every_version_are_rows() {
        let text = "BEGIN:VCARD\r\nVERSION:2.1\r\n\
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E9=92=9F;=E6=9B=A6=\r\n=E8=90=B1;;;\r\n\
            TEL;CELL:154-7801-6372\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:3.0\r\nN:卢;瑞东;;;\r\nFN:瑞东 卢\r\nORG:颍河\\;新媒体;编辑部\r\nTITLE:主编\r\n\
            item1.TEL;type=CELL;type=pref:+86 140 2344 2055\r\nTEL;type=WORK:0374-8882210\r\n\
            NOTE:上午\\, 先打电话\\n再来\r\nEND:VCARD\r\n\
            BEGIN:VCARD\r\nVERSION:4.0\r\nFN:谭浩军\r\nTEL;VALUE=uri;TYPE=\"voice,cell\":tel:+86-13328303027\r\n\
            ORG:禹州市鑫盛钧\r\n 瓷有限责任公司\r\nADR:;;滨河路 18 号;禹州市;河南省;;中国\r\nIMPP;X-SERVICE-TYPE=WeChat:wechat:tan_hj\r\nEND:VCARD\r\n";
        assert!(is_cards(text));
        let got = rows(text);
        assert_eq!(got[0], ["姓名", "电话", "单位", "职务", "地址", "微信", "备注"]);
        assert_eq!(got[1], ["钟曦萱", "154-7801-6372", "", "", "", "", ""]);
        assert_eq!(
            got[2],
            [
                "卢瑞东",
                "+86 140 2344 2055、0374-8882210",
                "颍河;新媒体",
                "编辑部 主编",
                "",
                "",
                "上午, 先打电话\n再来"
            ]
        );
        assert_eq!(
            got[3],
            [
                "谭浩军",
                "+86-13328303027",
                "禹州市鑫盛钧瓷有限责任公司",
                "",
                "河南省禹州市滨河路 18 号",
                "tan_hj",
                ""
            ]
        );
    }

    #[test]
    fn gbk_in_quoted_printable_is_read_with_and_without_its_name() {
        for charset in ["CHARSET=GBK;", "CHARSET=gb2312;", ""] {
            let text =
                format!("BEGIN:VCARD\nN;{charset}ENCODING=QUOTED-PRINTABLE:=B7=EB;=D1=DE=C1=E1\nEND:VCARD\n");
            assert_eq!(rows(&text)[1][0], "冯艳玲", "{charset}");
        }
    }

    #[test]
    fn a_broken_or_huge_card_is_named_and_the_others_come_in() {
        let huge = "长".repeat(RAW_MAX);
        let text = format!(
            "BEGIN:VCARD\nFN:甲一\nBEGIN:VCARD\nFN:乙二\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nFN:丙三\nNOTE:{huge}\nEND:VCARD\n\
             BEGIN:VCARD\nFN:丁四\nPHOTO:{huge}\nAGENT:\nBEGIN:VCARD\nFN:代理\nEND:VCARD\nTEL:2\nEND:VCARD\nBEGIN:VCARD\nFN:戊五"
        );
        let sheet = read(&text, Encoding::Utf8, "手机").unwrap();
        let faults: Vec<usize> = sheet.faults.iter().map(|(at, _)| *at).collect();
        assert_eq!(faults, [1, 3, 5]);
        assert_eq!((sheet.rows[2][0].as_str(), sheet.rows[4][0].as_str()), ("乙二", "丁四"));
        assert_eq!(sheet.rows[4][1], "2");
    }
}
