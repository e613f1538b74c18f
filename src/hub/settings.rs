//! What a worker has laid down, `drafts/<uid>/settings.json`: beside the drafts, replaced atomically, and untouched by a rebuild.
//! As text that names its fields, so that a later program reads it too.

use super::drafts::folder;
use super::own_file;
use super::wire::{Filter, Keep, Settings, VIEW_NAME_MAX, VIEWS_MAX};
use crate::book::names;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file's name in the folder of a worker's drafts.
pub const FILE: &str = "settings.json";
/// A worker's sessions write one after the other: what one lays down must not undo what another does.
static WRITING: Mutex<()> = Mutex::new(());
/// Largest file, bytes.
const SIZE_MAX: u64 = 1 << 20;
/// Most columns of a list.
const COLUMNS_MAX: usize = 64;

fn path(dir: &Path, uid: u32) -> PathBuf {
    folder(dir, uid).join(FILE)
}

/// What a worker has laid down. A damaged file is as good as none.
pub fn read(dir: &Path, uid: u32) -> Settings {
    let path = path(dir, uid);
    let small = fs::metadata(&path).is_ok_and(|m| m.len() <= SIZE_MAX);
    let text = if small { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
    serde_json::from_str(&text).unwrap_or_default()
}

/// Lays one thing more down; all of it then.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(dir: &Path, uid: u32, keep: Keep) -> io::Result<Settings> {
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all = read(dir, uid);
    match keep {
        Keep::View(mut view) => {
            view.name = names::clean_line(&view.name).chars().take(VIEW_NAME_MAX).collect();
            view.columns.truncate(COLUMNS_MAX);
            let same = all.views.iter().position(|v| v.kind == view.kind && v.name == view.name);
            if same.is_none() && (all.views.len() >= VIEWS_MAX || view.name.is_empty()) {
                return Err(io::ErrorKind::InvalidInput.into());
            }
            match same.and_then(|i| all.views.get_mut(i)) {
                Some(old) => *old = view,
                None => all.views.push(view),
            }
        }
        Keep::DropView(kind, name) => all.views.retain(|v| v.kind != kind || v.name != name),
        Keep::Columns(kind, mut columns) => {
            columns.truncate(COLUMNS_MAX);
            all.columns.retain(|(k, _)| *k != kind);
            if !columns.is_empty() {
                all.columns.push((kind, columns));
            }
        }
        Keep::Showing(on) => all.showing = on,
    }
    write(dir, uid, &all)?;
    Ok(all)
}

/// Lays down whether others may see the screen. What cannot be kept holds for this session all the same: nobody is to
/// be shown more because a disk is full.
pub fn showing(dir: &Path, uid: u32, on: bool) -> Settings {
    let kept = keep(dir, uid, Keep::Showing(on));
    kept.unwrap_or_else(|_| Settings { showing: on, ..read(dir, uid) })
}

/// Drops the views that say anything about somebody who is erased; how many those were.
///
/// # Errors
/// When the file cannot be written.
pub fn forget(
    dir: &Path,
    uid: u32,
    named: &dyn Fn(&str) -> bool,
    meant: &dyn Fn(&Filter) -> bool,
    dry: bool,
) -> io::Result<u32> {
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut all = read(dir, uid);
    let before = all.views.len();
    all.views.retain(|v| !named(&v.name) && !named(&v.filter.text) && !meant(&v.filter));
    let gone = before - all.views.len();
    if gone > 0 && !dry {
        write(dir, uid, &all)?;
    }
    Ok(gone as u32)
}

fn write(dir: &Path, uid: u32, all: &Settings) -> io::Result<()> {
    own_file::replace(&path(dir, uid), &serde_json::to_vec_pretty(all)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Kind;
    use crate::hub::wire::{Is, Order, Test, View};

    fn view(name: &str, text: &str) -> View {
        let tests = vec![Test { field: 8, any: vec![Is::Code(4), Is::Blank] }];
        let filter = Filter { text: text.into(), tests, ..Filter::default() };
        let columns = vec!["name".into(), "trade".into()];
        View { name: name.into(), kind: Kind::Person, filter, order: Order::Recent, columns }
    }

    #[test]
    fn what_was_laid_down_comes_back_and_can_be_removed() {
        let dir = tempfile::tempdir().unwrap();
        keep(dir.path(), 7, Keep::View(view("新媒体", ""))).unwrap();
        keep(dir.path(), 7, Keep::View(view("找张晓明", "张晓明"))).unwrap();
        keep(dir.path(), 7, Keep::View(view("新媒体", "主播"))).unwrap();
        keep(dir.path(), 7, Keep::Columns(Kind::Visit, vec!["when".into()])).unwrap();
        let all = read(dir.path(), 7);
        assert_eq!(all.views, [view("新媒体", "主播"), view("找张晓明", "张晓明")]);
        assert_eq!(all.columns_of(Kind::Visit), ["when"]);
        assert!(all.columns_of(Kind::Person).is_empty());
        assert_eq!(read(dir.path(), 8), Settings::default(), "another worker's are theirs");
        assert!(super::super::drafts::all(dir.path(), 7).is_empty(), "it is no draft");
        let named = |text: &str| text.contains("张晓明");
        assert_eq!(forget(dir.path(), 7, &named, &|_| false, false).unwrap(), 1);
        keep(dir.path(), 7, Keep::DropView(Kind::Person, "没有".into())).unwrap();
        let all = keep(dir.path(), 7, Keep::Columns(Kind::Visit, Vec::new())).unwrap();
        assert_eq!((all.views.len(), all.columns.len()), (1, 0));
        fs::write(path(dir.path(), 7), "{\"views\": 3").unwrap();
        assert_eq!(read(dir.path(), 7), Settings::default());
        fs::write(path(dir.path(), 7), "{\"views\":[{\"name\":\"a\",\"kind\":\"Visit\"}],\"later\":1}")
            .unwrap();
        assert_eq!(
            read(dir.path(), 7).views.len(),
            1,
            "what another program wrote is read as far as it goes"
        );
    }
}
