//! Ledgers on their way in: cells pasted into a list, files laid into the drop folder, a pipe. Nothing is written before
//! somebody has seen what it would be.
use super::term::Office;
use linli::book::{Kind, person};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// As spreadsheet programs put them on the clipboard, a line end within a cell and all.
const CELLS: &str = "序号\t姓名\t联系电话\t备注\t政治面貌\r\n1\t王海波\t13700000001\t\"一楼\n二楼\"\t群众\r\n2\t张晓明\t13837455521\t\t\r\n";

fn names(office: &Office) -> Vec<String> {
    let mut names: Vec<String> =
        office.stored(Kind::Person).iter().map(|r| r.fields.text(person::NAME).to_owned()).collect();
    names.sort();
    names
}

#[test]
fn cells_pasted_into_a_list_are_a_ledger_that_is_shown_before_it_is_written() {
    let office = Office::open();
    // a terminal that marks what is pasted, and one that does not
    for (round, marked) in [true, false].into_iter().enumerate() {
        let mut s = office.sit();
        s.shows("今天");
        s.bytes_in(b"2");
        s.shows(if round == 0 { "共 3" } else { "共 4" });
        let text = CELLS.replace("\r\n", "\r").replace('\n', "\r");
        let text = if marked { format!("\x1b[200~{text}\x1b[201~") } else { text };
        s.bytes_in(text.as_bytes());
        s.shows("还没有写");
        s.shows("C 联系电话 -> ");
        s.shows("不导入，册里不记");
        s.bytes_in(b"\x1b[F");
        s.shows(if round == 0 {
            "将新增 1，补全 0，已有 1"
        } else {
            "将新增 0，补全 0，已有 2"
        });
        assert_eq!(names(&office).len(), 3 + round, "nothing is written yet");
        s.bytes_in(b"\r");
        s.shows("导入完了");
        assert_eq!(names(&office), ["冯艳玲", "张晓明", "李敏嘉", "王海波"]);
        s.bytes_in(b"\r");
        s.shows("共 4");
    }
    let all = office.stored(Kind::Person);
    let new = all.iter().find(|r| r.fields.text(person::NAME) == "王海波").unwrap();
    assert_eq!(new.fields.text(person::NOTE), "一楼\n二楼");
}

#[test]
fn cells_without_headings_are_not_guessed_at_and_a_step_back_writes_nothing() {
    let office = Office::open();
    let mut s = office.sit();
    s.shows("今天");
    s.bytes_in(b"2");
    s.shows("共 3");
    s.bytes_in("\x1b[200~王海波\t13700000001\r李四\t13700000002\r\x1b[201~".as_bytes());
    s.shows("表头那一行也选上");
    s.bytes_in(b"\r");
    s.shows("共 3");
    s.bytes_in(format!("\x1b[200~{CELLS}\x1b[201~").as_bytes());
    s.shows("还没有写");
    s.bytes_in(b"\x1b");
    s.shows("共 3");
    assert_eq!(names(&office).len(), 3);
}

#[test]
fn what_is_laid_into_the_drop_folder_is_offered_and_lies_aside_once_it_is_in() {
    let office = Office::open();
    let folder = office.dir.path().join("linli-in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("新名单.csv"), "姓名,联系电话\n王海波,13700000001\n").unwrap();
    std::fs::write(folder.join("半.csv.filepart"), "姓名,联").unwrap();
    let mut s = office.sit();
    s.shows("linli-in 里有 1 个文件");
    s.bytes_in(b"\x1b[F\r");
    s.shows("新名单.csv");
    s.lacks("filepart");
    s.bytes_in(b"\r");
    s.shows("还没有写");
    s.bytes_in(b"\x1b[F");
    s.shows("将新增 1");
    assert!(folder.join("新名单.csv").exists() && names(&office).len() == 3, "nothing without a yes");
    s.bytes_in(b"\r");
    s.shows("文件已移到");
    assert!(folder.join("done/新名单.csv").exists() && !folder.join("新名单.csv").exists());
    assert_eq!(names(&office).len(), 4);
    s.bytes_in(b"\r");
    s.lacks("linli-in");
}

fn piped(office: &Office, args: &[&str], bytes: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linli"))
        .args(["--lang", "zh", "--hub"])
        .arg(office.socket())
        .args(args)
        .env("HOME", office.dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn standard_input_is_a_ledger_of_whatever_sort() {
    let office = Office::open();
    let said = |o: &Output| String::from_utf8_lossy(&[&o.stdout[..], &o.stderr].concat()).into_owned();
    let dry = piped(&office, &["import", "-", "--dry-run"], CELLS.as_bytes());
    assert!(dry.status.success() && said(&dry).contains("将新增 1，补全 0，已有 1"), "{}", said(&dry));
    assert_eq!(names(&office).len(), 3);
    let gbk = encoding_rs::GB18030.encode("姓名,联系电话\n孙丽,13700000003\n").0.into_owned();
    let lines = "{\"name\":\"周强\",\"phones\":[\"13700000004\"]}\n{\"name\":\"\",\"phones\":[]}\n{\"phones\":[\"13700000005\"]}\n";
    for (bytes, words) in [
        (CELLS.as_bytes(), "新增 1，补全 0，已有 1"),
        (&gbk, "GBK"),
        (lines.as_bytes(), "第 3 行「name」: 没有名称"),
        (b"", "标准输入 是空的"),
    ] {
        let done = piped(&office, &["import", "-"], bytes);
        assert!(said(&done).contains(words), "{words}\n{}", said(&done));
        assert_eq!(done.status.success(), !bytes.is_empty());
    }
    assert_eq!(names(&office).len(), 6);
    // what goes out as lines comes in again
    let out = office.dir.path().join("名单.jsonl");
    let out = out.to_str().unwrap();
    let export = ["export", "people", "-o", out, "--for", "街道", "--purpose", "核对"];
    assert!(piped(&office, &export, b"").status.success());
    let again = piped(&office, &["import", "-"], &std::fs::read(out).unwrap());
    assert!(said(&again).contains("新增 0，补全 0，已有 6"), "{}", said(&again));
}
