//! Finder, palette, menus, help, questions.
use crate::{say, words};

words! {
    /// The label of the finder's line.
    FIND = "查找", "Find";
    /// Before anything is typed.
    FIND_HOW = "姓名首字母、拼音、称呼、单位、社区、职务、电话尾号都行；再加一个词就收窄", "Initials, pinyin, what people are called, employer, community, title, last digits; more words narrow";
    /// Examples.
    FIND_EXAMPLES = "如 zxm    zxm 恒达    5521    =新媒体 (只数人数)", "e.g. zxm    zxm hengda    5521    =freelancer (only counts)";
    /// An input method is on.
    FIND_SOUND = "输入法开着也行: 打成「在下面」一样按字音找得到", "With the input method on it works too: characters match by their sound";
    /// Nothing matches.
    FIND_NOTHING = "没有找到。少打几个字试试；或 Ctrl-N 用这个名字新建", "Nothing found. Try fewer letters; or Ctrl-N enters this name as new";
    /// A query was put in.
    SEARCHING = "正在找", "searching";
    /// The label of the palette's line.
    COMMAND = "命令", "Command";
    /// Nothing matches.
    NO_COMMAND = "没有这个命令。首字母、拼音、英文都行。", "No such command. Initials, pinyin and English all work.";
    /// Behind recent ones.
    RECENT_COMMAND = "刚用过", "recent";
    /// The title of the menu of actions.
    ACTIONS = "动作", "Actions";
    /// The title of the menu of the rest.
    MORE = "更多", "More";
    /// The title of the help.
    HELP = "这里能用的键", "Keys that work here";
    /// The way of the orders.
    ORDER = "怎么排", "Order";
    /// Nothing is in the way of removing a record.
    REMOVE_FREE = "删掉以后，名单和查找里就没有这一条了。改动历史留着，Ctrl-Z 可以拿回来。", "It leaves all lists and the finder. Its history stays, and Ctrl-Z brings it back.";
    /// Nobody removes themselves.
    REMOVE_SELF = "这是您自己的账号，不能删。", "This is your own account; it stays.";
    /// It was changed between the question and the answer.
    REMOVE_AGAIN = "刚有人改过这一条，没有删；请再看一眼", "Somebody has just changed it, so it was not removed; please look again";
}

say! {
    /// How many are found.
    found(n: u64) = "{n} 条", "{n} found";
    /// So many, of which only the first stand here.
    found_first(n: u64, shown: usize) = "{n} 条，先列 {shown} 条", "{n} found, the first {shown}";
    /// At least so many.
    found_more(n: u64) = "{n} 条以上", "{n} or more";
    /// The answer to a `=` query.
    counted(n: u64) = "共 {n} 条", "{n} in all";
    /// Above the question whether to remove a record.
    remove_title(kind: &str, name: &str) = "删除{kind}: {name}", "Remove {kind}: {name}";
    /// What stands in the way.
    remove_used(n: u64) = "还有 {n} 条记录用着它，删不了。先改掉或删掉这些，Enter 打开:", "still in use ({n}), so it stays. Change or remove those records first; Enter opens one:";
    /// After it.
    removed(name: &str) = "已删除 {name}，Ctrl-Z 拿回来", "Removed {name}; Ctrl-Z brings it back";
    /// Actions on somebody.
    actions_on(name: &str) = "动作: {name}", "Actions: {name}";
}
