//! Tests for the words of a scene and the choice of those it pauses for.

use super::*;
use crate::core::card::DeckId;
use crate::core::deck::Origin;
use crate::core::deck::read::read;
use crate::core::deck::scene::Line;
use crate::core::learner_state::States;
use crate::core::review::Grade;
use crate::core::schedule::{DEFAULT_PARAMETERS, DEFAULT_RETENTION, Scheduler};
use crate::core::time::Timestamp;

const TODAY: Day = Day::from_number(20_000);

const OPS: &str = "deck: ops\ntitle: Ops\nterms:
  - {term: Error budget, definition: how much may fail, level: core}
  - {term: Runbook, definition: written steps, level: core, aliases: [run book]}
  - {term: Postmortem, definition: a look back, level: core}
  - {term: Loadshedder, definition: what drops calls, level: working}
  - {term: SLO, definition: a target, level: core}
  - {term: Failover, definition: switching over, level: core}
  - {term: Autoscaler, definition: what adds machines, level: core}
  - {term: Kubelet, definition: an agent, level: core}
  - {term: Oldwordism, definition: gone, level: core, retired: 2020-01-01}
";
const DATA: &str = "deck: data\ntitle: Data\nterms:
  - {term: Backfill, definition: filling in the past, level: core}
  - {term: Objective, definition: a target, same_as: ops/slo, level: core}
";
const OTHER: &str =
    "deck: other\nterms:\n  - {term: Wireframe, definition: a sketch, level: core}\n";

pub(super) fn scene(lines: &[&str]) -> Scene {
    let line = |says: &&str| Line { who: "engineer".to_owned(), says: (*says).to_owned() };
    Scene {
        id: "night".to_owned(),
        title: "Night".to_owned(),
        setting: "A call.".to_owned(),
        lines: lines.iter().map(line).collect(),
        replies: Vec::new(),
        line: 1,
    }
}

struct World {
    library: Library,
    scheduler: Scheduler,
    states: States,
    decks: Vec<(DeckId, Level)>,
    guest: Option<(DeckId, Level)>,
    asked: HashSet<TermId>,
    introduced: HashSet<TermId>,
    hidden: Vec<TermId>,
}

fn world() -> World {
    let decks = [OPS, DATA, OTHER]
        .map(|text| read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap());
    World {
        library: Library::merge(decks.into()).library,
        scheduler: Scheduler::new(&DEFAULT_PARAMETERS, DEFAULT_RETENTION).unwrap(),
        states: States::new(),
        decks: [("ops".into(), Level::Core), ("data".into(), Level::Core)].into(),
        guest: None,
        asked: HashSet::new(),
        introduced: HashSet::new(),
        hidden: Vec::new(),
    }
}

impl World {
    fn words(&self, scene: &Scene) -> Vec<SceneWord> {
        words(&self.library, &Scanner::new(&self.library), scene, &self.decks)
    }

    fn graded(&mut self, id: &str, grades: &[(i32, Grade)]) {
        let card = CardId::new(id.parse().unwrap(), Direction::Understand);
        for (ago, grade) in grades {
            let before = self.states.get(&card).copied();
            let day = TODAY.plus(-ago);
            let at = Timestamp::from_millis(i64::from(day.number()) * 86_400_000);
            let state = self.scheduler.review(&card, before.as_ref(), *grade, day, at);
            self.states.insert(card.clone(), state);
        }
    }

    /// The terms that the scene pauses for, with the need of each.
    fn needs(&self, scene: &Scene, new: usize, most: usize) -> Vec<(String, Need)> {
        self.needs_of(&self.words(scene), new, most)
    }

    fn needs_of(&self, words: &[SceneWord], new: usize, most: usize) -> Vec<(String, Need)> {
        let Self { library, states, scheduler, .. } = self;
        let known = LearnerState { library, states, scheduler };
        let limits = Limits {
            today: TODAY,
            decks: &self.decks,
            guest: self.guest.as_ref(),
            asked: &self.asked,
            introduced: &self.introduced,
            hidden: &self.hidden,
            new,
        };
        let found = needs(words, known, &limits, most).into_iter();
        found.map(|(at, need)| (words[at].term.term().to_owned(), need)).collect()
    }
}

#[test]
fn a_word_of_the_team_and_of_other_followed_teams_is_found_once_with_its_place() {
    let scene = scene(&[
        "Half the error budget is gone, said the wireframe.",
        "Is it in the run book? The Runbook says “backfill”.",
        "Then the error budget waits, and the objective, and the SLO.",
    ]);
    let found = world().words(&scene);
    let found: Vec<_> = found
        .iter()
        .map(|word| (word.term.as_str(), &scene.lines[word.line].says[word.place.clone()]))
        .collect();
    assert_eq!(
        found,
        [
            ("ops/error-budget", "error budget"),
            ("ops/runbook", "run book"),
            ("data/backfill", "backfill"),
            ("ops/slo", "objective"),
        ],
        "a followed team's word is marked, that of another isn't, and one card is asked once"
    );
}

