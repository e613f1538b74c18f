//! Small random books, and queries that have a chance to find something in them.
use std::ops::Range;

use proptest::prelude::*;

use super::super::{Doc, Finder};
use crate::book::pinyin;

#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) id: u8,
    pub(super) kind: u8,
    pub(super) area: u32,
    pub(super) name: String,
    pub(super) reading: String,
    pub(super) called: Vec<String>,
    pub(super) phones: Vec<String>,
    pub(super) org: String,
    pub(super) title: String,
    pub(super) community: String,
    pub(super) extra: String,
    pub(super) weight: u32,
}

pub(super) fn id(n: u8) -> [u8; 16] {
    let mut id = [0; 16];
    id[15] = n;
    id
}

pub(super) fn doc() -> Doc<'static> {
    Doc::default()
}

pub(super) fn named(id: u8, name: &str) -> Person {
    Person { id, name: name.into(), ..Person::default() }
}

impl Person {
    pub(super) fn upsert(&self, finder: &Finder) {
        let called: Vec<&str> = self.called.iter().map(String::as_str).collect();
        let phones: Vec<&str> = self.phones.iter().map(String::as_str).collect();
        finder.upsert(Doc {
            id: id(self.id),
            kind: self.kind,
            area: self.area,
            name: &self.name,
            reading: &self.reading,
            called: &called,
            phones: &phones,
            org: &self.org,
            title: &self.title,
            community: &self.community,
            extra: &self.extra,
            weight: self.weight,
        });
    }
}

const SURNAMES: &[&str] = &["张", "章", "单", "曾", "欧阳", "尉迟", "王", "汪", "安", "西", "Tom ", "解"];
const GIVEN: &[&str] =
    &["晓明", "小明", "明", "乐", "安", "先", "西安", "娜", "昂", "·买买提", "长江", "A", "重阳子龙"];
const ORGS: &[&str] = &["", "恒达建材", "恒大", "合欢店", "长安A座", "Hd 公司", "西安饭庄", "123店"];
const TITLES: &[&str] = &["", "经理", "总经理", "店长"];
const COMMUNITIES: &[&str] = &["", "颍川社区", "西安路", "长安里"];
const EXTRAS: &[&str] = &["", "主播", "人大代表 主播", "长安", "138店"];
const CALLED: &[&str] = &["张总", "老王", "阿昂", "西西安安先生"];

fn phone() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["1", "2", "3"]), 1..12).prop_map(|d| d.concat())
}

fn pick(from: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(from).prop_map(str::to_owned)
}

fn person() -> impl Strategy<Value = Person> {
    let name = (pick(SURNAMES), pick(GIVEN)).prop_map(|(s, g)| s + &g);
    let reading = prop::sample::select(vec!["", "", "", "yue an", "li xian", "an"]).prop_map(str::to_owned);
    let called = prop::collection::vec(pick(CALLED), 0..2);
    let phones = prop::collection::vec(phone(), 0..3);
    let texts = (pick(ORGS), pick(TITLES), pick(COMMUNITIES), pick(EXTRAS));
    (0u8..80, 0u8..3, 0u32..9, name, reading, called, phones, texts, 0u32..4).prop_map(|p| Person {
        id: p.0,
        kind: p.1,
        area: p.2,
        name: p.3,
        reading: p.4,
        called: p.5,
        phones: p.6,
        org: p.7.0,
        title: p.7.1,
        community: p.7.2,
        extra: p.7.3,
        weight: p.8,
    })
}

pub(super) fn people(many: Range<usize>) -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(person(), many)
}

/// A query to be, cut from a person of the book or made up.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    words: Vec<(u8, prop::sample::Index, usize, usize, String)>,
    count: bool,
}

impl Asked {
    /// The words, now that the book is known.
    pub(super) fn text(&self, book: &[Person]) -> String {
        let words: Vec<String> = self.words.iter().map(|w| word(w, book)).collect();
        format!("{}{}", if self.count { "=" } else { "" }, words.join(" "))
    }
}

fn word(
    (way, who, from, len, made_up): &(u8, prop::sample::Index, usize, usize, String),
    book: &[Person],
) -> String {
    let Some(person) = book.get(who.index(book.len().max(1))) else { return made_up.clone() };
    let stretch = |text: &str| text.chars().skip(*from).take(*len).filter(|c| *c != ' ').collect::<String>();
    let syllables = |text: &str| pinyin::name_syllables(text);
    let sound = |text: &str| -> String {
        let each = syllables(text).into_iter().skip(*from).take(*len).enumerate();
        each.map(|(i, s)| if i % 2 == len % 2 { s } else { s.chars().take(1).collect() }).collect()
    };
    match way {
        0 => stretch(&person.name),
        1 => stretch(&pinyin::initials(&person.name)),
        2 => sound(&person.name),
        3 => syllables(&person.name).concat().chars().take(*len * 2).collect(),
        4 => person.phones.first().map(|p| stretch(p)).unwrap_or_default(),
        5 => stretch(&person.org),
        6 => sound(&person.org),
        7 => stretch(&person.community) + &stretch(&person.title),
        8 => person.called.first().map(|c| sound(c)).unwrap_or_default(),
        9 => format!("{}{}", stretch(&person.name), pinyin::initials(&person.name)),
        10 => stretch(&person.extra),
        _ => made_up.clone(),
    }
}

pub(super) fn queries() -> impl Strategy<Value = Vec<Asked>> {
    let made_up = prop::string::string_regex("[zhanxilowc安西明123章在先下没A]{1,6}").unwrap();
    let word = (0u8..13, any::<prop::sample::Index>(), 0usize..3, 1usize..5, made_up);
    let asked = (prop::collection::vec(word, 1..3), prop::bool::weighted(0.1));
    prop::collection::vec(asked.prop_map(|(words, count)| Asked { words, count }), 12)
}
