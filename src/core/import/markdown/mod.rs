//! Imports Markdown: tables, lists, definition lists, headings and bold words with a paragraph, abbreviations, and pages about
//! one term with front matter.

mod blocks;
mod fields;
mod notations;
mod one_text;
mod plain;
mod sections;
mod sphinx;

use crate::core::deck::content::Content;
use crate::core::import::{Found, KEY, Refusal, Sink, front_matter, has, one};
use crate::core::slug::slug;
use crate::core::text::capital;
use blocks::{Block, Inline, Page, page};
use one_text::{is_row, is_term, labelled, labelled_field, labelled_or_definition};
use sections::{Reader, Section, sections};

/// Words in the titles of pages that hold many terms.
const LISTS: &str = "glossary glossaire glossar terms terminology dictionary acronyms abbreviations jargon lexicon vocabulary words";
/// The message about text after the definition.
const MORE: &str = "more text than the first paragraph, left out";
/// The message about headings such as `Introduction`.
const NO_WORD: &str = "a heading that is usually not a word";
/// The message about headings below a word that are not its fields.
const BELOW: &str = "headings below a word, left out with their text";
/// The message about headings with a text above a table of words.
const ABOVE: &str = "headings above a table of words, left out with their text";
/// The message about tables of something else.
const NO_COLUMNS: &str = "tables without columns for a word and its meaning, left out";
/// The message about links that belong to no field.
const LINKS: &str = "lines with nothing but a link, left out";

/// Imports the terms of a page.
pub(super) fn take(text: &str, into: &mut Sink<'_>) -> Result<(), Refusal> {
    if sphinx::take(text, into) {
        return Ok(());
    }
    let text = &notations::common(text, into);
    let mut page = page(text);
    let is_one = into.file.is_some() || page.front.is_some();
    head(&mut page, into);
    page.blocks = fields::unfold(&page.blocks, is_one, into);
    if into.file.is_some()
        || page.blocks.iter().filter(|it| matches!(it, Block::Heading(..))).count() == 1
    {
        fields::properties(&mut page.blocks, into);
    }
    let (before, columns) = (into.found(), into.imported.summary.columns.len());
    if plain::are_records(&page.blocks) {
        plain::pairs(&page.blocks, text, into);
        left(&page, into);
        return Ok(());
    }
    let (found, used) = whole_page(&page, into)?;
    if let Some(used) = used {
        left(&page, into);
        let is_field =
            |block: &&Block| matches!(block, Block::Paragraph(text) if labelled(text).is_some());
        let sections = sections(&page.blocks);
        let links = sections
            .iter()
            .flat_map(|section| section.links(field_of(section).unwrap_or_default()));
        let others = sections.iter().filter(|section| field_of(section).is_none());
        let others = others.flat_map(|section| section.blocks);
        let is_text = |block: &&Block| {
            !is_field(block) && !matches!(block, Block::Paragraph(text) if text.is_link())
        };
        let term = found.iter().find(|(field, _)| *field == "term");
        let term = term.map_or(String::new(), |(_, texts)| texts.concat());
        links.for_each(|link| into.note(LINKS, &term, &link.place()));
        others.filter(is_text).skip(used).for_each(|more| into.note(MORE, &term, &more.place()));
        if page.front.is_none() && !is_term(&term) {
            into.left(NO_WORD, &term, "line 1");
        } else {
            into.add("line 1", found);
        }
        return Ok(());
    }
    // The front matter of a page of many words says nothing of each.
    let front = into.imported.summary.columns.split_off(columns);
    let mut reader =
        Reader { into, open: None, refusal: None, beside: Vec::new(), unread: Vec::new() };
    reader.sections(&page.blocks);
    if reader.into.found() == before && reader.into.file.is_none() {
        // Words with their meanings in the items below them.
        reader.list(&Section { level: 0, title: None, blocks: &page.blocks });
    }
    if reader.into.found() > before {
        reader.beside();
    }
    let refusal = reader.refusal.take();
    if into.found() == before {
        plain::pairs(&page.blocks, text, into);
    }
    if into.found() > before {
        left(&page, into);
    } else {
        plain::indented(text, false, into);
    }
    if page.has_html && into.found() == before {
        let command = "pandoc -f html FILE -t markdown_mmd | NEXT -";
        return Err(("its words are in HTML; convert it", command).into());
    }
    if page.has_html {
        into.say("its HTML tables and lists are not read; pandoc -t markdown_mmd converts them");
    }
    if into.found() > before {
        return Ok(());
    }
    into.imported.summary.columns.extend(front);
    if page.front.is_some() && has(&found, "term") {
        into.add("line 1", found);
        return Ok(());
    }
    if let (Some(stem), Some(text)) = (into.file.and_then(stem), first_paragraph(&page.blocks)) {
        of_vault(&page, stem, &text, into);
        return Ok(());
    }
    Err(refusal.unwrap_or_else(|| {
        "no table, list, heading or bold text with words and meanings found".into()
    }))
}

