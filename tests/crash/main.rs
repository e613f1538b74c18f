//! A process that writes is killed at any moment; nothing it has acknowledged may be missing.
#[cfg(test)]
mod kill;
#[cfg(test)]
#[cfg(debug_assertions)]
mod points;
