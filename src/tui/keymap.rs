//! All key bindings in one table, the source of dispatch, footer, help, and `docs/keys.md`.

mod key;

use crossterm::event::{KeyCode, KeyEvent};
use strum::VariantArray as _;

use crate::core::review::Grade;
#[allow(clippy::enum_glob_use, reason = "a table of some fifty rows names little else")]
use crate::tui::action::{
    Action::{self, *},
    Context::{self, *},
};
pub use key::{Key, by_place};
use key::{ch, ctrl, key};

/// Where a binding is shown. The help shows all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// In the footer. The highest rank is dropped first if there is little room.
    Footer(u8),
    /// Only in the help.
    Help,
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys; the first one is displayed.
    pub keys: &'static [Key],
    /// The action.
    pub action: Action,
    /// The label of the action.
    pub label: &'static str,
    /// The contexts in which it is active.
    pub contexts: &'static [Context],
    /// Where it is shown.
    pub shown: Shown,
}

/// A row that is shown in the footer, with its rank.
const fn footer(
    rank: u8,
    keys: &'static [Key],
    action: Action,
    label: &'static str,
    contexts: &'static [Context],
) -> Binding {
    Binding { keys, action, label, contexts, shown: Shown::Footer(rank) }
}

/// A row that is shown only in the help.
const fn help(
    keys: &'static [Key],
    action: Action,
    label: &'static str,
    contexts: &'static [Context],
) -> Binding {
    Binding { keys, action, label, contexts, shown: Shown::Help }
}

/// Enter.
pub const ENTER: Key = key(KeyCode::Enter);
/// The space bar.
pub const SPACE: Key = ch(' ');
/// Escape.
pub const ESC: Key = key(KeyCode::Esc);
const TAB: Key = key(KeyCode::Tab);
const BACK_TAB: Key = key(KeyCode::BackTab);
const LEFT: Key = key(KeyCode::Left);
const RIGHT: Key = key(KeyCode::Right);
const UP: Key = key(KeyCode::Up);
const DOWN: Key = key(KeyCode::Down);
const EVERYWHERE: &[Context] = Context::VARIANTS;
/// Quiz contexts in which letters are keys.
const QUIZ: &[Context] =
    &[QuizIntro, QuizChanged, QuizHard, QuizPick, QuizPicked, QuizJudged, QuizFront, QuizBack];
/// The contexts of a scene.
pub(super) const SCENE: &[Context] =
    &[Context::Scene, SceneIntro, SceneFront, SceneBack, SceneReplies, SceneEnd];
/// The same before its end.
const IN_SCENE: &[Context] = &[Context::Scene, SceneIntro, SceneFront, SceneBack, SceneReplies];
const LISTS: &[Context] =
    &[FirstMinutes, Home, Context::ToAsk, Context::Browse, Entry, Context::Settings];
/// Other contexts in which only the arrows scroll or move.
const SCROLLS: &[Context] = &[
    FirstTeams,
    FirstFind,
    Context::HomeFind,
    QuizTyped,
    Summary,
    Context::Brief,
    Context::Team,
    Context::Bridge,
    Context::Stats,
    Captions,
    CaptionsEntry,
    Context::TeachBack,
    TaughtBack,
];

/// Contexts of a quiz or a scene that are left once they are read.
const READ: &[Context] =
    &[QuizIntro, QuizChanged, QuizHard, QuizPicked, QuizJudged, Context::Scene, SceneIntro];
/// Contexts in which the user grades an answer.
const GRADED: &[Context] = &[QuizBack, SceneBack];
/// Quiz contexts that may show the whole entry.
const ANSWERED: &[Context] = &[QuizIntro, QuizChanged, QuizHard, QuizPicked, QuizJudged, QuizBack];
/// Contexts that show an entry.
const SHOWN: &[Context] =
    &[QuizIntro, QuizChanged, QuizHard, QuizPicked, QuizJudged, QuizBack, Entry, CaptionsEntry];
