//! The full-screen program. Its ground layer, from keys to bytes:
//!
//! - [`input`] turns bytes from the terminal into events, in its own thread;
//! - [`keymap`] turns keys into [`action::Action`]s, by context;
//! - [`edit`] is the text under the cursor in every field and note;
//! - [`glyph`] is the only way text gets into a buffer: cleaned, measured and cut by cells;
//! - [`painter`] turns two buffers into the fewest bytes;
//! - [`terminal`] enters and leaves the full screen and writes those bytes.
//!
//! Above it:
//!
//! - [`screen`] is what a screen is and what it may want done; [`screens`] are the screens, [`form`],
//!   [`filling`] and [`capture`] those that write;
//! - [`sheet`] and [`table`] lay lines and columns out for them, [`draw`] has the rules and heads;
//! - [`app`] holds the stack of screens: messages in, effects out, no I/O;
//! - [`run`] is the only part that does I/O: one loop around the app.
pub mod action;
pub mod app;
pub mod capture;
pub mod command;
pub mod draw;
pub mod edit;
pub mod env;
pub(crate) mod file;
pub mod filling;
pub mod form;
pub mod glyph;
pub mod input;
mod keeping;
pub mod keymap;
pub mod message;
mod offers;
pub mod painter;
pub mod plain;
#[cfg(test)]
pub(crate) mod proof;
pub mod run;
pub mod say;
pub mod screen;
pub mod screens;
pub mod sheet;
pub mod table;
pub mod terminal;
pub mod theme;
