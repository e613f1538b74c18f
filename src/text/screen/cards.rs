//! Cards and histories.
use crate::text::{Lang, T, t};
use crate::{say, words};

words! {
    /// The record as its person is shown it.
    FACE = "给本人看", "For their own eyes";
    /// What they will see.
    FACE_WHAT = "只有本人的内容，别人的姓名和话都不显示；会登记一次当面查阅", "Nothing of other people is in it. That it was seen goes into the register.";
    /// It was registered.
    FACE_REGISTERED = "已登记查阅", "registered as seen";
    /// It is for people.
    FACE_WHO = "只有人员的卡能给本人看", "only a person's card is for their eyes";
    /// A projector is no one person's eyes.
    FACE_NOT_SHOWING = "投屏开着，先按 F8 关了再给本人看", "the screen is being shown; F8 ends that first";
    /// How to reach somebody.
    REACH = "怎么找", "How to reach";
    /// What they do.
    WORK = "在做什么", "Work";
    /// What else is held.
    ABOUT = "册里记的", "On file";
    /// All fields of small records.
    DETAILS = "内容", "Details";
    /// Words of several lines.
    NOTE = "备注", "Note";
    /// People of an organisation or an area.
    PEOPLE = "人员", "People";
    /// Declared ties.
    TIES = "关系", "Ties";
    /// The label of the liaison.
    LIAISON = "联络员", "Liaison";
    /// A card on its way.
    CARD_LOADING = "正在取这张卡", "Fetching the card";
    /// Somebody made the record.
    ENTERED = "入册", "entered";
    /// Somebody changed it.
    CHANGED = "改动", "changed";
    /// The title of a history.
    HISTORY = "改动历史", "History";
    /// Nothing in it.
    NO_HISTORY = "还没有改动。", "No changes yet.";
    /// The record was taken away.
    REMOVED = "删掉了这条", "removed the record";
    /// At the head of a card.
    NOT_VISITED = "没走访过，按 v 记第一次", "Not visited yet; v logs the first visit";
    /// Between two statements.
    COMMA = "，", "; ";
}

say! {
    /// Before a record is shown to its person.
    face_ask(name: &str) = "{name} 本人在旁边吗？把屏幕转给本人看，Enter 打开，Esc 不看", "Is {name} here? Turn the screen to them; Enter opens their record, Esc does not.";
    /// The last visit: when, who, how.
    last_visit(ago: &str, who: &str, mode: &str) = "{ago} {who} {mode}过", "{ago}: {mode}, by {who}";
    /// The next one, joined to the last.
    next_visit(day: &str) = "下次约在 {day}", "next on {day}";
    /// Since when with the employer.
    since(day: &str) = "，{day} 起", ", since {day}";
    /// The title of a timeline.
    timeline(n: u64) = "往来 {n}", "Contacts: {n}";
    /// The title of what was changed, where there are no contacts.
    changed(n: u64) = "改动 {n}", "Changes: {n}";
    /// Visited in vain only.
    never_met(n: u64) = "去过 {n} 次，还没见到人", "Never met so far; visits made: {n}";
    /// Of the year.
    this_year(n: u64) = "近一年走访 {n} 次", "visits within a year: {n}";
    /// A section and how many.
    section(title: &str, n: u64) = "{title} {n}", "{title}: {n}";
    /// More than shown.
    more_people(n: u64) = "另 {n} 人，Enter 看全部", "{n} more, Enter shows all";
    /// A section of what is about somebody, and how much of it is still to be done.
    open_of(title: &str, open: u64) = "未了{title} {open}", "{title} to be done: {open}";
    /// All of them, done or not.
    all_of(n: u64) = "全部 {n} 件，Enter 看", "all {n}, Enter shows them";
    /// How many changes.
    changes(n: usize) = "改过 {n} 次", "changes: {n}";
    /// A field was changed.
    changed_from_to(field: &str, from: &str, to: &str) = "{field} 由 {from} 改为 {to}", "{field}: {from} -> {to}";
    /// A field was filled.
    filled_in(field: &str, to: &str) = "{field} 填上 {to}", "{field}: {to}";
    /// A field was emptied.
    cleared(field: &str, from: &str) = "{field} 去掉 {from}", "{field} cleared, was {from}";
}

/// How somebody was visited, as a verb.
pub fn mode_done(lang: Lang, mode: u16, label: &str) -> String {
    let verb: T = match mode {
        1 => t("上门走访", "home visit"),
        2 => t("到单位走访", "visit at work"),
        3 => t("接待", "reception"),
        4 => t("打电话联系", "phone call"),
        5 => t("微信联系", "WeChat"),
        6 => t("座谈见", "round table"),
        7 => t("活动上见", "event"),
        _ => return label.to_owned(),
    };
    verb.get(lang).to_owned()
}
