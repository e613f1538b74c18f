//! Records as JSON: id, kind, version, and the fields by their English keys. What refers to another record shows its
//! name, with the id beside it under `<key>_id`; a visit's people are ids, with their names beside.

use crate::book::{Kind, Ref, Type, Value, visit};
use crate::hub::wire::Shown;
use serde_json::{Map, Value as Json, json};

/// One record.
pub fn record(shown: &Shown) -> Json {
    let r = &shown.record;
    let mut out = Map::new();
    out.insert("id".into(), json!(r.id.to_string()));
    out.insert("kind".into(), json!(r.kind.key()));
    out.insert("version".into(), json!(r.version));
    let name =
        |to: &Ref| shown.names.iter().find(|(o, _)| o == to).map(|(_, n)| n.clone()).unwrap_or_default();
    for f in r.kind.fields().iter().filter(|f| !f.hidden) {
        let Some(v) = r.fields.get(f.no) else { continue };
        let links = r.fields.links(f.no);
        if !links.is_empty() {
            let names: Vec<String> = links.iter().map(&name).collect();
            let ids: Vec<String> = links.iter().map(|l| l.id.to_string()).collect();
            if r.kind == Kind::Visit && f.no == visit::PEOPLE {
                out.insert(f.key.into(), json!(ids));
                out.insert(format!("{}_names", f.key), json!(names));
            } else if f.many {
                out.insert(f.key.into(), json!(names));
                out.insert(format!("{}_ids", f.key), json!(ids));
            } else {
                out.insert(f.key.into(), json!(names.first()));
                out.insert(format!("{}_id", f.key), json!(ids.first()));
            }
            continue;
        }
        let group = |parts: &[(u16, Value)]| {
            let mut out = Map::new();
            for (part, v) in parts.iter().filter_map(|(no, v)| Some((f.part(*no)?, v))) {
                let said = match v {
                    Value::Text(s) => json!(s),
                    Value::Day(d) => json!(d.to_string()),
                    Value::Int(n) => json!(n),
                    Value::Code(c) => part.choice(*c).map_or(json!(c), |c| json!(c.key)),
                    Value::Ref(to) => json!(name(to)),
                    _ => Json::Null,
                };
                out.insert(part.key.into(), said);
            }
            Json::Object(out)
        };
        let one = |v: &Value| match v {
            Value::Group(parts) => group(parts),
            Value::Text(s) => json!(s),
            Value::Int(minutes) if matches!(f.ty, Type::Hours) => json!(*minutes as f64 / 60.0),
            Value::Int(i) => json!(i),
            Value::Day(d) => json!(d.to_string()),
            Value::Instant(ms) => json!(ms),
            Value::Code(c) => f.choice(*c).map_or(json!(c), |c| json!(c.key)),
            Value::Flag(b) => json!(b),
            Value::Ref(_) | Value::List(_) => Json::Null,
        };
        let several = f.many || matches!(f.ty, Type::Phone);
        let value = if several { Json::Array(v.each().iter().map(one).collect()) } else { one(v) };
        out.insert(f.key.into(), value);
    }
    Json::Object(out)
}
