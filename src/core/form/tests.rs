use super::*;
use crate::core::card::TermId;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::words::occurrences;

fn library(texts: &[(&str, String)]) -> Library {
    let decks = texts.iter().map(|(path, text)| {
        let read = read(&(*path).into(), text.as_bytes(), Origin::BuiltIn);
        assert_eq!(read.problems, []);
        read.deck.unwrap()
    });
    Library::merge(decks.collect()).library
}

fn built_in() -> Library {
    Library::merge(crate::files::built_in().filter_map(|read| read.deck).collect()).library
}

fn ask(
    library: &Library,
    id: &str,
    direction: Direction,
    form: Form,
    seed: u64,
) -> Option<Question> {
    let id: TermId = id.parse().unwrap();
    let term = library.term(&id).unwrap();
    let card = CardId::new(id.clone(), direction);
    let deck = library.deck(id.deck()).unwrap();
    question(form, Asking { library, deck, term, card: &card, seed })
}

fn small() -> Library {
    let term = |name: &str, more: &str| {
        format!(
            "  - term: {name}\n    definition: meaning of that thing called {}\n{more}",
            name.len()
        )
    };
    let terms = [
        term("Alpha", "    aliases: [Alif]\n    confused_with: [beta-two]\n"),
        term("Beta two", ""),
        term("Gamma ray", "    aliases: [Alif ray]\n"),
        term("Delta rules", ""),
        term("Epsilon greedy", ""),
        term("Zeta function x", "    same_as: alpha\n"),
    ];
    library(&[("a.yaml", format!("deck: a\nterms:\n{}", terms.concat()))])
}

#[test]
fn what_is_confused_with_the_term_is_always_among_the_options() {
    for seed in 0..50 {
        let question = ask(&small(), "a/alpha", Direction::Understand, Form::Choose, seed).unwrap();
        let Answer::Pick { options, right } = question.answer else { panic!() };
        assert_eq!(options[right].term.as_str(), "a/alpha");
        assert!(options.iter().any(|option| option.term.as_str() == "a/beta-two"));
    }
}

#[test]
fn a_synonym_or_another_sense_is_never_a_wrong_answer() {
    for seed in 0..50 {
        let question = ask(&small(), "a/alpha", Direction::Speak, Form::Choose, seed).unwrap();
        let Answer::Pick { options, .. } = question.answer else { panic!() };
        assert!(options.iter().all(|option| !option.text.contains("Zeta")), "{options:?}");
        assert!(options.iter().all(|option| !option.text.contains("Gamma")), "{options:?}");
    }
}

#[test]
fn a_deck_of_one_word_is_asked_without_options() {
    let one = library(&[("a.yaml", "deck: a\nterms:\n  - {term: T, definition: d}\n".to_owned())]);
    assert_eq!(ask(&one, "a/t", Direction::Understand, Form::Choose, 0), None);
    assert!(ask(&one, "a/t", Direction::Understand, Form::Recall, 0).is_some());
}

#[test]
fn the_same_seed_asks_the_same_question() {
    let library = built_in();
    let ask =
        |seed| ask(&library, "platform/error-budget", Direction::Understand, Form::Choose, seed);
    assert_eq!(ask(3), ask(3));
    assert!((0..10).any(|seed| ask(seed) != ask(3)));
}

/// Every question of every form over every built-in deck, in both directions.
fn all_questions(library: &Library) -> Vec<(TermId, Question)> {
    let mut questions = Vec::new();
    for (at, (deck, term)) in library.terms().enumerate() {
        for direction in Direction::ALL {
            let card = CardId::new(term.id.clone(), direction);
            for form in [Form::Choose, Form::Recall] {
                let asking = Asking { library, deck, term, card: &card, seed: at as u64 };
                questions
                    .extend(question(form, asking).map(|question| (term.id.clone(), question)));
            }
        }
    }
    questions
}

#[test]
fn no_question_over_the_built_in_decks_shows_its_own_answer() {
    let library = built_in();
    for (id, question) in all_questions(&library) {
        let term = library.term(&id).unwrap();
        let shown: Vec<&str> = match (&question.prompt, &question.answer) {
            (Prompt::Meaning(text), _) => vec![text],
            (Prompt::Term { .. }, Answer::Pick { options, .. }) => {
                options.iter().map(|option| option.text.as_str()).collect()
            }
            _ => continue,
        };
        for text in shown {
            for name in term.names() {
                assert!(occurrences(text, name).is_empty(), "{id}: `{name}` in `{text}`");
            }
        }
    }
}

#[test]
fn neither_place_nor_length_gives_the_right_answer_away() {
    let library = built_in();
    let (mut places, mut longest, mut shortest, mut all) = ([0_u32; 4], 0, 0, 0_u32);
    for (_, question) in all_questions(&library) {
        let Answer::Pick { options, right } = question.answer else { continue };
        assert_eq!(options.len(), 4);
        if question.card.direction == Direction::Speak {
            continue;
        }
        let length = |option: &Choice| option.text.chars().count();
        let lengths: Vec<usize> = options.iter().map(length).collect();
        places[right] += 1;
        all += 1;
        longest += u32::from(lengths.iter().max() == Some(&lengths[right]));
        shortest += u32::from(lengths.iter().min() == Some(&lengths[right]));
    }
    let share = |count: u32| f64::from(count) / f64::from(all);
    assert!(
        share(longest) <= 0.35 && share(shortest) <= 0.35,
        "{} {}",
        share(longest),
        share(shortest)
    );
    for place in places {
        assert!((0.18..0.32).contains(&share(place)), "{places:?} of {all}");
    }
}
