//! Fixes a deck automatically: applies each unambiguous edit and checks the result.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::core::deck::Origin;
use crate::core::deck::edit::sort;
use crate::core::deck::fields;
use crate::core::deck::problem::{Edit, Problem};
use crate::core::deck::read::{NO_FIELD, UNREADABLE, field_lines, is_json, read_with_tree};
use crate::core::deck::rules::Rule;
use crate::core::slug::slug;
use crate::core::yaml::{Node, Style, Value};

/// The most times a file is parsed again: a badly broken file may reveal its errors one at a time.
const READINGS: usize = 400;

/// The most attempts in a row that may fail: enough to isolate several bad edits among a thousand by halving.
const FAILURES: usize = 60;

/// The most bytes read again in total, so a large file is read again less often. To find the cause of a problem takes as long as to read
/// this many bytes.
const BYTES: usize = 8 * 1024 * 1024;
const BYTES_OF_PROBLEM: usize = 512;

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

impl Mended {
    /// The number of problems that were fixed.
    pub fn count(&self) -> usize {
        self.fixed.len() + usize::from(self.sorted)
    }
}

/// Fixes everything in `text` that has only one possible fix, and sorts the terms. `None` if there is nothing to fix.
/// Everything else stays the same: every byte outside the edits, and every value when parsed again. An edit that would
/// break this is skipped. A deck in JSON, as its `path` says, has no fixes.
pub fn fix(path: &Arc<str>, text: &str) -> Option<Mended> {
    if is_json(Path::new(&**path)) {
        return None;
    }
    let mut fixed: Vec<Problem> = Vec::new();
    let mut refused: BTreeSet<(Rule, String)> = BTreeSet::new();
    // The edits tell two mistakes of one kind apart.
    let key = |problem: &Problem| {
        let edits = problem.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &*edit.text);
        (problem.rule, format!("{}\n{}", problem.what, edits.collect::<String>()))
    };
    let mut was = Look::at(path, text.to_owned());
    let (mut readings, mut bytes) = (READINGS, BYTES);
    let mut failures = 0;
    while readings > 0 {
        let wanted: Vec<&Problem> = was
            .problems
            .iter()
            .filter(|problem| problem.is_fixable())
            .filter(|problem| !refused.contains(&key(problem)) && keeps_words(&was.text, problem))
            .collect();
        let together = side_by_side(&wanted);
        if together.is_empty() {
            break;
        }
        // All at once is fast; half of them at a time finds the edit that does harm.
        let mut groups = vec![&together[..]];
        let mut made = None;
        while let Some(group) = groups.pop().filter(|_| made.is_none() && readings > 0) {
            bytes = bytes.saturating_sub(was.text.len() + BYTES_OF_PROBLEM * was.problems.len());
            readings = if bytes > 0 { readings - 1 } else { 0 };
            made = attempt(path, &was, group);
            failures = if made.is_some() { 0 } else { failures + 1 };
            if failures == FAILURES {
                readings = 0;
            }
            match (&made, group) {
                (Some(_), _) => fixed.extend(group.iter().copied().cloned()),
                (None, [one]) => _ = refused.insert(key(one)),
                (None, _) => {
                    let (first, rest) = group.split_at(group.len() / 2);
                    groups.extend([rest, first]);
                }
            }
        }
        if let Some(is) = made {
            was = is;
        }
    }
    // A broken file can't be sorted, because the ends of its terms are unknown. What has no name may belong to the term above.
    let terms = was.root.as_ref().and_then(|root| root.field("terms"));
    let is_whole = was.whole
        && terms.is_none_or(|(_, terms)| match &terms.value {
            Value::List(items) => items.iter().all(|item| item.field("term").is_some()),
            _ => true,
        });
    let text = was.text;
    let in_order = is_whole.then(|| sort(&text).ok()).flatten();
    let in_order = in_order.filter(|in_order| *in_order != text);
    let sorted = in_order.is_some();
    let text = in_order.unwrap_or(text);
    (sorted || !fixed.is_empty()).then_some(Mended { text, fixed, sorted })
}

/// A text, and what is in it.
struct Look {
    text: String,
    problems: Vec<Problem>,
    root: Option<Node<'static>>,
    /// The line at which it cannot be parsed any further, or the highest number if it can be to its end.
    reach: u32,
    /// Whether it has no errors in its YAML at all.
    whole: bool,
}

impl Look {
    /// Reads `text` as the file at `path`.
    fn at(path: &Arc<str>, text: String) -> Self {
        let (read, tree) = read_with_tree(path, text.as_bytes(), Origin::Named);
        let (reach, whole) = (tree.broken_at().unwrap_or(u32::MAX), tree.faults.is_empty());
        let root = tree.root.map(Node::into_owned);
        Self { problems: read.problems, root, reach, whole, text }
    }

    fn is_broken(&self) -> bool {
        self.reach < u32::MAX
    }

    /// How often there is each problem, wherever its position moves.
    fn counts(&self) -> HashMap<(Rule, &str), usize> {
        let mut counts = HashMap::new();
        for problem in &self.problems {
            *counts.entry((problem.rule, &*problem.what)).or_default() += 1;
        }
        counts
    }

    /// The rules of its errors above the line `end`.
    fn errors(&self, end: u32) -> Vec<Rule> {
        let errors = self.problems.iter().filter(|problem| problem.is_error());
        errors.filter(|problem| problem.place.line < end).map(|problem| problem.rule).collect()
    }
}

