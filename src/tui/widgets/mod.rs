//! Widgets shared by several screens.

pub mod bar;
pub mod cursor;
pub mod entry;
pub mod field;
pub mod footer;
pub mod help;
pub mod hidden;
pub mod layout;
pub mod one_line;
pub mod page;
