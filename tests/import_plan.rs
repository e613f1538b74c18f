//! What a workbook of an office becomes before it is sent: sheets, columns, rows.
//!
//! `data/ledger-small.xlsx` has what offices' workbooks have: title rows, merged cells, a form number before each
//! row, dates in six spellings, phones as numbers, a blank row, the headings again, a prepared row, a junk row, a
//! foot; visits on the first sheet, services that are not yet read, an empty sheet.

use linli::book::{Day, Kind, dates, person, phones, visit};
use linli::exchange::plan::{Plan, SheetPlan, What, Why};
use linli::exchange::{mapping, sheet};
use linli::hub::wire::LedgerRow;
use linli::text::Lang;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn small() -> Plan {
    mapping::plan(
        "ledger-small.xlsx",
        &sheet::open(&data("ledger-small.xlsx")).unwrap_or_default(),
        None,
        None,
    )
}

fn sheet_named(plan: &Plan, name: &str) -> SheetPlan {
    plan.sheets.iter().find(|s| s.name == name).cloned().unwrap_or_default()
}

fn cell(row: &LedgerRow, no: u16) -> &str {
    row.cells.iter().find(|(n, _)| *n == no).map_or("", |(_, t)| t)
}

fn today() -> Day {
    Day::ymd(2026, 11, 23).unwrap_or(Day(0))
}

#[test]
fn a_sheet_of_people() {
    let plan = small();
    let s = sheet_named(&plan, "人员台账");
    assert_eq!((s.kind, s.header_row, s.office.as_str()), (Some(Kind::Person), 3, "柳林街道办事处"));
    let rows: Vec<u32> = s.rows.iter().map(|(n, _)| *n).collect();
    assert_eq!(rows, [4, 5, 6, 7, 8, 11]);
    let column = |no: u16| -> Vec<&str> { s.rows.iter().map(|(_, r)| cell(r, no)).collect() };
    for day in column(person::ENTERED_ON) {
        assert_eq!(dates::parse(day, today()), Ok(Day::ymd(2025, 3, 7).unwrap()), "{day}");
    }
    for (i, text) in column(person::PHONES).into_iter().enumerate() {
        assert_eq!(phones::parse(text).unwrap()[0].number, format!("1380000000{}", i + 1));
    }
    let east = "东关社区";
    let west = "西关社区";
    assert_eq!(column(person::AREA), [east, east, east, west, west, west]);
    assert_eq!(
        column(person::EMPLOYER),
        [
            "清河市大河传媒有限公司",
            "清河市大河传媒有限公司",
            "远山商行",
            "",
            "清河市义工协会",
            "正和会计师事务所"
        ]
    );
    assert_eq!(column(person::TITLE), ["主播", "记者", "店长", "店主", "秘书长", "会计师"]);
    assert_eq!(column(person::POSTS), ["", "清河市政协委员", "", "", "", ""]);
    assert!(s.rows.iter().all(|(_, r)| r.office == "柳林街道办事处" && r.kind == Kind::Person));
}

#[test]
fn junk_is_named_by_its_place_and_the_foot_is_not_a_person() {
    let plan = small();
    let s = sheet_named(&plan, "人员台账");
    let [gap] = s.gaps.as_slice() else { panic!("{:?}", s.gaps) };
    assert_eq!((gap.row, gap.field), (13, person::NAME));
    assert_eq!(s.columns[gap.column.unwrap()].letter, "C");
    // blank, headings again, prepared, 合计, 制表人
    assert_eq!(s.skipped, 5);
    let gap = sheet_named(&plan, "走访").gaps;
    assert_eq!(gap.iter().map(|g| (g.row, g.field)).collect::<Vec<_>>(), [(5, visit::PEOPLE)]);
}

#[test]
fn what_the_book_never_holds_is_left_out_by_name() {
    let plan = small();
    let s = sheet_named(&plan, "人员台账");
    let what = |heading: &str| s.columns.iter().find(|c| c.heading == heading).unwrap().what;
    assert!(matches!(what("政治面貌"), What::Refused(_)));
    assert_eq!(what("兴趣爱好"), What::Unknown);
    assert_eq!(what("姓名*"), What::Maps(person::NAME));
    for (lang, words) in [(Lang::Zh, "册里不记党派与政治面貌"), (Lang::En, "never holds party membership")]
    {
        assert!(plan.describe(lang).contains(words), "{}", plan.describe(lang));
    }
}

