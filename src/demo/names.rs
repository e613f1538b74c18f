//! Names as people in China have them. Family names by their share of the population (公安部 户籍统计, the hundred
//! most frequent, in ten thousandths, rounded), given names by the fashion of the years.

use super::random::Random;

/// The hundred most frequent family names.
const COMMON: &[(u32, &str)] = &[
    (725, "王"),
    (719, "李"),
    (683, "张"),
    (538, "刘"),
    (453, "陈"),
    (308, "杨"),
    (229, "赵"),
    (223, "黄"),
    (212, "周"),
    (205, "吴"),
    (154, "徐"),
    (145, "孙"),
    (141, "胡"),
    (131, "朱"),
    (127, "高"),
    (118, "林"),
    (117, "何"),
    (115, "郭"),
    (112, "马"),
    (102, "罗"),
    (97, "梁"),
    (92, "宋"),
    (89, "郑"),
    (88, "谢"),
    (82, "韩"),
    (78, "唐"),
    (76, "冯"),
    (72, "于"),
    (71, "董"),
    (68, "肖"),
    (67, "程"),
    (66, "曹"),
    (65, "袁"),
    (63, "邓"),
    (62, "许"),
    (60, "傅"),
    (58, "沈"),
    (57, "曾"),
    (56, "彭"),
    (55, "吕"),
    (53, "苏"),
    (52, "卢"),
    (51, "蒋"),
    (50, "蔡"),
    (48, "贾"),
    (47, "丁"),
    (46, "魏"),
    (45, "薛"),
    (44, "叶"),
    (43, "闫"),
    (42, "余"),
    (41, "潘"),
    (40, "杜"),
    (39, "戴"),
    (38, "夏"),
    (38, "钟"),
    (37, "汪"),
    (37, "田"),
    (36, "任"),
    (36, "姜"),
    (35, "范"),
    (35, "方"),
    (34, "石"),
    (34, "姚"),
    (33, "谭"),
    (33, "廖"),
    (32, "邹"),
    (32, "熊"),
    (31, "金"),
    (31, "陆"),
    (30, "郝"),
    (30, "孔"),
    (29, "白"),
    (29, "崔"),
    (28, "康"),
    (28, "毛"),
    (27, "邱"),
    (27, "秦"),
    (26, "江"),
    (26, "史"),
    (25, "顾"),
    (25, "侯"),
    (24, "邵"),
    (24, "孟"),
    (23, "龙"),
    (23, "万"),
    (22, "段"),
    (22, "雷"),
    (21, "钱"),
    (21, "汤"),
    (20, "尹"),
    (20, "黎"),
    (19, "易"),
    (19, "常"),
    (18, "武"),
    (18, "乔"),
    (17, "贺"),
    (17, "赖"),
    (16, "龚"),
    (16, "文"),
];

/// Two characters, or read otherwise as a family name: what a finder must get right.
const RARE: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "尉迟", "慕容", "夏侯", "皇甫", "令狐", "司徒", "单", "解", "仇", "查",
    "区", "盖", "朴", "乐", "宁", "华", "翟", "褚", "牟", "冼", "缪", "员", "种", "覃", "繁", "曲", "阎",
    "萧", "卜", "芮", "佘",
];

/// Characters of given names, the more frequent first; for men and women, by the years of birth.
struct Fashion {
    until: i32,
    /// Of a hundred, how many have one character only.
    single: u64,
    men: &'static str,
    women: &'static str,
}

const FASHIONS: &[Fashion] = &[
    Fashion {
        until: 1969,
        single: 16,
        men: "国建明文华德志永军平生福成荣庆保春安新民林金海东玉学振忠祥义",
        women: "秀英兰桂玉芳珍凤荣梅华素云淑琴霞春芬莲香爱红丽萍巧玲",
    },
    Fashion {
        until: 1984,
        single: 34,
        men: "伟强勇军建杰涛明超刚辉鹏斌波平国峰东海志磊亮林飞红永新华文利",
        women: "丽艳芳娟敏静霞燕玲红梅英秀华萍娜莉洁琴云君晓颖蓉雪惠春",
    },
    Fashion {
        until: 1996,
        single: 30,
        men: "伟鹏超杰磊涛浩宇飞凯晨俊鑫帅龙阳亮博威旭志家明文峰斌坤健翔",
        women: "婷静雪丹娜敏倩莹颖慧佳琳洁琪璐晶晓雅欣文梦瑶艳薇楠萌",
    },
    Fashion {
        until: 9999,
        single: 12,
        men: "浩宇子轩博文泽俊宇杰嘉睿天翔晨昊然鑫铭一鸣皓逸哲思远辰航",
        women: "雨欣梓涵怡佳诗琪思悦欣妍可馨子萱嘉雯梦语晨芷若彤瑾依诺",
    },
];

/// Second characters that make a name of two sound as one, by men and women.
const SECOND: [&str; 2] =
    ["华明军平辉林东生涛强峰伟鹏杰国斌超波飞亮", "芳华玲霞红梅英丽娟燕敏静萍艳玉洁琴云莉"];

/// A family name.
pub(super) fn family(r: &mut Random) -> &'static str {
    // the hundred are five sixths of all; the rest here is what trips programs
    if r.below(1000) < 22 { r.pick(RARE) } else { r.weighted(COMMON) }
}

/// A given name of somebody born in a year.
pub(super) fn given(r: &mut Random, woman: bool, born: i32) -> String {
    let Some(f) = FASHIONS.iter().find(|f| born <= f.until) else { return String::new() };
    let one = |r: &mut Random, s: &str| {
        let n = s.chars().count() as u64;
        s.chars().nth(r.below(n).min(r.below(n)) as usize).unwrap_or('华')
    };
    let own = if woman { f.women } else { f.men };
    let first = one(r, own);
    if r.percent(f.single) {
        return first.to_string();
    }
    let [men, women] = SECOND;
    let common = if woman { women } else { men };
    let second = if r.percent(55) || born > 1996 { one(r, own) } else { one(r, common) };
    [first, second].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(COMMON.len(), 100);
        let mut seen: Vec<&str> = COMMON.iter().map(|(_, n)| *n).chain(RARE.iter().copied()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), COMMON.len() + RARE.len());
        let mut r = Random::of(1, 1, 1);
        for born in 1950..2006 {
            for woman in [false, true] {
                assert!((1..=2).contains(&given(&mut r, woman, born).chars().count()));
            }
        }
    }
}
