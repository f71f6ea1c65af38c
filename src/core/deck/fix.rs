//! Mending a deck: the edits that can be nothing else, made one after the other and looked at again.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::core::deck::Origin;
use crate::core::deck::edit::sort;
use crate::core::deck::problem::{Edit, Problem};
use crate::core::deck::read::{Read, read};
use crate::core::yaml::{self, FaultKind, Node, Value};

/// How often a file is read again at most: one that is broken in many places shows them one after the other.
const ROUNDS: usize = 200;

/// The most bytes that are read again altogether: a large file gets fewer rounds.
const BYTES: usize = 8 * 1024 * 1024;

/// What mending brought.
#[derive(Debug)]
pub struct Mended {
    /// The text as it should be.
    pub text: String,
    /// What was wrong, in the order in which it was mended.
    pub mended: Vec<Problem>,
    /// Whether the terms were put in order.
    pub sorted: bool,
}

/// The text of the file at `path` with everything mended that can be mended in one way only, and its terms in order; none
/// when there is nothing of that kind. Whatever is right stays as it is: byte by byte around the edits, and value by value
/// when it is read again. An edit after which that does not hold is not made.
pub fn mend(path: &Arc<str>, text: &str) -> Option<Mended> {
    let mut text = text.to_owned();
    let mut mended: Vec<Problem> = Vec::new();
    let mut refused: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut before = look(path, &text);
    for _ in 0..(BYTES / text.len().max(1)).clamp(2, ROUNDS) {
        let wanted: Vec<Problem> = before
            .problems
            .iter()
            .filter(|problem| problem.fix.as_ref().is_some_and(|fix| fix.sure))
            .filter(|problem| !refused.contains(&name(problem)))
            .cloned()
            .collect();
        let together = side_by_side(&wanted);
        if together.is_empty() {
            break;
        }
        // All at once is quick; one by one finds the edit that does harm.
        if let Some((next, after)) = attempt(path, &text, &before, &together) {
            mended.extend(together.into_iter().cloned());
            (text, before) = (next, after);
            continue;
        }
        let good = together.iter().find_map(|problem| {
            let made = attempt(path, &text, &before, &[problem]);
            if made.is_none() {
                refused.insert(name(problem));
            }
            made.map(|made| (made, (*problem).clone()))
        });
        if let Some(((next, after), problem)) = good {
            mended.push(problem);
            (text, before) = (next, after);
        }
    }
    // A file that is broken cannot be sorted: where its terms end is not known.
    let in_order = sort(&text).ok().filter(|in_order| *in_order != text);
    let sorted = in_order.is_some();
    let text = in_order.unwrap_or(text);
    (sorted || !mended.is_empty()).then_some(Mended { text, mended, sorted })
}

/// Reads `text` as the file at `path`.
fn look(path: &Arc<str>, text: &str) -> Read {
    read(path, text.as_bytes(), Origin::Named)
}

/// What a problem is known by, wherever it moves to.
fn name(problem: &Problem) -> (&'static str, String) {
    (problem.rule.code, problem.what.clone())
}

/// Those of `problems` whose edits do not touch each other.
fn side_by_side(problems: &[Problem]) -> Vec<&Problem> {
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut chosen = Vec::new();
    for problem in problems {
        let Some(fix) = &problem.fix else { continue };
        let free = |edit: &Edit| {
            let before = taken.range(..=(edit.end, u32::MAX)).next_back();
            before.is_none_or(|(_, end)| *end < edit.start)
        };
        if fix.edits.iter().all(free) {
            taken.extend(fix.edits.iter().map(|edit| (edit.start, edit.end)));
            chosen.push(problem);
        }
    }
    chosen
}

