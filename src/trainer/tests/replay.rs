//! Tests that cached card states equal replayed ones, with crams and undo.

use proptest::prelude::*;

use super::*;
use crate::core::schedule::CardState;

#[test]
fn a_cram_leaves_the_day_of_what_was_known_and_counts_what_was_not() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open_bare(folder.path(), &clock, 1);
    let crammed = |trainer: &mut Trainer, grade| {
        clock.0.set(clock.0.get() + 60_000);
        trainer.record(Answer { cram: true, ..answer(card(0), grade) }).unwrap()
    };
    let (first, planned) = crammed(&mut trainer, Grade::Good);
    assert!(!first.early, "a new word counts");
    clock.0.set(NOON + DAY);
    let (known, state) = crammed(&mut trainer, Grade::Easy);
    assert!(known.is_skipped());
    let recalled = CardState { recalled: true, learned: Some(trainer.today()), ..planned };
    assert_eq!(state, recalled, "it was recalled; the memory and the day stay");
    assert_eq!(trainer.done_today().unwrap().answers, 1);
    assert_eq!(trainer.reviews_today().unwrap(), 0, "it takes no review of the day away");
    let (missed, state) = crammed(&mut trainer, Grade::Again);
    assert!(missed.early && state.unfinished && state.memory.stability < planned.memory.stability);
    let (again, after) = crammed(&mut trainer, Grade::Good);
    assert!(!again.early, "what was missed a minute ago is due");
    assert!(!after.unfinished && after.due > after.last);
    // Undo everything.
    for (review, before) in
        [(again, Some(state)), (missed, Some(recalled)), (known, Some(planned)), (first, None)]
    {
        assert_eq!(trainer.strike(review.id, &card(0)).unwrap(), before);
    }
    assert!(trainer.states().is_empty());
}

#[test]
fn a_card_of_which_only_a_crammed_pass_is_left_was_never_asked() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let (mut one, mut two) =
        (open_bare(folder.path(), &clock, 1), open_bare(folder.path(), &clock, 2));
    let (first, _) = one.record(answer(card(0), Grade::Good)).unwrap();
    clock.0.set(NOON + 60_000);
    let (crammed, _) = two.record(Answer { cram: true, ..answer(card(0), Grade::Good) }).unwrap();
    assert!(crammed.is_skipped());
    assert_eq!(one.strike(first.id, &card(0)).unwrap(), None);
    clock.0.set(NOON);
    let (_, state) = two.record(Answer { cram: true, ..answer(card(0), Grade::Good) }).unwrap();
    assert_eq!(state.reviews, 1, "the next answer is its first, also when the clock went back");
    let rebuilt = open_bare(folder.path(), &clock, 3);
    assert_eq!(rebuilt.states(), two.states());
}

/// One event in a journal.
#[derive(Debug, Clone)]
enum Event {
    Grade(usize, u8),
    /// Cram a card, due or not.
    Cram(usize, u8),
    Undo,
    /// Reset a word, in both directions.
    Reset(usize),
    Restart,
    /// Move the clock by this many hours, maybe backward.
    Clock(i64),
    DropCache,
    Retention(bool),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0..10_usize, 1..=4_u8).prop_map(|(card, grade)| Event::Grade(card, grade)),
        4 => (0..10_usize, 1..=4_u8).prop_map(|(card, grade)| Event::Cram(card, grade)),
        2 => Just(Event::Undo),
        1 => (0..10_usize).prop_map(Event::Reset),
        1 => Just(Event::Restart),
        2 => (-40..200_i64).prop_map(Event::Clock),
        1 => Just(Event::DropCache),
        1 => any::<bool>().prop_map(Event::Retention),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_equals_the_cache_whatever_happens_and_undo_is_the_identity(events in prop::collection::vec(event(), 1..30)) {
        let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
        let mut trainer = open_bare(folder.path(), &clock, 1);
        let mut newest: Vec<(Uuid, CardId, States)> = Vec::new();
        for (step, event) in events.into_iter().enumerate() {
            match event {
                Event::Grade(at, grade) | Event::Cram(at, grade) => {
                    let cram = matches!(event, Event::Cram(..));
                    let before = trainer.states().clone();
                    let today = trainer.today();
                    let grade = Grade::from_repr(grade).unwrap();
                    let answer = Answer { cram, ..answer(card(at), grade) };
                    let (review, state) = trainer.record(answer).unwrap();
                    prop_assert!(state.due >= state.last);
                    prop_assert!(review.is_skipped() || state.due >= today);
                    let was_due = !Scheduler::is_early(before.get(&card(at)), today);
                    prop_assert_eq!(review.early, cram && !was_due);
                    if review.is_skipped() {
                        let due = |state: &CardState| (state.memory, state.due, state.reviews);
                        prop_assert_eq!(Some(due(&state)), before.get(&card(at)).map(due));
                    }
                    newest.push((review.id, card(at), before));
                }
                Event::Undo => {
                    if let Some((review, card, before)) = newest.pop() {
                        trainer.strike(review, &card).unwrap();
                        prop_assert_eq!(trainer.states(), &before);
                    }
                }
                Event::Reset(at) => {
                    let term = card(at).term;
                    let count = trainer.answers_to(&term).unwrap();
                    prop_assert_eq!(trainer.reset(&term).unwrap(), count);
                    prop_assert!(trainer.states().keys().all(|card| card.term != term));
                    newest.clear();
                }
                Event::Restart => trainer = open_bare(folder.path(), &clock, 10 + step as u64),
                Event::Clock(hours) => clock.0.set(clock.0.get() + hours * 3_600_000),
                Event::DropCache => trainer.journal().unwrap().drop_states().unwrap(),
                Event::Retention(low) => {
                    let retention = if low { 0.8 } else { 0.9 };
                    trainer.change("retention", |settings| settings.retention = retention).unwrap();
                    newest.clear();
                }
            }
            let reviews = trainer.journal().unwrap().reviews().unwrap();
            let replayed = replay(&reviews, &trainer.library, &trainer.scheduler);
            prop_assert_eq!(&replayed, trainer.states());
            // States at the end of a day do not depend on anything later.
            let today = trainer.today();
            let past = trainer.past().unwrap();
            let yesterday = past.yesterday.clone();
            let until: Vec<_> = reviews.iter().filter(|review| review.day < today).cloned().collect();
            let before = replay(&until, &trainer.library, &trainer.scheduler);
            prop_assert_eq!(yesterday, before);
        }
        drop(trainer);
        let cached = open_bare(folder.path(), &clock, 99).states().clone();
        let mut trainer = open_bare(folder.path(), &clock, 100);
        trainer.journal().unwrap().drop_states().unwrap();
        drop(trainer);
        let rebuilt = open_bare(folder.path(), &clock, 101).states().clone();
        prop_assert_eq!(cached, rebuilt);
    }
}
