//! Tests all forms over the built-in decks: no question shows or gives away its answer.

use std::sync::OnceLock;

use strum::VariantArray as _;

use super::*;
use crate::core::judge::Judgement;
use crate::core::words::occurrences;

/// Every question of every form over all decks of `library`, in both directions, for young and old cards.
fn all_questions(library: &Library) -> Vec<(TermId, Question)> {
    let (mut questions, sentences) = (Vec::new(), Sentences::default());
    for (at, (deck, term)) in library.terms().enumerate() {
        for direction in Direction::ALL {
            let card = CardId::new(term.id.clone(), direction);
            for form in Form::VARIANTS.iter().copied().filter(|form| suits(*form, direction)) {
                let old = state(30.0);
                for state in [None, Some(&old)] {
                    // Only expansions are asked differently for an old card.
                    if state.is_none() || form == Form::Expand {
                        let asking = Asking {
                            library,
                            deck,
                            term,
                            card: &card,
                            state,
                            today: TODAY,
                            followed: &[],
                            sentences: &sentences,
                            seed: at as u64,
                        };
                        questions.extend(
                            question(form, asking).map(|question| (term.id.clone(), question)),
                        );
                    }
                }
            }
        }
    }
    questions
}
/// All questions over the built-in decks, built once for all tests.
fn built_in_questions() -> &'static (Library, Vec<(TermId, Question)>) {
    static QUESTIONS: OnceLock<(Library, Vec<(TermId, Question)>)> = OnceLock::new();
    QUESTIONS.get_or_init(|| {
        let library = built_in();
        let questions = all_questions(&library);
        (library, questions)
    })
}

/// The text a question shows besides the right option, and the names it must not contain.
fn shown_and_hidden(
    question: &Question,
    term: &Term,
    library: &Library,
) -> (Vec<String>, Vec<String>) {
    let mut shown = vec![question.task.to_owned()];
    let mut hidden: Vec<String> = term.names().map(str::to_owned).collect();
    match &question.prompt {
        Prompt::Term { term: name, say } if question.form == Form::Expand => {
            shown.push(name.clone());
            shown.extend(say.clone());
            hidden = term.expansion.iter().cloned().collect();
        }
        // The term itself is the prompt; its names must not occur in the options.
        Prompt::Term { .. } => {}
        Prompt::Meaning(meaning) => shown.push(meaning.clone()),
        Prompt::Blank { sentence, meaning } => shown.extend([sentence.clone(), meaning.clone()]),
        Prompt::Sentence { .. } if question.form == Form::InSentence => {}
        Prompt::Sentence { sentence, word, .. } => {
            shown.extend([sentence.clone(), word.clone()]);
            let titles = library.decks().iter().filter(|deck| {
                let Answer::Pick { options, .. } = &question.answer else { panic!() };
                options.iter().any(|option| option.text == deck.title)
            });
            hidden = titles.map(|deck| deck.title.clone()).collect();
        }
    }
    match &question.answer {
        Answer::Pick { options, right } => {
            let is_right = |at| at == *right;
            for (at, option) in options.iter().enumerate() {
                let is_name = question.card.direction == Direction::Speak
                    || matches!(question.form, Form::Expand | Form::WhichTeam);
                // No definition may name the term, not even the right one.
                if question.form != Form::WhichTeam && !(is_right(at) && is_name) {
                    shown.push(option.text.clone());
                }
            }
        }
        Answer::Typed { accepted, .. } => hidden.extend(accepted.clone()),
        Answer::Reveal | Answer::Read => {}
    }
    (shown, hidden)
}

