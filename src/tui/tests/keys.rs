//! One key, one meaning: on screens that are one step apart, no key does two different things.

use strum::VariantArray as _;

use super::*;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Binding};

/// The screens of a quiz before its summary.
const QUIZ: [Context; 9] = [
    Context::QuizIntro,
    Context::QuizChanged,
    Context::QuizHard,
    Context::QuizPick,
    Context::QuizPicked,
    Context::QuizTyped,
    Context::QuizJudged,
    Context::QuizFront,
    Context::QuizBack,
];

/// Keys that may do different things on neighboring screens, and why.
const EXCEPTIONS: [(&[&str], &str); 4] = [
    (&["enter", "space"], "the main thing to do on a screen, named first in its footer"),
    (&["1", "2", "3", "4", "&", "é", "\"", "'"], "choose the line with that number"),
    (
        &["y", "n"],
        "yes and no, where a dialog asks before it resets a word or changes the file, or home whether to say thanks",
    ),
    (&["↑", "↓", "←", "→"], "what is in that direction: a line, a team, or what a row opens"),
];

/// Actions whose label says where they lead from here, though they are the same everywhere.
const LABELED_BY_PLACE: [Action; 4] = [Action::Back, Action::Lookup, Action::Jot, Action::Browse];

/// The screens that `from` opens, without look-up, which every screen opens.
fn opens(from: Context) -> Vec<Context> {
    use Context::*;
    let with_quiz = |others: &[Context]| [&QUIZ[..], &[Summary], others].concat();
    let scene = [Scene, SceneIntro, SceneFront, SceneBack, SceneReplies, SceneEnd];
    match from {
        FirstTeams => vec![FirstFind, FirstMinutes],
        FirstMinutes => with_quiz(&[Home]),
        Home => with_quiz(
            &[&scene[..], &[HomeFind, Brief, Team, Bridge, Note, Browse, ToAsk, Settings, Stats]]
                .concat(),
        ),
        Brief => with_quiz(&[Team, Note, Bridge, Browse]),
        Summary => with_quiz(&[&scene[..], &[Browse]].concat()),
        Team => scene.into(),
        of_scene if scene.contains(&of_scene) => scene.into(),
        Browse => vec![Entry],
        Entry | CaptionsEntry | LookupEntry | LookupPicked => {
            vec![Note, Confirm, TeachBack, TaughtBack]
        }
        Captions => vec![CaptionsEntry],
        Lookup => vec![LookupEntry, LookupPicked, Note, Confirm],
        ToAsk => vec![Form],
        TeachBack => vec![TaughtBack],
        TaughtBack | Form | Bridge | Note | Confirm | Displaced | Settings | Stats | HomeFind
        | FirstFind => Vec::new(),
        quiz => {
            assert!(QUIZ.contains(&quiz), "name what {quiz:?} opens");
            with_quiz(&[Note, Confirm, Displaced, TeachBack, TaughtBack])
        }
    }
}

/// Whether one key can lead from `one` to `other`, or back.
pub(super) fn are_neighbors(one: Context, other: Context) -> bool {
    let is_lookup = [one, other].contains(&Context::Lookup);
    one == other || is_lookup || opens(one).contains(&other) || opens(other).contains(&one)
}

/// What is bound in `context`, by the name of each key.
fn bound(context: Context) -> impl Iterator<Item = (String, &'static Binding)> {
    keymap::live(context).flat_map(|row| row.keys.iter().map(move |key| (key.name(), row)))
}

#[test]
fn one_key_means_one_thing_on_neighboring_screens() {
    let mut conflicts = Vec::new();
    for (at, &one) in Context::VARIANTS.iter().enumerate() {
        let others = Context::VARIANTS[at + 1..].iter();
        for &other in others.filter(|other| are_neighbors(one, **other)) {
            for (key, row) in bound(one) {
                let elsewhere = bound(other).find(|(name, _)| *name == key);
                let Some((_, also)) = elsewhere.filter(|_| excuse(&key).is_none()) else {
                    continue;
                };
                let is_same = row.action == also.action
                    && (row.label == also.label || LABELED_BY_PLACE.contains(&row.action));
                if !is_same {
                    let (here, there) = (row.label, also.label);
                    conflicts.push(format!("{key}: {here} ({one:?}), {there} ({other:?})"));
                }
            }
        }
    }
    assert!(conflicts.is_empty(), "{}", conflicts.join("\n"));
}

fn excuse(key: &str) -> Option<&'static str> {
    EXCEPTIONS.iter().find(|(keys, _)| keys.contains(&key)).map(|(_, why)| *why)
}

#[test]
fn a_message_goes_with_the_next_key_even_one_that_does_nothing() {
    let mut stage = Stage::follower();
    stage.press("f");
    assert!(stage.says("✓ you no longer follow"), "{}", stage.shown());
    stage.press("z");
    assert!(!stage.says("✓ "), "{}", stage.shown());
    stage.press("d");
    assert!(stage.says("! follow Platform and SRE first"), "{}", stage.shown());
    stage.press("↓");
    assert!(!stage.says("! "), "{}", stage.shown());
}

#[test]
fn help_opens_with_f1_wherever_anything_opens_it() {
    for &context in Context::VARIANTS {
        let f1 = KeyEvent::new(KeyCode::F(1), KeyModifiers::NONE);
        assert_eq!(keymap::resolve(context, f1), Some(Action::Help), "{context:?}");
    }
}
