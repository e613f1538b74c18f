//! Drafts and an erasure: those about the person go, others that mention them are told, and covered if that is wanted.

use super::erase_plan::Plan;
use super::wire::{Draft, Filter, Is};
use super::world::World;
use super::{drafts, settings};
use crate::book::{Id, Kind, Ref, rules, visit};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What became of the drafts.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// How many went.
    pub gone: u32,
    /// Those about others that mention the person.
    pub mention: Vec<(u32, Id)>,
}

/// A draft's file, and what is in it where it can be read.
struct Kept {
    uid: u32,
    path: PathBuf,
    draft: Option<Draft>,
}

/// How many drafts, of whatever account, mention somebody or are about their records.
pub fn count(world: &World, plan: &Plan) -> u32 {
    let drafts = everyones(&world.dir).iter().filter(|k| !matches!(judge(plan, k), Judged::Other)).count();
    drafts as u32 + views(world, plan, true).unwrap_or(0)
}

/// Lists kept under a name that says who they are about, or for the person alone: they go. How many those are.
fn views(world: &World, plan: &Plan, dry: bool) -> io::Result<u32> {
    let (id, text) = (plan.person.id, plan.person.id.to_string());
    let named = |words: &str| plan.all.mention(words) || words.contains(&text);
    let is = |is: &Is| *is == Is::Ref(id);
    let meant = |f: &Filter| f.person == Some(id) || f.tests.iter().any(|t| t.any.iter().any(is));
    let mut gone = 0;
    for uid in accounts(&world.dir) {
        gone += settings::forget(&world.dir, uid, &named, &meant, dry)?;
    }
    Ok(gone)
}

/// The accounts that have drafts or lists of their own.
fn accounts(dir: &Path) -> Vec<u32> {
    let folders = fs::read_dir(dir.join("drafts")).into_iter().flatten().flatten();
    folders.filter_map(|f| f.file_name().to_str().and_then(|n| n.parse().ok())).collect()
}

/// Does it, or with `dry` only says what it would do.
///
/// # Errors
/// When a file cannot be read or changed.
pub fn sweep(world: &World, plan: &Plan, cover: bool, dry: bool) -> io::Result<Drafts> {
    let mut out = Drafts { gone: views(world, plan, dry)?, mention: Vec::new() };
    for kept in everyones(&world.dir) {
        match (judge(plan, &kept), kept.draft) {
            (Judged::Other, _) => {}
            (Judged::Mentions { always }, Some(draft)) => {
                out.mention.push((kept.uid, draft.id));
                if (cover || always) && !dry {
                    drafts::keep(&world.dir, kept.uid, &covered(plan, draft))?;
                }
            }
            _ => {
                out.gone += 1;
                if !dry {
                    fs::remove_file(&kept.path)?;
                    if let Some(folder) = kept.path.parent() {
                        fs::File::open(folder)?.sync_all()?;
                    }
                }
            }
        }
    }
    Ok(out)
}

enum Judged {
    /// About the person.
    Own,
    /// About others as well. `always`: the person is one of those it is about, so the words are covered.
    Mentions { always: bool },
    /// Nothing to do with them.
    Other,
}

fn judge(plan: &Plan, kept: &Kept) -> Judged {
    let Some(d) = &kept.draft else {
        // what cannot be read, or was never finished, goes if it holds the name
        let bytes = fs::read(&kept.path).unwrap_or_default();
        return if plan.all.needles().are_in(&bytes) { Judged::Own } else { Judged::Other };
    };
    if plan.gone.iter().any(|(r, _)| *r == d.target) {
        return Judged::Own;
    }
    let id = plan.person.id.to_string();
    let means = |text: &str| plan.all.mention(text) || text.contains(&id);
    let shared = plan.kept.iter().any(|(r, _)| r.to_ref() == d.target);
    if !shared && !means(&d.title) && !d.texts.iter().any(|(_, t)| means(t)) {
        return Judged::Other;
    }
    if d.base > 0 {
        return Judged::Mentions { always: shared && d.target.kind == Kind::Visit };
    }
    match d.target.kind {
        Kind::Visit => {
            let whom = d.texts.iter().find(|(no, _)| *no == visit::PEOPLE).map_or("", |(_, t)| t.as_str());
            match rules::parts(whom).any(|p| !means(p)) {
                true => Judged::Mentions { always: true },
                false => Judged::Own,
            }
        }
        Kind::Person | Kind::Tie => Judged::Own,
        _ => Judged::Mentions { always: false },
    }
}

fn covered(plan: &Plan, mut draft: Draft) -> Draft {
    let id = plan.person.id.to_string();
    let cover = |text: &mut String| {
        if let Some(covered) = plan.all.covered(text) {
            *text = covered;
        }
        *text = text.replace(&id, super::mentions::COVER);
    };
    cover(&mut draft.title);
    draft.texts.iter_mut().for_each(|(_, t)| cover(t));
    draft
}

fn everyones(dir: &Path) -> Vec<Kept> {
    let mut out = Vec::new();
    for uid in accounts(dir) {
        let known = drafts::all(dir, uid);
        for file in fs::read_dir(drafts::folder(dir, uid)).into_iter().flatten().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name == settings::FILE {
                continue;
            }
            let draft = known.iter().find(|d| d.id.to_string() == name).cloned();
            out.push(Kept { uid, path: file.path(), draft });
        }
    }
    out
}

/// Whether a draft is about a record that was erased: it may not come back that way.
pub fn is_of_erased(world: &World, target: Ref) -> bool {
    let key = crate::store::Key { kind: target.kind.code(), id: target.id.0 };
    world
        .store
        .history(key, 1)
        .is_ok_and(|h| h.first().is_some_and(|e| e.erasure && e.changes.iter().all(|c| c.body.is_none())))
}
