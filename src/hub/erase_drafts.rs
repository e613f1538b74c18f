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
    let named = |words: &str| plan.all.mention(words) || holds_id(plan, words);
    let own = |id: Id| plan.people.iter().any(|p| p.id == id);
    let is = |is: &Is| matches!(is, Is::Ref(id) if own(*id));
    let meant = |f: &Filter| f.person.is_some_and(own) || f.tests.iter().any(|t| t.any.iter().any(is));
    let mut gone = 0;
    for uid in accounts(&world.dir) {
        gone += settings::forget(&world.dir, uid, &named, &meant, dry)?;
    }
    Ok(gone)
}

/// Whether a text names the person by an id.
fn holds_id(plan: &Plan, text: &str) -> bool {
    plan.people.iter().any(|p| text.contains(&p.id.to_string()))
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
    if !dry {
        super::phrases::sweep(&world.dir, &|text| plan.strong.mention(text))?;
        super::access_sweep::sweep(&world.dir, &|text| plan.strong.mention(text))?;
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
        // of one that is spoilt nobody can say whose words are in it
        if kept.path.extension().is_some_and(|x| x == drafts::SPOILT) {
            return Judged::Own;
        }
        // what cannot be read, or was never finished, goes if it holds the name
        let bytes = fs::read(&kept.path).unwrap_or_default();
        return if plan.all.needles().are_in(&bytes) { Judged::Own } else { Judged::Other };
    };
    if plan.gone.iter().any(|(r, _)| *r == d.target) {
        return Judged::Own;
    }
    if plan.emptied && plan.kept.iter().any(|(r, _)| r.to_ref() == d.target) {
        return Judged::Own;
    }
    let means = |text: &str| plan.all.mention(text) || holds_id(plan, text);
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
    let cover = |text: &mut String| {
        if let Some(covered) = plan.all.covered(text) {
            *text = covered;
        }
        for p in &plan.people {
            *text = text.replace(&p.id.to_string(), super::mentions::COVER);
        }
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

/// Whether a draft is about somebody who was erased, or refers to them: it may not come back that way.
pub fn is_of_erased(world: &World, draft: &Draft) -> bool {
    let named = draft.texts.iter().flat_map(|(_, text)| ids(text)).map(|id| Ref { kind: Kind::Person, id });
    std::iter::once(draft.target).chain(named).any(|r| was_erased(world, r))
}

/// The ids that a text holds: whoever was picked in a form stands in its draft by name and id.
fn ids(text: &str) -> impl Iterator<Item = Id> {
    text.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter_map(Id::parse)
}

fn was_erased(world: &World, one: Ref) -> bool {
    let key = crate::store::Key { kind: one.kind.code(), id: one.id.0 };
    world
        .store
        .history(key, 1)
        .is_ok_and(|h| h.first().is_some_and(|e| e.erasure && e.changes.iter().all(|c| c.body.is_none())))
}

/// Keeps a draft, unless it is of somebody erased.
///
/// # Errors
/// When it cannot be written.
pub fn keep(world: &World, uid: u32, draft: &Draft) -> io::Result<bool> {
    if is_of_erased(world, draft) {
        return Ok(false);
    }
    drafts::keep(&world.dir, uid, draft)?;
    // the erasure may have looked through the drafts before this one was there
    let late = is_of_erased(world, draft);
    if late {
        drafts::drop(&world.dir, uid, draft.id)?;
    }
    Ok(!late)
}

/// Removes the drafts of those who are erased that a session wrote down by itself while no hub ran.
///
/// # Errors
/// When one cannot be removed.
pub fn drop_late(world: &World) -> io::Result<()> {
    for Kept { uid, draft, .. } in everyones(&world.dir) {
        if let Some(draft) = draft.filter(|d| is_of_erased(world, d)) {
            drafts::drop(&world.dir, uid, draft.id)?;
        }
    }
    Ok(())
}
