//! Matters in a ledger of visits: where its columns say of what sort something was that people raised, what came of it and
//! whether they were told, each such row is a matter besides the visit.

use super::heading::tight;
use super::plan::{ColumnPlan, SheetPlan, What};
use super::sheet::Sheet;
use crate::book::{Fields, Kind, matter, names, visit};
use crate::hub::wire::LedgerRow;
use crate::text::{Lang, exchange as words};

/// Headings of the sort.
const SORT: &[&str] =
    &["类型", "类别", "问题类型", "事项类型", "事项类别", "诉求类型", "诉求类别", "意见类型"];
/// Headings of what came of it.
const RESULT: &[&str] = &["办理结果", "办理情况", "处理结果", "处理情况", "办理进度", "办理状态", "答复情况"];
/// Headings of whether they were told.
const TOLD: &[&str] = &["是否反馈", "反馈情况", "是否答复", "是否告知", "反馈"];

/// What a ledger of visits asks of what was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Of what sort it is.
    Sort,
    /// What came of it.
    Result,
    /// Whether they were told.
    Told,
}

impl Said {
    /// What a heading asks, in a ledger of visits that is to be filled.
    pub(super) fn of(heading: &str) -> Option<Said> {
        let tight = tight(heading);
        let all = [(SORT, Said::Sort), (RESULT, Said::Result), (TOLD, Said::Told)];
        all.into_iter().find(|(words, _)| words.contains(&tight.as_str())).map(|(_, said)| said)
    }

    /// What is written there of a matter. Settled is not told: each has its own column.
    pub(super) fn words(self, f: &Fields, lang: Lang) -> String {
        let label = |no: u16| {
            let field = Kind::Matter.field(no).zip(f.code(no));
            field.map(|(field, code)| field.choice_label(code, lang)).unwrap_or_default()
        };
        let is = |states: &[u16]| f.code(matter::STATE).is_some_and(|s| states.contains(&s));
        match self {
            Said::Sort => label(matter::SORT),
            Said::Result if !f.text(matter::RESULT).is_empty() => f.text(matter::RESULT).to_owned(),
            Said::Result if is(matter::DONE_STATES) => words::LEDGER_SETTLED.get(lang).to_owned(),
            Said::Result => label(matter::STATE),
            Said::Told if is(matter::TOLD_STATES) => YES.first().copied().unwrap_or_default().to_owned(),
            Said::Told => String::new(),
        }
    }
}

/// What offices write for yes.
const YES: &[&str] = &["√", "✓", "✔", "是", "有", "已反馈", "已答复", "已告知", "y", "yes", "1", "true"];

/// Longest title taken from somebody's words, characters.
const TITLE_MAX: usize = 30;

/// The plan of the matters that a ledger of visits tells of. Their columns are no longer unknown in the plan of the visits.
pub(super) fn plan(sheet: &Sheet, visits: &mut SheetPlan) -> Option<SheetPlan> {
    let header = usize::try_from(visits.header_row).ok()?.checked_sub(1)?;
    let free = |c: &ColumnPlan| c.what == What::Unknown;
    let find = |names: &[&str]| {
        let named = |at: &usize| names.contains(&tight(sheet.cell(header, *at)).as_str());
        (0..visits.columns.len()).filter(|at| visits.columns.get(*at).is_some_and(free)).find(named)
    };
    let sort = find(SORT)?;
    let (result, told) = (find(RESULT), find(TOLD));
    let mut out = SheetPlan {
        name: visits.name.clone(),
        form: visits.form,
        kind: Some(Kind::Matter),
        header_row: visits.header_row,
        office: visits.office.clone(),
        ..SheetPlan::default()
    };
    let meanings = [
        (Some(sort), matter::SORT),
        (result, if told.is_some() { matter::RESULT } else { matter::STATE }),
        (told, matter::STATE),
    ];
    for (at, c) in visits.columns.iter_mut().enumerate() {
        let meant = meanings.iter().find(|(column, _)| *column == Some(at)).map(|(_, no)| *no);
        let what = match (meant, c.what) {
            (Some(no), _) => {
                c.what = What::Ignored;
                What::Maps(no)
            }
            (None, What::Maps(visit::SUMMARY)) => What::Maps(matter::WORDS),
            (None, What::Maps(visit::PEOPLE)) => What::Maps(matter::PEOPLE),
            (None, What::Maps(visit::WHEN)) => What::Maps(matter::RAISED),
            _ => What::Ignored,
        };
        out.columns.push(ColumnPlan { what, ..c.clone() });
    }
    let told_at_all = told.is_some();
    for (no, row) in &visits.rows {
        let at = usize::try_from(*no).unwrap_or(0).saturating_sub(1);
        let raw =
            |column: Option<usize>| column.map(|c| sheet.cell(at, c).trim().to_owned()).unwrap_or_default();
        let (sort, result) = (raw(Some(sort)), raw(result));
        if sort.is_empty() || matches!(tight(&sort).as_str(), "无" | "/" | "-" | "—" | "——") {
            continue;
        }
        let told = told_at_all.then(|| YES.contains(&tight(&raw(told)).as_str()));
        out.rows.push((*no, of(row, &sort, &result, told)));
    }
    Some(out).filter(|p| !p.rows.is_empty())
}

