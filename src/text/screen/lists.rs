//! Today, lists, the network.
use crate::book::{Kind, matter};
use crate::hub::wire::Order;
use crate::text::{Lang, T, t};
use crate::{say, words};

/// The title of a list.
pub const fn list(kind: Kind) -> T {
    match kind {
        Kind::Area => t("辖区", "Areas"),
        Kind::Person => t("人员", "People"),
        Kind::Organisation => t("单位", "Organisations"),
        Kind::Tie => t("关系", "Ties"),
        Kind::Visit => t("走访", "Visits"),
        Kind::Staff => t("工作人员", "Staff"),
        Kind::Tag => t("标签", "Tags"),
        Kind::Request => t("个人信息请求", "Personal data requests"),
        kind => match kind.general() {
            Some(g) => g.title,
            None => t("", ""),
        },
    }
}

/// An order, as line 2 says it.
pub const fn order(kind: Kind, order: Order) -> T {
    match (order, kind) {
        (Order::Usual, Kind::Visit | Kind::Request) => t("近的在前", "newest first"),
        (Order::Usual, kind) if kind.general().is_some() => t("近的在前", "newest first"),
        (Order::Usual, Kind::Area) => t("按代码", "by code"),
        (Order::Usual | Order::Name, Kind::Organisation | Kind::Area | Kind::Tag) => t("按名称", "by name"),
        (Order::Usual | Order::Name, _) => t("按姓名", "by name"),
        (Order::Recent, _) => t("按上次走访，近的在前", "last visited first"),
        (Order::LongAgo, _) => t("按上次走访，久的在前", "longest not visited first"),
        (Order::Area, _) => t("按社区", "by community"),
        (Order::Newest, Kind::Organisation) => t("在册人员多的在前", "most people first"),
        (Order::Newest, Kind::Staff) => t("联系人数多的在前", "most people first"),
        (Order::Newest, _) => t("新入册的在前", "last entered first"),
        (Order::By(..), _) => t("", ""),
    }
}

/// The same in full, with the field's name where it is by a field.
pub fn order_in_words(lang: Lang, kind: Kind, by: Order) -> String {
    let Order::By(no, back) = by else { return order(kind, by).get(lang).to_owned() };
    let Some(field) = kind.field(no) else { return String::new() };
    let label = field.label.get(lang);
    match (matches!(field.ty, crate::book::Type::Day), back) {
        (true, false) => by_day_late(lang, label),
        (true, true) => by_day_early(lang, label),
        (false, false) => by_choice(lang, label),
        (false, true) => by_choice_back(lang, label),
    }
}

/// What an empty list says: what it is for and how to begin.
pub const fn empty_list(kind: Kind) -> T {
    match kind {
        Kind::Person => t(
            "册里还没有人。按 n 新建一位，或按 : 打 drtz 导入台账。",
            "Nobody is in the book yet. n enters somebody; : then import brings in a ledger.",
        ),
        Kind::Organisation => t(
            "还没有单位。按 n 新建；建人员时写下的单位也会自动进来。",
            "No organisations yet. n enters one; employers of people come in by themselves.",
        ),
        Kind::Visit => t(
            "还没有走访。在一个人的行上按 v 就记一次，或按 ; 用一行话记。",
            "No visits yet. v on somebody's row logs one; ; takes it in one line.",
        ),
        Kind::Staff => t("还没有工作人员。按 n 新建。", "No staff yet. n enters one."),
        Kind::Tie => t(
            "还没有登记过关系。在一个人的卡上按 r 登记一条。",
            "No ties yet. r on somebody's card declares one.",
        ),
        Kind::Area => t(
            "还没有辖区。按 n 先建街道，再建下面的社区。",
            "No areas yet. n enters the street first, then its communities.",
        ),
        Kind::Tag => t(
            "还没有标签。标签要写明用途和负责人，按 n 新建。",
            "No tags yet. Each needs a purpose and an owner; n enters one.",
        ),
        Kind::Request => t(
            "还没有人提过个人信息请求。办理用 linli person 命令，办了自动登记在这里。",
            "Nobody has asked yet. The linli person commands do what is asked and register it here.",
        ),
        kind => match kind.general() {
            Some(g) => g.empty,
            None => t("", ""),
        },
    }
}

