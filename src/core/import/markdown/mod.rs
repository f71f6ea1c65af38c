//! Imports Markdown: tables, lists, definition lists, headings and bold words with a paragraph, abbreviations, and pages about
//! one term with front matter.

mod blocks;

use crate::core::import::table::{Row, is_section, rows_of};
use crate::core::import::{Found, KEY, Names, Refusal, Sink, front_matter, has, is_list, one};
use crate::core::slug::slug;
use crate::core::text::capital;
use blocks::{Block, Inline, Item, Page, page};

/// The separators between a term and its definition, with the line break that may follow a colon.
const GAPS: &[&str] = &[": ", ":\n", " – ", " — ", " - ", " -- ", " = ", " => ", " → ", " :: "];
/// Headings and bold words that are not terms.
const NO_TERMS: &[&str] = &[
    "about",
    "acknowledgements",
    "acknowledgments",
    "appendix",
    "author",
    "authors",
    "caution",
    "changelog",
    "contents",
    "contributing",
    "contributors",
    "credits",
    "disclaimer",
    "external links",
    "further reading",
    "how to contribute",
    "important",
    "info",
    "introduction",
    "license",
    "licence",
    "links",
    "note",
    "notes",
    "overview",
    "references",
    "sources",
    "table of contents",
    "tip",
    "toc",
    "todo",
    "warning",
    "acronyms",
    "abbreviations",
    "terms",
    "glossary",
    "index",
    "definitions",
    "preface",
];
/// Words in the titles of pages that hold many terms.
const LISTS: &[&str] = &[
    "glossary",
    "glossaire",
    "glossar",
    "terms",
    "terminology",
    "dictionary",
    "acronyms",
    "abbreviations",
    "jargon",
    "lexicon",
    "vocabulary",
    "words",
];
/// What is said if a definition would be too much.
const MORE: &str = "more text than the first paragraph, left out";
/// The most words in a term that only a separator marks.
const MOST_WORDS: usize = 8;

/// Imports the terms of a page.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> Result<(), Refusal> {
    let page = page(text);
    let before = into.count();
    let (found, is_whole) = whole_page(&page, into)?;
    if is_whole {
        let is_text = |block: &&Block| matches!(block, Block::Paragraph(text) if !text.is_link() && labelled(text).is_none());
        if page.blocks.iter().filter(is_text).count() > 1 {
            let term = found.iter().find(|(field, _)| *field == "term");
            let term = term.map_or(String::new(), |(_, texts)| texts.concat());
            into.note(MORE, &term, "line 1");
        }
        into.add("line 1", found);
        return Ok(());
    }
    let mut reader = Reader { into, open: None, refusal: None };
    reader.sections(&page.blocks);
    let refusal = reader.refusal.take();
    if into.count() == before {
        pairs(&page.blocks, into);
    }
    if into.count() == before {
        indented(text, into);
    }
    if page.has_html && into.count() == before {
        return Err("its words are in HTML; convert it: pandoc -f html FILE -t markdown_mmd".into());
    }
    if page.has_html {
        into.say("its HTML tables and lists are not read; pandoc -t markdown_mmd converts them");
    }
    if into.count() > before {
        return Ok(());
    }
    if page.front.is_some() && has(&found, "term") {
        into.add("line 1", found);
        return Ok(());
    }
    if let (Some(stem), Some(text)) = (into.file.and_then(stem), first_paragraph(&page.blocks)) {
        // A page of a vault: the name of the file is the term.
        let term = title(&page.blocks).map_or(stem.1, |title| title.text.trim().to_owned());
        into.add("line 1", one_page(vec![one("term", term), one(KEY, stem.0)], &text));
        return Ok(());
    }
    Err(refusal.unwrap_or_else(|| {
        "no table, list, heading or bold text with words and meanings found".into()
    }))
}

/// The name of a file without its ending, as a key for links and as a term.
fn stem(file: &str) -> Option<(String, String)> {
    let name = file.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_slug = !stem.contains([' ', '_']) && stem.to_lowercase() == stem;
    let term = stem.replace('_', " ");
    Some((stem.to_owned(), if is_slug { capital(&term.replace('-', " ")) } else { term }))
}

