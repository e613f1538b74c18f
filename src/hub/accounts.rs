//! The accounts of this machine: who the kernel says is at the other end, and which number a login name has.

use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

/// What a machine knows of accounts.
pub trait Accounts: Send + Sync {
    /// The account at the other end of a connection, from the kernel.
    fn peer(&self, stream: &UnixStream) -> Option<u32>;
    /// The number of a login name.
    fn uid_of(&self, login: &str) -> Option<u32>;
}

/// This machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Machine;

impl Accounts for Machine {
    fn peer(&self, stream: &UnixStream) -> Option<u32> {
        rustix::net::sockopt::socket_peercred(stream).ok().map(|c| c.uid.as_raw())
    }

    fn uid_of(&self, login: &str) -> Option<u32> {
        account(login).map(|a| a.uid)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub uid: u32,
    /// What the machine's list calls the person; nothing where it does not say.
    pub person: String,
}

/// The account of a login name: from the machine's own list, else from whatever else it asks (LDAP, sssd).
pub fn account(login: &str) -> Option<Account> {
    let fits = |l: &str| line(l).filter(|(name, _)| name == login).map(|(_, a)| a);
    let own = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    if let Some(found) = own.lines().find_map(fits) {
        return Some(found);
    }
    let asked = Command::new("getent").args(["passwd", "--", login]).stdin(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&asked.stdout).lines().find_map(fits)
}

/// The login name of an account; its number where nothing says one.
pub fn login_of(uid: u32) -> String {
    let fits = |l: &str| line(l).filter(|(_, a)| a.uid == uid).map(|(name, _)| name);
    let own = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    own.lines().find_map(fits).unwrap_or_else(|| uid.to_string())
}

/// A line of such a list: `name:x:uid:gid:person,…:home:shell`.
fn line(text: &str) -> Option<(String, Account)> {
    let mut parts = text.split(':');
    let (name, _, uid, _, person) =
        (parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let person = person.split(',').next().unwrap_or_default().trim().to_string();
    Some((name.to_string(), Account { uid: uid.parse().ok()?, person }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_list_are_read() {
        let chen = line("chenhao:x:1004:1004:陈浩,,,:/home/chenhao:/bin/bash").unwrap();
        assert_eq!(chen, ("chenhao".into(), Account { uid: 1004, person: "陈浩".into() }));
        assert_eq!(line("nobody:x:many:1:::"), None);
        assert_eq!(line("# no line"), None);
        assert_eq!(account("root").map(|a| a.uid), Some(0));
        assert_eq!((account("no such account here"), login_of(0).as_str()), (None, "root"));
    }
}
