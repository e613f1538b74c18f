//! Studies 调研: taking a question form in, and what came of it. Filling one in is [`crate::tui::filling`].

mod take;
mod tally;

pub use take::Take;
pub use tally::Outcome as StudyOutcome;
