//! The journal alone: cut at every byte, with a bit flipped at every byte.
use std::sync::Arc;

use super::{super::*, Dice, commit, put};
use crate::store::{
    forgetful::Forgetful,
    group::{self, GroupWriter, Salts},
    journal::{Journal, Refused},
    layout::{self, Hash},
    walk::{Chain, End, From, Next, Verdict, segment_name},
};

pub(super) const SEGMENT: u64 = 4096;

/// A journal on a disk, with what it has acknowledged.
pub(super) struct Bench {
    pub disk: Forgetful,
    pub chain: Chain,
    pub journal: Journal,
    salts: Salts,
    pub acked: Vec<Hash>,
    pub last: Place,
}

pub(super) fn walk(chain: &Chain) -> (End, Vec<Hash>) {
    let mut hashes = Vec::new();
    let mut keep = |g: crate::store::walk::Group<'_>| {
        hashes.push(g.hash);
        Ok(Next::On)
    };
    let end = chain.walk(From::Start, &mut keep).unwrap();
    (end, hashes)
}

impl Bench {
    pub(super) fn on(disk: Forgetful) -> Result<Bench, StoreError> {
        let chain = Chain::new(Arc::new(disk.clone()), [9; 16]);
        let (end, acked) = walk(&chain);
        assert_ne!(end.verdict, Verdict::Rot, "{end:?}");
        let journal = Journal::take(chain.clone(), &end, SEGMENT, false)?;
        Ok(Bench { disk, chain, journal, salts: Salts::new().unwrap(), acked, last: end.at })
    }

    /// Appends a group of two commits with a body of `size` bytes; `n` makes it different from others.
    pub(super) fn append(&mut self, n: u64, size: usize) -> Result<(), Refused> {
        let mut group = GroupWriter::new();
        for part in 0..2 {
            let body = vec![n as u8 | 1; size / 2];
            let c = commit(n * 2 + part, vec![put(n, &body)]);
            let payload = group::payload(&[], &body);
            group.commit(&c, 1, &mut self.salts);
            group.change(c.changes[0].key, Pos(0), Some(&payload), &mut self.salts);
        }
        let place = self.journal.place_for((96 + 2 * (66 + 78 + 2 + size / 2)).next_multiple_of(8) as u64);
        let (bytes, hash) = group.finish(place, self.journal.hash());
        self.journal.append(place, &bytes, hash)?;
        self.acked.push(hash);
        self.last = place;
        Ok(())
    }

    pub(super) fn filled(groups: u64, size: usize) -> Bench {
        let mut bench = Bench::on(Forgetful::default()).unwrap();
        (0..groups).for_each(|n| assert!(bench.append(n, size).is_ok()));
        bench
    }
}

#[test]
fn groups_come_back_over_many_segments_and_oversize_ones_too() {
    let mut bench = Bench::filled(20, 700);
    assert!(bench.append(21, 3 * SEGMENT as usize).is_ok());
    assert!(bench.append(22, 10).is_ok());
    let (end, hashes) = walk(&bench.chain);
    assert_eq!(end.verdict, Verdict::Clean);
    assert_eq!(hashes, bench.acked);
    assert!(end.segments > 4);
    let again = Bench::on(bench.disk.clone()).unwrap();
    assert_eq!(again.acked, bench.acked);
}

#[test]
fn a_tail_cut_at_any_byte_of_the_last_group_costs_that_group_and_is_said() {
    // The last group inside a segment, and the last group as the first of one.
    for groups in [3, 4] {
        let bench = Bench::filled(groups, 700);
        let Place { segment, offset } = bench.last;
        let name = segment_name(segment);
        let (clean, _) = walk(&bench.chain);
        let from = if offset == layout::SEGMENT_HEAD { 0 } else { offset };
        for cut in from..clean.at.offset {
            for zeros in [true, false] {
                let disk = bench.disk.copy();
                let gone = disk.edit(&name, |b| match zeros {
                    true => {
                        let gone = b[cut as usize..].iter().any(|x| *x != 0);
                        b[cut as usize..].fill(0);
                        gone
                    }
                    false => {
                        b.truncate(cut as usize);
                        true
                    }
                });
                let chain = Chain::new(Arc::new(disk.clone()), [9; 16]);
                let (end, hashes) = walk(&chain);
                if !gone {
                    // Only padding was cut.
                    assert_eq!(hashes, bench.acked);
                    continue;
                }
                assert_eq!(hashes, bench.acked[..bench.acked.len() - 1], "cut at {cut}");
                let torn = matches!(end.verdict, Verdict::Torn { .. });
                assert!(torn || (cut <= offset && end.verdict == Verdict::Clean), "{end:?} at {cut}");
                // And it goes on from there.
                let mut bench = Bench::on(disk).unwrap();
                assert!(bench.append(99, 100).is_ok());
                let (end, hashes) = walk(&bench.chain);
                assert_eq!((end.verdict, &hashes), (Verdict::Clean, &bench.acked));
            }
        }
    }
}

