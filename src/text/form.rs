//! Words of forms, of the pick list, of a settled conflict and of the quick note.

use crate::book::Kind;
use crate::text::{T, t};
use crate::{say, words};

/// A record that is made besides.
pub const fn new_of(kind: Kind) -> T {
    match kind {
        Kind::Person => t("新人员", "new person"),
        Kind::Organisation => t("新单位", "new organisation"),
        other => other.label(),
    }
}

words! {
    /// Nothing more is to be done about something.
    NO_NEXT_STEP = "这件事已经办完，没有下一步。Esc 回去。", "Nothing more is to be done about it. Esc goes back.";
    /// Head of a form for something new, before the kind's label.
    NEW = "新建", "New";
    /// Head of a form of something known, before its name.
    EDITING = "改", "Edit";
    /// Head of a visit's form.
    NEW_VISIT = "记走访", "Log a visit";
    /// While a record is fetched.
    LOADING = "正在取", "Fetching";
    /// The record is gone.
    GONE = "这一条已经不在册里了", "This record is no longer in the book";
    /// No right to it.
    NOT_ALLOWED = "这一条不归您改；要改请找管理员", "You may not change this record; please ask the administrator";
    /// The hub could not make sense of it.
    BAD_REQUEST = "程序之间没说通，打的字在草稿里；请退出重进一次", "The program was not understood; your words are in the draft. Please leave and come in again";
    /// A draft could not be kept.
    DRAFT_FAILED = "草稿没存上，先别断线", "Draft not kept; stay connected";
    /// Nothing was changed.
    UNCHANGED = "没有改动", "Nothing was changed";
    /// On leaving.
    DRAFT_STAYS = "草稿留着，在 今天 那一屏接着写", "Draft kept; go on with it from Today";
    /// While saving.
    SAVING = "正在存", "Saving";
    /// A name that saving makes a record of.
    WILL_MAKE = "册里没有，存时新建", "new; made on saving";
    /// Looking a name up.
    LOOKING = "正在查", "looking it up";
    /// Where a value came from: myself.
    FROM_ME = "随我", "yours";
    /// Where a value came from: the last one entered.
    FROM_LAST = "上次", "as before";
    /// Where a value came from: what most are.
    FROM_HABIT = "常用", "usual";
    /// Where a value came from: today.
    FROM_TODAY = "今天", "today";
    /// Stands beside a phrase filled in.
    PHRASE = "常用语，打字就换掉", "usual words; typing replaces them";
    /// A routine visit.
    PHRASE_VISIT = "日常走访，了解情况", "Routine visit, asked how things are";
    /// A routine call or message.
    PHRASE_CONTACT = "日常联系，了解近况", "Routine call, asked how things are";
    /// Nobody was in.
    PHRASE_ABSENT = "上门未遇", "Nobody was in";
    /// Nobody answered.
    PHRASE_SILENT = "没有联系上", "Could not be reached";
    /// Under every note.
    OPEN_BOOK = "只记本人可以当面看的: 本人说过什么、我们做了什么", "Only what the person may read: what they said, what we did";
    /// A chosen one of several.
    ON = "[有]", "[x]";
    /// One of several that is not chosen.
    OFF = "[  ]", "[ ]";
    /// Help for a choice.
    HELP_CHOICE = "左右或空格换，也可打首字母、序号", "Left, Right or Space change it; so do first letters and numbers";
    /// Help for several choices.
    HELP_CHOICES = "左右走，空格选上或去掉，也可打首字母、序号", "Left and Right move, Space ticks; or first letters, numbers";
    /// Help for a date without a hint of its own.
    HELP_DAY = "今天、昨天、3月7日、-2d、周三 都行", "today, 3-7, -2d, a weekday";
    /// Help for a reference without a hint of its own.
    HELP_LINK = "打首字母、拼音或名字，Enter 选上；Ctrl-O 翻着挑", "Type initials or a name, Enter picks it; Ctrl-O opens the list";
    /// Help for a field of several without a hint of its own.
    HELP_MANY = "几个用顿号隔开", "Part several by commas";
    /// Help for a whole number.
    HELP_NUMBER = "只写数字", "Digits only";
    /// Help for one line of text without a hint.
    HELP_LINE = "照着写，没有就空着", "As it is; leave it empty where there is none";
    /// Help for one line of text that must be there.
    HELP_MUST = "照着写，这一项要有", "As it is; this one is needed";
    /// Beside a field that takes several, when it holds one.
    ADD_MORE = "接着打再加，退格去掉", "type to add, Backspace drops";
    /// What Enter does with suggestions.
    SUGGEST_HELP = "Enter 选上  Down 往下挑", "Enter picks  Down moves on";
    /// What Enter and Tab do with a suggestion where a new name may be typed.
    SUGGEST_MAKE = "Enter 选上  Tab 照打的存", "Enter picks  Tab keeps what is typed";
    /// What Enter does with several suggestions.
    SUGGEST_MANY = "Down 往下挑  再打字就收窄", "Down to choose  more letters narrow";
    /// Under likely duplicates.
    SAME_HELP = "Ctrl-O 打开看  Ctrl-G 并过去  Ctrl-P 以后再并  往下填就是另一个", "Ctrl-O opens it  Ctrl-G merges  Ctrl-P later  or go on";
    /// The same in a field further down, where Ctrl-O picks something else.
    SAME_HELP_BELOW = "Ctrl-G 并过去  Ctrl-P 以后再并  往下填就是另一个", "Ctrl-G merges  Ctrl-P later  or go on";
    /// The same, further down in a form of somebody known.
    SAME_HELP_KNOWN_BELOW = "Ctrl-P 存后再并  往下填，就是另一个", "Ctrl-P merges later  or go on";
    /// Under likely duplicates where both are in the book already.
    SAME_HELP_KNOWN = "Ctrl-O 打开看  Ctrl-P 存后再并  往下填就是另一个", "Ctrl-O opens it  Ctrl-P merges later  or go on";
    /// Beside a field that was empty in the book.
    ADDED = "新填的", "added";
    /// Nothing is like what is typed.
    NONE_LIKE_IT = "册里没有像的，接着填就行", "Nothing in the book is like this; just go on";
    /// A field without a list.
    NOTHING_TO_PICK = "这一项没有可挑的，照着写；常用语按 F4", "Nothing to pick here; just write, or F4 for phrases";
    /// In a merge: what was typed.
    TYPED = "刚打的", "typed now";
    /// In a merge: what the book holds.
    KNOWN = "册里的", "in the book";
    /// What can be done in a merge.
    MERGE_HELP = "1 用刚打的  2 用册里的  上下走", "1 typed now  2 in the book  Up and Down move";
    /// What ends it.
    MERGE_END = "Enter 照选的并；还没有存，看一眼再按 Ctrl-S", "Enter merges as chosen; nothing is saved until Ctrl-S";
    /// Undo with nothing to take back.
    NOTHING_TO_UNDO = "这张表里没有可撤销的了", "Nothing more to undo in this form";
    /// Redo with nothing to do again.
    NOTHING_TO_REDO = "没有可重做的", "Nothing to redo";
    /// Fold outside of any section.
    NO_FOLD = "这张表不长，没有能收起的", "This form is short, nothing in it folds";
    /// Help on a folded section.
    HELP_FOLD = "收起的一节: Enter 展开，打字就从它的第一项写起，Tab 跳过", "A folded section: Enter opens it, typing begins in its first field, Tab goes past";
    /// Phrases of a field that has none.
    NO_PHRASES_HERE = "这一项不用常用语", "This field takes no phrases";
    /// No phrases yet.
    NO_PHRASES = "还没有常用语。先写好一句，按 F4 再按 Ctrl-N 就存下了。", "No phrases yet. Write one, then F4 and Ctrl-N keep it.";
    /// Keeping an empty field as a phrase.
    NOTHING_WRITTEN = "这一项还空着，先写好再存成常用语", "The field is empty; write first, then keep it as a phrase";
    /// A phrase was kept.
    PHRASE_KEPT = "存成了您的常用语", "Kept as one of your phrases";
    /// The office's phrases stay.
    PHRASE_OF_OFFICE = "这是大家的常用语，去不掉；您自己的可以", "This is one of the office's; only your own can be dropped";
    /// Behind one's own phrases.
    PHRASE_OWN = "自己的", "yours";
    /// Head of several numbers in the side pane.
    NUMBERS = "几个号码", "Numbers";
    /// How another number is added.
    MORE_NUMBERS = "逗号或顿号后面再写一个号码", "another number after a comma";
    /// Head of likely duplicates in the side pane: people.
    SAME_PEOPLE = "可能是同一个人", "May be the same person";
    /// Before a likely duplicate where there is little room.
    SAME_SHORT = "像是", "Same?";
    /// Head of likely duplicates: organisations.
    SAME_ORGANISATIONS = "可能是同一家", "May be the same organisation";
    /// Head of choices in the side pane.
    CHOICES = "可选", "Choices";
    /// Head of suggestions in the side pane.
    IN_BOOK = "册里有", "In the book";
    /// Head of the purpose of a field.
    WHY = "为什么记", "Why it is held";
    /// Head of the help in the side pane.
    HOW = "怎么填", "How to fill it in";
    /// Nothing found in the book.
    NOT_IN_BOOK = "册里没有这个名字", "No such name in the book";
    /// Never visited.
    NEVER = "没走访过", "never visited";
    /// A day: today.
    TODAY = "今天", "today";
    /// A day: yesterday.
    YESTERDAY = "昨天", "yesterday";
    /// In a conflict: the one that will be kept.
    TAKEN = "[用]", "[x]";
    /// In a conflict: what the field held before.
    BASE = "原来", "before";
    /// In a conflict: what I wrote.
    MINE = "我的", "mine";
    /// Nothing in a field.
    NOTHING = "空", "empty";
    /// What can be done about a conflict.
    SETTLE_HELP = "1 用我的  2 用对方的  上下走", "1 mine  2 theirs  Up and Down move";
    /// What ends a conflict.
    SETTLE_END = "Enter 照选的存；Esc 回去再改，什么也没丢", "Enter saves as chosen; Esc goes back, nothing is lost";
    /// Head of the pick list.
    PICK = "挑选", "Pick";
    /// In an empty pick list.
    PICK_EMPTY = "打首字母、拼音、名字、电话尾号都行", "Initials, a name or the last digits of a phone";
    /// Nothing fits in the pick list.
    PICK_NONE = "没有对得上的，少打几个字试试", "Nothing fits; try fewer letters";
    /// Nothing fits, and a new one can be made.
    PICK_NONE_NEW = "没有对得上的；Ctrl-N 就按这个名字新建", "Nothing fits; Ctrl-N makes a new one of this name";
    /// Somebody else's name in a conflict where none is known.
    SOMEBODY = "同事", "a colleague";
    /// Head of the quick note.
    CAPTURE = "快记", "Quick note";
    /// Over what a line will write.
    CAPTURE_WILL = "这一次会记下", "Enter writes";
    /// Enter while something is unclear.
    CAPTURE_OPEN = "还没记: 先定下上面这一句", "Not written yet: settle what it says above";
    /// Del with nothing to drop.
    CAPTURE_NOTHING_TO_DROP = "只有这一条，去不掉；不记了就按 Ctrl-U", "There is only this one; Ctrl-U clears the line";
    /// Tab where nothing can be completed.
    NOTHING_TO_COMPLETE = "这里写的是话，没有可补全的", "These are your own words; nothing to complete";
    /// Tab before a name was begun.
    TYPE_A_NAME = "先打几个字: 名字、首字母都行，再按 Tab", "Type some of the name or its initials first, then Tab";
    /// Tab, and nothing fits.
    NOTHING_FITS = "没有对得上的", "Nothing fits";
    /// An empty line: how it goes, and two examples.
    CAPTURE_EMPTY = "做什么 谁 方式 结果 哪天 说了什么 反映 什么事 +哪天 办什么 同 同事\n访张晓明 电话 反映 停车难 +3天 回话\n人 冯艳玲 13218766437 鑫盛法律服务工作室 会计师\n事 事项   单位 新单位   系 张晓明 市建材商会 会员 商会名册\n谁: 名字、首字母、电话尾号都行，Tab 补全；方式不写就是上门，哪天不写就是今天", "what  who  how  outcome  day  words  request: what  +next day  what for  with colleague\nv zxm phone request: parking +3d call back\np 冯艳玲 13218766437 鑫盛法律服务工作室 会计师\nm a matter   o an organisation   r zxm 市建材商会 member roll\nwho: name, initials or end of a phone, Tab completes; a home visit today unless said";
    /// The same where there is little room.
    CAPTURE_EMPTY_SHORT = "做什么 谁 方式 说了什么 +哪天 办什么\n访zxm 电话 反映 停车难 +3天 回话\n人 冯艳玲 13218766437 会计师\n事 事项  单位 新单位  系 关系\n谁: 名字、首字母、电话尾号都行", "what who how words +day what for\nv zxm phone request: parking +3d\np 冯艳玲 13218766437 会计师\nm matter  o organisation  r tie\nwho: name, initials, end of phone";
    /// The shortest words on how a line goes.
    CAPTURE_GRAMMAR = "先写做什么，再写是谁: 访张晓明 电话 ...", "what, then who: v zxm phone ...";
    /// The first word says nothing.
    CAPTURE_WHAT = "开头写做什么: 访 走访，事 事项，人 新人员，单位 新单位，系 关系。如: 访张晓明 电话 路面补好了", "Begin with v for a visit, m a matter, p a person, o an organisation, r a tie: v zxm phone the road is mended";
    /// Nobody is named.
    CAPTURE_WHO = "接着写是谁: 名字、首字母或电话尾号。如: 访zxm", "Now who: a name, initials or last digits of a phone, as in: v zxm";
    /// What stands after the plus is no day.
    CAPTURE_NEXT_DAY = "加号后面写哪天: +3天、+周五、+11-27，再写办什么", "After + comes a day: +3d, +friday, +11-27, then what for";
    /// On leaving a line that was not written.
    CAPTURE_KEPT = "没记完的这一行留在草稿里", "The unwritten line stays as a draft";
    /// No right to it.
    CAPTURE_NOT_ALLOWED = "这一条不归您记；要记请找管理员", "You may not write this; please ask the administrator";
    /// The hub could not make sense of it.
    CAPTURE_UNCLEAR = "这一行没看懂；改一改，或按 Esc 用表单记", "This line was not understood; change it, or press Esc and use the form";
}

