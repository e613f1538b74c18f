//! `linli staff`: who opens the book by which account, in which role, for which areas.

use super::ask::{join, printed, unexpected};
use super::{Failure, Setting};
use crate::book::staff::{ACCOUNT, AREAS, NAME, ROLE, ROLES, STATUS, UID};
use crate::book::{Choice, Id, Kind, Record, Ref, Value};
use crate::hub::client::Client;
use crate::hub::resolve::new_id;
use crate::hub::wire::{Edit, Filter, Link, Order, Reply, Request, Save, Shown};
use crate::text::staff as words;
use crate::tui::glyph;
use clap::Subcommand;
use std::io::Write;
use std::process::Command;

/// What may be done with a member of staff.
#[derive(Subcommand, Debug)]
pub enum Staff {
    /// Register somebody: by the login name of this machine
    Add {
        /// The login name; with --no-account the name of somebody without one
        login: String,
        /// What they may do: administrator, lead, worker, reader
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<u16>,
        /// An area they look after, by code or name; may be given several times
        #[arg(long = "area", value_name = "CODE")]
        areas: Vec<String>,
        /// Their name, where the machine's list does not say it
        #[arg(long, value_name = "NAME")]
        called: Option<String>,
        /// Somebody without an account: their visits are written by others for them
        #[arg(long)]
        no_account: bool,
    },
    /// All of them
    List,
    /// Change role, areas or name
    Set {
        /// The login name, or the name
        login: String,
        /// What they may do: administrator, lead, worker, reader
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<u16>,
        /// The areas from now on, by code or name
        #[arg(long = "area", value_name = "CODE")]
        areas: Vec<String>,
        /// Their name
        #[arg(long, value_name = "NAME")]
        called: Option<String>,
    },
    /// Somebody left: the account no longer opens the book; what they wrote stays
    Remove {
        /// The login name, or the name
        login: String,
    },
}

fn role(s: &str) -> Result<u16, String> {
    let all = || ROLES.iter().map(|c| c.key).collect::<Vec<_>>().join(", ");
    let fits = |c: &&Choice| c.key == s || c.label.zh == s;
    ROLES.iter().find(fits).map(|c| c.code).ok_or_else(|| format!("one of {}", all()))
}

/// An account of this machine: its number, and the name that its list has for the person.
fn account(login: &str) -> Option<(u32, String)> {
    // getent also knows accounts that are in no file of this machine (LDAP, sssd)
    let asked = Command::new("getent").args(["passwd", "--", login]).output().ok();
    let found = asked.filter(|o| o.status.success()).map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let list = found.or_else(|| std::fs::read_to_string("/etc/passwd").ok())?;
    list.lines().find_map(|l| {
        let parts: Vec<&str> = l.split(':').collect();
        let [name, _, uid, _, gecos, ..] = parts.as_slice() else { return None };
        let person = gecos.split(',').next().unwrap_or_default().trim();
        (*name == login).then(|| Some((uid.parse().ok()?, person.to_string())))?
    })
}

/// `linli staff`
pub fn run(set: &Setting, what: Staff) -> Result<u8, Failure> {
    let lang = set.lang;
    let mut client = join(set)?;
    match what {
        Staff::List => list(set, &mut client),
        Staff::Add { login, role, areas, called, no_account } => {
            if find(set, &mut client, &login)?.is_some() {
                return Err(words::there(lang, &login).into());
            }
            let mut edits = vec![(STATUS, Edit::Set(Value::Code(1)))];
            let mut name = called.clone().unwrap_or_default();
            if no_account {
                name = called.unwrap_or(login);
            } else {
                let (uid, person) = account(&login).ok_or_else(|| words::no_account(lang, &login))?;
                let code = role.ok_or_else(|| words::NEEDS_ROLE.get(lang))?;
                if code != 1 && areas.is_empty() {
                    return Err(words::NEEDS_AREAS.get(lang).into());
                }
                if name.is_empty() {
                    name = if person.is_empty() { login.clone() } else { person };
                }
                edits.push((ACCOUNT, Edit::Text(login)));
                edits.push((UID, Edit::Set(Value::Int(i64::from(uid)))));
            }
            edits.push((NAME, Edit::Text(name)));
            edits.extend(role.map(|r| (ROLE, Edit::Set(Value::Code(r)))));
            edits.extend(areas_of(areas));
            let target = Ref { kind: Kind::Staff, id: new_id() };
            save(set, &mut client, target, 0, edits)?;
            tell(set, &mut client, target, words::added)
        }
        Staff::Set { login, role, areas, called } => {
            let now = known(set, &mut client, &login)?;
            let mut edits: Vec<(u16, Edit)> = Vec::new();
            edits.extend(role.map(|r| (ROLE, Edit::Set(Value::Code(r)))));
            edits.extend(areas_of(areas));
            edits.extend(called.map(|c| (NAME, Edit::Text(c))));
            if edits.is_empty() {
                return Err(Failure { code: 2, words: words::NOTHING.get(lang).into() });
            }
            save(set, &mut client, now.to_ref(), now.version, edits)?;
            tell(set, &mut client, now.to_ref(), words::changed)
        }
        Staff::Remove { login } => {
            let now = known(set, &mut client, &login)?;
            // without the number no account is theirs, not even one that is given the same number later
            let edits = vec![(STATUS, Edit::Set(Value::Code(2))), (UID, Edit::Clear)];
            save(set, &mut client, now.to_ref(), now.version, edits)?;
            println!("{}", glyph::safe(&words::removed(lang, now.name())));
            Ok(0)
        }
    }
}

