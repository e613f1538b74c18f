//! A process that writes is killed at any moment; nothing it has acknowledged may be missing.
#[cfg(test)]
mod kill;
// the points are there in debug builds only
#[cfg(test)]
#[cfg(debug_assertions)]
mod points;
