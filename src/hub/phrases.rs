//! The phrases of a worker, one file each, `phrases/<uid>`, replaced atomically. The office's come from the field
//! table; how often each was used is counted here, so that the most used stand first.

use super::own_file;
use super::wire::{Phrase, PhraseAct, PhraseAsk};
use crate::book::Type;
use crate::store::codec;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Largest file, bytes.
const BYTES_MAX: u64 = 1 << 20;
/// Most phrases known of a worker; those least used give way.
const PHRASES_MAX: usize = 300;
/// Longest phrase, characters.
const LONGEST: usize = 500;

/// A phrase as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    kind: u8,
    field: u16,
    text: String,
    own: bool,
    used: u32,
    at_ms: i64,
}

fn file(dir: &Path, uid: u32) -> PathBuf {
    dir.join("phrases").join(uid.to_string())
}

/// What is kept of a worker. A file that cannot be read is as good as none: phrases are a convenience.
fn all(path: &Path) -> Vec<Kept> {
    let small = fs::metadata(path).is_ok_and(|m| m.len() <= BYTES_MAX);
    let bytes = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    codec::decode(&bytes, BYTES_MAX).unwrap_or_default()
}

fn write(path: &Path, kept: &[Kept]) -> io::Result<()> {
    let bytes = codec::encode(kept, BYTES_MAX).map_err(|e| io::Error::other(e.to_string()))?;
    own_file::replace(path, &bytes)
}

/// Does what is asked with one phrase, and lists those of the field: the most used first, the last used before
/// others, then the office's in their order.
///
/// # Errors
/// When the file cannot be written.
pub fn ask(dir: &Path, uid: u32, ask: &PhraseAsk, now_ms: i64, lang: Lang) -> io::Result<Vec<Phrase>> {
    let Some(field) = ask.kind.field(ask.field).filter(|f| matches!(f.ty, Type::Line | Type::Note)) else {
        return Ok(Vec::new());
    };
    let path = file(dir, uid);
    let mut kept = all(&path);
    let before = kept.clone();
    let (kind, no) = (ask.kind.code(), ask.field);
    let here = |k: &Kept| k.kind == kind && k.field == no;
    let mut note = |text: &str, own: bool| {
        let text: String = text.trim().chars().take(LONGEST).collect();
        if text.is_empty() {
            return;
        }
        match kept.iter_mut().find(|k| here(k) && k.text == text) {
            Some(k) => {
                k.own |= own;
                k.used = k.used.saturating_add(1);
                k.at_ms = now_ms;
            }
            None => kept.push(Kept { kind, field: no, text, own, used: 1, at_ms: now_ms }),
        }
    };
    match &ask.act {
        PhraseAct::List => {}
        PhraseAct::Keep(text) => note(text, true),
        PhraseAct::Used(text) => note(text, false),
        PhraseAct::Drop(text) => kept.retain(|k| !(here(k) && k.text == *text)),
    }
    kept.sort_by_key(|k| (std::cmp::Reverse((k.used, k.at_ms)), k.text.clone()));
    kept.truncate(PHRASES_MAX);
    let sorted = |mut all: Vec<Kept>| {
        all.sort_by_key(|k| (k.kind, k.field, k.text.clone()));
        all
    };
    if sorted(kept.clone()) != sorted(before) {
        write(&path, &kept)?;
    }
    let usual: Vec<&str> = field.phrases.iter().map(|p| p.get(lang)).collect();
    let known = |k: &&Kept| here(k) && (k.own || usual.contains(&k.text.as_str()));
    let mut out: Vec<Phrase> =
        kept.iter().filter(known).map(|k| Phrase { text: k.text.clone(), own: k.own }).collect();
    for text in usual {
        if !out.iter().any(|p| p.text == text) {
            out.push(Phrase { text: text.to_owned(), own: false });
        }
    }
    Ok(out)
}

/// Drops the phrases, of whatever worker, that `mentions` somebody who is erased. A file that cannot be read goes.
///
/// # Errors
/// When a file cannot be changed.
pub fn sweep(dir: &Path, mentions: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(dir.join("phrases")).into_iter().flatten().flatten() {
        let path = entry.path();
        let kept = all(&path);
        let left: Vec<Kept> = kept.iter().filter(|k| !mentions(&k.text)).cloned().collect();
        if kept.is_empty() {
            fs::remove_file(&path)?;
        } else if left.len() < kept.len() {
            write(&path, &left)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Kind, visit};

    #[test]
    fn own_ones_are_kept_and_the_most_used_stand_first() {
        let dir = tempfile::tempdir().unwrap();
        let mut at = 0;
        let mut texts = |uid: u32, act: PhraseAct| -> Vec<(String, bool)> {
            at += 1;
            let ask_ = PhraseAsk { kind: Kind::Visit, field: visit::SUMMARY, act };
            let all = ask(dir.path(), uid, &ask_, at, Lang::Zh).unwrap();
            all.into_iter().map(|p| (p.text, p.own)).collect()
        };
        let office = texts(7, PhraseAct::List);
        assert_eq!(office[0], ("日常走访".to_string(), false));
        let kept = texts(7, PhraseAct::Keep(" 停车的事还在等城管回话 ".into()));
        assert_eq!(kept[0], ("停车的事还在等城管回话".to_string(), true));
        assert_eq!(kept.len(), office.len() + 1);
        texts(7, PhraseAct::Used("日常走访".into()));
        let used = texts(7, PhraseAct::Used("日常走访".into()));
        assert_eq!((used[0].0.as_str(), used[1].0.as_str()), ("日常走访", "停车的事还在等城管回话"));
        assert_eq!(texts(8, PhraseAct::List), office, "another worker's are theirs");
        // what was used but is neither kept nor the office's is not offered
        assert_eq!(texts(7, PhraseAct::Used("随便写的".into())).len(), office.len() + 1);
        sweep(dir.path(), &|t| t.contains("停车")).unwrap();
        assert_eq!(texts(7, PhraseAct::List).len(), office.len());
        texts(7, PhraseAct::Keep("a".into()));
        assert_eq!(texts(7, PhraseAct::Drop("a".into())).len(), office.len());
    }

    #[test]
    fn a_number_has_no_phrases() {
        let dir = tempfile::tempdir().unwrap();
        let a = PhraseAsk { kind: Kind::Visit, field: visit::WHEN, act: PhraseAct::Keep("x".into()) };
        assert_eq!(ask(dir.path(), 7, &a, 1, Lang::Zh).unwrap(), []);
    }
}
