//! Parses YAML into a tree with source positions. The only file that uses the YAML crate.
//!
//! Decks and settings are read from this tree instead of deserialized, because serde stops at the first error and
//! loses the positions of the others. YAML features that decks don't need are rejected: anchors, aliases, tags,
//! directives, merge keys, multiple documents, and nesting deeper than [`MAX_DEPTH`].

mod quote;
mod scalar;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_yaml::granit_parser::{
    ErrorKind, Event, Marker, Options, Parser, ScalarStyle, ScanError, Span as ParserSpan,
};

pub use quote::{Within, in_quotes, is_trap, quoted};
pub use scalar::{Scalar, scalar};

/// Maximum nesting depth of lists and maps.
pub const MAX_DEPTH: usize = 8;

/// A position in a text: lines and columns count from 1, columns in characters, offsets in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The start offset.
    pub start: u32,
    /// The end offset, exclusive.
    pub end: u32,
}

impl Span {
    /// Shifts the offsets by `bytes`; line and column do not change.
    pub(super) fn shift(&mut self, bytes: u32) {
        self.start = self.start.saturating_add(bytes);
        self.end = self.end.saturating_add(bytes);
    }

    fn new(span: &ParserSpan) -> Self {
        Self { end: offset(&span.end), ..Self::at(&span.start) }
    }

    fn at(marker: &Marker) -> Self {
        let start = offset(marker);
        Self { line: number(marker.line()), column: number(marker.col() + 1), start, end: start }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn offset(marker: &Marker) -> u32 {
    number(marker.byte_offset().unwrap_or_default())
}

/// How a string was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes, so YAML may interpret it as another type.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a block scalar, after `|` or `>`. Its span starts at the first character and ends where the next value
    /// begins.
    Block,
}

/// A value and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Its position.
    pub place: Span,
    /// Its value.
    pub value: Value<'a>,
}

/// A key and its value.
pub type Pair<'a> = (Node<'a>, Node<'a>);

/// The value of a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A string, with quotes and escapes resolved; `~` for a missing value.
    Text(Cow<'a, str>, Style),
    /// A list.
    List(Vec<Node<'a>>),
    /// A map in file order, including duplicate keys.
    Map(Vec<Pair<'a>>),
}

impl Node<'_> {
    /// The same, without a reference to the text it was parsed from.
    pub fn into_owned(self) -> Node<'static> {
        let value = match self.value {
            Value::Text(text, style) => Value::Text(Cow::Owned(text.into_owned()), style),
            Value::List(items) => Value::List(items.into_iter().map(Node::into_owned).collect()),
            Value::Map(fields) => {
                let fields = fields.into_iter();
                Value::Map(
                    fields.map(|(key, value)| (key.into_owned(), value.into_owned())).collect(),
                )
            }
        };
        Node { place: self.place, value }
    }

    /// The string, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text, _) => Some(text),
            _ => None,
        }
    }

    /// The key and the value of the field `name`, if it is a map that has it.
    pub fn field(&self, name: &str) -> Option<(&Self, &Self)> {
        let Value::Map(fields) = &self.value else { return None };
        let (key, value) = fields.iter().find(|(key, _)| key.text() == Some(name))?;
        Some((key, value))
    }

    /// The type in plain words, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(text, Style::Plain) if matches!(&**text, "" | "~") => "nothing",
            Value::Text(..) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "nested fields",
        }
    }
}

/// A comment after a value on the same line: its `#` may have cut off the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailingComment {
    /// The position of the `#`.
    pub place: Span,
    /// The offset where the unquoted value before it ends.
    pub after: u32,
}

/// An error in the YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its position.
    pub place: Span,
    /// Its kind.
    pub kind: FaultKind,
}

/// The kinds of YAML errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// A syntax error, with the parser's message.
    Syntax(String),
    /// `&name` or `*name`.
    Anchor,
    /// `!tag`.
    Tag,
    /// `%YAML` or `%TAG`.
    Directive,
    /// A second document after `---`.
    SecondDocument,
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
    /// A list or map used as a key.
    OddKey,
}

