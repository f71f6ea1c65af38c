//! Pages and tables that are almost what they seem, and what comes of each.

use super::*;

#[test]
fn a_boolean_as_the_word_of_a_record_makes_no_words_of_its_fields() {
    for text in [
        "{en: {term: true, definition: A target}, de: {term: wahr, definition: Ein Ziel}}",
        "{term: true, definition: A target}",
        "[{en: {term: true, definition: A target}, de: {term: wahr, definition: Ein Ziel}}]",
    ] {
        let (terms, left) = taken(text, Form::Yaml);
        assert!(terms.is_empty(), "{terms:?}");
        assert!(left.iter().any(|note| note.starts_with("a boolean as `term`")), "{left:?}");
    }
}
