use super::*;
use crate::core::card::DeckId;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::review::Grade;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION};
use crate::core::time::Timestamp;

const TODAY: Day = Day::from_number(20_000);

struct World {
    library: Library,
    states: States,
    scheduler: Scheduler,
    follow: Vec<(DeckId, Level)>,
    crammed: HashSet<CardId>,
}

/// Two decks, `a` and `b`, of ten terms each, alternating between core and working.
fn world() -> World {
    let decks = ["a", "b"].map(|deck| {
        let terms: String = (0..10)
            .map(|at| {
                let level = if at % 2 == 0 { "core" } else { "working" };
                format!("  - term: t{at}\n    definition: d{at}\n    level: {level}\n")
            })
            .collect();
        let text = format!("deck: {deck}\nterms:\n{terms}");
        read(&deck.into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap()
    });
    World {
        library: Library::merge(decks.into()).library,
        states: States::new(),
        scheduler: Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap(),
        follow: vec![("a".into(), Level::Working), ("b".into(), Level::Working)],
        crammed: HashSet::new(),
    }
}

impl World {
    /// Grades a card on the given days before today.
    fn graded(&mut self, id: &str, direction: Direction, grades: &[(i32, Grade)]) {
        let card = CardId::new(id.parse().unwrap(), direction);
        for (ago, grade) in grades {
            let before = self.states.get(&card).copied();
            let day = TODAY.plus(-ago);
            let at = Timestamp::from_millis(i64::from(day.number()) * 86_400_000);
            let state = self.scheduler.review(&card, before.as_ref(), *grade, day, at);
            self.states.insert(card.clone(), state);
        }
    }

    fn known(&self) -> LearnerState<'_> {
        LearnerState { library: &self.library, states: &self.states, scheduler: &self.scheduler }
    }

    fn request(&self) -> Request<'_> {
        Request {
            decks: &self.follow,
            today: TODAY,
            budget_ms: 300_000,
            takes_new: true,
            max_new: 8,
            max_reviews: 60,
            pace: Pace::default(),
            only: None,
            looked_up: &[],
            wanted: &[],
            asked_for: &[],
            hidden: &[],
            crammed: &self.crammed,
            seed: 1,
        }
    }

    fn plan(&self, request: &Request<'_>) -> Vec<String> {
        let plan = plan(self.known(), request);
        plan.items.iter().map(|item| item.card.to_string()).collect()
    }
}

#[test]
fn the_first_day_brings_core_words_of_all_teams_within_the_minutes() {
    let world = world();
    let plan = plan(world.known(), &world.request());
    assert_eq!(plan.items.len(), 8, "8 words a day, of 25 s each");
    assert_eq!((plan.due, plan.unseen, plan.expected_ms), (0, 20, 200_000));
    let decks: Vec<_> = plan.items.iter().map(|item| item.term.deck()).collect();
    assert_eq!(decks.iter().filter(|deck| **deck == "a").count(), 4);
    assert!(decks.windows(2).all(|pair| pair[0] != pair[1]), "{decks:?}");
    for item in &plan.items {
        assert_eq!(world.library.term(&item.term).unwrap().level, Level::Core);
    }
}

#[test]
fn due_cards_come_first_and_take_the_minutes() {
    let mut world = world();
    for at in 0..10 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30, Grade::Good)]);
    }
    let request = Request { budget_ms: 150_000, ..world.request() };
    let cards = world.plan(&request);
    assert_eq!(cards.len(), 10);
    assert!(cards.iter().all(|card| card.starts_with("a/")), "{cards:?}");
}

#[test]
fn core_words_are_asked_when_not_all_fit() {
    let mut world = world();
    for at in 0..10 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30 + at, Grade::Good)]);
    }
    let request = Request { budget_ms: 60_000, ..world.request() };
    let plan = plan(world.known(), &request);
    assert!(plan.leaves_due() && (3..=4).contains(&plan.items.len()), "{plan:?}");
    assert!(plan.expected_ms <= 60_000);
    let level = |item: &Item| world.library.term(&item.term).unwrap().level;
    assert!(plan.items.iter().all(|item| level(item) == Level::Core), "{plan:?}");
}

#[test]
fn due_cards_come_before_new_words_and_nothing_else_holds_those_up() {
    let mut world = world();
    for at in 0..10 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30, Grade::Good)]);
    }
    let request = Request { max_reviews: 9, budget_ms: 600_000, ..world.request() };
    let count =
        |team: &str| world.plan(&request).iter().filter(|card| card.starts_with(team)).count();
    assert_eq!((count("a/"), count("b/")), (9, 8));
    let request = Request { max_reviews: 10, budget_ms: 90_000, ..request };
    assert!(world.plan(&request).iter().all(|card| card.starts_with("a/")));
}

