//! What the environment says about the terminal. Pure: the caller reads the variables.

/// Whether the locale writes UTF-8. The first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set and not
/// empty decides; none set means the C locale.
pub fn is_utf8_locale(lc_all: Option<&str>, lc_ctype: Option<&str>, lang: Option<&str>) -> bool {
    let chosen = [lc_all, lc_ctype, lang].into_iter().flatten().find(|v| !v.is_empty()).unwrap_or("C");
    let codeset = chosen.split('@').next().unwrap_or_default().split('.').nth(1).unwrap_or_default();
    let plain: String = codeset.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.eq_ignore_ascii_case("utf8")
}

/// Whether `TERM` names a terminal that cannot place a cursor.
pub fn dumb(term: Option<&str>) -> bool {
    matches!(term.unwrap_or_default(), "" | "dumb" | "unknown" | "network" | "dialup")
}

/// Whether colours are to be left out: `NO_COLOR` set to anything but nothing.
pub fn mono(no_color: Option<&str>) -> bool {
    no_color.is_some_and(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales() {
        for (all, ctype, lang, utf8) in [
            (None, None, Some("zh_CN.UTF-8"), true),
            (None, None, Some("zh_CN.utf8"), true),
            (None, None, Some("C.UTF-8"), true),
            (None, None, Some("zh_CN.GB18030"), false),
            (None, None, Some("zh_CN"), false),
            (None, None, None, false),
            (Some("C"), Some("zh_CN.UTF-8"), Some("zh_CN.UTF-8"), false),
            (Some(""), Some("zh_CN.UTF-8"), Some("C"), true),
            (None, Some("zh_CN.UTF-8@pinyin"), None, true),
        ] {
            assert_eq!(is_utf8_locale(all, ctype, lang), utf8, "{all:?} {ctype:?} {lang:?}");
        }
    }

    #[test]
    fn poor_terminals() {
        assert!(dumb(None) && dumb(Some("dumb")) && !dumb(Some("linux")) && !dumb(Some("xterm-256color")));
        assert!(mono(Some("1")) && !mono(Some("")) && !mono(None));
    }
}
