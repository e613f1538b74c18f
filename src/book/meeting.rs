//! Meeting 会议活动: briefings, forums, training, events: who was asked and who came, what was said and decided. It was
//! held whoever is in the book later: it stays when people on it are erased.

use super::capture::{Grammar, Shape, Thing};
use super::columns::{Column, column};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use super::general::{General, general};
use super::{Fields, Kind, Ref};
use crate::text::t;

/// What it is called.
pub const TITLE: u16 = 1;
/// What sort of meeting.
pub const SORT: u16 = 2;
/// The day.
pub const WHEN: u16 = 3;
/// From when to when, as people write it.
pub const TIME: u16 = 4;
/// Where.
pub const PLACE: u16 = 5;
/// In which area.
pub const AREA: u16 = 6;
/// Who holds it, if not the office itself.
pub const HOST: u16 = 7;
/// The colleague who sees to it.
pub const ORGANISER: u16 = 8;
/// Who was asked.
pub const EXPECTED: u16 = 9;
/// Who came.
pub const PRESENT: u16 = 10;
/// Who sent word that they could not.
pub const EXCUSED: u16 = 11;
/// Who came and is not on file.
pub const GUESTS: u16 = 12;
/// What was to be spoken of.
pub const AGENDA: u16 = 13;
/// What was said.
pub const MINUTES: u16 = 14;
/// What was decided, one a line.
pub const DECISIONS: u16 = 15;
/// What it cost, and out of which money.
pub const COST: u16 = 16;
/// How many came where nobody wrote down who.
pub const HEADS: u16 = 17;
/// Where papers and photos lie.
pub const PAPERS: u16 = 18;
/// What is read out at a briefing.
pub const BRIEFING: u16 = 19;

/// What came of an election, a post a line.
pub const ELECTED: u16 = 20;

/// An election.
pub const ELECTION: u16 = 9;
/// The briefing of a year.
pub const YEAR_END: u16 = 3;

