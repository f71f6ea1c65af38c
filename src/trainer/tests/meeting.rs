//! What is kept of a meeting: words that are wanted in the quiz, spellings, jottings and their answers.

use super::*;

fn ids(plan: &crate::core::plan::Plan) -> Vec<String> {
    plan.items.iter().map(|item| item.term.to_string()).collect()
}

#[test]
fn a_word_of_any_team_can_be_put_into_the_next_sitting_and_taken_out() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow("platform", Level::Core)).unwrap();
    let term = TermId::new("design", "affordance");
    assert!(trainer.want(&term).unwrap());
    let followed = trainer.quizzed(&[]);
    let plan = trainer.plan(&followed, None, Some(1)).unwrap();
    assert_eq!(ids(&plan), ["design/affordance"]);
    let named = trainer.quizzed(&["security".to_owned()]);
    let plan = trainer.plan(&named, None, None).unwrap();
    assert!(ids(&plan).iter().all(|id| id.starts_with("security/")), "{plan:?}");
    assert!(!trainer.want(&term).unwrap());
    let plan = trainer.plan(&followed, None, None).unwrap();
    assert!(ids(&plan).iter().all(|id| id.starts_with("platform/")), "{plan:?}");
}

#[test]
fn a_spelling_is_remembered_across_restarts() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let term = TermId::new("platform", "toil");
    trainer.remember("Tall  oil", &term).unwrap();
    assert!(trainer.remember("  ", &term).is_err());
    drop(trainer);
    let mut trainer = open(folder.path(), &clock, 2);
    assert_eq!(trainer.spellings().of("tall-oil"), Some(&term));
    assert!(trainer.forget_spelling("TALL OIL").unwrap());
    assert_eq!(trainer.spellings().of("tall oil"), None);
}
