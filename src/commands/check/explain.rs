//! `shoptalk deck check --explain CODE`: prints a rule, its reason, a mistake, and the fix.

use anyhow::bail;

use crate::commands::{Context, Outcome};
use crate::core::deck::rules::{self, Rule, Severity};

/// The documentation of all rules; one section is printed.
const PAGE: &str = include_str!("../../../docs/rules.md");

/// The maximum width of a paragraph, in columns.
const MEASURE: usize = 72;

/// Prints the rule with this code.
pub(super) fn run(code: &str, context: &mut Context<'_>) -> anyhow::Result<Outcome> {
    let Some(rule) = rules::by_code(code) else {
        let codes: Vec<_> = rules::RULES.iter().map(|rule| rule.code).collect();
        bail!("unknown rule `{code}`; the rules are {}", codes.join(", "));
    };
    let weight = match rule.severity {
        Severity::Error => "An error: part of the deck cannot be used as it is.",
        Severity::Warning => "A warning: the deck works; `--strict` makes the check fail.",
        Severity::Hint => "A hint: nothing is wrong, and the check passes; `--hints` shows it.",
    };
    let width = context.width.clamp(20, MEASURE);
    let mut text = textwrap::fill(&format!("{}: {}", rule.code, rule.title), width);
    for part in [rule.why, weight] {
        text.push_str("\n\n");
        text.push_str(&textwrap::fill(part, width));
    }
    for part in parts(rule) {
        text.push_str("\n\n");
        match part {
            Part::Words(words) => text.push_str(&textwrap::fill(&words, width)),
            Part::Yaml(title, lines) => {
                text.push_str(title);
                text.push('\n');
                let lines: Vec<_> = lines.lines().map(|line| yaml(line, width)).collect();
                text.push_str(lines.join("\n").trim_end());
            }
        }
    }
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

/// A paragraph or a code block of a section.
enum Part {
    Words(String),
    Yaml(&'static str, &'static str),
}

/// The section of `rule`, without its title and reason.
fn parts(rule: &Rule) -> Vec<Part> {
    let heading = format!("\n### {} ", rule.code);
    let Some((_, section)) = PAGE.split_once(&heading) else { return Vec::new() };
    let section = section.split("\n### ").next().unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut titles = ["A mistake:", "Fixed:"].into_iter();
    let blocks = section.split("```");
    let parts = blocks.enumerate().flat_map(|(at, block)| {
        // Odd chunks are inside code fences, even ones are paragraphs.
        if at % 2 == 1 {
            let yaml = block.strip_prefix("yaml\n").unwrap_or(block);
            return vec![Part::Yaml(titles.next().unwrap_or("Or:"), yaml)];
        }
        let words = block.split("\n\n").map(|words| words.trim().replace('\n', " "));
        words.map(Part::Words).collect()
    });
    let known = format!("{}\n", rule.title);
    parts
        .filter(|part| match part {
            Part::Words(words) => !words.is_empty() && words != rule.why && *words != known.trim(),
            Part::Yaml(..) => true,
        })
        .collect()
}
