use super::*;
use crate::book::{Day, person};
use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook};

/// A form as a superior sends it: a title over all columns, an office, headings, a few bordered rows, a sum, a foot.
fn form(rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let bordered = Format::new().set_border(FormatBorder::Thin);
    let days = Format::new().set_border(FormatBorder::Thin).set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let sheet = book.add_worksheet().set_name("填表说明").unwrap();
    sheet.write(0, 0, "请按要求填写").unwrap();
    let sheet = book.add_worksheet().set_name("人员 台账").unwrap();
    sheet.merge_range(0, 0, 0, 5, "新的社会阶层人士基本情况统计表", &Format::new()).unwrap();
    sheet.write(1, 0, "填报单位：颍川街道办事处").unwrap();
    for (at, head) in ["序号", "姓名", "工作单位及职务", "联系电话", "出生年", "入册日期", "政治面貌"]
        .into_iter()
        .enumerate()
    {
        sheet.write_with_format(2, at as u16, head, &bordered).unwrap();
    }
    for row in 3..3 + rows {
        sheet.set_row_height(row, 30).unwrap();
        (0..7).for_each(|c| {
            let look = if c == 5 { &days } else { &bordered };
            sheet.write_blank(row, c, look).unwrap();
        });
        sheet.write_with_format(row, 1, "旧的人", &bordered).unwrap();
    }
    let foot = 3 + rows;
    sheet.write(foot, 0, "合计").unwrap();
    sheet
        .write_formula(foot, 4, Formula::new(format!("COUNT(E4:E{foot})&\"A9 人\"")).set_result("0"))
        .unwrap();
    sheet.merge_range(foot + 1, 0, foot + 1, 5, "填表人：          审核人：", &Format::new()).unwrap();
    sheet.set_print_area(0, 0, foot + 1, 6).unwrap();
    book.save_to_buffer().unwrap()
}

fn people(n: usize) -> Vec<Vec<Cell>> {
    let day = Day::ymd(2026, 3, 5).unwrap();
    let one = |i: usize| {
        let words = |s: String| Cell::Text(s);
        vec![
            Cell::Empty,
            words(format!("张<{i}>&")),
            words("恒达建材 经理".into()),
            words("13812345678".into()),
            Cell::Number(1980.0),
            Cell::Day(day),
            Cell::Empty,
        ]
    };
    (1..=n).map(one).collect()
}

fn part(book: &[u8], name: &str) -> String {
    let parts = unpack(book).unwrap();
    text(&parts, name).unwrap().to_owned()
}

#[test]
fn a_form_keeps_its_title_and_foot_and_gets_a_row_for_each() {
    let template = Template::read(form(2), Kind::Person).unwrap();
    assert_eq!(
        template.whats[1..5],
        [What::Maps(person::NAME), What::Split, What::Maps(person::PHONES), What::Maps(person::BIRTH_YEAR)]
    );
    assert_eq!(template.blank(), ["政治面貌"], "what the book never holds stays blank");
    for n in [0usize, 1, 2, 5, 300] {
        let book = template.filled(&people(n)).unwrap();
        let sheets = sheet::read(book.clone(), "").unwrap();
        let rows = &sheets[1].rows;
        let at = |row: usize, column: usize| sheets[1].cell(row, column);
        assert_eq!(sheets[0].cell(0, 0), "请按要求填写", "the other sheet is as it was");
        assert_eq!((at(0, 0), at(1, 0)), ("新的社会阶层人士基本情况统计表", "填报单位：颍川街道办事处"));
        let foot = 3 + n.max(2);
        assert_eq!((at(foot, 0), at(foot + 1, 0)), ("合计", "填表人：          审核人："), "{n}: {rows:?}");
        for i in 1..=n {
            let want = [i.to_string(), format!("张<{i}>&"), "恒达建材 经理".into(), "13812345678".into()];
            assert_eq!([at(2 + i, 0), at(2 + i, 1), at(2 + i, 2), at(2 + i, 3)].map(str::to_owned), want);
            assert_eq!(at(2 + i, 5), "2026-03-05", "a day in the form's own look is a day");
        }
        assert!(rows.iter().flatten().all(|c| c != "旧的人"), "old rows give way: {n}");
        let xml = part(&book, "xl/worksheets/sheet2.xml");
        let last = foot;
        assert!(xml.contains(&format!("COUNT(E4:E{last})")), "{n}: the sum is over all rows: {xml}");
        assert!(xml.contains("A9 人"), "words in a formula are words");
        assert!(
            xml.contains(&format!("ref=\"A{0}:F{0}\"", foot + 2)),
            "{n}: the foot is merged where it stands"
        );
        let names = part(&book, "xl/workbook.xml");
        assert!(names.contains(&format!("$G${}", foot + 2)), "{n}: all of it is printed: {names}");
        assert!(part(&book, "xl/workbook.xml").contains("fullCalcOnLoad=\"1\""), "sums are reckoned anew");
        // a row put in looks like the form's own
        let heights = xml.matches("ht=\"30\"").count();
        assert_eq!(heights, n.max(2), "{n}");
    }
}

