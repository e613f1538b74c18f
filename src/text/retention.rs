//! How long records are kept: what the hub, the screen and the command line say about what is past its time.

use super::Lang;
use crate::{say, words};

words! {
    /// Why somebody who is gone stays.
    HELD_OPEN = "还有没办完的事", "something of theirs is still open";
    /// The same: something about them may not go yet.
    HELD_YOUNG = "有关的记录还没到期", "a record about them is not past its time yet";
    /// The same: when they were last met can no longer be told.
    HELD_CONTACT = "走访已按另一条期限删除或去名，最后一次联系还说不准", "visits went by another class; the last contact cannot be told yet";
    /// A class that was carried out is taken away.
    WAS_RUN = "这一条执行过，执行记录要留着；不用了就把它停用", "this class was carried out, which stays on record; put it out of use instead";
    /// A class that holds records back is taken away.
    HOLDS = "这一条里还保留着记录，先把它们放开（或把这一条停用）", "records are held back by this class: let them go first, or put it out of use";
    /// Nothing is past its time.
    NOTHING_DUE = "没有到期的，什么也没有动", "nothing is past its time; nothing was touched";
    /// A class out of use.
    NOT_IN_FORCE = "这一条停用了，改成“执行”才能办", "this class is out of use; put it in force first";
    /// A class that only lists.
    ONLY_REVIEW = "这一条只列出来核对，不删除；要删，先把“到期怎么办”改了", "this class only lists for review; change what happens then first";
    /// A class was changed while it was carried out.
    CHANGED = "这一条刚被改过，或者已经过了一天，剩下的没有动，请重新看名单", "this class was changed meanwhile, or the day is over; the rest was not touched, look at the list again";
    /// As many are past their time as was said, and they are others.
    OTHERS = "现在到期的不是您看过的那些，没有动；请重新看名单", "others are past their time now than those you looked at; nothing was touched, look at the list again";
    /// The title of the screen.
    TITLE = "保存期限", "How long records are kept";
    /// No class.
    NONE = "还没有定期限。按 n 从常用的里面挑一条，改好存下就开始算；不会自己删，要您看过名单再执行。",
        "No class yet. n offers the usual ones; as soon as one is saved it counts. Nothing goes by itself: you look at the list and carry it out.";
    /// No class, on the command line.
    NONE_YET = "还没有定期限；在应用里打“保存期限”", "no class yet; the app makes one under \"how long records are kept\"";
    /// Nothing past its time.
    NO_DUE = "没有到期的记录", "nothing is past its time";
    /// Out of use.
    OUT = "停用", "out of use";
    /// What Enter does on a class.
    LIST = "看名单", "the list";
    /// What `a` does.
    CARRY_OUT = "执行", "carry out";
    /// What Space does.
    HOLD = "保留、放开", "hold back, let go";
    /// Why a record is held back.
    WHY = "为什么保留（不写姓名、电话） ", "Why it stays (no name, no number) ";
    /// What is held back for a reason that is not anybody's to take away.
    HELD_BY_ITSELF = "这一条不是手工保留的，情况变了自己会放开", "it is not held by hand; it goes free when that changes";
    /// Held back.
    HELD = "保留", "held";
    /// The usual classes.
    OFFERS = "挑一条常用的", "One of the usual";
    /// One of one's own.
    OWN = "自己写一条", "one of your own";
    /// Where what is filled in comes from.
    USUAL = "常用", "usual";
    /// What is typed.
    TYPE_COUNT = "不能恢复。打出条数，回车就办 ", "It cannot be undone. Type how many, then Enter ";
    /// Another number was typed.
    NOT_THE_COUNT = "条数对不上，没有动", "that is not how many; nothing was touched";
    /// An erasure in a history.
    TIME_UP = "保存期限已到，已删除", "erased: kept as long as it may be";
    /// The same where something stays.
    TIME_UP_KEPT = "保存期限已到，已隐去姓名和内容", "names and words taken out: kept as long as they may be";
    /// What a nameless record is called.
    NAMELESS = "（已去名）", "(made nameless)";
    /// Which class.
    WHICH_CLASS = "没有叫这个名字的期限，或不止一条；用 linli retention 看", "no class of that name, or several; linli retention lists them";
}

say! {
    /// How many are past their time is not what was said.
    other_count(n: u64) = "现在到期的是 {n} 条，和您写的不一样，没有动；请重新看名单", "{n} are past their time now, not as many as you said; nothing was touched, look at the list again";
    /// A record about somebody is held back, and they with it.
    held_with(why: &str) = "有关的记录保留着: {why}", "a record about them is held: {why}";
    /// For how long.
    for_months(n: i64) = "{n} 个月", "{n} months";
    /// How many are past their time.
    due(n: u64) = "到期 {n}", "{n} due";
    /// How many are held back.
    held(n: u64) = "保留 {n}", "{n} held";
    /// The oldest.
    oldest(day: &str) = "最早 {day}", "oldest {day}";
    /// When it was last carried out.
    last(day: &str, done: u64, of: u64) = "上次执行 {day}: {done}/{of}", "last carried out {day}: {done}/{of}";
    /// Rows from, to, of how many.
    rows(from: u64, to: u64, of: u64) = "{from}-{to} / {of}", "{from}-{to} / {of}";
    /// What will be done.
    will(then: &str, n: u64) = "{then}   共 {n} 条", "{then}   {n} in all";
    /// How far it is.
    doing(done: u64, of: u64) = "正在办 {done}/{of}", "{done}/{of} done so far";
    /// It is done.
    done(n: u64) = "办完了，共 {n} 条；执行记录写在这一条里", "done, {n} in all; the class says when and by whom";
    /// Not all of it was done.
    stopped(done: u64, of: u64) = "办了 {done} 条，其余（共 {of} 条）已不到期或被保留", "{done} done; the rest of {of} is no longer due, or held back";
    /// A record is held back.
    is_held(why: &str) = "已保留: {why}", "held back: {why}";
}

words! {
    /// A record is let go.
    IS_FREE = "已放开", "no longer held back";
}

/// So many years.
pub fn for_years(lang: Lang, n: i64) -> String {
    match (lang, n) {
        (Lang::Zh, n) => format!("{n} 年"),
        (Lang::En, 1) => "1 year".to_owned(),
        (Lang::En, n) => format!("{n} years"),
    }
}