#[test]
fn a_bit_flipped_anywhere_is_found_and_named() {
    let bench = Bench::filled(9, 700);
    let places = {
        let mut places = Vec::new();
        let mut note = |g: crate::store::walk::Group<'_>| {
            places.push((g.place, g.place.offset + g.bytes));
            Ok(Next::On)
        };
        bench.chain.walk(From::Start, &mut note).unwrap();
        places
    };
    let (last, _) = *places.last().unwrap();
    let mut dice = Dice(1);
    for segment in 1..=last.segment {
        let name = segment_name(segment);
        let len = bench.disk.edit(&name, |b| b.len() as u64);
        for at in 0..len {
            let disk = bench.disk.copy();
            disk.edit(&name, |b| b[at as usize] ^= 1 << dice.roll(8));
            let (end, hashes) = walk(&Chain::new(Arc::new(disk), [9; 16]));
            let hit = places.iter().position(|(p, e)| p.segment == segment && (p.offset..*e).contains(&at));
            let here = Place { segment, offset: at };
            if here >= last || (segment == last.segment && at < layout::SEGMENT_HEAD && last.offset == 96) {
                // The last group, or past it: no different from a write that did not complete.
                assert!(matches!(end.verdict, Verdict::Torn { .. }), "{here}: {end:?}");
                assert!(hashes.len() >= places.len() - 1);
                continue;
            }
            assert_eq!(end.verdict, Verdict::Rot, "{here}: {end:?}");
            let named = match hit {
                Some(i) => places[i].0,
                // A segment's header, or the empty rest of a segment.
                None if at < layout::SEGMENT_HEAD => Place { segment, offset: 0 },
                None => {
                    let full = places.iter().rfind(|(p, _)| p.segment == segment).unwrap();
                    Place { segment, offset: full.1 }
                }
            };
            assert_eq!(end.at, named, "flipped {here}: {end:?}");
            let before = places.iter().filter(|(p, _)| *p < named).count();
            assert_eq!(hashes, bench.acked[..before]);
        }
    }
}

#[test]
fn history_rewritten_with_all_its_hashes_breaks_the_chain() {
    let mut bench = Bench::filled(9, 300);
    let mut places = Vec::new();
    let mut note = |g: crate::store::walk::Group<'_>| {
        places.push((g.place, g.bytes));
        Ok(Next::On)
    };
    bench.chain.walk(From::Start, &mut note).unwrap();
    let (place, bytes) = places[3];
    // The same length, a header and hashes that are all in order: only the next group knows better.
    let mut forged = GroupWriter::new();
    for part in 0..2 {
        let c = commit(50 + part, vec![put(50, &[77; 150])]);
        let payload = group::payload(&[], &[77; 150]);
        forged.commit(&c, 1, &mut bench.salts);
        forged.change(c.changes[0].key, Pos(0), Some(&payload), &mut bench.salts);
    }
    let (forged, _) = forged.finish(place, bench.acked[2]);
    assert_eq!(forged.len() as u64, bytes);
    bench.disk.edit(&segment_name(place.segment), |b| {
        let at = place.offset as usize;
        b[at..at + forged.len()].copy_from_slice(&forged);
    });
    let (end, hashes) = walk(&bench.chain);
    assert_eq!((end.verdict, end.at, end.fault), (Verdict::Rot, places[4].0, Some(Fault::Chain)));
    assert_eq!(hashes.len(), 4);
}

#[test]
fn a_missing_segment_is_named() {
    let bench = Bench::filled(20, 700);
    crate::store::disk::Disk::remove(&bench.disk, &segment_name(2)).unwrap();
    let (end, _) = walk(&bench.chain);
    assert_eq!(end.verdict, Verdict::Rot);
    assert_eq!((end.at, end.fault), (Place { segment: 2, offset: 0 }, Some(Fault::Missing)));
}

#[test]
fn a_group_inside_the_body_of_a_torn_one_is_no_group() {
    let mut bench = Bench::filled(2, 300);
    // What a group at the very place of the forgery would be, had it been written there.
    let at = bench.last;
    let (end, _) = walk(&bench.chain);
    let inner = Place { segment: at.segment, offset: (end.at.offset + 96 + 300).next_multiple_of(8) };
    let mut forged = GroupWriter::new();
    forged.commit(&commit(5, vec![]), 0, &mut bench.salts);
    let (forged, _) = forged.finish(inner, bench.acked[0]);
    assert!(bench.append(3, 1600).is_ok());
    let name = segment_name(at.segment);
    bench.disk.edit(&name, |b| {
        let i = inner.offset as usize;
        b[i..i + forged.len()].copy_from_slice(&forged);
        // Torn: its end never arrived.
        b[i + 600..].fill(0);
    });
    let (end, hashes) = walk(&bench.chain);
    assert!(matches!(end.verdict, Verdict::Torn { .. }), "{end:?}");
    assert_eq!(hashes, bench.acked[..2]);
}

#[test]
fn positions_name_places() {
    let mut dice = Dice(3);
    for _ in 0..1000 {
        let place = Place { segment: dice.roll(1 << 24) as u32, offset: dice.roll(1 << 29) * 8 };
        let index = dice.roll(layout::GROUP_COMMITS as u64) as usize;
        assert_eq!(layout::place_of(layout::pos_at(place, index)), (place, index));
    }
}

#[test]
fn a_blanked_payload_leaves_the_headers_whole() {
    // What an erasure will do: the chain's hashes are over the payload's hash, not over the payload.
    let bench = Bench::filled(3, 300);
    let hash = |chain: &Chain| chain.group(bench.last, |head, _| head.hash());
    let before = hash(&bench.chain).unwrap();
    let mut start = 0;
    bench.chain.group(bench.last, |_, c| start = c[0].changes[0].payload.unwrap().span.start).unwrap();
    let at = bench.last.offset as usize + start;
    bench.disk.edit(&segment_name(bench.last.segment), |b| b[at - 16..at + 100].fill(0));
    // Part of a blank is damage, and of the payload only.
    let Err(StoreError::Damaged { fault: Fault::Payload, .. }) = hash(&bench.chain) else {
        panic!("not noticed")
    };
    assert_eq!(before, *bench.acked.last().unwrap());
}
