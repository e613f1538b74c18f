//! What the demonstration's office has laid down of its own: a field and two words, so that one sees that it can.

use super::plan::Ids;
use super::purpose;
use super::random::Random;
use crate::book::{Fields, Kind, Value, own_field, schema, wording};

const GROUP_CHATS: &[&str] = &["街道新阶层群", "园区企业群", "没进群"];

/// How many own fields there are.
pub(super) const FIELDS: u64 = 1;

/// The own field: in which group chat somebody is.
pub(super) fn field(ids: &Ids) -> Fields {
    let options: Vec<String> = GROUP_CHATS.iter().map(|s| (*s).to_owned()).collect();
    let codes = own_field::recoded(&[], &[], &options);
    Fields::default()
        .with(own_field::LABEL, Value::text("微信群"))
        .with(own_field::ENGLISH, Value::text("Group chat"))
        .with(own_field::OF, Value::Code(1))
        .with(own_field::SORT, Value::Code(own_field::CHOICE))
        .with(own_field::OPTIONS, Value::List(options.into_iter().map(Value::Text).collect()))
        .with(own_field::CODES, own_field::kept_codes(codes))
        .with(own_field::PURPOSE, Value::text("活动通知发到哪个群"))
        .with(own_field::OWNER, Value::Ref(ids.link(Kind::Staff, 0)))
        .with(own_field::COVERED, Value::Code(2))
        .with(own_field::USED, Value::Code(own_field::IN_USE))
        .with(own_field::NO, Value::Int(i64::from(schema::FIRST_OWN)))
}

/// What a third of the people have in it.
pub(super) fn group_chat(n: u64, seed: u64) -> Option<Value> {
    let mut r = Random::of(seed, purpose::OFFICE, n);
    r.percent(33).then(|| Value::Code(1 + r.below(GROUP_CHATS.len() as u64) as u16))
}

/// List, what it was called, what it is called here, code.
const WORDS: &[(u16, &str, &str, &str, i64)] =
    &[(3, "", "政策兑现", "grants and refunds", 200), (8, "", "证照代办", "papers fetched for them", 200)];

/// How many words there are.
pub(super) fn words() -> u64 {
    WORDS.len() as u64
}

/// The n-th word.
pub(super) fn word(n: u64) -> Fields {
    let Some((list, was, label, english, code)) = WORDS.get(n as usize) else { return Fields::default() };
    Fields::default()
        .with(wording::LIST, Value::Code(*list))
        .with(wording::WORD, Value::text(*was))
        .with(wording::LABEL, Value::text(*label))
        .with(wording::ENGLISH, Value::text(*english))
        .with(wording::CODE, Value::Int(*code))
        .with(wording::USED, Value::Code(own_field::IN_USE))
}
