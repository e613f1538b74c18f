//! Studies by the keys: a form is taken in, filled with everything that comes and goes in it, left and taken up again,
//! what came of it is told; a census fills the book; forms that others wrote are taken in or named by their rows.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod flows {
    use crate::desk::{Desk, hub};
    use linli::book::survey::{kept, read};
    use linli::book::{Id, Kind, Ref, Value, answer, person, study};
    use linli::exchange::study::{self as table, Job};
    use linli::exchange::{import, mapping, sheet, xlsform};
    use linli::hub::client::Client;
    use linli::hub::wire::{Edit, Order, Reply, Request, Save};
    use linli::text::Lang;
    use linli::tui::message::{FormRead, ImportNews, Message};
    use std::path::{Path, PathBuf};

    const FORM: &str = "[survey]\n\
        type\tname\tlabel::中文 (zh)\tlabel::English (en)\trequired\trelevant\tconstraint\tconstraint_message::中文 (zh)\tconstraint_message::English (en)\tcalculation\tchoice_filter\n\
        begin group\tg\t做什么\tWork\n\
        select_one work or_other\twork\t主要做什么\tWhat do you do\tyes\n\
        integer\tyears\t做了几年\tFor how many years\t\t\t. >= 0 and . <= 60\t填 0 到 60 年\t0 to 60 years\n\
        select_one town\ttown\t哪条街\tWhich street\t\t\t\t\t\t\tcf = ${work}\n\
        end group\n\
        select_multiple needs\tneeds\t最需要什么\tWhat is needed\tyes\n\
        text\twhere\t设在哪里\tWhere\t\tselected(${needs}, 'rest')\n\
        begin repeat\tchild\t孩子\tChild\n\
        integer\tage\t几岁\tAge\t\t\t. < 18\n\
        end repeat\n\
        calculate\ttotal\t共几岁\tYears together\t\t\t\t\t\tsum(${age})\n\
        date\tsince\t从哪天\tSince when\n\
        note\tbye\t${total} 岁，谢谢\t${total} years, thank you\n\
        [choices]\n\
        list_name\tname\tlabel::中文 (zh)\tlabel::English (en)\tcf\n\
        work\tit\t软件\tsoftware\n\
        work\tlaw\t法律\tlaw\n\
        needs\tskill\t培训\ttraining\n\
        needs\trest\t歇脚\ta rest\n\
        town\ta\t颍川路\tYing street\tit\n\
        town\tb\t夏都路\tXia street\tlaw\n";

    /// What the runtime answers when the file is read.
    fn taken(title: &str) -> Message {
        let reading = read::read(&kept::sheets(FORM));
        assert_eq!(reading.faults, []);
        let lines = xlsform::described(&reading, Lang::Zh);
        let read = FormRead { title: title.into(), lines, sound: true, questions: 9, text: FORM.into() };
        Message::Import(ImportNews::Form(Ok(Box::new(read))))
    }

    fn answered(d: &mut Desk) -> Vec<String> {
        d.stored(Kind::Answer).iter().map(|r| r.fields.text(answer::ANSWERS).to_owned()).collect()
    }

    #[test]
    fn a_form_is_taken_in_filled_left_taken_up_again_and_told_of() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12)), (Lang::En, (120, 40))] {
            let zh = lang == Lang::Zh;
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>1:question-form<Enter>问卷.xlsx<Enter>");
            d.hears(taken("需求调研"));
            assert_eq!(d.stored(Kind::Study).len(), 0, "nothing is kept before it was looked at");
            d.keys("<Enter>");
            let study = d.stored(Kind::Study).remove(0);
            assert_eq!((study.name(), study.fields.text(study::FORM)), ("需求调研", FORM), "{}", d.screen());
            // from its card: who answers, then the day, then the questions
            d.keys("azxm<Enter>");
            d.keys("<Enter>");
            d.shows(if zh { "主要做什么" } else { "What do you do" });
            d.shows(if zh { "2 法律" } else { "2 law" });
            d.keys("２");
            // a wrong answer is told there, and not left before it is put right
            d.keys("99<Enter>");
            d.shows(if zh { "填 0 到 60 年" } else { "0 to 60 years" });
            d.keys("<Ctrl-U>7<Enter>");
            // of the streets only that of the work is offered
            d.shows(if zh { "1 夏都路" } else { "1 Xia street" });
            assert!(!d.screen().contains(if zh { "颍川路" } else { "Ying street" }), "{}", d.screen());
            d.keys("1");
            assert!(!d.screen().contains(if zh { "设在哪里" } else { "Where" }), "{}", d.screen());
            d.keys("12<Enter>");
            d.shows(if zh { "设在哪里" } else { "Where" });
            d.keys("地铁口<Enter>3<Enter>118");
            // once left, it is a draft with what was half typed; nothing is written
            d.keys("<Esc>");
            assert_eq!(answered(&mut d), [""; 0]);
            d.keys("1<Ctrl-D>");
            d.shows("18");
            d.keys("<Enter>");
            d.shows(if zh { "不在问卷许可的范围里" } else { "not within what the form" });
            d.keys("<Ctrl-U>8<Enter>");
            d.shows(if zh { "再加一个" } else { "1 one more" });
            d.keys("2今天<Enter>");
            d.shows("11");
            d.keys("<Ctrl-S>");
            let all = answered(&mut d);
            let day = d.stored(Kind::Answer)[0].fields.day(answer::DAY).unwrap();
            let since = linli::book::survey::value::iso(day);
            let want = format!(
                "work: law\nyears: 7\ntown: b\nneeds: skill rest\nwhere: 地铁口\nage[1]: 3\nage[2]: 8\ntotal: 11\nsince: {since}\n"
            );
            assert_eq!(all, [want], "{}", d.screen());
            let fields = d.stored(Kind::Answer).remove(0).fields;
            assert_eq!(fields.link(answer::PERSON).map(|r| r.kind), Some(Kind::Person));
            // the draft is gone with it, and what came of it is told
            d.keys("1");
            assert!(!d.screen().contains("需求调研"), "{}", d.screen());
            d.keys(":studies<Enter><Enter>=");
            d.shows(if zh { "1 份答卷" } else { "answers: 1" });
            d.shows(if zh { "法律" } else { "law" });
            h.stop();
        }
    }

    /// A form that turns out wrong gives way to another, as long as nothing that somebody said is lost by it: a question that
    /// goes into a repeated group is another question.
    #[test]
    fn another_form_takes_the_place_of_a_wrong_one() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>1:question-form<Enter>x<Enter>");
        d.hears(taken("需求调研"));
        d.keys("<Enter>");
        let read = |text: &str| {
            let lines = vec!["换一份".to_owned()];
            let read =
                FormRead { title: "别的".into(), lines, sound: true, questions: 1, text: text.into() };
            Message::Import(ImportNews::Form(Ok(Box::new(read))))
        };
        let form = |d: &mut Desk| d.stored(Kind::Study)[0].fields.text(study::FORM).to_owned();
        let say = "[survey]\ntype\tname\tlabel\ntext\tsay\t建议\n";
        let deep = "[survey]\ntype\tname\tlabel\nbegin repeat\tr\t几条\ntext\tsay\t建议\nend repeat\n";
        let more = "[survey]\ntype\tname\tlabel\ntext\tsay\t有什么建议\ntext\twhy\t为什么\n";
        d.keys("<Tab>收一份<Enter>y<Enter>");
        d.shows("需求调研");
        d.hears(read(say));
        d.keys("<Enter>");
        assert_eq!((form(&mut d).as_str(), d.stored(Kind::Study).len()), (say, 1), "{}", d.screen());
        d.keys("a<Tab><Tab>修路<Ctrl-S>");
        assert_eq!(answered(&mut d), ["say: 修路\n"], "{}", d.screen());
        d.keys(":question-form<Enter>y<Enter>");
        d.hears(read(deep));
        d.keys("<Enter>");
        d.shows("已经有答卷了");
        assert_eq!(form(&mut d), say);
        d.keys("<Esc>y<Enter>");
        d.hears(read(more));
        d.keys("<Enter>");
        assert_eq!(form(&mut d), more, "{}", d.screen());
        h.stop();
    }

    /// Twenty interviews follow one another: what is missing is asked for, Ctrl-N begins the next.
    #[test]
    fn interviews_follow_one_another() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>1:question-form<Enter>x<Enter>");
        d.hears(taken("需求调研"));
        d.keys("<Enter>a<Ctrl-S>");
        // both that must be answered are told of, and the first is in hand
        d.shows("还有 2 题");
        d.shows("这题要答");
        d.keys("1<Tab><Tab>1<Ctrl-N>");
        d.shows("第 2 份");
        // by initials and by words, back and forth, taken back, something else
        d.keys("<Tab><Tab>fl<Tab><Shift-Tab>");
        d.shows("(x)  2 法律");
        d.keys("<Ctrl-U>3");
        d.keys("陶艺<Tab><Tab><Tab>");
        d.keys("2<Tab><Tab><Tab>");
        d.shows("再加一个");
        // nobody has a child: the one that was offered goes
        d.keys("<Ctrl-U><Ctrl-N>");
        d.shows("第 3 份");
        d.keys("<Esc>");
        let all = answered(&mut d);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().any(|a| a == "work: it\nneeds: skill\ntotal: 0\n"), "{all:?}");
        assert!(all.iter().any(|a| a == "work: other\nwork_other: 陶艺\nneeds: rest\ntotal: 0\n"), "{all:?}");
        // an answer opens as its form, and is changed there
        d.keys("1:answers<Enter><Enter>");
        d.shows("改答卷");
        d.keys("2<Ctrl-S>");
        assert!(
            answered(&mut d).iter().filter(|a| a.starts_with("work: law\n")).count() == 1,
            "{}",
            d.screen()
        );
        h.stop();
    }

    fn session(h: &linli::hub::host::Hub) -> Client {
        let mut c = Client::over(h.connect().unwrap()).unwrap();
        c.welcome(Lang::Zh, false).unwrap();
        c
    }

    fn put(c: &mut Client, kind: Kind, n: u8, set: Vec<(u16, Edit)>) -> Ref {
        let target = Ref { kind, id: Id([n; 16]) };
        let save = Save { request: Id([n + 100; 16]), target, base: 0, set };
        let reply = c.ask(Request::Save(save)).unwrap();
        assert!(matches!(reply, Reply::Saved(_)), "{reply:?}");
        target
    }

    const CENSUS: &str = "[survey]\ntype\tname\tlabel\ntext\tname\t怎么称呼\ntext\ttel\t联系电话\n\
        text\temployer\t在哪里上班\ntext\twish\t想要什么\n";

    /// The baseline census: who is asked comes into the book, who is known is recognised; all answers come out as a table.
    #[test]
    fn a_census_fills_the_book() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let text = |no: u16, t: &str| (no, Edit::Text(t.to_owned()));
        put(&mut c, Kind::Person, 1, vec![text(person::NAME, "张晓明"), text(person::PHONES, "13811110001")]);
        let form = (study::FORM, Edit::Set(Value::text(CENSUS)));
        let census = (study::CENSUS, Edit::Set(Value::Code(study::YES)));
        let study = put(&mut c, Kind::Study, 2, vec![text(study::TITLE, "摸底"), form, census]);
        for (n, said) in [
            (3, "name: 张晓明\ntel: 13811110001\nemployer: 恒达传媒\n"),
            (4, "name: 李敏\ntel: 13811110002\nwish: 培训\n"),
        ] {
            let of = (answer::STUDY, Edit::Set(Value::Ref(study)));
            put(&mut c, Kind::Answer, n, vec![of, (answer::ANSWERS, Edit::Set(Value::text(said)))]);
        }
        let survey = read::read(&kept::sheets(CENSUS)).survey;
        let (kind, filter, order) = (Kind::Answer, table::answers_to(study.id), Order::Usual);
        let Reply::Records { records, .. } =
            c.ask(Request::Records { kind, filter: filter.clone(), order, offset: 0, limit: 50 }).unwrap()
        else {
            panic!()
        };
        let all: Vec<_> = records.iter().map(|s| answer::answers(&s.record.fields)).collect();
        let rows = table::ledger(&survey, &all).unwrap();
        let cells = sheet::cells(&table::as_cells(&rows), "摸底").unwrap();
        let plan = mapping::plan("摸底", &[cells], None, None);
        let dry = import::run(&plan, true, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ()).unwrap();
        assert_eq!((dry.sheets[0].added, dry.sheets[0].filled), (1, 1), "{dry:?}");
        let done = import::run(&plan, false, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ()).unwrap();
        assert_eq!((done.sheets[0].added, done.sheets[0].filled), (1, 1), "{done:?}");
        let again = import::run(&plan, false, Lang::Zh, &mut |r| c.ask(r), &mut |_, _| ()).unwrap();
        assert_eq!(again.sheets[0].same, 2, "{again:?}");
        // a row an answer, a column a question; to whom it goes is asked first
        let file = dir.path().join("答卷.csv");
        let job = Job { title: "摸底", survey: &survey, filter, file: &file, over: false, given: ("", "") };
        assert!(table::export(&job, Lang::Zh, &mut |r| c.ask(r)).is_err());
        let job = Job { given: ("区统战部", "汇总"), ..job };
        assert_eq!(table::export(&job, Lang::Zh, &mut |r| c.ask(r)).unwrap(), 2);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("\u{feff}日期,访问员,受访人,社区,怎么称呼,联系电话,在哪里上班,想要什么\r\n"),
            "{text}"
        );
        assert!(text.contains("李敏,13811110002,,培训"), "{text}");
        h.stop();
    }

    /// The same by the keys: the answers become the plan of an import, before anything is written.
    #[test]
    fn what_a_census_would_write_is_shown_first() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut c = session(&h);
        let form = (study::FORM, Edit::Set(Value::text(CENSUS)));
        let set = vec![(study::TITLE, Edit::Text("摸底".into())), form];
        let target = put(&mut c, Kind::Study, 2, set);
        let of = (answer::STUDY, Edit::Set(Value::Ref(target)));
        let said = (answer::ANSWERS, Edit::Set(Value::text("name: 李敏\ntel: 13811110002\n")));
        put(&mut c, Kind::Answer, 3, vec![of, said]);
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("<Esc>:studies<Enter>");
        d.keys("<Enter>=n");
        d.shows("这个调研不填人员册");
        let base = d.stored(Kind::Study)[0].version;
        let set = vec![(study::CENSUS, Edit::Set(Value::Code(study::YES)))];
        let save = Save { request: Id([9; 16]), target, base, set };
        assert!(matches!(c.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        d.keys("<Esc>=n");
        d.shows("导入");
        assert_eq!(d.stored(Kind::Person).len(), 0);
        h.stop();
    }

    /// Where forms written by others are at hand.
    fn shared(path: &str) -> Option<PathBuf> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
        let root = std::env::var("LINLI_SHARED").map_or(own, |s| Path::new(&s).join("data"));
        let folder = root.join(path);
        if !folder.exists() {
            eprintln!("SKIPPED: {} is not here", folder.display());
            return None;
        }
        Some(folder)
    }

    /// Each is taken in, or what is wrong with it is named by sheet and row; what is taken in reads back the same.
    #[test]
    fn forms_written_by_others_are_taken_in_or_named_by_row() {
        let Some(folder) = shared("xlsforms") else { return };
        let mut seen = (0, 0);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let taken = xlsform::open(&path).unwrap_or_else(|e| panic!("{path:?}: {e:?}"));
            let remarks = taken.reading.faults.iter().chain(&taken.reading.left_out);
            for remark in remarks {
                let said = xlsform::say(remark, Lang::Zh);
                assert!(remark.0.row > 0 && said.contains("行"), "{path:?}: {said}");
            }
            if !taken.reading.faults.is_empty() {
                seen.1 += 1;
                continue;
            }
            seen.0 += 1;
            let again = read::read(&kept::sheets(&taken.text));
            assert_eq!(again.faults, [], "{path:?}");
            assert_eq!(again.survey.items, taken.reading.survey.items, "{path:?}");
            assert_eq!(again.survey.choices, taken.reading.survey.choices, "{path:?}");
        }
        assert!(seen.0 >= 6 && seen.1 >= 1, "{seen:?}");
    }
}
