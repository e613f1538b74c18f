//! What is on every screen: tabs, news, what went wrong.
use crate::text::{T, t};
use crate::tui::action::Action;
use crate::{say, words};

/// A numbered screen, as line 1 calls it.
pub const fn tab(action: Action) -> T {
    match action {
        Action::GoToday => t("今天", " Today"),
        Action::GoPeople => t("人员", " People"),
        Action::GoOrganisations => t("单位", " Orgs"),
        Action::GoVisits => t("走访", " Visits"),
        Action::GoMatters => t("事项", " Matters"),
        Action::GoServices => t("服务", " Services"),
        Action::GoMeetings => t("会议", " Meetings"),
        Action::GoNetwork => t("联络", " Liaison"),
        Action::GoReports => t("报表", " Reports"),
        Action::GoMore => t("更多", " More"),
        other => other.label(),
    }
}

words! {
    /// In line 1 while the connection is lost.
    OFFLINE = "断线中", "offline";
    /// What was typed ahead is not wanted any more.
    AHEAD_GIVEN_UP = "等着的键不要了", "The keys that waited are given up";
    /// In line 1 of a demonstration.
    DEMO = "演示", "demo";
    /// The connection broke.
    LINK_LOST = "断线了，正在重连；打的字都在", "Offline, reconnecting; nothing is lost";
    /// It is back.
    LINK_BACK = "又连上了", "Connected again";
    /// The hub speaks another version.
    OUTDATED = "服务已经升级，这个程序旧了；请退出再打开，草稿都在", "The service was updated and this program is older: leave and start again, drafts are safe";
    /// The hub goes down.
    HUB_DOWN = "服务正在重启，马上会自动连上；打的字都在", "The service restarts and will be back by itself. What you typed is safe";
    /// The environment does not say that the terminal is UTF-8. What can be read anywhere comes first.
    LOCALE = "export LANG=C.UTF-8: 环境没说用 UTF-8；中文若是乱的，先打这一句再开 linli", "export LANG=C.UTF-8 if the Chinese looks broken: the locale is not UTF-8";
    /// A sequence of keys that means nothing.
    NO_SEQUENCE = "这两个键连着按没有意思", "These keys mean nothing together";
    /// An input method was on.
    HAN_FINDS = "输入法开着，打的字放进了查找", "The input method is on, so this went into the finder";
    /// Pasted where keys are expected.
    PASTE_FINDS = "粘贴的内容放进了查找，没有当命令执行", "The paste went into the finder, it was not run as commands";
    /// Pasted where nothing takes it.
    PASTE_UNUSED = "这里用不上粘贴的内容", "The paste has no use here";
    /// Redo outside of a text.
    NO_REDO = "撤销过的不能在这里重做，请再改一次", "What was undone cannot be redone here; please change it again";
    /// Save where nothing is open.
    NOTHING_TO_SAVE = "这里没有要存的，改过的都已存好", "Nothing to save here; all changes are kept";
    /// Back at the first level.
    FIRST_LEVEL = "已经在最外层，按 q 退出", "This is the first level; q leaves";
    /// Plain mode begins.
    PLAIN_ON = "读屏模式开了: 不画线，不分栏，光标停在当前一项；再选一次关", "Screen reader mode is on: no lines, no columns, the cursor on the item in hand";
    /// It ends.
    PLAIN_OFF = "读屏模式关了", "Screen reader mode is off";
    /// Whether the font has braille.
    BRAILLE_ASK = "下面是两条连着的斜线吗？", "Do you see two slanting lines below?";
    /// A sample, the same in every language.
    BRAILLE_1 = "⠑⢄⡀       ⢀⡠⠊", "⠑⢄⡀       ⢀⡠⠊";
    /// A sample, the same in every language.
    BRAILLE_2 = "  ⠈⠑⢄⡀ ⢀⡠⠊⠁  ", "  ⠈⠑⢄⡀ ⢀⡠⠊⠁  ";
    /// A sample, the same in every language.
    BRAILLE_3 = "     ⠈⠑⠊⠁     ", "     ⠈⠑⠊⠁     ";
    /// The answers.
    BRAILLE_YES = "是斜线，关系图就这样画", "yes, draw circles like that";
    /// The answers.
    BRAILLE_NO = "是方框、空白或乱码，还用点画", "no, boxes or blanks: keep the points";
    /// It is so.
    BRAILLE_ON = "关系图的线改用细点", "Circles are drawn finer now";
    /// It is no longer so.
    BRAILLE_OFF = "关系图的线用点画", "Circles are drawn in points";
    /// An action without a record.
    NOTHING_IN_HAND = "先把光标移到一行上", "Move the cursor to a row first";
    /// At the beginning of the cards visited.
    NO_CARD_BEFORE = "前面没有看过的卡了", "No card before this one";
    /// At their end.
    NO_CARD_AFTER = "后面没有看过的卡了", "No card after this one";
    /// A form was left by going elsewhere.
    FORM_KEPT = "没写完的留成了草稿，在「今天」接着写", "What was not finished is a draft now; Today has it";
    /// Another view where there is none.
    ONE_VIEW = "这里只有这一种样子", "There is no other view here";
    /// No right to it.
    NOT_ALLOWED = "没有这项权限，请找管理员", "You have no right to this; ask your administrator";
    /// Taken away meanwhile.
    RECORD_GONE = "这条记录已经没有了，可能刚被删掉", "This record is gone; somebody may have removed it";
    /// Should not happen.
    BAD_REQUEST = "程序出了差错，什么都没改；请退出后再进来", "Something went wrong in the program and nothing was changed; leave and log in again";
    /// Undo of nothing.
    NOTHING_TO_UNDO = "没有可撤销的改动", "Nothing to undo";
    /// Undo of what others built on.
    UNDO_CONFLICT = "撤不了: 别人在这之后又改过", "Cannot undo: others have changed it since";
    /// While something is fetched.
    LOADING = "正在取", "loading";
}

