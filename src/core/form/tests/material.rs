//! Tests for the material each form needs, the answers it accepts, and typed grades.

use super::*;
use crate::core::card::DeckId;
use crate::core::judge::Judgement;

/// Two teams with different senses of a word, and a third with another word for the same thing.
fn teams() -> Library {
    let ml = "deck: ml
title: Machine learning
terms:
  - term: Token
    definition: a piece of text that the model reads
    example: The answer was cut off at eight thousand tokens.
    aliases: [text piece]
  - term: SLO
    expansion: Service-level objective
    definition: how good is good enough
    aliases: [service-level target, some less obvious name]
  - {term: Patch, definition: a part of a picture, example: Patch}
  - {term: Batch, definition: what is worked through in one go}
";
    let security = "deck: security
title: Security team
terms:
  - term: Token
    definition: a proof of identity
    example: Revoke the token of whoever left.
    aliases: [access token]
  - {term: Objective, definition: how good is good enough here, same_as: ml/slo}
  - {term: Patch, definition: a repair, example: The Security team wants the patch out.}
  - {term: SLI, expansion: Service-level indicator, definition: how good it is}
";
    library(&[("ml.yaml", ml.to_owned()), ("security.yaml", security.to_owned())])
}

/// The question for a card of this stability.
fn ask_at(library: &Library, id: &str, form: Form, stability: f32, seed: u64) -> Option<Question> {
    let direction = *Direction::ALL.iter().find(|direction| suits(form, **direction)).unwrap();
    ask_in(library, id, direction, form, Some(&state(stability)), seed)
}

fn accepted(question: Question) -> Vec<String> {
    let Answer::Typed { accepted, .. } = question.answer else { panic!("{question:?}") };
    accepted
}

#[test]
fn fill_blanks_the_word_out_of_its_example_and_accepts_it_as_it_stood_there() {
    let asked = ask_at(&teams(), "ml/token", Form::Fill, 5.0, 0).unwrap();
    let Prompt::Blank { sentence, meaning } = &asked.prompt else { panic!() };
    assert_eq!(sentence, "The answer was cut off at eight thousand ____.");
    assert_eq!(meaning, "a piece of text that the model reads");
    assert_eq!(accepted(asked), ["tokens", "Token", "text piece"]);
}

#[test]
fn fill_needs_an_example_that_says_something_round_the_word() {
    for id in ["ml/slo", "ml/patch"] {
        assert_eq!(ask_at(&teams(), id, Form::Fill, 5.0, 0), None, "{id}");
    }
}

#[test]
fn type_accepts_every_name_of_the_term() {
    let asked = ask_at(&teams(), "ml/slo", Form::Type, 20.0, 0).unwrap();
    let names =
        ["SLO", "service-level target", "some less obvious name", "Service-level objective"];
    assert_eq!(accepted(asked), names);
}

#[test]
fn expand_is_picked_on_the_first_day_and_typed_later() {
    let young = ask(&teams(), "ml/slo", Direction::Understand, Form::Expand, 0).unwrap();
    let Answer::Pick { options, right } = young.answer else { panic!() };
    assert_eq!(options[right].text, "Service-level objective");
    assert_eq!(options[1 - right].text, "Service-level indicator");
    let old = ask_at(&teams(), "ml/slo", Form::Expand, 1.0, 0).unwrap();
    assert_eq!(accepted(old), ["Service-level objective"]);
    assert_eq!(ask_at(&teams(), "ml/token", Form::Expand, 5.0, 0), None);
}

#[test]
fn expand_offers_what_the_acronym_is_mistaken_for() {
    for seed in 0..20 {
        let asked = ask(&built_in(), "platform/slo", Direction::Understand, Form::Expand, seed);
        let Answer::Pick { options, .. } = asked.unwrap().answer else { panic!() };
        for other in ["Service-level agreement", "Service-level indicator"] {
            assert!(options.iter().any(|option| option.text == other), "{other}: {options:?}");
        }
    }
}

#[test]
fn expand_accepts_another_name_that_spells_the_same_letters() {
    let asked = ask_at(&built_in(), "platform/mttr", Form::Expand, 9.0, 0).unwrap();
    let names = [
        "Mean time to recovery",
        "mean time to repair",
        "mean time to restore",
        "mean time to resolve",
    ];
    assert_eq!(accepted(asked), names);
}

#[test]
fn a_sentence_of_a_team_with_a_sense_of_its_own_asks_for_no_other_sense() {
    let deck = |id: &str, terms: &str| {
        (format!("{id}.yaml"), format!("deck: {id}\ntitle: {id}\nterms:\n{terms}"))
    };
    let bank = "  - {term: Stub, definition: a stand-in for a bank, example: Use the stub.}
  - {term: Payment, definition: money, example: The payment went to the stub all night.}\n";
    let paper = "  - {term: Stub, definition: a short article}\n";
    let decks = [deck("bank", bank), deck("paper", paper)];
    let texts = decks.each_ref().map(|(path, text)| (path.as_str(), text.clone()));
    let asked = |id: &str| {
        ask_at(&library(&texts), id, Form::InSentence, 30.0, 0)
            .and_then(|question| question.sentence().map(ToString::to_string))
    };
    assert_eq!(asked("paper/stub"), None, "the bank means its own");
    assert_eq!(asked("bank/stub").as_deref(), Some("bank/payment"));
}

