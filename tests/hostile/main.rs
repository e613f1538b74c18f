//! Hostile input: every fuzz target over its corpus and mutations of it, what a megabyte of malice may cost, and random
//! keys at a real desk. `make soak` runs the same for longer, `fuzz/` the same targets led by coverage.
#[cfg(test)]
mod desk;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod mutate;
#[cfg(test)]
mod run;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod shown;
#[cfg(test)]
#[allow(dead_code)]
mod targets;
#[cfg(test)]
mod words;