/// The matter of a row of visits. `told`: whether the ledger says that they were told; `None` where it has no such column.
fn of(row: &LedgerRow, sort: &str, result: &str, told: Option<bool>) -> LedgerRow {
    let cell = |no: u16| row.cells.iter().find(|(n, _)| *n == no).map(|(_, t)| t.as_str()).unwrap_or("");
    let words = cell(visit::SUMMARY);
    let mode =
        Kind::Visit.field(visit::MODE).and_then(|f| f.read_choice(cell(visit::MODE))).map_or(1, |c| c.code);
    let source = Kind::Matter.field(matter::SOURCE).and_then(|f| f.choice(matter::source_of(mode)));
    let title = match words {
        "" => sort.to_owned(),
        words => title(words),
    };
    let owner = cell(visit::STAFF).split(['、', ',', '，', ';', '；', ' ']).next().unwrap_or("").trim();
    let (state, said) = state(result, told);
    let cells = [
        (matter::TITLE, title),
        (matter::WORDS, words.to_owned()),
        (matter::SORT, sort.to_owned()),
        (matter::PEOPLE, cell(visit::PEOPLE).to_owned()),
        (matter::ORGANISATION, cell(visit::ORGANISATION).to_owned()),
        (matter::SOURCE, source.map(|c| c.key.to_owned()).unwrap_or_default()),
        (matter::RAISED, cell(visit::WHEN).to_owned()),
        (matter::AREA, cell(visit::AREA).to_owned()),
        (matter::OWNER, owner.to_owned()),
        (matter::STATE, key(state)),
        (matter::RESULT, said.to_owned()),
    ];
    let mut cells: Vec<(u16, String)> = cells.into_iter().filter(|(_, t)| !t.is_empty()).collect();
    cells.sort_by_key(|(no, _)| *no);
    LedgerRow { kind: Kind::Matter, cells, office: row.office.clone() }
}

/// How far a matter is by what a ledger says of it, and what else it says. Done is not told: where a column asks whether they
/// were told and nothing says so, they were not; and who was told of something still under way was not told its end.
pub(super) fn state(result: &str, told: Option<bool>) -> (u16, &str) {
    let short = tight(result);
    let has = |words: &[&str]| words.iter().any(|w| short.contains(w));
    let is = |words: &[&str]| words.iter().any(|w| stands(&short, w, false));
    let is_not = |words: &[&str]| words.iter().any(|w| stands(&short, w, true));
    let said = if only_state(&short) { "" } else { result };
    let under_way = has(&["办理中", "处理中", "正在", "跟进", "协调中"]) || is_not(END);
    let settled = !under_way && (is(END) || is(&["已办", "已处理", "答复", "已反馈"]));
    let answered = is(&["答复", "已反馈"]);
    let state = match (settled, told) {
        (true, Some(true)) => matter::TOLD,
        (true, None) if answered => matter::TOLD,
        (true, _) => matter::SETTLED,
        _ if under_way || told == Some(true) || is_not(&["答复", "反馈"]) => matter::UNDER_WAY,
        _ if is(&["受理"]) => matter::ACCEPTED,
        _ if is_not(&["受理"]) => matter::ENTERED,
        // what is said besides tells what was done, not that it is at its end
        _ if !said.is_empty() || has(&["尚未", "处理", "待办", "未办"]) => matter::UNDER_WAY,
        _ => matter::ENTERED,
    };
    (state, said)
}

/// Words of the end of a matter.
const END: &[&str] = &["办结", "解决", "完成"];

/// What takes a word back that stands a little before it.
const NOT: &[&str] = &["未", "没", "待", "无法", "不能", "难以"];