/// The problems with edits that don't touch one another.
fn side_by_side<'p>(problems: &[&'p Problem]) -> Vec<&'p Problem> {
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
            chosen.push(*problem);
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

/// Applies the edits of `problems`. `None` if a problem remains, a correct value changes, less can be parsed, or
/// the next error has no explanation.
fn attempt(path: &Arc<str>, was: &Look, problems: &[&Problem]) -> Option<Look> {
    let fixes = problems.iter().filter_map(|problem| problem.fix.as_ref());
    let mut edits: Vec<&Edit> = fixes.flat_map(|fix| &fix.edits).collect();
    edits.sort();
    let is = Look::at(path, edited(&was.text, &edits)?);
    let (had, has) = (was.counts(), is.counts());
    // Others that were not shown before may have taken its place.
    let is_full = was.problems.last().is_some_and(|problem| problem.rule == Rule::TooMany);
    let gone = problems.iter().all(|problem| {
        let name = (problem.rule, &*problem.what);
        let (has, had) = (has.get(&name).unwrap_or(&0), had.get(&name).unwrap_or(&0));
        // It may have hidden another of its kind.
        let is_same = |other: &&Problem| (other.rule, &*other.what) == name;
        let is_there = || {
            is.problems.iter().filter(is_same).any(|other| other.place.line == problem.place.line)
        };
        has < had || has == had && (is_full || !is_there())
    });
    let is_explained = [UNREADABLE, NO_FIELD].into_iter().all(|what| {
        let name = (Rule::Syntax, what);
        has.get(&name) <= had.get(&name)
    });
    // The next error may be of the same kind, and on the same line, there may have been two.
    let is_further = is.is_broken() && is.reach > was.reach;
    let sound = (gone || is_further)
        && is.reach >= was.reach
        && is_explained
        && as_usable(was, &is, problems)
        && unchanged(was, &is, &edits);
    sound.then_some(is)
}

/// Whether `is` is no harder to read than `was` once `problems` are fixed: it has no error in its structure of a kind that was not
/// there, and no more errors at all, unless the fix gives access to values that could not be read before.
fn as_usable(was: &Look, is: &Look, problems: &[&Problem]) -> bool {
    // What is below could not be read before.
    let (had, has) = (was.errors(u32::MAX), is.errors(was.reach));
    let mut new_rules = has.iter().filter(|rule| !had.contains(rule));
    if new_rules.clone().any(|rule| (Rule::Anchor..Rule::Bare).contains(rule)) {
        return false;
    }
    if was.is_broken() {
        return is.is_broken() || are_fields(is);
    }
    let reveals = |rule| {
        matches!(rule, Rule::Syntax | Rule::UnknownField | Rule::WrongKind | Rule::SecondDocument)
    };
    if problems.iter().any(|problem| reveals(problem.rule) || problem.rule.is_about_text()) {
        return new_rules.all(|rule| *rule != Rule::Syntax);
    }
    has.len() <= had.len() && new_rules.next().is_none()
}

/// Whether each line that looks like a field is one, except in block texts.
fn are_fields(look: &Look) -> bool {
    let mut left: HashMap<&str, i64> = HashMap::new();
    for name in field_lines(body(&look.text)) {
        *left.entry(name).or_default() += 1;
    }
    let mut nodes: Vec<&Node<'_>> = look.root.iter().collect();
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
    let about_yaml = [Rule::Syntax, Rule::WrongKind, Rule::Cut, Rule::Bare, Rule::Empty];
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
        // The language after a code fence is not part of the deck, nor is the number of an item.
        // A field that is removed because it is empty has only its name.
        let is_name = |word: &String| {
            word == "null"
                || fields::all().any(|field| field.name.split('_').any(|part| part == word))
        };
        let is_mark = old.trim_start().starts_with("```") || edit.text.trim() == "-";
        // An id has the words of its term in another form.
        is_mark
            || slug(old) == slug(&edit.text)
            || words(old)
                .iter()
                .filter(|word| !is_name(word))
                .all(|word| new.any(|other| other == *word))
    })
}

/// Whether `is` contains every value of `was` outside the `edits`, which are in order, under the same keys. If `was` could be parsed
/// to its end, `is` must also contain nothing else except the edits.
fn unchanged(was: &Look, is: &Look, edits: &[&Edit]) -> bool {
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
    let whole = was.whole;
    // The place of a value in a broken text is only a guess.
    let mut count = |path: &str, text: &str, by: i64| {
        let value = if whole { format!("{path} = {text}") } else { text.to_owned() };
        *left.entry(value).or_default() += by;
    };
    values(was, &there, &mut |node, path, text| {
        // What the parser read last, before it gave up, is no value that someone wrote.
        if node.place.line < was.reach.saturating_sub(1) {
            count(path, text, 1);
        }
    });
    values(is, &here, &mut |_, path, text| count(path, text, -1));
    left.values().all(|count| if whole { *count == 0 } else { *count <= 0 })
}

/// `text` without a byte order mark.
fn body(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Calls `say` with each text outside `edits` (sorted byte ranges), its path and its value.
fn values(look: &Look, edits: &[(i64, i64)], say: &mut dyn FnMut(&Node<'_>, &str, &str)) {
    let mark = i64::try_from(look.text.len() - body(&look.text).len()).unwrap_or_default();
    let touched = |node: &Node<'_>| {
        let (start, end) = (i64::from(node.place.start) + mark, i64::from(node.place.end) + mark);
        let first = edits.partition_point(|(_, last)| *last < start);
        edits.get(first).is_some_and(|(first, _)| *first <= end)
    };
    if let Some(root) = &look.root {
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