/// A parsed tree and its errors. After a syntax error the tree holds everything before it.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// The root value; `None` if the text is empty.
    pub root: Option<Node<'a>>,
    /// The errors, in text order.
    pub faults: Vec<Fault>,
    /// Comments right after unquoted values.
    pub cuts: Vec<TrailingComment>,
}

impl Tree<'_> {
    /// The line at which the text could not be parsed any further, if any.
    pub fn broken_at(&self) -> Option<u32> {
        let is_end =
            |fault: &&Fault| matches!(fault.kind, FaultKind::Syntax(_) | FaultKind::TooDeep);
        self.faults.iter().find(is_end).map(|fault| fault.place.line)
    }
}

/// A list or map that is still being parsed.
enum Open<'a> {
    List(Span, Vec<Node<'a>>),
    Map(Span, Vec<Pair<'a>>, Option<Node<'a>>),
}

/// Parses `text`, which must not start with a byte order mark.
pub fn parse(text: &str) -> Tree<'_> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH * 4;
    options.block_nesting_limit = MAX_DEPTH * 4;
    options.max_buffered_comment_events = 100_000;
    options.emit_unresolved_aliases = true;
    let mut reader = Reader::default();
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                if !reader.take(event, &span) {
                    break;
                }
            }
            Err(error) => {
                reader.fail(&error);
                break;
            }
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'a> {
    open: Vec<Open<'a>>,
    tree: Tree<'a>,
    documents: usize,
    /// The end offset and line of the last unquoted scalar.
    plain: Option<(u32, usize)>,
}

impl<'a> Reader<'a> {
    /// Handles a parser event; returns whether to continue.
    fn take(&mut self, event: Event<'a>, span: &ParserSpan) -> bool {
        let place = Span::new(span);
        match event {
            Event::DocumentStart(_, version) => {
                self.documents += 1;
                if version.is_some() {
                    self.fault(place, FaultKind::Directive);
                }
                if self.documents > 1 {
                    self.fault(place, FaultKind::SecondDocument);
                    return false;
                }
            }
            Event::Comment(..) => {
                if let Some((after, line)) = self.plain
                    && line == span.start.line()
                {
                    self.tree.cuts.push(TrailingComment { place, after });
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fault(place, FaultKind::Anchor);
                self.add(Node { place, value: Value::Text(Cow::Borrowed("*"), Style::Quoted) });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(place, anchor, tag.is_some());
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                    _ => Style::Quoted,
                };
                self.plain = (style == Style::Plain).then(|| (place.end, span.end.line()));
                self.add(Node { place, value: Value::Text(text, style) });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.properties(place, anchor, tag.is_some());
                self.open.push(Open::List(place, Vec::new()));
                return self.shallow(place);
            }
            Event::MappingStart(_, anchor, tag) => {
                self.properties(place, anchor, tag.is_some());
                self.open.push(Open::Map(place, Vec::new(), None));
                return self.shallow(place);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                // A comment after a bracket cuts nothing off.
                self.plain = None;
                self.close(place.end);
            }
            _ => {}
        }
        true
    }

    fn shallow(&mut self, place: Span) -> bool {
        let shallow = self.open.len() <= MAX_DEPTH;
        if !shallow {
            self.fault(place, FaultKind::TooDeep);
        }
        shallow
    }

