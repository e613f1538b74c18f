//! Who is let in, and what the others are told.

use super::office::{Office, Who};
use linli::hub::client::NoHub;
use linli::hub::wire::{Refusal, Reply, Request, Role};
use linli::text::Lang;

#[test]
fn only_staff_come_in_by_number_and_name() {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    for who in Who::ALL {
        if who.let_in() {
            let welcome = office.connect(who.uid()).welcome(Lang::Zh, false).unwrap();
            let areas: Vec<String> = welcome.standing.areas.iter().map(|(_, n)| n.clone()).collect();
            let (role, areas_of): (Role, &[&str]) = match who {
                Who::Administrator => (Role::Administrator, &[]),
                Who::Lead => (Role::Lead, &["甲街道"]),
                Who::Worker => (Role::Worker, &["甲社区"]),
                _ => (Role::Reader, &["甲社区"]),
            };
            assert!(welcome.standing.shared && welcome.standing.role == role, "{who:?}");
            assert_eq!(areas, areas_of);
        } else {
            let why = office.turned_away(who);
            // the administrator by name, not the account of the service
            assert!(why.contains("请找管理员") && why.contains("同事71"), "{why}");
        }
    }
    // whatever is asked first is answered the same, and then the connection ends
    for request in [Request::Today, Request::Status, Request::Drafts] {
        let mut stranger = office.connect(Who::Unknown.uid());
        let said = stranger.ask(request).unwrap();
        assert!(matches!(said, Reply::Refused(Refusal::Said(why)) if why.contains("同事71")));
        assert!(stranger.ask(Request::Today).is_err());
    }
    // root is nobody unless listed
    match office.connect(u32::MAX - 1).welcome(Lang::En, false) {
        Err(NoHub::TurnedAway(why)) => assert!(why.contains("ask an administrator"), "{why}"),
        other => panic!("{other:?}"),
    }
    drop(owner);
    office.hub.stop();
}

#[test]
fn nobody_takes_the_places_of_the_others() {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    let mut held = Vec::new();
    while let Ok(c) = {
        office.accounts.now.store(Who::Worker.uid(), std::sync::atomic::Ordering::SeqCst);
        linli::hub::client::Client::over(office.hub.connect().unwrap())
    } {
        held.push(c);
        assert!(held.len() <= 64, "an account has as many connections as it likes");
    }
    assert!(held.len() >= 16);
    office.session(Who::Reader);
    held.clear();
    // places are free again as soon as the threads of those have seen that they went
    while linli::hub::client::Client::over({
        office.accounts.now.store(Who::Worker.uid(), std::sync::atomic::Ordering::SeqCst);
        office.hub.connect().unwrap()
    })
    .is_err()
    {
        std::thread::yield_now();
    }
    drop(owner);
    office.hub.stop();
}

#[test]
fn status_tells_administrators_of_all_sessions_and_others_of_their_own() {
    let office = Office::bare();
    let mut owner = office.owner();
    office.tree(&mut owner);
    let mut sessions: Vec<_> =
        Who::ALL.iter().filter(|w| w.let_in()).map(|w| (*w, office.session(*w))).collect();
    for (who, session) in &mut sessions {
        let Reply::Status(status) = session.ask(Request::Status).unwrap() else { panic!() };
        let uids: Vec<u32> = status.sessions.iter().map(|a| a.uid).collect();
        let all = *who == Who::Administrator;
        assert_eq!(uids.len(), if all { 5 } else { 1 }, "{who:?}");
        assert!(uids.contains(&who.uid()) && status.sessions.iter().all(|a| a.sessions.len() == 1));
        // the hub's health is everybody's
        assert!(!status.chain.is_empty() && status.disk.journal > 0);
    }
    // whoever is refused is noted by number, and not again at once
    for _ in 0..3 {
        office.turned_away(Who::Unknown);
    }
    office.turned_away(Who::Left);
    assert_eq!(*office.refused.lock().unwrap(), [Who::Unknown.uid(), Who::Left.uid()]);
    drop((owner, sessions));
    office.hub.stop();
}