#[test]
fn a_sheet_of_visits() {
    let plan = small();
    let s = sheet_named(&plan, "走访");
    assert_eq!(s.kind, Some(Kind::Visit));
    let whom: Vec<&str> = s.rows.iter().map(|(_, r)| cell(r, visit::PEOPLE)).collect();
    assert_eq!(whom, ["王敏\t+8613800000001", "李军、张华"]);
    let days: Vec<&str> = s.rows.iter().map(|(_, r)| cell(r, visit::WHEN)).collect();
    assert_eq!(days, ["2025-06-03", "2025-6-4"]);
    // what was raised in them are matters besides
    let voiced: Vec<_> = plan.sheets.iter().filter(|s| s.kind == Some(Kind::Matter)).collect();
    assert_eq!(voiced.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["走访"]);
    // the workbook's office, told on another sheet
    assert_eq!(s.rows[0].1.office, "柳林街道办事处");
}

#[test]
fn other_sheets_are_named() {
    let plan = small();
    assert_eq!(sheet_named(&plan, "服务台账").kind, Some(Kind::Service));
    assert_eq!(sheet_named(&plan, "Sheet3").why, Why::Blank);
    let sheets = sheet::open(&data("ledger-small.xlsx")).unwrap();
    let only = mapping::plan("x", &sheets, Some("走访"), None);
    assert_eq!(only.total(), 3);
    assert_eq!(sheet_named(&only, "人员台账").why, Why::NotAsked);
}

#[test]
fn slices_send_people_before_visits() {
    let plan = small();
    let slices: Vec<_> = plan.slices(4, true).collect();
    let kinds: Vec<Kind> = slices.iter().flat_map(|(_, s)| s.rows.iter().map(|r| r.kind)).collect();
    let mut sorted = kinds.clone();
    sorted.sort();
    assert_eq!(kinds, sorted);
    assert_eq!(kinds.len(), plan.total());
    assert!(slices.iter().all(|(at, s)| at.len() == s.rows.len() && at.len() <= 4 && s.dry));
    assert!(slices.windows(2).all(|w| w[0].1.batch == w[1].1.batch && w[0].1.request != w[1].1.request));
}

#[test]
fn large_cells_neither_fill_a_frame_nor_stop_the_import() {
    let note = "长".repeat(20_000);
    let csv = format!("姓名,备注\n{}", format!("张三,{note}\n").repeat(100));
    let csv = format!("{csv}李四,{}\n", "长".repeat(40_000));
    let plan = mapping::plan("x.csv", &sheet::read(csv.into_bytes(), "x").unwrap(), None, None);
    assert_eq!((plan.total(), plan.sheets[0].gaps.len()), (100, 1));
    for (_, s) in plan.slices(200, false) {
        assert!(s.rows.iter().flat_map(|r| &r.cells).map(|(_, t)| t.len()).sum::<usize>() < 2 << 20);
    }
}

#[test]
fn areas_come_behind_what_they_are_part_of() {
    let csv = "code,name,parent\n100101001,甲社区,100101\n100101,乙街道,1001\n1001,丙市,\n";
    let plan = mapping::plan("x.csv", &sheet::read(csv.into(), "x").unwrap(), None, None);
    let names: Vec<&str> = plan.sheets[0].rows.iter().map(|(_, r)| cell(r, 1)).collect();
    assert_eq!(names, ["丙市", "乙街道", "甲社区"]);
    assert_eq!(cell(&plan.sheets[0].rows[0].1, 4), "city");
}

#[test]
fn headings_in_two_rows_and_several_offices_in_one_sheet() {
    let csv = "花名册,,,\n姓名,社区,联系方式,\n姓名,社区,电话,微信\n王敏,东关,13800000001,wm\n\
               填报单位：北关街道办事处,,,\n姓名,社区,手机,微信\n李军,东关,13800000002,\n花名册,,,\n";
    let plan = mapping::plan("x.csv", &sheet::read(csv.into(), "x").unwrap(), None, None);
    let s = &plan.sheets[0];
    assert_eq!((s.header_row, s.skipped, s.gaps.len()), (3, 3, 0));
    let got: Vec<(u32, &str, &str)> =
        s.rows.iter().map(|(n, r)| (*n, cell(r, person::NAME), r.office.as_str())).collect();
    assert_eq!(got, [(4, "王敏", ""), (7, "李军", "北关街道办事处")]);
    assert_eq!(cell(&s.rows[0].1, person::WECHAT), "wm");
}

/// Changes the unpacked size that the workbook's directory claims for each of its files.
fn claiming(size: u32) -> Result<Vec<sheet::Sheet>, sheet::FileTrouble> {
    let mut book = std::fs::read(data("ledger-small.xlsx")).unwrap_or_default();
    let entries: Vec<usize> =
        book.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(at, _)| at).collect();
    for at in entries {
        if let Some(claim) = book.get_mut(at + 24..at + 28) {
            claim.copy_from_slice(&size.to_le_bytes());
        }
    }
    sheet::read(book, "x")
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked_and_one_that_lies_when_it_goes_on() {
    assert_eq!(claiming(90 << 20), Err(sheet::FileTrouble::TooLarge));
    assert!(claiming(u32::MAX).is_err());
    // more comes out than was claimed
    assert!(matches!(claiming(300), Err(sheet::FileTrouble::Broken(_))));
}

