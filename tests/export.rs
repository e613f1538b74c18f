//! A list becomes a file from the list itself: what is marked or all of it, as a file of one's own or as somebody's form.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod export {
    use crate::desk::{Desk, hub};
    use linli::book::Kind;
    use linli::exchange::export::{Done, Job, run};
    use linli::exchange::sheet;
    use linli::exchange::template::{Form, ready};
    use linli::text::Lang;
    use linli::tui::message::{AppEffect, ExportNews, Message};

    /// What the runtime does with the job that the app wanted.
    fn written(d: &mut Desk, folder: &std::path::Path) -> (Job, Done) {
        let job =
            d.wanted.iter().rev().find_map(|e| if let AppEffect::Export(j) = e { Some(j) } else { None });
        let Some(job) = job else { panic!("nothing is written:\n{}", d.screen()) };
        let job = Job { file: folder.join(&job.file), ..*job.clone() };
        let mut ask = |r| d.client.ask(r);
        let done = run(&job, Lang::Zh, &mut ask, &mut |_, _| ()).unwrap();
        (job, done)
    }

    #[test]
    fn a_list_or_what_is_marked_of_it_becomes_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let out = tempfile::tempdir().unwrap();
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>2n李敏嘉<Ctrl-S>2n王芳<Ctrl-S>");
        assert_eq!(d.stored(Kind::Person).len(), 3);
        // all of them; who gets it must be said
        d.keys("2d");
        d.shows("导出人员 3 条");
        d.shows("手机名片");
        d.keys("2<Enter>");
        d.shows("导出要写明交给谁");
        d.keys("区委统战部<Enter>");
        d.shows("交给谁 区委统战部");
        d.keys("年报<Enter>");
        let (job, done) = written(&mut d, out.path());
        assert_eq!((job.recipient.as_str(), job.purpose.as_str(), done.records), ("区委统战部", "年报", 3));
        let csv = std::fs::read_to_string(&job.file).unwrap();
        assert!(job.file.ends_with("人员 2026-11-23.csv") && csv.contains("李敏嘉"), "{job:?} {csv}");
        d.hears(Message::Export(ExportNews::Done(job.act, Ok("写好了".into()))));
        d.shows("写好了");
        d.shows("张晓明");
        // one that was left under way takes no other over
        d.keys("d2区委<Enter>年报<Enter>");
        d.hears(Message::Export(ExportNews::Progress(job.act, 1, 3)));
        d.shows("0/3");
        d.hears(Message::Export(ExportNews::Done(job.act, Ok("先前那份写好了".into()))));
        d.shows("先前那份写好了");
        d.shows("0/3");
        d.keys("<Esc>");
        // only the marked one, as somebody's form
        let form = out.path().join("上级表.xlsx");
        let mut book = rust_xlsxwriter::Workbook::new();
        let s = book.add_worksheet();
        ["序号", "姓名", "民族", "社区"].into_iter().zip(0..).for_each(|(head, at)| {
            s.write(1, at, head).unwrap();
        });
        book.save(&form).unwrap();
        d.keys("<Space>d");
        d.shows("导出人员 1 条");
        let forms = vec![Form { name: "上级表.xlsx".into(), path: form }];
        d.hears(Message::Export(ExportNews::Forms(forms)));
        d.shows("照这张表填");
        d.keys("4区委<Enter>月报<Enter>");
        let (job, done) = written(&mut d, out.path());
        assert!(job.file.ends_with("上级表 2026-11-23.xlsx"), "{job:?}");
        assert_eq!(
            (done.records, done.blank),
            (1, vec!["民族".to_owned()]),
            "what the book never holds stays blank"
        );
        let sheets = sheet::open(&job.file).unwrap();
        assert_eq!((sheets[0].cell(2, 0), sheets[0].rows.len()), ("1", 3), "{sheets:?}");
        // what went wrong is said, and what was typed can be mended
        d.hears(Message::Export(ExportNews::Done(job.act, Err("磁盘满了".into()))));
        d.shows("磁盘满了");
        d.shows("导出人员 1 条");
        h.stop();
    }

    /// A ledger of visits asks of what was raised there too: it is the matter's, and is written all the same.
    #[test]
    fn a_ledger_of_visits_tells_what_came_of_what_was_raised() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let out = tempfile::tempdir().unwrap();
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>2n李敏嘉<Ctrl-S>");
        d.keys("1;访zxm 电话 反映 停车难<Enter>;访lmj 上门 聊了聊<Enter>");
        assert_eq!((d.stored(Kind::Visit).len(), d.stored(Kind::Matter).len()), (2, 1), "{}", d.screen());
        let form = out.path().join("走访台账.xlsx");
        let mut book = rust_xlsxwriter::Workbook::new();
        let s = book.add_worksheet();
        ["走访对象", "走访日期", "类型", "办理结果", "是否反馈"].into_iter().zip(0..).for_each(
            |(head, at)| {
                s.write(0, at, head).unwrap();
            },
        );
        book.save(&form).unwrap();
        let filled = |d: &mut Desk| {
            d.keys("<Esc>4d");
            let forms = vec![Form { name: "走访台账.xlsx".into(), path: form.clone() }];
            d.hears(Message::Export(ExportNews::Forms(forms)));
            d.keys("4区委<Enter>月报<Enter>");
            let (job, done) = written(d, out.path());
            assert!(job.template.is_some(), "{}", d.screen());
            assert_eq!(done.blank, [""; 0]);
            d.hears(Message::Export(ExportNews::Done(job.act, Ok("写好了".into()))));
            let sheets = sheet::open(&job.file).unwrap();
            std::fs::remove_file(&job.file).unwrap();
            let row = |at: usize| [0, 2, 3, 4].map(|c| sheets[0].cell(at, c).to_owned());
            let mut rows = vec![row(1), row(2)];
            rows.sort();
            rows
        };
        let none = ["李敏嘉", "", "", ""].map(str::to_owned);
        assert_eq!(filled(&mut d), [["张晓明", "诉求", "登记", ""].map(str::to_owned), none.clone()]);
        d.keys("<Esc>5<Enter>a<Ctrl-S>a<Ctrl-S>a划了车位<Ctrl-S>");
        assert_eq!(filled(&mut d), [["张晓明", "诉求", "划了车位", ""].map(str::to_owned), none]);
        h.stop();
    }

    #[test]
    fn forms_that_lie_ready_are_offered_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(linli::exchange::template::FOLDER);
        assert!(ready(home.path()).iter().all(|f| !f.path.starts_with(home.path())));
        std::fs::create_dir(&folder).unwrap();
        for name in ["年报.xlsx", "~$年报.xlsx", ".年报.xlsx", "说明.docx"] {
            std::fs::write(folder.join(name), b"PK").unwrap();
        }
        std::fs::create_dir(folder.join("夹.xlsx")).unwrap();
        let own: Vec<String> =
            ready(home.path()).into_iter().filter(|f| f.path.starts_with(&folder)).map(|f| f.name).collect();
        assert_eq!(own, ["年报.xlsx"]);
    }
}
