mod marks;
mod meeting;

use std::cell::Cell;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::core::card::Direction;
use crate::core::deck::Level;
use crate::core::plan::Item;
use crate::core::review::{Answer, Form, Grade};
use crate::core::stats::Done;
use crate::store::Place;

/// A clock that a test sets.
#[derive(Clone, Default)]
struct TestClock(Rc<Cell<i64>>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.get())
    }
}

/// Noon of 2026-11-22 UTC.
const NOON: i64 = 1_795_348_800_000;
const DAY: i64 = 86_400_000;

fn options(folder: &Path, clock: &TestClock, seed: u64) -> Options {
    Options {
        places: Ok(Places { data: folder.to_owned(), config: folder.to_owned() }),
        named: Vec::new(),
        clock: Rc::new(clock.clone()),
        zone: jiff::tz::TimeZone::UTC,
        seed,
    }
}

fn open(folder: &Path, clock: &TestClock, seed: u64) -> Trainer {
    Trainer::open(options(folder, clock, seed))
}

/// Without decks, which a test of the journal has no need of.
fn open_bare(folder: &Path, clock: &TestClock, seed: u64) -> Trainer {
    Trainer::with_decks(options(folder, clock, seed), Loaded::default())
}

fn clock() -> TestClock {
    TestClock(Rc::new(Cell::new(NOON)))
}

fn card(at: usize) -> CardId {
    let term = ["slo", "sli", "toil", "runbook", "canary"][at % 5];
    CardId::new(TermId::new("platform", term), Direction::ALL[at / 5 % 2])
}

fn answer(card: CardId, grade: Grade) -> Answer {
    let form = Form::Recall;
    Answer {
        card,
        grade,
        form,
        took_ms: 8_000,
        hint: false,
        answer: None,
        sitting: Uuid::nil(),
        cram: false,
    }
}

fn platform() -> Vec<(String, Level)> {
    vec![("platform".to_owned(), Level::Core)]
}

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Good)).unwrap();
    let states = trainer.states().clone();
    drop(trainer);
    let mut again = open(folder.path(), &clock, 2);
    assert_eq!(*again.states(), states);
    assert_eq!(again.done_today().unwrap(), Done { answers: 1, new: 1, ms: 8_000 });
}

#[test]
fn the_minutes_and_the_caps_hold_across_restarts() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let first = trainer.plan(&platform(), None, None).unwrap();
    assert_eq!(first.items.len(), 8);
    for item in &first.items[..4] {
        trainer.introduce(&item.term, 25_000, Uuid::nil()).unwrap();
        trainer.record(answer(item.card.clone(), Grade::Good)).unwrap();
    }
    drop(trainer);
    // 4 × 33 s are gone of 300: what is left holds four words of 35 s.
    let mut trainer = open(folder.path(), &clock, 2);
    assert_eq!(trainer.plan(&platform(), None, None).unwrap().items.len(), 4);
    assert_eq!(
        trainer.plan(&platform(), Some(60), None).unwrap().items.len(),
        4,
        "eight new words a day"
    );
    assert!(trainer.plan(&platform(), Some(60), Some(20)).unwrap().items.len() > 10);
    clock.0.set(NOON + DAY);
    assert!(trainer.plan(&platform(), None, None).unwrap().items.len() >= 8);
}

#[test]
fn tomorrow_the_right_words_come_back() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Again)).unwrap();
    clock.0.set(NOON + 60_000);
    let (_, state) = trainer.record(answer(card(0), Grade::Hard)).unwrap();
    trainer.record(answer(card(1), Grade::Easy)).unwrap();
    clock.0.set(NOON + i64::from(state.due.number() - state.last.number()) * DAY);
    let plan = trainer.plan(&platform(), None, Some(0)).unwrap();
    let cards: Vec<&CardId> = plan.items.iter().map(|Item { card, .. }| card).collect();
    assert_eq!(cards, [&card(0)]);
}

#[test]
fn two_programs_at_once_see_each_others_answers() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let (mut one, mut two) = (open(folder.path(), &clock, 1), open(folder.path(), &clock, 2));
    one.record(answer(card(0), Grade::Good)).unwrap();
    two.record(answer(card(1), Grade::Good)).unwrap();
    one.record(answer(card(2), Grade::Good)).unwrap();
    two.refresh().unwrap();
    one.refresh().unwrap();
    assert_eq!(one.states().len(), 3);
    assert_eq!(one.states(), two.states());
}

#[test]
fn a_broken_journal_leaves_decks_and_says_why() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    std::fs::write(
        folder.path().join("journal.sqlite"),
        "this is no database at all, and long enough to tell",
    )
    .unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    assert!(trainer.no_journal().unwrap().contains("journal.sqlite"));
    assert!(trainer.library().deck("platform").is_some());
    assert!(trainer.record(answer(card(0), Grade::Good)).is_err());
    let kept = std::fs::read(folder.path().join("journal.sqlite")).unwrap();
    assert!(kept.starts_with(b"this is no database"));
}

