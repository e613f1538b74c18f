//! What is said of an office's own fields and words.

use super::{T, t};
use crate::say;

/// What may be said is said this way.
pub const SEPARATOR: T = t("、", ", ");
/// The kind and sort of a field stay.
pub const STAYS: T =
    t("建好后不能改；停用它，另建一个", "Not changed later: put it out of use and add another");
/// A field of that name is there.
pub const TAKEN: T = t("这类记录已经有叫这个名字的栏", "Such records have a field of this name already");
/// Too many of them.
pub const TOO_MANY: T =
    t("太多了，先想想哪些用不着", "There are too many already; think about which are needed");
/// The word is another's.
pub const WORD_TAKEN: T = t("这个清单里已经有叫这个名字的", "The list has this word already");
/// Renamed before.
pub const RENAMED: T = t("这一项已经改过名，去改那一条", "It was renamed before: change that entry");
/// It cannot be removed.
pub const NOT_TAKEN_AWAY: T = t(
    "填过它的记录还要用它，不能删；把「还用不用」改成停用",
    "Records may hold it, so it is not removed; put it out of use instead",
);
/// Options that records hold would be lost.
pub const LOSES: T =
    t("这样会丢掉记录里填过的选项，没有改", "Options that records hold would be lost; nothing was changed");
/// It is not imported.
pub const ONE_BY_ONE: T = t("自设字段和用语只能逐条新建", "Own fields and wordings are entered one by one");
/// It is no longer filled.
pub const RETIRED: T = t("这一栏停用了，不再填", "This field is out of use and no longer filled");
/// It is no longer chosen.
pub const NOT_OFFERED: T = t("这一项停用了，另选一个", "This is no longer used; choose another");

say! {
    /// No such word in a list.
    not_there(word: &str, all: &str) = "清单里没有「{word}」，有：{all}", "The list has no “{word}”; it has: {all}";
}
