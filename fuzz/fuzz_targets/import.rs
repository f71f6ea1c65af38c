//! Any text as a glossary of another kind: what is taken from it makes a deck that can be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shoptalk::core::deck::Origin;
use shoptalk::core::deck::edit::{Head, filled};
use shoptalk::core::deck::read::read;
use shoptalk::core::import::{Form, Imported, Names};

fuzz_target!(|text: &str| {
    for form in [Form::Table, Form::Markdown, Form::Yaml, Form::guess(text)] {
        let mut imported = Imported::default();
        if imported.take(text, form, None, &Names::new(&[])).is_err() {
            continue;
        }
        let (terms, _) = imported.finish();
        if terms.is_empty() {
            continue;
        }
        let head = Head { id: "team", extends: false, title: "Team", more: "", has_schema: false };
        let deck = filled(head, &terms);
        let found = read(&"decks/team.yaml".into(), deck.as_bytes(), Origin::Named);
        let errors: Vec<_> = found.problems.iter().filter(|problem| problem.is_error()).collect();
        assert!(errors.is_empty(), "{form:?}: {}\n{deck}", errors[0]);
        assert_eq!(found.deck.map(|deck| deck.terms.len()), Some(terms.len()), "{form:?}\n{deck}");
    }
});