#[test]
fn a_looked_up_word_is_the_first_of_the_new_ones() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let term = TermId::new("platform", "toil");
    trainer.looked_up(&term, "toyl", Place::Shell).unwrap();
    let plan = trainer.plan(&[("platform".to_owned(), Level::Deep)], None, Some(1)).unwrap();
    assert_eq!(plan.items[0].term, term);
}

#[test]
fn progress_follows_a_renamed_term() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let decks = folder.path().join("decks");
    std::fs::create_dir(&decks).unwrap();
    let file = decks.join("mine.yaml");
    std::fs::write(&file, "terms:\n  - {term: Old name, definition: d}\n").unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    let old = CardId::new(TermId::new("mine", "old-name"), Direction::Understand);
    let (review, state) = trainer.record(answer(old, Grade::Good)).unwrap();
    drop(trainer);
    std::fs::write(&file, "terms:\n  - {term: New name, definition: d, formerly: [old-name]}\n")
        .unwrap();
    let mut trainer = open(folder.path(), &clock, 2);
    let new = CardId::new(TermId::new("mine", "new-name"), Direction::Understand);
    assert_eq!(trainer.states().get(&new), Some(&state));
    assert_eq!(trainer.strike(review.id, &new).unwrap(), None);
    assert!(trainer.states().is_empty());
}

#[test]
fn decks_are_read_again_in_the_middle_of_a_sitting_also_when_a_word_was_renamed() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let decks = folder.path().join("decks");
    std::fs::create_dir(&decks).unwrap();
    let write = |text: &str| std::fs::write(decks.join("mine.yaml"), text).unwrap();
    write("terms:\n  - {term: Old name, definition: d}\n");
    let mut trainer = open(folder.path(), &clock, 1);
    let old = CardId::new(TermId::new("mine", "old-name"), Direction::Understand);
    let new = CardId::new(TermId::new("mine", "new-name"), Direction::Understand);
    let (first, _) = trainer.record(answer(old.clone(), Grade::Good)).unwrap();
    write("terms:\n  - {term: New name, definition: d, formerly: [old-name]}\n");
    trainer.reread().unwrap();
    clock.0.set(NOON + DAY);
    // The sitting still knows it by its old name.
    let (second, state) = trainer.record(answer(old.clone(), Grade::Good)).unwrap();
    assert_eq!((&first.card, &second.card), (&old, &new));
    assert_eq!(*trainer.states(), States::from([(new.clone(), state)]));
    assert_eq!(open(folder.path(), &clock, 2).states(), trainer.states());
    let before = trainer.strike(second.id, &old).unwrap().unwrap();
    assert_eq!(*trainer.states(), States::from([(new, before)]));
    write("terms:\n  - {term: [\n");
    assert!(!trainer.reread().unwrap());
    assert_eq!(trainer.problems().len(), 1);
    assert!(trainer.library().term(&second.card.term).is_some(), "the words serve as they were");
    assert_eq!(trainer.states().len(), 1, "what is known is kept while the deck is broken");
    write("terms:\n  - {term: New name, definition: d, formerly: [old-name]}\n");
    assert!(trainer.reread().unwrap());
    assert!(trainer.problems().is_empty() && trainer.states().contains_key(&second.card));
}

#[test]
fn a_definition_that_changed_since_it_was_seen_is_marked_until_it_was_shown() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let decks = folder.path().join("decks");
    std::fs::create_dir(&decks).unwrap();
    let define = |definition: &str| {
        let text = format!("terms:\n  - {{term: Word, definition: {definition}}}\n");
        std::fs::write(decks.join("mine.yaml"), text).unwrap();
        clock.0.set(clock.0.get() + 1_000);
        open(folder.path(), &clock, 1)
    };
    let term = TermId::new("mine", "word");
    let card = CardId::new(term.clone(), Direction::Understand);
    let mut trainer = define("a colour of the sky");
    trainer.record(answer(card.clone(), Grade::Good)).unwrap();
    let trainer = define("A color of the sky.");
    assert_eq!(trainer.changed_definition(&term), None);
    drop(trainer);
    let mut trainer = define("a colour of the sea");
    assert_eq!(trainer.changed_definition(&term), Some("a colour of the sky"));
    trainer.record(answer(card, Grade::Good)).unwrap();
    assert!(
        trainer.changed_definition(&term).is_some(),
        "an answer alone does not show the change"
    );
    trainer.saw(&term).unwrap();
    drop(trainer);
    assert_eq!(define("a colour of the sea").changed_definition(&term), None);
}

