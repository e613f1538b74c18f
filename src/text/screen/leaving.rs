//! Somebody of the staff leaves: what they still have in hand.
use crate::hub::wire::Open;
use crate::text::{T, t};
use crate::{say, words};

/// What somebody still has in hand.
pub const fn open(what: Open) -> T {
    match what {
        Open::People => t("联系的人", "People looked after"),
        Open::Promises => t("答应过、还没回的", "Promised, not yet kept"),
        Open::Drafts => t("草稿", "Drafts"),
        Open::Matters => t("没办完的事项", "Matters not settled"),
        Open::Posts => t("任职", "Posts held"),
        Open::Handovers => t("没接收的交接", "Handovers to answer"),
    }
}

/// What becomes of it.
pub const fn becomes(what: Open) -> T {
    match what {
        Open::People => t("Enter 看名单，在名单上按 t 交接", "Enter lists them; t there hands over"),
        Open::Promises => t("随联系的人一起交", "go with the people"),
        Open::Matters => t("Enter 看事项，换承办人", "Enter lists them; they need another owner"),
        Open::Posts => t("Enter 看任职，写上到哪天", "Enter lists them; each needs its last day"),
        Open::Handovers => t("Enter 看交接单，接收或退回", "Enter lists them; each is taken or declined"),
        Open::Drafts => t("只有本人能接着写，离岗前请本人办完", "only they can finish them"),
    }
}

words! {
    /// The title.
    LEAVING = "离岗", "Leaving";
    /// The step.
    LEAVE = "离岗", "leaves office";
    /// The way back.
    COME_BACK = "回岗", "back in office";
    /// Somebody who has left comes back.
    LEFT = "已离岗", "Has left";
    /// The section of what is open.
    IN_HAND = "手上还有", "Still in hand";
    /// Nothing is.
    ALL_HANDED = "手上没有没交代的。", "Nothing is left in hand.";
    /// What the next step does.
    LEAVE_MEANS = "离岗: 登录账号停用，写过的记录都在", "leaves: the account closes, what they wrote stays";
    /// What the way back does.
    RETURN_MEANS = "回岗: 登录账号要管理员再登记一次", "comes back: an administrator registers the account again";
    /// Not oneself.
    LEAVE_SELF = "这是您自己的账号，离岗请别的管理员办", "This is your own account; another administrator must do it";
}

say! {
    /// Before somebody leaves with people still in hand.
    leave_ask(name: &str, n: u64) = "{name} 还联系着 {n} 人；要不交接就离岗，再按一次 a", "{name} still looks after {n}; press a again to leave without handing over";
    /// Came back.
    returned(name: &str) = "{name} 已回岗", "{name} is back";
}
