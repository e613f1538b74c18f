//! What the terminal shows, but for the fields' own words: [`app`] what is everywhere, the rest by screen.

mod app;
mod calendar;
mod cards;
mod days;
mod finder;
pub mod hand;
pub mod hints;
pub mod leaving;
mod lists;
pub mod meetings;
pub mod panels;
pub mod posts;
pub mod showing;
mod start;
pub mod studies;
mod tour;

pub use app::*;
pub use calendar::*;
pub use cards::*;
pub use days::*;
pub use finder::*;
pub use lists::*;
pub use start::*;
pub use tour::*;
