//! Plain mode: the same screens as appended lines with typed input, for screen readers and simple terminals.

use std::ffi::OsStr;
use std::io::{self, BufRead, Write};

use crate::core::text::clean;
use crate::tui::action::{Action, Context};
use crate::tui::app::{App, Flow, TerminalRequest};
use crate::tui::editor;
use crate::tui::keymap::{self, Binding, Key};
use crate::tui::screens::COPIED;
use crate::tui::widgets::notice::Notice;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The prefix of a command in contexts where a line is text.
const COMMAND: char = ':';

/// Runs `app` until it quits or `input` ends. Writes each screen to `out`, wrapped to `width` columns, and reads lines from
/// `input`. `prompt` shows an input prompt. `editor` is the command that opens files.
///
/// Writes only text and line ends. Each answer is saved in the journal before the next lines are written.
pub fn run(
    app: &mut App,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    width: u16,
    prompt: bool,
    editor: Option<&OsStr>,
) -> io::Result<()> {
    app.reads_lines();
    let mut explained: Vec<Context> = Vec::new();
    let mut shown: Option<(Context, Vec<String>)> = None;
    // Whether anything was done since the last output.
    let mut acted = true;
    // A line submitted as an answer that looks like a command.
    let mut doubted: Option<String> = None;
    loop {
        let context = app.context();
        if std::mem::take(&mut acted) {
            let lines = app.plain(width).into_iter();
            // The text to copy was printed instead.
            let is_copied =
                |line: &String| Notice::said(line).is_some_and(|said| said.starts_with(COPIED));
            let lines = lines.filter(|line| !is_copied(line));
            let lines: Vec<String> = lines.map(|line| spoken(line, context)).collect();
            let before = shown.as_ref().filter(|(before, _)| *before == context);
            let news = news(before.map_or(&[], |(_, lines)| lines), &lines);
            if !news.is_empty() {
                writeln!(out)?;
            }
            for line in news {
                writeln!(out, "{line}")?;
            }
            shown = Some((context, lines));
        }
        if !explained.contains(&context) {
            explained.push(context);
            writeln!(out, "\n{}", wrapped(&choices(context), width))?;
        }
        out.flush()?;
        if app.back_up() {
            acted = true;
            continue;
        }
        if prompt {
            write!(out, "> ")?;
            out.flush()?;
        }
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            // Whatever comes next should start on a new line.
            return if prompt { writeln!(out) } else { Ok(()) };
        }
        let line = line.trim();
        if is_help(context, line) {
            writeln!(out, "{}", wrapped(&choices(context), width))?;
            continue;
        }
        if let Some(label) = mistyped(context, line).filter(|_| doubted.as_deref() != Some(line)) {
            let line = clean(line);
            let said = format!(
                "Type “{COMMAND}{label}” for the command. If “{line}” is your answer, type it again."
            );
            writeln!(out, "{}", wrapped(&said, width))?;
            doubted = Some(line.into_owned());
            continue;
        }
        doubted = None;
        match keys(context, line) {
            Err(why) => writeln!(out, "{}", wrapped(&why, width))?,
            Ok(keys) => {
                acted = true;
                for key in keys {
                    match app.handle(&Event::Key(key)) {
                        Flow::Quit => return Ok(()),
                        // There is no clipboard in plain mode: print the text.
                        Flow::TerminalRequest(TerminalRequest::Copy(text)) => {
                            writeln!(out, "\n{text}")?;
                        }
                        Flow::TerminalRequest(what) => {
                            if let TerminalRequest::Edit { file, line, .. } = &what {
                                let done = editor::open(editor, file, *line);
                                app.came_back(&what, done);
                            }
                        }
                        Flow::Continue => {}
                    }
                }
            }
        }
    }
}

/// Wraps `text` to `width` columns.
fn wrapped(text: &str, width: u16) -> String {
    textwrap::fill(text, usize::from(width).max(1))
}

/// Whether a line is secondary: a notice, a hint, or the effect of each grade.
fn is_aside(line: &str) -> bool {
    Notice::said(line).is_some() || ["Hint: ", "right"].iter().any(|start| line.starts_with(start))
}

/// The `lines` to write after `before`: only the new ones if the rest is unchanged, so that a hint doesn't repeat the question,
/// or else all of them.
fn news<'a>(before: &[String], lines: &'a [String]) -> Vec<&'a String> {
    let rest = |lines: &'a [String]| lines.iter().filter(|line| !is_aside(line));
    if !rest(lines).eq(before.iter().filter(|line| !is_aside(line))) {
        return lines.iter().collect();
    }
    lines.iter().filter(|line| Notice::said(line).is_some() || !before.contains(line)).collect()
}

