//! Backups through a pipe.
use super::bench::*;
use linli::store::backup::{BackupError, Mark, Origin, StreamFault, backup_stream};
use linli::store::{Options, Store, open};
use std::fs;

#[test]
fn streams_hold_what_the_folder_holds() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    write(&book, 0, 70);
    let full = b.stream(None).unwrap();
    let first = b.backup(0).unwrap().head;
    write(&book, 70, 80);
    let some = b.stream(Some(&first.mark())).unwrap();
    let second = b.backup(1).unwrap().head;
    write(&book, 80, 85);
    let rest = b.stream(Some(&Mark::parse(&second.hex()[..20]).unwrap())).unwrap();
    b.backup(2).unwrap();
    assert!(some.len() < full.len() / 3 && rest.len() < some.len());

    let from = |parts: &[&[u8]]| Origin::Streams(Box::new(std::io::Cursor::new(parts.concat())));
    let done = restore(from(&[&full, &some, &rest]), &b.path("s")).unwrap();
    assert_eq!((done.head.pos, done.head.commits), (book.head(), 85));
    restore(Origin::Folder(b.kept()), &b.path("f")).unwrap();
    assert_eq!(files(&b.path("s/journal")), files(&b.path("f/journal")));
    assert_eq!(fs::read(b.path("s/format")).unwrap(), fs::read(b.book().join("format")).unwrap());
    assert_eq!(all(&opened(&b.path("s")).0), all(&book));

    // One missing, one alone, one of another book, noise, and any cut or flipped byte.
    let fault = |parts: &[&[u8]]| match restore(from(parts), &b.path("bad")) {
        Err(BackupError::Stream(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(&[&full, &rest]), StreamFault::Gap);
    assert_eq!(fault(&[&some]), StreamFault::Gap);
    assert_eq!(fault(&[]), StreamFault::NotOne);
    assert_eq!(fault(&[b"age-encryption.org/v1 and so on"]), StreamFault::NotOne);
    let (_other, _) = opened(&b.path("other"));
    let mut another = Vec::new();
    backup_stream(&b.path("other"), &mut another, None, NOW, &mut || None).unwrap();
    assert_eq!(fault(&[&full, &another]), StreamFault::OtherBook);
    for at in (1..full.len()).step_by(997) {
        assert_eq!(fault(&[&full[..at]]), StreamFault::Short, "{at}");
        let mut flipped = full.clone();
        flipped[at] ^= 16;
        let refused = restore(from(&[&flipped]), &b.path("bad"));
        assert!(refused.is_err(), "a flipped bit at {at} passed");
    }
    assert!(open(&b.path("bad"), Options::default()).is_err());
    let unknown = b.stream(Some(&Mark::parse(&"0".repeat(64)).unwrap()));
    assert!(matches!(unknown, Err(BackupError::NoSuchHead(_))));
}
