//! Tests that notes, suspensions and flags are saved, follow renames, and are visible to a second program.

use super::*;
use crate::core::annotations::{Hold, NoteKind, Own};

fn term(name: &str) -> TermId {
    TermId::new("platform", name)
}

/// The terms asked in a plan of an hour, in both directions.
fn asked(trainer: &mut Trainer) -> Vec<TermId> {
    let plan = trainer.plan(&platform(), Some(60), Some(100)).unwrap();
    plan.items.into_iter().map(|item| item.card.term).collect()
}

#[test]
fn a_word_put_off_comes_back_the_next_study_day_and_a_suspended_one_only_when_taken_back() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Again)).unwrap();
    trainer.hold(&term("slo"), Some(Hold::Until(trainer.today().plus(1)))).unwrap();
    trainer.hold(&term("toil"), Some(Hold::Suspended)).unwrap();
    let now = asked(&mut trainer);
    assert!(!now.contains(&term("slo")) && !now.contains(&term("toil")), "{now:?}");
    assert!(now.contains(&term("runbook")));
    drop(trainer);

    // Half past three in the morning still belongs to the previous study day.
    clock.0.set(NOON + 15 * 3_600_000 + 1_800_000);
    let mut trainer = open(folder.path(), &clock, 2);
    assert!(!asked(&mut trainer).contains(&term("slo")));
    clock.0.set(NOON + 16 * 3_600_000);
    let now = asked(&mut trainer);
    assert!(now.contains(&term("slo")) && !now.contains(&term("toil")), "{now:?}");

    clock.0.set(NOON + 400 * DAY);
    assert!(!asked(&mut trainer).contains(&term("toil")));
    trainer.hold(&term("toil"), None).unwrap();
    assert!(asked(&mut trainer).contains(&term("toil")));
}

#[test]
fn a_suspended_word_is_neither_due_nor_expected() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.record(answer(card(0), Grade::Good)).unwrap();
    trainer.change("follow", |settings| settings.follow(&"platform".into(), Level::Core)).unwrap();
    let expected = |trainer: &mut Trainer| trainer.tomorrow().unwrap().0.map(|(_, words)| words);
    assert_eq!(expected(&mut trainer), Some(1));
    trainer.hold(&term("slo"), Some(Hold::Until(trainer.today().plus(1)))).unwrap();
    assert_eq!(expected(&mut trainer), Some(1), "tomorrow it is there again");
    trainer.hold(&term("slo"), Some(Hold::Suspended)).unwrap();
    assert_eq!(expected(&mut trainer), None);
    clock.0.set(NOON + 30 * DAY);
    let due = |trainer: &mut Trainer| {
        let overview = trainer.overview();
        (overview.due, overview.decks.iter().map(|deck| deck.due).sum::<usize>())
    };
    assert_eq!(due(&mut trainer), (0, 0));
    trainer.hold(&term("slo"), None).unwrap();
    assert_eq!(due(&mut trainer), (1, 1));
}

#[test]
fn notes_are_one_clean_line_and_the_last_one_holds() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.note(&term("toil"), NoteKind::Note, "  old \u{1b}[2J\n words").unwrap();
    trainer.note(&term("toil"), NoteKind::Mnemonic, "soil, by hand").unwrap();
    drop(trainer);
    let mut trainer = open(folder.path(), &clock, 2);
    let (marks, library) = (trainer.marks().clone(), trainer.library().clone());
    let own = marks.own(library.renames(), &term("toil"));
    assert_eq!(own, Own { note: Some("old words"), mnemonic: Some("soil, by hand"), credit: None });
    // The clock went back; the last write still wins.
    clock.0.set(NOON - DAY);
    trainer.note(&term("toil"), NoteKind::Note, "new words").unwrap();
    trainer.note(&term("toil"), NoteKind::Mnemonic, " ").unwrap();
    drop(trainer);
    let trainer = open(folder.path(), &clock, 3);
    let own = trainer.marks().own(library.renames(), &term("toil"));
    assert_eq!(own, Own { note: Some("new words"), ..Own::default() });
}

#[test]
fn marks_follow_a_renamed_term() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    write_mine(folder.path(), "  - {term: Old name, definition: d}\n");
    let mut trainer = open(folder.path(), &clock, 1);
    let old = TermId::new("mine", "old-name");
    trainer.note(&old, NoteKind::Note, "a note").unwrap();
    trainer.hold(&old, Some(Hold::Suspended)).unwrap();
    trainer.flag(&old, "which one?").unwrap();
    drop(trainer);
    write_mine(folder.path(), "  - {term: New name, definition: d, formerly: [old-name]}\n");
    let mut trainer = open(folder.path(), &clock, 2);
    let (library, new) = (trainer.library().clone(), TermId::new("mine", "new-name"));
    assert_eq!(trainer.marks().note(library.renames(), &new, NoteKind::Note), Some("a note"));
    assert_eq!(
        trainer.marks().held(library.renames(), &new, trainer.today()),
        Some(Hold::Suspended)
    );
    let flags = trainer.flags().unwrap();
    assert_eq!((&flags[0].term, flags[0].words.as_deref()), (&old, Some("which one?")));
    assert_eq!(library.find(&flags[0].term).unwrap().term, "New name");
    // A write under the new name takes precedence over one under the old name.
    trainer.hold(&new, None).unwrap();
    trainer.note(&new, NoteKind::Note, "").unwrap();
    drop(trainer);
    let trainer = open(folder.path(), &clock, 3);
    assert_eq!(*trainer.marks().as_ref(), crate::core::annotations::Annotations::default());
}

#[test]
fn two_programs_at_once_see_each_others_marks() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let (mut one, mut two) = (open(folder.path(), &clock, 1), open(folder.path(), &clock, 2));
    one.note(&term("toil"), NoteKind::Note, "by one").unwrap();
    two.hold(&term("slo"), Some(Hold::Suspended)).unwrap();
    let library = one.library().clone();
    assert_eq!(two.marks().note(library.renames(), &term("toil"), NoteKind::Note), Some("by one"));
    assert!(!asked(&mut one).contains(&term("slo")));
    two.note(&term("toil"), NoteKind::Note, "by two").unwrap();
    one.refresh().unwrap();
    assert_eq!(one.marks(), two.marks());
    assert_eq!(one.marks().note(library.renames(), &term("toil"), NoteKind::Note), Some("by two"));
    let flag = one.flag(&term("toil"), "").unwrap();
    assert_eq!((flag.words.clone(), two.flags().unwrap()), (None, vec![flag.clone()]));
    two.end_flag(&flag).unwrap();
    one.end_flag(&flag).unwrap();
    assert_eq!(one.flags().unwrap(), []);
}

#[test]
fn without_a_journal_nothing_is_marked_and_the_reason_is_said() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let broken = "this is no database at all, and long enough to tell";
    std::fs::write(folder.path().join("journal.sqlite"), broken).unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    let why = trainer.note(&term("toil"), NoteKind::Note, "x").unwrap_err().to_string();
    assert!(why.contains("journal.sqlite"), "{why}");
    assert!(
        trainer.hold(&term("toil"), Some(Hold::Until(trainer.today().plus(1)))).is_err()
            && trainer.flag(&term("toil"), "").is_err()
    );
    assert_eq!(*trainer.marks().as_ref(), crate::core::annotations::Annotations::default());
}
