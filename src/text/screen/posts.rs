//! The organisation network.
use crate::hub::wire::Stale;
use crate::text::{T, t};
use crate::{say, words};

/// Why a post wants a look.
pub const fn stale(stale: Stale) -> T {
    match stale {
        Stale::Over => t("任期已满", "term over"),
        Stale::Left => t("已离岗", "has left"),
    }
}

words! {
    /// The title.
    POSTS = "组织网络", "Organisation network";
    /// A line of the area tree that leads there.
    TO_POSTS = "组织网络: 领导小组、指导员、联络员", "Organisation network: groups, instructors, liaison officers";
    /// Nothing yet.
    NO_POSTS = "还没有登记任职。按 n 登记一个；哪一级缺什么，展开就看到。", "No posts yet. n enters one; unfold a level to see what it lacks.";
    /// No areas yet.
    POSTS_NO_AREAS = "先在联络里建好街道和社区，再登记任职。", "Enter the areas first, then who holds what in them.";
    /// Enter on a gap.
    FILL = "补上", "fill it";
}

say! {
    /// How many posts.
    posts(n: u64) = "{n} 个任职", "{n} posts";
    /// How many gaps.
    gaps(n: u64) = "缺口 {n}", "{n} gaps";
    /// A body without anybody.
    nobody_in(body: &str) = "没有{body}", "no {body}";
    /// Communities without a liaison officer.
    no_liaison(n: usize) = "有 {n} 个社区没有联络员", "communities without a liaison officer: {n}";
    /// How many people somebody looks after.
    looks_after(n: u64) = "联系 {n} 人", "{n} people";
    /// A term.
    term(from: &str, to: &str) = "{from} 至 {to}", "{from} to {to}";
    /// A term without an end.
    term_from(from: &str) = "{from} 起", "since {from}";
    /// A term without a beginning.
    term_to(to: &str) = "至 {to}", "until {to}";
}
