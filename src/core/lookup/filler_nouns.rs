//! Nouns people add after a term without changing its meaning: "the JSON file", "SQL server", "an OKR goal".

/// The nouns that often follow a term.
const BESIDE: &str = "\
    api app application apps architecture attack attacks board build call calls change changes chart cluster \
    clusters code command company component config database databases db deployment diagram document driver editor \
    environment error errors event events feature file files format framework function goal goals image instance \
    issue issues job jobs language layer library lock login machine meeting message method metric migration miss model node outage \
    package page pattern pipeline platform policy problem problems process program project protocol query report \
    request requests review role rollout rules schema score script scripts server servers service services system table \
    target targets team test tests token tool tools update updates upgrade upgrades";

/// The fewest letters of the term that must remain.
const LEFT: usize = 3;

/// `query` (folded) without the noun after the term: "jason" for "jason file". `None` if there is no such noun.
pub(super) fn without_word_beside(query: &str) -> Option<&str> {
    let (term, beside) = query.rsplit_once(' ')?;
    (term.len() >= LEFT && is_beside(beside)).then_some(term)
}

/// Whether `word` often follows a term without changing its meaning.
pub(super) fn is_beside(word: &str) -> bool {
    BESIDE.split(' ').any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_beside_a_term_is_left_out() {
        for (query, term) in [
            ("jason file", Some("jason")),
            ("cooper netties cluster", Some("cooper netties")),
            ("file", None),
            ("engine x", None),
            ("a test", None),
        ] {
            assert_eq!(without_word_beside(query), term, "{query}");
        }
    }
}
