//! Handing over: what the hub says of it.

use crate::{say, words};

words! {
    /// Nobody is named who gives, and nobody is marked.
    NEEDS_FROM = "写明谁交出，或者先标记人员", "say who gives, or mark people first";
    /// The one who takes has left.
    TO_LEFT = "已经离岗，接不了", "has left and can take nobody";
    /// Somebody else's people.
    NOT_YOURS = "不是您联系的，请负责人来交", "not yours to hand over; a lead may";
    /// Frozen.
    FROZEN = "已暂停使用，不能改", "frozen, cannot be changed";
    /// Only leads enter it as done.
    DONE_BY_LEAD = "当场办结要负责人或管理员；您可以提出，等对方接收", "only a lead or administrator enters it as done; propose it instead";
    /// A handover is written by its own steps.
    BY_STEPS = "交接单由交接和接收自动写，不能直接改", "a handover is written by its own steps and cannot be edited";
    /// Not a step that can be taken now.
    NO_STEP = "这份交接单现在不能这样办，看看它的状态", "this handover cannot go that way now; look at its state";
    /// Somebody answered meanwhile.
    MEANWHILE = "这份交接单刚有人动过，看一眼再办", "somebody has just changed this handover; look again";
    /// A refusal without a reason.
    NEEDS_WORDS = "不接收要写原因", "say why";
    /// Nobody is left in it.
    NOBODY = "没有可交接的人", "there is nobody to hand over";
    /// No liaison before.
    NO_ONE = "(没有联络员)", "(no liaison)";
}

say! {
    /// Too many at once.
    too_many(n: usize) = "一次最多交接 {n} 人，请分几次", "at most {n} people at once; do it in parts";
    /// Theirs already.
    theirs(to: &str) = "已由 {to} 联系", "{to} looks after them already";
    /// Waits for another.
    waits_for(to: &str) = "已提出交给 {to}，等接收", "waits for {to} to take them";
    /// Somebody stands in for the same days.
    stood_in(to: &str, until: &str) = "{to} 正代管到 {until}", "{to} stands in until {until}";
    /// Outside the areas of the one who takes.
    outside(to: &str) = "不在 {to} 的辖区，先给 {to} 加上辖区", "outside the areas of {to}; give them the area first";
    /// Somebody else looks after them by now.
    moved(name: &str) = "现在由 {name} 联系，没有动", "{name} looks after them by now; left alone";
    /// The note of a handover that waits.
    proposed(from: &str, to: &str, since: &str, why: &str) = "交接：{from} 提出交给 {to}，待接收，自 {since}，原因：{why}", "Handed over, waiting for {to}: from {from} as of {since}: {why}";
    /// The note of standing in.
    standing_in(from: &str, to: &str, since: &str, until: &str, why: &str) = "交接：{to} 代 {from} 联系，{since} 至 {until}，原因：{why}", "Handed over for a while: {to} stands in for {from}, {since} to {until}: {why}";
    /// The note of one that was declined.
    declined(to: &str, why: &str) = "交接：{to} 没有接收，原因：{why}", "Handed over in vain: {to} declined: {why}";
    /// The note of one that was withdrawn.
    withdrawn(from: &str) = "交接：{from} 撤回，没有交", "Handed over no longer: withdrawn by {from}";
    /// The note of standing in that ended early.
    ended(to: &str) = "交接：{to} 提前结束代管", "Handed over for a while: {to} no longer stands in";
}
