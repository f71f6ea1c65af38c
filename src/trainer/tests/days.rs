//! Tests daily limits, due reviews, the first day after an absence, and interleaving teams.

use super::*;
use crate::core::annotations::Hold;
use crate::core::card::DeckId;
use crate::store::LookedUpIn;

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
    // 4 × 33 s of 300 s are used up: the rest fits four words of 35 s.
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
fn the_days_ahead_are_those_of_home() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let settings = "follow: {platform: core}\nminutes: 5\nnew: 0\n";
    std::fs::write(folder.path().join("settings.yaml"), settings).unwrap();
    let mut trainer = open(folder.path(), &clock, 1);
    let team = || platform();
    let words: Vec<Item> = trainer.plan(&team(), Some(60), Some(30)).unwrap().items;
    for (at, item) in words.iter().enumerate() {
        let grade = if at % 3 == 0 { Grade::Again } else { Grade::Good };
        trainer.record(answer(item.card.clone(), grade)).unwrap();
    }
    trainer.record(answer(card(5), Grade::Good)).unwrap();
    for days in [1, 2, 3, 5, 9, 10] {
        clock.0.set(NOON + days * DAY);
        let skipped = words[usize::try_from(days).unwrap()].term.clone();
        let tomorrow = trainer.today().plus(1);
        trainer.hold(&skipped, Some(Hold::Until(tomorrow))).unwrap();
        trainer.want(&TermId::new("design", "affordance")).unwrap();
        for round in 0.. {
            let home = trainer.overview();
            let due = trainer.look_back(&[]).unwrap().due;
            assert_eq!(due[0], home.questions - home.new, "day {days}, round {round}");
            if home.questions == 0 {
                let (next, count) = home.next.unwrap();
                assert_eq!(due[usize::try_from(next).unwrap()], count, "day {days}: {due:?}");
                break;
            }
            assert!(round < 50);
            clock.0.set(clock.0.get() + 30_000);
            let item = trainer.plan(&team(), None, None).unwrap().items.swap_remove(0);
            trainer.record(answer(item.card, Grade::Good)).unwrap();
        }
    }
}

#[test]
fn a_looked_up_word_is_the_first_of_the_new_ones() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let term = TermId::new("platform", "toil");
    trainer.looked_up(&term, "toyl", LookedUpIn::Shell).unwrap();
    let plan = trainer.plan(&[("platform".into(), Level::Deep)], None, Some(1)).unwrap();
    assert_eq!(plan.items[0].term, term);
}

#[test]
fn the_first_day_after_an_absence_is_short_and_the_next_is_not() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    assert!(!trainer.is_return().unwrap(), "nobody who begins comes back");
    let all = [("platform".into(), Level::Deep)];
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
fn new_words_wait_on_the_first_day_after_an_absence_on_which_anything_was_due() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let all = [("platform".into(), Level::Deep)];
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
    assert_eq!(news(&mut trainer, None), (0, false), "a quiz does not grow by being answered");
    clock.0.set(NOON + 15 * DAY);
    assert!(news(&mut trainer, None).1, "they come on the next day");
}

#[test]
fn over_the_decks_that_ship_teams_take_turns_and_core_words_come_first() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    let decks = ["platform", "data", "design", "security"];
    let decks: Vec<_> = decks.iter().map(|id| (DeckId::from(*id), Level::Working)).collect();
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
        // No word of the next level comes before the last core word of all teams.
        let level = |at: &usize| trainer.library().term(&plan.items[*at].term).unwrap().level;
        core += new.iter().filter(|at| level(at) == Level::Core).count();
        assert!(
            core == all_core || new.iter().all(|at| level(at) == Level::Core),
            "day {day}: {core} of {all_core}"
        );
        // New words are spread among the reviews that come first, if there are enough of those.
        if new.last().is_some_and(|last| last + 1 >= 3 * new.len()) {
            assert!(new.windows(2).all(|pair| pair[1] - pair[0] >= 2), "day {day}: {new:?}");
        }
        for (at, item) in plan.items.iter().enumerate() {
            clock.0.set(clock.0.get() + 1_000);
            let grade = if at % 7 == 3 { Grade::Hard } else { Grade::Good };
            trainer.record(answer(item.card.clone(), grade)).unwrap();
        }
    }
    assert!(alike * 20 <= pairs, "{alike} of {pairs} words follow one of the same team");
    // Unless you ask for one team.
    let plan = trainer.plan(&decks[1..2], Some(10), None).unwrap();
    assert!(plan.items.iter().all(|item| item.term.deck() == "data"));
}

