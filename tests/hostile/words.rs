//! Whether a screen says something in a language it was not asked in: every text of `src/text` is looked for.
use linli::text::Lang;
use std::path::Path;

/// What people write themselves, in whatever language they were asked: the phrases of a visit.
const WRITTEN: &[&str] = &["日常走访", "没人在", "改约", "routine visit", "nobody at home"];

/// The pieces of our own words by which each language is known.
pub struct Words {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Words {
    pub fn read() -> Words {
        let mut words = Words { zh: Vec::new(), en: Vec::new() };
        words.folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text"));
        assert!(words.zh.len() > 500 && words.en.len() > 500, "{} {}", words.zh.len(), words.en.len());
        words
    }

    fn folder(&mut self, dir: &Path) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.folder(&path);
            } else {
                self.file(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// Pairs of literals, as [`linli::words!`] and [`linli::say!`] take them.
    fn file(&mut self, source: &str) {
        let mut rest = source;
        while let Some(at) = rest.find("= \"") {
            rest = &rest[at + 2..];
            let Some((zh, after)) = literal(rest) else { continue };
            let Some((en, after)) =
                after.trim_start().strip_prefix(',').and_then(|a| literal(a.trim_start()))
            else {
                continue;
            };
            rest = after;
            if zh == en {
                continue;
            }
            let han = |piece: &str| piece.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            let kept = |piece: &String| !WRITTEN.iter().any(|w| piece.contains(w));
            self.zh.extend(pieces(&zh).filter(|p| han(p) >= 4 && !en.contains(p.as_str())).filter(kept));
            let long = |piece: &String| piece.len() >= 12 && piece.contains(' ') && han(piece) == 0;
            self.en.extend(pieces(&en).filter(|p| long(p) && !zh.contains(p.as_str())).filter(kept));
        }
    }

    /// A piece of the other language on a screen.
    pub fn foreign(&self, lang: Lang, screen: &str) -> Option<&str> {
        let other = if lang == Lang::Zh { &self.en } else { &self.zh };
        other.iter().find(|p| screen.contains(p.as_str())).map(String::as_str)
    }
}

/// A string literal at the beginning, unescaped, and what stands behind it.
fn literal(source: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = source.strip_prefix('"')?.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &source[at + 2..])),
            '\\' => out.push(match chars.next()?.1 {
                'n' => '\n',
                other => other,
            }),
            c => out.push(c),
        }
    }
    None
}

/// What stands between the blanks to fill in, line by line.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let mut out = vec![String::new()];
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                out.push(String::new());
            }
            '\n' => out.push(String::new()),
            c if depth == 0 => out.last_mut().unwrap().push(c),
            _ => {}
        }
    }
    out.into_iter().map(|p| p.trim().to_owned())
}
