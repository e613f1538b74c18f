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
    }
}

/// What becomes of it.
pub const fn becomes(what: Open) -> T {
    match what {
        Open::People => t("Enter 看名单，在名单上按 t 交接", "Enter lists them; t there hands over"),
        Open::Promises => t("随联系的人一起交", "go with the people"),
        Open::Drafts => t("只有本人能接着写，离岗前请本人办完", "only they can finish them"),
    }
}

words! {
    /// The title.
    LEAVING = "离岗", "Leaving";
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