#[test]
fn settings_are_changed_on_disk_and_at_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow("platform", Level::Core)).unwrap();
    trainer.change("retention", |settings| settings.retention = 0.8).unwrap();
    assert!((trainer.scheduler().retention() - 0.8).abs() < 1e-6);
    drop(trainer);
    let trainer = open(folder.path(), &clock, 2);
    assert_eq!(trainer.settings().depth("platform"), Some(Level::Core));
    assert_eq!(trainer.quizzed(&[]), platform());
}

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
    assert_eq!(state, planned);
    assert_eq!(trainer.done_today().unwrap().answers, 1);
    assert_eq!(trainer.reviews_today().unwrap(), 0, "it takes no review of the day away");
    let (missed, state) = crammed(&mut trainer, Grade::Again);
    assert!(missed.early && state.unfinished && state.memory.stability < planned.memory.stability);
    let (again, after) = crammed(&mut trainer, Grade::Good);
    assert!(!again.early, "what was missed a minute ago is due");
    assert!(!after.unfinished && after.due > after.last);
    // Undo goes back over all of it.
    for (review, before) in
        [(again, Some(state)), (missed, Some(planned)), (known, Some(planned)), (first, None)]
    {
        assert_eq!(trainer.strike(review.id, &card(0)).unwrap(), before);
    }
    assert!(trainer.states().is_empty());
}

#[test]
fn the_first_day_after_an_absence_is_short_and_the_next_is_not() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    assert!(!trainer.is_return().unwrap(), "nobody who begins comes back");
    let all = [("platform".to_owned(), Level::Deep)];
    let words: Vec<Item> = trainer.plan(&all, Some(240), Some(200)).unwrap().items;
    assert!(words.len() > 30);
    for Item { card, .. } in &words {
        trainer.record(answer(card.clone(), Grade::Good)).unwrap();
    }
    for (days, minutes) in [(13, 5), (14, 3), (100, 3)] {
        clock.0.set(NOON + days * DAY);
        let plan = trainer.plan(&all, None, None).unwrap();
        assert_eq!(plan.budget_ms, minutes * 60_000, "after {days} days");
        assert!(plan.items.iter().all(|item| !item.is_new) && plan.leaves_due());
        assert_eq!(trainer.plan(&all, Some(9), None).unwrap().budget_ms, 540_000);
    }
    trainer.record(answer(words[0].card.clone(), Grade::Good)).unwrap();
    assert_eq!(trainer.plan(&all, None, None).unwrap().budget_ms, 180_000 - 8_000);
    clock.0.set(NOON + 101 * DAY);
    assert_eq!(trainer.plan(&all, None, None).unwrap().budget_ms, 300_000);
}

#[test]
fn new_words_wait_on_the_first_day_after_an_absence_while_anything_is_due() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let all = [("platform".to_owned(), Level::Deep)];
    for Item { card, .. } in trainer.plan(&all, None, Some(2)).unwrap().items {
        trainer.record(answer(card, Grade::Good)).unwrap();
    }
    let news = |trainer: &mut Trainer, new| {
        let plan = trainer.plan(&all, None, new).unwrap();
        let new = plan.items.iter().filter(|item| item.is_new).count();
        (plan.items.len() - new, new > 0)
    };
    clock.0.set(NOON + 13 * DAY);
    assert_eq!(news(&mut trainer, None), (2, true), "there is time for them");
    clock.0.set(NOON + 14 * DAY);
    assert_eq!(news(&mut trainer, None), (2, false));
    assert_eq!(news(&mut trainer, Some(1)), (2, true), "whoever asks for them has them");
    for Item { card, .. } in trainer.plan(&all, None, None).unwrap().items {
        trainer.record(answer(card, Grade::Good)).unwrap();
    }
    assert_eq!(news(&mut trainer, None), (0, true), "what was known is gone over");
}

