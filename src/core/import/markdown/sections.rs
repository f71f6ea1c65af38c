//! Reads the sections of a page: which headings are terms, which are their fields, and which hold entries of their own.

mod entries;

use crate::core::import::markdown::blocks::{Block, Inline};
use crate::core::import::markdown::one_text::{
    is_plain_list, is_row, is_term, labelled, labelled_field, labelled_or_definition, labels_below,
    split,
};
use crate::core::import::markdown::{ABOVE, BELOW, LINKS, MORE, NO_WORD, title};
use crate::core::import::table::is_section;
use crate::core::import::{Found, Names, Refusal, Sink, has, is_list, one};

/// A heading with the blocks below it.
pub(super) struct Section<'a> {
    pub(super) level: u8,
    pub(super) title: Option<&'a Inline>,
    pub(super) blocks: &'a [Block],
}

impl Section<'_> {
    /// The first paragraph, if it can be a definition.
    fn text(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Paragraph(text) if !text.is_link() && labelled_field(text).is_none() && !is_row(text)))
    }

    fn title(&self) -> &str {
        self.title.map_or("", |title| title.text.trim())
    }

    fn place(&self) -> String {
        format!("line {}", self.title.map_or(1, |title| title.line))
    }

    fn is_term(&self) -> bool {
        let is_word = is_term(self.title()) && !is_section(self.title()) && self.field().is_none();
        // `License` or `P&L` is one if it has the fields of one.
        is_word || self.has_fields()
    }

    /// Whether it has only lists, of texts that are no entries.
    fn is_bullets(&self) -> bool {
        self.blocks.iter().all(|block| match block {
            Block::List(items) => items.iter().all(|item| {
                item.items.is_empty() && item.rest.is_empty() && split(&item.first).is_none()
            }),
            _ => false,
        })
    }

    /// Whether it has a field, such as `Also: …`.
    fn has_fields(&self) -> bool {
        let is_field = |text: &Inline| labelled_field(text).is_some();
        self.blocks.iter().any(|block| match block {
            Block::Paragraph(text) => is_field(text),
            Block::List(items) => items.iter().any(|item| is_field(&item.first)),
            _ => false,
        })
    }

    /// The field that it holds, if its title is the name of one.
    pub(super) fn field(&self) -> Option<&'static str> {
        Names::default().label(self.title())
    }

    /// Its texts for `field`. Only lists hold links.
    pub(super) fn texts(&self, field: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for block in self.blocks {
            match block {
                Block::Paragraph(text) if !text.is_link() || is_list(field) => {
                    texts.push(text.text.clone());
                }
                Block::List(items) => items.iter().for_each(|item| item.texts(&mut texts)),
                _ => {}
            }
        }
        texts
    }

    /// Its links that are none of its texts for `field`.
    pub(super) fn links(&self, field: &str) -> impl Iterator<Item = &Block> {
        let is_link = |block: &&Block| matches!(block, Block::Paragraph(text) if text.is_link());
        self.blocks.iter().filter(is_link).filter(|_| !is_list(field))
    }

    /// Whether its blocks are entries by themselves.
    pub(super) fn is_list(&self) -> bool {
        self.is_list_with(true)
    }

    /// Whether its blocks are entries by themselves, if the rows of `any_table` are, or only those below known names.
    fn is_list_with(&self, any_table: bool) -> bool {
        let mut bold = 0;
        let has_lead = matches!(self.blocks.first(), Some(Block::Paragraph(text)) if text.bold().is_none() && !text.is_link() && !is_row(text));
        let is_list = self.blocks.iter().any(|block| match block {
            Block::Table(rows) => any_table || has_known(rows),
            Block::Definition(..) => true,
            Block::Paragraph(text) => {
                let lines = text.lines(true);
                bold += lines
                    .iter()
                    .filter(|line| {
                        split(line).is_some()
                            && line.bold().is_some()
                            && labelled_or_definition(line).is_none()
                    })
                    .count();
                is_row(text) || is_plain_list(text) || text.text.starts_with("*[")
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

/// Whether the first of `rows` has the name of a column for a word or its meaning.
fn has_known(rows: &[(usize, Vec<String>)]) -> bool {
    let heads = rows.first().map_or(&[][..], |(_, cells)| cells);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let known = Names::default().columns(&heads);
    known.iter().flatten().any(|field| matches!(*field, "term" | "definition" | "expansion"))
}

/// The sections of a page, the first of which is what is above its headings.
pub(super) fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
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
    sections
}

/// Reads the sections of a page.
pub(super) struct Reader<'a, 'b> {
    pub(super) into: &'a mut Sink<'b>,
    /// The term whose fields are being read: the level of its heading, its position, its fields.
    pub(super) open: Option<(u8, String, Found)>,
    /// Why a table was not imported.
    pub(super) refusal: Option<Refusal>,
    /// Text that belongs to no word, and may be entries; and other text.
    pub(super) beside: Vec<Inline>,
    pub(super) unread: Vec<Inline>,
}

impl Reader<'_, '_> {
    pub(super) fn sections(&mut self, blocks: &[Block]) {
        let sections = sections(blocks);
        let is_title = title(blocks).is_some()
            && sections.iter().filter(|section| section.level > 0).count() > 1;
        let is_entry = |section: &Section<'_>| {
            section.level > 0
                && !(section.level == 1 && is_title)
                && section.is_term()
                && section.text()
        };
        let mut entries: Vec<bool> =
            sections.iter().map(|section| is_entry(section) && !section.is_list()).collect();
        // Beside words, a text with a table of something else is one.
        let beside: Vec<u8> =
            sections.iter().zip(&entries).filter(|(_, is)| **is).map(|(it, _)| it.level).collect();
        for (is, section) in entries.iter_mut().zip(&sections) {
            *is |= beside.contains(&section.level)
                && !self.into.names.is_given()
                && is_entry(section)
                && !section.is_list_with(false);
        }
        let count = |level: u8| {
            sections
                .iter()
                .zip(&entries)
                .filter(|(section, is)| section.level == level && **is)
                .count()
        };
        // The highest of the levels with the most terms.
        let level = (1..=6).rev().max_by_key(|level| count(*level)).unwrap_or(2);
        let is_among = |section: &Section<'_>| section.level == level && entries.contains(&true);
        // The level of the heading below a word that is left out with what is below it.
        let mut passed = u8::MAX;
        for (at, section) in sections.iter().enumerate() {
            if section.level <= passed {
                passed = u8::MAX;
            }
            let is_below = self.open.as_ref().is_some_and(|(level, ..)| section.level > *level);
            let below = sections[at + 1..]
                .iter()
                .zip(&entries[at + 1..])
                .take_while(|(other, _)| other.level > section.level);
            let has_terms = section.level < level && below.clone().any(|(_, is)| *is);
            match section.field() {
                Some(field) if is_below && section.level < passed => self.field(field, section),
                field
                    if is_below
                        && (field.is_some() || !section.is_list())
                        && section.level > level =>
                {
                    if !section.blocks.is_empty() {
                        passed = passed.min(section.level);
                        self.into.note(BELOW, section.title(), &section.place());
                    }
                }
                _ if entries[at] && !has_terms => self.term(section),
                _ if section.is_list() => {
                    let is_word = is_entry(section)
                        && !(section.level == 1 && title(blocks).is_some())
                        && !has_terms;
                    self.list_below(section, is_word);
                }
                _ if section.level > 0
                    && !section.blocks.is_empty()
                    && section.is_term()
                    && !has_terms
                    && !(section.level == 1 && is_title) =>
                {
                    self.close();
                    let before = self.into.found();
                    if section.has_fields() || is_among(section) && section.is_bullets() {
                        self.term(section);
                        continue;
                    }
                    self.list(section);
                    if self.into.found() == before && is_among(section) {
                        self.leave("no definition", section);
                    }
                }
                _ => {
                    self.close();
                    if is_among(section) && section.text() {
                        self.leave(NO_WORD, section);
                    } else if is_among(section) && section.is_term() {
                        self.leave("no definition", section);
                    } else {
                        let texts = section.blocks.iter().flat_map(|block| match block {
                            Block::Paragraph(text) => vec![text],
                            Block::List(items) => items.iter().map(|item| &item.first).collect(),
                            _ => Vec::new(),
                        });
                        self.unread.extend(texts.filter(|text| !text.is_link()).cloned());
                    }
                }
            }
        }
        self.close();
    }

    /// Imports the entries of a section whose heading, with the text above a table, is a word if it `is_word`: unless the table says that
    /// its rows are words, so that the heading may be what they have in common.
    fn list_below(&mut self, section: &Section<'_>, is_word: bool) {
        let is_table = |block: &Block| matches!(block, Block::Table(_));
        let at = section.blocks.iter().position(is_table).filter(|_| is_word);
        let Some((above, table)) = at.and_then(|at| section.blocks.split_at_checked(at)) else {
            return self.list(section);
        };
        let above = Section { blocks: above, ..*section };
        if above.is_list() || !above.text() {
            return self.list(section);
        }
        if section.is_list_with(false) || self.into.names.is_given() {
            let text = above.texts("definition").join(" ");
            let what = format!("{}: {text}", section.title());
            self.into.note(ABOVE, &what, &section.place());
        } else {
            self.term(&above);
        }
        self.list(&Section { title: None, blocks: table, ..*section });
    }

    /// Counts a heading that becomes no term.
    fn leave(&mut self, cause: &str, section: &Section<'_>) {
        self.into.left(cause, section.title(), &section.place());
    }

    /// Begins the term of a heading.
    fn term(&mut self, section: &Section<'_>) {
        self.close();
        let id = section.title.and_then(|title| title.id.clone());
        // `1. Alpha`
        let title = section.title();
        let bare = title.trim_start_matches(|c: char| c.is_ascii_digit());
        let term = bare.strip_prefix(". ").filter(|_| bare.len() < title.len()).unwrap_or(title);
        let found = vec![one("term", term), ("id", id.into_iter().collect())];
        self.open = Some((section.level, section.place(), found));
        self.body(section.blocks);
    }

    /// Takes the definition and other fields of the open term from `blocks`.
    fn body(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) if text.is_link() => self.left(LINKS),
                Block::Paragraph(text) => {
                    let (text, labels) = labels_below(text);
                    for text in [text].iter().chain(&labels) {
                        match labelled_or_definition(text) {
                            Some(("definition", texts)) => self.text(&texts.concat()),
                            Some((field, texts)) => self.put(field, texts),
                            None => self.text(&text.text),
                        }
                    }
                }
                Block::List(items)
                    if items.iter().all(|item| labelled_field(&item.first).is_none())
                        && self
                            .open
                            .as_ref()
                            .is_some_and(|(.., found)| !has(found, "definition")) =>
                {
                    let mut texts = Vec::new();
                    for item in items {
                        item.texts(&mut texts);
                    }
                    self.text(&texts.join(" "));
                }
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
        self.left(MORE);
    }

    /// Counts a part of the open term that is left out.
    fn left(&mut self, cause: &str) {
        if let Some((_, place, found)) = &self.open {
            self.into.note(cause, &found[0].1.concat(), place);
        }
    }

    /// Takes a field of the open term from a section of its own.
    fn field(&mut self, field: &'static str, section: &Section<'_>) {
        for _ in section.links(field) {
            self.left(LINKS);
        }
        let texts = section.texts(field);
        if section.blocks.iter().any(|block| !matches!(block, Block::Paragraph(_) | Block::List(_)))
        {
            self.more();
        }
        if field == "definition" || field == "term" {
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
}