/// Takes the title and summary of a page like those that `deck export` writes: it has nothing else but words, each with a paragraph and
/// a list.
fn head(page: &mut Page, into: &mut Sink<'_>) {
    let [Block::Heading(1, title), rest @ ..] = &page.blocks[..] else { return };
    let (summary, words) = match rest {
        [Block::Paragraph(text), words @ ..] => (Some(text), words),
        words => (None, words),
    };
    // A table or an entry is no summary.
    let is_other = |text: &Inline| {
        is_row(text) || text.is_link() || text.text.contains('\n') || text.bold().is_some()
    };
    let is_word = |section: &Section<'_>| {
        section.level == 2
            && matches!(
                section.blocks,
                [Block::Paragraph(_)] | [Block::Paragraph(_), Block::List(_)]
            )
    };
    let are_words = matches!(words.first(), Some(Block::Heading(2, _)))
        && sections(words).iter().skip(1).all(is_word);
    if !are_words || summary.is_some_and(is_other) || into.file.is_some() || page.front.is_some() {
        return;
    }
    let texts = [("title", Some(title)), ("summary", summary)].into_iter();
    let texts = texts.filter_map(|(name, text)| Some((name, Content::text(text?.text.trim()))));
    into.imported.summary.head.extend(texts);
    if summary.is_some() {
        page.blocks.remove(1);
    }
}

/// Imports a page of a vault: the name of the file is the term, with its key, and `text` is its definition.
fn of_vault(page: &Page, (key, term): (String, String), text: &str, into: &mut Sink<'_>) {
    let term = title(&page.blocks).map_or(term, |title| title.text.trim().to_owned());
    let is_link = |block: &&Block| matches!(block, Block::Paragraph(text) if text.is_link());
    let is_more = |block: &&Block| match block {
        Block::Heading(..) => false,
        Block::Paragraph(text) => !text.is_link() && labelled(text).is_none(),
        _ => true,
    };
    left(page, into);
    let links = page.blocks.iter().filter(is_link).map(|link| (LINKS, link));
    let more = page.blocks.iter().filter(is_more).skip(1).map(|more| (MORE, more));
    links.chain(more).for_each(|(cause, block)| into.note(cause, &term, &block.place()));
    let mut found = one_page(vec![one("term", term), one(KEY, key)], text);
    found.extend(labelled_paragraphs(&page.blocks));
    into.add("line 1", found);
}

/// Counts what is not read.
fn left(page: &Page, into: &mut Sink<'_>) {
    for (line, cause) in &page.left {
        into.note(*cause, "", &format!("line {line}"));
    }
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
            // It may say `Definition: …`.
            let said = labelled_or_definition(text).map(|(_, texts)| texts.concat());
            Some(said.unwrap_or_else(|| text.text.clone()))
        }
        _ => None,
    })
}

/// The fields in paragraphs such as `Also: objective`.
fn labelled_paragraphs(blocks: &[Block]) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => labelled(text),
        _ => None,
    })
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

/// The fields of the term that the page is about; and if it is about one as a whole, how many of its paragraphs are the definition.
fn whole_page(page: &Page, into: &mut Sink<'_>) -> Result<(Found, Option<usize>), Refusal> {
    let heading = title(&page.blocks).map(|title| title.text.trim());
    let stem = into.file.and_then(stem);
    let mut found = match &page.front {
        Some(front) => front_matter::fields(front, heading, into)?,
        // A page of a folder, with a title and a text below it.
        None if stem.is_some() && heading.is_some() && is_about_one(&page.blocks) => {
            vec![one("term", heading.unwrap_or_default())]
        }
        None => return Ok((Vec::new(), None)),
    };
    let term = found
        .iter()
        .find(|(field, _)| *field == "term")
        .and_then(|(_, texts)| texts.first().cloned());
    let headings = page.blocks.iter().filter(|block| matches!(block, Block::Heading(..))).count();
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
            || (into.file.is_none() && (entries > 1 || headings > 3)));
    if is_many {
        return Ok((Vec::new(), None));
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
    let used = usize::from(!has(&found, "definition"));
    if used > 0 {
        match first_paragraph(&page.blocks) {
            Some(text) => found = one_page(found, &text),
            // A page of links or of sections is none of a term.
            None => return Ok((found, None)),
        }
    }
    found.extend(labelled_paragraphs(&page.blocks));
    for section in sections(&page.blocks) {
        found.extend(field_of(&section).map(|field| (field, section.texts(field))));
    }
    let is_whole = has(&found, "term") && has(&found, "definition");
    Ok((found, is_whole.then_some(used)))
}

/// Whether the title of a page is that of a list of terms.
fn is_list(title: &str) -> bool {
    slug(title).split('-').any(|word| LISTS.split(' ').any(|known| known == word))
}

/// The field that a section of a page about one term holds, such as `## Example`.
fn field_of(section: &Section<'_>) -> Option<&'static str> {
    section.field().filter(|field| section.level > 1 && !matches!(*field, "term" | "definition"))
}

/// Whether a page begins with its title and a text, and has few sections and no list of words.
fn is_about_one(blocks: &[Block]) -> bool {
    let sections = blocks.iter().filter(|block| matches!(block, Block::Heading(..))).count();
    let is_start =
        matches!(blocks, [Block::Heading(1, _), Block::Paragraph(text), ..] if !text.is_link());
    is_start && sections <= 3 && !Section { level: 1, title: None, blocks }.is_list()
}
