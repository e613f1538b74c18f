//! 投屏: the screen may be seen by others.

use crate::words;

words! {
    /// In the head.
    SIGN = "投屏中", "SHOWING";
    /// It begins.
    ON = "投屏开了: 电话、地址、备注都盖住。再按 F8 关", "Phones, addresses and notes are covered; F8 again ends it";
    /// It begins while a form was open.
    ON_FORM_KEPT = "投屏开了，填了一半的表收起来了，草稿留着。再按 F8 关",
        "Phones, addresses and notes are covered; the open form is kept as a draft. F8 again ends it";
    /// It ends.
    OFF = "投屏关了，电话、地址、备注照常显示", "Nothing is covered any more";
    /// No hub to cover anything.
    NOT_NOW = "连接断着，现在开关不了投屏；屏上的内容没有盖住", "The connection is down: nothing can be covered now, and nothing on the screen is";
}