/// The title of a page: its only heading of level 1.
fn title(blocks: &[Block]) -> Option<&Inline> {
    let mut titles = blocks.iter().filter_map(|block| match block {
        Block::Heading(1, title) => Some(title),
        _ => None,
    });
    let first = titles.next()?;
    titles.next().is_none().then_some(first)
}

/// The first paragraph that is text.
fn first_paragraph(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) if !text.is_link() && labelled_field(text).is_none() => {
            Some(text.text.clone())
        }
        _ => None,
    })
}

/// The field in a paragraph that begins with its name, such as `Also: objective`.
fn labelled_field(text: &Inline) -> Option<&str> {
    let (label, rest) = text.text.trim().split_once(':')?;
    let names = Names::default();
    (!rest.trim().is_empty()
        && names.label(label.trim()).is_some_and(|field| !matches!(field, "term" | "definition")))
    .then_some(label)
}

/// The fields of a page about one term, with the text after the last `#tag` and `^block` of its definition as tags.
fn one_page(mut found: Found, text: &str) -> Found {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let mut tags = Vec::new();
    while let Some(word) =
        words.last().filter(|word| word.len() > 1 && word.starts_with(['#', '^']))
    {
        tags.extend(word.strip_prefix('#').map(str::to_owned));
        words.pop();
    }
    found.push(("tags", tags));
    found.push(one("definition", words.join(" ")));
    found
}

/// The fields of the term that the page is about, and whether it is about one as a whole.
fn whole_page(page: &Page, into: &mut Sink<'_>) -> Result<(Found, bool), Refusal> {
    let heading = title(&page.blocks).map(|title| title.text.trim());
    let stem = into.file.and_then(stem);
    let mut found = match &page.front {
        Some(front) => front_matter::fields(front, heading, into)?,
        // A page of a folder, with a title and a text below it.
        None if stem.is_some() && heading.is_some() && is_about_one(&page.blocks) => {
            vec![one("term", heading.unwrap_or_default())]
        }
        None => return Ok((Vec::new(), false)),
    };
    let is_list = |term: &str| slug(term).split('-').any(|word| LISTS.contains(&word));
    let term = found
        .iter()
        .find(|(field, _)| *field == "term")
        .and_then(|(_, texts)| texts.first().cloned());
    let sections = page.blocks.iter().filter(|block| matches!(block, Block::Heading(..))).count();
    let entries = page.blocks.iter().map(|block| match block {
        Block::Definition(..) => 1,
        Block::Table(rows) => rows.len(),
        Block::List(items) => items.iter().filter(|item| item.first.bold().is_some()).count(),
        Block::Paragraph(text) => usize::from(text.bold().is_some()),
        Block::Heading(..) => 0,
    });
    let entries: usize = entries.sum();
    let is_many = !has(&found, "definition")
        && (term.as_deref().is_some_and(is_list)
            || (into.file.is_none() && (entries > 1 || sections > 3)));
    if is_many {
        return Ok((Vec::new(), false));
    }
    if term.is_none() {
        match (heading, &stem) {
            (Some(heading), _) => found.push(one("term", heading)),
            (None, Some((_, stem))) => found.push(one("term", stem.clone())),
            _ => {}
        }
    }
    if let Some((key, _)) = stem {
        found.push(one(KEY, key));
    }
    if !has(&found, "definition") {
        match first_paragraph(&page.blocks) {
            Some(text) => found = one_page(found, &text),
            // A page of links or of sections is none of a term.
            None => return Ok((found, false)),
        }
    }
    for block in &page.blocks {
        if let Block::Paragraph(text) = block
            && let Some((field, text)) = labelled(text)
        {
            found.push((field, text));
        }
    }
    let is_whole = has(&found, "term") && has(&found, "definition");
    Ok((found, is_whole))
}

/// Whether a page begins with its title and a text, and has few sections and no list of words.
fn is_about_one(blocks: &[Block]) -> bool {
    let sections = blocks.iter().filter(|block| matches!(block, Block::Heading(..))).count();
    let is_start =
        matches!(blocks, [Block::Heading(1, _), Block::Paragraph(text), ..] if !text.is_link());
    is_start && sections <= 3 && !Section { level: 1, title: None, blocks }.is_list()
}

