//! Reads a list in brackets as its author meant it, where YAML does not: commas are missing, or a `#` hides what follows.

use crate::core::deck::fields::Kind;
use crate::core::deck::problem::{Edit, Fix};
use crate::core::slug::slug;
use crate::core::text::stored;
use crate::core::yaml::{Span, Within, quoted};

/// A list in brackets that YAML misreads.
#[derive(Debug, Default, PartialEq, Eq)]
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

impl LooseList {
    /// The fix that makes it the value of the field `name`, which is at `place`.
    pub(super) fn fix(&self, name: &str, place: Span) -> Fix {
        let fix = Fix { sure: self.sure, ..Fix::sure(vec![Edit::at(place, self.list.clone())]) };
        fix.showing(format!("{name}: {}", self.list))
    }
}

/// What an item of a list is meant to be.
pub(super) type Meant = fn(&str) -> String;

/// What an item of the list `name` is meant to be. A `#` or `@` before a label, as links and tags are written elsewhere, does not
/// belong to it, and a link is an id.
pub(super) fn meant(name: &str, kind: Kind) -> Meant {
    match (kind, name) {
        (Kind::Links | Kind::Ids, _) => |text| link_meant(text).unwrap_or_else(|| text.to_owned()),
        (_, "tags") => |text| text.trim_start_matches(['#', '@']).to_owned(),
        _ => str::to_owned,
    }
}

/// The id of one term, or of one in another deck, that `text` is meant to be.
pub(super) fn link_meant(text: &str) -> Option<String> {
    if text.contains([',', ';']) || text.contains(" and ") {
        return None;
    }
    let parts: Vec<String> = text.trim_start_matches(['#', '@']).splitn(2, '/').map(slug).collect();
    (!parts.iter().any(String::is_empty)).then(|| parts.join("/"))
}

/// What is wrong with `text`, which starts with a bracket. `None` if it is something else.
pub(super) fn loose_list(text: &str, meant: Meant) -> Option<LooseList> {
    if let Some(list) = several(text) {
        return Some(list);
    }
    let Some(items) = Items::read(text.strip_prefix('[')?, true) else { return unclosed(text) };
    let is_sign = |item: &String| {
        item.starts_with(['#', '@', '%']) && !meant(item).starts_with(['#', '@', '%'])
    };
    let quotes_or =
        |out| if items.texts.iter().any(is_sign) { out } else { "put the item in quotes" };
    let (what, help) = match items.fault? {
        Fault::MissingComma => {
            ("a comma is missing between the items of the list", "separate all items by commas")
        }
        Fault::Comment => (
            "`#` starts a comment, which hides the rest of the list",
            quotes_or("leave the `#` out"),
        ),
        Fault::Sign => (
            "an item of the list starts with a sign that YAML uses for itself",
            quotes_or("leave the sign out"),
        ),
        Fault::SpareComma => ("an item of the list is empty", "remove the extra comma"),
    };
    Some(LooseList { what, help, list: items.list(meant), sure: items.sure })
}

/// The list that `text` was meant to be, a value without brackets around it: its items are separated by commas or semicolons, or on
/// lines of their own. `None` if it may be something else.
pub(super) fn bare_list(text: &str, meant: Meant) -> Option<LooseList> {
    let whole = text.trim();
    // Only the bracket that opens it is missing.
    let text = whole.strip_suffix(']').filter(|text| !text.is_empty() && !text.contains('['));
    let text = text.unwrap_or(whole);
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let inner = inner.filter(|inner| inner.contains([',', ';']) && !inner.contains(['(', ')']));
    let lines: Vec<&str> = inner.unwrap_or(text).lines().map(str::trim).collect();
    let ends = |line: &&str| line.ends_with([',', ';']);
    let is_split = |line: &&str| line.trim_end_matches([',', ';']).contains([',', ';']);
    // A long line may have been broken between two items, or within one.
    let is_even = lines[..lines.len() - 1].iter().all(ends) || !lines.iter().any(is_split);
    let items = Items::read(&lines.join("\n"), false)?;
    let is_other = |item: &String| item.contains(" / ") || item.contains(" | ");
    let sure = items.sure && is_even && !items.texts.iter().any(is_other);
    let (what, help) = ("a list needs brackets around it", "put it in brackets");
    Some(LooseList { what, help, list: items.list(meant), sure })
}

