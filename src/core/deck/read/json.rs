//! Decks in JSON: which files they are, and what is wrong with one that is not valid.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::core::deck::problem::Problem;
use crate::core::deck::read::lines::{Lines, narrow};
use crate::core::deck::rules::Rule;

/// Whether the file at `path` should be JSON, by its name. Such a deck is read, but never changed: edits write YAML.
pub fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("json"))
}

/// What the parser says of a mistake, what that is to people, and how to fix it.
const CAUSES: &[(&str, &str, &str)] = &[
    ("trailing comma", "there is a comma before a closing bracket", "remove it"),
    ("expected `,`", "a comma or a closing bracket is missing before this", "add it"),
    ("expected `:`", "a colon is missing after a name", "add it"),
    ("key must", "the name of a field needs double quotes", "write `\"name\": …`"),
    (
        "control character",
        "a text contains a line break or a tab",
        "write them as `\\n` and `\\t`, or use spaces",
    ),
    ("invalid escape", "this backslash is not a valid escape", "write each backslash twice"),
    ("invalid number", "this is not a number in JSON", "put it in double quotes"),
    (
        "lone leading surrogate",
        "half of a character is missing after `\\u`",
        "write the character itself",
    ),
    (
        "unexpected end of hex escape",
        "half of a character is missing after `\\u`",
        "write the character itself",
    ),
    ("EOF", "the file ends before all brackets and quotes are closed", "close them"),
    ("trailing characters", "there is text after the end of the deck", "remove it"),
    ("recursion limit", "this is nested too deeply", "a deck has at most five levels"),
];

/// The problem that `text`, the file at `path`, is not valid JSON.
pub(super) fn problem(path: &Arc<str>, text: &str) -> Option<Problem> {
    let error = serde_json::from_str::<Value>(text).err()?;
    let lines = Lines::new(text);
    let number = narrow(error.line()).max(1);
    let line = lines.line(number);
    let mut at = error.column().saturating_sub(1).min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let said = error.to_string();
    let known = CAUSES.iter().find(|(start, ..)| said.starts_with(start));
    let (what, help) = match known {
        _ if text.trim().is_empty() => ("the file is empty", "write `{\"terms\": []}`"),
        _ if !text.trim_start().starts_with(['{', '[', '/', '#']) => {
            ("it does not begin with `{`", "if it is YAML, rename it to end in .yaml")
        }
        _ if line[at..].starts_with(['/', '#'])
            && !matches!(known, Some(("control character" | "invalid escape", ..))) =>
        {
            ("there are no comments in JSON", "remove the comment")
        }
        Some((_, what, help)) => (*what, *help),
        None => ("a value cannot be read", "put each text in double quotes"),
    };
    let what = format!("this is not valid JSON: {what}");
    Some(Problem::new(path.clone(), lines.place(number, at, 1), Rule::Syntax, what, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_in_json_is_named_in_its_own_words_with_its_line() {
        for (text, line, what) in [
            ("{\"a\": [1,\n]}", 2, "there is a comma before a closing bracket"),
            ("{\"a\": 1\n\"b\": 2}", 2, "a comma or a closing bracket is missing before this"),
            ("{\"a\" 1}", 1, "a colon is missing after a name"),
            ("{a: 1}", 1, "the name of a field needs double quotes"),
            ("{\"a\": \"b\nc\"}", 2, "a text contains a line break or a tab"),
            ("{\"a\": \"C:\\Users\"}", 1, "this backslash is not a valid escape"),
            ("{\"a\":\n[", 2, "the file ends before all brackets and quotes are closed"),
            ("{}\n{}", 2, "there is text after the end of the deck"),
            ("{\"a\": 'b'}", 1, "a value cannot be read"),
            ("{\n  // b\n}", 2, "there are no comments in JSON"),
            ("{\"a\": \"see\n# b\"}", 2, "a text contains a line break or a tab"),
            ("{\"a\": \"C:\\#x\"}", 1, "this backslash is not a valid escape"),
            ("{\"a\": 01}", 1, "this is not a number in JSON"),
            ("{\"a\": \"\\ud83d x\"}", 1, "half of a character is missing after `\\u`"),
            ("terms:\n  - term: a\n", 1, "it does not begin with `{`"),
            ("", 1, "the file is empty"),
            ("# b\n{}", 1, "there are no comments in JSON"),
        ] {
            let problem = problem(&"a.json".into(), text).expect(text);
            assert_eq!(problem.place.line, line, "{text}: {problem}");
            assert_eq!(problem.what, format!("this is not valid JSON: {what}"), "{text}");
        }
        assert_eq!(problem(&"a.json".into(), "{\"a\": \"é: # b\"}"), None);
    }
}
