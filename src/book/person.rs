//! Person 人员: somebody the office keeps in touch with.
//!
//! Holds only what its person could read over the worker's shoulder (the open-book rule, [`super::rules`]).

use super::Kind;
use super::capture::{Grammar, New, Shape};
use super::field::{Choice, Cover, Field, Find, Type, choice, field};
use crate::text::{T, t};

/// Name, family name first.
pub const NAME: u16 = 1;
/// Reading of the name, by which lists sort.
pub const READING: u16 = 2;
/// How people are called: 张总.
pub const CALLED: u16 = 3;
/// Former names.
pub const FORMER: u16 = 4;
/// Phone numbers.
pub const PHONES: u16 = 5;
/// WeChat.
pub const WECHAT: u16 = 6;
/// Address of work or home.
pub const ADDRESS: u16 = 7;
/// Groups of the new social strata.
pub const GROUPS: u16 = 8;
/// Employer.
pub const EMPLOYER: u16 = 9;
/// Title there.
pub const TITLE: u16 = 10;
/// Trade.
pub const TRADE: u16 = 11;
/// Expertise, self-stated.
pub const EXPERTISE: u16 = 12;
/// Year of birth.
pub const BIRTH_YEAR: u16 = 13;
/// Public posts: 市政协委员.
pub const POSTS: u16 = 14;
/// The staff member who keeps in touch.
pub const LIAISON: u16 = 15;
/// Community.
pub const AREA: u16 = 16;
/// When the person was told what is held.
pub const NOTICE: u16 = 17;
/// What the person agreed to.
pub const CONSENT: u16 = 18;
/// Whether the entry is in use.
pub const STATUS: u16 = 19;
/// When the entry was last confirmed.
pub const CONFIRMED_ON: u16 = 20;
/// When the person came into the ledger.
pub const ENTERED_ON: u16 = 21;
/// When best to call.
pub const BEST_TIME: u16 = 22;
/// Tags of the office.
pub const TAGS: u16 = 23;
/// Remarks.
pub const NOTE: u16 = 24;
/// Since when with the employer.
pub const SINCE: u16 = 25;
/// Since when the entry is only kept and not used, at the person's request (PIPL art. 44, 47).
pub const FROZEN_ON: u16 = 26;
/// Why.
pub const FROZEN_WHY: u16 = 27;
/// Whom this entry was merged into.
pub const MERGED_INTO: u16 = 28;

/// The four groups of the new social strata (新的社会阶层人士).
pub const GROUP_LIST: &[Choice] = &[
    choice(
        1,
        "private",
        "私营企业和外商投资企业管理技术人员",
        "private and foreign-funded firms",
        &["私营企业", "民企管理技术", "民营企业", "外资企业", "私企"],
    ),
    choice(
        2,
        "intermediary",
        "中介组织和社会组织从业人员",
        "intermediary and social organisations",
        &["中介组织", "社会组织", "中介和社会组织"],
    ),
    choice(3, "freelance", "自由职业人员", "freelancers", &["自由职业", "自由职业者"]),
    choice(
        4,
        "new_media",
        "新媒体从业人员",
        "new-media practitioners",
        &["新媒体", "新媒体从业者", "自媒体"],
    ),
];

/// What somebody may agree to, each by itself.
pub const CONSENTS: &[Choice] = &[
    choice(1, "contact", "联系", "contact", &[]),
    choice(2, "events", "活动通知", "invitations", &["活动"]),
    choice(3, "sharing", "名单互通", "shared lists", &[]),
];

/// Whether an entry is in use.
pub const STATUSES: &[Choice] = &[
    choice(1, "active", "在用", "in use", &["正常", "在册"]),
    choice(2, "moved", "已迁出", "moved away", &["迁出", "离开"]),
    choice(3, "paused", "暂停使用", "paused", &["暂停"]),
];

const BEST_TIMES: &[T] = &[
    t("上午", "mornings"),
    t("下午三点后", "after three"),
    t("晚上七点后", "after seven in the evening"),
    t("周末", "weekends"),
    t("先发微信再打", "a message before a call"),
];

const NOTES: &[T] = &[
    t("有事先发微信，本人说的", "Prefers a message first, as they said"),
    t("愿意参加社区活动，本人说的", "Glad to join events, as they said"),
    t("可以提供会议室，本人说的", "Can lend a meeting room, as they said"),
];