/// `text` with `edits` made; none when they overlap or cut a character in two.
pub fn edited(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut edits: Vec<_> = edits.to_vec();
    edits.sort();
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for edit in edits {
        let (start, end) = (usize::try_from(edit.start).ok()?, usize::try_from(edit.end).ok()?);
        out.push_str(text.get(from..start)?);
        out.push_str(&edit.text);
        text.get(start..end)?;
        from = end;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

/// Makes the edits of `problems`; none when a problem stays, or something that was right does not.
fn attempt(
    path: &Arc<str>,
    text: &str,
    before: &Read,
    problems: &[&Problem],
) -> Option<(String, Read)> {
    let edits: Vec<&Edit> = problems
        .iter()
        .filter_map(|problem| problem.fix.as_ref())
        .flat_map(|fix| &fix.edits)
        .collect();
    let next = edited(text, &edits)?;
    let after = look(path, &next);
    let count = |read: &Read| {
        let mut counts: HashMap<_, usize> = HashMap::new();
        for problem in &read.problems {
            *counts.entry(name(problem)).or_default() += 1;
        }
        counts
    };
    let (had, has) = (count(before), count(&after));
    let gone = problems.iter().all(|problem| {
        let name = name(problem);
        has.get(&name).unwrap_or(&0) < had.get(&name).unwrap_or(&0)
    });
    let sound = gone && no_worse(text, &next) && unchanged(text, &next, &edits);
    sound.then_some((next, after))
}

/// Whether `new` can be read at least as far as `old`.
fn no_worse(old: &str, new: &str) -> bool {
    let broken_at = |text: &str| {
        let faults = yaml::parse(body(text)).faults;
        let mut faults = faults
            .into_iter()
            .filter(|fault| matches!(fault.kind, FaultKind::Syntax(_) | FaultKind::TooDeep));
        faults.next().map(|fault| fault.place.line)
    };
    match (broken_at(old), broken_at(new)) {
        (_, None) => true,
        (None, Some(_)) => false,
        // A text that is broken further down has come further; on the same line it may have had two slips.
        (Some(old), Some(new)) => new >= old,
    }
}

/// Whether every value of `old` that no edit touches is in `new`, under the same names; and when `old` could be read to
/// its end, whether nothing else is there but what the edits brought.
fn unchanged(old: &str, new: &str, edits: &[&Edit]) -> bool {
    let mut edits: Vec<_> = edits.to_vec();
    edits.sort();
    let mut moved = 0_i64;
    let (mut there, mut here) = (Vec::new(), Vec::new());
    for edit in edits {
        let (start, end) = (i64::from(edit.start), i64::from(edit.end));
        let length = i64::try_from(edit.text.len()).unwrap_or(i64::MAX);
        there.push((start, end));
        here.push((start + moved, start + moved + length));
        moved += length - (end - start);
    }
    let mut left: HashMap<String, i64> = HashMap::new();
    values(old, &there, &mut |value| *left.entry(value).or_default() += 1);
    values(new, &here, &mut |value| *left.entry(value).or_default() -= 1);
    let whole = yaml::parse(body(old)).faults.is_empty();
    left.values().all(|count| if whole { *count == 0 } else { *count <= 0 })
}

/// `text` without a byte order mark.
fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Says each value of `text` that none of the `edits` (ranges of bytes, in order) touches, with the names that lead to it.
fn values(text: &str, edits: &[(i64, i64)], say: &mut dyn FnMut(String)) {
    let mark = i64::try_from(text.len() - body(text).len()).unwrap_or_default();
    let touched = |node: &Node<'_>| {
        let (start, end) = (i64::from(node.place.start) + mark, i64::from(node.place.end) + mark);
        let first = edits.partition_point(|(_, last)| *last < start);
        edits.get(first).is_some_and(|(first, _)| *first <= end)
    };
    if let Some(root) = &yaml::parse(body(text)).root {
        leaves(root, "", &touched, say);
    }
}

/// Says each text below `node` with the names that lead to it, unless it or one of them is touched.
fn leaves(
    node: &Node<'_>,
    path: &str,
    touched: &dyn Fn(&Node<'_>) -> bool,
    say: &mut dyn FnMut(String),
) {
    match &node.value {
        Value::Text(text, _) if !touched(node) => say(format!("{path} = {text}")),
        Value::Text(..) => {}
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}/{at}"), touched, say);
            }
        }
        Value::Map(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !touched(key)) {
                let Value::Text(name, _) = &key.value else { continue };
                leaves(value, &format!("{path}/{name}"), touched, say);
            }
        }
    }
}

#[cfg(test)]
mod tests;
