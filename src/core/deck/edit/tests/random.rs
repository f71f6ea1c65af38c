//! Property tests: an edit changes nothing else, in random decks with random layouts.

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::core::deck::content::Content;
use crate::core::deck::edit::{Draft, format, insert, set, sort};
use crate::core::deck::read::read;
use crate::core::deck::scene::Scene;
use crate::core::deck::{Deck, Origin, Term};
use crate::core::slug::slug;
use crate::core::yaml::{Within, in_quotes, quoted};

/// Awkward texts, with characters that are special in YAML at the start, in the middle and at the end.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        1 => Just("no".to_owned()),
        1 => Just("1.10".to_owned()),
        1 => prop::sample::select(vec![
            ": ", " #", "#", "- ", "-", "? ", "'", "\"", "\\", "|", ">", "[", "]", "{", "}", ", ", "*a", "&a",
            "!x", "%", "@", "`", "...", "---", "~", "null", "é", "技術", "🚀", "…", "“a”", "  ", ":", "\t",
            "\\n", "<<", "=", "\u{a0}", "\u{85}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..7).prop_map(|pieces| pieces.join(""))
}

/// The layout of one deck.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a habit of its own")]
struct Look {
    line_end: &'static str,
    mark: bool,
    start: bool,
    stop: bool,
    column: usize,
    gap: usize,
    own_line: bool,
    blank: usize,
    flow: bool,
    fields_after: bool,
    last_line_end: bool,
    comments: u8,
}

fn look() -> impl Strategy<Value = Look> {
    let bools = (any::<[bool; 6]>(), any::<u8>());
    let numbers =
        (0..6_usize, 1..4_usize, prop_oneof![3 => Just(0_usize), 1 => Just(1), 1 => Just(2)]);
    (bools, numbers, 0..8_u8).prop_map(|((flags, comments), (column, gap, blank), rare)| Look {
        line_end: if flags[0] { "\r\n" } else { "\n" },
        mark: flags[1],
        start: flags[2],
        stop: flags[3] && rare < 4,
        column,
        gap,
        own_line: rare == 5,
        blank,
        flow: rare == 6 || rare == 7,
        fields_after: flags[4],
        last_line_end: flags[5],
        comments,
    })
}

/// A term of the deck. Its number makes its name unique.
#[derive(Debug, Clone)]
struct Word {
    name: String,
    definition: String,
    aliases: Vec<String>,
    style: u8,
    comment: u8,
}

fn words() -> impl Strategy<Value = Vec<Word>> {
    let word = (text(), text(), prop::collection::vec(text(), 0..3), any::<u8>(), any::<u8>());
    prop::collection::vec(word, 0..7).prop_map(|words| {
        let word =
            |(at, (name, definition, aliases, style, comment)): (usize, (String, _, _, _, _))| {
                Word { name: format!("{name} w{at}"), definition, aliases, style, comment }
            };
        words.into_iter().enumerate().map(word).collect()
    })
}

/// A text in one of the YAML styles; `block` is the column for a block.
fn written(text: &str, style: u8, block: Option<usize>, end: &str) -> String {
    let printable = !text.chars().any(|c| c.is_control() || c == '\u{a0}');
    let inner = block.unwrap_or(0);
    match style % 8 {
        0 | 1 if !text.contains('\'') && printable => format!("'{text}'"),
        2 | 3
            if block.is_some()
                && printable
                && !text.starts_with(' ')
                && !text.trim().is_empty() =>
        {
            let sign = ["|", "|+", "|-", ">", ">-", ">+"][usize::from(style / 8) % 6];
            let more = if (style / 8).is_multiple_of(5) { end } else { "" };
            format!("{sign}{end}{:inner$}{text}{more}", "")
        }
        4 if block.is_some() => format!("{end}{:inner$}{}", "", in_quotes(text)),
        5 if block.is_some()
            && text.contains(' ')
            && printable
            && !text.contains("  ")
            && !text.contains(['"', '\\']) =>
        {
            // Double-quoted, over two lines.
            let (a, b) = text.split_once(' ').expect("it holds a space");
            if a.is_empty() || b.is_empty() {
                return in_quotes(text);
            }
            format!("\"{a}{end}{:inner$}{b}\"", "")
        }
        6 => quoted(text, if block.is_some() { Within::Block } else { Within::Flow }).into_owned(),
        _ => in_quotes(text),
    }
}

fn laid_out(words: &[Word], look: &Look) -> String {
    let end = look.line_end;
    let mut out = String::new();
    let says = |bit: u8| look.comments & (1 << bit) != 0;
    if says(0) {
        out += &format!("# a deck: - term: x{end}{end}");
    }
    if look.start {
        out += &format!("---{end}");
    }
    out += &format!("deck: d{end}");
    if says(1) {
        out += &format!("ask: # what{end}- Why: \"?\"{end}").replace(" \"?\"", "'?'");
    }
    if words.is_empty() {
        let empty = ["terms: []", "terms:", "terms: ~", "terms: [ ] # none", "title: none"];
        out += empty[usize::from(look.comments) % empty.len()];
        out += end;
    } else if look.flow {
        let items: Vec<_> = words
            .iter()
            .map(|word| {
                let aliases: Vec<_> =
                    word.aliases.iter().map(|one| written(one, 7, None, end)).collect();
                let (name, style) = (written(&word.name, word.style, None, end), word.style / 2);
                let definition = written(&word.definition, style, None, end);
                format!(
                    "{{term: {name}, definition: {definition}, aliases: [{}]}}",
                    aliases.join(" , ")
                )
            })
            .collect();
        let gap = if says(2) { format!("{end}  ") } else { String::new() };
        let comma = if says(3) { "," } else { "" };
        out += &format!("terms: [{gap}{}{comma}{gap}]{end}", items.join(&format!(", {gap}")));
    } else {
        out += &format!("terms:{}{end}", if says(4) { " # words" } else { "" });
        for (at, word) in words.iter().enumerate() {
            out += &block(word, look, at);
        }
    }
    if says(5) {
        out += &format!("# behind the terms{end}");
    }
    if look.fields_after {
        out += &format!("summary: 'it''s after'{end}");
    }
    if says(6) {
        out += &scene(words, look);
    }
    if look.stop {
        out += &format!("...{end}");
    }
    if !look.last_line_end && !look.stop {
        out.truncate(out.trim_end_matches(['\r', '\n']).len());
    }
    if look.mark { format!("\u{feff}{out}") } else { out }
}

/// A scene whose title, lines and replies say what the words mean, with its fields in any order.
fn scene(words: &[Word], look: &Look) -> String {
    let Some(first) = words.first() else { return String::new() };
    let (end, dash) = (look.line_end, look.column);
    let (gap, inner) = (look.gap, look.column + 1 + look.gap);
    let deep = inner + look.column + 1 + gap;
    let word = |at: usize| &words[at % words.len()];
    let says = |at: usize| written(&word(at).definition, word(at).style, Some(deep + 1), end);
    let line = |at: usize| {
        let (dash, is_noted) = (inner + look.column, word(at).comment & 1 != 0);
        let note = if is_noted { format!("{:dash$}# line {at}{end}", "") } else { String::new() };
        let who = if is_noted { "developer # who" } else { "'lead'" };
        let says = format!("{:deep$}says: {}{end}", "", says(at));
        format!("{note}{:dash$}-{:gap$}who: {who}{end}{says}", "", "")
    };
    let reply = |(at, lands): (usize, &str)| {
        let dash = inner + look.column;
        let head = format!("{:dash$}-{:gap$}lands: {lands}{end}{:deep$}why: x{end}", "", "", "");
        format!("{head}{:deep$}says: {}{end}", "", says(at))
    };
    let lines: String = (0..6).map(line).collect();
    let replies: String = (0..).zip(["helps", "flat", "flat"]).map(reply).collect();
    let mut fields = [
        format!("replies:{end}{replies}"),
        format!("setting: {}{end}", written(&first.definition, 7, None, end)),
        format!("lines: # said{end}{lines}"),
        format!("title: {}{end}", written(&first.name, 6, Some(inner + 1), end)),
    ];
    fields.rotate_left(usize::from(first.comment) % 4);
    let fields = fields.join(&format!("{:inner$}", ""));
    format!("scenes:{end}{:dash$}# a scene{end}{:dash$}-{:gap$}{fields}", "", "", "")
}

fn block(word: &Word, look: &Look, at: usize) -> String {
    let (end, column) = (look.line_end, look.column);
    let mut out = String::new();
    if at > 0 {
        out += &end.repeat(look.blank);
    }
    let says = |bit: u8| word.comment & (1 << bit) != 0;
    if says(0) {
        out += &format!("{:column$}# on {at}{end}", "");
        if says(1) {
            out += end;
        }
    }
    let inner = column + 1 + look.gap;
    let gap = if look.own_line { format!("{end}{:inner$}", "") } else { " ".repeat(look.gap) };
    let note = |bit: u8| if says(bit) { " # note" } else { "" };
    let name = written(&word.name, word.style & !7 | 6, Some(inner + 1), end);
    out += &format!("{:column$}-{gap}term: {name}{}{end}", "", note(2));
    let mut fields = Vec::new();
    let aliases = word.aliases.iter().map(|one| written(one, 7, None, end));
    if !word.aliases.is_empty() {
        fields.push(if says(3) {
            let items = aliases.map(|one| format!("{end}{:inner$}- {one}", "")).collect::<String>();
            format!("{:inner$}aliases:{items}{}{end}", "", note(2))
        } else {
            let items: Vec<_> = aliases.collect();
            format!("{:inner$}aliases: [{}]{}{end}", "", items.join(","), note(4))
        });
    }
    let definition = written(&word.definition, word.style, Some(inner + 2), end);
    fields.push(format!("{:inner$}definition: {definition}{end}", ""));
    if says(5) {
        fields.reverse();
    }
    if says(7) && fields.len() > 1 {
        fields.insert(1, format!("{:inner$}# inside{end}", ""));
    }
    out += &fields.concat();
    if says(6) {
        out += &format!("{:inner$}# below {at}{end}", "");
    }
    out
}

fn config() -> Config {
    // The environment may ask for more: PROPTEST_CASES=10000.
    #[expect(clippy::disallowed_methods, reason = "how thorough a test is, is asked outside")]
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(200);
    Config {
        cases,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        ..Config::default()
    }
}

/// Whether `new` contains every line of `old`, in the same order.
fn keeps_lines(old: &str, new: &str) -> bool {
    let mut new = new.lines();
    old.lines().all(|line| new.any(|other| other == line))
}

/// The terms of `deck` without their positions.
fn terms(deck: &Deck) -> Vec<Term> {
    deck.terms.iter().map(|term| Term { line: 0, ..term.clone() }).collect()
}

/// The terms in `text`, those of each section in alphabetical order.
fn in_order(text: &str) -> Vec<Term> {
    let sections = read(&"deck.yaml".into(), text.as_bytes(), Origin::Named).marks.sections;
    let mut terms = terms(&deck_of(text));
    let ends = sections.iter().copied().chain([terms.len()]);
    let mut from = 0;
    for to in ends {
        terms[from..to].sort_by_key(|term| slug(&term.term));
        from = to;
    }
    terms
}

/// The scenes of `deck` without their positions.
fn scenes(deck: &Deck) -> Vec<Scene> {
    deck.scenes.iter().map(|scene| Scene { line: 0, ..scene.clone() }).collect()
}

/// The deck in a text; without terms if it has no such field.
fn deck_of(text: &str) -> Deck {
    let read = read(&"deck.yaml".into(), text.as_bytes(), Origin::Named);
    read.deck.unwrap_or_else(|| {
        let missing = format!("{}\nterms: []\n", text.trim_end().trim_end_matches("..."));
        let read = super::read(&"deck.yaml".into(), missing.as_bytes(), Origin::Named);
        read.deck.unwrap_or_else(|| panic!("{:?}\n{text}", read.problems))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_new_term_changes_nothing_else(
        words in words(), look in look(), name in text(), definition in text(), aliases in prop::collection::vec(text(), 0..3),
    ) {
        let old = laid_out(&words, &look);
        let name = format!("{name} new");
        let draft = Draft::new(&name, &definition).with_list("aliases", &aliases);
        prop_assume!(!draft.get("definition").is_empty());
        let before = deck_of(&old);
        prop_assume!(before.terms.iter().all(|term| term.id.term() != draft.id()));
        let new = insert(&old, &draft).map_err(|error| TestCaseError::fail(format!("{error}\n{old}")))?;
        let after = deck_of(&new);
        let at = after.terms.iter().position(|term| term.id.term() == draft.id());
        let at = at.ok_or_else(|| TestCaseError::fail(new.clone()))?;
        prop_assert_eq!(&after.terms[at].term, draft.get("term"));
        prop_assert_eq!(&after.terms[at].definition, draft.get("definition"));
        let asked = Content::list(&aliases);
        prop_assert_eq!(&Content::List(after.terms[at].aliases.clone()), &asked);
        let mut rest = terms(&after);
        rest.remove(at);
        prop_assert_eq!(rest, terms(&before));
        prop_assert_eq!(scenes(&after), scenes(&before));
        prop_assert_eq!((&after.summary, &after.ask, &after.title), (&before.summary, &before.ask, &before.title));
        let key = slug(&name);
        prop_assert!(before.terms.iter().take(at).all(|term| slug(&term.term) <= key));
        // An empty value and flow lists may be replaced; no other line may.
        let kept = old.strip_prefix('\u{feff}').unwrap_or(&old);
        let is_line = |line: &&str| !line.starts_with("terms: ");
        let kept: Vec<_> = kept.lines().filter(is_line).collect();
        let new_text = new.strip_prefix('\u{feff}').unwrap_or(&new);
        prop_assert!(look.flow || keeps_lines(&kept.join("\n"), new_text), "{}\n---\n{}", old, new);
        if look.line_end == "\r\n" {
            prop_assert!(!new.replace("\r\n", "").contains('\n'), "{:?}", new);
        }
        prop_assert_eq!(new.starts_with('\u{feff}'), look.mark);
    }

    #[test]
    fn formatting_changes_no_term_and_formats_once(words in words(), look in look()) {
        let old = laid_out(&words, &look);
        let read = read(&"deck.yaml".into(), old.as_bytes(), Origin::Named);
        let new = format(&old);
        if read.problems.iter().any(crate::core::deck::problem::Problem::is_error) {
            prop_assert!(new.is_err());
            return Ok(());
        }
        let new = new.map_err(|error| TestCaseError::fail(format!("{error}\n{old}")))?;
        let again = format(&new);
        prop_assert_eq!(again.as_deref(), Ok(&*new));
        let (before, after) = (deck_of(&old), deck_of(&new));
        prop_assert_eq!(terms(&after), in_order(&old));
        prop_assert_eq!(scenes(&after), scenes(&before));
        let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).count();
        prop_assert_eq!(comments(&new), comments(&old), "{}\n---\n{}", old, new);
        if look.flow || words.is_empty() {
            return Ok(());
        }
        prop_assert!(new.lines().filter(|line| line.contains("term: ")).all(|line| {
            line.starts_with("  - ") || !line.trim_start().starts_with("- term")
        }), "{}", new);
    }

    #[test]
    fn sorting_and_setting_change_nothing_else(
        words in words(), look in look(), at in 0..6_usize, level in prop::sample::select(vec!["core", "deep"]), why in text(),
    ) {
        let old = laid_out(&words, &look);
        let sorted = sort(&old).map_err(|error| TestCaseError::fail(format!("{error}\n{old}")))?;
        let again = sort(&sorted);
        prop_assert_eq!(again.as_deref(), Ok(&*sorted));
        prop_assert_eq!(terms(&deck_of(&sorted)), in_order(&old));
        prop_assert_eq!(scenes(&deck_of(&sorted)), scenes(&deck_of(&old)));
        let mut lines = [old.lines().collect::<Vec<_>>(), sorted.lines().collect()];
        for lines in &mut lines {
            lines.retain(|line| !line.is_empty());
            lines.sort_unstable();
        }
        prop_assert!(look.flow || lines[0] == lines[1], "{}\n---\n{}", old, sorted);

        let before = terms(&deck_of(&old));
        if before.is_empty() {
            return Ok(());
        }
        let at = at % before.len();
        let id = before[at].id.term().to_owned();
        let why = Content::text(&why);
        prop_assume!(!why.is_empty());
        let new = set(&old, &id, "level", &Content::text(level));
        let new = new.and_then(|new| set(&new, &id, "why", &why));
        let new = new.and_then(|new| set(&new, &id, "definition", &why));
        let new = new.map_err(|error| TestCaseError::fail(format!("{error}\n{old}")))?;
        let after = terms(&deck_of(&new));
        for (number, (before, after)) in before.iter().zip(&after).enumerate() {
            if number == at {
                prop_assert_eq!(after.level.as_ref(), level);
                let Content::Text(why) = &why else { unreachable!() };
                prop_assert_eq!((after.why.as_ref(), &after.definition), (Some(why), why));
            } else {
                prop_assert_eq!(before, after);
            }
        }
        prop_assert_eq!(before.len(), after.len());
    }
}
