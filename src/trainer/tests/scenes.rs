//! Tests which scene is played or offered, where it pauses, and what is kept of it.

use super::*;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::deck::scene::{Lands, Line, Reply, Scene};
use crate::core::jargon::Scanner;
use crate::core::scene_offer::Reason;
use crate::core::scene_session::{SceneSession, Step};

const OPS: &str = "deck: ops\ntitle: Ops\nterms:
  - {term: Runbook, definition: written steps, level: core}
  - {term: Failover, definition: switching over, level: core}
  - {term: Postmortem, definition: a look back, level: core}
  - {term: Autoscaler, definition: what adds machines, level: core}
";
const DATA: &str =
    "deck: data\ntitle: Data\nterms:\n  - {term: Backfill, definition: the past, level: core}\n";

fn scene(id: &str, lines: &[&str]) -> Scene {
    let line = |says: &&str| Line { who: "engineer".to_owned(), says: (*says).to_owned() };
    let reply = |lands| Reply { says: "Go on.".to_owned(), lands, why: "So it is.".to_owned() };
    Scene {
        id: id.to_owned(),
        title: id.to_owned(),
        setting: "A call.".to_owned(),
        lines: lines.iter().map(line).collect(),
        replies: [Lands::Helps, Lands::Flat, Lands::Micromanages].map(reply).into(),
        line: 1,
    }
}

/// The trainer of a user who follows a team with two scenes and one with a scene.
fn trainer(folder: &Path, clock: &TestClock, settings: &str) -> Trainer {
    let decks = [OPS, DATA]
        .map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
    let [mut ops, mut data] = decks;
    ops.scenes = vec![
        scene("night", &["The runbook says failover.", "Then a backfill.", "Good night."]),
        scene("review", &["The postmortem.", "The autoscaler."]),
    ];
    data.scenes = vec![scene("late", &["The backfill is late.", "Yes."])];
    std::fs::write(folder.join("settings.yaml"), format!("follow: [ops, data]\n{settings}"))
        .unwrap();
    let library = Library::merge(vec![ops, data]).library;
    let loaded = Loaded { library, ..Loaded::default() };
    Trainer::with_decks(options(folder, clock, 1), Some(loaded))
}

fn sit(trainer: &mut Trainer, deck: &str) -> SceneSession {
    trainer.sit(&[deck.into()], None, &OnceCell::<Scanner>::new()).unwrap().unwrap()
}

/// Plays `session` until `end` says so, and saves each step.
fn play(trainer: &mut Trainer, session: &mut SceneSession, end: impl Fn(Step) -> bool) {
    while !end(session.step()) {
        match session.step() {
            Step::Replies => assert!(session.pick(0)),
            Step::Ask(_) | Step::Check(_) => {
                let card = session.word().unwrap().card.clone();
                let given = Answer {
                    sentence: session.sentence(),
                    session: session.id,
                    form: Form::InSentence,
                    ..answer(card, Grade::Good)
                };
                let (review, _) = trainer.record(given).unwrap();
                session.answer(review.id);
            }
            Step::Introduce(_) => {
                let term = session.word().unwrap().term.clone();
                trainer.introduce(&term, 1_000, session.id).unwrap();
                session.go_on();
            }
            _ => session.go_on(),
        }
        trainer.played(&session.play(trainer.now(), trainer.today())).unwrap();
    }
}

fn steps(session: &SceneSession, count: usize) -> Vec<Step> {
    let mut session = session.clone();
    (0..count)
        .map(|_| {
            let step = session.step();
            match step {
                Step::Ask(_) | Step::Check(_) => session.answer(Uuid::nil()),
                _ => session.go_on(),
            }
            step
        })
        .collect()
}

fn offers(trainer: &mut Trainer) -> Vec<(String, Reason)> {
    let offers = trainer.scene_offers(&[], false, &OnceCell::new()).unwrap().into_iter();
    offers.map(|offer| (offer.title, offer.reason)).collect()
}

fn know(trainer: &mut Trainer, term: &str) {
    let card = CardId::new(term.parse().unwrap(), Direction::Understand);
    trainer.record(answer(card, Grade::Good)).unwrap();
}

