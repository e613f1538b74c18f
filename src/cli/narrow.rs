//! `--where FIELD=VALUE`: what a field of a list must hold, as people write it.

use super::{Failure, Setting, ask};
use crate::book::{Field, Kind, Type, dates};
use crate::hub::client::Client;
use crate::hub::wire::{Filter, Is, Reply, Request, Test};
use crate::hub::world::day_of;
use crate::text::command as words;

/// The filter of all these.
pub fn filter(set: &Setting, client: &mut Client, kind: Kind, all: &[String]) -> Result<Filter, Failure> {
    let mut out = Filter::default();
    for one in all {
        let wrong = |why: String| Failure { code: 2, words: why };
        let Some((name, value)) = one.split_once(['=', '＝']) else {
            return Err(wrong(words::where_form(set.lang, one)));
        };
        let name = name.trim();
        let known = |f: &&Field| f.key == name || f.label.zh == name || f.label.en.eq_ignore_ascii_case(name);
        let Some(field) = kind.fields().iter().filter(|f| !f.hidden).find(known) else {
            let keys: Vec<&str> = kind.fields().iter().filter(|f| !f.hidden).map(|f| f.key).collect();
            return Err(wrong(words::where_field(set.lang, name, &keys.join(" "))));
        };
        let value = value.trim();
        let Some(is) = is(set, client, field, value)? else {
            return Err(wrong(words::where_value(set.lang, field.label.get(set.lang), value)));
        };
        match out.tests.iter_mut().find(|t| t.field == field.no) {
            Some(test) => test.any.push(is),
            None => out.tests.push(Test { field: field.no, any: vec![is] }),
        }
    }
    Ok(out)
}

fn is(set: &Setting, client: &mut Client, field: &Field, value: &str) -> Result<Option<Is>, Failure> {
    if value.is_empty() || value == "*" {
        return Ok(Some(if value.is_empty() { Is::Blank } else { Is::Filled }));
    }
    let today = day_of(chrono::Utc::now().timestamp_millis());
    let day = |s: &str| if s.trim().is_empty() { Some(None) } else { dates::parse(s, today).ok().map(Some) };
    Ok(match field.ty {
        Type::Choice(_) => field.read_choice(value).map(|c| Is::Code(c.code)),
        Type::Day => match value.split_once("..") {
            Some((from, to)) => day(from).zip(day(to)).map(|(from, to)| Is::Days(from, to)),
            None => day(value).map(|d| Is::Days(d, d)),
        },
        Type::Ref { kind, .. } => {
            let request = Request::Find { query: value.to_string(), kinds: vec![kind], limit: 50 };
            match client.ask(request)? {
                Reply::Found { rows, .. } => {
                    rows.iter().find(|r| r.title() == value).map(|r| Is::Ref(r.target.id))
                }
                other => return Err(ask::unexpected(other, set.lang)),
            }
        }
        _ => None,
    })
}
