//! Fixes a deck automatically: applies each unambiguous edit and checks the result.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::core::deck::Origin;
use crate::core::deck::edit::sort;
use crate::core::deck::fields;
use crate::core::deck::problem::{Edit, Problem};
use crate::core::deck::read::{Read, field_lines, read};
use crate::core::deck::rules;
use crate::core::yaml::{self, FaultKind, Node, Style, Value};

/// The most times a file is parsed again: a badly broken file may reveal its errors one at a time.
const ROUNDS: usize = 200;

/// The most bytes parsed again in total, so a large file gets fewer rounds.
const BYTES: usize = 8 * 1024 * 1024;

/// The result of a fix.
#[derive(Debug)]
pub struct Mended {
    /// The fixed text.
    pub text: String,
    /// The fixed problems, in the order they were fixed.
    pub fixed: Vec<Problem>,
    /// Whether the terms were sorted.
    pub sorted: bool,
}

/// Fixes everything in `text` that has only one possible fix, and sorts the terms. `None` if there is nothing to fix.
/// Everything else stays the same: every byte outside the edits, and every value when parsed again. An edit that would
/// break this is skipped. `path` is for messages.
pub fn fix(path: &Arc<str>, text: &str) -> Option<Mended> {
    let mut text = text.to_owned();
    let mut fixed: Vec<Problem> = Vec::new();
    let mut refused: BTreeSet<(&'static str, String)> = BTreeSet::new();
    // The edits tell two mistakes of one kind apart.
    let key = |problem: &Problem| {
        let edits = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &*edit.text);
        (problem.rule.code, format!("{}\n{}", problem.what, edits.collect::<String>()))
    };
    let mut before = look(path, &text);
    for _ in 0..(BYTES / text.len().max(1)).clamp(2, ROUNDS) {
        let wanted: Vec<Problem> = before
            .problems
            .iter()
            .filter(|problem| problem.fix.as_ref().is_some_and(|fix| fix.sure))
            .filter(|problem| !refused.contains(&key(problem)) && keeps_words(&text, problem))
            .cloned()
            .collect();
        let together = side_by_side(&wanted);
        if together.is_empty() {
            break;
        }
        // All at once is fast; one at a time finds the edit that does harm.
        if let Some((next, after)) = attempt(path, &text, &before, &together) {
            fixed.extend(together.into_iter().cloned());
            (text, before) = (next, after);
            continue;
        }
        let good = together.iter().find_map(|problem| {
            let made = attempt(path, &text, &before, &[problem]);
            if made.is_none() {
                refused.insert(key(problem));
            }
            made.map(|made| (made, (*problem).clone()))
        });
        if let Some(((next, after), problem)) = good {
            fixed.push(problem);
            (text, before) = (next, after);
        }
    }
    // A broken file can't be sorted, because the ends of its terms are unknown.
    let in_order = sort(&text).ok().filter(|in_order| *in_order != text);
    let sorted = in_order.is_some();
    let text = in_order.unwrap_or(text);
    (sorted || !fixed.is_empty()).then_some(Mended { text, fixed, sorted })
}

/// Reads `text` as the file at `path`.
fn look(path: &Arc<str>, text: &str) -> Read {
    read(path, text.as_bytes(), Origin::Named)
}

/// Identifies a problem, wherever its position moves.
fn name(problem: &Problem) -> (&'static str, String) {
    (problem.rule.code, problem.what.clone())
}

/// The problems with edits that don't touch one another.
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

/// Applies `edits` to `text`. `None` if they overlap or split a character.
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

/// Applies the edits of `problems`. `None` if a problem remains or a correct value changes.
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
    // The next error may be of the same kind.
    let is_further = broken_at(text).zip(broken_at(&next)).is_some_and(|(was, is)| is > was);
    let sound = (gone || is_further)
        && no_worse(text, &next)
        && as_usable((text, before), (&next, &after), problems)
        && unchanged(text, &next, &edits);
    sound.then_some((next, after))
}

/// Whether `new` is no harder to read than `old` once `problems` are fixed: it has no error in its structure of a kind that was not
/// there, and no more errors at all, unless the fix gives access to values that could not be read before.
fn as_usable(
    (old, before): (&str, &Read),
    (new, after): (&str, &Read),
    problems: &[&Problem],
) -> bool {
    let errors = |read: &Read, end: u32| -> Vec<&'static str> {
        let errors = read.problems.iter().filter(|problem| problem.is_error());
        let errors = errors.filter(|problem| problem.place.line < end);
        errors.map(|problem| problem.rule.code).collect()
    };
    // What is below could not be read before.
    let end = broken_at(old).unwrap_or(u32::MAX);
    let (had, has) = (errors(before, u32::MAX), errors(after, end));
    let mut new_codes = has.iter().filter(|code| !had.contains(code));
    let (was_broken, is_broken) = (broken_at(old).is_some(), broken_at(new).is_some());
    if new_codes.clone().any(|code| ("E202".."E209").contains(code)) {
        return false;
    }
    if was_broken {
        return is_broken || are_fields(new);
    }
    let reveals = [&rules::SYNTAX, &rules::UNKNOWN_FIELD, &rules::WRONG_KIND];
    if problems
        .iter()
        .any(|problem| reveals.contains(&problem.rule) || problem.rule.code.starts_with("E1"))
    {
        return new_codes.all(|code| *code != rules::SYNTAX.code);
    }
    has.len() <= had.len() && new_codes.next().is_none()
}

