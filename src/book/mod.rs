//! book
pub mod pinyin;