words! {
    /// The label of the filter's line.
    FILTER = "筛选", "Filter";
    /// A filter that lets nothing through.
    FILTER_EMPTY = "没有对得上的。Ctrl-U 清掉重打，Esc 不筛了。", "Nothing matches. Ctrl-U clears, Esc ends the filter.";
    /// Nobody waits too long.
    NOBODY_OVERDUE = "都在期限内联系过，没有该走动的人。", "Everybody was reached in time; nobody waits.";
    /// Heading of the row numbers.
    ROW_NO = "序", "No";
    /// The whole list of those not reached.
    OVERDUE = "该走动了", "Long not visited";
    /// Those past their day.
    LATE = "超期", "Late";
    /// The section of promises.
    FIRST = "先办", "Promised";
    /// The section of what other offices passed on.
    REFERRED = "转来的", "Passed on to us";
    /// The section of what is with other offices.
    PASSED = "转出的", "With other offices";
    /// The section of meetings.
    AGENDA_MEETINGS = "日程", "Meetings";
    /// The section of tasks.
    AGENDA_TASKS = "待办", "Tasks";
    /// A matter that is to be done.
    AGENDA_DO = "办理", "do";
    /// A matter whose people wait for a word.
    AGENDA_TELL = "反馈", "tell";
    /// It is settled and its people do not know.
    AGENDA_UNTOLD = "办结未反馈", "not told";
    /// The section of those last touched.
    RECENT = "最近", "Recent";
    /// The section of drafts.
    DRAFTS = "草稿，接着写", "Drafts to go on with";
    /// A draft that is an unwritten line.
    LINE_DRAFT = "快记", "note";
    /// The section of figures.
    FIGURES = "走访 每月", "Visits by month";
    /// People by area: a bar of those reached, dashes for those who wait.
    AREAS_REACHED = "人员 各辖区   联系过 + 该走动", "People by area   reached + waiting";
    /// This year's visits by area.
    AREAS_VISITS = "今年走访 各辖区", "Visits this year by area";
    /// People by group.
    GROUPS_OF = "人员 各类别", "People by group";
    /// Nothing to draw.
    NO_FIGURES = "还没有可画的数。", "No figures yet.";
    /// What to do about a promise.
    CALL_BACK = "回访", "call";
    /// What the key of a row does.
    LOG_VISIT = "记走访", "log visit";
    /// What a promise without words is for.
    PROMISED = "说好再联系", "promised to get in touch";
    /// All is done.
    ALL_DONE = "没有到期要办的。", "Nothing is due.";
    /// How to begin: the finder.
    BEGIN_FIND = "找人，打姓名首字母就行", "find somebody, initials will do";
    /// How to begin: the capture line.
    BEGIN_CAPTURE = "一行话记走访，如 访zxm 电话 问停车", "log a visit in one line";
    /// How to begin: a new person.
    BEGIN_NEW = "新建一位", "enter somebody new";
    /// How to begin: the import.
    BEGIN_MORE = "导入台账，看辖区和工作人员", "bring in a ledger; areas and staff";
    /// The title of the area tree.
    NETWORK = "联络", "Liaison";
    /// No areas.
    NO_AREAS = "还没有辖区。按 n 先建街道，再建下面的社区，人员就归到各社区下面。", "No areas yet. n enters the street first, then its communities; people then stand below them.";
    /// An area without people.
    NO_PEOPLE_HERE = "(还没有人)", "(nobody yet)";
    /// A circle's title.
    CIRCLE = "关系图", "Circle";
    /// Only declared ties.
    DECLARED = "只画申报过的关系", "declared ties only";
    /// The picture is asked for where there is no room.
    NO_ROOM_TO_DRAW = "窗口太窄，画不下；够 60 列再按 =", "Too narrow to draw: needs 60 columns";
    /// Below the picture, while the middle is in hand.
    PICTURE_HOW = "方向键走过去看关系和来源；Enter 打开，g 以它为中心，= 换成树", "Arrows walk to a tie and its source; Enter opens, g puts it in the middle, = the tree";
    /// Nobody around.
    NO_CIRCLE = "还没有登记过关系。按 r 登记一条: 谁、什么关系、谁说的。", "No ties declared yet. r declares one: who, what, and who said so.";
    /// Headings of a circle.
    RELATION = "关系", "Tie";
    /// Headings of a circle.
    DATES = "起止", "Since";
    /// Headings of a circle.
    SOURCE = "来源", "Source";
    /// The way to somebody.
    PATH = "谁能引见", "Who can introduce";
    /// Above the list the other end is chosen from.
    PATH_WHOM = "想认识谁", "Meet whom";
    /// Before the other end is chosen.
    PATH_ASK = "想认识谁？按 Enter 挑选。", "Whom do you want to meet? Enter picks.";
    /// How to introduce oneself.
    PATH_SAY = "可以这样说", "What to say";
    /// No way.
    NO_PATH = "顺着登记过的关系走不到。按 Enter 换一个人试试。", "No declared ties lead there. Enter picks somebody else.";
}

