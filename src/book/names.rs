//! Names of people and organisations as ledgers write them.

use super::dates::fold;

/// Cleans a text for keeping: controls and zero-width marks go, blanks (also full-width) at the ends go.
pub fn clean_line(s: &str) -> String {
    let kept: String = s
        .chars()
        .map(
            |c| if c == '\u{3000}' || c == '\t' || c == '\n' || c == '\r' || c == '\u{a0}' { ' ' } else { c },
        )
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cleans a text of several lines.
pub fn clean_note(s: &str) -> String {
    let kept: String = s
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| (*c == '\n' || !c.is_control()) && !is_invisible(*c))
        .collect();
    kept.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_string()
}

/// Zero-width marks, direction marks, tag characters: nothing a name is made of.
fn is_invisible(c: char) -> bool {
    matches!(c as u32, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0x061C | 0xAD | 0xE0000..=0xE007F | 0xFFF9..=0xFFFB)
}

/// Whether a character is Han.
pub fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF | 0x3007)
}

/// Cleans a person's name: `郑　超` is 郑超, `John  Smith` keeps one blank.
pub fn clean_name(s: &str) -> String {
    let s = clean_line(s);
    if s.chars().any(is_han) { s.chars().filter(|c| !c.is_whitespace()).collect() } else { s }
}

/// Forms of address that stand for a given name: 张总, 李女士, 小王.
const TITLES: &[&str] =
    &["总", "先生", "女士", "老师", "经理", "主任", "会计", "律师", "医生", "老板", "工", "姐", "哥"];

/// Whether two names may be the same person's when the phone is the same: equal, or one is a form of address of
/// the other's family name (张总, 小张).
pub fn compatible(a: &str, b: &str) -> bool {
    let (a, b) = (clean_name(a), clean_name(b));
    if a.is_empty() || b.is_empty() || a == b {
        return true;
    }
    let addressed = |short: &str, full: &str| {
        let family = |n: usize| full.chars().take(n).collect::<String>();
        [1, 2].iter().map(|n| family(*n)).any(|f| {
            TITLES.iter().any(|t| short == format!("{f}{t}"))
                || short == format!("小{f}")
                || short == format!("老{f}")
        })
    };
    addressed(&a, &b) || addressed(&b, &a)
}

/// Whether a name is a form of address only: 张总, 小王.
pub fn is_address(name: &str) -> bool {
    let short = name.chars().count() <= 4;
    let form =
        TITLES.iter().any(|t| name.strip_suffix(t).is_some_and(|n| (1..=2).contains(&n.chars().count())));
    let familiar = name.chars().count() == 2 && name.starts_with(['小', '老']);
    short && (form || familiar)
}

/// Endings of an organisation's name, longest first where one ends in another.
const ORG_ENDINGS: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "分公司",
    "公司",
    "律师事务所",
    "会计师事务所",
    "事务所",
    "工作室",
    "服务中心",
    "中心",
    "合作社",
    "商行",
    "商会",
    "联谊会",
    "协会",
    "学会",
    "集团",
    "学校",
    "幼儿园",
    "医院",
    "诊所",
    "药店",
    "酒店",
    "饭店",
    "超市",
    "工厂",
    "厂",
    "店",
    "银行",
    "支行",
    "研究院",
    "研究所",
    "研究会",
    "基金会",
    "俱乐部",
    "经营部",
    "门市部",
    "办事处",
    "街道办",
    "委员会",
    "居委会",
    "村委会",
    "社区",
    "大学",
    "学院",
    "出版社",
    "报社",
    "电视台",
];

/// Titles that are found glued to an employer, longest first where one ends in another.
const POSTS: &[&str] = &[
    "副董事长",
    "董事长",
    "副总经理",
    "总经理",
    "技术总监",
    "财务总监",
    "运营总监",
    "总监",
    "合伙人",
    "主任律师",
    "律师",
    "会计师",
    "会计",
    "负责人",
    "法定代表人",
    "法人",
    "理事长",
    "副理事长",
    "理事",
    "秘书长",
    "副会长",
    "会长",
    "主任",
    "副主任",
    "经理",
    "主管",
    "主播",
    "店长",
    "店主",
    "校长",
    "院长",
    "厂长",
    "编辑",
    "主编",
    "撰稿人",
    "记者",
    "教师",
    "讲师",
    "医生",
    "设计师",
    "工程师",
    "技术员",
    "员工",
    "职员",
    "自由职业",
    "股东",
    "董事",
    "监事",
    "书记员",
    "出纳",
    "工艺师",
    "个体",
];

