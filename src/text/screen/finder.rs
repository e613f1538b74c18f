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
    /// Below a question.
    YES_NO = "Enter 是    Esc 不", "Enter yes    Esc no";
}

say! {
    /// How many are found.
    found(n: u64) = "{n} 条", "{n} found";
    /// At least so many.
    found_more(n: u64) = "{n} 条以上", "{n} or more";
    /// The answer to a `=` query.
    counted(n: u64) = "共 {n} 条", "{n} in all";
    /// Actions on somebody.
    actions_on(name: &str) = "动作: {name}", "Actions: {name}";
}