say! {
    /// The head of a step.
    step_head(act: &str, name: &str) = "{act}: {name}", "{act}: {name}";
    /// Nobody of the name typed: one can be entered from here.
    make_it(kind: &str, name: &str) = "册里没有「{name}」。Ctrl-O 新建{kind}，存好就回到这里", "No '{name}' in the book. Ctrl-O enters a new {kind} and comes back";
    /// Beside a field that was changed.
    was(value: &str) = "原来 {value}", "was {value}";
    /// What is typed goes to a known record.
    merging(name: &str) = "并到册里的 {name} 了，还没存；看一眼再按 Ctrl-S", "Merged into {name} of the book, not saved yet; look it over, then Ctrl-S";
    /// Head of a merge.
    merge_head(name: &str) = "并到 {name}: 两边不一样的，逐项定一个", "Merge into {name}: choose where they differ";
    /// Which of a stack of cards this is.
    stacked(n: usize) = "第 {n} 张", "no. {n}";
    /// Head of the phrases.
    phrases_of(field: &str) = "常用语: {field}", "Phrases: {field}";
    /// Nobody of this name.
    capture_nobody(name: &str) = "册里没有「{name}」。Ctrl-N 新建并走访；或改个写法", "There is no '{name}' in the book. Ctrl-N enters them and logs the visit; or write it otherwise";
    /// The same in a line that is no visit's.
    capture_nobody_else(name: &str) = "册里没有「{name}」。Ctrl-N 新建这个人，一起记下；或改个写法", "There is no '{name}' in the book. Ctrl-N enters this person with the line; or write it otherwise";
    /// Nobody of these initials.
    capture_no_initials(name: &str) = "没有对得上「{name}」的。写全名，或 Ctrl-N 开一张新人员的表", "Nobody fits '{name}'. Write the whole name, or Ctrl-N opens the form of a new person";
    /// Several may be meant by a word.
    capture_which(word: &str) = "「{word}」是哪一位？上下挑，Enter 选定", "Who is '{word}'? Up and Down, then Enter";
    /// One of the records was dropped.
    capture_dropped(what: &str) = "- 不记 {what}   Ctrl-Z 拿回来", "- dropped: {what}   Ctrl-Z brings it back";
    /// A line was written.
    captured(kind: &str, name: &str) = "记下了: {kind} {name}", "Written: {kind} {name}";
    /// And something was made besides.
    and_made(said: &str, kind: &str, name: &str) = "{said}，新{kind} {name}", "{said}, new {kind}: {name}";
    /// The store failed.
    capture_failed(why: &str) = "没记进去: {why}。这一行还在，过会儿再按 Enter", "Not written: {why}. The line is still here; press Enter again in a while";
    /// The time of the last draft.
    draft_at(time: &str) = "草稿已存 {time}", "draft kept {time}";
    /// Head of a form of something new.
    new_head(kind: &str) = "新建{kind}", "New {kind}";
    /// Head of a form of something known.
    edit_head(kind: &str, name: &str) = "改{kind}  {name}", "Edit {kind}  {name}";
    /// After saving: the last words kept.
    saved(name: &str, words: &str) = "已存 {name}: {words}", "Saved {name}: {words}";
    /// After saving, where there are no words to show.
    saved_plain(name: &str) = "已存 {name}", "Saved {name}";
    /// What was made besides.
    made(names: &str) = "新建了 {names}", "new: {names}";
    /// Others' changes were merged in.
    merged() = "同事改的别的项也并进来了", "changes of others to other fields were merged";
    /// Saving waits for some fields.
    wrong(n: usize) = "还有 {n} 项要改，光标在第一项；打的字都在", "{n} to put right, the cursor is on the first; nothing is lost";
    /// The store failed.
    store_failed(why: &str) = "没存进去: {why}。打的字在草稿里，过会儿再按 Ctrl-S", "Not saved: {why}. Your words are in the draft; press Ctrl-S again in a while";
    /// The book is read-only.
    read_only(why: &str) = "册子现在只能看: {why}。打的字在草稿里", "The book is read-only now: {why}. Your words are in the draft";
    /// A note seems to hold what the book never holds.
    beware(what: &str) = "像是写到了{what}，册里不记这个；不是就不用管", "This seems to be about {what}, which the book never holds; if not, go on";
    /// Somebody saved the record that is being changed here.
    changed_meanwhile(by: &str) = "{by} 刚改了这一条；您接着写，存时会对一遍", "{by} has just changed this record; go on, saving compares the two";
    /// Days ago.
    ago(n: i32) = "{n} 天前", "{n} days ago";
    /// How many may be the same.
    and_more(n: usize) = "另有 {n} 个", "{n} more";
    /// Head of a conflict.
    conflict_head(by: &str) = "{by} 也改了这几项，逐项定一个", "{by} changed these too: choose";
    /// The other's value in a conflict.
    theirs(by: &str) = "{by}的", "{by}'s";
    /// Fields further down.
    more_below(n: usize) = "下面还有 {n} 项", "{n} more below";
    /// How many there are.
    total(n: u64) = "{n} 个", "{n} found";
    /// How many there are at least.
    total_more(n: u64) = "{n} 个以上", "{n} or more";
    /// A reference that needs picking: nobody chosen yet.
    unclear(text: &str) = "「{text}」有好几个，挑一个", "'{text}' fits several; pick one";
}
