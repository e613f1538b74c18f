//! Who is let in to a book, and with which rights. Who somebody is comes from the kernel: the number of the account.
//! Staff are that number *and* the login name that this machine has for it, so that an account which is given the number
//! of one that went is nobody.

use super::accounts::Accounts;
use super::actor::Actor;
use super::rights::{Rights, Role, let_in};
use super::world::World;
use crate::book::{Id, Kind, Record, Ref, staff};
use crate::store::StoreError;
use crate::text::{Lang, staff as words};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long it is not noted again that the same account was not let in.
const NOT_AGAIN: Duration = Duration::from_secs(3600);

/// For whom a hub serves its book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// For the account that owns it, and nobody else.
    Own,
    /// For the staff of an office, each by their own account.
    Shared,
}

/// Who may come in, and what a machine knows of accounts.
pub struct Doors {
    /// For whom.
    pub door: Door,
    /// The machine.
    pub accounts: Box<dyn Accounts>,
    /// The account that owns the book's files: it may everything, as it could read them anyway.
    pub owner: u32,
    /// Its staff record.
    pub me: Ref,
    /// Accounts that were not let in.
    pub refused: Refused,
}

/// Where it is noted that an account was not let in: by its number, and not again for a while, so that nobody fills the
/// log.
pub struct Refused {
    note: Box<dyn Fn(u32) + Send + Sync>,
    last: Mutex<HashMap<u32, Instant>>,
}

impl Refused {
    /// Noted by this.
    pub fn by(note: impl Fn(u32) + Send + Sync + 'static) -> Refused {
        Refused { note: Box::new(note), last: Mutex::default() }
    }
}

impl Default for Refused {
    fn default() -> Refused {
        Refused::by(|_| ())
    }
}

impl Doors {
    /// Who an account is to the book; nobody where it is not let in. `proved`: the name was compared before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn enter(&self, world: &World, uid: u32, proved: bool) -> Result<Option<Actor>, StoreError> {
        if uid == self.owner {
            return Ok(Some(Actor::owner(uid, self.me)));
        }
        if self.door == Door::Own {
            return Ok(None);
        }
        let Some(key) = world.store.claimed(format!("uid:{uid}").as_bytes())? else { return Ok(None) };
        let staff = Ref { kind: Kind::Staff, id: Id(key.id) };
        let Some(record) = world.get(staff)?.filter(|r| self.is(r, uid, proved)) else { return Ok(None) };
        let rights = Arc::new(Rights::of(&record, &world.tables()));
        Ok(Some(Actor { rights, ..Actor::owner(uid, staff) }))
    }

    /// An account is not let in.
    pub fn refuses(&self, uid: u32) {
        let mut last = self.refused.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.get(&uid).is_none_or(|at| at.elapsed() >= NOT_AGAIN) {
            last.insert(uid, Instant::now());
            (self.refused.note)(uid);
        }
    }

    fn is(&self, record: &Record, uid: u32, proved: bool) -> bool {
        let login = record.fields.text(staff::ACCOUNT);
        let same = record.fields.int(staff::UID) == Some(i64::from(uid));
        same && let_in(record) && !login.is_empty() && (proved || self.accounts.uid_of(login) == Some(uid))
    }

    /// What somebody who is not let in is told: whom to ask.
    pub fn whom_to_ask(&self, world: &World, lang: Lang) -> String {
        let all: Vec<Ref> = {
            let t = world.tables();
            let administrators = t.staff.live().filter(|(_, s)| s.sort == Role::Administrator.code() as u8);
            administrators.map(|(_, s)| Ref { kind: Kind::Staff, id: s.id }).collect()
        };
        let serving = |r: &Ref| world.get(*r).ok().flatten().filter(let_in);
        let mut serving: Vec<Record> = all.iter().filter_map(serving).collect();
        // the account of the service is nobody to be asked, if there is anybody else
        if serving.iter().any(|r| r.id != self.me.id) {
            serving.retain(|r| r.id != self.me.id);
        }
        let names: Vec<&str> = serving.iter().map(Record::name).collect();
        let sep = if lang == Lang::Zh { "。" } else { "; " };
        let list = names.join(if lang == Lang::Zh { "、" } else { ", " });
        format!("{}{sep}{}", words::UNKNOWN_ACCOUNT.get(lang), words::ask_whom(lang, &list))
    }
}