/// Contexts in which keys jump to the first and the last row.
const JUMPS: &[Context] = &[Context::Browse, Entry, Captions, CaptionsEntry];
/// Contexts after an answer, or while reading an entry.
const AFTER: &[Context] = &[QuizPicked, QuizJudged, Entry, CaptionsEntry];
/// Contexts that show the entry of a word that may have been reviewed.
const KNOWN: &[Context] =
    &[QuizChanged, QuizHard, QuizPicked, QuizJudged, QuizBack, Entry, CaptionsEntry];
/// Contexts that show an entry and nothing else.
const ALONE: &[Context] = &[Entry, CaptionsEntry];
/// Contexts that show an entry from look-up.
const ENTRIES: &[Context] = &[LookupEntry, LookupPicked];
/// All look-up contexts.
const LOOKUPS: &[Context] = &[Context::Lookup, LookupEntry, LookupPicked];

/// All bindings.
pub const KEYMAP: &[Binding] = &[
    footer(0, &[ENTER], Quiz, "quiz", &[Context::Home]),
    footer(2, &[ch('c')], Cram, "cram", &[Context::Home]),
    help(&[ch('S')], Sit, "sit in", &[Context::Home]),
    footer(1, &[ctrl('s')], Sit, "sit in", &[Context::Team]),
    footer(2, &[ch('m')], Action::Brief, "before a meeting", &[Context::Home]),
    footer(4, &[ch('F')], Find, "find a team", &[Context::Home]),
    help(&[ch('v')], Visited, "record a visit", &[Context::Home]),
    help(&[ch('p')], Action::Team, "team page", &[Context::Home]),
    help(&[ch('=')], Action::Bridge, "shared words", &[Context::Home]),
    help(&[ch('y')], Copy, "copy thanks", &[Context::Home]),
    help(&[ch('n')], Action::Drop, "no thanks", &[Context::Home]),
    footer(0, &[ENTER], Enter, "asked", &[Context::Brief]),
    footer(1, &[ch('w')], Quiz, "quiz the words", &[Context::Brief]),
    footer(2, &[ch('v')], Visited, "record a visit", &[Context::Brief]),
    footer(2, &[ch('b')], Action::Browse, "all words", &[Context::Brief]),
    footer(3, &[ch('p')], Action::Team, "team page", &[Context::Brief]),
    footer(3, &[ch('=')], Action::Bridge, "shared words", &[Context::Brief]),
    footer(3, &[RIGHT, ch('l')], More, "next team", &[Context::Brief]),
    help(&[LEFT, ch('h')], Less, "previous team", &[Context::Brief]),
    footer(0, &[ESC, ch('q')], Back, "back", &[Context::Brief, Context::Bridge, Context::Stats]),
    footer(0, &[ESC], Back, "back", &[Context::Team]),
    footer(0, &[RIGHT, ch('l')], More, "next team", &[Context::Bridge, Context::Stats]),
    footer(0, &[LEFT, ch('h')], Less, "previous team", &[Context::Bridge, Context::Stats]),
    footer(4, &[ch('f')], Toggle, "follow or leave", &[Context::Home]),
    footer(4, &[ch('d')], Depth, "depth", &[Context::Home]),
    footer(4, &[ch('u')], Undo, "undo", &[Context::Home]),
    footer(0, &[ENTER], Enter, "select", &[Context::HomeFind]),
    footer(0, &[SPACE], Toggle, "choose", &[FirstTeams]),
    footer(0, &[ENTER], Enter, "go on", &[FirstTeams]),
    footer(0, &[ENTER], Toggle, "choose", &[FirstFind]),
    footer(0, &[ESC], Back, "clear", &[FirstFind]),
    footer(0, &[ENTER], Enter, "start", &[FirstMinutes]),
    footer(0, &[SPACE, ENTER], Next, "go on", READ),
    footer(1, &[ch('i')], Claim, "I know this", &[QuizIntro]),
    footer(1, &[TAB], Details, "more", &[QuizIntro, SceneIntro]),
    footer(0, &[SPACE, ENTER], Reveal, "show answer", &[QuizFront, SceneFront]),
    // AZERTY keyboards have the digits on shift, and the last character of these rows without it.
    help(&[ch('1'), ch('&')], Pick(1), "pick 1", &[QuizPick]),
    help(&[ch('2'), ch('é')], Pick(2), "pick 2", &[QuizPick]),
    help(&[ch('3'), ch('"')], Pick(3), "pick 3", &[QuizPick]),
    help(&[ch('4'), ch('\'')], Pick(4), "pick 4", &[QuizPick]),
    footer(0, &[ch('1'), ch('&')], Pick(1), "say 1", &[SceneReplies]),
    footer(0, &[ch('2'), ch('é')], Pick(2), "say 2", &[SceneReplies]),
    footer(0, &[ch('3'), ch('"')], Pick(3), "say 3", &[SceneReplies]),
    footer(1, &[ch('0'), ch('s'), ch('à')], Reveal, "show me", &[QuizPick]),
    // Dropped early if there is little room, because everyone knows it.
    footer(2, &[ENTER], Enter, "answer", &[QuizTyped]),
    footer(0, &[ctrl('t')], Hint, "hint", &[QuizTyped]),
    footer(0, &[ctrl('s')], Reveal, "show me", &[QuizTyped]),
    footer(0, &[ch('o')], Overrule, "I was right", &[QuizJudged]),
    help(&[ch('1'), ch('&')], Action::Grade(Grade::Again), "missed it", GRADED),
    help(&[ch('2'), ch('é')], Action::Grade(Grade::Hard), "hard", GRADED),
    footer(0, &[ch('3'), SPACE, ENTER, ch('"')], Action::Grade(Grade::Good), "knew it", GRADED),
    help(&[ch('4'), ch('\'')], Action::Grade(Grade::Easy), "easy", GRADED),
    footer(0, &[ENTER, RIGHT], Enter, "open", &[Context::Browse]),
    footer(0, &[ENTER], Enter, "open", &[Context::Lookup, Captions]),
    footer(1, &[ch('j')], Action::Jot, "jot it down", &[Captions]),
    footer(1, &[ch('m')], Mute, "mute", &[Captions]),
    footer(1, &[SPACE], Next, "latest", &[Captions]),
    footer(0, &[ctrl('r')], Remember, "remember this spelling", &[LookupPicked]),
    help(&[ctrl('r')], Remember, "remember this spelling", &[Context::Lookup, LookupEntry]),
    footer(1, &[TAB], NextLink, "see also", ENTRIES),
    help(&[BACK_TAB], PreviousLink, "previous link", ENTRIES),
    footer(2, &[ENTER], Enter, "open", ENTRIES),
    footer(3, &[ctrl('d')], Want, "into the quiz", LOOKUPS),
    help(&[ctrl('k')], Reset, "reset", LOOKUPS),
    footer(3, &[ctrl('l')], Action::Jot, "jot it down", &[Context::Lookup]),
    help(&[ctrl('l')], Action::Jot, "jot down what you typed", ENTRIES),
    footer(4, &[ctrl('y')], Copy, "copy", LOOKUPS),
    footer(4, &[ctrl('n')], Action::Note, "note", LOOKUPS),
    footer(1, &[ENTER], Enter, "look up", &[Context::ToAsk]),
    footer(0, &[ch('w')], Action::Answer, "answer", &[Context::ToAsk]),
    footer(1, &[ch('e')], Details, "details", &[Context::ToAsk]),
    footer(1, &[ch('x')], Action::Drop, "drop", &[Context::ToAsk]),
    help(&[ch('u')], Undo, "undo", &[Context::ToAsk]),
    help(&[ch('u')], Undo, "unmute", &[Captions]),
    footer(0, &[ENTER], Enter, "save", &[Form, Context::Note]),
    footer(0, &[TAB, DOWN], NextField, "next line", &[Form]),
    help(&[BACK_TAB, UP], PreviousField, "previous line", &[Form]),
    footer(2, &[ctrl('u')], Erase, "erase", &[Context::Note, Context::TeachBack]),
    footer(2, &[ch('n')], Action::Note, "note", ALONE),
    footer(4, &[ch('n')], Action::Note, "note", ANSWERED),
    footer(3, &[ch('N')], Mnemonic, "mnemonic", ALONE),
    footer(1, &[ch('N')], Mnemonic, "mnemonic", &[QuizHard]),
    help(
        &[ch('N')],
        Mnemonic,
        "mnemonic",
        &[QuizIntro, QuizChanged, QuizPicked, QuizJudged, QuizBack],
    ),
    footer(5, &[ch('T')], Action::TeachBack, "teach it back", &[QuizBack, QuizPicked, QuizJudged]),
    footer(5, &[ch('T')], Action::TeachBack, "teach it back", ALONE),
    help(&[ctrl('t')], Action::TeachBack, "teach it back", ENTRIES),
    footer(0, &[ENTER], Enter, "go on", &[Context::TeachBack]),
    footer(0, &[ch('y')], Copy, "copy for the team", &[TaughtBack]),
    footer(3, &[ch('y')], Copy, "copy", ALONE),
    help(&[ch('y')], Copy, "copy", ANSWERED),
    help(&[ch('e')], Edit, "edit the deck", SHOWN),
    help(&[ch('!')], Flag, "flag as unclear", QUIZ),
    help(&[ch('!')], Flag, "flag as unclear", ALONE),
    footer(4, &[ch('t')], NotToday, "skip today", &[QuizPick, QuizFront]),
    help(&[ch('t')], NotToday, "skip today", SHOWN),
    help(&[ch('x')], LeaveOut, "suspend", QUIZ),
    help(&[ch('x')], LeaveOut, "suspend", ALONE),
    footer(4, &[ch('r')], Want, "ask again", AFTER),
    help(&[ch('R')], Reset, "reset", KNOWN),
    footer(0, &[ch('y')], Action::Confirm, "reset it", &[Context::Confirm]),
    footer(0, &[ch('y')], Action::Confirm, "continue", &[Context::Displaced]),
    footer(0, &[ESC, ch('n'), ch('q')], Back, "cancel", &[Context::Confirm, Context::Displaced]),
    help(&[ctrl('p')], Undo, "undo", &[QuizTyped]),
    help(&[ctrl('g')], Flag, "flag as unclear", &[QuizTyped]),
    footer(4, &[ctrl('o')], NotToday, "skip today", &[QuizTyped]),
    help(&[ctrl('x')], LeaveOut, "suspend", &[QuizTyped]),
    footer(0, &[ENTER, SPACE, ESC, ch('q')], Back, "done", &[Summary, SceneEnd]),
    footer(0, &[ch('5'), ch('(')], FiveMore, "quiz more", &[Summary]),
    footer(0, &[ch('S')], Sit, "sit in", &[Summary]),
    footer(0, &[LEFT, ch('h'), ch('-')], Less, "less", &[Context::Settings, FirstMinutes]),
    footer(0, &[ENTER, RIGHT, ch('l'), ch('+')], More, "more", &[Context::Settings]),
    footer(0, &[RIGHT, ch('l'), ch('+')], More, "more", &[FirstMinutes]),
    footer(3, &[ch('u')], Undo, "undo", QUIZ),
    footer(3, &[ch('u')], Undo, "undo", SCENE),
    footer(1, &[ch('u')], Undo, "undo", &[Summary]),
    help(&[UP, ch('k')], Up, "up", LISTS),
    help(&[DOWN, ch('j')], Down, "down", LISTS),
    help(&[UP], Up, "up", QUIZ),
    help(&[DOWN], Down, "down", QUIZ),
    help(&[UP], Up, "up", SCENE),
    help(&[DOWN], Down, "down", SCENE),
    help(&[UP], Up, "up", LOOKUPS),
    help(&[DOWN], Down, "down", LOOKUPS),
    help(&[UP], Up, "up", SCROLLS),
    help(&[DOWN], Down, "down", SCROLLS),
    help(&[key(KeyCode::PageUp)], PageUp, "one page up", EVERYWHERE),
    help(&[key(KeyCode::PageDown)], PageDown, "one page down", EVERYWHERE),
    help(&[key(KeyCode::Home), ch('g')], Top, "first", JUMPS),
    help(&[key(KeyCode::End), ch('G')], Bottom, "last", JUMPS),
    footer(2, &[ch('b')], Action::Browse, "browse", &[Context::Home, Summary]),
    footer(3, &[ch('P')], Action::Stats, "statistics", &[Context::Home]),
    footer(3, &[ch(',')], Action::Settings, "settings", &[Context::Home]),
    footer(1, &[ch('/'), ctrl('f')], Action::Lookup, "look up", Context::LETTERS),
    footer(4, &[ch('a')], Action::ToAsk, "to ask", &[Context::Home]),
    help(&[ctrl('f')], Action::Lookup, "clear", LOOKUPS),
    footer(
        3,
        &[ctrl('f')],
        Action::Lookup,
        "look up",
        &[
            FirstTeams,
            FirstFind,
            Context::HomeFind,
            QuizTyped,
            Form,
            Context::Note,
            Context::TeachBack,
            Context::Team,
        ],
    ),
    footer(0, &[ch('?'), key(KeyCode::F(1))], Help, "help", Context::LETTERS),
    footer(1, &[key(KeyCode::F(1))], Help, "help", Context::TYPING),
    footer(1, &[ESC, ch('q')], Back, "quit", &[Context::Home]),
    footer(0, &[ESC], Back, "quit", &[FirstTeams]),
    footer(0, &[ESC, ch('q')], Back, "quit", &[Captions]),
    footer(1, &[ESC, LEFT, ch('q')], Back, "back", &[Context::Browse, Entry, CaptionsEntry]),
    footer(1, &[ESC, ch('q')], Back, "back", &[Context::Settings]),
    footer(0, &[ESC], Back, "back", &[Context::Lookup, FirstMinutes, Context::HomeFind]),
    footer(0, &[ESC, key(KeyCode::Backspace)], Back, "back", ENTRIES),
    footer(0, &[ESC, ch('q')], Back, "back", &[Context::ToAsk]),
    footer(1, &[ESC], Back, "cancel", &[Form]),
    footer(2, &[ESC], Back, "leave", &[QuizTyped]),
    footer(0, &[ESC], Back, "leave", &[Context::Note, Context::TeachBack]),
    footer(0, &[ESC, ENTER, ch('q')], Back, "back", &[TaughtBack]),
    footer(2, &[ESC, ch('q')], Back, "leave", QUIZ),
    footer(2, &[ESC, ch('q')], Back, "leave", IN_SCENE),
    help(&[key(KeyCode::F(2))], Hide, "hide figures and names", EVERYWHERE),
    help(&[ctrl('c')], Quit, "quit at once", EVERYWHERE),
    help(&[ctrl('z')], Suspend, "background", EVERYWHERE),
];

