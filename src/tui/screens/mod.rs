//! The screens that show: Today, lists, cards, trees, the finder, menus and the first start.

mod ask;
mod bars;
mod beside;
mod board;
mod briefing;
mod bulk;
mod calendar;
mod card;
mod charts;
mod circle;
mod decisions;
mod elect;
mod export;
mod face;
mod fetched;
mod finder;
mod foot;
mod given;
mod handing;
mod help;
mod history;
mod holidays;
mod import;
mod leaving;
mod list;
mod menu;
mod merge;
mod network;
pub(in crate::tui) mod pairs;
mod palette;
mod papers;
mod path;
mod posts;
mod remove;
mod report;
mod retention;
mod rights;
mod signin;
mod start;
mod studies;
mod today;
mod unmerge;

pub use ask::Ask;
pub use board::Board;
pub use briefing::Briefing;
pub use bulk::Bulk;
pub use calendar::Calendar;
pub use card::{Card, CopyField};
pub use circle::Circle;
pub use decisions::Decisions;
pub use elect::Elect;
pub use export::Export;
pub use face::Face;
pub use finder::Finder;
pub use handing::Sheet as HandSheet;
pub use handing::{form as hand_over, resume as resume_hand_over};
pub use help::Help;
pub use history::History;
pub use holidays::Holidays;
pub use import::Import;
pub use leaving::Leaving;
pub use list::List;
pub use menu::Menu;
pub use merge::Merge;
pub use network::Network;
pub use pairs::Pairs;
pub use palette::Palette;
pub use papers::Papers;
pub use path::PathTo;
pub use posts::Posts;
pub use remove::Remove;
pub use report::Report;
pub use retention::Retention;
pub use rights::Rights;
pub use signin::SignIn;
pub use start::Start;
pub use studies::{StudyOutcome, Take};
pub use today::Today;
pub use unmerge::Unmerge;

use super::action::Action;
use super::draw::{self, cells};
use super::glyph;
use super::screen::Shared;
use crate::book::{Cell, Kind, Row};
use crate::text::T;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The numbered screens that are lists of a kind.
pub const TABS: &[(Kind, Action)] = &[
    (Kind::Person, Action::GoPeople),
    (Kind::Organisation, Action::GoOrganisations),
    (Kind::Visit, Action::GoVisits),
    (Kind::Matter, Action::GoMatters),
    (Kind::Service, Action::GoServices),
    (Kind::Meeting, Action::GoMeetings),
];

/// The numbered screen of a kind: the one lit while such a record is on the screen.
pub fn tab_of(kind: Kind) -> Option<Action> {
    let tie = (kind == Kind::Tie).then_some(Action::GoNetwork);
    TABS.iter().find(|(k, _)| *k == kind).map(|(_, tab)| *tab).or(tie)
}

/// The state of the record of a row, where its kind goes through states.
pub fn state_of(row: &Row) -> Option<(Kind, u16)> {
    let kind = row.target.kind;
    let state = kind.general()?.acts?.state;
    let cells = row.cells.iter();
    let mut codes =
        cells.filter_map(|c| if let Cell::Choice(no, code) = c { Some((*no, *code)) } else { None });
    codes.find(|(no, _)| *no == state).map(|(_, code)| (kind, code))
}

/// What the next step of something in this state is called.
pub fn next_step(state: Option<(Kind, u16)>) -> Option<T> {
    let (kind, state) = state?;
    let acts = kind.general()?.acts?;
    acts.label(kind, acts.next(state)?.code)
}

/// Words in the middle of an area that has nothing to show: what it is for and how to begin.
fn empty(buf: &mut Buffer, area: Rect, shared: &Shared, texts: &[&str]) {
    let width = usize::from(area.width).saturating_sub(4);
    let mut y = area.y.saturating_add(area.height.saturating_sub(1).min(1));
    for text in texts {
        for line in draw::wrap(text, width) {
            if y >= area.bottom() {
                return;
            }
            glyph::put(buf, area.x + cells(2), y, width, &line, shared.theme.text());
            y += 1;
        }
    }
}

/// How many lines are left for the rows of a screen whose head takes `n`.
pub(in crate::tui) fn rows_below(shared: &Shared, n: u16) -> usize {
    super::app::body_height(shared.size).saturating_sub(n).into()
}
