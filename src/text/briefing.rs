//! Words of the briefing of a period 情况通报.

use crate::{say, words};

words! {
    /// The screen, and what the other view of a meeting is called.
    BRIEFING = "通报稿", "briefing";
    /// A draft that nobody has kept yet.
    DRAFT = "按册里的数字起草的，还没存", "drafted from the book, not kept yet";
    /// The form is filled with it.
    FILLED = "稿子填好了，改完按 Ctrl-S 存进这次会议", "The draft is filled in; change it, Ctrl-S keeps it with the meeting";
    /// It is drafted anew.
    ANEW = "重新起草", "draft anew";
    /// It goes out.
    AS_WORD = "存成 Word", "as a Word file";
    /// The file's ending.
    WHICH = "文件名要以 .docx 或 .txt 结尾", "the file's name must end in .docx or .txt";
    /// A section.
    STOCK = "一、基本情况", "A. On file";
    /// A section.
    VISITS = "二、联系走访", "B. Visits and contacts";
    /// A section.
    MATTERS = "三、意见建议的办理和反馈", "C. What was asked for, and the answers";
    /// A section.
    MEETINGS = "四、会议和活动", "D. Meetings";
    /// A section.
    SERVICES = "五、服务", "E. Services";
    /// A section.
    NEXT = "六、下一步打算", "F. What comes next";
    /// What only the office can say.
    NEXT_WORDS = "(这一段请自己写)", "(to be written by the office)";
    /// Before the answers.
    ANSWERS = "大家提的，办得怎么样：", "What became of what was asked:";
    /// Between the items of a list.
    COMMA = "、", ", ";
}

say! {
    /// The title.
    title(area: &str, period: &str) = "{area}{period}联系服务工作情况通报", "{area}: briefing, {period}";
    /// People.
    stock(people: u64, new: u64, reached: u64) = "现在册 {people} 人，本期新入册 {new} 人，联系到 {reached} 人。", "{people} people are on file, {new} of them new; {reached} were reached.";
    /// By group.
    groups(all: &str) = "按类别：{all}。", " By group: {all}.";
    /// So many of a sort.
    of_sort(sort: &str, n: u64) = "{sort} {n}", "{sort} {n}";
    /// Visits, contacts, receptions.
    visits(a: u64, b: u64, c: u64) = "走访 {a} 次，联系 {b} 次，接待 {c} 次；", "{a} visits, {b} contacts, {c} receptions; ";
    /// In the period before.
    before(a: u64, b: u64, c: u64) = "上期分别是 {a} 次、{b} 次、{c} 次。", "in the period before {a}, {b}, {c}.";
    /// Matters by sort.
    raised(n: u64, sorts: &str) = "收到事项 {n} 件：{sorts}。", "{n} matters were raised: {sorts}.";
    /// Nothing was raised.
    none_raised() = "本期没有新的事项。", "No new matters.";
    /// Settled, told.
    settled(n: u64, share: &str, told: u64, of_told: &str) = "其中办结 {n} 件，办结率 {share}；办结的已告诉本人 {told} 件，反馈率 {of_told}。", " {n} of them are settled ({share}); of those {told} were told ({of_told}).";
    /// The mean time.
    days(n: &str) = "办结平均用时 {n} 天。", " It took {n} days on average.";
    /// Settled and not told.
    untold(n: u64) = "还有 {n} 件办结了没有告诉本人，正在逐件反馈。", "{n} settled ones are still to be told.";
    /// An answer.
    answer(n: usize, what: &str, result: &str) = "{n}. {what}：{result}", "{n}. {what}: {result}";
    /// Several asked the same and got the same answer.
    many(what: &str, n: usize) = "{what}({n} 件)", "{what} ({n})";
    /// More answers than are told.
    more(n: usize) = "另有 {n} 件，不一一列出。", "{n} more are not listed.";
    /// Meetings by sort.
    meetings(n: u64, sorts: &str) = "开会、办活动 {n} 次：{sorts}。", "{n} meetings: {sorts}.";
    /// Services by sort.
    services(n: u64, sorts: &str) = "提供服务 {n} 次：{sorts}。", "{n} services: {sorts}.";
}
