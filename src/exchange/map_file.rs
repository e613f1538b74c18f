//! What headings mean that the field tables do not know, written down once and used again: a file of an office's or a
//! worker's own.
//!
//! ```toml
//! [people]
//! "所属网格" = "area"
//! "属相" = "-"        # this column is left out
//! ```

use super::heading::tight;
use super::plan::{Plan, What};
use crate::book::{Kind, rules};
use crate::text::{Lang, exchange as words};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Its name in the drop folder and in the office's.
pub const NAME: &str = "mapping.toml";
/// That of an office.
const OFFICE: &str = "/etc/linli/mapping.toml";
/// The mark of a column that is left out.
const LEAVE: &str = "-";
/// Most bytes of such a file.
const BYTES_MAX: u64 = 256 << 10;

/// What headings mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapFile {
    /// Of a kind a heading, folded, and its field; none: it is left out.
    pub(super) all: Vec<(Kind, String, Option<u16>)>,
}

impl MapFile {
    /// Reads one.
    ///
    /// # Errors
    /// In words, with the place: what cannot be read, a kind or a field that is none, a heading that the book refuses.
    pub fn open(path: &Path, lang: Lang) -> Result<MapFile, String> {
        let file = path.display().to_string();
        let unreadable =
            |e: &std::io::Error| words::unreadable(lang, &file, &crate::text::store::io(lang, e));
        let about = std::fs::metadata(path).map_err(|e| unreadable(&e))?;
        if about.len() > BYTES_MAX {
            return Err(words::too_large(lang, &file));
        }
        let text = std::fs::read_to_string(path).map_err(|e| unreadable(&e))?;
        MapFile::parse(&text).map_err(|(line, why)| words::map_wrong(lang, &file, line, &why.say(lang)))
    }

    /// Those that lie ready: the office's, then the worker's own in their drop folder, which goes before it.
    ///
    /// # Errors
    /// As [`MapFile::open`], of the first that is wrong.
    pub fn ready(home: Option<&Path>, lang: Lang) -> Result<MapFile, String> {
        let own = home.map(|h| h.join(super::inbox::FOLDER).join(NAME));
        let mut out = MapFile::default();
        for path in [Some(Path::new(OFFICE).to_path_buf()), own].into_iter().flatten().filter(|p| p.is_file())
        {
            out.all.extend(MapFile::open(&path, lang)?.all);
        }
        Ok(out)
    }

    /// Of its text; else the line that is wrong, counted from 1, and why.
    fn parse(text: &str) -> Result<MapFile, (usize, Wrong)> {
        let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let found: BTreeMap<String, BTreeMap<toml::Spanned<String>, toml::Spanned<String>>> =
            toml::from_str(text).map_err(|e| {
                (e.span().map_or(1, |s| line_of(s.start)), Wrong::Toml(e.message().to_owned()))
            })?;
        let mut out = MapFile::default();
        for (kind_word, headings) in found {
            let line = text.find(&format!("[{kind_word}]")).map_or(1, line_of);
            let known = Kind::ALL.into_iter().find(|k| k.key() == kind_word || k.plural() == kind_word);
            let kind = known.ok_or_else(|| (line, Wrong::Kind(kind_word.clone())))?;
            for (heading, field) in headings {
                let line = line_of(field.span().start);
                let (heading, key) = (heading.get_ref(), field.get_ref().trim());
                if rules::refused(heading).is_some() {
                    return Err((line, Wrong::Refused(heading.clone())));
                }
                let no = match key {
                    LEAVE => None,
                    key => {
                        let field =
                            kind.fields().iter().find(|f| !f.hidden && (f.key == key || f.label.zh == key));
                        Some(field.ok_or_else(|| (line, Wrong::Field(kind, key.to_owned())))?.no)
                    }
                };
                out.all.push((kind, tight(heading), no));
            }
        }
        Ok(out)
    }

    /// What a heading, folded, means here; nothing where it is not named. The last one said holds.
    pub(super) fn of(&self, kind: Kind, heading: &str) -> Option<What> {
        let named = self.all.iter().rev().find(|(k, h, _)| *k == kind && h == heading)?;
        Some(named.2.map_or(What::Ignored, What::Maps))
    }
}