#[test]
fn no_question_over_the_built_in_decks_shows_its_own_answer() {
    let (library, questions) = built_in_questions();
    let letters = |text: &str| {
        text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let mut forms = std::collections::BTreeSet::new();
    for (id, question) in questions {
        let term = library.term(id).unwrap();
        forms.insert((question.form, question.card.direction));
        let (shown, hidden) = shown_and_hidden(question, term, library);
        for text in &shown {
            for name in &hidden {
                let found = occurrences(text, name);
                assert!(found.is_empty(), "{id} {:?}: `{name}` in `{text}`", question.form);
                // Checked without the masking function: no long name occurs in any spelling.
                let is_long = letters(name).len() > 6;
                let found = is_long && letters(text).contains(&letters(name));
                assert!(!found, "{id} {:?}: `{name}` in `{text}`", question.form);
            }
        }
    }
    assert_eq!(forms.len(), 9, "{forms:?}");
}

/// Scores of guessing strategies over multiple-choice questions.
#[derive(Default)]
struct Luck {
    questions: f64,
    longest: f64,
    shortest: f64,
    most_shared: f64,
    only_of_its_kind: f64,
    places: [f64; 4],
}

impl Luck {
    fn count(&mut self, library: &Library, question: &Question) {
        let Answer::Pick { options, right } = &question.answer else { return };
        assert_eq!(options.len(), 4, "{question:?}");
        assert!(options.iter().all(|option| !option.text.contains(BLANK)), "{question:?}");
        let asked = match &question.prompt {
            Prompt::Term { term, .. } => term,
            Prompt::Meaning(meaning) => meaning,
            Prompt::Blank { .. } | Prompt::Sentence { .. } => panic!("{question:?}"),
        };
        let asked = options::stems(asked);
        let measure = |measure: &dyn Fn(&str) -> usize| -> Vec<usize> {
            options.iter().map(|option| measure(&option.text)).collect()
        };
        let lengths = measure(&|text| text.chars().count());
        let shared = measure(&|text| options::stems(text).intersection(&asked).count());
        // On a tie, the strategy guesses at random.
        let score = |values: &[usize], best: Option<&usize>| {
            let ties = values.iter().filter(|value| Some(*value) == best).count();
            if Some(&values[*right]) == best {
                1.0 / f64::from(u32::try_from(ties).unwrap())
            } else {
                0.0
            }
        };
        self.questions += 1.0;
        self.longest += score(&lengths, lengths.iter().max());
        self.shortest += score(&lengths, lengths.iter().min());
        self.most_shared += score(&shared, shared.iter().max());
        let kinds: Vec<kind::Kind> = options
            .iter()
            .map(|option| kind::Kind::of(library.find(&option.term).unwrap()))
            .collect();
        let alike: Vec<usize> = kinds
            .iter()
            .map(|kind| kinds.iter().filter(|other| kind.unlike(other) < 2).count())
            .collect();
        self.only_of_its_kind += score(&alike, alike.iter().min());
        self.places[*right] += 1.0;
    }

    fn assert_fair(&self, what: &str) {
        let share = |count: f64| count / self.questions;
        for (strategy, score) in [
            ("longest", self.longest),
            ("shortest", self.shortest),
            ("most words of the question", self.most_shared),
            ("only one of its kind", self.only_of_its_kind),
        ] {
            assert!(share(score) <= 0.30, "{what}: {strategy} {:.3}", share(score));
        }
        for place in self.places {
            assert!((0.18..0.32).contains(&share(place)), "{what}: {:?}", self.places);
        }
    }
}

#[test]
fn no_look_at_the_options_gives_the_right_one_away() {
    let (library, questions) = built_in_questions();
    for direction in Direction::ALL {
        let mut luck = Luck::default();
        for (_, question) in questions {
            if question.form == Form::Choose && question.card.direction == direction {
                luck.count(library, question);
            }
        }
        assert!(luck.questions > 500.0);
        luck.assert_fair(direction.as_ref());
    }
    // There are few acronyms, so ask each several times.
    let mut luck = Luck::default();
    for (_, term) in library.terms().filter(|(_, term)| term.expansion.is_some()) {
        for seed in 0..6 {
            let id = term.id.as_str();
            let asked = ask(library, id, Direction::Understand, Form::Expand, seed).unwrap();
            luck.count(library, &asked);
        }
    }
    luck.assert_fair("expand");
}

#[test]
fn every_team_and_every_place_is_as_likely_to_be_right() {
    let library = built_in();
    let mut places = [[0_u32; 4]; 5];
    let mut own = 0;
    for (_, term) in library.terms().filter(|(_, term)| library.other_senses(term).count() > 0) {
        for seed in 0..6 {
            let id = term.id.as_str();
            let asked = ask(&library, id, Direction::Understand, Form::WhichTeam, seed);
            let Some(Answer::Pick { options, right }) = asked.map(|asked| asked.answer) else {
                continue;
            };
            places[options.len()][right] += 1;
            own += u32::from(options[right].term == term.id);
        }
    }
    let share = |count: u32, all: u32| f64::from(count) / f64::from(all);
    for (options, chance) in [(2_usize, 0.5), (3, 1.0 / 3.0)] {
        let all: u32 = places[options].iter().sum();
        assert!(all > 100);
        for place in &places[options][..options] {
            assert!((share(*place, all) - chance).abs() < 0.08, "{places:?}");
        }
    }
    let all: u32 = places.iter().flatten().sum();
    assert!((0.35..0.6).contains(&share(own, all)), "{own} of {all}");
}

#[test]
fn every_question_over_the_built_in_decks_is_whole() {
    let (library, questions) = built_in_questions();
    let mut forms = std::collections::BTreeMap::new();
    for (at, (id, question)) in questions.iter().enumerate() {
        *forms.entry(question.form).or_insert(0) += 1;
        match &question.answer {
            Answer::Pick { options, right } => {
                let mut texts: Vec<&str> = options.iter().map(|option| &*option.text).collect();
                texts.sort_unstable();
                texts.dedup();
                assert!(texts.len() > 1 && texts.len() == options.len(), "{id}: {options:?}");
                assert!(*right < options.len());
            }
            // An answer is compared with every name in every deck, so a sample has to do.
            Answer::Typed { accepted, .. } if at % 8 == 0 => {
                let judged = judge_typed(library, question, &accepted[0]);
                assert_eq!(judged, Judgement::Right { exact: true }, "{id}");
            }
            Answer::Typed { .. } | Answer::Reveal | Answer::Read => {}
        }
        if let Prompt::Blank { sentence, .. } = &question.prompt {
            assert!(sentence.contains(BLANK), "{id}: {sentence}");
        }
    }
    let terms = library.terms().count();
    assert_eq!((forms[&Form::Type], forms[&Form::Choose]), (terms, 2 * terms));
    assert!(forms[&Form::Fill] * 10 > terms * 9 && forms[&Form::WhichTeam] > 100, "{forms:?}");
}

#[test]
fn most_words_have_a_sentence_and_many_one_of_another_entry() {
    let library = built_in();
    let sentences = Sentences::default();
    let state = state(30.0);
    let (mut words, mut own, mut other) = (0, 0, 0);
    for (deck, term) in library.terms().filter(|(_, term)| term.retired.is_none()).step_by(7) {
        let card = &CardId::new(library.resolve(&term.id), Direction::Understand);
        let (library, state, sentences) = (&library, Some(&state), &sentences);
        let (today, followed, seed) = (TODAY, &[][..], 1);
        let asking = Asking { library, deck, term, card, state, today, followed, sentences, seed };
        words += 1;
        let Some(question) = question(Form::InSentence, asking) else { continue };
        let Prompt::Sentence { sentence, word, source } = &question.prompt else { panic!() };
        assert!(sentence.contains(word.as_str()), "{sentence}: {word}");
        assert_eq!(question.sentence(), Some(source));
        if *source == card.term { own += 1 } else { other += 1 }
    }
    // Entries of tools may have no example.
    assert!(own + other > words * 8 / 10, "{own} and {other} of {words}");
    assert!(other > words / 10, "{other} of {words}");
}
