//! The full-screen program. Its ground layer, from keys to bytes:
//!
//! - [`input`] turns bytes from the terminal into events, in its own thread;
//! - [`keymap`] turns keys into [`action::Action`]s, by context;
//! - [`edit`] is the text under the cursor in every field and note;
//! - [`glyph`] is the only way text gets into a buffer: cleaned, measured and cut by cells;
//! - [`painter`] turns two buffers into the fewest bytes;
//! - [`terminal`] enters and leaves the full screen and writes those bytes.
pub mod action;
pub mod capture;
pub mod edit;
pub mod env;
pub mod form;
pub mod glyph;
pub mod input;
pub mod keymap;
pub mod painter;
pub mod screen;
pub mod terminal;
pub mod theme;
