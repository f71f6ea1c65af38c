//! Imports pages that are plain text: lines such as `word: meaning`, records, and a word above its meaning.

use crate::core::import::markdown::blocks::{Block, Inline};
use crate::core::import::markdown::one_text::{
    MOST_WORDS, is_term, labelled, labelled_field, labelled_or_definition, sentence, split_in_list,
};
use crate::core::import::markup::plain;
use crate::core::import::table::is_section;
use crate::core::import::{Found, Names, Sink, one};

/// The message about lines that are neither words nor parts of a meaning.
pub(super) const NO_ENTRY: &str = "lines without a word and its meaning, left out";
/// The message about code, and directives such as `.. note::`, below a word.
const CODE: &str = "code and notes below a meaning, left out";

/// Imports lines such as `word: meaning`, records such as `Term: word` above `Meaning: …`, or else words with their meanings in the
/// lines below them. `text` is what `blocks` were read from.
pub(super) fn pairs(blocks: &[Block], text: &str, into: &mut Sink<'_>) {
    let paragraphs: Vec<&Inline> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(text) => Some(text),
            _ => None,
        })
        .collect();
    let lines = paragraphs.iter().flat_map(|text| text.lines(false).into_iter().enumerate());
    let lines: Vec<_> = lines.map(|(at, line)| (at > 0, split_in_list(&line), line)).collect();
    let are_records = are_records(blocks);
    let is_page = into.file.is_some();
    let is_field = |line: &Inline| {
        let is_known =
            labelled_field(line).is_some() || is_page && labelled_or_definition(line).is_some();
        !are_records && is_known
    };
    let raw: Vec<&str> = text.lines().collect();
    let is_indented =
        |line: &Inline| raw.get(line.line - 1).is_some_and(|line| line.starts_with([' ', '\t']));
    let is_small =
        |line: &Inline| line.text.trim_start().starts_with(|c: char| c.is_lowercase() || c == '(');
    let others = lines.iter().filter(|(.., line)| !is_field(line)).count();
    let parts = lines.iter().filter(|(is_below, split, line)| {
        *is_below && split.is_none() && (is_indented(line) || is_small(line))
    });
    let firsts = others - parts.count();
    let is_entry = |(_, split, line): &&(bool, Option<(String, String)>, Inline)| {
        split.is_some() && !is_field(line)
    };
    let count = lines.iter().filter(is_entry).count();
    let is_list = count * 2 >= others || count > 1 && count * 2 >= firsts;
    if count == 0 || is_page && count == 1 || !is_list {
        // Below words with indented meanings are others.
        let is_next = |pair: &[(bool, _, Inline)]| {
            pair[1].0 && is_indented(&pair[0].2) && !is_indented(&pair[1].2)
        };
        if !lines.windows(2).any(is_next) {
            stacked(&paragraphs, into);
        }
        return;
    }
    let label = |name: &str| Names::default().label(name);
    let ended = lines.iter().filter(|(.., line)| is_ended(&line.text)).count();
    let are_sentences = ended * 2 > count;
    let mut last: Option<(String, Found)> = None;
    for (is_below, split, line) in lines {
        let place = format!("line {}", line.line);
        let field = split.as_ref().and_then(|(name, _)| label(name));
        let goes_on = |found: &Found| {
            let above = found.last().and_then(|(_, texts)| texts.last());
            let is_open = |above: &String| {
                !is_ended(above)
                    && (are_sentences || above.ends_with([',', ';', '-']) || is_small(&line))
            };
            is_indented(&line) || is_below && above.is_some_and(is_open)
        };
        let split = match split {
            None if !last.as_ref().is_some_and(|(_, found)| goes_on(found)) => sentence(&line.text),
            split => split,
        };
        match (split, &mut last) {
            (Some((name, text)), Some((_, found))) if are_records && field != Some("term") => {
                match field {
                    Some(field) => found.push(one(field, text)),
                    None => into.column(&name, None),
                }
            }
            // Such as `Also: …`.
            (Some(_), Some((_, found))) if is_field(&line) => found.extend(labelled(&line)),
            (Some((name, text)), _)
                if field == Some("term") || !are_records && !is_field(&line) =>
            {
                let new = if are_records {
                    vec![one("term", text)]
                } else {
                    vec![one("term", name), one("definition", text)]
                };
                if let Some((place, found)) = last.replace((place, new)) {
                    into.add(&place, found);
                }
            }
            (None, Some((_, found))) if goes_on(found) => {
                if let Some(text) = found.last_mut().and_then(|(_, texts)| texts.last_mut()) {
                    *text += &format!(" {}", line.text.trim());
                }
            }
            _ => into.note(NO_ENTRY, line.text.trim(), &place),
        }
    }
    if let Some((place, found)) = last {
        into.add(&place, found);
    }
}

/// Whether a page has nothing but records, such as `Term: word` above `Meaning: …`.
pub(super) fn are_records(blocks: &[Block]) -> bool {
    let (mut has_term, mut has_meaning) = (false, false);
    for block in blocks {
        match block {
            Block::Heading(..) => {}
            Block::Paragraph(text) => {
                for (name, _) in text.lines(false).iter().filter_map(split_in_list) {
                    let field = Names::default().label(&name);
                    has_term |= field == Some("term");
                    has_meaning |= matches!(field, Some("definition" | "expansion"));
                }
            }
            _ => return false,
        }
    }
    has_term && has_meaning
}