/// Splits `禹州市大禹教育工作室理事` into employer and title. A blank between the two decides; else a known title
/// after a known ending of organisations. What cannot be parted is all employer.
pub fn split_post(s: &str) -> (String, String) {
    let s = clean_line(&fold_brackets(s));
    if let Some((org, post)) = s.rsplit_once(' ') {
        let looks = POSTS.iter().any(|p| post.ends_with(p)) || ORG_ENDINGS.iter().any(|e| org.ends_with(e));
        if looks && !ORG_ENDINGS.iter().any(|e| post.ends_with(e) && post.chars().count() > 5) {
            return (org.trim().to_string(), post.to_string());
        }
    }
    for (at, _) in s.char_indices().skip(2) {
        let (org, post) = s.split_at(at);
        if POSTS.contains(&post) && ORG_ENDINGS.iter().any(|e| org.ends_with(e)) {
            return (org.to_string(), post.to_string());
        }
    }
    if POSTS.contains(&s.as_str()) {
        return (String::new(), s);
    }
    (s, String::new())
}

fn fold_brackets(s: &str) -> String {
    s.replace('（', "(").replace('）', ")")
}

/// What an organisation is recognised by: brackets and blanks folded, the leading 省 市 县 区 dropped
/// (`禹州市恒达建材有限公司` and `恒达建材有限公司` are the same).
pub fn organisation_key(name: &str) -> String {
    let s: String =
        fold(&fold_brackets(name)).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let mut rest = s.as_str();
    for _ in 0..3 {
        let cut = rest.char_indices().skip(2).take(3).find(|(_, c)| matches!(c, '省' | '市' | '县' | '区'));
        match cut.and_then(|(at, c)| rest.get(at + c.len_utf8()..)) {
            Some(r) if r.chars().count() >= 4 => rest = r,
            _ => break,
        }
    }
    rest.to_string()
}

/// Forms of organisations in law, which people leave away.
const FORMS: &[&str] =
    &["有限责任公司", "股份有限公司", "集团有限公司", "有限公司", "分公司", "公司", "集团"];

/// What is left of an organisation's name without its form in law: 恒达建材 of 禹州市恒达建材有限公司.
pub fn organisation_core(name: &str) -> String {
    let key = organisation_key(name);
    let bare = FORMS.iter().find_map(|f| key.strip_suffix(f)).filter(|b| b.chars().count() >= 2);
    bare.map_or(key.clone(), str::to_owned)
}

/// What an area is recognised by: `皇路河村委会`, `皇路河村` and `皇路河` are the same, as are 社区居民委员会,
/// 社区居委会 and 社区.
pub fn area_key(name: &str) -> String {
    let s: String = fold(name).chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = s.as_str();
    for ending in [
        "居民委员会",
        "村民委员会",
        "居委会",
        "村委会",
        "委会",
        "街道办事处",
        "办事处",
        "人民政府",
        "社区",
        "街道",
        "村",
    ] {
        if let Some(r) = rest.strip_suffix(ending)
            && r.chars().count() >= 2
        {
            rest = r;
        }
    }
    rest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn employer_and_title_are_parted() {
        for (s, org, post) in [
            ("禹州市同兴法律服务传媒有限公司 理事", "禹州市同兴法律服务传媒有限公司", "理事"),
            ("禹州市大禹教育工作室理事", "禹州市大禹教育工作室", "理事"),
            ("禹州市颍河教育律师事务所董事长", "禹州市颍河教育律师事务所", "董事长"),
            ("百草堂科技服务中心主任律师", "百草堂科技服务中心", "主任律师"),
            ("禹州市鑫盛餐饮合作社 自由职业", "禹州市鑫盛餐饮合作社", "自由职业"),
            ("恒达建材有限公司", "恒达建材有限公司", ""),
            ("鑫盛法律服务工作室 会计师", "鑫盛法律服务工作室", "会计师"),
            ("小萌看禹州(自媒体) 主播", "小萌看禹州(自媒体)", "主播"),
            ("主播", "", "主播"),
            ("Acme Trading Ltd", "Acme Trading Ltd", ""),
        ] {
            assert_eq!(split_post(s), (org.to_string(), post.to_string()), "{s}");
        }
    }

    #[test]
    fn the_same_under_other_spellings() {
        assert_eq!(organisation_key("禹州市恒达建材有限公司"), organisation_key("恒达建材 有限公司"));
        assert_ne!(organisation_key("恒达建材有限公司"), organisation_key("恒达建材合作社"));
        assert_eq!(organisation_key("市建材商会"), "市建材商会");
        assert_eq!(area_key("恒达社区居民委员会"), "恒达");
        assert_eq!(area_key("皇路河村委会"), area_key("皇路河村"));
        assert_eq!(area_key("颍川街道办事处"), area_key("颍川街道"));
    }

    #[test]
    fn names_are_cleaned_and_compared() {
        assert_eq!(clean_name("郑\u{3000}超 "), "郑超");
        assert_eq!(clean_name("John \u{202e} Smith"), "John Smith");
        for (a, b, want) in [
            ("张晓明", "张　晓明", true),
            ("张总", "张晓明", true),
            ("李女士", "李敏", true),
            ("小张", "张晓明", true),
            ("尉迟老师", "尉迟国璐", true),
            ("张晓明", "李敏", false),
            ("张明", "张晓明", false),
        ] {
            assert_eq!(compatible(a, b), want, "{a} {b}");
        }
        assert_eq!(clean_note("已加微信\r\n可介绍客户 \n"), "已加微信\n可介绍客户");
    }
}
