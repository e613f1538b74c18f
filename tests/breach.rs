//! The register of breaches: what was lost is contained, reported, and not closed before the people were told.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod breach {
    use crate::desk::{Desk, hub};
    use linli::book::{Kind, breach};
    use linli::text::Lang;

    #[test]
    fn a_breach_goes_its_way_to_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (120, 40));
        d.keys("1颍川街道<Enter>:xinxianquanshijian<Enter>");
        d.shows("没有登记过个人信息泄露");
        d.keys("n走访登记本丢失<Tab><Tab><Tab>姓名、电话<Tab>12<Ctrl-S>");
        let state = |d: &mut Desk| d.stored(Kind::Breach)[0].fields.code(breach::STATE);
        assert_eq!(state(&mut d), Some(breach::FOUND), "{}", d.screen());
        d.shows("刚发现");
        // stopping it says how
        d.keys("a<Ctrl-S>");
        assert_eq!(state(&mut d), Some(breach::FOUND));
        d.keys("登报作废，逐一提醒<Ctrl-S>");
        assert_eq!(state(&mut d), Some(breach::CONTAINED), "{}", d.screen());
        // it is not closed while nobody was told and nothing says why
        d.keys("<Tab>结案<Enter><Ctrl-S>");
        d.shows("不通知要写明理由");
        assert_eq!(state(&mut d), Some(breach::CONTAINED));
        d.keys("<Esc><Esc>:xinxianquanshijian<Enter>a区委网信办<Ctrl-S>");
        assert_eq!(state(&mut d), Some(breach::REPORTED), "{}", d.screen());
        d.keys("a逐一电话<Ctrl-S>a<Ctrl-S>");
        assert_eq!(state(&mut d), Some(breach::CLOSED), "{}", d.screen());
        let trail = d.stored(Kind::Breach)[0].fields.get(breach::TRAIL).map(|v| v.each().len());
        assert_eq!(trail, Some(4), "each step is on record");
        h.stop();
    }
}
