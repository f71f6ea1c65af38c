//! Reads the sections of a page: which headings are terms, which are their fields, and which hold entries of their own.

use crate::core::import::markdown::blocks::{Block, Inline, Item};
use crate::core::import::markdown::one_text::{
    LONGEST_TERM, begins, is_plain_list, is_row, is_term, labelled, labelled_field,
    labelled_or_definition, labels_below, other_names, sentence, split, split_in_list, tagged,
};
use crate::core::import::markdown::plain::NO_ENTRY;
use crate::core::import::markdown::{BELOW, LINKS, MORE, NO_WORD, title};
use crate::core::import::table::{Row, is_section, rows_of};
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
    /// Text that belongs to no word.
    pub(super) beside: Vec<Inline>,
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
                _ if section.is_list() => self.list(section),
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
                    }
                }
            }
        }
        self.close();
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

    /// Imports the entries of a section.
    pub(super) fn list(&mut self, section: &Section<'_>) {
        self.close();
        let mut half: Vec<Row> = Vec::new();
        for block in section.blocks {
            match block {
                Block::Paragraph(text) if is_row(text) => {
                    let rows = text.rows().map(|(line, cells)| (format!("line {line}"), cells));
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
            return self.left(LINKS);
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
        for line in text.lines(true).iter().flat_map(|line| line.parts(begins)) {
            match labelled_or_definition(&line).filter(|_| self.open.is_some()) {
                Some(("definition", texts)) => {
                    self.text(&texts.concat());
                    continue;
                }
                Some((field, texts)) => {
                    self.put(field, texts);
                    continue;
                }
                None => {}
            }
            match split(&line).filter(|_| line.bold().is_some()) {
                Some((term, text)) => {
                    self.close();
                    let (text, tags) = tagged(&text);
                    let names = other_names(&line);
                    let found = vec![one("term", term), ("aliases", names), ("tags", tags)];
                    self.open = Some((7, format!("line {}", line.line), found));
                    if !text.is_empty() {
                        self.text(&text);
                    }
                }
                None if self.open.is_some() => self.text(&line.text),
                None => self.beside.push(line),
            }
        }
    }

    /// Imports text that belongs to no word if each of its lines has a separator, and counts other lines that have one.
    pub(super) fn beside(&mut self) {
        for text in std::mem::take(&mut self.beside) {
            let lines = text.lines(false);
            let split: Vec<_> =
                lines.iter().filter_map(|line| Some((line, split_in_list(line)?))).collect();
            // `Q: …` asks for one.
            let are_entries = lines.len() > 1
                && split.len() == lines.len()
                && split.iter().all(|(_, (term, _))| term.len() > 1);
            for (line, (term, text)) in split {
                let place = format!("line {}", line.line);
                if are_entries {
                    self.into.add(&place, vec![one("term", term), one("definition", text)]);
                } else {
                    self.into.note(NO_ENTRY, line.text.trim(), &place);
                }
            }
        }
    }

    /// Imports an item of a list: with a separator, bold, or with its meaning below it.
    fn item(&mut self, item: &Item) {
        self.close();
        let place = format!("line {}", item.first.line);
        let (first, labels) = labels_below(&item.first);
        let below = || item.rest.iter().chain(item.items.iter().map(|item| &item.first));
        let fields: Vec<_> =
            labels.iter().chain(below()).filter_map(labelled_or_definition).collect();
        let text = first.text.trim();
        let alone = item.rest.is_empty() && item.items.is_empty();
        let (term, meaning) =
            match split_in_list(&first).or_else(|| sentence(text).filter(|_| alone)) {
                Some(split) => split,
                None => (text.to_owned(), String::new()),
            };
        let mut found = vec![one("term", term), ("aliases", other_names(&first))];
        let is_field = |item: &&Item| labelled_or_definition(&item.first).is_some();
        let others: Vec<&Item> = item.items.iter().filter(|item| !is_field(item)).collect();
        // What is below it and holds text but no field.
        let is_text = |text: &&Inline| !text.is_link() && !text.text.trim().is_empty();
        let mut more = below().filter(is_text).count();
        more += item
            .items
            .iter()
            .filter(|item| !item.rest.is_empty() || !item.items.is_empty())
            .count();
        more = more.saturating_sub(fields.len() - labels.len());
        if !meaning.is_empty() {
            let (meaning, tags) =
                if first.bold().is_some() { tagged(&meaning) } else { (meaning, Vec::new()) };
            found.extend([("tags", tags), one("definition", meaning)]);
        } else if let Some(rest) =
            item.rest.first().filter(|rest| labelled_or_definition(rest).is_none())
        {
            more = more.saturating_sub(1);
            found.push(one("definition", rest.text.clone()));
        } else if fields.iter().any(|(field, _)| *field == "definition") {
        } else if others.iter().any(|item| {
            split(&item.first).is_some() || !item.items.is_empty() || item.first.is_link()
        }) {
            // A heading of the items below it.
            return item.items.iter().for_each(|item| self.item(item));
        } else if let [only] = others[..] {
            more = more.saturating_sub(1);
            found.push(one("definition", only.first.text.clone()));
        } else if text.chars().count() > LONGEST_TERM {
            return self.into.left("no definition", text, &place);
        } else if first.is_link() || is_section(text) || !is_term(text) {
            return;
        }
        found.extend(fields);
        if more > 0 {
            self.into.note(MORE, &found[0].1.concat(), &place);
        }
        self.into.add(&place, found);
    }
}
