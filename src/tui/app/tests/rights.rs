//! What one may not do is said when it is asked for, not after it was typed.
use super::*;
use crate::hub::wire::{Role, Standing};

fn of(role: Role) -> Desk {
    let mut d = Desk::new(Lang::Zh, (80, 24));
    d.news(News::Standing(Standing { role, areas: Vec::new(), shared: true }));
    d
}

#[test]
fn who_only_reads_is_told_so_before_a_form_opens() {
    for key in ["v", "m", "s", "t", "e", "n"] {
        let mut d = of(Role::Reader);
        d.press("2");
        d.press(key);
        assert!(d.shows("只读") && d.lines()[1].contains("人员"), "{key}\n{}", d.text());
    }
}

#[test]
fn a_worker_is_told_before_days_off_are_shown_and_before_a_period_is_sealed() {
    let notice =
        "国务院办公厅关于2026年部分节假日安排的通知\n一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。";
    let mut d = of(Role::Worker);
    d.send(Message::Input(Event::Paste(notice.into())));
    assert!(d.shows("负责人或管理员") && !d.shows("通知里读到"), "{}", d.text());
    d.press("9<Left>a4");
    assert!(d.shows("负责人或管理员"), "{}", d.text());
    assert!(!d.asked.iter().any(|r| matches!(r, Request::Save(_))));
    let mut d = of(Role::Lead);
    d.send(Message::Input(Event::Paste(notice.into())));
    assert!(d.shows("通知里读到"), "{}", d.text());
}