    fn properties(&mut self, place: Span, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.fault(place, FaultKind::Anchor);
        }
        if tagged {
            self.fault(place, FaultKind::Tag);
        }
    }

    fn fault(&mut self, place: Span, kind: FaultKind) {
        self.tree.faults.push(Fault { place, kind });
    }

    fn fail(&mut self, error: &ScanError) {
        let place = Span::at(error.marker());
        // The parser reads ahead, so its own depth limit triggers before the events for the values above it arrive.
        let kind = match error.kind() {
            ErrorKind::RecursionLimitExceeded => FaultKind::TooDeep,
            kind => FaultKind::Syntax(kind.to_string()),
        };
        self.fault(place, kind);
    }

    /// Adds `node` to the innermost open list or map, or as the root.
    fn add(&mut self, node: Node<'a>) {
        match self.open.last_mut() {
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, fields, key)) => match key.take() {
                Some(key) => fields.push((key, node)),
                None => *key = Some(node),
            },
            None => self.tree.root = Some(node),
        }
    }

    fn close(&mut self, end: u32) {
        let node = match self.open.pop() {
            Some(Open::List(place, items)) => {
                Node { place: Span { end, ..place }, value: Value::List(items) }
            }
            Some(Open::Map(place, fields, _)) => {
                Node { place: Span { end, ..place }, value: Value::Map(fields) }
            }
            None => return,
        };
        // A list or map where a key is expected.
        if let Some(Open::Map(_, _, None)) = self.open.last() {
            self.fault(node.place, FaultKind::OddKey);
        }
        self.add(node);
    }

    fn finish(mut self) -> Tree<'a> {
        // After an error, close the open lists and maps at this point, so everything before it counts.
        while let Some(Open::List(place, ..) | Open::Map(place, ..)) = self.open.last() {
            self.close(place.end);
        }
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text<'a>(node: &'a Node<'_>) -> &'a str {
        match &node.value {
            Value::Text(text, _) => text,
            other => panic!("not a text: {other:?}"),
        }
    }

    fn faults(text: &str) -> Vec<FaultKind> {
        parse(text).faults.into_iter().map(|fault| fault.kind).collect()
    }

    #[test]
    fn every_value_knows_its_place() {
        let tree = parse("deck: sre\nterms:\n  - term: \"é x\"\n    aliases: [a, b]\n");
        let Some(Node { value: Value::Map(fields), .. }) = tree.root else { panic!() };
        let Value::List(terms) = &fields[1].1.value else { panic!() };
        let Value::Map(term) = &terms[0].value else { panic!() };
        let (key, value) = &term[0];
        assert_eq!((text(key), key.place.line, key.place.column), ("term", 3, 5));
        assert_eq!((text(value), value.place.line, value.place.column), ("é x", 3, 11));
        let Value::List(aliases) = &term[1].1.value else { panic!() };
        assert_eq!((text(&aliases[1]), aliases[1].place.column), ("b", 18));
        assert_eq!((aliases[1].place.start, aliases[1].place.end), (51, 52));
    }

    #[test]
    fn what_a_deck_has_no_use_for_is_refused() {
        assert_eq!(faults("a: &x 1\nb: *x\n"), [FaultKind::Anchor, FaultKind::Anchor]);
        assert_eq!(faults("a: *nowhere\n"), [FaultKind::Anchor]);
        assert_eq!(faults("a: !!str 1\n"), [FaultKind::Tag]);
        assert_eq!(faults("%YAML 1.2\n---\na: 1\n"), [FaultKind::Directive]);
        assert_eq!(faults("a: 1\n---\na: 2\n"), [FaultKind::SecondDocument]);
        assert_eq!(faults("? [a]\n: 1\n"), [FaultKind::OddKey]);
        assert!(matches!(faults("a: 'x\nb: 1\n")[..], [FaultKind::Syntax(_)]));
    }

    #[test]
    fn deep_nesting_ends_early_and_keeps_no_stack() {
        for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000)] {
            let tree = parse(&text);
            assert_eq!(tree.faults.last().map(|fault| &fault.kind), Some(&FaultKind::TooDeep));
        }
    }

    #[test]
    fn a_comment_behind_an_unquoted_value_is_a_cut() {
        let text = "a: Ranked #1 of all\nb: \"x\" # fine\n# alone\nc: [1] # fine\n";
        let tree = parse(text);
        assert_eq!(tree.cuts.len(), 1);
        assert_eq!((tree.cuts[0].place.line, tree.cuts[0].place.column), (1, 11));
        assert_eq!(&text[..tree.cuts[0].after as usize], "a: Ranked");
    }

    #[test]
    fn what_came_before_a_fault_is_kept() {
        let tree = parse("a: 1\nb: 'x\n");
        let Some(Node { value: Value::Map(fields), .. }) = tree.root else { panic!() };
        assert_eq!(text(&fields[0].1), "1");
    }
}
