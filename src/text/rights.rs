//! The rights of the people on file: what the hub and the command line say about seeing, copying, freezing and erasing
//! what is held (PIPL art. 44-50).

use crate::{say, words};

words! {
    /// Stands for the name of somebody whose entry is frozen.
    FROZEN = "（已暂停使用）", "(frozen)";
    /// A write or a look that touches somebody frozen.
    FROZEN_ENTRY = "这位的信息按本人要求已暂停使用，只保存、不使用；要恢复在命令里打“本人权利”，或用 linli person freeze --lift",
        "this entry is frozen at the person's request: kept, not used; the command \"their rights\" or linli person freeze --lift takes it up again";
    /// A new entry with the number of somebody frozen.
    FROZEN_NUMBER = "这个号码的主人已要求暂停使用本人信息，不能另建一份",
        "whoever has this number asked for their entry to be frozen; a second one cannot be made";
    /// Freezing by way of an ordinary save.
    FREEZE_BY_REQUEST = "暂停使用和恢复在“本人权利”里办（或用 linli person freeze），才会登记", "freezing goes by \"their rights\" (or linli person freeze), which registers it";
    /// Frozen before.
    FROZEN_ALREADY = "已经暂停使用了", "it is frozen already";
    /// Not frozen.
    NOT_FROZEN = "没有暂停使用，不用恢复", "it is not frozen";
    /// A write that touches what is being erased.
    LEAVING = "这条信息正在按本人要求删除，不能再改", "this is being erased at the person's request and can no longer be changed";
    /// A save into the register.
    REGISTER_ONLY = "请求登记由“本人权利”和 linli person 自动写，不能直接改", "the register is written by \"their rights\" and linli person alone";
    /// No reason.
    REASON_NEEDED = "要写理由", "a reason is needed";
    /// A reason with the name in it.
    REASON_NAMES = "理由里有本人的姓名、称呼或电话；理由要长期保存，请改写得看不出是谁",
        "the reason holds the person's name or number; it is kept for good, so word it without them";
    /// A version in the history that an erasure blanked.
    BLANKED = "内容已按请求删除", "erased on request";
    /// An erasure that was not asked for by the book's owner.
    OWNER_ONLY = "这件事只有册子的主人能办", "only the book's owner may do this";
    /// A record was taken away.
    REMOVED = "移除", "removed";
    /// A plan was only looked at.
    ERASE_HOW = "以上是将要做的，现在什么也没有动。确实要删除，请加 --yes；删了不能恢复", "this is what would be done; nothing was touched. To erase, add --yes: it cannot be undone";
    /// The name was not typed.
    ERASE_NOT = "没有删除，什么也没有动", "nothing was erased";
    /// Another name was typed.
    ERASE_OTHER_NAME = "姓名对不上，没有删除", "that is not the name; nothing was erased";
    /// A mention that only a former version holds.
    FORMER_VERSION = "以前的版本", "a former version";
    /// A mention that is covered.
    COVERED = "（隐去）", "(covered)";
    /// The fields of the person.
    FILE_FIELDS = "登记的信息，以及为什么登记", "What is held, and why";
    /// Visits.
    FILE_VISITS = "走访联系", "Visits and contacts";
    /// Ties.
    FILE_TIES = "登记的关系", "Declared ties";
    /// Other records that refer to the person.
    FILE_OTHERS = "把这位登记为联系人的单位", "Organisations whose contact this is";
    /// The register.
    FILE_REQUESTS = "提过的个人信息请求", "Requests about these data";
    /// Entries that were merged into this one.
    FILE_FORMERS = "并进来的旧登记", "Entries that were merged into this one";
    /// The history.
    FILE_HISTORY = "谁在什么时候改过什么", "Who changed what when";
    /// No notice.
    NO_NOTICE = "没有告知记录，请当面告知本人并记下日期", "no notice on file: tell the person, and note the day";
    /// No consent.
    NO_CONSENT = "没有登记本人同意", "no consent on file";
    /// What the person may ask for.
    RIGHTS = "本人权利", "Rights of a person on file";
    /// Whose.
    WHOSE = "谁的 ", "Whose ";
    /// How it was asked.
    HOW_ASKED = "怎么提出的", "How was it asked";
    /// Why.
    WHY = "理由（不写姓名、电话）", "Why (no name, no number) ";
    /// Before the name that confirms an erasure.
    TYPE_NAME = "删了不能恢复。打出姓名，回车就删 ", "It cannot be undone. Type the name, then Enter ";
    /// What Enter does then.
    ERASE_IT = "删除", "erase";
    /// A wish.
    WISH_SEE = "给本人看（当面查阅）", "show it to them";
    /// A wish.
    WISH_DOCUMENT = "给一份副本，打印用 (.docx)", "a copy to print (.docx)";
    /// A wish.
    WISH_JSON = "给一份副本，电子的 (.json)", "a copy for a machine (.json)";
    /// A wish.
    WISH_CORRECT = "更正", "a correction";
    /// A wish.
    WISH_FREEZE = "暂停使用", "stop using it";
    /// A wish.
    WISH_LIFT = "恢复使用", "use it again";
    /// A wish.
    WISH_ERASE = "删除", "erase it";
    /// A wish.
    WISH_REFUSE = "不予办理，登记理由", "refuse, with the reason";
    /// A wish.
    WISH_REGISTER = "以前提过的请求", "what was asked so far";
    /// A wish of another.
    WISH_OTHER = "是别人提的（打姓名，暂停使用的也找得到）", "it is somebody else (type the name; the frozen too)";
    /// Another change came between too often.
    TOO_BUSY = "删除时有人一直在改相关记录，没有办成；请过一会儿再办一次，登记已留着",
        "the records kept changing meanwhile; nothing was erased. Ask again in a while: the register has the request";
}

