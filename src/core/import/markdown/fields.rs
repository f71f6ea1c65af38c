//! Fields of a word that stand on a page as bullets, as rows of a table, as `key:: value`, or as the properties of Notion.

use std::collections::HashMap;

use crate::core::import::markdown::blocks::{Block, Inline, Item};
use crate::core::import::markdown::one_text::{is_term, labelled_or_definition, split};
use crate::core::import::markdown::sections::{Section, sections};
use crate::core::import::markdown::{first_paragraph, is_about_one, is_list};
use crate::core::import::markup::{PARTS_OF_SPEECH, is_word_class};
use crate::core::import::table::is_section;
use crate::core::import::{self, Names, Sink};

/// A field with its line, its name, if it has one, and its text.
type Line = (usize, Option<String>, String);

/// Parts fields from what they stand in: the known ones become paragraphs of their own, such as `Also: objective`, and the others are
/// counted as columns. A page `is_one` if it is about one word.
pub(super) fn unfold(blocks: &[Block], is_one: bool, into: &mut Sink<'_>) -> Vec<Block> {
    let (mut out, mut held) = (Vec::new(), Vec::new());
    // The names that stand below several words.
    let mut names: HashMap<String, usize> = HashMap::new();
    for (_, name, _) in blocks.iter().flat_map(of_block) {
        *names.entry(name.unwrap_or_default()).or_default() += 1;
    }
    let is_common = |(_, name, _): &Line| name.as_ref().is_some_and(|name| names[name] > 1);
    for section in sections(blocks) {
        let title = section.title.map(|title| title.text.trim());
        if let Some(inline) = section.title {
            // `#### Noun` below a word.
            let is_below = matches!(out.last(), Some(Block::Heading(level, above)) if *level < section.level && !is_list(&above.text));
            if is_below && is_word_class(&inline.text) {
                into.note(PARTS_OF_SPEECH, &inline.text, &format!("line {}", inline.line));
            } else {
                out.push(Block::Heading(section.level, inline.clone()));
                out.append(&mut held);
            }
        }
        let is_word =
            title.map_or(is_one, |title| is_term(title) && !is_list(title) && !is_section(title));
        let has_keys = is_word && has_keys(&section, is_one);
        let has_labels = is_word && has_labels(&section);
        let mut above: Option<&Inline> = None;
        for block in section.blocks {
            let is_bold = above.is_some_and(|text| text.bold() == Some((0, text.text.len())));
            let fields = match block {
                Block::Paragraph(_) | Block::List(_) if has_keys => of_keys(block),
                _ => None,
            };
            let fields = fields.or_else(|| match block {
                Block::Paragraph(text) if has_labels => of_label(text).map(|line| vec![line]),
                _ => None,
            });
            let fields = fields.or_else(|| {
                let fields = of_block(block);
                let is_below = above.is_some() && !is_bold;
                let are_fields = are_fields(&fields, is_word || is_bold, is_below)
                    || is_word && is_below && !fields.is_empty() && fields.iter().all(is_common);
                are_fields.then_some(fields)
            });
            above = match block {
                Block::Paragraph(text) if !text.is_link() => Some(text),
                _ => None,
            };
            let Some(fields) = fields else {
                out.push(block.clone());
                continue;
            };
            for (line, name, text) in fields {
                let is_known = name.is_some();
                let text = match name {
                    Some(name) if label(&name).is_none() => {
                        into.column(&name, None);
                        continue;
                    }
                    Some(name) => format!("{name}: {text}"),
                    None => text,
                };
                // What stands above the title belongs to it.
                let to = if is_one && title.is_none() && is_known { &mut held } else { &mut out };
                to.push(Block::Paragraph(Inline::new(text, line)));
            }
        }
    }
    out.append(&mut held);
    out
}

fn label(name: &str) -> Option<&'static str> {
    Names::default().label(name)
}

/// Names in bold that say something of a page rather than being words.
const LABELS: &str =
    "author|authors|contact|last updated|maintainer|owner|owners|status|team|tl;dr|tldr|updated";

/// A field whose name is in bold at the start of a paragraph, as in `**Owner**: …`.
fn of_label(text: &Inline) -> Option<Line> {
    let (name, rest) = split(text).filter(|_| text.bold().is_some())?;
    let is_label = LABELS.split('|').any(|known| name.eq_ignore_ascii_case(known));
    (is_label || label(&name).is_some()).then_some((text.line, Some(name), rest))
}

/// Whether the bold texts that begin paragraphs of a section are the names of fields rather than words.
fn has_labels(section: &Section<'_>) -> bool {
    let texts = section.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) if text.bold().is_some() => Some(text),
        _ => None,
    });
    texts.into_iter().all(|text| of_label(text).is_some())
}

