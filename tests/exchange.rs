//! Files in and out against the real hub: what people have comes in once, and what goes out comes in again as what it is.

#[cfg(test)]
mod files {
    use linli::book::{Id, Kind, Ref, Value, organisation, person, visit};
    use linli::exchange::export::{self, Job, Which};
    use linli::exchange::import::{Cause, Summary};
    use linli::exchange::{import, mapping, rejects, sheet};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
    use linli::hub::wire::{Edit, Filter, Order, Reply, Request, Save};
    use linli::text::Lang;
    use std::path::{Path, PathBuf};

    /// 2026-11-23 10:00 in China.
    const NOW: i64 = 1_795_399_200_000;

    fn hub(dir: &Path) -> Hub {
        Hub::start(dir, Box::new(|| NOW), &|_, _| ()).unwrap()
    }

    fn session(hub: &Hub) -> Client {
        let mut c = Client::over(hub.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    fn bring_in(c: &mut Client, name: &str, bytes: Vec<u8>) -> Summary {
        let plan = mapping::plan(name, &sheet::read(bytes, "表").unwrap(), None, None);
        import::run(&plan, false, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ())
            .unwrap_or_else(|s| panic!("{:?}", s.cause))
    }

    const CSV: &str = "姓名,手机号码,单位,社区,备注\n\
        冯艳玲,132-1876-6437,禹州市鑫盛法律服务工作室,东关社区,\n\
        于婷,+86 190 0323 0455,禹州市鑫盛餐饮合作社,东关社区,\"电话后,再联系\"\n\
        罗嘉伟,15367557023,,东关社区,\n";

    /// What is left out comes back as a workbook that says why, is mended there, and comes in.
    #[test]
    fn rows_left_out_are_mended_in_a_workbook_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let text = "颍川街道人员台账,,,\n填报单位：颍川街道办事处,,,\n序号,姓名,出生年,社区\n\
            1,冯艳玲,1980,东关社区\n2,,1975,东关社区\n3,于婷,八零年,东关社区\n";
        let sheets = sheet::read(text.as_bytes().to_vec(), "台账").unwrap();
        let plan = mapping::plan("台账.csv", &sheets, None, None);
        let done = import::run(&plan, false, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ()).unwrap();
        assert_eq!((done.added(), done.rejected()), (1, 2), "{}", done.describe(Lang::Zh));
        let book = rejects::workbook(&sheets, &plan, &done, Lang::Zh).unwrap().unwrap();
        let left = sheet::read(book.clone(), "").unwrap();
        let at = |row: usize, column: usize| left[0].cell(row, column).to_owned();
        let head = (0..left[0].rows.len()).find(|r| at(*r, 1) == "姓名").unwrap();
        assert_eq!([at(head, 4), at(head, 5)], ["没导入的原因", "在原表"]);
        assert_eq!([at(head + 1, 2), at(head + 1, 5)], ["1975", "第 5 行"]);
        assert_eq!([at(head + 2, 1), at(head + 2, 5)], ["于婷", "第 6 行"]);
        assert!(at(head + 2, 4).starts_with("C 出生年: "), "{left:?}");
        // as it is, nothing more comes in; mended, its rows do, and the columns that say why are no trouble
        assert_eq!(bring_in(&mut c, "没导入的.xlsx", book).added(), 0);
        let mended: Vec<Vec<String>> = left[0]
            .rows
            .iter()
            .map(|r| r.iter().map(|t| if t == "八零年" { "1980".into() } else { t.clone() }).collect())
            .collect();
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        mended.iter().for_each(|r| out.write_record(r).unwrap());
        let again = bring_in(&mut c, "改好的.csv", out.into_inner().unwrap());
        assert_eq!((again.added(), again.rejected()), (1, 1), "{}", again.describe(Lang::Zh));
        // a ledger without a fault leaves no file
        let sheets = sheet::read(CSV.as_bytes().to_vec(), "台账").unwrap();
        let plan = mapping::plan("台账.csv", &sheets, None, None);
        let done = import::run(&plan, true, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ()).unwrap();
        assert!(rejects::workbook(&sheets, &plan, &done, Lang::Zh).unwrap().is_none());
        h.stop();
    }

    const CARDS: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\n\
        N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=86=AF;=E8=89=B3=E7=8E=B2;;;\r\n\
        TEL;CELL:132-1876-6437\r\nEND:VCARD\r\n\
        BEGIN:VCARD\r\nVERSION:4.0\r\nFN:谭浩军\r\nTEL;VALUE=uri:tel:+86-13328303027\r\nEND:VCARD\r\n\
        BEGIN:VCARD\r\nVERSION:3.0\r\nFN:客服\r\nTEL:1\r\nEND:VCARD\r\n\
        BEGIN:VCARD\r\nFN:没完\r\n";

    #[test]
    fn the_same_people_come_in_once_whatever_they_are_written_in() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let gbk = encoding_rs::GB18030.encode(CSV).0.into_owned();
        assert_eq!(bring_in(&mut c, "名单.csv", gbk).added(), 3);
        let wide = CSV.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let again = bring_in(&mut c, "名单.txt", [vec![0xFF, 0xFE], wide].concat());
        assert_eq!((again.added(), again.rejected(), again.sheets[0].same), (0, 0, 3));
        let cards = bring_in(&mut c, "手机.vcf", CARDS.as_bytes().to_vec());
        assert_eq!((cards.added(), cards.sheets[0].same), (1, 1));
        let said = cards.describe(Lang::Zh);
        for line in ["第 3 张名片: ", "第 4 张名片: 这张名片不完整"] {
            assert!(said.contains(line), "{said}");
        }
        h.stop();
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
    fn an_office_comes_in_as_it_is() {
        let Some(dir) = shared("ledger-a") else { return };
        let truth: serde_json::Value =
            serde_json::from_slice(&std::fs::read(dir.join("truth.json")).unwrap()).unwrap();
        let number = |key: &str| truth[key].as_u64().unwrap() as usize;
        let book = tempfile::tempdir().unwrap();
        let h = hub(book.path());
        let mut c = session(&h);
        let mut read = |name: &str| bring_in(&mut c, name, std::fs::read(dir.join(name)).unwrap());
        let ledger = read("ledger.xlsx");
        assert_eq!(
            ledger.sheets.iter().map(|s| s.added).collect::<Vec<_>>(),
            ["people_in_ledger", "visits", "voices", "services"].map(number)
        );
        assert_eq!(read("contacts-gbk.csv").added(), number("extra_people_in_csv"));
        assert_eq!(read("phone-export.vcf").added(), 0);
        assert_eq!(read("ledger.xlsx").added(), 0);
        h.stop();
    }

    fn save(c: &mut Client, kind: Kind, n: u8, set: Vec<(u16, Edit)>) {
        let mut request = [n; 16];
        request[0] = kind.code();
        let (request, target) = (Id(request), Ref { kind, id: Id([n; 16]) });
        match c.ask(Request::Save(Save { request, target, base: 0, set })).unwrap() {
            Reply::Saved(_) => {}
            other => panic!("{kind:?} {n}: {other:?}"),
        }
    }

    /// People, visits and organisations with whatever may go wrong on the way: namesakes without a number, numbers of
    /// every sort, words that a spreadsheet program would reckon with, visits of several people.
    fn fill(c: &mut Client) {
        let text = |no: u16, s: &str| (no, Edit::Text(s.into()));
        let people = |all: &[u8]| {
            let each = all.iter().map(|n| Value::Ref(Ref { kind: Kind::Person, id: Id([*n; 16]) }));
            (visit::PEOPLE, Edit::Set(Value::List(each.collect())))
        };
        let area = |n: u8| Edit::Set(Value::Ref(Ref { kind: Kind::Area, id: Id([n; 16]) }));
        for (n, name, parent) in
            [(1, "颍川街道", 0), (2, "东关社区", 1), (3, "钧台街道", 0), (4, "东关社区", 3)]
        {
            let level = Edit::Set(Value::Code(if parent == 0 { 3 } else { 4 }));
            let mut set = vec![text(1, name), (4, level)];
            if parent > 0 {
                set.push((3, area(parent)));
            }
            save(c, Kind::Area, n, set);
        }
        for (n, name, phones, employer, community, note) in [
            (11, "张晓明", "138 3745 5521、0374-8882210转8", "恒达建材有限公司", 2, "=1+1\n第二行，\"引号\""),
            (12, "王丽", "", "=SUM(A1)商行", 2, "-x"),
            (13, "王丽", "", "颍河新媒体", 4, ""),
            (14, "欧阳娜娜", "+852 2345 6789", "", 4, "@甲"),
            (15, "John Smith", "13900000000", "", 2, "+1"),
        ] {
            let mut set =
                vec![text(person::NAME, name), text(person::PHONES, phones), text(person::NOTE, note)];
            set.extend([text(person::EMPLOYER, employer), (person::AREA, area(community))]);
            set.push(text(person::CALLED, "张总、老张"));
            set.push(text(person::GROUPS, "自由职业人员、新媒体从业人员"));
            set.retain(|(_, e)| *e != Edit::Text(String::new()));
            save(c, Kind::Person, n, set);
        }
        for (n, whom, mode, words) in [
            (21, &[11][..], 1, "=停车难"),
            (22, &[11, 15], 6, "一起\n谈了两件事"),
            (23, &[14, 15, 11], 7, ""),
            (24, &[11], 1, "=停车难"),
        ] {
            let day = if n == 24 { "2026-11-2" } else { "2026-11-1" };
            let set = vec![people(whom), text(visit::WHEN, day), (visit::MODE, Edit::Set(Value::Code(mode)))];
            let more = vec![
                text(visit::SUMMARY, words),
                text(visit::STAFF, "王丽、陈浩"),
                text(visit::NEXT, "2026-12-1"),
            ];
            let all = set.into_iter().chain(more).filter(|(_, e)| *e != Edit::Text(String::new()));
            save(c, Kind::Visit, n, all.collect());
        }
        save(
            c,
            Kind::Organisation,
            31,
            vec![text(organisation::NAME, "市建材商会"), text(organisation::USCC, "914110817291234567")],
        );
    }

    fn send_out(
        c: &mut Client,
        kind: Kind,
        file: &Path,
        lang: Lang,
        recipient: &str,
    ) -> Result<usize, String> {
        let job = Job {
            act: Id([0xac; 16]),
            template: None,
            kind,
            which: Which::List(Filter::default(), Order::Usual),
            fields: vec![],
            file: file.to_path_buf(),
            over: false,
            recipient: recipient.into(),
            purpose: "年度报送".into(),
        };
        let done = export::run(&job, lang, &mut |r| c.ask(r), &mut |_, _| ());
        done.map(|d| d.records).map_err(|e| e.say("名单", Lang::Zh, |r, _| format!("{r:?}")))
    }

    #[test]
    fn what_goes_out_comes_in_again_as_what_it_is() {
        let (dir, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(&mut c);
        for lang in [Lang::Zh, Lang::En] {
            for (kind, n) in [(Kind::Area, 4), (Kind::Organisation, 4), (Kind::Person, 5), (Kind::Visit, 4)] {
                for ending in ["csv", "xlsx", "vcf", "jsonl"] {
                    let file = out.path().join(format!("{}-{lang:?}.{ending}", kind.plural()));
                    let sent = send_out(&mut c, kind, &file, lang, "街道办");
                    if ending == "vcf" && kind != Kind::Person {
                        assert!(sent.is_err());
                        continue;
                    }
                    assert_eq!(sent, Ok(n), "{}", file.display());
                    let bytes = std::fs::read(&file).unwrap();
                    if ending == "jsonl" {
                        let lines = std::str::from_utf8(&bytes).unwrap().lines();
                        let read = |l| serde_json::from_str::<serde_json::Value>(l).unwrap();
                        assert_eq!(lines.map(read).collect::<Vec<_>>().len(), n);
                        continue;
                    }
                    let back = bring_in(&mut c, &file.to_string_lossy(), bytes);
                    let said = back.describe(Lang::Zh);
                    assert_eq!((back.added(), back.rejected(), back.made.len()), (0, 0, 0), "{said}");
                    // of cards no community is told, so that one of two namesakes may be meant
                    assert_eq!(back.sheets[0].same, n, "{said}");
                }
            }
        }
        h.stop();
    }

    #[test]
    fn nothing_goes_out_for_nobody_or_over_a_file_that_is_there() {
        let (dir, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let h = hub(dir.path());
        let mut c = session(&h);
        fill(&mut c);
        let file = out.path().join("人员.csv");
        let why = send_out(&mut c, Kind::Person, &file, Lang::Zh, " ").unwrap_err();
        assert!(why.contains("交给谁"), "{why}");
        assert!(!file.exists());
        std::fs::write(&file, "别人的").unwrap();
        let why = send_out(&mut c, Kind::Person, &file, Lang::Zh, "街道办").unwrap_err();
        assert!(why.contains("已经有了"), "{why}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "别人的");
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1, "nothing half written is left");
        let lost = Job {
            act: Id([0xad; 16]),
            template: None,
            kind: Kind::Person,
            which: Which::These(vec![Id([11; 16])]),
            fields: vec![],
            file: out.path().join("b.csv"),
            over: false,
            recipient: "x".into(),
            purpose: "y".into(),
        };
        let gone = export::run(&lost, Lang::Zh, &mut |_| Err("断了"), &mut |_, _| ());
        assert!(matches!(gone, Err(export::Trouble::Hub(Cause::Link("断了")))));
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1);
        let some = export::run(&lost, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ());
        assert_eq!(some.unwrap().records, 1);
        // on the disk before it was given: to whom and what for
        let log = std::fs::read_to_string(dir.path().join("access/2026-11.jsonl")).unwrap();
        let line = log.lines().find(|l| l.contains("exported")).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!((line["recipient"].as_str(), line["purpose"].as_str()), (Some("x"), Some("y")));
        assert_eq!(line["records"][0].as_str(), Some(format!("person {}", Id([11; 16])).as_str()));
        h.stop();
    }
}
