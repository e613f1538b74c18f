//! The panels of lists: filter, order, columns, kept lists; marks, copying, changing many at once; who else is there.
use crate::book::Kind;
use crate::hub::wire::Span;
use crate::text::{T, t};
use crate::{say, words};

/// A span of days, as the filter offers it.
pub const fn span(span: Span) -> T {
    match span {
        Span::Ahead => t("今天以后", "after today"),
        Span::Today => t("今天", "today"),
        Span::Week => t("近 7 天", "last 7 days"),
        Span::Month => t("本月", "this month"),
        Span::Year => t("今年", "this year"),
        Span::LastYear => t("去年", "last year"),
        Span::Before => t("更早", "before that"),
    }
}

/// How many of a kind, as marks are counted.
pub fn marked(lang: crate::text::Lang, kind: Kind, n: usize) -> String {
    match kind {
        Kind::Person | Kind::Staff => marked_people(lang, n),
        _ => marked_records(lang, n),
    }
}

/// What a list has above and below what is shown of it; nothing where all is shown.
pub fn beyond(lang: crate::text::Lang, above: usize, below: usize) -> String {
    match (above, below) {
        (0, 0) => String::new(),
        (0, n) => more_below(lang, n),
        (n, 0) => more_above(lang, n),
        (a, b) => format!("{}  {}", more_above(lang, a), more_below(lang, b)),
    }
}

words! {
    /// The panel of the filter.
    FILTER_PANEL = "筛选  选一项，或者直接打字", "Filter  choose a field, or type words";
    /// The panel of orders.
    ORDER_PANEL = "排序  日期和选项再选一次就倒过来", "Order  dates and choices turn round when chosen again";
    /// The panel of columns.
    COLUMNS_PANEL = "列  空格勾选，左右挪，Delete 复原", "Columns  Space shows or hides, Left and Right move";
    /// The panel of kept lists.
    VIEWS_PANEL = "常用名单", "Kept lists";
    /// Before the name of a list to keep.
    VIEW_NAME = "现在这张叫", "Keep this as";
    /// Nothing kept yet.
    NO_VIEWS = "起个名字存下，以后 w 加数字就到", "Name it; w and a digit bring it back";
    /// Nothing stands in the field.
    BLANK = "没填的", "not filled in";
    /// Something does.
    FILLED = "填了的", "filled in";
    /// No value to choose.
    NO_VALUES = "这里没有可选的", "nothing to choose here";
    /// No value has what was typed.
    NO_SUCH_VALUE = "没有含这几个字的，删几个字再看", "None has these letters; take some away";
    /// An input method was on where one chooses.
    HAN_CHOOSES = "输入法开着: 这里按数字、上下键和 Enter 选，Esc 退出", "The input method is on: here a digit, Up, Down and Enter choose; Esc leaves";
    /// The same where a question waits.
    HAN_ANSWERS = "输入法开着: 这里 Enter 是「是」，Esc 是「不」", "The input method is on: here Enter is yes, Esc is no";
    /// Filters and words are gone.
    FILTER_CLEARED = "筛选都去掉了", "Filters cleared";
    /// Marks are gone.
    MARKS_CLEARED = "标记都去掉了", "Marks cleared";
    /// No mark to begin a range at.
    MARK_FIRST = "先用空格标一行，再到另一行按 . 把中间的都标上", "Mark a row with Space first; . on another one marks all between";
    /// A field of a card is to be copied.
    COPY_WHAT = "抄下哪一项", "Copy what";
    /// All of how to reach somebody.
    COPY_MAIN = "姓名和电话", "name and phones";
    /// This very worker in another session.
    HERE_TOO = "您在另一处也开着", "open in another session of yours";
    /// Marked first.
    NOTHING_MARKED = "先用空格标记要改的行，再按 x", "Mark the rows with Space first, then x";
    /// A liaison's people are those of a person's liaison, or of a member of staff.
    LIAISON_OF_WHOM = "先选一个人或工作人员", "Choose a person or a member of staff first";
    /// A person whom nobody looks after.
    NO_LIAISON = "还没有联络员", "no liaison yet";
    /// A liaison without people.
    NO_PEOPLE = "现在没有由其联络的人", "Looks after nobody now";
    /// The first step of a bulk change.
    BULK_FIELD = "改哪一项", "Change which field";
    /// A value is taken away.
    BULK_CLEAR = "(清空)", "(clear)";
    /// Besides what is there.
    BULK_ADD = "加上", "add";
    /// No longer.
    BULK_REMOVE = "去掉", "take away";
    /// The look before.
    BULK_LOOKING = "正在看会改什么", "looking what would change";
    /// It was only looked at.
    BULK_NOT_YET = "现在还没改，按 Enter 才改", "Nothing is changed yet; Enter changes them";
    /// Nothing would change.
    BULK_NOTHING = "没有要改的", "Nothing would change";
    /// It cannot be done for this kind.
    BULK_NO_FIELDS = "这种记录没有可以一起改的项", "No field of these records can be changed together";
    /// Typed for all.
    BULK_VALUE = "改成", "change to";
    /// An older value that was nothing.
    NOTHING = "(空)", "(nothing)";
}