/// The bindings active in `context`, in table order.
pub fn live(context: Context) -> impl Iterator<Item = &'static Binding> {
    KEYMAP.iter().filter(move |binding| binding.contexts.contains(&context))
}

/// Resolves `event` in `context` to an action. Where letters are keys, those of another script count by their place.
pub fn resolve(context: Context, event: KeyEvent) -> Option<Action> {
    let pressed = Key::pressed(event);
    let find = |pressed: Key| live(context).find(|binding| binding.keys.contains(&pressed));
    let by_place = || pressed.by_place().filter(|_| !context.is_text()).and_then(find);
    find(pressed).or_else(by_place).map(|binding| binding.action)
}

/// The name of the key for `action` in `context`; empty if there is none.
pub fn key_for(context: Context, action: Action) -> String {
    let binding = live(context).find(|binding| binding.action == action);
    binding.and_then(|binding| binding.keys.first()).map(Key::name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyModifiers;

    use super::*;

    /// The table as Markdown, for `docs/keys.md`.
    fn markdown() -> String {
        let mut out = String::new();
        for &context in Context::VARIANTS {
            out.push_str(&format!("\n**{}**: ", context.title()));
            let rows: Vec<String> = live(context)
                .filter(|binding| binding.contexts.len() < Context::VARIANTS.len())
                .map(|binding| {
                    let keys: Vec<_> =
                        binding.keys.iter().map(|key| format!("`{}`", key.name())).collect();
                    format!("{} {}", keys.join(" "), binding.label)
                })
                .collect();
            out.push_str(&rows.join(" · "));
            out.push('\n');
        }
        let everywhere: Vec<String> = KEYMAP
            .iter()
            .filter(|binding| binding.contexts.len() == Context::VARIANTS.len())
            .map(|binding| format!("`{}` {}", binding.keys[0].name(), binding.label))
            .collect();
        out.push_str(&format!("\n**Everywhere**: {}\n", everywhere.join(" · ")));
        out
    }

    #[test]
    fn no_key_means_two_things_in_one_situation() {
        for &context in Context::VARIANTS {
            let mut seen: Vec<Key> = Vec::new();
            for key in live(context).flat_map(|binding| binding.keys) {
                assert!(!seen.contains(key), "{} twice in {context:?}", key.name());
                seen.push(*key);
            }
        }
    }

    #[test]
    fn letters_belong_to_a_text_field_where_there_is_one() {
        for context in Context::VARIANTS.iter().filter(|context| context.is_text()) {
            for key in live(*context).flat_map(|binding| binding.keys) {
                let KeyEvent { code, modifiers, .. } = key.event();
                // No team is found only by a space.
                let is_text = |c: char| c != ' ' || *context != FirstTeams;
                let is_letter =
                    matches!(code, KeyCode::Char(c) if is_text(c)) && modifiers.is_empty();
                assert!(!is_letter, "{code:?} in {context:?}");
            }
        }
    }

    #[test]
    fn every_situation_has_a_way_out_help_and_look_up() {
        for &context in Context::VARIANTS {
            for action in [Quit, Help, Action::Lookup] {
                assert!(
                    live(context).any(|binding| binding.action == action),
                    "{action:?} in {context:?}"
                );
            }
            let leaves = |binding: &Binding| matches!(binding.action, Back);
            assert!(live(context).any(leaves), "{context:?}");
        }
    }

    #[test]
    fn the_readme_shows_the_table() {
        let keys = include_str!("../../docs/keys.md");
        assert!(keys.contains(markdown().trim()), "put this into docs/keys.md:\n{}", markdown());
    }

    #[test]
    fn keys_of_azerty_and_other_keyboards_work_where_no_text_is_typed() {
        let resolve =
            |context, c| resolve(context, KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        for (c, action) in [('&', Pick(1)), ('é', Pick(2)), ('"', Pick(3)), ('\'', Pick(4))] {
            assert_eq!(resolve(QuizPick, c), Some(action), "{c}");
        }
        assert_eq!(resolve(QuizPick, 'à'), Some(Reveal));
        assert_eq!(resolve(QuizBack, '&'), Some(Action::Grade(Grade::Again)));
        assert_eq!(resolve(Context::Home, 'й'), Some(Back));
        assert_eq!(resolve(QuizPicked, 'К'), Some(Reset), "capitals as well");
        for follow in ['а', 'φ', 'כ'] {
            assert_eq!(resolve(Context::Home, follow), Some(Toggle), "Cyrillic, Greek, Hebrew");
        }
        assert_eq!(resolve(QuizPicked, 'і'), None, "the key `s` of a Ukrainian keyboard");
        assert_eq!(resolve(QuizPick, 'і'), Some(Reveal));
        assert_eq!(resolve(Summary, '('), Some(FiveMore));
        assert_eq!(resolve(Context::Home, '('), None);
        for context in Context::VARIANTS.iter().copied().filter(|context| context.is_text()) {
            assert_eq!(resolve(context, 'é'), None, "{context:?}");
        }
    }

    #[test]
    fn help_comes_with_and_without_shift() {
        for modifiers in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
            let event = KeyEvent::new(KeyCode::Char('?'), modifiers);
            assert_eq!(resolve(Context::Home, event), Some(Help));
        }
    }
}