#[test]
fn while_new_words_wait_a_card_is_asked_when_recall_has_fallen_below_the_target() {
    let mut world = world();
    world.graded("a/t0", Direction::Understand, &[(30, Grade::Good), (20, Grade::Good)]);
    let card = CardId::new("a/t0".parse().unwrap(), Direction::Understand);
    let falls_to = |recall: f32| {
        let state = &world.states[&card];
        let days =
            (0..1_000).find(|days| world.scheduler.recall(state, TODAY.plus(*days)) <= recall);
        TODAY.plus(days.unwrap())
    };
    let (due, later) = (world.states[&card].due, falls_to(0.85));
    assert!(due < later);
    let asked = |today: Day, takes_new: bool| {
        // Enough for one of them.
        let request = Request { today, takes_new, budget_ms: 60_000, ..world.request() };
        let plan = plan(world.known(), &request);
        (plan.items.iter().any(|item| item.card == card), plan.postponed)
    };
    assert_eq!(asked(due, true), (false, 1));
    assert_eq!(asked(later.plus(-1), true), (false, 1));
    assert_eq!(asked(later, true), (true, 0));
    assert_eq!(asked(due, false), (true, 0), "nobody waits for new words");
    // In more time than the new words of a day take, it comes after them.
    let request = Request { today: due, budget_ms: 600_000, max_reviews: 1, ..world.request() };
    let long = plan(world.known(), &request);
    let at = long.items.iter().position(|item| item.card == card);
    assert_eq!((at, long.postponed, long.due), (Some(long.items.len() - 1), 0, 1));
    assert_eq!(plan(world.known(), &Request { max_reviews: 0, ..request }).postponed, 1);
}

#[test]
fn caps_hold() {
    let mut world = world();
    for at in 0..3 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30, Grade::Good)]);
    }
    let request = Request { max_reviews: 3, max_new: 2, ..world.request() };
    let plan = plan(world.known(), &request);
    assert_eq!(plan.items.iter().filter(|item| item.is_new).count(), 2);
    assert_eq!(plan.items.len(), 5);
    let request = Request { max_reviews: 2, max_new: 2, ..world.request() };
    assert_eq!(world.plan(&request).len(), 4, "two of either kind");
}

#[test]
fn a_word_is_spoken_once_it_has_held_a_week_and_never_on_the_day_it_was_heard() {
    let mut world = world();
    world.graded("a/t0", Direction::Understand, &[(30, Grade::Good), (20, Grade::Good)]);
    let speak = "a/t0:speak".to_owned();
    // Its understand card is due today, so the other direction waits.
    world
        .states
        .get_mut(&CardId::new("a/t0".parse().unwrap(), Direction::Understand))
        .unwrap()
        .due = TODAY;
    let request = |world: &World| world.plan(&Request { takes_new: false, ..world.request() });
    assert!(!request(&world).contains(&speak));
    world
        .states
        .get_mut(&CardId::new("a/t0".parse().unwrap(), Direction::Understand))
        .unwrap()
        .due = TODAY.plus(5);
    assert!(world.plan(&world.request()).contains(&speak));
    world.graded("a/t0", Direction::Understand, &[(0, Grade::Good)]);
    assert!(!world.plan(&world.request()).contains(&speak));
}

#[test]
fn a_word_that_did_not_hold_a_week_is_not_yet_spoken() {
    let mut world = world();
    world.graded("a/t0", Direction::Understand, &[(8, Grade::Good), (5, Grade::Easy)]);
    assert!(!world.plan(&world.request()).contains(&"a/t0:speak".to_owned()));
}

#[test]
fn both_directions_due_are_asked_on_different_days() {
    let mut world = world();
    world.graded("a/t0", Direction::Understand, &[(60, Grade::Good), (40, Grade::Good)]);
    world.graded("a/t0", Direction::Speak, &[(30, Grade::Good)]);
    let both = world.plan(&world.request()).iter().filter(|card| card.starts_with("a/t0:")).count();
    assert_eq!(both, 1);
}

#[test]
fn what_was_missed_and_not_passed_waits_for_the_next_session_first_of_all() {
    let mut world = world();
    world.graded("a/t1", Direction::Understand, &[(0, Grade::Again)]);
    world.graded("a/t0", Direction::Understand, &[(60, Grade::Good)]);
    let request = Request { budget_ms: 20_000, ..world.request() };
    assert_eq!(world.plan(&request), ["a/t1:understand"]);
}