say! {
    /// What a list has above.
    more_above(n: usize) = "上面还有 {n}", "{n} more above";
    /// What a list has below.
    more_below(n: usize) = "下面还有 {n}", "{n} more below";
    /// How many people are marked.
    marked_people(n: usize) = "已标 {n} 人", "{n} marked";
    /// How many records are marked.
    marked_records(n: usize) = "已标 {n} 条", "{n} marked";
    /// Marks as they are gathered.
    marked_now(n: usize) = "标上了，一共 {n}", "Marked, {n} in all";
    /// Too many to mark.
    marks_full(n: usize) = "一次最多标 {n}，后面的没标", "{n} can be marked at once; the rest is not";
    /// Columns that have no room.
    no_room(n: usize) = "这么宽放不下，右边有 {n} 列没显示", "No room for {n} of them at this width";
    /// A list was kept.
    kept(name: &str) = "存成了「{name}」，按 w 就有", "Kept as \"{name}\"; w has it";
    /// A kept list was dropped.
    dropped(name: &str) = "「{name}」去掉了", "\"{name}\" is gone";
    /// A kept list is shown.
    shown(name: &str) = "名单: {name}", "List: {name}";
    /// On the clipboard.
    copied(what: &str) = "已抄下 {what}；粘不出来就是终端不许程序写剪贴板", "Copied {what}; if it does not paste, the terminal forbids it";
    /// Rows of a list.
    rows(n: usize) = "{n} 行(带表头)", "{n} rows with headings";
    /// Some of the rows.
    some_rows(n: usize, of: usize) = "前 {n} 行(共 {of} 行，剪贴板装不下)", "the first {n} of {of} rows (no clipboard takes more)";
    /// Others at the same card.
    also_here(who: &str) = "{who} 也在看", "{who} has it open too";
    /// Several others at the same card.
    also_here_many(who: &str, n: usize) = "{who} 等 {n} 人也在看", "{who} and others ({n}) have it open too";
    /// A reason that is too long.
    why_too_long(most: usize) = "太长了，最多 {most} 个字；打的字都在", "Too long; at most {most} characters. What you typed is still there";
    /// The title of a bulk change.
    bulk_title(what: &str, n: usize) = "一起改 {what} {n}", "Change {n} {what} together";
    /// The head of a liaison's people.
    late_people(who: &str, late: u64) = "{who}   太久没走动 {late}", "{who}   {late} overdue";
    /// What would happen.
    bulk_will(n: usize, same: usize, left: usize) = "要改 {n}   已是如此 {same}   改不了 {left}", "{n} to change, {same} are so already, {left} left out";
    /// While it is written.
    bulk_doing(n: usize, of: usize) = "已改 {n} / {of}", "{n} of {of} changed";
    /// It is written.
    bulk_done(field: &str, n: usize) = "{field} 改好了 {n} 条；Ctrl-Z 一起撤回", "{field} changed in {n}; Ctrl-Z takes them all back";
    /// Some of it was not.
    bulk_done_but(field: &str, n: usize, left: usize) = "{field} 改好了 {n} 条，{left} 条没改；Ctrl-Z 一起撤回", "{field} changed in {n}, {left} left out; Ctrl-Z takes them all back";
    /// Taken back.
    bulk_undone(n: u32) = "一起改的 {n} 条都撤回了", "All {n} changes taken back";
    /// Taken back but some.
    bulk_undone_but(n: u32, kept: usize, name: &str) = "撤回 {n} 条；{name} 等 {kept} 条别人后来又改过，没动", "{n} taken back; {kept} others have changed since were left alone, {name} among them";
}
