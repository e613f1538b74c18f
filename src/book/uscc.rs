//! The unified social credit code of organisations and its check digit (GB 32100-2015, section 4.5).

use super::dates::fold;
use crate::text::{T, t};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// What to say about a code. A wrong one is kept as written: the paper it came from may be wrong.
pub fn warning(code: &str) -> Option<T> {
    if code.chars().count() != 18 {
        return Some(t("信用代码应是 18 位", "a credit code has 18 characters"));
    }
    let mut sum = 0usize;
    let mut weight = 1usize;
    let bytes = code.as_bytes();
    for b in bytes.iter().take(17) {
        let Some(v) = ALPHABET.iter().position(|a| a == b) else {
            return Some(t("信用代码里有不该有的字母", "a credit code has no such letter"));
        };
        sum += v * weight;
        weight = weight * 3 % 31;
    }
    let want = ALPHABET.get((31 - sum % 31) % 31);
    if want == bytes.last() {
        None
    } else {
        Some(t("信用代码校验位对不上，请核对一遍", "the check character does not fit; please compare"))
    }
}

/// Cleans a code as written: full-width and lower case folded, spaces and dashes dropped.
pub fn clean(text: &str) -> String {
    fold(text).to_ascii_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_warn() {
        assert_eq!(warning("91350100M000100Y43"), None); // the example of GB 32100-2015
        assert!(warning("91350100M000100Y44").is_some());
        assert!(warning("91350100M000100I43").is_some());
        assert!(warning("9135").is_some());
        assert_eq!(clean("９１３５０１００ｍ０００１００y43 "), "91350100M000100Y43");
    }
}
