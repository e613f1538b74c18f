//! Colleagues, and what they may do: what the hub and `linli staff` say.

use crate::{say, words};

words! {
    /// An account that no member of staff has.
    UNKNOWN_ACCOUNT = "这个登录账号还没有登记为工作人员，看不了这本册子", "this account is not registered as staff, so the book stays closed";
    /// A write by somebody who only looks.
    READS_ONLY = "您的角色是“只读”，能看不能改；要改请找管理员", "your role is reader: you can look but not change; ask an administrator";
    /// A record outside one's areas.
    OUTSIDE = "这条不在您负责的辖区内", "this lies outside your areas";
    /// A new record that lies in none of one's areas.
    NEEDS_AREA = "请填您负责的辖区，存不到别的辖区", "choose one of your own areas; it cannot be stored in another";
    /// Staff, the register, the tree of areas.
    ADMINISTRATOR_ONLY = "这件事只有管理员能办", "only an administrator may do this";
    /// Areas and tags.
    LEAD_ONLY = "这一类由负责人或管理员改", "leads and administrators keep these";
    /// Stands for the name of somebody whose card lies outside one's areas.
    ELSEWHERE = "（外辖区人员）", "(somebody of another area)";
    /// Somebody of another area has the very number that was typed.
    ON_FILE_ELSEWHERE = "已在册，不在您的辖区", "on file, outside your areas";
    /// Nothing on the card is covered.
    NOTHING_COVERED = "这里没有盖着的", "nothing here is covered";
    /// A search or list showed them.
    LOOKED_FOUND = "查到", "found";
    /// A card or record was opened.
    LOOKED_OPENED = "打开", "opened";
    /// A covered value was shown.
    LOOKED_REVEALED = "显示", "revealed";
    /// They went into a file or onto standard output.
    LOOKED_EXPORTED = "导出", "exported";
    /// All that is held was shown or copied for the person.
    LOOKED_SHOWN = "给本人看", "shown to the person";
    /// Without a role.
    NEEDS_ROLE = "要写角色：--role administrator|lead|worker|reader", "name a role: --role administrator|lead|worker|reader";
    /// A lead, worker or reader without an area sees nobody.
    NEEDS_AREAS = "要写负责的辖区：--area 编码或名称；没有辖区就谁也看不到", "name the areas: --area CODE or name; without one they would see nobody";
    /// Nothing to change.
    NOTHING = "没有要改的：写 --role、--area 或 --called", "nothing to change: give --role, --area or --called";
    /// The last administrator.
    LAST = "这是最后一个管理员，不能去掉", "this is the last administrator and cannot be taken away";
}

say! {
    /// A covered value is shown, and who saw it is on record.
    revealed(what: &str) = "{what}已揭开，谁看的记下了", "{what} is shown; who looked is on record";
    /// Not a day.
    no_day(text: &str) = "看不出 {text} 是哪天", "{text} is no day";
    /// Who did it, and who wrote it down for them.
    did_and_wrote(who: &str, by: &str) = "{who} ({by} 代录)", "{who} (entered by {by})";
    /// Who wrote it down for somebody else.
    wrote(by: &str) = "{by} 代录", "{by}, for another";
    /// An administrator has changed what one may do.
    standing_changed(standing: &str) = "您的权限改了：{standing}", "what you may do has changed: {standing}";
    /// Behind an export: to whom and what for.
    given(to: &str, why: &str) = " 给{to}，用于{why}", " to {to}, for {why}";
    /// What is not on record is not shown.
    not_logged(why: &str) = "没能记下谁看的，所以不显示（{why}）；请找管理员", "it could not be noted who looked, so it is not shown ({why}); ask an administrator";
    /// Who to ask.
    ask_whom(names: &str) = "请找管理员：{names}", "ask an administrator: {names}";
    /// No such account.
    no_account(login: &str) = "这台机器上没有登录账号 {login}；没有账号的工作人员加 --no-account", "this machine has no account {login}; for staff without one add --no-account";
    /// Nobody of this account or name.
    nobody(login: &str) = "工作人员里没有 {login}", "no member of staff is called {login}";
    /// There already.
    there(login: &str) = "{login} 已经登记了；要改请用 linli staff set", "{login} is registered already; linli staff set changes it";
    /// Added.
    added(name: &str, role: &str, areas: &str) = "已登记：{name}，{role}，{areas}", "registered: {name}, {role}, {areas}";
    /// Changed.
    changed(name: &str, role: &str, areas: &str) = "已改：{name}，{role}，{areas}", "changed: {name}, {role}, {areas}";
    /// Taken away.
    removed(name: &str) = "{name} 已离岗，登不进来了；写过的记录都在", "{name} has left and can no longer open the book; what they wrote stays";
}