/// Imports words whose meanings are indented below them, for a page that has nothing else.
fn indented(text: &str, into: &mut Sink<'_>) {
    let mut last: Option<(usize, Vec<&str>, Vec<&str>)> = None;
    for (at, line) in text.lines().enumerate() {
        let is_inside = line.starts_with([' ', '\t']);
        match &mut last {
            _ if line.trim().is_empty() || line.starts_with(['`', ':', '.', '#', '<']) => {}
            Some((_, _, meaning)) if is_inside => meaning.push(line.trim()),
            Some((_, terms, meaning)) if meaning.is_empty() => terms.push(line.trim()),
            _ if is_inside => {}
            _ => {
                if let Some(last) = last.replace((at + 1, vec![line.trim()], Vec::new())) {
                    indented_entry(last, into);
                }
            }
        }
    }
    if let Some(last) = last {
        indented_entry(last, into);
    }
}

fn indented_entry((line, terms, meaning): (usize, Vec<&str>, Vec<&str>), into: &mut Sink<'_>) {
    if !meaning.is_empty()
        && terms.len() <= 3
        && terms.iter().all(|term| term.split_whitespace().count() <= MOST_WORDS)
    {
        let aliases = terms[1..].iter().map(|term| (*term).to_owned()).collect();
        into.add(
            &format!("line {line}"),
            vec![one("term", terms[0]), ("aliases", aliases), one("definition", meaning.join(" "))],
        );
    }
}

/// A field that is written as `Also: objective`, with its texts.
fn labelled(text: &Inline) -> Option<(&'static str, Vec<String>)> {
    let label = labelled_field(text)?;
    let field = Names::default().label(label.trim())?;
    let rest = text.text.trim()[label.len() + 1..].trim();
    Some((field, vec![rest.to_owned()]))
}

/// Imports lines such as `word: meaning`, for a page that has nothing else.
fn pairs(blocks: &[Block], into: &mut Sink<'_>) {
    let paragraphs = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text),
        _ => None,
    });
    let lines: Vec<Inline> = paragraphs.flat_map(|text| text.lines(false)).collect();
    let split: Vec<_> = lines.iter().map(|line| (split(line), line)).collect();
    if split.iter().filter(|(split, _)| split.is_some()).count() * 2 < split.len() {
        return;
    }
    let mut last: Option<(String, Found)> = None;
    for (split, line) in split {
        match (split, &mut last) {
            (Some((term, text)), _) => {
                let new = (
                    format!("line {}", line.line),
                    vec![one("term", term), one("definition", text)],
                );
                if let Some((place, found)) = last.replace(new) {
                    into.add(&place, found);
                }
            }
            (None, Some((_, found))) => found[1].1[0] += &format!(" {}", line.text.trim()),
            (None, None) => {}
        }
    }
    if let Some((place, found)) = last {
        into.add(&place, found);
    }
}

