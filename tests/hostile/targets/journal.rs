//! A journal that somebody has had their hands on: opened, never a panic, and exactly what lies before the first bad
//! place is there.
use linli::store::{self, Options, Pos, Store};
use std::cell::RefCell;
use std::fs;
use std::path::Path;

pub(super) const FORMAT: &[u8] = include_bytes!("../../golden/store-1/format");
pub(super) const SEGMENTS: [&[u8]; 3] = [
    include_bytes!("../../golden/store-1/journal/0000000001.seg"),
    include_bytes!("../../golden/store-1/journal/0000000002.seg"),
    include_bytes!("../../golden/store-1/journal/0000000003.seg"),
];

thread_local! {
    static DIR: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
}

/// The input is a list of hands laid on the golden journal, five bytes each: what, which segment, where, with what.
pub fn journal(data: &[u8]) {
    let mut segments: Vec<Vec<u8>> = SEGMENTS.iter().map(|s| s.to_vec()).collect();
    for op in data.chunks_exact(5).take(64) {
        let n = usize::from(op[1]) % segments.len();
        let at = usize::from(u16::from_le_bytes([op[2], op[3]]));
        hand(&mut segments, op[0], n, at, op[4]);
    }
    DIR.with_borrow_mut(|dir| {
        let dir = dir.get_or_insert_with(|| tempfile::tempdir().unwrap());
        look(dir.path(), &segments, data.first().is_some_and(|b| b & 0x80 != 0));
    });
}

fn hand(segments: &mut Vec<Vec<u8>>, what: u8, n: usize, at: usize, with: u8) {
    let count = segments.len();
    let seg = &mut segments[n];
    let at = at % seg.len().max(1);
    match what & 0x0f {
        0 | 1 => {
            if let Some(b) = seg.get_mut(at) {
                *b = with;
            }
        }
        2 => {
            if let Some(b) = seg.get_mut(at) {
                *b ^= 1 << (with % 8);
            }
        }
        3 => {
            let end = (at + usize::from(with) * 8).min(seg.len());
            seg[at..end].fill(0);
        }
        4 => seg.truncate(at),
        5 => seg.resize((seg.len() + usize::from(with) * 64).min(1 << 16), with & 1),
        6 => {
            // a group copied elsewhere
            let found = groups(seg);
            if let Some(from) = found.get(usize::from(with) % found.len().max(1)) {
                let piece = seg[*from..(*from + 512).min(seg.len())].to_vec();
                let at = at & !7;
                let end = (at + piece.len()).min(seg.len());
                seg[at..end].copy_from_slice(&piece[..end - at]);
            }
        }
        7 => segments.swap(n, usize::from(with) % count),
        8 if count > 1 => drop(segments.remove(n)),
        9 => {
            let twin = seg.clone();
            segments.push(twin);
        }
        10 => {
            // a number in a group's header, and the checksum made right again
            if let Some(g) = groups(seg).get(usize::from(with) % 4).copied() {
                if let Some(b) = seg.get_mut(g + 8 + at % 80) {
                    *b = b.wrapping_add(with).rotate_left(1);
                }
                checksum(seg, g);
            }
        }
        11 => {
            if let Some(g) = groups(seg).get(usize::from(with) % 4).copied() {
                seal(seg, g);
            }
        }
        _ => {
            // something inside a group, and every hash made right again: the work of who knows the format
            if let Some(g) = groups(seg).get(usize::from(with) % 4).copied() {
                if let Some(b) = seg.get_mut(g + 96 + at % 160) {
                    *b = with;
                }
                seal(seg, g);
            }
        }
    }
}

/// Where groups begin.
fn groups(seg: &[u8]) -> Vec<usize> {
    (0..seg.len()).step_by(8).filter(|at| seg[*at..].starts_with(b"linliGRP")).collect()
}