say! {
    /// Whose it is.
    from_office(office: &str) = "{office}转来", "from {office}";
    /// Who has it.
    to_office(office: &str) = "在{office}", "at {office}";
    /// It lies there, and nobody took it on.
    waits_for(days: i32) = "{days} 天 未接", "{days} d, not taken on";
    /// They work on it.
    taken_for(days: i32) = "{days} 天 在办", "{days} d, under way";
    /// How long a matter is settled and not told.
    settled_for(n: i32) = "办结 {n} 天了", "settled {n} d";
    /// Drafts that cannot be read.
    spoilt_drafts(n: u32) = "有 {n} 份草稿坏了读不出，文件另存着", "{n} damaged drafts, files kept aside";
    /// So many of all.
    of_all(n: u64, all: u64) = "{n} / 共 {all}", "{n} of {all}";
    /// A filter that lets nothing through.
    filter_empty(what: &str) = "没有对得上的: {what}。按 Esc 不筛了，按 f 换个筛法。", "Nothing matches {what}. Esc ends the filter, f changes it.";
    /// None of a kind belong to this one.
    none_here(of: &str, what: &str) = "{of} 现在没有{what}。按 n 新建，按 Esc 回去。", "{of} has no {what} now. n enters one, Esc goes back.";
    /// All of them.
    in_all(n: u64) = "共 {n}", "{n} in all";
    /// People of the book.
    people(n: u64) = "{n} 人", "{n} people";
    /// The place and how many people.
    place_people(place: &str, n: u64) = "{place} {n} 人", "{place}: {n} people";
    /// At the head of a board.
    board_counts(open: u64, late: usize) = "未了 {open}   超期 {late}", "open {open}   late {late}";
    /// Which columns of a board are in sight.
    board_place(from: usize, to: usize, of: usize) = "第 {from}-{to} 列，共 {of} 列", "columns {from}-{to} of {of}";
    /// Others shown when the section is opened.
    overdue_title(n: u64) = "该走动了 {n}   太久没有联系", "Long not visited: {n}";
    /// Visits, contacts, receptions of this month.
    figures_now(a: &str, b: &str, c: &str) =
        "本月  走访 {a}  联系 {b}  接待 {c}",
        "This month  visits {a}  contacts {b}  receptions {c}";
    /// Visits, contacts, receptions of the month before, below those of this one.
    figures_before(a: &str, b: &str, c: &str) =
        "上月  走访 {a}  联系 {b}  接待 {c}",
        "Last month  visits {a}  contacts {b}  receptions {c}";
    /// Promises beyond those shown.
    more_promised(n: u64) = "另 {n} 件，Enter 接着看", "{n} more, Enter shows them";
    /// A draft that changes a record.
    edit_of(kind: &str) = "改{kind}", "edit {kind}";
    /// All the people of an area, as a list.
    all_people(n: u64) = "全部 {n} 人，Enter 看名单", "all {n} people, Enter lists them";
    /// People of an area not reached.
    overdue_count(n: u64) = "{n} 人该走动", "{n} overdue";
    /// By a date.
    by_day_late(label: &str) = "按{label}，近的在前", "{label}: latest first";
    /// By a date the other way round.
    by_day_early(label: &str) = "按{label}，远的在前", "{label}: earliest first";
    /// By a choice.
    by_choice(label: &str) = "按{label}", "{label}: in order";
    /// By a choice the other way round.
    by_choice_back(label: &str) = "按{label}，倒着排", "{label}: backwards";
    /// How many are around.
    around(n: usize) = "周围 {n} 个", "{n} around";
    /// So many are on other pages of the picture.
    left_out(n: usize, page: usize, pages: usize) = "另 {n} 个在别页，PgDn 翻看   {page} / {pages}", "{n} on other pages, PgDn   {page} / {pages}";
    /// What ties one to another.
    tied_to(with: &str, relation: &str) = "和 {with}: {relation}", "with {with}: {relation}";
    /// Nobody to others.
    steps(n: usize) = "共 {n} 步", "{n} steps";
    /// By whom one is introduced.
    path_through(who: &str) = "经{who}", "Introduced by {who}";
    /// And then by whom.
    path_then(chain: &str, who: &str) = "{chain}，再经{who}", "{chain}, then by {who}";
    /// Where both are.
    path_both_at(chain: &str, place: &str) = "{chain}(同在{place})", "{chain} (both at {place})";
    /// To whom.
    path_say(chain: &str, to: &str) = "{chain}介绍，来拜访{to}。", "{chain}, to meet {to}.";
}

/// A month of the year, short.
pub fn month(lang: Lang, m: u32) -> String {
    const EN: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match lang {
        Lang::Zh => format!("{m}月"),
        Lang::En => EN.get(m.saturating_sub(1) as usize).map_or("", |s| s).to_owned(),
    }
}

/// The title of the matters: how many wait for a word, how many are late, how many are due today.
pub fn agenda_matters(lang: Lang, untold: u64, late: u64, due: u64) -> String {
    let settled = Kind::Matter.field(matter::STATE).map(|f| f.choice_label(matter::SETTLED, lang));
    let settled = settled.unwrap_or_default();
    let parts = match lang {
        Lang::Zh => [(settled.as_str(), untold), ("超期", late), ("今天到期", due)],
        Lang::En => [(settled.as_str(), untold), ("late", late), ("due today", due)],
    };
    let told = parts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("   {what} {n}"));
    format!("{}{}", list(Kind::Matter).get(lang), told.collect::<String>())
}
