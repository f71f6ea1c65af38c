//! Reads a list in brackets as its author meant it, where YAML does not: commas are missing, or a `#` hides what follows.

use crate::core::text::stored;
use crate::core::yaml::{Within, quoted};

/// A list in brackets that YAML misreads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LooseList {
    /// What is wrong with it.
    pub what: &'static str,
    /// How to fix it.
    pub help: &'static str,
    /// The list as it was meant.
    pub list: String,
    /// Whether it cannot be meant in another way.
    pub sure: bool,
}

/// What is wrong with `text`, which starts with a bracket. `None` if it is something else. A `#` before a label, as links and tags
/// are written elsewhere, does not belong to it.
pub(super) fn loose_list(text: &str, has_labels: bool) -> Option<LooseList> {
    let mut rest = text.strip_prefix('[')?;
    let (mut items, mut comma, mut hash, mut missing) = (Vec::new(), true, false, false);
    // In `["a" b]`, the quotes may also be a part of one text.
    let (mut sure, mut was_quoted) = (true, false);
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(']') {
            // Brackets in the middle of a text don't make a list.
            let after = after.trim();
            if !after.is_empty() && !after.starts_with('#') {
                return None;
            }
            break;
        }
        if let Some(after) = rest.strip_prefix(',') {
            (rest, comma) = (after, true);
            continue;
        }
        if rest.is_empty() || rest.starts_with(['[', '{']) {
            return None;
        }
        let is_quoted = rest.starts_with(['"', '\'']);
        missing |= !comma;
        sure &= comma || is_quoted && was_quoted;
        (comma, was_quoted) = (false, is_quoted);
        let item = if is_quoted {
            let (quote, inner) = rest.split_at(1);
            let end = closing(inner, quote)?;
            rest = &inner[end + 1..];
            if quote == "'" { inner[..end].replace("''", "'") } else { inner[..end].to_owned() }
        } else {
            let end = rest.find([',', ']', '"']).unwrap_or(rest.len());
            let (item, after) = rest.split_at(end);
            rest = after;
            item.trim().to_owned()
        };
        // A backslash may escape the quote that ended the item.
        if item.contains(['\\', '[', '{']) {
            return None;
        }
        if !is_quoted {
            hash |= item.starts_with('#') || item.contains(" #");
            // It is unclear where a comment in the middle of a list ends.
            sure &= !item.starts_with("# ") && !item.contains(" # ");
        }
        items.push(if has_labels { item.trim_start_matches('#').to_owned() } else { item });
    }
    let (what, help) = match (missing, hash) {
        (true, _) => {
            ("a comma is missing between the items of the list", "separate all items by commas")
        }
        (false, true) => (
            "`#` starts a comment, which hides the rest of the list",
            "leave the `#` out, or put the item in quotes",
        ),
        (false, false) => return None,
    };
    let item = |item: &String| quoted(&stored(item), Within::Flow).into_owned();
    let list = format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "));
    Some(LooseList { what, help, list, sure })
}

/// Where `quote` closes the text at the start of `inner`. Two single quotes in a row are one in the text.
fn closing(inner: &str, quote: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let end = from + inner.get(from..)?.find(quote)?;
        if quote != "'" || !inner[end + 1..].starts_with(quote) {
            return Some(end);
        }
        from = end + 2;
    }
}

/// How a list in brackets ends.
pub(super) enum Brackets {
    /// It does not.
    Open,
    /// A quote in it does not.
    OpenQuote,
    /// Before this byte.
    Closed(usize),
}

/// How the list at the start of `text` ends.
pub(super) fn brackets(text: &str) -> Brackets {
    let mut depth = 0_usize;
    let mut quote: Option<char> = None;
    // Quotes in the middle of an item are a part of it.
    let mut starts = true;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(open), _) => quote = quote.filter(|_| open != c),
            (None, '"' | '\'') if starts => quote = Some(c),
            (None, '[') => depth += 1,
            (None, ']') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Brackets::Closed(at + 1);
                }
            }
            _ => {}
        }
        starts = matches!(c, '[' | ',') || starts && c == ' ';
    }
    if quote.is_some() { Brackets::OpenQuote } else { Brackets::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_meant() {
        let read = |text, labels| loose_list(text, labels).map(|list| list.list);
        for (text, list) in [
            ("[\"EB\" \"SLO budget\"]", "[EB, SLO budget]"),
            ("[\"EB\", 'x' \"y, z\"] # both", "[EB, x, \"y, z\"]"),
            ("[a \"b\"]", "[a, b]"),
            ("[#toil]", "[toil]"),
            ("[slo, #toil, #no]", "[slo, toil, \"no\"]"),
            ("['team''s job' 'x']", "[\"team's job\", x]"),
        ] {
            assert_eq!(read(text, true).as_deref(), Some(list), "{text}");
        }
        let channel = loose_list("[one, #general, C#]", false).unwrap();
        assert_eq!((&*channel.list, channel.sure), ("[one, \"#general\", C#]", true));
        for text in ["[a \"b\"]", "[\"a\" b]", "[one, #general, C#, three # old , four]"] {
            assert!(!loose_list(text, false).unwrap().sure, "{text}");
        }
        for text in [
            "[a, b]",
            "[a, b",
            "[sic] the \"mark\"",
            "[[a] \"b\"]",
            "[a # b]x",
            "[busywork, 'team''s job']",
            "[\"#general\", C#]",
            "x",
            "[\"a\\\"\" \"b\"]",
        ] {
            assert_eq!(read(text, true), None, "{text}");
        }
    }
}
