//! The rights of the people on file: what the hub and the command line say about seeing, copying, freezing and erasing
//! what is held (PIPL art. 44-50).

use crate::words;

words! {
    /// Stands for the name of somebody whose entry is frozen.
    FROZEN = "（已冻结）", "(frozen)";
}