#[test]
fn over_the_decks_that_ship_teams_take_turns_and_core_words_come_first() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let decks = ["platform", "data", "design", "security"];
    let decks: Vec<_> = decks.iter().map(|id| ((*id).to_owned(), Level::Working)).collect();
    let terms = trainer.library().terms();
    let all_core = terms
        .filter(|(deck, term)| {
            term.level == Level::Core && decks.iter().any(|(id, _)| **id == *deck.id)
        })
        .map(|(_, term)| trainer.library().resolve(&term.id))
        .collect::<std::collections::HashSet<_>>()
        .len();
    let (mut pairs, mut alike, mut core) = (0, 0, 0);
    for day in 0..20 {
        clock.0.set(NOON + day * DAY);
        let plan = trainer.plan(&decks, Some(10), None).unwrap();
        assert!(!plan.items.is_empty() && plan.expected_ms <= plan.budget_ms, "day {day}");
        let teams: Vec<&str> = plan.items.iter().map(|item| item.term.deck()).collect();
        pairs += teams.len() - 1;
        alike += teams.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let new: Vec<usize> = (0..plan.items.len()).filter(|at| plan.items[*at].is_new).collect();
        // No word of the next level before the last core word of all teams was met.
        let level = |at: &usize| trainer.library().term(&plan.items[*at].term).unwrap().level;
        core += new.iter().filter(|at| level(at) == Level::Core).count();
        assert!(
            core == all_core || new.iter().all(|at| level(at) == Level::Core),
            "day {day}: {core} of {all_core}"
        );
        // New words stand between reviews, where there are enough of those.
        if plan.items.len() >= 3 * new.len() {
            assert!(new.windows(2).all(|pair| pair[1] - pair[0] >= 2), "day {day}: {new:?}");
        }
        for (at, item) in plan.items.iter().enumerate() {
            clock.0.set(clock.0.get() + 1_000);
            let grade = if at % 7 == 3 { Grade::Hard } else { Grade::Good };
            trainer.record(answer(item.card.clone(), grade)).unwrap();
        }
    }
    assert!(alike * 20 <= pairs, "{alike} of {pairs} words follow one of the same team");
    // Unless one team is asked for.
    let plan = trainer.plan(&decks[1..2], Some(10), None).unwrap();
    assert!(plan.items.iter().all(|item| item.term.deck() == "data"));
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

/// What may happen to a journal.
#[derive(Debug, Clone)]
enum Event {
    Grade(usize, u8),
    /// In a cram: due or not.
    Cram(usize, u8),
    Undo,
    Restart,
    /// The clock moves by this many hours, also backwards.
    Clock(i64),
    DropCache,
    Retention(bool),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0..10_usize, 1..=4_u8).prop_map(|(card, grade)| Event::Grade(card, grade)),
        4 => (0..10_usize, 1..=4_u8).prop_map(|(card, grade)| Event::Cram(card, grade)),
        2 => Just(Event::Undo),
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
                    let grade = Grade::from_number(grade).unwrap();
                    let answer = Answer { cram, ..answer(card(at), grade) };
                    let (review, state) = trainer.record(answer).unwrap();
                    prop_assert!(state.due >= state.last);
                    prop_assert!(before.get(&card(at)).is_some_and(|b| b.last_at > trainer.now()) || state.due >= today);
                    let was_due = !Scheduler::is_early(before.get(&card(at)), today);
                    prop_assert_eq!(review.early, cram && !was_due);
                    if review.is_skipped() {
                        prop_assert_eq!(Some(&state), before.get(&card(at)));
                    }
                    newest.push((review.id, card(at), before));
                }
                Event::Undo => {
                    if let Some((review, card, before)) = newest.pop() {
                        trainer.strike(review, &card).unwrap();
                        prop_assert_eq!(trainer.states(), &before);
                    }
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

#[test]
fn the_schedule_that_was_kept_holds_after_a_restart_and_with_another_retention() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open_bare(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Good)).unwrap();
    let mut parameters = DEFAULT_PARAMETERS;
    parameters[2] = 7.0;
    let kept = |id: u128, parameters| crate::store::Tuning {
        id: Uuid::from_u128(id),
        at: clock.now(),
        verdict: crate::store::Verdict::Kept,
        parameters,
        reviews: 400,
        comparison: None,
    };
    trainer.journal().unwrap().append_tuning(&kept(1, parameters)).unwrap();
    drop(trainer);
    let mut trainer = open_bare(folder.path(), &clock, 2);
    assert_eq!(trainer.parameters().map(f32::to_bits), parameters.map(f32::to_bits));
    assert!((trainer.states()[&card(0)].memory.stability - 7.0).abs() < 1e-6);
    trainer.change("retention", |settings| settings.retention = 0.8).unwrap();
    assert!((trainer.states()[&card(0)].memory.stability - 7.0).abs() < 1e-6);
    assert!((trainer.scheduler().retention() - 0.8).abs() < 1e-6);

    // What cannot be scheduled by is reported, and can be gone back from.
    parameters[4] = f32::NAN;
    trainer.journal().unwrap().append_tuning(&kept(2, parameters)).unwrap();
    drop(trainer);
    let mut trainer = open_bare(folder.path(), &clock, 3);
    assert!(!trainer.has_own_parameters());
    assert!(trainer.notices()[0].contains("shoptalk tune --back"), "{:?}", trainer.notices());
    assert!(trainer.untune().unwrap());
    assert!((trainer.parameters()[2] - 7.0).abs() < 1e-6);
    assert!(trainer.untune().unwrap());
    assert!(!trainer.has_own_parameters());
    assert!(!trainer.untune().unwrap());
}
