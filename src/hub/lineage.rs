//! Where a record was merged into another, whoever asks for the one that went is answered about the one that stayed.

use super::wire::{Export, Filter, Is, Of, PersonAsk, Request};
use super::world::World;
use crate::book::{Fields, Id, Kind, Ref, Type, Value};

/// A request about what stands for what it names.
pub fn led(world: &World, request: Request) -> Request {
    // nearly always nothing was merged at all
    if world.tables().lineage.is_empty() {
        return request;
    }
    let to = |r: Ref| world.stands_for(r);
    let person = |id: Id| to(Ref { kind: Kind::Person, id }).id;
    match request {
        Request::Get(r) => Request::Get(to(r)),
        Request::Card(r) => Request::Card(to(r)),
        Request::Circle { target } => Request::Circle { target: to(target) },
        Request::History { target, limit } => Request::History { target: to(target), limit },
        Request::Users { target, limit } => Request::Users { target: to(target), limit },
        Request::Path { from, to: end } => Request::Path { from: to(from), to: to(end) },
        Request::Here(r) => Request::Here(r.map(to)),
        Request::Rows { targets, more } => {
            Request::Rows { targets: targets.into_iter().map(to).collect(), more }
        }
        Request::List { kind, filter, order, offset, limit, more } => {
            Request::List { kind, filter: narrowed(world, kind, filter), order, offset, limit, more }
        }
        Request::Records { kind, filter, order, offset, limit } => {
            Request::Records { kind, filter: narrowed(world, kind, filter), order, offset, limit }
        }
        Request::Export(Export { kind, of: Of::List { filter, order, offset }, act, recipient, purpose }) => {
            let of = Of::List { filter: narrowed(world, kind, filter), order, offset };
            Request::Export(Export { kind, of, act, recipient, purpose })
        }
        Request::Counts { kind, filter, field } => {
            Request::Counts { kind, filter: narrowed(world, kind, filter), field }
        }
        Request::Person(mut ask) => {
            match &mut ask {
                PersonAsk::Who(_) => {}
                PersonAsk::File { person: p, .. }
                | PersonAsk::Visits { person: p, .. }
                | PersonAsk::Freeze { person: p, .. }
                | PersonAsk::PlanErase { person: p, .. }
                | PersonAsk::Erase { person: p, .. }
                | PersonAsk::Refuse { person: p, .. }
                | PersonAsk::Correct { person: p, .. }
                | PersonAsk::Face { person: p, .. } => *p = person(*p),
            }
            Request::Person(ask)
        }
        other => other,
    }
}

/// A filter that was kept from before.
fn narrowed(world: &World, kind: Kind, mut f: Filter) -> Filter {
    let to = |kind, id: Id| world.stands_for(Ref { kind, id }).id;
    f.person = f.person.map(|id| to(Kind::Person, id));
    f.organisation = f.organisation.map(|id| to(Kind::Organisation, id));
    for test in &mut f.tests {
        let Some(Type::Ref { kind, .. }) = kind.field(test.field).map(|f| f.ty) else { continue };
        for is in &mut test.any {
            if let Is::Ref(id) = is {
                *id = to(kind, *id);
            }
        }
    }
    f
}

/// A value that refers to what stands for what it names.
pub fn value(world: &World, v: Value) -> Value {
    match v {
        Value::Ref(r) => Value::Ref(world.stands_for(r)),
        Value::List(all) if all.iter().any(|v| matches!(v, Value::Ref(_))) => {
            let mut out: Vec<Value> = Vec::with_capacity(all.len());
            for v in all.into_iter().map(|v| value(world, v)) {
                if !out.contains(&v) {
                    out.push(v);
                }
            }
            Value::List(out)
        }
        other => other,
    }
}

/// Fields from before: what they refer to may have gone since.
pub fn fields(world: &World, kind: Kind, all: &mut Fields) {
    let changed: Vec<(u16, Value)> = all
        .iter()
        .filter(|(no, _)| Some(*no) != kind.merged_field())
        .map(|(no, v)| (no, v.clone()))
        .collect();
    for (no, v) in changed {
        let led = value(world, v.clone());
        if led != v {
            all.set(no, led);
        }
    }
}
