//! No size breaks anything.
use super::*;
