//! The report of a period: what it counts is what the lists behind it show; it goes out as a file.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod report {
    use crate::desk::{Desk, hub};
    use linli::book::report::{Figure, GAPS, Length, Period, SPLITS};
    use linli::book::{Id, Kind, Ref, Value};
    use linli::exchange::report as paper;
    use linli::hub::wire::{Edit, Filter, Order, Reply, Report, Request, Save, Test, gap_tests, split_tests};
    use linli::text::Lang;

    fn total(d: &mut Desk, kind: Kind, tests: Vec<Test>) -> u64 {
        let filter = Filter { tests, ..Filter::default() };
        let list = Request::List { kind, filter, order: Order::Usual, offset: 0, limit: 1, more: Vec::new() };
        match d.client.ask(list).unwrap() {
            Reply::Page { total, .. } => total,
            other => panic!("{other:?}"),
        }
    }

    fn asked(d: &mut Desk, period: Period) -> Report {
        match d.client.ask(Request::Report(paper::ask(period, None))).unwrap() {
            Reply::Report(report) => *report,
            other => panic!("{other:?}"),
        }
    }

    /// Every line that leads to a list counts exactly what stands in it, in each of its periods.
    #[test]
    fn every_line_is_the_count_of_the_list_behind_it() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>s法律咨询<Ctrl-S>2n李敏嘉<Ctrl-S>m停车难<Ctrl-S>");
        d.keys(";访zxm 电话 昨天 反映 路灯不亮<Enter><Esc>;访lmj 上个月没有 看厂房<Enter><Esc>");
        d.keys("5a<Ctrl-S>a<Ctrl-S>a修好了<Ctrl-S>");
        let today = d.stored(Kind::Visit)[0].fields.day(linli::book::visit::WHEN).unwrap();
        let (mut lines, mut gaps) = (0, 0);
        for length in Length::ALL {
            let period = Period::of(length, today);
            let report = asked(&mut d, period);
            assert_eq!((report.figures.len(), report.splits.len()), (Figure::ALL.len(), SPLITS.len()));
            let periods = [period, period.shifted(-1), period.year_before()].map(Period::days);
            for (split, all) in SPLITS.iter().zip(&report.splits) {
                for line in all.iter().filter(|l| paper::walks(split, l)) {
                    for (at, days) in periods.into_iter().enumerate() {
                        if at > 0 && split.day.is_none() {
                            continue;
                        }
                        let test = Test { field: split.field, any: line.is.into_iter().collect() };
                        let there = total(&mut d, split.kind, split_tests(split, days, Some(test)));
                        assert_eq!(line.rows[at], there, "{} {line:?} {days:?}", split.title.en);
                        lines += 1;
                    }
                }
            }
            for (gap, n) in GAPS.iter().zip(&report.gaps) {
                assert_eq!(*n, total(&mut d, gap.kind, gap_tests(gap, periods[0])), "{}", gap.title.en);
                gaps += 1;
            }
        }
        assert!(lines > 40 && gaps == 4 * GAPS.len(), "{lines} {gaps}");
        let report = asked(&mut d, Period::of(Length::Year, today));
        let figure = |f: Figure| report.figures[Figure::ALL.iter().position(|o| *o == f).unwrap()][0];
        assert_eq!(figure(Figure::People), (2, 0));
        assert_eq!(figure(Figure::Reached), (2, 2));
        assert_eq!(figure(Figure::Raised), (2, 0));
        assert_eq!((figure(Figure::Settled), figure(Figure::Told)), ((1, 2), (0, 1)), "done is not told");
        assert_eq!(figure(Figure::Services), (1, 0));
        h.stop();
    }

    /// Another period, another length, down to an area and to the list behind a line, and out as a file.
    #[test]
    fn a_report_is_walked_and_goes_out() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12))] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            let zh = lang == Lang::Zh;
            d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>m停车难<Ctrl-S>9");
            d.shows(if zh { "2026 年下半年" } else { "Second half of 2026" });
            d.keys("<Left>");
            d.shows(if zh { "2026 年上半年" } else { "First half of 2026" });
            d.keys("<Right>=");
            d.shows("2026");
            d.keys("=");
            d.shows(if zh { "2026 年 11 月" } else { "2026-11" });
            // the figure of matters leads to them
            for _ in 0..6 {
                d.keys("<Down>");
            }
            d.keys("<Enter>");
            d.shows("停车难");
            d.keys("<Esc>a");
            d.shows("(.docx)");
            h.stop();
        }
    }

    /// What is done of a target is counted when it is looked at; nobody types it, and it is in the report of its time.
    #[test]
    fn a_target_is_counted_from_the_book() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>");
        d.keys(
            ":xiadamubiao<Enter>四季度走访<Tab>1<Tab>2<Tab>2026-10-1<Tab>2026-12-31<Tab><Tab><Tab>10<Ctrl-S>",
        );
        assert_eq!(d.stored(Kind::Target).len(), 1, "{}", d.screen());
        d.keys("1:mubiao<Enter>");
        d.shows("0/2 0%");
        d.keys("1;访zxm 看厂房<Enter><Esc>1:mubiao<Enter>");
        d.shows("1/2 50%");
        d.keys("a<Ctrl-S>");
        d.shows("已确认");
        d.keys("9");
        d.shows("1/2  50%");
        // of another time it is not
        d.keys("<Left>");
        assert!(!d.screen().contains("四季度走访"), "{}", d.screen());
        h.stop();
    }

    /// Of many trades those with most people stand alone and the rest together; nobody falls out.
    #[test]
    fn the_rest_of_a_long_split_is_one_line() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>");
        for n in 0..50u8 {
            let set = vec![
                (linli::book::person::NAME, Edit::Text(format!("某甲{n}"))),
                (linli::book::person::TRADE, Edit::Text(format!("行当{n}"))),
            ];
            let target = Ref { kind: Kind::Person, id: Id([n + 1; 16]) };
            let save = Save { request: Id([n + 100; 16]), target, base: 0, set };
            assert!(matches!(d.client.ask(Request::Save(save)).unwrap(), Reply::Saved(_)));
        }
        let report = asked(&mut d, Period::parse("2026").unwrap());
        let at = SPLITS.iter().position(|s| s.field == linli::book::person::TRADE).unwrap();
        let lines = &report.splits[at];
        let people = report.figures[0][0].0;
        assert_eq!(people, 51);
        assert_eq!(lines.iter().map(|l| l.rows[0]).sum::<u64>(), people, "{lines:?}");
        let labels: Vec<String> = lines.iter().map(|l| paper::label(&SPLITS[at], l, Lang::Zh)).collect();
        assert_eq!((lines.len(), labels[39].as_str(), lines[39].rows[0]), (41, "其余", 11), "{labels:?}");
        assert_eq!(lines[40].rows[0], 1, "of whom no trade is known");
        h.stop();
    }

    /// A target of settled matters counts what was settled in its time, whenever it was raised.
    #[test]
    fn a_target_counts_what_was_done_in_its_time() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>");
        d.keys(";访zxm 2025-12-1 反映 路灯不亮<Enter><Esc>5a<Ctrl-S>a<Ctrl-S>a修好了<Ctrl-S>");
        let matter = &d.stored(Kind::Matter)[0];
        let year = |no: u16| matter.fields.day(no).unwrap().year();
        let (raised, settled) = (year(linli::book::matter::RAISED), year(linli::book::matter::SETTLED_ON));
        assert_eq!(settled, raised + 1, "{}", d.screen());
        d.keys(
            ":xiadamubiao<Enter>今年办结<Tab>6<Tab>2<Tab>2026-1-1<Tab>2026-12-31<Tab><Tab><Tab>10<Ctrl-S>",
        );
        assert_eq!(d.stored(Kind::Target).len(), 1, "{}", d.screen());
        d.keys("1:mubiao<Enter>");
        d.shows("1/2 50%");
        h.stop();
    }

    /// A period that is over is sealed as it stands; what is entered for it later stands beside it, and the seal stays.
    #[test]
    fn what_comes_after_a_seal_is_a_supplement() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>9");
        d.keys("a4");
        d.shows("这一期还没过完");
        d.keys("<Left>a4");
        d.shows("封存好了");
        d.shows("没有补进");
        let sealed = d.stored(Kind::Sealed);
        assert_eq!(sealed.len(), 1, "{}", d.screen());
        d.keys("1;访zxm 2026-6-1 看厂房<Enter><Esc>9");
        d.shows("封存时 0，现在 1");
        // it is not sealed twice, and not changed
        d.keys("a4");
        d.shows("已经封存");
        assert_eq!(d.stored(Kind::Sealed), sealed);
        let day = linli::book::Day::ymd(2026, 1, 2).unwrap();
        let set = vec![(linli::book::sealed::FROM, Edit::Set(Value::Day(day)))];
        let save =
            |set| Save { request: Id([7; 16]), target: sealed[0].to_ref(), base: sealed[0].version, set };
        assert!(matches!(d.client.ask(Request::Save(save(set))).unwrap(), Reply::Refused(_)));
        // the hub itself seals no period twice, whatever the screen knew
        let second = |n: u8| {
            let mut set: Vec<(u16, Edit)> = [linli::book::sealed::FROM, linli::book::sealed::TO]
                .map(|no| (no, Edit::Set(sealed[0].fields.get(no).unwrap().clone())))
                .into();
            set.push((linli::book::sealed::TITLE, Edit::Text("又一份".into())));
            Save { request: Id([n; 16]), target: Ref { kind: Kind::Sealed, id: Id([n; 16]) }, base: 0, set }
        };
        match d.client.ask(Request::Save(second(9))).unwrap() {
            Reply::Invalid(why) => assert!(why[0].1.contains("已经封存"), "{why:?}"),
            other => panic!("{other:?}"),
        }
        // figures are the hub's own
        let set = vec![(linli::book::sealed::FIGURES, Edit::Text("visits\t9".into()))];
        assert!(matches!(d.client.ask(Request::Save(save(set))).unwrap(), Reply::Refused(_)));
        h.stop();
    }
}