#[test]
fn a_scene_pauses_for_due_words_of_all_followed_teams_and_for_new_ones_of_the_day() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = trainer(folder.path(), &clock, "new: 1\n");
    know(&mut trainer, "ops/failover");
    know(&mut trainer, "data/backfill");
    clock.0.set(NOON + 30 * DAY);
    let session = sit(&mut trainer, "ops");
    assert_eq!(session.scene().id, "night", "more of its words are due than of the other's");
    assert_eq!(
        steps(&session, 4),
        [Step::Setting, Step::Ask(1), Step::Ask(2), Step::Line(2)],
        "new words wait on the day after an absence"
    );
    clock.0.set(NOON + 4 * DAY);
    assert_eq!(
        steps(&sit(&mut trainer, "ops"), 4),
        [Step::Setting, Step::Introduce(0), Step::Ask(1), Step::Ask(2)],
        "one new word a day"
    );
    know(&mut trainer, "data/backfill");
    know(&mut trainer, "ops/postmortem");
    assert_eq!(
        steps(&sit(&mut trainer, "ops"), 3),
        [Step::Setting, Step::Ask(1), Step::Line(1)],
        "the day's new word was met, and the other was asked"
    );
}

#[test]
fn answers_land_in_the_journal_as_sentences_that_are_new_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = trainer(folder.path(), &clock, "new: 0\n");
    for term in ["ops/runbook", "ops/failover", "data/backfill"] {
        know(&mut trainer, term);
    }
    for (days, expected) in [(4, (3, 3)), (30, (3, 3))] {
        clock.0.set(NOON + days * DAY);
        let mut session = sit(&mut trainer, "ops");
        play(&mut trainer, &mut session, |step| step == Step::End);
        let in_sentences = trainer.look_back(&[]).unwrap().in_new_sentences;
        assert_eq!((in_sentences.understood, in_sentences.asked), expected, "day {days}");
        // The other scene comes next.
        let mut session = sit(&mut trainer, "ops");
        assert_eq!(session.scene().id, "review");
        play(&mut trainer, &mut session, |step| step == Step::End);
    }
    let reviews = trainer.journal().unwrap().reviews().unwrap();
    let lines: Vec<&str> =
        reviews.iter().filter_map(|review| Some(review.sentence.as_ref()?.as_str())).collect();
    assert_eq!(lines[..3], ["ops/night#1", "ops/night#1", "ops/night#2"]);
}

#[test]
fn a_scene_that_was_left_goes_on_today_and_begins_anew_tomorrow() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = self::trainer(folder.path(), &clock, "");
    let mut left = sit(&mut trainer, "ops");
    play(&mut trainer, &mut left, |step| step == Step::Introduce(2));
    drop(trainer);
    let mut trainer = self::trainer(folder.path(), &clock, "");
    let session = sit(&mut trainer, "ops");
    assert_eq!(session.id, left.id);
    assert_eq!(
        steps(&session, 5),
        [Step::Introduce(2), Step::Line(2), Step::Check(0), Step::Check(1), Step::Check(2)],
        "what was introduced is asked, and not introduced again"
    );
    assert_eq!(offers(&mut trainer), [("night".to_owned(), Reason::Left(2))]);
    clock.0.set(NOON + DAY);
    let session = sit(&mut trainer, "ops");
    assert_eq!((session.step(), session.id == left.id), (Step::Setting, false));
}

#[test]
fn a_scene_offers_itself_before_the_meeting_and_once_half_of_the_words_are_met() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    // NOON is on a Sunday.
    let mut trainer = trainer(folder.path(), &clock, "meets: {data: mon}\nnew: 0\n");
    assert_eq!(offers(&mut trainer), [("late".to_owned(), Reason::MeetsTomorrow)]);
    for term in ["ops/runbook", "ops/failover"] {
        know(&mut trainer, term);
    }
    let half = ("night".to_owned(), Reason::HalfMet);
    assert_eq!(offers(&mut trainer)[1..], [half]);
    let mut session = sit(&mut trainer, "ops");
    play(&mut trainer, &mut session, |step| step == Step::End);
    assert_eq!(offers(&mut trainer)[1].0, "review", "the one that was played does not come again");
    let mut session = sit(&mut trainer, "ops");
    play(&mut trainer, &mut session, |step| step == Step::End);
    assert_eq!(offers(&mut trainer).len(), 1);
    clock.0.set(NOON + 40 * DAY);
    assert_eq!(
        offers(&mut trainer),
        [("night".to_owned(), Reason::Due(2))],
        "its words are due again; it is a Friday"
    );
}

#[test]
fn a_team_without_scenes_has_none_to_play() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open_bare(folder.path(), &clock, 1);
    assert_eq!(trainer.sit(&[], None, &OnceCell::new()).unwrap(), None);
    assert_eq!(trainer.scene_offers(&[], true, &OnceCell::new()).unwrap(), []);
}
