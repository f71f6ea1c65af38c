//! Widgets shared by several screens.

pub(super) mod bar;
pub(super) mod cursor;
pub(super) mod entry;
pub(super) mod field;
pub(super) mod footer;
pub(super) mod grades;
pub(super) mod help;
pub(super) mod hidden;
pub(super) mod layout;
pub(super) mod notice;
pub(super) mod page;
pub(super) mod practice;
