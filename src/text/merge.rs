//! Making one of two records, and two of one again.

use crate::hub::wire::Likeness;
use crate::text::{T, t};
use crate::{say, words};

words! {
    /// One of the two went before.
    MERGED_ALREADY = "其中一条已经并到别的记录里了，请重新打开看看", "one of the two was merged into another already; open them again";
    /// Somebody changed one of them since they were shown.
    CHANGED_MEANWHILE = "刚有人改过其中一条，没有合并；请重新打开，再比一次", "somebody has just changed one of them, so nothing was merged; open them again and compare";
    /// Nothing to take back.
    NOT_MERGED = "这条没有并到别的记录里", "this record was not merged into another";
    /// The one it went into went on.
    MERGED_FURTHER = "它并入的那条后来又并到了别处，请先拆后面那次", "the record it went into was itself merged since; take that back first";
    /// Part of it cannot be read any more.
    PARTLY_ERASED = "这次合并里有内容已按请求删除，拆不回去了", "part of this merge was erased on request, so it cannot be taken back";
    /// A write to a record that went.
    WENT = "这条已经并到别的记录里；打的字在草稿里，打开草稿就接着写那一条", "this record was merged into another; what you typed is in its draft, which goes on with the one that stayed";
    /// The screen of pairs.
    PAIRS = "查重合并", "Duplicates";
    /// Nothing in it.
    NO_PAIRS = "没有看着像登记了两回的。同号、同名同单位的会自己出现在这里。", "Nobody seems to be in the book twice. Those of the same number, or the same name and employer, come up here by themselves.";
    /// Nothing in it for one.
    NO_PAIRS_OF = "册里没有看着和这条是同一个的。", "Nothing in the book seems to be the same as this one.";
    /// What Enter does with a pair.
    COMPARE = "对着看", "compare";
    /// What Del does with a pair.
    ARE_TWO = "不是同一个", "they are two";
    /// Between two reasons.
    WHY_AND = "，", "; ";
    /// It was said that they are two.
    APART_SAID = "记下了: 不是同一个，以后不再提；Ctrl-Z 收回", "Noted: they are two, and will not come up again; Ctrl-Z takes it back";
    /// Put aside, to be merged later.
    LATER_SAID = "存好就放进「查重合并」，以后再并；Ctrl-P 不放", "Once saved they stand among the duplicates; Ctrl-P takes it back";
    /// No longer.
    LATER_NOT = "不放了", "Not put aside";
    /// Above the rows of a merge.
    MERGE_ROWS = "* 两条不一样的，逐项定；[x] 是留下的", "* where they differ; [x] is what stays";
    /// Does it.
    MERGE_IT = "并成一条", "merge";
    /// The value of the one that stays.
    TAKE_LEFT = "用左边", "the left one";
    /// The value of the one that goes.
    TAKE_RIGHT = "用右边", "the right one";
    /// Both values.
    TAKE_BOTH = "都要", "both";
    /// The other one stays.
    TURN = "换一条留下", "other one stays";
    /// A field of one value.
    ONE_ONLY = "这一项只能留一个: 1 用左边，2 用右边", "This field holds one value: 1 the left, 2 the right";
    /// Takes a merge back.
    UNMERGE = "拆回", "take apart";
    /// Brings a version back.
    RESTORE = "恢复成这一版", "restore this version";
    /// A version that cannot be brought back.
    NOT_RESTORED = "这一条不是本记录的版本，恢复不了；合并的可以拆回", "This is no version of this record; a merge can be taken apart";
    /// The newest version.
    NEWEST = "这就是现在的样子", "This is how it is now";
    /// A former version is laid over the form.
    RESTORING = "照那一版填好了，还没有存；看一眼再按 Ctrl-S", "Filled in as it was then, not saved yet; look it over, then Ctrl-S";
    /// Two of one sort are needed.
    MERGE_WHAT = "只有人员、单位可以合并", "only people and organisations can be merged";
    /// The value of the record that goes.
    OTHER = "另一条", "the other";
    /// Nobody is there to ask.
    ADD_YES = "以上是将要做的，现在什么也没有动；要做请加 --yes", "this is what would be done; nothing was touched. Add --yes to do it";
    /// The question.
    SURE = "这样并吗？打 y 回车，其他都不并: ", "Go on? y and Enter, anything else leaves it: ";
    /// The answer was no.
    NOTHING_DONE = "什么也没有动", "nothing was touched";
    /// A merge by way of an ordinary save.
    BY_MERGE = "合并要在「查重合并」里办", "merging goes by the list of duplicates";
}

