//! Syllables that many speakers do not tell apart: n/l, z/zh, c/ch, s/sh, in/ing, en/eng, an/ang, h/f.
use super::{Code, codes, syllable};

/// Which pairs of sounds count as one. All off by default: a finder that hears everything finds too much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fuzzy {
    /// n as l (刘 and 牛).
    pub n_l: bool,
    /// zh, ch, sh as z, c, s.
    pub flat: bool,
    /// ing, eng, ang as in, en, an (and iang, uang).
    pub nasal: bool,
    /// h as f (胡 and 福).
    pub h_f: bool,
}

impl Fuzzy {
    /// Every pair.
    pub const ALL: Fuzzy = Fuzzy { n_l: true, flat: true, nasal: true, h_f: true };

    /// True when at least one pair counts as one.
    pub fn any(self) -> bool {
        self != Fuzzy::default()
    }

    /// The form two syllables share when they sound alike under these pairs: initial, then the rest.
    pub fn canon(self, syllable: &str) -> (char, String) {
        let mut chars = syllable.chars();
        let mut head = chars.next().unwrap_or(' ');
        let mut tail = chars.as_str();
        if let Some(after) = tail.strip_prefix('h').filter(|_| matches!(head, 'z' | 'c' | 's')) {
            tail = after;
            if !self.flat {
                head = head.to_ascii_uppercase();
            }
        }
        if self.n_l && head == 'l' {
            head = 'n';
        }
        let mut rest = tail;
        // 胡 hu is 福 fu, and 黄 huang is 房 fang: f swallows the glide.
        if self.h_f && head == 'h' {
            head = 'f';
            rest = tail.strip_prefix('u').filter(|r| r.starts_with('a')).unwrap_or(tail);
        }
        let rest = if self.nasal {
            rest.strip_suffix('g').filter(|r| r.ends_with('n')).unwrap_or(rest)
        } else {
            rest
        };
        (head, rest.to_owned())
    }
}

/// True when two characters share a reading, under the given pairs.
pub fn sounds_alike(a: char, b: char, fuzzy: Fuzzy) -> bool {
    let alike = |x: &Code, y: &Code| {
        x == y || (fuzzy.any() && fuzzy.canon(syllable(*x)) == fuzzy.canon(syllable(*y)))
    };
    a == b || codes(a).iter().any(|x| codes(b).iter().any(|y| alike(x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs() {
        assert!(sounds_alike('晓', '小', Fuzzy::default()));
        assert!(!sounds_alike('刘', '牛', Fuzzy::default()));
        assert!(sounds_alike('刘', '牛', Fuzzy::ALL));
        assert!(sounds_alike('张', '臧', Fuzzy { flat: true, ..Fuzzy::default() }));
        assert!(sounds_alike('金', '京', Fuzzy { nasal: true, ..Fuzzy::default() }));
        assert!(sounds_alike('胡', '福', Fuzzy { h_f: true, ..Fuzzy::default() }));
        assert!(sounds_alike('黄', '方', Fuzzy { h_f: true, ..Fuzzy::default() }));
        assert!(!sounds_alike('张', '臧', Fuzzy { nasal: true, ..Fuzzy::default() }));
    }
}
