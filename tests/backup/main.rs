//! Backups of real books in real folders: incremental, refused where they must be, restored and mended.

#[cfg(test)]
mod bench;
#[cfg(test)]
mod erased;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod mend;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod streams;