/// The design group's ledger, where it is at hand.
fn shared(path: &str) -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let root = std::env::var("LINLI_SHARED").map_or(own, |s| Path::new(&s).join("data"));
    let file = root.join(path);
    if !file.exists() {
        eprintln!("SKIPPED: {} is not here", file.display());
        return None;
    }
    Some(file)
}

#[test]
fn the_shared_ledger() {
    let Some(file) = shared("ledger-a/ledger.xlsx") else { return };
    let plan = mapping::plan("ledger.xlsx", &sheet::open(&file).unwrap(), None, None);
    let people = &plan.sheets[0];
    assert_eq!((people.kind, people.rows.len()), (Some(Kind::Person), 445));
    assert_eq!(people.office, "颍川街道办事处");
    assert_eq!(people.gaps.iter().map(|g| g.row).collect::<Vec<_>>(), [457]);
    for (no, r) in &people.rows {
        assert!(!cell(r, person::NAME).is_empty() && !cell(r, person::AREA).is_empty(), "{no}");
        assert!(phones::parse(cell(r, person::PHONES)).is_ok(), "{no}");
        assert!(dates::parse(cell(r, person::ENTERED_ON), today()).is_ok(), "{no}");
    }
    let number = |text: &str| phones::parse(text).ok().and_then(|p| p.into_iter().next()).map(|p| p.number);
    let known: std::collections::HashSet<_> =
        people.rows.iter().map(|(_, r)| number(cell(r, person::PHONES))).collect();
    assert_eq!(known.len(), 420);
    let visits = &plan.sheets[1];
    assert_eq!((visits.kind, visits.rows.len(), visits.gaps.len()), (Some(Kind::Visit), 1260, 0));
    for (no, r) in &visits.rows {
        let phone = cell(r, visit::PEOPLE).split_once('\t').and_then(|(_, phone)| number(phone));
        assert!(phone.is_some() && known.contains(&phone), "{no}");
        assert!(dates::parse(cell(r, visit::WHEN), today()).is_ok_and(|d| d.year() == 2025), "{no}");
    }
    let kinds = |n: usize| (plan.sheets[n].kind, plan.sheets[n].rows.len(), plan.sheets[n].gaps.len());
    assert_eq!(kinds(2), (Some(Kind::Matter), 550, 0));
    assert_eq!(kinds(3), (Some(Kind::Service), 210, 0));
}

#[test]
fn the_shared_areas() {
    let Some(file) = shared("yuzhou-areas.csv") else { return };
    let plan = mapping::plan("areas.csv", &sheet::open(&file).unwrap(), None, None);
    assert_eq!((plan.sheets[0].kind, plan.sheets[0].rows.len()), (Some(Kind::Area), 705));
}

#[test]
fn forms_of_others_are_left_alone() {
    for file in ["bad-duplicate_columns.xlsx", "group.xlsx", "xlsform_spec_test.xlsx"] {
        let Some(file) = shared(&format!("xlsforms/{file}")) else { return };
        let plan = mapping::plan("x", &sheet::open(&file).unwrap(), None, None);
        assert!(plan.sheets.iter().all(|s| s.kind.is_none()), "{}", plan.describe(Lang::En));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Cells of anything, with headings among them, make some plan.
    #[test]
    fn no_cells_are_too_odd(rows in prop::collection::vec(
        prop::collection::vec(prop_oneof![
            Just("姓名".to_string()), Just("走访时间".to_string()), Just("走访对象".to_string()),
            Just("联系电话".to_string()), Just("工作单位及职务".to_string()), Just("填报单位:甲".to_string()),
            Just("填报单位：".to_string()), Just("code".to_string()), Just("parent".to_string()),
            Just("2月30日".to_string()), Just(String::new()), ".{0,12}", "[（）()\\[\\]年月日:：*]{0,8}",
        ], 0..8), 0..40),
        forced in prop::option::of(prop::sample::select(&Kind::ALL[..])),
    ) {
        let sheet = sheet::Sheet { name: "表".into(), rows, ..Default::default() };
        let plan = mapping::plan("x", &[sheet], None, forced);
        let sent: usize = plan.slices(3, false).map(|(at, _)| at.len()).sum();
        prop_assert_eq!(sent, plan.total());
        prop_assert!(!plan.describe(Lang::Zh).is_empty() && !plan.describe(Lang::En).is_empty());
    }

    /// Bytes of anything, and workbooks with bytes changed, are read or refused.
    #[test]
    fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let _ = sheet::read(bytes, "x");
        let mut book = std::fs::read(data("ledger-small.xlsx")).unwrap();
        let i = at.index(book.len());
        book[i] = to;
        if let Ok(sheets) = sheet::read(book, "x") {
            let _ = mapping::plan("x", &sheets, None, None);
        }
    }
}