/// How a file understood its headings, to be changed and used again.
pub fn written(plan: &Plan, lang: Lang) -> String {
    let mut out = words::MAP_HEAD.get(lang).to_owned();
    let mut kinds: Vec<Kind> = Vec::new();
    for sheet in &plan.sheets {
        // one sheet of a kind is enough: the next has the same headings
        let Some(kind) = sheet.kind.filter(|k| !kinds.contains(k)) else { continue };
        kinds.push(kind);
        let _ = write!(out, "\n[{}]\n", kind.plural());
        let mut said: Vec<String> = Vec::new();
        // a heading that was cut to be shown is not the heading, and of two that are the same one is enough
        let whole = |c: &&super::plan::ColumnPlan| !c.heading.is_empty() && !c.heading.ends_with('…');
        for column in sheet.columns.iter().filter(whole) {
            if said.contains(&tight(&column.heading)) {
                continue;
            }
            said.push(tight(&column.heading));
            // a string of JSON is one of TOML
            let heading = serde_json::Value::from(column.heading.as_str()).to_string();
            let _ = match column.what {
                What::Maps(no) => {
                    let key = kind.field(no).map_or("", |f| f.key);
                    writeln!(out, "{heading} = \"{key}\"")
                }
                What::Unknown => writeln!(out, "# {heading} = \"\"    # {}", words::MAP_UNKNOWN.get(lang)),
                What::Refused(_) => writeln!(out, "# {heading}: {}", words::MAP_REFUSED.get(lang)),
                What::Split | What::Phone | What::Office | What::Said(_) | What::Ignored => {
                    writeln!(out, "# {heading}: {}", words::MAP_BY_ITSELF.get(lang))
                }
            };
        }
        let keys: Vec<&str> = kind.fields().iter().filter(|f| !f.hidden).map(|f| f.key).collect();
        let _ = writeln!(out, "# {}", words::map_fields(lang, &keys.join(" ")));
    }
    out
}

/// What is wrong with a line.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    Toml(String),
    Kind(String),
    Field(Kind, String),
    Refused(String),
}

impl Wrong {
    fn say(&self, lang: Lang) -> String {
        match self {
            Wrong::Toml(why) => why.clone(),
            Wrong::Kind(word) => {
                let all: Vec<&str> = super::heading::KINDS.iter().map(|k| k.plural()).collect();
                words::map_kind(lang, word, &all.join(" "))
            }
            Wrong::Field(kind, key) => {
                let keys: Vec<&str> = kind.fields().iter().filter(|f| !f.hidden).map(|f| f.key).collect();
                words::map_field(lang, key, &keys.join(" "))
            }
            Wrong::Refused(heading) => words::map_refused(lang, heading),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::person;
    use crate::exchange::{mapping, sheet};

    #[test]
    fn a_heading_that_nobody_knows_is_known_once_it_is_written_down() {
        let text = "姓名,所属网格,属相,微信名\n张晓明,恒达社区,虎,xm\n";
        let sheets = sheet::read(text.as_bytes().to_vec(), "表").unwrap();
        let whats = |map: &MapFile| -> Vec<What> {
            let plan = mapping::plan_with("表.csv", &sheets, None, Some(Kind::Person), map);
            plan.sheets[0].columns.iter().map(|c| c.what).collect()
        };
        let name = What::Maps(person::NAME);
        let plan = mapping::plan("表.csv", &sheets, None, Some(Kind::Person));
        let unknown = whats(&MapFile::default());
        assert!(unknown.contains(&What::Unknown), "{unknown:?}");
        for lang in [Lang::Zh, Lang::En] {
            let told = written(&plan, lang);
            let again = MapFile::parse(&told).unwrap();
            assert_eq!(whats(&again), unknown, "what was written reads as it was: {told}");
        }
        let map =
            MapFile::parse("[people]\n\"所属 网格\" = \"area\"\n\"属相\" = \"-\"\n\"微信名\" = \"微信\"\n")
                .unwrap();
        assert_eq!(whats(&map), [name, What::Maps(person::AREA), What::Ignored, What::Maps(person::WECHAT)]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, want) in [
            ("[people]\n\"a\" = \"名字吗\"\n", 2, Wrong::Field(Kind::Person, "名字吗".into())),
            ("\n[persons]\n\"a\" = \"name\"\n", 2, Wrong::Kind("persons".into())),
            ("[people]\n\n\"民族\" = \"note\"\n", 3, Wrong::Refused("民族".into())),
        ] {
            let (at, why) = MapFile::parse(text).unwrap_err();
            assert_eq!((at, &why), (line, &want));
            assert!([Lang::Zh, Lang::En].into_iter().all(|l| !why.say(l).is_empty()));
        }
        assert_eq!(MapFile::parse("[people]\n\"a\" = \n").unwrap_err().0, 2);
    }
}