/// Splits text into term and definition: bold text and the rest, or at the first separator. The definition may be empty after
/// bold text.
fn split(inline: &Inline) -> Option<(String, String)> {
    let text = &inline.text;
    if let Some(end) = inline.bold() {
        let (term, rest) = text.split_at(end);
        let (mut term, mut rest) = (term.trim().to_owned(), rest.trim());
        // `**API** (Application Programming Interface): …`
        if let Some((inner, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
            && (after.is_empty()
                || after.starts_with([':', '\n'])
                || after.starts_with([' ']) && gap(after).is_some_and(|(at, _)| at == 0))
        {
            term = format!("{} ({inner})", term.trim_end_matches(':'));
            rest = after;
        }
        let rest = rest
            .trim_start_matches([':', '–', '—', '-', '=', '>', '→', ' ', '\n', '.', ','])
            .trim();
        let term = term.trim_end_matches([':', ' ', '–', '—', '.']);
        return is_term(term).then(|| (term.to_owned(), rest.to_owned()));
    }
    let (at, length) = gap(text)?;
    let (term, rest) = (text[..at].trim(), text[at + length..].trim());
    let is_short = term.split_whitespace().count() <= MOST_WORDS && !term.contains('\n');
    (is_short && is_term(term) && !rest.is_empty()).then(|| (term.to_owned(), rest.to_owned()))
}

/// The position and length of the first separator.
fn gap(text: &str) -> Option<(usize, usize)> {
    GAPS.iter().filter_map(|gap| Some((text.find(gap)?, gap.len()))).min()
}

fn is_term(term: &str) -> bool {
    let folded = term.trim_end_matches([':', '!']).to_lowercase();
    !folded.is_empty() && !NO_TERMS.contains(&&*folded) && term.chars().count() <= 160
}

/// A heading with the blocks below it.
struct Section<'a> {
    level: u8,
    title: Option<&'a Inline>,
    blocks: &'a [Block],
}

impl Section<'_> {
    /// The first paragraph, if it can be a definition.
    fn text(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Paragraph(text) if !text.is_link() && labelled_field(text).is_none() && !is_row(text)))
    }

    fn title(&self) -> &str {
        self.title.map_or("", |title| title.text.trim())
    }

    fn is_term(&self) -> bool {
        is_term(self.title()) && !is_section(self.title()) && self.field().is_none()
    }

    /// The field that it holds, if its title is the name of one.
    fn field(&self) -> Option<&'static str> {
        Names::default().label(self.title())
    }

    /// Whether its blocks are entries by themselves.
    fn is_list(&self) -> bool {
        let mut bold = 0;
        let has_lead = matches!(self.blocks.first(), Some(Block::Paragraph(text)) if text.bold().is_none() && !text.is_link() && !is_row(text));
        let is_list = self.blocks.iter().any(|block| match block {
            Block::Table(_) | Block::Definition(..) => true,
            Block::Paragraph(text) => {
                let lines = text.lines(true);
                bold += lines
                    .iter()
                    .filter(|line| {
                        split(line).is_some()
                            && line.bold().is_some()
                            && labelled_field(line).is_none()
                    })
                    .count();
                is_row(text) || text.text.starts_with("*[")
            }
            Block::List(items) => {
                let entries = items.iter().filter(|item| {
                    split(&item.first).is_some() && labelled_field(&item.first).is_none()
                });
                let strong = items.iter().filter(|item| item.first.bold().is_some()).count();
                let entries = entries.count();
                let is_most = entries * 2 > items.len();
                is_most && (!has_lead || strong * 2 > items.len() && items.len() > 1 || entries > 2)
            }
            Block::Heading(..) => false,
        });
        is_list || bold > 1 || bold == 1 && !has_lead
    }
}

/// Whether each line is a row of a table that is only half written.
fn is_row(text: &Inline) -> bool {
    let mut lines = text.text.lines().filter(|line| !line.trim().is_empty());
    let is_row = |line: &str| line.trim().starts_with('|') || line.matches(" | ").count() > 0;
    lines.all(is_row) && text.text.contains('|') && !text.is_link()
}

/// The cells of a row.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// Reads the sections of a page.
struct Reader<'a, 'b> {
    into: &'a mut Sink<'b>,
    /// The term whose fields are being read: the level of its heading, its position, its fields.
    open: Option<(u8, String, Found)>,
    /// Why a table was not imported.
    refusal: Option<Refusal>,
}

