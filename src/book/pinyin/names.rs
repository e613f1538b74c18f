//! Names: surname and given name, the surname's own reading, the sort key.
//!
//! The readings follow 现代汉语词典 and the custom of the families concerned; where families differ (乐 Yue or Le,
//! 翟 Zhai or Di) the commoner one stands first. A person's own answer is the editable reading of the record.
use super::{Code, code_of, codes, readings};

/// Single-character surnames whose reading as a surname is not the character's commonest one.
const SINGLE: &[(char, &[&str])] = &[
    ('单', &["shan"]),
    ('曾', &["zeng"]),
    ('解', &["xie"]),
    ('仇', &["qiu"]),
    ('查', &["zha"]),
    ('区', &["ou"]),
    ('盖', &["ge", "gai"]),
    ('朴', &["piao"]),
    ('任', &["ren"]),
    ('华', &["hua"]),
    ('乐', &["yue", "le"]),
    ('翟', &["zhai", "di"]),
    ('缪', &["miao"]),
    ('覃', &["qin", "tan"]),
    ('冼', &["xian"]),
    ('洗', &["xian"]),
    ('召', &["shao"]),
    ('员', &["yun"]),
    ('黑', &["he", "hei"]),
    ('种', &["chong"]),
    ('那', &["na", "nuo"]),
    ('宓', &["mi", "fu"]),
    ('逄', &["pang"]),
    ('晁', &["chao"]),
    ('尉', &["wei"]),
    ('万', &["wan"]),
    ('重', &["chong"]),
    ('折', &["she"]),
    ('秘', &["bi"]),
    ('柏', &["bai", "bo"]),
    ('繁', &["po"]),
    ('薄', &["bo"]),
    ('卜', &["bu"]),
    ('祭', &["zhai"]),
    ('车', &["che"]),
    ('费', &["fei", "bi"]),
    ('贾', &["jia"]),
    ('阚', &["kan"]),
    ('牟', &["mu", "mou"]),
    ('莘', &["shen", "xin"]),
    ('谌', &["chen", "shen"]),
    ('隗', &["wei", "kui"]),
    ('郇', &["xun", "huan"]),
    ('纪', &["ji"]),
    ('句', &["gou", "ju"]),
    ('能', &["nai"]),
    ('都', &["du"]),
    ('幸', &["xing"]),
    ('应', &["ying"]),
    ('宁', &["ning"]),
    ('燕', &["yan"]),
    ('洪', &["hong"]),
    ('过', &["guo"]),
    ('占', &["zhan"]),
    ('哈', &["ha"]),
    ('撒', &["sa"]),
    ('佴', &["nai"]),
    ('呙', &["guo"]),
    ('炅', &["gui"]),
    ('佟', &["tong"]),
    ('长', &["chang", "zhang"]),
    ('红', &["hong"]),
    ('行', &["xing", "hang"]),
    ('少', &["shao"]),
    ('藏', &["zang", "cang"]),
    ('曲', &["qu"]),
    ('石', &["shi"]),
    ('沈', &["shen"]),
    ('葛', &["ge"]),
    ('俞', &["yu"]),
    ('於', &["yu"]),
    ('适', &["kuo"]),
    ('奇', &["qi"]),
    ('仉', &["zhang"]),
    ('会', &["gui"]),
    ('褚', &["chu"]),
    ('麦', &["mai"]),
    ('尹', &["yin"]),
    ('么', &["yao"]),
    ('訾', &["zi"]),
    ('昝', &["zan"]),
];