#[test]
fn a_ledger_that_is_full_is_a_form_too_and_one_without_a_foot() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, head) in ["姓名", "电话", "社区"].into_iter().enumerate() {
        sheet.write(0, at as u16, head).unwrap();
    }
    sheet.write(1, 0, "旧人").unwrap();
    sheet.write(2, 0, "旧人二").unwrap();
    let template = Template::read(book.save_to_buffer().unwrap(), Kind::Person).unwrap();
    let row = |name: &str| vec![Cell::from(name), Cell::Empty, Cell::from("恒达社区")];
    let filled = template.filled(&[row("甲"), row("乙"), row("丙")]).unwrap();
    let sheets = sheet::read(filled, "").unwrap();
    let names: Vec<&str> = (0..sheets[0].rows.len()).map(|r| sheets[0].cell(r, 0)).collect();
    assert_eq!(names, ["姓名", "甲", "乙", "丙"]);
}

#[test]
fn what_is_no_form_is_said() {
    assert!(matches!(Template::read(b"a,b".to_vec(), Kind::Person), Err(NoTemplate::NoWorkbook)));
    assert!(matches!(Template::read(form(1), Kind::Task), Err(NoTemplate::NoHeadings)));
    assert!(matches!(Template::read(b"PK\x03\x04".to_vec(), Kind::Person), Err(NoTemplate::File(_))));
}

/// A count above the headings and on another sheet is over all rows; what several cells at the foot share moves whole.
#[test]
fn sums_elsewhere_are_over_all_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("汇总 一").unwrap();
    sheet.write_formula(0, 0, Formula::new("COUNTA('人员'!A4:A5)&'人员'!A1&\"'人员'!A6\"")).unwrap();
    let sheet = book.add_worksheet().set_name("人员").unwrap();
    sheet.write_formula(0, 1, Formula::new("COUNTA(A4:A5)")).unwrap();
    for (at, head) in ["姓名", "电话"].into_iter().enumerate() {
        sheet.write(2, at as u16, head).unwrap();
    }
    sheet.write(3, 0, "旧人").unwrap();
    sheet.write(4, 0, "旧人").unwrap();
    sheet.write(5, 0, "合计").unwrap();
    sheet.write_array_formula(5, 1, 5, 2, Formula::new("{SUM(A4:A5*1)}")).unwrap();
    let template = Template::read(book.save_to_buffer().unwrap(), Kind::Person).unwrap();
    let row = |i: usize| vec![Cell::Text(format!("人{i}")), Cell::Empty];
    let filled = template.filled(&(0..7).map(row).collect::<Vec<_>>()).unwrap();
    let own = part(&filled, "xl/worksheets/sheet2.xml");
    assert!(own.contains("COUNTA(A4:A10)"), "{own}");
    assert!(own.contains("ref=\"B11:C11\"") && own.contains("SUM(A4:A10*1)"), "{own}");
    let other = part(&filled, "xl/worksheets/sheet1.xml");
    let (sum, quoted) = ("COUNTA('人员'!A4:A10)", "人员'!A6");
    assert!(other.contains(sum) || other.contains("COUNTA(人员!A4:A10)"), "{other}");
    assert!(other.contains(quoted), "what is in quotation marks is words: {other}");
}

#[test]
fn places_move_with_their_rows() {
    let shift = moved::Shift { header: 3, from: 6, by: 10, own: moved::Shift::named("人员") };
    for (before, after) in [
        ("A5", "A5"),
        ("A6", "A16"),
        ("$A$1:$H$5", "$A$1:$H$15"),
        ("SUM(E4:E5)+B2", "SUM(E4:E15)+B2"),
        ("IF(A7=\"A7\",1,0)", "IF(A17=\"A7\",1,0)"),
        ("LOG10(A7)+Sheet12!A9", "LOG10(A17)+Sheet12!A9"),
        ("'2024年A12'!B9+B9", "'2024年A12'!B9+B19"),
        // as spreadsheet programs write a sheet of a Chinese name, another and this one
        ("汇总!A9+人员!A4:A5", "汇总!A9+人员!A4:A15"),
        ("B3:D3", "B3:D3"),
    ] {
        assert_eq!(shift.places(before), after);
    }
}
