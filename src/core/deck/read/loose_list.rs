//! Reads a list in brackets as its author meant it, where YAML does not: commas are missing, or a `#` hides what follows.

use crate::core::deck::fields::Kind;
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
}

/// What is wrong with `text`, the value of a field of this kind, which starts with a bracket. `None` if it is something else.
pub(super) fn loose_list(text: &str, kind: Kind) -> Option<LooseList> {
    let mut rest = text.strip_prefix('[')?;
    let (mut items, mut comma, mut hash, mut missing) = (Vec::new(), true, false, false);
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
        missing |= !comma;
        comma = false;
        let item = match rest.strip_prefix(['"', '\'']) {
            Some(inner) => {
                let end = inner.find(&rest[..1])?;
                rest = &inner[end + 1..];
                &inner[..end]
            }
            None => {
                let end = rest.find([',', ']', '"']).unwrap_or(rest.len());
                let (item, after) = rest.split_at(end);
                rest = after;
                item.trim()
            }
        };
        // A backslash may escape the quote that ended the item.
        if item.contains(['\\', '[', '{']) {
            return None;
        }
        hash |= item.starts_with('#') || item.contains(" #");
        // `#toil` is how links and tags are written elsewhere.
        let is_label =
            !matches!(kind, Kind::Lines(_)) || !item.trim_start_matches('#').contains('#');
        items.push(if is_label { item.trim_start_matches('#') } else { item });
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
    let item = |item: &&str| quoted(&stored(item), Within::Flow).into_owned();
    let list = format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "));
    Some(LooseList { what, help, list })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_meant() {
        let read = |text, kind| loose_list(text, kind).map(|list| list.list);
        for (text, list) in [
            ("[\"EB\" \"SLO budget\"]", "[EB, SLO budget]"),
            ("[\"EB\", 'x' \"y, z\"] # both", "[EB, x, \"y, z\"]"),
            ("[a \"b\"]", "[a, b]"),
            ("[#toil]", "[toil]"),
            ("[slo, #toil, #no]", "[slo, toil, \"no\"]"),
        ] {
            assert_eq!(read(text, Kind::Links).as_deref(), Some(list), "{text}");
        }
        for text in [
            "[a, b]",
            "[a, b",
            "[sic] the \"mark\"",
            "[[a] \"b\"]",
            "[a # b]x",
            "x",
            "[\"a\\\"\" \"b\"]",
        ] {
            assert_eq!(read(text, Kind::Links), None, "{text}");
        }
    }
}