/// Characters between the two: 没有得到解决, 待进一步解决.
const BETWEEN: usize = 3;

/// What a cell may hold that says no more than how far it is.
const STATE_WORDS: &[&str] = &[
    "办理", "处理", "受理", "办结", "解决", "完成", "答复", "反馈", "跟进", "协调", "登记", "正在", "没有",
    "尚未", "还", "没", "未", "已", "待", "中", "了", "办", "无", "/", "-", "—", "。",
];

/// Whether a word stands in a text, as it is or taken back.
fn stands(text: &str, word: &str, taken_back: bool) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let near = |(from, not): (usize, &str)| {
            let between = before.get(from + not.len()..).unwrap_or_default();
            // 未成年人已答复: what is done already is not taken back by what stands before
            between.chars().count() <= BETWEEN && !between.contains(['已', '，', ',', '；', ';', '。'])
        };
        NOT.iter().any(|not| before.rmatch_indices(not).next().is_some_and(near)) == taken_back
    })
}

/// Whether nothing is left of a text besides words of how far it is.
fn only_state(text: &str) -> bool {
    STATE_WORDS.iter().fold(text.to_owned(), |rest, word| rest.replace(word, "")).is_empty()
}

fn key(state: u16) -> String {
    let field = Kind::Matter.field(matter::STATE);
    field.and_then(|f| f.choice(state)).map(|c| c.key.to_owned()).unwrap_or_default()
}

/// What something is about: the first clause of somebody's words.
pub(super) fn title(words: &str) -> String {
    let first =
        words.split(['，', ',', '。', '；', ';', '\n', '！', '？']).map(str::trim).find(|s| !s.is_empty());
    names::clean_line(first.unwrap_or(words)).chars().take(TITLE_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_is_not_told() {
        for (result, told, want) in [
            ("已办结", Some(true), matter::TOLD),
            ("已办结", Some(false), matter::SETTLED),
            ("已办结", None, matter::SETTLED),
            ("已答复", Some(true), matter::TOLD),
            ("已答复", Some(false), matter::SETTLED),
            ("已答复", None, matter::TOLD),
            ("办理中", Some(true), matter::UNDER_WAY),
            ("未办结", Some(false), matter::UNDER_WAY),
            ("未解决", None, matter::UNDER_WAY),
            ("没解决", Some(false), matter::UNDER_WAY),
            ("尚未解决", Some(true), matter::UNDER_WAY),
            ("尚未", None, matter::UNDER_WAY),
            ("待解决", None, matter::UNDER_WAY),
            ("未答复", None, matter::UNDER_WAY),
            ("待答复", None, matter::UNDER_WAY),
            ("尚未答复", Some(false), matter::UNDER_WAY),
            ("未处理", None, matter::UNDER_WAY),
            ("待办", None, matter::UNDER_WAY),
            ("已办结尚未反馈", None, matter::SETTLED),
            ("尚未受理", None, matter::ENTERED),
            ("-", None, matter::ENTERED),
            ("", Some(true), matter::UNDER_WAY),
            ("", Some(false), matter::ENTERED),
            ("", None, matter::ENTERED),
            ("受理", None, matter::ACCEPTED),
        ] {
            assert_eq!(state(result, told), (want, ""), "{result} {told:?}");
        }
        assert_eq!(
            state("已联系城管划了六个车位，问题解决", Some(true)).1,
            "已联系城管划了六个车位，问题解决"
        );
    }

    #[test]
    fn what_a_cell_says_besides_is_kept() {
        for (result, told, want) in [
            ("转城管", None, matter::UNDER_WAY),
            ("联系过物业", Some(false), matter::UNDER_WAY),
            ("街道已办好", None, matter::SETTLED),
            ("问题没有得到解决", None, matter::UNDER_WAY),
            ("路灯已修，停车待进一步解决", None, matter::UNDER_WAY),
            ("未成年人已答复", None, matter::TOLD),
            ("已答复，尚未解决", Some(true), matter::UNDER_WAY),
        ] {
            assert_eq!(state(result, told), (want, result), "{result} {told:?}");
        }
    }

    #[test]
    fn the_first_clause_says_what_it_is_about() {
        assert_eq!(title("停车难,希望小区周边增设停车位"), "停车难");
        assert_eq!(title("充电桩不足"), "充电桩不足");
        assert_eq!(title("，"), "，");
    }
}