/// Two lists, or more, where one belongs: `[a], [b]`.
fn several(text: &str) -> Option<LooseList> {
    let Brackets::Closed(end) = brackets(text) else { return None };
    let rest = text[end..].trim_start().strip_prefix(',')?.trim_start();
    let mut list = format!("{}, ", text[..end].strip_suffix(']')?);
    match several(rest) {
        Some(others) => list += &others.list[1..],
        None => {
            let Brackets::Closed(end) = brackets(rest) else { return None };
            list += rest.strip_prefix('[').filter(|_| rest[end..].trim().is_empty())?;
        }
    }
    let (what, help) = ("two lists where one is expected", "put all items in one pair of brackets");
    Some(LooseList { what, help, list, sure: true })
}

/// A list in which a quote is not closed: its items as if there were none.
pub(super) fn unclosed(text: &str) -> Option<LooseList> {
    let inner = text.strip_prefix('[')?.trim_end().strip_suffix(']')?;
    let bare = |item: &str| item.trim().trim_matches(['"', '\'']).trim().to_owned();
    let texts: Vec<String> = inner.split(',').map(bare).filter(|item| !item.is_empty()).collect();
    if !inner.contains(['"', '\''])
        || texts.iter().any(|item| item.contains(['"', '[', ']', '{', '}', '\\']))
    {
        return None;
    }
    let list = Items { texts, ..Items::default() }.list(str::to_owned);
    let (what, help) =
        ("a quote in this list is not closed", "close each quote, or leave the quotes out");
    Some(LooseList { what, help, list, sure: false })
}

/// What is wrong with a list, from bad to worse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    SpareComma,
    Sign,
    Comment,
    MissingComma,
}

/// The items of a list that YAML misreads.
#[derive(Default)]
struct Items {
    texts: Vec<String>,
    /// The worst that is wrong with them.
    fault: Option<Fault>,
    /// Whether they cannot be meant in another way.
    sure: bool,
}

