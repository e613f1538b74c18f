//! What is kept: record kinds, their fields, and the rules they obey. Pure: no I/O, no clock, no terminal.
//!
//! A record is a [`Kind`], an [`Id`] and [`Fields`]: a sorted list of (field number, [`Value`]). What a field
//! number means stands once, in the kind's field table ([`Kind::fields`], see [`schema`]); the form, the columns, the search,
//! the import, the JSON and the history all read it from there.

pub mod acts;
pub mod answer;
pub mod area;
pub mod bounded;
pub mod breach;
pub mod capture;
pub mod columns;
pub mod dates;
pub mod election;
pub mod field;
pub mod general;
pub mod handover;
pub mod holiday;
pub mod hours;
pub mod matter;
pub mod meeting;
pub mod merge;
pub mod names;
pub mod notice;
pub mod offer;
pub mod organisation;
pub mod own_field;
pub mod person;
pub mod phones;
pub mod pinyin;
pub mod post;
pub mod recommendation;
pub mod report;
pub mod request;
pub mod retention;
pub mod rules;
pub mod schema;
pub mod sealed;
pub mod service;
pub mod signup;
pub mod staff;
pub mod study;
pub mod survey;
pub mod tag;
pub mod target;
pub mod task;
pub mod tie;
pub mod uscc;
pub mod value;
pub mod visit;
pub mod wording;

pub use columns::{Cell, Column, Row};
pub use dates::Day;
pub use field::{Choice, Cover, Field, Type};
pub use general::General;
pub use value::{Fields, Id, Ref, Value};

use crate::text::{T, t};
use serde::{Deserialize, Serialize};

/// The kinds of record. The numbers are stored and never reused; what refers to a record is stored by the place in this
/// list, so that a new kind stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Kind {
    /// 辖区: a place in the tree of city, street, community, grid.
    Area = 1,
    /// 人员: somebody the office keeps in touch with.
    Person = 2,
    /// 单位: an enterprise, association, department …
    Organisation = 3,
    /// 关系: a declared tie between two of them.
    Tie = 4,
    /// 走访联系: one visit, call or reception.
    Visit = 5,
    /// 工作人员: who does the work.
    Staff = 6,
    /// 标签: a word the office sorts by, with its purpose and owner.
    Tag = 7,
    /// 个人信息请求: what somebody on file asked for, and what became of it.
    Request = 8,
    /// 事项: what somebody asked for or suggested, and what became of it.
    Matter = 9,
    /// 服务: what was given to somebody, and by whom.
    Service = 10,
    /// 会议: a meeting or event, who came and what was decided.
    Meeting = 11,
    /// 待办: what somebody of the office is to do by when.
    Task = 12,
    /// 目标: a counted aim of an area or a colleague.
    Target = 13,
    /// 推荐: somebody who agreed is put forward for a post or an honour.
    Recommendation = 14,
    /// 任职: who holds what in the organisation network.
    Post = 17,
    /// 交接: people of one liaison who go to another.
    Handover = 18,
    /// 服务力量: who can help with what.
    Offer = 19,
    /// 封存报表: what a report said when it was sent off.
    Sealed = 22,
    /// 节假日: days on which the office does not work.
    Holiday = 24,
    /// 调研: what the office sets out to learn, and the questions it asks.
    Study = 15,
    /// 答卷: what somebody said to the questions of a study.
    Answer = 16,
    /// 信息安全事件: that data of the people on file got lost, and what was done.
    Breach = 23,
    /// 自设字段: what the office asks for besides what the program knows.
    OwnField = 25,
    /// 用语: what the office calls the steps and sorts.
    Wording = 26,
    /// 保存期限: how long a sort of record is kept, and what happens then.
    Retention = 27,
}

