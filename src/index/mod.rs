//! What must answer in a frame: dense tables for lists and counts, the area tree, the graph of declared ties, and
//! the finder. All of it is made from the book's records and can be thrown away and made again; a snapshot saves the
//! time.

pub mod areas;
pub mod column;
pub mod facets;
pub mod finder;
mod ids;
pub mod lineage;
pub mod rowset;
pub mod snapshot;
pub mod sorted;
pub mod tables;
pub mod ties;
pub mod twins;
pub mod words;