/// The field table, in the order of the form.
pub const FIELDS: &[Field] = &[
    field(NAME, "name", "姓名", "Name", Type::Name)
        .must()
        .aliases(&["名字", "人员姓名", "联系人", "联系人姓名", "对象姓名", "人士姓名", "name"])
        .hint("姓在前，全名", "Family name first, in full")
        .purpose("知道是谁", "to know who it is")
        .find(Find::Name),
    field(PHONES, "phones", "电话", "Phones", Type::Phone)
        .many()
        .aliases(&[
            "联系电话",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "联系方式",
            "移动电话",
            "phone",
            "mobile",
        ])
        .hint(
            "手机 11 位，座机带区号；空格、横线、+86 照着打就行，存时理齐",
            "Spaces, dashes and +86 as you like; several parted by commas",
        )
        .purpose("联系本人", "to reach the person")
        .cover(Cover::Tail)
        .find(Find::Phone),
    field(EMPLOYER, "employer", "单位", "Employer", Type::Ref { kind: Kind::Organisation, make: true })
        .for_many()
        .stays()
        .aliases(&["工作单位", "所在单位", "单位名称", "任职单位", "公司", "企业名称", "employer", "company"])
        .hint(
            "打首字母挑选；册里没有的照着打，存时新建",
            "Initials pick one; a new name makes a new organisation",
        )
        .purpose("知道在哪里工作", "to know the working life")
        .find(Find::Org),
    field(TITLE, "title", "职务", "Title", Type::Line)
        .aliases(&["职位", "岗位", "单位职务", "title"])
        .purpose("知道做什么工作", "to know the working life")
        .find(Find::Title),
    field(AREA, "area", "社区", "Community", Type::Ref { kind: Kind::Area, make: false })
        .for_many()
        .stays()
        .aliases(&[
            "所属社区",
            "所在社区",
            "社区(村)",
            "村社区",
            "所属村居",
            "所属辖区",
            "辖区",
            "area",
            "community",
        ])
        .hint("打首字母挑选", "Initials pick one")
        .purpose("确定由哪个社区联系", "to know which community keeps in touch")
        .find(Find::Community),
    field(GROUPS, "groups", "类别", "Groups", Type::Choice(GROUP_LIST))
        .for_many()
        .many()
        .aliases(&["人员类别", "人员类型", "所属类别", "群体类别", "阶层类别"])
        .purpose("按四类人员统计", "to count by the four groups")
        .find(Find::Extra),
    field(TRADE, "trade", "行业", "Trade", Type::Line)
        .for_many()
        .aliases(&["所属行业", "从事行业", "行业类别"])
        .purpose("安排对口服务", "to offer fitting services")
        .find(Find::Extra),
    field(CALLED, "called", "称呼", "Called", Type::Line)
        .many()
        .aliases(&["常用称呼"])
        .hint("平时怎么叫: 张总、冯会计", "How people call them")
        .purpose("查找和称呼", "to find and to address")
        .find(Find::Called),
    field(LIAISON, "liaison", "联络员", "Liaison", Type::Ref { kind: Kind::Staff, make: true })
        .for_many()
        .stays()
        .aliases(&["联系人员", "包联人", "联络人", "责任人"])
        .purpose("知道由谁联系", "to know who keeps in touch"),
    field(BEST_TIME, "best_time", "方便时间", "Best time", Type::Line)
        .section("怎么找", "How to reach")
        .phrases(BEST_TIMES)
        .purpose("不打扰本人", "not to disturb"),
    field(WECHAT, "wechat", "微信", "WeChat", Type::Line)
        .aliases(&["微信号"])
        .purpose("联系本人", "to reach the person")
        .cover(Cover::Tail),
    field(ADDRESS, "address", "地址", "Address", Type::Line)
        .aliases(&["联系地址", "单位地址", "办公地址", "通讯地址"])
        .purpose("上门联系", "to visit")
        .cover(Cover::Words),
    field(POSTS, "posts", "社会职务", "Public posts", Type::Line)
        .section("任职", "Posts")
        .many()
        .aliases(&["担任社会职务", "社会兼职", "社会任职"])
        .hint("人大代表、政协委员、商会任职等公开职务", "Posts held in public")
        .purpose("知道公开担任的职务", "to know posts held in public")
        .find(Find::Extra),
    field(EXPERTISE, "expertise", "专长", "Expertise", Type::Line)
        .many()
        .aliases(&["特长", "职称", "技能"])
        .hint("本人自己说的", "As the person states it")
        .purpose("请本人参与服务", "to invite to serve")
        .find(Find::Extra),
    field(SINCE, "since", "任职时间", "There since", Type::Day)
        .purpose("任职情况写准", "to keep the working life right"),
    field(BIRTH_YEAR, "birth_year", "出生年", "Birth year", Type::Number(1900, 2100))
        .cover(Cover::Words)
        .section("登记", "Register")
        .aliases(&["出生年份"])
        .hint("只记年份，本人愿意才填", "Only the year, and only if offered")
        .purpose("按年龄段统计", "to count by age band"),
    field(FORMER, "former", "曾用名", "Former names", Type::Line)
        .cover(Cover::Words)
        .many()
        .purpose("查找", "to find")
        .find(Find::Called),
    field(READING, "reading", "读音", "Reading", Type::Line)
        .hint("多音姓读错时改这里，如 shan tian fang", "Correct it where the family name is read otherwise")
        .purpose("查找和排序", "to find and sort"),
    field(NOTICE, "notice", "告知日期", "Told on", Type::Day)
        .aliases(&["告知时间"])
        .hint("哪天当面告知本人册里记了什么", "When the person was told what is held")
        .purpose("证明已告知本人", "to show that the person was told"),
    field(CONSENT, "consent", "同意", "Consent", Type::Choice(CONSENTS))
        .many()
        .purpose("按本人同意的用途使用", "to use as agreed"),
    field(TAGS, "tags", "标签", "Tags", Type::Ref { kind: Kind::Tag, make: false })
        .for_many()
        .many()
        .purpose("按工作需要归类", "to sort by the office's work")
        .find(Find::Extra),
    field(STATUS, "status", "状态", "Status", Type::Choice(STATUSES))
        .for_many()
        .purpose("知道是否还在用", "to know whether it is in use"),
    field(ENTERED_ON, "entered_on", "入册日期", "Entered on", Type::Day)
        .past()
        .aliases(&["入库时间", "入册时间", "登记时间", "登记日期", "录入时间", "建档时间"])
        .purpose("知道何时入册", "to know since when it is held"),
    field(CONFIRMED_ON, "confirmed_on", "核实日期", "Confirmed on", Type::Day)
        .past()
        .for_many()
        .aliases(&["核实时间", "更新时间"])
        .purpose("保持准确", "to keep it right"),
    field(NOTE, "note", "备注", "Note", Type::Note)
        .section("", "")
        .phrases(NOTES)
        .aliases(&["说明", "备 注", "remark", "note"])
        .hint(
            "只记本人可以当面看的: 本人说过什么、我们做了什么",
            "Only what the person may read: what they said, what we did",
        )
        .purpose("记下本人说的和我们做的", "what was said and done")
        .cover(Cover::Words),
    field(FROZEN_ON, "frozen_on", "暂停使用日期", "Frozen on", Type::Day)
        .purpose("按本人要求停止使用", "to stop using the entry as the person asked")
        .hidden(),
    field(FROZEN_WHY, "frozen_why", "暂停使用原因", "Frozen because", Type::Line)
        .cover(Cover::Words)
        .purpose("说明为什么停止使用", "to say why it is not used")
        .hidden(),
    field(MERGED_INTO, "merged_into", "并入", "Merged into", Type::Ref { kind: Kind::Person, make: false })
        .purpose("同一人只留一份", "to keep one entry of each person")
        .hidden(),
];

/// How somebody is entered in one line: 人 张晓明 13812345678 恒达传媒 主播.
pub const LINE: Grammar = Grammar {
    heads: &["人", "新人"],
    letters: &["p", "person"],
    shape: Shape::New(New {
        name: NAME,
        phones: PHONES,
        choices: &[],
        loose: &[EMPLOYER, TITLE],
        area: Some(AREA),
        rest: NOTE,
        owner: Some(LIAISON),
    }),
};

/// Whether the entry is only kept and not used (PIPL art. 47).
pub fn is_frozen(r: &super::Record) -> bool {
    r.kind == Kind::Person && r.fields.get(FROZEN_ON).is_some()
}
