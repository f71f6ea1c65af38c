//! Collects the blocks of a page from the events of the Markdown parser.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::{Block, Inline, Item, Page, cells, letters};
use crate::core::html::tag;
use crate::core::import::markup::{PARTS_OF_SPEECH, is_word_class, options, plain, without_role};

/// The message about blocks that hold no words.
const ASIDE: &str = "code blocks, HTML, footnotes and admonitions, left out";

/// The number of the line at each byte.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|end| *end < byte) + 1
    }
}

/// Collects blocks from the parser's events.
#[derive(Default)]
struct Reader {
    page: Page,
    inline: Inline,
    /// Items that are still being read, outermost first; and the lists that they go to.
    items: Vec<Item>,
    lists: Vec<Vec<Item>>,
    terms: Vec<Inline>,
    meanings: Vec<Inline>,
    rows: Vec<(usize, Vec<String>)>,
    /// Where bold text and links began.
    bold: Option<usize>,
    link: Option<usize>,
    /// How deep in what is not read: code, images, footnotes.
    skipped: usize,
    /// The definition that is being read: whether it has text already.
    definition: Option<bool>,
    in_front: bool,
    in_wiki: bool,
}

/// Parses a page.
pub(in crate::core::import::markdown) fn page(text: &str) -> Page {
    let lines = Lines::of(text);
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let event = match event {
            Event::Start(Tag::Emphasis) if is_next(text, &range) => Event::Start(Tag::Strong),
            Event::End(TagEnd::Emphasis) if is_next(text, &range) => Event::End(TagEnd::Strong),
            event => event,
        };
        match &event {
            Event::Start(Tag::Paragraph) if is_code(&text[range.clone()]) => {
                reader.page.left.push((lines.at(range.start), ASIDE));
                reader.skipped += 1;
                continue;
            }
            Event::End(TagEnd::Paragraph) if is_code(&text[range.clone()]) => {
                reader.skipped -= 1;
                continue;
            }
            Event::InlineHtml(html) if is_component(html, &text[range.end..]) => continue,
            Event::End(TagEnd::TableRow) => reader.surplus(&text[range.clone()]),
            // What is not read has no place in the text.
            Event::Text(bar)
                if reader.skipped == 0
                    && !reader.in_front
                    && !reader.in_wiki
                    && bar.starts_with('|')
                    && text[..range.start].ends_with('\\') =>
            {
                reader.inline.bars.push(reader.inline.text.len());
            }
            _ => {}
        }
        reader.take(event, lines.at(range.start));
    }
    reader.page
}

/// Whether the italic text in `range` begins a line of a paragraph that begins in bold, and a colon or dash follows, so that it is
/// another word with its meaning.
fn is_next(text: &str, range: &Range<usize>) -> bool {
    let above = text[..range.start].rsplit("\n\n").next().unwrap_or_default();
    let after = text[range.end..].trim_start_matches(' ');
    above.starts_with("**")
        && above.ends_with('\n')
        && (after.starts_with([':', '–', '—']) || after.starts_with("- "))
}

/// Whether a tag is that of a component of MDX, such as `<Tooltip text="x">`, rather than text such as `Vec<T>`, given what follows.
fn is_component(html: &str, after: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(name.len());
    // It is closed nearby.
    let is_closed = || {
        let near: String = after.chars().take(500).collect();
        near.contains(&format!("</{}>", &name[..end]))
    };
    name.starts_with(char::is_uppercase)
        && (html.starts_with("</") || html.ends_with("/>") || is_closed())
}

/// Whether a paragraph is code of MDX, or begins an admonition.
fn is_aside(text: &str) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|start| text.starts_with(start));
    begins(&["!!!", "???"])
        || begins(&["import "]) && text.ends_with([';', '\'', '"'])
        || begins(&["export const ", "export default ", "export let ", "export function "])
        || text.starts_with('{') && !text.starts_with("{{") && text.ends_with('}')
}

/// Whether a paragraph is nothing but a component of MDX.
fn is_code(text: &str) -> bool {
    let text = text.trim();
    let is_tag = text.strip_prefix('<').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    is_tag && text.ends_with('>') && (text.contains("</") || text.contains("/>"))
}