say! {
    /// Several may be meant.
    which(n: usize, all: &str) = "可能是这 {n} 位，什么也没有做，请写清是谁或写编号:\n  {all}", "{n} may be meant and nothing was done; say which, or give the id:\n  {all}";
    /// Frozen.
    frozen(request: &str) = "已暂停使用: 只保存、不使用。登记号 {request}", "frozen: kept, not used. Register {request}";
    /// Taken up again.
    lifted(request: &str) = "已恢复使用。登记号 {request}", "in use again. Register {request}";
    /// What may be asked for by somebody.
    rights_of(name: &str) = "{name} 提出什么", "What does {name} ask for";
    /// A correction is registered; it is made next.
    correct_it(request: &str) = "已登记更正，改好后存。登记号 {request}", "The correction is registered; make it and save. Register {request}";
    /// The name of a copy's file.
    copy_name(name: &str) = "{name} 本人信息", "What is on file about {name}";
    /// Who made a copy when.
    copy_made(day: &str, who: &str) = "{day} {who} 制", "{day}, made by {who}";
    /// A refusal was registered.
    refused(request: &str) = "已登记不予办理，请把理由告诉本人。登记号 {request}", "the refusal is registered; tell the person the reason. Register {request}";
    /// A copy was written.
    copied(file: &str) = "副本写好了: {file}。里面是个人信息，只交给本人", "the copy is in {file}. It holds personal data: hand it to the person only";
    /// The file is there.
    file_there(file: &str) = "{file} 已经有了，没有动它；要盖掉请加 --force", "{file} is there already and was left alone; --force overwrites it";
    /// The head of a file.
    file_head(name: &str) = "{name}: 册里记着的全部内容", "{name}: everything on file";
    /// Since when frozen.
    frozen_since(day: &str, why: &str) = "{day} 起按本人要求暂停使用: {why}", "frozen since {day} at the person's request: {why}";
    /// What a field is for.
    purpose(what: &str) = "（用途: {what}）", "  (purpose: {what})";
    /// Drafts that mention the person.
    file_drafts(n: u32) = "另有 {n} 份没写完的草稿提到这位", "besides, {n} drafts mention this person";
    /// The head of a plan.
    erase_head(name: &str) = "删除 {name} 的个人信息", "Erasing the personal data of {name}";
    /// What goes.
    will_go(n: usize) = "这 {n} 条整条删除，历史里也不留:", "these {n} records go, from all of the history too:";
    /// What stays.
    will_stay(n: usize) = "这 {n} 条保留，但隐去这位，以前的版本也删掉:", "these {n} records stay without the person; their former versions go:";
    /// Mentions.
    mentioned(n: usize) = "别处的文字有 {n} 处提到这位，请人看一看；加 --mentions 一并隐去:", "words elsewhere mention the person in {n} places, for somebody to look at; --mentions covers them too:";
    /// Mentions that are covered.
    mentions_go(n: usize) = "别处的文字有 {n} 处提到这位，一并隐去:", "words elsewhere mention the person in {n} places and are covered too:";
    /// Drafts that mention.
    drafts_mention(n: usize) = "{n} 份别的草稿提到这位:", "{n} other drafts mention the person:";
    /// Drafts that go.
    drafts_go(n: u32) = "{n} 份关于这位的草稿删除", "{n} drafts about the person go";
    /// The question before an erasure.
    type_name(name: &str) = "删了不能恢复。确实要删除，请打出姓名 {name} 后回车；直接回车不删: ", "It cannot be undone. Type the name {name} and Enter to erase; Enter alone leaves everything: ";
    /// It is done.
    erase_done(request: &str) = "已删除，册子、历史、索引和草稿里都不再有。登记号 {request}", "erased from the book, its history, indexes and drafts. Register {request}";
    /// What somebody should look at.
    left_over(records: usize, drafts: usize) = "还剩 {records} 处别处的文字、{drafts} 份草稿可能提到这位，请按上面的编号看一看；另外请处理册子以外的备份和导出文件", "{records} places elsewhere and {drafts} drafts may still mention the person: look at those listed above, and at backups and exports outside the book";
    /// An erasure in the history of a record that is gone.
    erased(request: &str) = "按本人请求删除，登记号 {request}", "erased at the person's request, register {request}";
    /// An erasure in the history of a record that stays.
    redacted(request: &str) = "有人依法要求删除，已隐去相关内容，登记号 {request}",
        "somebody was taken out at their request, register {request}";
}
