//! `shoptalk deck check --explain CODE`: prints a rule, its reason, a mistake, and the fix.

use anyhow::bail;

use crate::commands::{CommandResult, Context, Outcome};
use crate::core::deck::rules::{Rule, Severity};

/// The documentation of all rules; one section is printed.
const PAGE: &str = include_str!("../../../docs/rules.md");

/// The maximum width of a paragraph, in columns.
const MEASURE: usize = 72;

/// Prints the rule with this code.
pub(super) fn run(code: &str, context: &mut Context<'_>) -> CommandResult {
    let Some(rule) = Rule::by_code(code) else {
        let codes: Vec<_> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        bail!("unknown rule `{code}`; the rules are {}", codes.join(", "));
    };
    let weight = match rule.severity() {
        Severity::Error => "An error: part of the deck cannot be used as it is.",
        Severity::Warning => "A warning: the deck works; `--strict` makes the check fail.",
        Severity::Hint => "A hint: nothing is wrong, and the check passes; `--hints` shows it.",
    };
    let width = context.width.clamp(20, MEASURE);
    let title = format!("{}: {}", rule.code(), rule.title());
    let head = [&*title, rule.why(), weight].map(|text| textwrap::fill(text, width));
    let text = head.into_iter().chain(parts(rule, width)).collect::<Vec<_>>().join("\n\n");
    writeln!(context.out, "{text}")?;
    Ok(Outcome::Done)
}

/// Wraps a line of YAML to `width` columns. Continuation lines are indented further, which YAML reads as the same value.
fn yaml(line: &str, width: usize) -> String {
    let margin = line.len() - line.trim_start_matches([' ', '-']).len();
    let first = format!("    {}", &line[..margin]);
    let rest = " ".repeat(first.len() + 2);
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&rest);
    textwrap::fill(&line[margin..], options.break_words(false))
}

/// The paragraphs and code blocks in the section of `rule`, without its title and reason.
fn parts(rule: Rule, width: usize) -> Vec<String> {
    let heading = format!("\n### {} ", rule.code());
    let Some((_, section)) = PAGE.split_once(&heading) else { return Vec::new() };
    let section = section.split("\n### ").next().unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut titles = ["A mistake:", "Fixed:"].into_iter();
    let parts = section.split("```").enumerate().flat_map(|(at, block)| {
        // Odd chunks are inside code fences, even ones are paragraphs.
        if at % 2 == 1 {
            let lines = block.strip_prefix("yaml\n").unwrap_or(block).lines();
            let lines: Vec<_> = lines.map(|line| yaml(line, width)).collect();
            let title = titles.next().unwrap_or("Or:");
            return vec![format!("{title}\n{}", lines.join("\n").trim_end())];
        }
        let words = block.split("\n\n").map(|words| words.trim().replace('\n', " "));
        let is_more = |words: &String| !["", rule.title(), rule.why()].contains(&words.as_str());
        words.filter(is_more).map(|words| textwrap::fill(&words, width)).collect()
    });
    parts.collect()
}