/// What sort of meeting. Briefings have their rhythm: twice a year, at its end.
pub const SORTS: &[Choice] = &[
    choice(1, "regular", "例会", "regular meeting", &["工作例会", "联席会", "联席会议"]),
    choice(2, "half_year", "半年通报会", "half-year briefing", &["半年通报", "通报会", "情况通报会"]),
    choice(YEAR_END, "year_end", "年终通报会", "year-end briefing", &["年终总结会", "年终通报"]),
    choice(4, "forum", "座谈会", "round table", &["座谈"]),
    choice(5, "visit_forum", "走访座谈", "round table on a visit", &[]),
    choice(6, "training", "培训", "training", &["培训班", "技能培训"]),
    choice(7, "policy", "政策宣讲", "policy talk", &["宣讲", "宣讲会", "政策宣讲会"]),
    choice(8, "event", "活动", "event", &["联谊活动", "文体活动", "公益活动"]),
    choice(ELECTION, "election", "换届选举", "election", &["换届", "选举"]),
    choice(10, "inspection", "考察观摩", "visit of inspection", &["考察", "观摩", "调研考察"]),
    choice(11, "staff_training", "工作人员培训", "staff training", &["业务培训", "干部培训"]),
    choice(12, "other", "其他", "other", &[]),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(TITLE, "title", "会议名称", "Meeting", Type::Line)
        .must()
        .find(Find::Name)
        .aliases(&["会议", "活动名称", "名称", "主题"])
        .hint("如 新媒体从业人员座谈会", "e.g. round table of new media people")
        .purpose("知道开的什么会", "to know which meeting it is"),
    field(SORT, "sort", "类别", "Sort", Type::Choice(SORTS))
        .for_many()
        .aliases(&["会议类别", "会议类型", "活动类型", "形式"])
        .purpose("分类统计", "to count by sort"),
    field(WHEN, "when", "日期", "Day", Type::Day)
        .must()
        .stays()
        .aliases(&["会议时间", "会议日期", "活动时间", "时间"])
        .hint("今天、+7d、12月5日、周五 都行", "today, +7d, 2026-12-5, a weekday")
        .purpose("知道哪天开", "to know on which day"),
    field(TIME, "time", "几点", "Time", Type::Line)
        .hint("如 14:30 或 9:00-11:00", "e.g. 14:30 or 9:00-11:00")
        .purpose("知道几点开", "to know at what time"),
    field(PLACE, "place", "地点", "Place", Type::Line)
        .stays()
        .aliases(&["会议地点", "活动地点"])
        .hint("如 街道二楼会议室", "e.g. the office, second floor")
        .purpose("知道在哪里开", "to know where"),
    field(EXPECTED, "expected", "请了谁", "Asked", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["应到", "应到人员", "邀请人员"])
        .hint("应到的人；开会时在卡上按 a 签到", "Who is expected; a on the card signs them in")
        .purpose("知道请了谁", "to know who was asked"),
    field(ORGANISER, "organiser", "组织人", "Organiser", Type::Ref { kind: Kind::Staff, make: false })
        .for_many()
        .aliases(&["主持人", "负责人", "经办人"])
        .purpose("知道谁在办", "to know who sees to it"),
    field(AGENDA, "agenda", "议程", "Agenda", Type::Note)
        .aliases(&["会议议程", "会议议题", "议题"])
        .purpose("知道要谈什么", "to know what it is about"),
    field(PRESENT, "present", "到会", "Came", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .section("到会和记录", "Attendance and minutes")
        .aliases(&["实到", "到会人员", "参会人员", "参加人员", "出席人员"])
        .hint("在卡上按 a 签到更快", "a on the card is quicker")
        .purpose("知道谁来了", "to know who came"),
    field(EXCUSED, "excused", "请假", "Excused", Type::Ref { kind: Kind::Person, make: false })
        .many()
        .aliases(&["请假人员"])
        .purpose("知道谁请了假", "to know who could not come"),
    field(GUESTS, "guests", "其他到会", "Others", Type::Line)
        .many()
        .aliases(&["其他参会人员", "嘉宾"])
        .cover(Cover::Words)
        .hint("不在册的人，写名字就行", "Who came and is not on file, by name")
        .purpose("知道来了多少人", "to know how many came"),
    field(HEADS, "heads", "到会人数", "How many came", Type::Number(0, 100_000))
        .aliases(&["参会人数", "参加人数", "人数"])
        .hint("没逐个签到时填", "Where nobody was signed in")
        .purpose("知道来了多少人", "to know how many came"),
    field(MINUTES, "minutes", "会议记录", "Minutes", Type::Note)
        .aliases(&["纪要", "会议纪要", "会议内容", "主要内容"])
        .hint("谈了什么，谁提了什么；不写对人的看法", "What was said and by whom; no judgement of anybody")
        .cover(Cover::Words)
        .purpose("知道谈了什么", "to know what was said"),
    field(DECISIONS, "decisions", "议定事项", "Decisions", Type::Note)
        .aliases(&["决议", "会议决定", "议定的事"])
        .hint(
            "一行一条，可写 @谁 +3天；在卡上按 t 逐条变成待办",
            "One a line, with @who +3d if you like; t on the card makes tasks of them",
        )
        .cover(Cover::Words)
        .purpose("照着办", "to do what was decided"),
    field(ELECTED, "elected", "选举结果", "Elected", Type::Note)
        .aliases(&["当选", "当选人员", "换届结果"])
        .hint(
            "换届才填：一行一个职务，如 会长 张晓明 5年；在卡上按 b 写成任职",
            "Of an election, a post a line: chair Zhang Xiaoming 5y; b on the card makes posts of it",
        )
        .cover(Cover::Words)
        .purpose("知道谁当选了", "to know who was elected"),
    field(BRIEFING, "briefing", "通报稿", "Briefing", Type::Note)
        .hint(
            "在卡上按 = 按册里的数字起草，改好存在这里",
            "= on the card drafts it from the book; changed, it is kept here",
        )
        .cover(Cover::Words)
        .purpose("通报做了什么", "to tell what was done"),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .stays()
        .section("另外", "Besides")
        .aliases(&["所属社区", "辖区"])
        .purpose("分清是哪里的会", "to know whose meeting it is"),
    field(HOST, "host", "主办单位", "Held by", Type::Ref { kind: Kind::Organisation, make: false })
        .for_many()
        .aliases(&["承办单位", "举办单位"])
        .hint("商会、联谊会、企业办的写在这里", "A chamber, association or firm that holds it")
        .purpose("知道谁办的", "to know who held it"),
    field(COST, "cost", "经费", "Cost", Type::Line)
        .hint("多少钱，从哪里出", "How much, and out of which money")
        .purpose("经费有据可查", "to account for the money"),
    field(PAPERS, "papers", "材料在哪", "Papers", Type::Line)
        .hint("签到表、照片放在哪", "Where the sign-in sheet and photos lie")
        .purpose("找得到材料", "to find the papers"),
];

/// Who was asked, did not come and sent no word.
pub fn absent(f: &Fields) -> Vec<Ref> {
    let (came, excused) = (f.links(PRESENT), f.links(EXCUSED));
    let mut all = f.links(EXPECTED);
    all.retain(|p| !came.contains(p) && !excused.contains(p));
    all
}

/// How many came, on file or not.
pub fn heads(f: &Fields) -> usize {
    let named = f.links(PRESENT).len() + f.texts(GUESTS).len();
    let said = f.int(HEADS).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    named.max(said)
}

/// What was decided, one each.
pub fn decisions(f: &Fields) -> Vec<String> {
    let lines = f.text(DECISIONS).lines().map(bare).filter(|l| !l.is_empty());
    lines.map(str::to_owned).collect()
}

/// A line without the number or sign that people put before it: 1. 2、 (3) - ·
pub fn bare(line: &str) -> &str {
    let line = line.trim().trim_start_matches(['-', '*', '·', '•']).trim_start();
    let open = line.trim_start_matches(['(', '（']);
    let rest = open.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    if rest.len() == open.len() {
        return line;
    }
    let parted = rest.trim_start_matches(['.', '．', '、', ')', '）', ':', '：']);
    // a number that belongs to the words: 20 个车位
    if parted.len() == rest.len() { line } else { parted.trim_start() }
}

/// From when to when in minutes after midnight, as far as it is said: `14:30`, `9：00-11：00`, `下午2点半`.
pub fn minutes(text: &str) -> Option<(u16, Option<u16>)> {
    let text = super::dates::fold(text);
    let mut parts = text.split(['-', '~', '至', '到']).map(str::trim);
    let afternoon = ["下午", "晚上", "晚", "pm"].iter().any(|w| text.contains(w));
    let from = minute(parts.next()?, afternoon)?;
    let to = parts.next().and_then(|p| minute(p, afternoon)).filter(|to| *to > from);
    Some((from, to))
}

/// Whether a word says a time and nothing else: `2小时安全培训` does not.
pub fn is_time(word: &str) -> bool {
    let word = super::dates::fold(word).to_lowercase();
    let bare = ["上午", "下午", "晚上", "早上", "晚", "pm", "am", "分"]
        .iter()
        .fold(word, |w, part| w.replace(part, ""));
    let of_time = |c: char| c.is_ascii_digit() || ":点时半-~至到".contains(c);
    bare.chars().all(of_time) && minutes(&bare).is_some()
}

fn minute(text: &str, afternoon: bool) -> Option<u16> {
    let text: String =
        text.chars().filter(|c| c.is_ascii_digit() || matches!(c, ':' | '：' | '点' | '时' | '半')).collect();
    let (hour, rest) = text.split_once([':', '：', '点', '时'])?;
    let hour: u16 = hour.parse().ok()?;
    let rest = match rest {
        "" => 0,
        "半" => 30,
        digits => digits.parse::<u16>().ok()?,
    };
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    (hour < 24 && rest < 60).then_some(hour * 60 + rest)
}

const COLUMNS: &[Column] = &[
    column("when", "日期", "Day", 10, 0),
    column("sort", "类别", "Sort", 12, 2),
    column("title", "会议名称", "Meeting", 20, 0).flex(),
    column("place", "地点", "Place", 16, 3),
    column(PRESENCE, "到会", "Came", 9, 1).right(),
    column("organiser", "组织人", "Organiser", 8, 4),
];

/// The column of how many came, out of how many were asked.
pub const PRESENCE: &str = "presence";

/// How a meeting is written in one line: 会 座谈会 周五 14:30 新媒体从业人员座谈会 @陈浩.
pub const LINE: Grammar = Grammar {
    heads: &["会", "会议"],
    letters: &["g", "meeting"],
    shape: Shape::Thing(Thing {
        words: TITLE,
        choices: &[SORT],
        day: WHEN,
        time: Some(TIME),
        who: None,
        next: None,
        owner: Some(ORGANISER),
    }),
};

/// Who was there, where it was held and when.
pub const GENERAL: General = general("会议", "meeting", "meetings", FIELDS)
    .listed(
        t("会议", "Meetings"),
        t(
            "还没有会议。按 n 新建，或按 ; 打 会 座谈会 周五 14:30 名称。",
            "No meetings yet. n enters one, or ; takes it in one line: g forum friday 14:30 name.",
        ),
        COLUMNS,
    )
    .named(TITLE)
    .people(PRESENT)
    .stays()
    .organisation(HOST)
    .lies(AREA)
    .day(WHEN)
    .owner(ORGANISER)
    .line(&LINE);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        for (text, want) in [
            ("14:30", Some((870, None))),
            ("9：00-11：00", Some((540, Some(660)))),
            ("下午2点半", Some((870, None))),
            ("上午9点到11点", Some((540, Some(660)))),
            ("19时", Some((1140, None))),
            ("下午", None),
            ("25:00", None),
            ("", None),
        ] {
            assert_eq!(minutes(text), want, "{text}");
        }
    }

    #[test]
    fn decisions_are_lines_without_their_numbers() {
        let f = Fields::default().with(
            DECISIONS,
            super::super::Value::text("1. 划车位 @陈浩 +3天\n（2）办招聘会\n\n- 20 个名额\n3、建群"),
        );
        assert_eq!(decisions(&f), ["划车位 @陈浩 +3天", "办招聘会", "20 个名额", "建群"]);
    }
}