#[test]
fn what_may_be_plain_english_is_a_word_of_the_team_itself_and_comes_after_what_is_not() {
    let mut world = world();
    let teams = [("ops", "Lock"), ("data", "Green")].map(|(id, term)| {
        let term = format!("{{term: {term}, definition: something, level: core}}");
        let text = format!("deck: {id}\nterms:\n  - {term}\n");
        read(&"x.yaml".into(), text.as_bytes(), Origin::BuiltIn).deck.unwrap()
    });
    let library = std::mem::replace(&mut world.library, Library::merge(teams.into()).library);
    let found = world.words(&scene(&[
        "She will lock the door of the house when she leaves in the evening.",
        "The grass was green and it rained all day long on the garden behind it.",
    ]));
    let found: Vec<_> = found.iter().map(|word| (word.term.as_str(), word.is_sure)).collect();
    assert_eq!(found, [("ops/lock", false)]);
    world.library = library;
    let mut words = world.words(&scene(&["The runbook and the failover."]));
    words[0].is_sure = false;
    assert_eq!(world.needs_of(&words, 1, MOST), [("failover".to_owned(), Need::Introduce)]);
}

#[test]
fn a_name_does_not_reach_from_one_line_into_the_next() {
    let found = world().words(&scene(&["That is an error", "budget is next."]));
    assert_eq!(found, []);
}

#[test]
fn a_scene_pauses_for_words_that_are_due_new_or_weak() {
    let mut world = world();
    world.graded("ops/error-budget", &[(40, Grade::Good)]);
    world.graded("ops/slo", &[(1, Grade::Easy)]);
    world.graded("ops/failover", &[(1, Grade::Again)]);
    let scene = scene(&["The error budget, the runbook, the SLO and the failover."]);
    let asked = |word: &str| (word.to_owned(), Need::Ask);
    let expected =
        [asked("error-budget"), ("runbook".to_owned(), Need::Introduce), asked("failover")];
    assert_eq!(world.needs(&scene, 8, MOST), expected, "the SLO is known well");
    world.introduced.insert("ops/runbook".parse().unwrap());
    assert_eq!(world.needs(&scene, 0, MOST)[1], ("runbook".to_owned(), Need::Check));
}

#[test]
fn new_words_of_a_team_that_is_not_followed_are_explained_and_use_up_no_new_word_of_the_day() {
    let mut world = world();
    let scene = scene(&["The error budget, the runbook, the backfill and the loadshedder."]);
    let words = world.words(&scene);
    world.guest = Some(world.decks.remove(0));
    world.graded("ops/error-budget", &[(40, Grade::Good)]);
    assert_eq!(
        world.needs_of(&words, 1, MOST),
        [("error-budget", Need::Ask), ("runbook", Need::Explain), ("backfill", Need::Introduce)]
            .map(|(word, need)| (word.to_owned(), need)),
        "what was asked before is asked again, and no deep word is explained"
    );
}

#[test]
fn no_word_is_asked_that_was_asked_today_is_left_out_or_retired() {
    let mut world = world();
    for word in ["error-budget", "runbook", "oldwordism"] {
        world.graded(&format!("ops/{word}"), &[(40, Grade::Good)]);
    }
    world.asked.insert("ops/error-budget".parse().unwrap());
    world.hidden.push("ops/runbook".parse().unwrap());
    let scene = scene(&["The error budget, the runbook, and an oldwordism."]);
    assert_eq!(world.needs(&scene, 8, MOST), []);
}

#[test]
fn new_words_stay_within_the_day_and_the_depth_and_come_after_those_that_are_due() {
    let mut world = world();
    let scene = scene(&[
        "The runbook, the postmortem and the loadshedder.",
        "The failover, the autoscaler, the kubelet, the SLO and the error budget.",
    ]);
    let names = |world: &World, new, most| -> Vec<String> {
        world.needs(&scene, new, most).into_iter().map(|(word, _)| word).collect()
    };
    assert_eq!(names(&world, 0, MOST), [""; 0]);
    assert_eq!(names(&world, 2, MOST), ["runbook", "postmortem"]);
    assert_eq!(names(&world, 8, MOST).len(), MOST);
    assert!(!names(&world, 8, 20).contains(&"loadshedder".to_owned()), "deeper than followed");
    world.graded("ops/error-budget", &[(40, Grade::Good)]);
    assert_eq!(names(&world, 8, 2), ["runbook", "error-budget"], "in the order they are said");
}
