//! Numbers that look random and are the same on every machine: no library may change a demonstration book.

/// A stream of numbers (splitmix64, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

/// Mixes a number thoroughly.
pub(super) fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    /// The stream of a record: the same seed, purpose and number always give the same.
    pub(super) fn of(seed: u64, purpose: u64, number: u64) -> Random {
        Random(mix(seed ^ mix(purpose.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ mix(number))))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A number from `a` to `b`.
    pub(super) fn between(&mut self, a: i32, b: i32) -> i32 {
        a + self.below((b - a + 1).max(1) as u64) as i32
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }

    /// One of a list.
    pub(super) fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        list.get(self.below(list.len() as u64) as usize).copied().unwrap_or_default()
    }

    /// One of a list, those at its beginning more often.
    pub(super) fn early<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let n = list.len() as u64;
        let at = self.below(n).min(self.below(n));
        list.get(at as usize).copied().unwrap_or_default()
    }

    /// One of a list of (weight, value).
    pub(super) fn weighted<T: Copy + Default>(&mut self, list: &[(u32, T)]) -> T {
        let total: u64 = list.iter().map(|(w, _)| u64::from(*w)).sum();
        let mut at = self.below(total);
        for (w, v) in list {
            match at.checked_sub(u64::from(*w)) {
                Some(rest) => at = rest,
                None => return *v,
            }
        }
        T::default()
    }
}

/// A number below `side * side` turned into another, one to one, so that what is made of it never comes twice: a
/// Feistel network over two halves below `side`.
pub(super) fn shuffle(seed: u64, side: u64, n: u64) -> u64 {
    let side = side.max(1);
    let (mut hi, mut lo) = (n / side % side, n % side);
    for round in 0..4 {
        let turned = (hi + mix(seed ^ (round << 56) ^ lo) % side) % side;
        hi = lo;
        lo = turned;
    }
    hi * side + lo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_is_one_to_one() {
        for seed in 0..20 {
            let mut seen: Vec<u64> = (0..900).map(|n| shuffle(seed, 30, n)).collect();
            seen.sort_unstable();
            assert!(seen.iter().copied().eq(0..900));
        }
    }

    #[test]
    fn numbers_stay_within_bounds() {
        let mut r = Random::of(1, 2, 3);
        assert_eq!((r.below(0), r.below(1)), (0, 0));
        assert!((0..1000).all(|_| r.below(7) < 7 && (-3..=3).contains(&r.between(-3, 3))));
        assert_eq!(r.pick::<u8>(&[]), 0);
        assert_eq!(r.weighted::<u8>(&[]), 0);
    }
}
