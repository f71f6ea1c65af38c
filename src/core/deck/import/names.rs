//! Maps table headings and other field names to the fields of a term.

use std::collections::HashMap;

use crate::core::deck::fields::{self, TERM, folded};

/// A mapping from names to fields.
#[derive(Debug, Clone, Default)]
pub struct Names(Vec<(&'static str, String)>);

impl Names {
    /// The known names, overridden by `map`: each field with its name in the input.
    pub fn new(map: &[(String, String)]) -> Self {
        let given = map
            .iter()
            .filter_map(|(name, theirs)| Some((fields::of_term(name)?.name, folded(theirs))));
        Self(given.collect())
    }

    /// The field that `name` means, without regard to case, spaces and punctuation, and its rank; a lower rank is more certain.
    fn meaning(&self, name: &str) -> Option<(&'static str, usize)> {
        let name = folded(name);
        if let Some((field, _)) = self.0.iter().find(|(_, theirs)| *theirs == name) {
            return Some((field, 0));
        }
        TERM.iter().filter(|field| !field.headings.is_empty()).find_map(|field| {
            let own = folded(field.name);
            let mut known = std::iter::once(own.as_str()).chain(field.headings.split(' '));
            let at = known.position(|known| known == name)?;
            // A field mapped by the user has no other names.
            self.0.iter().all(|(given, _)| *given != field.name).then_some((field.name, at + 1))
        })
    }

    /// The field for each of `heads`. `None` if it means none, or if another heading fits the field better.
    pub fn fields(&self, heads: &[&str]) -> Vec<Option<&'static str>> {
        let meanings: Vec<_> = heads.iter().map(|head| self.meaning(head)).collect();
        let mut best: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, meaning) in meanings.iter().enumerate() {
            if let Some((field, rank)) = meaning {
                let best = best.entry(field).or_insert((*rank, at));
                *best = (*best).min((*rank, at));
            }
        }
        let field = |(at, meaning): (usize, &Option<(&'static str, usize)>)| {
            meaning
                .map(|(field, _)| field)
                .filter(|field| best.get(field).is_some_and(|(_, first)| *first == at))
        };
        let mut fields: Vec<_> = meanings.iter().enumerate().map(field).collect();
        // Without a definition, the gloss is used as one.
        if !fields.contains(&Some("definition")) {
            for field in fields.iter_mut().filter(|field| **field == Some("gloss")) {
                *field = Some("definition");
            }
        }
        fields
    }

    /// Whether the user mapped any field.
    pub fn is_given(&self) -> bool {
        !self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_imported_has_its_own_headings() {
        for field in TERM.iter().filter(|field| !field.headings.is_empty()) {
            for heading in field.headings.split(' ').chain([field.name]) {
                let found = Names::default().meaning(heading).map(|(name, _)| name);
                assert_eq!(found, Some(field.name), "{heading}");
            }
        }
    }

    #[test]
    fn heads_are_known_in_many_spellings() {
        let names = Names::default();
        assert_eq!(
            names.fields(&["Acronym", "Stands for", "What it means", "AKA", "Owner"]),
            [Some("term"), Some("expansion"), Some("definition"), Some("aliases"), None]
        );
        // The better name wins, whatever its position.
        assert_eq!(names.fields(&["Title", "Term"]), [None, Some("term")]);
        // A gloss is the definition only if there is no other.
        assert_eq!(names.fields(&["Word", "Gloss"]), [Some("term"), Some("definition")]);
        assert_eq!(
            names.fields(&["Word", "Gloss", "Meaning"]),
            [Some("term"), Some("gloss"), Some("definition")]
        );
        let given = Names::new(&[("term".to_owned(), "Owner".to_owned())]);
        assert_eq!(
            given.fields(&["Term", "owner", "Meaning"]),
            [None, Some("term"), Some("definition")]
        );
    }
}