#[test]
fn todays_quiz_shrinks_as_it_is_answered_and_grows_for_nobody() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("minutes", |settings| settings.minutes = 3).unwrap();
    let cards = |trainer: &mut Trainer| {
        let plan = trainer.plan(&platform(), None, None).unwrap();
        plan.items.into_iter().map(|item| item.card).collect::<Vec<_>>()
    };
    let mut left = cards(&mut trainer);
    assert_eq!(left.len(), 6, "of 25 s each, and one could be missed");
    left.sort();
    for answered in 0..6 {
        // Answering instantly does not bring more new words.
        clock.0.set(clock.0.get() + 1_000);
        let card = left.pop().unwrap();
        trainer.record(Answer { took_ms: 1_000, ..answer(card, Grade::Good) }).unwrap();
        let mut now = cards(&mut trainer);
        now.sort();
        assert_eq!(now, left, "after {answered}");
    }
    let more = trainer.plan(&platform(), Some(5), None).unwrap();
    assert_eq!(more.items.len(), 2, "five more minutes have what is left of the day's new words");
    // Missed cards are asked again even after the time is up.
    let card = more.items[0].card.clone();
    clock.0.set(clock.0.get() + 1_000);
    trainer.record(Answer { took_ms: 200_000, ..answer(card.clone(), Grade::Again) }).unwrap();
    clock.0.set(clock.0.get() + 110_000);
    let plan = trainer.plan(&platform(), None, None).unwrap();
    assert_eq!(plan.items.iter().map(|item| &item.card).collect::<Vec<_>>(), [&card]);
    assert!(plan.items[0].is_begun);
}

#[test]
fn a_word_that_was_known_before_makes_room_for_one_new_word_however_often_it_is_crammed() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("new", |settings| settings.new = 2).unwrap();
    let new = |trainer: &mut Trainer| {
        let plan = trainer.plan(&platform(), None, None).unwrap();
        plan.items.iter().filter(|item| item.is_new).count()
    };
    let card = trainer.plan(&platform(), None, None).unwrap().items[0].card.clone();
    for cram in [false, true, true] {
        clock.0.set(clock.0.get() + 1_000);
        trainer.record(Answer { cram, ..answer(card.clone(), Grade::Easy) }).unwrap();
        assert_eq!(new(&mut trainer), 2);
    }
}

#[test]
fn what_is_missed_and_asked_again_is_one_review_of_the_day() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    for at in 0..5 {
        trainer.record(answer(card(at), Grade::Good)).unwrap();
    }
    clock.0.set(NOON + 20 * DAY);
    for grade in [Grade::Again, Grade::Again, Grade::Good] {
        clock.0.set(clock.0.get() + 60_000);
        trainer.record(answer(card(0), grade)).unwrap();
    }
    let new = CardId::new(TermId::new("platform", "error-budget"), Direction::Understand);
    for grade in [Grade::Again, Grade::Good] {
        clock.0.set(clock.0.get() + 60_000);
        trainer.record(answer(new.clone(), grade)).unwrap();
    }
    assert_eq!(trainer.reviews_today().unwrap(), 1, "a new word is none");
    trainer.change("reviews", |settings| settings.reviews = 5).unwrap();
    let all = [("platform".into(), Level::Deep)];
    let plan = trainer.plan(&all, Some(60), Some(0)).unwrap();
    assert_eq!(plan.items.len(), 4, "the other four are within the limit");
}

#[test]
fn the_team_met_most_of_those_not_followed_is_offered_next() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
    let mut trainer = open(folder.path(), &clock, 1);
    trainer.change("follow", |settings| settings.follow(&"platform".into(), Level::Core)).unwrap();
    assert_eq!(trainer.overview().met_most, None);
    for (team, times) in [("platform", 3), ("design", 1), ("data", 2)] {
        for _ in 0..times {
            trainer.visited(&team.into(), None, Some("sat in")).unwrap();
        }
    }
    let title = trainer.library().title("data").into_owned();
    assert_eq!(trainer.overview().met_most, Some(title));
}

#[test]
fn teams_come_in_one_order_whatever_order_they_were_followed_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.yaml"), "follow: [product, platform, data]\n")
        .unwrap();
    let mut trainer = open(folder.path(), &clock(), 1);
    let decks = trainer.overview().decks.into_iter().filter(|deck| deck.depth.is_some());
    let on_home: Vec<String> = decks.map(|deck| deck.title).collect();
    let look_backs = trainer.look_backs().unwrap();
    let in_statistics: Vec<String> = look_backs.into_iter().filter_map(|of| of.team).collect();
    assert_eq!(on_home, ["Data engineering and analytics", "Platform and SRE", "Product"]);
    assert_eq!(in_statistics, on_home);
}
