//! Tests what comes out of a meeting: queued terms, spellings, jottings and their answers.

use super::*;
use crate::core::annotations::Hold;
use crate::core::jotting::Explanation;

fn ids(plan: &crate::core::plan::Plan) -> Vec<String> {
    plan.items.iter().map(|item| item.term.to_string()).collect()
}

#[test]
fn a_word_of_any_team_can_be_put_into_the_next_session_and_taken_out() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow(&"platform".into(), Level::Core)).unwrap();
    let term = TermId::new("design", "affordance");
    assert_eq!(trainer.want(&term).unwrap().comes, Comes::New);
    assert!(trainer.is_wanted(&term).unwrap() && !trainer.is_followed(&term));
    let followed = trainer.quizzed(&[]);
    let plan = trainer.plan(&followed, None, Some(1)).unwrap();
    assert_eq!(ids(&plan), ["design/affordance"]);
    let named = trainer.quizzed(&["security".into()]);
    let plan = trainer.plan(&named, None, None).unwrap();
    assert!(ids(&plan).iter().all(|id| id.starts_with("security/")), "{plan:?}");
    trainer.unwant(&term).unwrap();
    assert!(!trainer.is_wanted(&term).unwrap());
    let plan = trainer.plan(&followed, None, None).unwrap();
    assert!(ids(&plan).iter().all(|id| id.starts_with("platform/")), "{plan:?}");
}

#[test]
fn a_word_that_is_not_due_is_asked_again_when_it_is_asked_for_until_it_was_answered() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer
        .change("follow", |settings| {
            settings.follow(&"platform".into(), Level::Core);
            (settings.new, settings.reviews) = (0, 1);
        })
        .unwrap();
    let slo = TermId::new("platform", "slo");
    let card = CardId::new(slo.clone(), Direction::Understand);
    trainer.record(answer(card.clone(), Grade::Easy)).unwrap();
    clock.0.set(NOON + 60_000);
    let due = trainer.states()[&card].due.since(trainer.today());
    let asked = |trainer: &mut Trainer| {
        let followed = trainer.quizzed(&[]);
        ids(&trainer.plan(&followed, None, None).unwrap())
    };
    assert_eq!(asked(&mut trainer), [""; 0]);
    assert_eq!(trainer.want(&slo).unwrap().comes, Comes::Early(due));
    assert_eq!(asked(&mut trainer), ["platform/slo"], "whatever the limits of the day");

    // It still waits the next day; an answer fulfills the request, and undoing the answer restores it.
    clock.0.set(NOON + DAY);
    assert_eq!(asked(&mut trainer), ["platform/slo"]);
    let before = trainer.states()[&card];
    let (review, after) = trainer.record(answer(card.clone(), Grade::Good)).unwrap();
    assert!(!review.early && after.reviews == 2, "it counts as any other");
    assert_eq!(asked(&mut trainer), [""; 0]);
    assert_eq!(trainer.undo().unwrap(), Some((review, Some(before))));
    assert_eq!(asked(&mut trainer), ["platform/slo"]);
    trainer.record(answer(card, Grade::Good)).unwrap();

    // After you leave the team, its words are not asked forever.
    clock.0.set(NOON + 2 * DAY);
    assert_eq!(asked(&mut trainer), [""; 0]);
    assert_eq!(trainer.journal().unwrap().wanted().unwrap(), []);
}

#[test]
fn a_new_word_that_is_asked_for_comes_whatever_the_limit_of_new_words() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer
        .change("follow", |settings| {
            settings.follow(&"platform".into(), Level::Core);
            settings.new = 0;
        })
        .unwrap();
    let term = TermId::new("design", "affordance");
    trainer.hold(&term, Some(Hold::Suspended)).unwrap();
    assert_eq!(trainer.want(&term).unwrap().comes, Comes::New);
    let followed = trainer.quizzed(&[]);
    let plan = trainer.plan(&followed, None, None).unwrap();
    assert_eq!(ids(&plan), ["design/affordance"], "and it is left out no longer");
}

#[test]
fn of_a_word_that_was_used_today_the_same_direction_is_asked_again() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow(&"platform".into(), Level::Core)).unwrap();
    let slo = TermId::new("platform", "slo");
    for (day, direction) in [(0, Direction::Understand), (8, Direction::Speak)] {
        clock.0.set(NOON + day * DAY);
        trainer.record(answer(CardId::new(slo.clone(), direction), Grade::Easy)).unwrap();
    }
    clock.0.set(NOON + 8 * DAY + 60_000);
    trainer.want(&slo).unwrap();
    let followed = trainer.quizzed(&[]);
    let plan = trainer.plan(&followed, None, Some(0)).unwrap();
    let cards: Vec<_> = plan.items.iter().map(|item| item.card.to_string()).collect();
    assert_eq!(cards, ["platform/slo:speak"]);
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

fn explanation(term: &str, definition: &str) -> Explanation {
    Explanation {
        term: term.to_owned(),
        definition: definition.to_owned(),
        ask: None,
        explained_by: Some("Ana".to_owned()),
    }
}

