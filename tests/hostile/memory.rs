//! What malice may cost: a process of its own takes a few megabytes made to hurt, and the most memory it ever had says
//! what they came to. No answer may need more than [`MOST`] times the bytes that came in.
use super::targets;
use linli::book::Value;
use linli::book::{Id, Kind, Ref};
use linli::hub::wire::{Edit, LedgerRow, Request, Save, Slice, ToHub};
use linli::store::codec;
use std::process::Command;

/// Bytes of an input on the wire: the largest frame.
const SIZE: usize = 4 << 20;
/// Bytes of any other: enough to see how it grows.
const TEXT: usize = 1 << 20;
/// How many times its size an input may take.
const MOST: usize = 16;
/// The same for a ledger, which a session reads in a process of its own: each cell is a text of its own.
const MOST_LEDGER: usize = 80;
/// Says to the test binary that it is the child, and for which input.
const MARK: &str = "LINLI_TEST_MEMORY_CHILD";

fn request(request: Request) -> Vec<u8> {
    codec::encode(&ToHub { ticket: 1, request }, SIZE as u64).unwrap()
}

fn save(value: Value) -> Vec<u8> {
    let id = Id([1; 16]);
    let target = Ref { kind: Kind::Person, id };
    request(Request::Save(Save { request: id, target, base: 0, set: vec![(1, Edit::Set(value))] }))
}

fn filled(piece: &str) -> Vec<u8> {
    piece.as_bytes().repeat(TEXT / piece.len())
}

type Make = fn() -> Vec<u8>;

fn at(first: u8, bytes: &[u8]) -> Vec<u8> {
    [&[first], bytes].concat()
}

fn framed(body: &[u8]) -> Vec<u8> {
    at(255, &[&(body.len() as u32).to_le_bytes()[..], body].concat())
}

/// Lists in lists down to the end: by hand, as to write them the honest way takes the stack as well.
fn deep() -> Vec<u8> {
    let mut out = save(Value::Flag(true));
    out.truncate(out.len() - 2);
    out.extend([7u8, 1].repeat((SIZE - 200) / 2));
    framed(&out)
}

fn rows() -> Vec<u8> {
    let row = || LedgerRow { kind: Kind::Area, cells: Vec::new(), office: String::new() };
    let rows = (0..(SIZE - 200) / 3).map(|_| row()).collect();
    let slice = Slice { request: Id([1; 16]), batch: Id([2; 16]), source: String::new(), dry: true, rows };
    framed(&request(Request::Import(slice)))
}

/// Inputs by name: which target gets them, and how they are made.
const INPUTS: &[(&str, &str, Make)] = &[
    ("flags", "frames", || framed(&save(Value::List(vec![Value::Flag(true); (SIZE - 200) / 2])))),
    ("lists", "frames", || framed(&save(Value::List(vec![Value::List(Vec::new()); (SIZE - 200) / 2])))),
    ("deep", "frames", deep),
    ("rows", "frames", rows),
    ("claims", "codec", || {
        at(1, &[&[1u8, 0][..], &[253, 255, 255, 255, 255, 255, 255, 255, 127].repeat(9)].concat())
    }),
    ("keymap", "keymap", || filled("[global]\nbindings = [\"Ctrl-Ctrl-Ctrl-\", {}]\n")),
    ("nested", "keymap", || [&b"[global]\nbindings = "[..], &[b'['; 60_000]].concat()),
    ("modifiers", "keymap", || {
        let many = "c-".repeat(30_000);
        format!("[global]\nbindings = [{{ run = \"find\", on = \"{many}\" }}]").into_bytes()
    }),
    ("csv", "ledger", || at(0, &filled("姓名,电话,单位\n"))),
    ("commas", "ledger", || at(0, &filled(","))),
    ("cells", "ledger", || at(0, &filled("1,\n"))),
    ("quote", "ledger", || at(0, &filled("\"姓名"))),
    ("rows of a workbook", "ledger", || at(2, &filled("<row><c><v>1</v></c></row>"))),
    ("strings", "ledger", || at(2, &[&[255u8][..], &filled("<si><t>a</t></si>")].concat())),
    ("merged", "ledger", || {
        at(2, &[&[255u8, 255, 255][..], &filled("<mergeCell ref=\"A1:XFD1048576\"/>")].concat())
    }),
    ("line", "capture", || at(0, &filled("访 a +3天 同 b、"))),
    ("phones", "phones", || filled("1")),
    ("numbers", "phones", || (0..TEXT / 12).flat_map(|n| format!("138{n:08},").into_bytes()).collect()),
    ("names", "names", || filled("a \u{202e}b公司")),
    ("query", "finder", || filled("zhang ")),
    ("paste", "terminal", || at(6, &filled("\x1b[200~x"))),
    ("marks", "glyph", || at(39, &filled("e\u{301}\u{302}\u{200d}"))),
];

/// The most memory this process ever had, bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

#[test]
fn child() {
    let Ok(name) = std::env::var(MARK) else { return };
    let (_, target, make) = INPUTS.iter().find(|(n, ..)| *n == name).unwrap();
    let bytes = make();
    // what making the inputs took is not what reading them takes
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    targets::run(target, &bytes);
    println!("took {} of {}", peak().saturating_sub(before), bytes.len());
}

#[test]
fn a_few_megabytes_of_malice_stay_a_few_megabytes() {
    if std::env::var_os(MARK).is_some() {
        return;
    }
    let mut wrong = Vec::new();
    for (name, target, _) in INPUTS {
        // nothing here takes more than some seconds
        let out = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "memory::child"])
            .env(MARK, name)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        let most = if *target == "ledger" { MOST_LEDGER } else { MOST };
        let took = said.lines().find_map(|l| l.split("took ").nth(1)?.split_once(" of "));
        let number = |s: &str| s.trim().parse::<usize>().unwrap();
        match took {
            Some((took, of)) if out.status.success() && number(took) <= most * number(of).max(TEXT) => {
                println!("{target} {name}: {} kB", number(took) >> 10);
            }
            _ => wrong.push(format!(
                "{target} {name}: {} {said}{}",
                out.status,
                String::from_utf8_lossy(&out.stderr)
            )),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
