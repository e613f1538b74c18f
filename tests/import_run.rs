//! Sending a plan: what is counted, what is said of rows left out, what happens when the way to the hub fails.

use linli::book::{Id, Kind, Ref, person};
use linli::cli::import as command;
use linli::exchange::{import, mapping, sheet};
use linli::hub::wire::{Refusal, Reply, Request, RowOutcome};
use linli::text::Lang;
use std::path::Path;

fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ledger-small.xlsx")
}

fn plan() -> linli::exchange::plan::Plan {
    mapping::plan("ledger-small.xlsx", &sheet::open(&file()).unwrap_or_default(), None, None)
}

/// A hub that adds every row but those whose phone has a comma in it.
fn answer(request: Request) -> Result<Reply, String> {
    let Request::Import(slice) = request else { return Err("what?".into()) };
    let outcomes = slice.rows.iter().map(|r| {
        let phone = r.cells.iter().find(|(no, _)| r.kind == Kind::Person && *no == person::PHONES);
        match phone {
            Some((no, t)) if t.contains('、') => RowOutcome::Rejected(Some(*no), "不是电话号码".into()),
            _ => RowOutcome::Added(Ref { kind: r.kind, id: Id([1; 16]) }),
        }
    });
    let made = vec![Ref { kind: Kind::Organisation, id: Id([2; 16]) }];
    Ok(Reply::Imported { outcomes: outcomes.collect(), made })
}

#[test]
fn what_became_of_it_is_told_with_places() {
    let mut seen = vec![];
    let s = import::run(&plan(), false, Lang::Zh, &mut answer, &mut |n, of| seen.push((n, of)))
        .unwrap_or_else(|_| panic!("stopped"));
    // the matter raised in a visit and the service are among them
    assert_eq!((s.added(), s.rejected(), s.done, s.total), (9, 3, 10, 10));
    assert_eq!(seen, [(0, 10), (10, 10)]);
    let text = s.describe(Lang::Zh);
    for line in [
        "「人员台账」人员: 新增 5，补全 0，已有 0，2 行没有导入",
        "顺带新建: 单位 1",
        "ledger-small.xlsx「人员台账」第 8 行 D 列「联系电话(手机)」: 不是电话号码",
        "ledger-small.xlsx「人员台账」第 13 行 C 列「姓名*」",
        "ledger-small.xlsx「走访」第 5 行 B 列「走访对象」",
    ] {
        let text = text.replace('（', "(").replace('）', ")");
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(s.describe(Lang::En).contains("row 8, column D"));
}

#[test]
fn a_lost_way_says_how_far_it_came() {
    let mut n = 0;
    let stopped = import::run(
        &plan(),
        false,
        Lang::Zh,
        &mut |_| {
            n += 1;
            Err::<Reply, _>("断了")
        },
        &mut |_, _| {},
    );
    let Err(stopped) = stopped else { panic!("went on") };
    assert!(matches!(stopped.cause, import::Cause::Link("断了")));
    assert_eq!((stopped.summary.done, n), (0, 1));
    let refused = import::run(
        &plan(),
        false,
        Lang::Zh,
        &mut |_| Ok::<_, ()>(Reply::Refused(Refusal::NotAllowed)),
        &mut |_, _| {},
    );
    assert!(matches!(refused, Err(s) if matches!(s.cause, import::Cause::Refused(Refusal::NotAllowed))));
    let short = import::run(
        &plan(),
        false,
        Lang::Zh,
        &mut |_| Ok::<_, ()>(Reply::Imported { outcomes: vec![], made: vec![] }),
        &mut |_, _| {},
    );
    assert!(matches!(short, Err(s) if matches!(s.cause, import::Cause::Nonsense)));
}

#[test]
fn the_command_ends_as_it_should() {
    let run = |path: &Path, sheet: Option<&str>, kind: Option<Kind>| {
        let sheet = sheet.map(str::to_owned);
        let asked = command::Asked { file: path.into(), sheet, kind, dry: true, ..command::Asked::default() };
        command::run(&asked, Lang::Zh, &mut answer).unwrap()
    };
    assert_eq!(run(&file(), None, None), command::DONE);
    assert_eq!(run(&file(), Some("走访"), None), command::DONE);
    assert_eq!(run(&file(), Some("没有这张"), None), command::USAGE);
    assert_eq!(run(&file(), None, Some(Kind::Tie)), command::USAGE);
    assert_eq!(run(&file(), Some("Sheet3"), None), command::FAILED);
    assert_eq!(run(Path::new("/no/such/file.xlsx"), None, None), command::FAILED);
    // a file that is there already is said before anything is written
    let there = Some(file());
    let asked = command::Asked { file: file(), rejects: there, ..command::Asked::default() };
    let unasked = |_| -> Result<Reply, String> { panic!("nothing may be imported") };
    assert_eq!(command::run(&asked, Lang::Zh, &mut { unasked }), Ok(command::FAILED));
    let asked = command::Asked { file: file(), ..command::Asked::default() };
    let lost = command::run(&asked, Lang::Zh, &mut |_| Err::<Reply, _>("断了".to_string()));
    assert_eq!(lost, Err("断了".to_string()));
}
