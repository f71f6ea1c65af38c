//! Tests restarts, a second program, and running without a journal.

use super::*;

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
fn settings_are_changed_on_disk_and_at_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow(&"platform".into(), Level::Core)).unwrap();
    trainer.change("retention", |settings| settings.retention = 0.8).unwrap();
    assert!((trainer.scheduler().retention() - 0.8).abs() < 1e-6);
    drop(trainer);
    let trainer = open(folder.path(), &clock, 2);
    assert_eq!(trainer.settings().depth("platform"), Some(Level::Core));
    assert_eq!(trainer.quizzed(&[]), platform());
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

    // Unusable parameters are reported, and can be reverted.
    parameters[4] = f32::NAN;
    trainer.journal().unwrap().append_tuning(&kept(2, parameters)).unwrap();
    drop(trainer);
    let mut trainer = open_bare(folder.path(), &clock, 3);
    assert!(!trainer.has_own_parameters());
    assert!(
        trainer.notices()[0].contains("shoptalk settings tune --back"),
        "{:?}",
        trainer.notices()
    );
    assert!(trainer.untune().unwrap());
    assert!((trainer.parameters()[2] - 7.0).abs() < 1e-6);
    assert!(trainer.untune().unwrap());
    assert!(!trainer.has_own_parameters());
    assert!(!trainer.untune().unwrap());
}