say! {
    /// With whom the saved one now stands among the duplicates.
    later_put(names: &str) = "待并 {names}", "to merge with {names}";
    /// How many pairs.
    pairs(n: u64) = "{n} 对", "{n} pairs";
    /// The title of a merge.
    merge_title(other: &str, keep: &str) = "{other} 并入 {keep}", "{other} into {keep}";
    /// What refers to either.
    both_refs(keep: u64, other: u64) = "用着的记录 {keep} | {other}", "referred to by {keep} | {other}";
    /// Over the column of the one that stays.
    stays(name: &str) = "留下 {name}", "{name} stays";
    /// Over the column of the one that goes.
    goes(name: &str) = "并掉 {name}", "{name} goes";
    /// It is done.
    merged(other: &str, keep: &str, n: u32) = "已并: {other} 并入 {keep}，{n} 条记录跟着改了；Ctrl-Z 拆回", "Merged {other} into {keep}, with {n} records; Ctrl-Z takes it back";
    /// It is taken apart.
    parted_here(other: &str, keep: &str) = "已拆回: {other} 和 {keep} 又是两条", "Taken apart: {other} and {keep} are two again";
    /// What is going to be done.
    will(other: &str, keep: &str) = "{other} 并入 {keep}，并好以后是:", "{other} goes into {keep}, which will be:";
    /// What refers to the one that goes.
    refs(n: u64) = "用着要并掉那条的记录 {n} 条，一起改过来", "records that refer to the one that goes, led over with it: {n}";
    /// It is done.
    done(other: &str, keep: &str) = "已并: {other} 并入 {keep}；拆回用 linli unmerge", "merged: {other} into {keep}; linli unmerge takes it back";
    /// What is going to be taken apart.
    will_part(other: &str, keep: &str, n: u64) = "从 {keep} 里拆回 {other}，{n} 条记录一起还回去", "{other} comes out of {keep} again, with records that referred to it: {n}";
    /// Fields that were changed since.
    changed_since(fields: &str) = "并后又改过、留着不动的: {fields}", "changed since, and staying as they are: {fields}";
    /// It is taken apart.
    parted(other: &str, keep: &str) = "已拆回: {other} 和 {keep} 又是两条", "taken apart: {other} and {keep} are two again";
    /// Not a field and whose value of it.
    take_form(what: &str) = "--take 要写成 字段=keep|other|both，不是 {what}", "--take takes FIELD=keep|other|both, not {what}";
    /// In the history.
    note(other: &str, keep: &str) = "合并：{other} 并入 {keep}", "merged: {other} into {keep}";
    /// A change of a record that was merged into the one at hand.
    of_former(name: &str) = "({name} 的记录)", "(record of {name})";
    /// In the history, when it is taken back.
    note_back(other: &str, keep: &str) = "拆回：{other} 从 {keep} 分出", "taken apart: {other} from {keep}";
}

/// Why two records may be the same.
pub const fn likeness(l: Likeness) -> T {
    match l {
        Likeness::Said => t("有人说可能是同一个", "said to be the same"),
        Likeness::Phone => t("同号", "same number"),
        Likeness::NameAndEmployer => t("同名同单位", "same name and employer"),
        Likeness::SoundAndEmployer => t("音近同单位", "alike in sound, same employer"),
        Likeness::NameAlone => t("同名，别的没记", "same name, nothing else known"),
        Likeness::Key => t("同名", "same name"),
        Likeness::NearKey => t("名称相近", "names alike"),
        Likeness::NumberOnly => t("同号不同名", "same number, other name"),
    }
}
