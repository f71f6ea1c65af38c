//! Stores many short slices in one allocation.

use serde::{Deserialize, Serialize};

use super::column;

/// Many short slices in one allocation.
#[derive(Serialize, Deserialize)]
pub(super) struct Pool<T> {
    items: Vec<T>,
    #[serde(with = "column")]
    starts: Vec<u32>,
}

impl<T: Copy> Pool<T> {
    pub(super) const fn new() -> Self {
        Self { items: Vec::new(), starts: Vec::new() }
    }

    /// Whether the slices have valid bounds.
    pub(super) fn is_valid(&self) -> bool {
        let last = *self.starts.last().unwrap_or(&0) as usize;
        self.starts.is_sorted() && last <= self.items.len()
    }

    /// All items.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }

    /// Applies `change` to each item.
    pub(super) fn change(&mut self, change: impl FnMut(&mut T)) {
        self.items.iter_mut().for_each(change);
    }

    /// The number of slices.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        self.starts.push(u32::try_from(self.items.len()).expect("less than 4 G of names"));
        self.items.extend(items);
    }

    pub(super) fn get(&self, at: usize) -> &[T] {
        let end = self.starts.get(at + 1).map_or(self.items.len(), |end| *end as usize);
        &self.items[self.starts[at] as usize..end]
    }

    pub(super) fn shrink(&mut self) {
        self.items.shrink_to_fit();
        self.starts.shrink_to_fit();
    }
}

/// Many short strings in one allocation.
#[derive(Serialize, Deserialize)]
pub(super) struct Texts {
    text: String,
    #[serde(with = "column")]
    starts: Vec<u32>,
}

impl Texts {
    pub(super) const fn new() -> Self {
        Self { text: String::new(), starts: Vec::new() }
    }

    /// Whether the strings have valid bounds.
    pub(super) fn is_valid(&self) -> bool {
        let is_bound = |start: &u32| self.text.is_char_boundary(*start as usize);
        self.starts.is_sorted() && self.starts.iter().all(is_bound)
    }

    /// The number of strings.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.starts.push(u32::try_from(self.text.len()).expect("less than 4 GB of names"));
        self.text.push_str(text);
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let end = self.starts.get(at + 1).map_or(self.text.len(), |end| *end as usize);
        &self.text[self.starts[at] as usize..end]
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.starts.shrink_to_fit();
    }
}
