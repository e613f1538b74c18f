//! The matcher that is slow, simple and obviously right: every document, every way, strings only.
use super::book::Person;
use crate::book::pinyin::readings;

pub(super) struct Right {
    pub(super) hits: Vec<(u32, u8, u8)>,
    pub(super) total: u64,
}

pub(super) fn search(
    book: &[Person],
    text: &str,
    ranges: &[(u32, u32)],
    all: bool,
    kinds: &[u8],
    limit: usize,
) -> Right {
    let strict = text.starts_with('=');
    let words: Vec<String> = text.trim_start_matches('=').split_whitespace().map(clean).collect();
    let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
    let seen = |p: &&Person| {
        (all || ranges.iter().any(|r| r.0 <= p.area && p.area < r.1))
            && (kinds.is_empty() || kinds.contains(&p.kind))
    };
    let look = |garbled: bool| -> Vec<(u32, &Person)> {
        let fits = |p: &&Person| -> Option<u32> {
            words.iter().map(|w| Some(score(p, w, strict, garbled)).filter(|s| *s > 0)).sum()
        };
        book.iter().filter(seen).filter_map(|p| Some((fits(&p)?, p))).collect()
    };
    let mut found = if words.is_empty() { Vec::new() } else { look(false) };
    if found.is_empty() && !strict && !words.is_empty() {
        found = look(true);
    }
    found.sort_by(|(s, p), (t, q)| {
        t.cmp(s)
            .then(q.weight.cmp(&p.weight))
            .then(p.name.cmp(&q.name))
            .then((p.id, p.kind).cmp(&(q.id, q.kind)))
    });
    let total = found.len() as u64;
    Right { total, hits: found.into_iter().take(limit).map(|(s, p)| (s, p.kind, p.id)).collect() }
}

fn clean(text: &str) -> String {
    text.to_lowercase().replace([' ', '·'], "")
}

type Sounds = Vec<(char, Vec<String>)>;

fn sounds(text: &str, reading: &str) -> Sounds {
    let mut out: Sounds =
        clean(text).chars().map(|c| (c, readings(c).map(str::to_owned).collect::<Vec<_>>())).collect();
    let said: Vec<&str> = reading.split(' ').filter(|s| !s.is_empty()).collect();
    let mut han: Vec<_> = out.iter_mut().filter(|s| !s.1.is_empty()).collect();
    if said.len() == han.len() {
        han.iter_mut().zip(said).for_each(|(unit, own)| unit.1.push(own.to_owned()));
    }
    out
}

fn score(p: &Person, word: &str, strict: bool, garbled: bool) -> u32 {
    let mut best = name(&sounds(&p.name, &p.reading), word, strict, garbled);
    for called in &p.called {
        best = best.max(match name(&sounds(called, ""), word, strict, garbled) {
            1000 => 760,
            950 => 740,
            840..=900 => 735,
            780..=800 => 725,
            660 => 715,
            600..=620 => 705,
            0 => 0,
            low => low - 10,
        });
    }
    if word.len() >= 3 && word.chars().all(|c| c.is_ascii_digit()) {
        for phone in &p.phones {
            let score = if phone.ends_with(word) {
                700
            } else if phone.contains(word) {
                520
            } else {
                0
            };
            best = best.max(score);
        }
    }
    best.max(text(&p.org, word, strict, [580, 560, 540]))
        .max(text(&p.community, word, strict, [480, 460, 440]))
        .max(text(&p.title, word, strict, [430, 420, 410]))
        .max(text(&p.extra, word, strict, [400, 390, 0]))
}

fn text(text: &str, word: &str, strict: bool, [start, inside, heard]: [u32; 3]) -> u32 {
    let clean = clean(text);
    if word.is_ascii() && word.len() < 2 || clean.is_empty() {
        0
    } else if clean.starts_with(word) {
        start
    } else if clean.contains(word) {
        inside
    } else if word.chars().all(|c| c.is_ascii_lowercase()) && name(&sounds(text, ""), word, strict, false) > 0
    {
        heard
    } else {
        0
    }
}

/// How each character was taken, for the whole of a word.
fn name(units: &Sounds, word: &str, strict: bool, garbled: bool) -> u32 {
    let mut best = 0;
    for start in 0..units.len() {
        for (end, how) in ways(&units[start..], word, strict, garbled) {
            let end = start + end;
            let by = |c: char| how.contains(c);
            let (whole, prefix, inside) = if how.chars().all(|c| c == 'c') {
                (1000, 950, 660)
            } else if by('g') {
                (36, 33, 30)
            } else if by('s') {
                (840, 780, 600)
            } else if how.chars().all(|c| c == 'i') {
                (900, 800, 620)
            } else if how.chars().all(|c| c == 'f') {
                (880, 800, 620)
            } else {
                (860, 800, 620)
            };
            let score = match (start, end == units.len()) {
                (0, true) => whole,
                (0, false) => prefix,
                _ => inside,
            };
            best = best.max(score);
        }
    }
    best
}

/// Every way to take the whole word along the first characters: how many characters, and how each was taken.
fn ways(units: &[(char, Vec<String>)], word: &str, strict: bool, garbled: bool) -> Vec<(usize, String)> {
    let Some(first) = word.chars().next() else { return vec![(0, String::new())] };
    let Some((c, readings)) = units.first() else { return Vec::new() };
    let mut steps: Vec<(usize, char)> = Vec::new();
    if first == *c {
        steps.push((first.len_utf8(), 'c'));
    } else if !first.is_ascii() && !strict {
        let typed: Vec<&str> = crate::book::pinyin::readings(first).collect();
        if readings.iter().any(|r| typed.contains(&r.as_str())) {
            steps.push((first.len_utf8(), 's'));
        } else if garbled && readings.iter().any(|r| typed.iter().any(|t| t[..1] == r[..1])) {
            steps.push((first.len_utf8(), 'g'));
        }
    }
    for len in 1..=6.min(word.len()) {
        let Some(piece) = word.get(..len).filter(|p| p.chars().all(|c| c.is_ascii_lowercase())) else {
            break;
        };
        let retroflex = ["zh", "ch", "sh"].contains(&piece);
        for reading in readings {
            if reading.starts_with(piece) && (len == 1 || retroflex) {
                steps.push((len, 'i'));
            } else if len > 1
                && (reading == piece
                    || reading == "lve" && piece == "lue"
                    || reading == "lv" && piece == "lyu")
            {
                steps.push((len, 'f'));
            } else if len > 1 && len == word.len() && reading.starts_with(piece) {
                steps.push((len, 'p'));
            }
        }
    }
    let mut out = Vec::new();
    for (len, how) in steps {
        for (end, hows) in ways(&units[1..], &word[len..], strict, garbled) {
            out.push((end + 1, format!("{how}{hows}")));
        }
    }
    out
}