say! {
    /// Keys that wait for an answer.
    ahead(n: usize) = "还没取到，打的 {n} 个键先记着，取到就办；Esc 不要了", "Not here yet: {n} keys wait for it and are done then; Esc gives them up";
    /// Something new was undone.
    undone_new(kind: &str, name: &str) = "已撤销: 刚新建的{kind} {name} 去掉了", "Undone: the new {kind} {name} is gone again";
    /// Something was undone.
    undone(name: &str) = "已撤销: {name}", "Undone: {name}";
    /// A card changed.
    card_changed(name: &str, by: &str) = "{name} 的卡刚由 {by} 改过", "{by} has just changed the card of {name}";
    /// A visit was written.
    visit_changed(name: &str, by: &str) = "{by} 刚记了走访: {name}", "{by} has just logged a visit: {name}";
    /// Something else changed.
    record_changed(kind: &str, name: &str, by: &str) = "{kind} {name} 刚由 {by} 改过", "{by} has just changed the {kind} {name}";
    /// Several at once.
    many_changed(name: &str, n: usize, by: &str) = "{by} 刚改了 {name} 等 {n} 条", "{by} has just changed {n} records, {name} among them";
    /// The book is read-only.
    read_only(why: &str) = "现在只能看不能改: {why}；打的字都在草稿里", "The book is read-only now: {why}. What you typed is in your drafts";
    /// The store failed.
    store_failed(why: &str) = "没存上: {why}；打的字都在草稿里，请告诉管理员", "Not saved: {why}. What you typed is in your drafts; tell your administrator";
    /// Others refer to it.
    in_use(n: u64) = "还有 {n} 处用到它，不能删", "still in use ({n}), so it stays";
    /// A record whose name is not known (any more).
    gone(kind: &str) = "(已删的{kind})", "(removed {kind})";
}
