//! What a list of each kind shows, column by column. The hub fills the cells, the terminal and the command line
//! lay them out.

use super::{Day, Kind, Ref};
use crate::text::{T, t};
use serde::{Deserialize, Serialize};

/// One column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Key of JSON and of saved views.
    pub key: &'static str,
    /// Heading.
    pub label: T,
    /// Cells it wants.
    pub width: u16,
    /// How soon it gives way where there is little room: 0 never, greater sooner.
    pub drop: u8,
    /// Whether it takes what room is left.
    pub flex: bool,
    /// Whether it stands at the right edge of its room.
    pub right: bool,
}

/// The key of a column that says whom a record is about: its people, else its organisation.
pub const WHOM: &str = "whom";

/// A column; the methods below say what is special about it.
pub const fn column(key: &'static str, zh: &'static str, en: &'static str, width: u16, drop: u8) -> Column {
    Column { key, label: t(zh, en), width, drop, flex: false, right: false }
}

impl Column {
    /// Takes what room is left.
    pub const fn flex(mut self) -> Column {
        self.flex = true;
        self
    }

    /// Stands at the right edge of its room.
    pub const fn right(mut self) -> Column {
        self.right = true;
        self
    }
}

/// One cell, typed, so that each session words it in its own language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text as it is.
    Text(String),
    /// A date.
    Day(Day),
    /// When last, told as "6 天前"; `None` for never.
    Ago(Option<Day>),
    /// A number.
    Count(u64),
    /// A choice of a field: (field, code).
    Choice(u16, u16),
    /// A phone with its middle covered.
    Phone(String),
    /// By when, told as "剩 2 天".
    Due(Day),
}

/// A row of a list, the finder, a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The record it stands for.
    pub target: Ref,
    /// Its version.
    pub version: u64,
    /// One cell for each of [`columns`].
    pub cells: Vec<Cell>,
}

impl Row {
    /// The first text of it, by which people call it.
    pub fn title(&self) -> &str {
        self.cells
            .iter()
            .find_map(|c| if let Cell::Text(s) = c { Some(s.as_str()) } else { None })
            .unwrap_or("")
    }
}

/// The columns of a kind's lists.
pub const fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Person => {
            const {
                &[
                    column("name", "姓名", "Name", 8, 0),
                    column("post", "单位及职务", "Employer and title", 26, 1).flex(),
                    column("area", "社区", "Community", 10, 3),
                    column("phone", "电话", "Phone", 11, 2),
                    column("last_visit", "上次走访", "Last visit", 10, 1).right(),
                    column("visits", "走访", "Visits", 4, 4).right(),
                ]
            }
        }
        Kind::Organisation => {
            const {
                &[
                    column("name", "名称", "Name", 32, 0).flex(),
                    column("sort", "性质", "Sort", 10, 2),
                    column("area", "社区", "Community", 10, 3),
                    column("people", "在册人员", "People", 8, 1).right(),
                    column("status", "状态", "Status", 8, 4),
                ]
            }
        }
        Kind::Visit => {
            const {
                &[
                    column("when", "日期", "Date", 10, 0),
                    column("mode", "方式", "How", 6, 2),
                    column("people", "走访对象", "Whom", 12, 0),
                    column("summary", "谈了什么", "What was said", 30, 0).flex(),
                    column("staff", "走访人", "Staff", 12, 3),
                    column("next", "下次", "Next", 6, 4),
                ]
            }
        }
        Kind::Area => {
            const {
                &[
                    column("name", "名称", "Name", 24, 0).flex(),
                    column("level", "级别", "Level", 10, 2),
                    column("code", "代码", "Code", 12, 3),
                    column("parent", "上级", "Part of", 14, 4),
                    column("people", "人员", "People", 7, 1).right(),
                ]
            }
        }
        Kind::Tie => {
            const {
                &[
                    column("from", "谁", "Who", 16, 0).flex(),
                    column("sort", "关系", "Tie", 12, 0),
                    column("to", "和谁", "With", 20, 0),
                    column("role", "角色", "Role", 10, 3),
                    column("since", "起", "Since", 10, 4),
                    column("source", "来源", "Source", 10, 2),
                ]
            }
        }
        Kind::Staff => {
            const {
                &[
                    column("name", "姓名", "Name", 10, 0),
                    column("role", "角色", "Role", 9, 1),
                    column("areas", "负责辖区", "Areas", 16, 1).flex(),
                    column("account", "登录账号", "Account", 10, 3),
                    column("people", "联系人数", "People", 8, 0).right(),
                    column("visits", "走访", "Visits", 6, 4).right(),
                    column("status", "状态", "Status", 7, 2),
                ]
            }
        }
        Kind::Request => {
            const {
                &[
                    column("when", "日期", "Date", 10, 0),
                    column("what", "请求", "Asked for", 10, 0),
                    column("person", "谁的", "Whose", 12, 1).flex(),
                    column("decided", "结果", "Decided", 10, 0),
                    column("staff", "经办人", "Staff", 10, 2),
                ]
            }
        }
        Kind::Tag => {
            const {
                &[column("name", "标签", "Tag", 16, 0), column("purpose", "用途", "Purpose", 30, 1).flex()]
            }
        }
        _ => match kind.general() {
            Some(g) => g.columns,
            None => &[],
        },
    }
}
