//! What a heading means. Offices write the same heading in many ways (`联系电话*`, `联系 电话（手机）`), so headings
//! and the words of the field tables are compared folded.

use super::map_file::MapFile;
use super::plan::What;
use crate::book::dates::fold;
use crate::book::schema::FIRST_OWN;
use crate::book::{Field, Kind, organisation, person, rules, visit};
use crate::text::exchange as words;
use std::collections::HashMap;

/// The kinds that ledgers are read as.
pub(super) const KINDS: [Kind; 6] =
    [Kind::Visit, Kind::Person, Kind::Organisation, Kind::Area, Kind::Service, Kind::Matter];

/// Headings of employer and title in one column, 及 和 与 and the like dropped.
const POST_HEADINGS: &[&str] = &[
    "工作单位职务",
    "单位职务",
    "工作单位职位",
    "单位职位",
    "所在单位职务",
    "任职单位职务",
    "单位名称职务",
    "工作单位名称职务",
    "现工作单位职务",
];

/// Headings of the office that a row belongs to.
const OFFICE_HEADINGS: &[&str] = &[
    "所属街道",
    "所在街道",
    "街道",
    "乡镇",
    "街道乡镇",
    "乡镇街道",
    "所属乡镇",
    "所属镇街",
    "镇街",
    "街道办事处",
    "填报单位",
    "所属办事处",
    "street",
];

/// Longest heading that is looked at, bytes.
const HEADING_MAX: usize = 1000;

/// Headings that only number the rows.
const NUMBERS: &[&str] = &["序号", "编号", "序", "行号", "no", "no.", "#", "id"];

/// A heading without blanks, line ends, marks and case: full-width is folded.
pub(super) fn tight(s: &str) -> String {
    fold(s)
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '*' | '★' | '☆' | '\u{feff}'))
        .collect::<String>()
        .trim_matches([':', '、', ','])
        .to_string()
}