/// Replaces the keys in a notice with the text to type in plain mode.
fn spoken(line: String, context: Context) -> String {
    if Notice::said(&line).is_none() {
        return line;
    }
    let sign = if context.is_text() { COMMAND.to_string() } else { String::new() };
    live(context).fold(line, |line, binding| {
        let keys = binding.keys.iter().filter(|key| key.letter().is_none()).map(Key::name);
        keys.filter(|key| key.starts_with("ctrl-"))
            .fold(line, |line, key| line.replace(&key, &format!("“{sign}{}”", binding.label)))
    })
}

/// Whether `line` asks for help. In text contexts, `?` alone doesn't: it may be an answer.
fn is_help(context: Context, line: &str) -> bool {
    let command = line.strip_prefix(COMMAND);
    let is_question = context == Context::QuizTyped && line == "?";
    let word =
        if context.is_text() && !is_question { command } else { Some(command.unwrap_or(line)) };
    word.is_some_and(|word| matches!(word.trim(), "?" | "help"))
}

/// The command that an answer matches when its prefix is missing.
fn mistyped(context: Context, line: &str) -> Option<&'static str> {
    if context != Context::QuizTyped {
        return None;
    }
    let commands = live(context).filter(|binding| binding.action != Action::Enter);
    let mut labels = commands.map(|binding| binding.label).chain(["help"]);
    labels.find(|label| line.eq_ignore_ascii_case(label))
}

/// The bindings that make sense without a screen.
fn live(context: Context) -> impl Iterator<Item = &'static Binding> {
    keymap::live(context).filter(|binding| {
        !matches!(
            binding.action,
            Action::Up
                | Action::Down
                | Action::PageUp
                | Action::PageDown
                | Action::Top
                | Action::Bottom
                | Action::Lookup
                | Action::Browse
                | Action::Settings
                | Action::Help
                | Action::Quit
                | Action::Suspend
                | Action::Hide
        )
    })
}

/// Whether an empty line triggers `binding`. Never a grade: an accidental Enter would count as an answer.
fn takes_empty_line(binding: &Binding) -> bool {
    binding.keys.contains(&keymap::ENTER) && !matches!(binding.action, Action::Grade(_))
}

/// The available commands in `context`, on one line.
fn choices(context: Context) -> String {
    let sign = if context.is_text() { COMMAND.to_string() } else { String::new() };
    let mut parts = Vec::new();
    if context.is_text() {
        parts.push("your text".to_owned());
    }
    for binding in live(context) {
        // Existing text can be submitted unchanged.
        if context.is_text() && binding.action == Action::Enter && context != Context::Note {
            continue;
        }
        let letter = binding.keys.iter().find_map(Key::letter);
        parts.push(match (takes_empty_line(binding), letter) {
            (true, _) => format!("an empty line for “{}”", binding.label),
            (false, Some(letter)) if !context.is_text() => {
                format!("{letter} for “{}”", binding.label)
            }
            _ => format!("“{sign}{}”", binding.label),
        });
    }
    format!("Type {}, or “{sign}help”.", parts.join(", "))
}

