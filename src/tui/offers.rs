//! What one's role allows: what one may not do is not offered, and says why where somebody asks for it all the same. The
//! hub decides; this only spares people what it would refuse.

use super::action::Action;
use super::command::Command;
use super::screen::Shared;
use crate::book::Kind;
use crate::hub::wire::Role;
use crate::text::{T, staff as words};

impl Shared {
    fn role(&self) -> Role {
        self.welcome.standing.role
    }

    /// Whether the hub covers what it tells this session.
    pub fn covers(&self) -> bool {
        self.showing() || self.role() == Role::Reader
    }

    /// Why an action is not done for who has such a role.
    pub fn refuses(&self, action: Action) -> Option<T> {
        if action == Action::Rights && self.role() != Role::Administrator {
            return Some(words::ADMINISTRATOR_ONLY);
        }
        let taken_out = action == Action::Export;
        (self.role() == Role::Reader && (taken_out || action.writes())).then_some(words::READS_ONLY)
    }

    /// Why no new record of a kind is made.
    pub fn refuses_new(&self, kind: Kind) -> Option<T> {
        match (self.role(), kind) {
            (Role::Reader, _) => Some(words::READS_ONLY),
            (Role::Worker | Role::Lead, Kind::Staff | Kind::OwnField | Kind::Wording | Kind::Retention) => {
                Some(words::ADMINISTRATOR_ONLY)
            }
            (
                Role::Worker,
                Kind::Area
                | Kind::Tag
                | Kind::Post
                | Kind::Holiday
                | Kind::Target
                | Kind::Sealed
                | Kind::Study,
            ) => Some(words::LEAD_ONLY),
            _ => None,
        }
    }

    /// Why a command is not done.
    pub fn refuses_command(&self, command: Command) -> Option<T> {
        match command {
            Command::Act(Action::Undo) if self.role() == Role::Reader => Some(words::READS_ONLY),
            Command::Act(action) => self.refuses(action),
            Command::List(Kind::Retention) if self.role() != Role::Administrator => {
                Some(words::ADMINISTRATOR_ONLY)
            }
            Command::New(kind) => self.refuses_new(kind),
            Command::Step(..) | Command::Import => self.refuses(Action::New),
            Command::TakeForm => self.refuses_new(Kind::Study),
            _ => None,
        }
    }

    /// Whether a menu, the palette or a hint offers an action. On a projector a record is neither changed nor shown to its
    /// person.
    pub fn offers(&self, action: Action) -> bool {
        if self.showing() && matches!(action, Action::Edit | Action::Face | Action::Rights) {
            return false;
        }
        self.refuses(action).is_none() && (action != Action::Reveal || self.covers())
    }

    /// Whether a menu or the palette offers a command.
    pub fn offers_command(&self, command: Command) -> bool {
        let covered = !matches!(command, Command::Act(action) if !self.offers(action));
        covered && self.refuses_command(command).is_none()
    }
}