/// Whether `text` ends with a sentence.
fn is_ended(text: &str) -> bool {
    text.trim_end().trim_end_matches([')', '"', '”', '’']).ends_with(['.', '!', '?', '…'])
}

/// Imports paragraphs whose first line is a word, and whose others are its meaning, if most are.
fn stacked(paragraphs: &[&Inline], into: &mut Sink<'_>) {
    let split = |text: &Inline| {
        let (term, meaning) = text.text.trim().split_once('\n')?;
        let (term, words) = (term.trim(), term.split_whitespace().count());
        let is_word = words <= 2 || words <= MOST_WORDS && meaning.starts_with(char::is_uppercase);
        let is_entry = is_word && is_term(term) && !term.ends_with(['.', ',', ';', ':', '!', '?']);
        is_entry.then(|| (term.to_owned(), meaning.to_owned()))
    };
    let entries: Vec<_> = paragraphs.iter().map(|text| (split(text), text)).collect();
    let count = entries.iter().filter(|(split, _)| split.is_some()).count();
    if into.file.is_some() || count < 2 || count * 2 <= entries.len() {
        return;
    }
    for (split, text) in entries {
        let place = format!("line {}", text.line);
        match split {
            Some((term, meaning)) => {
                into.add(&place, vec![one("term", term), one("definition", meaning)]);
            }
            None => into.note(NO_ENTRY, text.text.trim(), &place),
        }
    }
}

/// A word with the line where it stands, its other names, and the lines of its meaning.
type Indented<'a> = (usize, Vec<&'a str>, Vec<&'a str>);

/// Imports words whose meanings are indented below them, for a page that has nothing else, or one in reStructuredText, if it `is_rst`.
pub(super) fn indented(text: &str, is_rst: bool, into: &mut Sink<'_>) {
    let mut all: Vec<Indented<'_>> = Vec::new();
    let mut others = Vec::new();
    // How far the text is indented that announces code.
    let mut code = usize::MAX;
    for (at, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let is_mark = line.starts_with(['`', ':', '.', '#', '<', '-', '*', '=']);
        match all.last_mut() {
            _ if line.trim().is_empty() || line.starts_with("```") => {}
            _ if is_mark => others.push((at + 1, line)),
            _ if is_rst && indent > 0 && line.trim_start().starts_with(".. ") => {
                code = indent;
                into.note(CODE, line.trim(), &format!("line {}", at + 1));
            }
            _ if indent > code => into.note(CODE, line.trim(), &format!("line {}", at + 1)),
            Some((_, _, meaning)) if indent > 0 => {
                code = if is_rst && line.trim_end().ends_with("::") { indent } else { usize::MAX };
                meaning.push(line.trim());
            }
            Some((_, terms, meaning)) if meaning.is_empty() => terms.push(line.trim()),
            _ if indent > 0 => others.push((at + 1, line)),
            _ => {
                code = usize::MAX;
                all.push((at + 1, vec![line.trim()], Vec::new()));
            }
        }
    }
    let is_entry = |(_, terms, meaning): &Indented<'_>| {
        !meaning.is_empty()
            && terms.len() <= 3
            && terms.iter().all(|term| term.split_whitespace().count() <= MOST_WORDS)
    };
    if !all.iter().any(is_entry) {
        return;
    }
    for entry in all {
        if is_entry(&entry) {
            indented_entry(entry, is_rst, into);
        } else {
            others.push((entry.0, entry.1[0]));
        }
    }
    for (at, line) in others.into_iter().filter(|(_, line)| line.contains(char::is_alphanumeric)) {
        into.note(NO_ENTRY, line.trim(), &format!("line {at}"));
    }
}

fn indented_entry((line, terms, meaning): Indented<'_>, is_rst: bool, into: &mut Sink<'_>) {
    let text = if is_rst { of_rst } else { plain };
    // `latency : noun`
    let term = |term: &str| match term.split_once(" : ").filter(|_| is_rst) {
        // A letter only says where Sphinx sorts the word.
        Some((term, class)) if !is_section(class) => format!("{} ({})", text(term), text(class)),
        Some((term, _)) => text(term),
        None => text(term),
    };
    let aliases = terms[1..].iter().map(|alias| term(alias)).collect();
    let found = vec![
        one("term", term(terms[0])),
        ("aliases", aliases),
        one("definition", text(&meaning.join(" "))),
    ];
    into.add(&format!("line {line}"), found);
}

/// `text` in reStructuredText without its markup.
pub(super) fn of_rst(text: &str) -> String {
    plain(&without_links(text))
}

/// `text` in reStructuredText without the targets of links, footnotes, and the signs that announce code.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    // Between every other backtick is a link or code.
    for (at, part) in text.replace("``", "`").split('`').enumerate() {
        if at % 2 == 1 {
            let name = part.strip_suffix('>').and_then(|part| part.rsplit_once('<'));
            out += &format!("`{}`", name.map_or(part, |(name, _)| name.trim_end()));
        } else {
            let after = if at > 0 { part.trim_start_matches('_') } else { part };
            let mut rest = after;
            while let Some((before, more)) = rest.split_once("]_") {
                let (before, _) = before.rsplit_once('[').unwrap_or((before, ""));
                out += before.trim_end();
                rest = more;
            }
            out += rest;
        }
    }
    // A word that stands for another text, as in `|SLA|`.
    let out = out.replace("::", ":").replace('|', "");
    out.trim_end().to_owned()
}