/// Compound surnames, with their readings. A name of exactly these two characters is surname and given name instead
/// only when it would leave no given name (欧阳 alone is still the surname).
const COMPOUND: &[(&str, &str)] = &[
    ("欧阳", "ou yang"),
    ("上官", "shang guan"),
    ("司马", "si ma"),
    ("诸葛", "zhu ge"),
    ("东方", "dong fang"),
    ("皇甫", "huang fu"),
    ("尉迟", "yu chi"),
    ("公孙", "gong sun"),
    ("慕容", "mu rong"),
    ("令狐", "ling hu"),
    ("长孙", "zhang sun"),
    ("宇文", "yu wen"),
    ("司徒", "si tu"),
    ("司空", "si kong"),
    ("夏侯", "xia hou"),
    ("轩辕", "xuan yuan"),
    ("端木", "duan mu"),
    ("百里", "bai li"),
    ("呼延", "hu yan"),
    ("南宫", "nan gong"),
    ("东郭", "dong guo"),
    ("西门", "xi men"),
    ("独孤", "du gu"),
    ("淳于", "chun yu"),
    ("单于", "chan yu"),
    ("万俟", "mo qi"),
    ("闻人", "wen ren"),
    ("赫连", "he lian"),
    ("澹台", "tan tai"),
    ("公冶", "gong ye"),
    ("宗政", "zong zheng"),
    ("濮阳", "pu yang"),
    ("太史", "tai shi"),
    ("申屠", "shen tu"),
    ("仲孙", "zhong sun"),
    ("钟离", "zhong li"),
    ("鲜于", "xian yu"),
    ("闾丘", "lv qiu"),
    ("亓官", "qi guan"),
    ("司寇", "si kou"),
    ("巫马", "wu ma"),
    ("公西", "gong xi"),
    ("颛孙", "zhuan sun"),
    ("壤驷", "rang si"),
    ("公良", "gong liang"),
    ("漆雕", "qi diao"),
    ("乐正", "yue zheng"),
    ("宰父", "zai fu"),
    ("谷梁", "gu liang"),
    ("拓跋", "tuo ba"),
    ("夹谷", "jia gu"),
    ("段干", "duan gan"),
    ("梁丘", "liang qiu"),
    ("左丘", "zuo qiu"),
    ("东门", "dong men"),
    ("第五", "di wu"),
    ("南门", "nan men"),
    ("呼韩", "hu han"),
    ("完颜", "wan yan"),
    ("耶律", "ye lv"),
    ("纳兰", "na lan"),
    ("叶赫", "ye he"),
    ("爱新觉罗", "ai xin jue luo"),
];

/// The compound surname at the start of a name, if there is one.
fn compound(name: &str) -> Option<(&'static str, &'static str)> {
    COMPOUND.iter().find(|(s, _)| name.starts_with(s)).copied()
}

/// Surname and given name. A name of one character, or one that is not Han, is all surname.
///
/// ```
/// assert_eq!(linli::book::pinyin::split_name("欧阳娜娜"), ("欧阳", "娜娜"));
/// ```
pub fn split_name(name: &str) -> (&str, &str) {
    let name = name.trim();
    let at = match compound(name) {
        Some((surname, _)) => surname.len(),
        None => match name.chars().next() {
            Some(c) if !codes(c).is_empty() => c.len_utf8(),
            _ => name.len(),
        },
    };
    name.split_at_checked(at).unwrap_or((name, ""))
}

/// How a surname is read as a surname, syllables parted by a blank; `None` where the curated list has no entry and
/// the character's commonest reading holds.
pub fn surname_reading(surname: &str) -> Option<&'static str> {
    if let Some((_, reading)) = COMPOUND.iter().find(|(s, _)| *s == surname) {
        return Some(reading);
    }
    let mut chars = surname.chars();
    let first = chars.next().filter(|_| chars.as_str().is_empty())?;
    SINGLE.iter().find(|(c, _)| *c == first).and_then(|(_, r)| r.first()).copied()
}

/// The readings of the surname's character at place `at` in a name, the surname's own first and the common ones after
/// it as a fallback; `None` past the surname or where the commonest reading holds.
pub fn surname_codes(name: &str, at: usize) -> Option<Vec<Code>> {
    let c = name.chars().nth(at)?;
    let own: Vec<Code> = match compound(name) {
        Some((_, reading)) => reading.split(' ').nth(at).and_then(code_of).into_iter().collect(),
        None if at == 0 => {
            let (_, own) = SINGLE.iter().find(|(s, _)| *s == c)?;
            own.iter().filter_map(|r| code_of(r)).collect()
        }
        None => return None,
    };
    let rest = codes(c).iter().filter(|code| !own.contains(code)).copied().collect::<Vec<_>>();
    (!own.is_empty()).then(|| own.into_iter().chain(rest).collect())
}

