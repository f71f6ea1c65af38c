//! Reads the entries of a section: items, rows, bold words, abbreviations and lines.

use super::{Reader, Section};
use crate::core::import::markdown::blocks::{Block, Inline, Item};
use crate::core::import::markdown::one_text::{
    LONGEST_TERM, begins, is_row, is_term, labelled, labelled_or_definition, labels_below,
    other_names, sentence, split, split_in_list, tagged,
};
use crate::core::import::markdown::plain::NO_ENTRY;
use crate::core::import::markdown::{LINKS, MORE, NO_COLUMNS};
use crate::core::import::one;
use crate::core::import::table::{Row, is_section, rows_of};
use crate::core::text::capital;

impl Reader<'_, '_> {
    /// Imports the entries of a section.
    pub(in crate::core::import::markdown) fn list(&mut self, section: &Section<'_>) {
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
            self.into.note(NO_COLUMNS, "", &place);
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
        found.push(("id", terms.iter().find_map(|term| term.id.clone()).into_iter().collect()));
        let mut texts = Vec::new();
        for meaning in meanings {
            match labelled(meaning) {
                // A sentence is no other name.
                Some(("aliases", names))
                    if names.concat().trim_end().ends_with('.')
                        && names.concat().split_whitespace().count() > 3
                        && meaning.text.trim_start().starts_with("Also:") =>
                {
                    let (_, text) = meaning.text.split_once(':').unwrap_or_default();
                    texts.push(capital(text.trim()));
                }
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

    /// Imports text that belongs to no word if each of its lines has a separator, and counts other lines.
    pub(in crate::core::import::markdown) fn beside(&mut self) {
        for text in std::mem::take(&mut self.beside) {
            let lines = text.lines(false);
            let split: Vec<_> =
                lines.iter().filter_map(|line| Some((line, split_in_list(line)?))).collect();
            // `Q: …` asks for one.
            let are_entries = lines.len() > 1
                && split.len() == lines.len()
                && split.iter().all(|(_, (term, _))| term.len() > 1);
            if !are_entries {
                self.unread.push(text);
                continue;
            }
            for (line, (term, text)) in split {
                let place = format!("line {}", line.line);
                self.into.add(&place, vec![one("term", term), one("definition", text)]);
            }
        }
        for line in std::mem::take(&mut self.unread).iter().flat_map(|text| text.lines(false)) {
            self.into.note(NO_ENTRY, line.text.trim(), &format!("line {}", line.line));
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
