//! Tests decks that change under existing progress: renamed terms and changed definitions.

use super::*;

#[test]
fn progress_follows_a_renamed_term() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    write_mine(folder.path(), "  - {term: Old name, definition: d}\n");
    let mut trainer = open(folder.path(), &clock, 1);
    let old = CardId::new(TermId::new("mine", "old-name"), Direction::Understand);
    let (review, state) = trainer.record(answer(old, Grade::Good)).unwrap();
    drop(trainer);
    write_mine(folder.path(), "  - {term: New name, definition: d, formerly: [old-name]}\n");
    let mut trainer = open(folder.path(), &clock, 2);
    let new = CardId::new(TermId::new("mine", "new-name"), Direction::Understand);
    assert_eq!(trainer.states().get(&new), Some(&state));
    assert_eq!(trainer.strike(review.id, &new).unwrap(), None);
    assert!(trainer.states().is_empty());
}

#[test]
fn decks_are_read_again_in_the_middle_of_a_session_also_when_a_word_was_renamed() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let write = |terms: &str| write_mine(folder.path(), terms);
    write("  - {term: Old name, definition: d}\n");
    let mut trainer = open(folder.path(), &clock, 1);
    let old = CardId::new(TermId::new("mine", "old-name"), Direction::Understand);
    let new = CardId::new(TermId::new("mine", "new-name"), Direction::Understand);
    let (first, _) = trainer.record(answer(old.clone(), Grade::Good)).unwrap();
    write("  - {term: New name, definition: d, formerly: [old-name]}\n");
    trainer.reread().unwrap();
    clock.0.set(NOON + DAY);
    // The session still has the old name.
    let (second, state) = trainer.record(answer(old.clone(), Grade::Good)).unwrap();
    assert_eq!((&first.card, &second.card), (&old, &new));
    assert_eq!(*trainer.states(), States::from([(new.clone(), state)]));
    assert_eq!(open(folder.path(), &clock, 2).states(), trainer.states());
    let before = trainer.strike(second.id, &old).unwrap().unwrap();
    assert_eq!(*trainer.states(), States::from([(new, before)]));
    write("  - {term: [\n");
    assert!(!trainer.reread().unwrap());
    assert_eq!(trainer.problems().len(), 1);
    assert!(trainer.library().term(&second.card.term).is_some(), "the words serve as they were");
    assert_eq!(trainer.states().len(), 1, "what is known is kept while the deck is broken");
    write("  - {term: New name, definition: d, formerly: [old-name]}\n");
    assert!(trainer.reread().unwrap());
    assert!(trainer.problems().is_empty() && trainer.states().contains_key(&second.card));
}

#[test]
fn a_definition_that_changed_since_it_was_seen_is_marked_until_it_was_shown() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let define = |definition: &str| {
        write_mine(folder.path(), &format!("  - {{term: Word, definition: {definition}}}\n"));
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
