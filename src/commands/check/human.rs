//! Problems for people: the first of each rule rendered in full, repeated ones in a list.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use crate::commands::Context;
use crate::commands::check::counts;
use crate::commands::check::draw::Pen;
use crate::commands::check::reading::Checked;
use crate::core::deck::problem::Problem;
use crate::core::deck::rules::Rule;
use crate::core::words::counted;

/// Up to this many problems, all are rendered in full.
const FEW: usize = 12;

/// Above that, only this many errors per rule and file are rendered; the others and all warnings are listed below.
const DRAWN: usize = 3;

/// The minimum width for wrapping, in columns.
const NARROWEST: usize = 20;

/// Prints all problems.
pub(super) fn say(checked: &Checked, context: &mut Context<'_>) -> io::Result<()> {
    let pen = Pen::of(context);
    let all = checked.problems.len() <= FEW;
    let mut explained: HashSet<Rule> = HashSet::new();
    for of_file in checked.problems.chunk_by(|a, b| a.path == b.path) {
        let mut counts: HashMap<Rule, usize> = HashMap::new();
        let mut rest: Vec<&Problem> = Vec::new();
        for problem in of_file {
            let count = counts.entry(problem.rule).or_default();
            *count += 1;
            if !all && (*count > DRAWN || !problem.is_error()) {
                rest.push(problem);
                continue;
            }
            let other = problem.also.as_ref().and_then(|also| checked.text(&also.path));
            let why = explained.insert(problem.rule);
            let drawn = pen.draw(problem, checked.text(&problem.path), other, why);
            writeln!(context.out, "{drawn}\n")?;
        }
        let room = pen.fine.then_some(context.width);
        list(&rest, rest.len() < of_file.len(), room, context.out)?;
    }
    Ok(())
}

/// Lists errors that are older than the change, which do not fail.
pub(super) fn say_older(errors: &[Problem], context: &mut Context<'_>) -> io::Result<()> {
    let room = Pen::of(context).fine.then_some(context.width);
    for of_file in errors.chunk_by(|a, b| a.path == b.path) {
        list(&of_file.iter().collect::<Vec<_>>(), false, room, context.out)?;
    }
    Ok(())
}

/// Wraps `text` to `room` columns with a hanging indent; unchanged if `room` is `None`.
pub(super) fn hanging(text: &str, indent: usize, room: Option<usize>) -> String {
    let Some(room) = room.map(|room| room.max(NARROWEST)) else { return text.to_owned() };
    let indent = " ".repeat(indent.min(room / 4));
    // Trim first: wrapping would break the line at leading spaces.
    let body = text.trim_start();
    let lead = &text[..text.len() - body.len()];
    textwrap::fill(
        body,
        textwrap::Options::new(room).initial_indent(lead).subsequent_indent(&indent),
    )
}

/// Lists `problems` of one file by location, below those rendered in full, wrapped to `room` columns.
fn list(
    problems: &[&Problem],
    more: bool,
    room: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = problems.first() else { return Ok(()) };
    let kinds = counts(problems.iter().copied()).into_iter().zip(["error", "warning", "hint"]);
    let kinds = kinds.filter(|(count, _)| *count > 0);
    let more = if more { "more " } else { "" };
    let kinds: Vec<_> =
        kinds.map(|(count, word)| counted(count, &format!("{more}{word}"))).collect();
    writeln!(out, "{} in {}", kinds.join(", "), first.path)?;
    let place = |problem: &Problem| {
        format!("{}:{}", problem.place.line.max(1), problem.place.column.max(1))
    };
    let width = problems.iter().map(|problem| place(problem).len()).max().unwrap_or_default();
    for problem in problems {
        let fix = problem.advice();
        let fix = if fix.is_empty() { fix } else { format!("; {fix}") };
        let (place, code, what) = (place(problem), problem.rule.code(), &problem.what);
        let row = format!("  {place:<width$}  {code}  {what}{fix}");
        writeln!(out, "{}", hanging(&row, width + 10, room))?;
    }
    writeln!(out)
}
