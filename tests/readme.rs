//! What the READMEs show is made from the program, and stays true.

use linli::text::Lang;
use linli::tui::keymap::Keymap;

#[test]
fn key_tables_are_those_of_the_live_keys() {
    for (file, lang) in [("README.md", Lang::En), ("README.zh-CN.md", Lang::Zh)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let block =
            text.split("<!-- keys -->").nth(1).and_then(|t| t.split("<!-- /keys -->").next()).unwrap();
        let made = Keymap::standard().markdown(lang);
        assert_eq!(block.trim(), made.trim(), "{file}: fill it with `linli keys --markdown --lang …`");
    }
}