/// What the items of a list, or the rows of a table, would be if they were fields.
fn of_block(block: &Block) -> Vec<Line> {
    match block {
        Block::List(items) => items.iter().map(of_item).collect(),
        Block::Paragraph(text) => {
            let lines: Vec<_> = text.lines(false).iter().map(of_line).collect();
            let are_named = lines.len() > 1 && lines.iter().all(|(_, name, _)| name.is_some());
            if are_named { lines } else { Vec::new() }
        }
        Block::Table(rows)
            if rows.iter().all(|(_, cells)| cells.len() == 2)
                && rows.first().is_some_and(|(_, cells)| label(&cells[0]) != Some("term")) =>
        {
            let rows = rows.iter().filter(|(_, cells)| !cells.concat().is_empty());
            rows.map(|(line, cells)| (*line, Some(cells[0].clone()), cells[1].clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn of_item(item: &Item) -> Line {
    let (line, name, first) = of_line(&item.first);
    let mut texts = Vec::new();
    item.texts(&mut texts);
    texts[0] = first;
    texts.retain(|text| !text.trim().is_empty());
    let is_list = name.as_deref().and_then(label).is_some_and(import::is_list);
    (line, name, texts.join(if is_list { "; " } else { " " }))
}

fn of_line(line: &Inline) -> Line {
    let text = line.text.trim();
    let known = text.split_once(':').filter(|(name, _)| label(name.trim()).is_some());
    let known = known.map(|(name, rest)| (name.trim(), rest.trim_start_matches([':', ' '])));
    let known = known.map(|(name, rest)| (name.to_owned(), rest.to_owned()));
    let named = known.or_else(|| split(line));
    let named = named.or_else(|| Some((text.strip_suffix(':')?.to_owned(), String::new())));
    let (name, rest) = named.map_or((None, text.to_owned()), |(name, rest)| (Some(name), rest));
    (line.line, name, rest)
}

/// Whether `lines` are fields of the word above them, if `is_word` is one, and `is_below` its text. A list of words may have one that
/// is called like a field.
fn are_fields(lines: &[Line], is_word: bool, is_below: bool) -> bool {
    let labels = || lines.iter().filter_map(|(_, name, _)| label(name.as_deref()?));
    let has = |names: &[&str]| labels().any(|field| names.contains(&field));
    let bare = lines.iter().filter(|(_, name, _)| name.is_none()).count();
    let is_most = labels().count() * 2 >= lines.len();
    let is_whole = is_below && bare == 0 || !is_below && bare == 1 && is_most;
    has(&["definition"]) && (is_word || has(&["term"]))
        || is_word
            && is_whole
            && has(&["aliases", "expansion", "example", "why", "see_also", "confused_with"])
}

/// Whether the lines such as `key:: value` in a section are fields, rather than words: some are known, or they are short and stand
/// beside other text.
fn has_keys(section: &Section<'_>, is_one: bool) -> bool {
    let texts = section.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(text) => text.lines(false),
        Block::List(items) => items.iter().map(|item| item.first.clone()).collect(),
        _ => Vec::new(),
    });
    let (keys, others): (Vec<_>, Vec<_>) = texts.map(|line| key(&line)).partition(Option::is_some);
    let keys: Vec<_> = keys.into_iter().flatten().collect();
    let is_short = |(_, value): &(String, String)| value.split_whitespace().count() <= 4;
    keys.iter().any(|(name, _)| label(name).is_some())
        || !others.is_empty() && (keys.iter().all(is_short) || is_one && keys.len() < 3)
}

/// The name and the value in a line such as `key:: value`, or in brackets.
fn key(line: &Inline) -> Option<(String, String)> {
    let text = line.text.trim();
    let inside = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    let text = inside('[', ']').or_else(|| inside('(', ')')).unwrap_or(text);
    let (name, value) = text.split_once("::")?;
    let is_name = |c: char| c.is_alphanumeric() || " -_".contains(c);
    let is_key = (1..=3).contains(&name.split_whitespace().count())
        && name.chars().all(is_name)
        && (value.is_empty() || value.starts_with(char::is_whitespace));
    is_key.then(|| (name.trim().to_owned(), value.trim().to_owned()))
}

/// The lines of a paragraph, or of a list, some of which are such as `key:: value`.
fn of_keys(block: &Block) -> Option<Vec<Line>> {
    let lines = match block {
        Block::Paragraph(text) => text.lines(false),
        Block::List(items)
            if items.iter().all(|item| item.items.is_empty() && key(&item.first).is_some()) =>
        {
            items.iter().map(|item| item.first.clone()).collect()
        }
        _ => return None,
    };
    let mut out: Vec<Line> = Vec::new();
    let mut has_any = false;
    for line in lines {
        match (key(&line), out.last_mut()) {
            (Some((name, value)), _) => {
                has_any = true;
                out.push((line.line, Some(name), value));
            }
            // The lines of a text stay together.
            (None, Some((_, None, text))) => *text += &line.text,
            (None, _) => out.push((line.line, None, line.text)),
        }
    }
    has_any.then_some(out)
}

/// Parts the properties that Notion writes below the title of a page, as `Owner: Ana`, from its text: the known ones are paragraphs of
/// their own, the others are counted as columns.
pub(super) fn properties(blocks: &mut Vec<Block>, into: &mut Sink<'_>) {
    let [Block::Heading(1, title), Block::Paragraph(text), rest @ ..] = &blocks[..] else { return };
    let lines = text.lines(false);
    let name = |line: &Inline| {
        let (name, value) = line.text.trim().split_once(": ")?;
        let is_short = name.split_whitespace().count() <= 3 && !value.ends_with(['.', '!', '?']);
        (is_short || labelled_or_definition(line).is_some()).then(|| name.to_owned())
    };
    let names: Vec<_> = lines.iter().filter_map(name).collect();
    let (known, others): (Vec<_>, Vec<_>) =
        lines.into_iter().zip(&names).partition(|(line, _)| labelled_or_definition(line).is_some());
    let known: Vec<_> = known.into_iter().map(|(line, _)| Block::Paragraph(line)).collect();
    if names.len() == text.text.lines().count()
        && !is_list(&title.text)
        && is_about_one(blocks)
        && first_paragraph(&[&known[..], rest].concat()).is_some()
    {
        for (_, name) in others {
            into.column(name, None);
        }
        blocks.splice(1..2, known);
    }
}