impl Reader {
    fn take(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(tag) => self.start(&tag, line),
            Event::End(tag) => self.end(tag, line),
            _ if self.skipped > 0 => {}
            Event::Text(text) if self.in_front => {
                self.page.front.get_or_insert_default().push_str(&text);
            }
            // `[[folder/Page]]` is read as the name of the page.
            Event::Text(text) if self.in_wiki => {
                self.push(text.rsplit('/').next().unwrap_or_default(), line);
            }
            Event::Text(text) => self.push(&text, line),
            Event::Code(text) => {
                without_role(&mut self.inline.text);
                self.push(&text, line);
            }
            Event::SoftBreak | Event::HardBreak => self.push("\n", line),
            Event::InlineHtml(html) => {
                let text =
                    if html.to_ascii_lowercase().starts_with("<br") { "\n" } else { tag(&html) };
                self.push(text, line);
            }
            Event::Html(html) => {
                // What can be opened is headed by its summary.
                let summary =
                    html.split_once("<summary>").and_then(|(_, it)| it.split_once("</summary>"));
                if let Some((title, _)) = summary {
                    self.page.blocks.push(Block::Heading(6, Inline::new(plain(title), line)));
                }
                let lower = html.to_ascii_lowercase();
                self.page.has_html |=
                    ["<td", "<dt", "<li", "<tr"].iter().any(|tag| lower.contains(tag));
                if summary.is_none() && plain(&html).contains(char::is_alphanumeric) {
                    self.page.left.push((line, ASIDE));
                }
            }
            _ => {}
        }
    }

    /// Adds the cells of a row beyond its columns, which the parser leaves out.
    fn surplus(&mut self, row: &str) {
        let width = self.rows.first().map_or(0, |(_, cells)| cells.len());
        if let Some((_, last)) = self.rows.last_mut() {
            last.extend(cells(row).iter().skip(width).map(|cell| plain(cell)));
        }
    }

    fn push(&mut self, text: &str, line: usize) {
        if self.inline.line == 0 {
            self.inline.line = line;
        }
        self.inline.text += text;
    }

    fn start(&mut self, tag: &Tag<'_>, line: usize) {
        match tag {
            Tag::CodeBlock(_) | Tag::Image { .. } | Tag::FootnoteDefinition(_) => {
                // An item's text may end where these begin.
                if self.skipped == 0 && !matches!(tag, Tag::Image { .. }) {
                    self.paragraph();
                    self.page.left.push((line, ASIDE));
                }
                self.skipped += 1;
            }
            _ if self.skipped > 0 => {}
            Tag::MetadataBlock(_) => self.in_front = true,
            Tag::Strong => self.bold = Some(self.inline.text.len()),
            Tag::Link { link_type, .. } => {
                self.link = Some(self.inline.text.len());
                self.in_wiki = matches!(link_type, LinkType::WikiLink { has_pothole: false });
            }
            Tag::List(_) | Tag::BlockQuote(_) if !self.inline.text.is_empty() => {
                self.paragraph();
                self.start(tag, line);
            }
            Tag::List(_) => {
                self.lists.push(Vec::new());
            }
            Tag::Item => self.items.push(Item::default()),
            Tag::Table(_) => self.paragraph(),
            Tag::TableHead | Tag::TableRow => self.rows.push((line, Vec::new())),
            Tag::DefinitionListDefinition => self.definition = Some(false),
            Tag::DefinitionListTitle if !self.meanings.is_empty() => self.end_definition(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, line: usize) {
        match tag {
            TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition => {
                self.skipped = self.skipped.saturating_sub(1);
            }
            _ if self.skipped > 0 => {}
            TagEnd::MetadataBlock(_) => self.in_front = false,
            TagEnd::Strong => {
                if let Some(from) = self.bold.take() {
                    let to = self.inline.text.len();
                    match self.inline.bold.last_mut() {
                        // No one sees that the space between two bold words is not bold.
                        Some((_, end))
                            if self.inline.text[*end..from].trim_matches(' ').is_empty() =>
                        {
                            *end = to;
                        }
                        _ => self.inline.bold.push((from, to)),
                    }
                }
            }
            TagEnd::Link => {
                self.in_wiki = false;
                if let Some(from) = self.link.take() {
                    self.inline.linked += letters(self.inline.text.get(from..).unwrap_or_default());
                }
            }
            TagEnd::Heading(level) => {
                let mut inline = std::mem::take(&mut self.inline);
                inline.line = if inline.line == 0 { line } else { inline.line };
                inline.take_id();
                match self.items.last_mut() {
                    Some(item) if item.first.text.is_empty() => item.first = inline,
                    Some(item) => item.rest.push(inline),
                    None => self.page.blocks.push(Block::Heading(level as u8, inline)),
                }
            }
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::Item => {
                self.paragraph();
                let item = self.items.pop().filter(|item| !item.is_empty());
                if let (Some(item), Some(list)) = (item, self.lists.last_mut()) {
                    list.push(item);
                }
            }
            TagEnd::List(_) => {
                let Some(list) = self.lists.pop().filter(|list| !list.is_empty()) else { return };
                match self.items.last_mut() {
                    Some(item) => item.items.extend(list),
                    None if self.definition.is_some() => {
                        for item in list {
                            self.meaning(item.first);
                        }
                    }
                    None => self.page.blocks.push(Block::List(list)),
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some((_, row)) = self.rows.last_mut() {
                    row.push(cell.text.trim().to_owned());
                }
            }
            TagEnd::Table => self.page.blocks.push(Block::Table(std::mem::take(&mut self.rows))),
            TagEnd::DefinitionListTitle => {
                let title = std::mem::take(&mut self.inline);
                // Each line of the title is a term.
                let lines = title.lines(false).into_iter();
                self.terms.extend(lines.filter(|line| !line.text.trim().is_empty()).map(
                    |mut line| {
                        line.take_id();
                        line
                    },
                ));
            }
            TagEnd::DefinitionListDefinition => {
                self.paragraph();
                self.definition = None;
            }
            TagEnd::DefinitionList => self.end_definition(),
            _ => {}
        }
    }

    /// Ends a paragraph.
    fn paragraph(&mut self) {
        let mut inline = std::mem::take(&mut self.inline);
        if is_aside(inline.text.trim()) {
            return self.page.left.push((inline.line, ASIDE));
        }
        // `[!info] A title`, above its text.
        if inline.text.starts_with("[!")
            && let Some((_, rest)) = inline.text.split_once(']')
        {
            let (title, text) = rest.split_once('\n').unwrap_or(("", rest));
            if title.contains(char::is_alphanumeric) {
                self.page.left.push((inline.line, ASIDE));
            }
            let text = text.trim_start_matches(['+', '-', ' ']).len();
            inline = Self::from(&inline, inline.text.len() - text);
        }
        let first = inline.text.lines().next().unwrap_or_default();
        if self.is_class(first) {
            self.page.left.push((inline.line, PARTS_OF_SPEECH));
            inline = Self::from(&inline, (first.len() + 1).min(inline.text.len()));
        }
        if inline.text.trim().is_empty() {
            return;
        }
        match self.items.last_mut() {
            Some(item) if item.first.text.is_empty() => item.first = inline,
            Some(item) => item.rest.push(inline),
            None if self.definition.is_some() => self.meaning(inline),
            None => self.page.blocks.push(Block::Paragraph(inline)),
        }
    }

    /// `inline` from this byte on.
    fn from(inline: &Inline, at: usize) -> Inline {
        let line = inline.line + inline.text[..at].matches('\n').count();
        Inline { line, ..inline.part(at, inline.text.len()) }
    }

    /// Whether the first line of a paragraph says which part of speech the word above it is. `Noun` is a word as well.
    fn is_class(&self, line: &str) -> bool {
        let is_below = match (self.items.last(), self.page.blocks.last()) {
            (Some(item), _) => self.items.len() > 1 || !item.first.text.is_empty(),
            _ if self.definition.is_some() => true,
            (None, Some(Block::Paragraph(text))) => text.bold().is_some(),
            (None, above) => matches!(above, Some(Block::Heading(..))),
        };
        is_below && is_word_class(line)
    }

    /// Adds text to a definition of a definition list, which may have several paragraphs.
    fn meaning(&mut self, text: Inline) {
        match self.meanings.last_mut() {
            Some(last) if self.definition == Some(true) => last.text += &format!("\n{}", text.text),
            _ => self.meanings.push(text),
        }
        self.definition = Some(true);
    }

    fn end_definition(&mut self) {
        let (terms, meanings) =
            (std::mem::take(&mut self.terms), std::mem::take(&mut self.meanings));
        if !terms.is_empty() {
            self.page.blocks.push(Block::Definition(terms, meanings));
        }
    }
}