impl Kind {
    /// All kinds, those of later releases behind the others.
    pub const ALL: [Kind; 25] = [
        Kind::Area,
        Kind::Person,
        Kind::Organisation,
        Kind::Tie,
        Kind::Visit,
        Kind::Staff,
        Kind::Tag,
        Kind::Request,
        Kind::Matter,
        Kind::Post,
        Kind::Handover,
        Kind::Meeting,
        Kind::Task,
        Kind::Holiday,
        Kind::Service,
        Kind::Recommendation,
        Kind::Offer,
        Kind::Target,
        Kind::Sealed,
        Kind::Study,
        Kind::Answer,
        Kind::Breach,
        Kind::OwnField,
        Kind::Wording,
        Kind::Retention,
    ];

    /// The number a kind is stored by.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The kind of a stored number; `None` for one that a newer program wrote.
    pub fn from_code(code: u8) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.code() == code)
    }

    /// What is said of a kind that is served by its field table; `None` for those that are served by hand.
    pub const fn general(self) -> Option<&'static General> {
        match self {
            Kind::Matter => Some(&matter::GENERAL),
            Kind::Service => Some(&service::GENERAL),
            Kind::Recommendation => Some(&recommendation::GENERAL),
            Kind::Offer => Some(&offer::GENERAL),
            Kind::Target => Some(&target::GENERAL),
            Kind::Sealed => Some(&sealed::GENERAL),
            Kind::Breach => Some(&breach::GENERAL),
            Kind::Retention => Some(&retention::GENERAL),
            Kind::Post => Some(&post::GENERAL),
            Kind::Handover => Some(&handover::GENERAL),
            Kind::Meeting => Some(&meeting::GENERAL),
            Kind::Task => Some(&task::GENERAL),
            Kind::Holiday => Some(&holiday::GENERAL),
            Kind::Study => Some(&study::GENERAL),
            Kind::Answer => Some(&answer::GENERAL),
            Kind::OwnField => Some(&own_field::GENERAL),
            Kind::Wording => Some(&wording::GENERAL),
            _ => None,
        }
    }

    /// All kinds that are served by their field table.
    pub fn generals() -> impl Iterator<Item = (Kind, &'static General)> {
        Kind::ALL.into_iter().filter_map(|k| Some((k, k.general()?)))
    }

    /// The field table as it is in force, in the order of the form: the program's and what the office adds.
    pub fn fields(self) -> &'static [Field] {
        schema::fields(self)
    }

    /// The program's own field table.
    pub const fn built_in(self) -> &'static [Field] {
        match self {
            Kind::Area => area::FIELDS,
            Kind::Person => person::FIELDS,
            Kind::Organisation => organisation::FIELDS,
            Kind::Tie => tie::FIELDS,
            Kind::Visit => visit::FIELDS,
            Kind::Staff => staff::FIELDS,
            Kind::Tag => tag::FIELDS,
            Kind::Request => request::FIELDS,
            _ => match self.general() {
                Some(g) => g.fields,
                None => &[],
            },
        }
    }

    /// How one is written in a line; `None` for kinds that are not.
    pub const fn grammar(self) -> Option<&'static capture::Grammar> {
        match self {
            Kind::Person => Some(&person::LINE),
            Kind::Visit => Some(&visit::LINE),
            Kind::Organisation => Some(&organisation::LINE),
            Kind::Tie => Some(&tie::LINE),
            _ => match self.general() {
                Some(g) => g.line,
                None => None,
            },
        }
    }

    /// The field of a number.
    pub fn field(self, no: u16) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.no == no)
    }

    /// The field of an English key.
    pub fn field_by_key(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|f| f.key == key)
    }

    /// One of them, in words: 人员, person.
    pub const fn label(self) -> T {
        match self {
            Kind::Area => t("辖区", "area"),
            Kind::Person => t("人员", "person"),
            Kind::Organisation => t("单位", "organisation"),
            Kind::Tie => t("关系", "tie"),
            Kind::Visit => t("走访", "visit"),
            Kind::Staff => t("工作人员", "staff"),
            Kind::Tag => t("标签", "tag"),
            Kind::Request => t("个人信息请求", "request"),
            _ => match self.general() {
                Some(g) => g.label,
                None => t("", ""),
            },
        }
    }

    /// The word of the command line and of JSON for one: `person`.
    pub const fn key(self) -> &'static str {
        self.label().en
    }

    /// The word of the command line for many: `people`.
    pub const fn plural(self) -> &'static str {
        match self {
            Kind::Area => "areas",
            Kind::Person => "people",
            Kind::Organisation => "organisations",
            Kind::Tie => "ties",
            Kind::Visit => "visits",
            Kind::Staff => "staff",
            Kind::Tag => "tags",
            Kind::Request => "requests",
            _ => match self.general() {
                Some(g) => g.plural,
                None => "",
            },
        }
    }

    /// Reads a kind as the command line names it, singular or plural, or by its Chinese label.
    pub fn parse(s: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| s == k.plural() || s == k.key() || s == k.label().zh)
    }

    /// The field that names a record in lists and references; ties, visits and requests have none of their own.
    pub const fn name_field(self) -> Option<u16> {
        match (self, self.general()) {
            (_, Some(g)) => g.name,
            (Kind::Tie | Kind::Visit | Kind::Request, _) => None,
            _ => Some(1),
        }
    }

    /// The field that says into which record one was merged, if the kind's can be.
    pub const fn merged_field(self) -> Option<u16> {
        match self {
            Kind::Person => Some(person::MERGED_INTO),
            Kind::Organisation => Some(organisation::MERGED_INTO),
            _ => None,
        }
    }

    /// The field that says in which area a record lies, if the kind has one.
    pub const fn area_field(self) -> Option<u16> {
        match (self, self.general()) {
            (_, Some(g)) => g.area,
            (Kind::Person, _) => Some(person::AREA),
            (Kind::Organisation, _) => Some(organisation::AREA),
            (Kind::Visit, _) => Some(visit::AREA),
            _ => None,
        }
    }

    /// The field that says which people a record is about, if the kind is about any. Of a record about nobody else
    /// nothing stays when they are erased, and nothing is used while they are frozen.
    pub const fn people_field(self) -> Option<u16> {
        match (self, self.general()) {
            (_, Some(g)) => g.people,
            (Kind::Visit, _) => Some(visit::PEOPLE),
            _ => None,
        }
    }

    /// The field by which a row of a ledger is recognised when it comes again, if ledgers of the kind have no better.
    pub const fn row_field(self) -> Option<u16> {
        match (self, self.general()) {
            (_, Some(g)) => g.row,
            (Kind::Visit, _) => Some(visit::LEDGER_KEY),
            _ => None,
        }
    }

    /// The field that says which organisation a record is about.
    pub const fn organisation_field(self) -> Option<u16> {
        match (self, self.general()) {
            (_, Some(g)) => g.organisation,
            (Kind::Visit, _) => Some(visit::ORGANISATION),
            _ => None,
        }
    }
}

impl Kind {
    /// The field of who did it, and that of who wrote it down for those who have no account.
    pub const fn doers(self) -> Option<(u16, u16)> {
        match self {
            Kind::Visit => Some((visit::STAFF, visit::WRITTEN_BY)),
            _ => None,
        }
    }
}

/// A record as the book holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Which one.
    pub id: Id,
    /// The journal position of its last change; 0 for one not yet saved.
    pub version: u64,
    /// What it holds.
    pub fields: Fields,
}

impl Record {
    /// An empty record that is not yet saved.
    pub fn new(kind: Kind, id: Id) -> Record {
        Record { kind, id, version: 0, fields: Fields::default() }
    }

    /// What names it: the name field, or nothing for ties and visits.
    pub fn name(&self) -> &str {
        self.kind.name_field().map_or("", |no| self.fields.text(no))
    }

    /// The area it says it lies in.
    pub fn area(&self) -> Option<Ref> {
        self.kind.area_field().and_then(|no| self.fields.link(no))
    }

    /// A reference to it.
    pub fn to_ref(&self) -> Ref {
        Ref { kind: self.kind, id: self.id }
    }
}
