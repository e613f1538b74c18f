//! Study 调研: what an office sets out to learn, the questions it asks, what it found, and whether its brief was adopted.
//! What was answered stands in records of their own, see [`super::answer`]. The baseline census 摸底 is one whose answers
//! fill the book.

use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::survey::read::Sheet;
use super::survey::{asks, kept};
use super::{Fields, Kind};
use crate::text::{T, t};

/// What it is called.
pub const TITLE: u16 = 1;
/// Where it is done.
pub const AREA: u16 = 2;
/// Who does it.
pub const TEAM: u16 = 3;
/// From when.
pub const BEGIN: u16 = 4;
/// Until when.
pub const END: u16 = 5;
/// How far it is.
pub const STATE: u16 = 6;
/// Whether nobody is named in its answers.
pub const ANONYMOUS: u16 = 7;
/// Whether its answers fill the book.
pub const CENSUS: u16 = 8;
/// What is to be learnt, of whom, how.
pub const PLAN: u16 = 9;
/// What was found.
pub const FINDINGS: u16 = 10;
/// When the brief was sent up.
pub const SENT_ON: u16 = 11;
/// To whom.
pub const SENT_TO: u16 = 12;
/// Whether it was adopted.
pub const ADOPTED: u16 = 13;
/// When.
pub const ADOPTED_ON: u16 = 14;
/// The question form as text, see [`kept`].
pub const FORM: u16 = 15;

/// Planned.
pub const PLANNED: u16 = 1;
/// Under way.
pub const UNDER_WAY: u16 = 2;
/// All are asked.
pub const ENDED: u16 = 3;
/// What was found was sent up.
pub const SENT: u16 = 4;

/// How far it is.
pub const STATES: &[Choice] = &[
    choice(PLANNED, "planned", "筹备", "planned", &["计划中"]),
    choice(UNDER_WAY, "under_way", "进行中", "under way", &["开展"]),
    choice(ENDED, "ended", "问完了", "ended", &["结束"]),
    choice(SENT, "sent", "已报送", "brief sent", &["报送"]),
];

/// No.
pub const NO: u16 = 1;
/// Yes.
pub const YES: u16 = 2;

/// Whether anybody is named.
pub const NAMED: &[Choice] =
    &[choice(NO, "named", "记名", "named", &["否"]), choice(YES, "anonymous", "匿名", "anonymous", &["是"])];

/// Whether the book is filled.
pub const FILLS: &[Choice] = &[
    choice(NO, "study", "只调研", "a study only", &["否"]),
    choice(YES, "census", "填人员册", "fills the book", &["摸底", "是"]),
];

/// Whether the brief was adopted.
pub const ADOPTIONS: &[Choice] = &[
    choice(1, "waiting", "等回音", "waiting", &[]),
    choice(2, "adopted", "已采用", "adopted", &["采用"]),
    choice(3, "not_adopted", "未采用", "not adopted", &[]),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "调研", "Study", Type::Line)
        .must()
        .find(Find::Name)
        .hint("如 新就业群体需求调研", "e.g. what couriers need")
        .purpose("知道调研什么", "to know what is studied"),
    field(TEAM, "team", "谁来做", "Team", Type::Ref { kind: Kind::Staff, make: false })
        .many()
        .purpose("知道谁去问", "to know who asks"),
    field(BEGIN, "begin", "开始", "Begins", Type::Day).purpose("知道什么时候问", "to know when it is done"),
    field(END, "end", "结束", "Ends", Type::Day)
        .hint("不能早于开始", "Not before it begins")
        .purpose("知道什么时候问", "to know when it is done"),
    field(STATE, "state", "进度", "State", Type::Choice(STATES))
        .purpose("知道到哪一步", "to know how far it is"),
    field(ANONYMOUS, "anonymous", "记名不记名", "Named or not", Type::Choice(NAMED))
        .hint(
            "问看法的只能匿名，答卷里不写是谁",
            "Questions of opinion are anonymous: no answer says whose it is",
        )
        .purpose("问看法时不留姓名", "that opinions are nobody's"),
    field(CENSUS, "census", "填不填人员册", "Fills the book", Type::Choice(FILLS))
        .hint("摸底调查填人员册；问卷里要问姓名", "The baseline census does; its form asks for names")
        .purpose("摸底结果进人员册", "to fill the book from the census"),
    field(PLAN, "plan", "方案", "Plan", Type::Note)
        .hint("问谁、怎么问、问多少人", "Whom, how and how many to ask")
        .cover(Cover::Words)
        .purpose("知道怎么问", "to know how it is done"),
    field(AREA, "area", "范围", "Where", Type::Ref { kind: Kind::Area, make: false })
        .section("另外", "Besides")
        .purpose("知道在哪里做", "to know where it is done"),
    field(FINDINGS, "findings", "结论", "Findings", Type::Note)
        .hint("只写总的情况，不写某个人", "What holds of many, nobody by name")
        .cover(Cover::Words)
        .purpose("知道查明了什么", "to know what was found"),
    field(SENT_TO, "sent_to", "报给谁", "Sent to", Type::Line)
        .hint("如 区委办信息科", "Which office reads briefs")
        .purpose("知道报给了谁", "to know who has the brief"),
    field(SENT_ON, "sent_on", "报送日期", "Sent on", Type::Day)
        .past()
        .purpose("知道哪天报的", "to know when it was sent"),
    field(ADOPTED, "adopted", "信息采用", "Adopted", Type::Choice(ADOPTIONS))
        .purpose("知道采用了没有", "to know whether it was adopted"),
    field(ADOPTED_ON, "adopted_on", "采用日期", "Adopted on", Type::Day)
        .past()
        .purpose("知道哪天采用的", "to know when it was adopted"),
    field(FORM, "form", "问卷", "Question form", Type::Note)
        .hidden()
        .purpose("知道问什么", "to know what is asked"),
];

