//! What the terminal shows, but for the fields' own words: [`app`] what is everywhere, the rest by screen.

mod app;
mod calendar;
mod cards;
mod days;
mod finder;
pub mod hints;
mod leaving;
mod lists;
pub mod panels;
pub mod showing;
mod start;
mod tour;

pub use app::*;
pub use calendar::*;
pub use cards::*;
pub use days::*;
pub use finder::*;
pub use leaving::*;
pub use lists::*;
pub use start::*;
pub use tour::*;