#[test]
fn which_team_asks_for_the_team_that_would_say_a_sentence() {
    let library = teams();
    let mut sentences = std::collections::BTreeSet::new();
    for seed in 0..20 {
        let asked = ask_at(&library, "ml/token", Form::WhichTeam, 5.0, seed).unwrap();
        let Answer::Pick { options, right } = asked.answer else { panic!() };
        let Prompt::Sentence { sentence, word, .. } = asked.prompt else { panic!() };
        assert_eq!((word.as_str(), options.len()), ("Token", 2));
        let (deck, term) = library.entry(&options[right].term).unwrap();
        assert_eq!(Some(&sentence), term.example.as_ref());
        assert_eq!(options[right].text, deck.title);
        sentences.insert(sentence);
    }
    assert_eq!(sentences.len(), 2);
}

#[test]
fn which_team_prefers_the_teams_that_are_followed() {
    let deck = |id: &str| {
        let text = format!(
            "title: Team {id}\nterms:\n  - {{term: Token, definition: what {id} means, example: A token of {id}.}}\n"
        );
        (format!("{id}.yaml"), text)
    };
    let decks = ["aa", "bb", "cc", "dd", "ee", "ff", "gg"].map(deck);
    let files: Vec<(&str, String)> =
        decks.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let library = library(&files);
    let id: TermId = "dd/token".parse().unwrap();
    let card = CardId::new(id.clone(), Direction::Understand);
    let (deck, term) = library.entry(&id).unwrap();
    let state = state(5.0);
    let shown = |followed: &[&str], seed| {
        let followed: Vec<DeckId> = followed.iter().map(|id| DeckId::from(*id)).collect();
        let (state, followed) = (Some(&state), &followed[..]);
        let today = TODAY;
        let (library, card, sentences) = (&library, &card, &Sentences::default());
        let asking = Asking { library, deck, term, card, state, today, followed, sentences, seed };
        let Answer::Pick { options, .. } = question(Form::WhichTeam, asking).unwrap().answer else {
            panic!("it is a pick")
        };
        let mut teams: Vec<String> =
            options.iter().map(|option| option.term.deck().to_owned()).collect();
        teams.sort();
        assert_eq!(teams.len(), 4);
        teams
    };
    for seed in 0..20 {
        let two = shown(&["gg", "ff", "none"], seed);
        assert!(["dd", "ff", "gg"].iter().all(|id| two.contains(&(*id).to_owned())), "{two:?}");
        let five = shown(&["aa", "bb", "cc", "ee", "dd"], seed);
        assert!(!five.contains(&"ff".to_owned()) && !five.contains(&"gg".to_owned()), "{five:?}");
        assert!(five.contains(&"dd".to_owned()));
    }
}

#[test]
fn which_team_needs_two_teams_whose_sentences_do_not_name_them() {
    for id in ["ml/batch", "ml/patch", "ml/slo", "security/patch"] {
        assert_eq!(ask_at(&teams(), id, Form::WhichTeam, 5.0, 0), None, "{id}");
    }
}

#[test]
fn what_another_team_says_is_the_right_word_and_any_other_word_is_no_slip() {
    let library = teams();
    let judged = |id, form, typed| {
        judge_typed(&library, &ask_at(&library, id, form, 20.0, 0).unwrap(), typed)
    };
    let other_team = |id| Judgement::OtherTeam { term: TermId::new("security", id) };
    assert_eq!(judged("ml/token", Form::Type, "access token"), other_team("token"));
    assert_eq!(judged("ml/slo", Form::Type, "objectives"), other_team("objective"));
    assert_eq!(judged("ml/token", Form::Type, "tokens"), Judgement::Right { exact: false });
    let patch = Some(TermId::new("ml", "patch"));
    assert_eq!(judged("ml/batch", Form::Type, "patch"), Judgement::Wrong { named: patch });
    assert!(matches!(judged("ml/batch", Form::Type, "batsh"), Judgement::Nearly { .. }));
    // An acronym does not answer its own expansion.
    assert_eq!(judged("ml/slo", Form::Expand, "SLO"), Judgement::Wrong { named: None });
    assert_eq!(judged("ml/slo", Form::Choose, "SLO"), Judgement::Wrong { named: None });
}

#[test]
fn a_typed_answer_is_easy_only_when_it_came_at_once() {
    let library = teams();
    let asked = ask_at(&library, "ml/token", Form::Type, 20.0, 0).unwrap();
    let judged = judge_typed(&library, &asked, "token");
    // Six words of task, eight of definition, five letters: 3 + 3.5 + 2 seconds.
    assert_eq!(grade_typed(&asked, "token", &judged, false, 8_500), Grade::Easy);
    assert_eq!(grade_typed(&asked, "token", &judged, false, 8_501), Grade::Good);
    assert_eq!(grade_typed(&asked, "token", &judged, true, 1_000), Grade::Hard);
    assert_eq!(grade_pick(true), Grade::Good);
}

#[test]
fn a_wrong_word_that_several_teams_have_is_that_of_the_team_that_is_asked() {
    let word = |team: &str| {
        format!(
            "terms:\n  - {{term: SLO, definition: what {team} means by it}}\n  - {{term: Toil, definition: {team} hates it}}\n"
        )
    };
    let library = library(&[("aa.yaml", word("aa")), ("bb.yaml", word("bb"))]);
    let asked = ask_at(&library, "bb/slo", Form::Type, 20.0, 0).unwrap();
    let judged = judge_typed(&library, &asked, "toil");
    assert_eq!(judged, Judgement::Wrong { named: Some("bb/toil".parse().unwrap()) });
}