/// What does not fit together. What a form asks that the book never holds is said by [`refused`].
pub fn trouble(f: &Fields) -> Option<(u16, T)> {
    let yes = |no: u16| f.code(no) == Some(YES);
    if let (Some(from), Some(to)) = (f.day(BEGIN), f.day(END))
        && to < from
    {
        return Some((END, t("结束早于开始", "it ends before it begins")));
    }
    if yes(CENSUS) && yes(ANONYMOUS) {
        return Some((CENSUS, t("匿名的调研不能填人员册", "an anonymous study cannot fill the book")));
    }
    let form = form(f);
    if form.is_empty() {
        return None;
    }
    if yes(ANONYMOUS) && asks::who(&form).is_some() {
        let words = t(
            "问卷里问了姓名或者联系方式，不能匿名",
            "its form asks for a name or a number: it is not anonymous",
        );
        return Some((ANONYMOUS, words));
    }
    if yes(CENSUS) && asks::name(&form).is_none() {
        let words =
            t("问卷里没有问姓名，填不了人员册", "its form does not ask for a name: it cannot fill the book");
        return Some((CENSUS, words));
    }
    None
}

/// What its form asks for that the book never holds.
pub fn refused(f: &Fields) -> Option<T> {
    asks::refused(&form(f)).into_iter().map(|(_, what)| what).next()
}

/// The sheets of its form; none where it has none yet.
pub fn form(f: &Fields) -> Vec<Sheet> {
    kept::sheets(f.text(FORM))
}

/// Whether nobody may be named in its answers.
pub fn is_anonymous(f: &Fields) -> bool {
    f.code(ANONYMOUS) == Some(YES)
}

/// Whether its answers fill the book.
pub fn is_census(f: &Fields) -> bool {
    f.code(CENSUS) == Some(YES)
}

const COLUMNS: &[Column] = &[
    column("title", "调研", "Study", 24, 0).flex(),
    column("anonymous", "记名", "Named", 9, 4),
    column("begin", "开始", "Begins", 10, 2),
    column("end", "结束", "Ends", 10, 1),
    column("state", "进度", "State", 10, 0),
    column("team", "谁来做", "Team", 12, 3),
    column("adopted", "信息采用", "Adopted", 11, 3),
];

/// What is said of studies besides their fields. Everybody may see what the office studies; answers lie where they were given.
pub const GENERAL: General = general("调研", "study", "studies", FIELDS)
    .listed(
        t("调研", "Studies"),
        t(
            "还没有调研。按 n 新建一个，再按 a 收进问卷 (XLSForm 表格)；收好了，a 就是填一份。",
            "No study yet. n begins one, then a takes its question form in (an XLSForm); after that a fills one in.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .day(BEGIN)
    .due(END)
    .state(STATE, &[ENDED, SENT])
    .owner(TEAM);

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::super::rules::{self, Trouble};
    use super::*;

    fn study(form: &str, set: &[(u16, u16)]) -> Fields {
        let mut f = Fields::default().with(TITLE, Value::text("摸底")).with(FORM, Value::text(form));
        set.iter().for_each(|(no, code)| f.set(*no, Value::Code(*code)));
        f
    }

    const NAMES: &str = "[survey]\ntype\tname\tlabel\ntext\tname\t姓名\ntext\tsay\t建议\n";
    const OPINION: &str = "[survey]\ntype\tname\tlabel\ntext\tsay\t建议\n";

    #[test]
    fn who_answers_is_asked_in_a_census_and_nowhere_else_that_is_anonymous() {
        let of = |form, set: &[(u16, u16)]| trouble(&study(form, set)).map(|(no, _)| no);
        assert_eq!(of(NAMES, &[]), None);
        assert_eq!(of(NAMES, &[(ANONYMOUS, YES)]), Some(ANONYMOUS));
        assert_eq!(of(OPINION, &[(ANONYMOUS, YES)]), None);
        assert_eq!(of(OPINION, &[(CENSUS, YES)]), Some(CENSUS));
        assert_eq!(of(NAMES, &[(CENSUS, YES)]), None);
        assert_eq!(of(NAMES, &[(CENSUS, YES), (ANONYMOUS, YES)]), Some(CENSUS));
        // before it has a form nothing is known of it
        assert_eq!(of("", &[(CENSUS, YES)]), None);
    }

    #[test]
    fn a_form_that_asks_what_the_book_never_holds_is_refused() {
        let bad = study("[survey]\ntype\tname\tlabel\ntext\ta\t政治面貌\n", &[]);
        let all = rules::check(Kind::Study, &bad);
        assert!(all.iter().any(|(no, t)| *no == FORM && matches!(t, Trouble::Refused(_))), "{all:?}");
        assert_eq!(rules::check(Kind::Study, &study(NAMES, &[])), []);
    }
}
