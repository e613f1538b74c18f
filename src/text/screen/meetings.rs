//! Meetings: signing in, what was decided.
use crate::{say, words};

words! {
    /// All that a notice lays down is in the list.
    HOLIDAYS_KNOWN = "这份通知里的都记过了", "All of this notice is in the list";
    /// Writes them.
    HOLIDAYS_WRITE = "记进节假日", "write them down";
    /// The next step of a meeting.
    SIGN_IN = "签到", "sign in";
    /// The line in which somebody is typed.
    WHO = "签到", "Sign in";
    /// Signs in.
    CAME = "到会", "came";
    /// Cannot come.
    EXCUSED = "请假", "excused";
    /// Is not on file.
    GUEST = "记成客人", "guest";
    /// Takes a mark back.
    TAKE_OFF = "不算", "take off";
    /// Enters somebody and signs them in.
    NEW_ONE = "新建并签到", "enter and sign in";
    /// How to begin.
    HOW = "打首字母按 Enter 就签到；报名接龙整段贴进来也行。", "Initials and Enter sign somebody in; a sign-up list of a chat group can be pasted whole.";
    /// Somebody who is not on file is in hand.
    NOT_ON_FILE = "这位不在册，记不了请假；Delete 不算", "Not on file, so not to be excused; Delete takes them off";
    /// Those who are expected and not there.
    NOT_YET = "还没到", "Not here yet";
    /// Those who came.
    HERE = "已到", "Here";
    /// Those who sent word.
    AWAY = "请假", "Excused";
    /// Those who are not on file.
    GUESTS = "其他到会", "Others";
    /// Of a list, those who are not found.
    UNFOUND = "名单里没找到的", "On the list, not found";
    /// Several have the name.
    NAMESAKES = "有重名，Enter 来选", "namesakes; Enter asks which";
    /// Nobody has it.
    UNKNOWN = "不在册，Enter 来办", "not on file; Enter sees to it";
    /// What was decided.
    DECISIONS = "议定事项", "Decisions";
    /// It is no task yet.
    NO_TASK = "还没建待办", "no task yet";
    /// Makes a task.
    MAKE_TASK = "建待办", "make a task";
    /// All are tasks.
    ALL_TASKS = "都建好了；n 另建一条", "All are tasks; n enters another";
    /// Nothing was written down.
    NO_DECISIONS = "还没记议定事项：按 e 写在「议定事项」里，一行一条；或按 n 直接建待办。", "Nothing decided is written down yet: e, one a line under Decisions; or n enters a task.";
    /// Somebody expected did not come.
    ABSENT = "未到", "Absent";
}

say! {
    /// What a notice lays down and the list has not.
    holidays_new(n: usize) = "通知里读到 {n} 条，还没有记", "{n} in the notice, not written yet";
    /// They are written.
    holidays_written(n: usize) = "记下了 {n} 条节假日，工作日照它算", "{n} holidays written; working days follow them";
    /// Somebody signed in.
    signed(n: usize, name: &str) = "到会 {n}: {name}", "{n} here: {name}";
    /// Somebody was there already.
    already(name: &str) = "{name} 已经签到了", "{name} is signed in already";
    /// Somebody cannot come.
    is_excused(name: &str) = "{name} 请假", "{name} is excused";
    /// Somebody is excused already.
    excused_already(name: &str) = "{name} 已经记了请假", "{name} is excused already";
    /// Nothing is marked of somebody.
    not_marked(name: &str) = "{name} 没签到，也没请假", "{name} is neither here nor excused";
    /// Somebody is not counted, as before.
    off_already(name: &str) = "{name} 已经不算了", "{name} is taken off already";
    /// Enter on a guest.
    guest_in_hand(name: &str) = "{name} 是客人，不在册；Delete 不算", "{name} is a guest, not on file; Delete takes them off";
    /// Nothing of a list is new.
    listed_already(left: usize) = "名单里找到的都记过了，没找到 {left} 位", "All found on the list are marked already; {left} not found";
    /// Marks wait to be written.
    leaves_then(n: usize) = "还有 {n} 条在写，写完就回", "{n} still being written; back when they are";
    /// A guest.
    is_guest(name: &str) = "{name} 记成客人", "{name} is a guest";
    /// Somebody is not counted any more.
    is_off(name: &str) = "{name} 不算了", "{name} is taken off";
    /// Several may be meant.
    which(n: usize) = "有 {n} 位对得上: 上下选，再按 Enter", "{n} may be meant: choose, then Enter";
    /// Nobody is meant.
    nobody(name: &str) = "册里没有「{name}」: Ctrl-N 新建并签到，F6 记成客人", "Nobody called {name} is on file: Ctrl-N enters them, F6 notes a guest";
    /// A list was read.
    listed(found: usize, left: usize) = "贴了名单: 签到 {found} 位，没找到 {left} 位；Ctrl-Z 一起撤回", "From the list: {found} signed in, {left} not found; Ctrl-Z takes it back";
    /// A list is being looked up.
    looking(n: usize) = "在找名单里的 {n} 位", "Looking up {n} names";
    /// How many, at the head.
    counts(asked: usize, came: usize, away: usize, absent: usize, guests: usize) = "应到 {asked}  到会 {came}  请假 {away}  未到 {absent}  客人 {guests}", "asked {asked}  came {came}  excused {away}  absent {absent}  guests {guests}";
    /// The same where there is little room.
    counts_short(asked: usize, came: usize) = "{came}/{asked}", "{came}/{asked}";
    /// A colleague who is to do it.
    by_whom(who: &str) = "@{who}", "@{who}";
    /// Several people in one line.
    label_count(label: &str, n: usize) = "{label} {n}", "{label} {n}";
}