/// Translates a line into keys: the key of the action it names, or its characters plus Enter in text contexts.
fn keys(context: Context, line: &str) -> Result<Vec<KeyEvent>, String> {
    let enter = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    let word = if context.is_text() {
        match line.strip_prefix(COMMAND) {
            Some(word) => word.trim(),
            None => {
                let letter = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
                let text = line.chars().filter(|c| !c.is_control()).map(letter);
                // A line replaces the text in the field; an empty line leaves it unchanged.
                let clear = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
                let clear = (!line.is_empty()).then_some(clear);
                return Ok(clear.into_iter().chain(text).chain([enter]).collect());
            }
        }
    } else {
        // The prefix is optional here.
        line.strip_prefix(COMMAND).map_or(line, str::trim)
    };
    let named = |binding: &&Binding| {
        let mut typed = word.chars();
        let typed = typed.next().filter(|_| typed.next().is_none());
        let placed = typed.and_then(keymap::by_place);
        let letter =
            |key: &Key| key.letter().is_some_and(|letter| [typed, placed].contains(&Some(letter)));
        let is_letter = !context.is_text() && binding.keys.iter().any(letter);
        let is_enter = word.is_empty() && takes_empty_line(binding);
        is_letter || is_enter || word.eq_ignore_ascii_case(binding.label)
    };
    let found = live(context).find(named).and_then(|binding| binding.keys.first());
    match found {
        Some(key) => Ok(vec![key.event()]),
        None if word.is_empty() => Err(choices(context)),
        None if word.starts_with('/') => {
            let words = clean(word.trim_start_matches('/').trim());
            let words = if words.is_empty() { "WORDS" } else { &*words };
            Err(format!("To look something up, open another window: `shoptalk lookup {words}`."))
        }
        None => Err(format!("“{}” is not a command here. {}", clean(word), choices(context))),
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn every_choice_that_is_told_is_understood() {
        for &context in Context::VARIANTS {
            for binding in live(context) {
                let sign = if context.is_text() { ":" } else { "" };
                let keys = keys(context, &format!("{sign}{}", binding.label));
                let action = keymap::resolve(context, keys.unwrap()[0]);
                assert_eq!(action, Some(binding.action), "{context:?} {}", binding.label);
            }
        }
    }

    #[test]
    fn a_command_is_understood_with_its_sign_also_where_it_needs_none() {
        for &context in Context::VARIANTS {
            assert!(is_help(context, ":help"), "{context:?}");
            for binding in live(context) {
                let keys = keys(context, &format!(":{}", binding.label));
                assert_eq!(keymap::resolve(context, keys.unwrap()[0]), Some(binding.action));
            }
        }
        assert!(!is_help(Context::QuizTyped, "help"), "that may be an answer");
        assert!(is_help(Context::QuizTyped, "?") && !is_help(Context::Note, "?"));
    }

    #[test]
    fn a_line_of_text_is_its_letters_and_enter() {
        let keys = keys(Context::QuizTyped, "SLO").unwrap();
        assert_eq!(keys.len(), 5);
        assert_eq!(keys[0].modifiers, KeyModifiers::CONTROL, "what stood there is taken away");
        assert_eq!(keys[4].code, KeyCode::Enter);
    }

    #[test]
    fn a_digit_of_another_keyboard_is_understood_without_shift() {
        for (line, digit) in [("é", '2'), ("&", '1'), ("2", '2')] {
            let keys = keys(Context::QuizPick, line).unwrap();
            assert_eq!(keys[0].code, KeyCode::Char(digit), "{line}");
        }
        assert!(keys(Context::Summary, "b").is_err() && keys(Context::Summary, "и").is_err());
    }

    #[test]
    fn what_means_nothing_is_answered_with_what_does() {
        let why = keys(Context::QuizFront, "\u{1b}[2Jwhat").unwrap_err();
        assert!(why.starts_with("“"), "{why}");
        assert!(why.contains("an empty line for “show answer”"), "{why}");
        assert!(!why.contains('\u{1b}'), "{why}");
    }

    #[test]
    fn look_up_is_another_command() {
        for context in [Context::Scene, Context::SceneFront, Context::QuizFront, Context::Summary] {
            for (line, expected) in [
                ("/ lock", "lookup lock`"),
                ("/\u{1b}[2J", "lookup \u{fffd}[2J`"),
                ("/", "lookup WORDS`"),
            ] {
                let why = keys(context, line).unwrap_err();
                assert!(
                    why.contains(&format!("open another window: `shoptalk {expected}")),
                    "{why}"
                );
            }
        }
    }

    #[test]
    fn a_notice_names_what_is_typed_and_no_key_of_a_screen() {
        let said = |line: &str, context| spoken(line.to_owned(), context);
        assert_eq!(
            said("! type your answer; ctrl-s shows it", Context::QuizTyped),
            "! type your answer; “:show me” shows it"
        );
        assert_eq!(
            said("! skipped today; u undoes that", Context::QuizPick),
            "! skipped today; u undoes that"
        );
        assert_eq!(said("ctrl-s is what they say", Context::QuizTyped), "ctrl-s is what they say");
    }

    #[test]
    fn only_what_is_new_is_written_where_the_rest_stands() {
        let lines = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let asked = lines("1 answered|Which word?|right: tomorrow");
        for (now, expected) in [
            (
                "1 answered|Which word?|Hint: t…|right with a hint: tomorrow",
                "Hint: t…|right with a hint: tomorrow",
            ),
            ("1 answered|Which word?|right: tomorrow|! that is no answer", "! that is no answer"),
            ("1 answered|Which word?|right: tomorrow", ""),
            ("2 answered|Which word?|right: tomorrow", "2 answered|Which word?|right: tomorrow"),
        ] {
            let now = lines(now);
            let news: Vec<&str> = news(&asked, &now).into_iter().map(String::as_str).collect();
            assert_eq!(news.join("|"), expected);
        }
        let again = lines("Which word?|! no answer");
        assert_eq!(news(&again, &again), ["! no answer"], "it is said each time");
    }

    #[test]
    fn a_command_without_its_sign_is_asked_about_before_it_counts_as_an_answer() {
        assert_eq!(mistyped(Context::QuizTyped, "Show me"), Some("show me"));
        assert_eq!(mistyped(Context::QuizTyped, "undo"), Some("undo"));
        assert_eq!(mistyped(Context::QuizTyped, ":hint"), None);
        assert_eq!(mistyped(Context::QuizTyped, "answer"), None, "that may well be one");
        assert_eq!(mistyped(Context::Note, "leave"), None);
    }
}
