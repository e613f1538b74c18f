//! Heads noted elsewhere prove the history.
use super::bench::*;
use linli::store::backup::{Mark, find_heads};
use linli::store::{Store, verify};
use std::fs;

#[test]
fn heads_are_found_in_the_chain_and_not_in_a_history_made_up_anew() {
    let b = Bench::new();
    let (book, _) = opened(&b.book());
    let mut marks = Vec::new();
    for day in 0..5 {
        write(&book, day * 10, day * 10 + 10);
        marks.push(b.backup(day as i64).unwrap().head.mark());
    }
    let found = find_heads(&b.book(), marks.clone(), &mut || None).unwrap();
    assert_eq!(found.iter().map(|f| f.map(|f| f.groups)).collect::<Vec<_>>(), [10, 20, 30, 40, 50].map(Some));

    // Somebody who knows the format writes the whole history again with one word changed.
    book.close().unwrap();
    fs::create_dir(b.path("forged")).unwrap();
    fs::copy(b.book().join("format"), b.path("forged/format")).unwrap();
    let (forged, _) = opened(&b.path("forged"));
    write(&forged, 0, 20);
    forged.commit(vec![commit(20, vec![put(20, "what never was")])]).unwrap();
    write(&forged, 21, 50);
    assert!(verify(&b.path("forged")).unwrap().bad.is_none());
    let found = find_heads(&b.path("forged"), marks, &mut || None).unwrap();
    // Salts are drawn anew, so not even the honest beginning is the same.
    assert!(found.iter().all(Option::is_none));
    assert!(Mark::parse("12345").is_none() && Mark::parse("g000000000000000").is_none());
    assert_eq!(Mark::parse("ABCD 0123-4567 89ab").unwrap().to_string(), "abcd0123456789ab");
}