/// Whether each line of `text` that looks like a field is one, except in block texts.
fn are_fields(text: &str) -> bool {
    let mut left: HashMap<&str, i64> = HashMap::new();
    for name in field_lines(body(text)) {
        *left.entry(name).or_default() += 1;
    }
    let root = yaml::parse(body(text)).root;
    let mut nodes: Vec<&Node<'_>> = root.iter().collect();
    while let Some(node) = nodes.pop() {
        match &node.value {
            Value::Text(..) => {}
            Value::List(items) => nodes.extend(items),
            Value::Map(fields) => {
                for (key, value) in fields {
                    if let Some(count) = key.text().and_then(|name| left.get_mut(name)) {
                        *count -= 1;
                    }
                    nodes.push(value);
                }
            }
        }
    }
    left.values().all(|count| *count <= 0)
}

/// Whether the fix of a problem with YAML keeps all words in order. Other rules are about the words themselves.
fn keeps_words(text: &str, problem: &Problem) -> bool {
    let about_yaml = [&rules::SYNTAX, &rules::WRONG_KIND, &rules::CUT, &rules::BARE, &rules::EMPTY];
    if !about_yaml.contains(&problem.rule) {
        return true;
    }
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    problem.fix.iter().flat_map(|fix| &fix.edits).all(|edit| {
        let range = usize::try_from(edit.start).ok().zip(usize::try_from(edit.end).ok());
        let Some(old) = range.and_then(|(start, end)| text.get(start..end)) else { return false };
        let mut new = words(&edit.text).into_iter();
        // The name of a language behind a code fence is no word of the deck, nor is the number of an item.
        // A field that is removed because it is empty has only its name.
        let is_name = |word: &String| {
            word == "null"
                || fields::all().any(|field| field.name.split('_').any(|part| part == word))
        };
        let is_mark = old.trim_start().starts_with("```") || edit.text.trim() == "-";
        is_mark
            || words(old)
                .iter()
                .filter(|word| !is_name(word))
                .all(|word| new.any(|other| other == *word))
    })
}

/// The line of `text` at which it cannot be parsed any further.
fn broken_at(text: &str) -> Option<u32> {
    let mut faults = yaml::parse(body(text))
        .faults
        .into_iter()
        .filter(|fault| matches!(fault.kind, FaultKind::Syntax(_) | FaultKind::TooDeep));
    faults.next().map(|fault| fault.place.line)
}

/// Whether `new` parses at least as far as `old`.
fn no_worse(old: &str, new: &str) -> bool {
    match (broken_at(old), broken_at(new)) {
        (_, None) => true,
        (None, Some(_)) => false,
        // An error further down means more was parsed. On the same line, there may have been two errors.
        (Some(old), Some(new)) => new >= old,
    }
}

/// Whether `new` contains every value of `old` outside the edits, under the same keys. If `old` parsed completely, `new` must
/// also contain nothing else except the edits.
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
    let whole = yaml::parse(body(old)).faults.is_empty();
    // The place of a value in a broken text is only a guess.
    let mut count = |path: &str, text: &str, by: i64| {
        let value = if whole { format!("{path} = {text}") } else { text.to_owned() };
        *left.entry(value).or_default() += by;
    };
    // What the parser read last, before it gave up, is no value that someone wrote.
    let last = broken_at(old).unwrap_or(u32::MAX);
    values(old, &there, &mut |node, path, text| {
        if node.place.line < last.saturating_sub(1) {
            count(path, text, 1);
        }
    });
    values(new, &here, &mut |_, path, text| count(path, text, -1));
    left.values().all(|count| if whole { *count == 0 } else { *count <= 0 })
}

/// `text` without a byte order mark.
fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Calls `say` with each text outside `edits` (sorted byte ranges), its path and its value.
fn values(text: &str, edits: &[(i64, i64)], say: &mut dyn FnMut(&Node<'_>, &str, &str)) {
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

/// Calls `say` with each text below `node`, its path and its value, except where the text or a key on its path is touched.
fn leaves(
    node: &Node<'_>,
    path: &str,
    touched: &dyn Fn(&Node<'_>) -> bool,
    say: &mut dyn FnMut(&Node<'_>, &str, &str),
) {
    match &node.value {
        // Nothing is lost with a missing value, which the parser reads as `~`.
        Value::Text(text, Style::Plain) if matches!(&**text, "" | "~") => {}
        Value::Text(text, _) if !touched(node) => say(node, path, text),
        Value::Text(..) => {}
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                // Another text may become an item before it.
                let at = if item.text().is_some() { 0 } else { at };
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