/// The syllables of a name as it is read, the surname by its own reading; runs of what is not Han stay as they are, in
/// lower case.
pub fn name_syllables(name: &str) -> Vec<String> {
    let name = name.trim();
    let (surname, _) = split_name(name);
    let own = surname_reading(surname).map(|r| r.split(' ').collect::<Vec<_>>()).unwrap_or_default();
    let mut out: Vec<String> = Vec::new();
    let mut open = false; // the last piece is a run that may grow
    for (at, c) in name.chars().enumerate() {
        match own.get(at).copied().or_else(|| readings(c).next()) {
            Some(reading) => {
                out.push(reading.to_owned());
                open = false;
            }
            None if c.is_whitespace() || matches!(c, '·' | '•' | '.' | '-') => open = false,
            None => {
                if !open {
                    out.push(String::new());
                }
                if let Some(last) = out.last_mut() {
                    last.extend(c.to_lowercase());
                }
                open = true;
            }
        }
    }
    out
}

/// The key names sort by, `zhang xiao ming`.
pub fn name_reading(name: &str) -> String {
    name_syllables(name).join(" ")
}

/// The first letters of a name's syllables, `zxm`.
pub fn initials(name: &str) -> String {
    name_syllables(name).iter().filter_map(|s| s.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_have_readings_of_their_own() {
        for (name, reading) in [
            ("单田芳", "shan tian fang"),
            ("曾国藩", "zeng guo fan"),
            ("解晓东", "xie xiao dong"),
            ("仇英", "qiu ying"),
            ("查良镛", "zha liang yong"),
            ("尉迟恭", "yu chi gong"),
            ("区楚良", "ou chu liang"),
            ("朴树", "piao shu"),
            ("任达华", "ren da hua"),
            ("万俟卨", "mo qi xie"),
            ("长孙无忌", "zhang sun wu ji"),
            ("令狐冲", "ling hu chong"),
            ("员半千", "yun ban qian"),
            ("欧阳 娜娜", "ou yang na na"),
            ("吕布", "lv bu"),
            ("张晓明", "zhang xiao ming"),
            ("John李", "john li"),
            ("阿不都·买买提", "a bu du mai mai ti"),
        ] {
            assert_eq!(name_reading(name), reading, "{name}");
        }
        assert_eq!(initials("张晓明"), "zxm");
        assert_eq!(initials("单田芳"), "stf");
    }

    #[test]
    fn every_curated_reading_is_a_syllable_and_every_surname_stands_once() {
        for (c, own) in SINGLE {
            assert!(own.iter().all(|r| code_of(r).is_some()), "{c}");
            assert_eq!(SINGLE.iter().filter(|(d, _)| d == c).count(), 1, "{c}");
            // The finder matches a name by all readings of its characters: the curated ones must be among them.
            assert!(own.iter().all(|own| readings(*c).any(|r| r == *own)), "{c}");
        }
        for (surname, reading) in COMPOUND {
            assert_eq!(reading.split(' ').filter_map(code_of).count(), surname.chars().count(), "{surname}");
            for (c, own) in surname.chars().zip(reading.split(' ')) {
                assert!(readings(c).any(|r| r == own), "{surname}");
            }
        }
    }

    #[test]
    fn the_common_reading_stays_as_a_fallback() {
        let heard = |name: &str| -> Vec<&str> {
            surname_codes(name, 0).unwrap().into_iter().map(crate::book::pinyin::syllable).collect()
        };
        assert_eq!(heard("单田芳"), ["shan", "dan", "chan"]);
        assert_eq!(heard("尉迟恭"), ["yu", "wei"]);
        assert_eq!(surname_codes("张三", 0), None);
        assert_eq!(split_name("张晓明"), ("张", "晓明"));
        assert_eq!(split_name("单于某"), ("单于", "某"));
        assert_eq!(split_name("Tom"), ("Tom", ""));
        assert_eq!(split_name(""), ("", ""));
    }
}
