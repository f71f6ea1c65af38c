//! Random walks: presses random keys on every screen at random sizes.

use std::collections::BTreeSet;

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

use super::*;
use crate::core::rng::{SeededRng, seeded};
use crate::core::text::is_hostile;
use crate::store::Journal;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Binding, Shown};

/// The question form of each walk.
const WALKS: [&str; 8] =
    ["ladder", "choose", "recall", "fill", "type", "expand", "which-team", "in-sentence"];
/// The number of keys per walk.
const KEYS: usize = 400;
const WINDOWS: [(u16, u16); 8] =
    [(80, 24), (120, 40), (40, 12), (60, 16), (30, 8), (200, 9), (1, 1), (33, 60)];

/// Usually a key that is active in this context, sometimes any other.
fn any_key(rng: &mut SeededRng, context: Context) -> KeyEvent {
    let live: Vec<&Binding> =
        keymap::live(context).filter(|row| row.action != Action::Quit).collect();
    match rng.random_range(0..12) {
        // Leave text fields, where most keys are letters.
        10.. if context.is_text() => KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE),
        0 => {
            let odd = ['é', '技', '\u{202e}', ' ', 'a', 'Z', '9', '\u{301}', '🚀', '\''];
            KeyEvent::new(KeyCode::Char(*odd.choose(rng).unwrap()), KeyModifiers::NONE)
        }
        1 => {
            let letter = char::from(rng.random_range(b'a'..=b'z'));
            let modifiers = [KeyModifiers::NONE, KeyModifiers::CONTROL, KeyModifiers::ALT];
            match (letter, *modifiers.choose(rng).unwrap()) {
                ('c' | 'z', _) => KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE),
                (letter, modifiers) => KeyEvent::new(KeyCode::Char(letter), modifiers),
            }
        }
        _ => live.choose(rng).unwrap().keys.choose(rng).unwrap().event(),
    }
}

/// Whether the footer shows this key now.
fn is_named(stage: &Stage, context: Context, key: KeyEvent) -> bool {
    let row = keymap::live(context).find(|row| row.keys[0].event() == key);
    let Some(row) = row.filter(|row| matches!(row.shown, Shown::Footer(_))) else { return false };
    let named = format!("{} {}", row.keys[0].name(), row.label);
    text(&stage.buffer(80, 24)).last().is_some_and(|footer| footer.contains(&named))
}

#[test]
fn whatever_is_pressed_the_program_stands_and_its_footer_tells_the_truth() {
    let mut situations = BTreeSet::new();
    for (seed, form) in (0..).zip(WALKS) {
        let mut rng = seeded(seed);
        let mut stage = Stage::follower();
        stage.press("⏎").finish();
        let settings = format!("follow: [platform, design]\nform: {form}\n");
        std::fs::write(stage.folder.path().join("settings.yaml"), settings).unwrap();
        stage = stage.later(9);
        for _ in 0..KEYS {
            let context = stage.app.context();
            situations.insert(format!("{context:?}"));
            let key = any_key(&mut rng, context);
            stage.clock.0.set(stage.clock.0.get() + rng.random_range(300..20_000));
            let before = is_named(&stage, context, key).then(|| stage.buffer(80, 24));
            // In a tiny window no key would do anything.
            stage.buffer(80, 24);
            let flow = stage.send(key).flow.clone();
            // A key in the footer does something, or explains why not.
            let now = stage.app.context();
            let is_near = keys::are_neighbors(context, now) || flow == Flow::Quit;
            assert!(is_near, "{key:?} leads from {context:?} to {now:?}; name that in keys.rs");
            let unchanged = before.is_some_and(|before| before == stage.buffer(80, 24));
            let silent =
                flow == Flow::Continue && unchanged && !stage.says("! ") && !stage.says("✓ ");
            assert!(!silent, "{key:?} in {context:?} does nothing");
            for (width, height) in WINDOWS.sample(&mut rng, 2) {
                for row in text(&stage.buffer(*width, *height)) {
                    assert!(!row.chars().any(is_hostile), "{row:?} after {key:?} in {context:?}");
                }
            }
            if flow == Flow::Quit {
                stage = stage.later(rng.random_range(0..20));
            }
        }
        let journal = stage.folder.path().join("journal.sqlite");
        let journal = Journal::open(&journal, Timestamp::default(), uuid::Uuid::nil()).unwrap();
        journal.integrity().unwrap();
    }
    assert!(situations.len() >= 15, "{situations:?}");
}