#[test]
fn an_answer_becomes_a_word_of_the_users_own_deck_and_the_deck_is_followed_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let file = folder.path().join("decks/mine.yaml");
    let mut trainer = open(folder.path(), &clock, 1);
    let jotting = trainer.jot("flucks", None, Some("the flux is off"), Some("Ana")).unwrap();
    let id = trainer.explain(&jotting, &explanation("Flux", "What keeps it going.")).unwrap();
    assert_eq!(id.to_string(), "mine/flux");
    assert_eq!(trainer.jottings().unwrap(), []);
    assert_eq!(trainer.answered().unwrap()[0].term, id);
    let term = trainer.library().find(&id).unwrap().clone();
    let credit = trainer.marks().own(trainer.library().renames(), &id).credit.unwrap().clone();
    assert_eq!((&*credit.name, credit.day, term.explained_by), ("Ana", trainer.today(), None));
    assert_eq!(term.example, None, "what somebody was heard to say goes into no deck");
    let answered = &trainer.answered().unwrap()[0].jotting;
    assert_eq!((&answered.heard, &answered.said_by), (&None, &None));
    assert_eq!(term.sounds_like, ["flucks"]);
    assert_eq!(trainer.settings().depth("mine"), Some(Level::Deep));
    let plan = trainer.plan(&trainer.quizzed(&[]), None, None).unwrap();
    assert_eq!(ids(&plan), ["mine/flux"]);

    // The user's own edits to the file stay, and leaving the deck is final.
    let text = std::fs::read_to_string(&file).unwrap() + "# the end\n";
    std::fs::write(&file, text).unwrap();
    let leave = |settings: &mut Settings| {
        settings.unfollow("mine");
    };
    trainer.change("follow", leave).unwrap();
    let jotting = trainer.jot("Alpha", None, None, None).unwrap();
    trainer.explain(&jotting, &explanation("Alpha", "The first: of all.")).unwrap();
    assert_eq!(trainer.settings().depth("mine"), None);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# Words you asked about") && text.ends_with("# the end\n"), "{text}");
    drop(trainer);
    let trainer = open(folder.path(), &clock, 2);
    let names: Vec<_> =
        trainer.library().deck("mine").unwrap().terms.iter().map(|t| &t.term).collect();
    assert_eq!(names, ["Alpha", "Flux"]);
}

#[test]
fn what_cannot_be_written_safely_is_not_and_the_jotting_stays_open() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let file = folder.path().join("decks/mine.yaml");
    std::fs::create_dir(folder.path().join("decks")).unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    let jotting = trainer.jot("flux", None, None, None).unwrap();
    for text in
        ["just words", "terms: [\n", "terms:\n  - {term: Flux, definition: d}\n", "a\u{1b}b: 1\n"]
    {
        std::fs::write(&file, text).unwrap();
        let error = trainer.explain(&jotting, &explanation("Flux", "d")).unwrap_err().to_string();
        assert!(error.contains("mine.yaml") && error.contains("nothing was written"), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
    std::fs::remove_file(&file).unwrap();
    for term in ["🚀", "a\u{202e}b\u{1b}[2J"] {
        let ended = trainer.explain(&jotting, &explanation(term, "d"));
        assert!(
            ended.is_err()
                || !std::fs::read_to_string(&file).unwrap().contains(['\u{1b}', '\u{202e}'])
        );
    }
}

#[test]
fn a_deck_without_core_words_is_quizzed_and_counted_on_its_shallowest_words_everywhere() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    std::fs::create_dir(folder.path().join("decks")).unwrap();
    let deck = include_str!("../../../tests/data/import/no-level.yaml");
    std::fs::write(folder.path().join("decks/pay.yaml"), deck).unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    let named = ["pay".into()];
    let working = [("pay".into(), Level::Working)];
    assert_eq!(trainer.quizzed(&named), working, "named, and not followed");
    trainer.change("follow", |settings| settings.follow(&"pay".into(), Level::Core)).unwrap();
    assert_eq!(trainer.quizzed(&[]), working, "followed to its core");
    let expected = ["pay/chargeback", "pay/dunning"];
    let sorted = |plan: &crate::core::plan::Plan| {
        let mut ids = ids(plan);
        ids.sort();
        ids
    };
    assert_eq!(sorted(&trainer.plan(&working, None, None).unwrap()), expected, "the quiz");
    assert_eq!(sorted(&trainer.cram(&working, None, None).unwrap()), expected, "a cram");
    let brief = trainer.brief(&"pay".into(), None).unwrap().unwrap();
    assert_eq!((brief.depth, brief.words.len()), (Level::Working, 2), "the brief");
    let row = trainer.overview().decks.remove(0);
    assert_eq!((row.depth, row.due, row.new), (Some(Level::Working), 0, 2), "home");
    assert_eq!(row.fluency.unwrap().sentences(), ["2 words to meet."]);
    let card = CardId::new(TermId::new("pay", "dunning"), Direction::Understand);
    for days in [0, 9] {
        clock.0.set(NOON + days * DAY);
        trainer.record(answer(card.clone(), Grade::Easy)).unwrap();
    }
    let fluency = trainer.fluency(&"pay".into(), trainer.quizzed(&[])[0].1).unwrap().unwrap();
    assert_eq!((fluency.now.understood, fluency.then), (1, 1), "the forecast");
    trainer.change("follow", |settings| settings.follow(&"pay".into(), Level::Deep)).unwrap();
    assert_eq!(trainer.quizzed(&[])[0].1, Level::Deep, "deeper is as deep as one says");
}
