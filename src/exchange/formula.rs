//! Text that a spreadsheet program would take for a formula: in a file of plain values it gets the mark by which it is
//! none, and reading takes the mark off again.

const MARK: char = '\'';

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// As it goes out.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) { format!("{MARK}{text}") } else { text.to_owned() }
}

/// As it was before it went out.
pub(super) fn bare(text: &str) -> &str {
    text.strip_prefix(MARK).filter(|rest| is_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_and_comes_back_as_it_was() {
        for s in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!((guarded(s), bare(&guarded(s))), (format!("'{s}"), s));
        }
        assert_eq!((guarded("a=1"), bare("'s-Hertogenbosch")), ("a=1".into(), "'s-Hertogenbosch"));
    }
}