/// The same without what stands in brackets.
fn bare(tight: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in tight.chars() {
        match c {
            '(' | '[' | '【' | '{' => depth += 1,
            ')' | ']' | '】' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The words of the field tables, folded, for each kind that ledgers are read as.
pub(super) struct Words {
    all: Vec<(Kind, Table)>,
    own: MapFile,
}

/// Field and rank (0 its own label, 1 another name for it) of each folded heading.
type Table = HashMap<String, (u16, u8)>;

impl Words {
    /// Of all kinds that ledgers are read as, with what is written down of an office's own headings.
    pub(super) fn with(own: MapFile) -> Words {
        Words::all(KINDS, own)
    }

    /// Of one kind, and of people, whose phones stand beside others' records.
    pub(super) fn of(kind: Kind) -> Words {
        Words::all([kind, Kind::Person], MapFile::default())
    }

    fn all(kinds: impl IntoIterator<Item = Kind>, own: MapFile) -> Words {
        let table = |kind: Kind| {
            let mut map = Table::new();
            // what the office no longer asks for is not read either
            let unused = |f: &Field| f.no >= FIRST_OWN && f.fixed;
            for f in kind.fields().iter().filter(|f| !f.hidden && !unused(f)) {
                let own = [f.label.zh, f.label.en, f.key].map(|w| (w, 0));
                for (word, rank) in own.into_iter().chain(f.aliases.iter().map(|w| (*w, 1))) {
                    let slot = map.entry(tight(word)).or_insert((f.no, rank));
                    // a field's own label goes before another field's alias
                    if rank < slot.1 {
                        *slot = (f.no, rank);
                    }
                }
            }
            (kind, map)
        };
        Words { all: kinds.into_iter().map(table).collect(), own }
    }

    /// What one heading means by itself for a kind, and how sure that is (0 the field's own label).
    fn one(&self, kind: Kind, heading: &str) -> (What, u8) {
        // no heading; a text of a megabyte would be folded a hundred times over
        if heading.len() > HEADING_MAX {
            return (What::Unknown, 0);
        }
        if let Some(what) = rules::refused(heading) {
            return (What::Refused(what), 0);
        }
        let whole = tight(heading);
        if let Some(what) = self.own.of(kind, &whole) {
            return (what, 0);
        }
        if words::LEFT_OUT_HEADINGS.iter().any(|w| [w.zh, w.en].map(tight).contains(&whole)) {
            return (What::Ignored, 0);
        }
        let short = bare(&whole);
        for form in [&whole, &short] {
            if form.is_empty() {
                continue;
            }
            if NUMBERS.contains(&form.as_str()) {
                return (What::Ignored, 0);
            }
            let joined: String = form
                .chars()
                .filter(|c| !matches!(c, '及' | '和' | '与' | '、' | '/' | '兼' | '\\'))
                .collect();
            if kind == Kind::Person && POST_HEADINGS.contains(&joined.as_str()) {
                return (What::Split, 0);
            }
            if let Some((no, rank)) =
                self.all.iter().find(|(k, _)| *k == kind).and_then(|(_, map)| map.get(form.as_str()))
            {
                return (What::Maps(*no), *rank);
            }
            if kind.row_field().is_some() && self.is_phone(form) {
                return (What::Phone, 0);
            }
            if kind != Kind::Area && OFFICE_HEADINGS.contains(&joined.as_str()) {
                return (What::Office, 0);
            }
        }
        (What::Unknown, 0)
    }

    fn is_phone(&self, form: &str) -> bool {
        let person = self.all.iter().find(|(k, _)| *k == Kind::Person);
        person.and_then(|(_, map)| map.get(form)).is_some_and(|(no, _)| *no == person::PHONES)
    }

    /// What each heading of a row means for a kind. A field that takes one value takes it from one column: the one
    /// with its own label, else the first.
    pub(super) fn columns(&self, kind: Kind, headings: &[String]) -> Vec<What> {
        let found: Vec<(What, u8)> = headings.iter().map(|h| self.one(kind, h)).collect();
        let best = |no: u16| {
            let mine = found.iter().enumerate().filter(|(_, (w, _))| *w == What::Maps(no));
            mine.min_by_key(|(at, (_, rank))| (*rank, *at)).map(|(at, _)| at)
        };
        let several =
            |no: u16| kind.field(no).is_some_and(|f| f.many || matches!(f.ty, crate::book::Type::Note));
        found
            .iter()
            .enumerate()
            .map(|(at, (what, _))| match what {
                What::Maps(no) if !several(*no) && best(*no) != Some(at) => What::Unknown,
                other => *other,
            })
            .collect()
    }

    /// How well a row of headings fits a kind; `None` where it does not name what such a ledger is about.
    pub(super) fn score(&self, kind: Kind, headings: &[String]) -> Option<Fit> {
        let columns = self.columns(kind, headings);
        let has = |no: u16| columns.contains(&What::Maps(no));
        let heading = |w: &[&str]| {
            headings.iter().filter(|h| h.len() <= HEADING_MAX).any(|h| w.contains(&bare(&tight(h)).as_str()))
        };
        let known = columns.iter().filter(|w| matches!(w, What::Maps(_) | What::Split | What::Phone)).count();
        // 服务日期 服务对象 服务项目: a ledger of services, whatever else it names
        let services = headings
            .iter()
            .filter(|h| h.len() <= HEADING_MAX)
            .filter(|h| tight(h).starts_with("服务"))
            .count();
        let (fits, bonus) = match kind {
            Kind::Person => {
                let named = heading(&["姓名", "名字", "人员姓名", "人士姓名"]);
                (has(person::NAME) && services < 2, if named { 3 } else { 0 })
            }
            Kind::Visit => (
                has(visit::WHEN) && (has(visit::PEOPLE) || has(visit::ORGANISATION)),
                if has(visit::MODE) || has(visit::SUMMARY) { 3 } else { 0 },
            ),
            Kind::Organisation => {
                let named = heading(&["单位名称", "企业名称", "机构名称"]);
                (has(organisation::NAME), if named && !heading(&["姓名"]) { 1 } else { 0 })
            }
            Kind::Service => {
                use crate::book::service::{ITEM, ORGANISATION, PEOPLE, WHEN};
                let whom = has(PEOPLE) || has(ORGANISATION);
                (services >= 2 && has(ITEM) && whom && has(WHEN), 5)
            }
            Kind::Matter => {
                use crate::book::matter::{ORGANISATION, PEOPLE, RAISED, SORT, TITLE, WORDS};
                let (what, whom) = (has(TITLE) || has(WORDS), has(PEOPLE) || has(ORGANISATION));
                (what && whom && (has(RAISED) || has(SORT)), 3)
            }
            Kind::Area => {
                use crate::book::area::{CODE, LEVEL, NAME, PARENT};
                (has(NAME) && (has(CODE) || has(PARENT) || has(LEVEL)), 0)
            }
            _ => (false, 0),
        };
        fits.then_some(Fit { score: known * 2 + bonus, known })
    }
}

/// How well headings fit a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The more the better, among kinds.
    pub score: usize,
    /// How many columns are recognised.
    pub known: usize,
}

/// The letter that a spreadsheet program shows above a column: 0 is A, 26 is AA.
pub(super) fn letter(mut column: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push((b'A' + (column % 26) as u8) as char);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(s: &str) -> Vec<String> {
        s.split('|').map(str::to_string).collect()
    }

    #[test]
    fn headings_are_recognised_as_offices_write_them() {
        let w = Words::with(MapFile::default());
        for (heading, want) in [
            ("联系电话(手机)", What::Maps(person::PHONES)),
            ("联 系\n电 话*", What::Maps(person::PHONES)),
            ("＊姓　名：", What::Maps(person::NAME)),
            ("社区（村）", What::Maps(person::AREA)),
            ("工作单位及职务", What::Split),
            ("单位、职务", What::Split),
            ("单位职务", What::Split),
            ("PHONE", What::Maps(person::PHONES)),
            ("序号", What::Ignored),
            ("所属街道（乡镇）", What::Office),
            ("兴趣爱好", What::Unknown),
            ("", What::Unknown),
        ] {
            assert_eq!(w.columns(Kind::Person, &row(heading)), [want], "{heading}");
        }
        for heading in ["政治面貌", "身份证号码", "民 族"] {
            assert!(matches!(w.columns(Kind::Person, &row(heading))[..], [What::Refused(_)]), "{heading}");
        }
        assert_eq!(w.columns(Kind::Visit, &row("联系电话"))[0], What::Phone);
        assert_eq!(w.columns(Kind::Visit, &row("联系方式"))[0], What::Maps(visit::MODE));
    }

    #[test]
    fn one_value_comes_from_one_column() {
        let w = Words::with(MapFile::default());
        let got = w.columns(Kind::Person, &row("联系人|姓名|电话|手机"));
        assert_eq!(
            got,
            [What::Unknown, What::Maps(person::NAME), What::Maps(person::PHONES), What::Maps(person::PHONES)]
        );
    }

    #[test]
    fn the_kind_is_told_from_the_headings() {
        let w = Words::with(MapFile::default());
        for (headings, want) in [
            (
                "序号|所属社区|姓名|联系电话|类别|工作单位及职务|所属行业|担任社会职务|入库时间|备注",
                Some(Kind::Person),
            ),
            (
                "走访时间|走访对象|联系电话|走访方式|走访人|反映问题及建议|类型|办理结果|是否反馈",
                Some(Kind::Visit),
            ),
            ("日期|姓名|电话|单位|方式|内容", Some(Kind::Visit)),
            ("姓名|电话|单位|登记时间", Some(Kind::Person)),
            ("服务日期|服务对象|电话|服务项目|提供者|时长(小时)", Some(Kind::Service)),
            ("服务日期|姓名|电话|服务项目", Some(Kind::Service)),
            ("登记时间|反映人|联系电话|反映内容|诉求类别|承办人|办理结果", Some(Kind::Matter)),
            ("code|name|parent", Some(Kind::Area)),
            ("单位名称|联系人|联系电话|单位地址|统一社会信用代码", Some(Kind::Organisation)),
            ("单位名称|联系人|联系电话", Some(Kind::Organisation)),
            ("单位名称|姓名|职务|联系电话", Some(Kind::Person)),
            ("甲|乙|丙", None),
        ] {
            let best = KINDS
                .into_iter()
                .filter_map(|k| w.score(k, &row(headings)).map(|f| (f.score, k)))
                .max_by_key(|(s, _)| *s);
            assert_eq!(best.map(|(_, k)| k), want, "{headings}");
        }
    }

    #[test]
    fn letters_are_those_of_a_spreadsheet() {
        for (n, want) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")] {
            assert_eq!(letter(n), want);
        }
    }
}
