//! Services, offers of help and recommendations by the keys: what follows from what was typed, which steps are lawful.

#[cfg(test)]
mod desk;

#[cfg(test)]
mod flows {
    use crate::desk::{Desk, hub};
    use linli::book::{Kind, offer, recommendation, service};
    use linli::text::Lang;

    #[test]
    fn a_service_is_entered_on_s_and_followed_up_on_a() {
        for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (40, 12))] {
            let dir = tempfile::tempdir().unwrap();
            let h = hub(dir.path());
            let mut d = Desk::sit(&h, lang, size);
            d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>s健康义诊<Ctrl-S>");
            let one = |d: &mut Desk| d.stored(Kind::Service).remove(0).fields;
            let f = one(&mut d);
            assert_eq!(
                (f.text(service::ITEM), f.code(service::SORT)),
                ("健康义诊", Some(2)),
                "{}",
                d.screen()
            );
            assert_eq!((f.code(service::STATE), f.links(service::PEOPLE).len()), (Some(service::GIVEN), 1));
            d.keys("6");
            d.shows("健康义诊");
            // who is asked later is asked once; then it is done
            d.keys("a+3天<Ctrl-S>");
            assert_eq!(one(&mut d).code(service::STATE), Some(service::TO_ASK), "{}", d.screen());
            assert!(one(&mut d).day(service::NEXT).is_some());
            d.shows(if lang == Lang::Zh { "a 回访" } else { "a ask how it went" });
            d.keys("a都好了<Ctrl-S>");
            assert_eq!(one(&mut d).code(service::STATE), Some(service::ASKED), "{}", d.screen());
            assert_eq!(one(&mut d).get(service::TRAIL).unwrap().each().len(), 2);
            assert!(one(&mut d).day(service::NEXT).is_none());
            h.stop();
        }
    }

    /// Of a day to come it is arranged, and how long it took is said when it is given.
    #[test]
    fn a_service_of_a_day_to_come_is_arranged() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>;服zxm 明天 合同纠纷法律咨询<Enter><Esc>");
        let one = |d: &mut Desk| d.stored(Kind::Service).remove(0).fields;
        let f = one(&mut d);
        assert_eq!((f.code(service::STATE), f.code(service::SORT)), (Some(service::ARRANGED), Some(1)));
        d.keys("6a半天<Ctrl-S>");
        let f = one(&mut d);
        assert_eq!((f.code(service::STATE), f.int(service::HOURS)), (Some(service::GIVEN), Some(240)));
        d.keys("<Enter>");
        d.shows("时长");
        d.shows("4");
        h.stop();
    }

    /// Who can help with what, near here: the list of offers by what is needed.
    #[test]
    fn who_can_help_is_found_by_what_is_needed() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>n李敏嘉<Ctrl-S>");
        d.keys(":dengjifuwuliliang<Enter>张晓明<Enter><Tab>合同纠纷法律咨询<Ctrl-S>");
        d.keys(":dengjifuwuliliang<Enter>李敏嘉<Enter><Tab>量血压、健康讲座<Ctrl-S>");
        let all = d.stored(Kind::Offer);
        let skills: Vec<_> = all.iter().map(|o| o.fields.code(offer::SKILL)).collect();
        assert_eq!(skills.len(), 2, "{}", d.screen());
        assert!(skills.contains(&Some(1)) && skills.contains(&Some(2)), "{skills:?}");
        d.keys("1:fuwuliliang<Enter>");
        d.shows("服务力量");
        d.shows("量血压");
        d.keys("f法律");
        d.shows("合同纠纷");
        assert!(!d.screen().contains("量血压"), "{}", d.screen());
        h.stop();
    }

    /// Nobody is put forward without their agreement and its date; then each step in its turn.
    #[test]
    fn a_recommendation_begins_with_the_persons_agreement() {
        let dir = tempfile::tempdir().unwrap();
        let h = hub(dir.path());
        let mut d = Desk::sit(&h, Lang::Zh, (80, 24));
        d.keys("1颍川街道<Enter>2n张晓明<Ctrl-S>:dengjituijian<Enter>张晓明<Enter><Tab>区政协委员<Ctrl-S>");
        assert_eq!(d.stored(Kind::Recommendation).len(), 0, "{}", d.screen());
        d.keys("今天<Tab>1<Ctrl-S>");
        let state = |d: &mut Desk| d.stored(Kind::Recommendation)[0].fields.code(recommendation::STATE);
        assert_eq!(state(&mut d), Some(recommendation::AGREED), "{}", d.screen());
        d.keys("1:tuijian<Enter>");
        d.shows("区政协委员");
        d.keys("a<Ctrl-S>");
        assert_eq!(state(&mut d), Some(recommendation::AGREED), "without a nominator it stays");
        d.keys("颍川街道<Ctrl-S>a区工商联<Ctrl-S>a<Ctrl-S>a当选<Ctrl-S>");
        assert_eq!(state(&mut d), Some(recommendation::ELECTED), "{}", d.screen());
        h.stop();
    }
}
