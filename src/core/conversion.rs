//! What the hints on how to convert a file have in common: they know HTML, and name the file in a command.

/// The file `name` as an argument of a command; `FILE` for the standard input.
pub fn argument(name: &str) -> String {
    if name == "-" {
        return "FILE".to_owned();
    }
    let is_plain = |c: char| c.is_alphanumeric() || "/._+:@,".contains(c);
    if name.chars().all(|c| is_plain(c) || c == '-') && !name.starts_with('-') {
        return name.to_owned();
    }
    let start = if name.starts_with('-') { "./" } else { "" };
    format!("'{start}{}'", name.replace('\'', r"'\''"))
}

/// Whether `text` begins as a page does. Markdown may begin with a comment or with another tag.
pub fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        rest = after.trim_start();
    }
    if rest.starts_with("<?xml") {
        rest = rest.split_once("?>").map_or(rest, |(_, rest)| rest.trim_start());
    }
    let starts = |tag: &str| {
        let start = rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        start && !rest[tag.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
    };
    ["<!doctype html", "<html", "<head", "<body"].into_iter().any(starts)
}
