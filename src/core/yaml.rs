//! YAML as a tree in which every value knows its place. The only file that knows the YAML crate.
//!
//! Decks and settings are read from this tree rather than into types, because a reader of types stops at the first
//! problem and forgets where the others stood. What a deck has no use for is refused: anchors, aliases, tags,
//! directives, merge keys, second documents, and nesting deeper than [`MAX_DEPTH`].

mod quote;
mod scalar;

use std::borrow::Cow;

use serde_yaml::granit_parser::{
    ErrorKind, Event, Marker, Options, Parser, ScalarStyle, ScanError, Span,
};

pub use quote::{Within, in_quotes, is_trap, quoted};
pub use scalar::{Scalar, scalar};

/// How deep lists and maps may be nested.
pub const MAX_DEPTH: usize = 8;

/// A place in a text: lines and columns count from 1, columns in characters, offsets in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Place {
    /// Moves it by `bytes`; line and column stay.
    pub(super) fn shift(&mut self, bytes: u32) {
        self.start = self.start.saturating_add(bytes);
        self.end = self.end.saturating_add(bytes);
    }

    fn new(span: &Span) -> Self {
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

/// How a text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: YAML may read it as something else.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// As a block, behind `|` or `>`. Its place starts at its first letter and ends where the next value begins.
    Block,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value<'a>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A text, exactly as it was written once quotes and escapes are undone; empty for an empty value.
    Text(Cow<'a, str>, Style),
    /// A list.
    List(Vec<Node<'a>>),
    /// A map, in the order of the file, with every key, also one that stands there twice.
    Map(Vec<(Node<'a>, Node<'a>)>),
}

impl Node<'_> {
    /// What it is, in plain words: for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(text, Style::Plain) if text.is_empty() => "nothing",
            Value::Text(..) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "fields of its own",
        }
    }
}

/// A comment that stands behind a value on its line: `# …` there may have cut the value off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Where the `#` stands.
    pub place: Place,
    /// The byte at which the unquoted value before it ends.
    pub after: u32,
}

/// What is wrong with the text as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: FaultKind,
}

/// The kinds of faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Not YAML; with the parser's own words.
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
    /// A list or map as the name of a field.
    OddKey,
}

/// A text as a tree, and what is wrong with it. After a syntax fault the tree holds what came before it.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// The value of the whole text; none when it is empty.
    pub root: Option<Node<'a>>,
    /// What is wrong, in the order of the text.
    pub faults: Vec<Fault>,
    /// Comments right behind unquoted values.
    pub cuts: Vec<Cut>,
}

/// A list or map that is being read.
enum Open<'a> {
    List(Place, Vec<Node<'a>>),
    Map(Place, Vec<(Node<'a>, Node<'a>)>, Option<Node<'a>>),
}

/// Reads `text` (without a byte order mark) as a tree.
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
    /// The end and the line of the last unquoted scalar.
    plain: Option<(u32, usize)>,
}

impl<'a> Reader<'a> {
    /// Takes one event in; whether reading should go on.
    fn take(&mut self, event: Event<'a>, span: &Span) -> bool {
        let place = Place::new(span);
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
                    self.tree.cuts.push(Cut { place, after });
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
                // What stands behind a bracket has cut nothing off.
                self.plain = None;
                self.close(place.end);
            }
            _ => {}
        }
        true
    }

    fn shallow(&mut self, place: Place) -> bool {
        let shallow = self.open.len() <= MAX_DEPTH;
        if !shallow {
            self.fault(place, FaultKind::TooDeep);
        }
        shallow
    }

    fn properties(&mut self, place: Place, anchor: usize, tagged: bool) {
        if anchor != 0 {
            self.fault(place, FaultKind::Anchor);
        }
        if tagged {
            self.fault(place, FaultKind::Tag);
        }
    }

    fn fault(&mut self, place: Place, kind: FaultKind) {
        self.tree.faults.push(Fault { place, kind });
    }

    fn fail(&mut self, error: &ScanError) {
        let place = Place::at(error.marker());
        // The parser reads ahead, and meets its own limit before the values above it are told.
        let kind = match error.kind() {
            ErrorKind::RecursionLimitExceeded => FaultKind::TooDeep,
            kind => FaultKind::Syntax(kind.to_string()),
        };
        self.fault(place, kind);
    }

    /// Puts `node` where it belongs: into the innermost list or map, or at the root.
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
                Node { place: Place { end, ..place }, value: Value::List(items) }
            }
            Some(Open::Map(place, fields, _)) => {
                Node { place: Place { end, ..place }, value: Value::Map(fields) }
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
        // After a fault the open lists and maps are closed where the text was left, so that what came before counts.
        while let Some(open) = self.open.last_mut() {
            let end = match open {
                Open::List(place, _) => place.end,
                Open::Map(place, _, key) => {
                    // A field whose value was never reached.
                    *key = None;
                    place.end
                }
            };
            self.close(end);
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
