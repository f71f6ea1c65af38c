use proptest::prelude::*;

use super::*;
use crate::core::deck::Origin as Source;
use crate::core::deck::problem::Also;
use crate::core::deck::read::read;
use crate::core::deck::rules::Rule;

fn pen(width: usize) -> Pen {
    Pen::new(false, true, false, width)
}

/// Renders every problem in `text`.
fn drawn(text: &str, width: usize) -> String {
    let problems = read(&"decks/sre.yaml".into(), text.as_bytes(), Source::Named).problems;
    let draw = |problem: &Problem| pen(width).draw(problem, Some(text), Some(text), true);
    problems.iter().map(draw).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_problem_shows_the_line_the_line_as_it_should_be_and_why() {
    let text = "deck: sre\nterms:\n  - term: SLO\n    defintion: A target.\n  - term: slo\n    definition: In short: a goal.\n";
    insta::assert_snapshot!("problems", drawn(text, 80));
    let text = "terms:\n  - term: SLO\n    definition: A target.\n  - term: slo\n    definition: A goal.\n    why: ~\n";
    insta::assert_snapshot!("two_places", drawn(text, 80));
}

#[test]
fn whoever_listens_hears_words_only() {
    let text = "terms:\n  - term: no\n    definition: A target.\n";
    let problems = read(&"a.yaml".into(), text.as_bytes(), Source::Named).problems;
    let plain = Pen::new(false, false, true, 80);
    insta::assert_snapshot!("plain", plain.draw(&problems[0], Some(text), None, true));
}

#[test]
fn wide_letters_tabs_and_windows_lines_keep_the_mark_under_its_text() {
    let text = "terms:\r\n  - term: 技術\r\n    definition: 技術 is\tthis: that\r\n\twhy: x\r\n    level: Ćore\r\n";
    insta::assert_snapshot!("wide", drawn(text, 80));
}

#[test]
fn long_lines_are_cut_to_the_terminal() {
    let definition = "a promise: ".repeat(40);
    let text = format!("terms:\n  - term: SLO\n    definition: {definition}\n    Why: x\n");
    let drawn = drawn(&text, 60);
    insta::assert_snapshot!("long", drawn);
    let longest = drawn.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(longest <= Some(72), "{longest:?}");
}

#[test]
fn the_change_in_a_long_line_is_in_sight() {
    let items = "a promise to all of them, ".repeat(6);
    let text = format!("terms:\n  - term: SLO\n    definition: d\n    tags: [{items}, b]\n");
    let drawn = drawn(&text, 60);
    let line = |sign: &str| drawn.lines().find(|line| line.starts_with(sign)).unwrap_or_default();
    assert!(line("4 -").ends_with("them, , b]") && line("4 +").ends_with("them, b]"), "{drawn}");
}

#[test]
fn a_line_that_nobody_reads_is_not_drawn() {
    let text = format!("terms:\n  - term: [{}]\n    definition: d\n", "x, ".repeat(10_000));
    let drawn = drawn(&text, 80);
    assert!(drawn.len() < 1000, "{drawn}");
    assert!(drawn.contains("decks/sre.yaml:2:11"), "{drawn}");
}

#[test]
fn nothing_hostile_is_drawn() {
    let text = "terms:\n  - term: a\u{1b}[31mb\u{200b}\n    definition: \u{202e}x: y\u{9b}z\n";
    let drawn = drawn(text, 80);
    assert!(!drawn.chars().any(|c| c != '\n' && is_hostile(c)), "{drawn:?}");
    insta::assert_snapshot!("hostile", drawn);
}

#[test]
fn colours_mark_words_that_say_it_too() {
    let text = "terms:\n  - term: no\n    definition: A target.\n";
    let problems = read(&"a.yaml".into(), text.as_bytes(), Source::Named).problems;
    let styled = Pen::new(true, true, false, 80).draw(&problems[0], Some(text), None, true);
    assert!(styled.starts_with("\u{1b}[1m\u{1b}[31merror[E209]\u{1b}[0m"), "{styled:?}");
    // Neither blue, which is invisible on dark terminals, nor cyan, which is invisible on light ones.
    for code in ["[94m", "[34m", "[96m", "[36m", "[92m", "[93m"] {
        assert!(!styled.contains(code), "{styled:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The rendering crate panics on a span past the end, or one that splits a character.
    #[test]
    fn no_place_is_too_odd_to_be_drawn(
        text in r"([a-zé技 :#'\x22\t\r\n\u{200b}\x1b-]|\n  - term: |\n    definition: ){0,60}",
        (line, start, end, from, to) in (0_u32..9, 0_u32..90, 0_u32..90, 0_u32..90, 0_u32..90),
        replacement in r"[a-z\n\x22é]{0,5}",
        width in 0_usize..120,
    ) {
        let place = Span { line, column: 1, start, end };
        let mut problem = Problem::new("a.yaml".into(), place, Rule::Syntax, "what", "fix");
        problem.also = Some(Also { path: "b.yaml".into(), place: Span { line: end, ..place }, label: "here".into() });
        problem.fix = Some(Fix::sure(vec![Edit { start: from, end: to, text: replacement }]));
        for plain in [false, true] {
            let drawn = Pen::new(false, true, plain, width).draw(&problem, Some(&text), Some(&text), true);
            prop_assert!(!drawn.chars().any(|c| c != '\n' && is_hostile(c)));
        }
        for problem in read(&"a.yaml".into(), text.as_bytes(), Source::Named).problems {
            pen(width).draw(&problem, Some(&text), None, false);
        }
    }
}
