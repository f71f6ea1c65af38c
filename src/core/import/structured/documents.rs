//! The documents in a text of YAML or JSON, of which there may be several.

use crate::core::import::Refusal;
use crate::core::yaml::{self, FaultKind, Node, Value};

/// The message about JSON with comments.
const COMMENTS: (&str, &str) = (
    "it is JSON with comments; remove them",
    r#"perl -0777 -pe 's{("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/}{$1 // ""}gse' FILE | NEXT -"#,
);

/// Moves `node` down by `lines`, to where it is in the file.
pub(super) fn shift(node: &mut Node<'_>, lines: u32) {
    node.place.line += lines;
    match &mut node.value {
        Value::Text(..) => {}
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, lines)),
        Value::Map(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            shift(key, lines);
            shift(value, lines);
        }),
    }
}

/// The documents in a text, each with the number of the lines before it.
pub(super) fn documents(text: &str) -> Vec<(usize, String)> {
    let tree = yaml::parse(text);
    if tree.faults.is_empty() {
        return vec![(0, text.to_owned())];
    }
    let lines: Vec<&str> = text.lines().collect();
    let is_object = |line: &str| {
        let line = line.trim();
        line.starts_with('{') && line.ends_with('}') && is_sound(line)
    };
    let filled = lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let are_objects = filled.clone().all(|(_, line)| line.trim_start().starts_with('{'))
        && lines.iter().any(|line| is_object(line));
    let is_first = || filled.clone().next().is_some_and(|(_, line)| is_object(line));
    if are_objects || is_first() && !text.contains("\n---") && !has_comments(text) {
        // The first line that cannot be read is the one to name.
        if let Some((at, line)) = filled.clone().find(|(_, line)| !is_object(line)) {
            return vec![(at, if is_sound(line) { "{" } else { line }.to_owned())];
        }
        return vec![(
            0,
            format!(
                "[{}]",
                lines
                    .iter()
                    .map(|line| if line.trim().is_empty() {
                        String::new()
                    } else {
                        format!("{line},")
                    })
                    .collect::<Vec<_>>()
                    .join("\n")
            ),
        )];
    }
    if tree.faults.iter().any(|fault| fault.kind == FaultKind::SecondDocument) {
        let mut parts: Vec<(usize, String)> = vec![(0, String::new())];
        for (at, line) in lines.iter().enumerate() {
            if line.trim_end() == "---" || line.starts_with("--- #") {
                parts.push((at + 1, String::new()));
            } else if let Some((_, part)) = parts.last_mut() {
                *part += &format!("{line}\n");
            }
        }
        return parts;
    }
    vec![(0, text.to_owned())]
}

/// Whether `fault` keeps a text from being read. A tag says nothing about the words.
fn is_harmful(fault: &yaml::Fault) -> bool {
    !matches!(fault.kind, FaultKind::Tag | FaultKind::Directive)
}

/// Whether all of `text` can be read.
fn is_sound(text: &str) -> bool {
    !yaml::parse(text).faults.iter().any(is_harmful)
}

/// The tree of `text`, which begins `from` lines below the start of the file.
pub(super) fn sound(text: &str, from: u32) -> Result<yaml::Tree<'_>, Refusal> {
    let tree = yaml::parse(text);
    match tree.faults.iter().find(|fault| is_harmful(fault)) {
        None => Ok(tree),
        Some(fault) => {
            let what = match &fault.kind {
                FaultKind::Syntax(_) if has_comments(text) => {
                    return Err(COMMENTS.into());
                }
                FaultKind::Syntax(_) => {
                    "it cannot be read from here on; look for a missing quote, comma, colon or bracket here or on the line above"
                }
                FaultKind::Anchor => {
                    let why = format!(
                        "line {}: `&` and `*` are not allowed; put text that starts with them in quotes, or resolve anchors with the yq of github.com/mikefarah/yq",
                        fault.place.line + from
                    );
                    return Err((&*why, "yq 'explode(.)' FILE | NEXT -").into());
                }
                FaultKind::Tag | FaultKind::Directive => "",
                FaultKind::SecondDocument => "only one document is allowed",
                FaultKind::TooDeep => "it is nested too deeply",
                FaultKind::OddKey => "a field name is not text",
            };
            let why = format!("line {}: {what}", fault.place.line + from);
            if looks_like_deck(text) {
                let why = format!("{why}; to name every mistake, check the deck");
                return Err((&*why, "shoptalk deck check FILE").into());
            }
            Err(why.into())
        }
    }
}

/// Whether a text that cannot be read has the fields of a deck.
fn looks_like_deck(text: &str) -> bool {
    let has = |name: &str| {
        text.split(['\n', '{', ',']).any(|part| {
            let rest = part.trim_start_matches(['"', ' ', '\t']).strip_prefix(name);
            rest.is_some_and(|rest| rest.trim_start_matches('"').starts_with(':'))
        })
    };
    has("terms") && ["deck", "extends", "title"].into_iter().any(has)
}

/// Whether a text is JSON with comments on lines of their own, or at the end of one.
fn has_comments(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/*");
    text.trim_start().starts_with(['{', '[', '/'])
        && lines.any(|line| is_comment(line) || line.contains(", //") || line.contains(", /*"))
}

/// Where `node` is, for people.
pub(super) fn place(node: &Node<'_>) -> String {
    format!("line {}", node.place.line)
}
