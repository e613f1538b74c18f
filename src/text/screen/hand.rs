//! Handing over: what the terminal shows of it, and the sheet that both sign.
use crate::hub::wire::HandAct;
use crate::text::{T, t};
use crate::{say, words};

/// What a step does.
pub const fn step(step: HandAct) -> T {
    match step {
        HandAct::Accept => t("接收", "take them"),
        HandAct::Decline => t("不接收，写明原因", "decline, saying why"),
        HandAct::Withdraw => t("撤回", "withdraw"),
        HandAct::End => t("提前结束代管", "end it early"),
    }
}

/// What was done, told of it.
pub const fn stepped(step: HandAct) -> T {
    match step {
        HandAct::Accept => t("已接收", "Taken"),
        HandAct::Decline => t("已退回，没有接收", "Declined"),
        HandAct::Withdraw => t("已撤回", "Withdrawn"),
        HandAct::End => t("代管已结束", "Nobody stands in any more"),
    }
}

words! {
    /// The title of an act, and of its form.
    HANDING = "交接", "Handing over";
    /// The title of a handover.
    SHEET = "交接单", "Handover";
    /// Nobody to hand over yet.
    MARK_OR_LIAISON = "先标记人员；或在工作人员上按 l，再按 t 全部交接", "Mark people first; or l on a colleague, then t for all of theirs";
    /// It is taken out of the act.
    STAYS = "不交", "stays";
    /// Two ways to write it.
    PROPOSE = "提出，等对方接收", "propose it; the other accepts";
    /// It was done face to face.
    DONE_NOW = "已当面交清，直接办结", "done face to face, enter it as done";
    /// What writes it.
    HAND_THEM = "就这样交", "hand over";
    /// What takes one out.
    IN_OR_OUT = "交、不交", "in or out";
    /// What gives one to another.
    TO_ANOTHER = "交给别人", "to another";
    /// To whom one goes.
    TO_WHOM = "这位交给谁", "This one to whom";
    /// Everything is taken out.
    NOBODY_LEFT = "都不交了，没有可交接的人", "All are taken out; nobody to hand over";
    /// Why somebody declines.
    DECLINE_WHY = "不接收的原因", "Why not";
    /// Heading of a number.
    NO = "序", "No";
    /// Heading of the next contact.
    PROMISED_COLUMN = "约好", "Promised";
    /// Heading of open matters.
    MATTERS_COLUMN = "未了", "Open";
    /// Heading of who takes them.
    TO_COLUMN = "交给", "To";
    /// Who gives.
    GIVES = "交出人", "From";
    /// Who takes.
    TAKES = "接收人", "To";
    /// Who looks on.
    WITNESS = "监交人", "Witness";
    /// The line of a signature.
    SIGNED = "签字", "Signature";
    /// The line of a date.
    DATED = "日期", "Date";
    /// As a document.
    AS_WORD = "存成 Word 文档", "save as a Word document";
    /// As a page.
    AS_TEXT = "存成文字", "save as text";
    /// The section of Today.
    TODAY_HAND = "交接", "Handing over";
    /// A row of Today that waits for me.
    TO_TAKE = "待接收", "to take";
    /// A row of Today that was declined.
    NOT_TAKEN = "没接收", "declined";
    /// It goes no further.
    NO_STEPS = "这份交接单已经办完了", "This handover is done with";
    /// A handover is not edited.
    NO_EDIT = "交接单不能改；撤回后重新交一次", "A handover is not edited; withdraw it and hand over again";
    /// Nobody gives.
    FROM_NOBODY = "(没有联络员)", "(no liaison)";
    /// One more, not signed.
    UNSIGNED = "本单一式两份，交接双方各执一份。", "In two copies, one for each.";
    /// Columns of the sheet.
    NAME = "姓名", "Name";
    /// Columns of the sheet.
    POST = "单位及职务", "Employer, title";
    /// Columns of the sheet.
    COMMUNITY = "社区", "Area";
    /// Columns of the sheet.
    LAST = "上次走访", "Last visit";
}

say! {
    /// Who gives how many to whom.
    from_to(from: &str, to: &str, n: usize) = "{from} -> {to}   {n} 人", "{from} -> {to}   {n} people";
    /// From when.
    since(day: &str) = "自 {day}", "as of {day}";
    /// Until when.
    stands_in(day: &str) = "代管到 {day}", "standing in until {day}";
    /// How much hangs on them.
    open(promises: usize, matters: u64) = "约好 {promises}   未了 {matters}", "promised {promises}, open {matters}";
    /// Drafts that stay with whoever gives.
    drafts(n: u64) = "交出人还有 {n} 份草稿，只有本人能接着写", "the one who gives has {n} drafts only they can finish";
    /// It was proposed.
    proposed(n: u32) = "提出交接 {n} 人，等接收；Ctrl-Z 撤回", "{n} proposed, waiting to be taken; Ctrl-Z takes it back";
    /// It is done.
    done(n: u32) = "交接 {n} 人；Ctrl-Z 一起撤回", "{n} handed over; Ctrl-Z takes them all back";
    /// Some were left out.
    left(n: usize, name: &str, why: &str) = "{n} 人没交，{name}: {why}", "{n} left out, {name}: {why}";
    /// A row of Today: somebody gives me theirs.
    gives(from: &str, n: u32) = "{from} 交来 {n} 人", "{from} gives you {n}";
    /// A row of Today: somebody did not take mine.
    declines(to: &str, n: u32) = "{to} 没接收 {n} 人", "{to} did not take {n}";
    /// The section of Today.
    today_hand(n: usize) = "交接 {n}", "Handing over {n}";
    /// The heading of the sheet's file.
    file(from: &str, to: &str, day: &str) = "交接单-{from}-{to}-{day}", "handover-{from}-{to}-{day}";
    /// What the sheet says.
    sheet_words(from: &str, to: &str, since: &str, n: usize, why: &str) = "{from} 联系的下列 {n} 人，自 {since} 起交由 {to} 联系。原因：{why}。", "As of {since} the following {n} people go from {from} to {to}. Reason: {why}.";
    /// What the sheet says of standing in.
    sheet_stands_in(from: &str, to: &str, since: &str, until: &str, n: usize, why: &str) = "{from} 联系的下列 {n} 人，{since} 至 {until} 由 {to} 代管，期满自动回到 {from}。原因：{why}。", "From {since} to {until} {to} stands in for {from} with the following {n} people; then they go back. Reason: {why}.";
    /// A file was written.
    filed(place: &str) = "存在 {place}", "Saved as {place}";
    /// It could not be.
    not_filed(why: &str) = "文件没存成: {why}", "The file was not saved: {why}";
    /// Who answered it, when.
    answered(who: &str, day: &str) = "{who} {day} 答复", "answered by {who} on {day}";
    /// At the head of a card: who stands in.
    card_stands_in(who: &str, day: &str) = "{who} 代管到 {day}", "{who} stands in until {day}";
    /// At the head of a card: it waits for another.
    card_waits(who: &str) = "待 {who} 接收", "waits for {who}";
}