#[test]
fn exactly_the_words_that_are_asked_for_are_planned_whatever_their_deck_and_level() {
    let world = world();
    let only: Vec<TermId> =
        ["b/t7", "nowhere/gone", "b/t7"].iter().map(|id| id.parse().unwrap()).collect();
    let request = Request { only: Some(&only), decks: &[], ..world.request() };
    assert_eq!(world.plan(&request), ["b/t7:understand"]);
}

#[test]
fn looked_up_words_come_first_among_the_new_ones() {
    let world = world();
    let looked_up: Vec<TermId> = vec!["b/t7".parse().unwrap(), "a/t3".parse().unwrap()];
    let request = Request { looked_up: &looked_up, max_new: 2, ..world.request() };
    let mut cards = world.plan(&request);
    cards.sort();
    assert_eq!(cards, ["a/t3:understand", "b/t7:understand"]);
}

#[test]
fn words_that_were_asked_for_are_quizzed_whatever_is_followed_and_come_before_all_new_ones() {
    let mut world = world();
    world.follow = vec![("a".into(), Level::Core)];
    let wanted: Vec<TermId> = vec!["b/t7".parse().unwrap(), "gone/gone".parse().unwrap()];
    let looked_up: Vec<TermId> = vec!["a/t4".parse().unwrap()];
    let request = Request { wanted: &wanted, looked_up: &looked_up, max_new: 2, ..world.request() };
    let mut cards = world.plan(&request);
    cards.sort();
    assert_eq!(cards, ["a/t4:understand", "b/t7:understand"]);
    world.graded("b/t7", Direction::Understand, &[(30, Grade::Good)]);
    let request = Request { wanted: &wanted, max_new: 0, ..world.request() };
    assert_eq!(world.plan(&request), ["b/t7:understand"], "it comes back like any other");
}

#[test]
fn cards_that_were_asked_for_come_before_all_others_and_the_limits_of_the_day_do_not_bind_them() {
    let mut world = world();
    for at in 0..6 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30, Grade::Good)]);
    }
    world.graded("b/t1", Direction::Understand, &[(0, Grade::Easy)]);
    let asked_for =
        ["b/t1", "b/t9"].map(|id| CardId::new(id.parse().unwrap(), Direction::Understand));
    let [early, new] = ["b/t1:understand", "b/t9:understand"];
    let wanted = [asked_for[1].term.clone()];
    let request = Request {
        asked_for: &asked_for,
        wanted: &wanted,
        max_new: 0,
        max_reviews: 0,
        ..world.request()
    };
    let mut cards = world.plan(&request);
    cards.sort();
    assert_eq!(cards, [early, new]);
    // There is time for these two and little more.
    let request = Request { budget_ms: 90_000, max_reviews: 9, ..request };
    let cards = world.plan(&request);
    assert!(cards.contains(&early.to_owned()) && cards.contains(&new.to_owned()), "{cards:?}");
    assert!((3..8).contains(&cards.len()), "{cards:?}");
}

