//! Tests for multiple-choice options and the ladder of forms.

mod decks;
mod material;

use super::*;
use crate::core::card::TermId;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::schedule::Memory;
use crate::core::time::{Day, Timestamp};

/// The study day of all questions; cards of [`state`] were asked long before.
const TODAY: Day = Day::from_number(100);

fn library(texts: &[(&str, String)]) -> Library {
    let decks = texts.iter().map(|(path, text)| {
        let read = read(&(*path).into(), text.as_bytes(), Origin::BuiltIn);
        assert_eq!(read.problems, []);
        read.deck.unwrap()
    });
    Library::merge(decks.collect()).library
}

fn built_in() -> Library {
    Library::merge(crate::files::built_in()).library
}

fn ask(
    library: &Library,
    id: &str,
    direction: Direction,
    form: Form,
    seed: u64,
) -> Option<Question> {
    ask_in(library, id, direction, form, None, seed)
}

/// The question for a card in this `state`.
fn ask_in(
    library: &Library,
    id: &str,
    direction: Direction,
    form: Form,
    state: Option<&CardState>,
    seed: u64,
) -> Option<Question> {
    let id: TermId = id.parse().unwrap();
    let (deck, term) = library.entry(&id).unwrap();
    let card = &CardId::new(library.resolve(&id), direction);
    let (today, followed, sentences) = (TODAY, &[][..], &Sentences::default());
    question(form, Asking { library, deck, term, card, state, today, followed, sentences, seed })
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

/// A card with this stability, in days.
fn state(stability: f32) -> CardState {
    CardState {
        memory: Memory { stability, difficulty: 5.0 },
        first: Day::default(),
        last: Day::default(),
        last_at: Timestamp::default(),
        due: Day::default(),
        reviews: 3,
        lapses: 0,
        unfinished: false,
        held_a_week: false,
        learned: None,
        recalled: false,
        seed: 0,
    }
}

#[test]
fn a_right_answer_with_words_of_the_question_has_a_rival() {
    let term =
        |name: &str, definition: &str| format!("  - {{term: {name}, definition: {definition}}}\n");
    let terms = [
        term("Error budget", "how much budget a service may spend on failures"),
        term("Budget review", "the meeting in which the money of the year is shared out"),
        term("Rolling update", "to replace one machine after another while all is running"),
        term("Canary", "a new version that few people see before all the others"),
        term("Toil", "work by hand that grows with what is run and lasts for nobody"),
        term("Postmortem", "a written look back at an outage and at what is to be fixed"),
    ];
    let library = library(&[("a.yaml", format!("deck: a\nterms:\n{}", terms.concat()))]);
    let rivals = (0..100).filter(|seed| {
        let asked = ask(&library, "a/error-budget", Direction::Speak, Form::Choose, *seed).unwrap();
        let Answer::Pick { options, .. } = asked.answer else { panic!() };
        options.iter().any(|option| option.text == "Budget review")
    });
    // By chance it would be 60 of 100.
    assert!(rivals.count() > 80);
}

#[test]
fn a_card_is_picked_on_its_first_day_and_recalled_first_on_every_later_one() {
    use Direction::{Speak, Understand};
    use Form::{Choose, Expand, Fill, InSentence, Introduce, Recall, Type, WhichTeam};
    let library = built_in();
    let id = TermId::new("platform", "slo");
    let (deck, term) = library.entry(&id).unwrap();
    let climb = |direction, days: Option<(u32, u32)>, reviews, wanted| {
        let card = CardId::new(id.clone(), direction);
        let ago = |days: u32| TODAY.plus(-i32::try_from(days).unwrap());
        let state = days.map(|(first, last)| CardState {
            first: ago(first),
            last: ago(last),
            reviews,
            ..state(3.0)
        });
        let state = state.as_ref();
        let (today, followed) = (TODAY, &[][..]);
        let (library, card, sentences, seed) = (&library, &card, &Sentences::default(), 0);
        let asking = Asking { library, deck, term, card, state, today, followed, sentences, seed };
        ladder(&asking, wanted)
    };
    for (direction, days, reviews, wanted, forms) in [
        (Understand, None, 0, None, &[Choose, Recall][..]),
        (Understand, Some((0, 0)), 1, None, &[Choose, Recall]),
        (Understand, Some((1, 1)), 1, None, &[Recall]),
        (Understand, Some((9, 8)), 2, None, &[Expand, InSentence, Recall]),
        (Understand, Some((900, 300)), 9, None, &[Recall]),
        // Asked again on the same day, it is a choice once more.
        (Understand, Some((9, 0)), 3, None, &[WhichTeam, Choose, Recall]),
        (Understand, Some((9, 0)), 4, None, &[Choose, Recall]),
        (Speak, None, 0, None, &[Choose, Recall]),
        (Speak, Some((1, 1)), 1, None, &[Fill, Type, Recall]),
        (Speak, Some((9, 8)), 2, None, &[Type, Recall]),
        (Speak, Some((9, 0)), 3, None, &[Choose, Recall]),
        // The form the user asked for comes first if it asks in this direction.
        (Speak, None, 0, Some(Type), &[Type, Choose, Recall]),
        (Understand, None, 0, Some(Type), &[Choose, Recall]),
        (Understand, Some((9, 8)), 3, None, &[InSentence, Recall]),
        (Understand, Some((9, 8)), 1, Some(Expand), &[Expand, Recall]),
        (Understand, Some((9, 8)), 2, Some(Recall), &[Recall, Expand, InSentence]),
        (Speak, Some((9, 8)), 2, Some(Introduce), &[Type, Recall]),
    ] {
        let found = climb(direction, days, reviews, wanted);
        assert_eq!(found, forms, "{direction:?} {days:?} {reviews} {wanted:?}");
    }
}
