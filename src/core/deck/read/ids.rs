//! Keeps the ids of a deck's terms, or of its scenes, unique.

use std::collections::HashMap;

use crate::core::deck::fields::Part;
use crate::core::deck::read::notes::Notes;
use crate::core::deck::rules::Rule;
use crate::core::yaml::Span;

/// The ids taken so far.
pub(super) struct Ids {
    part: Part,
    /// The first part with each id.
    seen: HashMap<String, First>,
}

/// The first part with an id.
struct First {
    /// Its position.
    place: Span,
    /// Whether it, or a later one with the same id, is usable.
    usable: bool,
}

impl Ids {
    /// No ids yet, of parts of this kind.
    pub(super) fn of(part: Part) -> Self {
        Self { part, seen: HashMap::new() }
    }

    /// Whether the id of the part called `name` is still free. Reports an empty or duplicate id.
    pub(super) fn is_new(
        &mut self,
        id: String,
        name: &str,
        place: Span,
        usable: bool,
        notes: &mut Notes<'_>,
    ) -> bool {
        if id.is_empty() {
            let what = format!("cannot make an id from `{name}`: it has no letters or digits");
            notes.add(Rule::NoId, place, what, "add `id: …` in kebab-case");
            return false;
        }
        let shown = if name.is_empty() { &id } else { name };
        let Some(first) = self.seen.get_mut(&id) else {
            self.seen.insert(id, First { place, usable });
            return true;
        };
        let (line, part) = (first.place.line, self.part.name());
        let what = format!("`{shown}` has the same id (`{id}`) as the {part} on line {line}");
        let name = if self.part == Part::Term { "name" } else { "title" };
        let help = format!("edit that {part} instead, or give this one a different {name} or `id`");
        notes.add(Rule::SameId, place, what, help).also(first.place, "first used here");
        // The first usable one wins.
        let taken = first.usable;
        first.usable |= usable;
        !taken
    }
}