#[test]
fn depth_and_retirement_keep_words_out() {
    let mut world = world();
    world.follow = vec![("a".into(), Level::Core)];
    let all = Request { max_new: 100, budget_ms: u64::MAX / 2, ..world.request() };
    assert_eq!(world.plan(&all).len(), 5);
    let text = "deck: a\nterms:\n  - {term: Old, definition: d, retired: 2020-01-01}\n  - {term: Soon, definition: d, retired: 2099-01-01}\n";
    let deck = read(&"a".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap();
    world.library = Library::merge(vec![deck]).library;
    world.follow = vec![("a".into(), Level::Deep)];
    assert_eq!(world.plan(&world.request()), ["a/soon:understand"]);
}

#[test]
fn new_words_are_spread_between_the_reviews() {
    let mut world = world();
    for at in 0..9 {
        world.graded(&format!("a/t{at}"), Direction::Understand, &[(30, Grade::Good)]);
    }
    let request = Request { max_new: 3, ..world.request() };
    let plan = plan(world.known(), &request);
    let new: Vec<usize> = (0..plan.items.len()).filter(|at| plan.items[*at].is_new).collect();
    assert_eq!(new.len(), 3);
    assert!(new.windows(2).all(|pair| pair[1] - pair[0] >= 3), "{new:?}");
}

/// The cards of a cram, sorted by name.
fn crammed(world: &World, request: &Request<'_>, looked_up: &[(&str, u32)]) -> Vec<String> {
    let looked_up =
        looked_up.iter().map(|(id, count)| (id.parse().unwrap(), *count)).collect::<Counts>();
    let plan = cram(world.known(), request, &looked_up);
    assert!(plan.expected_ms <= request.budget_ms);
    let mut cards: Vec<String> = plan.items.iter().map(|item| item.card.to_string()).collect();
    cards.sort();
    cards
}

#[test]
fn a_cram_asks_what_is_weakest_due_or_not() {
    let mut world = world();
    for at in [0, 2, 4, 6, 8] {
        let deck = if at < 5 { "a" } else { "b" };
        world.graded(&format!("{deck}/t{at}"), Direction::Understand, &[(at / 2 + 1, Grade::Easy)]);
    }
    assert!(world.states.values().all(|state| state.due > TODAY));
    let none_new = Request { max_new: 0, budget_ms: 50_000, ..world.request() };
    assert_eq!(
        crammed(&world, &none_new, &[]),
        ["a/t4:understand", "b/t6:understand", "b/t8:understand"]
    );
    // Frequent look-ups outweigh slightly weaker recall.
    let heard = [("a/t2", 4)];
    assert!(crammed(&world, &none_new, &heard).contains(&"a/t2:understand".to_owned()));
}

#[test]
fn a_cram_brings_new_words_too_core_ones_first() {
    let world = world();
    let request = Request { decks: &world.follow[..1], budget_ms: 140_000, ..world.request() };
    let plan = cram(world.known(), &request, &Counts::new());
    assert_eq!((plan.items.len(), plan.expected_ms), (5, 125_000));
    assert!(plan.items.iter().all(|item| item.is_new && item.term.deck() == "a"));
    let level = |item: &Item| world.library.term(&item.term).unwrap().level;
    assert!(plan.items.iter().all(|item| level(item) == Level::Core));
}

#[test]
fn a_cram_asks_a_word_one_way_the_worse_one_and_what_was_crammed_last() {
    let mut world = world();
    let history = [(60, Grade::Good), (50, Grade::Good), (20, Grade::Good)];
    world.graded("a/t0", Direction::Understand, &history);
    world.graded("a/t0", Direction::Speak, &[(9, Grade::Good)]);
    world.graded("a/t2", Direction::Understand, &history);
    let request = Request { max_new: 0, budget_ms: 20_000, ..world.request() };
    assert_eq!(crammed(&world, &request, &[]), ["a/t0:speak"]);
    world.crammed.insert(CardId::new("a/t0".parse().unwrap(), Direction::Speak));
    let request = Request { max_new: 0, budget_ms: 20_000, ..world.request() };
    assert_eq!(crammed(&world, &request, &[]), ["a/t2:understand"]);
    let request = Request { max_new: 0, ..world.request() };
    assert_eq!(crammed(&world, &request, &[]), ["a/t0:speak", "a/t2:understand"]);
    // The other direction is not asked on that day, even if it is due.
    let due = CardId::new("a/t0".parse().unwrap(), Direction::Understand);
    world.states.get_mut(&due).unwrap().due = TODAY;
    let request = Request { max_new: 0, ..world.request() };
    assert!(!world.plan(&request).contains(&due.to_string()));
}

#[test]
fn the_next_words_are_counted_as_words_and_none_before_tomorrow() {
    let mut world = world();
    let next = |world: &World| next_due(world.states.iter(), TODAY);
    assert_eq!(next(&world), None);
    world.graded("a/t0", Direction::Understand, &[(0, Grade::Good)]);
    assert_eq!(next(&world), Some((2, 1)));
    world.graded("a/t0", Direction::Speak, &[(0, Grade::Good)]);
    assert_eq!(next(&world), Some((2, 1)), "both of its cards are one word");
    world.graded("a/t2", Direction::Understand, &[(30, Grade::Good)]);
    world.graded("a/t4", Direction::Understand, &[(0, Grade::Again)]);
    assert_eq!(next(&world), Some((1, 2)), "what waits today comes tomorrow");
    world.graded(
        "a/t6",
        Direction::Understand,
        &[(9, Grade::Good), (7, Grade::Good), (0, Grade::Good)],
    );
    let held = |world: &World| {
        world.states[&CardId::new("a/t6".parse().unwrap(), Direction::Understand)].held_a_week
    };
    assert!(held(&world));
    assert_eq!(next(&world), Some((1, 3)), "what is to be said for the first time comes tomorrow");
}
