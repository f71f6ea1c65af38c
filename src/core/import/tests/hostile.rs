//! Hostile, large and random texts.

use super::*;

#[test]
fn what_is_hostile_is_cleaned_and_what_is_large_is_bounded() {
    let (terms, left) =
        taken("Term,Meaning\nA\u{1b}[31m,x\u{202e}y\nB,n\u{7}\n\u{1b}],\n", Form::Table);
    assert!(terms.iter().chain(&left).all(|text| !text.chars().any(crate::core::text::is_hostile)));
    let rows: String = (0..=MAX_TERMS).map(|n| format!("w{n},d\n")).collect();
    let (terms, left) = taken(&rows, Form::Table);
    assert_eq!((terms.len(), left.len()), (MAX_TERMS, 2));
    let names = "term: x\n".repeat(10_000);
    for text in [
        "[".repeat(900_000),
        "|".repeat(100_000),
        "\"".repeat(99_999),
        "- ".repeat(50_000),
        names,
        "*".repeat(99_999),
    ] {
        for form in [Form::Table, Form::Markdown, Form::Yaml] {
            taken(&text, form);
        }
    }
}

/// Pieces of glossaries, in an order that makes sense or none.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Term,Definition,Id,Related\n"),
        Just("| Term | Meaning |\n| --- | --- |\n"),
        Just("# "),
        Just("## "),
        Just("- "),
        Just("**"),
        Just(": "),
        Just(" - "),
        Just("\n"),
        Just("\n\n"),
        Just(","),
        Just(";"),
        Just("\t"),
        Just("|"),
        Just("SLO"),
        Just("Error budget"),
        Just("A target, for weeks."),
        Just("(IaaS)"),
        Just("term: "),
        Just("definition: "),
        Just("- term: x\n  definition: "),
        Just("en:\n  "),
        Just("{\"a\": "),
        Just("[\"x\", \"y\"],"),
        Just("}"),
        Just("---\n"),
        Just("#separator:tab\n"),
        Just("<b>b</b>&amp;"),
        Just("[[a|b]]"),
        Just("*[X]: y\n"),
        Just("null"),
        Just("true"),
        Just("12"),
        Just("é 技術 🚀"),
        Just("\u{ad}\u{202e}\u{1b}[31m"),
        Just("\""),
        Just("'"),
        Just(" #"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is imported makes a deck without errors, in which every text is found again.
    #[test]
    fn every_import_makes_a_deck_that_holds_what_was_taken(text in text(), folder in any::<bool>()) {
        for form in [Form::Table, Form::Markdown, Form::Yaml, Form::guess(&text)] {
            let mut imported = Imported::default();
            let file = folder.then_some("sub/page.md");
            if imported.take(&text, form, file, &Names::default()).is_err() {
                continue;
            }
            let (terms, summary) = imported.finish();
            prop_assert!(terms.len() <= summary.found);
            let head = Head { id: "team", extends: false, title: "Team", more: "", has_schema: false };
            let deck = filled(head, &terms);
            let found = read(&"decks/team.yaml".into(), deck.as_bytes(), Origin::Named);
            let is_wrong = |problem: &&crate::core::deck::problem::Problem| problem.is_error() && !terms.is_empty();
            prop_assert!(!found.problems.iter().any(|problem| is_wrong(&problem)), "{:?}\n{deck}", found.problems);
            let Some(read) = found.deck.filter(|_| !terms.is_empty()) else { continue };
            prop_assert_eq!(read.terms.len(), terms.len());
            for draft in &terms {
                let term = read.terms.iter().find(|term| term.id.term() == draft.id());
                let term = term.expect("it is in the deck");
                for field in TERM.iter().filter(|field| field.name != "id") {
                    if let Some((_, content)) = draft.fields().find(|(name, _)| *name == field.name) {
                        let found = (field.of_term)(term).texts().join("\n").replace("team/", "");
                        prop_assert_eq!(found, content.texts().join("\n").replace("team/", ""), "{}", field.name);
                    }
                }
            }
        }
    }
}
