//! Sealed report 封存: what a report of a period said when it was sent off. It is not changed; what was entered later for
//! the same period stands beside it as a supplement.

use super::columns::{Column, column};
use super::field::{Field, Find, Type, field};
use super::general::{General, general};
use super::{Fields, Kind};
use crate::text::{T, t};

/// What it is called.
pub const TITLE: u16 = 1;
/// The first day.
pub const FROM: u16 = 2;
/// The last day.
pub const TO: u16 = 3;
/// Of which area; of the whole book its top one.
pub const AREA: u16 = 4;
/// When it was sealed.
pub const SEALED_ON: u16 = 5;
/// By whom.
pub const OWNER: u16 = 6;
/// What it said, a line each: key, tab, number. The hub writes it.
pub const FIGURES: u16 = 7;
/// Whether it is of all, and not of those in the area only.
pub const WHOLE: u16 = 8;
/// To whom it went.
pub const SENT_TO: u16 = 9;

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "报表", "Report", Type::Line)
        .must()
        .find(Find::Name)
        .purpose("知道封的是哪一份", "to know which report it is"),
    field(FROM, "from", "从", "From", Type::Day).must().purpose("知道是哪一期", "to know which period"),
    field(TO, "to", "到", "To", Type::Day).must().purpose("知道是哪一期", "to know which period"),
    field(AREA, "area", "辖区", "Area", Type::Ref { kind: Kind::Area, make: false })
        .must()
        .purpose("知道是哪里的", "to know of where"),
    field(SENT_TO, "sent_to", "报送", "Sent to", Type::Line)
        .hint("交给了谁", "Who got it")
        .purpose("知道交给了谁", "to know who got it"),
    field(SEALED_ON, "sealed_on", "封存日期", "Sealed on", Type::Day)
        .purpose("知道哪天封的", "to know when it was sealed"),
    field(OWNER, "owner", "封存人", "Sealed by", Type::Ref { kind: Kind::Staff, make: false })
        .purpose("知道谁封的", "to know by whom"),
    field(FIGURES, "figures", "数字", "Figures", Type::Note).hidden().fixed(),
    field(WHOLE, "whole", "全部", "Whole", Type::Number(0, 1)).hidden().fixed(),
];

/// What does not fit together: without figures nothing was sealed.
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    match (f.day(FROM), f.day(TO)) {
        (Some(from), Some(to)) if to < from => Some((TO, t("结束早于开始", "ends before it begins"))),
        _ if f.text(FIGURES).is_empty() => Some((
            FROM,
            t("封存要在报表里按 a，不能自己填", "a report is sealed on its screen with a, not typed"),
        )),
        _ => None,
    }
}

/// The lines that it said.
pub fn lines(f: &Fields) -> impl Iterator<Item = (&str, u64)> {
    f.text(FIGURES)
        .lines()
        .filter_map(|l| l.split_once('\t').and_then(|(key, n)| Some((key, n.parse().ok()?))))
}

/// What no two sealed reports share: of where, from when, to when. Nothing of one that says nothing yet.
pub fn claim(f: &Fields) -> String {
    match (f.link(AREA), f.day(FROM), f.day(TO)) {
        (Some(area), Some(from), Some(to)) => {
            let area = if f.int(WHOLE) == Some(1) { "all".to_owned() } else { area.id.to_string() };
            format!("{area} {from} {to}")
        }
        _ => String::new(),
    }
}

const COLUMNS: &[Column] = &[
    column("title", "报表", "Report", 24, 0).flex(),
    column("area", "辖区", "Area", 10, 1),
    column("from", "从", "From", 10, 2),
    column("to", "到", "To", 10, 1),
    column("sealed_on", "封存", "Sealed", 10, 0),
    column("owner", "封存人", "By", 8, 3),
];

/// Where it lies and when it was sealed.
pub const GENERAL: General = general("封存报表", "sealed", "sealed-reports", FIELDS)
    .listed(
        t("封存的报表", "Sealed reports"),
        t(
            "还没有封存的报表。按 9 到报表，过完的时段按 a 封存。",
            "No report is sealed yet. 9 shows reports; a seals one whose time is over.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .lies(AREA)
    .day(SEALED_ON)
    .owner(OWNER);
