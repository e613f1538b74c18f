//! A backup's folder that somebody has had their hands on: links, pipes, devices, huge files, odd names. Restored whole
//! or refused; nothing outside is touched, neither when it is read nor when the next backup is written into it.
use super::journal::SEGMENTS;
use super::streams::{lay_book, whole};
use linli::store::backup::{self, Origin};
use std::fs::{self, OpenOptions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::LazyLock;

type Files = Vec<(String, Vec<u8>)>;

/// A right backup of two nights.
static BASE: LazyLock<Files> = LazyLock::new(|| {
    let dir = super::folder();
    let (book, kept) = (dir.path().join("book"), dir.path().join("kept"));
    for segments in [2, SEGMENTS.len()] {
        lay_book(&book, segments);
        backup::backup(&book, &kept, 1000 * segments as i64, &mut || None).unwrap();
    }
    let files = fs::read_dir(&kept).unwrap().map(|e| e.unwrap().path());
    let mut all: Files = files
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&p).unwrap()))
        .filter(|(name, _)| name != "lock")
        .collect();
    all.sort();
    all
});

const CANARY: &[u8] = b"somebody else's";

/// The input is a list of hands, five bytes each: what, which file, where, with what. The first byte also says whether
/// a backup is made into the folder before it is restored.
pub fn restore(data: &[u8]) {
    let dir = super::folder();
    let kept = dir.path().join("kept");
    fs::create_dir(&kept).unwrap();
    fs::write(dir.path().join("canary"), CANARY).unwrap();
    for (name, bytes) in BASE.iter() {
        fs::write(kept.join(name), bytes).unwrap();
    }
    for op in data.chunks_exact(5).take(12) {
        hand(&kept, op);
    }
    let first = data.first().copied().unwrap_or_default();
    if first & 0x80 != 0 {
        let book = dir.path().join("origin");
        lay_book(&book, SEGMENTS.len());
        if let Err(e) = backup::backup(&book, &kept, 9000, &mut || None) {
            assert!(!e.to_string().is_empty());
        }
    }
    let book = dir.path().join("book");
    match backup::restore(Origin::Folder(kept.clone()), &book, Vec::new(), None) {
        Ok(done) => whole(&book, done.head.commits, done.records),
        Err(e) => {
            assert!(!e.to_string().is_empty());
            assert!(!book.join("format").exists(), "half a book: {e}");
        }
    }
    let _ = (backup::heads(&kept), backup::erasures(&kept));
    assert_eq!(fs::read(dir.path().join("canary")).unwrap(), CANARY, "nothing outside is touched");
}

/// Whether a path is a file or nothing: to write into a pipe is to wait, into a link to write elsewhere.
fn plain(path: &Path) -> bool {
    fs::symlink_metadata(path).map_or(true, |m| m.is_file())
}

fn hand(kept: &Path, op: &[u8]) {
    let (name, bytes) = &BASE[usize::from(op[1]) % BASE.len()];
    let (path, at) = (kept.join(name), usize::from(u16::from_le_bytes([op[2], op[3]])));
    let gone = || drop(fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path)));
    let anew = |bytes: &[u8]| {
        gone();
        fs::write(&path, bytes).unwrap();
    };
    match op[0] & 0x0f {
        0 | 1 => {
            let mut bytes = bytes.clone();
            if let Some(b) = bytes.get_mut(at) {
                *b = op[4];
            }
            anew(&bytes);
        }
        2 => anew(&bytes[..at.min(bytes.len())]),
        // a file with a hole: as long as it says, and no byte of it on the disk
        3 => {
            if plain(&path)
                && let Ok(file) = OpenOptions::new().write(true).open(&path)
            {
                let _ = file.set_len(1 << (20 + op[4] % 24));
            }
        }
        4 => gone(),
        5 => {
            gone();
            symlink("../canary", &path).unwrap();
        }
        6 => {
            gone();
            let to = ["/dev/zero", "/dev/full", "/proc/self/mem", "/", ".", "nothing"];
            symlink(to[usize::from(op[4]) % to.len()], &path).unwrap();
        }
        7 => {
            gone();
            rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).unwrap();
        }
        8 => {
            gone();
            fs::create_dir(&path).unwrap();
        }
        9 => odd(kept, &path, op[4], true),
        10 => odd(kept, &path, op[4], false),
        11 => {
            let other = &BASE[usize::from(op[4]) % BASE.len()].1;
            anew(other);
        }
        12 => {
            let next = kept.join(format!("{:010}.seg", u32::from(op[4])));
            if plain(&next) {
                fs::write(next, bytes).unwrap();
            }
        }
        // where the next backup writes first
        13 => {
            for name in ["heads.tmp", "backup.tmp", "lock"] {
                let _ = symlink("../canary", kept.join(name));
            }
        }
        14 => {
            let _ = symlink("../canary", kept.join(format!("{name}.tmp")));
        }
        _ => anew(&bytes.repeat(1 + usize::from(op[4]))),
    }
}

fn odd(kept: &Path, path: &Path, which: u8, moved: bool) {
    let names: [&[u8]; 8] = [
        b"4294967295.seg",
        b"4294967296.seg",
        b"0000000000.seg",
        b"1.seg",
        b"-000000001.seg",
        b"\xff\xfe.seg",
        "\u{1b}[2J\u{202e}.seg".as_bytes(),
        &[b'n'; 255],
    ];
    let name = kept.join(std::ffi::OsStr::from_bytes(names[usize::from(which) % names.len()]));
    let _ = match moved {
        true => fs::rename(path, name),
        false if plain(&name) => fs::write(name, b"odd"),
        false => Ok(()),
    };
}
