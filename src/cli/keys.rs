//! `linli keys`: the keys, and whether a file of them is right.

use super::{Failure, of_file};
use crate::text::{Lang, command as words};
use crate::tui::glyph;
use crate::tui::keymap::{Context, Keymap};
use std::path::Path;

/// Prints the keys, or what is wrong in a file of them.
pub fn run(check: Option<&Path>, markdown: bool, lang: Lang) -> Result<u8, Failure> {
    if let Some(file) = check {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|e| of_file(file, &e, lang))?;
        let problems = Keymap::check_file(&name, &text);
        for p in &problems {
            eprintln!("{}:{}: {}", glyph::safe(&p.file), p.line, p.message(lang));
        }
        if problems.is_empty() {
            println!("{}", words::keys_fine(lang, &name));
        }
        return Ok(u8::from(!problems.is_empty()));
    }
    let keymap = Keymap::standard();
    if markdown {
        print!("{}", keymap.markdown(lang));
        return Ok(0);
    }
    for context in Context::ALL {
        println!("{}", context.label().get(lang));
        for s in keymap.all(&[*context], lang) {
            println!("  {:<28} {}", s.keys.join(" "), s.desc);
        }
    }
    Ok(0)
}
