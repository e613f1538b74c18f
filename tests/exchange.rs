//! Files in and out against the real hub: what people have comes in once, and what goes out comes in again as what it is.

#[cfg(test)]
mod files {
    use linli::exchange::import::Summary;
    use linli::exchange::{import, mapping, sheet};
    use linli::hub::client::Client;
    use linli::hub::host::Hub;
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
            (ledger.sheets[0].added, ledger.sheets[1].added),
            (number("people_in_ledger"), number("visits"))
        );
        assert_eq!(read("contacts-gbk.csv").added(), number("extra_people_in_csv"));
        assert_eq!(read("phone-export.vcf").added(), 0);
        assert_eq!(read("ledger.xlsx").added(), 0);
        h.stop();
    }
}
