//! Words of circles and paths.

use crate::words;

words! {
    /// Somebody's card says where they work.
    WORKS_THERE = "在此工作", "works there";
    /// The source of what a card says itself.
    OWN_CARD = "人员卡", "own card";
    /// An organisation's contact.
    CONTACT = "联系人", "contact";
}