fn checksum(seg: &mut [u8], g: usize) {
    let Some(head) = seg.get_mut(g..g + 96) else { return };
    let crc = crc32fast::hash(&head[..88]);
    head[88..92].copy_from_slice(&crc.to_le_bytes());
}

/// Makes hashes, root and checksum of a group right, as far as its bytes can be read as commits.
fn seal(seg: &mut [u8], g: usize) {
    let Some(len) = seg.get(g + 8..g + 12).map(|b| u32::from_le_bytes(b.try_into().unwrap()) as usize) else {
        return;
    };
    let Some(group) = seg.get_mut(g..g.saturating_add(len)) else { return };
    if len < 96 {
        return;
    }
    let mut root = blake3::Hasher::new();
    let mut at = 96;
    let commits = u32::from_le_bytes(group[12..16].try_into().unwrap());
    let sealed = |group: &mut [u8], at: &mut usize, root: &mut blake3::Hasher| -> Option<()> {
        let len = u32::from_le_bytes(group.get(*at + 32..*at + 36)?.try_into().ok()?) as usize;
        let hash = blake3::hash(group.get(*at + 36..(*at + 52).checked_add(len)?)?);
        group[*at..*at + 32].copy_from_slice(hash.as_bytes());
        root.update(&group[*at..*at + 36]);
        *at += 52 + len;
        Some(())
    };
    let mut all = || -> Option<()> {
        for _ in 0..commits {
            let head = group.get(at..at + 66)?.to_vec();
            root.update(&head);
            at += 66;
            if head[45] & 2 != 0 {
                sealed(group, &mut at, &mut root)?;
            }
            for _ in 0..u32::from_le_bytes(head[62..66].try_into().ok()?) {
                let change = group.get(at..at + 26)?.to_vec();
                root.update(&change);
                at += 26;
                if change[17] != 0 {
                    sealed(group, &mut at, &mut root)?;
                }
            }
        }
        Some(())
    };
    let _ = all();
    group[56..88].copy_from_slice(root.finalize().as_bytes());
    checksum(seg, g);
}

fn look(dir: &Path, segments: &[Vec<u8>], open_too: bool) {
    let journal = dir.join("journal");
    let _ = fs::remove_dir_all(&journal);
    fs::create_dir_all(&journal).unwrap();
    fs::write(dir.join("format"), FORMAT).unwrap();
    for (n, s) in segments.iter().enumerate() {
        fs::write(journal.join(format!("{:010}.seg", n + 1)), s).unwrap();
    }
    let report = store::verify(dir).expect("a journal of any bytes has a verdict");
    if let Some(bad) = report.bad {
        // the place and the fault, in words
        assert!(bad.place.to_string().contains("segment") && !bad.fault.to_string().is_empty());
    }
    if !open_too {
        return;
    }
    for rest in ["sled", "sled.dirty", "lock"] {
        let _ = fs::remove_dir_all(dir.join(rest)).or_else(|_| fs::remove_file(dir.join(rest)));
    }
    let (book, opened) = match store::open(dir, Options::default()) {
        Ok(it) => it,
        Err(e) => panic!("it does not open: {e}"),
    };
    let rot = report.bad.is_some_and(|b| !b.torn);
    assert_eq!(opened.read_only.is_some(), rot, "{:?} but {:?}", opened.read_only, report.bad);
    let entries = book.since(Pos(0), usize::MAX).unwrap();
    assert_eq!(entries.len() as u64, report.commits, "what is whole is there");
    assert!(entries.windows(2).all(|w| w[0].pos < w[1].pos));
    for kind in 0..=255 {
        for (id, stored) in book.range(kind, None, 1000).unwrap() {
            assert!(book.get(store::Key { kind, id }).unwrap().is_some_and(|s| s == stored));
        }
    }
    book.close().unwrap();
    drop(book);
    if !rot {
        let after = store::verify(dir).unwrap();
        assert_eq!((after.bad, after.commits), (None, report.commits), "what was torn is cut");
    }
}