impl Items {
    /// Reads the items in `rest`: up to the closing bracket, or else up to the end, where semicolons and line ends separate them, too.
    fn read(mut rest: &str, in_brackets: bool) -> Option<Self> {
        let mut items = Self { sure: true, ..Self::default() };
        let separators: &[char] = if in_brackets { &[','] } else { &[',', ';', '\n'] };
        // In `["a" b]`, the quotes may also be a part of one text.
        let (mut comma, mut was_quoted) = (true, false);
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() && !separators.contains(&c));
            if let Some(after) = rest.strip_prefix(']') {
                // Brackets in the middle of a text don't make a list.
                let after = after.trim();
                if !in_brackets || !after.is_empty() && !after.starts_with('#') {
                    return None;
                }
                break;
            }
            if let Some(after) = rest.strip_prefix(separators) {
                items.has(Fault::SpareComma, comma);
                (rest, comma) = (after, true);
                continue;
            }
            if rest.is_empty() && !in_brackets {
                break;
            }
            if rest.is_empty() || rest.starts_with(['[', '{']) {
                return None;
            }
            let is_quoted = rest.starts_with(['"', '\'', '`']);
            items.has(Fault::MissingComma, !comma);
            items.sure &= comma || is_quoted && was_quoted;
            (comma, was_quoted) = (false, is_quoted);
            let item = if is_quoted {
                let (quote, inner) = rest.split_at(1);
                let end = closing(inner, quote)?;
                rest = &inner[end + 1..];
                // The quote that seems to close it opens the next item.
                if inner[..end].contains(',') && rest.starts_with(char::is_alphanumeric) {
                    return None;
                }
                if quote == "'" { inner[..end].replace("''", "'") } else { inner[..end].to_owned() }
            } else {
                let ends = |c: char| separators.contains(&c) || matches!(c, ']' | '"');
                let end = rest.find(ends).unwrap_or(rest.len());
                let (item, after) = rest.split_at(end);
                rest = after;
                item.trim().to_owned()
            };
            // A backslash may escape the quote that ended the item.
            if item.is_empty() || item.contains(['\\', '[', '{']) {
                return None;
            }
            if !is_quoted {
                let is_cut = item.starts_with('#') || item.contains(" #");
                items.has(Fault::Comment, is_cut);
                items.has(Fault::Sign, item.starts_with(['@', '%']));
                // It is unclear where a comment in the middle of a list ends.
                items.sure &= !item.starts_with("# ") && !item.contains(" # ");
            }
            items.texts.push(item);
        }
        Some(items).filter(|items| !items.texts.is_empty())
    }

    /// Notes `fault` if `is_there`.
    fn has(&mut self, fault: Fault, is_there: bool) {
        self.fault = self.fault.max(is_there.then_some(fault));
    }

    /// The list as it should be.
    fn list(&self, meant: Meant) -> String {
        let item = |item: &String| quoted(&stored(&meant(item)), Within::Flow).into_owned();
        format!("[{}]", self.texts.iter().map(item).collect::<Vec<_>>().join(", "))
    }
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
    fn a_list_without_brackets_is_its_items() {
        for (text, list, sure) in [
            ("\"reversal\", \"dispute\"", "[reversal, dispute]", true),
            ("'it''s', `dispute`", "[\"it's\", dispute]", true),
            ("dispute\n      reversal", "[dispute, reversal]", true),
            ("a, b,\n  c", "[a, b, c]", true),
            ("a, b\n  c", "[a, b, c]", false),
            ("(reversal, dispute)", "[reversal, dispute]", true),
            ("(reversal)", "[(reversal)]", true),
            ("reversal; dispute", "[reversal, dispute]", true),
            ("reversal / dispute", "[reversal / dispute]", false),
            ("reversal \"pull back\"", "[reversal, pull back]", false),
        ] {
            let read = bare_list(text, str::to_owned).unwrap();
            assert_eq!((&*read.list, read.sure), (list, sure), "{text}");
        }
        assert_eq!(bare_list("[a], b", str::to_owned), None);
    }

    #[test]
    fn a_list_is_read_as_it_was_meant() {
        let tags: Meant = meant("tags", Kind::Lines(40));
        let read = |text, meant| loose_list(text, meant).map(|list| list.list);
        for (text, list) in [
            ("[\"EB\" \"SLO budget\"]", "[EB, SLO budget]"),
            ("[\"EB\", 'x' \"y, z\"] # both", "[EB, x, \"y, z\"]"),
            ("[a \"b\"]", "[a, b]"),
            ("[#toil]", "[toil]"),
            ("[slo, #toil, #no]", "[slo, toil, \"no\"]"),
            ("['team''s job' 'x']", "[\"team's job\", x]"),
            ("[a, , b]", "[a, b]"),
            ("[\"a, b\"], [c], ['d']", "[\"a, b\", c, 'd']"),
            ("[\"a, \"b\"]", "[a, b]"),
            ("['a, 'b']", "[a, b]"),
        ] {
            assert_eq!(read(text, tags).as_deref(), Some(list), "{text}");
        }
        let channel = loose_list("[one, #general, C#]", str::to_owned).unwrap();
        assert_eq!((&*channel.list, channel.sure), ("[one, \"#general\", C#]", true));
        for text in ["[a \"b\"]", "[\"a\" b]", "[one, #general, C#, three # old , four]"] {
            assert!(!loose_list(text, str::to_owned).unwrap().sure, "{text}");
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
            assert_eq!(read(text, tags), None, "{text}");
        }
    }
}
