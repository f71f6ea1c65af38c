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

const fn row(
    keys: &'static [Key],
    action: Action,
    label: &'static str,
    contexts: &'static [Context],
    shown: Shown,
) -> Binding {
    Binding { keys, action, label, contexts, shown }
}

/// Enter.
pub const ENTER: Key = key(KeyCode::Enter);
/// The space bar.
pub const SPACE: Key = ch(' ');
const ESC: Key = key(KeyCode::Esc);
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
const LISTS: &[Context] =
    &[FirstTeams, FirstMinutes, Home, Context::ToAsk, Context::Browse, Entry, Context::Settings];
/// Other contexts in which only the arrows scroll or move.
const SCROLLS: &[Context] =
    &[QuizTyped, Summary, Context::Brief, Context::Team, Context::Bridge, Captions, CaptionsEntry];

/// Quiz contexts that are left once they are read.
const READ: &[Context] = &[QuizIntro, QuizChanged, QuizHard, QuizPicked, QuizJudged];
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
    row(&[ENTER], Quiz, "quiz", &[Context::Home], Shown::Footer(0)),
    row(&[ch('c')], Cram, "cram", &[Context::Home], Shown::Footer(2)),
    row(&[ch('m')], Action::Brief, "before a meeting", &[Context::Home], Shown::Footer(2)),
    row(&[ch('v')], Visited, "record a visit", &[Context::Home], Shown::Help),
    row(&[ch('p')], Action::Team, "team page", &[Context::Home], Shown::Help),
    row(&[ENTER], Enter, "asked", &[Context::Brief], Shown::Footer(0)),
    row(&[ch('w')], Quiz, "quiz the words", &[Context::Brief], Shown::Footer(1)),
    row(&[ch('v')], Visited, "record a visit", &[Context::Brief], Shown::Footer(2)),
    row(&[ch('p')], Action::Team, "team page", &[Context::Brief], Shown::Footer(3)),
    row(&[ch('=')], Action::Bridge, "shared words", &[Context::Brief], Shown::Footer(3)),
    row(&[RIGHT, ch('l')], More, "next team", &[Context::Brief], Shown::Footer(3)),
    row(&[LEFT, ch('h')], Less, "previous team", &[Context::Brief], Shown::Help),
    row(&[ESC, ch('q')], Back, "back", &[Context::Brief, Context::Bridge], Shown::Footer(0)),
    row(&[ESC], Back, "back", &[Context::Team], Shown::Footer(0)),
    row(&[RIGHT, ch('l')], More, "next team", &[Context::Bridge], Shown::Footer(0)),
    row(&[LEFT, ch('h')], Less, "previous team", &[Context::Bridge], Shown::Footer(0)),
    row(&[ch('f')], Toggle, "follow or leave", &[Context::Home], Shown::Footer(4)),
    row(&[ch('d')], Depth, "depth", &[Context::Home], Shown::Help),
    row(&[ch('u')], Undo, "undo", &[Context::Home], Shown::Footer(4)),
    row(&[SPACE], Toggle, "choose", &[FirstTeams], Shown::Footer(0)),
    row(&[ENTER], Enter, "go on", &[FirstTeams], Shown::Footer(0)),
    row(&[ENTER], Enter, "start", &[FirstMinutes], Shown::Footer(0)),
    row(&[SPACE, ENTER], Next, "go on", READ, Shown::Footer(0)),
    row(&[ch('i')], Claim, "I know this", &[QuizIntro], Shown::Footer(1)),
    row(&[TAB], Details, "more", &[QuizIntro], Shown::Footer(1)),
    row(&[SPACE, ENTER], Reveal, "show the answer", &[QuizFront], Shown::Footer(0)),
    // AZERTY keyboards have the digits on shift, and the last character of these rows without it.
    row(&[ch('1'), ch('&')], Pick(1), "pick 1", &[QuizPick], Shown::Help),
    row(&[ch('2'), ch('é')], Pick(2), "pick 2", &[QuizPick], Shown::Help),
    row(&[ch('3'), ch('"')], Pick(3), "pick 3", &[QuizPick], Shown::Help),
    row(&[ch('4'), ch('\'')], Pick(4), "pick 4", &[QuizPick], Shown::Help),
    row(&[ch('0'), ch('s'), ch('à')], Reveal, "show me", &[QuizPick], Shown::Footer(1)),
    // Dropped early if there is little room, because everyone knows it.
    row(&[ENTER], Enter, "answer", &[QuizTyped], Shown::Footer(2)),
    row(&[ctrl('t')], Hint, "hint", &[QuizTyped], Shown::Footer(0)),
    row(&[ctrl('s')], Reveal, "show me", &[QuizTyped], Shown::Footer(0)),
    row(&[ch('o')], Overrule, "I was right", &[QuizJudged], Shown::Footer(0)),
    row(&[ch('1'), ch('&')], Action::Grade(Grade::Again), "missed it", &[QuizBack], Shown::Help),
    row(&[ch('2'), ch('é')], Action::Grade(Grade::Hard), "hard", &[QuizBack], Shown::Help),
    row(
        &[ch('3'), SPACE, ENTER, ch('"')],
        Action::Grade(Grade::Good),
        "knew it",
        &[QuizBack],
        Shown::Help,
    ),
    row(&[ch('4'), ch('\'')], Action::Grade(Grade::Easy), "easy", &[QuizBack], Shown::Help),
    row(&[ENTER, RIGHT], Enter, "open", &[Context::Browse], Shown::Footer(0)),
    row(&[ENTER], Enter, "open", &[Context::Lookup, Captions], Shown::Footer(0)),
    row(&[ch('j')], Action::Jot, "jot it down", &[Captions], Shown::Footer(1)),
    row(&[ch('m')], Mute, "mute", &[Captions], Shown::Footer(1)),
    row(&[SPACE], Next, "latest", &[Captions], Shown::Footer(1)),
    row(&[ctrl('r')], Remember, "remember this spelling", &[LookupPicked], Shown::Footer(0)),
    row(
        &[ctrl('r')],
        Remember,
        "remember this spelling",
        &[Context::Lookup, LookupEntry],
        Shown::Help,
    ),
    row(&[TAB], NextLink, "see also", ENTRIES, Shown::Footer(1)),
    row(&[BACK_TAB], PreviousLink, "previous link", ENTRIES, Shown::Help),
    row(&[ENTER], Enter, "go there", ENTRIES, Shown::Footer(2)),
    row(&[ctrl('d')], Want, "into the quiz", LOOKUPS, Shown::Footer(3)),
    row(&[ctrl('k')], Reset, "reset", LOOKUPS, Shown::Help),
    row(&[ctrl('l')], Action::Jot, "jot it down", &[Context::Lookup], Shown::Footer(3)),
    row(&[ctrl('l')], Action::Jot, "jot down what you typed", ENTRIES, Shown::Help),
    row(&[ctrl('y')], Copy, "copy", LOOKUPS, Shown::Footer(4)),
    row(&[ctrl('n')], Action::Note, "note", LOOKUPS, Shown::Footer(4)),
    row(&[ENTER], Enter, "look up", &[Context::ToAsk], Shown::Footer(1)),
    row(&[ch('w')], Action::Answer, "answer", &[Context::ToAsk], Shown::Footer(0)),
    row(&[ch('e')], Details, "details", &[Context::ToAsk], Shown::Footer(1)),
    row(&[ch('x')], Action::Drop, "drop", &[Context::ToAsk], Shown::Footer(1)),
    row(&[ch('u')], Undo, "undo", &[Context::ToAsk, Captions], Shown::Help),
    row(&[ENTER], Enter, "save", &[Form, Context::Note], Shown::Footer(0)),
    row(&[TAB, DOWN], NextField, "next line", &[Form], Shown::Footer(0)),
    row(&[BACK_TAB, UP], PreviousField, "previous line", &[Form], Shown::Help),
    row(&[ctrl('u')], Erase, "erase", &[Context::Note], Shown::Footer(2)),
    row(&[ch('n')], Action::Note, "note", ALONE, Shown::Footer(2)),
    row(&[ch('n')], Action::Note, "note", ANSWERED, Shown::Footer(4)),
    row(&[ch('N')], Mnemonic, "mnemonic", ALONE, Shown::Footer(3)),
    row(&[ch('N')], Mnemonic, "mnemonic", &[QuizHard], Shown::Footer(1)),
    row(
        &[ch('N')],
        Mnemonic,
        "mnemonic",
        &[QuizIntro, QuizChanged, QuizPicked, QuizJudged, QuizBack],
        Shown::Help,
    ),
    row(&[ch('y')], Copy, "copy", ALONE, Shown::Footer(3)),
    row(&[ch('y')], Copy, "copy", ANSWERED, Shown::Help),
    row(&[ch('e')], Edit, "edit the deck", SHOWN, Shown::Help),
    row(&[ch('!')], Flag, "flag as unclear", QUIZ, Shown::Help),
    row(&[ch('!')], Flag, "flag as unclear", ALONE, Shown::Help),
    row(&[ch('t')], NotToday, "not today", &[QuizPick, QuizFront], Shown::Footer(4)),
    row(&[ch('t')], NotToday, "not today", SHOWN, Shown::Help),
    row(&[ch('x')], LeaveOut, "suspend", QUIZ, Shown::Help),
    row(&[ch('x')], LeaveOut, "suspend", ALONE, Shown::Help),
    row(&[ch('r')], Want, "ask again", AFTER, Shown::Footer(4)),
    row(&[ch('R')], Reset, "reset", KNOWN, Shown::Help),
    row(&[ch('y')], Action::Confirm, "reset it", &[Context::Confirm], Shown::Footer(0)),
    row(&[ESC, ch('n'), ch('q')], Back, "cancel", &[Context::Confirm], Shown::Footer(0)),
    row(&[ctrl('p')], Undo, "undo", &[QuizTyped], Shown::Help),
    row(&[ctrl('g')], Flag, "flag as unclear", &[QuizTyped], Shown::Help),
    row(&[ctrl('o')], NotToday, "not today", &[QuizTyped], Shown::Footer(4)),
    row(&[ctrl('x')], LeaveOut, "suspend", &[QuizTyped], Shown::Help),
    row(&[ENTER, SPACE, ESC, ch('q')], Back, "done", &[Summary], Shown::Footer(0)),
    row(&[ch('5'), ch('(')], FiveMore, "five more minutes", &[Summary], Shown::Footer(0)),
    row(
        &[LEFT, ch('h'), ch('-')],
        Less,
        "less",
        &[Context::Settings, FirstMinutes],
        Shown::Footer(0),
    ),
    row(&[RIGHT, ch('l'), ch('+'), ENTER], More, "more", &[Context::Settings], Shown::Footer(0)),
    row(&[RIGHT, ch('l'), ch('+')], More, "more", &[FirstMinutes], Shown::Footer(0)),
    row(&[ch('u')], Undo, "undo", QUIZ, Shown::Footer(3)),
    row(&[ch('u')], Undo, "undo", &[Summary], Shown::Footer(1)),
    row(&[UP, ch('k')], Up, "up", LISTS, Shown::Help),
    row(&[DOWN, ch('j')], Down, "down", LISTS, Shown::Help),
    row(&[UP], Up, "up", QUIZ, Shown::Help),
    row(&[DOWN], Down, "down", QUIZ, Shown::Help),
    row(&[UP], Up, "up", LOOKUPS, Shown::Help),
    row(&[DOWN], Down, "down", LOOKUPS, Shown::Help),
    row(&[UP], Up, "up", SCROLLS, Shown::Help),
    row(&[DOWN], Down, "down", SCROLLS, Shown::Help),
    row(&[key(KeyCode::PageUp)], PageUp, "one page up", EVERYWHERE, Shown::Help),
    row(&[key(KeyCode::PageDown)], PageDown, "one page down", EVERYWHERE, Shown::Help),
    row(&[key(KeyCode::Home), ch('g')], Top, "first", JUMPS, Shown::Help),
    row(&[key(KeyCode::End), ch('G')], Bottom, "last", JUMPS, Shown::Help),
    row(&[ch('b')], Action::Browse, "browse", &[Context::Home, Summary], Shown::Footer(2)),
    row(&[ch(',')], Action::Settings, "settings", &[Context::Home], Shown::Footer(3)),
    row(&[ch('/'), ctrl('f')], Action::Lookup, "look up", Context::LETTERS, Shown::Footer(1)),
    row(&[ch('a')], Action::ToAsk, "to ask", &[Context::Home], Shown::Footer(4)),
    row(&[ctrl('f')], Action::Lookup, "clear", LOOKUPS, Shown::Help),
    row(
        &[ctrl('f')],
        Action::Lookup,
        "look up",
        &[QuizTyped, Form, Context::Note, Context::Team],
        Shown::Footer(3),
    ),
    row(&[ch('?')], Help, "help", Context::LETTERS, Shown::Footer(0)),
    row(&[key(KeyCode::F(1))], Help, "help", Context::TYPING, Shown::Footer(1)),
    row(&[ESC, ch('q')], Back, "quit", &[Context::Home, FirstTeams], Shown::Footer(1)),
    row(&[ESC, ch('q')], Back, "quit", &[Captions], Shown::Footer(0)),
    row(
        &[ESC, LEFT, ch('q')],
        Back,
        "back",
        &[Context::Browse, Entry, CaptionsEntry],
        Shown::Footer(1),
    ),
    row(&[ESC, ch('q')], Back, "back", &[Context::Settings], Shown::Footer(1)),
    row(&[ESC], Back, "back", &[Context::Lookup, FirstMinutes], Shown::Footer(0)),
    row(&[ESC, key(KeyCode::Backspace)], Back, "back", ENTRIES, Shown::Footer(0)),
    row(&[ESC, ch('q')], Back, "back", &[Context::ToAsk], Shown::Footer(0)),
    row(&[ESC], Back, "cancel", &[Form], Shown::Footer(1)),
    row(&[ESC], Back, "leave", &[QuizTyped], Shown::Footer(2)),
    row(&[ESC], Back, "leave", &[Context::Note], Shown::Footer(0)),
    row(&[ESC, ch('q')], Back, "leave", QUIZ, Shown::Footer(2)),
    row(&[key(KeyCode::F(2))], Hide, "hide figures and names", EVERYWHERE, Shown::Help),
    row(&[ctrl('c')], Quit, "quit at once", EVERYWHERE, Shown::Help),
    row(&[ctrl('z')], Suspend, "to the background", EVERYWHERE, Shown::Help),
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
        for context in Context::VARIANTS.iter().copied().filter(|context| context.is_text()) {
            for key in live(context).flat_map(|binding| binding.keys) {
                let KeyEvent { code, modifiers, .. } = key.event();
                let is_letter = matches!(code, KeyCode::Char(_)) && modifiers.is_empty();
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
