//! The rights of the people on file: what the hub and the command line say about seeing, copying, freezing and erasing
//! what is held (PIPL art. 44-50).

use crate::{say, words};

words! {
    /// Stands for the name of somebody whose entry is frozen.
    FROZEN = "（已冻结）", "(frozen)";
    /// A write or a look that touches somebody frozen.
    FROZEN_ENTRY = "这位的信息按本人要求已冻结，只保存、不使用；要恢复请用 linli person freeze --lift",
        "this entry is frozen at the person's request: kept, not used; linli person freeze --lift takes it up again";
    /// A new entry with the number of somebody frozen.
    FROZEN_NUMBER = "这个号码的主人已要求冻结本人信息，不能另建一份",
        "whoever has this number asked for their entry to be frozen; a second one cannot be made";
    /// Freezing by way of an ordinary save.
    FREEZE_BY_REQUEST = "冻结和解冻要用 linli person freeze，才会登记", "freezing goes by linli person freeze, which registers it";
    /// Frozen before.
    FROZEN_ALREADY = "已经冻结了", "it is frozen already";
    /// Not frozen.
    NOT_FROZEN = "没有冻结，不用解冻", "it is not frozen";
    /// A write that touches what is being erased.
    LEAVING = "这条信息正在按本人要求删除，不能再改", "this is being erased at the person's request and can no longer be changed";
    /// A save into the register.
    REGISTER_ONLY = "请求登记由 linli person 命令自动写，不能直接改", "the register is written by the linli person commands alone";
    /// No reason.
    REASON_NEEDED = "要写理由", "a reason is needed";
    /// A reason with the name in it.
    REASON_NAMES = "理由里有本人的姓名、称呼或电话；理由要长期保存，请改写得看不出是谁",
        "the reason holds the person's name or number; it is kept for good, so word it without them";
    /// A version in the history that an erasure blanked.
    BLANKED = "内容已按请求删除", "erased on request";
    /// An erasure that was not asked for by the book's owner.
    OWNER_ONLY = "这件事只有册子的主人能办", "only the book's owner may do this";
    /// Another change came between too often.
    TOO_BUSY = "删除时有人一直在改相关记录，没有办成；请过一会儿再办一次，登记已留着",
        "the records kept changing meanwhile; nothing was erased. Ask again in a while: the register has the request";
}

say! {
    /// An erasure in the history of a record that is gone.
    erased(request: &str) = "按本人请求删除，登记号 {request}", "erased at the person's request, register {request}";
    /// An erasure in the history of a record that stays.
    redacted(request: &str) = "有人依法要求删除，已隐去相关内容，登记号 {request}",
        "somebody was taken out at their request, register {request}";
}
