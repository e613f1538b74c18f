//! Matters in a ledger of visits: where its columns say of what sort something was that people raised, what came of it and
//! whether they were told, each such row is a matter besides the visit.

use super::heading::tight;
use super::plan::{ColumnPlan, SheetPlan, What};
use super::sheet::Sheet;
use crate::book::{Kind, matter, names, visit};
use crate::hub::wire::LedgerRow;

/// Headings of the sort.
const SORT: &[&str] =
    &["类型", "类别", "问题类型", "事项类型", "事项类别", "诉求类型", "诉求类别", "意见类型"];
/// Headings of what came of it.
const RESULT: &[&str] = &["办理结果", "办理情况", "处理结果", "处理情况", "办理进度", "办理状态", "答复情况"];
/// Headings of whether they were told.
const TOLD: &[&str] = &["是否反馈", "反馈情况", "是否答复", "是否告知", "反馈"];

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
    let bare = short.chars().count() <= 5;
    let said = if bare { "" } else { result };
    let under_way = has(&["办理中", "处理中", "未办结", "正在", "跟进", "协调中", "未完成"]);
    let settled =
        !under_way && has(&["办结", "已办", "已答复", "答复", "已解决", "解决", "完成", "已处理", "已反馈"]);
    let answered = has(&["答复", "已反馈"]);
    let state = match (settled, told) {
        (true, Some(true)) => matter::TOLD,
        (true, None) if answered => matter::TOLD,
        (true, _) => matter::SETTLED,
        _ if under_way || told == Some(true) => matter::UNDER_WAY,
        _ if has(&["受理"]) => matter::ACCEPTED,
        // a sentence says what was done, not that it is at its end
        _ if !bare => matter::UNDER_WAY,
        _ => matter::ENTERED,
    };
    (state, said)
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
    fn the_first_clause_says_what_it_is_about() {
        assert_eq!(title("停车难,希望小区周边增设停车位"), "停车难");
        assert_eq!(title("充电桩不足"), "充电桩不足");
        assert_eq!(title("，"), "，");
    }
}