impl Reader<'_, '_> {
    fn sections(&mut self, blocks: &[Block]) {
        let mut sections = vec![Section { level: 0, title: None, blocks: &[] }];
        let mut from = 0;
        for (at, block) in blocks.iter().enumerate() {
            if let Block::Heading(level, title) = block {
                sections.last_mut().expect("there is one").blocks = &blocks[from..at];
                sections.push(Section { level: *level, title: Some(title), blocks: &[] });
                from = at + 1;
            }
        }
        sections.last_mut().expect("there is one").blocks = &blocks[from..];
        let is_title = title(blocks).is_some()
            && sections.iter().filter(|section| section.level > 0).count() > 1;
        let is_entry = |section: &Section<'_>| {
            section.level > 0
                && !(section.level == 1 && is_title)
                && section.is_term()
                && section.text()
                && !section.is_list()
        };
        let entries: Vec<bool> = sections.iter().map(is_entry).collect();
        let count = |level: u8| {
            sections
                .iter()
                .zip(&entries)
                .filter(|(section, is)| section.level == level && **is)
                .count()
        };
        // The highest of the levels with the most terms.
        let level = (1..=6).rev().max_by_key(|level| count(*level)).unwrap_or(2);
        for (at, section) in sections.iter().enumerate() {
            let is_below = self.open.as_ref().is_some_and(|(level, ..)| section.level > *level);
            let below = sections[at + 1..]
                .iter()
                .zip(&entries[at + 1..])
                .take_while(|(other, _)| other.level > section.level);
            let has_terms = section.level < level && below.clone().any(|(_, is)| *is);
            match section.field() {
                Some(field) if is_below => self.field(field, section),
                _ if is_below && !section.is_list() && section.level > level => {
                    if section.text() {
                        self.more();
                    }
                }
                _ if entries[at] && !has_terms => self.term(section),
                _ if section.is_list() => self.list(section),
                _ if section.level > 0
                    && !section.blocks.is_empty()
                    && section.is_term()
                    && !has_terms
                    && !(section.level == 1 && is_title) =>
                {
                    self.list(section);
                }
                _ => self.close(),
            }
        }
        self.close();
    }

    /// Begins the term of a heading.
    fn term(&mut self, section: &Section<'_>) {
        self.close();
        let line = section.title.map_or(1, |title| title.line);
        self.open =
            Some((section.level, format!("line {line}"), vec![one("term", section.title())]));
        self.body(section.blocks);
    }

    /// Takes the definition and other fields of the open term from `blocks`.
    fn body(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) if text.is_link() => {}
                Block::Paragraph(text) => match labelled(text) {
                    Some((field, texts)) => self.put(field, texts),
                    None => self.text(&text.text),
                },
                Block::List(items) => {
                    let mut is_more = false;
                    for item in items {
                        match labelled(&item.first) {
                            Some((field, texts)) => self.put(field, texts),
                            None => is_more = true,
                        }
                    }
                    if is_more {
                        self.more();
                    }
                }
                _ => self.more(),
            }
        }
    }

    fn put(&mut self, field: &'static str, texts: Vec<String>) {
        if let Some((.., found)) = &mut self.open {
            found.push((field, texts));
        }
    }

    /// Takes the definition; text after it is left out.
    fn text(&mut self, text: &str) {
        match &mut self.open {
            Some((.., found)) if !has(found, "definition") => found.push(one("definition", text)),
            _ => self.more(),
        }
    }

    fn more(&mut self) {
        if let Some((_, place, found)) = &self.open {
            let term =
                found.first().and_then(|(_, texts)| texts.first()).cloned().unwrap_or_default();
            let place = place.clone();
            self.into.note(MORE, &term, &place);
        }
    }

    /// Takes a field of the open term from a section of its own.
    fn field(&mut self, field: &'static str, section: &Section<'_>) {
        let mut texts = Vec::new();
        for block in section.blocks {
            match block {
                Block::Paragraph(text) if !text.is_link() || is_list(field) => {
                    texts.push(text.text.clone());
                }
                Block::List(items) => {
                    texts.extend(items.iter().map(|item| item.first.text.clone()));
                }
                _ => {}
            }
        }
        if field == "definition" || field == "term" {
            texts.truncate(1);
            return texts.iter().for_each(|text| self.text(text));
        }
        self.put(field, texts);
    }

    /// Adds the open term.
    fn close(&mut self) {
        if let Some((_, place, found)) = self.open.take() {
            self.into.add(&place, found);
        }
    }

    /// Imports the entries of a section.
    fn list(&mut self, section: &Section<'_>) {
        self.close();
        let mut half: Vec<Row> = Vec::new();
        for block in section.blocks {
            match block {
                Block::Paragraph(text) if is_row(text) => {
                    let rows = text
                        .text
                        .lines()
                        .enumerate()
                        .map(|(at, line)| (format!("line {}", text.line + at), cells(line)));
                    half.extend(rows.filter(|(_, cells)| {
                        !cells.iter().all(|cell| cell.chars().all(|c| "-:= ".contains(c)))
                    }));
                    continue;
                }
                _ => self.rows(&std::mem::take(&mut half)),
            }
            match block {
                Block::Table(rows) => {
                    let rows =
                        rows.iter().map(|(line, cells)| (format!("line {line}"), cells.clone()));
                    let rows: Vec<Row> = rows
                        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
                        .collect();
                    self.rows(&rows);
                }
                Block::Definition(terms, meanings) => self.definition(terms, meanings),
                Block::List(items) => items.iter().for_each(|item| self.item(item)),
                Block::Paragraph(text) => self.paragraph(text),
                Block::Heading(..) => {}
            }
        }
        self.rows(&half);
        self.close();
    }

    fn rows(&mut self, rows: &[Row]) {
        if rows.is_empty() {
            return;
        }
        self.close();
        if let Err(refusal) = rows_of(rows, '|', self.into) {
            let place = rows[0].0.clone();
            self.into.note(
                "tables without columns for a word and its meaning, left out",
                "",
                &place,
            );
            self.refusal.get_or_insert(refusal);
        }
    }

    fn definition(&mut self, terms: &[Inline], meanings: &[Inline]) {
        self.close();
        let Some((first, others)) = terms.split_first() else { return };
        let mut found = vec![one("term", first.text.trim())];
        if !others.is_empty() {
            found
                .push(("aliases", others.iter().map(|term| term.text.trim().to_owned()).collect()));
        }
        let mut texts = Vec::new();
        for meaning in meanings {
            match labelled(meaning) {
                Some(field) => found.push(field),
                None => texts.push(meaning.text.clone()),
            }
        }
        found.push(("definition", texts));
        self.into.add(&format!("line {}", first.line), found);
    }

    /// Imports a paragraph: bold words with their meanings, abbreviations, or text that belongs to the word above.
    fn paragraph(&mut self, text: &Inline) {
        if text.is_link() {
            return;
        }
        if text.text.starts_with("*[") {
            for line in text.lines(false) {
                if let Some((term, expansion)) =
                    line.text.strip_prefix("*[").and_then(|line| line.split_once("]:"))
                {
                    self.into.add(
                        &format!("line {}", line.line),
                        vec![one("term", term), one("expansion", expansion)],
                    );
                }
            }
            return;
        }
        for line in text.lines(true) {
            if let Some((field, texts)) = labelled(&line).filter(|_| self.open.is_some()) {
                self.put(field, texts);
                continue;
            }
            match split(&line).filter(|_| line.bold().is_some()) {
                Some((term, text)) => {
                    self.close();
                    self.open = Some((7, format!("line {}", line.line), vec![one("term", term)]));
                    if !text.is_empty() {
                        self.text(&text);
                    }
                }
                None if self.open.is_some() => self.text(&line.text),
                None => {}
            }
        }
    }

    /// Imports an item of a list: with a separator, bold, or with its meaning below it.
    fn item(&mut self, item: &Item) {
        self.close();
        let place = format!("line {}", item.first.line);
        let fields: Vec<_> = item
            .rest
            .iter()
            .chain(item.items.iter().map(|item| &item.first))
            .filter_map(labelled_or_definition)
            .collect();
        let text = item.first.text.trim();
        let (term, meaning) = match split(&item.first) {
            Some(split) => split,
            None => (text.to_owned(), String::new()),
        };
        let mut found = vec![one("term", term)];
        if !meaning.is_empty() {
            found.push(one("definition", meaning));
        } else if let Some(rest) = item.rest.first().filter(|rest| labelled(rest).is_none()) {
            found.push(one("definition", rest.text.clone()));
        } else if fields.iter().any(|(field, _)| *field == "definition") {
        } else if item.items.iter().any(|item| {
            split(&item.first).is_some() || !item.items.is_empty() || item.first.is_link()
        }) {
            // A heading of the items below it.
            return item.items.iter().for_each(|item| self.item(item));
        } else if let [only] = &item.items[..] {
            found.push(one("definition", only.first.text.clone()));
        } else if item.first.is_link() || is_section(text) || !is_term(text) {
            return;
        }
        found.extend(fields);
        self.into.add(&place, found);
    }
}

/// A field that is written as `Definition: …` or `Also: …`.
fn labelled_or_definition(text: &Inline) -> Option<(&'static str, Vec<String>)> {
    let (label, rest) = text.text.trim().split_once(':')?;
    let field = Names::default().label(label.trim())?;
    (field != "term" && !rest.trim().is_empty()).then(|| (field, vec![rest.trim().to_owned()]))
}
