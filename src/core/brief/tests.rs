//! Tests for the contents of a brief.

use super::*;
use crate::core::card::CardId;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::learner_state::States;
use crate::core::review::Grade;
use crate::core::schedule::{CardState, DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use crate::core::time::Timestamp;
use uuid::Uuid;

const TODAY: Day = Day::from_number(20_000);

fn library() -> Library {
    let ops = "deck: ops\ntitle: Ops\nask: [\"What woke you?\", \"What is next?\"]\nterms:\n  - {term: Alert, definition: a call, level: core, ask: Who hears it?}\n  - {term: Budget, definition: what may fail, level: core, ask: How much is left?}\n  - {term: Pager, definition: what rings, level: working, ask: Who carries it?}\n  - {term: Token, definition: a pass, level: core}\n";
    let ml = "deck: ml\ntitle: ML\nterms:\n  - {term: Token, definition: a piece of text, level: core}\n";
    let decks = [ops, ml]
        .map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
    Library::merge(decks.into()).library
}

fn scheduler() -> Scheduler {
    Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap()
}

fn known(states: &mut States, id: &str, ago: i32) {
    let card = CardId::new(id.parse().unwrap(), Direction::Understand);
    let at = Timestamp::from_millis(i64::from(TODAY.number() - ago) * 86_400_000);
    let state = scheduler().review(&card, None, Grade::Easy, TODAY.plus(-ago), at);
    states.insert(card, CardState { recalled: true, ..state });
}

/// A learner who knows "budget" from Ops and "token" from ML.
struct World {
    library: Library,
    scheduler: Scheduler,
    states: States,
}

fn world() -> World {
    let mut states = States::new();
    known(&mut states, "ops/budget", 3);
    known(&mut states, "ml/token", 1);
    World { library: library(), scheduler: scheduler(), states }
}

fn page<'a>(world: &'a World, change: impl FnOnce(&mut Material<'a>)) -> Brief {
    let World { library, scheduler, states } = world;
    let mut material = Material {
        team: Team {
            known: LearnerState { library, states, scheduler },
            deck: library.deck("ops").unwrap(),
            depth: Level::Core,
            today: TODAY,
            asked: &[],
            looked_up: &[],
        },
        reading: None,
        visits: &[],
        jottings: &[],
        minutes: None,
    };
    change(&mut material);
    brief(&material)
}

fn texts(brief: &Brief) -> Vec<&str> {
    brief.questions.iter().map(|question| question.text.as_str()).collect()
}

#[test]
fn questions_are_about_what_was_met_or_looked_up_lately_then_the_teams_own() {
    assert_eq!(
        texts(&page(&world(), |_| {})),
        ["How much is left?", "What woke you?", "What is next?"]
    );
    let looked = ["ops/pager".parse().unwrap()];
    let brief = page(&world(), |material| material.team.looked_up = &looked);
    assert_eq!(texts(&brief), ["Who carries it?", "How much is left?", "What woke you?"]);
}

#[test]
fn a_question_that_was_asked_is_not_suggested_again_and_waits_for_its_answer() {
    let asked = Asked {
        id: Uuid::nil(),
        deck: "ops".into(),
        term: None,
        question: "what woke  you".to_owned(),
        at: Timestamp::default(),
        day: TODAY.plus(-7),
        answer: None,
        answered: None,
    };
    let brief = page(&world(), |material| material.team.asked = std::slice::from_ref(&asked));
    assert_eq!(texts(&brief), ["How much is left?", "What is next?", "Who hears it?"]);
    assert_eq!(brief.unanswered, [asked]);
}

#[test]
fn words_that_are_likely_to_be_heard_and_not_known_stand_first() {
    let brief = page(&world(), |material| material.team.depth = Level::Working);
    let words: Vec<_> = brief.words.iter().map(|word| word.word.as_str()).collect();
    assert_eq!(words, ["Alert", "Token", "Pager", "Budget"]);
    assert!(!brief.words[0].met && brief.words[3].recall > 0.9);
    let few = page(&world(), |material| {
        material.minutes = Some((1, Pace { answer_ms: 30_000, ..Pace::default() }));
    });
    assert_eq!(few.words.len(), 2);
}

#[test]
fn a_word_that_another_team_means_differently_is_pointed_out_where_that_sense_is_known() {
    let brief = page(&world(), |_| {});
    assert_eq!(
        brief.elsewhere,
        [Elsewhere {
            word: "Token".to_owned(),
            here: "a pass".to_owned(),
            title: "ML".to_owned(),
            there: "a piece of text".to_owned(),
            gists: ["a pass", "a piece of text"].map(str::to_owned),
        }]
    );
}

#[test]
fn what_changed_since_the_deck_was_read_is_told_but_for_spelling() {
    assert_eq!(page(&world(), |_| {}).changes, []);
    let read = [("alert", "A call."), ("budget", "money"), ("rota", "who is next")];
    let read = read.map(|(id, text)| (TermId::new("ops", id), text.to_owned()));
    let brief = page(&world(), |material| {
        material.reading = Some(Reading { day: TODAY.plus(-30), definitions: read.into() });
    });
    assert_eq!(brief.since, Some(TODAY.plus(-30)));
    let told: Vec<_> = brief.changes.iter().map(|c| (c.word.as_str(), &c.kind)).collect();
    assert_eq!(
        told,
        [
            (
                "Budget",
                &ChangeKind::Changed { old: "money".to_owned(), new: "what may fail".to_owned() }
            ),
            ("Pager", &ChangeKind::New { definition: "what rings".to_owned() }),
            ("Token", &ChangeKind::New { definition: "a pass".to_owned() }),
            ("rota", &ChangeKind::Gone),
        ]
    );
}
