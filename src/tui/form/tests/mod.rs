//! Forms, driven by keys: what is asked of the hub, and what stands on the screen.

pub(crate) mod desk;
mod flow;
mod helps;
mod pictures;
mod saving;
