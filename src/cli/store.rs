//! `linli verify` and `linli rebuild`: on the book's own folder.

use super::{Failure, Setting};
use crate::hub::host::say;
use crate::store;
use crate::text::{command as words, store as told};

/// `linli verify`
pub fn verify(set: &Setting, head: Option<&str>) -> Result<u8, Failure> {
    let dir = set.dir()?;
    let r = store::verify(dir).map_err(|e| say(&e))?;
    let hash: String = r.hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
    println!("{}", words::verified(set.lang, r.commits, r.changes, &hash));
    match r.bad {
        None => println!("{}", words::SOUND.get(set.lang)),
        Some(b) if b.torn => println!("{}", words::torn(set.lang, &told::stands(set.lang, &b.place))),
        Some(b) => {
            return Err(Failure {
                code: 1,
                words: words::broken(
                    set.lang,
                    &told::stands(set.lang, &b.place),
                    told::fault(set.lang, b.fault),
                ),
            });
        }
    }
    if let Some(head) = head {
        super::backup::check_heads(set, head)?;
    }
    Ok(0)
}

/// `linli rebuild`
pub fn rebuild(set: &Setting) -> Result<u8, Failure> {
    let report = store::rebuild(set.dir()?, None).map_err(|e| say(&e))?;
    println!("{}", words::rebuilt(set.lang, report.rebuilt.map_or(0, |r| r.records)));
    Ok(0)
}
