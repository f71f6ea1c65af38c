//! Parses a Markdown page into blocks of plain text, with what is bold and what is a link.

mod reader;

pub(super) use reader::page;

/// Stands for a bar that no table is divided by. No text may contain it.
const BAR: &str = "\u{1}";

/// Running text without its markup. Line breaks are kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Inline {
    /// The text.
    pub text: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// The id that a heading gives itself, as in `## Toil {#toil}`.
    pub id: Option<String>,
    /// The byte ranges in bold.
    bold: Vec<(usize, usize)>,
    /// How many characters other than spaces and punctuation are in links.
    linked: usize,
    /// Where bars are that no table is divided by.
    bars: Vec<usize>,
}

impl Inline {
    /// Text without markup, at a line.
    pub(super) fn new(text: String, line: usize) -> Self {
        Self { text, line, ..Self::default() }
    }

    /// The range of the bold text at the start, before which may only be signs such as 🔥. If only the first letters of a word are
    /// bold, it goes on to the colon or dash.
    pub(super) fn bold(&self) -> Option<(usize, usize)> {
        let is_sign = |text: &str| !text.contains(char::is_alphanumeric);
        let mut bold = self.bold.iter().copied();
        let (from, to) = bold.find(|(from, to)| from < to && is_sign(&self.text[..*from]))?;
        let rest = self.text[to..].lines().next().unwrap_or_default();
        if !rest.starts_with(char::is_alphanumeric) {
            return Some((from, to));
        }
        let ends = [": ", " – ", " — ", " - "].into_iter().filter_map(|gap| rest.find(gap));
        ends.min().map(|end| (from, to + end))
    }

    /// Where the bold texts are that a slash, a comma or an “or” joins to the bold text at the start.
    pub(super) fn more_bold(&self) -> Vec<(usize, usize)> {
        let mut more = Vec::new();
        let Some((_, mut end)) = self.bold() else { return more };
        for (from, to) in
            self.bold.iter().filter(|(from, _)| *from >= end).copied().collect::<Vec<_>>()
        {
            let gap = self.text.get(end..from).unwrap_or_default().trim();
            if !matches!(gap, "/" | "," | "or") {
                break;
            }
            more.push((from, to));
            end = to;
        }
        more
    }

    /// Its lines as rows of a table, each with its line.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, Vec<String>)> {
        let mut text = self.text.clone();
        self.bars.iter().for_each(|at| text.replace_range(at..&(at + 1), BAR));
        let rows: Vec<_> = text.lines().map(cells).collect();
        rows.into_iter().enumerate().map(|(at, cells)| (self.line + at, cells))
    }

    /// Takes the id from the end of a heading.
    fn take_id(&mut self) {
        let text = self.text.trim_end().strip_suffix('}');
        let Some((before, id)) = text.and_then(|text| text.rsplit_once("{#")) else { return };
        self.id = id.split_whitespace().next().map(str::to_owned);
        self.text = before.trim_end().to_owned();
    }

    /// Whether it only leads elsewhere.
    pub(super) fn is_link(&self) -> bool {
        self.linked > 0 && letters(&self.text) == self.linked
    }

    /// Its lines; those that don't begin in bold are parts of the one above, if `joined`.
    pub(super) fn lines(&self, joined: bool) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        let mut from = 0;
        for (number, text) in self.text.split_inclusive('\n').enumerate() {
            let to = from + text.len();
            let line = Self { line: self.line + number, ..self.part(from, to) };
            match lines.last_mut() {
                Some(last) if joined && line.bold().is_none() => last.text += text,
                _ => lines.push(line),
            }
            from = to;
        }
        lines
    }

    /// The text between two bytes, with what is bold in it.
    fn part(&self, from: usize, to: usize) -> Self {
        let inside = self.bold.iter().filter(|(start, end)| *start < to && *end > from);
        let bold = inside.map(|(start, end)| (start.max(&from) - from, end.min(&to) - from));
        let text = self.text[from..to].to_owned();
        Self { text, line: self.line, bold: bold.collect(), ..Self::default() }
    }

    /// Its parts that begin with bold text after which `is_start` says that something new begins, given the text before it, the bold
    /// text and the text after it.
    pub(super) fn parts(&self, is_start: fn(&str, &str, &str) -> bool) -> Vec<Self> {
        let starts = self.bold.iter().skip(1).filter(|(from, to)| {
            is_start(&self.text[..*from], &self.text[*from..*to], &self.text[*to..])
        });
        let mut ends: Vec<usize> = starts.map(|(from, _)| *from).collect();
        ends.push(self.text.len());
        let starts = std::iter::once(0).chain(ends.clone());
        starts.zip(ends).map(|(from, to)| self.part(from, to)).collect()
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// An item of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// Its first paragraph.
    pub first: Inline,
    /// Its other paragraphs.
    pub rest: Vec<Inline>,
    /// The items below it.
    pub items: Vec<Item>,
}

impl Item {
    fn is_empty(&self) -> bool {
        self.first.text.is_empty() && self.rest.is_empty() && self.items.is_empty()
    }

    /// Adds its texts, and those of the items below it.
    pub(super) fn texts(&self, texts: &mut Vec<String>) {
        texts.extend([&self.first].into_iter().chain(&self.rest).map(|text| text.text.clone()));
        self.items.iter().for_each(|item| item.texts(texts));
    }
}

/// A block of a page.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A heading and its level.
    Heading(u8, Inline),
    /// A paragraph.
    Paragraph(Inline),
    /// A list.
    List(Vec<Item>),
    /// Terms, and their definitions.
    Definition(Vec<Inline>, Vec<Inline>),
    /// The rows of a table, each with its line.
    Table(Vec<(usize, Vec<String>)>),
}

impl Block {
    /// The line where it begins.
    pub(super) fn place(&self) -> String {
        let line = match self {
            Self::Heading(_, text) | Self::Paragraph(text) => text.line,
            Self::List(items) => items.first().map_or(1, |item| item.first.line),
            Self::Definition(terms, _) => terms.first().map_or(1, |term| term.line),
            Self::Table(rows) => rows.first().map_or(1, |(line, _)| *line),
        };
        format!("line {line}")
    }
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The front matter.
    pub front: Option<String>,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Whether it has HTML that may hold words.
    pub has_html: bool,
    /// The lines of what is not read, each with the message about it.
    pub left: Vec<(usize, &'static str)>,
}

/// The cells of a row of a table.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().replace("\\|", BAR);
    // Confluence marks the cells of a header so.
    let line = if line.starts_with("||") { line.replace("||", "|") } else { line };
    let line = line.strip_prefix('|').unwrap_or(&line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().replace(BAR, "|")).collect()
}