fn areas_of(areas: Vec<String>) -> Option<(u16, Edit)> {
    let names: Vec<Link> = areas.into_iter().map(Link::Name).collect();
    (!names.is_empty()).then_some((AREAS, Edit::Links(names)))
}

fn all(set: &Setting, client: &mut Client) -> Result<Vec<Shown>, Failure> {
    let (mut out, mut offset) = (Vec::new(), 0);
    loop {
        let (kind, filter, order) = (Kind::Staff, Filter::default(), Order::Usual);
        match client.ask(Request::Records { kind, filter, order, offset, limit: 1000 })? {
            Reply::Records { taken: 0, .. } => return Ok(out),
            Reply::Records { taken, records } => {
                offset += taken;
                out.extend(records);
            }
            other => return Err(unexpected(other, set.lang)),
        }
    }
}

fn find(set: &Setting, client: &mut Client, login: &str) -> Result<Option<Record>, Failure> {
    let mut all: Vec<Record> = all(set, client)?.into_iter().map(|s| s.record).collect();
    let by = |f: &dyn Fn(&Record) -> bool| all.iter().position(f);
    let at = by(&|r| r.fields.text(ACCOUNT) == login)
        .or_else(|| by(&|r| r.name() == login))
        .or_else(|| Id::parse(login).and_then(|id| by(&|r| r.id == id)));
    Ok(at.map(|at| all.swap_remove(at)))
}

fn known(set: &Setting, client: &mut Client, login: &str) -> Result<Record, Failure> {
    find(set, client, login)?.ok_or_else(|| words::nobody(set.lang, login).into())
}

fn save(
    set: &Setting,
    client: &mut Client,
    target: Ref,
    base: u64,
    edits: Vec<(u16, Edit)>,
) -> Result<(), Failure> {
    match client.ask(Request::Save(Save { request: new_id(), target, base, set: edits }))? {
        Reply::Saved(_) => Ok(()),
        other => Err(unexpected(other, set.lang)),
    }
}

/// (name, role, areas) in words.
fn about(set: &Setting, s: &Shown) -> (String, String, String) {
    let field = |no| Kind::Staff.field(no);
    let role = s.record.fields.code(ROLE).zip(field(ROLE)).map(|(c, f)| f.choice_label(c, set.lang));
    let sep = match set.lang {
        crate::text::Lang::Zh => "、",
        crate::text::Lang::En => ", ",
    };
    let areas = s.record.fields.links(AREAS);
    let named = |r: &Ref| s.names.iter().find(|(o, _)| o == r).map(|(_, n)| n.clone());
    let areas: Vec<String> = areas.iter().filter_map(named).collect();
    (
        s.record.name().to_string(),
        role.unwrap_or_else(|| "-".into()),
        if areas.is_empty() { "-".into() } else { areas.join(sep) },
    )
}

fn tell(
    set: &Setting,
    client: &mut Client,
    target: Ref,
    say: fn(crate::text::Lang, &str, &str, &str) -> String,
) -> Result<u8, Failure> {
    match client.ask(Request::Get(target))? {
        Reply::Shown(s) => {
            let (name, role, areas) = about(set, &s);
            println!("{}", glyph::safe(&say(set.lang, &name, &role, &areas)));
            Ok(0)
        }
        other => Err(unexpected(other, set.lang)),
    }
}

fn list(set: &Setting, client: &mut Client) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    for s in all(set, client)? {
        let (name, role, areas) = about(set, &s);
        let f = &s.record.fields;
        let account = match f.text(ACCOUNT) {
            "" => "-".to_string(),
            login => format!("{login} {}", f.int(UID).map_or("-".into(), |u| u.to_string())),
        };
        let status = f.code(STATUS).zip(Kind::Staff.field(STATUS)).map(|(c, f)| f.choice_label(c, set.lang));
        let cells = [name, role, account, areas, status.unwrap_or_default()];
        let clean: Vec<String> = cells.iter().map(|c| glyph::safe(c).into_owned()).collect();
        printed(writeln!(out, "{}", clean.join("\t")))?;
    }
    Ok(0)
}
